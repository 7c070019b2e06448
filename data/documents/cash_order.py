"""The currency and coin order for the bank or the armored car."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from data.documents import Element
from data.documents.elements import CUT, RULE, heading, money, pair, signature, text

if TYPE_CHECKING:
    from data.cashorder import CashOrder
    from data.ledger_terms import Terms


def order_slip(terms: Terms, order: CashOrder, on: date) -> list[Element]:
    """What is ordered and what it is paid with; both sides come to the same."""
    out = [*heading(terms, "CURRENCY AND COIN ORDER"), pair("Date", f"{on:%m/%d/%Y}"), RULE]
    out += [money(f"{line.units} x {line.title}", line.cents) for line in order.lines]
    out += [money("Ordered", order.total_cents, bold=True), RULE, text("Paid with", bold=True)]
    out += [money(f"{count} x {title}", cents) for title, count, cents in order.exchanged]
    out.append(money("Check or transfer", order.transfer_cents))
    return [*out, money("Paid", order.total_cents, bold=True), *signature("Ordered by"), *signature("Received by"), CUT]
