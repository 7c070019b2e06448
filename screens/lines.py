"""Lines of styled text that can be rolled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.segment import Segment
from textual import events

from screens.cells import cells, clip
from screens.surface import Surface


@dataclass(frozen=True)
class Line:
    """One row: its text and the name of a palette style."""

    text: str = ""
    style: str = "text"
    tail: str = ""
    """More text on the same row, in a style of its own."""
    tail_style: str = "text"


def as_lines(rows: Iterable[str | Line]) -> list[Line]:
    """Plain strings as lines."""
    return [row if isinstance(row, Line) else Line(row) for row in rows]


class Lines(Surface, can_focus=True):
    """Text on the whole width; arrows and PageUp/PageDown roll it when there is more than fits."""

    MOVES = {"up": -1, "down": 1}

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Line] = []
        self._top = 0

    def show(self, rows: Sequence[str | Line], top: int = 0) -> None:
        """Replace the text; `top` is the first row shown."""
        self._rows = as_lines(rows)
        self._top = max(0, top)
        self.refresh()

    @property
    def rows(self) -> list[Line]:
        """The text."""
        return self._rows

    @property
    def at_end(self) -> bool:
        """Whether the last row is in sight."""
        return self._top + self.size.height >= len(self._rows)

    def roll(self, rows: int) -> bool:
        """Move by a number of rows, as far as there is text; whether anything moved."""
        top = max(0, min(self._top + rows, len(self._rows) - self.size.height))
        moved = top != self._top
        if moved:
            self._top = top
            self.refresh()
        return moved

    def draw_line(self, y: int) -> Iterable[Segment]:
        at = self._top + y
        if at < len(self._rows):
            row = self._rows[at]
            yield Segment(clip(row.text, self.size.width), self.palette.style(row.style))
            if row.tail:
                yield Segment(clip(row.tail, self.size.width - cells(row.text)), self.palette.style(row.tail_style))

    def on_key(self, event: events.Key) -> None:
        page = max(1, self.size.height - 1)
        step = self.MOVES.get(event.key) or {"pageup": -page, "pagedown": page}.get(event.key)
        if step is not None:
            event.stop()
            if not self.roll(step):
                self.app.bell()
