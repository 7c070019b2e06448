"""The list archetypes: a worklist with an Opt column, and a look-up from which one row is picked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.widget import Widget

from data.permissions import Refused
from screens.display import Back, Cancel, Display, Pressed, Reply
from screens.worklist import Column, Page, Row, Worklist

if TYPE_CHECKING:
    from screens.desk import Desk

Fetch = Callable[[str, Any, int], Awaitable[Page]]


@dataclass(frozen=True)
class Listing:
    """What a list shows and what may be done with its rows."""

    program: str
    title: str
    columns: Sequence[Column]
    fetch: Fetch
    options: tuple[tuple[str, str], ...] = ()
    """Pairs of option number and word, `("5", "Display")`."""
    empty: str = "Nothing here."
    position: str = ""
    """The label of the position-to field, empty when there is none."""
    default: str = ""
    """The option that Enter on a row without one means."""
    pick: bool = False
    """One row is picked by its number, instead of options on several."""
    listens: frozenset[str] = frozenset()
    new_word: str = ""
    more_word: str = ""
    help: str = ""


@dataclass(frozen=True)
class Opted(Reply):
    """Options typed on rows, in the order of the rows."""

    options: tuple[tuple[str, Row], ...]


@dataclass(frozen=True)
class Picked(Reply):
    """The one row the clerk picked."""

    row: Row


class ListDisplay(Display):
    """A list on the whole screen."""

    def __init__(self) -> None:
        super().__init__()
        self.list = Worklist()

    def body(self) -> Iterable[Widget]:
        yield self.list

    def focus_target(self) -> Widget:
        return self.list

    def load(self, listing: Listing) -> None:
        """Show a list from its first row."""
        self.program, self.heading, self.listens = listing.program, listing.title, listing.listens
        self.new_word, self.more_word, self.listing = listing.new_word, listing.more_word, listing
        self.legend = ("help", "exit", *listing.listens, "find", "tape", "command", "cancel")
        self.clear_message()
        self.refresh_frame()
        self.list.load(
            listing.columns,
            listing.fetch,
            options=dict(listing.options),
            pick=listing.pick,
            default=listing.default,
            empty=listing.empty,
            position=listing.position,
        )

    def on_worklist_chosen(self, event: Worklist.Chosen) -> None:
        self.reply(Opted(tuple(event.options)))

    def on_worklist_picked(self, event: Worklist.Picked) -> None:
        self.reply(Picked(event.row))

    def on_worklist_faulted(self, event: Worklist.Faulted) -> None:
        self.fault(event.sentence, ring=False)

    def on_worklist_left(self) -> None:
        self.reply(Back())


Action = Callable[[str, Row], Awaitable[Any]]


async def work_with(
    desk: Desk,
    listing: Listing,
    act: Action,
    keys: dict[str, Callable[[ListDisplay], Awaitable[Any]]] | None = None,
) -> None:
    """Show a list and do what is chosen on its rows until the clerk leaves it; the list is read again after each."""
    display = desk.free_display(ListDisplay)
    async with desk.showing(display):
        display.load(listing)
        while True:
            reply = await desk.turn(display)
            if isinstance(reply, Cancel | Back):
                return
            display.clear_message()
            try:
                if isinstance(reply, Pressed) and keys:
                    await keys[reply.id](display)
                elif isinstance(reply, Opted):
                    for option, row in reply.options:
                        await act(option, row)
                elif isinstance(reply, Picked):
                    await act("", reply.row)
                await display.list.reload()
            except Refused as refusal:
                await display.list.reload()
                display.fault(str(refusal))


async def pick(desk: Desk, listing: Listing) -> Row | None:
    """Show a list until one row is picked; None when the clerk cancels."""
    display = desk.free_display(ListDisplay)
    async with desk.showing(display):
        display.load(listing)
        reply = await desk.turn(display)
        return reply.row if isinstance(reply, Picked) else None


def fixed_rows(rows: Sequence[Row]) -> Fetch:
    """A fetch over rows that are all at hand; positioning compares the first cell."""

    async def fetch(direction: str, key: Any, count: int) -> Page:
        at, end = 0, len(rows)
        keys = [row.key for row in rows]
        if direction == "next":
            at = keys.index(key) + 1 if key in keys else 0
        elif direction == "previous":
            end = keys.index(key) if key in keys else 0
            at = max(0, end - count)
        elif direction == "position":
            wanted = str(key).upper()
            at = next((n for n, row in enumerate(rows) if row.cells[0].upper() >= wanted), max(0, len(rows) - count))
        page = list(rows[at : min(at + count, end)])
        return Page(page, at > 0, at + len(page) < len(rows))

    return fetch
