"""Records requests: received, determined in time, reviewed by a second person, released or denied.

`OPEN → (REVIEW) → DETERMINED → RELEASED`, or `CLOSED` when nothing is handed out. Every clock is kept as it was
computed, with the version of the settings. The log holds no text of the records themselves.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from data import audit
from data.clock import fiscal_year
from data.ledger_entry import next_number
from data.permissions import Refused
from data.police import access
from data.police import releases_clocks as clocks
from data.police.releases_terms import BY_CODE, output

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.session import Session

WORK = access.RELEASES
SEE = access.RELEASES_SEE
OPEN, REVIEW, DETERMINED, RELEASED, CLOSED = "OPEN", "REVIEW", "DETERMINED", "RELEASED", "CLOSED"


@dataclass(frozen=True)
class Release:
    """One request. Days are ISO text as stored, moments UTC text, cents whole numbers."""

    id: int
    number: str
    received_at: str
    received_on: str
    received_by: int
    channel: str
    requester: str
    organization: str
    contact: str
    language: str
    relation: str
    id_seen: str
    declaration: int
    record_type: str
    cases: str
    description: str
    court_order: str
    assigned_to: str
    state: str
    clock: str
    due_legal: str
    due_on: str
    face_due_at: str | None
    face_given_at: str | None
    extended_on: str | None
    extension_reason: str
    extended_by: str
    determination: str
    exemptions: str
    reasons: str
    determined_on: str | None
    available_on: str | None
    redacted_by: int | None
    reviewed_by: int | None
    denier: str
    denier_title: str
    pages: int
    media: str
    fee_cents: int
    receipt: str
    released_at: str | None
    how: str
    hold: str
    version: int

    @property
    def free(self) -> bool:
        """Whether the law fixes the fee at nothing (Family Code 6228)."""
        return output(self.record_type, self.relation).free

    def overdue(self, on: date) -> bool:
        """Whether the determination is late on a day."""
        return self.state in (OPEN, REVIEW) and on.isoformat() > self.due_on


_COLUMNS = ", ".join(one.name for one in fields(Release))


@dataclass(frozen=True)
class Asked:
    """What a requester asks for; the name may be empty, for a public record needs none."""

    relation: str
    record_type: str
    channel: str = "COUNTER"
    requester: str = ""
    organization: str = ""
    contact: str = ""
    language: str = "en"
    id_seen: str = "NONE"
    declaration: bool = False
    cases: str = ""
    description: str = ""
    court_order: str = ""
    assigned_to: str = ""


def get(police: PoliceStore, session: Session, release_id: int) -> Release:
    """A request. Raises `Refused` when there is none. Journal the view first."""
    session.require(SEE)
    row = police.row(f"SELECT {_COLUMNS} FROM releases WHERE id = ?", release_id)
    if row is None:
        raise Refused("There is no such records request.")
    return Release(*row)


def by_number(police: PoliceStore, session: Session, number: str) -> int | None:
    """The id of a request by its number; None when there is none."""
    session.require(SEE)
    found = police.value("SELECT id FROM releases WHERE number = ?", number.strip().upper())
    return None if found is None else int(found)


def queue(police: PoliceStore, session: Session) -> list[Release]:
    """The requests that are not finished, those due first at the top."""
    session.require(SEE)
    rows = police.rows(
        f"SELECT {_COLUMNS} FROM releases WHERE state IN ('OPEN', 'REVIEW', 'DETERMINED') ORDER BY due_on, id"
    )
    audit.record(police, session, "releases.list", "releases", detail=str(len(rows)))
    return [Release(*row) for row in rows]


def log(police: PoliceStore, session: Session, first: date, last: date) -> list[Release]:
    """Every request received from `first` to `last`, both included, oldest first."""
    session.require(SEE)
    rows = police.rows(
        f"SELECT {_COLUMNS} FROM releases WHERE received_on BETWEEN ? AND ? ORDER BY id",
        first.isoformat(),
        last.isoformat(),
    )
    audit.record(police, session, "releases.log", "releases", detail=str(len(rows)))
    return [Release(*row) for row in rows]


def receive(police: PoliceStore, session: Session, asked: Asked) -> Release:
    """Take a request and start its clock. Raises `Refused` without the identification or declaration it needs."""
    session.require(WORK)
    relation = BY_CODE[asked.relation]
    opened = asked.record_type in relation.opens
    if opened and relation.needs_id and asked.id_seen == "NONE":
        raise Refused(f"{relation.title}: look at an identification and enter what it is.")
    if opened and relation.declares and not asked.declaration:
        raise Refused(f"{relation.title}: have them declare {relation.declares}, under penalty of perjury.")
    today = session.clock.today()
    which = output(asked.record_type, asked.relation).clock
    due = clocks.due(police, which, today)
    with police.writing():
        release_id = police.insert(
            "releases",
            number=_number(police, today),
            received_at=police.now(),
            received_on=today.isoformat(),
            received_by=session.clerk.id,
            clock=which,
            due_legal=due.legal.isoformat(),
            due_on=due.until.isoformat(),
            face_due_at=clocks.face_due(police, which, session.clock.now(), today),
            settings_version=due.version,
            **{name: int(value) if isinstance(value, bool) else value for name, value in vars(asked).items()},
        )
        step(police, session, release_id, "RECEIVED")
    return get(police, session, release_id)


def _number(police: PoliceStore, today: date) -> str:
    year = f"{fiscal_year(today) % 100:02d}"
    return f"RR{year}-{next_number(police, f'release:{year}'):05d}"


def step(police: PoliceStore, session: Session, release_id: int, what: str, note: str = "") -> None:
    """Write down what was done with a request, and audit it, in the caller's transaction."""
    police.insert(
        "release_steps", release_id=release_id, at=police.now(), user_id=session.clerk.id, step=what, note=note
    )
    audit.record(police, session, f"releases.{what.lower()}", "releases", release_id)


def steps(police: PoliceStore, session: Session, release_id: int) -> list[tuple[str, str, str, str]]:
    """What was done: UTC text, initials, step, note; oldest first."""
    session.require(SEE)
    return [
        (str(at), str(who), str(what), str(note))
        for at, who, what, note in police.rows(
            "SELECT s.at, coalesce(u.initials, ''), s.step, s.note FROM release_steps s LEFT JOIN users u "
            "ON u.id = s.user_id WHERE s.release_id = ? ORDER BY s.id",
            release_id,
        )
    ]


def change(police: PoliceStore, found: Release, **values: Any) -> None:
    """Store new values of a request that nobody changed meanwhile, in the caller's transaction. Raises `Refused`."""
    names = ", ".join(f"{name} = ?" for name in values)
    changed = police.run(
        f"UPDATE releases SET {names}, version = version + 1 WHERE id = ? AND version = ?",
        *values.values(),
        found.id,
        found.version,
    )
    if changed != 1:
        raise Refused("Somebody else changed this request meanwhile. Nothing was stored; press F5.")


def require_state(found: Release, *states: str) -> None:
    """Raise `Refused` unless the request is in one of the states."""
    if found.state not in states:
        raise Refused(f"Request {found.number} is {found.state.lower()}.")
