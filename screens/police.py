"""The police desk's way to its records: the reason is chosen by one key, kept for the present work, written down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import events
from textual.widget import Widget

from data.permissions import Refused
from data.police import access
from screens.display import Cancel, Display, Reply
from screens.lines import Line, Lines, as_lines

if TYPE_CHECKING:
    from screens.desk import Desk

CLOSED = "The record stays closed: no reason was chosen."
HELP = (
    "Every record of the police store that is shown is written down with the reason. The reason is kept until you are "
    "back at a menu; then it is asked again."
)


@dataclass(frozen=True)
class Chosen(Reply):
    """The digit that was pressed."""

    digit: str


class ReasonDisplay(Display):
    """The reasons by their numbers; one digit answers."""

    program, heading = "POL001", "Reason"
    legend = ("help", "exit", "cancel")

    def __init__(self) -> None:
        super().__init__()
        self.lines = Lines()
        self.lines.can_focus = False
        self._digits: frozenset[str] = frozenset()

    def body(self) -> Iterable[Widget]:
        yield self.lines

    def load(self, purposes: Iterable[access.Purpose]) -> None:
        """Show the reasons that may be chosen."""
        chosen = tuple(purposes)
        self._digits = frozenset(str(one.number) for one in chosen)
        rows = [Line(f"  {one.number:>4}. {one.title}") for one in chosen]
        above = ["", "  Why is this record opened? Press the reason's number; it is written down.", ""]
        self.lines.show([*as_lines(above), *rows])
        self.clear_message()

    def on_key(self, event: events.Key) -> None:
        if event.key in self._digits:
            event.stop()
            self.reply(Chosen(event.key))
        else:
            super().on_key(event)


async def purpose(desk: Desk) -> str:
    """The code of the reason for the present work, asked for by one key when it has none. Raises `Refused`."""
    if not desk.purpose:
        desk.purpose = await _choose(desk)
    return desk.purpose


async def _choose(desk: Desk) -> str:
    display = desk.free_display(ReasonDisplay)
    display.load(access.PURPOSES)
    async with desk.showing(display):
        reply = await desk.turn(display)
    if isinstance(reply, Chosen):
        return next(one.code for one in access.PURPOSES if str(one.number) == reply.digit)
    assert isinstance(reply, Cancel)
    raise Refused(CLOSED)


async def viewing(desk: Desk, kind: str, object_id: int) -> str:
    """Write down that this clerk is about to see a record, and why; the reason's code. Call it before reading.

    Raises `Refused` when no reason is chosen or the clerk may not.
    """
    chosen = await purpose(desk)
    await desk.ask_police(access.open_view, desk.clerk_session, kind, object_id, chosen)
    return chosen
