"""The registrants' desk: its work queue, and petitions with their clocks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from conftest import SessionOf
from police_people import person, registered, visit

from data import settings
from data.changes import history
from data.clock import FixedClock
from data.forms import FormError
from data.permissions import ROLES, Refused
from data.police import (
    registrations,
    registrations_checks,
    registrations_lists,
    registrations_papers,
    registrations_parked,
    registrations_petitions,
    registrations_status,
    registrations_visits,
)
from data.police.registrations_deadlines import decide, given, look_for_changes
from data.police.registrations_queue import Item, counts, queue
from data.police.store import PoliceStore
from data.session import Session
from devices.plain import render_text

TODAY = date(2026, 7, 6)


def sections(police: PoliceStore, session: Session) -> dict[str, list[str]]:
    """What stands in each part of the queue, in words."""
    found: dict[str, list[str]] = {}
    for item in queue(police, session):
        found.setdefault(item.section, []).append(item.what.split()[0])
    return found


def test_an_empty_queue(police: PoliceStore, police_session: Session) -> None:
    assert queue(police, police_session) == []
    assert police.value("SELECT detail FROM audit_log WHERE event = 'registrations.queue'") == "0"


def test_what_follows_from_one_visit(police: PoliceStore, police_session: Session, clock: FixedClock) -> None:
    found = registered(police, police_session, proof="NONE")
    assert sections(police, police_session) == {"CSAR": ["First"], "PROOF": ["SX15"], "DOJ": ["SX16"]}
    (taken,) = registrations_visits.visits(police, police_session, found)
    registrations_checks.entered(police, police_session, taken.id, "CS-1")
    assert sections(police, police_session)["SECOND"] == ["First"]
    clock.advance(days=2)
    assert sections(police, police_session)["UNVERIFIED"] == ["First"]
    clock.advance(days=7)
    assert sections(police, police_session)["WEEK"] == ["SX3"]
    clock.advance(days=7)
    assert clock.today() == date(2026, 7, 22)
    assert sections(police, police_session)["TODAY"] == ["SX3"]
    clock.advance(days=1)
    assert sections(police, police_session)["OVERDUE"] == ["SX3"]
    annual = next(item for item in queue(police, police_session) if item.section == "OVERDUE")
    assert (annual.code, annual.number, annual.name) == ("ANNUAL", "REG-2026-00001", "Zucchini, Alfa")
    assert counts(queue(police, police_session)) == {"OVERDUE": 1, "UNVERIFIED": 1, "PROOF": 1, "DOJ": 1}


def test_due_today_when_the_desk_is_closed_on_the_legal_day(
    police: PoliceStore, police_session: Session, clock: FixedClock
) -> None:
    settings.put(police.city, None, "police.closed_friday", "2026-08-07", TODAY)
    who = person(police, police_session, transient=True)
    found = registrations.begin(police, police_session, who, "SEX")
    clock.advance(days=2)
    visit(police, police_session, found, "TRANSIENT", event_on=TODAY)
    (due,) = [one for one in given(police, found) if one.rule == "SX5"]
    assert (due.legal, due.desk) == (date(2026, 8, 7), date(2026, 8, 6))
    clock.advance(days=29)
    assert [item.code for item in queue(police, police_session) if item.section == "TODAY"] == ["TRANSIENT-30"]


def test_reviews_stand_in_the_queue(police: PoliceStore, police_session: Session) -> None:
    registered(police, police_session)
    settings.put(police.city, None, "sex.annual_wd_after", "10", TODAY, unit="days")
    look_for_changes(police, police_session)
    (item,) = [item for item in queue(police, police_session) if item.section == "REVIEW"]
    assert item.what == "SX3: given 07/22/26, now 07/29/26"
    assert item.review_id


def test_officers_read_the_queue_and_counter_clerks_do_not(
    police: PoliceStore, officer_session: Session, session: Session
) -> None:
    assert queue(police, officer_session) == []
    with pytest.raises(Refused):
        queue(police, session)


def test_what_is_entered_in_the_evening_waits_from_that_day(
    police: PoliceStore, police_session: Session, clock: FixedClock
) -> None:
    """Half past six in the city is the next day in UTC, which is how moments are kept."""
    found = registered(police, police_session)
    (taken,) = registrations_visits.visits(police, police_session, found)
    clock.moment = datetime(2026, 7, 6, 18, 30).astimezone()
    registrations_checks.entered(police, police_session, taken.id, "CS-1")
    (waits,) = [item for item in queue(police, police_session) if item.section == "SECOND"]
    assert waits.due == date(2026, 7, 7)


# Petitions


def petition_values(**changed: object) -> dict[str, object]:
    return {
        "served_on": TODAY, "served_at": "10:15", "served_by": "Bravo Server", "court": "Superior Court",
        "case_number": "CR-77", "tier": "1", "minimum_end": date(2022, 5, 1), **changed,
    }  # fmt: skip


def step(**changed: object) -> dict[str, object]:
    return {
        "doj_notified_on": None, "report_sent_on": None, "report_result": None, "hearing": False, "outcome": None,
        "outcome_on": None, **changed,
    }  # fmt: skip


def open_rules(police: PoliceStore, found: int) -> dict[str, date]:
    return {one.rule: one.legal for one in given(police, found) if one.petition_id}


def test_a_petition_from_service_to_its_outcome(
    police: PoliceStore, police_session: Session, clock: FixedClock
) -> None:
    found = registered(police, police_session)
    made = registrations_petitions.serve(police, police_session, found, petition_values())
    assert open_rules(police, found) == {"PT1": TODAY, "PT2": date(2026, 9, 4)}
    items = [item for item in queue(police, police_session) if item.section == "PETITION"]
    assert [(item.what.split()[0], item.petition_id) for item in items] == [("PT1", made), ("PT2", made)]
    registrations_petitions.go_on(police, police_session, made, step(doj_notified_on=TODAY))
    clock.advance(days=10)
    sent = step(doj_notified_on=TODAY, report_sent_on=clock.today(), report_result="MET")
    registrations_petitions.go_on(police, police_session, made, sent)
    assert open_rules(police, found) == {"PT3": date(2026, 9, 14)}
    registrations_petitions.go_on(police, police_session, made, {**sent, "hearing": True})
    assert open_rules(police, found) == {}
    ended = {**sent, "hearing": True, "outcome": "DENIED", "outcome_on": clock.today()}
    done = registrations_petitions.go_on(police, police_session, made, ended)
    assert (done.outcome, done.report_result) == ("DENIED", "MET")
    assert registrations_petitions.petitions(police, police_session) == []
    (entry,) = registrations_petitions.register(police, police_session, TODAY, TODAY)
    assert (entry.petition.id, entry.name, entry.report_due) == (made, "Zucchini, Alfa", TODAY + timedelta(days=60))
    assert registrations_petitions.register(police, police_session, date(2026, 1, 1), TODAY - timedelta(days=1)) == []
    printed = registrations_lists.petition_register(police, police_session, TODAY, TODAY)
    shown = "\n".join(render_text(printed.elements, 80))
    assert all(words in shown for words in ("Zucchini, Alfa", "Denied", "Report due by", "1 petition"))
    assert [one.id for one in registrations_petitions.petitions(police, police_session, found)] == [made]
    assert registrations.get(police, police_session, found).state == "ACTIVE"


def test_another_outcome_of_a_petition_needs_a_reason(police: PoliceStore, police_session: Session) -> None:
    found = registered(police, police_session)
    made = registrations_petitions.serve(police, police_session, found, petition_values())
    ended = step(doj_notified_on=TODAY, outcome="DENIED", outcome_on=TODAY)
    registrations_petitions.go_on(police, police_session, made, ended)
    assert registrations_petitions.go_on(police, police_session, made, ended).outcome == "DENIED"
    for other in ({"outcome": "GRANTED"}, {"outcome": None, "outcome_on": None}):
        with pytest.raises(FormError, match="what was wrong"):
            registrations_petitions.go_on(police, police_session, made, {**ended, **other})
    said = {**ended, "outcome": "WITHDRAWN", "why": "The order of another case was noted"}
    assert registrations_petitions.go_on(police, police_session, made, said).outcome == "WITHDRAWN"
    kept = {one.field: (one.before, one.after) for one in reversed(history(police, "registration_petitions", made))}
    assert kept["outcome"] == ("DENIED", "WITHDRAWN")
    assert kept["why"][1] == "The order of another case was noted"


def test_the_petition_that_is_open_comes_first(police: PoliceStore, police_session: Session) -> None:
    found = registered(police, police_session)
    denied = registrations_petitions.serve(police, police_session, found, petition_values())
    ended = step(doj_notified_on=TODAY, outcome="DENIED", outcome_on=TODAY)
    registrations_petitions.go_on(police, police_session, denied, ended)
    again = registrations_petitions.serve(police, police_session, found, {**petition_values(), "case_number": "T-2"})
    them = registrations_petitions.petitions(police, police_session, found)
    assert [one.id for one in them] == [again, denied]


@pytest.mark.parametrize(
    ("changed", "message"),
    [({"report_sent_on": TODAY}, "Report"), ({"report_result": "MET"}, "Report"), ({"outcome": "GRANTED"}, "Outcome"),
     ({"doj_notified_on": date(2026, 7, 5)}, "day of service"), ({"outcome_on": date(2026, 7, 7)}, "day of service")],
)  # fmt: skip
def test_petition_steps_that_cannot_be(
    police: PoliceStore, police_session: Session, changed: dict[str, object], message: str
) -> None:
    found = registered(police, police_session)
    made = registrations_petitions.serve(police, police_session, found, petition_values())
    with pytest.raises(FormError, match=message):
        registrations_petitions.go_on(police, police_session, made, step(**changed))
    assert open_rules(police, found).keys() == {"PT1", "PT2"}


def test_what_was_noted_as_done_stays_so_and_a_case_comes_once(police: PoliceStore, police_session: Session) -> None:
    found = registered(police, police_session)
    made = registrations_petitions.serve(police, police_session, found, petition_values())
    registrations_petitions.go_on(police, police_session, made, step(doj_notified_on=TODAY))
    with pytest.raises(FormError, match="stays so"):
        registrations_petitions.go_on(police, police_session, made, step())
    with pytest.raises(FormError, match="already"):
        registrations_petitions.serve(police, police_session, found, petition_values())
    later = petition_values(served_on=date(2026, 7, 7), case_number="CR-78")
    with pytest.raises(FormError, match="still to come"):
        registrations_petitions.serve(police, police_session, found, later)
    arson = registered(police, police_session, "ARSON", last="Okapi")
    with pytest.raises(Refused, match="sex registry"):
        registrations_petitions.serve(police, police_session, arson, petition_values(case_number="CR-79"))


def test_an_item_names_its_part() -> None:
    assert Item("PROOF", 1, "REG-2026-00001", "X", "SEX", "SX15", TODAY).title == "Proof of residence"


# Who may do what


Action = Callable[[PoliceStore, Session, int, int], object]
ACTIONS: dict[str, Action] = {
    "begin": lambda police, session, found, taken: registrations.begin(police, session, 1, "SEX"),
    "record": lambda police, session, found, taken: registrations_visits.record(
        police, session, found, "ANNUAL", {}, "k"
    ),
    "entered": lambda police, session, found, taken: registrations_checks.entered(police, session, taken, "X"),
    "verify": lambda police, session, found, taken: registrations_checks.verify(police, session, taken, True),
    "forwarded": lambda police, session, found, taken: registrations_checks.forwarded(police, session, taken, TODAY),
    "proved": lambda police, session, found, taken: registrations_checks.proved(police, session, taken, {}),
    "papers": lambda police, session, found, taken: registrations_checks.completed_papers(police, session, taken, {}),
    "given out": lambda police, session, found, taken: registrations_papers.given_out(
        police, session, visit, "RECEIPT"
    ),
    "status": lambda police, session, found, taken: registrations_status.enter_status(police, session, found, {}),
    "offense": lambda police, session, found, taken: registrations_status.add_offense(police, session, found, {}),
    "letter": lambda police, session, found, taken: registrations_status.letter_asked(police, session, found, {}),
    "served": lambda police, session, found, taken: registrations_petitions.serve(police, session, found, {}),
    "step": lambda police, session, found, taken: registrations_petitions.go_on(police, session, 1, {}),
    "decide": lambda police, session, found, taken: decide(police, session, 1, "KEEP", ""),
    "park": lambda police, session, found, taken: registrations_parked.keep(police, session, "k", found, "ANNUAL", {}),
}
READING: dict[str, Action] = {
    "get": lambda police, session, found, taken: registrations.get(police, session, found),
    "of person": lambda police, session, found, taken: registrations.of_person(police, session, 1),
    "visits": lambda police, session, found, taken: registrations_visits.visits(police, session, found),
    "visit": lambda police, session, found, taken: registrations_visits.get(police, session, taken),
    "paper": lambda police, session, found, taken: registrations_papers.of_visit(police, session, taken, "WORKSHEET"),
    "queue": lambda police, session, found, taken: queue(police, session),
    "search": lambda police, session, found, taken: registrations.search(police, session, "SEX", TODAY, TODAY),
    "petitions": lambda police, session, found, taken: registrations_petitions.petitions(police, session),
    "steps": lambda police, session, found, taken: registrations_checks.steps(police, session, taken),
}


@pytest.mark.parametrize("role", [role for role, _ in ROLES])
def test_every_role_and_every_action(
    police: PoliceStore, police_session: Session, session_of: SessionOf, role: str
) -> None:
    found = registered(police, police_session)
    taken = registrations_visits.visits(police, police_session, found)[0].id
    somebody = session_of(role, name="Sam Some", station="T7")
    changes = police.value("SELECT count(*) FROM registration_steps")

    def refused(action: Action) -> bool:
        try:
            action(police, somebody, found, taken)
        except Refused as refusal:
            return str(refusal).startswith("You may not do this")
        return False

    if role not in registrations.WORK.roles:
        assert [name for name, action in ACTIONS.items() if not refused(action)] == []
    denied = [name for name, action in READING.items() if refused(action)]
    assert denied == ([] if role in registrations.SEE.roles else list(READING))
    assert police.value("SELECT count(*) FROM registration_steps") == changes


def test_the_day_list_names_nobody(police: PoliceStore, police_session: Session) -> None:
    registered(police, police_session, proof="NONE")
    paper = registrations_lists.day_list(police, police_session, queue(police, police_session))
    shown = "\n".join(render_text(paper.elements, 80))
    assert "REG-2026-00001" in shown
    assert "3 rows" in shown
    assert "Zucchini" not in shown


def test_the_register_of_a_registry_on_paper_names_no_juvenile(police: PoliceStore, police_session: Session) -> None:
    registered(police, police_session, "GANG")
    registered(police, police_session, "GANG", last="Kumquat", juvenile=True)
    paper = registrations_lists.book(police, police_session, "GANG", TODAY, TODAY)
    shown = "\n".join(render_text(paper.elements, 80))
    assert "Zucchini, Alfa  1980" in shown
    assert "Kumquat" not in shown
    assert "Juvenile, restricted" in shown
    assert "2 rows" in shown
