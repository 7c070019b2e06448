"""The camera's preview: what a picture sends, and what it costs."""

from __future__ import annotations

import asyncio
from time import perf_counter, process_time
from typing import cast

from textual.app import App, ComposeResult

from benchmarks.capture import CaptureDriver
from benchmarks.measure import Measure, absolute, table
from devices.camera_scene import jpeg, portrait
from devices.frames import FRAMES
from devices.photo import make_photo
from devices.photo_preview import Dots, look_at
from screens.photo_live import LARGE, SMALL, guides
from screens.preview import Preview
from screens.themes import palette

PICTURES = 25
RATE = 5
"""Pictures a second, as at a station."""
SMALL_BAR, LARGE_BAR = 9_400.0, 22_200.0
"""Bytes of a whole picture in grays that the station's lines were planned for (24 x 15 and 40 x 25 cells)."""


class Host(App[None]):
    """An application with one preview."""

    palette = palette()

    def compose(self) -> ComposeResult:
        """The preview, as large as asked for."""
        yield Preview()


async def _shown(pictures: list[bytes], room: tuple[int, int], color: bool) -> tuple[float, float, float]:
    """Bytes of the first picture and of each later one, and processor seconds for each, all from the camera's bytes."""
    app, frame = Host(), FRAMES["SAP30"]
    app.driver_class = CaptureDriver
    figures: list[tuple[float, float]] = []

    async def drive(pilot: object) -> None:
        driver = cast(CaptureDriver, app._driver)
        preview = app.query_one(Preview)
        preview.styles.width, preview.styles.height = room
        await asyncio.sleep(0.2)
        before: Dots | None = None
        for picture in pictures:
            bytes_before, start = driver.bytes_out, process_time()
            before = look_at(picture, frame, None, room, color=color, before=before).dots
            preview.show(before, guides(frame))
            await asyncio.sleep(0.05)
            figures.append((driver.bytes_out - bytes_before, process_time() - start))
        app.exit()

    await app.run_async(mouse=False, auto_pilot=drive)
    later = figures[1:]
    return figures[0][0], sum(each[0] for each in later) / len(later), sum(each[1] for each in later) / len(later)


def run() -> list[Measure]:
    """Previews of both sizes in grays and in color, a moving head on a still background; and one photograph."""
    pictures = [jpeg(portrait(step=step)) for step in range(PICTURES)]
    measures = []
    for name, room, color, bar in (
        ("24x15 grays", SMALL, False, SMALL_BAR),
        ("40x25 grays", LARGE, False, LARGE_BAR),
        ("24x15 color", SMALL, True, None),
        ("40x25 color", LARGE, True, None),
    ):
        first, later, seconds = asyncio.run(_shown(pictures, room, color))
        measures += [
            absolute(f"preview {name}: first picture", first, "bytes", bar),
            absolute(f"preview {name}: a later picture", later, "bytes", bar),
            absolute(f"preview {name}: share of a core at {RATE}/s", 100 * RATE * seconds, "%"),
        ]
    frame, start = FRAMES["SAP30"], perf_counter()
    box = look_at(pictures[0], frame, None, SMALL).box
    from datetime import UTC, datetime

    make_photo(pictures[0], frame, box, datetime(2026, 7, 6, tzinfo=UTC), "B26-00042")
    measures.append(absolute("photograph cut, measured and written", 1000 * (perf_counter() - start), "ms"))
    return measures


if __name__ == "__main__":
    print(table(run()))
