"""Enter to the next display of the real application, against pushing a Textual screen of twenty Inputs."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from statistics import median

from benchmarks.capture import Strokes, on_terminal, type_keys
from benchmarks.keys import openings
from benchmarks.measure import Measure, absolute, against_floor, table
from benchmarks.sample import CLERK, PASSWORD, city
from counter_tui.app import CounterApp
from counter_tui.config import load
from counter_tui.parts import Parts
from data.catalog import Catalog
from data.clock import FixedClock
from data.store import Store
from devices.station import Devices

CLOCK = FixedClock(datetime(2026, 7, 6, 16, 0, tzinfo=UTC))
BAR = 0.25


def run(times: int = 12) -> list[Measure]:
    """The median of Enter from the menu of payments to a form, and of F12 back to it."""
    floors = openings(False)
    there, back = asyncio.run(_measure(times))
    return [
        absolute("pushing a screen of 20 Inputs: median", median(floors), "ms"),
        against_floor("Enter, menu to form: median", median(there), "ms", median(floors), BAR),
        against_floor("F12, form to menu: median", median(back), "ms", median(floors), BAR),
    ]


async def _measure(times: int) -> tuple[list[float], list[float]]:
    """Milliseconds of each Enter and each F12; the first ones, which build the displays, are left out."""
    with city(CLOCK) as (url, file):
        station = load(file)
        with Devices.open(station.devices) as devices:
            parts = Parts(station, Store(url, CLOCK), devices, Catalog.standard())
            app = CounterApp(lambda: parts, CLOCK)
            series: list[Strokes] = []

            async def work(running: object) -> Strokes:
                await app.ready()
                await _type(app, (*CLERK, "enter", *PASSWORD, "enter"))
                await _type(app, ("3", "enter", "1", "enter", *"20000", "enter", "f12", "1", "enter"))
                for _ in range(times + 2):
                    await _type(app, ("3",))
                    series.append(await type_keys(app, ("enter",), quiet=0.1))
                    series.append(await type_keys(app, ("f12",), quiet=0.1))
                return Strokes()

            try:
                await on_terminal(app, work)
            finally:
                app.close_down()
    milliseconds = [strokes.milliseconds[0] for strokes in series]
    return milliseconds[4::2], milliseconds[5::2]


async def _type(app: CounterApp, keys: Sequence[str]) -> None:
    """Keys whose time does not count."""
    await type_keys(app, keys, quiet=0.05)


if __name__ == "__main__":
    print(table(run()))
