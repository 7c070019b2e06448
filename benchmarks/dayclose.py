"""The end of a day of 10,000 receipts: closing the business date, and exporting it to the general ledger.

`python -m benchmarks.dayclose [url …]`; without one a new SQLite file, and PostgreSQL where its binaries are found.
The receipts are posted as the counter posts them; only the close, the export and the reports are timed.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import uuid4

from benchmarks.measure import Measure, absolute, table
from benchmarks.posting import CLOCK, _postgresql
from data import closeout, dayclose, denominations, drawers, glexport, ledger, report_receipts
from data.catalog import Catalog
from data.ledger import Item
from data.permissions import CSR2, FINANCE, SUPERVISOR
from data.sample import rows_authority, rows_charges, rows_closeout, rows_ledger
from data.session import Clerk, Session
from data.store import Store
from data.tenders import Tender

RECEIPTS = 10_000
CLOSE_BAR, EXPORT_BAR = 5.0, 5.0
"""Seconds."""


def run(urls: Sequence[str] = (), receipts: int = RECEIPTS) -> list[Measure]:
    """Seconds of the close, of each layout's export and of the receipt register on each store."""
    if urls:
        return [measure for url in urls for measure in _measure(url, receipts)]
    with tempfile.TemporaryDirectory() as folder:
        measures = _measure(f"sqlite:///{Path(folder) / 'dayclose.db'}", receipts)
    with _postgresql() as url:
        return measures + (_measure(url, receipts) if url else [])


def _measure(url: str, receipts: int) -> list[Measure]:
    store = Store(url, CLOCK).open()
    try:
        _work(store, receipts)
        boss, finance = _clerk(store, "201", SUPERVISOR), _clerk(store, "301", FINANCE)
        for one in closeout.to_verify(store):
            closeout.verify(store, boss, one.id)
        today, note = CLOCK.today(), f"{receipts:,} receipts"
        steps: list[tuple[str, Callable[[], object], float | None]] = [
            ("Receipt register", lambda: report_receipts.register(store, today, today).csv(), None),
            ("Cash summary", lambda: report_receipts.cash_summary(store, today, today).csv(), None),
            ("Day close", lambda: dayclose.close(store, boss, today), CLOSE_BAR),
            ("Ledger export, by account", lambda: glexport.export(store, finance, today), EXPORT_BAR),
            ("Ledger export, by document", lambda: glexport.export(store, finance, today, "TAGGED"), EXPORT_BAR),
        ]
        return [absolute(f"{name}, {store.kind}", _seconds(step), "s", bar, note) for name, step, bar in steps]
    finally:
        store.close()


def _seconds(step: Callable[[], object]) -> float:
    began = time.perf_counter()
    step()
    return time.perf_counter() - began


def _work(store: Store, receipts: int) -> None:
    """Four drawers that share the receipts of a day, counted and closed."""
    store.migrate()
    for rows in (rows_authority, rows_charges, rows_ledger, rows_closeout):
        rows.load(store)
    catalog = Catalog.standard()
    service = catalog.service("MC")
    for n, till in enumerate(("01", "02", "03", "04")):
        session = _clerk(store, f"10{n + 1}", CSR2)
        drawers.open(store, session, till, 10_000)
        for number in range(receipts // 4):
            cents = 100 + number % 5000
            texts = {**service.form.opening(), "code": "COPIES", "amount": str(cents)}
            item = Item("MC", service.form.clean(texts))
            ledger.post(store, session, catalog, [item], [Tender("CA", cents, cents)], uuid4().hex)
        cash = drawers.expected(store, session.drawer_id or 0)["CA"]
        drawers.count(store, session, denominations.break_down(cash))
        drawers.close(store, session)


def _clerk(store: Store, number: str, role: str) -> Session:
    now = store.now()
    with store.writing():
        user = store.insert(
            "users", number=number, name=f"Bench {number}", initials="B", role=role, must_change=0, created_at=now
        )
        row = store.insert("sessions", user_id=user, station="BENCH", started_at=now, confirmed_at=now)
    return Session(Clerk(user, number, f"Bench {number}", "B", role), "BENCH", CLOCK, row, CLOCK.today())


if __name__ == "__main__":
    print(table(run(sys.argv[1:])))
