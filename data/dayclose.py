"""Closing a business date: everything on it is finished, its totals are kept, and nothing is posted on or behind it.

Refused are a date with an open, counted or unverified drawer, a missing receipt number, postings that do not balance,
and a date behind which an earlier one with work is still open. Deposits may follow: their documents carry a later date.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from data import audit, authority, jobs
from data.chain import head8
from data.days import closed_sentence, is_closed
from data.documents.closeout_slips import day_slip
from data.drawers_state import CLOSED, UNFINISHED
from data.ledger_terms import terms
from data.money import show_cents
from data.permissions import Refused
from data.reports import numbers
from data.verify_journal import date_wrong

if TYPE_CHECKING:
    from data.session import Approval, Session
    from data.store import Store


@dataclass(frozen=True)
class ClosedDay:
    """A closed business date as it is kept; amounts in cents."""

    date: date
    closed_at: str
    closed_by: str
    documents: int
    receipts: int
    first_receipt: str
    last_receipt: str
    total_cents: int
    """Receipts less voids."""
    custody_cents: int
    perpetual_cents: int
    """Receipts less voids of every closed date until this one."""
    heads: Mapping[str, str]
    """The head of each till's chain when the date was closed, as printed."""


def problems(store: Store, on: date) -> list[str]:
    """What keeps a business date from being closed, in sentences; empty when nothing does."""
    return list(_problems(store, on))


def _problems(store: Store, on: date) -> Iterator[str]:
    if is_closed(store, on):
        yield closed_sentence(on)
        return
    day = on.isoformat()
    before = store.value(
        "SELECT min(business_date) FROM journal WHERE business_date < ? "
        "AND business_date > COALESCE((SELECT max(business_date) FROM business_days), '')",
        day,
    )
    if before:
        yield f"Business date {date.fromisoformat(before):%m/%d/%Y} is not closed yet. Close it first."
    for till, state, name in store.rows(
        "SELECT d.till, d.state, u.name FROM drawers d JOIN users u ON u.id = d.user_id "
        "WHERE d.business_date <= ? AND d.state IN (?, ?, ?, ?) ORDER BY d.till",
        day,
        *UNFINISHED,
        CLOSED,
    ):
        yield f"Drawer {till} of {name} is {state}. {'Verify it.' if state == CLOSED else 'Count and close it.'}"
    for gap in numbers(store, on)[1]:
        yield f"Receipt {gap} is missing. Verify the books before the date is closed."
    cents = int(
        store.value(
            "SELECT COALESCE(SUM(p.amount_cents), 0) FROM postings p JOIN journal j ON j.id = p.journal_id "
            "WHERE j.business_date = ?",
            day,
        )
    )
    if cents:
        yield f"The postings of this date are {show_cents(cents)} off. Verify the books."


def close(store: Store, session: Session, on: date, approval: Approval | None = None) -> ClosedDay:
    """Close a business date for good and print its slip; a second call returns what was kept.

    Every document of the date is proved first. Raises `Refused` with the first problem, for a date that has not come,
    and without the authority `day.close`.
    """
    if sentence := date_wrong(store, on.isoformat()):
        raise Refused(f"{sentence} Verify the books before the date is closed.")
    with store.writing():
        _alone(store)
        kept = closed_day(store, on)
        if kept is not None:
            return kept
        if on > session.clock.today():
            raise Refused(f"Business date {on:%m/%d/%Y} has not come yet.")
        for problem in _problems(store, on):
            raise Refused(problem)
        authority.check(store, session, "day.close", 0, approval)
        found = _keep(store, session, on)
        elements = day_slip(terms(store, on), found)
        jobs.add(store, session, jobs.REPORT, f"Close of {on:%m/%d/%Y}", elements)
        audit.record(store, session, "day.close", "business_days", on.isoformat(), detail=str(found.documents))
    return found


def _alone(store: Store) -> None:
    """Wait for postings under way and let no other begin until the date is closed."""
    if store.kind == "postgresql":
        store.run("LOCK TABLE journal, drawers IN SHARE ROW EXCLUSIVE MODE")


_TOTALS = (
    "SELECT count(*), COALESCE(SUM(CASE WHEN kind = 'RECEIPT' THEN 1 ELSE 0 END), 0), "
    "COALESCE(min(receipt), ''), COALESCE(max(receipt), ''), "
    "COALESCE(SUM(CASE WHEN kind IN ('RECEIPT', 'VOID') THEN total_cents ELSE 0 END), 0) "
    "FROM journal WHERE business_date = ?"
)


def _keep(store: Store, session: Session, on: date) -> ClosedDay:
    day = on.isoformat()
    row = store.row(_TOTALS, day)
    assert row is not None
    documents, receipts, first, last, total = row
    custody = store.value(
        "SELECT COALESCE(SUM(l.custody_cents), 0) FROM journal j JOIN journal_lines l ON l.journal_id = j.id "
        "WHERE j.business_date = ? AND j.kind IN ('RECEIPT', 'VOID')",
        day,
    )
    before = store.value("SELECT COALESCE(SUM(total_cents), 0) FROM business_days")
    heads = {
        series: head8(head)
        for series, head in store.rows("SELECT series, head FROM chains WHERE series <> 'AUDIT' ORDER BY series")
    }
    store.run(
        "INSERT INTO business_days (business_date, closed_at, closed_by, documents, receipts, first_receipt, "
        "last_receipt, total_cents, custody_cents, perpetual_cents, heads) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        day,
        store.now(),
        session.clerk.id,
        int(documents),
        int(receipts),
        first,
        last,
        int(total),
        int(custody),
        int(before) + int(total),
        json.dumps(heads),
    )
    kept = closed_day(store, on)
    assert kept is not None
    return kept


_SELECT = (
    "SELECT b.business_date, b.closed_at, u.initials, b.documents, b.receipts, b.first_receipt, b.last_receipt, "
    "b.total_cents, b.custody_cents, b.perpetual_cents, b.heads FROM business_days b "
    "JOIN users u ON u.id = b.closed_by "
)


def _day(row: tuple[object, ...]) -> ClosedDay:
    values = list(row)
    values[0] = date.fromisoformat(str(values[0]))
    values[10] = json.loads(str(values[10]))
    return ClosedDay(*values)  # type: ignore[arg-type]


def closed_day(store: Store, on: date) -> ClosedDay | None:
    """What was kept of a closed business date, None while it is open."""
    found = store.row(_SELECT + "WHERE b.business_date = ?", on.isoformat())
    return _day(found) if found else None


def closed_days(store: Store, limit: int = 400) -> list[ClosedDay]:
    """The closed business dates, newest first."""
    return [_day(row) for row in store.rows(_SELECT + "ORDER BY b.business_date DESC LIMIT ?", limit)]


def next_to_close(store: Store, today: date) -> date:
    """The first business date with documents that is not closed; today when there is none."""
    found = store.value(
        "SELECT min(business_date) FROM journal "
        "WHERE business_date > COALESCE((SELECT max(business_date) FROM business_days), '')"
    )
    return date.fromisoformat(found) if found else today
