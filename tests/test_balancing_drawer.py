"""Why a stored drawer is off: what the journal tells of its day, who may ask, and when, on both stores."""

from __future__ import annotations

import pytest
from ledger_city import Services, account, cash, check, key, open_drawer, pay, ship

from data import balancing_drawer, corrections, denominations, drawers, ledger
from data.balancing_drawer import Balancing, day_of, why
from data.catalog import Catalog
from data.ledger import Item
from data.permissions import CSR1, SUPERVISOR, Refused
from data.sample import rows_utility
from data.session import Session
from data.store import Store
from data.tenders import Tender

CATALOG = Catalog.standard()


@pytest.fixture
def counter(store: Store, session: Session) -> Store:
    """The shipped rows, an account with two open bills, and the session's drawer open with 100.00."""
    ship(store)
    rows_utility.load(store)
    account(store, "10000001", bills=(18_811, 5_025))
    open_drawer(store, session)
    return store


def water(store: Store, session: Session, amount: str, *paid: Tender) -> int:
    """Post a water payment of a typed amount; the journal's row."""
    form = CATALOG.service("UB").form
    values = form.clean({**form.opening(), "account": "10000001", "amount": amount})
    return ledger.post(store, session, CATALOG, [Item("UB", values)], paid, key()).journal_id


def counted(store: Store, session: Session, cash_cents: int, **papers: int) -> Balancing:
    """Count so much and ask why."""
    drawers.count(store, session, {**denominations.break_down(cash_cents), **papers})
    return why(store, session, CATALOG)


def test_a_transposed_water_payment_is_known_by_the_bill_it_left_open(counter: Store, session: Session) -> None:
    for cents in (1050, 2575, 4125):
        pay(counter, session, cash(cents))
    wrong = water(counter, session, "18181", Tender("CA", 18_181, 18_181))
    found = counted(counter, session, 10_000 + 1050 + 2575 + 4125 + 18_811)
    (finding,) = found.findings
    assert finding.variance == (("CA", 630),)
    best = finding.explanations[0]
    assert (best.cause, best.suspect) == ("TRANSPOSED", ("RECEIPT", wrong))
    assert "188.11 may have been paid, which is what was asked for" in best.sentence


def test_what_was_asked_is_the_balance_before_the_payment(counter: Store, session: Session) -> None:
    first = water(counter, session, "18811", Tender("CA", 18_811, 20_000))
    second = water(counter, session, "5025", Tender("CK", 5_025, 5_025, "77"))
    drawers.count(counter, session, denominations.break_down(28_811))
    day = day_of(counter, CATALOG, session.drawer_id or 0)
    asked = {one.id: one.asked for one in day.receipts}
    assert asked == {first: {18_811, 5_025, 23_836}, second: {5_025}}
    assert day.receipts[0].paid[0].change_cents == 1_189
    assert day.variance == {"CK": -5025}
    assert day.pieces_off("CK") == -1


def test_cash_posted_as_check(counter: Store, session: Session) -> None:
    pay(counter, session, cash(1050))
    wrong = pay(counter, session, check(4325))
    found = counted(counter, session, 10_000 + 1050 + 4325)
    assert [finding.variance for finding in found.findings] == [(("CK", -4325), ("CA", 4325))]
    assert found.findings[0].explanations[0].suspect == ("RECEIPT", wrong.journal_id)


def test_everything_that_happened_in_the_drawer_is_seen(counter: Store, session: Session) -> None:
    stays = pay(counter, session, cash(20_000))
    gone = pay(counter, session, cash(300))
    void = corrections.void(counter, session, Services(), gone.journal_id, None, "Wrong")
    opened = corrections.no_sale(counter, session, "Stamps")
    up = corrections.cancelled(counter, session, 777, 1, key())
    drop = drawers.safe_drop(counter, session, 4000, "B-17", "201")
    slip = drawers.paid_out(counter, session, 650, "Hardware store", "Key copy")
    drawers.count(counter, session, denominations.break_down(10_000 + 20_000 - 4000 - 650))
    day = day_of(counter, CATALOG, session.drawer_id or 0)
    assert [(one.id, one.voided) for one in day.receipts] == [(stays.journal_id, False), (gone.journal_id, True)]
    assert [(one.id, one.origin, one.paid[0].amount_cents) for one in day.voids] == [
        (void.journal_id, gone.number, 300)
    ]
    assert [(one.id, one.reason) for one in day.no_sales] == [(opened, "Stamps")]
    assert [(one.id, one.cents) for one in day.given_up] == [(up, 777)]
    assert [(one.id, one.kind, one.cents) for one in day.cash_out] == [
        (drop.journal_id, "DROP", 4000),
        (slip.journal_id, "PAID-OUT", 650),
    ]
    assert not day.variance


def test_a_paid_out_without_its_slip_points_at_the_no_sale(counter: Store, session: Session) -> None:
    pay(counter, session, cash(20_075))
    opened = corrections.no_sale(counter, session, "Stamps")
    best = counted(counter, session, 10_000 + 20_075 - 736).findings[0].explanations[0]
    assert (best.cause, best.suspect) == ("PAID-OUT", ("NO-SALE", opened))


def test_a_drawer_that_balances_has_no_findings(counter: Store, session: Session) -> None:
    pay(counter, session, cash(1050))
    assert counted(counter, session, 11_050).findings == ()


def test_nothing_is_told_before_the_count_nor_to_another_clerk(counter: Store, session: Session, session_of) -> None:
    pay(counter, session, cash(1050))
    with pytest.raises(Refused, match="Count the drawer first"):
        why(counter, session, CATALOG)
    with pytest.raises(Refused, match="Count the drawer first"):
        why(counter, session_of(SUPERVISOR), CATALOG, session.drawer_id)
    counted(counter, session, 11_000)
    with pytest.raises(Refused, match="another clerk's drawer"):
        why(counter, session_of(CSR1), CATALOG, session.drawer_id)
    assert why(counter, session_of(SUPERVISOR), CATALOG, session.drawer_id).count.variance == {"CA": -50}


def test_the_recount_is_what_is_explained(counter: Store, session: Session) -> None:
    pay(counter, session, cash(1051))
    drawers.count(counter, session, denominations.break_down(9_000))
    drawers.recount(counter, session, denominations.break_down(11_001))
    assert [finding.variance for finding in why(counter, session, CATALOG).findings] == [(("CA", -50),)]


def test_a_clerk_lists_own_counted_drawers_and_a_supervisor_all(counter: Store, session: Session, session_of) -> None:
    other = session_of(CSR1)
    open_drawer(counter, other, "02")
    supervisor = session_of(SUPERVISOR)
    assert balancing_drawer.counted(counter, supervisor) == []
    first, second = session.drawer_id, other.drawer_id
    drawers.count(counter, session, denominations.break_down(9_900))
    drawers.recount(counter, session, denominations.break_down(9_950))
    drawers.count(counter, other, denominations.break_down(10_000))
    mine = balancing_drawer.counted(counter, session)
    assert [(one.id, one.till, one.state, one.variance_cents) for one in mine] == [(first, "01", "RECOUNT", 50)]
    assert [(one.id, one.variance_cents) for one in balancing_drawer.counted(counter, supervisor)] == [
        (second, 0),
        (first, 50),
    ]
