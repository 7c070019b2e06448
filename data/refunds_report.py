"""Credit balances by age: what customers have paid ahead, how long it has stood, and whether it is to be refunded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from data.money import parse_cents
from data.services.rules import several

if TYPE_CHECKING:
    from data.store import Store

AGES: tuple[tuple[int, str], ...] = (
    (30, "0 to 30 days"),
    (60, "31 to 60 days"),
    (90, "61 to 90 days"),
    (365, "91 days to 1 year"),
    (1 << 30, "more than 1 year"),
)
"""The last day of each age and what it is called."""


@dataclass(frozen=True)
class Standing:
    """An account's credit; cents."""

    account_id: int
    number: str
    name: str
    status: str
    credit_cents: int
    since: date | None
    """The last day on which credit came in; None when it was there before these books."""
    age: str
    eligible: bool
    """Whether the account is closed or the credit is above the threshold."""


_CREDITS = """
SELECT a.id, a.number, c.name, a.status, a.credit_cents, (SELECT MAX(j.business_date) FROM applications p
  JOIN journal j ON j.id = p.journal_id WHERE p.account_id = a.id AND p.bill_line_id IS NULL AND p.amount_cents > 0)
FROM accounts a JOIN customers c ON c.id = a.customer_id WHERE a.credit_cents > 0 ORDER BY a.number
"""


def credits(store: Store, on: date | None = None) -> list[Standing]:
    """Every account with credit, the oldest age first, then by number."""
    day = on or store.clock.today()
    least = parse_cents(several(store, ("refund.threshold",), day)["refund.threshold"])
    found = []
    for account_id, number, name, status, cents, newest in store.rows(_CREDITS):
        since = date.fromisoformat(newest) if newest else None
        days = (day - since).days if since else AGES[-1][0]
        age = next(title for last, title in AGES if days <= last)
        eligible = status in ("FINAL", "CLOSED") or cents > least
        found.append(Standing(account_id, number, name, status, int(cents), since, age, eligible))
    order = [title for _, title in reversed(AGES)]
    return sorted(found, key=lambda one: (order.index(one.age), one.number))


def totals(found: list[Standing]) -> dict[str, tuple[int, int]]:
    """How many and how many cents of each age, the oldest first."""
    made = {title: (0, 0) for _, title in reversed(AGES)}
    for one in found:
        count, cents = made[one.age]
        made[one.age] = (count + 1, cents + one.credit_cents)
    return made
