"""Accounts at the counter: balance by bucket, alerts, what is hidden, bills and reads page by page, tariffs."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import SessionOf
from hypothesis import given
from hypothesis import strategies as st

from data.forms import FormError
from data.permissions import AUDITOR, CSR1, SUPERVISOR, Refused
from data.records import history, record, save
from data.registers import page
from data.sample import rows_utility
from data.session import Session
from data.store import Store
from data.utility import accounts_register, bills, customers, premises
from data.utility.accounts import HIDDEN, by_id, by_number, number_shown, open_lines
from data.utility.history import payments, reads, usage
from data.utility.tariffs import Price, charges, prices, tiered


def case(store: Store, condition: str) -> str:
    """The number of the first sample account for which an SQL condition holds."""
    sql = (
        "SELECT MIN(a.number) FROM accounts a JOIN customers c ON c.id = a.customer_id "
        f"JOIN premises p ON p.id = a.premise_id WHERE {condition}"
    )
    return str(store.value(sql))


@pytest.mark.parametrize("typed", ["10004567", "10004567-3", "100045673", " 10004567 "])
def test_ways_to_type_a_number(city: Store, typed: str) -> None:
    """With or without the check digit."""
    view = by_number(city, typed)
    assert view is not None
    assert view.number == "10004567"
    assert by_id(city, view.id) == view


def test_old_number_finds_the_account(city: Store) -> None:
    """A bill of the former system still works; an unknown number is None, and so is nothing."""
    number, old = city.rows("SELECT number, old_number FROM accounts WHERE old_number <> '' LIMIT 1")[0]
    view = by_number(city, old)
    assert view is not None
    assert view.number == number
    assert by_number(city, "99999999") is None
    assert by_number(city, "") is None


def test_balance_is_what_the_lines_say(city: Store) -> None:
    """By bucket, past due, and less the unapplied credit."""
    for (number,) in city.rows("SELECT number FROM accounts WHERE id <= 60"):
        view = by_number(city, number)
        assert view is not None
        left = open_lines(city, view.id)
        assert view.open_cents == sum(line.open_cents for line in left)
        today = city.clock.today()
        assert view.past_due_cents == sum(line.open_cents for line in left if line.due_date < today)
        assert view.due_cents == max(view.open_cents - view.credit_cents, 0)
        assert list(view.balance) == [name for name, _ in bills.BUCKETS if name in view.balance]
        assert [line.bill_date for line in left] == sorted(line.bill_date for line in left)


@pytest.mark.parametrize(
    ("condition", "alert"),
    [
        ("a.cash_only = 1", "CASH ONLY"),
        ("a.no_checks = 1", "NO CHECKS"),
        ("a.shutoff_on IS NOT NULL", "SHUT-OFF PENDING 07/15/2026"),
        ("c.confidential = 1", "CONFIDENTIAL"),
        ("c.bankruptcy = 1", "BANKRUPTCY"),
        ("c.bad_address = 1", "Mail returned: ask for the new address"),
        ("a.status = 'CLOSED'", "CLOSED"),
        ("p.service_area <> 'CITY'", "SERVICE AREA SEWER ONLY"),
        ("c.medical_until IS NOT NULL", "MEDICAL UNTIL 01/22/2027"),
    ],
)
def test_alerts(city: Store, condition: str, alert: str) -> None:
    """Each trouble is named at the head of the account."""
    view = by_number(city, case(city, condition))
    assert view is not None
    assert alert in view.alerts


def test_confidential_is_for_a_supervisor(city: Store, session: Session, session_of: SessionOf) -> None:
    """Phone and address are hidden from everybody else, in the view and in the registers."""
    view = by_number(city, case(city, "c.confidential = 1"))
    assert view is not None
    hidden = view.for_clerk(session)
    assert (hidden.phone, hidden.service_address, hidden.mail_lines) == (HIDDEN, HIDDEN, (HIDDEN,))
    assert hidden.due_cents == view.due_cents
    supervisor = session_of(SUPERVISOR)
    assert view.for_clerk(supervisor) == view
    for register, key in ((customers.REGISTER, view.customer_id), (premises.REGISTER, view.premise_id)):
        ids = {row.id for row in page(city, session, register, "first", None, 500).rows}
        assert key not in ids
        assert key in {row.id for row in page(city, supervisor, register, "first", None, 500).rows}
        opened = record(city, supervisor, register, key)
        with pytest.raises(Refused, match="supervisor"):
            save(city, session, register, key, opened.values, opened.version)


def test_a_change_of_name_is_kept_and_found(city: Store, session: Session) -> None:
    """Who, when, before and after; and the look-up knows the new name at once."""
    from data.find import find

    view = by_number(city, "10004567")
    assert view is not None
    opened = record(city, session, customers.REGISTER, view.customer_id)
    save(city, session, customers.REGISTER, view.customer_id, {**opened.values, "name": "Qwerta Zum"}, opened.version)
    cells = [row.cells for row in history(city, session, customers.REGISTER, view.customer_id)]
    assert [(cell[2], cell[3], cell[4]) for cell in cells] == [("Name", view.name, "Qwerta Zum")]
    assert [hit.number for hit in find(city, session, "qwerta")] == [number_shown("10004567")]


def test_a_new_mailing_address_clears_the_bad_one(city: Store, session: Session) -> None:
    """Mail came back; the customer gives the new address; half an address is refused."""
    view = by_number(city, case(city, "c.bad_address = 1"))
    assert view is not None
    opened = record(city, session, customers.REGISTER, view.customer_id)
    half = {**opened.values, "mail_street": "9 NEW ST", "mail_city": None, "mail_state": None, "mail_zip": None}
    with pytest.raises(FormError, match="street, city"):
        save(city, session, customers.REGISTER, view.customer_id, half, opened.version)
    whole = {**half, "mail_city": "VISTA ROBLES", "mail_state": "CA", "mail_zip": "92990"}
    save(city, session, customers.REGISTER, view.customer_id, whole, opened.version)
    after = by_number(city, view.number)
    assert after is not None
    assert "bad_address" not in after.flags
    assert after.mail_lines == ("9 NEW ST", "VISTA ROBLES, CA 92990")


def test_holds_need_a_supervisor(city: Store, session: Session, session_of: SessionOf) -> None:
    """A clerk changes the billing name but not cash-only; a supervisor does."""
    view = by_number(city, "10004567")
    assert view is not None
    opened = record(city, session, accounts_register.REGISTER, view.id)
    save(
        city, session, accounts_register.REGISTER, view.id, {**opened.values, "billing_name": "Estate"}, opened.version
    )
    held = {**opened.values, "cash_only": True}
    with pytest.raises(Refused, match="supervisor"):
        save(city, session, accounts_register.REGISTER, view.id, held, opened.version + 1)
    save(city, session_of(SUPERVISOR), accounts_register.REGISTER, view.id, held, opened.version + 1)
    changed = by_number(city, "10004567")
    assert changed is not None
    assert changed.cash_only


def test_an_auditor_changes_nothing(city: Store, session_of: SessionOf) -> None:
    """The auditor looks; the counter changes."""
    auditor = session_of(AUDITOR)
    opened = record(city, auditor, customers.REGISTER, 1)
    with pytest.raises(Refused):
        save(city, auditor, customers.REGISTER, 1, opened.values, opened.version)


def test_two_premises_never_share_an_address(city: Store, session_of: SessionOf) -> None:
    """The register names the premise that has it."""
    clerk = session_of(CSR1)
    street = city.value("SELECT street FROM premises WHERE id = 1")
    opened = record(city, clerk, premises.REGISTER, 2)
    twin = {**opened.values, "street": street, "unit": None, "zip": city.value("SELECT zip FROM premises WHERE id = 1")}
    with pytest.raises(FormError, match="P0000001"):
        save(city, clerk, premises.REGISTER, 2, twin, opened.version)


def test_bills_and_reads_page_by_page(city: Store) -> None:
    """Pages follow one another without gap or repeat, and a bill's lines explain its total."""
    view = by_number(city, "10004567")
    assert view is not None
    whole = bills.bills(city, view.id, count=100)
    first = bills.bills(city, view.id, count=5)
    assert first + bills.bills(city, view.id, first[-1].key, 100) == whole
    assert len(whole) == 13
    assert whole[0].days in range(28, 32)
    for bill in whole:
        assert sum(line.amount_cents for line in bills.lines(city, bill.id)) == bill.total_cents
        assert bills.bill(city, bill.number) == bill
    newest = reads(city, view.id, count=4)
    assert newest + reads(city, view.id, newest[-1].key, 100) == usage(city, view.id)[::-1]
    assert len(usage(city, view.id)) == 13


def test_payments_of_an_account(city: Store, session: Session) -> None:
    """Newest first, page by page, with the receipt, the tenders, and whether it was voided."""
    with city.writing():
        for n in (1, 2, 3):
            key = city.insert(
                "journal", kind="RECEIPT", receipt=f"27-00000{n}", series="01", seq=n, business_date="2026-07-06",
                at=city.now(), user_id=session.clerk.id, station="T1", idem_key=str(n), total_cents=100 * n,
                prev_hash="", hash="",
            )  # fmt: skip
            city.insert(
                "journal_lines", journal_id=key, n=1, service="UB", account_id=81, description="Water bill", quantity=1,
                unit_cents=100 * n, amount_cents=100 * n,
            )  # fmt: skip
            city.insert("tenders", journal_id=key, n=1, kind="CK", amount_cents=100 * n, tendered_cents=100 * n)
    first = payments(city, 81, count=2)
    assert [payment.receipt for payment in first] == ["27-000003", "27-000002"]
    assert (first[0].amount_cents, first[0].tenders, first[0].voided) == (300, "CK", False)
    assert [payment.receipt for payment in payments(city, 81, first[-1].key)] == ["27-000001"]


def test_published_tariffs(store: Store) -> None:
    """T1: 12 CCF in one dwelling; T2: blocks per dwelling and the pass-through charge."""
    rows_utility.load(store)
    rows_utility.load(store)
    first = prices(store, "T1", date(2026, 7, 1))
    lines = charges(first, "RES-SINGLE", "3/4", 12_000)
    assert [line.amount_cents for line in lines if line.bucket == "WATER-FIXED"] == [3011]
    assert [line.amount_cents for line in lines if line.bucket == "WATER-USAGE"] == [4989, 1816]
    assert sum(line.amount_cents for line in charges(first, "COMMERCIAL", "2", 0)) == 14190
    second = prices(store, "T2", date(2026, 7, 1))
    lines = charges(second, "RES-MULTI", "1", 30_000, dwelling_units=3)
    assert [line.amount_cents for line in lines] == [7806, 1410, 24 * 368, 6 * 661]
    fire = charges(second, "COMMERCIAL", "6", 0, fire_line=True)
    assert [line.amount_cents for line in fire] == [24855, 127305, 26460] or sum(
        line.amount_cents for line in fire
    ) == 24855 + 127305 + 26460
    assert prices(store, "T2", date(2023, 12, 31)) == []


@given(usage_milli=st.integers(0, 400_000), dwellings=st.integers(1, 30))
def test_tiers_add_up(usage_milli: int, dwellings: int) -> None:
    """Whatever is used lies in exactly one tier; a line is rounded once."""
    tiers = [
        Price("", "", "USAGE", start, price, "ccf", True) for start, price in ((0, 533), (9360, 688), (20050, 875))
    ]
    lines = tiered(tiers, usage_milli, dwellings)
    low = usage_milli * 533 / 1000
    high = usage_milli * 875 / 1000
    assert low - 2 <= sum(line.amount_cents for line in lines) <= high + 2
    assert len(lines) <= 3
    used = [line.description.split(": ")[1].split(" ")[0].replace(",", "").replace(".", "") for line in lines]
    assert sum(int(units) for units in used) == usage_milli
