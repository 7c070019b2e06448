"""What a clerk sees of a water account before taking money for it. Not a service."""

from __future__ import annotations

from collections.abc import Iterable

from data.forms import Look
from data.money import show_cents
from data.services.receivables import Receivables
from data.session import Session
from data.store import Store
from data.utility.accounts import AccountView, by_id
from data.utility.bills import BUCKETS

WIDTH = 76
"""Columns a line of facts may take."""
TITLES = dict(BUCKETS)


def account_look(store: Store, session: Session, owed: Receivables, offered_cents: int, note: str = "") -> Look:
    """Name and address, sums, buckets and alerts of an account, with the amount offered when there is one.

    The address of a confidential customer is shown to supervisors only.
    """
    view = by_id(store, owed.account_id)
    if view is None:
        return Look()
    view = view.for_clerk(session)
    shown = (f"{view.number_shown}  {view.name}  {view.service_address}", sums(view, owed), *buckets(view), note)
    return Look(
        tuple(line for line in shown if line),
        {"amount": show_cents(offered_cents)} if offered_cents else {},
        "  ".join(view.alerts),
    )


def sums(view: AccountView, owed: Receivables) -> str:
    """Due, past due, deposit due and credit; sums of nothing are left out, except what is due."""
    parts = [f"Due {show_cents(owed.due_cents)}"]
    for label, cents in (
        ("Past due", view.past_due_cents),
        ("Deposit due", owed.deposit_cents),
        ("Credit", view.credit_cents),
    ):
        if cents:
            parts.append(f"{label} {show_cents(cents)}")
    return "  ".join(parts)


def buckets(view: AccountView) -> list[str]:
    """What is open by bucket, in as many lines as it needs."""
    return packed(f"{TITLES.get(bucket, bucket)} {show_cents(cents)}" for bucket, cents in view.balance.items())


def packed(parts: Iterable[str]) -> list[str]:
    """Parts in lines of at most `WIDTH` columns."""
    lines: list[str] = []
    for part in parts:
        if lines and len(lines[-1]) + 2 + len(part) <= WIDTH:
            lines[-1] += f"  {part}"
        else:
            lines.append(part)
    return lines
