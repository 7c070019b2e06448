"""Visitors with their badges, the quarterly review, and the telephone at the police desk."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from conftest import SessionOf
from vehicles_city import values

from data import records, settings
from data.clock import FixedClock
from data.forms import FormError
from data.frontdesk import badge_stock, calls, desk_due, desk_reports, visitor_reviews, visitors
from data.permissions import Refused
from data.session import Session
from data.store import Store

JULY_6 = date(2026, 7, 6)


def visit(**given: Any) -> dict[str, Any]:
    """What is asked of a visitor."""
    return {
        "name": "Invented Visitor", "host": "Sgt. Sample", "purpose": "Meeting", "id_type": "DL", "badge": "V01",
        "escort": "Ofc. Sample", "visited_on": JULY_6, "in_at": "09:00", "expected_at": "17:00", **given,
    }  # fmt: skip


def let_in(store: Store, session: Session, **given: Any) -> int:
    """A visitor comes in; the visit's id."""
    return visitors.let_in(store, session, values(visitors.FORM, **visit(**given)))


def test_a_badge_is_worn_by_one_visitor_at_a_time(rules: Store, session: Session) -> None:
    first = let_in(rules, session)
    with pytest.raises(FormError, match="worn by Invented Visitor"):
        let_in(rules, session, name="Another")
    visitors.let_out(rules, session, first, {"returned": "Y", "what": None})
    assert let_in(rules, session, name="Another")


def test_the_database_itself_keeps_one_open_visit_for_a_badge(rules: Store, session: Session) -> None:
    let_in(rules, session)
    with pytest.raises(Exception, match=r"(?i)unique|visits_open"), rules.writing():
        rules.run("INSERT INTO visits (number, visited_on, name, host, purpose, id_type, badge, badge_kind, area, "
        "in_at, "
                  "expected_at, user_id, created_at) SELECT 'V0', visited_on, name, host, purpose, id_type, badge, "
                  "badge_kind, area, in_at, expected_at, user_id, created_at FROM visits")  # fmt: skip


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"badge": "V99"}, "badge"),
        ({"escort": None}, "escort"),
        ({"badge": "C01", "escort": None}, "escort"),
        ({"visited_on": date(2026, 7, 7)}, "visited_on"),
    ],
)
def test_what_cannot_be_is_refused(rules: Store, session: Session, given: dict[str, Any], name: str) -> None:
    with pytest.raises(FormError) as refused:
        let_in(rules, session, **given)
    assert refused.value.name == name


def test_a_cleared_visitor_needs_no_escort(rules: Store, session: Session) -> None:
    found = visitors.by_id(rules, session, let_in(rules, session, badge="F01", escort=None))
    printed = visitors.badge(found)
    assert (printed.line, printed.host, printed.number) == ("Lobby and offices, no escort", "Sgt. Sample", "F01")


def test_the_badge_of_an_escorted_visitor_says_whom_he_visits(rules: Store, session: Session) -> None:
    printed = visitors.badge(visitors.by_id(rules, session, let_in(rules, session)))
    assert (printed.host, printed.line.endswith("escort required")) == (visit()["host"], True)


def test_a_lost_badge_starts_an_incident_and_is_not_given_out(rules: Store, session: Session) -> None:
    found = let_in(rules, session)
    with pytest.raises(FormError, match="where and how"):
        visitors.let_out(rules, session, found, {"returned": "LOST", "what": None})
    with pytest.raises(FormError, match="badge is back"):
        visitors.let_out(rules, session, found, {"returned": "Y", "what": "On the bus"})
    assert "incident BI27-000001" in visitors.let_out(rules, session, found, {"returned": "LOST", "what": "On the bus"})
    with pytest.raises(FormError, match="reported lost"):
        let_in(rules, session)
    with pytest.raises(Refused, match="left already"):
        visitors.let_out(rules, session, found, {"returned": "Y", "what": None})
    opened = records.record(rules, session, visitors.LIST, found)
    assert records.save(rules, session, visitors.LIST, found, {"company": "Corrected"}, opened.version) == found


def test_an_incident_ends_with_its_resolution(rules: Store, session_of: SessionOf) -> None:
    session = session_of("POLSUP")
    visitors.let_out(rules, session, let_in(rules, session), {"returned": "LOST", "what": "On the bus"})
    opened = records.record(rules, session, badge_stock.INCIDENTS, 1)
    put = {"resolved_on": JULY_6, "resolution": None}
    with pytest.raises(FormError, match="Resolution"):
        records.save(rules, session, badge_stock.INCIDENTS, 1, put, opened.version)
    assert [one.what for one in desk_due.due(rules, session)] == ["Lost badge V01 (24.21)"]
    records.save(rules, session, badge_stock.INCIDENTS, 1, {**put, "resolution": "Found in the lobby"}, opened.version)
    assert desk_due.due(rules, session) == []
    with pytest.raises(Refused, match="begins when"):
        records.save(rules, session, badge_stock.INCIDENTS, None, {"resolved_on": None})


@pytest.mark.parametrize(
    ("at", "expected", "overdue"),
    [
        (datetime(2026, 7, 6, 17, 59, tzinfo=UTC), "11:00", False),
        (datetime(2026, 7, 6, 18, 1, tzinfo=UTC), "11:00", True),
        (datetime(2026, 7, 7, 0, 1, tzinfo=UTC), "19:00", True),
        (datetime(2026, 7, 7, 16, 0, tzinfo=UTC), "17:00", True),
    ],
    ids=["in time", "past the expected time", "past the close of business", "the next day"],
)
def test_who_should_have_left(
    rules: Store, session: Session, clock: FixedClock, at: datetime, expected: str, overdue: bool
) -> None:
    let_in(rules, session, expected_at=expected)
    clock.moment = at
    (found,) = visitors.inside(rules, session)
    assert found.overdue == overdue


@pytest.mark.parametrize(
    ("quarter", "first", "last"),
    [(1, date(2026, 1, 1), date(2026, 3, 31)), (2, date(2026, 4, 1), date(2026, 6, 30)),
     (3, date(2026, 7, 1), date(2026, 9, 30)), (4, date(2026, 10, 1), date(2026, 12, 31))],
)  # fmt: skip
def test_quarters_have_their_days(quarter: int, first: date, last: date) -> None:
    assert visitor_reviews.span(2026, quarter) == (first, last)


def test_a_quarter_is_reviewed_once_and_when_it_is_over(rules: Store, session_of: SessionOf) -> None:
    clerk, session = session_of("CSR2"), session_of("SUPERVISOR")
    let_in(rules, clerk, visited_on=date(2026, 5, 4))
    (waiting,) = visitor_reviews.open_quarters(rules)
    assert (waiting.year, waiting.quarter, waiting.visits, waiting.unreturned) == (2026, 2, 1, 1)
    finding = {"year": 2026, "quarter": 2, "finding": "One visitor was never let out"}
    with pytest.raises(Refused):
        visitor_reviews.sign_off(rules, clerk, finding)
    with pytest.raises(FormError, match="not over"):
        visitor_reviews.sign_off(rules, session, {**finding, "quarter": 3})
    visitor_reviews.sign_off(rules, session, finding)
    with pytest.raises(FormError, match="already"):
        visitor_reviews.sign_off(rules, session, finding)
    assert visitor_reviews.open_quarters(rules) == []
    assert [one.finding for one in visitor_reviews.reviews(rules, session)] == ["One visitor was never let out"]
    with pytest.raises(Exception, match="final"):
        rules.run("DELETE FROM visitor_reviews")


# Telephone


def call(**given: Any) -> dict[str, Any]:
    """A call that was answered."""
    return {"category": "RECORDS", "disposition": "INFORMED", "called_on": JULY_6, "called_at": "09:00", **given}


def take(store: Store, session: Session, **given: Any) -> calls.Called:
    """Enter a call."""
    return calls.by_id(store, session, calls.add(store, session, values(calls.FORM, **call(**given))))


def test_an_emergency_is_noted_without_a_question(rules: Store, session: Session) -> None:
    found = calls.by_id(rules, session, calls.emergency(rules, session))
    opened = found.opened.values
    assert (opened["category"], opened["disposition"], opened["transferred_at"]) == ("EMERGENCY", "911", "09:00")
    assert calls.procedure(rules)[0].startswith("Stay calm")
    assert len(calls.procedure(rules)) == 4


@pytest.mark.parametrize(
    ("category", "to"), [("MEDIA", "Public Information Officer"), ("COMPLAINT", "Professional Standards")]
)
def test_media_and_complaints_have_one_place(rules: Store, session: Session, category: str, to: str) -> None:
    found = take(rules, session, category=category, disposition="MESSAGE", message_for="Somebody", message="Call back")
    assert found.opened.values["message_for"] == to
    with pytest.raises(FormError, match=to):
        take(rules, session, category=category, disposition="INFORMED")


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"disposition": "MESSAGE", "message": "Call"}, "message_for"),
        ({"disposition": "MESSAGE", "message_for": "Sgt."}, "message"),
        ({"disposition": "UNIT"}, "unit"),
        ({"category": "CRIME"}, "disposition"),
        ({"category": "EMERGENCY", "disposition": "MESSAGE"}, "disposition"),
        ({"called_on": date(2026, 7, 7)}, "called_on"),
        ({"called_at": "09:01"}, "called_at"),
    ],
)
def test_a_call_that_cannot_be(rules: Store, session: Session, given: dict[str, Any], name: str) -> None:
    with pytest.raises(FormError) as refused:
        take(rules, session, **given)
    assert refused.value.name == name


def test_a_message_waits_until_somebody_takes_it(rules: Store, session: Session) -> None:
    found = take(rules, session, disposition="MESSAGE", message_for="Sgt. Sample", message="Call back")
    assert [one.number for one in desk_due.due(rules, session)] == [found.number]
    taken = calls.acknowledge(rules, session, found.opened.id, {"by": "Sgt. Sample"})
    assert not taken.open
    assert desk_due.due(rules, session) == []
    with pytest.raises(Refused, match="no message"):
        calls.acknowledge(rules, session, found.opened.id, {"by": "Again"})


def test_a_transfer_has_its_time(rules: Store, session: Session) -> None:
    assert take(rules, session, disposition="DISPATCH").opened.values["transferred_at"] == "09:00"


def test_a_route_is_a_dated_row(rules: Store) -> None:
    settings.put(rules, None, "phone.route_media", "City Hall", JULY_6)
    assert (calls.route(rules, "MEDIA"), calls.route(rules, "RECORDS"), calls.route(rules, None)) == (
        "City Hall",
        "",
        "",
    )


def test_registers_by_date(rules: Store, session: Session) -> None:
    let_in(rules, session)
    calls.emergency(rules, session)
    assert "1 visit, 0 badges not returned." in desk_reports.visitors(rules, JULY_6, JULY_6).lines()
    assert "1 call, 1 emergency." in desk_reports.calls(rules, JULY_6, JULY_6).lines()


@pytest.mark.parametrize(
    ("role", "may"), [("CSR1", True), ("OFFICER", True), ("FINANCE", False), ("ADMINISTRATOR", False)]
)
def test_who_enters(rules: Store, session_of: SessionOf, role: str, may: bool) -> None:
    session = session_of(role)
    for enter in (let_in, take):
        if may:
            assert enter(rules, session)
        else:
            with pytest.raises(Refused):
                enter(rules, session)
