"""Leaving: duties end on the day of leaving, and what was overdue then stays owed. Transients from the start."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from conftest import MONDAY
from police_people import person, registered, visit

from data.clock import FixedClock
from data.forms import FormError
from data.permissions import Refused
from data.police import (
    persons,
    persons_rows,
    registrations,
    registrations_queue,
    registrations_status,
    registrations_visits,
)
from data.police.registrations_codes import allowed
from data.police.registrations_deadlines import Given, given
from data.police.registrations_follow import depart
from data.police.registrations_stated import cities
from data.police.store import PoliceStore
from data.session import Session

TODAY = MONDAY.date()
LEAVES = {"destination": "Elsewhere, NV", "returns": "No"}
OUT = ("OUT-STATE", "OUT-AWAY", "OUT-UNKNOWN")


def of_rule(police: PoliceStore, found: int, rule: str) -> Given:
    """The newest deadline of a rule."""
    return max((one for one in given(police, found, open_only=False) if one.rule == rule), key=lambda one: one.id)


def test_a_day_of_leaving_to_come_changes_nothing_before_it(
    police: PoliceStore, police_session: Session, clock: FixedClock
) -> None:
    found = registered(police, police_session)
    leaves = TODAY + timedelta(days=9)
    visit(police, police_session, found, "OUT-AWAY", event_on=leaves, **LEAVES)
    one = registrations.get(police, police_session, found)
    assert (one.state, one.leaves_on) == ("ACTIVE", leaves)
    assert of_rule(police, found, "SX3").closed_on is None
    clock.advance(days=8)
    assert depart(police, police_session) == 0
    clock.advance(days=1)
    assert (depart(police, police_session), depart(police, police_session)) == (1, 0)
    assert registrations.get(police, police_session, found).state == "MOVED"
    annual = of_rule(police, found, "SX3")
    assert (annual.legal >= leaves, annual.closed_on, annual.closed_how) == (True, leaves, "ENDED")


@pytest.mark.parametrize("code", OUT)
@pytest.mark.parametrize("in_days", [-3, 0, 20])
def test_what_was_overdue_on_the_day_of_leaving_stays_owed(
    police: PoliceStore, police_session: Session, clock: FixedClock, code: str, in_days: int
) -> None:
    found = registered(police, police_session)
    due = of_rule(police, found, "SX3").legal
    clock.advance(days=(due - TODAY).days + 5)
    leaves = clock.today() + timedelta(days=in_days)
    visit(police, police_session, found, code, event_on=leaves, **LEAVES)
    clock.advance(days=30)
    queue = registrations_queue.queue(police, police_session)
    assert [item.what for item in queue if item.section == "OVERDUE"] == ["SX3 Annual update"]
    assert registrations.get(police, police_session, found).state == "MOVED"
    visit(police, police_session, found, "ANNUAL")
    met = of_rule(police, found, "SX3")
    assert (met.closed_how, met.late) == ("MET", True)
    assert "SX3" not in {one.rule for one in given(police, found)}


def test_the_queue_shows_nothing_due_after_the_day_of_leaving(police: PoliceStore, police_session: Session) -> None:
    found = registered(police, police_session, born=date(1980, 7, 6))
    due = of_rule(police, found, "SX3").legal
    assert (due - TODAY).days > 7
    visit(police, police_session, found, "OUT-AWAY", event_on=TODAY + timedelta(days=1), **LEAVES)
    assert {item.section for item in registrations_queue.queue(police, police_session)} == {"CSAR", "DOJ"}


def test_who_stays_after_all_registers_again_and_keeps_the_clocks(
    police: PoliceStore, police_session: Session, clock: FixedClock
) -> None:
    found = registered(police, police_session)
    visit(police, police_session, found, "OUT-AWAY", event_on=TODAY + timedelta(days=9), **LEAVES)
    visit(police, police_session, found, "CORRECTION", why="Stays after all", stays=True)
    clock.advance(days=20)
    assert depart(police, police_session) == 0
    one = registrations.get(police, police_session, found)
    assert (one.state, one.leaves_on) == ("ACTIVE", None)
    assert of_rule(police, found, "SX3").closed_on is None


def test_leaving_may_be_told_before_where_the_city_reads_the_law_so(
    police: PoliceStore, police_session: Session
) -> None:
    found = registered(police, police_session)
    visit(police, police_session, found, "OUT-AWAY", event_on=date(2026, 7, 15), **LEAVES)
    told = of_rule(police, found, "SX9")
    assert (told.legal, told.late) == (date(2026, 7, 22), False)


# The first registration of somebody without a residence


@pytest.mark.parametrize("registry", ["SEX", "ARSON", "GANG"])
def test_a_first_registration_may_be_a_transients(police: PoliceStore, police_session: Session, registry: str) -> None:
    who = person(police, police_session, transient=True)
    found = registrations.begin(police, police_session, who, registry)
    visit(police, police_session, found, "INITIAL", event_on=TODAY, basis="TRANSIENT", proof=None)
    one = registrations.get(police, police_session, found)
    assert (one.state, one.basis) == ("ACTIVE", "TRANSIENT")
    rules = {due.rule for due in given(police, found)}
    assert ("SX5" in rules) == (registry == "SEX")
    assert "SX15" not in rules
    assert persons.person(police, police_session, who).values["transient"] is True


def test_a_transient_needs_places_and_a_resident_an_address(police: PoliceStore, police_session: Session) -> None:
    homeless = registrations.begin(police, police_session, person(police, police_session, transient=True), "SEX")
    housed = registrations.begin(police, police_session, person(police, police_session, "Kumquat"), "SEX")
    with pytest.raises(FormError, match="Addresses: the person file has none"):
        visit(police, police_session, homeless, "INITIAL", event_on=TODAY)
    with pytest.raises(FormError, match="Places of a transient: the person file has none"):
        visit(police, police_session, housed, "INITIAL", event_on=TODAY, basis="TRANSIENT")
    with pytest.raises(FormError, match="Proof of residence"):
        visit(police, police_session, housed, "INITIAL", event_on=TODAY, proof=None)


def test_a_transient_released_without_a_residence_stays_transient(
    police: PoliceStore, police_session: Session, clock: FixedClock
) -> None:
    who = person(police, police_session, transient=True)
    found = registrations.begin(police, police_session, who, "SEX")
    visit(police, police_session, found, "INITIAL", event_on=TODAY, basis="TRANSIENT")
    clock.advance(days=20)
    visit(police, police_session, found, "RELEASED", event_on=clock.today(), basis="TRANSIENT", proof=None)
    assert registrations.get(police, police_session, found).basis == "TRANSIENT"
    assert of_rule(police, found, "SX5").legal == clock.today() + timedelta(days=30)


def test_a_residence_ends_with_becoming_transient_and_the_places_with_a_new_one(
    police: PoliceStore, police_session: Session, clock: FixedClock
) -> None:
    found = registered(police, police_session)
    who = registrations.get(police, police_session, found).person_id
    persons_rows.add(police, police_session, "PLACES", who, {"kind": "SLEEPS", "place": "Under the Imaginary Bridge"})
    clock.advance(days=10)
    made = visit(police, police_session, found, "TRANSIENT", event_on=date(2026, 7, 14))
    stated = registrations_visits.statement(police, made.id).stated
    assert not stated.get("ADDRESSES")
    assert len(stated["PLACES"]) == 1
    (home,) = persons_rows.rows(police, police_session, "ADDRESSES", who)
    assert home.values["to_on"] == date(2026, 7, 14)
    moved = {"event_on": date(2026, 7, 16), "street": "3 Example Avenue", "city": "Testville"}
    made = visit(police, police_session, found, "ADDRESS", **moved)
    stated = registrations_visits.statement(police, made.id).stated
    assert not stated.get("PLACES")
    assert [row["street"] for row in stated["ADDRESSES"].values()] == ["3 Example Avenue"]


@pytest.mark.parametrize("code", ["ANNUAL", "ADDRESS", "OUT-AWAY", "NAME", "TRANSIENT-30"])
def test_nothing_comes_before_the_first_registration(police: PoliceStore, police_session: Session, code: str) -> None:
    found = registrations.begin(police, police_session, person(police, police_session), "SEX")
    with pytest.raises(Refused, match="begins with a first registration"):
        visit(police, police_session, found, code, event_on=TODAY)
    offered = allowed("SEX", svp=False, transient=False, online=False, annual=True, new=True)
    assert {one.code for one in offered} == {"INITIAL", "TRANSIENT", "RELEASED", "CORRECTION", "DECEASED", "TERMINATED"}


def test_a_gang_registrants_day_is_refused_by_the_name_it_has_on_the_form(
    police: PoliceStore, police_session: Session
) -> None:
    found = registrations.begin(police, police_session, person(police, police_session), "GANG")
    with pytest.raises(FormError, match=r"^Released or arrived on: that day is still to come"):
        visit(police, police_session, found, "INITIAL", event_on=TODAY + timedelta(days=1))


# Residences, work and study in several places


def test_residences_in_several_cities_are_named(police: PoliceStore, police_session: Session) -> None:
    """SX11: each jurisdiction, whatever the number of nights; a mailing address is no residence."""
    found = registered(police, police_session)
    who = registrations.get(police, police_session, found).person_id
    for kind, city in (("MAILING", "Boxton"), ("SECONDARY", "Elsewhere"), ("SECONDARY", "Testville")):
        address = {"kind": kind, "street": "5 Invented Drive", "city": city}
        persons_rows.add(police, police_session, "ADDRESSES", who, address)
    now = registrations_visits.ready(police, police_session, registrations.get(police, police_session, found))
    assert cities(now.stated) == ["Testville", "Elsewhere"]


@pytest.mark.parametrize(
    ("spans", "day"),
    [
        ([(date(2026, 6, 22), None)], date(2026, 7, 6)),  # the fifteenth day in a row
        ([(date(2026, 6, 23), None)], None),
        ([(date(2026, 1, 5), date(2026, 1, 18)), (date(2026, 2, 2), date(2026, 2, 15)),
          (date(2026, 3, 2), date(2026, 3, 8))], date(2026, 3, 4)),  # the 31st day of the year
        ([(date(2025, 12, 20), date(2026, 1, 2))], None),
    ],
)  # fmt: skip
def test_work_from_out_of_state_is_counted_from_the_file(
    police: PoliceStore, police_session: Session, spans: list[tuple[date, date | None]], day: date | None
) -> None:
    found = registered(police, police_session, basis="NONRESIDENT")
    one = registrations.get(police, police_session, found)
    for first, last in spans:
        job = {"employer": "Example Widgets", "from_on": first, "to_on": last}
        persons_rows.add(police, police_session, "JOBS", one.person_id, job)
    assert registrations_status.works_here_from(police, police_session, one) == day
