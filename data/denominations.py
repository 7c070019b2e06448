"""Denominations of United States currency, and the count of a drawer by them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from data.fields import Count, Field, Money
from data.forms import Form
from data.tenders import CARD, CASHIERS_CHECK, CHECK, KINDS, MONEY_ORDER


@dataclass(frozen=True)
class Denomination:
    """A bill, coin, or roll of coins; `cents` is what one is worth."""

    code: str
    title: str
    cents: int


BILLS = tuple(Denomination(f"b{dollars}", f"${dollars} bills", dollars * 100) for dollars in (100, 50, 20, 10, 5, 2, 1))
COINS = (
    Denomination("c100", "$1 coins", 100),
    Denomination("c50", "50c coins", 50),
    Denomination("c25", "Quarters", 25),
    Denomination("c10", "Dimes", 10),
    Denomination("c5", "Nickels", 5),
    Denomination("c1", "Pennies", 1),
)
ROLLS = (
    Denomination("r100", "$1 rolls (25)", 2500),
    Denomination("r50", "50c rolls (20)", 1000),
    Denomination("r25", "Quarter rolls (40)", 1000),
    Denomination("r10", "Dime rolls (50)", 500),
    Denomination("r5", "Nickel rolls (40)", 200),
    Denomination("r1", "Penny rolls (50)", 50),
)
ALL = (*BILLS, *COINS, *ROLLS)
"""From the largest bill to the roll of pennies, in the order in which they are counted."""

PAPER = (CHECK, MONEY_ORDER, CASHIERS_CHECK, CARD)
"""Tenders counted as a number of pieces and a total."""


def _fields() -> dict[str, Field]:
    found: dict[str, Field] = {one.code: Count(one.title, 6, default=0, stop=True) for one in ALL}
    for kind in PAPER:
        title = "Card slips" if kind == CARD else f"{KINDS[kind].title}s"
        found[f"{kind}_count"] = Count(title, 6, default=0, stop=True)
        found[f"{kind}_total"] = Money(f"{title} total", default=0, stop=True, minimum_cents=0)
    return found


COUNT_FORM = Form(
    "DRW030",
    "Count the drawer",
    _fields(),
    confirm="Is the count complete? It cannot be changed afterwards.",
    help="Count pieces, not dollars. Leave 0 where there are none. What is expected is shown after the count.",
)


def cash_cents(pieces: Mapping[str, Any]) -> int:
    """What the counted bills, coins and rolls are worth, in cents."""
    return sum(one.cents * int(pieces.get(one.code) or 0) for one in ALL)


def counted(values: Mapping[str, Any]) -> dict[str, int]:
    """The counted cents of each tender, from a count form's clean values."""
    return {"CA": cash_cents(values), **{kind: int(values.get(f"{kind}_total") or 0) for kind in PAPER}}


def pieces(values: Mapping[str, Any]) -> dict[str, int]:
    """What was counted and is not nothing, as it is stored."""
    return {name: int(values[name]) for name in COUNT_FORM.fields if values.get(name)}


def break_down(cents: int) -> dict[str, int]:
    """The fewest bills and coins that make an amount, for change and for tests."""
    found: dict[str, int] = {}
    for one in (*BILLS, *COINS):
        if number := cents // one.cents:
            found[one.code] = number
            cents -= number * one.cents
    return found
