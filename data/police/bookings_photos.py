"""Photographs of a booking: the front, profiles and marks, each with its pose and the profile that may be claimed.

Profiles, poses and sizes: ANSI/NIST-ITL Annex E and 10.013, 10.020. A retake is a new photograph; the old one is
withdrawn with its reason.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from data import audit
from data.permissions import Refused
from data.police import bookings, interchange_images, persons_rows, photos
from data.police.bookings import WORK, Booking, step
from data.police.bookings_terms import CHECKLIST, FACE, FRONT, KIND_OF_POSE, SOURCE, mark_image
from data.police.persons import file_ids

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.session import Session

SMALLEST = (480, 600)
"""Width and height in pixels of a booking photograph (ITL E.2.5)."""
_TICKS = frozenset(code for code, _ in CHECKLIST)


@dataclass(frozen=True)
class Taken:
    """A photograph as the camera screen gives it: what was cut out, and the whole frame it was cut from."""

    picture: bytes = field(repr=False)
    original: bytes = field(repr=False)
    source: str = SOURCE


@dataclass(frozen=True)
class View:
    """What a photograph shows: a pose, with the angle in degrees for `A`; or a mark of the person file."""

    pose: str = ""
    angle: int | None = None
    mark_id: int | None = None


@dataclass(frozen=True)
class Shot:
    """A kept photograph of a booking. `taken_at` is UTC text; sizes are pixels."""

    photo_id: int
    pose: str
    angle: int | None
    image: str
    smt: str
    profile: str
    checklist: str
    source: str
    mark_id: int | None
    width: int
    height: int
    taken_at: str
    sha256: str
    withdrawn_at: str
    note: str


_SHOT = (
    "SELECT q.photo_id, q.pose, q.angle, q.image, q.smt, q.profile, q.checklist, q.source, f.mark_id, f.width, "
    "f.height, f.taken_at, f.picture_sha256, coalesce(f.withdrawn_at, ''), f.note FROM booking_photos q "
    "JOIN person_photos f ON f.id = q.photo_id WHERE q.booking_id = ?"
)


def shots(police: PoliceStore, session: Session, booking_id: int, *, withdrawn: bool = False) -> list[Shot]:
    """The photographs of a booking in the order they were taken, without the pictures. Raises `Refused`."""
    bookings.get(police, session, booking_id)
    only = "" if withdrawn else " AND f.withdrawn_at IS NULL"
    return [Shot(*row) for row in police.rows(f"{_SHOT}{only} ORDER BY q.id", booking_id)]


def front(police: PoliceStore, session: Session, booking_id: int) -> Shot | None:
    """The frontal photograph that counts; None while there is none."""
    return next((one for one in shots(police, session, booking_id) if one.pose == FRONT), None)


def keep(
    police: PoliceStore,
    session: Session,
    found: Booking,
    taken: Taken,
    view: View,
    *,
    ticked: frozenset[str] = frozenset(),
    lower: bool = False,
    why: str = "",
) -> Shot:
    """Keep a photograph. `ticked` are the lines of the checklist that hold, `lower` claims no profile above 20.

    One of the same pose or mark is there already: it is withdrawn, and `why` says the reason. Raises `Refused` for a
    picture that is too small or damaged, is another person's, or for a retake without its reason.
    """
    session.require(WORK)
    bookings.require_open(found)
    width, height = _measured(taken.picture)
    _check_own(police, found, taken)
    image, smt = (FACE, "") if view.mark_id is None else _mark(police, session, found, view.mark_id)
    if image == FACE and (view.pose not in KIND_OF_POSE or (view.pose == "A") != (view.angle is not None)):
        raise Refused("An angled photograph needs its angle, and only that one has one.")
    if view.angle is not None and not -180 <= view.angle <= 180:
        raise Refused("The angle is from -180 to 180 degrees; toward the arrestee's own left is positive.")
    composed = ticked >= _TICKS and not lower
    profile = interchange_images.claimed(width, height, composed=composed) if image == FACE else ""
    with police.writing():
        old = _same(police, session, found.id, view)
        if old is not None:
            if not why:
                raise Refused("There is such a photograph already: say why it is taken again.")
            photos.withdraw(police, session, old.photo_id, why)
        kind = KIND_OF_POSE[view.pose] if image == FACE else "MARK"
        photo_id = photos.add(
            police, session, found.person_id, taken.picture, kind, original=taken.original, size=(width, height),
            mark_id=view.mark_id, booking_id=found.id,
        )  # fmt: skip
        police.insert(
            "booking_photos", photo_id=photo_id, booking_id=found.id, pose=view.pose if image == FACE else "",
            angle=view.angle, image=image, smt=smt, profile=profile, source=taken.source,
            checklist=" ".join(code for code, _ in CHECKLIST if code in ticked),
            replaces_id=_row_of(police, old) if old else None,
        )  # fmt: skip
        step(police, session, found.id, "PHOTO", f"{image} {view.pose or smt}")
    return next(one for one in shots(police, session, found.id) if one.photo_id == photo_id)


def _measured(picture: bytes) -> tuple[int, int]:
    """Width and height of a picture that can be used. Raises `Refused`."""
    seen = interchange_images.look(picture)
    if seen is None or not seen.colored:
        raise Refused("This is no color photograph that can be read (JPEG or PNG, 24 bit). Take it again.")
    if seen.width < SMALLEST[0] or seen.height < SMALLEST[1]:
        raise Refused(f"{seen.width} x {seen.height} pixels are too few: at least {SMALLEST[0]} x {SMALLEST[1]}.")
    return seen.width, seen.height


def _check_own(police: PoliceStore, found: Booking, taken: Taken) -> None:
    """Raise `Refused` for a picture that belongs to another person's file."""
    digests = {photos.sha256(taken.picture), photos.sha256(taken.original or taken.picture)}
    own = file_ids(police, found.person_id)
    marks, ids = (", ".join("?" * len(them)) for them in (digests, own))
    sql = (
        f"SELECT 1 FROM person_photos WHERE (picture_sha256 IN ({marks}) OR original_sha256 IN ({marks})) "
        f"AND person_id NOT IN ({ids})"
    )
    if police.value(sql, *digests, *digests, *own) is not None:
        raise Refused("The same picture is on another person's file. Take a new one.")


def _mark(police: PoliceStore, session: Session, found: Booking, mark_id: int) -> tuple[str, str]:
    """What a picture of a mark shows, and its code. Raises `Refused` for a medical one or another person's."""
    entry = next((one for one in marks_of(police, session, found) if one.id == mark_id), None)
    if entry is None:
        raise Refused("There is no such mark on this person's file, or it is a medical one.")
    code = str(entry.values["code"])
    return mark_image(code), code


def marks_of(police: PoliceStore, session: Session, found: Booking) -> list[persons_rows.Entry]:
    """The scars, marks and tattoos that may be photographed; medical ones are not among them."""
    entries = persons_rows.rows(police, session, "MARKS", found.person_id, past=False)
    return [one for one in entries if not one.restricted]


def _same(police: PoliceStore, session: Session, booking_id: int, view: View) -> Shot | None:
    wanted = ("", None, view.mark_id) if view.mark_id is not None else (view.pose, view.angle, None)
    known = shots(police, session, booking_id)
    return next((one for one in known if (one.pose, one.angle, one.mark_id) == wanted), None)


def _row_of(police: PoliceStore, old: Shot) -> int:
    return int(police.value("SELECT id FROM booking_photos WHERE photo_id = ?", old.photo_id))


def has_same(police: PoliceStore, session: Session, booking_id: int, view: View) -> bool:
    """Whether there is a photograph that one of this view would replace."""
    return _same(police, session, booking_id, view) is not None


def withdraw(police: PoliceStore, session: Session, found: Booking, photo_id: int, why: str) -> None:
    """Take a photograph out of a booking; it stays with its reason. Raises `Refused`."""
    session.require(WORK)
    bookings.require_open(found)
    if photo_id not in {one.photo_id for one in shots(police, session, found.id)}:
        raise Refused("There is no such photograph on this booking.")
    with police.writing():
        photos.withdraw(police, session, photo_id, why)
        step(police, session, found.id, "PHOTO-OUT", str(photo_id))


def picture(police: PoliceStore, session: Session, found: Booking, photo_id: int, purpose: str) -> bytes:
    """A photograph of a booking, journaled first. Raises `Refused`."""
    audit.record(police, session, "booking.photo", bookings.TABLE, found.id, purpose=purpose)
    return photos.picture(police, session, photo_id, purpose)
