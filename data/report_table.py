"""A report as declared content: headings, groups of rows, totals, notes; shown, printed, paged and written as CSV."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from textwrap import wrap
from typing import TYPE_CHECKING

from data.csvout import amount, table
from data.documents.elements import CUT, RULE, day, heading, pair, text
from data.money import show_cents

if TYPE_CHECKING:
    from data.documents import Element
    from data.ledger_terms import Terms

TEXT, COUNT, MONEY = "TEXT", "COUNT", "MONEY"
"""Kinds of columns: text, a whole number, cents."""
WIDTH = 78
"""Columns of a report on the screen and on a page."""
COUNT_AND_AMOUNT = 2
"""Figures of a row that need no names on narrow paper."""
PAPER = 32
"""Columns of the narrowest receipt paper."""

Cell = str | int | None


def between(first: date, last: date) -> str:
    """The dates a report covers, in words."""
    return f"Business date {first:%m/%d/%Y}" if first == last else span(first, last)


def days_of(first: date, last: date) -> tuple[str, str]:
    """The range as stored text, for `BETWEEN`."""
    return first.isoformat(), last.isoformat()


def span(first: date, last: date) -> str:
    """Two dates in words, of whatever kind."""
    return f"{first:%m/%d/%Y} to {last:%m/%d/%Y}"


def short_day(stored: str) -> str:
    """A stored date with two digits of its year; empty for none."""
    return day(stored)[:6] + day(stored)[8:] if stored else ""


@dataclass(frozen=True)
class Head:
    """A column: its title, width in characters, kind, and whether it is added up."""

    title: str
    width: int
    kind: str = TEXT
    total: bool = False

    def show(self, cell: Cell) -> str:
        """The whole text of a cell."""
        if isinstance(cell, int):
            return show_cents(cell) if self.kind == MONEY else f"{cell:,}"
        return cell or ""

    def column(self, cell: Cell) -> list[str]:
        """A cell in its column: a figure at the right, a text on as many lines as it needs."""
        if isinstance(cell, int):
            return [self.show(cell).rjust(self.width)]
        return [line.ljust(self.width) for line in wrap(self.show(cell), self.width)]

    def plain(self, cell: Cell) -> Cell:
        """A cell for another program: cents as a number with a point."""
        return amount(cell) if self.kind == MONEY and isinstance(cell, int) else cell


@dataclass(frozen=True)
class Group:
    """Rows under a title of their own."""

    title: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Report:
    """A report; amounts in cents."""

    code: str
    title: str
    about: str
    """The dates it covers."""
    heads: tuple[Head, ...]
    groups: tuple[Group, ...]
    notes: tuple[str, ...] = ()
    """Sentences below the table: gaps, what does not agree."""
    picture: tuple[tuple[str, int], ...] = ()
    """Labels and figures to draw as bars."""
    axis: str = ""
    """What the bars and their labels are."""

    def totals(self, rows: Sequence[tuple[Cell, ...]]) -> tuple[Cell, ...] | None:
        """The sum of each column that is added up; None when no column is, or nothing stands in it."""
        if not rows or not any(head.total for head in self.heads):
            return None
        sums: list[Cell] = [
            sum(cell for row in rows if isinstance(cell := row[n], int)) if head.total else ""
            for n, head in enumerate(self.heads)
        ]
        first = next((n for n, head in enumerate(self.heads) if not head.total and head.width >= len("Total")), None)
        if first is not None:
            sums[first] = "Total"
        return tuple(sums)

    def row(self, cells: Sequence[Cell]) -> list[str]:
        """One row as text, in a line or more: nothing of it is cut."""
        columns = [head.column(cell) for head, cell in zip(self.heads, cells, strict=True)]
        lines = zip_longest(*columns)
        return [
            " ".join(part or " " * head.width for head, part in zip(self.heads, line, strict=True)).rstrip()
            for line in lines
        ]

    @property
    def titles(self) -> str:
        """The headings as text."""
        shown = [f"{head.title[: head.width]:{'<' if head.kind == TEXT else '>'}{head.width}}" for head in self.heads]
        return " ".join(shown).rstrip()

    def lines(self) -> list[str]:
        """The report for a person, without its title, at most `WIDTH` columns."""
        out = [self.about, "", self.titles, "-" * WIDTH]
        for group in self.groups:
            if group.title:
                out += ["", group.title]
            out += [line for cells in group.rows for line in self.row(cells)] or ["Nothing."]
            if totals := self.totals(group.rows):
                out += self.row(totals)
        return [*out, "", *self.notes] if self.notes else out

    def bars(self, width: int) -> list[str]:
        """The picture for paper: a row for each label with a bar and its figure, at most `width` columns."""
        if not self.picture:
            return []
        top = max(1, *(figure for _, figure in self.picture))
        left = max(len(label) for label, _ in self.picture)
        room = width - left - len(f" {top:,} ")
        rows = [
            f"{label:>{left}} {'#' * max(figure > 0, figure * room // top)}{f' {figure:,}' if figure else ''}".rstrip()
            for label, figure in self.picture
        ]
        return [self.title, *rows, ""]

    def csv(self) -> str:
        """The rows for a spreadsheet or another program: titles, then every row, without totals."""
        named = any(group.title for group in self.groups)
        titles = [*(["Group"] if named else []), *(head.title for head in self.heads)]
        rows = [
            [*([group.title] if named else []), *(h.plain(c) for h, c in zip(self.heads, cells, strict=True))]
            for group in self.groups
            for cells in group.rows
        ]
        return table([titles, *rows])

    def elements(self, terms: Terms) -> list[Element]:
        """The report for the receipt printer: what a row says, with its last figure at the right edge."""
        out = [*heading(terms, self.title.upper()), text(self.about), RULE]
        out += [text(row) if row else RULE for row in self.bars(PAPER)]
        for group in self.groups:
            if group.title:
                out.append(text(group.title, bold=True))
            out += [self._pair(cells) for cells in group.rows]
            if totals := self.totals(group.rows):
                out.append(self._pair(totals, bold=True))
            out.append(RULE)
        return [*out, *(text(note) for note in self.notes), CUT]

    def _pair(self, cells: Sequence[Cell], *, bold: bool = False) -> Element:
        last = max((n for n, head in enumerate(self.heads) if head.kind != TEXT), default=len(self.heads) - 1)
        left = [self._named(head, cell) for head, cell in zip(self.heads[:last], cells, strict=False)]
        left += [self._named(head, cell) for head, cell in zip(self.heads[last + 1 :], cells[last + 1 :], strict=True)]
        return pair(" ".join(filter(None, left)), self.heads[last].show(cells[last]), bold=bold)

    def _named(self, head: Head, cell: Cell) -> str:
        """A cell without its heading above it: of several figures each says what it is, a single count has brackets."""
        figures = [one for one in self.heads if one.kind != TEXT]
        if head.kind == TEXT or not isinstance(cell, int):
            return head.show(cell)
        return f"({head.show(cell)})" if len(figures) == COUNT_AND_AMOUNT else f"{head.title.lower()} {head.show(cell)}"

    def pages(self, terms: Terms, rows: int = 46) -> list[Element]:
        """The report for a page of `WIDTH` columns: each page with its title, headings and number."""
        body = [*self.lines()[4:], *(["", *self.bars(WIDTH)[:-1]] if self.picture else [])] or ["Nothing."]
        parts = [body[at : at + rows] for at in range(0, len(body), rows)]
        out: list[Element] = []
        for number, part in enumerate(parts, 1):
            out += [
                pair(f"{terms.text('city.name')}  {self.title}", f"Page {number} of {len(parts)}", bold=True),
                text(self.about),
                text(self.titles),
                RULE,
                *(text(line) if line else {"blank": 1} for line in part),
                CUT,
            ]
        return out
