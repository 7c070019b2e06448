"""One page of a list with what was typed against its rows. Plain Python; the worklist draws it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from screens.cells import Align, cells

OPTION_WIDTH = 2
"""Columns of an Opt field."""


@dataclass(frozen=True)
class Column:
    """One column: its heading, width in terminal columns, and side."""

    title: str
    width: int
    align: Align = "left"


@lru_cache(maxsize=64)
def fitted(columns: tuple[Column, ...], needs: tuple[int, ...], room: int, gap: int = 2) -> tuple[int, ...]:
    """The widths with which columns stand in `room` terminal columns, where their longest texts need `needs`.

    Nothing is cut as long as there is room: a longer text takes what others leave over. Then blanks give way first,
    the widest texts next. Headings and figures stay whole; where even they do not fit, the right end is cut.
    """
    widths = [max(one.width, need) for one, need in zip(columns, needs, strict=True)]
    least = [max(cells(one.title), need) for one, need in zip(columns, needs, strict=True)]
    while sum(widths) > room - gap * (len(columns) - 1):
        blank = max(range(len(columns)), key=lambda n: widths[n] - least[n])
        able = [n for n, one in enumerate(columns) if one.align == "left" and widths[n] > cells(one.title)]
        if widths[blank] > least[blank]:
            widths[blank] -= 1
        elif able:
            widths[max(able, key=lambda n: widths[n])] -= 1
        else:
            break
    return tuple(widths)


@dataclass(frozen=True)
class Row:
    """One record: the key that fetches what follows or precedes it, its texts, and a palette style's name."""

    key: Any
    cells: tuple[str, ...]
    style: str = ""


@dataclass(frozen=True)
class Page:
    """Some rows in order, and whether there are others before and after."""

    rows: Sequence[Row] = ()
    more_before: bool = False
    more_after: bool = False


Fetch = Callable[[str, Any, int], Awaitable[Page]]
"""`fetch(direction, key, count)`: `first` (key None), `next` or `previous` (the rows beside that key, without it), or
`position` (key is the typed text: the rows from there on). At most `count` rows, always in list order."""


@dataclass
class Options:
    """What was typed in the Opt column, also on pages no longer shown."""

    known: Mapping[str, str] = field(default_factory=dict)
    """Option to legend word, for example `{"2": "Change"}`."""
    typed: dict[Any, tuple[Row, str]] = field(default_factory=dict)

    def text(self, row: Row) -> str:
        """What stands against a row."""
        return self.typed[row.key][1] if row.key in self.typed else ""

    def put(self, row: Row, text: str) -> None:
        """Set what stands against a row; nothing removes it."""
        if text:
            self.typed[row.key] = (row, text)
        else:
            self.typed.pop(row.key, None)

    def takes(self, character: str) -> bool:
        """Whether some option contains the character."""
        return character.isdigit() or any(character.upper() in option for option in self.known)

    def chosen(self, shown: Sequence[Row]) -> list[tuple[str, Row]]:
        """The options typed: those of earlier pages as they were typed, then those shown from the top."""
        place = {row.key: at for at, row in enumerate(shown)}
        ordered = sorted(self.typed.values(), key=lambda entry: place.get(entry[0].key, -1))
        return [(text, row) for row, text in ordered]

    def wrong(self) -> tuple[Row, str] | None:
        """The first row with an option that does not exist."""
        return next(((row, text) for row, text in self.typed.values() if text not in self.known), None)

    def legend(self) -> str:
        """`2=Change  5=Display`."""
        return "  ".join(f"{option}={word}" for option, word in self.known.items())
