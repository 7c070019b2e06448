"""Amounts three rows high, for what the clerk must hand over."""

from __future__ import annotations

Glyphs = dict[str, tuple[str, str, str]]


def _glyphs(top: str, middle: str, bottom: str) -> Glyphs:
    """The digits of three rows in which `'` ends a column of each."""
    rows = [row.split("'") for row in (top, middle, bottom)]
    return dict(zip("0123456789.", zip(*rows, strict=True), strict=True))


BLOCKS = _glyphs(
    "█▀█'▀█ '▀▀█'▀▀█'█ █'█▀▀'█▀▀'▀▀█'█▀█'█▀█' ",
    "█ █' █ '█▀▀' ▀█'▀▀█'▀▀█'█▀█'  █'█▀█'▀▀█' ",
    "▀▀▀'▀▀▀'▀▀▀'▀▀▀'  ▀'▀▀▀'▀▀▀'  ▀'▀▀▀'▀▀▀'▀",
)
ASCII = _glyphs(
    " _ '   ' _ ' _ '   ' _ ' _ ' _ ' _ ' _ ' ",
    "| |'  |' _|' _|'|_|'|_ '|_ '  |'|_|'|_|' ",
    "|_|'  |'|_ ' _|'  |' _|'|_|'  |'|_|' _|'.",
)


def tall(text: str, *, ascii_only: bool = False) -> tuple[str, str, str]:
    """Three rows that show an amount such as `1,234.56`; characters other than digits and the point are left out."""
    glyphs = ASCII if ascii_only else BLOCKS
    shown = [glyphs[character] for character in text if character in glyphs]
    top, middle, bottom = (" ".join(glyph[row] for glyph in shown) for row in range(3))
    return top, middle, bottom
