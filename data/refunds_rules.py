"""What must be true of a refund before it is paid: small rules, each a sentence or nothing.

Closed account or enough credit; no other debt of the customer; the payment has cleared; the payee is the payer on
record; the address is good; the money has not gone back already (the store's unique key); no estate without a
supervisor.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from data.holidays import business_days_after
from data.money import parse_cents, show_cents
from data.refunds_case import CREDIT, RECEIPT, Refund
from data.text import fold

if TYPE_CHECKING:
    from data.store import Store

CHECKS = ("CK", "LB")
"""Tenders that clear after the setting `refund.clear_days`, in business days."""
BY_ACH = ("AC", "OL")
"""Tenders that may be called back for the setting `refund.ach_days`, in calendar days."""


@dataclass(frozen=True)
class Question:
    """What a rule looks at."""

    store: Store
    refund: Refund
    terms: Mapping[str, str]
    on: date


Rule = Callable[[Question], str]


def _worth_it(ask: Question) -> str:
    refund = ask.refund
    if refund.source != CREDIT:
        return ""
    status = str(ask.store.value("SELECT status FROM accounts WHERE id = ?", refund.account_id))
    least = parse_cents(ask.terms["refund.threshold"])
    if status in ("FINAL", "CLOSED") or refund.amount_cents > least:
        return ""
    return f"The account is active and the credit is not more than {show_cents(least)}: it applies to the next bill."


def _no_debt(ask: Question) -> str:
    cents = debt(ask.store, ask.refund.customer_id)
    return f"The customer owes {show_cents(cents)}: apply the money to that first (offset)." if cents else ""


def debt(store: Store, customer_id: int | None) -> int:
    """What a customer owes on all accounts' bills and in open returned-item cases apart from accounts, in cents."""
    if customer_id is None:
        return 0
    bills = store.value(
        "SELECT COALESCE(SUM(l.open_cents), 0) FROM bill_lines l JOIN accounts a ON a.id = l.account_id "
        "WHERE a.customer_id = ? AND l.open_cents > 0",
        customer_id,
    )
    cases = store.value(
        "SELECT COALESCE(SUM(p.amount_cents - p.paid_cents), 0) FROM returned_parts p JOIN returned_cases c "
        "ON c.id = p.case_id WHERE c.customer_id = ? AND p.account_id IS NULL AND p.kind <> 'CREDIT' "
        "AND c.state NOT IN ('WRITTEN-OFF', 'PAID', 'COLLECTED')",
        customer_id,
    )
    return int(bills) + int(cases)


_NEWEST = """
SELECT t.kind, MAX(j.business_date) FROM journal j JOIN tenders t ON t.journal_id = j.id
WHERE j.kind = 'RECEIPT' AND {which} GROUP BY t.kind
"""


def _cleared(ask: Question) -> str:
    refund = ask.refund
    if refund.source == RECEIPT:
        which, value = "j.id = (SELECT journal_id FROM journal_lines WHERE id = ?)", refund.line_id
    elif refund.account_id is not None:
        which = "EXISTS (SELECT 1 FROM journal_lines l WHERE l.journal_id = j.id AND l.account_id = ?)"
        value = refund.account_id
    else:
        return ""
    for kind, newest in ask.store.rows(_NEWEST.format(which=which), value):
        paid = date.fromisoformat(newest)
        free = paid
        if kind in CHECKS:
            free = business_days_after(ask.store, paid, int(ask.terms["refund.clear_days"]))
        elif kind in BY_ACH:
            free = paid + timedelta(days=int(ask.terms["refund.ach_days"]))
        if ask.on < free:
            return f"The payment of {paid:%m/%d/%Y} has not cleared before {free:%m/%d/%Y}."
    return ""


def _good_address(ask: Question) -> str:
    bad = ask.store.value("SELECT bad_address FROM customers WHERE id = ?", ask.refund.customer_id or 0)
    return "Mail to this customer came back: get a good address first." if bad else ""


def _payer(ask: Question) -> str:
    known = fold(payer_on_record(ask.store, ask.refund))
    if not known or fold(ask.refund.payee) == known:
        return ""
    return "The payee is not the payer on record."


def payer_on_record(store: Store, refund: Refund) -> str:
    """Who paid, as the records know it; empty when they do not."""
    if refund.customer_id is not None:
        return str(store.value("SELECT name FROM customers WHERE id = ?", refund.customer_id))
    found = store.row(
        "SELECT j.payer, l.customer FROM journal_lines l JOIN journal j ON j.id = l.journal_id WHERE l.id = ?",
        refund.line_id or 0,
    )
    return str((found[0] or found[1]) if found else "")


def _no_estate(ask: Question) -> str:
    estate = ask.refund.estate or "ESTATE" in fold(ask.refund.payee).split()
    return "The payee is an estate, or has died." if estate else ""


AT_REQUEST: tuple[Rule, ...] = (_worth_it, _no_debt)
"""Looked at when a refund is requested: nothing else helps against them."""
ALWAYS: tuple[Rule, ...] = (_worth_it, _no_debt, _cleared, _good_address)
"""Nobody may pass over these."""
SPECIAL: tuple[Rule, ...] = (_payer, _no_estate)
"""A supervisor may pass over these (action `refund.special`)."""


def first(rules: tuple[Rule, ...], ask: Question) -> str:
    """The first rule's sentence that speaks against it, empty when none does."""
    return next((found for rule in rules if (found := rule(ask))), "")
