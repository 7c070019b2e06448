"""Which receipts paid a record of the front desk. A void takes its receipt out, so that the record is unpaid again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.store import Store

REPOSSESSION, IMPOUND, CITATION, SIGNOFF, COURT = "REPO", "IMPOUND", "CITATION", "SIGNOFF", "COURT"
"""Subjects: the kind of record that was paid for."""
PAID_CENTS = (
    "COALESCE((SELECT SUM(d.amount_cents) FROM desk_payments d WHERE d.subject = '{subject}' AND d.subject_id = t.id "
    "AND d.void_id IS NULL), 0)"
)
"""SQL of what was paid for the record `t.id`, in cents."""
NEWEST_RECEIPT = (
    "COALESCE((SELECT MAX(j.receipt) FROM desk_payments d JOIN journal j ON j.id = d.journal_id "
    "WHERE d.subject = '{subject}' AND d.subject_id = t.id AND d.void_id IS NULL), '')"
)
"""SQL of the number of the last receipt for the record `t.id`; empty when it is unpaid."""


@dataclass(frozen=True)
class Payment:
    """One receipt for a record; cents, and the business date as stored."""

    journal_id: int
    receipt: str
    business_date: str
    amount_cents: int
    voided: bool


def link(store: Store, subject: str, subject_id: int, journal_id: int, line_no: int, amount_cents: int) -> None:
    """Note that a line of a receipt paid for a record, in the posting's transaction."""
    store.insert(
        "desk_payments",
        subject=subject,
        subject_id=subject_id,
        journal_id=journal_id,
        line_n=line_no,
        amount_cents=amount_cents,
    )


def unlink(store: Store, subject: str, subject_id: int, void_id: int, line_no: int) -> None:
    """Note that a void took back the line it points at, in the void's transaction."""
    store.run(
        "UPDATE desk_payments SET void_id = ? WHERE subject = ? AND subject_id = ? AND void_id IS NULL AND "
        "(journal_id, line_n) = (SELECT l.journal_id, l.n FROM journal_lines v JOIN journal_lines l "
        "ON l.id = v.origin_line_id WHERE v.journal_id = ? AND v.n = ?)",
        void_id,
        subject,
        subject_id,
        void_id,
        line_no,
    )


def payments(store: Store, subject: str, subject_id: int) -> list[Payment]:
    """The receipts for a record, oldest first, with those that were voided."""
    return [
        Payment(int(key), str(number or ""), str(day), int(cents), bool(voided))
        for key, number, day, cents, voided in store.rows(
            "SELECT j.id, j.receipt, j.business_date, d.amount_cents, CASE WHEN d.void_id IS NULL THEN 0 ELSE 1 END "
            "FROM desk_payments d JOIN journal j ON j.id = d.journal_id WHERE d.subject = ? AND d.subject_id = ? "
            "ORDER BY d.id",
            subject,
            subject_id,
        )
    ]


def paid_cents(store: Store, subject: str, subject_id: int) -> int:
    """What was paid for a record and not taken back, in cents."""
    return sum(one.amount_cents for one in payments(store, subject, subject_id) if not one.voided)


def receipt_numbers(store: Store, subject: str, subject_id: int) -> str:
    """The numbers of the receipts that stand, with blanks between; empty when it is unpaid."""
    return " ".join(one.receipt for one in payments(store, subject, subject_id) if not one.voided)
