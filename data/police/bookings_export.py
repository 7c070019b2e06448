"""A booking as an interchange file: Type-1, 2, 10 and 14 records, checked, logged, then written where it may go.

What the receiver has to say (`nist.tot`, `nist.dai`) and the agency's ORI are settings that are blank until given:
nothing is invented for them.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from data import audit, settings
from data.backup import private_draft
from data.permissions import POLICE, POLICE_SUPERVISOR, Permission, Refused
from data.police import access, bookings, bookings_charges, bookings_photos, bookings_prints
from data.police.bookings import TABLE, VIEW, Booking, step
from data.police.bookings_records import Terms, code_sets, header, images, shortened, subject
from data.police.interchange import InterchangeError, decode, encode, transaction

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.session import Session

EXPORT = Permission(
    "bookings.export", "interchange files of bookings are written by the police desk and its supervisor.",
    frozenset({POLICE, POLICE_SUPERVISOR}),
)  # fmt: skip


@dataclass(frozen=True)
class Exported:
    """A file that is logged and ready to be written."""

    booking_id: int
    name: str
    tcn: str
    sha256: str
    data: bytes = field(repr=False)
    note: str = ""
    """What the clerk should know of its content; empty when nothing."""


def terms_of(police: PoliceStore, on: date) -> Terms:
    """The settings of a day. Raises `Refused` naming the first that is blank."""
    names = {"version": "nist.version", "tot": "nist.tot", "dai": "nist.dai", "ori": "police.ori", "csp": "nist.csp",
             "sid": "nist.sid"}  # fmt: skip
    found = {key: settings.value(police.city, name, on).strip() for key, name in names.items()}
    for key, name in names.items():
        if not found[key]:
            whose = "your agency's ORI" if key == "ori" else "what the receiving agency says"
            raise Refused(f"The setting {name} is blank. Enter {whose}; nothing is exported until then.")
    return Terms(**found)


def export(
    police: PoliceStore, session: Session, found: Booking, purpose: str, *, authorizer: str, receiver: str
) -> Exported:
    """Build, check and log the file of a booking; it is not written yet.

    Raises `Refused` without the role or a setting, and `InterchangeError` with everything that is wrong.
    """
    session.require(EXPORT)
    known = terms_of(police, session.clock.today())
    try:
        return _logged(police, session, found, purpose, known, authorizer, receiver)
    except InterchangeError:
        audit.record(police, session, "booking.export", TABLE, found.id, "failed", purpose=purpose)
        raise


def _logged(
    police: PoliceStore, session: Session, found: Booking, purpose: str, known: Terms, authorizer: str, receiver: str
) -> Exported:
    """The file of a booking, and its row in the log; neither when something is wrong with it."""
    on = session.clock.today()
    with police.writing():
        access.open_view(police, session, VIEW, found.id, purpose)
        tcn = _next_tcn(police, known.ori, on)
        others = [subject(police, session, found, known, purpose), *images(police, session, found, known, purpose)]
        data = encode(transaction(header(known, tcn, session.clock.now(), on), others), code_sets(police))
        digest = hashlib.sha256(data).hexdigest()
        name = f"{tcn}.an2"
        police.insert(
            "booking_exports", booking_id=found.id, at=police.now(), user_id=session.clerk.id, purpose=purpose,
            authorizer=authorizer, receiver=receiver, tcn=tcn, sha256=digest, bytes=len(data), file=name,
            records=json.dumps(_ids(police, session, found)),
        )  # fmt: skip
        step(police, session, found.id, "EXPORTED", tcn)
        audit.record(police, session, "booking.export.log", TABLE, found.id, purpose=purpose, detail=tcn,
                     size=len(data))  # fmt: skip
    return Exported(found.id, name, tcn, digest, data, shortened(police, session, found))


def write(police: PoliceStore, session: Session, made: Exported, folder: Path) -> Path:
    """Write a logged file into a folder: private (0600), under its name only when whole and read back. Its path.

    Raises `Refused` when it cannot be written; that is logged too.
    """
    path, failed = folder / made.name, True
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if path.exists():
            raise Refused(f"{path} is there already.")
        with private_draft(path) as draft:
            draft.write_bytes(made.data)
            again = draft.read_bytes()
            if hashlib.sha256(again).hexdigest() != made.sha256:
                raise Refused("What was written is not what is read back. The file was removed.")
            decode(again)
        failed = False
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror}.") from None
    finally:
        audit.record(police, session, "booking.export.end", TABLE, made.booking_id, "failed" if failed else "ok")
    return path


def _next_tcn(police: PoliceStore, ori: str, on: date) -> str:
    """A control number that is never used again: the ORI, the year, and a counter that goes on forever."""
    police.run("INSERT INTO counters (name, value) VALUES ('nist.tcn', 0) ON CONFLICT DO NOTHING")
    number = police.value("UPDATE counters SET value = value + 1 WHERE name = 'nist.tcn' RETURNING value")
    return f"{ori}{on.year}{int(number):07d}"


def _ids(police: PoliceStore, session: Session, found: Booking) -> dict[str, list[int]]:
    """The records that went into the file."""
    return {
        "bookings": [found.id],
        "persons": [found.person_id],
        "charges": [one.id for one in bookings_charges.charges(police, session, found.id)],
        "photos": [one.photo_id for one in bookings_photos.shots(police, session, found.id)],
        "prints": [one.id for one in bookings_prints.prints(police, session, found.id)],
    }


@dataclass(frozen=True)
class Logged:
    """An export as the log has it; `at` is UTC text."""

    at: str
    clerk: str
    purpose: str
    authorizer: str
    receiver: str
    tcn: str
    sha256: str


def log(police: PoliceStore, session: Session, found: Booking) -> list[Logged]:
    """The exports of a booking, newest first."""
    session.require(bookings.SEE)
    rows = police.rows(
        "SELECT e.at, coalesce(u.name, ''), e.purpose, e.authorizer, e.receiver, e.tcn, e.sha256 "
        "FROM booking_exports e LEFT JOIN users u ON u.id = e.user_id WHERE e.booking_id = ? ORDER BY e.id DESC",
        found.id,
    )
    return [Logged(*row) for row in rows]
