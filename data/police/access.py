"""Who may open the police store, and why a record was looked at: deny by default, written down before it is shown.

CJIS Security Policy 6.0: AC-3 and AC-6 (roles), PS-3 and AT-2 (personnel and training dates), AU-2 and AU-3(3).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data import audit, personnel
from data.permissions import AUDITOR, OFFICER, POLICE, POLICE_ROLES, POLICE_SUPERVISOR, Permission, Refused

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.session import Session

USE = Permission("police.use", "the police store is for the police desk, its supervisor and officers.", POLICE_ROLES)
"""What every function that reads or changes police records requires at least."""
SUPERVISE = Permission("police.supervise", "this belongs to the police supervisor.", frozenset({POLICE_SUPERVISOR}))
AUDIT = Permission(
    "police.audit", "reports on who looked at whom are for the auditor and the police supervisor.",
    frozenset({AUDITOR, POLICE_SUPERVISOR}),
)  # fmt: skip
BOOKINGS_SEE = Permission("bookings.see", "bookings are read by the police desk and officers.", POLICE_ROLES)
BOOKINGS = Permission(
    "bookings.work", "bookings are taken by the police desk and officers.",
    frozenset({POLICE, POLICE_SUPERVISOR, OFFICER}),
)  # fmt: skip
CLEARANCES = Permission(
    "clearances.work", "clearance letters are written by the police desk.", frozenset({POLICE, POLICE_SUPERVISOR})
)
FINGERPRINTS = Permission(
    "police.fingerprints", "the fingerprint log is kept by the police desk, its supervisor and officers.",
    frozenset({POLICE, POLICE_SUPERVISOR, OFFICER}),
)  # fmt: skip
LIVESCAN = Permission(
    "police.livescan", "the Live Scan log is kept by the police desk.", frozenset({POLICE, POLICE_SUPERVISOR})
)
LIVESCAN_SEE = Permission(
    "police.livescan_see", "the Live Scan log is read by the police desk and officers.", POLICE_ROLES
)
REGISTRANTS = Permission(
    "registrants.work", "registrations are kept by the police desk.", frozenset({POLICE, POLICE_SUPERVISOR})
)
REGISTRANTS_SEE = Permission("registrants.see", "registrations are read by the police desk and officers.", POLICE_ROLES)
RELEASES = Permission(
    "releases.work", "records requests are kept by the police desk.", frozenset({POLICE, POLICE_SUPERVISOR})
)
RELEASES_SEE = Permission("releases.see", "the log of releases is read by the police desk and officers.", POLICE_ROLES)
PURGE = Permission(
    "retention.purge", "destroying records is for two police supervisors.", frozenset({POLICE_SUPERVISOR})
)


@dataclass(frozen=True)
class Purpose:
    """A reason to look at a record, chosen by its number."""

    code: str
    number: int
    title: str


PURPOSES = (
    Purpose("REGISTRATION", 1, "Registration"),
    Purpose("BOOKING", 2, "Booking"),
    Purpose("RECORDS", 3, "Records request"),
    Purpose("OFFICER", 4, "Officer's request"),
    Purpose("CLEARANCE", 5, "Clearance or background"),
    Purpose("AUDIT", 6, "Audit"),
    Purpose("CORRECTION", 7, "Correction"),
)
CODES = frozenset(purpose.code for purpose in PURPOSES)
"""The codes of `PURPOSES`."""


def enter(police: PoliceStore, session: Session) -> str:
    """Let a session into the police store; a warning about the clerk's dates, empty when there is none.

    Raises `Refused` for other roles, and when the personnel check or the training is missing or has expired
    (CJIS PS-3, AT-2).
    """
    try:
        if session.clerk.role != AUDITOR:
            session.require(USE)
        else:
            session.require(AUDIT)
        warning = "" if session.clerk.role == AUDITOR else personnel.check(police.city, session)
    except Refused:
        audit.record(police, session, "police.open", outcome="denied")
        raise
    with police.writing():
        _mirror(police, session)
        _end_left(police, session.id)
        audit.record(police, session, "police.open")
    police.admitted = session.id
    return warning


def _mirror(police: PoliceStore, session: Session) -> None:
    """The clerk and the session under their own ids, so that history and unfinished work can name them."""
    clerk = session.clerk
    police.run(
        "INSERT INTO users (id, number, name, initials, role) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
        "number = excluded.number, name = excluded.name, initials = excluded.initials, role = excluded.role",
        clerk.id,
        clerk.number,
        clerk.name,
        clerk.initials,
        clerk.role,
    )
    police.run(
        "UPDATE sessions SET ended_at = ?, end_reason = 'LOST' WHERE user_id = ? AND station = ? AND id <> ? "
        "AND ended_at IS NULL",
        police.now(),
        clerk.id,
        session.station,
        session.id,
    )
    police.run(
        "INSERT INTO sessions (id, user_id, station, started_at) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
        session.id,
        clerk.id,
        session.station,
        police.now(),
    )


def _end_left(police: PoliceStore, present: int) -> None:
    """End the sessions that the counter store knows to have ended: their unfinished work may be taken up again."""
    for (id,) in police.rows("SELECT id FROM sessions WHERE ended_at IS NULL AND id <> ?", present):
        row = police.city.row("SELECT ended_at, end_reason FROM sessions WHERE id = ?", id)
        if row is not None and row[0]:
            police.run("UPDATE sessions SET ended_at = ?, end_reason = ? WHERE id = ?", *row, id)


def leave(police: PoliceStore, session: Session, reason: str = "SIGN-OFF") -> None:
    """End a session in the police store; harmless when it was never let in."""
    if police.admitted != session.id:
        return
    police.admitted = None
    with police.writing():
        ended = (
            "UPDATE sessions SET ended_at = ?, end_reason = ? WHERE id = ? AND ended_at IS NULL RETURNING started_at"
        )
        if began := police.value(ended, police.now(), reason, session.id):
            audit.record(police, session, "police.close", detail=reason, began=str(began))


def admit(police: PoliceStore, session: Session) -> str:
    """Let the session in unless it is, as `enter` does; every question of a screen passes here. Raises `Refused`.

    One that was ended meanwhile, because its clerk was disabled or got another role, has no answer any more (PS-4).
    """
    if police.city.value("SELECT ended_at FROM sessions WHERE id = ?", session.id):
        audit.record(police, session, "police.open", outcome="denied")
        raise Refused("Your session was ended: nothing of the police store is open to it. Sign on again.")
    return enter(police, session) if police.admitted != session.id else ""


def open_view(police: PoliceStore, session: Session, kind: str, object_id: int, purpose: str) -> int:
    """Write down that a record is about to be shown, and why; the id of the row. Call it before reading.

    `kind` is the record's type (`PERSON`, `BOOKING`, …), `purpose` the code of one of `PURPOSES`. Raises `Refused`
    without the role or a purpose; when the rows cannot be written the record must not be shown (CJIS AU-5).
    """
    return _view(police, session, "view", kind, object_id, purpose, "")


def reveal(
    police: PoliceStore,
    session: Session,
    table: str,
    row_id: int,
    column: str,
    purpose: str,
    *,
    kind: str = "",
    object_id: int = 0,
) -> str:
    """A sealed field in clear, after writing down who sees it and why; empty when nothing is stored.

    `kind` and `object_id` name whose field it is when that is not the row itself. Raises `Refused`, `CannotOpen`.
    """
    _view(police, session, "reveal", kind or table, object_id or row_id, purpose, f"{table}.{column}")
    return police.opened(table, column, row_id).decode()


def _view(
    police: PoliceStore, session: Session, event: str, kind: str, object_id: int, purpose: str, revealed: str
) -> int:
    if not USE.allows(session.clerk.role):
        audit.record(police, session, event, kind, object_id, "denied", purpose=purpose)
        session.require(USE)
    if purpose not in CODES:
        raise Refused("Choose the reason why this record is opened.")
    with police.writing():
        row = police.insert(
            "views",
            at=police.now(),
            user_id=session.clerk.id,
            role=session.clerk.role,
            session_id=session.id,
            station=session.station,
            kind=kind,
            object_id=object_id,
            purpose=purpose,
            revealed=revealed,
        )
        audit.record(police, session, event, kind, object_id, purpose=purpose, detail=revealed)
    return row
