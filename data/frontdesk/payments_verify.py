"""Proof of the front desk's payments: each is a line of its receipt until it is voided; no fee is paid twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.frontdesk.payments import IMPOUND, REPOSSESSION, SIGNOFF

if TYPE_CHECKING:
    from data.store import Store

ONCE = (REPOSSESSION, IMPOUND, SIGNOFF)
"""Subjects whose fee is paid by one receipt line."""
_WRONG = (
    "SELECT j.receipt, d.subject FROM desk_payments d JOIN journal j ON j.id = d.journal_id LEFT JOIN journal_lines l "
    "ON l.journal_id = d.journal_id AND l.n = d.line_n LEFT JOIN journal_lines v ON v.origin_line_id = l.id "
    "WHERE l.id IS NULL OR l.amount_cents <> d.amount_cents OR COALESCE(v.journal_id, 0) <> COALESCE(d.void_id, 0) "
    "ORDER BY d.id LIMIT 1"
)
_TWICE = (
    "SELECT subject, subject_id FROM desk_payments WHERE void_id IS NULL AND subject IN (?, ?, ?) "
    "GROUP BY subject, subject_id HAVING count(*) > 1 ORDER BY subject, subject_id LIMIT 1"
)


def desk_payments(store: Store) -> str:
    """What is wrong with the payments of the front desk's records, as a sentence; empty when nothing is."""
    if found := store.row(_WRONG):
        return f"Receipt {found[0]}: its payment of a record ({found[1]}) does not agree with its line."
    if found := store.row(_TWICE, *ONCE):
        return f"Record {found[1]} ({found[0]}) is paid twice."
    return ""
