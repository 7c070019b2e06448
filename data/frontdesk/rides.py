"""Ride-along applications: who may ride, the calendar of one rider for each officer and shift, the waiver."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import peewee

from data import rights, settings
from data.columns import Record, column, ref
from data.fields import Choice, Date, Phone, Text, Yes
from data.forms import Form, FormError, Values
from data.frontdesk.entries import Worked, numbered
from data.frontdesk.timeofday import Time
from data.frontdesk.vehicle import ID_TYPES
from data.permissions import DESK, POLICE_SUPERVISOR, Permission, Refused
from data.records import record, save
from data.registers import STANDARD, Register, Shown
from data.text import fold

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

CLERKS = DESK | {POLICE_SUPERVISOR}
ENTER = Permission("rides.enter", "the desk's clerks and police supervisors keep ride-alongs.", CLERKS)
SEE = rights.RIDES_SEE
MIN_AGE, MONTHS, HOURS, RESIDENTS = "ride.min_age", "ride.months", "ride.hours", "ride.residents_only"
ADULT = 18
APPLIED, APPROVED, SCHEDULED, COMPLETED, NO_SHOW, DENIED, CANCELLED = (
    "APPLIED", "APPROVED", "SCHEDULED", "COMPLETED", "NO-SHOW", "DENIED", "CANCELLED"
)  # fmt: skip
CHECKS = (("CLEAR", "Clear"), ("REFER", "Refer to an officer"))
SHIFTS = (("DAY", "Day"), ("SWING", "Swing"), ("NIGHT", "Night"))


class Ride(Record):
    """One application, and its ride."""

    number: Any = peewee.TextField(default="")
    applied_on = column(Date("Applied on", required=True, stop=False))
    name = column(Text("Name", 40, required=True))
    name_key: Any = peewee.TextField(default="")
    born_on = column(Date("Date of birth", required=True, pivot=30))
    resident = column(Yes("City resident", required=True))
    candidate = column(Yes("Job applicant", default=False, help="Applies for work with the department."))
    phone = column(Phone("Phone", required=True))
    id_type = column(Choice("Identification", 8, required=True, options=ID_TYPES, help="Seen and matched; no number."))
    emergency = column(Text("Emergency contact", 30, required=True))
    emergency_phone = column(Phone("Contact's phone", required=True))
    employer = column(Text("Employer, school", 30))
    reason = column(Text("Reason", 50, required=True))
    wanted = column(Text("Dates, shift wanted", 40))
    language = column(
        Choice("Letters in", 2, required=True, options=(("en", "English"), ("es", "Spanish")), default="en")
    )
    local_check = column(
        Choice("Local check", 5, options=CHECKS, help="This agency's own records: clear or refer only.")
    )
    decision = column(Choice("Decision", 8, options=((APPROVED, "Approved"), (DENIED, "Denied"))))
    decided_by = column(Text("Watch commander", 30))
    officer = column(Text("Officer", 30))
    ride_on = column(Date("Ride on"), null=True)
    shift = column(Choice("Shift", 6, options=SHIFTS))
    starts_at = column(Time("Starts at"))
    waiver_on = column(Date("Waiver signed on"), null=True)
    witness = column(Text("Witness", 30))
    guardian = column(
        Text("Parent or guardian", 40, help="Signs in person at the department when the rider is under 18.")
    )
    guardian_id = column(Choice("Guardian's ID", 8, options=ID_TYPES, help="Seen and matched; no number."))
    incident = column(Text("Incident", 60))
    note = column(Text("Note", 60))
    state: Any = peewee.TextField(default=APPLIED)
    user_id: Any = peewee.BigIntegerField()
    created_at: Any = peewee.TextField()

    class Meta:
        table_name = "rides"


ENTRY = (
    "name", "born_on", "resident", "phone", "id_type", "emergency", "emergency_phone", "reason", "candidate",
    "employer",
    "wanted", "language", "applied_on", "note",
)  # fmt: skip
LATER = (
    "local_check", "decision", "decided_by", "officer", "ride_on", "shift", "starts_at", "waiver_on", "witness",
    "guardian",
    "guardian_id", "incident",
)  # fmt: skip
FORM = Form(
    "RID010",
    "Ride-along application",
    {name: ref(getattr(Ride, name), **({"stop": True} if name == "wanted" else {})) for name in ENTRY},
    help="Returned in person with identification. The age, the residence and the last ride are checked as it is typed; "
    "the office telephones the date.",
    policy="Age 16 or older; one ride of four hours in twelve months; residents and applicants of the department. "
    "Under 18 a parent or guardian signs the waiver in person before the ride. No weapons, no alcohol, casual dress.",
)
_WHOLE = Form("RID011", "Ride-along", {name: ref(getattr(Ride, name)) for name in (*ENTRY, *LATER)})


def age(born: date, on: date) -> int:
    """Whole years on a day; who was born on February 29 is a year older on March 1 of other years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise ValueError(f"{day} has no day {months} months before")


def last_ride(store: Store, values: Values, record_id: int = 0) -> date | None:
    """The last ride of the same person that was completed or is to come; None when there is none."""
    found = store.value(
        "SELECT MAX(ride_on) FROM rides WHERE name_key = ? AND born_on = ? AND id <> ? AND state IN (?, ?)",
        fold(values["name"]), values["born_on"].isoformat(), record_id, SCHEDULED, COMPLETED,
    )  # fmt: skip
    return date.fromisoformat(found) if found else None


def objections(store: Store, values: Values, on: date, record_id: int = 0) -> list[tuple[str, str]]:
    """Why a person may not ride on a day, as field names and sentences; empty when nothing stands against it."""
    today, found = store.clock.today(), []
    least, months = settings.number(store, MIN_AGE, today), settings.number(store, MONTHS, today)
    if values.get("born_on") and age(values["born_on"], on) < least:
        found.append(("born_on", f"A rider is at least {least} years old."))
    only = settings.value(store, RESIDENTS, today).upper() in ("Y", "YES", "ON", "1")
    if only and values.get("resident") is False and not values.get("candidate"):
        found.append(("resident", "Only residents of the city and applicants of the department ride along."))
    if values.get("name") and values.get("born_on"):
        last = last_ride(store, values, record_id)
        if last and last > months_before(on, months):
            found.append(("name", f"One ride in {months} months: the last one is of {last:%m/%d/%Y}."))
    return found


def _check(store: Store, session: Session, record_id: int | None, values: Values) -> None:
    """Refuse a person who may not ride, at the application; the day of the ride is looked at again when it is set."""
    values["name_key"] = fold(values["name"])
    if values["born_on"] >= values["applied_on"]:
        raise FormError("born_on", "Date of birth: before the application.")
    if record_id is None:
        for name, sentence in objections(store, values, values["applied_on"]):
            raise FormError(name, sentence)


LIST = Register(
    code="RIDES",
    number=7,
    title="Ride-along",
    model=Ride,
    columns=(
        Shown("number", "Ride", 11),
        Shown("applied_on", "Applied"),
        Shown("name", width=18),
        Shown("state", "State", 9),
        Shown("ride_on", "Ride on"),
        Shown("shift", width=5),
    ),
    order=("number",),
    descending=True,
    form=FORM,
    view=SEE,
    change=ENTER,
    options=STANDARD,
    check=_check,
    stamp=numbered("RA"),
    empty="Nobody has applied. F6 takes an application.",
)
WHOLE = replace(LIST, form=_WHOLE, stamp=None)
"""The same records with every field, for the steps after the entry and for the history."""


@dataclass(frozen=True)
class Applied(Worked):
    """An application as it is worked on."""

    number: str
    state: str
    minor: bool
    """Whether the rider is under 18 on the day of the ride, or today while no day is set."""
    last: date | None
    """The person's last other ride."""


def opening(store: Store) -> dict[str, str]:
    """The texts a new application opens with."""
    return {**FORM.opening(), "applied_on": f"{store.clock.today():%m/%d/%Y}"}


def add(store: Store, session: Session, values: Values) -> int:
    """Enter an application; its id. Raises `FormError` and `Refused`."""
    return save(store, session, LIST, None, values)


def by_id(store: Store, session: Session, record_id: int) -> Applied:
    """An application. Raises `Refused` without the permission."""
    opened = record(store, session, WHOLE, record_id)
    row = store.row("SELECT number, state FROM rides WHERE id = ?", record_id)
    if row is None:
        raise Refused("There is no such ride-along.")
    values = opened.values
    on = values["ride_on"] or store.clock.today()
    return Applied(opened, row[0], row[1], age(values["born_on"], on) < ADULT, last_ride(store, values, record_id))


def find_number(store: Store, text: str) -> int | None:
    """The id of an application by its number, None when there is none."""
    found = store.value("SELECT id FROM rides WHERE number = ?", text.strip().upper())
    return None if found is None else int(found)
