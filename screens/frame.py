"""The rows around every display: title (row 1), key legend (row 23) and message row (row 24)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from rich.segment import Segment
from textual.geometry import Region

from screens.cells import cells, clip, fit
from screens.surface import Surface

MessageKind = Literal["info", "error", "question", "busy"]

_MESSAGE_STYLES = {"info": "message", "error": "alert", "question": "question", "busy": "legend"}
_STATE_WIDTH = 5


class FrameRow(Surface):
    """One row that repaints itself, and only when what it shows has changed."""

    DEFAULT_CSS = """
    FrameRow { height: 1; }
    """

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._shown: object = None

    def _changed(self, shown: object) -> bool:
        changed, self._shown = shown != self._shown, shown
        return changed


class TitleRow(FrameRow):
    """Row 1: program id, centered title, device states, station, clerk and time; in training a banner."""

    program = ""
    title = ""
    station = ""
    clerk = ""
    time = ""
    flags: tuple[str, ...] = ()
    training = ""

    def show(
        self,
        *,
        program: str | None = None,
        title: str | None = None,
        station: str | None = None,
        clerk: str | None = None,
        time: str | None = None,
        flags: Sequence[str] | None = None,
        training: str | None = None,
    ) -> None:
        """Show what is given and keep the rest. `flags` are short device states; `training` is the banner's text."""
        given = {"program": program, "title": title, "station": station, "clerk": clerk, "time": time}
        for name, value in {**given, "training": training}.items():
            if value is not None:
                setattr(self, name, value)
        if flags is not None:
            self.flags = tuple(flags)
        if self._changed((self.program, self.title, self.station, self.clerk, self.time, self.flags, self.training)):
            self.refresh()

    def draw_line(self, y: int) -> Iterable[Segment]:
        """The row; when it is too narrow the title gives way first, then the right end."""
        width = self.area.width
        left = clip(f" {self.program} ", width) if self.program else " "
        plain = "  ".join(part for part in (self.station, self.clerk, self.time) if part)
        room = max(0, width - cells(left))
        right = clip(f"{plain} ", min(room, width // 2)) if plain else " "
        shown_flags = _fitting(self.flags, max(0, min(room - cells(right), width // 3)))
        title = f"*** {self.training} *** {self.title}" if self.training else self.title
        between = max(0, room - cells(right) - cells(shown_flags))
        return self._parts(left, title, between, shown_flags, right)

    def _parts(self, left: str, title: str, between: int, flags: str, right: str) -> list[Segment]:
        """The parts in their styles, the title centered on the whole row where it can be."""
        style = self.palette.training if self.training else self.palette.title
        title = clip(title, between)
        before = min(max(0, (self.area.width - cells(title)) // 2 - cells(left)), between - cells(title))
        middle = " " * before + title + " " * (between - before - cells(title))
        parts = [
            Segment(left, style),
            Segment(middle, style),
            Segment(flags, self.palette.alert if any(map(_calls, self.flags)) else style),
            Segment(right, style),
        ]
        return [part for part in parts if part.text]


def _fitting(flags: Sequence[str], room: int) -> str:
    """The device states in at most `room` columns: what is well gives way first, then the last ones are counted."""
    shown = f" {' '.join(flags)} " if flags else ""
    if cells(shown) <= room:
        return shown
    calling = [flag for flag in flags if _calls(flag)] or list(flags)
    for left_out in range(len(calling)):
        few = [*calling[: len(calling) - left_out], *([f"+{left_out}"] if left_out else [])]
        if cells(shown := f" {' '.join(few)} ") <= room:
            return shown
    return clip(shown, room)


def _calls(flag: str) -> bool:
    """Whether a device state calls for the clerk: its last word is in capitals or unknown (`PRT OFF`, not `PRT ok`)."""
    word = flag.rpartition(" ")[2]
    return word.isupper() or "?" in word


class LegendRow(FrameRow):
    """Row 23: what the function keys do here."""

    text = ""

    def show(self, text: str) -> None:
        """Show the legend."""
        self.text = text
        if self._changed(text):
            self.refresh()

    def draw_line(self, y: int) -> Iterable[Segment]:
        """The row."""
        return [Segment(fit(f" {self.text}", self.area.width), self.palette.legend)]


class MessageRow(FrameRow):
    """Row 24: one numbered sentence; at the right end `X` while keys are refused and how many keys wait."""

    number = ""
    text = ""
    kind: MessageKind = "info"
    inhibited = False
    waiting = 0

    def show(self, number: str, text: str, kind: MessageKind = "info") -> None:
        """Show a sentence with its number (empty for none)."""
        self.number, self.text, self.kind = number, text, kind
        if self._changed((number, text, kind)):
            self.refresh(Region(0, 0, max(0, self.area.width - _STATE_WIDTH), 1))

    def clear(self) -> None:
        """Show no sentence."""
        self.show("", "")

    def show_state(self, inhibited: bool, waiting: int = 0) -> None:
        """Show whether keys are refused, and how many keys wait to be handled."""
        if (inhibited, waiting) != (self.inhibited, self.waiting):
            self.inhibited, self.waiting = inhibited, waiting
            self.refresh(Region(self.area.width - _STATE_WIDTH, 0, _STATE_WIDTH, 1))

    @property
    def state(self) -> str:
        """The state indicator's text."""
        return f"{'X' if self.inhibited else ' '}{f'+{self.waiting}' if self.waiting else ''}"

    def draw_line(self, y: int) -> Iterable[Segment]:
        """The row."""
        width = max(0, self.area.width - _STATE_WIDTH)
        sentence = " ".join(part for part in (self.number, self.text) if part)
        shown = clip(f" {sentence} ", width) if sentence else ""
        return [
            Segment(shown, self.palette.style(_MESSAGE_STYLES[self.kind])),
            Segment(" " * (width - cells(shown)), self.palette.text),
            Segment(fit(self.state, _STATE_WIDTH), self.palette.alert if self.inhibited else self.palette.legend),
        ]
