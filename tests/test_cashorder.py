"""The currency and coin order: whole straps and rolls, and value in is value out."""

from __future__ import annotations

import pytest
from closing_city import ship_all
from hypothesis import given
from hypothesis import strategies as st

from data import cashorder
from data.denominations import ALL, BILLS, ROLLS
from data.permissions import Refused
from data.session import Session
from data.store import Store

FUND = cashorder.fund_pieces("b5:6 b1:30 r25:1 c10:20")
CENTS = {one.title: one.cents for one in ALL}


def test_what_is_missing_comes_in_straps_and_rolls() -> None:
    found = cashorder.compute(FUND, 4, {"b5": 10, "b1": 40, "r25": 3, "b100": 3, "b20": 1})
    assert [(line.title, line.units, line.cents) for line in found.lines] == [
        ("$5 bills, strap", 1, 50_000), ("$1 bills, strap", 1, 10_000), ("Quarter rolls (40)", 1, 1000),
        ("Dime rolls (50)", 2, 1000),
    ]  # fmt: skip
    assert found.exchanged == (("$100 bills", 3, 30_000), ("$20 bills", 1, 2000))
    assert (found.total_cents, found.transfer_cents) == (62_000, 30_000)


def test_bills_that_are_needed_are_not_given_away() -> None:
    found = cashorder.compute({"b20": 5, "b1": 10}, 1, {"b20": 6})
    assert found.exchanged == (("$20 bills", 1, 2000),)


pieces = st.dictionaries(st.sampled_from([one.code for one in ALL]), st.integers(0, 60))


@given(pieces, st.integers(1, 9), pieces)
def test_value_in_is_value_out_and_nothing_is_missing_afterwards(fund: dict, drawers: int, held: dict) -> None:
    found = cashorder.compute(fund, drawers, held)
    assert found.exchanged_cents + found.transfer_cents == found.total_cents
    assert found.transfer_cents >= 0
    brought = {line.title.removesuffix(", strap"): line for line in found.lines}
    given = {title: count for title, count, _ in found.exchanged}
    for one in (*BILLS, *ROLLS):
        line = brought.get(one.title)
        assert line is None or line.cents % one.cents == 0
        if one in BILLS:
            have = held.get(one.code, 0) + (line.cents // one.cents if line else 0) - given.get(one.title, 0)
            assert have >= drawers * fund.get(one.code, 0)


def test_the_form_orders_and_prints(store: Store, session: Session) -> None:
    ship_all(store)
    found = cashorder.order(store, session, cashorder.FORM.clean({**cashorder.FORM.opening(), "drawers": "2"}))
    assert found.transfer_cents == found.total_cents > 0
    assert store.value("SELECT count(*) FROM jobs WHERE title = 'Currency and coin order'") == 1
    full = {one.code: 500 for one in ALL}
    with pytest.raises(Refused, match="Nothing is missing"):
        cashorder.order(store, session, {"drawers": 2, **full})


@pytest.mark.parametrize("text", ["b7:3", "b5", "b5:x"])
def test_a_wrong_setting_is_named(text: str) -> None:
    with pytest.raises(Refused, match=r"drawer\.fund_pieces"):
        cashorder.fund_pieces(text)
