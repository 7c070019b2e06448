"""Court papers: lead time, refusals of the law, the 48 hours, records, deposits through the cashier, the cost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from conftest import SessionOf
from hypothesis import HealthCheck, given
from hypothesis import settings as tuned
from hypothesis import strategies as some
from vehicles_city import CATALOG, pay, values

from data import corrections, settings
from data.clock import FixedClock
from data.forms import FormError
from data.frontdesk import courtpapers, courtpapers_clocks, courtpapers_steps, desk_due, desk_reports
from data.frontdesk.courtpapers import lead
from data.frontdesk.courtpapers_clocks import Served
from data.holidays import business_days_after
from data.permissions import Refused
from data.session import Session
from data.store import Store

JULY_6 = date(2026, 7, 6)


def paper(**changed: Any) -> dict[str, Any]:
    """A criminal subpoena for an officer, served on the desk in two copies."""
    return {
        "kind": "SUBPOENA", "matter": "CRIMINAL", "served_by": "Sample Server", "recipient": "Ofc. Sample",
        "recipient_kind": "OFFICER", "hearing_on": date(2026, 7, 20), "hearing_at": "08:30", "accepted": True,
        "copies": 2,
        "received_on": JULY_6, "received_at": "09:00", **changed,
    }  # fmt: skip


def add(store: Store, session: Session, **changed: Any) -> Served:
    """Enter a paper."""
    found = courtpapers.add(store, session, values(courtpapers.FORM, **paper(**changed)))
    return courtpapers_clocks.by_id(store, session, found)


def civil(store: Store, session: Session, **changed: Any) -> Served:
    """A civil subpoena for an officer, with its deposit."""
    return add(store, session, matter="CIVIL", **changed)


@pytest.mark.parametrize(
    ("received", "hearing", "days"),
    [
        (date(2026, 7, 6), date(2026, 7, 13), 5),
        (date(2026, 7, 6), date(2026, 7, 10), 4),
        (date(2026, 7, 1), date(2026, 7, 9), 5),
        (date(2026, 7, 3), date(2026, 7, 6), 1),
        (date(2026, 7, 6), date(2026, 7, 6), 0),
        (date(2026, 7, 6), date(2026, 7, 1), 0),
    ],
    ids=["a week", "to a Friday", "over the holiday of July 3", "over a weekend", "the same day", "past"],
)
def test_lead_time_in_working_days(rules: Store, received: date, hearing: date, days: int) -> None:
    assert lead(rules, received, hearing) == days


@tuned(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(received=some.dates(date(2026, 1, 1), date(2027, 6, 30)), count=some.integers(1, 30))
def test_lead_time_is_the_opposite_of_counting_on(rules: Store, received: date, count: int) -> None:
    assert lead(rules, received, business_days_after(rules, received, count)) == count


@pytest.mark.parametrize(("hearing", "short"), [(date(2026, 7, 10), True), (date(2026, 7, 13), False)])
def test_a_short_lead_time_is_told_and_the_paper_may_be_refused(
    rules: Store, session: Session, hearing: date, short: bool
) -> None:
    typed = paper(hearing_on=hearing)
    assert bool(courtpapers_clocks.warnings(rules, typed)) == short
    assert add(rules, session, hearing_on=hearing).short == short
    with pytest.raises(FormError, match="has a reason"):
        add(rules, session, hearing_on=hearing, accepted=False)
    refused = add(rules, session, hearing_on=hearing, accepted=False, reason="Officer on leave until 08/01")
    assert refused.state == "REFUSED"


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"manner": "ELECTRONIC"}, "manner"),
        ({"copies": 1}, "copies"),
        ({"hearing_on": None}, "hearing_on"),
        ({"kind": "SUMMONS"}, "accepted"),
        ({"kind": "CLAIM", "recipient_kind": "CITY"}, "accepted"),
        ({"kind": "SDT", "recipient_kind": "RECORDS"}, "documents"),
        ({"received_on": date(2026, 7, 7)}, "received_on"),
        ({"received_at": "09:01"}, "received_at"),
    ],
)
def test_what_the_desk_may_not_take(rules: Store, session: Session, changed: dict[str, Any], name: str) -> None:
    with pytest.raises(FormError) as refused:
        add(rules, session, **changed)
    assert refused.value.name == name


def test_papers_against_the_city_go_to_the_city_clerk(rules: Store, session: Session) -> None:
    assert courtpapers_clocks.warnings(rules, {"kind": "CLAIM"})[0].startswith("Not for us: to the City Clerk")
    assert "Legal and Internal Affairs" in courtpapers_clocks.warnings(rules, {"kind": "PITCHESS"})[0]
    sent = add(rules, session, kind="SUMMONS", recipient_kind="CITY", accepted=False, reason="City Clerk")
    assert sent.state == "REFUSED"


def test_an_officer_may_be_served_in_person_with_one_copy(rules: Store, session: Session) -> None:
    assert add(rules, session, manner="PERSON", copies=1).state == "OPEN"


def test_the_forty_eight_hours(rules: Store, session: Session, clock: FixedClock) -> None:
    found = add(rules, session)
    assert f"{found.tell_until:%m/%d/%Y %H:%M}" == "07/18/2026 08:30"
    told = {"undelivered_on": JULY_6, "undelivered_at": "10:00", "told": "Clerk of department 5"}
    assert "in time" in courtpapers_steps.undeliverable(rules, session, found.id, told)
    clock.advance(days=12)
    late = {**told, "undelivered_on": date(2026, 7, 18), "undelivered_at": "08:31"}
    assert "LATE" in courtpapers_steps.undeliverable(rules, session, found.id, late)


def test_what_was_delivered_is_not_undeliverable(rules: Store, session: Session) -> None:
    found = add(rules, session)
    done = {"delivered_on": JULY_6, "delivered_at": "11:00", "delivered_by": "Sgt. Sample"}
    courtpapers_steps.delivered(rules, session, found.id, done)
    told = {"undelivered_on": JULY_6, "undelivered_at": "12:00", "told": "Court"}
    with pytest.raises(Refused, match="was delivered"):
        courtpapers_steps.undeliverable(rules, session, found.id, told)


@pytest.mark.parametrize(
    ("matter", "received", "until"),
    [
        ("CRIMINAL", date(2026, 7, 1), date(2026, 7, 6)),
        ("CRIMINAL", date(2026, 6, 28), date(2026, 7, 6)),
        ("CIVIL", date(2026, 6, 19), date(2026, 7, 6)),
        ("CIVIL", date(2026, 6, 16), date(2026, 7, 1)),
    ],
    ids=["5 days", "to the holiday", "15 days to a Saturday", "15 days"],
)
def test_records_are_due(rules: Store, session: Session, matter: str, received: date, until: date) -> None:
    found = add(rules, session, kind="SDT", matter=matter, recipient_kind="RECORDS", documents="A report",
                received_on=received, hearing_on=None)  # fmt: skip
    assert found.response is not None
    assert found.response.until == until


def test_another_day_for_records_may_be_agreed(rules: Store, session: Session) -> None:
    agreed = date(2026, 8, 1)
    found = add(rules, session, kind="SDT", recipient_kind="RECORDS", documents="A report", agreed_on=agreed)
    assert found.response is not None
    assert found.response.until == agreed
    done = courtpapers_steps.produced(rules, session, found.id, {"produced_on": JULY_6})
    assert done.state == "CLOSED"
    with pytest.raises(Refused, match="CLOSED"):
        courtpapers_steps.produced(rules, session, found.id, {"produced_on": JULY_6})


# Deposits


def test_a_deposit_is_tendered_through_the_cashier_and_reconciled(rules: Store, session_of: SessionOf) -> None:
    session = session_of("SUPERVISOR")
    found = civil(rules, session)
    assert found.due_cents == 27500
    with pytest.raises(FormError, match=r"Only 275\.00"):
        pay(rules, session, "SD", "CK", number=found.number, amount="275.01")
    receipt = pay(rules, session, "SD", number=found.number, amount="275.00")
    paid = courtpapers_clocks.by_id(rules, session, found.id)
    assert (paid.due_cents, paid.receipts) == (0, receipt.number)
    corrections.void(rules, session, CATALOG, receipt.journal_id, None, "Wrong paper")
    assert courtpapers_clocks.by_id(rules, session, found.id).due_cents == 27500
    again = pay(rules, session, "SD", number=found.number, amount="275.00")
    cost = {"days_appeared": 1, "cost": 31250, "settled_note": None}
    done = courtpapers_steps.reconcile(rules, session, found.id, cost)
    assert (done.state, done.balance_cents) == ("CLOSED", 3750)
    assert courtpapers_steps.what_follows(done) == "Bill 37.50 to the party and its attorney."
    with pytest.raises(Refused, match="reconciled"):
        corrections.void(rules, session, CATALOG, again.journal_id, None, "Too late")
    with pytest.raises(FormError, match="Nothing is to be tendered"):
        pay(rules, session, "SD", number=found.number, amount="1.00")


def test_another_day_costs_the_same_again_first(rules: Store, session: Session) -> None:
    found = civil(rules, session)
    with pytest.raises(Refused, match=r"275\.00 for the days ordered before"):
        courtpapers_steps.another_day(rules, session, found.id, {"days": 1})
    pay(rules, session, "SD", number=found.number, amount="275.00")
    assert courtpapers_steps.another_day(rules, session, found.id, {"days": 2}).due_cents == 55000
    pay(rules, session, "SD", number=found.number, amount="550.00")
    done = courtpapers_steps.reconcile(
        rules, session, found.id, {"days_appeared": 2, "cost": 60000, "settled_note": None}
    )
    assert courtpapers_steps.what_follows(done) == "Refund 225.00 (menu 12)."


@pytest.mark.parametrize(
    ("changed", "cents"),
    [
        ({"matter": "CIVIL"}, 27500),
        ({"matter": "CIVIL", "recipient_kind": "CIVILIAN", "miles": 0}, 3500),
        ({"matter": "CIVIL", "recipient_kind": "CIVILIAN", "miles": 12}, 3980),
        ({"matter": "CRIMINAL"}, 0),
        ({"matter": "CIVIL", "kind": "SDT", "recipient_kind": "RECORDS", "documents": "A report"}, 0),
    ],
)
def test_what_is_tendered_for_a_day(rules: Store, session: Session, changed: dict[str, Any], cents: int) -> None:
    assert add(rules, session, **changed).due_cents == cents


def test_a_fee_of_a_day_is_a_dated_row(rules: Store, session: Session) -> None:
    settings.put(rules, None, courtpapers_clocks.OFFICER_DAY, "300.00", JULY_6, unit="cents")
    assert civil(rules, session).due_cents == 30000


def test_a_paper_with_a_deposit_is_not_just_closed(rules: Store, session: Session) -> None:
    found = civil(rules, session)
    pay(rules, session, "SD", number=found.number, amount="275.00")
    with pytest.raises(Refused, match="not reconciled"):
        courtpapers_steps.close(rules, session, found.id)
    other = add(rules, session)
    assert courtpapers_steps.close(rules, session, other.id).state == "CLOSED"


# The hearing, and what is due


def test_a_continued_hearing_has_a_new_day(rules: Store, session: Session) -> None:
    found = add(rules, session)
    with pytest.raises(FormError, match="after today"):
        courtpapers_steps.fate(rules, session, found.id, {"fate": "CONTINUED", "hearing_on": None, "hearing_at": None})
    new = {"fate": "CONTINUED", "hearing_on": date(2026, 8, 3), "hearing_at": None}
    moved = courtpapers_steps.fate(rules, session, found.id, new)
    assert (moved.state, moved.lead_wd) == ("CONTINUED", 20)
    assert f"{moved.tell_until:%m/%d/%Y %H:%M}" == "08/01/2026 08:30"


def test_a_vacated_hearing_is_no_longer_due(rules: Store, session: Session) -> None:
    found = add(rules, session)
    assert [(one.by, one.what) for one in desk_due.due(rules, session)] == [
        (date(2026, 7, 18), "Deliver, or tell the court")
    ]
    courtpapers_steps.fate(rules, session, found.id, {"fate": "VACATED", "hearing_on": None, "hearing_at": None})
    assert desk_due.due(rules, session) == []
    with pytest.raises(Refused, match="VACATED"):
        courtpapers_steps.another_day(rules, session, found.id, {"days": 1})


def test_the_register_by_date(rules: Store, session: Session) -> None:
    add(rules, session)
    assert "1 paper." in desk_reports.papers(rules, JULY_6, JULY_6).lines()


@pytest.mark.parametrize(("role", "may"), [("CSR1", True), ("POLSUP", True), ("OFFICER", False), ("FINANCE", False)])
def test_who_takes_papers(rules: Store, session_of: SessionOf, role: str, may: bool) -> None:
    if may:
        assert add(rules, session_of(role)).number == "CP27-000001"
    else:
        with pytest.raises(Refused):
            add(rules, session_of(role))
