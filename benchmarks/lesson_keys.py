"""Each lesson's shortest keys against the data that must be entered: what the program asks on top of it."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

from benchmarks.measure import Measure, absolute, table
from data.catalog import Catalog
from data.clock import FixedClock
from data.store import Store
from data.training.klm import TEN_KEY, UNCOUNTED
from data.training.lesson import course, keys_of
from data.training.practice import Practice, begin, fill

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
    clock, catalog, found = FixedClock(MORNING), Catalog.standard(), []
    with tempfile.TemporaryDirectory() as folder:
        city, copy = Path(folder) / "city.db", Path(folder) / "lesson.db"
        with closing(Store(f"sqlite:///{city}", clock).open()) as store:
            store.migrate()
            fill(store, clock, Path(folder))
        for lesson in course():
            shutil.copyfile(city, copy)
            with closing(Store(f"sqlite:///{copy}", clock).open()) as store:
                found.append(measure(begin(store, catalog, clock, lesson, 1)))
    return found


if __name__ == "__main__":
    print(table(run()))
