"""A widget drawn line by line from cached strips."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from rich.segment import Segment
from textual import events
from textual.filter import ANSIToTruecolor
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from screens.themes import Palette, palette

_DEFAULT_PALETTE = palette()


class Surface(Widget):
    """A widget that owns every cell of its area and redraws only the lines that changed.

    Subclasses give `draw_line`. Colors come from the application's `palette` attribute.
    """

    DEFAULT_CSS = """
    Surface { width: 100%; height: 1fr; }
    """

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(name=name, id=id, classes=classes, markup=False)
        self._lines: dict[int, Strip] = {}

    @property
    def palette(self) -> Palette:
        """The styles to draw with."""
        return getattr(self.app, "palette", _DEFAULT_PALETTE)

    def draw_line(self, y: int) -> Iterable[Segment]:
        """The segments of line `y`; what they leave of the width is filled with blanks."""
        raise NotImplementedError

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Draw again the lines the regions touch, all of them when none is given."""
        if not regions:
            self._lines.clear()
        for region in regions:
            for y in region.line_range:
                self._lines.pop(y, None)
        super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        return self

    def render_line(self, y: int) -> Strip:
        """Line `y`, drawn when it is not in the cache."""
        strip = self._lines.get(y)
        if strip is None:
            strip = self._lines[y] = self._drawn(y)
        return strip

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of `crop`, straight from the cache."""
        strips = [self.render_line(y) for y in crop.line_range]
        if crop.column_span != (0, self.size.width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips

    def _drawn(self, y: int) -> Strip:
        width = self.size.width
        strip = Strip(self.draw_line(y)).adjust_cell_length(width, self.palette.text)
        for line_filter in self.get_line_filters():
            if not isinstance(line_filter, ANSIToTruecolor):
                strip = strip.apply_filter(line_filter, self.background_colors[1])
        return strip

    def _on_resize(self, event: events.Resize) -> None:
        self._lines.clear()
