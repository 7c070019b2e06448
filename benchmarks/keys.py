"""Key to paint: a bare Textual Input, a form of 20 fields, and a list of 1,000 rows, in one run."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from statistics import median
from typing import Any

from textual import events
from textual.app import App, ComposeResult
from textual.screen import Screen
from textual.widgets import Input

from benchmarks.capture import Strokes, on_terminal, type_keys
from benchmarks.measure import Measure, absolute, against_floor, percentile, table
from data.fields import Text
from data.forms import Form
from screens.canvas import Canvas
from screens.frame import LegendRow, MessageRow, TitleRow
from screens.panel import Panel
from screens.worklist import Column, Page, Row, Worklist

FIELDS = 20
ROWS = 1000
STROKES = 360
ROUNDS = 4
FORM = Form("BENCH", "Twenty fields", {f"field{n}": Text(f"Field number {n}", 20) for n in range(1, FIELDS + 1)})
RECORDS = tuple(Row(n, (f"{n:08}", f"Customer number {n}", f"{n} Elm Street", "188.11")) for n in range(1, ROWS + 1))
COLUMNS = (Column("Account", 9), Column("Name", 24), Column("Address", 20), Column("Due", 10, "right"))


class BareInput(App[None]):
    """The floor: an application with nothing but one Input."""

    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        """One Input."""
        yield Input()


class FormScreen(Canvas[None]):
    """A form with the frame around it."""

    def compose(self) -> ComposeResult:
        """The frame and the form."""
        yield TitleRow()
        yield Panel()
        yield LegendRow()
        yield MessageRow()

    def on_mount(self) -> None:
        """Open the form."""
        panel = self.query_one(Panel)
        panel.load(FORM)
        panel.focus()


class ListScreen(Canvas[None]):
    """A list with the frame around it."""

    def compose(self) -> ComposeResult:
        """The frame and the list."""
        yield TitleRow()
        yield Worklist()
        yield LegendRow()
        yield MessageRow()

    def on_mount(self) -> None:
        """Open the list."""
        worklist = self.query_one(Worklist)
        worklist.load(COLUMNS, fetch_records, options={"2": "Change", "5": "Display"})
        worklist.focus()


class Bench(App[None]):
    """An application that shows one screen."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, screen: type[Screen[None]]) -> None:
        super().__init__()
        self.first = screen

    def get_default_screen(self) -> Screen[Any]:
        """The screen to measure."""
        return self.first()


class InputScreen(Screen[None]):
    """The floor for opening a display: twenty Inputs."""

    def compose(self) -> ComposeResult:
        """Twenty Inputs."""
        for _ in range(FIELDS):
            yield Input(compact=True)


class Opener(App[None]):
    """Enter opens the next display: a new screen of Inputs, or the form that is kept and loaded again."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, reused: bool) -> None:
        super().__init__()
        self.kept = FormScreen() if reused else None
        if self.kept is not None:
            self.install_screen(self.kept, "form")

    def get_default_screen(self) -> Screen[Any]:
        """The display below, another form."""
        return FormScreen()

    async def on_key(self, event: events.Key) -> None:
        """Open with F6, close with F12."""
        if event.key == "f6" and self.kept is None:
            await self.push_screen(InputScreen())
        elif event.key == "f6":
            if self.kept.is_mounted:
                self.kept.query_one(Panel).load(FORM)
            await self.push_screen(self.kept)
        elif event.key == "f12":
            await self.pop_screen()


async def fetch_records(direction: str, key: Any, count: int) -> Page:
    """The rows beside a key."""
    start = {"first": 0, "next": key or 0, "previous": max(0, (key or 1) - 1 - count)}[direction]
    rows = RECORDS[start : start + count]
    return Page(rows, start > 0, start + count < ROWS)


def digits(count: int, per_field: int, leave: Iterable[str]) -> list[str]:
    """Typed digits, with the keys `leave` after every `per_field` of them."""
    keys: list[str] = []
    while len(keys) < count:
        keys += [*"12345678901234567890"[:per_field], *leave]
    return keys[:count]


def strokes(app: App[None], keys: list[str], quiet: float = 0.0) -> Strokes:
    """What the keys cost in an application of their own."""
    return asyncio.run(on_terminal(app, lambda running: type_keys(running, keys, quiet=quiet)))


def openings(reused: bool, count: int = 15) -> list[float]:
    """The milliseconds from the key to the last paint of the next display; the first one warms up."""
    return strokes(Opener(reused), ["f6", "f12"] * (count + 1), quiet=0.1).milliseconds[2::2]


def compared(
    name: str, measured: Strokes, floor: Strokes, bar: float, p99_bar: float | None, most_bytes: float | None
) -> list[Measure]:
    """Median, 99th percentile and bytes of one series of keys."""
    times, floors = measured.milliseconds, floor.milliseconds
    return [
        against_floor(f"{name}: median", median(times), "ms", median(floors), bar),
        against_floor(f"{name}: p99", percentile(times, 99), "ms", percentile(floors, 99), p99_bar),
        absolute(f"{name}: bytes per key", median(measured.bytes_out), "bytes", most_bytes),
    ]


def run(count: int = STROKES) -> list[Measure]:
    """Measure all of it; `count` keys each, in rounds that take turns so that a busy machine is busy for all."""
    strokes(BareInput(), digits(30, 10, ()))
    floor, typing, cursor, pages = Strokes(), Strokes(), Strokes(), Strokes()
    each = count // ROUNDS
    for _ in range(ROUNDS):
        floor += strokes(BareInput(), digits(each, 12, ["ctrl+u"]))
        typing += strokes(Bench(FormScreen), digits(each, 12, ["tab"]))
        cursor += strokes(Bench(ListScreen), (["down"] * 15 + ["up"] * 15) * (each // 30))
        pages += strokes(Bench(ListScreen), (["pagedown"] * 15 + ["pageup"] * 15) * (each // 30))
    return [
        absolute("bare Input: median", median(floor.milliseconds), "ms"),
        absolute("bare Input: p99", percentile(floor.milliseconds, 99), "ms"),
        absolute("bare Input: bytes per key", median(floor.bytes_out), "bytes"),
        *compared("form of 20 fields", typing, floor, 0.6, 0.6, 130),
        *compared("list cursor", cursor, floor, 0.7, None, 350),
        *compared("list page", pages, floor, 0.7, None, None),
        against_floor("next display, reused: median", median(openings(True)), "ms", median(openings(False)), 0.25),
    ]


if __name__ == "__main__":
    print(table(run()))
