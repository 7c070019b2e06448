"""Repossessed vehicles: the notice (Vehicle Code 28), its clocks, and the debtor's fee (Government Code 41612)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import peewee

from data import settings
from data.columns import column, ref
from data.fields import Choice, Code, Date, Phone, Text, Yes
from data.forms import Form, FormError, Values
from data.frontdesk import clocks, payments
from data.frontdesk.entries import numbered
from data.frontdesk.timeofday import Time, ahead, minutes_between, now
from data.frontdesk.vehicle import ENTER, ID_TYPES, SEE, VEHICLE, VehicleRecord, complete, odd
from data.money import show_cents
from data.permissions import Refused
from data.records import Opened, record, save
from data.registers import STANDARD, Register, Shown
from data.text import fold
from data.vehicles import tail

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

CHANNELS = (("PHONE", "Telephone"), ("FAX", "Fax"), ("PERSON", "In person"), ("WEB", "Web"))
DEBTOR, FOR_DEBTOR, AGENCY = "DEBTOR", "FOR", "AGENCY"
PAYERS = (
    (DEBTOR, "The debtor"),
    (FOR_DEBTOR, "Somebody for the debtor"),
    (AGENCY, "Repossession agency"),
)
"""Who pays; the last one may not (Government Code 41612)."""
MINUTES, WRITTEN, FEE = "repo.notice_minutes", "repo.written_bd", "fee.repossession"
AGAIN_HOURS = 24
"""A second notice of the same VIN within so many hours is odd: each vehicle is one event (Vehicle Code 28(b))."""


class Repossession(VehicleRecord):
    """One notice of a repossession; `minutes` from the repossession to the notice."""

    number: Any = peewee.TextField(default="")
    received_on = column(Date("Received on", required=True, stop=False))
    received_at = column(Time("Received at", required=True, stop=False))
    channel = column(Choice("How", 6, required=True, options=CHANNELS, default="PHONE"))
    written_on = column(Date("Written notice", help="When the written notice came, if it has."), null=True)
    caller = column(Text("Caller", 30, required=True))
    agency = column(Text("Agency", 30, required=True))
    license_no = column(Code("License RA no.", 12, required=True, help="The agency's license of the State's Bureau."))
    phone = column(Phone("Phone"))
    taken_on = column(Date("Repossessed on", required=True, stop=False))
    taken_at = column(Time("Repossessed at", required=True, help="About when, on the 24-hour clock."))
    minutes: Any = peewee.BigIntegerField(default=0)
    place = column(Text("Place", 40, required=True))
    registered_owner = column(Text("Registered owner", 40, required=True, help="As on the assignment."))
    legal_owner = column(Text("Legal owner", 40, required=True, help="The lienholder, as on the assignment."))
    yard = column(Text("Storage yard", 40))
    yard_phone = column(Phone("Yard's phone"))
    property = column(Text("Personal property", 50))
    contact = column(Text("Breach of peace", 50, help="Contact with the police at the repossession, if any."))
    svs = column(Yes("Entered in SVS", default=False, help="Stolen Vehicle System. Look for a stolen report first."))
    fcn = column(Code("FCN", 16, help="The file control number of the entry."))
    svs_at = column(Time("SVS time"))
    operator = column(Code("SVS operator", 10))
    debtor = column(Text("Debtor", 40, help="Who pays the fee; empty when it is the registered owner."))
    debtor_id: Any = peewee.TextField(default="")
    payer: Any = peewee.TextField(default="")
    note = column(Text("Note", 60))
    user_id: Any = peewee.BigIntegerField()
    created_at: Any = peewee.TextField()
    active = column(Yes("Active", default=True))

    class Meta:
        table_name = "repossessions"


_FIELDS = (
    "received_on", "received_at", "channel", "caller", "agency", "license_no", "phone", "taken_on", "taken_at", "place",
    *VEHICLE, "registered_owner", "legal_owner", "written_on", "yard", "yard_phone", "property", "contact", "svs",
    "fcn", "svs_at", "operator", "debtor", "note",
)  # fmt: skip
_ASKED: dict[str, dict[str, bool]] = {
    **{key: {"required": True} for key in ("year", "make", "model", "vin")},
    **{key: {"stop": True} for key in ("color", "plate", "yard")},
}
"""What Vehicle Code 28(d) asks of the caller, and what most callers tell: Enter halts there."""

FORM = Form(
    "RPO010",
    "Repossession",
    {name: ref(getattr(Repossession, name), **_ASKED.get(name, {})) for name in _FIELDS},
    help="The notice that a vehicle was repossessed, one for each vehicle. Look in the Stolen Vehicle System for a "
    "fresh stolen report first: a car reported stolen may be a repossession.\n\nThe minutes from the repossession to "
    "the notice are counted; a late notice is marked.",
    policy="Notice within one hour by the quickest means, in writing within one business day, each vehicle a separate "
    "event (Vehicle Code 28). A late notice is an infraction that the District Attorney or City Attorney reports to "
    "the Bureau of Security and Investigative Services.",
)


def _check(store: Store, session: Session, record_id: int | None, values: Values) -> None:
    """Fill the minutes and the VIN's tail; refuse a notice before the repossession or of tomorrow."""
    if values["received_on"] > store.clock.today():
        raise FormError("received_on", "Received on: not after today.")
    if ahead(store.clock, values["received_on"], values["received_at"]):
        raise FormError("received_at", "Received at: that is still to come.")
    values["minutes"] = minutes_between(
        values["taken_on"], values["taken_at"], values["received_on"], values["received_at"]
    )
    if values["minutes"] < 0:
        raise FormError("taken_at", "Repossessed at: not after the notice was received.")
    if values["svs"] and not values["fcn"]:
        raise FormError("fcn", "FCN: an entry in the Stolen Vehicle System has its number.")
    if values["debtor"] and fold(values["debtor"]) in (fold(values["caller"]), fold(values["agency"])):
        raise FormError("debtor", "The agency and its staff are no debtor and may not pay the fee (Gov. Code 41612).")
    complete(store, values)


LIST = Register(
    code="REPOS",
    number=1,
    title="Repossession",
    model=Repossession,
    columns=(
        Shown("number", "Report", 11),
        Shown("received_on", "Received"),
        Shown("plate", width=8),
        Shown("vin_tail", "VIN", 6),
        Shown("minutes", "Min", 5),
        Shown("written_on", "Written"),
        Shown("receipt", "Receipt", 11, payments.NEWEST_RECEIPT.format(subject=payments.REPOSSESSION)),
    ),
    order=("number",),
    descending=True,
    form=FORM,
    view=SEE,
    change=ENTER,
    options=STANDARD,
    check=_check,
    stamp=numbered("RP"),
    empty="No repossession was reported. F6 adds one.",
)


@dataclass(frozen=True)
class Repossessed:
    """A notice as it is worked on."""

    id: int
    number: str
    values: Values
    minutes: int
    late: bool
    """Whether the notice came later than the law allows."""
    written_until: date
    receipts: str
    """Numbers of the receipts that paid the fee; empty when it is unpaid."""
    debtor_id: str
    payer: str

    @property
    def paid(self) -> bool:
        """Whether the debtor's fee is paid."""
        return bool(self.receipts)


def opening(store: Store) -> dict[str, str]:
    """The texts a new notice opens with: now."""
    today = f"{store.clock.today():%m/%d/%Y}"
    return {**FORM.opening(), "received_on": today, "received_at": now(store.clock), "taken_on": today}


def add(store: Store, session: Session, values: Values) -> int:
    """Enter a notice; its id. Raises `FormError` and `Refused`."""
    return save(store, session, LIST, None, values)


def change(store: Store, session: Session, opened: Opened, values: Values) -> int:
    """Change a notice that was opened with `records.record`; its id. Raises `FormError` and `Refused`."""
    return save(store, session, LIST, opened.id, values, opened.version)


_BESIDE = "SELECT id, number, minutes, debtor_id, payer FROM repossessions WHERE "


def by_id(store: Store, session: Session, record_id: int) -> Repossessed:
    """A notice with its clocks and receipts. Raises `Refused` without the permission."""
    row = store.row(_BESIDE + "id = ?", record_id)
    if row is None:
        raise Refused("There is no such repossession.")
    values, today = record(store, session, LIST, record_id).values, store.clock.today()
    written = clocks.working(store, values["received_on"], settings.number(store, WRITTEN, today))
    late = int(row[2]) > settings.number(store, MINUTES, today)
    receipts = payments.receipt_numbers(store, payments.REPOSSESSION, record_id)
    return Repossessed(int(row[0]), row[1], values, int(row[2]), late, written.until, receipts, row[3], row[4])


def find_number(store: Store, text: str) -> int | None:
    """The id of an active notice by its number, None when there is none."""
    found = store.value("SELECT id FROM repossessions WHERE number = ? AND active = 1", text.strip().upper())
    return None if found is None else int(found)


def warnings(store: Store, values: Values, record_id: int = 0) -> list[str]:
    """What the clerk should know of a notice as typed so far, most urgent first, as sentences."""
    found = _seen_before(store, values, record_id)
    known = all(values.get(name) for name in ("taken_on", "taken_at", "received_on", "received_at"))
    if known:
        minutes = minutes_between(values["taken_on"], values["taken_at"], values["received_on"], values["received_at"])
        allowed = settings.number(store, MINUTES, store.clock.today())
        if minutes > allowed:
            found.append(f"LATE NOTICE: {minutes} minutes; {allowed} are allowed (VC 28(a)).")
    return found + odd(values)


def _seen_before(store: Store, values: Values, record_id: int) -> list[str]:
    """The same VIN in another notice within 24 hours, or stored as stolen."""
    vin = values.get("vin") or ""
    if not vin:
        return []
    day = values.get("received_on") or store.clock.today()
    at = datetime.combine(day, time.fromisoformat(values.get("received_at") or "23:59"))
    since, until = at - timedelta(hours=AGAIN_HOURS), at + timedelta(hours=AGAIN_HOURS)
    found = [
        f"SAME VIN: {again} was reported on {date.fromisoformat(on):%m/%d/%Y} at {when}. Each vehicle is one event."
        for again, on, when in store.rows(
            "SELECT number, received_on, received_at FROM repossessions WHERE vin_tail = ? AND id <> ? AND active = 1 "
            "AND received_on || ' ' || received_at BETWEEN ? AND ? ORDER BY id",
            tail(vin), record_id, f"{since:%Y-%m-%d %H:%M}", f"{until:%Y-%m-%d %H:%M}",
        )
    ]  # fmt: skip
    return found + [
        f"STORED AS STOLEN: impound {other} of {date.fromisoformat(on):%m/%d/%Y}. Ask a supervisor before entering it."
        for other, on in store.rows(
            "SELECT i.number, i.impounded_on FROM impounds i JOIN impound_reasons r ON r.code = i.reason "
            "WHERE i.vin_tail = ? AND r.stolen = 1 AND i.state = 'HELD' AND i.active = 1 ORDER BY i.id",
            tail(vin),
        )
    ]


def written_came(store: Store, session: Session, opened: Opened, on: date) -> bool:
    """Note that the written notice came; whether it came in time. Raises `FormError` for a day before the notice."""
    if on < opened.values["received_on"] or on > store.clock.today():
        raise FormError("on", "Written notice: from the day of the first notice to today.")
    save(store, session, LIST, opened.id, {"written_on": on}, opened.version)
    return on <= by_id(store, session, opened.id).written_until


def paid_by(store: Store, record_id: int, payer: str, debtor_id: str) -> None:
    """Keep who paid and which identification was seen, in the posting's transaction."""
    known = (DEBTOR, FOR_DEBTOR)
    if payer not in known or debtor_id not in dict(ID_TYPES):
        raise Refused("The fee is paid by the debtor or somebody for the debtor, with identification.")
    store.run(
        "UPDATE repossessions SET payer = ?, debtor_id = ?, version = version + 1 WHERE id = ?",
        payer, debtor_id, record_id,
    )  # fmt: skip


def fee_line(store: Store, found: Repossessed) -> str:
    """What a clerk is told of the fee: the receipt that paid it, or the fee."""
    if found.paid:
        return f"Fee paid: receipt {found.receipts}"
    return f"Fee unpaid: {show_cents(settings.cents(store, FEE, store.clock.today()))}"
