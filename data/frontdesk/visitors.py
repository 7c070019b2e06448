"""Visitors in and out with their badges (CJIS PE-3, PE-8): least personal data, one open visit for each badge."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time
from typing import TYPE_CHECKING, Any

import peewee

from data import rights, settings
from data.badges import VISITOR, Badge
from data.cases import number
from data.columns import Record, column, ref
from data.fields import Choice, Date, Lookup, Text
from data.forms import Form, FormError, Values
from data.frontdesk.badge_stock import CLEARED, KINDS
from data.frontdesk.entries import Worked, numbered
from data.frontdesk.timeofday import Time, now
from data.frontdesk.vehicle import ID_TYPES
from data.permissions import AUDITOR, DESK, OFFICER, POLICE_SUPERVISOR, SUPERVISOR, Permission, Refused
from data.records import record, save
from data.registers import STANDARD, Register, Shown
from data.vehicles import Plate

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

CLOSE_AT, KEEP = "desk.close_at", "visitor.keep_months"
CLERKS = DESK | {POLICE_SUPERVISOR, OFFICER}
ENTER = Permission("visitors.enter", "the desk's clerks and the police let visitors in and out.", CLERKS)
SEE = rights.VISITORS_SEE
REVIEW = Permission(
    "visitors.review", "a supervisor or auditor reviews the visitor log.",
    frozenset({SUPERVISOR, POLICE_SUPERVISOR, AUDITOR}),
)  # fmt: skip
RETURNED = (("Y", "Returned"), ("N", "Not returned"), ("LOST", "Lost"))


class Visit(Record):
    """One visitor in the building, or who was."""

    number: Any = peewee.TextField(default="")
    visited_on = column(Date("Date", required=True, stop=False))
    name = column(Text("Name", 40, required=True))
    company = column(Text("Agency, company", 40, help="Empty for a private person."))
    host = column(Text("Visits", 30, required=True))
    purpose = column(Text("Purpose", 40, required=True))
    id_type = column(Choice("Identification", 8, required=True, options=ID_TYPES, help="Seen and matched; no number."))
    badge = column(Lookup("Badge", 8, required=True, prompt="BADGES", help="F4 lists the stock of badges."))
    badge_kind: Any = peewee.TextField(default="")
    area = column(Text("Area", 20, required=True, default="Lobby and offices", stop=False))
    escort = column(Text("Escort", 30, help="Who goes along; a cleared visitor needs none."))
    plate = column(Plate("Vehicle plate"))
    in_at = column(Time("In", required=True, stop=False))
    expected_at = column(Time("Expected out", required=True, stop=False))
    out_on = column(Date("Out on"), null=True)
    out_at = column(Time("Out at"))
    returned = column(Choice("Badge returned", 8, options=RETURNED))
    user_id: Any = peewee.BigIntegerField()
    created_at: Any = peewee.TextField()

    class Meta:
        table_name = "visits"


_ENTRY = (
    "name", "company", "host", "purpose", "id_type", "badge", "escort", "area", "expected_at", "plate", "visited_on",
    "in_at"
)  # fmt: skip
FORM = Form(
    "VIS010",
    "Visitor in",
    {name: ref(getattr(Visit, name), **({"stop": True} if name in ("company", "escort") else {})) for name in _ENTRY},
    help="Who comes in, whom they see and which badge they wear. Look at the identification and match it; its number "
    "is never kept.",
    policy="Visitors are escorted unless they are cleared (CJIS Security Policy PE-3). The log is kept for a year and "
    "reviewed every quarter (PE-8).",
)
_WHOLE = Form(
    "VIS011", "Visitor", {name: ref(getattr(Visit, name)) for name in (*_ENTRY, "out_on", "out_at", "returned")}
)


def _check(store: Store, session: Session, record_id: int | None, values: Values) -> None:
    """Refuse a badge that is out, lost or unknown, and an escorted visitor without an escort."""
    if values["visited_on"] > store.clock.today():
        raise FormError("visited_on", "Date: not after today.")
    row = store.row("SELECT kind, lost, active FROM visitor_badges WHERE number = ?", values["badge"])
    if row is None or not row[2]:
        raise FormError("badge", f"There is no badge {values['badge']}. F4 lists the stock.")
    gone = (record_id and store.value("SELECT out_on FROM visits WHERE id = ?", record_id)) or values.get("out_on")
    if row[1] and not gone:
        raise FormError("badge", f"Badge {values['badge']} is reported lost. Take it in, and report it found (24.21).")
    holder = store.value(
        "SELECT name FROM visits WHERE badge = ? AND out_on IS NULL AND id <> ?", values["badge"], record_id or 0
    )
    if holder and not gone:
        raise FormError("badge", f"Badge {values['badge']} is worn by {holder}.")
    values["badge_kind"] = row[0]
    if row[0] != CLEARED and not values["escort"]:
        raise FormError("escort", f"Escort: a badge for {dict(KINDS)[row[0]].lower()} needs an escort.")


LIST = Register(
    code="VISITS",
    number=1,
    title="Visitor",
    model=Visit,
    columns=(
        Shown("number", "Visit", 11),
        Shown("visited_on", "Date"),
        Shown("name", width=16),
        Shown("host", "Visits", 13),
        Shown("badge", width=6),
        Shown("in_at", "In", 5),
        Shown("out_at", "Out", 5),
    ),
    order=("number",),
    descending=True,
    form=FORM,
    view=SEE,
    change=ENTER,
    options=STANDARD,
    check=_check,
    stamp=numbered("V"),
    empty="Nobody has visited. F6 lets a visitor in.",
)
WHOLE = replace(LIST, form=_WHOLE, stamp=None)
"""The same records with the way out, for the steps after the entry and for the history."""
OUT = Form(
    "VIS020",
    "Visitor out",
    {
        "returned": Choice("Badge returned", 8, required=True, options=RETURNED, default="Y", stop=True),
        "what": Text("If lost: what", 60, help="Where and how the badge was lost: it starts an incident."),
    },
    help="Enter alone: the badge is back. A badge that is not returned stays out of the stock until it is found.",
)


@dataclass(frozen=True)
class Visited(Worked):
    """A visit as it is worked on."""

    number: str
    badge_kind: str
    overdue: bool
    """Whether the visitor should have left: after the expected time, the close of business, or on an earlier day."""

    @property
    def inside(self) -> bool:
        """Whether the visitor has not left."""
        return self.values["out_on"] is None


def opening(store: Store) -> dict[str, str]:
    """The texts a new visit opens with: now, until the close of business."""
    close = settings.value(store, CLOSE_AT, store.clock.today())
    today = f"{store.clock.today():%m/%d/%Y}"
    return {**FORM.opening(), "visited_on": today, "in_at": now(store.clock), "expected_at": close}


def let_in(store: Store, session: Session, values: Values) -> int:
    """Enter a visitor; the visit's id. Raises `FormError` and `Refused`."""
    return save(store, session, LIST, None, values)


def by_id(store: Store, session: Session, record_id: int) -> Visited:
    """A visit. Raises `Refused` without the permission."""
    opened = record(store, session, WHOLE, record_id)
    row = store.row("SELECT number, badge_kind FROM visits WHERE id = ?", record_id)
    assert row is not None
    values = opened.values
    late = values["out_on"] is None and _overdue(store, values["visited_on"], values["expected_at"])
    return Visited(opened, row[0], row[1], late)


def _overdue(store: Store, day: date, expected: str) -> bool:
    today = store.clock.today()
    close = settings.value(store, CLOSE_AT, today)
    return day < today or time.fromisoformat(now(store.clock)) > min(
        time.fromisoformat(expected), time.fromisoformat(close)
    )


def let_out(store: Store, session: Session, record_id: int, values: Values) -> str:
    """The visitor leaves; what is said of the badge. A lost badge starts an incident.

    Raises `Refused` when the visitor has left already, `FormError` when what is said of the badge does not fit.
    """
    with store.writing():
        found = by_id(store, session, record_id)
        if not found.inside:
            raise Refused(f"{found.values['name']} has left already.")
        lost = values["returned"] == "LOST"
        if lost and not values["what"]:
            raise FormError("what", "Say where and how the badge was lost.")
        if values["returned"] == "Y" and values["what"]:
            raise FormError("what", "The badge is back, so nothing was lost. Erase this, or say that it is lost.")
        put = {"out_on": store.clock.today(), "out_at": now(store.clock), "returned": values["returned"]}
        save(store, session, WHOLE, record_id, put, found.opened.version)
        store.run("UPDATE visits SET out_user_id = ? WHERE id = ?", session.clerk.id, record_id)
        badge = str(found.values["badge"])
        if values["returned"] != "Y":
            store.run("UPDATE visitor_badges SET lost = 1, version = version + 1 WHERE number = ?", badge)
        if not lost:
            state = "is back" if values["returned"] == "Y" else "is missing"
            return f"{found.values['name']} left; badge {badge} {state}."
        made = number(store, session, "BI")
        store.insert(
            "badge_incidents", number=made, badge=badge, visit_id=record_id, what=values["what"],
            reported_on=store.clock.today().isoformat(), user_id=session.clerk.id,
        )  # fmt: skip
        return f"Badge {badge} is lost: incident {made}."


def badge(found: Visited) -> Badge:
    """The badge as it is printed: name, date, area, and whether an escort is required."""
    values = found.values
    line = f"{values['area']}, {'escort required' if found.badge_kind != CLEARED else 'no escort'}"
    return Badge(VISITOR, values["name"], line[:40], values["host"], values["visited_on"], values["badge"])


@dataclass(frozen=True)
class Inside:
    """Somebody who has not left; the day as a date, times as `HH:MM`."""

    id: int
    number: str
    day: date
    name: str
    host: str
    badge: str
    in_at: str
    expected_at: str
    overdue: bool


def inside(store: Store, session: Session) -> list[Inside]:
    """Everybody who has not left, the oldest first. Raises `Refused` without the permission."""
    session.require(SEE)
    rows = store.rows(
        "SELECT id, number, visited_on, name, host, badge, in_at, expected_at FROM visits WHERE out_on IS NULL "
        "ORDER BY visited_on, in_at, id"
    )
    made = []
    for key, found, day, name, host, worn, in_at, expected in rows:
        on = date.fromisoformat(day)
        made.append(Inside(int(key), found, on, name, host, worn, in_at, expected, _overdue(store, on, expected)))
    return made


def find_number(store: Store, text: str) -> int | None:
    """The id of a visit by its number, or the open visit of a badge; None when there is none."""
    wanted = text.strip().upper()
    found = store.value(
        "SELECT id FROM visits WHERE number = ? OR (badge = ? AND out_on IS NULL) ORDER BY id DESC LIMIT 1",
        wanted,
        wanted,
    )
    return None if found is None else int(found)
