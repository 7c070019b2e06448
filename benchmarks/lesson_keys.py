"""Each lesson's shortest keys against the data that must be entered: what the program asks on top of it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextlib import closing as shutting
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

from benchmarks.measure import Measure, absolute, table
from counter_tui.training_rooms import Rooms
from data.catalog import Catalog
from data.clock import Clock, FixedClock
from data.store import Store
from data.training.klm import TEN_KEY, UNCOUNTED
from data.training.lesson import Lesson, course, keys_of
from data.training.practice import Practice, begin

MORNING = datetime(2026, 7, 6, 16, 0, tzinfo=UTC)


def data_keys(practice: Practice) -> int:
    """The keys that are data: what the lesson's own numbers put into its shortest way, without Enter and the like."""
    pieces = [f"{{{path}:{spec}}}" for _, path, spec, _ in Formatter().parse(practice.lesson.keys) if path]
    return sum(len(key) == 1 for piece in pieces for key in keys_of(practice.drawn.text(piece)))


def measure(practice: Practice) -> Measure:
    """All keys of a lesson; data, what is asked on top of it, and what the ten-key pad does not have."""
    keys = [key for key in practice.keys if key not in UNCOUNTED]
    data, letters = data_keys(practice), sum(key not in TEN_KEY for key in keys)
    note = f"{data} data, {len(keys) - data} more" + (f", {letters} off the pad" if letters else "")
    return absolute(f"lesson {practice.lesson.id}", len(keys), "keys", note=note)


def run() -> list[Measure]:
    """The keys of every lesson, with the numbers of seed 1."""
    clock, found = FixedClock(MORNING), []
    with tempfile.TemporaryDirectory() as folder:
        rooms = Rooms(Path(folder), clock)
        rooms.prepare()
        for lesson in course():
            with begun(rooms, clock, lesson) as practice:
                found.append(measure(practice))
    return found


@contextmanager
def begun(rooms: Rooms, clock: Clock, lesson: Lesson) -> Iterator[Practice]:
    """A lesson begun in a fresh practice city, with a police store where it asks for one."""
    with ExitStack() as closing:
        store = closing.enter_context(shutting(Store(rooms.copy("lesson"), clock).open()))
        police = closing.enter_context(rooms.police("lesson", store)) if lesson.police else None
        yield begin(store, Catalog.standard(), clock, lesson, 1, police=police)


if __name__ == "__main__":
    print(table(run()))
