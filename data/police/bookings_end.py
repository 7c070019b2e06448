"""How a booking ends: the disposition, what must be there before it is complete, and the answers at intake."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from data.forms import FormError, Values
from data.frontdesk.timeofday import ahead
from data.permissions import Refused
from data.police import access, bookings, bookings_charges, bookings_photos, bookings_prints
from data.police.bookings import COMPLETE, OPEN, TABLE, VIEW, WORK, Booking, step
from data.police.bookings_terms import RELEASED, TRANSFERRED, Medical

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.session import Session


def dispose(police: PoliceStore, session: Session, found: Booking, values: Values) -> Booking:
    """Write down how the arrestee left. Raises `FormError`, and `Refused` while a hold stands against a release."""
    how, on, at = values["disposition"], values["ended_on"], values["ended_at"]
    if (on.isoformat(), at) < (found.arrested_on, found.arrested_at):
        raise FormError("ended_at", "Time: that is before the arrest.")
    if on > session.clock.today():
        raise FormError("ended_on", "Day: not after today.")
    if ahead(session.clock, on, at):
        raise FormError("ended_at", "Time: that is still to come.")
    if how == TRANSFERRED and not values["ended_to"]:
        raise FormError("ended_to", "Handed to: say which facility or officer took the arrestee.")
    standing = bookings_charges.holds(police, session, found.id)
    if how != TRANSFERRED and standing:
        raise FormError("disposition", f"{standing[0].agency} has a hold: lift it, or transfer the arrestee.")
    return bookings.change(
        police, session, found, "ENDED", disposition=how, ended_on=on, ended_at=at, ended_to=values["ended_to"],
        ended_by=session.clerk.id,
    )  # fmt: skip


def missing(police: PoliceStore, session: Session, found: Booking) -> list[str]:
    """What a booking still needs before it is complete, in sentences."""
    lacks = []
    if found.disposition != RELEASED and not bookings_charges.charges(police, session, found.id):
        lacks.append("Enter what is charged.")
    if not bookings_photos.front(police, session, found.id):
        lacks.append("Take the frontal photograph.")
    if not (found.no_prints or bookings_prints.logged(police, found.id)):
        lacks.append("Log the prints (6), or why there are none (3).")
    if not found.disposition:
        lacks.append("Enter how the arrestee left.")
    if not found.calls_offered:
        lacks.append("Offer the telephone calls (PC 851.5).")
    return lacks


def complete(police: PoliceStore, session: Session, found: Booking) -> Booking:
    """Close a booking; it changes no more. Raises `Refused` with the first thing that is missing."""
    if lacks := missing(police, session, found):
        raise Refused(f"{lacks[0]} Then the booking is complete.")
    return bookings.change(police, session, found, "COMPLETE", state=COMPLETE)


def reopen(police: PoliceStore, session: Session, found: Booking, why: str) -> Booking:
    """Open a complete booking again for a correction. Raises `Refused` for all but the supervisor."""
    session.require(access.SUPERVISE)
    with police.writing():
        sql = "UPDATE bookings SET state = ?, version = version + 1 WHERE id = ? AND version = ? AND state = ?"
        if not police.run(sql, OPEN, found.id, found.version, COMPLETE):
            raise Refused("This booking is open, or somebody else has changed it.")
        step(police, session, found.id, "REOPENED", why)
    return bookings.get(police, session, found.id)


# The answers at intake


def answer(police: PoliceStore, session: Session, found: Booking, said: Medical) -> None:
    """Seal the answers to the medical questions; earlier ones are replaced. Raises `Refused`."""
    session.require(WORK)
    bookings.require_open(found)
    with police.writing():
        police.seal_into(TABLE, found.id, medical_sealed=json.dumps([list(said.yes), said.notes]))
        step(police, session, found.id, "MEDICAL")


def answered(police: PoliceStore, session: Session, found: Booking) -> bool:
    """Whether the medical questions were asked."""
    session.require(bookings.SEE)
    return police.value("SELECT medical_sealed IS NOT NULL FROM bookings WHERE id = ?", found.id) in (1, True)


def answers(police: PoliceStore, session: Session, found: Booking, purpose: str) -> Medical:
    """The answers in clear, journaled first. Raises `Refused`."""
    text = access.reveal(police, session, TABLE, found.id, "medical_sealed", purpose, kind=VIEW, object_id=found.id)
    yes, notes = json.loads(text) if text else ((), "")
    return Medical(tuple(yes), notes)


def set_guardian(police: PoliceStore, session: Session, found: Booking, text: str) -> None:
    """Seal who was told of a juvenile's arrest (WIC 627). Raises `Refused` for an adult."""
    session.require(WORK)
    bookings.require_open(found)
    if not found.juvenile:
        raise Refused("Only of a juvenile.")
    with police.writing():
        police.seal_into(TABLE, found.id, guardian_sealed=text)
        step(police, session, found.id, "GUARDIAN")


def guardian(police: PoliceStore, session: Session, found: Booking, purpose: str) -> str:
    """Who was told of a juvenile's arrest, journaled first; empty when nobody was. Raises `Refused`."""
    return access.reveal(police, session, TABLE, found.id, "guardian_sealed", purpose, kind=VIEW, object_id=found.id)
