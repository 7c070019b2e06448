"""The days after: notice, demand and its 30 days, recoveries by department, referral, write-off, redeposit."""

from __future__ import annotations

import csv
from datetime import date

import pytest
from ledger_city import account, cash, check, open_drawer
from returned_city import JOHN, MARIA, books_hold, bounce, gl, item, take, water

from data import corrections, returned_follow
from data.cases import RETURNED, papers
from data.catalog import Catalog
from data.documents.nsf_letters import letter
from data.ledger_terms import terms
from data.permissions import CSR1, FINANCE, SUPERVISOR, Refused
from data.returned_case import balance, by_id, parts
from data.returned_law import Limits, charge, charge_problem, claim, demand_expires
from data.returned_recovery import close_paid, recovered, slip_of
from data.returned_redeposit import redeposit
from data.returned_register import CSV_COLUMNS, packet, referral_csv, register
from data.session import Session
from data.store import Store
from data.verify import verify

JULY = (date(2026, 7, 1), date(2026, 7, 31))
LIMITS = Limits(2500, 3500, 2500, 3500, 10_000, 150_000, 3)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog.standard()


@pytest.fixture
def counter(store: Store, rules: Store, session: Session) -> Store:
    account(store, MARIA, bills=(3000, 4000))
    account(store, JOHN, bills=(5000,))
    open_drawer(store, session)
    return store


@pytest.fixture
def case(counter: Store, session: Session, catalog: Catalog) -> int:
    """A check of 85.00 for Maria's water and a room, returned for lack of funds."""
    items = [water(catalog, 7000), item(catalog, "MC", code="RENTAL", amount="1500", reference="B7")]
    take(counter, session, catalog, items, check(8500))
    return bounce(counter, session, catalog, 8500).id


@pytest.mark.parametrize(
    ("rest", "damages"),
    [(0, 0), (1, 10_000), (3_333, 10_000), (3_334, 10_002), (49_999, 149_997), (50_000, 150_000), (90_000, 150_000)],
)
def test_damages_are_three_times_within_the_statutes_bounds(rest: int, damages: int) -> None:
    found = claim(LIMITS, 100_000, 100_000 - rest)
    assert (found.check_cents, found.damages_cents, found.total_cents) == (rest, damages, rest + damages)


def test_the_statute_in_figures() -> None:
    assert (charge(LIMITS, 1), charge(LIMITS, 2), charge(LIMITS, 9)) == (2500, 3500, 3500)
    above = Limits(4000, 4000, 2500, 3500, 10_000, 150_000, 3)
    assert (charge(above, 1), charge(above, 2)) == (2500, 3500)
    resolved = Limits(4000, 4000, 2500, 3500, 10_000, 150_000, 3, "Res. 2026-11")
    assert charge(resolved, 1) == 4000
    assert charge_problem(resolved, 1, 4000) == ""
    assert "at most 25.00" in charge_problem(above, 1, 2501)
    assert demand_expires(date(2026, 12, 15)) == date(2027, 1, 14)
    assert claim(LIMITS, 8500, 0, good_faith_stop=True).total_cents == 8500


def test_the_whole_way_to_the_collection_officer(counter, session, session_of, clock, catalog, case) -> None:
    found = returned_follow.notice(counter, session, case)
    assert (found.state, found.notice_on) == ("NOTICE", date(2026, 7, 6))
    mailed = date(2026, 7, 6)
    found = returned_follow.demand(counter, session, case, "7019 1120 0001", mailed)
    assert (found.state, found.demand_expires_on, found.mailing_cost_cents) == ("DEMAND", date(2026, 8, 5), 900)
    supervisor = session_of(SUPERVISOR)
    clock.advance(days=30)
    with pytest.raises(Refused, match="until 08/05/2026"):
        returned_follow.refer(counter, supervisor, case)
    returned_follow.delivered(counter, session, case, date(2026, 7, 9))
    clock.advance(days=1)
    found = returned_follow.refer(counter, supervisor, case)
    assert (found.state, found.officer) == ("REFERRED", "Collection officer")
    assert [one.code for one in papers(counter, RETURNED, case)] == ["NSF-1", "CASH-ONLY", "NSF-2", "NSF-3"]
    first, row = referral_csv(counter, [case]).splitlines()
    assert first == ",".join(CSV_COLUMNS)
    cells = dict(zip(CSV_COLUMNS, next(csv.reader([row])), strict=True))
    assert (cells["amount"], cells["damages"], cells["balance"]) == ("85.00", "255.00", "110.00")
    assert cells["certified_no"] == "7019 1120 0001"
    assert referral_csv(counter, [case]) == f"{first}\r\n{row}\r\n"
    words = str(packet(counter, case))
    assert "255.00" in words
    assert "DEMAND FOR PAYMENT" in words
    books_hold(counter)


def test_a_partial_payment_within_the_30_days_lowers_the_damages(counter, session, catalog, case) -> None:
    returned_follow.notice(counter, session, case)
    returned_follow.demand(counter, session, case, "C1", date(2026, 7, 6))
    take(counter, session, catalog, [item(catalog, "NS", number="1021", amount="1000", fee="2500")], cash(3500))
    take(counter, session, catalog, [water(catalog, 1000)], cash(1000))
    found = returned_follow.claim_of(counter, by_id(counter, case))
    assert (found.check_cents, found.damages_cents) == (6500, 19500)


def test_a_case_paid_at_the_counter_goes_to_its_departments(counter, session, catalog, case) -> None:
    number = by_id(counter, case).number
    service = catalog.service("NS")
    look = service.look(counter, session, {"number": number})
    assert (look.fill["amount"], look.fill["fee"]) == ("85.00", "25.00")
    pay = item(catalog, "NS", number=number, amount="8500", fee="2500")
    with pytest.raises(Refused, match="only cash"):
        take(counter, session, catalog, [pay], check(11000, "1023"))
    paid = take(counter, session, catalog, [pay], cash(11000))
    assert by_id(counter, case).state == "PAID"
    assert slip_of(counter, paid.journal_id) == [
        ("FINANCE", "Returned-item charge", "551-000-1310", 2500),
        ("PARKS", "Room or field rental", "100-060-4610", 1500),
        ("UTILITIES", "Water", "551-000-1310", 7000),
    ]
    printed = counter.rows("SELECT title, payload FROM jobs WHERE title LIKE 'Distribution%' ORDER BY title")
    assert [row[0] for row in printed] == ["Distribution FINANCE", "Distribution PARKS", "Distribution UTILITIES"]
    assert "100-060-4610" in printed[1][1]
    assert {one.department: one.amount_cents for one in recovered(counter, *JULY)} == {
        "FINANCE": 2500, "PARKS": 1500, "UTILITIES": 7000,
    }  # fmt: skip
    assert gl(counter, "100-000-1320") == 0
    books_hold(counter)
    corrections.void(counter, session_with_limit(session), catalog, paid.journal_id, None, "Wrong case")
    assert by_id(counter, case).state == "FEE-POSTED"
    assert balance(counter, case).total_cents == 11000
    assert recovered(counter, *JULY) == []
    books_hold(counter)


def session_with_limit(session: Session) -> Session:
    """The same clerk as a supervisor, who may void any amount."""
    from dataclasses import replace

    return replace(session, clerk=replace(session.clerk, role=SUPERVISOR))


def test_too_much_is_refused_and_a_check_number_finds_the_case(counter, session, catalog, case) -> None:
    with pytest.raises(Exception, match=r"Only 85\.00 of the item"):
        take(counter, session, catalog, [item(catalog, "NS", number="1021", amount="8600", fee="0")], cash(8600))
    take(counter, session, catalog, [item(catalog, "NS", number="1021", amount="1000", fee="0")], cash(1000))
    assert balance(counter, case).item_cents == 7500
    books_hold(counter)


def test_a_case_paid_as_a_water_bill_ends_too(counter, session, catalog) -> None:
    take(counter, session, catalog, [water(catalog, 7000)], check(7000))
    case = bounce(counter, session, catalog, 7000).id
    take(counter, session, catalog, [water(catalog, 9500)], cash(9500))
    assert close_paid(counter, date(2026, 7, 6)) == 1
    assert by_id(counter, case).state == "PAID"
    assert sum(one.amount_cents for one in recovered(counter, *JULY)) == 9500


def test_a_demand_is_not_mailed_before_the_item_came_back(counter, session, case) -> None:
    returned_follow.notice(counter, session, case)
    with pytest.raises(Refused, match="after the item came back on 07/06/2026"):
        returned_follow.demand(counter, session, case, "C1", date(2026, 7, 5))
    assert by_id(counter, case).state == "NOTICE"


def test_a_frozen_account_gets_no_demand(counter, session, catalog) -> None:
    take(counter, session, catalog, [water(catalog, 3000)], check(3000))
    case = bounce(counter, session, catalog, 3000, reason="R15").id
    returned_follow.notice(counter, session, case)
    with pytest.raises(Refused, match="no demand"):
        returned_follow.demand(counter, session, case, "C1", date(2026, 7, 6))


def test_a_stopped_payment_has_its_own_notice_and_a_dispute_ends_the_damages(counter, session, catalog) -> None:
    take(counter, session, catalog, [water(catalog, 3000)], check(3000))
    case = bounce(counter, session, catalog, 3000, reason="STOP").id
    returned_follow.notice(counter, session, case)
    returned_follow.demand(counter, session, case, "C1", date(2026, 7, 6))
    assert papers(counter, RETURNED, case)[-1].code == "NSF-2S"
    assert returned_follow.claim_of(counter, by_id(counter, case)).damages_cents == 10_000
    returned_follow.dispute(counter, session, case, "Says the work was never done")
    assert returned_follow.claim_of(counter, by_id(counter, case)).damages_cents == 0


def test_a_write_off_needs_authority_and_clears_the_receivables(counter, session, session_of, case) -> None:
    with pytest.raises(Refused, match="may not write off"):
        returned_follow.write_off(counter, session_of(CSR1), case, "Gone")
    with pytest.raises(Refused, match=r"up to 100\.00"):
        returned_follow.write_off(counter, session_of(SUPERVISOR), case, "Gone")
    found = returned_follow.write_off(counter, session_of(FINANCE), case, "Moved away")
    assert found.state == "WRITTEN-OFF"
    assert balance(counter, case).total_cents == 0
    assert gl(counter, "100-030-5390") == 11000
    assert gl(counter, "100-000-1320") == 0
    books_hold(counter)


def test_an_item_taken_by_the_bank_after_all_is_paid_and_may_come_back_again(counter, session, catalog) -> None:
    take(counter, session, catalog, [water(catalog, 10000, over="Y")], check(10000))
    case = bounce(counter, session, catalog, 10000)
    found = redeposit(counter, session, case.id, date(2026, 7, 8))
    assert balance(counter, case.id).item_cents == 0
    assert counter.value("SELECT credit_cents FROM accounts WHERE number = ?", MARIA) == 3000
    assert (gl(counter, "100-000-1110"), gl(counter, "100-000-1120")) == (10000, 0)
    assert found.state == "FEE-POSTED"  # the charge is still owed
    assert redeposit(counter, session, case.id, date(2026, 7, 8)).version == found.version
    books_hold(counter)
    again = bounce(counter, session, catalog, 10000)
    assert (again.occurrence, again.fee_cents) == (2, 3500)
    assert gl(counter, "100-000-1110") == 0
    assert counter.value("SELECT credit_cents FROM accounts WHERE number = ?", MARIA) == 0
    books_hold(counter)


def test_the_register_by_age_department_and_payer(counter, session, clock, catalog, case) -> None:
    take(counter, session, catalog, [water(catalog, 5000, JOHN)], check(5000, "77", drawer="John Smith"))
    clock.advance(days=45)
    bounce(counter, session, catalog, 5000, "77")
    assert [(one.group, one.open_cents) for one in register(counter)] == [
        ("31 to 60 days", 11000), ("31 to 60 days", 7500),
    ]  # fmt: skip
    departments = [(one.group, one.open_cents) for one in register(counter, "DEPARTMENT")]
    assert departments == [
        ("FINANCE", 2500),
        ("FINANCE", 2500),
        ("PARKS", 1500),
        ("UTILITIES", 7000),
        ("UTILITIES", 5000),
    ]
    assert [one.group for one in register(counter, "PAYER")] == ["Customer 10004567", "John Smith"]


@pytest.mark.parametrize("code", ["NSF-1", "NSF-2", "NSF-2S", "NSF-3", "CASH-ONLY", "AUTOPAY"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_letter_has_its_figures_in_both_languages(counter, session, case, code: str, language: str) -> None:
    found = by_id(counter, case)
    facts = returned_follow.facts_of(counter, found, date(2026, 7, 6), language)
    words = str(letter(terms(counter, date(2026, 7, 6)), code, found, facts, language))
    assert found.number in words
    assert "{" not in words.replace("{'", "")
    assert ("110.00" in words) == (code not in ("CASH-ONLY", "AUTOPAY"))
    assert ("255.00" in words) == (code in ("NSF-2", "NSF-2S"))
    assert ("Fondos insuficientes" in words) == (language == "es" and code != "CASH-ONLY")


def test_tampering_with_a_return_is_found(counter, session, case) -> None:
    assert verify(counter).ok
    part = next(one for one in parts(counter, case) if one.kind == "BILL")
    counter.run("UPDATE bill_lines SET open_cents = open_cents - 1 WHERE id = ?", part.bill_line_id)
    assert [one.check for one in verify(counter).wrong] == ["bill lines"]


def test_bad_bank_data_end_the_automatic_payments(counter, session, catalog) -> None:
    take(counter, session, catalog, [water(catalog, 3000)], check(3000))
    counter.run("UPDATE accounts SET autopay = 1")
    case = bounce(counter, session, catalog, 3000, reason="R03").id
    assert counter.rows("SELECT number, autopay FROM accounts ORDER BY number") == [(MARIA, 0), (JOHN, 1)]
    returned_follow.notice(counter, session, case)
    assert [one.code for one in papers(counter, RETURNED, case)] == ["NSF-1", "CASH-ONLY", "AUTOPAY"]
    assert "No account" in str(papers(counter, RETURNED, case)[-1].elements)
