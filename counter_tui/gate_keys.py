"""What the terminal sent, turned into the keys the product knows."""

from __future__ import annotations

from typing import cast

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._keyboard_protocol import MODIFIER_FUNCTIONAL_KEYS
from textual.events import Key
from textual.keys import Keys

FUNCTION_DIGITS = {
    **{str(digit): f"f{digit}" for digit in range(1, 10)},
    "0": "f10",
    "minus": "f11",
    "equals_sign": "f12",
}
"""The keys that stand in for F1-F12 after Alt or Esc: 1-9, 0, minus and equals."""

KEYPAD = {
    "add": ("plus", "+"),
    "subtract": ("minus", "-"),
    "multiply": ("asterisk", "*"),
    "divide": ("slash", "/"),
    "decimal": ("full_stop", "."),
    "equal": ("equals_sign", "="),
    "separator": ("comma", ","),
    "ctrl+j": ("enter", "\r"),
}
"""Names that only some keypads, terminals and scanners send, and the key each one is."""

IGNORED = frozenset({"ctrl+q", "ctrl+c", "ctrl+z", "<ignore>", *MODIFIER_FUNCTIONAL_KEYS})
"""Keys that do nothing anywhere: what quits or suspends other programs, and a bare Shift or Ctrl."""

_SEQUENCES: dict[str, tuple[Keys, ...] | str] = {
    **{f"\x1b{digit}": (Keys[f"F{digit}"],) for digit in range(1, 10)},
    "\x1b0": (Keys.F10,),
    "\x1b-": (Keys.F11,),
    "\x1b=": (Keys.F12,),
    "\x1bOl": ",",
    "\x1bOX": "=",
}


def teach_parser() -> None:
    """Make Textual's terminal parser read Esc and a digit as a function key, and the whole keypad.

    Without this Esc 1 in one read is the character "¡", and an unknown keypad key holds up the keys behind it.
    """
    cast(dict[str, object], ANSI_SEQUENCES_KEYS).update(_SEQUENCES)


def renamed(event: Key, key: str, character: str | None) -> Key:
    """Return a key of another name that arrived when `event` did."""
    copy = Key(key, character)
    copy.time = event.time
    return copy


def normalize(event: Key) -> Key | None:
    """Return the key as the product names it, or None for one that does nothing."""
    key = event.key
    if key in IGNORED:
        return None
    if key.startswith("kp_"):
        key = key.removeprefix("kp_")
        event = renamed(event, key, event.character)
    if key in KEYPAD:
        return renamed(event, *KEYPAD[key])
    if key.startswith("alt+") and (function := FUNCTION_DIGITS.get(key.removeprefix("alt+"))):
        return renamed(event, function, None)
    return event


class KeyReader:
    """Reads keys one by one; holds an escape until the next key shows what it was."""

    def __init__(self) -> None:
        self._escape: Key | None = None

    def read(self, event: Key, *, hold_escape: bool = True) -> list[Key]:
        """Take a key from the terminal and return those that are known now, in the order typed."""
        key = normalize(event)
        if key is None:
            return []
        escape = self.release()
        if escape and key.key in FUNCTION_DIGITS:
            return [renamed(key, FUNCTION_DIGITS[key.key], None)]
        if key.key == "escape" and hold_escape:
            self._escape = key
            return escape
        return [*escape, key]

    def release(self) -> list[Key]:
        """Return the escape being held, if any, and hold it no longer."""
        held, self._escape = self._escape, None
        return [held] if held else []
