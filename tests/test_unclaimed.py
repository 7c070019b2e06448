"""The clock of unclaimed money: 15.00 exactly, one and three years, two publications, 45 to 60 days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from ledger_city import key
from returned_city import books_hold, gl

from data import refunds, unclaimed
from data.cases import UNCLAIMED, papers
from data.permissions import FINANCE, SUPERVISOR, Refused
from data.refunds import Payee
from data.session import Session
from data.store import Store
from data.unclaimed import OTHER, Found
from data.unclaimed_law import due, publication_problem, waiting_years

PAYEE = Payee("Ann Lee", "3 Pine", "Vista Robles", "CA", "92000")
FIRST = date(2029, 7, 9)


@pytest.fixture
def counter(store: Store, rules: Store) -> Store:
    return store


def held(store: Store, session: Session, cents: int = 1500, owner: str = "Ann Lee", start: str = "2026-07-06") -> int:
    found = Found(OTHER, cents, date.fromisoformat(start), "100-030-4990", owner, "3 Pine", "Vista Robles, CA 92000")
    return unclaimed.hold(store, session, found, key()).id


@pytest.mark.parametrize(
    ("cents", "owner", "years"),
    [(1499, "Ann", 1), (1500, "Ann", 3), (1501, "Ann", 3), (1500, "", 1), (9_999_900, "  ", 1), (1, "Ann", 1)],
)
def test_fifteen_dollars_exactly_of_a_known_owner_waits_three_years(cents: int, owner: str, years: int) -> None:
    assert waiting_years(cents, owner) == years


def test_the_years_run_to_the_day() -> None:
    assert due(date(2026, 7, 6), 3) == date(2029, 7, 6)
    assert due(date(2028, 2, 29), 3) == date(2031, 3, 1)
    assert due(date(2028, 2, 29), 1) == date(2029, 3, 1)


@pytest.mark.parametrize(
    ("second", "effective", "good"),
    [(7, 45, True), (7, 60, True), (7, 44, False), (7, 61, False), (0, 45, False), (6, 45, False), (13, 50, True),
     (14, 50, False), (-1, 50, False)],
)  # fmt: skip
def test_publication_dates(second: int, effective: int, good: bool) -> None:
    days = [FIRST + timedelta(days=count) for count in (second, effective)]
    assert (publication_problem(FIRST, *days) == "") == good


def test_the_long_way_to_the_city(counter, session, session_of, clock) -> None:
    item = held(counter, session)
    assert gl(counter, "100-000-2460") == -1500
    clock.advance(days=1095)
    assert unclaimed.list_due(counter, session) == 0
    clock.advance(days=1)
    assert clock.today() == date(2029, 7, 6)
    assert unclaimed.list_due(counter, session) == 1
    finance = session_of(FINANCE)
    with pytest.raises(Refused, match="is listed, not published"):
        unclaimed.transfer(counter, finance, item)
    with pytest.raises(Refused, match="published after that"):
        unclaimed.publish(counter, session, item, date(2029, 7, 2), date(2029, 7, 9), date(2029, 8, 20))
    found = unclaimed.publish(counter, session, item, FIRST, date(2029, 7, 16), FIRST + timedelta(days=45))
    assert (found.state, found.effective_on) == ("PUBLISHED", date(2029, 8, 23))
    assert [one.code for one in papers(counter, UNCLAIMED, item)] == ["UNC-1"]
    clock.advance(days=47)
    with pytest.raises(Refused, match="City's on 08/23/2029"):
        unclaimed.transfer(counter, finance, item)
    clock.advance(days=1)
    with pytest.raises(Refused, match="may not transfer"):
        unclaimed.transfer(counter, session_of(SUPERVISOR), item)
    with pytest.raises(Refused, match="It became the City's"):
        unclaimed.claim(counter, session, item, "Ann Lee", "Passport seen", PAYEE, key())
    assert unclaimed.transfer(counter, finance, item).state == "TRANSFERRED"
    assert (gl(counter, "100-000-2460"), gl(counter, "100-030-4495")) == (0, -1500)
    books_hold(counter)


def test_small_money_needs_a_resolution_and_no_publication(counter, session, session_of, clock) -> None:
    item = held(counter, session, 1499)
    clock.advance(days=365)
    assert unclaimed.list_due(counter, session) == 1
    with pytest.raises(Refused, match="not published"):
        unclaimed.publish(counter, session, item, FIRST, FIRST + timedelta(days=7), FIRST + timedelta(days=50))
    finance = session_of(FINANCE)
    with pytest.raises(Refused, match="type the resolution"):
        unclaimed.transfer(counter, finance, item)
    assert unclaimed.transfer(counter, finance, item, "Res. 2027-12").resolution == "Res. 2027-12"
    books_hold(counter)


def test_a_claim_becomes_a_refund_and_a_rejected_one_opens_the_item_again(counter, session, session_of, clock) -> None:
    item = held(counter, session)
    with pytest.raises(Refused, match="what proof"):
        unclaimed.claim(counter, session, item, "Ann Lee", " ", PAYEE, key())
    found = unclaimed.claim(counter, session, item, "Ann Lee", "Passport seen", PAYEE, key())
    assert found.state == "CLAIMED"
    assert (gl(counter, "100-000-2460"), gl(counter, "100-000-2430")) == (0, -1500)
    claim = refunds.by_id(counter, found.claim_id or 0)
    assert (claim.amount_cents, claim.reference) == (1500, found.number)
    refunds.reject(counter, session, claim.id, "Not the owner")
    assert unclaimed.by_id(counter, item).state == "LISTED"
    assert gl(counter, "100-000-2460") == -1500
    books_hold(counter)
    again = unclaimed.claim(counter, session, item, "Ann Lee Jr", "Court order", PAYEE, key())
    assert again.state == "CLAIMED"


def test_the_same_money_is_held_once(counter, session) -> None:
    found = Found(OTHER, 2000, date(2026, 7, 6), "100-030-4990", "Ann")
    first = unclaimed.hold(counter, session, found, "k1")
    assert unclaimed.hold(counter, session, found, "k1") == first
    with pytest.raises(Refused, match="no account 999"):
        unclaimed.hold(counter, session, Found(OTHER, 1, date(2026, 7, 6), "999-000-0000"), "k2")
