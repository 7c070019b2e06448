"""The keys of the whole application, declared once: id, key, legend word, help and typed command."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from textual.keys import key_to_character


@dataclass(frozen=True)
class KeyBinding:
    """One key with a meaning that is the same on every screen."""

    id: str
    key: str
    """The key's Textual name; users may choose another by id."""
    title: str
    """The legend word."""
    help: str
    command: str
    """What typed on the command line does the same; empty when there is none."""
    alternates: tuple[str, ...] = ()
    """Other Textual key names that always mean the same."""


class KeymapError(ValueError):
    """A setting names a key id that does not exist, or gives one key two meanings; the message is a sentence."""


KEYS: tuple[KeyBinding, ...] = (
    KeyBinding("help", "f1", "Help", "Explains the field, then the screen, then the policy.", "HELP", ("alt+1",)),
    KeyBinding("suspend", "f2", "Suspend", "Puts this work aside, or takes suspended work up again.", "", ("alt+2",)),
    KeyBinding("exit", "f3", "Exit", "Leaves to the menu.", "EXIT", ("alt+3",)),
    KeyBinding("prompt", "f4", "Prompt", "Lists the values this field can take.", "", ("alt+4",)),
    KeyBinding("refresh", "f5", "Refresh", "Shows the values as they are stored.", "", ("alt+5",)),
    KeyBinding("new", "f6", "New", "Starts a new record.", "", ("alt+6",)),
    KeyBinding("find", "f7", "Find", "Finds any account, person, receipt, plate or license.", "FIND", ("alt+7",)),
    KeyBinding("tape", "f8", "Tape", "Opens the adding machine.", "TAPE", ("alt+8",)),
    KeyBinding(
        "command", "f9", "Command", "Opens the command line; again: brings back the last command.", "", ("alt+9",)
    ),
    KeyBinding("post", "f10", "Post", "Checks everything and posts now.", "", ("alt+0",)),
    KeyBinding("more", "f11", "More", "Shows the next group of fields, or another view.", "", ("alt+minus",)),
    KeyBinding(
        "cancel",
        "f12",
        "Cancel",
        "Goes back one display; nothing is checked and nothing done.",
        "",
        ("alt+equals_sign",),
    ),
    KeyBinding("page_up", "pageup", "Roll up", "Shows the rows before these.", ""),
    KeyBinding("page_down", "pagedown", "Roll down", "Shows the rows after these.", ""),
    KeyBinding("lock", "ctrl+l", "Lock", "Locks the station at once and keeps the work.", "LOCK"),
    KeyBinding("incident", "ctrl+r", "Incident", "Reports a security incident and prints whom to call.", "INCIDENT"),
)
"""Every binding, in the order of the keyboard."""

BY_ID: Mapping[str, KeyBinding] = MappingProxyType({binding.id: binding for binding in KEYS})
"""Bindings by id."""

EVERYWHERE = ("command", "tape", "find")
"""Keys that work on every display, in the order in which a legend without room leaves them out."""


_MAY_BE_SET = re.compile(r"f([1-9]|1[0-2])|pageup|pagedown|alt\+[a-z0-9]|ctrl\+[abdfglnoprvwxy]")
"""Keys that a station may give another meaning: no terminal types them as text, and no field edits with them."""


def key_name(key: str) -> str:
    """A Textual key name as it is printed on the keyboard: `f12` as `F12`, `pageup` as `PageUp`."""
    special = {"pageup": "PageUp", "pagedown": "PageDown"}
    return special.get(key) or "+".join(part.capitalize() for part in key.split("+"))


class Keymap:
    """Which key stands for which id at this station, for this user."""

    def __init__(self, remap: Mapping[str, str] = MappingProxyType({})) -> None:
        """Raises `KeymapError` when `remap` (id to key) names an unknown id or key, or uses one key twice."""
        if unknown := sorted(remap.keys() - BY_ID.keys()):
            raise KeymapError(f"There is no key id {unknown[0]}. Known: {', '.join(BY_ID)}.")
        for id, key in remap.items():
            if not _MAY_BE_SET.fullmatch(key.lower()):
                raise KeymapError(
                    f"{id}: {key or 'an empty text'} is no key for it. Use f1 to f12, pageup, pagedown, alt+ with a "
                    "letter or digit, or ctrl+ with one of a b d f g l n o p r v w x y."
                )
        self._keys = {binding.id: remap.get(binding.id, binding.key).lower() for binding in KEYS}
        self._ids: dict[str, str] = {}
        for id, key in self._keys.items():
            if key in self._ids:
                raise KeymapError(f"Key {key_name(key)} is set for both {self._ids[key]} and {id}.")
            self._ids[key] = id
        for binding in KEYS:
            for alternate in binding.alternates:
                self._ids.setdefault(alternate, binding.id)

    def key(self, id: str) -> str:
        """The Textual key name for an id. Raises `KeyError`."""
        return self._keys[id]

    def id(self, key: str) -> str | None:
        """The id a pressed key stands for, None when it has no meaning of its own."""
        return self._ids.get(key)

    def legend(self, ids: Iterable[str], width: int = 80, words: Mapping[str, str] = MappingProxyType({})) -> str:
        """The key legend, `F1=Help  F3=Exit`, in the order of the keyboard and in at most `width` columns.

        Keys that work on every display give way first, then the last ones. `words` replaces legend words by id where
        a screen's own word says more.
        """
        wanted = sorted(set(ids), key=list(BY_ID).index)
        while wanted:
            shown = "  ".join(f"{key_name(self._keys[id])}={words.get(id, BY_ID[id].title)}" for id in wanted)
            if len(shown) <= width:
                return shown
            wanted.remove(next((id for id in EVERYWHERE if id in wanted), wanted[-1]))
        return ""


DEFAULT_KEYMAP = Keymap()
"""Every key where it was declared."""

OPERATORS = frozenset("+-*/")
"""The ten-key's operators: characters in some fields, actions in others."""

_KEYPAD = {"add": "+", "subtract": "-", "multiply": "*", "divide": "/", "decimal": "."}
"""Names that a keypad in application mode gives its keys."""


def typed_character(key: str, character: str | None = None) -> str:
    """The character a key types, also from the keypad or known by its name only; empty for keys that type none."""
    if key.startswith(("alt+", "ctrl+", "super+")):
        return ""
    typed = _KEYPAD.get(key) or character or key_to_character(key) or ""
    return typed if len(typed) == 1 and typed.isprintable() else ""


def legend(ids: Iterable[str], width: int = 80) -> str:
    """The key legend with every key where it was declared."""
    return DEFAULT_KEYMAP.legend(ids, width)
