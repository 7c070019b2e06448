"""What is to be done with vehicles and citations, and by when: notices, hearings, holds that end, reviews."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from data import settings
from data.frontdesk import clocks
from data.frontdesk.due import Due
from data.frontdesk.impounds import HEARING, NOTICE, calendar_end
from data.frontdesk.repossessions import WRITTEN
from data.frontdesk.vehicle import SEE
from data.frontdesk.vehicle_search import CITE, IMPOUND, REPO

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store


def due(store: Store, session: Session) -> list[Due]:
    """Everything that is open, the oldest day first. Raises `Refused` without the permission."""
    session.require(SEE)
    today = store.clock.today()
    return sorted(
        [*_written(store, today), *_stored(store, today), *_contested(store)], key=lambda one: (one.by, one.id)
    )


def _written(store: Store, today: date) -> Iterator[Due]:
    days = settings.number(store, WRITTEN, today)
    for key, number, day in store.rows(
        "SELECT id, number, received_on FROM repossessions WHERE written_on IS NULL AND active = 1 ORDER BY id"
    ):
        by = clocks.working(store, date.fromisoformat(day), days).until
        yield Due(by, REPO, int(key), str(number), "Written notice is missing")


def _stored(store: Store, today: date) -> Iterator[Due]:
    notice_days, hearing_days = settings.number(store, NOTICE, today), settings.number(store, HEARING, today)
    for key, number, began, hold, sent, asked, held, lifted in store.rows(
        "SELECT id, number, impounded_on, hold, notice_on, hearing_asked_on, hearing_on, lifted_on FROM impounds "
        "WHERE state = 'HELD' AND active = 1 ORDER BY id"
    ):
        since = date.fromisoformat(began)
        if not sent:
            yield Due(clocks.working(store, since, notice_days).until, IMPOUND, int(key), number, "Mail the notice")
        if asked and not held:
            by = clocks.working(store, date.fromisoformat(asked), hearing_days).until
            yield Due(by, IMPOUND, int(key), number, "Hold the hearing")
        if hold == "30-DAY" and not lifted:
            by = calendar_end(store, since, today).until
            yield Due(by, IMPOUND, int(key), number, "30 days end: earliest release")


def _contested(store: Store) -> Iterator[Due]:
    """Reviews and hearings that wait for an answer, by the day they were asked for: the law names no last day."""
    for key, number, state, review, hearing in store.rows(
        "SELECT id, number, state, review_asked_on, hearing_asked_on FROM citations "
        "WHERE state IN ('REVIEW', 'HEARING') AND active = 1 ORDER BY id"
    ):
        asked = review if state == "REVIEW" else hearing
        what = "Answer the review (asked on)" if state == "REVIEW" else "Hold the hearing (asked on)"
        yield Due(date.fromisoformat(asked), CITE, int(key), number, what)
