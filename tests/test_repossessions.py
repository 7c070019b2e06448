"""Repossessions: the one-hour check, the written notice, doubtful VINs, the debtor's fee through the cashier."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from conftest import SessionOf
from vehicles_city import CATALOG, VIN, impound, pay, repossession, values

from data import corrections, records, settings
from data.clock import FixedClock
from data.forms import FormError
from data.frontdesk import impounds, repossessions
from data.frontdesk.payments_verify import desk_payments
from data.permissions import Refused
from data.session import Session
from data.store import Store


@pytest.fixture(autouse=True)
def noon(clock: FixedClock) -> None:
    """Three hours after the start: the notices of the morning have come in."""
    clock.advance(hours=3)


def add(store: Store, session: Session, **given: Any) -> repossessions.Repossessed:
    """Enter a notice."""
    found = repossessions.add(store, session, values(repossessions.FORM, **repossession(**given)))
    return repossessions.by_id(store, session, found)


@pytest.mark.parametrize(
    ("taken_on", "taken_at", "minutes", "late"),
    [
        (date(2026, 7, 6), "08:10", 60, False),
        (date(2026, 7, 6), "08:09", 61, True),
        (date(2026, 7, 6), "09:10", 0, False),
        (date(2026, 7, 5), "23:59", 551, True),
    ],
)
def test_minutes_from_repossession_to_notice(
    rules: Store, session: Session, taken_on: date, taken_at: str, minutes: int, late: bool
) -> None:
    found = add(rules, session, taken_on=taken_on, taken_at=taken_at)
    assert (found.minutes, found.late) == (minutes, late)
    said = repossessions.warnings(rules, found.values, found.id)
    assert any(sentence.startswith("LATE NOTICE") for sentence in said) == late


def test_the_hour_that_daylight_saving_time_takes_does_not_count(rules: Store, session: Session) -> None:
    sunday = date(2026, 3, 8)
    found = add(rules, session, taken_on=sunday, taken_at="01:45", received_on=sunday, received_at="03:15")
    assert (found.minutes, found.late) == (30, False)


def test_another_hour_is_a_dated_row(rules: Store, session: Session) -> None:
    settings.put(rules, None, repossessions.MINUTES, "30", date(2026, 7, 1), unit="minutes")
    assert add(rules, session).late


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"taken_at": "09:11"}, "taken_at"),
        ({"received_on": date(2026, 7, 7)}, "received_on"),
        ({"received_at": "12:01"}, "received_at"),
        ({"svs": True}, "fcn"),
        ({"year": 2028}, "year"),
        ({"debtor": "SAMPLE  CALLER"}, "debtor"),
        ({"debtor": "Sample Recovery"}, "debtor"),
    ],
)
def test_what_cannot_be_is_refused(rules: Store, session: Session, given: dict[str, Any], name: str) -> None:
    with pytest.raises(FormError) as refused:
        add(rules, session, **given)
    assert refused.value.name == name


@pytest.mark.parametrize(
    ("received", "until"),
    [
        (date(2026, 7, 2), date(2026, 7, 6)),
        (date(2026, 7, 1), date(2026, 7, 2)),
        (date(2026, 7, 5), date(2026, 7, 6)),
        (date(2026, 6, 26), date(2026, 6, 29)),
    ],
    ids=["over the holiday of July 3", "the next day", "on a Sunday", "over a weekend"],
)
def test_the_written_notice_is_due_on_the_next_business_day(
    rules: Store, session: Session, received: date, until: date
) -> None:
    found = add(rules, session, taken_on=received, received_on=received)
    assert found.written_until == until


def test_the_written_notice_says_whether_it_came_in_time(rules: Store, session: Session, clock: FixedClock) -> None:
    found = add(rules, session)
    opened = records.record(rules, session, repossessions.LIST, found.id)
    with pytest.raises(FormError):
        repossessions.written_came(rules, session, opened, date(2026, 7, 5))
    clock.advance(days=2)
    assert not repossessions.written_came(rules, session, opened, date(2026, 7, 8))
    assert repossessions.by_id(rules, session, found.id).values["written_on"] == date(2026, 7, 8)


@pytest.mark.parametrize(
    ("vin", "received_at", "again"),
    [(VIN, "10:00", True), (VIN[-6:], "10:00", True), ("1M8GDM9AXKP042788", "10:00", False)],
)
def test_the_same_vin_within_a_day_warns(
    rules: Store, session: Session, vin: str, received_at: str, again: bool
) -> None:
    first = add(rules, session)
    typed = values(repossessions.FORM, **repossession(vin=vin, received_at=received_at, taken_at="09:50"))
    said = repossessions.warnings(rules, typed)
    assert any(first.number in sentence for sentence in said) == again


def test_a_day_and_a_minute_later_it_does_not(rules: Store, session: Session) -> None:
    add(rules, session, received_on=date(2026, 7, 5), received_at="09:09", taken_on=date(2026, 7, 5))
    assert repossessions.warnings(rules, values(repossessions.FORM, **repossession())) == []
    inside = values(repossessions.FORM, **repossession(received_at="09:09"))
    assert repossessions.warnings(rules, inside)[0].startswith("SAME VIN")


def test_a_car_stored_as_stolen_and_an_odd_vin_warn(rules: Store, session: Session) -> None:
    impounds.add(rules, session, values(impounds.FORM, **impound(reason="STOLEN", hold="NONE", vin=VIN)))
    said = repossessions.warnings(rules, values(repossessions.FORM, **repossession(vin=VIN)))
    assert said[0].startswith("STORED AS STOLEN: impound 26-0001")
    odd = VIN[:8] + "4" + VIN[9:]
    assert "check digit is 4 and should be 3" in repossessions.warnings(
        rules, values(repossessions.FORM, **repossession(vin=odd))
    )[-1]  # fmt: skip


def test_the_fee_is_paid_by_the_debtor_and_shows_its_receipt(rules: Store, session: Session) -> None:
    found = add(rules, session)
    with pytest.raises(FormError, match="may not pay this fee"):
        pay(rules, session, "RP", number=found.number, payer="AGENCY", id_type="DL")
    receipt = pay(rules, session, "RP", number=found.number.lower(), payer="DEBTOR", id_type="DL")
    assert receipt.total_cents == 1500
    now = repossessions.by_id(rules, session, found.id)
    assert (now.receipts, now.payer, now.debtor_id) == (receipt.number, "DEBTOR", "DL")
    with pytest.raises(FormError, match=f"The fee is paid: receipt {receipt.number}"):
        pay(rules, session, "RP", number=found.number, payer="DEBTOR", id_type="DL")
    titles = [title for (title,) in rules.rows("SELECT title FROM jobs WHERE kind = 'REPORT'")]
    assert titles[1:] == [f"Proof of payment {found.number}"]


def test_no_name_of_the_record_is_on_the_receipt(rules: Store, session: Session) -> None:
    found = add(rules, session)
    receipt = pay(rules, session, "RP", number=found.number, payer="DEBTOR", id_type="DL")
    (line,) = receipt.lines
    assert line.reference == found.number
    assert "Fictitia" not in repr(line)


def test_a_void_shows_the_fee_as_unpaid_and_it_can_be_paid_again(rules: Store, session_of: SessionOf) -> None:
    session = session_of("SUPERVISOR")
    found = add(rules, session)
    receipt = pay(rules, session, "RP", number=found.number, payer="FOR", id_type="ID")
    corrections.void(rules, session, CATALOG, receipt.journal_id, None, "Wrong report")
    assert not repossessions.by_id(rules, session, found.id).paid
    again = pay(rules, session, "RP", number=found.number, payer="DEBTOR", id_type="DL")
    assert repossessions.by_id(rules, session, found.id).receipts == again.number


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE desk_payments SET amount_cents = 1", "does not agree with its line"),
        ("UPDATE desk_payments SET void_id = journal_id", "does not agree with its line"),
        ("UPDATE desk_payments SET line_n = 2", "does not agree with its line"),
    ],
)
def test_a_changed_payment_is_found(rules: Store, session: Session, change: str, said: str) -> None:
    pay(rules, session, "RP", number=add(rules, session).number, payer="DEBTOR", id_type="DL")
    assert desk_payments(rules) == ""
    rules.run(change)
    assert said in desk_payments(rules)


def test_a_fee_that_was_paid_twice_is_found(rules: Store, session: Session) -> None:
    for vin in (VIN, "1M8GDM9AXKP042788"):
        pay(rules, session, "RP", number=add(rules, session, vin=vin).number, payer="DEBTOR", id_type="DL")
    rules.run("UPDATE desk_payments SET subject_id = 1")
    assert desk_payments(rules) == "Record 1 (REPO) is paid twice."


def test_a_fee_needs_its_notice(rules: Store, session: Session) -> None:
    with pytest.raises(FormError, match="no repossession RP99-1"):
        pay(rules, session, "RP", number="RP99-1", payer="DEBTOR", id_type="DL")


@pytest.mark.parametrize(("role", "may"), [("CSR1", True), ("POLICE", True), ("FINANCE", False), ("AUDITOR", False)])
def test_who_enters_a_notice(rules: Store, session_of: SessionOf, role: str, may: bool) -> None:
    session = session_of(role)
    if may:
        assert add(rules, session).number == "RP27-000001"
    else:
        with pytest.raises(Refused):
            add(rules, session)
