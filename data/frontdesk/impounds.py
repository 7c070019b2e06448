"""Impounded and stored vehicles: what was stored, why, and until when (Vehicle Code 14602.6, 22651, 22850.5, 22852)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import peewee

from data import settings
from data.columns import column, ref
from data.fields import Choice, Code, Date, Lookup, Phone, Text, Yes
from data.forms import Form, FormError, Values
from data.frontdesk import clocks, payments
from data.frontdesk.clocks import Deadline
from data.frontdesk.entries import Worked, stamped
from data.frontdesk.impound_reasons import EVIDENCE, HOLDS, INVESTIGATION, NONE, THIRTY
from data.frontdesk.timeofday import Time, ahead, now
from data.frontdesk.vehicle import ENTER, SEE, VehicleRecord, complete, odd
from data.permissions import Refused
from data.records import record, save
from data.registers import STANDARD, Register, Shown

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

HELD, RELEASED = "HELD", "RELEASED"
OWNER, LEGAL = "OWNER", "LEGAL"
PATHS = ((OWNER, "Registered owner"), (LEGAL, "Legal owner"))
"""To whom it goes: the law asks less of the legal owner (Vehicle Code 14602.6(f))."""
VALID, INVALID = "VALID", "INVALID"
OUTCOMES = ((VALID, "Storage was valid"), (INVALID, "Storage was not valid"))
WAIVERS = (
    ("STOLEN", "Stolen vehicle"),
    ("ERROR", "Stored by error"),
    ("HEARING", "Hearing outcome"),
    ("OTHER", "Other, see note"),
)
"""Why the fee is waived (Vehicle Code 22850.5)."""
HOLD_DAYS, NOTICE, REQUEST, HEARING = (
    "impound.hold_days", "impound.notice_wd", "impound.hearing_request_days", "impound.hearing_wd"
)  # fmt: skip
FEE, TENDERS = "fee.impound", "impound.tenders"


class Impound(VehicleRecord):
    """One stored vehicle."""

    number = column(Code("CHP 180 number", 16, required=True), unique=True)
    case_no = column(Code("Case number", 16))
    impounded_on = column(Date("Impounded on", required=True, stop=False))
    impounded_at = column(Time("Time", required=True, stop=False))
    place = column(Text("Place", 40, required=True))
    reason = column(Lookup("Reason code", 8, required=True, prompt="IMPREASONS", help="F4 lists the reason codes."))
    authority = column(Text("Authority", 20, required=True, stop=False, help="The section; the reason code offers it."))
    hold = column(Choice("Hold", 8, required=True, stop=False, options=HOLDS, help="The reason code offers it."))
    ordered_by = column(Text("Ordered by", 30, required=True, help="The officer, with the badge number."))
    registered_owner = column(Text("Registered owner", 40))
    legal_owner = column(Text("Legal owner", 40))
    tow_company = column(Text("Tow company", 30, required=True))
    yard = column(Text("Yard", 40))
    yard_phone = column(Phone("Yard's phone"))
    note = column(Text("Note", 60))
    notice_on = column(Date("Notice mailed on"), null=True)
    certified_registered = column(Code("Certified no., reg.", 30, help="The article number to the registered owner."))
    certified_legal = column(Code("Certified no., legal", 30, help="The article number to the legal owner."))
    lifted_on = column(Date("Hold lifted on"), null=True)
    lifted_by = column(Text("Lifted by", 40))
    hearing_asked_on = column(Date("Hearing asked on"), null=True)
    hearing_by = column(
        Choice("How", 8, options=(("PERSON", "In person"), ("PHONE", "Telephone"), ("WRITING", "In writing")))
    )
    hearing_asked_by = column(Choice("Asked by", 8, options=PATHS))
    hearing_on = column(Date("Hearing held on"), null=True)
    hearing_officer = column(Text("Hearing officer", 30))
    hearing_outcome = column(Choice("Outcome", 8, options=OUTCOMES))
    waived = column(Choice("Fee waived", 8, options=WAIVERS))
    waiver_note = column(Text("Waiver note", 60))
    path = column(Choice("Release to", 8, options=PATHS, default=OWNER))
    state: Any = peewee.TextField(default=HELD)
    released_on = column(Date("Released on"), null=True)
    released_at: Any = peewee.TextField(default="")
    released_to = column(Text("Released to", 40))
    user_id: Any = peewee.BigIntegerField()
    created_at: Any = peewee.TextField()
    active = column(Yes("Active", default=True))

    class Meta:
        table_name = "impounds"


_ENTRY = (
    "number", "case_no", "impounded_on", "impounded_at", "place", "reason", "authority", "hold", "ordered_by",
    "year", "make", "model", "style", "color", "plate", "plate_state", "vin", "registered_owner", "legal_owner",
    "tow_company", "yard", "yard_phone", "note",
)  # fmt: skip
_LATER = (
    "notice_on", "certified_registered", "certified_legal", "lifted_on", "lifted_by", "hearing_asked_on", "hearing_by",
    "hearing_asked_by", "hearing_on", "hearing_officer", "hearing_outcome", "waived", "waiver_note", "path",
    "released_on", "released_to",
)  # fmt: skip
"""What later steps fill in; kept with its history like everything else, and never typed over on the entry form."""

_ASKED = frozenset({"year", "make", "model", "color", "plate", "vin", "registered_owner", "legal_owner", "yard"})
"""What nearly every vehicle has: Enter halts there although it may stay empty."""

FORM = Form(
    "IMP010",
    "Impounded vehicle",
    {
        name: ref(getattr(Impound, name), stop=True) if name in _ASKED else ref(getattr(Impound, name))
        for name in _ENTRY
    },
    help="A vehicle that was towed by order of the police. The reason code offers the authority and the hold.",
    policy="Notice to the registered and legal owner by mail within two working days (Vehicle Code 14602.6, 22852). "
    "A 30-day impound ends 30 days after it began; when the desk is closed that day, on the next open day.",
)
_WHOLE = Form("IMP011", "Impounded vehicle", {name: ref(getattr(Impound, name)) for name in (*_ENTRY, *_LATER)})


def _check(store: Store, session: Session, record_id: int | None, values: Values) -> None:
    """Refuse a day ahead and an unknown reason; a released vehicle is no longer changed."""
    if values["impounded_on"] > store.clock.today():
        raise FormError("impounded_on", "Impounded on: not after today.")
    if ahead(store.clock, values["impounded_on"], values["impounded_at"]):
        raise FormError("impounded_at", "Time: that is still to come.")
    if store.value("SELECT 1 FROM impound_reasons WHERE code = ?", values["reason"]) is None:
        raise FormError("reason", f"There is no reason code {values['reason']}. F4 lists them.")
    if not values["plate"] and not values["vin"]:
        raise FormError("plate", "Plate or VIN: one of them has to name the vehicle.")
    if record_id is not None and store.value("SELECT state FROM impounds WHERE id = ?", record_id) == RELEASED:
        raise Refused("The vehicle was released: its record is closed.")
    complete(store, values)


LIST = Register(
    code="IMPOUNDS",
    number=2,
    title="Impounded vehicle",
    model=Impound,
    columns=(
        Shown("number", "CHP 180", 10),
        Shown("impounded_on", "Since"),
        Shown("plate", width=8),
        Shown("hold", width=8),
        Shown("state", "State", 8),
        Shown("notice_on", "Notice"),
        Shown("receipt", "Receipt", 9, payments.NEWEST_RECEIPT.format(subject=payments.IMPOUND)),
    ),
    order=("number",),
    form=FORM,
    view=SEE,
    change=ENTER,
    options=STANDARD,
    check=_check,
    stamp=stamped,
    empty="No vehicle is stored. F6 adds one.",
)
WHOLE = replace(LIST, form=_WHOLE, stamp=None)
"""The same records with every field, for the steps after the entry and for the history."""


@dataclass(frozen=True)
class Stored(Worked):
    """A stored vehicle as it is worked on; `opened` is the whole record, for the next step."""

    state: str
    ends: Deadline | None
    """The last day of a 30-day impound and the first open day for its release; None for other holds."""
    notice_until: date
    hearing_until: Deadline | None
    """Until when a hearing may be asked for; None while no notice was mailed."""
    hearing_due: date | None
    """Until when the hearing that was asked for has to be held."""
    receipts: str
    fee_cents: int

    @property
    def number(self) -> str:
        """The CHP 180 number."""
        return str(self.values["number"])

    @property
    def notice_late(self) -> bool:
        """Whether the notice was mailed later than the law allows."""
        sent: date | None = self.values["notice_on"]
        return sent is not None and sent > self.notice_until

    @property
    def owes_fee(self) -> bool:
        """Whether the city's fee is due: not when waived, nor from a legal owner who asked for no hearing."""
        if self.values["waived"]:
            return False
        return self.values["path"] != LEGAL or self.values["hearing_asked_by"] == LEGAL

    @property
    def settled(self) -> bool:
        """Whether the fee is paid, or none is owed."""
        return bool(self.receipts) or not self.owes_fee


def opening(store: Store) -> dict[str, str]:
    """The texts a new record opens with: now."""
    return {**FORM.opening(), "impounded_on": f"{store.clock.today():%m/%d/%Y}", "impounded_at": now(store.clock)}


def add(store: Store, session: Session, values: Values) -> int:
    """Enter a stored vehicle; its id. Raises `FormError` and `Refused`."""
    return save(store, session, LIST, None, values)


def by_id(store: Store, session: Session, record_id: int) -> Stored:
    """A stored vehicle with its clocks and receipts. Raises `Refused` without the permission."""
    opened = record(store, session, WHOLE, record_id)
    values, today = opened.values, store.clock.today()
    began, sent, asked = values["impounded_on"], values["notice_on"], values["hearing_asked_on"]
    ends = calendar_end(store, began, today) if values["hold"] == THIRTY else None
    return Stored(
        opened,
        str(store.value("SELECT state FROM impounds WHERE id = ?", record_id)),
        ends,
        clocks.working(store, began, settings.number(store, NOTICE, today)).until,
        clocks.calendar(store, sent, settings.number(store, REQUEST, today), today) if sent else None,
        clocks.working(store, asked, settings.number(store, HEARING, today)).until if asked else None,
        payments.receipt_numbers(store, payments.IMPOUND, record_id),
        settings.cents(store, FEE, today),
    )


def calendar_end(store: Store, began: date, on: date) -> Deadline:
    """The end of a 30-day impound, and the first day on which the desk can release the vehicle."""
    end = clocks.calendar(store, began, settings.number(store, HOLD_DAYS, on), on)
    return Deadline(end.legal, clocks.next_open(store, end.legal))


def find_number(store: Store, text: str) -> int | None:
    """The id of an active record by its number, None when there is none."""
    found = store.value("SELECT id FROM impounds WHERE number = ? AND active = 1", text.strip().upper())
    return None if found is None else int(found)


def warnings(store: Store, values: Values) -> list[str]:
    """What the clerk should know of an entry as typed so far, as sentences."""
    found = []
    if values.get("plate"):
        found = [
            f"Plate {values['plate']} is stored already: {other}."
            for (other,) in store.rows(
                "SELECT number FROM impounds WHERE plate = ? AND state = 'HELD' AND active = 1 AND number <> ?",
                values["plate"], values.get("number") or "",
            )
        ]  # fmt: skip
    return found + odd(values)


def offered(store: Store, values: Values) -> dict[str, str]:
    """The texts that a reason code offers: authority and hold."""
    row = store.row(
        "SELECT authority, hold FROM impound_reasons WHERE code = ? AND active = 1", values.get("reason") or ""
    )
    return {} if row is None else {"authority": str(row[0]), "hold": str(row[1])}


def hold_problem(found: Stored, on: date) -> str:
    """Why the vehicle is still held on a day, as a sentence; empty when no hold keeps it."""
    values = found.values
    if values["hold"] == NONE or values["lifted_on"] or values["hearing_outcome"] == INVALID:
        return ""
    if values["hold"] in (EVIDENCE, INVESTIGATION):
        return f"{dict(HOLDS)[values['hold']]} hold: it ends when it is lifted."
    if values["path"] == LEGAL or found.ends is None or on >= found.ends.until:
        return ""
    return f"Earliest release {found.ends.until:%m/%d/%Y}"
