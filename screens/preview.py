"""A picture in half blocks: two dots to a cell, one above the other, with the lines that show where a head belongs."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region

from devices.photo_preview import GRAYS, Dots
from screens.cells import clip
from screens.surface import Surface

if TYPE_CHECKING:
    from textual.app import App

HALF = "▀"
GUIDE = 226
"""The terminal's color of the lines: yellow."""
_BLACK, _WHITE, _FIRST_GRAY, _LAST_GRAY = 16, 231, 232, 255
_ASCII = " .,:-=+*coxO#%8@"
"""From dark to light, for terminals that show nothing but ASCII."""


def _gray(level: int) -> int:
    """The terminal's color (of 256) nearest to a shade; its 24 grays are 8, 18, … 238."""
    value = level * 255 // (GRAYS - 1)
    if value < 4:
        return _BLACK
    return _WHITE if value > 246 else min(_LAST_GRAY, _FIRST_GRAY + round((value - 8) / 10))


_GRAY_COLORS = bytes(_gray(min(level, GRAYS - 1)) for level in range(256))
_CUBE_COLORS = bytes(min(255, _BLACK + value) for value in range(256))


@lru_cache(maxsize=4096)
def _style(upper: int, lower: int) -> Style:
    return Style(color=f"color({upper})", bgcolor=f"color({lower})")


class Guides:
    """Lines over a picture, in shares of its width and height."""

    def __init__(self, across: Iterable[float] = (), down: Iterable[float] = ()) -> None:
        """`across`: level lines by their distance from the top; `down`: upright ones by theirs from the left."""
        self.across = tuple(across)
        self.down = tuple(down)

    def draw(self, colors: bytearray, columns: int, rows: int) -> None:
        """Put the lines, every second dot of them, into the colors of a picture."""
        for share in self.across:
            y = min(rows - 1, int(share * rows))
            for x in range(0, columns, 2):
                colors[y * columns + x] = GUIDE
        for share in self.down:
            x = min(columns - 1, int(share * columns))
            for y in range(0, rows, 2):
                colors[y * columns + x] = GUIDE


NO_GUIDES = Guides()


class Preview(Surface):
    """The newest picture, or a sentence that says why there is none. Sends only the cells that changed."""

    DEFAULT_CSS = """
    Preview { width: 24; height: 15; }
    """

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.dots: Dots | None = None
        """What is shown, None for the sentence."""
        self.notice: tuple[str, ...] = ()
        self.ascii_only = False
        self._colors = b""

    def show(self, dots: Dots, guides: Guides = NO_GUIDES) -> None:
        """Show a picture in place of what was there."""
        colors = bytearray(dots.values.translate(_CUBE_COLORS if dots.color else _GRAY_COLORS))
        guides.draw(colors, dots.columns, dots.rows)
        before, old = self.dots, self._colors
        self.dots, self._colors = dots, bytes(colors)
        if before is None or (before.columns, before.rows) != (dots.columns, dots.rows):
            self.notice = ()
            self.refresh()
        elif regions := self._changed(old):
            self.refresh(*regions)

    def say(self, sentence: str) -> None:
        """Show a sentence in place of a picture."""
        rows = tuple(_wrapped(sentence, max(8, self.area.width or 24)))
        if self.dots is not None or rows != self.notice:
            self.dots, self.notice = None, rows
            self.refresh()

    def _changed(self, old: bytes) -> list[Region]:
        """Of each row of cells, from the first to the last changed one."""
        assert self.dots is not None
        width, new, found = self.dots.columns, self._colors, []
        for y in range(self.dots.rows // 2):
            start, end = 2 * y * width, (2 * y + 2) * width
            if old[start:end] != new[start:end]:
                places = [at % width for at in range(start, end) if old[at] != new[at]]
                found.append(Region(min(places), y, max(places) - min(places) + 1, 1))
        return found

    def draw_line(self, y: int) -> Iterable[Segment]:
        dots = self.dots
        if dots is None:
            return [Segment(clip(self.notice[y], self.area.width), self.palette.alert)] if y < len(self.notice) else []
        if 2 * y + 1 >= dots.rows:
            return []
        start, width = 2 * y * dots.columns, dots.columns
        upper, lower = self._colors[start : start + width], self._colors[start + width : start + 2 * width]
        if self.ascii_only:
            return [Segment(self._letters(y, upper, lower), self.palette.text)]
        segments = []
        for (above, below), run in groupby(zip(upper, lower, strict=True)):
            count = sum(1 for _ in run)
            segments.append(Segment((" " if above == below else HALF) * count, _style(above, below)))
        return segments

    def _letters(self, y: int, upper: bytes, lower: bytes) -> str:
        """A row in letters: darker ones for darker dots, and the lines."""
        assert self.dots is not None
        start, width = 2 * y * self.dots.columns, self.dots.columns
        values = self.dots.values
        scale = 1 if not self.dots.color else 216 // GRAYS
        row = []
        for x in range(width):
            level = (values[start + x] + values[start + width + x]) // 2 // scale
            row.append("+" if GUIDE in (upper[x], lower[x]) else _ASCII[min(level, GRAYS - 1)])
        return "".join(row)


def _wrapped(sentence: str, width: int) -> list[str]:
    from textwrap import wrap

    return wrap(sentence, width)


class Pace:
    """How long to wait between two pictures, so that the line to the terminal keeps room for keys."""

    SHARE = 3.0
    """Times what a picture took to write that must pass before the next: a third of the line at most."""
    LONGEST = 3.0
    """Seconds between two pictures, however slow the line is."""

    def __init__(self, rate: float) -> None:
        """`rate` is pictures a second when the line is quick."""
        self._least = 1 / rate
        self._cost = 0.0

    def wrote(self, seconds: float) -> None:
        """What the last picture took to be written; one quick picture does not yet make a quick line."""
        self._cost = max(seconds, 0.6 * self._cost)

    @property
    def seconds(self) -> float:
        """From the beginning of one picture to the beginning of the next."""
        return min(self.LONGEST, max(self._least, self.SHARE * self._cost))


def unwritten(app: App[Any]) -> int:
    """How many pieces of output wait for the terminal. (The driver's thread and its queue are private to Textual.)"""
    thread = getattr(app._driver, "_writer_thread", None)
    queue = getattr(thread, "_queue", None)
    return 0 if queue is None else int(queue.qsize())
