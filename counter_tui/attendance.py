"""Since when nobody has been at the keyboard."""

from __future__ import annotations

from time import monotonic

from textual.events import Key, Paste

HELD = 0.6
"""Seconds. A key that comes again sooner is held down, or something lies on it: keyboards repeat faster than this."""


class Attendance:
    """When somebody last pressed a key; one that repeats is pressed once, however long it stays down (CJIS AC-11)."""

    def __init__(self) -> None:
        self.since = monotonic()
        """When that was, in monotonic seconds."""
        self._key = ""
        self._came = float("-inf")

    def note(self, event: Key | Paste) -> None:
        """Take notice of a key or a paste."""
        key = event.key if isinstance(event, Key) else ""
        if not key or key != self._key or event.time - self._came > HELD:
            self.since = monotonic()
        self._key, self._came = key, event.time

    @property
    def idle(self) -> float:
        """Seconds since then."""
        return monotonic() - self.since
