"""Ride-alongs: who may ride, one ride in twelve months, one rider for an officer and shift, the waiver."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from conftest import SessionOf
from vehicles_city import values

from data import settings
from data.clock import FixedClock
from data.forms import FormError
from data.frontdesk import desk_due, desk_reports, rides, rides_steps
from data.frontdesk.rides import Applied, age, months_before
from data.permissions import Refused
from data.sample import frontdesk as sample
from data.session import Session
from data.store import Store

JULY_6 = date(2026, 7, 6)


def application(**given: Any) -> dict[str, Any]:
    """An adult resident's application."""
    return {
        "name": "Invented Rider", "born_on": date(2000, 1, 1), "resident": True, "phone": "7605550170", "id_type": "DL",
        "emergency": "Contact", "emergency_phone": "7605550171", "reason": "Interest", "applied_on": JULY_6, **given,
    }  # fmt: skip


def add(store: Store, session: Session, **given: Any) -> Applied:
    """Enter an application."""
    return rides.by_id(store, session, rides.add(store, session, values(rides.FORM, **application(**given))))


def day(on: date = date(2026, 7, 10), **given: Any) -> dict[str, Any]:
    """The day of a ride."""
    return {"ride_on": on, "shift": "DAY", "starts_at": "08:00", "officer": "Ofc. Sample", **given}


def approved(store: Store, session: Session, **given: Any) -> Applied:
    """An application that the watch commander approved."""
    found = add(store, session, **given)
    rides_steps.check(store, session, found.id, {"local_check": "CLEAR"})
    return rides_steps.decide(store, session, found.id, {"decision": "APPROVED", "decided_by": "Lt. Sample"})


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        (date(2010, 7, 6), JULY_6, 16),
        (date(2010, 7, 7), JULY_6, 15),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
    ],
)
def test_years_on_a_day(born: date, on: date, years: int) -> None:
    assert age(born, on) == years


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 7, 10), 12, date(2025, 7, 10)),
        (date(2028, 2, 29), 12, date(2027, 2, 28)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 15), 2, date(2025, 11, 15)),
    ],
)
def test_months_before_a_day(day: date, months: int, before: date) -> None:
    assert months_before(day, months) == before


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"born_on": date(2010, 7, 7)}, "born_on"),
        ({"resident": False}, "resident"),
        ({"born_on": date(2026, 7, 6)}, "born_on"),
    ],
)
def test_who_may_not_ride(rules: Store, session: Session, given: dict[str, Any], name: str) -> None:
    with pytest.raises(FormError) as refused:
        add(rules, session, **given)
    assert refused.value.name == name


def test_an_applicant_of_the_department_need_not_live_here(rules: Store, session: Session) -> None:
    assert add(rules, session, resident=False, candidate=True).state == "APPLIED"
    settings.put(rules, None, rides.RESIDENTS, "N", JULY_6)
    assert add(rules, session, name="Another", resident=False).state == "APPLIED"


def test_check_then_decision_then_day(rules: Store, session: Session) -> None:
    found = add(rules, session)
    with pytest.raises(Refused, match="comes first"):
        rides_steps.decide(rules, session, found.id, {"decision": "APPROVED", "decided_by": "Lt."})
    with pytest.raises(Refused, match="APPLIED"):
        rides_steps.schedule(rules, session, found.id, day())
    rides_steps.check(rules, session, found.id, {"local_check": "REFER"})
    denied = rides_steps.decide(rules, session, found.id, {"decision": "DENIED", "decided_by": "Lt."})
    assert denied.state == "DENIED"
    rides_steps.decide(rules, session, found.id, {"decision": "APPROVED", "decided_by": "Lt."})
    assert rides_steps.schedule(rules, session, found.id, day()).state == "SCHEDULED"
    titles = [title for (title,) in rules.rows("SELECT title FROM jobs")]
    assert titles == [f"Ride-along {found.number}"]


def test_one_rider_for_an_officer_and_shift(rules: Store, session: Session) -> None:
    first, other = approved(rules, session), approved(rules, session, name="Another Rider")
    rides_steps.schedule(rules, session, first.id, day())
    with pytest.raises(FormError, match="one rider at a time"):
        rides_steps.schedule(rules, session, other.id, day(officer="ofc. sample"))
    assert rides_steps.schedule(rules, session, other.id, day(shift="NIGHT")).state == "SCHEDULED"
    assert len(rides_steps.calendar(rules, session, JULY_6)) == 2


def test_the_database_itself_keeps_riders_apart(rules: Store, session: Session) -> None:
    first, other = approved(rules, session), approved(rules, session, name="Another Rider")
    rides_steps.schedule(rules, session, first.id, day())
    with pytest.raises(Exception, match=r"(?i)unique|rides_one_rider"), rules.writing():
        rules.run(
            "UPDATE rides SET ride_on = '2026-07-10', shift = 'DAY', officer = 'Ofc. Sample', state = 'SCHEDULED' "
            "WHERE id = ?", other.id,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("ride", "again"), [(date(2027, 7, 9), False), (date(2027, 7, 10), True), (date(2026, 7, 11), False)]
)
def test_one_ride_in_twelve_months(rules: Store, session: Session, clock: FixedClock, ride: date, again: bool) -> None:
    first = approved(rules, session)
    rides_steps.schedule(rules, session, first.id, day())
    rides_steps.sign(rules, session, first.id, signed())
    clock.advance(days=4)
    rides_steps.end(rules, session, first.id, {"end": "COMPLETED", "incident": None})
    with pytest.raises(FormError, match="the last one is of 07/10/2026"):
        add(rules, session, name="INVENTED  rider", applied_on=date(2026, 7, 10))
    rules.run("UPDATE rides SET ride_on = '2025-01-01' WHERE id = ?", first.id)
    other = approved(rules, session, applied_on=date(2026, 7, 10))
    rules.run("UPDATE rides SET ride_on = '2026-07-10' WHERE id = ?", first.id)
    if again:
        assert rides_steps.schedule(rules, session, other.id, day(ride)).state == "SCHEDULED"
    else:
        with pytest.raises(FormError, match="One ride in 12 months"):
            rides_steps.schedule(rules, session, other.id, day(ride))


def signed(**given: Any) -> dict[str, Any]:
    """A signed waiver."""
    return {"waiver_on": JULY_6, "witness": "Clerk", "guardian": None, "guardian_id": None, **given}


def test_a_guardian_signs_in_person_for_a_minor(rules: Store, session: Session) -> None:
    found = approved(rules, session, born_on=date(2009, 7, 6))
    assert found.minor
    with pytest.raises(FormError, match="under 18") as refused:
        rides_steps.sign(rules, session, found.id, signed())
    assert refused.value.name == "guardian"
    with pytest.raises(FormError) as refused:
        rides_steps.sign(rules, session, found.id, signed(guardian="Parent"))
    assert refused.value.name == "guardian_id"
    assert rides_steps.sign(rules, session, found.id, signed(guardian="Parent", guardian_id="ID")).values["waiver_on"]


def test_who_turns_eighteen_before_the_ride_signs_alone(rules: Store, session: Session) -> None:
    found = approved(rules, session, born_on=date(2008, 7, 9))
    assert found.minor
    set_day = rides_steps.schedule(rules, session, found.id, day())
    assert not set_day.minor
    assert rides_steps.sign(rules, session, found.id, signed()).values["witness"] == "Clerk"


def test_nobody_rides_without_the_waiver(rules: Store, session: Session, clock: FixedClock) -> None:
    found = approved(rules, session)
    rides_steps.schedule(rules, session, found.id, day())
    assert [one.what for one in desk_due.due(rules, session)] == ["Waiver is not signed"]
    with pytest.raises(Refused, match="The ride is on 07/10/2026"):
        rides_steps.end(rules, session, found.id, {"end": "COMPLETED", "incident": None})
    clock.advance(days=4)
    with pytest.raises(Refused, match="without the signed waiver"):
        rides_steps.end(rules, session, found.id, {"end": "COMPLETED", "incident": None})
    assert rides_steps.end(rules, session, found.id, {"end": "NO-SHOW", "incident": None}).state == "NO-SHOW"


def test_a_cancelled_ride_frees_the_officer(rules: Store, session: Session) -> None:
    first, other = approved(rules, session), approved(rules, session, name="Another Rider")
    rides_steps.schedule(rules, session, first.id, day())
    rides_steps.end(rules, session, first.id, {"end": "CANCELLED", "incident": None})
    assert rides_steps.schedule(rules, session, other.id, day()).state == "SCHEDULED"


def test_a_ride_is_not_set_in_the_past(rules: Store, session: Session) -> None:
    found = approved(rules, session)
    with pytest.raises(FormError, match="today or later"):
        rides_steps.schedule(rules, session, found.id, day(JULY_6 - timedelta(days=1)))


def test_papers_in_two_languages_and_the_day_sheet(rules: Store, session: Session) -> None:
    found = approved(rules, session, language="es", born_on=date(2009, 7, 6))
    done = rides_steps.schedule(rules, session, found.id, day())
    rides_steps.print_waiver(rules, session, done)
    assert rides_steps.print_day(rules, session, date(2026, 7, 10)) == 1
    assert rides_steps.print_day(rules, session, JULY_6) == 0
    letter, waiver, sheet, empty = (payload for (payload,) in rules.rows("SELECT payload FROM jobs ORDER BY id"))
    assert "El recorrido dura 4 horas." in letter
    assert "menor de 18" in letter
    assert "Padre, madre o tutor" in waiver
    assert "NO WAIVER" in sheet
    assert "Nobody rides along." in empty
    with pytest.raises(Refused, match="CANCELLED"):
        rides_steps.print_letter(
            rules, session, rides_steps.end(rules, session, found.id, {"end": "CANCELLED", "incident": None})
        )


def test_the_register_by_date(rules: Store, session: Session) -> None:
    add(rules, session)
    assert "1 application, 0 rides completed." in desk_reports.rides(rules, JULY_6, JULY_6).lines()


def test_the_sample_is_loaded_once(rules: Store, session: Session, clock: FixedClock) -> None:
    for _ in range(2):
        sample.load(rules, clock, session.clerk.id)
    counts = [
        rules.value(f"SELECT count(*) FROM {table}") for table in ("visits", "desk_calls", "court_papers", "rides")
    ]
    assert counts == [4, 3, 3, 3]


@pytest.mark.parametrize(("role", "may"), [("CSR1", True), ("POLSUP", True), ("OFFICER", False), ("AUDITOR", False)])
def test_who_takes_applications(rules: Store, session_of: SessionOf, role: str, may: bool) -> None:
    if may:
        assert add(rules, session_of(role)).number == "RA27-000001"
    else:
        with pytest.raises(Refused):
            add(rules, session_of(role))
