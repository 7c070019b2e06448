"""Balancing explained: how often the culprit of a seeded day is named, and what an explanation costs.

`python -m benchmarks.balancing [days]`.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from balancing_days import count, counted_day, plan, planted_day
from balancing_mistakes import MISTAKES

from benchmarks.measure import Measure, absolute, percentile, table
from data.balancing import explain
from data.balancing_day import Day

NOT_FIRST, NOT_IN_FIVE, BLAMED = 20.0, 5.0, 5.0
"""Bars in percent of the days."""


def run(days: int = 1000) -> list[Measure]:
    """Misses by the place of the culprit, wrong blame, and milliseconds of an explanation."""
    places = Counter(_place(seed) for seed in range(days))
    first, five = (100 * sum(n for at, n in places.items() if at >= limit) / days for limit in (1, 5))
    took = sorted(_milliseconds(_loss(seed)) for seed in range(200))
    blamed = 100 * sum(bool(explain(_loss(seed))[0].explanations) for seed in range(200)) / 200
    return [
        absolute("Culprit not first", first, "%", NOT_FIRST, f"{days} seeded days, {len(MISTAKES)} kinds of mistake"),
        absolute("Culprit not in the first five", five, "%", NOT_IN_FIVE),
        absolute("A loss without a trace blamed on somebody", blamed, "%", BLAMED, "200 seeded days"),
        absolute("Explaining a day, median", percentile(took, 50), "ms", None, "40 to 120 receipts"),
        absolute("Explaining a day, p99", percentile(took, 99), "ms", None),
    ]


def _place(seed: int) -> int:
    """The culprit's place in the list of a seeded day, 99 when it is not there."""
    planted = planted_day(seed, MISTAKES)
    places = [
        at
        for finding in explain(planted.day)
        for at, one in enumerate(finding.explanations)
        if one.suspect in planted.culprits
    ]
    return min(places, default=99)


def _loss(seed: int) -> Day:
    """A day on which cash was lost and nothing shows where."""
    drawer = plan(Random(f"loss {seed}"))
    drawer.no_sales.clear()
    drawer.money["CA"] -= drawer.random.randint(1, 15_000)
    return counted_day(drawer, count(drawer))


def _milliseconds(day: Day) -> float:
    began = time.perf_counter()
    explain(day)
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    print(table(run(*map(int, sys.argv[1:]))))
