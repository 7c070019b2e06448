"""A duty to register: one person in one registry, with what DOJ and the courts have said about it.

The desk never assigns a tier: it is entered from DOJ's letter with the letter's date. Narcotics (HS 11590) was
repealed in 2020: such a row is a record from before, for officers to read only.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from data import audit
from data.changes import record_change
from data.permissions import OFFICER, Permission, Refused
from data.police import access, clocks
from data.police.persons import file_ids, head_of, person
from data.police.persons_file import years
from data.police.registrations_codes import GANG, NARC

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.session import Session

WORK = access.REGISTRANTS
SEE = access.REGISTRANTS_SEE
LEGACY = Permission("registrants.legacy", "records of HS 11590 are read by officers only.", frozenset({OFFICER}))

ADULT = 18
"""Years of age."""
NEW, ACTIVE, MOVED, ENDED, DECEASED, OLD = "NEW", "ACTIVE", "MOVED", "ENDED", "DECEASED", "LEGACY"
RESIDENT, TRANSIENT, NONRESIDENT = "RESIDENT", "TRANSIENT", "NONRESIDENT"
BASES = (
    (RESIDENT, "Resident"),
    (TRANSIENT, "Transient"),
    (NONRESIDENT, "Lives out of state, works or studies here"),
)
SUPERVISION = (("NONE", "None"), ("PAROLE", "Parole"), ("PRCS", "PRCS"), ("PROBATION", "Probation"))


@dataclass(frozen=True)
class Registration:
    """One person's duty in one registry. Days are dates or None."""

    id: int
    number: str
    person_id: int
    registry: str
    state: str
    basis: str
    since: date | None
    juvenile: bool
    tier: str
    tier_letter_on: date | None
    svp: bool
    supervision: str
    agent: str
    agent_phone: str
    supervised_until: date | None
    finding: str
    """The reference of the court's finding that makes Internet identifiers registerable; empty without one."""
    imposed_on: date | None
    """When the duty was last imposed; the gang registry's five years begin then."""
    leaves_on: date | None
    """The day of leaving that was told; until then the registration is active. None while staying."""
    ended_on: date | None
    ended_by: str
    version: int
    name: str
    """`LAST, FIRST` of the person."""
    born: date | None
    language: str

    @property
    def open(self) -> bool:
        """Whether visits can be taken for it."""
        return self.state in (NEW, ACTIVE, MOVED)


_OWN = (
    "id", "number", "person_id", "registry", "state", "basis", "since", "juvenile", "tier", "tier_letter_on", "svp",
    "supervision", "agent", "agent_phone", "supervised_until", "finding", "imposed_on", "leaves_on", "ended_on",
    "ended_by", "version",
)  # fmt: skip
_DAYS = frozenset({"since", "tier_letter_on", "supervised_until", "imposed_on", "leaves_on", "ended_on", "born"})
_FLAGS = frozenset({"juvenile", "svp"})
_SELECT = (
    f"SELECT {', '.join(f'r.{name}' for name in _OWN)}, p.last || ', ' || p.first, p.born, p.language "
    "FROM registrations r JOIN persons p ON p.id = r.person_id"
)


def _made(row: tuple[Any, ...]) -> Registration:
    values = dict(zip(Registration.__dataclass_fields__, row, strict=True))
    for name in _DAYS:
        values[name] = date.fromisoformat(values[name]) if values[name] else None
    for name in _FLAGS:
        values[name] = bool(values[name])
    return Registration(**values)


def _of_file(police: PoliceStore, found: Registration) -> Registration:
    """The same with name, birth and language of the file that the person's own has been merged into."""
    head = head_of(police, found.person_id)
    if head == found.person_id:
        return found
    row = police.row("SELECT last || ', ' || first, born, language FROM persons WHERE id = ?", head)
    name, born, language = row or (found.name, None, found.language)
    return replace(found, name=name, born=date.fromisoformat(born) if born else None, language=language)


def get(police: PoliceStore, session: Session, registration_id: int) -> Registration:
    """A registration. Raises `Refused` when there is none or this role may not see it. Journal the view first."""
    session.require(SEE)
    row = police.row(f"{_SELECT} WHERE r.id = ?", registration_id)
    if row is None:
        raise Refused("There is no such registration.")
    found = _of_file(police, _made(row))
    if found.registry == NARC:
        session.require(LEGACY)
    return found


def by_number(police: PoliceStore, session: Session, number: str) -> int:
    """The id of the registration with a number such as REG-2026-00001. Raises `Refused` when there is none."""
    session.require(SEE)
    found = police.value("SELECT id FROM registrations WHERE number = ?", number.strip().upper())
    if found is None:
        raise Refused(f"There is no registration {number.strip().upper()[:20]}.")
    return int(found)


def of_person(police: PoliceStore, session: Session, person_id: int) -> list[Registration]:
    """The registrations of a person and of files merged into it that this role may see. Journal the view first."""
    session.require(SEE)
    file = file_ids(police, person_id)
    rows = police.rows(f"{_SELECT} WHERE p.id IN ({', '.join('?' * len(file))}) ORDER BY r.id", *file)
    found = [_of_file(police, _made(row)) for row in rows]
    return [one for one in found if one.registry != NARC or LEGACY.allows(session.clerk.role)]


def search(police: PoliceStore, session: Session, registry: str, first: date, last: date) -> list[Registration]:
    """A registry's registrations with a visit from `first` to `last`, both included, by name."""
    session.require(SEE)
    if registry == NARC:
        session.require(LEGACY)
    rows = police.rows(
        f"{_SELECT} WHERE r.registry = ? AND (r.state = 'LEGACY' OR EXISTS (SELECT 1 FROM registration_visits v "
        "WHERE v.registration_id = r.id AND v.came_on BETWEEN ? AND ?)) ORDER BY p.last, p.first, r.id",
        registry,
        first.isoformat(),
        last.isoformat(),
    )
    audit.record(police, session, "registrations.list", registry, detail=str(len(rows)))
    return [_of_file(police, _made(row)) for row in rows]


def begin(police: PoliceStore, session: Session, person_id: int, registry: str, *, juvenile: bool = False) -> int:
    """The person's registration in a registry, made when there is none; its id.

    Who is under 18 is a juvenile in any case. Raises `Refused` for a registry that registers nobody: narcotics, or
    gang while `gang.enabled` is off.
    """
    session.require(WORK)
    if registry == NARC:
        raise Refused("Nobody registers under HS 11590 any more (AB 1261): print NODUTY.")
    require_enabled(police, session, registry)
    born = person(police, session, person_id).born
    with police.writing():
        file = file_ids(police, person_id)
        found = police.value(
            f"SELECT min(id) FROM registrations WHERE person_id IN ({', '.join('?' * len(file))}) AND registry = ?",
            *file,
            registry,
        )
        if found is not None:
            return int(found)
        made = police.insert(
            "registrations",
            number=_next_number(police, session.clock.today().year),
            person_id=person_id,
            registry=registry,
            state=NEW,
            juvenile=int(juvenile or not grown(born, session.clock.today(), unknown=True)),
            entered_at=police.now(),
            user_id=session.clerk.id,
        )
        audit.record(police, session, "registration.create", "registrations", made)
    return made


def grown(born: date | None, on: date, *, unknown: bool) -> bool:
    """Whether somebody is an adult on a day; `unknown` without a date of birth."""
    return unknown if born is None else years(born, on) >= ADULT


def require_enabled(police: PoliceStore, session: Session, registry: str) -> None:
    """Raise `Refused` when the agency has switched a registry off: gang, by `gang.enabled`."""
    if registry == GANG and not clocks.terms(police, session.clock.today()).on("gang.enabled"):
        raise Refused("The gang registry is off (setting gang.enabled). Its records are kept.")


def _next_number(police: PoliceStore, year: int) -> str:
    """`REG-2026-00001`: the reference on papers, which the cashier refuses to take money for."""
    name = f"registrations:{year}"
    police.run("INSERT INTO counters (name, value) VALUES (?, 0) ON CONFLICT DO NOTHING", name)
    number = police.value("UPDATE counters SET value = value + 1 WHERE name = ? RETURNING value", name)
    return f"REG-{year}-{int(number):05d}"


def change(police: PoliceStore, session: Session, registration_id: int, version: int, **columns: Any) -> None:
    """Change columns of a registration, with history. Raises `Refused` when somebody else changed it meanwhile."""
    stored = {name: as_stored(value) for name, value in columns.items()}
    names = ", ".join(stored)
    with police.writing():
        row = police.row(f"SELECT {names} FROM registrations WHERE id = ?", registration_id)
        before = dict(zip(stored, row or (), strict=False))
        marks = ", ".join(f"{name} = ?" for name in stored)
        changed = police.run(
            f"UPDATE registrations SET {marks}, version = version + 1 WHERE id = ? AND version = ?",
            *stored.values(),
            registration_id,
            version,
        )
        if not changed:
            raise Refused("Somebody else has changed this registration. F5 shows it as it is now.")
        record_change(police, session, "registrations", registration_id, before, stored)


def as_stored(value: Any) -> Any:
    """A value as its column keeps it: a date as ISO text, yes and no as 1 and 0."""
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, bool) else value
