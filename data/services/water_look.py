"""What a clerk sees of a water account before taking money for it. Not a service."""

from __future__ import annotations

from data.fields import Date
from data.money import show_cents
from data.permissions import SUPERVISOR
from data.services.receivables import Receivables
from data.session import Session
from data.store import Store

_ABOUT = """
SELECT a.status, a.cash_only, a.no_checks, a.shutoff_on, p.street, p.unit, c.confidential, c.bankruptcy
FROM accounts a JOIN customers c ON c.id = a.customer_id JOIN premises p ON p.id = a.premise_id WHERE a.id = ?
"""
_NOTES = """
SELECT text FROM notes WHERE account_id = ? AND alert = 1 AND (valid_to IS NULL OR valid_to >= ?) ORDER BY id DESC
"""


def look_lines(store: Store, session: Session, owed: Receivables) -> tuple[tuple[str, ...], str]:
    """The fact lines (name and address, sums, buckets) and the alert of an account, empty when there is none.

    The address of a confidential customer is shown to supervisors only.
    """
    row = store.row(_ABOUT, owed.account_id)
    if row is None:
        return (), ""
    status, cash_only, no_checks, shutoff_on, street, unit, confidential, bankruptcy = row
    today = store.clock.today().isoformat()
    hidden = confidential and session.clerk.role != SUPERVISOR
    address = "address confidential" if hidden else f"{street} {unit}".strip()
    alerts = [
        "CASH ONLY" if cash_only else "",
        "NO CHECKS" if no_checks else "",
        f"SHUT-OFF PENDING {Date('').show(shutoff_on)}" if shutoff_on else "",
        "BANKRUPTCY: ask a supervisor" if bankruptcy else "",
        "CONFIDENTIAL" if confidential else "",
        *(text for (text,) in store.rows(_NOTES, owed.account_id, today)),
    ]
    shown = (
        f"{owed.shown}  {owed.name}  {address}" + ("" if status == "ACTIVE" else f"  {status}"),
        sums(owed, today),
        buckets(owed),
    )
    return tuple(line for line in shown if line), "  ".join(alert for alert in alerts if alert)


def sums(owed: Receivables, today: str) -> str:
    """Due, past due, deposit due and credit; sums of nothing are left out, except what is due."""
    past = sum(line.open_cents for line in owed.lines if line.due_date < today)
    parts = [f"Due {show_cents(owed.due_cents)}"]
    for label, cents in (("Past due", past), ("Deposit due", owed.deposit_cents), ("Credit", owed.credit_cents)):
        if cents:
            parts.append(f"{label} {show_cents(cents)}")
    return "  ".join(parts)


def buckets(owed: Receivables) -> str:
    """What is open by bucket, in the order in which it is paid."""
    by_bucket: dict[str, int] = {}
    for line in owed.lines:
        by_bucket[line.bucket] = by_bucket.get(line.bucket, 0) + line.open_cents
    return "  ".join(f"{bucket} {show_cents(cents)}" for bucket, cents in by_bucket.items())
