"""A bank's file of 100,000 payments, on both stores: read, looked at, posted, sent again, and written out.

`python -m benchmarks.files [payments]`. The bar is the whole import: reading, preview and posting in 60 seconds.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from benchmarks.measure import Measure, absolute, percentile, table
from benchmarks.posting import CLOCK, _postgresql
from data import files, files_read, payments_out
from data.layouts import layout
from data.office_session import office_session
from data.sample import load
from data.store import Store
from data.verify import verify

SECONDS = 60.0
"""The bar of importing 100,000 records; scaled with their number."""
ACCOUNTS = 20_000
T = TypeVar("T")


def run(payments: int = 100_000) -> list[Measure]:
    """The seconds of each part on each store."""
    with tempfile.TemporaryDirectory() as folder:
        measures = _measure(f"sqlite:///{Path(folder) / 'files.db'}", payments)
    with _postgresql() as url:
        return measures + (_measure(url, payments) if url else [])


def _timed(call: Callable[[], T]) -> tuple[float, T]:
    began = time.perf_counter()
    found = call()
    return time.perf_counter() - began, found


def _measure(url: str, payments: int) -> list[Measure]:
    store = Store(url, CLOCK).open()
    try:
        store.migrate()
        load(store, CLOCK, min(ACCOUNTS, max(200, payments // 5)))
        session = office_session(store, "201")
        content = _content(store, payments)
        read, parsed = _timed(lambda: files_read.parse("bench.txt", content, layout(store, "BILLPAY")))
        looked, _ = _timed(lambda: files.preview(store, session, parsed))
        run = files.begin(store, session, parsed)
        steps = []
        while not run.done:
            steps.append(_timed(lambda: files.step(store, run))[0])
        files.finish(store, run)
        again, second = _timed(lambda: files.post(store, session, parsed))
        assert second.tally.already == payments
        out, text = _timed(lambda: payments_out.day(store, session, run.session.business_date))
        assert text.count("\n") == payments + 1
        assert verify(store).ok
    finally:
        store.close()
    kind, whole = store.kind, f"{payments:,} records"
    bar = SECONDS * payments / 100_000
    return [
        absolute(f"Importing a file, {kind}", read + looked + sum(steps), "s", bar, f"{whole}: read, preview, post"),
        absolute(f"Longest wait of the counter for it, {kind}", percentile(steps, 99) * 1000, "ms", None, "p99"),
        absolute(f"The same file again, {kind}", again, "s", None, whole),
        absolute(f"The day's payments out, {kind}", out, "s", None, whole),
    ]


def _content(store: Store, payments: int) -> bytes:
    """A fixed-width bill-pay file over all accounts of the city."""
    numbers = [row[0] for row in store.rows("SELECT number FROM accounts ORDER BY id")]
    lines, total = [f"H{CLOCK.today():%Y%m%d}"], 0
    for n in range(payments):
        cents = 1000 + n * 37 % 20_000
        total += cents
        account = numbers[n % len(numbers)]
        lines.append(f"D{n:015d}{account:<12}{cents:010d}{f'Payer {n}':<30}{CLOCK.today():%Y%m%d}")
    return "\n".join([*lines, f"T{payments:08d}{total:012d}"]).encode()


if __name__ == "__main__":
    print(table(run(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)))
