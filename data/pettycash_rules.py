"""What a petty cash voucher is refused for: small rules, each a sentence or nothing.

Separation of duties and the split test: cashiering policy of GFOA and of cities (Mukilteo 3.28, Draper 3-3-130,
Sacramento County imprest cash).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.forms import FormError
from data.money import show_cents
from data.text import fold

if TYPE_CHECKING:
    from data.forms import Values
    from data.pettycash import Fund
    from data.store import Store

REIMBURSE, ADVANCE = "REIMBURSE", "ADVANCE"
TRAVEL = "TRAVEL"
PURCHASES: tuple[tuple[str, str], ...] = (
    ("SUPPLIES", "Supplies and small purchases"),
    ("POSTAGE", "Postage and delivery"),
    (TRAVEL, "Travel, with an authorization"),
    ("CONTRACT", "Item under a purchasing contract"),
    ("PERSONAL", "Personal use"),
    ("CHECK", "Cashing an employee's check"),
)
"""What the money is for; the last three are never paid."""
NEVER = {
    "CONTRACT": "Items under a purchasing contract are bought through purchasing, not from petty cash.",
    "PERSONAL": "Petty cash is never lent or paid for personal use.",
    "CHECK": "Petty cash does not cash checks.",
}


@dataclass(frozen=True)
class Draft:
    """A voucher before it is paid: clean form values, its fund, and the same payee's vouchers of the day in cents."""

    values: Values
    fund: Fund
    before_cents: int = 0


Rule = Callable[[Draft], tuple[str, str] | None]


def person_key(text: str) -> str:
    """A person's name for comparison: letters and digits only, without accents or case."""
    return fold(text).replace(" ", "")


def before(store: Store, values: Values, today: str) -> int:
    """What was paid to the same payee for the same department today, in cents, from any fund."""
    found = store.value(
        "SELECT COALESCE(SUM(CASE WHEN state = 'ADVANCED' THEN advanced_cents ELSE amount_cents END), 0) "
        "FROM petty_vouchers WHERE payee_key = ? AND paid_on = ? AND department = ? "
        "AND state NOT IN ('CANCELLED', 'RETURNED')",
        person_key(values["payee"]),
        today,
        values["department"],
    )
    return int(found)


def account(store: Store, typed: str) -> str:
    """The expense account that was typed: whole, without hyphens, or its object when only one ends so.

    Raises `FormError` when there is none, or several.
    """
    whole = store.value(
        "SELECT gl FROM gl_accounts WHERE (gl = ? OR replace(gl, '-', '') = ?) AND active = 1 AND kind = 'EXPENSE'",
        typed,
        typed,
    )
    if whole:
        return str(whole)
    found = store.rows("SELECT gl FROM gl_accounts WHERE gl LIKE ? AND active = 1 AND kind = 'EXPENSE'", f"%-{typed}")
    if len(found) > 1:
        raise FormError("gl", f"Several accounts end in {typed}. Type it whole, or choose it with F4.")
    if not found or not typed.isalnum():
        raise FormError("gl", f"There is no expense account {typed}. F4 lists the accounts.")
    return str(found[0][0])


def _allowed(draft: Draft) -> tuple[str, str] | None:
    sentence = NEVER.get(draft.values["purchase"])
    return ("purchase", sentence) if sentence else None


def _travel(draft: Draft) -> tuple[str, str] | None:
    if draft.values["purchase"] == TRAVEL and not draft.values.get("travel"):
        return "travel", "Travel needs the number of its authorization."
    return None


def _receipt(draft: Draft) -> tuple[str, str] | None:
    if draft.values["kind"] == REIMBURSE and not draft.values["receipt"]:
        return "receipt", "Money is paid back against a receipt. Without one yet, make it an advance."
    return None


def _tax(draft: Draft) -> tuple[str, str] | None:
    if (draft.values.get("tax") or 0) >= draft.values["amount"]:
        return "tax", "The tax is part of the amount."
    return None


def _not_the_keeper(draft: Draft) -> tuple[str, str] | None:
    for name, what in (("payee", "paid"), ("requested", "the one who asks"), ("approved", "the one who approves")):
        if draft.fund.names_keeper(draft.values[name]):
            return name, f"Custodian and alternate of a fund may not be {what}. Another fund or person does it."
    return None


def _two_people(draft: Draft) -> tuple[str, str] | None:
    approved = person_key(draft.values["approved"])
    if approved in (person_key(draft.values["requested"]), person_key(draft.values["payee"])):
        return "approved", "Nobody approves what they asked for or are paid."
    return None


def _no_split(draft: Draft) -> tuple[str, str] | None:
    whole = draft.before_cents + draft.values["amount"]
    if draft.before_cents and whole > draft.fund.limit_cents:
        before, limit = show_cents(draft.before_cents), show_cents(draft.fund.limit_cents)
        return "amount", f"With {before} paid there today it is above {limit}: a purchase is not split."
    return None


RULES: tuple[Rule, ...] = (_allowed, _travel, _receipt, _tax, _not_the_keeper, _two_people, _no_split)
"""Checked in this order; each gives the wrong field and a sentence, or None."""
