"""What is to be done at the front desk, and by when: court papers, messages, visitors, lost badges, reviews, rides."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from data.frontdesk import visitor_reviews
from data.frontdesk.courtpapers import CIVIL, DUCES, OFFICER_, SEE
from data.frontdesk.courtpapers_clocks import response_due, tell_until
from data.frontdesk.due import Due
from data.frontdesk.visitors import inside

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

VISIT, CALL, PAPER, RIDE, BADGE, REVIEW = "VISIT", "CALL", "PAPER", "RIDE", "BADGE", "REVIEW"
"""Kinds of things to do."""


def due(store: Store, session: Session) -> list[Due]:
    """Everything that is open, the oldest day first. Raises `Refused` without the permission."""
    session.require(SEE)
    found = [
        *(Due(one.day, VISIT, one.id, one.number, f"Overdue: {one.name[:24]}") for one in inside(store, session)
          if one.overdue),
        *_papers(store),
        *_others(store),
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.by, one.kind, one.id))


def _papers(store: Store) -> Iterator[Due]:
    today = store.clock.today()
    for key, number, kind, matter, who, received, hearing, at, agreed, delivered, told in store.rows(
        "SELECT id, number, kind, matter, recipient_kind, received_on, hearing_on, hearing_at, agreed_on, "
        "delivered_on, undelivered_on FROM court_papers WHERE state IN ('OPEN', 'ON-CALL', 'CONTINUED') ORDER BY id"
    ):
        values = {
            "kind": kind, "matter": matter, "accepted": True, "received_on": date.fromisoformat(received),
            "hearing_on": date.fromisoformat(hearing) if hearing else None, "hearing_at": at,
            "agreed_on": date.fromisoformat(agreed) if agreed else None,
        }  # fmt: skip
        if kind == DUCES and (records := response_due(store, values, today)):
            yield Due(records.until, PAPER, int(key), number, "Produce the records")
        elif who == OFFICER_ and not delivered and not told and (last := tell_until(store, values, today)):
            yield Due(last.date(), PAPER, int(key), number, "Deliver, or tell the court")
        elif matter == CIVIL and hearing and date.fromisoformat(hearing) < today:
            yield Due(date.fromisoformat(hearing), PAPER, int(key), number, "Reconcile the cost")


def _others(store: Store) -> Iterator[Due]:
    for key, number, day, addressee in store.rows(
        "SELECT id, number, called_on, message_for FROM desk_calls WHERE disposition = 'MESSAGE' "
        "AND acknowledged_by = '' ORDER BY id"
    ):
        yield Due(date.fromisoformat(day), CALL, int(key), number, f"Message for {addressee}")
    for key, number, day, badge in store.rows(
        "SELECT id, number, reported_on, badge FROM badge_incidents WHERE resolved_on IS NULL ORDER BY id"
    ):
        yield Due(date.fromisoformat(day), BADGE, int(key), number, f"Lost badge {badge} (24.21)")
    for quarter in visitor_reviews.open_quarters(store):
        _, last = visitor_reviews.span(quarter.year, quarter.quarter)
        yield Due(last, REVIEW, 0, f"{quarter.year}-{quarter.quarter}", "Review the visitor log (24.3)")
    for key, number, day in store.rows(
        "SELECT id, number, ride_on FROM rides WHERE state = 'SCHEDULED' AND waiver_on IS NULL ORDER BY ride_on, id"
    ):
        yield Due(date.fromisoformat(day), RIDE, int(key), number, "Waiver is not signed")
