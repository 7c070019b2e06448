"""Images of fingerprints, as the fingerprint device's own interchange file has them: taken in, passed on unchanged.

This program makes no print images. A file is read with our own parser; its Type-14 records are checked and sealed.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from data import settings
from data.arrived import read_whole
from data.permissions import Refused
from data.police import bookings, fingerprints
from data.police.bookings import WORK, Booking, step
from data.police.fingerprints import Taken
from data.police.interchange import Exchanged, InterchangeError, Value, decode, one
from data.police.interchange_images import image_problems
from data.police.interchange_rules import FINGERS, IMPRESSIONS

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.session import Session

TABLE = "booking_prints"
MOST_BYTES = 50_000_000
"""More than the ten fingers and the slaps of one person take."""
_TCN, _ORI, _IDC, _IMPRESSION, _SOURCE, _FINGER = 9, 8, 2, 3, 4, 13
"""Fields of the records of a print file (ITL Type-1 and Type-14)."""


@dataclass(frozen=True)
class Print:
    """One image of a finger or hand, without the image. `finger` and `impression` are codes of 14.013 and 14.003."""

    id: int
    finger: str
    impression: str
    tcn: str
    sha256: str


def prints(police: PoliceStore, session: Session, booking_id: int) -> list[Print]:
    """The print images of a booking in the order of the device's file. Raises `Refused`."""
    bookings.get(police, session, booking_id)
    sql = f"SELECT id, finger, impression, tcn, sha256 FROM {TABLE} WHERE booking_id = ? AND withdrawn_at IS NULL"
    return [Print(*row) for row in police.rows(f"{sql} ORDER BY id", booking_id)]


def take_in(police: PoliceStore, session: Session, found: Booking, data: bytes) -> int:
    """Seal the print images of a device's file; how many. Those of an earlier file are withdrawn.

    Raises `Refused` for what is no such file, holds no prints, is another agency's or has a damaged image.
    """
    session.require(WORK)
    bookings.require_open(found)
    try:
        read = decode(data)
    except InterchangeError as error:
        raise Refused(error.problems[0]) from None
    records = [each for each in read.records if each.type == 14]
    if not records:
        raise Refused("The file holds no fingerprint images (records of type 14).")
    ori = settings.value(police.city, "police.ori", session.clock.today())
    for each in records:
        _check(each, ori)
    tcn = read.records[0].text(_TCN) if read.records[0].type == 1 else ""
    with police.writing():
        police.run(
            f"UPDATE {TABLE} SET withdrawn_at = ? WHERE booking_id = ? AND withdrawn_at IS NULL", police.now(), found.id
        )
        for each in records:
            _keep(police, session, found, each, tcn)
        if tcn and tcn != found.prints_tcn:
            bookings.change(police, session, found, "PRINTS", prints_tcn=tcn, no_prints="")
        else:
            step(police, session, found.id, "PRINTS", str(len(records)))
    return len(records)


def _check(each: Exchanged, ori: str) -> None:
    if wrong := list(image_problems(each)):
        raise Refused(wrong[0])
    if each.text(_FINGER) not in FINGERS or each.text(_IMPRESSION) not in IMPRESSIONS:
        raise Refused(f"Image {each.idc}: its finger or impression is not one of the codes.")
    if ori and each.text(_SOURCE) != ori:
        raise Refused(f"Image {each.idc} comes from another agency ({each.text(_SOURCE)[:9]}).")


def _keep(police: PoliceStore, session: Session, found: Booking, each: Exchanged, tcn: str) -> None:
    fields = {str(number): [list(items) for items in value] for number, value in each.fields.items()}
    row_id = police.insert(
        TABLE, booking_id=found.id, finger=each.text(_FINGER), impression=each.text(_IMPRESSION), tcn=tcn,
        fields=json.dumps(fields), sha256=hashlib.sha256(each.image).hexdigest(), added_at=police.now(),
        added_by=session.clerk.id,
    )  # fmt: skip
    police.seal_into(TABLE, row_id, image_sealed=each.image)


def exchanged(police: PoliceStore, kept: Print, number: int) -> Exchanged:
    """A kept image as a Type-14 record with another number (IDC). Raises `Refused` when it was changed."""
    text = str(police.value(f"SELECT fields FROM {TABLE} WHERE id = ?", kept.id))
    fields: dict[int, Value] = {
        int(key): tuple(tuple(items) for items in value) for key, value in json.loads(text).items()
    }
    image = police.opened(TABLE, "image_sealed", kept.id)
    if hashlib.sha256(image).hexdigest() != kept.sha256:
        raise Refused("A print image is not the one that was taken in: its SHA-256 differs. Tell the supervisor.")
    return replace(Exchanged(14, fields, image), fields={**fields, _IDC: one(number)})


def amputated(police: PoliceStore, booking_id: int) -> Value:
    """2.084 AMP: fingers that were missing or could not be printed, as the device has them (14.018)."""
    sql = f"SELECT fields FROM {TABLE} WHERE booking_id = ? AND withdrawn_at IS NULL ORDER BY id"
    found = [items for (text,) in police.rows(sql, booking_id) for items in json.loads(text).get("18", ())]
    return tuple(dict.fromkeys(tuple(str(item) for item in items) for items in found))


# The fingerprint log


def logged(police: PoliceStore, booking_id: int) -> str:
    """The number of a booking's row in the fingerprint log; empty when there is none that stands."""
    sql = "SELECT number FROM fingerprints WHERE booking_id = ? AND struck_at IS NULL ORDER BY id LIMIT 1"
    return str(police.value(sql, booking_id) or "")


def log(police: PoliceStore, session: Session, found: Booking, taken: Taken) -> str:
    """Write a booking's prints into the fingerprint log, their control number onto the booking; the row's number.

    A juvenile stands in the log with the booking's number only. Raises `FormError`, `Refused` when it was done.
    """
    session.require(WORK)
    bookings.require_open(found)
    if number := logged(police, found.id):
        raise Refused(f"These prints are in the fingerprint log: {number}. 22.16 strikes a row that is wrong.")
    whose = {"subject": f"Juvenile, {found.number}"} if found.juvenile else {"person_id": found.person_id}
    with police.writing():
        made = fingerprints.add(
            police, session, replace(taken, reason=fingerprints.BOOKING, booking_id=found.id, **whose)
        )
        if taken.tcn != found.prints_tcn or found.no_prints:
            found = bookings.change(police, session, found, "PRINTS", prints_tcn=taken.tcn, no_prints="")
        step(police, session, found.id, "LOGGED", made.number)
    return made.number


# Files of the device

FOLDER = "live-scan"
"""Where the fingerprint device's program puts its files, in the folder of police papers."""
ENDINGS = frozenset({".an2", ".nist", ".nst", ".eft", ".int"})


def waiting(folder: Path) -> list[Path]:
    """The device's files that wait, by name; none when there is no such folder."""
    place = folder / FOLDER
    return sorted(filter(_is_print_file, place.iterdir())) if place.is_dir() else []


def _is_print_file(path: Path) -> bool:
    return path.suffix.lower() in ENDINGS and path.is_file() and not path.is_symlink()


def take_file(police: PoliceStore, session: Session, found: Booking, path: Path) -> int:
    """Seal the print images of a file and remove it: what is sealed no longer lies open. How many. Raises `Refused`."""
    try:
        count = take_in(police, session, found, read_whole(path, MOST_BYTES))
        path.unlink()
    except OSError as error:
        raise Refused(f"{path.name} cannot be read or removed: {error.strerror}.") from None
    return count
