"""The papers of one booking, put together from its record. Print them through the police desk's way out only."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from data.clock import local_time
from data.documents import Element
from data.documents.police_bookings import (
    Sheet,
    arrest_log,
    booking_sheet,
    property_receipt,
    transfer_sheet,
)
from data.forms import FormError
from data.money import show_cents
from data.permissions import Refused
from data.police import bookings_charges, bookings_end, bookings_log, bookings_photos
from data.police.bookings import SEE, Booking, step
from data.police.bookings_parts import photograph
from data.police.bookings_terms import CONSULAR, FRONT, TRANSFERRED
from data.police.persons import person
from data.police.registrations_papers import agency

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.session import Session

SHEET, PROPERTY, TRANSFER, CARD, PHOTOS, LINE_UP, ARREST_LOG = (
    "BOOKING", "PROPERTY", "TRANSFER", "ID-CARD", "PHOTOS", "LINE-UP", "ARREST-LOG",
)  # fmt: skip
KINDS = (
    (SHEET, "Booking sheet"), (PROPERTY, "Property receipt"), (TRANSFER, "Transfer sheet"),
    (CARD, "Identification card"), (PHOTOS, "Photographs"),
)  # fmt: skip
"""Papers of one booking, by their codes in the print log."""


def of_booking(police: PoliceStore, session: Session, found: Booking, code: str) -> list[Element]:
    """One of the papers that are text. Journal the view first. Raises `Refused` for a transfer that was none."""
    session.require(SEE)
    of, sheet = agency(police, session.clock.today()), _sheet(police, session, found)
    if code == PROPERTY:
        return property_receipt(of, sheet)
    if code == TRANSFER:
        if found.disposition != TRANSFERRED:
            raise Refused("The disposition is not a transfer. Enter that first.")
        return transfer_sheet(of, sheet, asked=bookings_end.answered(police, session, found))
    return booking_sheet(of, sheet)


def photographs(
    police: PoliceStore, session: Session, found: Booking, purpose: str
) -> tuple[list[str], list[tuple[bytes, str]]]:
    """What stands on the page of photographs: facts, and each picture, journaled, with its words. Raises `Refused`."""
    shots = sorted(bookings_photos.shots(police, session, found.id), key=lambda one: one.pose != FRONT)
    if not shots:
        raise Refused("There is no photograph on this booking.")
    sheet = _sheet(police, session, found)
    born = f"born {sheet.born}" if sheet.born else ""
    pictures = [
        (bookings_photos.picture(police, session, found, one.photo_id, purpose),
         f"{photograph(one)}  {local_time(one.taken_at)}")
        for one in shots
    ]  # fmt: skip
    return [f"{sheet.name}  {born}", sheet.look], pictures


def printed(police: PoliceStore, session: Session, found: Booking, code: str, authorizer: str = "") -> None:
    """Note on the booking that a paper of it was printed, and who authorized that a photograph leaves."""
    step(police, session, found.id, "PRINTED", f"{code}  authorized by {authorizer}" if authorizer else code)


def log_of_days(police: PoliceStore, session: Session, first: date, last: date) -> list[Element]:
    """The arrest log of a span of days. Raises `FormError` for a wrong one or one without arrests."""
    if last < first:
        raise FormError("last", "Through: this day is before the first one.")
    found = bookings_log.arrests(police, session, first, last)
    if not found:
        raise FormError("last", "There is no arrest in those days.")
    return arrest_log(agency(police, session.clock.today()), found, first, last)


def _sheet(police: PoliceStore, session: Session, found: Booking) -> Sheet:
    who = person(police, session, found.person_id)
    charges = bookings_charges.charges(police, session, found.id)
    return Sheet(
        found.number, who.name, f"{who.born:%m/%d/%Y}" if who.born else "", bookings_log.looks(police, found.person_id),
        tuple((label, value) for label, value in _facts(police, found) if value),
        tuple((bookings_log.charge_line(one), _bail(one.bail_cents)) for one in charges),
        bookings_charges.bail_cents(charges),
        tuple(bookings_log.hold_line(one) for one in bookings_charges.holds(police, session, found.id)),
        bookings_log.left(police, session, found),
        tuple(photograph(one) for one in bookings_photos.shots(police, session, found.id)),
        found.envelope, found.property_list, found.caution, bool(found.juvenile),
    )  # fmt: skip


def _facts(police: PoliceStore, found: Booking) -> tuple[tuple[str, str], ...]:
    clerk = str(police.value("SELECT name FROM users WHERE id = ?", found.booked_by) or "")
    number = f" {found.officer_id}" if found.officer_id else ""
    return (
        ("Arrested", f"{date.fromisoformat(found.arrested_on):%m/%d/%Y} {found.arrested_at}"),
        ("Place", found.place), ("Circumstances", found.circumstances), ("Officer", f"{found.officer}{number}"),
        ("Transported by", found.transporting), ("Agency", found.agency), ("Occupation", found.occupation),
        ("Booked", f"{local_time(found.booked_at)} by {clerk}"),
        ("Calls (PC 851.5)", f"{'offered' if found.calls_offered else 'NOT OFFERED'}, {found.calls_made} made"),
        ("Consular notice", dict(CONSULAR).get(found.consular, "")), ("DNA collected", "yes" if found.dna else "no"),
        ("Prints", found.prints_tcn or (f"none: {found.no_prints}" if found.no_prints else "")),
        ("Property envelope", found.envelope), ("Emergency contact", found.emergency),
    )  # fmt: skip


def _bail(cents: int | None) -> str:
    return "no bail set" if cents is None else show_cents(cents)
