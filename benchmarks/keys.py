"""Key to paint: a bare Textual Input, a form of 20 fields, and a list of 1,000 rows, in one run."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from statistics import median
from typing import Any

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
STROKES = 300
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


def strokes(app: App[None], keys: list[str]) -> Strokes:
    """What the keys cost in an application of their own."""
    return asyncio.run(on_terminal(app, lambda running: type_keys(running, keys)))


def compared(name: str, measured: Strokes, floor: Strokes, bar: float, most_bytes: float | None) -> list[Measure]:
    """Median, 99th percentile and bytes of one series of keys."""
    times, floors = measured.milliseconds, floor.milliseconds
    return [
        against_floor(f"{name}: median", median(times), "ms", median(floors), bar),
        against_floor(f"{name}: p99", percentile(times, 99), "ms", percentile(floors, 99), bar),
        absolute(f"{name}: bytes per key", median(measured.bytes_out), "bytes", most_bytes),
    ]


def run(count: int = STROKES) -> list[Measure]:
    """Measure all of it; `count` keys each."""
    strokes(BareInput(), digits(30, 10, ()))
    floor = strokes(BareInput(), digits(count, 12, ["ctrl+u"]))
    typing = strokes(Bench(FormScreen), digits(count, 12, ["tab"]))
    cursor = strokes(Bench(ListScreen), (["down"] * 15 + ["up"] * 15) * (count // 30))
    pages = strokes(Bench(ListScreen), (["pagedown"] * 25 + ["pageup"] * 25) * (count // 50))
    return [
        absolute("bare Input: median", median(floor.milliseconds), "ms"),
        absolute("bare Input: p99", percentile(floor.milliseconds, 99), "ms"),
        absolute("bare Input: bytes per key", median(floor.bytes_out), "bytes"),
        *compared("form of 20 fields", typing, floor, 0.6, 130),
        *compared("list cursor", cursor, floor, 0.7, 350),
        *compared("list page", pages, floor, 0.7, None),
    ]


if __name__ == "__main__":
    print(table(run()))
