"""The text archetype: help, receipts, reports and printer paper, read page by page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from textual import events
from textual.widget import Widget

from screens.display import Back, Cancel, Display, Pressed
from screens.lines import Line, Lines

if TYPE_CHECKING:
    from screens.desk import Desk

FRAME = 3
"""Rows of title, legend and message."""


class PagerDisplay(Display):
    """Text on the whole screen; Enter goes on, and leaves at the end."""

    legend: tuple[str, ...] = ("help", "exit", "find", "cancel")

    def __init__(self) -> None:
        super().__init__()
        self.lines = Lines()

    def body(self) -> Iterable[Widget]:
        yield self.lines

    def focus_target(self) -> Widget:
        return self.lines

    def load(
        self,
        program: str,
        title: str,
        rows: Sequence[str | Line],
        listens: Iterable[str] = (),
        new_word: str = "",
        end: bool = False,
        more_word: str = "",
    ) -> None:
        """Show text, from the top or from its end."""
        self.program, self.heading, self.new_word, self.more_word = program, title, new_word, more_word
        self.listens = frozenset(listens)
        self.legend = ("help", "exit", *self.listens, "cancel")
        self.lines.show(rows, top=len(rows) - 20 if end else 0)
        rolls = len(rows) > (self.lines.size.height or self.desk.size.height - FRAME)
        self.say("Enter goes on; PageUp and PageDown roll." if rolls else "Enter goes on.")
        if self.is_mounted:
            self.refresh_frame()

    def on_key(self, event: events.Key) -> None:
        if event.key == "enter" and not self._asking:
            event.stop()
            if self.lines.at_end or not self.lines.roll(max(1, self.lines.size.height - 1)):
                self.reply(Cancel())
        elif event.key in ("slash", "divide") and not self._asking:
            event.stop()
            self.reply(Back())
        else:
            super().on_key(event)


async def read(
    desk: Desk,
    program: str,
    title: str,
    rows: Sequence[str | Line],
    keys: Mapping[str, Callable[[PagerDisplay], Awaitable[Any]]] | None = None,
    *,
    new_word: str = "",
    end: bool = False,
    more_word: str = "",
) -> Any:
    """Show text until the clerk goes on; `keys` act meanwhile, and one that returns anything but None ends it."""
    display = desk.free_display(PagerDisplay)
    display.load(program, title, rows, listens=keys or (), new_word=new_word, end=end, more_word=more_word)
    async with desk.showing(display):
        while True:
            reply = await desk.turn(display)
            if not isinstance(reply, Pressed) or not keys:
                return None
            result = await keys[reply.id](display)
            if result is not None:
                return result
