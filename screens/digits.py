"""Amounts three rows high, for what the clerk must hand over."""

from __future__ import annotations

_GLYPHS = {
    "0": (" _ ", "| |", "|_|"),
    "1": ("   ", "  |", "  |"),
    "2": (" _ ", " _|", "|_ "),
    "3": (" _ ", " _|", " _|"),
    "4": ("   ", "|_|", "  |"),
    "5": (" _ ", "|_ ", " _|"),
    "6": (" _ ", "|_ ", "|_|"),
    "7": (" _ ", "  |", "  |"),
    "8": (" _ ", "|_|", "|_|"),
    "9": (" _ ", "|_|", " _|"),
    ".": ("  ", "  ", ". "),
    ",": ("  ", "  ", ", "),
}


def tall(text: str) -> tuple[str, str, str]:
    """Three rows that show an amount such as `1,234.56`; other characters are left out."""
    glyphs = [_GLYPHS[character] for character in text if character in _GLYPHS]
    top, middle, bottom = (" ".join(glyph[row] for glyph in glyphs) for row in range(3))
    return top, middle, bottom
