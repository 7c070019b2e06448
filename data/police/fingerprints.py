"""The fingerprint log: whose prints were taken, why, on what, by whom, and which fingers were rejected.

One row each time prints are taken: a registrant, a booking, an applicant, a visa. A wrong row is struck, never changed
or deleted. Finger codes are the table FGP (ANSI/NIST-ITL).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING

from data import audit
from data.forms import FormError
from data.permissions import Refused
from data.police import access, codes, livescan_rollers
from data.police.livescan_number import next_log_number

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.session import Session

WORK = access.FINGERPRINTS
VIEW = "FINGERPRINT"
"""The kind of object under which views are journaled."""
REGISTRANT, BOOKING, APPLICANT, VISA, OTHER = "REGISTRANT", "BOOKING", "APPLICANT", "VISA", "OTHER"
REASONS = (
    (REGISTRANT, "Registrant"),
    (BOOKING, "Booking"),
    (APPLICANT, "Applicant"),
    (VISA, "Visa, immigration"),
    (OTHER, "Other"),
)
DEVICE, CARD = "DEVICE", "CARD"
MEDIA = ((DEVICE, "Live Scan device"), (CARD, "Card"))
SOURCES = ((DEVICE, "The device"), ("DOJ", "DOJ"), ("FBI", "FBI"))
"""Who rejected a print for its quality."""
LAST_FINGER = 15
"""The last code of table FGP that is a finger; those from 20 on are palms."""


@dataclass(frozen=True)
class Taken:
    """Prints that were taken of somebody: a person of the file, or a name."""

    reason: str
    medium: str
    subject: str = ""
    person_id: int | None = None
    cards: int = 0
    tcn: str = ""
    ati: str = ""
    rejects: str = ""
    """Finger codes that the device rejected at first, with blanks between."""
    note: str = ""
    rolled_by: str = ""
    """The clerk number of who rolled them; empty: the clerk at the station."""
    booking_id: int | None = None


@dataclass(frozen=True)
class Prints:
    """One row of the log. Moments are UTC text."""

    id: int
    number: str
    at: str
    day: str
    """The desk's own calendar day."""
    user_id: int
    clerk: str
    """Name of who rolled them."""
    person_id: int | None
    subject: str
    reason: str
    medium: str
    cards: int
    tcn: str
    ati: str
    livescan_id: int | None
    note: str
    struck_at: str | None
    struck_why: str
    rejects: tuple[tuple[str, str], ...] = ()
    """Finger code and who rejected it, oldest first."""

    @property
    def rejected(self) -> str:
        """The rejected fingers in one line: `DEVICE 1 6, FBI 2`."""
        by: dict[str, list[str]] = {}
        for finger, source in self.rejects:
            by.setdefault(source, []).append(finger)
        return ", ".join(f"{source} {' '.join(fingers)}" for source, fingers in by.items())


_COLUMNS = ", ".join(one.name for one in fields(Prints) if one.name != "rejects")


def add(police: PoliceStore, session: Session, taken: Taken, livescan_id: int | None = None) -> Prints:
    """Write down that prints were taken. Raises `FormError`, also when who rolled them may not (PC 11102.1)."""
    session.require(WORK)
    today = session.clock.today()
    who = livescan_rollers.require(police, taken.rolled_by or session.clerk.number, today)
    if taken.medium == CARD and not taken.cards:
        raise FormError("cards", "Cards: how many were rolled?")
    subject = taken.subject or _name(police, taken.person_id)
    rejected = fingers(police, taken.rejects)
    with police.writing():
        key = police.insert(
            "fingerprints",
            number=next_log_number(police, "FP", today),
            at=police.now(),
            day=today.isoformat(),
            user_id=session.clerk.id,
            clerk=who.name,
            person_id=taken.person_id,
            subject=subject,
            reason=taken.reason,
            medium=taken.medium,
            cards=taken.cards if taken.medium == CARD else 0,
            tcn=taken.tcn,
            ati=taken.ati,
            livescan_id=livescan_id,
            booking_id=taken.booking_id,
            note=taken.note,
        )
        _keep_rejects(police, session, key, rejected, DEVICE, "")
        audit.record(police, session, "fingerprints.add", VIEW, key)
    return get(police, session, key)


def _name(police: PoliceStore, person_id: int | None) -> str:
    row = police.row("SELECT last, first FROM persons WHERE id = ?", person_id) if person_id else None
    if row is None:
        raise FormError("subject", "Name: whose prints were taken?")
    return ", ".join(part for part in map(str, row) if part)


def fingers(police: PoliceStore, text: str) -> tuple[str, ...]:
    """Finger codes typed with blanks or commas between, each once. Raises `FormError` naming `rejects`."""
    found = tuple(dict.fromkeys(text.replace(",", " ").split()))
    for code in found:
        if not code.isdecimal() or int(code) > LAST_FINGER or codes.value(police, "FGP", code) is None:
            raise FormError("rejects", f"Fingers: {code[:4]} is none. 1-5 right thumb to little, 6-10 left; F1.")
    return found


def _keep_rejects(
    police: PoliceStore, session: Session, key: int, rejected: Iterable[str], source: str, note: str
) -> None:
    for finger in rejected:
        police.insert(
            "fingerprint_rejects", fingerprint_id=key, at=police.now(), user_id=session.clerk.id, finger=finger,
            source=source, note=note,
        )  # fmt: skip


def get(police: PoliceStore, session: Session, key: int) -> Prints:
    """A row of the log. Raises `Refused` when there is none. Journal the view first."""
    session.require(access.USE)
    row = police.row(f"SELECT {_COLUMNS} FROM fingerprints WHERE id = ?", key)
    if row is None:
        raise Refused("There is no such row in the fingerprint log.")
    return replace(Prints(*row), rejects=_rejects(police, [key]).get(key, ()))


def _rejects(police: PoliceStore, keys: list[int]) -> dict[int, tuple[tuple[str, str], ...]]:
    found: dict[int, tuple[tuple[str, str], ...]] = {}
    if keys:
        marks = ", ".join("?" * len(keys))
        for key, finger, source in police.rows(
            f"SELECT fingerprint_id, finger, source FROM fingerprint_rejects WHERE fingerprint_id IN ({marks}) "
            "ORDER BY id",
            *keys,
        ):
            found[int(key)] = (*found.get(int(key), ()), (str(finger), str(source)))
    return found


def by_number(police: PoliceStore, session: Session, number: str) -> int | None:
    """The id of a row by its number; None when there is none."""
    session.require(access.USE)
    found = police.value("SELECT id FROM fingerprints WHERE number = ?", number.strip().upper())
    return None if found is None else int(found)


def log(police: PoliceStore, session: Session, first: date, last: date) -> list[Prints]:
    """The rows from `first` to `last`, both included, oldest first."""
    session.require(access.USE)
    return _listed(police, session, "day BETWEEN ? AND ?", first.isoformat(), last.isoformat())


def _listed(police: PoliceStore, session: Session, where: str, *params: object) -> list[Prints]:
    rows = police.rows(f"SELECT {_COLUMNS} FROM fingerprints WHERE {where} ORDER BY id", *params)
    rejected = _rejects(police, [int(row[0]) for row in rows])
    audit.record(police, session, "fingerprints.list", VIEW, detail=str(len(rows)))
    return [replace(Prints(*row), rejects=rejected.get(int(row[0]), ())) for row in rows]


def reject(police: PoliceStore, session: Session, key: int, rejected: str, source: str, note: str = "") -> Prints:
    """Keep that prints were rejected for their quality, finger by finger. Raises `FormError`, `Refused`."""
    session.require(WORK)
    found = get(police, session, key)
    _require_standing(found)
    fingers_ = fingers(police, rejected)
    if not fingers_:
        raise FormError("rejects", "Fingers: which ones were rejected?")
    with police.writing():
        _keep_rejects(police, session, key, fingers_, source, note)
        audit.record(police, session, "fingerprints.reject", VIEW, key, detail=source)
    return get(police, session, key)


def strike(police: PoliceStore, session: Session, key: int, why: str) -> Prints:
    """Strike a row that was entered wrongly; it stays readable. Raises `Refused`, `FormError` without a reason."""
    session.require(WORK)
    found = get(police, session, key)
    _require_standing(found)
    if found.livescan_id is not None:
        raise Refused("This row belongs to a Live Scan request and stands as long as that does.")
    if not why.strip():
        raise FormError("why", "Why: say what is wrong with this row.")
    with police.writing():
        police.run(
            "UPDATE fingerprints SET struck_at = ?, struck_by = ?, struck_why = ? WHERE id = ?",
            police.now(), session.clerk.id, why, key,
        )  # fmt: skip
        audit.record(police, session, "fingerprints.strike", VIEW, key)
    return get(police, session, key)


def _require_standing(found: Prints) -> None:
    if found.struck_at:
        raise Refused(f"{found.number} was struck.")


def by_finger(rows: Iterable[Prints]) -> list[tuple[str, int]]:
    """How often each finger was rejected in these rows, the most rejected first; struck rows do not count."""
    counted = Counter(finger for row in rows if not row.struck_at for finger, _ in row.rejects)
    return sorted(counted.items(), key=lambda one: (-one[1], int(one[0])))
