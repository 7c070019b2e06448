"""Court papers served at the police desk, with their clocks and deposits (PC 1328, Gov. 68097, Evid. 1560)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import peewee

from data import settings
from data.cases import number
from data.columns import Record as Row
from data.columns import column, ref
from data.fields import Choice, Code, Count, Date, Phone, Text, Yes
from data.forms import Form, FormError, Values
from data.frontdesk import clocks, payments
from data.frontdesk.clocks import Deadline
from data.frontdesk.timeofday import Time, now
from data.frontdesk.vehicle import stamped
from data.holidays import closed
from data.permissions import AUDITOR, DESK, FINANCE, OFFICER, POLICE_SUPERVISOR, Permission
from data.records import Opened, record, save
from data.registers import STANDARD, Register, Shown

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

CLERKS = DESK | {POLICE_SUPERVISOR}
ENTER = Permission("court.enter", "the desk's clerks and police supervisors take court papers.", CLERKS)
SEE = Permission(
    "court.view", "court papers are read by the desk, the police, finance and auditors.",
    CLERKS | {OFFICER, FINANCE, AUDITOR},
)  # fmt: skip
SUBPOENA, DUCES, PITCHESS, DEPOSITION, RESTRAINING = "SUBPOENA", "SDT", "PITCHESS", "DEPO", "RESTRAIN"
SUMMONS, CLAIM, OTHER = "SUMMONS", "CLAIM", "OTHER"
KINDS = (
    (SUBPOENA, "Subpoena to appear"),
    (DUCES, "Subpoena for records"),
    (DEPOSITION, "Deposition"),
    (PITCHESS, "Pitchess motion"),
    (RESTRAINING, "Restraining order"),
    (SUMMONS, "Summons to the City"),
    (CLAIM, "Claim against the City"),
    (OTHER, "Other"),
)
CRIMINAL, CIVIL = "CRIMINAL", "CIVIL"
MATTERS = ((CRIMINAL, "Criminal"), (CIVIL, "Civil"))
OFFICER_, CIVILIAN, RECORDS, CITY = "OFFICER", "CIVILIAN", "RECORDS", "CITY"
RECIPIENTS = (
    (OFFICER_, "Peace officer"),
    (CIVILIAN, "Civilian employee"),
    (RECORDS, "Custodian of records"),
    (CITY, "The City"),
)
AGENT, ELECTRONIC = "AGENT", "ELECTRONIC"
MANNERS = ((AGENT, "On us, for the person"), ("PERSON", "On the person"), (ELECTRONIC, "Electronically"))
TO_CLERK = "Not for us: to the City Clerk at once (CCP 416.50, Gov. 915)."
LEAD, HOURS, OFFICER_DAY, WITNESS, MILE, PITCHESS_TO = (
    "sub.lead_wd", "sub.undeliverable_hours", "fee.officer_day", "fee.witness_day", "fee.witness_mile",
    "sub.pitchess_to"
)  # fmt: skip
RESPONSE = {CRIMINAL: "sdt.criminal_days", CIVIL: "sdt.civil_days"}


class CourtPaper(Row):
    """One paper; amounts in cents, `lead_wd` in working days."""

    number: Any = peewee.TextField(default="")
    received_on = column(Date("Received on", required=True, stop=False))
    received_at = column(Time("Received at", required=True, stop=False))
    kind = column(Choice("Paper", 9, required=True, options=KINDS))
    matter = column(Choice("Matter", 8, required=True, options=MATTERS))
    manner = column(Choice("Served", 10, required=True, options=MANNERS, default=AGENT))
    served_by = column(Text("Served by", 30, required=True))
    firm = column(Text("Firm", 30))
    server_no = column(Code("Server's no.", 12, help="The registration of a process server."))
    recipient = column(Text("Recipient", 30, required=True))
    recipient_kind = column(Choice("Recipient is", 8, required=True, options=RECIPIENTS))
    unit = column(Text("Unit", 16))
    court = column(Text("Court", 30))
    department = column(Code("Department", 8))
    case_no = column(Code("Case number", 20))
    parties = column(Text("Parties", 40))
    attorney = column(Text("Attorney", 30))
    attorney_phone = column(Phone("Attorney's phone"))
    hearing_on = column(Date("Hearing on"), null=True)
    hearing_at = column(Time("Hearing at"))
    lead_wd: Any = peewee.BigIntegerField(null=True)
    reachable = column(
        Yes("Delivery certain", default=True, help="N: it is not reasonably certain to reach the person.")
    )
    accepted = column(Yes("Accepted", required=True))
    reason = column(Text("If refused: why", 50))
    copies = column(Count("Copies", 2, default=0, help="Two for an officer: one is delivered."))
    documents = column(Text("Records wanted", 60))
    agreed_on = column(Date("Agreed date", help="When another day was agreed for the records."), null=True)
    notice_proof = column(Yes("Consumer notice", default=False, help="Proof of notice attached (CCP 1985.3, 1985.6)."))
    miles = column(Count("Miles", 4, default=0, help="One way, for a civilian witness."))
    days_ordered: Any = peewee.BigIntegerField(default=0)
    delivered_on = column(Date("Delivered on"), null=True)
    delivered_at = column(Time("Delivered at"))
    delivered_by = column(Text("Delivered by", 30))
    undelivered_on = column(Date("Told on"), null=True)
    undelivered_at = column(Time("Told at"))
    told = column(Text("Who was told", 40))
    days_appeared = column(Count("Days appeared", 3), null=True)
    cost_cents: Any = peewee.BigIntegerField(null=True)
    settled_note = column(Text("Settlement", 60))
    produced_on = column(Date("Records produced on"), null=True)
    note = column(Text("Note", 60))
    state: Any = peewee.TextField(default="OPEN")
    user_id: Any = peewee.BigIntegerField()
    created_at: Any = peewee.TextField()

    class Meta:
        table_name = "court_papers"


ENTRY = (
    "kind", "matter", "served_by", "recipient", "recipient_kind", "case_no", "court", "hearing_on", "hearing_at",
    "accepted", "copies", "reason", "reachable", "manner", "documents", "agreed_on", "notice_proof", "miles",
    "department",
    "parties", "attorney", "attorney_phone", "firm", "server_no", "unit", "received_on", "received_at", "note",
)  # fmt: skip
_STOPS = frozenset({"case_no", "court", "hearing_on", "hearing_at"})
LATER = (
    "delivered_on", "delivered_at", "delivered_by", "undelivered_on", "undelivered_at", "told", "days_appeared",
    "settled_note", "produced_on",
)  # fmt: skip
FORM = Form(
    "SUB010",
    "Court paper",
    {name: ref(getattr(CourtPaper, name), **({"stop": True} if name in _STOPS else {})) for name in ENTRY},
    help="A subpoena or another paper of a court. The working days to the hearing are counted as soon as its day is "
    "typed; the next display shows every clock.",
    policy="A criminal subpoena for an officer is left in two copies with the superior or agent (Penal Code 1328); "
    "with "
    "fewer than five working days it may be refused when delivery is not reasonably certain. Electronic delivery does "
    f"not apply to peace officers. A summons or claim against the City: {TO_CLERK}",
)
_WHOLE = Form("SUB011", "Court paper", {name: ref(getattr(CourtPaper, name)) for name in (*ENTRY, *LATER)})


def lead(store: Store, received: date, hearing: date) -> int:
    """Working days from the day after a paper came to its hearing, the hearing's day included; 0 when it is past."""
    shut = closed(store, received, hearing) if hearing > received else frozenset()
    days = (received + timedelta(days=n) for n in range(1, (hearing - received).days + 1))
    return sum(1 for day in days if day.weekday() < 5 and day not in shut)


def _check(store: Store, session: Session, record_id: int | None, values: Values) -> None:
    """Fill the lead time; refuse what the law does not let the desk take."""
    if values["received_on"] > store.clock.today():
        raise FormError("received_on", "Received on: not after today.")
    values["lead_wd"] = lead(store, values["received_on"], values["hearing_on"]) if values["hearing_on"] else None
    if not values["accepted"]:
        if not values["reason"]:
            raise FormError("reason", "A refused paper has a reason.")
        return
    _refuse(values)


def _refuse(values: Values) -> None:
    """Raise `FormError` for a paper that may not be accepted as it is."""
    to_officer = values["recipient_kind"] == OFFICER_
    if values["kind"] in (SUMMONS, CLAIM) or (values["recipient_kind"] == CITY and values["kind"] != PITCHESS):
        raise FormError("accepted", TO_CLERK)
    if to_officer and values["manner"] == ELECTRONIC:
        raise FormError("manner", "Electronic delivery does not apply to peace officers.")
    if to_officer and values["kind"] == SUBPOENA and values["manner"] == AGENT and (values["copies"] or 0) < 2:
        raise FormError("copies", "Two copies for an officer: one is delivered (Penal Code 1328).")
    if values["kind"] in (SUBPOENA, DEPOSITION) and not values["hearing_on"]:
        raise FormError("hearing_on", "Hearing on: a subpoena to appear names a day.")
    if values["kind"] == DUCES and not values["documents"]:
        raise FormError("documents", "Records wanted: what the subpoena asks for.")


def _after(store: Store, session: Session, record_id: int, values: Values) -> None:
    """A refused paper is closed; a day that costs a deposit is ordered with the paper."""
    if not values["accepted"]:
        store.run("UPDATE court_papers SET state = 'REFUSED' WHERE id = ?", record_id)
    else:
        store.run("UPDATE court_papers SET state = 'OPEN' WHERE id = ? AND state = 'REFUSED'", record_id)
        days = 1 if deposit_needed(values) else 0
        store.run("UPDATE court_papers SET days_ordered = ? WHERE id = ? AND days_ordered < ?", days, record_id, days)


def deposit_needed(values: Values) -> bool:
    """Whether a deposit is tendered with the paper: civil matters in which a person appears."""
    person = values["recipient_kind"] in (OFFICER_, CIVILIAN)
    return bool(values["matter"] == CIVIL and person and values["kind"] in (SUBPOENA, DEPOSITION))


def _stamp(store: Store, session: Session) -> Values:
    return {**stamped(store, session), "number": number(store, session, "CP")}


LIST = Register(
    code="PAPERS",
    number=6,
    title="Court paper",
    model=CourtPaper,
    columns=(
        Shown("number", "Paper", 11),
        Shown("received_on", "Received"),
        Shown("kind", width=9),
        Shown("recipient", width=16),
        Shown("hearing_on", "Hearing"),
        Shown("lead_wd", "Lead", 4),
        Shown("state", "State", 8),
    ),
    order=("number",),
    descending=True,
    form=FORM,
    view=SEE,
    change=ENTER,
    options=STANDARD,
    check=_check,
    after_save=_after,
    stamp=_stamp,
    empty="No paper was served. F6 takes one.",
)
WHOLE = Register(
    code="PAPERS", number=6, title="Court paper", model=CourtPaper, columns=LIST.columns, order=LIST.order, form=_WHOLE,
    view=SEE, change=ENTER, check=_check,
)  # fmt: skip
"""The same records with every field, for the steps after the entry and for the history."""


@dataclass(frozen=True)
class Served:
    """A paper as it is worked on; amounts in cents."""

    opened: Opened
    number: str
    state: str
    lead_wd: int | None
    short: bool
    """Whether it came with fewer working days than the law gives."""
    tell_until: datetime | None
    """Until when the server and court are told that it could not be delivered; a moment at the counter."""
    response: Deadline | None
    """Until when the records of a subpoena duces tecum are due."""
    days_ordered: int
    day_cents: int
    """The deposit for one day."""
    paid_cents: int
    cost_cents: int | None
    receipts: str

    @property
    def id(self) -> int:
        """The row."""
        return self.opened.id

    @property
    def values(self) -> Values:
        """Everything that is known of it."""
        return self.opened.values

    @property
    def due_cents(self) -> int:
        """What is still to be tendered for the days that were ordered."""
        return max(self.days_ordered * self.day_cents - self.paid_cents, 0) if self.cost_cents is None else 0

    @property
    def balance_cents(self) -> int | None:
        """Cost less deposits once it was reconciled: positive is billed, negative refunded; None before."""
        return None if self.cost_cents is None else self.cost_cents - self.paid_cents


def opening(store: Store) -> dict[str, str]:
    """The texts a new paper opens with: now."""
    return {**FORM.opening(), "received_on": f"{store.clock.today():%m/%d/%Y}", "received_at": now(store.clock)}


def add(store: Store, session: Session, values: Values) -> int:
    """Enter a paper; its id. Raises `FormError` and `Refused`."""
    return save(store, session, LIST, None, values)


def by_id(store: Store, session: Session, record_id: int) -> Served:
    """A paper with its clocks and deposits. Raises `Refused` without the permission."""
    opened, today = record(store, session, WHOLE, record_id), store.clock.today()
    row = store.row("SELECT number, state, lead_wd, days_ordered, cost_cents FROM court_papers WHERE id = ?", record_id)
    assert row is not None
    values = opened.values
    return Served(
        opened,
        row[0],
        row[1],
        row[2],
        row[2] is not None and row[2] < settings.number(store, LEAD, today),
        tell_until(store, values, today),
        response_due(store, values, today),
        int(row[3]),
        day_cents(store, values, today),
        payments.paid_cents(store, payments.COURT, record_id),
        row[4],
        payments.receipt_numbers(store, payments.COURT, record_id),
    )


def tell_until(store: Store, values: Values, on: date) -> datetime | None:
    """The last moment to tell that a paper cannot be delivered: so many hours before the hearing (Penal Code 1328)."""
    if not values["hearing_on"]:
        return None
    at = time.fromisoformat(values["hearing_at"] or "08:00")
    hearing = datetime.combine(values["hearing_on"], at).astimezone()
    return (hearing - timedelta(hours=settings.number(store, HOURS, on))).astimezone()


def response_due(store: Store, values: Values, on: date) -> Deadline | None:
    """When records are due (Evidence Code 1560(b)): the agreed day, or so many days after service; None for others."""
    if values["kind"] != DUCES or not values["accepted"]:
        return None
    if values["agreed_on"]:
        return Deadline(values["agreed_on"], values["agreed_on"])
    return clocks.calendar(store, values["received_on"], settings.number(store, RESPONSE[values["matter"]], on), on)


def day_cents(store: Store, values: Values, on: date) -> int:
    """The deposit for one day, in cents: 275.00 for an officer (Gov. 68097.2), the witness fee for others (68093)."""
    if not deposit_needed(values):
        return 0
    if values["recipient_kind"] == OFFICER_:
        return settings.cents(store, OFFICER_DAY, on)
    miles = 2 * int(values["miles"] or 0)
    return settings.cents(store, WITNESS, on) + miles * settings.cents(store, MILE, on)


def owed(store: Store, record_id: int) -> int:
    """What is still to be tendered for a paper, in cents; 0 for one that is refused, closed or reconciled."""
    row = store.row(
        "SELECT kind, matter, recipient_kind, miles, days_ordered, state, cost_cents FROM court_papers WHERE id = ?",
        record_id,
    )
    if row is None or row[5] in ("REFUSED", "CLOSED") or row[6] is not None:
        return 0
    values: Values = dict(zip(("kind", "matter", "recipient_kind", "miles"), row, strict=False))
    whole = int(row[4]) * day_cents(store, values, store.clock.today())
    return max(whole - payments.paid_cents(store, payments.COURT, record_id), 0)


def find_number(store: Store, text: str) -> int | None:
    """The id of a paper by its number, None when there is none."""
    found = store.value("SELECT id FROM court_papers WHERE number = ?", text.strip().upper())
    return None if found is None else int(found)


def warnings(store: Store, values: Values) -> list[str]:
    """What the clerk should know of a paper as typed so far, most urgent first, as sentences."""
    today, found = store.clock.today(), []
    if values.get("kind") in (SUMMONS, CLAIM) or values.get("recipient_kind") == CITY:
        found.append(TO_CLERK)
    if values.get("kind") == PITCHESS:
        found.append(f"To {settings.value(store, PITCHESS_TO, today)} at once (Evidence Code 1043).")
    if values.get("hearing_on") and values.get("received_on"):
        days, least = lead(store, values["received_on"], values["hearing_on"]), settings.number(store, LEAD, today)
        if days < least:
            found.append(f"ONLY {days} WORKING DAYS: may be refused if delivery is uncertain.")
    return found
