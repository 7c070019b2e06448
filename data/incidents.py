"""Security incidents: written down at once, with the sheet that says whom to call within the hour (CJIS IR-6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from data import audit
from data.clock import local_time, stamp
from data.columns import Record, column, ref
from data.fields import Count, Phone, Text, Yes
from data.forms import Form
from data.permissions import ADMINISTRATOR, AUDITOR, POLICE_SUPERVISOR, ROLES, Permission, Refused
from data.registers import Register, Shown

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

REPORT = Permission("incidents.report", "everybody reports an incident.", frozenset(role for role, _ in ROLES))
SEE = Permission(
    "incidents.see", "incidents are read by administrators, the police supervisor and the auditor.",
    frozenset({POLICE_SUPERVISOR, ADMINISTRATOR, AUDITOR}),
)  # fmt: skip
KINDS = (
    ("SEEN", "Seen by somebody who may not"),
    ("PASSWORD", "A password, PIN or key is known"),
    ("LOST", "A paper, key or device is lost"),
    ("MISUSE", "Records used without a reason"),
    ("INTRUSION", "A stranger in the room or system"),
    ("OTHER", "Something else"),
)
"""Kinds of incident."""


@dataclass(frozen=True)
class Incident:
    """One report; `seen_at` and `at` as on the screen."""

    id: int
    at: str
    clerk: str
    station: str
    seen_at: str
    kind: str
    what: str
    notified: str


def report(store: Store, session: Session, kind: str, seen_at: datetime, what: str, notified: str) -> int:
    """Write an incident down; its number. `seen_at` is aware. Raises `Refused` for a moment that is still to come."""
    session.require(REPORT)
    if seen_at > session.clock.now():
        raise Refused("The incident cannot have been seen at a time that is still to come.")
    with store.writing():
        number = store.insert(
            "incidents", at=store.now(), user_id=session.clerk.id, station=session.station, seen_at=stamp(seen_at),
            kind=kind, what=what.strip(), notified=notified.strip(),
        )  # fmt: skip
        audit.record(store, session, "incident", "incidents", number, detail=kind)
    return number


def listing(store: Store, session: Session) -> list[Incident]:
    """All incidents, newest first. Raises `Refused` without the permission."""
    session.require(SEE)
    rows = store.rows(
        "SELECT i.id, i.at, u.number || ' ' || u.name, i.station, i.seen_at, i.kind, i.what, i.notified "
        "FROM incidents i JOIN users u ON u.id = i.user_id ORDER BY i.id DESC"
    )
    return [
        Incident(id, local_time(at), clerk, station, local_time(seen), kind, what, notified)
        for id, at, clerk, station, seen, kind, what, notified in rows
    ]


def contacts(store: Store) -> list[tuple[str, str, str]]:
    """Duty, name and telephone of those to call, in order."""
    rows = store.rows("SELECT duty, name, phone FROM incident_contacts WHERE active = 1 ORDER BY place, id")
    return [(str(duty), str(name), str(phone)) for duty, name, phone in rows]


def sheet(store: Store, number: int, kind: str) -> list[dict[str, Any]]:
    """The paper: the incident's number, whom to call, and lines to write on; nothing of what was reported."""
    people = contacts(store)
    lines: list[dict[str, Any]] = [
        {"text": f"Security incident {number}", "align": "center", "bold": True},
        {"text": dict(KINDS).get(kind, kind), "align": "center"},
        {"text": f"Reported {local_time(store.now())}. Call at once; within one hour at the latest."},
        {"rule": "-"},
    ]
    for duty, name, phone in people:
        lines += [
            {"pair": [duty, phone], "bold": True},
            {"text": name},
            {"text": "Called at ......  Spoke to ........"},
        ]
    if not people:
        lines.append({"text": "Nobody is on the list yet: 7.3 keeps it. Call your supervisor."})
    return [*lines, {"rule": "-"}, {"text": "Touch nothing, switch nothing off, write down what you saw."}]


class IncidentContact(Record):
    """Whom to call."""

    place = column(Count("Order", 2, required=True, help="Who is called first has 1."))
    duty = column(Text("Duty", 24, required=True, help="Such as Security officer or IT on call."))
    name = column(Text("Name", 30, required=True))
    phone = column(Phone("Telephone", required=True))
    active = column(Yes("Active", default=True))

    class Meta:
        table_name = "incident_contacts"


_FIELDS = ("place", "duty", "name", "phone", "active")

REGISTER = Register(
    code="INCCALL",
    number=3,
    title="Whom to call after an incident",
    model=IncidentContact,
    columns=(Shown("place"), Shown("duty"), Shown("name", width=26), Shown("phone"), Shown("active", "Act")),
    order=("place",),
    form=Form(
        "INC020",
        "Whom to call",
        {name: ref(getattr(IncidentContact, name)) for name in _FIELDS},
        help="These people stand on the sheet that is printed when an incident is reported (Ctrl+R).",
    ),
    view=SEE,
    change=Permission(
        "incidents.contacts", "whom to call is kept by administrators and the police supervisor.",
        frozenset({ADMINISTRATOR, POLICE_SUPERVISOR}),
    ),
    empty="Nobody is on the list. F6 adds whom to call.",
)  # fmt: skip
