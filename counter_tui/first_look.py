"""What the sign-on needs to know of a station, read before the station file is checked.

Checking the whole file imports every device. That is done behind the painted sign-on, by `counter_tui.config`, which
also tells what is wrong: here whatever cannot be used is left at its default.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from counter_tui.config import Station


@dataclass(frozen=True)
class FirstLook:
    """How the sign-on looks and which keys it knows."""

    station: str = ""
    theme: str = "green"
    ascii: bool = False
    keymap: dict[str, str] = field(default_factory=dict)
    """Key ids of `screens.keys` moved to other keys."""
    scanner_prefixes: tuple[str, ...] = ()
    scanner_timing: bool = False
    training: bool = False
    """Whether the sign-on offers training."""

    @classmethod
    def of(cls, station: Station) -> FirstLook:
        """The same of a station that has been checked."""
        keyboard = station.keyboard
        return cls(
            station.station,
            station.screen.theme,
            station.screen.ascii,
            dict(keyboard.keymap),
            keyboard.scanner_prefixes,
            keyboard.scanner_timing,
            station.training,
        )


def read(path: Path) -> FirstLook:
    """The first look at a station file; never raises for what is in it."""
    from screens.keys import Keymap, KeymapError
    from screens.themes import THEMES

    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return FirstLook()
    screen, keyboard = _get(found, "screen", {}), _get(found, "keyboard", {})
    theme, keymap = _get(screen, "theme", "green"), _get(keyboard, "keymap", {})
    try:
        Keymap(keymap)
    except (KeymapError, TypeError, AttributeError):
        keymap = {}
    return FirstLook(
        _get(found, "station", ""),
        theme if theme in THEMES else "green",
        _get(screen, "ascii", False),
        keymap,
        tuple(prefix for prefix in _get(keyboard, "scanner_prefixes", []) if isinstance(prefix, str)),
        _get(keyboard, "scanner_timing", False),
        _get(found, "training", False),
    )


def _get(table: dict[str, Any], key: str, default: Any) -> Any:
    """A value of the kind of its default."""
    value = table.get(key, default)
    return value if type(value) is type(default) else default
