"""A page of rows drawn on a surface, with Opt column and position-to field. `Worklist` adds the keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from rich.segment import Segment
from textual.geometry import Region

from screens.cells import cells, clip, fit
from screens.panel_layout import leaders
from screens.surface import Surface
from screens.worklist_rows import OPTION_WIDTH, Column, Fetch, Options, Page, Row, fitted

HEAD_ROWS = 3
POSITION_WIDTH = 24
_LABEL_WIDTH = 18
_OPT_X = 1
_CELLS_X = _OPT_X + OPTION_WIDTH + 3


class ListSurface(Surface):
    """Draws one page of a list, with the cursor on a row or in the position-to field."""

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._columns: tuple[Column, ...] = ()
        self._needs: tuple[int, ...] = ()
        """The longest text shown in each column since the list was opened."""
        self._fetch: Fetch | None = None
        self._page = Page()
        self._options = Options()
        self._pick = False
        self._default = ""
        self._empty = ""
        self._at = 0
        """The row the cursor is on, -1 for the position-to field."""
        self._position = ""
        self._label = ""
        self._opening = False
        """Whether the first page is still to be fetched."""
        self._known = False
        """Whether a page has come, so that a list without rows may be called empty."""
        self._number = ""
        """The digits typed to pick a row by its number."""

    @property
    def selected(self) -> Row | None:
        """The row the cursor is on."""
        return self._page.rows[self._at] if 0 <= self._at < len(self._page.rows) else None

    @property
    def rows(self) -> Sequence[Row]:
        """The rows of the page shown."""
        return self._page.rows

    @property
    def page_rows(self) -> int:
        """How many rows a page has."""
        return max(1, (self.area.height or 21) - HEAD_ROWS - 1)

    @property
    def legend_options(self) -> str:
        """`2=Change  5=Display`."""
        return self._options.legend()

    def _repaint(self, at: int) -> None:
        y = 0 if at < 0 else HEAD_ROWS + at
        self.refresh(Region(0, y, self.area.width, 1))

    def draw_line(self, y: int) -> Iterable[Segment]:
        """Position-to, options, headings, rows, and whether there is more."""
        palette, index = self.palette, y - HEAD_ROWS
        if y == 0:
            return self._draw_position()
        if y == 1:
            words = "Type a number or roll, then Enter." if self._pick else self.legend_options
            return [Segment(clip(f" {words}", self.area.width), palette.legend)]
        if y == 2:
            head = " " + fit("#" if self._pick else "Opt", OPTION_WIDTH + 1) + " "
            return [Segment(head + self._joined([c.title for c in self._columns]), palette.label)]
        if y == self.area.height - 1:
            return self._draw_end()
        if 0 <= index < len(self.rows):
            return self._draw_row(index, self.rows[index])
        if index == 0 and self._known:
            return [Segment(clip(f"   {self._empty}", self.area.width), palette.text)]
        return []

    def _measured(self, page: Page) -> tuple[int, ...]:
        """What each column needs when this page is shown too."""
        texts = zip(*(row.cells for row in page.rows), strict=False)
        longest = [max(map(cells, column)) for column in texts]
        return tuple(max(pair) for pair in zip_longest(self._needs, longest, fillvalue=0))[: len(self._columns)]

    def _joined(self, texts: Sequence[str]) -> str:
        columns = zip(texts, self._columns, self._widths(), strict=False)
        return clip("  ".join(fit(text, width, column.align) for text, column, width in columns), self._room())

    def _room(self) -> int:
        return max(0, self.area.width - _CELLS_X + 1)

    def _widths(self) -> tuple[int, ...]:
        return fitted(self._columns, self._needs, self._room())

    def _draw_row(self, index: int, row: Row) -> list[Segment]:
        palette, here = self.palette, index == self._at
        style = palette.highlight if here else palette.style(row.style)
        texts = self._joined(row.cells)
        if self._pick:
            opt = [Segment(f"{index + 1:>{OPTION_WIDTH}}", style)]
        else:
            opt = self._draw_input(self._options.text(row), OPTION_WIDTH, here)
        if here:
            return [Segment(" ", palette.text), *opt, Segment("  ", palette.text), Segment(texts, style)]
        return [Segment(" ", palette.text), *opt, Segment(f"  {texts}".ljust(self.area.width - 3), style)]

    def _draw_input(self, text: str, width: int, here: bool) -> list[Segment]:
        field = self.palette.field_current if here else self.palette.field
        if not here:
            return [Segment(fit(text, width), field)]
        shown = clip(text, width)
        at = min(cells(shown), width - 1)
        padded = fit(shown, width)
        if not padded.isascii():
            return [Segment(padded, self.palette.cursor)]
        parts = [
            Segment(padded[:at], field),
            Segment(padded[at], self.palette.cursor),
            Segment(padded[at + 1 :], field),
        ]
        return [part for part in parts if part.text]

    def _draw_position(self) -> list[Segment]:
        number = f"   Row {self._number}" if self._number else ""
        if not self._label:
            return [Segment(number, self.palette.message)] if number else []
        return [
            Segment(f" {leaders(self._label, _LABEL_WIDTH)}  ", self.palette.label),
            *self._draw_input(self._position, POSITION_WIDTH, self._at < 0),
            Segment(number, self.palette.message),
        ]

    def _draw_end(self) -> list[Segment]:
        word = "" if not self.rows else "More…" if self._page.more_after else "Bottom"
        return [Segment(fit(f"{word} ", self.area.width, "right"), self.palette.legend)]
