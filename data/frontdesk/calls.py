"""Telephone calls at the police desk: emergencies are transferred at once, others screened, messages acknowledged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import peewee

from data import audit, rights, settings
from data.columns import Record, column, ref
from data.fields import Choice, Code, Date, Phone, Text
from data.forms import Form, FormError, Values
from data.frontdesk.entries import Worked, numbered
from data.frontdesk.timeofday import Time, ahead, now
from data.permissions import Refused
from data.records import record, save
from data.registers import STANDARD, Register, Shown

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

ENTER = rights.CALLS
SEE = rights.CALLS_SEE
EMERGENCY, MEDIA, COMPLAINT = "EMERGENCY", "MEDIA", "COMPLAINT"
CATEGORIES = (
    ("CRIME", "Crime in progress"),
    ("REPORT", "Report request"),
    ("RECORDS", "Records"),
    ("TOWED", "Towed vehicle"),
    ("REGISTRANT", "Registrant"),
    ("CITATION", "Citation"),
    ("RIDE", "Ride-along"),
    ("SUBPOENA", "Subpoena"),
    (MEDIA, "Media"),
    (COMPLAINT, "Complaint"),
    ("WRONG", "Wrong agency"),
    ("OTHER", "Other"),
    (EMERGENCY, "Emergency"),
)
TO_911, DISPATCH, UNIT, MESSAGE, INFORMED, REFERRED = "911", "DISPATCH", "UNIT", "MESSAGE", "INFORMED", "REFERRED"
DISPOSITIONS = (
    (TO_911, "Transferred to 911"),
    (DISPATCH, "Transferred to dispatch"),
    (UNIT, "Given to a unit"),
    (MESSAGE, "Message taken"),
    (INFORMED, "Information given"),
    (REFERRED, "Referred"),
)
LANGUAGES = (("EN", "English"), ("ES", "Spanish"), ("OTHER", "Other"))
ROUTES = {MEDIA: "phone.route_media", COMPLAINT: "phone.route_complaint"}
"""Categories that always go to the same place, and the settings that name it."""
PROCEDURE = "phone.emergency"
"""The setting with the transfer procedure; its steps are parted by semicolons."""


class Call(Record):
    """One call; no narrative of facts of an investigation."""

    number: Any = peewee.TextField(default="")
    called_on = column(Date("Date", required=True, stop=False))
    called_at = column(Time("Time", required=True, stop=False))
    line = column(Code("Line", 8))
    caller = column(Text("Caller", 40, help="May be left empty."))
    callback = column(Phone("Call back"))
    language = column(Choice("Language", 5, required=True, options=LANGUAGES, default="EN"))
    category = column(Choice("About", 10, required=True, options=CATEGORIES))
    disposition = column(Choice("Disposition", 8, required=True, options=DISPOSITIONS))
    transferred_at = column(Time("Transferred at"))
    unit = column(Code("Unit", 10))
    message_for = column(Text("Message for", 30))
    message = column(Text("Message", 60, help="Whom to call about what: never facts of an investigation."))
    acknowledged_by = column(Text("Acknowledged by", 30))
    acknowledged_at: Any = peewee.TextField(default="")
    user_id: Any = peewee.BigIntegerField()
    created_at: Any = peewee.TextField()

    class Meta:
        table_name = "desk_calls"


_ENTRY = (
    "category", "disposition", "caller", "callback", "message_for", "message", "unit", "transferred_at", "language",
    "line",
    "called_on", "called_at",
)  # fmt: skip
_STOPS = frozenset({"caller", "callback", "message_for", "message"})
FORM = Form(
    "CAL010",
    "Telephone call",
    {name: ref(getattr(Call, name), **({"stop": True} if name in _STOPS else {})) for name in _ENTRY},
    help="What a call is about and what was done. Media and complaints always go to the same place; it is filled in.",
    policy="An emergency is transferred at once; nothing is asked and nothing typed first. The log keeps no "
    "narrative of "
    "facts of an investigation.",
)
ACKNOWLEDGE = Form(
    "CAL020",
    "Message acknowledged",
    {"by": Text("By", 30, required=True, help="Who took the message.")},
)


def route(store: Store, category: str | None) -> str:
    """Where calls of a category always go; empty for others."""
    name = ROUTES.get(category or "")
    return settings.value(store, name, store.clock.today()) if name else ""


def _check(store: Store, session: Session, record_id: int | None, values: Values) -> None:
    """Refuse a message without its addressee, a transfer of an emergency to anybody but 911 or dispatch."""
    if values["called_on"] > store.clock.today():
        raise FormError("called_on", "Date: not after today.")
    if ahead(store.clock, values["called_on"], values["called_at"]):
        raise FormError("called_at", "Time: that is still to come.")
    if fixed := route(store, values["category"]):
        if values["disposition"] not in (MESSAGE, REFERRED):
            raise FormError("disposition", f"This goes to {fixed}: take a message or refer the caller.")
        values["message_for"] = fixed
    if values["category"] in (EMERGENCY, "CRIME") and values["disposition"] not in (TO_911, DISPATCH, UNIT):
        raise FormError("disposition", "Transfer it to 911 or dispatch.")
    if values["disposition"] == MESSAGE and not (values["message_for"] and values["message"]):
        raise FormError("message" if values["message_for"] else "message_for", "A message has an addressee and a text.")
    if values["disposition"] in (TO_911, DISPATCH) and not values["transferred_at"]:
        values["transferred_at"] = now(store.clock)
    if values["disposition"] == UNIT and not values["unit"]:
        raise FormError("unit", "Unit: the unit that was told.")


LIST = Register(
    code="CALLS",
    number=5,
    title="Telephone call",
    model=Call,
    columns=(
        Shown("number", "Call", 11),
        Shown("called_on", "Date"),
        Shown("called_at", "Time", 5),
        Shown("category", width=10),
        Shown("disposition", "Done", 8),
        Shown("message_for", width=12),
        Shown("open", "Open", 4, "CASE WHEN t.disposition = 'MESSAGE' AND t.acknowledged_by = '' THEN 'Y' ELSE '' END"),
    ),
    order=("number",),
    descending=True,
    form=FORM,
    view=SEE,
    change=ENTER,
    options=STANDARD,
    check=_check,
    stamp=numbered("C"),
    empty="No call was taken. F6 takes one.",
)


@dataclass(frozen=True)
class Called(Worked):
    """A call as it is worked on."""

    number: str
    acknowledged_by: str
    acknowledged_at: str

    @property
    def open(self) -> bool:
        """Whether its message waits."""
        return self.opened.values["disposition"] == MESSAGE and not self.acknowledged_by


def opening(store: Store) -> dict[str, str]:
    """The texts a new call opens with: now."""
    return {**FORM.opening(), "called_on": f"{store.clock.today():%m/%d/%Y}", "called_at": now(store.clock)}


def procedure(store: Store) -> list[str]:
    """The steps of transferring an emergency."""
    return [step.strip() for step in settings.value(store, PROCEDURE, store.clock.today()).split(";") if step.strip()]


def emergency(store: Store, session: Session) -> int:
    """Note an emergency that was transferred to 911; the call's id. Nothing is asked."""
    texts = {**opening(store), "category": EMERGENCY, "disposition": TO_911, "transferred_at": now(store.clock)}
    return add(store, session, FORM.clean(texts))


def add(store: Store, session: Session, values: Values) -> int:
    """Enter a call; its id. Raises `FormError` and `Refused`."""
    return save(store, session, LIST, None, values)


def by_id(store: Store, session: Session, record_id: int) -> Called:
    """A call. Raises `Refused` without the permission."""
    opened = record(store, session, LIST, record_id)
    row = store.row("SELECT number, acknowledged_by, acknowledged_at FROM desk_calls WHERE id = ?", record_id)
    assert row is not None
    return Called(opened, *row)


def acknowledge(store: Store, session: Session, record_id: int, values: Values) -> Called:
    """Note who took a message. Raises `Refused` when there is none or it was taken already."""
    session.require(ENTER)
    with store.writing():
        found = by_id(store, session, record_id)
        if not found.open:
            raise Refused(f"Call {found.number} has no message that waits.")
        store.run(
            "UPDATE desk_calls SET acknowledged_by = ?, acknowledged_at = ?, version = version + 1 WHERE id = ?",
            values["by"], store.now(), record_id,
        )  # fmt: skip
        audit.record(store, session, "call.acknowledge", "desk_calls", record_id)
    return by_id(store, session, record_id)


def find_number(store: Store, text: str) -> int | None:
    """The id of a call by its number, None when there is none."""
    found = store.value("SELECT id FROM desk_calls WHERE number = ?", text.strip().upper())
    return None if found is None else int(found)
