"""Deadlines of registrants, kept as they were given: a change of settings raises a review and rewrites nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from data import audit
from data.permissions import Refused
from data.police import calendar, clocks
from data.police.calendar import Calendar
from data.police.clocks import BIRTHDAY, RULES, Deadline, Terms
from data.police.registrations import WORK

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.session import Session

MET, REPLACED, ENDED = "MET", "REPLACED", "ENDED"
KEEP, REPLACE = "KEEP", "REPLACE"


@dataclass(frozen=True)
class Given:
    """A deadline as it was given. Days are dates."""

    id: int
    registration_id: int
    visit_id: int | None
    petition_id: int | None
    rule: str
    day0: date
    opens: date | None
    legal: date
    desk: date | None
    settings_version: str
    calendar_version: str
    note: str
    printed_at: str | None
    closed_on: date | None
    closed_how: str

    @property
    def title(self) -> str:
        """What it is about."""
        return RULES[self.rule].title

    @property
    def late(self) -> bool:
        """Whether it was met after its legal day. A fact; the desk draws no conclusion."""
        return self.closed_on is not None and self.closed_how == MET and self.closed_on > self.legal


_COLUMNS = (
    "id, registration_id, visit_id, petition_id, rule, day0, opens_on, legal_on, desk_on, settings_version, "
    "calendar_version, note, printed_at, closed_on, closed_how"
)
_DAYS = frozenset({"day0", "opens", "legal", "desk", "closed_on"})


def _made(row: tuple[Any, ...]) -> Given:
    values = dict(zip(Given.__dataclass_fields__, row, strict=True))
    for name in _DAYS:
        values[name] = date.fromisoformat(values[name]) if values[name] else None
    return Given(**values)


def given(police: PoliceStore, registration_id: int, *, open_only: bool = True) -> list[Given]:
    """A registration's deadlines, the earliest first."""
    more = " AND closed_on IS NULL" if open_only else ""
    rows = police.rows(
        f"SELECT {_COLUMNS} FROM registration_deadlines WHERE registration_id = ?{more} ORDER BY legal_on, id",
        registration_id,
    )
    return [_made(row) for row in rows]


def one(police: PoliceStore, deadline_id: int) -> Given:
    """A deadline. Raises `Refused` when there is none."""
    row = police.row(f"SELECT {_COLUMNS} FROM registration_deadlines WHERE id = ?", deadline_id)
    if row is None:
        raise Refused("There is no such deadline.")
    return _made(row)


def give(
    police: PoliceStore,
    registration_id: int,
    due: Deadline,
    *,
    visit_id: int | None = None,
    petition_id: int | None = None,
    met_on: date | None = None,
    replaces_id: int | None = None,
) -> int:
    """Keep a deadline, in the caller's transaction; its id. `met_on` when the visit it is about has taken place."""
    return police.insert(
        "registration_deadlines",
        registration_id=registration_id,
        visit_id=visit_id,
        petition_id=petition_id,
        rule=due.rule,
        day0=due.day0.isoformat(),
        opens_on=_text(due.opens),
        legal_on=due.legal.isoformat(),
        desk_on=_text(due.desk),
        settings_version=due.settings_version,
        calendar_version=due.calendar_version,
        note=due.note,
        closed_on=_text(met_on),
        closed_how=MET if met_on else "",
        closed_visit_id=visit_id if met_on else None,
        replaces_id=replaces_id,
    )


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def close(
    police: PoliceStore,
    registration_id: int,
    rules: tuple[str, ...],
    on: date,
    how: str,
    *,
    visit_id: int | None = None,
    of_visit: int | None = None,
    of_petition: int | None = None,
    due_from: date | None = None,
) -> int:
    """Close open deadlines of these rules (all when empty), in the caller's transaction; how many.

    `of_visit` and `of_petition` close only those that belong to that visit or petition, `due_from` those whose legal
    day is that day or later.
    """
    conditions, params = ["registration_id = ?", "closed_on IS NULL"], [registration_id]
    extra: list[Any] = []
    if rules:
        conditions.append(f"rule IN ({', '.join('?' * len(rules))})")
        extra += rules
    asked = (("visit_id = ?", of_visit), ("petition_id = ?", of_petition), ("legal_on >= ?", _text(due_from)))
    for condition, value in asked:
        if value is not None:
            conditions.append(condition)
            extra.append(value)
    return police.run(
        "UPDATE registration_deadlines SET closed_on = ?, closed_how = ?, closed_visit_id = ?, version = version + 1 "
        f"WHERE {' AND '.join(conditions)}",
        on.isoformat(),
        how,
        visit_id,
        *params,
        *extra,
    )


def printed(police: PoliceStore, ids: list[int]) -> None:
    """Note that deadlines stand on a paper that was given out."""
    with police.writing():
        for deadline_id in ids:
            police.run(
                "UPDATE registration_deadlines SET printed_at = ? WHERE id = ? AND printed_at IS NULL",
                police.now(),
                deadline_id,
            )


# When settings or holidays change


@dataclass(frozen=True)
class Review:
    """A deadline that would be another day by today's settings and holidays."""

    id: int
    deadline: Given
    legal_now: date
    desk_now: date | None


def computed_now(found: Given, known: Terms, table: Calendar) -> Deadline:
    """The same deadline by today's settings and holidays."""
    if RULES[found.rule].unit != BIRTHDAY:
        return clocks.due(found.rule, found.day0, known, table)
    return clocks.around(found.rule, found.day0, known, table)


def look_for_changes(police: PoliceStore, session: Session) -> int:
    """Raise a review for every open deadline that would now be another day; how many are new. Rewrites nothing."""
    today = session.clock.today()
    known, table = clocks.terms(police, today), calendar.load(police, today)
    rows = police.rows(
        f"SELECT {_COLUMNS} FROM registration_deadlines WHERE closed_on IS NULL "
        "AND (settings_version <> ? OR calendar_version <> ?) ORDER BY id",
        known.version,
        table.version,
    )
    new = 0
    with police.writing():
        for found in map(_made, rows):
            now = computed_now(found, known, table)
            if (now.legal, now.desk, now.opens) != (found.legal, found.desk, found.opens):
                new += _raise(police, found, now)
        if new:
            audit.record(police, session, "registration.reviews", detail=str(new))
    return new


def _raise(police: PoliceStore, found: Given, now: Deadline) -> int:
    """Keep a review unless the same finding is open or was decided; 1 when it is new."""
    if police.value(
        "SELECT 1 FROM registration_reviews WHERE deadline_id = ? AND legal_now = ? AND coalesce(desk_now, '') = ? "
        "AND coalesce(opens_now, '') = ?",
        found.id,
        now.legal.isoformat(),
        _text(now.desk) or "",
        _text(now.opens) or "",
    ):
        return 0
    police.insert(
        "registration_reviews",
        deadline_id=found.id,
        found_at=police.now(),
        opens_now=_text(now.opens),
        legal_now=now.legal.isoformat(),
        desk_now=_text(now.desk),
        settings_version=now.settings_version,
        calendar_version=now.calendar_version,
    )
    return 1


def reviews(police: PoliceStore) -> list[Review]:
    """Reviews that nobody has decided, of deadlines that are still open."""
    rows = police.rows(
        "SELECT v.id, v.deadline_id, v.legal_now, v.desk_now FROM registration_reviews v "
        "JOIN registration_deadlines d ON d.id = v.deadline_id WHERE v.decided_at IS NULL AND d.closed_on IS NULL "
        "ORDER BY v.id"
    )
    return [
        Review(int(id), one(police, int(of)), date.fromisoformat(legal), date.fromisoformat(desk) if desk else None)
        for id, of, legal, desk in rows
    ]


def decide(police: PoliceStore, session: Session, review_id: int, decision: str, note: str) -> int | None:
    """Keep a deadline as it was given, or replace it by a new one, whose id is returned.

    The old one keeps its days and says that it was replaced. Raises `Refused` when it was decided already.
    """
    session.require(WORK)
    today = session.clock.today()
    with police.writing():
        changed = police.run(
            "UPDATE registration_reviews SET decided_at = ?, decided_by = ?, decision = ?, note = ?, "
            "version = version + 1 WHERE id = ? AND decided_at IS NULL",
            police.now(),
            session.clerk.id,
            decision,
            note,
            review_id,
        )
        if not changed:
            raise Refused("That review has been decided.")
        audit.record(police, session, "registration.review", "registration_reviews", review_id, detail=decision)
        if decision != REPLACE:
            return None
        found = one(police, int(police.value("SELECT deadline_id FROM registration_reviews WHERE id = ?", review_id)))
        now = computed_now(found, clocks.terms(police, today), calendar.load(police, today))
        closed = police.run(
            "UPDATE registration_deadlines SET closed_on = ?, closed_how = 'REPLACED', version = version + 1 "
            "WHERE id = ? AND closed_on IS NULL",
            today.isoformat(),
            found.id,
        )
        if not closed:
            raise Refused("That deadline is closed already.")
        return give(
            police, found.registration_id, now, visit_id=found.visit_id, petition_id=found.petition_id,
            replaces_id=found.id,
        )  # fmt: skip
