"""Citations: what is due on a day, the days to contest, payments and voids, sign-offs, and VINs and plates as typed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from conftest import SessionOf
from vehicles_city import CATALOG, VIN, citation, impound, pay, repossession, values

from data import corrections, records, settings
from data.clock import FixedClock
from data.fields import FieldError
from data.forms import FormError
from data.frontdesk import (
    citations,
    citations_steps,
    impounds,
    repossessions,
    signoffs,
    vehicle_due,
    vehicle_reports,
    vehicle_search,
)
from data.frontdesk.citations import Cited
from data.frontdesk.timeofday import Time
from data.permissions import Refused
from data.registers import page
from data.sample import vehicles as sample
from data.session import Session
from data.store import Store
from data.vehicles import Plate, Vin, check_digit, doubt

JULY_6 = date(2026, 7, 6)


def add(store: Store, session: Session, **given: Any) -> Cited:
    """Enter a citation."""
    found = citations.add(store, session, values(citations.FORM, **citation(**given)))
    return citations.by_id(store, session, found)


def take(store: Store, session: Session, found: Cited, number: str, **typed: Any) -> Cited:
    """Take a step of a citation."""
    return citations_steps.take(store, session, found.id, number, typed)


# What is due, and until when it may be contested


@pytest.mark.parametrize(
    ("issued", "notice", "until"),
    [
        (date(2026, 6, 15), None, date(2026, 7, 6)),
        (date(2026, 6, 12), None, date(2026, 7, 6)),
        (date(2026, 6, 16), None, date(2026, 7, 7)),
        (date(2026, 5, 1), date(2026, 6, 22), date(2026, 7, 6)),
        (date(2026, 5, 1), date(2026, 6, 20), date(2026, 7, 6)),
        (date(2026, 5, 1), date(2026, 5, 2), date(2026, 5, 22)),
        (date(2024, 2, 8), None, date(2024, 2, 29)),
    ],
    ids=["21 days", "to a holiday", "a Tuesday", "14 days", "14 days to a Saturday", "the later one", "February 29"],
)
def test_the_last_day_of_the_free_review(
    rules: Store, session: Session, issued: date, notice: date | None, until: date
) -> None:
    found = add(rules, session, issued_on=issued, notice_on=notice)
    assert found.review_until.until == until
    assert citations.due_cents(rules, session, found.id, until) == 5000
    assert citations.due_cents(rules, session, found.id, until + timedelta(days=1)) == 7500


def test_no_late_fee_while_it_is_contested(rules: Store, session: Session, clock: FixedClock) -> None:
    found = add(rules, session)
    contested = take(rules, session, found, "3", review_asked_on=JULY_6)
    clock.advance(days=30)
    assert (contested.state, citations.by_id(rules, session, found.id).due_cents) == ("REVIEW", 5000)
    upheld = take(rules, session, found, "4", review_mailed_on=date(2026, 8, 5), review_result="UPHELD")
    assert (upheld.state, upheld.due_cents) == ("OPEN", 7500)


def test_review_hearing_and_appeal_have_their_days(rules: Store, session: Session, clock: FixedClock) -> None:
    found = add(rules, session)
    with pytest.raises(Refused, match="follows the review"):
        take(rules, session, found, "5", hearing_asked_on=JULY_6, deposit="HARDSHIP")
    take(rules, session, found, "3", review_asked_on=JULY_6)
    reviewed = take(rules, session, found, "4", review_mailed_on=JULY_6, review_result="UPHELD")
    assert reviewed.hearing_until is not None
    assert reviewed.hearing_until.until == date(2026, 7, 27)
    clock.advance(days=21)
    with pytest.raises(FormError, match=r"50\.00 of the penalty is not deposited"):
        take(rules, session, found, "5", hearing_asked_on=date(2026, 7, 27), deposit="PAID")
    take(rules, session, found, "5", hearing_asked_on=date(2026, 7, 27), deposit="HARDSHIP")
    decided = take(rules, session, found, "6", decided_on=date(2026, 7, 27), decision="UPHELD")
    assert decided.appeal_until is not None
    assert decided.appeal_until.until == date(2026, 8, 26)
    clock.advance(days=31)
    with pytest.raises(FormError, match="08/26/2026"):
        take(rules, session, found, "7", appealed_on=date(2026, 8, 27))
    assert take(rules, session, found, "7", appealed_on=date(2026, 8, 26)).state == "APPEAL"
    assert take(rules, session, found, "6", decided_on=date(2026, 8, 27), decision="CANCELLED").state == "DISMISSED"


def test_a_hearing_a_day_late_is_refused(rules: Store, session: Session, clock: FixedClock) -> None:
    found = add(rules, session)
    take(rules, session, found, "3", review_asked_on=JULY_6)
    take(rules, session, found, "4", review_mailed_on=JULY_6, review_result="UPHELD")
    clock.advance(days=22)
    with pytest.raises(FormError, match="07/27/2026"):
        take(rules, session, found, "5", hearing_asked_on=date(2026, 7, 28), deposit="HARDSHIP")


@pytest.mark.parametrize("number", ["4", "6"])
def test_a_step_out_of_turn_is_refused(rules: Store, session: Session, number: str) -> None:
    found = add(rules, session)
    with pytest.raises(Refused, match="not while the citation is OPEN"):
        citations_steps.may(rules, session, found.id, number)


def test_the_dmv_holds_what_is_overdue_and_nothing_else(rules: Store, session: Session) -> None:
    early = add(rules, session)
    with pytest.raises(Refused, match="follows the notice"):
        citations_steps.dmv_hold(rules, session, early.id)
    late = add(rules, session, number="P2", issued_on=date(2026, 4, 1), notice_on=date(2026, 5, 1))
    assert citations_steps.dmv_hold(rules, session, late.id).state == "DMV-HOLD"
    assert citations_steps.dmv_hold(rules, session, late.id).state == "OPEN"


def test_a_payment_plan_is_noted(rules: Store, session: Session) -> None:
    found = add(rules, session)
    with pytest.raises(FormError):
        take(rules, session, found, "8", plan="5.00 a month", plan_until=JULY_6)
    assert take(rules, session, found, "8", plan="5.00 a month", plan_until=date(2027, 7, 1)).values["plan"]


# Payment


def test_paying_in_two_parts_and_voiding_one(rules: Store, session_of: SessionOf) -> None:
    session = session_of("SUPERVISOR")
    found = add(rules, session)
    first = pay(rules, session, "CI", number="P100", amount="20.00")
    with pytest.raises(FormError, match=r"Only 30\.00 is due"):
        pay(rules, session, "CI", number="P100", amount="30.01")
    second = pay(rules, session, "CI", number="P100", amount="30.00")
    paid = citations.by_id(rules, session, found.id)
    assert (paid.status, paid.due_cents, paid.receipts) == ("PAID", 0, f"{first.number} {second.number}")
    with pytest.raises(FormError, match="Nothing is due"):
        pay(rules, session, "CI", number="P100", amount="1.00")
    corrections.void(rules, session, CATALOG, second.journal_id, None, "Wrong citation")
    again = citations.by_id(rules, session, found.id)
    assert (again.status, again.due_cents, again.receipts) == ("OPEN", 3000, first.number)


def test_a_list_shows_paid_and_the_receipt(rules: Store, session: Session) -> None:
    add(rules, session)
    receipt = pay(rules, session, "CI", number="P100", amount="50.00")
    (row,) = page(rules, session, citations.LIST, "first", None, 5).rows
    assert row.cells[4:] == ("PAID", receipt.number)


def test_dismissed_after_payment_names_the_refund(rules: Store, session: Session) -> None:
    found = add(rules, session)
    pay(rules, session, "CI", number="P100", amount="50.00")
    take(rules, session, found, "3", review_asked_on=JULY_6)
    done = take(rules, session, found, "4", review_mailed_on=JULY_6, review_result="CANCELLED")
    assert (done.status, done.due_cents, done.refund_cents) == ("DISMISSED", 0, 5000)
    with pytest.raises(FormError, match="dismissed"):
        pay(rules, session, "CI", number="P100", amount="1.00")


def test_a_number_that_is_no_record_is_paid_as_typed(rules: Store, session: Session) -> None:
    assert pay(rules, session, "CI", number="VENDOR-1", amount="45.00").total_cents == 4500
    assert rules.value("SELECT count(*) FROM desk_payments") == 0


def test_the_court_s_fee_is_not_taken(rules: Store, session: Session) -> None:
    add(rules, session, kind="CORRECTABLE", penalty_cents=0, late_cents=0)
    with pytest.raises(FormError, match="never taken here"):
        pay(rules, session, "CI", number="P100", amount="25.00")
    with pytest.raises(FormError, match="no penalty here"):
        add(rules, session, number="P101", kind="CORRECTABLE", penalty_cents=2500, late_cents=0)


# Proof of correction


def inspection(**given: Any) -> dict[str, Any]:
    """An inspection of a correctable violation."""
    return {
        "citation": "P100", "section": "VC 5200", "plate": "7ABC123", "own": True, "inspected_on": JULY_6,
        "badge": "101", "corrected": True, "note": None, **given,
    }  # fmt: skip


def test_a_sign_off_closes_its_citation(rules: Store, session: Session) -> None:
    found = add(rules, session, kind="CORRECTABLE", penalty_cents=0, late_cents=0)
    signoffs.add(rules, session, inspection(corrected=False))
    assert citations.by_id(rules, session, found.id).state == "OPEN"
    made = signoffs.by_id(rules, signoffs.add(rules, session, inspection()))
    assert (made.number, made.fee_cents) == ("SO27-000002", 0)
    assert citations.by_id(rules, session, found.id).state == "SIGNED-OFF"
    with pytest.raises(FormError, match="has no charge"):
        pay(rules, session, "SO", number=made.number)


@pytest.mark.parametrize(("own", "cents"), [(True, 500), (False, 1900)])
def test_a_charge_is_a_dated_row_and_is_paid_once(rules: Store, session: Session, own: bool, cents: int) -> None:
    settings.put(rules, None, signoffs.OWN_FEE, "5.00", JULY_6, unit="cents")
    settings.put(rules, None, signoffs.OTHER_FEE, "19.00", JULY_6, unit="cents")
    made = signoffs.by_id(rules, signoffs.add(rules, session, inspection(own=own)))
    receipt = pay(rules, session, "SO", number=made.number)
    assert receipt.total_cents == cents
    assert signoffs.said(signoffs.by_id(rules, made.id)) == f"{made.number}: paid, receipt {receipt.number}."
    with pytest.raises(FormError, match="is paid"):
        pay(rules, session, "SO", number=made.number)


@pytest.mark.parametrize("section", ["VC 16028(a)", "16028", "VC16028"])
def test_insurance_is_not_signed_off_here(rules: Store, session: Session, section: str) -> None:
    with pytest.raises(FormError, match="court or the DMV"):
        signoffs.add(rules, session, inspection(section=section))


def test_a_parking_citation_is_not_signed_off(rules: Store, session: Session) -> None:
    add(rules, session)
    with pytest.raises(FormError, match="parking citation"):
        signoffs.add(rules, session, inspection())


# All of them together


def everything(store: Store, session: Session) -> None:
    """One record of each kind."""
    repossessions.add(store, session, values(repossessions.FORM, **repossession(received_at="09:00")))
    impounds.add(store, session, values(impounds.FORM, **impound(vin=VIN)))
    add(store, session)
    signoffs.add(store, session, inspection(citation="E1"))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("7abc", ["CITE", "REPO", "SIGNOFF"]),
        ("7 ABC-123", ["CITE", "REPO", "SIGNOFF"]),
        (VIN, ["IMPOUND", "REPO"]),
        ("004352", ["IMPOUND", "REPO"]),
        ("fictitia", ["IMPOUND", "REPO"]),
        ("sample bank", ["REPO"]),
        ("26-00", ["IMPOUND"]),
        ("so27", ["SIGNOFF"]),
        ("100%", []),
        ("___", None),
    ],
)
def test_one_look_up_finds_them(rules: Store, session: Session, text: str, kinds: list[str] | None) -> None:
    everything(rules, session)
    if kinds is None:
        with pytest.raises(Refused, match="three characters"):
            vehicle_search.search(rules, session, text)
        return
    assert sorted(hit.kind for hit in vehicle_search.search(rules, session, text)) == kinds


def test_what_is_due_stands_in_the_order_of_its_day(rules: Store, session: Session) -> None:
    everything(rules, session)
    found = [(one.by, one.kind, one.what) for one in vehicle_due.due(rules, session)]
    assert found == [
        (date(2026, 7, 7), "REPO", "Written notice is missing"),
        (date(2026, 7, 8), "IMPOUND", "Mail the notice"),
        (date(2026, 8, 5), "IMPOUND", "30 days end: earliest release"),
    ]


def test_registers_by_date(rules: Store, session: Session) -> None:
    everything(rules, session)
    june = (date(2026, 6, 1), date(2026, 6, 30))
    july = (date(2026, 7, 1), date(2026, 7, 31))
    assert "1 repossession." in vehicle_reports.repossessions(rules, *july).lines()
    assert "1 vehicle, 1 still stored." in vehicle_reports.impounds(rules, *july).lines()
    assert "1 citation." in vehicle_reports.citations(rules, *june).lines()
    assert "1 inspection, 1 corrected." in vehicle_reports.signoffs(rules, *july).lines()
    assert "0 vehicles, 0 still stored." in vehicle_reports.impounds(rules, *june).lines()


@pytest.mark.parametrize("role", ["CSR1", "POLICE", "POLSUP", "OFFICER", "AUDITOR", "ADMINISTRATOR"])
def test_who_reads_them(rules: Store, session_of: SessionOf, role: str) -> None:
    everything(rules, session_of("CSR1"))
    session = session_of(role)
    if role == "ADMINISTRATOR":
        with pytest.raises(Refused):
            vehicle_due.due(rules, session)
    else:
        assert len(vehicle_due.due(rules, session)) == 3


def test_the_sample_is_loaded_once(rules: Store, session: Session, clock: FixedClock) -> None:
    for _ in range(2):
        sample.load(rules, clock, session.clerk.id)
    counts = [rules.value(f"SELECT count(*) FROM {t}") for t in ("repossessions", "impounds", "citations", "signoffs")]
    assert counts == [3, 4, 4, 1]
    opened = records.record(rules, session, impounds.WHOLE, 1)
    assert opened.values["hold"] == "30-DAY"


# Fields


@pytest.mark.parametrize(("vin", "digit"), [(VIN, "3"), ("1M8GDM9AXKP042788", "X"), ("1" * 17, "1")])
def test_check_digits_of_known_vins(vin: str, digit: str) -> None:
    assert check_digit(vin) == digit
    assert doubt(vin) == ""
    assert "check digit" in doubt(f"{vin[:8]}{'2' if digit != '2' else '3'}{vin[9:]}")


@pytest.mark.parametrize(("typed", "value"), [("004352", "004352"), ("1hgcm82633a004352", VIN), ("", None)])
def test_a_vin_as_typed(typed: str, value: str | None) -> None:
    assert Vin("VIN").clean(typed) == value


@pytest.mark.parametrize("typed", ["12345", "1HGCM82633A00435O", "1HGCM82633A0043521"])
def test_a_vin_that_is_none(typed: str) -> None:
    with pytest.raises(FieldError):
        Vin("VIN").clean(typed)


@pytest.mark.parametrize(
    ("typed", "value"), [("7abc 123", "7ABC123"), ("a-b", "AB"), ("  ", None), ("1234 5678", "12345678")]
)
def test_a_plate_as_typed(typed: str, value: str | None) -> None:
    assert Plate("Plate").clean(typed) == value


@pytest.mark.parametrize(("typed", "value"), [("1405", "14:05"), ("905", "09:05"), ("00:00", "00:00"), ("", None)])
def test_a_time_as_typed(typed: str, value: str | None) -> None:
    assert Time("At").clean(typed) == value


@pytest.mark.parametrize("typed", ["2400", "1260", "9", "12:5", "1a30"])
def test_a_time_that_is_none(typed: str) -> None:
    with pytest.raises(FieldError):
        Time("At").clean(typed)
