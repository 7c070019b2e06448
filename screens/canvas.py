"""The screen class of every display: it paints as soon as it is idle, and only the cells that changed."""

from __future__ import annotations

from rich.console import Console
from textual import events
from textual._compositor import ChopsUpdate, Compositor
from textual.screen import Screen, ScreenResultType


class _ChangedCells(ChopsUpdate):
    """A partial update that starts at the changed columns; the stock one starts at the left edge of the widget."""

    def render_segments(self, console: Console) -> str:
        """The update as it goes to the terminal."""
        pieces: list[str] = []
        for y, left, right in self.spans:
            for end, (start, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
                if strip is None or start >= right or end <= left:
                    continue
                first = max(start, left)
                pieces.append(f"\x1b[{y + 1};{first + 1}H")
                pieces.append(strip.crop(first - start, min(end, right) - start).render(console))
        return "".join(pieces)


class _ChangedCellsCompositor(Compositor):
    """A compositor whose partial updates are as narrow as the regions that were refreshed."""

    def render_partial_update(self) -> ChopsUpdate | None:
        """The changed cells, None when nothing changed."""
        update = super().render_partial_update()
        return update and _ChangedCells(update.chops, update.spans, update.chop_ends)


class Canvas(Screen[ScreenResultType]):
    """A screen that paints when it becomes idle instead of at the next tick of a 60 Hz clock.

    A keystroke is painted at once also when it follows another closely, and costs only the cells it changed.
    """

    def __init__(self, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._compositor = _ChangedCellsCompositor()

    async def _on_idle(self, event: events.Idle) -> None:
        self._on_timer_update()
