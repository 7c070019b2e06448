"""An application on a terminal that only counts: from one key to the bytes that paint it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, cast

from textual import events
from textual.app import App
from textual.driver import Driver
from textual.geometry import Size
from textual.pilot import Pilot

SIZE = Size(80, 24)
LONGEST_WAIT = 5.0
"""Seconds a key may take before the benchmark gives up."""


class CaptureDriver(Driver):
    """A driver without a terminal that counts what is written and tells when a paint is complete."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        self.bytes_out = 0
        self.painted = asyncio.Event()
        self.painted_at = 0.0

    def write(self, data: str) -> None:
        """Count the bytes."""
        self.bytes_out += len(data.encode())

    def flush(self) -> None:
        """The end of one paint."""
        self.painted_at = perf_counter()
        self.painted.set()

    def start_application_mode(self) -> None:
        """Say how large the terminal is, and that it takes synchronized output."""
        self._app._sync_available = True
        self.send_message(events.Resize(SIZE, SIZE))

    def disable_input(self) -> None:
        """There is no input."""

    def stop_application_mode(self) -> None:
        """There is nothing to restore."""


@dataclass
class Strokes:
    """What a series of keys cost."""

    milliseconds: list[float] = field(default_factory=list)
    bytes_out: list[int] = field(default_factory=list)

    def __add__(self, later: Strokes) -> Strokes:
        """Both series as one."""
        return Strokes(self.milliseconds + later.milliseconds, self.bytes_out + later.bytes_out)


async def type_keys(app: App[Any], keys: Iterable[str], pause: float = 0.02, quiet: float = 0.0) -> Strokes:
    """Send each key when the one before has been painted and `pause` seconds have gone by.

    A key is done with its first paint, or with the last one before `quiet` seconds without any.
    """
    driver = cast(CaptureDriver, app._driver)
    strokes = Strokes()
    for key in keys:
        await asyncio.sleep(pause)
        driver.painted.clear()
        before, start = driver.bytes_out, perf_counter()
        app.post_message(events.Key(key, key if len(key) == 1 else None))
        await asyncio.wait_for(driver.painted.wait(), LONGEST_WAIT)
        painted_at = 0.0
        while quiet and painted_at != driver.painted_at:
            painted_at = driver.painted_at
            await asyncio.sleep(quiet)
        strokes.milliseconds.append((driver.painted_at - start) * 1000)
        await asyncio.sleep(0)
        strokes.bytes_out.append(driver.bytes_out - before)
    return strokes


async def on_terminal(app: App[Any], work: Callable[[App[Any]], Awaitable[Strokes]]) -> Strokes:
    """Run an application until `work` is done with it."""
    result: list[Strokes] = []

    async def drive(pilot: Pilot[Any]) -> None:
        await pilot.pause()
        result.append(await work(app))
        app.exit()

    app.driver_class = CaptureDriver
    await app.run_async(mouse=False, auto_pilot=drive)
    return result[0]
