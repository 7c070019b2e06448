"""Charges and holds of a booking. What was charged is dropped with a reason, a hold is lifted; neither is deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from data.changes import record_change
from data.forms import FormError, Values
from data.permissions import Refused
from data.police import bookings
from data.police.bookings import WORK, Booking, step

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.session import Session

MOST = 40
"""Charges that the interchange file can hold (EBTS 2.047)."""


@dataclass(frozen=True)
class Charge:
    """One charge. `bail_cents` is None when no bail is set; `dropped_at` UTC text."""

    id: int
    booking_id: int
    offense_on: str
    section: str
    level: str
    description: str
    counts: int
    warrant: str
    bail_cents: int | None
    dropped_at: str
    dropped_why: str


_CHARGE = (
    "SELECT id, booking_id, offense_on, section, level, description, counts, warrant, bail_cents, "
    "coalesce(dropped_at, ''), dropped_why FROM booking_charges"
)


def charges(police: PoliceStore, session: Session, booking_id: int, *, dropped: bool = False) -> list[Charge]:
    """The charges in the order they were entered. Journal the view first. Raises `Refused`."""
    bookings.get(police, session, booking_id)
    only = "" if dropped else " AND dropped_at IS NULL"
    return [Charge(*row) for row in police.rows(f"{_CHARGE} WHERE booking_id = ?{only} ORDER BY id", booking_id)]


def charge(police: PoliceStore, session: Session, found: Booking, values: Values) -> int:
    """Add a charge from its form's clean values; its id. Raises `FormError`, `Refused`."""
    session.require(WORK)
    bookings.require_open(found)
    offense_on: date = values["offense_on"]
    if offense_on > session.clock.today():
        raise FormError("offense_on", "Offense on: not after today.")
    with police.writing():
        if len(charges(police, session, found.id)) >= MOST:
            raise Refused(f"A booking has at most {MOST} charges (EBTS 2.047).")
        stored = {
            "offense_on": offense_on.isoformat(), "section": values["section"], "level": values["level"],
            "description": values["description"], "counts": values["counts"] or 1,
            "warrant": values["warrant"] or "", "bail_cents": values["bail_cents"],
        }  # fmt: skip
        charge_id = police.insert("booking_charges", booking_id=found.id, **stored)
        record_change(police, session, "booking_charges", charge_id, {}, stored)
        step(police, session, found.id, "CHARGED", str(values["section"]))
    return charge_id


def drop(police: PoliceStore, session: Session, found: Booking, charge_id: int, why: str) -> None:
    """Take a charge off an open booking; it stays with its reason. Raises `Refused`."""
    session.require(WORK)
    bookings.require_open(found)
    with police.writing():
        sql = (
            "UPDATE booking_charges SET dropped_at = ?, dropped_why = ?, version = version + 1 "
            "WHERE id = ? AND booking_id = ? AND dropped_at IS NULL"
        )
        if not police.run(sql, police.now(), why, charge_id, found.id):
            raise Refused("There is no such charge, or it was dropped already.")
        record_change(police, session, "booking_charges", charge_id, {}, {"dropped_why": why})
        step(police, session, found.id, "DROPPED", str(charge_id))


def bail_cents(found: list[Charge]) -> int:
    """The bail of all charges together, in cents."""
    return sum(one.bail_cents or 0 for one in found)


# Holds


@dataclass(frozen=True)
class Hold:
    """Another agency's hold on an arrestee. Moments are UTC text."""

    id: int
    agency: str
    reason: str
    reference: str
    placed_at: str
    lifted_at: str
    lifted_why: str


def holds(police: PoliceStore, session: Session, booking_id: int, *, lifted: bool = False) -> list[Hold]:
    """The holds in their order. Journal the view first. Raises `Refused`."""
    bookings.get(police, session, booking_id)
    only = "" if lifted else " AND lifted_at IS NULL"
    rows = police.rows(
        "SELECT id, agency, reason, reference, placed_at, coalesce(lifted_at, ''), lifted_why FROM booking_holds "
        f"WHERE booking_id = ?{only} ORDER BY id",
        booking_id,
    )
    return [Hold(*row) for row in rows]


def hold(police: PoliceStore, session: Session, found: Booking, values: Values) -> int:
    """Place a hold from its form's clean values; its id. Raises `Refused`."""
    session.require(WORK)
    bookings.require_open(found)
    with police.writing():
        hold_id = police.insert(
            "booking_holds", booking_id=found.id, agency=values["agency"], reason=values["reason"],
            reference=values["reference"] or "", placed_at=police.now(), placed_by=session.clerk.id,
        )  # fmt: skip
        step(police, session, found.id, "HOLD", str(hold_id))
    return hold_id


def lift(police: PoliceStore, session: Session, found: Booking, hold_id: int, why: str) -> None:
    """Lift a hold; it stays with its reason. Raises `Refused`."""
    session.require(WORK)
    with police.writing():
        sql = (
            "UPDATE booking_holds SET lifted_at = ?, lifted_by = ?, lifted_why = ? WHERE id = ? AND booking_id = ? "
            "AND lifted_at IS NULL"
        )
        if not police.run(sql, police.now(), session.clerk.id, why, hold_id, found.id):
            raise Refused("There is no such hold, or it was lifted already.")
        step(police, session, found.id, "LIFTED", str(hold_id))
