"""Line-up sheets: who may stand beside an arrestee, and the order that was kept with the sheet.

A person picks the fillers out of those who look alike. Juveniles are never among them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from data import audit
from data.permissions import Refused
from data.police import access, bookings_photos, photos
from data.police.bookings import TABLE, VIEW, WORK, Booking, step

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.session import Session

PLACES = 6
"""Photographs on a sheet: the arrestee's and five fillers'."""
YEARS = 12
"""Years by which a filler may be older or younger."""
MOST = 60
"""Fillers offered at most."""


@dataclass(frozen=True)
class Filler:
    """Somebody who looks alike enough: the newest frontal photograph and how the person looks."""

    photo_id: int
    name: str
    year: str
    height: str
    weight: str
    hair: str
    eyes: str
    unlike: int
    """How far from the arrestee in looks; 0 is alike in everything known."""


_LOOK = "p.sex, p.race, coalesce(p.born, ''), p.height, p.weight, p.hair, p.eyes"
_CANDIDATES = (
    f"SELECT max(q.photo_id), p.last || ', ' || p.first, {_LOOK} FROM bookings b JOIN persons p ON p.id = b.person_id "
    "JOIN booking_photos q ON q.booking_id = b.id JOIN person_photos f ON f.id = q.photo_id WHERE b.juvenile = 0 "
    "AND q.pose = 'F' AND f.withdrawn_at IS NULL AND p.sex = ? AND p.race = ? "
    "AND p.born BETWEEN ? AND ? AND p.merged_into IS NULL AND p.id <> ? "
    "GROUP BY p.id, p.last, p.first, p.sex, p.race, p.born, p.height, p.weight, p.hair, p.eyes"
)


def fillers(police: PoliceStore, session: Session, found: Booking) -> list[Filler]:
    """Who may stand beside the arrestee: same sex and race, about the same age; the most alike first.

    Raises `Refused` for a juvenile, or without a frontal photograph or a birth date.
    """
    session.require(WORK)
    _subject(police, session, found)
    row = police.row(f"SELECT {_LOOK} FROM persons p WHERE p.id = ?", found.person_id)
    sex, race, born, *look = (str(one) for one in row or ("",) * 7)
    if not born:
        raise Refused("The person file has no date of birth.")
    first, last = _years_from(born, -YEARS), _years_from(born, YEARS)
    rows = police.rows(_CANDIDATES, sex, race, first, last, found.person_id)
    audit.record(police, session, "booking.fillers", TABLE, found.id, detail=str(len(rows)))
    them = [
        Filler(int(photo_id), str(name), str(birth)[:4], height, weight, hair, eyes,
               _unlike(look, (height, weight, hair, eyes)))
        for photo_id, name, _, _, birth, height, weight, hair, eyes in rows
    ]  # fmt: skip
    return sorted(them, key=lambda one: (one.unlike, one.photo_id))[:MOST]


def _subject(police: PoliceStore, session: Session, found: Booking) -> bookings_photos.Shot:
    if found.juvenile:
        raise Refused("A juvenile's photograph stands on no line-up sheet of this desk.")
    shot = bookings_photos.front(police, session, found.id)
    if shot is None:
        raise Refused("Take the frontal photograph first.")
    return shot


def _years_from(born: str, years: int) -> str:
    """The first of the birth's month so many years away, as ISO text."""
    day = date.fromisoformat(born)
    return day.replace(year=day.year + years, day=1).isoformat()


def _unlike(look: Sequence[str], other: Sequence[str]) -> int:
    """Inches, tens of pounds, and three for another color of hair or eyes."""
    (tall, heavy, *colors), (tall_too, heavy_too, *colors_too) = look, other
    apart = abs(_number(tall, height=True) - _number(tall_too, height=True))
    apart += abs(_number(heavy) - _number(heavy_too)) // 10
    return apart + 3 * sum(one != another for one, another in zip(colors, colors_too, strict=True))


def _number(text: str, *, height: bool = False) -> int:
    if not text or text == "000":
        return 0
    return int(text[0]) * 12 + int(text[1:]) if height else int(text)


def pictures(
    police: PoliceStore, session: Session, found: Booking, chosen: Sequence[int], purpose: str
) -> tuple[tuple[int, ...], list[bytes]]:
    """The arrestee's photograph and five fillers', each journaled: their ids and the pictures.

    Raises `Refused` unless there are five different ones out of `fillers`.
    """
    allowed = {one.photo_id for one in fillers(police, session, found)}
    if len(set(chosen)) != PLACES - 1 or not set(chosen) <= allowed:
        raise Refused(f"Choose {PLACES - 1} others for the sheet.")
    ids = (_subject(police, session, found).photo_id, *chosen)
    access.open_view(police, session, VIEW, found.id, purpose)
    return ids, [photos.picture(police, session, photo_id, purpose) for photo_id in ids]


def keep(
    police: PoliceStore,
    session: Session,
    found: Booking,
    in_order: Sequence[int],
    *,
    reference: str,
    authorizer: str,
    purpose: str,
    sha256: str,
) -> int:
    """Keep which photograph stands in which place, before the sheet is printed; the sheet's number."""
    session.require(WORK)
    with police.writing():
        number = police.insert(
            "booking_lineups", booking_id=found.id, at=police.now(), user_id=session.clerk.id, reference=reference,
            purpose=purpose, authorizer=authorizer, photos=json.dumps(list(in_order)), sha256=sha256,
        )  # fmt: skip
        step(police, session, found.id, "LINE-UP", reference)
    return number
