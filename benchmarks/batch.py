"""A mail batch of fifty stubs: keys for each beyond the scan, and what entering and posting it costs.

`python -m benchmarks.batch`. The application runs in this process, as in `tests/test_mail_screens.py`.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from counter import InProcess, in_process

from benchmarks.measure import Measure, absolute, percentile, table
from benchmarks.posting import CLOCK
from data.sample import load
from data.scanline import Stub, scan_line
from data.store import Store

STUBS = 50
KEYS = 3.0
"""The most keys for a stub beyond its scan."""


def run() -> list[Measure]:
    """Keys and milliseconds for each stub, and milliseconds for posting the batch."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'batch.db'}"
        store = Store(url, CLOCK).open()
        store.migrate()
        load(store, CLOCK, "small")
        found = _stubs(store)
        store.close()
        keys, took, posting = asyncio.run(_play(url, found))
    return [
        absolute("Keys for a stub beyond its scan", keys / STUBS, "keys", KEYS, f"{STUBS} stubs, paid in full"),
        absolute("A stub scanned and entered, median", percentile(took, 50), "ms", None),
        absolute("Posting the batch", posting, "ms", None, f"{STUBS} receipts in one transaction"),
    ]


def _stubs(store: Store) -> list[Stub]:
    rows = store.rows(
        "SELECT a.number, SUM(l.open_cents) FROM accounts a JOIN bill_lines l ON l.account_id = a.id "
        "WHERE a.status = 'ACTIVE' AND a.cash_only = 0 AND a.no_checks = 0 AND l.open_cents > 0 "
        "GROUP BY a.number ORDER BY a.number LIMIT ?",
        STUBS,
    )
    return [Stub(number, date(2026, 7, 28), "0001", int(cents), int(cents)) for number, cents in rows]


async def _play(url: str, found: list[Stub]) -> tuple[int, list[float], float]:
    """Enter the batch as a clerk would; keys, milliseconds of each stub, milliseconds of posting."""
    async with in_process(url, CLOCK) as clerk:
        await clerk.sign_on()
        await clerk.press("3.1\n40000\n", f"11.1\n{STUBS}\n{sum(stub.net_cents for stub in found)}\n")
        clerk.keys.clear()
        took = [await _enter(clerk, stub) for stub in found]
        keys = len(clerk.keys)
        began = time.perf_counter()
        await clerk.press("4\n")
        posting = (time.perf_counter() - began) * 1000
        assert f"{STUBS} receipts" in clerk.text, clerk.text
        return keys, took, posting


async def _enter(clerk: InProcess, stub: Stub) -> float:
    began = time.perf_counter()
    await clerk.scan(scan_line(stub))
    await clerk.press("enter")
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    print(table(run()))
