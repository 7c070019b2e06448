"""The stock of visitors' badges, and what became of those that were lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import peewee

from data.columns import Record, column, ref
from data.fields import Choice, Code, Date, Text, Yes
from data.forms import Form, FormError, Values
from data.permissions import AUDITOR, DESK, OFFICER, POLICE, POLICE_SUPERVISOR, SUPERVISOR, Permission, Refused
from data.registers import CHANGE, DISPLAY, HISTORY, Register, Shown

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

ESCORTED, CLEARED, CONTRACTOR = "ESCORTED", "CLEARED", "CONTRACTOR"
KINDS = ((ESCORTED, "Escorted visitors"), (CLEARED, "Cleared visitors"), (CONTRACTOR, "Contractors"))
SEE = Permission(
    "badges.view", "the stock of badges is seen by the desk, the police and auditors.",
    DESK | {POLICE_SUPERVISOR, OFFICER, AUDITOR},
)  # fmt: skip
KEEP = Permission(
    "badges.keep", "the stock of badges is kept by the police desk and supervisors.",
    frozenset({POLICE, POLICE_SUPERVISOR, SUPERVISOR}),
)  # fmt: skip


class VisitorBadge(Record):
    """A badge that visitors wear."""

    number = column(Code("Badge", 8, required=True), unique=True)
    kind = column(Choice("For", 10, required=True, options=KINDS, default=ESCORTED))
    lost = column(Yes("Lost", default=False, help="Set when a visitor leaves without it."))
    active = column(Yes("Active", default=True))

    class Meta:
        table_name = "visitor_badges"


STOCK = Register(
    code="BADGES",
    number=20,
    menu=24,
    title="Visitor badges",
    model=VisitorBadge,
    columns=(
        Shown("number"),
        Shown("kind"),
        Shown("holder", "Worn by", 28, "COALESCE((SELECT v.name FROM visits v WHERE v.badge = t.number AND "
              "v.out_on IS NULL), '')"),
        Shown("lost"),
        Shown("active"),
    ),
    order=("number",),
    form=Form(
        "VIS030",
        "Visitor badge",
        {name: ref(getattr(VisitorBadge, name)) for name in ("number", "kind", "lost", "active")},
        help="The badges the desk gives out. A badge is worn by one visitor at a time; a lost one is not given out.",
    ),
    view=SEE,
    change=KEEP,
    empty="There are no badges. F6 adds one.",
)  # fmt: skip


class BadgeIncident(Record):
    """A badge that was lost, until it is resolved."""

    number: Any = peewee.TextField(default="")
    badge = column(Code("Badge", 8, protected=True))
    reported_on = column(Date("Reported on", protected=True))
    what = column(Text("What", 60, protected=True))
    resolved_on = column(Date("Resolved on"), null=True)
    resolution = column(Text("Resolution", 60, help="Found and back in stock, or destroyed and locks changed."))
    visit_id: Any = peewee.BigIntegerField()
    user_id: Any = peewee.BigIntegerField()

    class Meta:
        table_name = "badge_incidents"


def _check(store: Store, session: Session, record_id: int | None, values: Values) -> None:
    if record_id is None:
        raise Refused("An incident begins when a visitor leaves without the badge (24.1).")
    if values["resolved_on"] and not values["resolution"]:
        raise FormError("resolution", "Resolution: what was found or done.")


INCIDENTS = Register(
    code="BADGELOST",
    number=21,
    menu=24,
    title="Lost badges",
    model=BadgeIncident,
    columns=(Shown("number", "Incident", 11), Shown("badge"), Shown("reported_on"), Shown("what", width=18),
             Shown("resolved_on")),
    order=("number",),
    descending=True,
    form=Form(
        "VIS032",
        "Lost badge",
        {name: ref(getattr(BadgeIncident, name))
         for name in ("badge", "reported_on", "what", "resolved_on", "resolution")},
        help="An incident begins when a visitor leaves without the badge, and ends with what was found or done. A "
        "badge "
        "that is back is marked as not lost in the stock (24.20).",
    ),
    view=SEE,
    change=KEEP,
    options=(CHANGE, DISPLAY, HISTORY),
    check=_check,
    empty="No badge was lost.",
)  # fmt: skip
REGISTERS = (STOCK, INCIDENTS)
