"""The keyboard lock after an error, as on a 5250."""

from __future__ import annotations

from enum import Enum

RESET_KEYS = frozenset({"escape", "backspace", "slash", "divide"})
"""Keys that take the error back: Esc, Backspace and the keypad's slash."""
TYPED = frozenset({"slash", "divide"})
"""Of these, the ones that also stand in dates and fractions: amid quick typing they take nothing back."""
PAUSE = 0.15
"""Seconds without a key before one of `TYPED` counts as a Reset key."""


class Verdict(Enum):
    """What becomes of a key."""

    DELIVER = "deliver"
    STALE = "typed before the error was shown: dropped without a sound"
    REFUSE = "refused with a beep"
    RESET = "unlocks the keyboard and is used up"


class KeyboardLock:
    """Refuses keys after an error until a Reset key, or until the keyboard has been quiet.

    All times are those of the keys' arrival (monotonic seconds), so that a busy program judges no differently.
    """

    def __init__(self, quiet: float = 0.6) -> None:
        self.quiet = quiet
        """Seconds without a key after which the next one is taken again."""
        self.locked = False
        """Is an error being shown?"""
        self.resettable = True
        """Does a Reset key unlock? Not after an overrun, when the clerk is still typing."""
        self._quiet = quiet
        self._since = float("-inf")
        self._last = float("-inf")

    def lock(self, now: float, quiet: float | None = None, *, resettable: bool = True) -> None:
        """Lock from `now`; keys that arrived no later belong to what failed."""
        self.locked, self.resettable = True, resettable
        self._since = self._last = now
        self._quiet = self.quiet if quiet is None else quiet

    def unlock(self) -> None:
        """Take keys again from here on."""
        self.locked = False

    def remaining(self, now: float) -> float:
        """Return the seconds of quiet still missing at `now` for the next key to be taken."""
        return self._last + self._quiet - now

    def judge(self, key: str | None, time: float) -> Verdict:
        """Say what becomes of a key (None: a paste or a scan) that arrived at `time`."""
        if time <= self._since:
            return Verdict.STALE
        if not self.locked:
            return Verdict.DELIVER
        if self.resettable and key in RESET_KEYS and (key not in TYPED or time - self._last >= PAUSE):
            self.unlock()
            return Verdict.RESET
        if time - self._last >= self._quiet:
            self.unlock()
            return Verdict.DELIVER
        self._last = time
        return Verdict.REFUSE
