"""The day lists of the registrants' desk: what is due, what waits for a second person, what is pending.

A list shows type, number and day, never why somebody registers. Overdue is a fact; the desk draws no conclusion.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from data import audit
from data.police import clocks
from data.police.clocks import RULES
from data.police.registrations import SEE, WORK
from data.police.registrations_codes import BY_CODE
from data.police.registrations_deadlines import reviews
from data.police.registrations_follow import depart
from data.police.registrations_parked import unfinished

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.session import Session

SECTIONS = (
    ("PARKED", "Put aside"),
    ("OVERDUE", "Overdue"),
    ("TODAY", "Due today"),
    ("WEEK", "Due this week"),
    ("SECOND", "Second check"),
    ("UNVERIFIED", "Unverified"),
    ("CSAR", "CSAR entry"),
    ("PROOF", "Proof of residence"),
    ("DOJ", "Forward to DOJ"),
    ("PETITION", "Petition"),
    ("REVIEW", "Deadline to review"),
)
"""The parts of the work queue, in the order of the list."""
ANSWERED_BY = {
    "SX3": "ANNUAL", "AR7": "ANNUAL", "SX4": "SVP-90", "SX5": "TRANSIENT-30",
}  # fmt: skip
"""The transaction that meets a registrant's deadline."""


@dataclass(frozen=True)
class Item:
    """One thing to do. Only the ids that it concerns are set."""

    section: str
    registration_id: int
    number: str
    name: str
    registry: str
    what: str
    due: date | None
    desk: date | None = None
    """The last day on or before it on which the desk is open."""
    code: str = ""
    """The transaction whose form meets it."""
    visit_id: int = 0
    petition_id: int = 0
    review_id: int = 0

    @property
    def title(self) -> str:
        """The part of the queue it stands in."""
        return dict(SECTIONS)[self.section]


def queue(police: PoliceStore, session: Session) -> list[Item]:
    """Everything that waits, part by part, the earliest first. Writes down that the list was run."""
    session.require(SEE)
    today = session.clock.today()
    depart(police, session)
    found = [*_deadlines(police, today), *_visits(police, today), *_reviews(police), *_parked(police, session)]
    order = {code: n for n, (code, _) in enumerate(SECTIONS)}
    found.sort(key=lambda item: (order[item.section], item.due or date.max, item.registration_id))
    audit.record(police, session, "registrations.queue", detail=str(len(found)))
    return found


def counts(items: list[Item]) -> dict[str, int]:
    """How many items each part has, parts without one left out."""
    numbers = {code: sum(item.section == code for item in items) for code, _ in SECTIONS}
    return {code: number for code, number in numbers.items() if number}


_DEADLINES = (
    "SELECT d.rule, d.legal_on, d.desk_on, coalesce(d.visit_id, 0), coalesce(d.petition_id, 0), r.id, r.number, "
    "p.last || ', ' || p.first, r.registry FROM registration_deadlines d JOIN registrations r "
    "ON r.id = d.registration_id JOIN persons p ON p.id = r.person_id WHERE d.closed_on IS NULL AND d.legal_on <= ? "
    "AND (r.leaves_on IS NULL OR d.legal_on < r.leaves_on)"
)
_PENDING = {"SX15": "PROOF", "SX16": "DOJ", "AR8": "DOJ", "PT1": "PETITION", "PT2": "PETITION", "PT3": "PETITION"}
"""Rules that have a part of the queue of their own, however far off they are."""


def _deadlines(police: PoliceStore, today: date) -> list[Item]:
    """Deadlines of this week, and all that wait for a paper."""
    week = today + timedelta(days=7)
    pending = ", ".join("?" * len(_PENDING))
    rows = police.rows(f"{_DEADLINES} OR (d.closed_on IS NULL AND d.rule IN ({pending}))", week.isoformat(), *_PENDING)
    return [_deadline(row, today) for row in rows]


def _deadline(row: tuple[Any, ...], today: date) -> Item:
    rule, legal, desk, visit_id, petition_id, registration_id, number, name, registry = row
    due = date.fromisoformat(legal)
    last = date.fromisoformat(desk) if desk else due
    section = _PENDING.get(rule) or ("OVERDUE" if due < today else "TODAY" if min(due, last) <= today else "WEEK")
    return Item(
        section, registration_id, number, name, registry, f"{rule} {RULES[rule].title}", due,
        date.fromisoformat(desk) if desk else None, ANSWERED_BY.get(rule, ""), visit_id, petition_id,
    )  # fmt: skip


def _visits(police: PoliceStore, today: date) -> list[Item]:
    """Visits that are not complete: to be entered, or waiting for the second person."""
    warn = clocks.terms(police, today).number("verify.warn_days")
    rows = police.rows(
        "SELECT v.id, v.code, v.came_on, v.entered_at, r.id, r.number, p.last || ', ' || p.first, r.registry "
        "FROM registration_visits v JOIN registrations r ON r.id = v.registration_id "
        "JOIN persons p ON p.id = r.person_id WHERE v.state = 'OPEN' ORDER BY v.id"
    )
    found = []
    for visit_id, code, came_on, entered_at, registration_id, number, name, registry in rows:
        since = datetime.fromisoformat(entered_at).astimezone().date() if entered_at else date.fromisoformat(came_on)
        due = since + timedelta(days=warn)
        section = "CSAR" if entered_at is None else "UNVERIFIED" if due < today else "SECOND"
        what = BY_CODE[code].title
        found.append(Item(section, registration_id, number, name, registry, what, due, visit_id=visit_id))
    return found


def _reviews(police: PoliceStore) -> list[Item]:
    found = []
    for one in reviews(police):
        number, name, registry = _who(police, one.deadline.registration_id)
        what = f"{one.deadline.rule}: given {one.deadline.legal:%m/%d/%y}, now {one.legal_now:%m/%d/%y}"
        found.append(
            Item(
                "REVIEW", one.deadline.registration_id, number, name, registry, what, one.deadline.legal,
                review_id=one.id,
            )
        )  # fmt: skip
    return found


def _parked(police: PoliceStore, session: Session) -> list[Item]:
    """Visits that were put aside or cut off, for those who may finish them."""
    if not WORK.allows(session.clerk.role):
        return []
    found = []
    for one in unfinished(police, session):
        registration_id, code = int(one.payload["registration_id"]), str(one.payload["code"])
        number, name, registry = _who(police, registration_id)
        what = f"{BY_CODE[code].title}: {one.clerk}"
        found.append(Item("PARKED", registration_id, number, name, registry, what, None, code=code))
    return found


def _who(police: PoliceStore, registration_id: int) -> tuple[str, str, str]:
    """A registration's number, name and registry."""
    row = police.row(
        "SELECT r.number, p.last || ', ' || p.first, r.registry FROM registrations r "
        "JOIN persons p ON p.id = r.person_id WHERE r.id = ?",
        registration_id,
    )
    number, name, registry = row or ("", "", "")
    return str(number), str(name), str(registry)
