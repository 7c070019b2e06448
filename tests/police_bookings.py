"""Bookings for tests: an arrestee with everything a file needs, plain gray photographs, a print device's file."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from PIL import Image

from data import settings
from data.forms import Values
from data.police import bookings, bookings_charges, bookings_end, bookings_photos, persons, persons_rows
from data.police.bookings import Booking
from data.police.bookings_photos import Taken, View
from data.police.bookings_terms import CHECKLIST
from data.police.interchange import encode, record, transaction
from data.police.store import PoliceStore
from data.session import Session

ORI = "CA0379900"
ALL = frozenset(code for code, _ in CHECKLIST)


def picture(shade: int = 119, size: tuple[int, int] = (480, 600), kind: str = "JPEG") -> bytes:
    """A plain gray picture in color."""
    out = io.BytesIO()
    Image.new("RGB", size, (shade, shade, shade)).save(out, kind)
    return out.getvalue()


def arrestee(police: PoliceStore, session: Session, **changed: Any) -> int:
    """A person file with a description, an address, a job, numbers, a tattoo and another name."""
    values: Values = {"last": "PRACTICE", "first": "PÁT", "middle": "Q", "born": date(1980, 2, 29),
                      "birth_place": "CA", "citizenship": "US", "language": "en", "transient": False}  # fmt: skip
    person_id = persons.add(police, session, {**values, **changed})

    def put(group: str, **row: Any) -> None:
        persons_rows.add(police, session, group, person_id, row)

    put("DESCRIPTIONS", from_on=date(2026, 1, 1), sex="X", race="U", height="511", weight="180", hair="BAL",
        eyes="BRO")  # fmt: skip
    put("ADDRESSES", kind="PRIMARY", street="1 Nowhere Way", city="Vista Robles", state="CA", zip="00000")
    put("JOBS", employer="Example Widgets", occupation="Tester", main_address="1 Example Plaza")
    put("NAMES", kind="AKA", last="SAMPLE", first="PAT")
    put("NAMES", kind="MONIKER", last="BUTTON")
    put("IDENTIFIERS", kind="CII", value="A00000001")
    put("IDENTIFIERS", kind="SSN", value="078051120")
    put("MARKS", code="TAT NECK", description="invented")
    return person_id


def facts(**changed: Any) -> Values:
    """Clean values of the form of an arrest."""
    known: Values = {
        "arrested_on": date(2026, 7, 5), "arrested_at": "23:10", "place": "100 Main St", "officer": "Example Officer",
        "circumstances": "Seen taking a bicycle", "officer_id": "77", "transporting": None, "agency": None,
        "occupation": "Tester", "envelope": "E-1", "property_list": "Keys, wallet", "calls_offered": True,
        "calls_made": 2, "consular": "N", "dna": False, "prints_tcn": None, "no_prints": None, "caution": None,
        "emergency": None, "retain": True, "juvenile": False,
    }  # fmt: skip
    return {**known, **changed}


def charge_of(**changed: Any) -> Values:
    """Clean values of the form of a charge."""
    known: Values = {"section": "PC 484", "level": "M", "description": "Petty theft", "offense_on": date(2026, 7, 5),
                     "counts": 2, "warrant": None, "bail_cents": 500_000}  # fmt: skip
    return {**known, **changed}


def booked(police: PoliceStore, session: Session, person_id: int = 0, key: str = "k", **changed: Any) -> Booking:
    """A booking with one charge."""
    found = bookings.begin(police, session, person_id or arrestee(police, session), facts(**changed), key)
    bookings_charges.charge(police, session, found, charge_of())
    return found


def photographed(police: PoliceStore, session: Session, found: Booking, shade: int = 119) -> Booking:
    """The same with its frontal photograph."""
    taken = Taken(picture(shade), picture(shade, (1280, 720)))
    bookings_photos.keep(police, session, found, taken, View("F"), ticked=ALL)
    return bookings.get(police, session, found.id)


def ended(police: PoliceStore, session: Session, found: Booking, how: str = "CITED", **changed: Any) -> Booking:
    """The same, and the arrestee has left."""
    values: Values = {"disposition": how, "ended_on": date(2026, 7, 6), "ended_at": "02:00", "ended_to": None}
    return bookings_end.dispose(police, session, found, {**values, **changed})


def receiver_given(police: PoliceStore) -> None:
    """The settings that the receiving agency has to say."""
    for name, text in (("nist.tot", "CAR"), ("nist.dai", "CATEST000"), ("police.ori", ORI)):
        settings.put(police.city, None, name, text, date(2026, 1, 1))


def wsq(width: int, height: int) -> bytes:
    """A WSQ frame header and no more: what a file says of an image this program never decodes."""
    frame = b"\xff\xa2\x00\x11\x00\xff" + height.to_bytes(2, "big") + width.to_bytes(2, "big") + bytes(9)
    return b"\xff\xa0" + frame + b"\x1c\x1d\x1e\x1f\xff\xa1"


def prints_file(codes: dict[str, frozenset[str]], ori: str = ORI, tcn: str = "LS0000001") -> bytes:
    """A print device's own file with two fingers, one of them bandaged."""
    head = record(1, {2: "0500", 4: "CAR", 5: "20260706", 7: "CATEST000", 8: ori, 9: tcn, 11: "00.00", 12: "00.00"})
    person = record(2, {2: "0", 5: "Y", 18: "PRACTICE,PAT", 20: "CA", 22: "19800229", 24: "U", 25: "A", 27: "511",
                        29: "180", 31: "BRO", 32: "BAL", 38: "20260706", 73: ori})  # fmt: skip
    face = record(10, {2: "1", 3: "FACE", 4: ori, 5: "20260706", 6: "480", 7: "600", 8: "0", 9: "1", 10: "1",
                       11: "JPEGB", 12: "YCC", 13: "30", 20: "F"}, picture())  # fmt: skip
    fingers = [
        record(14, {2: f"{n + 1}", 3: "1", 4: ori, 5: "20260706", 6: "500", 7: "400", 8: "1", 9: "500", 10: "500",
                    11: "WSQ20", 12: "8", 13: f"{n}", 18: (("2", "UP"),) if n == 2 else ""}, wsq(500, 400))
        for n in (1, 2)
    ]  # fmt: skip
    return encode(transaction(head, [person, face, *fingers]), codes)
