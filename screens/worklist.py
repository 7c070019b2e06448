"""A list of any length, one page at a time: options against several rows, positioning, rolling."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message

from screens.cells import cells, clip, fit
from screens.keys import Keymap
from screens.panel_layout import leaders
from screens.surface import Surface
from screens.worklist_rows import OPTION_WIDTH, Column, Fetch, Options, Page, Row

__all__ = ["Column", "Fetch", "Page", "Row", "Worklist"]

_DEFAULT_KEYMAP = Keymap()
_KEYPAD = {"add": "+", "subtract": "-", "multiply": "*", "divide": "/", "decimal": "."}
_HEAD_ROWS = 3
_POSITION_WIDTH = 24
_LABEL_WIDTH = 18
_OPT_X = 1
_CELLS_X = _OPT_X + OPTION_WIDTH + 3


class Worklist(Surface, can_focus=True):
    """Paged rows with an Opt column and a position-to field; in a pick list numbered rows instead of options.

    The cursor is on a row or, above the first row, in the position-to field. The list asks `fetch` for one page at a
    time by the key of a row it knows, so the last page of a long list costs what the first does.
    """

    MOVES: ClassVar[dict[str, str]] = {
        "up": "_up",
        "down": "_down",
        "tab": "_down",
        "shift+tab": "_up",
        "ctrl+home": "first_page",
        "home": "_to_position",
        "backspace": "_backspace",
        "ctrl+e": "_erase",
        "ctrl+u": "_erase",
    }
    """Keys that never have an effect outside the list."""
    PAGES: ClassVar[dict[str, str]] = {"page_up": "previous_page", "page_down": "next_page"}
    """What the application's keys do here, by key id."""
    TEN_KEY: ClassVar[dict[str, str]] = {"+": "next_page", "-": "previous_page", "/": "_leave"}
    """What the ten-key's operators do on a row."""

    @dataclass
    class Chosen(Message):
        """Enter with options typed: option and row, in order."""

        worklist: Worklist
        options: list[tuple[str, Row]]

    @dataclass
    class Picked(Message):
        """Enter on a row of a pick list."""

        worklist: Worklist
        row: Row

    @dataclass
    class Positioned(Message):
        """The list begins at the typed text now."""

        worklist: Worklist
        text: str

    @dataclass
    class Left(Message):
        """`/` on a row: the clerk wants the display before this one."""

        worklist: Worklist

    @dataclass
    class Faulted(Message):
        """Something was refused; the sentence belongs on the message row."""

        worklist: Worklist
        sentence: str

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._columns: tuple[Column, ...] = ()
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
        self._number = ""
        """The digits typed to pick a row by its number."""
        self._deaf_until = 0.0

    # What the owner says and asks

    def load(
        self,
        columns: Sequence[Column],
        fetch: Fetch,
        *,
        options: Mapping[str, str] | Iterable[tuple[str, str]] = (),
        position: str = "Position to",
        pick: bool = False,
        default: str = "",
        empty: str = "Nothing to show.",
    ) -> None:
        """Open a list; its first page is fetched as soon as the size of a page is known.

        `options` are the Opt values with their legend words; `position` labels the position-to field (empty: there is
        none); `pick` numbers the rows for choosing one; `default` is the option that Enter means on a row without one;
        `empty` is the sentence shown when there are no rows.
        """
        self._columns, self._fetch, self._pick = tuple(columns), fetch, pick
        self._options, self._default, self._empty = Options(dict(options)), default, empty
        self._label, self._position = position, ""
        self._opening = True
        self._show(Page())
        if self.is_mounted and self.size.height:
            self.call_later(self._open)

    async def _open(self) -> None:
        if self._opening:
            self._opening = False
            await self.first_page()

    async def reload(self) -> None:
        """Fetch the page again, from the row now on top; typed options are forgotten."""
        self._options.typed.clear()
        self._opening = False
        if not self._page.rows or self._fetch is None:
            await self.first_page()
            return
        at = self._at
        before = await self._fetch("previous", self._page.rows[0].key, 1)
        if before.rows:
            page = await self._fetch("next", before.rows[-1].key, self.page_rows)
            self._show(Page(page.rows, bool(page.rows), page.more_after), at)
        else:
            await self.first_page()
            self._show(self._page, at)

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
        return max(1, (self.size.height or 21) - _HEAD_ROWS - 1)

    @property
    def legend_options(self) -> str:
        """`2=Change  5=Display`."""
        return self._options.legend()

    def gate_passes(self, key: str, character: str | None = None) -> bool:
        """Whether a key never has an effect outside this list, whatever it shows when the key arrives."""
        typed = _KEYPAD.get(key, character)
        return key in self.MOVES or (typed is not None and typed.isprintable() and typed not in "+-*/")

    async def first_page(self) -> None:
        """Show the first rows."""
        if self._fetch is not None:
            self._show(await self._fetch("first", None, self.page_rows))

    async def next_page(self) -> None:
        """Show the rows after these."""
        if self._fetch is not None and self._page.rows and self._page.more_after:
            page = await self._fetch("next", self._page.rows[-1].key, self.page_rows)
            if page.rows:
                self._show(page)
        else:
            self.app.bell()

    async def previous_page(self) -> None:
        """Show the rows before these; a short first page is filled up."""
        if self._fetch is None or not self._page.rows or not self._page.more_before:
            self.app.bell()
            return
        page = await self._fetch("previous", self._page.rows[0].key, self.page_rows)
        if len(page.rows) < self.page_rows:
            await self.first_page()
        else:
            self._show(page)

    # Keys

    async def _on_key(self, event: events.Key) -> None:
        if event.time < self._deaf_until:
            self.app.bell()
        elif not await self._take(event.key, event.character):
            return
        event.stop()
        event.prevent_default()

    async def _take(self, key: str, character: str | None) -> bool:
        """Handle one key; False when it belongs to somebody else."""
        typed = _KEYPAD.get(key, character)
        keymap: Keymap = getattr(self.app, "keymap", _DEFAULT_KEYMAP)
        method = self.MOVES.get(key) or self.PAGES.get(keymap.id(key) or "")
        if method is None and self._at >= 0 and typed is not None:
            method = self.TEN_KEY.get(typed)
        if method is not None:
            await getattr(self, method)()
        elif key == "enter":
            await self._enter()
        elif typed is not None and typed.isprintable() and (self._at < 0 or typed != "*"):
            self._character(typed)
        else:
            return False
        return True

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        line = (event.text.splitlines() or [""])[0].strip()
        if not line.isprintable() or len(line) > _POSITION_WIDTH:
            self._refuse("The pasted text cannot be used here.")
        elif self._label:
            self._move(-1)
            self._position = line
            self._repaint(-1)

    def _character(self, character: str) -> None:
        row = self.selected
        if row is None or not (character.isdigit() if self._pick else self._options.takes(character)):
            self._move(-1)
            if self._at >= 0 or not self._label:
                self._refuse("That key is not taken here.")
                return
            if len(self._position) >= _POSITION_WIDTH:
                self._refuse("Position to: the field is full.")
                return
            self._position += character
        elif self._pick:
            self._number = (self._number + character)[-4:]
            self._move(self._at if int(self._number) not in range(1, len(self.rows) + 1) else int(self._number) - 1)
        else:
            text = self._options.text(row)
            self._options.put(row, character.upper() if len(text) >= OPTION_WIDTH else text + character.upper())
        self._repaint(self._at)

    async def _backspace(self) -> None:
        if self._at < 0:
            self._position = self._position[:-1]
        elif self._pick:
            self._number = self._number[:-1]
        elif row := self.selected:
            self._options.put(row, self._options.text(row)[:-1])
        self._repaint(self._at)

    async def _erase(self) -> None:
        self._number = ""
        if self._at < 0:
            self._position = ""
        elif row := self.selected:
            self._options.put(row, "")
        self._repaint(self._at)

    async def _enter(self) -> None:
        row = self.selected
        if self._at < 0 and not self._options.typed:
            await self._go_to_position()
        elif wrong := self._options.wrong():
            self._refuse(f"Option {wrong[1]} is not known here. {self.legend_options}")
        elif self._options.typed:
            chosen = self._options.chosen(self.rows)
            self._options.typed.clear()
            self.refresh()
            self.post_message(self.Chosen(self, chosen))
        elif row is not None and self._pick:
            self._pick_row(row)
        elif row is not None and self._default:
            self.post_message(self.Chosen(self, [(self._default, row)]))
        elif row is not None:
            self._refuse(f"Type an option beside a row, then Enter. {self.legend_options}")

    def _pick_row(self, row: Row) -> None:
        number, self._number = self._number, ""
        if number and int(number) not in range(1, len(self.rows) + 1):
            self._refuse(f"There is no row {number}; the rows are numbered 1 to {len(self.rows)}.")
        else:
            self.post_message(self.Picked(self, row))

    async def _go_to_position(self) -> None:
        text = self._position.strip()
        if self._fetch is None:
            return
        if text:
            self._show(await self._fetch("position", text, self.page_rows))
        else:
            await self.first_page()
        self._position = ""
        self.post_message(self.Positioned(self, text))

    async def _up(self) -> None:
        if self._at > 0:
            self._move(self._at - 1)
        elif self._at == 0 and self._page.more_before:
            await self.previous_page()
            self._move(len(self.rows) - 1)
        else:
            self._move(-1)

    async def _down(self) -> None:
        if self._at + 1 < len(self.rows):
            self._move(self._at + 1)
        elif self._page.more_after:
            await self.next_page()

    async def _to_position(self) -> None:
        self._move(-1)

    async def _leave(self) -> None:
        self.post_message(self.Left(self))

    def _move(self, at: int) -> None:
        """Put the cursor on a row, or into the position-to field (-1)."""
        if at < 0 and not self._label:
            return
        previous, self._at = self._at, at
        if previous != at:
            if at < 0 or previous < 0:
                self._number = ""
            self._repaint(previous)
            self._repaint(at)

    def _refuse(self, sentence: str) -> None:
        self._deaf_until = monotonic()
        self.app.bell()
        self.post_message(self.Faulted(self, sentence))

    def _show(self, page: Page, at: int = 0) -> None:
        self._page = page
        self._at = max(-1, min(at, len(page.rows) - 1))
        self._number = ""
        self.refresh()

    # Drawing

    def _repaint(self, at: int) -> None:
        y = 0 if at < 0 else _HEAD_ROWS + at
        self.refresh(Region(0, y, self.size.width, 1))

    def draw_line(self, y: int) -> Iterable[Segment]:
        """Position-to, options, headings, rows, and whether there is more."""
        palette, index = self.palette, y - _HEAD_ROWS
        if y == 0:
            return self._draw_position()
        if y == 1:
            words = "Type a number or roll, then Enter." if self._pick else self.legend_options
            return [Segment(clip(f" {words}", self.size.width), palette.legend)]
        if y == 2:
            head = " " + fit("#" if self._pick else "Opt", OPTION_WIDTH + 1) + " "
            return [Segment(head + self._joined([c.title for c in self._columns]), palette.label)]
        if y == self.size.height - 1:
            return self._draw_end()
        if 0 <= index < len(self.rows):
            return self._draw_row(index, self.rows[index])
        if index == 0:
            return [Segment(clip(f"   {self._empty}", self.size.width), palette.text)]
        return []

    def _joined(self, texts: Sequence[str]) -> str:
        parts = (fit(text, column.width, column.align) for text, column in zip(texts, self._columns, strict=False))
        return clip("  ".join(parts), max(0, self.size.width - _CELLS_X + 1))

    def _draw_row(self, index: int, row: Row) -> list[Segment]:
        palette, here = self.palette, index == self._at
        style: Style = palette.highlight if here else palette.style(row.style)
        if self._pick:
            opt = [Segment(f"{index + 1:>{OPTION_WIDTH}}", palette.highlight if here else palette.legend)]
        else:
            opt = self._draw_input(self._options.text(row), OPTION_WIDTH, here)
        return [Segment(" ", palette.text), *opt, Segment("  ", palette.text), Segment(self._joined(row.cells), style)]

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
            *self._draw_input(self._position, _POSITION_WIDTH, self._at < 0),
            Segment(number, self.palette.message),
        ]

    def _draw_end(self) -> list[Segment]:
        word = "" if not self.rows else "More…" if self._page.more_after else "Bottom"
        return [Segment(fit(f"{word} ", self.size.width, "right"), self.palette.legend)]

    def _on_resize(self, event: events.Resize) -> None:
        self.refresh()
        if self._opening:
            self.call_later(self._open)
        elif self.rows and len(self.rows) != self.page_rows:
            self.call_later(self.reload)
