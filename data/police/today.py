"""What waits at the police desk today: one line for each kind of work, with what is late, and where it is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.frontdesk import desk_due, vehicle_due
from data.frontdesk.courtpapers import SEE as SEE_DESK
from data.frontdesk.vehicle import SEE as SEE_VEHICLES
from data.police import access, bookings, clearances, livescan, registrations_queue, releases

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.session import Session

LATE_SECTIONS = frozenset({"OVERDUE"})
"""Parts of the registrants' queue whose day has passed."""


@dataclass(frozen=True)
class Waiting:
    """Some work of one kind: how much there is, how much of it is late, and the command that leads to it."""

    what: str
    count: int
    late: int
    program: str


def waiting(police: PoliceStore, session: Session) -> list[Waiting]:
    """What waits for the police desk, kinds without work left out. Raises `Refused` without the role."""
    session.require(access.USE)
    return [one for one in (*_registrants(police, session), *_records(police, session)) if one.count]


def _registrants(police: PoliceStore, session: Session) -> Iterator[Waiting]:
    numbers = registrations_queue.counts(registrations_queue.queue(police, session))
    for code, title in registrations_queue.SECTIONS:
        count = numbers.get(code, 0)
        yield Waiting(f"Registrants: {title}", count, count if code in LATE_SECTIONS else 0, "REGQ")


def _records(police: PoliceStore, session: Session) -> Iterator[Waiting]:
    today = session.clock.today()
    requests = releases.queue(police, session)
    late = sum(one.due_on < today.isoformat() for one in requests)
    yield Waiting("Bookings not finished", len(bookings.unfinished(police, session)), 0, "BOKQ")
    if livescan.SEE.allows(session.clerk.role):
        yield Waiting("Live Scan requests", len(livescan.queue(police, session)), 0, "LSQ")
    yield Waiting("Records requests", len(requests), late, "REL")
    if clearances.WORK.allows(session.clerk.role):
        yield Waiting("Clearance letters", len(clearances.unfinished(police, session)), 0, "CLR")
    if SEE_VEHICLES.allows(session.clerk.role):
        due = vehicle_due.due(police.city, session)
        yield Waiting("Vehicles and citations", len(due), sum(one.late(today) for one in due), "VEHDUE")
    if SEE_DESK.allows(session.clerk.role):
        at_desk = desk_due.due(police.city, session)
        yield Waiting("Visitors, calls, papers, rides", len(at_desk), sum(one.late(today) for one in at_desk), "FDDUE")
