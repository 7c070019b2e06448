"""A list of any length, one page at a time: options against several rows, positioning, rolling."""

from __future__ import annotations

from collections.abc import Awaitable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import ClassVar, TypeVar

from textual import events
from textual.geometry import Region
from textual.message import Message

from data.fields import FieldError
from data.permissions import Refused
from screens.keys import OPERATORS, typed_character
from screens.worklist_page import HEAD_ROWS, POSITION_WIDTH, ListSurface
from screens.worklist_rows import OPTION_WIDTH, Column, Fetch, Options, Page, Row

__all__ = ["Column", "Fetch", "Page", "Row", "Worklist"]

T = TypeVar("T")


class Worklist(ListSurface, can_focus=True):
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
    """What the ten-key's operators do on a row; `/` also in an empty list or position-to field."""

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
        self._needs = (0,) * len(self._columns)
        self._options, self._default, self._empty = Options(dict(options)), default, empty
        self._label, self._position = position, ""
        self._opening = True
        self._show(Page())
        self._known = False
        self.refresh()
        if self.is_mounted and self.area.height:
            self.call_later(self._open)

    async def _open(self) -> None:
        if self._opening:
            self._opening = False
            await self._or_said(self.first_page())

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

    def gate_passes(self, key: str, character: str | None = None) -> bool:
        """Whether a key never has an effect outside this list, whatever it shows when the key arrives."""
        return key in self.MOVES or bool((typed := typed_character(key, character)) and typed not in OPERATORS)

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
        elif await self._or_said(self._take(event.key, event.character)) is False:
            return
        event.stop()
        event.prevent_default()

    async def _take(self, key: str, character: str | None) -> bool:
        """Handle one key; False when it belongs to somebody else."""
        typed = typed_character(key, character)
        method = self.MOVES.get(key) or self.PAGES.get(self.keymap.id(key) or "")
        if method is None and (self._at >= 0 or (typed == "/" and not self._position)):
            method = self.TEN_KEY.get(typed)
        if method is not None:
            await getattr(self, method)()
        elif key == "enter":
            await self._enter()
        elif typed and (self._at < 0 or typed != "*"):
            self._character(typed)
        else:
            return False
        return True

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        line = (event.text.splitlines() or [""])[0].strip()
        if not line.isprintable() or len(line) > POSITION_WIDTH:
            self._refuse("The pasted text cannot be used here.")
        elif self._label:
            self._move(-1)
            self._position = line
            self._repaint(-1)

    def _character(self, character: str) -> None:
        row = self.selected
        if row is None or not (character.isdecimal() if self._pick else self._options.takes(character)):
            self._move(-1)
            if self._at >= 0 or not self._label:
                self._refuse("That key is not taken here.")
                return
            if len(self._position) >= POSITION_WIDTH:
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

    async def _or_said(self, call: Awaitable[T]) -> T | None:
        """Do what may fetch rows; why it cannot be done is said, and what is shown stays."""
        try:
            return await call
        except (FieldError, Refused) as error:
            self._refuse(str(error))
            return None

    def _refuse(self, sentence: str) -> None:
        self._deaf_until = monotonic()
        self.app.bell()
        self.post_message(self.Faulted(self, sentence))

    def _show(self, page: Page, at: int = 0) -> None:
        above = self._number or self._position or self._at < 0
        widths = self._widths()
        self._page, self._needs, self._known = page, self._measured(page), True
        if self._widths() != widths:
            self.refresh()
        self._at = max(-1, min(at, len(page.rows) - 1))
        self._number = ""
        self.refresh(Region(0, HEAD_ROWS, self.area.width, max(0, self.area.height - HEAD_ROWS)))
        if above or self._at < 0:
            self._repaint(-1)

    def resized(self) -> None:
        """Fetch as many rows as there is room for now."""
        self.refresh()
        if self._opening:
            self.call_later(self._open)
        elif self.rows and len(self.rows) != self.page_rows:
            self.call_later(self._reload)

    async def _reload(self) -> None:
        await self._or_said(self.reload())
