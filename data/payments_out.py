"""A day's payments as a CSV file: one row for each line of each receipt and void, for other programs of the city."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from data import audit, rights
from data.csvout import amount, table

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

SEE = rights.PAYMENTS_OUT
COLUMNS = (
    "receipt",
    "kind",
    "business_date",
    "at",
    "till",
    "clerk",
    "line",
    "service",
    "charge_code",
    "reference",
    "customer",
    "description",
    "amount",
    "tenders",
    "void_of",
)
_LINES = (
    "SELECT j.id, j.receipt, j.kind, j.business_date, j.at, j.series, u.number, l.n, l.service, l.charge_code, "
    "l.reference, l.customer, l.description, l.amount_cents, o.receipt FROM journal j "
    "JOIN users u ON u.id = j.user_id JOIN journal_lines l ON l.journal_id = j.id LEFT JOIN journal o "
    "ON o.id = j.origin_id WHERE j.business_date = ? AND j.kind IN ('RECEIPT', 'VOID', 'RETURN', 'TRANSFER') "
    "ORDER BY j.id, l.n"
)
_TENDERS = (
    "SELECT t.journal_id, t.kind FROM tenders t JOIN journal j ON j.id = t.journal_id WHERE j.business_date = ? "
    "ORDER BY t.journal_id, t.n"
)


def day(store: Store, session: Session | None, on: date) -> str:
    """The payments of a business date as CSV text, amounts in dollars; the same bytes while nothing more is posted."""
    if session is not None:
        session.require(SEE)
    tenders: dict[int, list[str]] = {}
    for journal_id, kind in store.rows(_TENDERS, on.isoformat()):
        tenders.setdefault(journal_id, []).append(kind)
    rows = [
        (*row[1:13], amount(row[13]), " ".join(tenders.get(row[0], ())), row[14])
        for row in store.rows(_LINES, on.isoformat())
    ]
    text = table([COLUMNS, *rows])
    detail, size = f"{on:%Y%m%d} {len(rows)}", len(text.encode())
    audit.record(store, session, "payments.out", "journal", "", detail=detail, size=size)
    return text


def name(on: date) -> str:
    """The name of the file of a day."""
    return f"payments-{on:%Y%m%d}.csv"
