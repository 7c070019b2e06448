"""The look-up as typed: every keystroke of a thousand searches, on 2,000 and on 1,000,000 accounts.

`python -m benchmarks.lookup [accounts …]`; a store URL in COUNTER_BENCH_STORE is used instead of a new file.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from benchmarks.measure import Measure, absolute, percentile, table
from data.clock import FixedClock
from data.find import find
from data.permissions import CSR2
from data.sample import load, loaded
from data.session import Clerk, Session
from data.store import Store
from data.utility.accounts import by_number, number_shown

CLOCK = FixedClock(datetime(2026, 7, 6, 16, 0, tzinfo=UTC))
MEDIAN_MS, P99_MS = 5.0, 50.0
"""The bars of the design, for a million accounts."""


def run(accounts: Sequence[int] = (2_000, 1_000_000), store_url: str = "", searches: int = 1_000) -> list[Measure]:
    """Figures for each number of accounts, or for a store that is there already."""
    if store_url:
        return _measure(store_url, searches)
    measures = []
    for count in accounts:
        with tempfile.TemporaryDirectory() as folder:
            measures += _measure(f"sqlite:///{Path(folder) / 'lookup.db'}", searches, count)
    return measures


def _measure(url: str, searches: int, count: int = 1_000_000) -> list[Measure]:
    store = Store(url, CLOCK).open()
    try:
        store.migrate()
        if not loaded(store):
            load(store, CLOCK, count)
        whole = int(store.value("SELECT COUNT(*) FROM accounts"))
        times = _typed(store, typed_searches(store, searches))
        opened = _opened(store, searches)
    finally:
        store.close()
    name = f"{whole:,} accounts, {store.kind}"
    return [
        absolute(f"Look-up, key by key, median: {name}", percentile(times, 50), "ms", MEDIAN_MS, f"{len(times)} keys"),
        absolute(f"Look-up, key by key, p99: {name}", percentile(times, 99), "ms", P99_MS),
        absolute(f"Account by number, p99: {name}", percentile(opened, 99), "ms", P99_MS),
    ]


def typed_searches(store: Store, count: int, seed: int = 1) -> list[str]:
    """What clerks type: names, addresses, phones and numbers of accounts drawn from the store, some mistyped."""
    random = Random(seed)
    whole = int(store.value("SELECT MAX(id) FROM accounts"))
    sql = (
        "SELECT a.number, a.old_number, c.name, c.phone, p.street, m.serial FROM accounts a "
        "JOIN customers c ON c.id = a.customer_id JOIN premises p ON p.id = a.premise_id "
        "JOIN service_points s ON s.premise_id = p.id JOIN meters m ON m.service_point_id = s.id WHERE a.id = ?"
    )
    searches = []
    while len(searches) < count:
        row = store.row(sql, random.randint(1, whole))
        if row is not None:
            searches.append(_as_typed(random, *(str(text) for text in row)))
    return searches


def _as_typed(random: Random, number: str, old_number: str, name: str, phone: str, street: str, serial: str) -> str:
    words = name.split()
    chance = random.random()
    if chance < 0.30:
        return " ".join((words[-1], *words[:1]))
    if chance < 0.45:
        return name
    if chance < 0.55:
        place = random.randrange(1, max(2, len(words[-1]) - 1))
        word = words[-1]
        return word[:place] + word[place + 1 : place + 2] + word[place : place + 1] + word[place + 2 :]
    if chance < 0.75:
        return street
    if chance < 0.85:
        return random.choice((phone, phone[-4:], f"({phone[:3]}) {phone[3:6]}-{phone[6:]}"))
    return random.choice((number, number_shown(number), old_number or number, serial))


def _typed(store: Store, searches: Sequence[str]) -> list[float]:
    """Milliseconds of the look-up after every character."""
    clerk = Clerk(0, "102", "Bench", "B", CSR2)
    session = Session(clerk, "BENCH", CLOCK, 0, CLOCK.today())
    times = []
    for search in searches:
        for end in range(1, len(search) + 1):
            began = time.perf_counter()
            find(store, session, search[:end])
            times.append((time.perf_counter() - began) * 1000)
    return times


def _opened(store: Store, count: int) -> list[float]:
    """Milliseconds of opening an account by its number."""
    random = Random(2)
    numbers = [number for (number,) in store.rows("SELECT number FROM accounts ORDER BY id LIMIT 100000")]
    times = []
    for _ in range(count):
        number = random.choice(numbers)
        began = time.perf_counter()
        by_number(store, number)
        times.append((time.perf_counter() - began) * 1000)
    return times


if __name__ == "__main__":
    wanted = [int(text) for text in sys.argv[1:]] or [2_000, 1_000_000]
    print(table(run(wanted, os.environ.get("COUNTER_BENCH_STORE", ""))))
