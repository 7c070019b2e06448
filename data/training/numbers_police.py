"""Numbers of a lesson at the police desk: invented persons of the practice police store, and registrants among them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from data.police.persons_find import LIMIT
from data.police.persons_query import as_typed, matching, terms_of
from data.training.numbers_drawn import Day, Drawn, LessonError

if TYPE_CHECKING:
    from data.police.store import PoliceStore


@dataclass(frozen=True)
class OnFile:
    """A person on file who is found by the name alone."""

    id: int
    number: str
    last: str
    first: str
    born: Day

    @property
    def name(self) -> str:
        """As people say it: first name, last name."""
        return f"{self.first} {self.last}"

    @property
    def filed(self) -> str:
        """As a file is headed: `LAST, FIRST`."""
        return f"{self.last}, {self.first}"


@dataclass(frozen=True)
class Registrant(OnFile):
    """A person on file with a registration."""

    registration: str
    """Its number."""
    registration_id: int


BIRTHDAY = 12
"""Days from today within which an annual update is due."""
STAGES = range(3)
"""Of a search for a name: whole words, beginnings, sounds."""
_KNOWN = "p.born IS NOT NULL AND p.merged_into IS NULL"
_FREE = f"p.transient = 0 AND {_KNOWN}"
WHICH: dict[str, str] = {
    "any": "1 = 1",
    "no record": "NOT EXISTS (SELECT 1 FROM registrations r WHERE r.person_id = p.id) "
    "AND NOT EXISTS (SELECT 1 FROM bookings b WHERE b.person_id = p.id)",
    "booked": "EXISTS (SELECT 1 FROM bookings b WHERE b.person_id = p.id)",
}
"""Which persons a lesson may ask for, as a condition on persons `p`."""


def person(drawn: Drawn, which: str = "any") -> OnFile:
    """A person on file whom this lesson has not used yet. Raises `LessonError` when there is none."""
    if which not in WHICH:
        raise LessonError(f"Persons on file are one of {', '.join(WHICH)}, not {which!r}.")
    fits = f"{_FREE} AND {WHICH[which]}"
    rows = _store(drawn).rows(
        f"SELECT p.id, p.number, p.last, p.first, p.born FROM persons p WHERE {fits} ORDER BY p.id"
    )
    id, number, last, first, born = _one(drawn, rows, f"person of the kind {which!r}")
    return OnFile(int(id), number, last, first, _day(born))


def registrant(drawn: Drawn, registry: str = "SEX", due: bool = False, transient: bool = False) -> Registrant:
    """Somebody with one registration, in this registry, of which no visit is unfinished; `due`: whose annual update is.

    `transient`: somebody without a residence. Raises `LessonError`.
    """
    until = drawn.today + timedelta(days=BIRTHDAY) if due else date.max
    sql = (
        "SELECT p.id, p.number, p.last, p.first, p.born, r.number, r.id FROM registrations r "
        f"JOIN persons p ON p.id = r.person_id WHERE p.transient = ? AND {_KNOWN} "
        "AND r.registry = ? AND r.state = 'ACTIVE' "
        "AND NOT EXISTS (SELECT 1 FROM registrations o WHERE o.person_id = p.id AND o.id <> r.id) "
        "AND NOT EXISTS (SELECT 1 FROM registration_visits v WHERE v.registration_id = r.id AND v.state = 'OPEN') "
        "AND EXISTS (SELECT 1 FROM registration_deadlines d WHERE d.registration_id = r.id AND d.closed_on IS NULL "
        "AND d.rule IN ('SX3', 'AR7') AND d.legal_on <= ?) ORDER BY r.id"
    )
    rows = _store(drawn).rows(sql, int(transient), registry, until.isoformat())
    id, number, last, first, born, registration, key = _one(drawn, rows, f"registrant of the registry {registry}")
    return Registrant(int(id), number, last, first, _day(born), registration, int(key))


def _store(drawn: Drawn) -> PoliceStore:
    if drawn.police is None:
        raise LessonError("A person on file needs police = true in the lesson's file.")
    return drawn.police


def _one(drawn: Drawn, rows: list[tuple[Any, ...]], kind: str) -> tuple[Any, ...]:
    """A row of somebody unused whom a search for first and last name finds alone."""
    police = _store(drawn)
    for row in drawn.random.sample(rows, len(rows)):
        if row[0] not in drawn.people and _found(police, f"{row[3]} {row[2]}") == {row[0]}:
            drawn.people.add(row[0])
            return row
    raise LessonError(f"The practice police store has no {kind} left.")


def _found(police: PoliceStore, name: str) -> set[int]:
    """Ids of the persons that a search for a name may show: by its beginning, and by its sound."""
    query = as_typed(name)
    return {id for stage in STAGES for id in matching(police, query, terms_of(police, query, stage), LIMIT)}


def _day(text: str) -> Day:
    on = date.fromisoformat(text)
    return Day(on.year, on.month, on.day)


KINDS: dict[str, Callable[..., Any]] = {"person on file": person, "registrant": registrant}
"""The kinds of numbers, by their word in a lesson that asks for the police store."""
