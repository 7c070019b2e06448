"""What a receipt is made of, between the records that compose it and the printers that print it.

A paper is a JSON list of elements, stored as it is in a job row and printed again from there:

    {"text": str, "align": "left" | "center" | "right", "size": 1 | 2, "bold": bool}
    {"pair": [left, right], "bold": bool}      left text, right-aligned amount
    {"rule": "-"}                              one line of that character
    {"blank": n}                               n empty lines
    {"barcode": str}                           Code 128 of a receipt number
    {"qr": str}                                QR code of a text, such as a web address
    {"image": path}                            picture file at most as wide as the paper: a logo
    {"cut": true}

No element can hold a printer command: control and format characters are removed here, from every string.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

Align = Literal["left", "center", "right"]
ALIGNMENTS: tuple[Align, ...] = ("left", "center", "right")
MAX_BLANK = 40
MAX_BARCODE = 40
MAX_QR = 300
_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


@dataclass(frozen=True)
class Text:
    """Words, wrapped at the width of the paper. `size` 2 is double width and double height."""

    text: str
    align: Align = "left"
    size: int = 1
    bold: bool = False


@dataclass(frozen=True)
class Pair:
    """A description at the left and an amount at the right edge."""

    left: str
    right: str
    bold: bool = False


@dataclass(frozen=True)
class Rule:
    """One line filled with `mark`, a single character."""

    mark: str = "-"


@dataclass(frozen=True)
class Blank:
    """`lines` empty lines."""

    lines: int = 1


@dataclass(frozen=True)
class Barcode:
    """A Code 128 symbol of printable ASCII with its text below."""

    code: str


@dataclass(frozen=True)
class QR:
    """A QR code of printable ASCII."""

    code: str


@dataclass(frozen=True)
class Picture:
    """A picture file, centered. One that cannot be read is left out: it never holds up a receipt."""

    path: str


@dataclass(frozen=True)
class Cut:
    """The end of one sheet."""


Element = Text | Pair | Rule | Blank | Barcode | QR | Picture | Cut
Paper = Iterable[Mapping[str, Any]]


def clean(text: str) -> str:
    """`text` in NFC without control, format or unassigned characters; newline stays, other white space is a space."""
    spaced = "".join(" " if c != "\n" and c.isspace() else c for c in text.replace("\r\n", "\n"))
    kept = (c for c in spaced if c == "\n" or unicodedata.category(c) not in _UNPRINTABLE)
    return unicodedata.normalize("NFC", "".join(kept))


def parse(elements: Paper) -> list[Element]:
    """The elements of a stored paper. Raises ValueError naming the element that is unknown or wrong."""
    return [_element(number, raw) for number, raw in enumerate(elements, start=1)]


def _element(number: int, raw: Mapping[str, Any]) -> Element:
    if not isinstance(raw, Mapping):
        raise ValueError(f"element {number} is not an object: {raw!r}")
    for kind, (build, allowed) in _KINDS.items():
        if kind in raw:
            unknown = sorted(set(raw) - allowed - {kind})
            if unknown:
                raise ValueError(f"element {number} ({kind}) has an unknown key {unknown[0]!r}")
            try:
                return build(raw)
            except (TypeError, ValueError) as error:
                raise ValueError(f"element {number} ({kind}): {error}") from None
    raise ValueError(f"element {number} is of no known kind: {', '.join(map(repr, raw)) or 'empty'}")


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is not text")
    return clean(value)


def _flag(raw: Mapping[str, Any], key: str) -> bool:
    value = raw.get(key, False)
    if not isinstance(value, bool):
        raise ValueError(f"{key} is {value!r}, not true or false")
    return value


def _text(raw: Mapping[str, Any]) -> Text:
    align, size = raw.get("align", "left"), raw.get("size", 1)
    if align not in ALIGNMENTS:
        raise ValueError(f"align is {align!r}")
    if size not in (1, 2):
        raise ValueError(f"size is {size!r}, not 1 or 2")
    return Text(_string(raw["text"]), cast(Align, align), int(size), _flag(raw, "bold"))


def _pair(raw: Mapping[str, Any]) -> Pair:
    sides = raw["pair"]
    if not isinstance(sides, (list, tuple)) or len(sides) != 2:
        raise ValueError(f"{sides!r} is not a left and a right text")
    left, right = (_string(side).replace("\n", " ") for side in sides)
    return Pair(left, right, _flag(raw, "bold"))


def _rule(raw: Mapping[str, Any]) -> Rule:
    mark = _string(raw["rule"])
    if len(mark) != 1 or not mark.isprintable():
        raise ValueError(f"{mark!r} is not one character")
    return Rule(mark)


def _blank(raw: Mapping[str, Any]) -> Blank:
    lines = raw["blank"]
    if isinstance(lines, bool) or not isinstance(lines, int) or not 0 <= lines <= MAX_BLANK:
        raise ValueError(f"{lines!r} is not a number of lines from 0 to {MAX_BLANK}")
    return Blank(lines)


def _symbol(code: object, longest: int) -> str:
    if not isinstance(code, str) or not 1 <= len(code) <= longest or not (code.isascii() and code.isprintable()):
        raise ValueError(f"{code!r} is not 1 to {longest} printable ASCII characters")
    return code


def _barcode(raw: Mapping[str, Any]) -> Barcode:
    return Barcode(_symbol(raw["barcode"], MAX_BARCODE))


def _qr(raw: Mapping[str, Any]) -> QR:
    return QR(_symbol(raw["qr"], MAX_QR))


def _picture(raw: Mapping[str, Any]) -> Picture:
    path = _string(raw["image"])
    if not path:
        raise ValueError("the picture has no path")
    return Picture(path)


def _cut(raw: Mapping[str, Any]) -> Cut:
    if raw["cut"] is not True:
        raise ValueError(f"cut is {raw['cut']!r}, not true")
    return Cut()


_KINDS: dict[str, tuple[Callable[[Mapping[str, Any]], Element], frozenset[str]]] = {
    "text": (_text, frozenset({"align", "size", "bold"})),
    "pair": (_pair, frozenset({"bold"})),
    "rule": (_rule, frozenset()),
    "blank": (_blank, frozenset()),
    "barcode": (_barcode, frozenset()),
    "qr": (_qr, frozenset()),
    "image": (_picture, frozenset()),
    "cut": (_cut, frozenset()),
}
