"""Change orders: bills of the box go to the bank and come back as whole rolls and straps of the same value.

An order never alters the fund: value in = value out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from data import audit, jobs
from data.clock import fiscal_year
from data.denominations import BILLS, ROLLS, Denomination
from data.documents.pettycash import order_paper
from data.fields import Count, Field
from data.forms import Form, FormError, Values
from data.ledger_entry import next_number
from data.ledger_read import id_of_key
from data.ledger_terms import terms
from data.money import show_cents
from data.permissions import Refused
from data.pettycash import Fund, acting, fund, keeping, position, post, seeing
from data.tenders import dump

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

OUT, RECEIVED, RETURNED = "OUT", "RECEIVED", "RETURNED"
GIVEN = tuple(one for one in BILLS if one.cents >= 500)
"""Bills that are exchanged."""
STRAPS = tuple(Denomination(f"s{n}", f"${n} straps (100)", n * 100_00) for n in (20, 10, 5, 1))
WANTED = (*STRAPS, *ROLLS)
"""What a bank hands out: straps of 100 bills, rolls of coins."""


def _fields() -> dict[str, Field]:
    given = {f"give_{one.code}": Count(f"Give {one.title}", 6, default=0, stop=True) for one in GIVEN}
    return {**given, **{one.code: Count(one.title, 6, default=0, stop=True) for one in WANTED}}


FORM = Form(
    "PCO010",
    "Change order",
    _fields(),
    confirm="Print the order and take the bills out of the box?",
    help="Large bills go to the bank; whole rolls and straps of the same value come back. The fund does not change.",
)


@dataclass(frozen=True)
class Order:
    """A change order; `given` and `wanted` are titles, numbers of pieces and cents."""

    id: int
    number: str
    fund_id: int
    state: str
    ordered_on: str
    clerk: str
    given: tuple[tuple[str, int, int], ...]
    wanted: tuple[tuple[str, int, int], ...]
    value_cents: int
    closed_on: str | None


_FROM = (
    "SELECT o.id, o.number, o.fund_id, o.state, o.ordered_on, u.initials, o.given, o.wanted, o.value_cents, "
    "o.closed_on FROM petty_orders o JOIN users u ON u.id = o.user_id"
)


def value_cents(values: Mapping[str, Any], kinds: tuple[Denomination, ...], prefix: str = "") -> int:
    """What the typed pieces of these kinds are worth, in cents."""
    return sum(one.cents * int(values.get(prefix + one.code) or 0) for one in kinds)


def _order(row: tuple[Any, ...]) -> Order:
    key, number, fund_id, state, ordered_on, clerk, given, wanted, value, closed_on = row
    sides = _pieces(given, GIVEN), _pieces(wanted, WANTED)
    return Order(key, number, fund_id, state, ordered_on, clerk, *sides, value, closed_on)


def _pieces(text: str, kinds: tuple[Denomination, ...]) -> tuple[tuple[str, int, int], ...]:
    known: dict[str, int] = json.loads(text)
    return tuple((one.title, known[one.code], known[one.code] * one.cents) for one in kinds if one.code in known)


def get(store: Store, order_id: int) -> Order:
    """An order by id. Raises `Refused` when there is none."""
    row = store.row(f"{_FROM} WHERE o.id = ?", order_id)
    if row is None:
        raise Refused("There is no such change order.")
    return _order(row)


def orders(store: Store, session: Session, fund_id: int) -> list[Order]:
    """A fund's change orders, newest first. Raises `Refused`."""
    seeing(store, session, fund_id)
    return [_order(row) for row in store.rows(f"{_FROM} WHERE o.fund_id = ? ORDER BY o.id DESC LIMIT 500", fund_id)]


def order(store: Store, session: Session, fund_id: int, values: Values, key: str) -> Order:
    """Take bills out for the bank, once per key, from the values of `FORM`; the order is printed.

    Raises `FormError` unless both sides have the same value, and `Refused` when the box does not hold so much.
    """
    with store.writing():
        found = keeping(store, session, fund_id)
        if (posted := id_of_key(store, key)) is not None:
            return get(store, int(store.value("SELECT id FROM petty_orders WHERE journal_id = ?", posted)))
        value = _value(values)
        if position(store, found).cash_cents < value:
            raise Refused(f"There is not so much cash in the box of {found.code}.")
        day = acting(store, session, found).business_date
        number = f"{found.code}-C{fiscal_year(day) % 100:02d}-{next_number(store, f'petty:{found.code}:order'):04d}"
        given = {one.code: values[f"give_{one.code}"] for one in GIVEN if values.get(f"give_{one.code}")}
        wanted = {one.code: values[one.code] for one in WANTED if values.get(one.code)}
        detail = {"number": number, "given": given, "wanted": wanted, "value_cents": value}
        written = post(store, session, found, "PETTY-CHANGE", key, [], detail=detail)
        order_id = store.insert(
            "petty_orders",
            number=number,
            fund_id=found.id,
            state=OUT,
            ordered_on=day.isoformat(),
            user_id=session.clerk.id,
            given=dump(given),
            wanted=dump(wanted),
            value_cents=value,
            journal_id=written.id,
        )
        made = get(store, order_id)
        _print(store, session, found, made)
        audit.record(store, session, "petty.order", "petty_orders", order_id)
    return made


def _value(values: Values) -> int:
    given, wanted = value_cents(values, GIVEN, "give_"), value_cents(values, WANTED)
    if not given:
        raise FormError(f"give_{GIVEN[0].code}", "Say which bills go to the bank.")
    if given != wanted:
        off = f"{show_cents(abs(given - wanted))} {'too little' if wanted < given else 'too much'}"
        raise FormError(WANTED[0].code, f"Given {show_cents(given)}, wanted {show_cents(wanted)}: {off} is wanted.")
    return given


def close(store: Store, session: Session, order_id: int, key: str, *, returned: bool = False) -> Order:
    """The change has come, or the bank gave the bills back (`returned`); once per key. Raises `Refused`."""
    with store.writing():
        found = keeping(store, session, get(store, order_id).fund_id)
        if id_of_key(store, key) is not None:
            return get(store, order_id)
        old = get(store, order_id)
        if old.state != OUT:
            raise Refused(f"Order {old.number} is {old.state.lower()} already.")
        state = RETURNED if returned else RECEIVED
        detail = {"number": old.number, "state": state, "value_cents": old.value_cents}
        origin = store.value("SELECT journal_id FROM petty_orders WHERE id = ?", old.id)
        written = post(store, session, found, "PETTY-CHANGE", key, [], origin_id=origin, detail=detail)
        store.run(
            "UPDATE petty_orders SET state = ?, closing_id = ?, closed_on = ?, version = version + 1 WHERE id = ?",
            state,
            written.id,
            session.clock.today().isoformat(),
            old.id,
        )
        audit.record(store, session, "petty.change", "petty_orders", old.id)
    return get(store, old.id)


def print_again(store: Store, session: Session, order_id: int) -> int:
    """Print a change order once more; the job's id."""
    found = get(store, order_id)
    seeing(store, session, found.fund_id)
    return _print(store, session, fund(store, found.fund_id), found)


def _print(store: Store, session: Session, found: Fund, made: Order) -> int:
    elements = order_paper(terms(store, made.ordered_on), found, made)
    return jobs.add(store, session, jobs.REPORT, f"Change order {made.number}", elements)
