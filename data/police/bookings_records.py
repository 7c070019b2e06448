"""The records of a booking's interchange file: Type-1 header, Type-2 person and arrest, Type-10 photographs, Type-14.

Race and sex are NCIC's, bald is BAL, text is plain ASCII. Medical marks, a moniker and everything local stay here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from data.permissions import Refused
from data.police import bookings_charges, bookings_photos, bookings_prints, codes, persons_rows, photos
from data.police import interchange_terms as terms
from data.police.bookings import Booking
from data.police.bookings_photos import Shot
from data.police.bookings_terms import FACE, FRONT
from data.police.identifiers import SID_DIGITS, sid_for_export
from data.police.interchange import Exchanged, InterchangeError, Value, record, several
from data.police.interchange_images import look
from data.police.interchange_rules import FIRST_2011, LATER_IMAGE_KINDS
from data.police.persons import Opened, person

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.session import Session

NO_DEVICE = "00.00"
"""The scanning resolutions (1.011, 1.012) of a file without Type 3 to 7 records."""
CHECKED = ("POB", "RAN", "EYE", "HAI", "SMT")
"""The code tables against which a file is checked."""
Fields = dict[int, Value | str | int | None]


@dataclass(frozen=True)
class Terms:
    """What stands in every header: settings of the agency and its receiver."""

    version: str
    tot: str
    dai: str
    ori: str
    csp: str
    sid: str = SID_DIGITS
    """How the SID is written: see `identifiers.sid_for_export`."""


def code_sets(police: PoliceStore) -> dict[str, frozenset[str]]:
    """The codes of the tables a file is checked against."""
    return {name: frozenset(one.code for one in codes.values(police, name)) for name in CHECKED}


def header(known: Terms, tcn: str, now: datetime, on: date) -> Exchanged:
    """The Type-1 record, without the count of what follows."""
    fields: Fields = {
        2: known.version, 4: known.tot, 5: terms.day(on), 7: known.dai, 8: known.ori, 9: tcn, 11: NO_DEVICE,
        12: NO_DEVICE, 14: f"{now:%Y%m%d%H%M%S}Z",
    }  # fmt: skip
    return record(1, fields)


def subject(police: PoliceStore, session: Session, found: Booking, known: Terms, purpose: str) -> Exchanged:
    """The Type-2 record: the person and the arrest, by EBTS element numbers."""
    who = person(police, session, found.person_id)
    look_ = _looks(police, found.person_id)
    numbers = _identifiers(police, session, found.person_id, purpose)
    arrested, born = date.fromisoformat(found.arrested_on), _births(police, session, who)
    fields: Fields = {
        2: "0", 5: "Y" if found.retain else "N", 9: found.number, 14: several(numbers["FBI"][:5]),
        15: sid_for_export(numbers["CII"][0], known.sid) if numbers["CII"] else "", 16: several(numbers["SSN"][:4]),
        17: several(number for number in numbers["MNU"] if re.fullmatch(r"[A-Z]{2}-[A-Z0-9 ]{1,12}", number)),
        18: _name(who.values), 19: several(_aliases(police, session, who)), 20: who.values["birth_place"] or "XX",
        21: who.values["citizenship"], 22: several(born), 24: terms.sex(look_["sex"]),
        25: codes.ncic_race(police, look_["race"]), 26: several(_marks(police, session, found)),
        27: look_["height"] or "000", 29: look_["weight"] or "000", 31: look_["eyes"] or "XXX",
        32: terms.hair(look_["hair"]), 38: terms.day(_printed_on(police, found)),
        40: terms.plain(found.occupation, 50), 41: terms.plain(_residence(police, session, found.person_id), 120),
        39: terms.plain(_employer(police, session, found.person_id), 120), 45: terms.day(arrested),
        47: _charges(police, session, found), 56: terms.plain(found.caution, 300), 73: known.ori,
        84: bookings_prints.amputated(police, found.id),
    }  # fmt: skip
    return record(2, fields)


def _looks(police: PoliceStore, person_id: int) -> dict[str, str]:
    names = ("sex", "race", "height", "weight", "hair", "eyes")
    row = police.row(f"SELECT {', '.join(names)} FROM persons WHERE id = ?", person_id)
    return dict(zip(names, (str(one or "") for one in row or ("",) * len(names)), strict=True))


def _name(values: dict[str, object]) -> str:
    parts = (str(values.get(name) or "") for name in ("last", "first", "middle", "suffix"))
    return terms.name(*parts)


def shortened(police: PoliceStore, session: Session, found: Booking) -> str:
    """A sentence when the person's name does not go into a file whole; empty when it does. Journal the view first."""
    values = person(police, session, found.person_id).values
    if not terms.is_shortened(*(str(values.get(name) or "") for name in ("last", "first", "middle", "suffix"))):
        return ""
    return f"A file takes {terms.LONGEST_NAME} characters of a name: {_name(values)}."


def _births(police: PoliceStore, session: Session, who: Opened) -> list[str]:
    if who.born is None:
        raise Refused("The person file has no date of birth, which the file must have.")
    others = [one.values["born"] for one in persons_rows.rows(police, session, "BIRTHS", who.id, past=False)]
    return list(dict.fromkeys(terms.day(day) for day in (who.born, *others) if day))[:5]


def _aliases(police: PoliceStore, session: Session, who: Opened) -> list[str]:
    """Other names, a moniker left out: it is no name of the form LAST,FIRST."""
    entries = persons_rows.rows(police, session, "NAMES", who.id)
    names = (_name(one.values) for one in entries if one.values["kind"] != "MONIKER" and one.values["first"])
    return list(dict.fromkeys(names))[:10]


def _identifiers(police: PoliceStore, session: Session, person_id: int, purpose: str) -> dict[str, list[str]]:
    """Numbers in clear by kind; each is journaled with the reason."""
    found: dict[str, list[str]] = {kind: [] for kind in ("FBI", "CII", "SSN", "MNU")}
    for entry in persons_rows.rows(police, session, "IDENTIFIERS", person_id, past=False):
        kind = str(entry.values["kind"])
        if kind in found:
            found[kind].append(persons_rows.reveal(police, session, "IDENTIFIERS", entry.id, purpose))
    return found


def _marks(police: PoliceStore, session: Session, found: Booking) -> list[str]:
    """Codes of marks; medical ones stay here."""
    return [str(one.values["code"]) for one in bookings_photos.marks_of(police, session, found)][:10]


def _residence(police: PoliceStore, session: Session, person_id: int) -> str:
    for one in persons_rows.rows(police, session, "ADDRESSES", person_id, past=False):
        if one.values["kind"] == "PRIMARY":
            parts = (one.values[name] for name in ("street", "unit", "city", "state", "zip"))
            return " ".join(str(part) for part in parts if part)
    return ""


def _employer(police: PoliceStore, session: Session, person_id: int) -> str:
    for one in persons_rows.rows(police, session, "JOBS", person_id, past=False):
        return " ".join(part for part in (one.values["employer"], one.values["main_address"]) if part)
    return ""


def _printed_on(police: PoliceStore, found: Booking) -> date:
    """The day of the prints (2.038): of those that were taken in, else of the booking, at the counter."""
    at = police.value(
        "SELECT min(added_at) FROM booking_prints WHERE booking_id = ? AND withdrawn_at IS NULL", found.id
    )
    return _local_day(str(at or found.booked_at))


def _local_day(stamp: str) -> date:
    """The day at the counter of a UTC stamp."""
    return datetime.fromisoformat(stamp).astimezone().date()


def _charges(police: PoliceStore, session: Session, found: Booking) -> Value:
    """2.047: the day of the offense, and the charge in words."""
    rows = []
    for one in bookings_charges.charges(police, session, found.id):
        counts = f" X{one.counts}" if one.counts > 1 else ""
        warrant = f" WARRANT {one.warrant}" if one.warrant else ""
        words = terms.plain(f"{one.section} {one.level} {one.description}{counts}{warrant}", 300)
        rows.append((terms.day(date.fromisoformat(one.offense_on)), words))
    return tuple(rows)


def images(police: PoliceStore, session: Session, found: Booking, known: Terms, purpose: str) -> Iterator[Exchanged]:
    """Photographs (Type-10), the front first, then print images (Type-14); numbered from 1."""
    kept = bookings_photos.shots(police, session, found.id)
    if known.version < FIRST_2011:
        kept = [one for one in kept if one.image not in LATER_IMAGE_KINDS]
    number = 0
    for shot in sorted(kept, key=lambda one: one.pose != FRONT):
        number += 1
        yield _photo(shot, number, photos.picture(police, session, shot.photo_id, purpose), known)
    for one in bookings_prints.prints(police, session, found.id):
        number += 1
        yield bookings_prints.exchanged(police, one, number)


def _photo(shot: Shot, number: int, picture: bytes, known: Terms) -> Exchanged:
    seen = look(picture)
    if seen is None:
        raise InterchangeError([f"Image {number}: this is no image that can be read."])
    codec = next(iter(seen.codecs), "")
    is_face = shot.image == FACE
    fields: Fields = {
        2: str(number), 3: shot.image, 4: known.ori, 5: terms.day(_local_day(shot.taken_at)), 6: seen.width,
        7: seen.height, 8: "0", 9: "1", 10: "1", 11: codec, 12: known.csp if codec == "JPEGB" else "RGB",
        13: shot.profile if is_face else "", 20: shot.pose if is_face else "",
        21: "" if shot.angle is None else str(shot.angle), 23: shot.source, 40: "" if is_face else shot.smt,
    }  # fmt: skip
    return record(10, fields, picture)
