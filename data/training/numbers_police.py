"""Numbers of a lesson at the police desk: invented persons of the practice police store, and registrants among them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from data.find_words import sound
from data.training.numbers import Day, Drawn, LessonError

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


_FREE = "p.transient = 0 AND p.born IS NOT NULL AND p.merged_into IS NULL"
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


def registrant(drawn: Drawn, registry: str = "SEX") -> Registrant:
    """Somebody with one registration, in this registry, for which nothing waits. Raises `LessonError`."""
    sql = (
        "SELECT p.id, p.number, p.last, p.first, p.born, r.number, r.id FROM registrations r "
        f"JOIN persons p ON p.id = r.person_id WHERE {_FREE} AND r.registry = ? AND r.state = 'ACTIVE' "
        "AND NOT EXISTS (SELECT 1 FROM registrations o WHERE o.person_id = p.id AND o.id <> r.id) "
        "AND NOT EXISTS (SELECT 1 FROM registration_visits v WHERE v.registration_id = r.id AND v.state = 'OPEN') "
        "ORDER BY r.id"
    )
    rows = _store(drawn).rows(sql, registry)
    id, number, last, first, born, registration, key = _one(drawn, rows, f"registrant of the registry {registry}")
    return Registrant(int(id), number, last, first, _day(born), registration, int(key))


def _store(drawn: Drawn) -> PoliceStore:
    if drawn.police is None:
        raise LessonError("A person on file needs police = true in the lesson's file.")
    return drawn.police


def _one(drawn: Drawn, rows: list[tuple[Any, ...]], kind: str) -> tuple[Any, ...]:
    """A row of somebody unused whose name sounds like nobody else's."""
    heard = _heard(_store(drawn))
    free = [row for row in rows if row[0] not in drawn.people and len(heard[(sound(row[2]), sound(row[3]))]) == 1]
    if not free:
        raise LessonError(f"The practice police store has no {kind} left.")
    found = drawn.random.choice(free)
    drawn.people.add(found[0])
    return found


def _heard(police: PoliceStore) -> dict[tuple[str, str], set[int]]:
    """Ids of persons by how their last and first names sound, other names too."""
    found: dict[tuple[str, str], set[int]] = {}
    for table, key in (("persons", "id"), ("person_names", "person_id")):
        for id, last, first in police.rows(f"SELECT {key}, last, first FROM {table}"):
            found.setdefault((sound(last), sound(first or "")), set()).add(int(id))
    return found


def _day(text: str) -> Day:
    on = date.fromisoformat(text)
    return Day(on.year, on.month, on.day)


KINDS: dict[str, Callable[..., Any]] = {"person on file": person, "registrant": registrant}
"""The kinds of numbers, by their word in a lesson that asks for the police store."""
