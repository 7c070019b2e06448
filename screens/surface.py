"""A widget drawn line by line from cached strips."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from rich.segment import Segment
from textual import events
from textual.color import Color
from textual.filter import ANSIToTruecolor
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from screens.keys import DEFAULT_KEYMAP, Keymap
from screens.themes import Palette, palette

BLACK = Color(0, 0, 0)
_DEFAULT_PALETTE = palette()


class Surface(Widget):
    """A widget that owns every cell of its area and redraws only the lines that changed.

    Subclasses give `draw_line`. Colors and keys come from the application's `palette` and `keymap` attributes.
    """

    DEFAULT_CSS = """
    Surface { width: 100%; height: 1fr; }
    """

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(name=name, id=id, classes=classes, markup=False)
        self.area = Size(0, 0)
        """The columns and rows there are to draw on; `size` walks the screen to find out."""
        self._crop = Region()
        self._lines: dict[int, Strip] = {}

    @property
    def palette(self) -> Palette:
        """The styles to draw with."""
        return getattr(self.app, "palette", _DEFAULT_PALETTE)

    @property
    def keymap(self) -> Keymap:
        """Which key means what."""
        return getattr(self.app, "keymap", DEFAULT_KEYMAP)

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
        if y not in self._lines:
            self._draw_missing([y])
        return self._lines[y]

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of `crop`, straight from the cache."""
        if crop != self._crop:
            self._crop, self.area = crop, self.size
            self._lines.clear()
        lines = self._lines
        if missing := [y for y in crop.line_range if y not in lines]:
            self._draw_missing(missing)
        strips = [lines[y] for y in crop.line_range]
        if crop.column_span != (0, self.area.width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips

    def _draw_missing(self, missing: Iterable[int]) -> None:
        """Put lines into the cache. The palette's colors are the terminal's own and stay as they are."""
        width, ground = self.area.width, self.palette.text
        filters = [each for each in self.get_line_filters() if not isinstance(each, ANSIToTruecolor)]
        background = self.background_colors[1] if filters else BLACK
        for y in missing:
            strip = Strip(self.draw_line(y)).adjust_cell_length(width, ground)
            for line_filter in filters:
                strip = strip.apply_filter(line_filter, background)
            self._lines[y] = strip

    def _on_resize(self, event: events.Resize) -> None:
        self.area = event.size
        self._lines.clear()
        self.resized()

    def resized(self) -> None:
        """Called when `area` has changed, before it is drawn again."""
