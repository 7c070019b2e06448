"""The currency and coin order for the drawers: what their change funds need in whole straps and rolls.

Value in is value out: the order is paid with the large bills that are not needed, the rest by check or transfer, and
never changes what a fund is. A strap is 100 bills.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data import jobs
from data.denominations import ALL, BILLS, COINS, ROLLS, Denomination
from data.documents.cash_order import order_slip
from data.fields import Count, Field
from data.forms import Form
from data.ledger_terms import terms
from data.permissions import Refused
from data.settings import value

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

STRAP = 100
"""Bills in a strap."""
_BY_CODE = {one.code: one for one in ALL}


@dataclass(frozen=True)
class OrderLine:
    """Whole straps or rolls of one denomination; `cents` is what all of them are worth."""

    title: str
    units: int
    cents: int


@dataclass(frozen=True)
class CashOrder:
    """What is ordered and what it is paid with; cents."""

    lines: tuple[OrderLine, ...]
    exchanged: tuple[tuple[str, int, int], ...]
    """Bills given to the bank: title, how many, cents."""

    @property
    def total_cents(self) -> int:
        """What the bank brings."""
        return sum(line.cents for line in self.lines)

    @property
    def exchanged_cents(self) -> int:
        """What is paid in bills."""
        return sum(cents for _, _, cents in self.exchanged)

    @property
    def transfer_cents(self) -> int:
        """What remains to be paid by check or transfer."""
        return self.total_cents - self.exchanged_cents


def _fields() -> dict[str, Field]:
    found: dict[str, Field] = {"drawers": Count("Drawers to fill", 3, required=True, minimum=1, maximum=99)}
    found |= {one.code: Count(one.title, 6, default=0, stop=True) for one in ALL}
    return found


FORM = Form(
    "ORD010",
    "Currency and coin order",
    _fields(),
    help="How many drawers are to be filled, and what the safe holds for them. What is missing is ordered in whole "
    "straps and rolls (setting drawer.fund_pieces); large bills that are not needed pay for it.",
)


def fund_pieces(text: str) -> dict[str, int]:
    """The pieces of one change fund from the setting's text, `b5:6 b1:30 r25:1`. Raises `Refused`."""
    found = {}
    for word in text.split():
        code, _, count = word.partition(":")
        if code not in _BY_CODE or not count.isdecimal():
            raise Refused(f"The setting drawer.fund_pieces has {word}, which is no denomination and number.")
        found[code] = int(count)
    return found


def compute(fund: Mapping[str, int], drawers: int, held: Mapping[str, int]) -> CashOrder:
    """The order for a number of drawers, given what the safe holds (pieces by denomination)."""
    spare = {one.code: held.get(one.code, 0) - drawers * fund.get(one.code, 0) for one in ALL}
    lines = [_line(one, -spare[one.code], STRAP, "strap") for one in BILLS if spare[one.code] < 0]
    for coin, roll in zip(COINS, ROLLS, strict=True):
        loose, rolled = spare[coin.code], spare[roll.code]
        missing = max(0, -loose) * coin.cents + max(0, -rolled) * roll.cents - max(0, rolled) * roll.cents
        if missing > 0:
            lines.append(_line(roll, -(-missing // roll.cents), 1, "roll"))
    total = sum(line.cents for line in lines)
    return CashOrder(tuple(lines), tuple(_exchange(spare, total)))


def _line(one: Denomination, pieces: int, unit: int, name: str) -> OrderLine:
    units = -(-pieces // unit)
    title = one.title if name == "roll" else f"{one.title}, strap"
    return OrderLine(title, units, units * unit * one.cents)


def _exchange(spare: Mapping[str, int], total: int) -> list[tuple[str, int, int]]:
    """The largest bills that nobody needs, as far as they fit into the total (cents)."""
    found = []
    for one in BILLS:
        count = min(max(0, spare[one.code]), total // one.cents)
        if count:
            found.append((one.title, count, count * one.cents))
            total -= count * one.cents
    return found


def order(store: Store, session: Session, values: Mapping[str, int]) -> CashOrder:
    """The order from the form's values, printed. Raises `Refused` when nothing is missing."""
    today = session.clock.today()
    fund = fund_pieces(value(store, "drawer.fund_pieces", today))
    found = compute(fund, int(values["drawers"]), {one.code: int(values.get(one.code) or 0) for one in ALL})
    if not found.lines:
        raise Refused("Nothing is missing: the safe holds what these drawers need.")
    elements = order_slip(terms(store, today), found, today)
    jobs.add(store, session, jobs.REPORT, "Currency and coin order", elements)
    return found
