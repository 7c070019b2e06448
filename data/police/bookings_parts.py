"""A booking as one display shows it: the person, the arrest, what is there and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from data.money import show_cents
from data.police import bookings, bookings_charges, bookings_end, bookings_log, bookings_photos, bookings_prints
from data.police.bookings import Booking
from data.police.bookings_charges import Charge
from data.police.bookings_photos import Shot
from data.police.bookings_terms import POSES
from data.police.persons import person
from data.police.persons_file import years

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.session import Session


@dataclass(frozen=True)
class Shown:
    """Everything a display of one booking shows, in words."""

    booking: Booking
    name: str
    born: str
    look: str
    arrested: str
    charges: tuple[str, ...]
    holds: tuple[str, ...]
    photographs: tuple[str, ...]
    prints: str
    left: str
    missing: tuple[str, ...]


def shown(police: PoliceStore, session: Session, booking_id: int) -> Shown:
    """A booking in words. Journal the view first. Raises `Refused`."""
    found = bookings.get(police, session, booking_id)
    who = person(police, session, found.person_id)
    arrested_on = date.fromisoformat(found.arrested_on)
    born = f"{who.born:%m/%d/%Y} ({years(who.born, arrested_on)})" if who.born else "no birth date"
    return Shown(
        found, who.name, born, bookings_log.looks(police, found.person_id),
        f"{arrested_on:%m/%d/%y} {found.arrested_at}",
        tuple(_charge(one) for one in bookings_charges.charges(police, session, booking_id)),
        tuple(bookings_log.hold_line(one) for one in bookings_charges.holds(police, session, booking_id)),
        tuple(photograph(one) for one in bookings_photos.shots(police, session, booking_id)),
        _prints(police, session, found), bookings_log.left(police, session, found),
        tuple(bookings_end.missing(police, session, found)) if found.open else (),
    )  # fmt: skip


def _charge(one: Charge) -> str:
    return f"{bookings_log.charge_line(one)}   {bail(one.bail_cents)}".rstrip()


def bail(cents: int | None) -> str:
    """A bail for a list; empty when none is set."""
    return "" if cents is None else show_cents(cents)


def photograph(one: Shot) -> str:
    """A photograph in a few words, with the profile it claims."""
    words = dict(POSES)[one.pose].lower() if one.pose else one.smt
    angle = f" {one.angle:+d}" if one.angle is not None else ""
    return f"{words}{angle}" + (f" ({one.profile})" if one.profile else "")


def _prints(police: PoliceStore, session: Session, found: Booking) -> str:
    count = len(bookings_prints.prints(police, session, found.id))
    images = f", {count} images" if count else ""
    if number := bookings_prints.logged(police, found.id):
        return f"{number}  {found.prints_tcn}{images}"
    if found.prints_tcn:
        return f"{found.prints_tcn}{images}, not in the log yet"
    return f"none: {found.no_prints}" if found.no_prints else f"none yet{images}"
