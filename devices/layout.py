"""Elements to lines of a given number of columns: the one place that wraps and pads."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from devices.paper import QR, Align, Barcode, Blank, Cut, Element, Pair, Picture, Rule, Text

_NARROWEST_LEFT = 8


@dataclass(frozen=True)
class Line:
    """One printed line, at most `columns // size` characters long and not yet aligned."""

    text: str = ""
    align: Align = "left"
    size: int = 1
    bold: bool = False

    def aligned(self, columns: int) -> str:
        """The text with the spaces that its alignment needs, in `columns` of single width."""
        if self.align == "center":
            return (" " * ((columns - len(self.text)) // 2) + self.text).rstrip()
        return self.text.rjust(columns) if self.align == "right" else self.text


Printed = Line | Barcode | QR | Picture | Cut


def lay_out(elements: Iterable[Element], columns: int, fold: Callable[[str], str] = str) -> list[Printed]:
    """The lines of a paper `columns` wide. `fold` puts text into what the device can show before it is measured."""
    printed: list[Printed] = []
    for element in elements:
        match element:
            case Text():
                printed += _text_lines(element, columns, fold)
            case Pair():
                printed += _pair_lines(fold(element.left), fold(element.right), element.bold, columns)
            case Rule(mark):
                printed.append(Line((fold(mark) * columns)[:columns]))
            case Blank(lines):
                printed += [Line()] * lines
            case Barcode() | QR() | Picture() | Cut():
                printed.append(element)
    return printed


def _wrap(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, max(width, 1), break_on_hyphens=False) or [""]


def _text_lines(element: Text, columns: int, fold: Callable[[str], str]) -> list[Line]:
    width = columns // element.size
    pieces = [piece for part in element.text.split("\n") for piece in _wrap(fold(part), width)]
    return [Line(piece, element.align, element.size, element.bold) for piece in pieces]


def _pair_lines(left: str, right: str, bold: bool, columns: int) -> list[Line]:
    """The left text wraps beside the amount, which stands on its last line, or below when a word would not fit."""
    room = columns - len(right) - 1
    longest = max(map(len, left.split()), default=0)
    if len(left) > room and room < max(_NARROWEST_LEFT, min(longest, columns)):
        amounts = [Line(piece, "right", 1, bold) for piece in _wrap(right, columns)]
        return [Line(piece, bold=bold) for piece in _wrap(left, columns)] + amounts
    pieces = _wrap(left, room)
    last = pieces[-1].ljust(columns - len(right)) + right
    return [Line(piece, bold=bold) for piece in [*pieces[:-1], last]]
