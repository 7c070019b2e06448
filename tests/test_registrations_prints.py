"""Prints taken on a registrant's visit: their row in the fingerprint log."""

from __future__ import annotations

from datetime import date

import pytest
from police_people import person, registered, visit

from data.forms import FormError
from data.police import fingerprints, livescan_rollers, registrations, registrations_checks, registrations_visits
from data.police.fingerprints import Prints
from data.police.store import PoliceStore
from data.session import Session

TODAY = date(2026, 7, 6)


def may_roll(police: PoliceStore, session: Session) -> None:
    """Put a standing as a roller on record."""
    livescan_rollers.record(police, None, session.clerk.id, livescan_rollers.EXEMPT, "", date(2026, 1, 2), None)


def logged(police: PoliceStore, session: Session) -> list[Prints]:
    """All rows of the log."""
    return fingerprints.log(police, session, date(2026, 1, 1), date(2026, 12, 31))


def test_the_prints_of_a_visit_are_in_the_fingerprint_log(police: PoliceStore, police_session: Session) -> None:
    may_roll(police, police_session)
    found = registered(police, police_session, prints_ati="A123456789", prints_tcn="TCN1", key="one")
    (row,) = logged(police, police_session)
    assert (row.reason, row.medium, row.subject) == ("REGISTRANT", "DEVICE", "Zucchini, Alfa")
    assert (row.ati, row.tcn, row.clerk) == ("A123456789", "TCN1", "Kim Alvarado")
    visit(police, police_session, found, "INITIAL", key="one", event_on=TODAY)
    visit(police, police_session, found, "ANNUAL", prints_ati="A123456789")
    assert len(logged(police, police_session)) == 1


def test_no_numbers_no_row(police: PoliceStore, police_session: Session) -> None:
    may_roll(police, police_session)
    registered(police, police_session)
    assert logged(police, police_session) == []


def test_who_may_not_roll_registers_somebody_all_the_same(
    police: PoliceStore, police_session: Session, second_police_session: Session
) -> None:
    found = registered(police, police_session, prints_tcn="TCN1")
    one = registrations.get(police, police_session, found)
    assert one.state == "ACTIVE"
    assert logged(police, police_session) == []
    may_roll(police, second_police_session)
    (taken,) = registrations_visits.visits(police, police_session, found)
    with pytest.raises(FormError, match="nobody here has the number"):
        registered(police, police_session, last="Kumquat", prints_tcn="TCN2", rolled_by="999999")
    registered(police, police_session, last="Kumquat", prints_tcn="TCN2", rolled_by=second_police_session.clerk.number)
    assert [(row.tcn, row.clerk) for row in logged(police, police_session)] == [("TCN2", "Jo Bassett")]
    assert taken.prints_tcn == "TCN1"


def test_an_ati_that_comes_later_joins_its_row(police: PoliceStore, police_session: Session) -> None:
    may_roll(police, police_session)
    found = registered(police, police_session, prints_tcn="TCN1")
    (taken,) = registrations_visits.visits(police, police_session, found)
    registrations_checks.completed_papers(police, police_session, taken.id, {"prints_ati": "A123456789"})
    assert [(row.tcn, row.ati) for row in logged(police, police_session)] == [("TCN1", "A123456789")]


def test_prints_taken_after_the_form_are_logged_with_the_papers(police: PoliceStore, police_session: Session) -> None:
    may_roll(police, police_session)
    found = registered(police, police_session)
    (taken,) = registrations_visits.visits(police, police_session, found)
    registrations_checks.completed_papers(police, police_session, taken.id, {"prints_ati": "A123456789"})
    assert [row.ati for row in logged(police, police_session)] == ["A123456789"]


def test_a_juvenile_stands_in_the_log_by_number(police: PoliceStore, police_session: Session) -> None:
    may_roll(police, police_session)
    who = person(police, police_session, born=date(2011, 3, 3))
    found = registrations.begin(police, police_session, who, "SEX", juvenile=True)
    visit(police, police_session, found, "INITIAL", event_on=TODAY, prints_tcn="TCN1")
    (row,) = logged(police, police_session)
    assert (row.subject, row.person_id) == ("Juvenile, REG-2026-00001", None)
