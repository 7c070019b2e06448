"""Bills of an account: what is open, what each was made of. All amounts are integer cents, usage is in thousandths."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from data.store import Store

BUCKETS: tuple[tuple[str, str], ...] = (
    ("RETURNED-FEE", "Returned item fee"),
    ("TURN-ON", "Turn-on and collection"),
    ("LATE", "Late charge"),
    ("WASTEWATER", "Wastewater"),
    ("WATER-FIXED", "Water fixed"),
    ("WATER-USAGE", "Water usage"),
    ("OTHER", "Other"),
)
"""The parts a balance is shown in, with their titles; the order of payment is a dated setting, not this order."""

LAST = "9999-12-31"
"""A day after every stored day, to begin a list from its newest row."""


@dataclass(frozen=True)
class Bill:
    """One bill; `open_cents` is what is still owed on it."""

    id: int
    number: str
    kind: str
    bill_date: date
    due_date: date
    period_from: date
    period_to: date
    usage_milli: int
    total_cents: int
    open_cents: int

    @property
    def days(self) -> int:
        """Days of service the bill covers."""
        return (self.period_to - self.period_from).days

    @property
    def key(self) -> tuple[str, int]:
        """Its place in the list, for the page that follows it."""
        return self.bill_date.isoformat(), self.id


@dataclass(frozen=True)
class BillLine:
    """One line of a bill, as it explains itself."""

    id: int
    bucket: str
    description: str
    amount_cents: int
    open_cents: int


@dataclass(frozen=True)
class OpenLine:
    """A bill line with money still owed on it (negative when it is a credit line)."""

    id: int
    bill_id: int
    bill_number: str
    bill_date: date
    due_date: date
    bucket: str
    description: str
    open_cents: int


_BILL = (
    "SELECT b.id, b.number, b.kind, b.bill_date, b.due_date, b.period_from, b.period_to, b.usage_milli, b.total_cents, "
    "(SELECT COALESCE(SUM(l.open_cents), 0) FROM bill_lines l WHERE l.bill_id = b.id) FROM bills b "
)


def _bill(row: tuple[Any, ...]) -> Bill:
    key, number, kind, billed, due, start, end, usage_milli, total, left = row
    day = date.fromisoformat
    return Bill(key, number, kind, day(billed), day(due), day(start), day(end), usage_milli, total, int(left))


def bills(store: Store, account_id: int, after: tuple[str, int] | None = None, count: int = 20) -> list[Bill]:
    """A page of an account's bills, newest first; `after` is the `key` of the last bill of the page before."""
    day, last = after or (LAST, 0)
    where = "WHERE b.account_id = ? AND (b.bill_date, b.id) < (?, ?) ORDER BY b.bill_date DESC, b.id DESC LIMIT ?"
    return [_bill(row) for row in store.rows(_BILL + where, account_id, day, last, count)]


def bill(store: Store, number: str) -> Bill | None:
    """One bill by its number."""
    row = store.row(_BILL + "WHERE b.number = ?", number)
    return _bill(row) if row else None


def lines(store: Store, bill_id: int) -> list[BillLine]:
    """The lines of a bill in the order they were printed."""
    sql = "SELECT id, bucket, description, amount_cents, open_cents FROM bill_lines WHERE bill_id = ? ORDER BY id"
    return [BillLine(*row) for row in store.rows(sql, bill_id)]


def open_lines(store: Store, account_id: int, *, lock: bool = False) -> list[OpenLine]:
    """The bill lines with something owed, oldest bill first; `lock` holds them for the rest of the transaction."""
    sql = (
        "SELECT l.id, b.id, b.number, b.bill_date, b.due_date, l.bucket, l.description, l.open_cents "
        "FROM bill_lines l JOIN bills b ON b.id = l.bill_id "
        "WHERE l.account_id = ? AND l.open_cents <> 0 ORDER BY b.bill_date, b.id, l.id"
    )
    if lock and store.for_update:
        sql += f"{store.for_update} OF l"
    return [
        OpenLine(key, bill_id, number, date.fromisoformat(billed), date.fromisoformat(due), bucket, text, cents)
        for key, bill_id, number, billed, due, bucket, text, cents in store.rows(sql, account_id)
    ]
