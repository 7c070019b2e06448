"""Bookings: an arrestee at intake, from the arrest to the release or the transfer to the county jail.

A booking is `OPEN` until it is complete: charged, photographed from the front, and ended. Bookings of juveniles are
restricted: no list, arrest log or line-up holds them, and only officers, the supervisor and the clerk who took one open
it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from data import audit, works
from data.changes import record_change
from data.forms import FormError, Values
from data.frontdesk.timeofday import ahead
from data.permissions import OFFICER, POLICE_SUPERVISOR, Permission, Refused
from data.police import access
from data.police.persons import file_ids, head_of, person
from data.police.persons_file import years

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.session import Session

SEE = access.BOOKINGS_SEE
WORK = access.BOOKINGS
JUVENILE = Permission(
    "bookings.juvenile", "a juvenile's booking is for officers, the police supervisor and the clerk who took it.",
    frozenset({POLICE_SUPERVISOR, OFFICER}),
)  # fmt: skip
TABLE, VIEW = "bookings", "BOOKING"
OPEN, COMPLETE = "OPEN", "COMPLETE"
OF_AGE = 18
"""Years from which an arrestee is no juvenile (WIC 602)."""


@dataclass(frozen=True)
class Booking:
    """One booking. Days are ISO text, `arrested_at` and `ended_at` the clock's `HH:MM`, `booked_at` UTC text."""

    id: int
    number: str
    person_id: int
    """The person's file, also when the one that was booked has been merged into it since."""
    state: str
    juvenile: int
    booked_at: str
    booked_by: int
    arrested_on: str
    arrested_at: str
    place: str
    circumstances: str
    agency: str
    officer: str
    officer_id: str
    transporting: str
    occupation: str
    envelope: str
    property_list: str
    calls_offered: int
    calls_made: int
    consular: str
    dna: int
    retain: int
    caution: str
    emergency: str
    prints_tcn: str
    no_prints: str
    disposition: str
    ended_on: str | None
    ended_at: str
    ended_to: str
    withheld: str
    """Codes of `bookings_log.ITEMS` that the public arrest log leaves out, with blanks between."""
    withheld_ground: str
    version: int

    @property
    def open(self) -> bool:
        """Whether it can still be changed."""
        return self.state == OPEN


_COLUMNS = ", ".join(one.name for one in fields(Booking))
FACTS = (
    "arrested_on", "arrested_at", "place", "circumstances", "agency", "officer", "officer_id", "transporting",
    "occupation", "envelope", "property_list", "calls_offered", "calls_made", "consular", "dna", "retain", "caution",
    "emergency", "prints_tcn", "no_prints",
)  # fmt: skip
"""The columns that the form of the arrest holds."""


def get(police: PoliceStore, session: Session, booking_id: int, lock: str = "") -> Booking:
    """A booking. Journal the view first. Raises `Refused` when there is none or a juvenile's is not for this clerk."""
    session.require(SEE)
    row = police.row(f"SELECT {_COLUMNS} FROM bookings WHERE id = ?{lock}", booking_id)
    if row is None:
        raise Refused("There is no such booking.")
    found = Booking(*row)
    found = replace(found, person_id=head_of(police, found.person_id))
    if found.juvenile and found.booked_by != session.clerk.id and not JUVENILE.allows(session.clerk.role):
        audit.record(police, session, "booking.view", TABLE, booking_id, "denied")
        session.require(JUVENILE)
    return found


def by_number(police: PoliceStore, session: Session, number: str) -> int:
    """The id of the booking with a number such as B26-00001. Raises `Refused` when there is none."""
    session.require(SEE)
    found = police.value("SELECT id FROM bookings WHERE number = ?", number.strip().upper())
    if found is None:
        raise Refused(f"There is no booking {number.strip().upper()[:20]}.")
    return int(found)


@dataclass(frozen=True)
class Listed:
    """A booking as a list shows it: the year of birth only."""

    id: int
    number: str
    name: str
    year: str
    arrested_on: str
    charge: str
    """The first charge; with `+n` when there are more."""
    waits: str
    """What is missing until it is complete, or how it ended."""


_LISTED = (
    "SELECT b.id, b.number, p.last || ', ' || p.first, coalesce(substr(p.born, 1, 4), ''), b.arrested_on, "
    "coalesce((SELECT c.section FROM booking_charges c WHERE c.booking_id = b.id AND c.dropped_at IS NULL "
    "ORDER BY c.id LIMIT 1), ''), (SELECT count(*) FROM booking_charges c WHERE c.booking_id = b.id "
    "AND c.dropped_at IS NULL), b.disposition, b.state, (SELECT count(*) FROM booking_photos q JOIN person_photos f "
    "ON f.id = q.photo_id WHERE q.booking_id = b.id AND q.pose = 'F' AND f.withdrawn_at IS NULL) "
    "FROM bookings b JOIN persons p ON p.id = b.person_id WHERE b.juvenile = 0"
)


def _listed(row: tuple[Any, ...]) -> Listed:
    id, number, name, year, arrested_on, charge, count, disposition, state, fronts = row
    more = f" +{count - 1}" if count > 1 else ""
    missing = (("charge", not count), ("photo", not fronts), ("release", not disposition))
    waits = disposition if state == COMPLETE else ", ".join(word for word, lacks in missing if lacks) or "to complete"
    return Listed(int(id), number, name, year, arrested_on, f"{charge}{more}", waits)


def unfinished(police: PoliceStore, session: Session) -> list[Listed]:
    """The open bookings of adults, oldest first."""
    session.require(SEE)
    rows = police.rows(f"{_LISTED} AND b.state = 'OPEN' ORDER BY b.id")
    audit.record(police, session, "bookings.list", TABLE, detail=str(len(rows)))
    return [_listed(row) for row in rows]


def of_days(police: PoliceStore, session: Session, first: date, last: date) -> list[Listed]:
    """The bookings of adults arrested from `first` to `last`, both included, newest first."""
    session.require(SEE)
    sql = f"{_LISTED} AND b.arrested_on BETWEEN ? AND ? ORDER BY b.arrested_on DESC, b.id DESC"
    rows = police.rows(sql, first.isoformat(), last.isoformat())
    audit.record(police, session, "bookings.list", TABLE, detail=str(len(rows)))
    return [_listed(row) for row in rows]


def of_person(police: PoliceStore, session: Session, person_id: int) -> list[Listed]:
    """The bookings of a person, newest first; a juvenile's are not among them."""
    session.require(SEE)
    ids = file_ids(police, person_id)
    rows = police.rows(f"{_LISTED} AND b.person_id IN ({', '.join('?' * len(ids))}) ORDER BY b.id DESC", *ids)
    return [_listed(row) for row in rows]


# Writing


def begin(police: PoliceStore, session: Session, person_id: int, values: Values, key: str) -> Booking:
    """Book a person once per key, from the clean values of the arrest's form. Raises `FormError`, `Refused`."""
    session.require(WORK)
    with police.writing():
        repeated = police.value("SELECT id FROM bookings WHERE key = ?", key)
        if repeated is not None:
            return get(police, session, int(repeated))
        person_id = head_of(police, person_id)
        stored = facts_of(values)
        _check(session, stored)
        booking_id = police.insert(
            TABLE, key=key, number=_number(police, session.clock.today().year), person_id=person_id,
            juvenile=int(bool(values.get("juvenile")) or _is_young(police, session, person_id, stored["arrested_on"])),
            booked_at=police.now(), booked_by=session.clerk.id, **stored,
        )  # fmt: skip
        record_change(police, session, TABLE, booking_id, {}, stored)
        step(police, session, booking_id, "BOOKED")
        works.done(police, session, key)
    return get(police, session, booking_id)


def facts_of(values: Values) -> dict[str, Any]:
    """The columns of the arrest from clean values; what was not asked is left out."""
    return {name: _stored(values[name]) for name in FACTS if name in values}


def _stored(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, bool) else "" if value is None else value


def _check(session: Session, stored: dict[str, Any]) -> None:
    day = date.fromisoformat(stored["arrested_on"])
    if day > session.clock.today():
        raise FormError("arrested_on", "Arrested on: not after today.")
    if ahead(session.clock, day, stored["arrested_at"]):
        raise FormError("arrested_at", "Time of arrest: that is still to come.")


def _is_young(police: PoliceStore, session: Session, person_id: int, arrested_on: str) -> bool:
    born = person(police, session, person_id).born
    return born is not None and years(born, date.fromisoformat(arrested_on)) < OF_AGE


def _number(police: PoliceStore, year: int) -> str:
    """`B26-00001`, a series for each year."""
    name = f"bookings:{year}"
    police.run("INSERT INTO counters (name, value) VALUES (?, 0) ON CONFLICT DO NOTHING", name)
    number = police.value("UPDATE counters SET value = value + 1 WHERE name = ? RETURNING value", name)
    return f"B{year % 100:02d}-{int(number):05d}"


def change(police: PoliceStore, session: Session, found: Booking, what: str, **columns: Any) -> Booking:
    """Store columns of an open booking that nobody changed meanwhile, with history. Raises `Refused`."""
    session.require(WORK)
    stored = {name: _stored(value) for name, value in columns.items()}
    with police.writing():
        marks = ", ".join(f"{name} = ?" for name in stored)
        sql = f"UPDATE bookings SET {marks}, version = version + 1 WHERE id = ? AND version = ? AND state = 'OPEN'"
        if police.run(sql, *stored.values(), found.id, found.version) != 1:
            require_open(get(police, session, found.id))
            raise Refused("Somebody else has changed this booking meanwhile. Nothing was stored; look at it again.")
        record_change(police, session, TABLE, found.id, {name: getattr(found, name, "") for name in stored}, stored)
        step(police, session, found.id, what)
    return get(police, session, found.id)


def correct(police: PoliceStore, session: Session, found: Booking, values: Values) -> Booking:
    """Store the facts of the arrest anew. Raises `FormError`, `Refused`."""
    stored = facts_of(values)
    _check(session, stored)
    young = _is_young(police, session, found.person_id, stored["arrested_on"])
    juvenile = bool(values.get("juvenile", found.juvenile)) or young
    return change(police, session, found, "FACTS", juvenile=juvenile, **stored)


def require_open(found: Booking) -> None:
    """Raise `Refused` when a booking is complete."""
    if not found.open:
        raise Refused(f"Booking {found.number} is complete. The supervisor can reopen it.")


def step(police: PoliceStore, session: Session, booking_id: int, what: str, note: str = "") -> None:
    """Write down what was done with a booking, and audit it, in the caller's transaction."""
    with police.writing():
        police.insert(
            "booking_steps", booking_id=booking_id, at=police.now(), user_id=session.clerk.id, step=what, note=note
        )
        audit.record(police, session, f"booking.{what.lower()}", TABLE, booking_id)


def steps(police: PoliceStore, session: Session, booking_id: int) -> list[tuple[str, str, str, str]]:
    """What was done: UTC text, initials, step, note; oldest first."""
    get(police, session, booking_id)
    rows = police.rows(
        "SELECT s.at, coalesce(u.initials, ''), s.step, s.note FROM booking_steps s LEFT JOIN users u "
        "ON u.id = s.user_id WHERE s.booking_id = ? ORDER BY s.id",
        booking_id,
    )
    return [(str(at), str(who), str(what), str(note)) for at, who, what, note in rows]
