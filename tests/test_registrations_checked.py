"""Registrations: who may do what, the tier that is DOJ's, a second person's check, and deadlines that stay as given."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from conftest import PoliceSessionOf
from police_people import BORN, registered, rules_of, status, values_of, values_offense

from data import settings
from data.clock import FixedClock
from data.forms import FormError
from data.permissions import CSR2, OFFICER, POLICE, Refused
from data.police import (
    calendar,
    clocks,
    registrations,
    registrations_checks,
    registrations_status,
    registrations_visits,
)  # fmt: skip
from data.police.registrations_codes import BY_CODE
from data.police.registrations_deadlines import decide, given, look_for_changes, printed, reviews
from data.police.store import PoliceStore
from data.session import Session

TODAY = date(2026, 7, 6)


# Roles


def test_officers_read_and_counter_clerks_do_not(
    police: PoliceStore, police_session: Session, officer_session: Session, session: Session
) -> None:
    found = registered(police, police_session)
    assert registrations.get(police, officer_session, found).id == found
    with pytest.raises(Refused):
        registrations.begin(police, officer_session, 1, "SEX")
    with pytest.raises(Refused):
        registrations.get(police, session, found)
    assert session.clerk.role == CSR2
    assert officer_session.clerk.role == OFFICER


def test_two_people_cannot_change_one_registration(police: PoliceStore, police_session: Session) -> None:
    found = registered(police, police_session)
    before = registrations.get(police, police_session, found)
    registrations.change(police, police_session, found, before.version, svp=True)
    with pytest.raises(Refused, match="Somebody else"):
        registrations.change(police, police_session, found, before.version, svp=False)


# The tier is DOJ's


def test_the_tier_comes_from_the_letter_with_its_date(police: PoliceStore, police_session: Session) -> None:
    found = registered(police, police_session)
    for wrong in (status(tier="2"), status(tier_letter_on=TODAY), status(tier="2", tier_letter_on=date(2026, 7, 7))):
        with pytest.raises(FormError, match=r"Tier|Letter"):
            registrations_status.enter_status(police, police_session, found, wrong)
    registrations_status.enter_status(police, police_session, found, status(tier="1", tier_letter_on=TODAY))
    values = values_offense(convicted_on=date(2010, 1, 1), released_on=date(2012, 5, 1))
    registrations_status.add_offense(police, police_session, found, values)
    (sentence,) = registrations_status.estimates(
        police, police_session, registrations.get(police, police_session, found)
    )  # fmt: skip
    assert sentence == "Estimate: minimum to 05/01/2022, petition from 07/15/2022. DOJ decides."
    arson = registered(police, police_session, "ARSON", last="Okapi")
    with pytest.raises(FormError, match="sex registry"):
        registrations_status.enter_status(police, police_session, arson, status(tier="1", tier_letter_on=TODAY))


def test_offenses_and_letters(police: PoliceStore, police_session: Session) -> None:
    found = registered(police, police_session)
    made = registrations_status.add_offense(police, police_session, found, values_offense())
    assert [one.section for one in registrations_status.offenses(police, police_session, found)] == ["PC 288(a)"]
    registrations_status.end_offense(police, police_session, made)
    assert registrations_status.offenses(police, police_session, found) == []
    with pytest.raises(Refused, match="taken off"):
        registrations_status.end_offense(police, police_session, made)
    values = {"requested_on": TODAY, "given_on": None}
    registrations_status.letter_asked(police, police_session, found, values)
    (letter,) = registrations_status.letters(police, police_session, found)
    assert (letter.requested_on, letter.given_on, letter.clerk) == (TODAY, None, "Kim Alvarado")
    for day, sentence in ((TODAY - timedelta(days=1), "not before"), (TODAY + timedelta(days=1), "still to come")):
        with pytest.raises(FormError, match=sentence):
            registrations_status.letter_given(police, police_session, letter.id, day)
    registrations_status.letter_given(police, police_session, letter.id, TODAY)
    (letter,) = registrations_status.letters(police, police_session, found)
    assert letter.given_on == TODAY
    with pytest.raises(Refused, match="has been given"):
        registrations_status.letter_given(police, police_session, letter.id, TODAY)


# Two people


def test_a_second_person_completes_a_visit(
    police: PoliceStore, police_session: Session, second_police_session: Session, police_session_of: PoliceSessionOf
) -> None:
    found = registered(police, police_session)
    (taken,) = registrations_visits.visits(police, police_session, found)
    with pytest.raises(Refused, match="not entered yet"):
        registrations_checks.verify(police, second_police_session, taken.id, True)
    registrations_checks.entered(police, second_police_session, taken.id, "CS-1")
    for session in (police_session, second_police_session):
        with pytest.raises(Refused, match="Another person"):
            registrations_checks.verify(police, session, taken.id, True)
    denied = "SELECT user_id FROM audit_log WHERE event = 'registration.verify' AND outcome = 'denied' ORDER BY seq"
    assert len(police.rows(denied)) == 2
    third = police_session_of(POLICE, name="Ida Third", station="T9")
    with pytest.raises(FormError, match="What differs"):
        registrations_checks.verify(police, third, taken.id, False)
    again = registrations_checks.verify(police, third, taken.id, False, "Plate is wrong")
    assert (again.entered_by, again.state, again.discrepancies) == (None, "OPEN", "Plate is wrong")
    registrations_checks.entered(police, police_session, taken.id, "CS-2")
    done = registrations_checks.verify(police, third, taken.id, True)
    assert (done.state, done.verified_by, done.csar_reference) == ("COMPLETE", third.clerk.id, "CS-2")
    with pytest.raises(Refused, match="complete"):
        registrations_checks.verify(police, second_police_session, taken.id, True)
    kinds = [one.kind for one in registrations_checks.steps(police, police_session, taken.id)]
    assert kinds == ["TAKEN", "ENTERED", "DISCREPANCY", "ENTERED", "VERIFIED"]


def test_the_database_itself_refuses_ones_own_check(police: PoliceStore, police_session: Session) -> None:
    found = registered(police, police_session)
    (taken,) = registrations_visits.visits(police, police_session, found)
    registrations_checks.entered(police, police_session, taken.id, "CS-1")
    with pytest.raises(Exception, match=r"(?i)check"):
        police.run(
            "UPDATE registration_visits SET verified_by = ?, verified_at = 'now', state = 'COMPLETE' WHERE id = ?",
            police_session.clerk.id, taken.id,
        )  # fmt: skip


def test_forwarding_signatures_and_copies(police: PoliceStore, police_session: Session, clock: FixedClock) -> None:
    found = registered(police, police_session)
    (taken,) = registrations_visits.visits(police, police_session, found)
    with pytest.raises(FormError, match="Forwarded on"):
        registrations_checks.forwarded(police, police_session, taken.id, date(2026, 7, 5))
    clock.advance(days=1)
    registrations_checks.forwarded(police, police_session, taken.id, clock.today())
    assert "SX16" not in rules_of(police, found)
    with pytest.raises(Refused, match="forwarded on 07/07/2026"):
        registrations_checks.forwarded(police, police_session, taken.id, clock.today())
    papers = {"signed_on": TODAY, "prints_ati": "A1", "palms": True, "copy_file_on": clock.today()}
    kept = registrations_checks.completed_papers(police, police_session, taken.id, papers)
    assert (kept.prints_ati, kept.palms, kept.copy_file_on) == ("A1", True, clock.today())
    registrations_checks.checked_at_home(police, police_session, taken.id, "Lives there")
    last = registrations_checks.steps(police, police_session, taken.id)[-1]
    assert (last.kind, last.note) == ("COMPLIANCE", "Lives there")


# Deadlines stay as given


def test_a_change_of_settings_raises_a_review_and_rewrites_nothing(
    police: PoliceStore, police_session: Session
) -> None:
    found = registered(police, police_session)
    before = {one.rule: one for one in given(police, found)}
    printed(police, [before["SX3"].id])
    settings.put(police.city, None, "sex.annual_wd_after", "10", TODAY, unit="days")
    assert look_for_changes(police, police_session) == 1
    assert look_for_changes(police, police_session) == 0
    (review,) = reviews(police)
    assert (review.deadline.legal, review.legal_now) == (date(2026, 7, 22), date(2026, 7, 29))
    assert rules_of(police, found)["SX3"] == date(2026, 7, 22)
    new = decide(police, police_session, review.id, "REPLACE", "Told by telephone")
    assert rules_of(police, found)["SX3"] == date(2026, 7, 29)
    old = next(one for one in given(police, found, open_only=False) if one.id == before["SX3"].id)
    assert (old.legal, old.closed_how, old.printed_at is None) == (date(2026, 7, 22), "REPLACED", False)
    assert new is not None
    with pytest.raises(Refused, match="decided"):
        decide(police, police_session, review.id, "KEEP", "")


def test_a_new_holiday_is_found_and_may_be_left_as_given(police: PoliceStore, police_session: Session) -> None:
    found = registered(police, police_session)
    police.city.insert("holidays", day="2026-07-21", title="New", kind="BOTH")
    assert look_for_changes(police, police_session) == 1
    (review,) = reviews(police)
    decide(police, police_session, review.id, "KEEP", "Strict reading")
    assert rules_of(police, found)["SX3"] == date(2026, 7, 22)
    assert look_for_changes(police, police_session) == 0
    assert reviews(police) == []


@pytest.mark.parametrize("sql", ["UPDATE registration_deadlines SET legal_on = '2030-01-01'",
                                 "DELETE FROM registration_deadlines"])  # fmt: skip
def test_the_database_itself_keeps_deadlines(police: PoliceStore, police_session: Session, sql: str) -> None:
    registered(police, police_session)
    with pytest.raises(Exception, match="not rewritten"):
        police.run(sql)


def test_versions_are_those_of_the_day(police: PoliceStore, police_session: Session) -> None:
    found = registered(police, police_session)
    known, table = clocks.terms(police, TODAY), calendar.load(police, TODAY)
    for one in given(police, found, open_only=False):
        assert (one.settings_version, one.calendar_version) == (known.version, table.version)


def test_a_registration_costs_nothing(police: PoliceStore) -> None:
    tables = ("registrations", "registration_visits", "registration_deadlines", "registration_petitions")
    names = [name for table in tables for name in police.db.get_columns(table)]
    assert not [one.name for one in names if "cents" in one.name or "fee" in one.name]


def test_forms_ask_only_what_cannot_be_known() -> None:
    values = values_of("ANNUAL", "SEX")
    assert values["language"] == "en"
    assert [name for name in ("event_on", "proof") if name in values] == []
    assert BORN.year == 1980
    assert BY_CODE["ANNUAL"].number == 2
