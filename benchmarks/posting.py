"""Posting a payment against its floor: the very same rows, one raw statement each, in one transaction.

A posting needs five things (repeated key and drawer, settings twice, account, open bill lines) and writes the rest;
the floor reads each with one raw statement and inserts or updates every row with one. Its updates change their rows,
as a posting's do: SQLite writes no page for an update that leaves a row as it was. So each paid account has a twin
that the floor pays, and the floor has a counter and chains of its own.

`python -m benchmarks.posting [url …]`; without one a new SQLite file, and PostgreSQL where its binaries are found.
The payment is a water bill of four lines paid in cash: what a counter does all day. The floor runs between the
postings, on a plain connection of the driver, with the rows that the posting before it wrote. Making those rows
(rules, double entry, hashes) is no part of the floor; with SQLite it has the store's own connection, because a second
one would make both read every page again after the other's commit. The floor reads through the same indexes.

On PostgreSQL the floor makes 27 round trips and a posting 9. A trip to a server process on another core costs half as
much again, so the ratio of a run depends on where the system puts the two server processes: run it several times.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from benchmarks.measure import Measure, against_floor, percentile, table
from data import drawers, ledger
from data.catalog import Catalog
from data.clock import FixedClock
from data.ledger import Item
from data.permissions import CSR2
from data.sample import rows_authority, rows_charges, rows_ledger, rows_utility
from data.session import Clerk, Session
from data.store import Store
from data.tenders import Tender

CLOCK = FixedClock(datetime(2026, 7, 6, 16, 0, tzinfo=UTC))
BARS = {"sqlite": 1.5, "postgresql": 0.75}
BUCKETS = (("WASTEWATER", 4200), ("WATER-FIXED", 3011), ("WATER-USAGE", 5330), ("OTHER", 150))
DUE = sum(cents for _, cents in BUCKETS)
FLOOR, FLOOR_AUDIT = "FLOOR", "FLOOR-AUDIT"
"""The floor's counter and chain, and its audit chain."""
TWIN = {"account_id": 1, "bill_line_id": len(BUCKETS)}
"""How far the ids of a twin are from those of the account that was paid."""
FAR = 1_000_000_000
"""Where the floor's audit rows begin."""


def run(urls: Sequence[str] = (), payments: int = 300) -> list[Measure]:
    """The ratio of a posting to its floor on each store."""
    if urls:
        return [measure for url in urls for measure in _measure(url, payments)]
    with tempfile.TemporaryDirectory() as folder:
        measures = _measure(f"sqlite:///{Path(folder) / 'posting.db'}", payments)
    with _postgresql() as url:
        return measures + (_measure(url, payments) if url else [])


class _postgresql:
    """A private server with a durable disk, as long as the measurement runs; an empty URL without binaries."""

    def __enter__(self) -> str:
        sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
        import postgresql

        if postgresql.binaries() is None:
            return ""
        self._folder = tempfile.TemporaryDirectory()
        Path(self._folder.name).chmod(0o755)
        import os

        self._server = postgresql.Server(Path(self._folder.name), os.getpid())
        self._server.start()
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            self._server.sql(f"ALTER SYSTEM SET {name} = on")
        self._server.sql("SELECT pg_reload_conf()")
        self._server.create("posting")
        return str(self._server.url("posting"))

    def __exit__(self, *_: object) -> None:
        if hasattr(self, "_server"):
            self._server.stop()
            self._folder.cleanup()


def _measure(url: str, payments: int) -> list[Measure]:
    store = Store(url, CLOCK).open()
    try:
        session = _city(store, payments)
        catalog = Catalog.standard()
        raw = _plain(url, store)
        took, floor = [], []
        for n in range(payments):
            item, key = Item("UB", catalog.service("UB").form.clean(_typed(catalog, n))), uuid4().hex
            began = time.perf_counter()
            receipt = ledger.post(store, session, catalog, [item], [Tender("CA", DUE, 20000)], key)
            took.append((time.perf_counter() - began) * 1000)
            statements = _same_rows(store, receipt.journal_id)
            floor.append(_raw(raw, store.kind, statements))
    finally:
        store.close()
    warm = payments // 10
    ours, theirs = percentile(took[warm:], 50), percentile(floor[warm:], 50)
    note = f"{len(statements)} statements in the floor, median of {payments - warm}"
    return [
        against_floor(f"Posting a payment, {store.kind}", ours, "ms", theirs, BARS[store.kind], note),
        against_floor(
            f"Posting a payment, p99, {store.kind}", percentile(took[warm:], 99), "ms", percentile(floor[warm:], 99)
        ),
    ]


def _typed(catalog: Catalog, n: int) -> dict[str, str]:
    return {**catalog.service("UB").form.opening(), "account": f"{10_000_000 + n}", "amount": str(DUE)}


def _city(store: Store, accounts: int) -> Session:
    """Shipped rows, accounts with one bill each and their twins for the floor, and a clerk with an open drawer."""
    store.migrate()
    for rows in (rows_authority, rows_charges, rows_ledger, rows_utility):
        rows.load(store)
    now = store.now()
    with store.writing():
        user = store.insert("users", number="102", name="Bench", initials="B", role=CSR2, must_change=0, created_at=now)
        row = store.insert("sessions", user_id=user, station="BENCH", started_at=now, confirmed_at=now)
        for n in range(accounts):
            _account(store, f"{10_000_000 + n}")
            _account(store, f"{20_000_000 + n}")
        store.run("INSERT INTO counters (name, value) VALUES (?, 0)", FLOOR)
        for series in (FLOOR, FLOOR_AUDIT):
            store.run("INSERT INTO chains (series, seq, head) VALUES (?, 0, '')", series)
    session = Session(Clerk(user, "102", "Bench", "B", CSR2), "BENCH", CLOCK, row, CLOCK.today())
    drawers.open(store, session, "01", 10_000)
    return session


def _account(store: Store, number: str) -> None:
    customer = store.insert("customers", name=f"Customer {number}")
    premise = store.insert(
        "premises", number=f"P{number}", street=f"{number} Main St", city="Vista Robles", zip="92000"
    )
    account = store.insert(
        "accounts",
        number=number,
        customer_id=customer,
        premise_id=premise,
        status="ACTIVE",
        opened_on="2020-01-01",
        **{"class": "RES-SINGLE"},
    )
    bill = store.insert(
        "bills",
        account_id=account,
        number=f"B{number}",
        bill_date="2026-06-01",
        due_date="2026-06-21",
        period_from="2026-05-01",
        period_to="2026-05-31",
        total_cents=DUE,
    )
    for bucket, cents in BUCKETS:
        store.insert(
            "bill_lines",
            bill_id=bill,
            account_id=account,
            bucket=bucket,
            description=bucket,
            amount_cents=cents,
            open_cents=cents,
        )


Statement = tuple[str, tuple[Any, ...]]
_OPEN = "SELECT * FROM bill_lines l JOIN bills b ON b.id = l.bill_id WHERE l.account_id = ? AND l.open_cents <> 0"


def _same_rows(store: Store, journal_id: int) -> list[Statement]:
    """Every row that the last posting inserted or changed, as one statement each, under new keys and for the twin."""
    key = uuid4().hex
    account = store.value("SELECT account_id FROM journal_lines WHERE journal_id = ?", journal_id) + TWIN["account_id"]
    statements: list[Statement] = [
        ("SELECT id FROM journal WHERE idem_key = ?", (key,)),
        ("SELECT * FROM drawers WHERE id = ?", (1,)),
        _settings("gl.%"),
        _settings("city.%"),
        ("SELECT a.*, c.name FROM accounts a JOIN customers c ON c.id = a.customer_id WHERE a.id = ?", (account,)),
        (_OPEN, (account,)),
        ("UPDATE counters SET value = value + 1 WHERE name = ? RETURNING value", (FLOOR,)),
        ("UPDATE chains SET seq = seq + 1, head = ? WHERE series = ?", (key * 2, FLOOR)),
    ]
    header = {"id": None, "idem_key": key, "receipt": f"F-{key[:12]}", "series": f"F{key[:12]}"}
    statements += _copy(store, "journal", "id = ?", journal_id, header)
    for name in ("journal_lines", "postings", "tenders", "applications", "jobs"):
        statements += _copy(store, name, "journal_id = ?", journal_id, {"id": None, "journal_id": "new"})
    for (line,) in store.rows("SELECT bill_line_id FROM applications WHERE journal_id = ?", journal_id):
        statements.append(("UPDATE bill_lines SET open_cents = 0 WHERE id = ?", (line + TWIN["bill_line_id"],)))
    statements.append(("UPDATE chains SET seq = seq + 1, head = ? WHERE series = ?", (key * 2, FLOOR_AUDIT)))
    last = int(store.value("SELECT max(seq) FROM audit_log WHERE seq < ?", FAR))
    statements += _copy(store, "audit_log", "seq = ?", last, {"seq": FAR + last})
    if store.kind == "postgresql":
        statements = [(text.replace("?", "%s"), values) for text, values in statements]
    return statements


def _settings(like: str) -> Statement:
    text = "SELECT name, value FROM settings WHERE name >= ? AND name < ? AND valid_from <= ? ORDER BY valid_from, id"
    return text, (like[:-1], like[:-2] + "/", "2026-07-06")


def _copy(store: Store, name: str, where: str, value: int, fresh: dict[str, Any]) -> list[Statement]:
    """The rows of a table as inserts, with `fresh` values (None: left to the store) and the twin's ids."""
    cursor = store.db.execute_sql(
        f"SELECT * FROM {name} WHERE {where}".replace("?", "%s" if store.kind == "postgresql" else "?"), (value,)
    )
    columns = [column[0] for column in cursor.description]
    keep = [column for column in columns if fresh.get(column, "") is not None]
    text = f"INSERT INTO {name} ({', '.join(keep)}) VALUES ({', '.join('?' * len(keep))})"
    if name == "journal":
        text += " RETURNING id"
    return [
        (
            text,
            tuple(
                fresh[column] if column in fresh else found + TWIN[column] if column in TWIN else found
                for column, found in zip(columns, row, strict=True)
                if column in keep
            ),
        )
        for row in cursor.fetchall()
    ]


def _plain(url: str, store: Store) -> Any:
    """The driver's own connection, as it comes, with the store's durability."""
    if store.kind == "postgresql":
        import psycopg

        return psycopg.connect(url, autocommit=True)
    return store.db.connection()


def _raw(connection: Any, kind: str, statements: list[Statement]) -> float:
    """Milliseconds of the statements in one transaction that is committed."""
    cursor = connection.cursor()
    began = time.perf_counter()
    cursor.execute("BEGIN IMMEDIATE" if kind == "sqlite" else "BEGIN")
    journal_id = 0
    for text, values in statements:
        if "new" in values:
            values = tuple(journal_id if value == "new" else value for value in values)
        cursor.execute(text, values)
        if text.startswith("INSERT INTO journal "):
            journal_id = cursor.fetchone()[0]
        elif text.startswith("SELECT"):
            cursor.fetchall()
    cursor.execute("COMMIT")
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    print(table(run(sys.argv[1:])))
