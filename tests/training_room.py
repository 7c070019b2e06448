"""The training application in this process, and a lesson played in it by keys."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path

from conftest import MONDAY
from counter import InProcess

from counter_tui.training_app import TrainingApp
from counter_tui.training_parts import TrainingParts, Who, build
from counter_tui.training_rooms import Rooms
from data.clock import Clock, FixedClock
from data.training.klm import chunks
from data.training.lesson import Lesson
from data.training.playing import Playing

DANA = Who("101", "Dana Ortiz")


def copy_city(city: Path, folder: Path, lesson: Lesson) -> None:
    """Put the practice city of a file, and the police store where the lesson asks for one, into another folder."""
    shutil.copy(city, folder)
    if lesson.police:
        Rooms(city.parent, FixedClock(MONDAY)).prepare_police()
        for path in city.parent.glob("police*"):
            if path.suffix in (".db", ".key"):
                shutil.copy(path, folder)


@asynccontextmanager
async def in_training(
    folder: Path,
    clock: Clock,
    *,
    size: tuple[int, int] = (80, 24),
    who: Who | None = DANA,
    lessons: Sequence[Lesson] | None = None,
) -> AsyncIterator[InProcess]:
    """Run the training application under a folder until the block ends."""
    with ExitStack() as closing:

        def parts() -> TrainingParts:
            return build(folder, clock, closing, tuple(lessons) if lessons is not None else None)

        app = TrainingApp(parts, clock, who=who)
        try:
            async with app.run_test(size=size) as pilot:
                await app.ready()
                found = InProcess(app, pilot)
                await found.settle()
                yield found
        finally:
            app.close_down()


def playing(room: InProcess) -> Playing | None:
    """The lesson in hand."""
    assert isinstance(room.app, TrainingApp)
    return room.app.room.playing if room.app.room is not None else None


async def play(room: InProcess, keys: Sequence[str], scan: str = "") -> None:
    """Press keys in the units a clerk thinks in, scanning where they say so, until they are done or the lesson is over.

    What is typed ahead of the end of a lesson goes nowhere: a lesson ends with the key that reaches its goal.
    """
    for unit in chunks(keys):
        if playing(room) is None:
            return
        if unit == ["scan"]:
            await room.scan(scan)
        else:
            await room.press(*unit)
        if (now := playing(room)) is not None and now.script.events:
            await room.printed()
