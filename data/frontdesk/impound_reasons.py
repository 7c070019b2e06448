"""Why vehicles are impounded: the agency's own codes with their authority and the hold that follows."""

from __future__ import annotations

from data.columns import Record, column, ref
from data.fields import Choice, Code, Text, Yes
from data.forms import Form
from data.frontdesk.vehicle import SEE
from data.permissions import ADMINISTRATOR, FINANCE, POLICE_SUPERVISOR, SUPERVISOR, Permission
from data.registers import Register, Shown

NONE, THIRTY, EVIDENCE, INVESTIGATION = "NONE", "30-DAY", "EVIDENCE", "INVEST"
HOLDS = (
    (NONE, "No hold"),
    (THIRTY, "30-day impound"),
    (EVIDENCE, "Evidence"),
    (INVESTIGATION, "Investigation"),
)
"""What keeps a vehicle from being released."""


class ImpoundReason(Record):
    """A reason code."""

    code = column(Code("Code", 8, required=True), unique=True)
    title = column(Text("Title", 40, required=True))
    authority = column(Text("Authority", 20, required=True, help="The section it rests on: VC 14602.6."))
    hold = column(Choice("Hold", 8, required=True, options=HOLDS, default=NONE))
    stolen = column(Yes("Stolen vehicle", default=False, help="Y: the fee is waived (VC 22850.5)."))
    active = column(Yes("Active", default=True))

    class Meta:
        table_name = "impound_reasons"


_FIELDS = ("code", "title", "authority", "hold", "stolen", "active")

REGISTER = Register(
    code="IMPREASONS",
    number=20,
    menu=25,
    title="Impound reasons",
    model=ImpoundReason,
    columns=(Shown("code"), Shown("title", width=34), Shown("authority", width=14), Shown("hold"), Shown("active")),
    order=("code",),
    form=Form(
        "IMR010",
        "Impound reason",
        {name: ref(getattr(ImpoundReason, name)) for name in _FIELDS},
        help="The reason codes of the agency. The authority and the hold are offered when a vehicle is entered.",
    ),
    view=SEE,
    change=Permission(
        "vehicles.reasons",
        "impound reasons are kept by supervisors, finance and administrators.",
        frozenset({SUPERVISOR, POLICE_SUPERVISOR, FINANCE, ADMINISTRATOR}),
    ),
    empty="There are no impound reasons. F6 adds one.",
)
