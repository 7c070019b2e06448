"""What the close-out left must follow from the journal: deposits, deposited drawers, and the totals of closed dates."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.store import Store


def deposits(store: Store) -> str:
    """A deposit was posted when and only when it was sent, with what is in its bag."""
    found = store.row(
        "SELECT b.number FROM bank_deposits b LEFT JOIN journal j ON j.id = b.journal_id WHERE "
        "(b.state IN ('SENT', 'CONFIRMED', 'DIFF')) <> (COALESCE(j.kind, '') = 'DEPOSIT') OR "
        "(j.id IS NOT NULL AND j.total_cents <> -b.expected_cents) ORDER BY b.id LIMIT 1"
    )
    return "" if found is None else f"Deposit {found[0]} does not agree with its document in the journal."


def differences(store: Store) -> str:
    """What the bank credited differently was posted, and nothing else."""
    found = store.row(
        "SELECT b.number FROM bank_deposits b LEFT JOIN journal j ON j.origin_id = b.journal_id "
        "AND j.kind = 'DEPOSIT-DIFF' WHERE b.journal_id IS NOT NULL AND COALESCE(j.total_cents, 0) <> "
        "COALESCE(b.credited_cents - b.cash_cents - b.paper_cents, 0) ORDER BY b.id LIMIT 1"
    )
    return "" if found is None else f"What the bank credited for deposit {found[0]} is not what was posted."


def deposited_drawers(store: Store) -> str:
    """A drawer is DEPOSITED when and only when its deposit was sent; a verifier is never its clerk."""
    found = store.row(
        "SELECT d.id, d.till FROM drawers d LEFT JOIN bank_deposits b ON b.id = d.bank_deposit_id WHERE "
        "(d.state = 'DEPOSITED') <> (COALESCE(b.state, '') IN ('SENT', 'CONFIRMED', 'DIFF')) "
        "OR d.verified_by = d.user_id ORDER BY d.id LIMIT 1"
    )
    return "" if found is None else f"Drawer {found[0]} of till {found[1]} does not agree with its deposit or verifier."


_DATES = (
    "SELECT b.business_date, b.documents, b.receipts, b.first_receipt, b.last_receipt, b.total_cents, b.custody_cents, "
    "b.perpetual_cents, COALESCE(j.documents, 0), COALESCE(j.receipts, 0), COALESCE(j.first, ''), "
    "COALESCE(j.last, ''), COALESCE(j.cents, 0), COALESCE(c.cents, 0) FROM business_days b LEFT JOIN "
    "(SELECT business_date, count(*) AS documents, SUM(CASE WHEN kind = 'RECEIPT' THEN 1 ELSE 0 END) AS receipts, "
    "min(receipt) AS first, max(receipt) AS last, "
    "SUM(CASE WHEN kind IN ('RECEIPT', 'VOID') THEN total_cents ELSE 0 END) AS cents FROM journal "
    "GROUP BY business_date) j ON j.business_date = b.business_date LEFT JOIN "
    "(SELECT d.business_date, SUM(l.custody_cents) AS cents FROM journal_lines l JOIN journal d ON d.id = l.journal_id "
    "WHERE l.custody_cents <> 0 AND d.kind IN ('RECEIPT', 'VOID') GROUP BY d.business_date) c "
    "ON c.business_date = b.business_date ORDER BY b.business_date"
)


def closed_dates(store: Store) -> str:
    """A closed date has the documents and totals it had when it was closed, and adds to the perpetual total."""
    perpetual = 0
    for on, *row in store.rows(_DATES):
        kept, (total, grown), found = row[:6], (row[4], row[6]), row[7:]
        perpetual += int(total)
        if kept != [*found[:4], int(found[4]), int(found[5])] or grown != perpetual:
            return f"Business date {on} is not as it was closed."
    return ""


CLOSING: tuple[tuple[str, Callable[[Store], str]], ...] = (
    ("bank deposits", deposits),
    ("bank differences", differences),
    ("deposited drawers", deposited_drawers),
    ("closed dates", closed_dates),
)
"""Name and check; each gives a sentence naming the first wrong row, or nothing."""
