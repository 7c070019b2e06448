"""Text into terminal cells: whatever the text holds, it takes exactly the columns it was given."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from rich.cells import get_character_cell_size

Align = Literal["left", "right", "center"]

ELLIPSIS = "…"
_SUBSTITUTE = "·"
_JOINED = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef\u20e3]")
"""Variation selectors and keycaps: they change the width of what stands before, differently on each terminal."""
_PAIRED = re.compile("[\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff]")
"""Flag letters and skin tones: two of them are one picture on some terminals."""
_MARKS = 2
"""Combining marks kept on one character; more would climb into the rows above."""


def safe(text: str) -> str:
    """The text with nothing in it that could move the cursor, change direction or vary in width."""
    if text.isascii() and text.isprintable():
        return text
    text = _PAIRED.sub(_SUBSTITUTE, _JOINED.sub("", text))
    kept: list[str] = []
    marks = _MARKS
    for character in text:
        if not character.isprintable():
            character = " " if character.isspace() else _SUBSTITUTE
        marks = marks + 1 if get_character_cell_size(character) == 0 else 0
        if marks <= _MARKS:
            kept.append(character)
    return "".join(kept)


def cells(text: str) -> int:
    """The columns that safe text takes."""
    return len(text) if text.isascii() else sum(map(get_character_cell_size, text))


def clusters(text: str) -> list[str]:
    """Safe text cut into characters, each with the combining marks that stand on it."""
    if text.isascii():
        return list(text)
    parts: list[str] = []
    for character in text:
        if parts and get_character_cell_size(character) == 0:
            parts[-1] += character
        else:
            parts.append(character)
    return parts


def clip(text: str, width: int) -> str:
    """Any text made safe and cut to at most `width` columns, with an ellipsis where something was cut off."""
    if len(text) <= width and text.isascii() and text.isprintable():
        return text
    text = safe(text)
    if cells(text) <= width:
        return text
    if width <= 0:
        return ""
    kept, used = [], 0
    for cluster in clusters(text):
        size = cells(cluster)
        if used + size > width - 1:
            break
        kept.append(cluster)
        used += size
    return "".join(kept) + ELLIPSIS


def fit(text: str, width: int, align: Align = "left") -> str:
    """Any text made safe, cut or padded with blanks to exactly `width` columns."""
    if len(text) <= width and text.isascii() and text.isprintable():
        return text.ljust(width) if align == "left" else text.rjust(width) if align == "right" else text.center(width)
    text = clip(text, width)
    space = width - cells(text)
    if align == "left":
        return text + " " * space
    before = space if align == "right" else space // 2
    return " " * before + text + " " * (space - before)


def compose(text: str) -> str:
    """Typed text in NFC, so that a letter and its accent are one character."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)
