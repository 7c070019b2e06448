"""The steps of a ride-along: local check, decision, day, waiver, and what became of the ride."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import peewee

from data import jobs, settings
from data.columns import ref
from data.documents.rides import confirmation, day_sheet, waiver
from data.fields import Choice, Text
from data.forms import Form, FormError, Values
from data.frontdesk.rides import (
    APPLIED,
    APPROVED,
    CANCELLED,
    COMPLETED,
    DENIED,
    HOURS,
    NO_SHOW,
    SCHEDULED,
    SEE,
    WHOLE,
    Applied,
    Ride,
    by_id,
    objections,
)
from data.ledger_terms import terms
from data.permissions import Refused
from data.records import save

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store


def _form(code: str, title: str, names: tuple[str, ...], optional: frozenset[str], help: str) -> Form:
    return Form(
        code,
        title,
        {name: ref(getattr(Ride, name), required=name not in optional, stop=True) for name in names},
        help=help,
    )


CHECK = _form(
    "RID020", "Local record check", ("local_check",), frozenset(),
    "This agency's own records only. Nothing of what was found is kept: clear, or see an officer.",
)  # fmt: skip
DECIDE = _form("RID022", "Decision", ("decision", "decided_by"), frozenset(), "The watch commander decides.")
SCHEDULE = _form(
    "RID024", "Set the day", ("ride_on", "shift", "starts_at", "officer"), frozenset(),
    "One rider for each officer and shift. Prints the confirmation letter.",
)  # fmt: skip
SIGN = _form(
    "RID026", "Waiver signed", ("waiver_on", "witness", "guardian", "guardian_id"), frozenset({"guardian",
    "guardian_id"}),
    "Under 18 the parent or guardian signs in person at the department, with identification.",
)  # fmt: skip
ENDS = ((COMPLETED, "Completed"), (NO_SHOW, "Did not come"), (CANCELLED, "Cancelled"))
END = Form(
    "RID028",
    "What became of it",
    {
        "end": Choice("The ride was", 9, required=True, options=ENDS),
        "incident": Text("Incident", 60, help="Only that something happened and the report's number."),
    },
)


def _in(found: Applied, states: tuple[str, ...], what: str) -> None:
    if found.state not in states:
        raise Refused(f"{what}: {found.number} is {found.state}.")


def _put(store: Store, session: Session, found: Applied, values: Values, state: str) -> Applied:
    with store.writing():
        save(store, session, WHOLE, found.id, values, found.opened.version)
        store.run("UPDATE rides SET state = ? WHERE id = ?", state, found.id)
    return by_id(store, session, found.id)


def check(store: Store, session: Session, record_id: int, values: Values) -> Applied:
    """Note the local record check. Raises `Refused` once the ride is over."""
    found = by_id(store, session, record_id)
    _in(found, (APPLIED, APPROVED, SCHEDULED), "Local check")
    return _put(store, session, found, values, found.state)


def decide(store: Store, session: Session, record_id: int, values: Values) -> Applied:
    """Note the watch commander's decision. Raises `Refused` without a local check, or when a day is set already."""
    found = by_id(store, session, record_id)
    _in(found, (APPLIED, APPROVED, DENIED), "Decision")
    if values["decision"] == APPROVED and not found.values["local_check"]:
        raise Refused("The local record check comes first.")
    return _put(store, session, found, values, values["decision"])


def schedule(store: Store, session: Session, record_id: int, values: Values) -> Applied:
    """Set the day, shift and officer, and print the letter.

    Raises `Refused` while it is not approved, `FormError` when the person may not ride on that day or the officer has a
    rider in that shift.
    """
    found = by_id(store, session, record_id)
    _in(found, (APPROVED, SCHEDULED), "Set the day")
    if values["ride_on"] < store.clock.today():
        raise FormError("ride_on", "Ride on: today or later.")
    for _, sentence in objections(store, found.values, values["ride_on"], record_id):
        raise FormError("ride_on", sentence)
    other = store.row(
        "SELECT number FROM rides WHERE ride_on = ? AND shift = ? AND upper(officer) = ? AND state = ? AND id <> ?",
        values["ride_on"].isoformat(), values["shift"], values["officer"].upper(), SCHEDULED, record_id,
    )  # fmt: skip
    if other:
        raise FormError("officer", f"{other[0]} rides with this officer in that shift: one rider at a time.")
    try:
        with store.writing():
            done = _put(store, session, found, values, SCHEDULED)
            print_letter(store, session, done)
    except peewee.IntegrityError:
        raise FormError("officer", f"{values['officer']} has just been given another rider in that shift.") from None
    return done


def sign(store: Store, session: Session, record_id: int, values: Values) -> Applied:
    """Note the signed waiver; for a rider under 18 the guardian's. Raises `FormError` without it, `Refused`."""
    found = by_id(store, session, record_id)
    _in(found, (APPLIED, APPROVED, SCHEDULED), "Waiver")
    if values["waiver_on"] > store.clock.today():
        raise FormError("waiver_on", "Waiver signed on: not after today.")
    if found.minor and not (values["guardian"] and values["guardian_id"]):
        name = "guardian_id" if values["guardian"] else "guardian"
        raise FormError(name, "The rider is under 18: the parent or guardian signs in person, with identification.")
    return _put(store, session, found, values, found.state)


def end(store: Store, session: Session, record_id: int, values: Values) -> Applied:
    """Note what became of the ride. Raises `Refused`: completed before its day, or without the waiver."""
    found = by_id(store, session, record_id)
    _in(found, (SCHEDULED,) if values["end"] != CANCELLED else (APPLIED, APPROVED, SCHEDULED), "End")
    if values["end"] != CANCELLED and found.values["ride_on"] > store.clock.today():
        raise Refused(f"The ride is on {found.values['ride_on']:%m/%d/%Y}.")
    if values["end"] == COMPLETED and not found.values["waiver_on"]:
        raise Refused("Nobody rides without the signed waiver: note it first.")
    return _put(store, session, found, {"incident": values["incident"]}, values["end"])


@dataclass(frozen=True)
class Booked:
    """One line of the calendar; the time as `HH:MM`."""

    id: int
    number: str
    on: date
    shift: str
    starts_at: str
    officer: str
    name: str
    waiver: bool


def calendar(store: Store, session: Session, first: date) -> list[Booked]:
    """The rides that are set from a day on, in their order. Raises `Refused` without the permission."""
    session.require(SEE)
    return [
        Booked(int(key), found, date.fromisoformat(on), shift, at, officer, name, bool(signed))
        for key, found, on, shift, at, officer, name, signed in store.rows(
            "SELECT id, number, ride_on, shift, starts_at, officer, name, waiver_on FROM rides "
            "WHERE state = ? AND ride_on >= ? ORDER BY ride_on, starts_at, officer, id",
            SCHEDULED, first.isoformat(),
        )
    ]  # fmt: skip


def print_letter(store: Store, session: Session, found: Applied) -> None:
    """Print the letter that confirms the day. Raises `Refused` while no day is set."""
    _in(found, (SCHEDULED,), "Letter")
    today = store.clock.today()
    paper = confirmation(
        terms(store, today), found.values, found.number, settings.number(store, HOURS, today), found.minor
    )
    jobs.add(store, session, jobs.REPORT, f"Ride-along {found.number}", paper)


def print_waiver(store: Store, session: Session, found: Applied) -> None:
    """Print the waiver to be signed."""
    paper = waiver(terms(store, store.clock.today()), found.values, found.number, found.minor)
    jobs.add(store, session, jobs.REPORT, f"Waiver {found.number}", paper)


def print_day(store: Store, session: Session, on: date) -> int:
    """Print the day sheet for the watch commander; how many riders stand on it."""
    riders = [one for one in calendar(store, session, on) if one.on == on]
    rows = [(one.shift, one.starts_at, one.officer, one.name, one.number, one.waiver) for one in riders]
    jobs.add(store, session, jobs.REPORT, f"Ride-alongs {on:%m/%d/%Y}", day_sheet(terms(store, on), on, rows))
    return len(riders)
