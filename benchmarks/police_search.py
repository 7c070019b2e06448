"""The index search of the police desk on 200,000 invented persons in an encrypted store.

`python -m benchmarks.police_search [persons]`.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from benchmarks.measure import Measure, absolute, percentile, table
from data.clock import FixedClock
from data.permissions import POLICE
from data.police import persons_index as index
from data.police.keys import Keys
from data.police.persons_find import Query, as_typed, find
from data.police.store import PoliceStore
from data.sample.bulk import Bulk, indexes_afterwards
from data.sample.people import FIRST_NAMES, SURNAMES
from data.session import Clerk, Session
from data.store import Store

CLOCK = FixedClock(datetime(2026, 7, 6, 16, 0, tzinfo=UTC))
PERSONS = 200_000
BAR_MS = 50.0
"""The bar of the desk, for 200,000 persons."""
STREETS = ("Nowhere Way", "Imaginary Lane", "Fictional Street", "Example Avenue", "Pretend Place", "Invented Drive")
COLUMNS = {
    "persons": "id, number, last, first, middle, born, sex, race, hair, eyes, height, weight, entered_at",
    "person_names": "person_id, kind, last, first",
    "person_tokens": "person_id, token",
}
_CHUNK = 5_000


def fill(police: PoliceStore, count: int, seed: int = 1) -> None:
    """Write persons with names, one in five with another name, numbers, an address, and one in two with a plate."""
    random, bulk = Random(seed), Bulk(police, COLUMNS)
    with indexes_afterwards(police, tuple(COLUMNS)):
        for start in range(1, count + 1, _CHUNK):
            with police.writing():
                for number in range(start, min(start + _CHUNK, count + 1)):
                    _person(police, bulk, random, number)
                bulk.write()


def _person(police: PoliceStore, bulk: Bulk, random: Random, number: int) -> None:
    last, first, middle = random.choice(SURNAMES), random.choice(FIRST_NAMES), random.choice(FIRST_NAMES)
    if random.random() < 0.2:
        last = f"{last} {random.choice(SURNAMES)}"
    born = (date(1940, 1, 1) + timedelta(days=random.randrange(24_000))).isoformat()
    look = (random.choice("FMMM"), random.choice("ABCFHHIOWW"), random.choice(("BLK", "BRO", "BLN", "GRY", "RED")))
    bulk.rows["persons"].append(
        (
            number, f"P{number:06d}", last, first, middle, born, *look, random.choice(("BRO", "BLU", "GRN", "HAZ")),
            f"{random.choice('56')}{random.randrange(12):02d}", f"{random.randrange(100, 300):03d}", police.now(),
        )
    )  # fmt: skip
    tokens = index.name_tokens([born], f"{last} {first} {middle}") | {index.BORN + born}
    if number % 5 == 0:
        other = random.choice(SURNAMES)
        bulk.rows["person_names"].append((number, "AKA", other, first))
        tokens |= index.name_tokens([born], f"{other} {first}")
    if number % 2 == 0:
        tokens |= index.plate_tokens(f"{number % 10}TST{number:04d}"[:8])
    tokens |= index.street_tokens(f"{random.randrange(1, 9999)} {random.choice(STREETS)}", "", "Vista Robles")
    tokens |= index.identifier_tokens(police.cipher, "CII", f"A{number:08d}")
    bulk.rows["person_tokens"] += [(number, token) for token in tokens]


def searches(police: PoliceStore, count: int, seed: int = 2) -> list[Query]:
    """What a desk looks for: names whole, begun and misspelled, dates, last fours, looks, plates, addresses."""
    random = Random(seed)
    highest = int(police.value("SELECT max(id) FROM persons"))
    sql = "SELECT last, first, born, sex, race, hair, eyes, height FROM persons WHERE id = ?"
    found: list[Query] = []
    while len(found) < count:
        number = random.randint(1, highest)
        if (row := police.row(sql, number)) is not None:
            found.append(_query(random, number, *(str(text) for text in row)))
    return found


def _query(
    random: Random, number: int, last: str, first: str, born: str, sex: str, race: str, hair: str, eyes: str, tall: str
) -> Query:
    day, chance = date.fromisoformat(born), random.random()
    if chance < 0.25:
        return as_typed(f"{last} {first}")
    if chance < 0.40:
        return as_typed(f"{last[:3]} {first[:1]}")
    if chance < 0.50:
        return as_typed(last[:2])
    if chance < 0.60 and len(last) > 3:
        place = random.randrange(1, len(last) - 1)
        return Query(name=f"{last[:place]}{last[place + 1]}{last[place]}{last[place + 2 :]} {first}")
    if chance < 0.70:
        return Query(name=last[:4], born_from=day - timedelta(days=700), born_to=day + timedelta(days=700))
    if chance < 0.78:
        return Query(number=f"{number:08d}"[-4:])
    if chance < 0.86:
        return Query(sex=sex, race=race, hair=hair, eyes=eyes, height_from=tall, height_to=tall)
    return as_typed(f"{number % 10}TST{number:04d}"[:8]) if chance < 0.93 else Query(address=f"{number % 9999} nowhere")


def run(persons: int = PERSONS, count: int = 1_000) -> list[Measure]:
    """Milliseconds of a search, as journaled as at the desk."""
    with tempfile.TemporaryDirectory() as folder:
        city = Store(f"sqlite:///{Path(folder) / 'city.db'}", CLOCK).open()
        city.migrate()
        police = PoliceStore(f"sqlite:///{Path(folder) / 'police.db'}", CLOCK, Keys.new(), city).open()
        try:
            police.migrate()
            fill(police, persons)
            times = _times(police, searches(police, count))
        finally:
            police.close()
            city.close()
    name = f"Person search, {persons:,} persons, encrypted"
    return [
        absolute(f"{name}, median", percentile(times, 50), "ms", BAR_MS, f"{len(times)} searches"),
        absolute(f"{name}, p99", percentile(times, 99), "ms", BAR_MS),
    ]


def _times(police: PoliceStore, queries: Sequence[Query]) -> list[float]:
    session = Session(Clerk(0, "401", "Bench", "B", POLICE), "BENCH", CLOCK, 0, CLOCK.today())
    times = []
    for query in queries:
        began = time.perf_counter()
        find(police, session, query)
        times.append((time.perf_counter() - began) * 1000)
        if times[-1] > BAR_MS:
            sys.stderr.write(f"{times[-1]:.0f} ms: {query}\n")
    return times


if __name__ == "__main__":
    print(table(run(int(sys.argv[1]) if len(sys.argv) > 1 else PERSONS)))
