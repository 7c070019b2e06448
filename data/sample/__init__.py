"""The sample city, generated from a seed: invented streets, people and businesses, with published tariffs."""

from __future__ import annotations

from random import Random

from data.clock import Clock
from data.passwords import Hasher
from data.progress import Progress, silent
from data.store import Store, StoreError

SIZES = {"small": 200, "city": 2_000}
"""Accounts by the name of a size."""
LARGE = 50_000
"""More accounts than this have three reads and one bill each, and are written in several transactions."""
SEED = 20260706
_CHUNK = 20_000


def load(
    store: Store,
    clock: Clock,
    size: str | int = "city",
    progress: Progress = silent,
    *,
    seed: int = SEED,
    hasher: Hasher | None = None,
) -> int:
    """Fill a new store with a city of `small`, `city` or any number of accounts; that number.

    The same seed, size and day give the same city. Raises `StoreError` when the store has accounts already.
    """
    from data.sample import clerks, defaults, frontdesk, rows_passes, vehicles

    count = how_many(size)
    if store.row("SELECT 1 FROM accounts LIMIT 1"):
        raise StoreError("This store has accounts already; the sample city goes into a new store.")
    if count > LARGE:
        defaults.load(store)
        users = clerks.load(store, hasher)
        rows_passes.load_stock(store, users["102"], clock.today())
        vehicles.load(store, clock, users["401"])
        frontdesk.load(store, clock, users["401"])
        _load_large(store, clock, count, progress, Random(seed), users)
        return count
    with store.writing():
        defaults.load(store)
        users = clerks.load(store, hasher)
        rows_passes.load_stock(store, users["102"], clock.today())
        vehicles.load(store, clock, users["401"])
        frontdesk.load(store, clock, users["401"])
        _load_chunks(store, clock, count, progress, Random(seed), users)
        _index(store)
    return count


def loaded(store: Store) -> bool:
    """Whether the store holds a sample city, wholly loaded."""
    return store.row("SELECT 1 FROM settings WHERE name = 'sample.accounts'") is not None


def how_many(size: str | int) -> int:
    """The accounts of a size: `small`, `city` or a number. Raises `StoreError` for anything else."""
    if size in SIZES:
        return SIZES[str(size)]
    text = str(size).replace(",", "").replace("_", "")
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 5_000_000):
        raise StoreError(f"The sample's size is small, city or a number of accounts up to 5,000,000, not {size!r}.")
    return int(text)


def _load_large(
    store: Store, clock: Clock, count: int, progress: Progress, random: Random, users: dict[str, int]
) -> None:
    from data.sample.bulk import indexes_afterwards
    from data.sample.city import COLUMNS

    with indexes_afterwards(store, tuple(COLUMNS)):
        _load_chunks(store, clock, count, progress, random, users)
    _index(store, lambda done, whole: progress(count + done, 2 * count))


def _load_chunks(
    store: Store, clock: Clock, count: int, progress: Progress, random: Random, users: dict[str, int]
) -> None:
    """Invent and write the accounts, a chunk in each transaction."""
    from data.sample.bulk import Bulk
    from data.sample.city import COLUMNS, Builder
    from data.settings import number, value
    from data.utility.tariffs import prices

    today, bulk = clock.today(), Bulk(store, COLUMNS)
    tariff = prices(store, value(store, "utility.tariff", today), today)
    builder = Builder(random, bulk, tariff, today, number(store, "utility.due_days", today), users)
    for first in range(1, count + 1, _CHUNK):
        last = min(first + _CHUNK - 1, count)
        for key in range(first, last + 1):
            builder.add(key, only_newest=count > LARGE)
        with store.writing():
            bulk.write()
        progress(last, 2 * count)
    with store.writing():
        bulk.number_on()


def _index(store: Store, progress: Progress = silent) -> None:
    """Build the look-up's index and note that the sample is whole."""
    from data.find_index import rebuild
    from data.settings import load_rows

    count = rebuild(store, progress)
    load_rows(store, [("sample.accounts", str(count), "accounts", "Generated")])
