"""Court papers served at the police desk, with their clocks and deposits (PC 1328, Gov. 68097, Evid. 1560)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import peewee

from data.columns import Record as Row
from data.columns import column, ref
from data.fields import Choice, Code, Count, Date, Phone, Text, Yes
from data.forms import Form, FormError, Values
from data.frontdesk.entries import numbered
from data.frontdesk.timeofday import Time, ahead, now
from data.holidays import closed
from data.permissions import AUDITOR, DESK, FINANCE, OFFICER, POLICE_SUPERVISOR, Permission
from data.records import save
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
    copies = column(Count("Copies", 2, default=0, stop=True, help="Two for an officer: one is delivered."))
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
    if ahead(store.clock, values["received_on"], values["received_at"]):
        raise FormError("received_at", "Received at: that is still to come.")
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


LIST = Register(
    code="PAPERS",
    number=6,
    title="Court paper",
    model=CourtPaper,
    columns=(
        Shown("number", "Paper", 11),
        Shown("received_on", "Received"),
        Shown("kind", "Kind", 9),
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
    stamp=numbered("CP"),
    empty="No paper was served. F6 takes one.",
)
WHOLE = Register(
    code="PAPERS", number=6, title="Court paper", model=CourtPaper, columns=LIST.columns, order=LIST.order, form=_WHOLE,
    view=SEE, change=ENTER, check=_check,
)  # fmt: skip
"""The same records with every field, for the steps after the entry and for the history."""


def opening(store: Store) -> dict[str, str]:
    """The texts a new paper opens with: now."""
    return {**FORM.opening(), "received_on": f"{store.clock.today():%m/%d/%Y}", "received_at": now(store.clock)}


def add(store: Store, session: Session, values: Values) -> int:
    """Enter a paper; its id. Raises `FormError` and `Refused`."""
    return save(store, session, LIST, None, values)


def find_number(store: Store, text: str) -> int | None:
    """The id of a paper by its number, None when there is none."""
    found = store.value("SELECT id FROM court_papers WHERE number = ?", text.strip().upper())
    return None if found is None else int(found)
