"""The log of criminal history given to another agency: who asked, who gave it, to whom it went on, under what law.

CJIS Security Policy AU-3(1); 11 CCR 707. Nothing of the history itself is kept. The counter never releases any:
officers and the police supervisor enter what they gave.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.columns import Record, column, ref
from data.fields import Code, Count, Text
from data.forms import Form, Values
from data.permissions import OFFICER, POLICE_SUPERVISOR, Permission
from data.registers import CHANGE, DISPLAY, HISTORY, Register, Shown

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

GIVE = Permission(
    "releases.chri",
    "criminal history is given out by officers and supervisors.",
    frozenset({OFFICER, POLICE_SUPERVISOR}),
)


class ChriRelease(Record):
    """One release to an agency."""

    at = column(Text("Given", 24))
    operator = column(Text("Operator", 40, required=True, help="Who ran the query."))
    agency = column(Text("Receiving agency", 40, required=True))
    requestor = column(Text("Requestor", 40, required=True))
    secondary = column(Text("Passed on to", 40, help="A secondary recipient, if any."))
    purpose = column(Code("Purpose code", 4, required=True, help="As NCIC has it: C, J, E, F, H …"))
    authority = column(Text("Authority", 40, required=True, help="The section, order or agreement."))
    case_no = column(Code("Case number", 20))
    pages = column(Count("Pages", 5))
    user_id = column(Count("User"))

    class Meta:
        table_name = "chri_releases"


_ENTERED = ("operator", "agency", "requestor", "secondary", "purpose", "authority", "case_no", "pages")


def _stamp(store: Store, session: Session) -> Values:
    return {"at": store.now(), "user_id": session.clerk.id}


REGISTER = Register(
    code="CHRI",
    number=7,
    menu=23,
    title="Criminal history releases",
    model=ChriRelease,
    columns=(
        Shown("at", "When", 10, "t.at", lambda at: f"{at[5:7]}/{at[8:10]}/{at[:4]}"),
        Shown("agency", width=28),
        Shown("requestor", width=22),
        Shown("purpose"),
    ),
    order=("at",),
    descending=True,
    form=Form(
        "CHR010",
        "Criminal history release",
        {name: ref(getattr(ChriRelease, name)) for name in _ENTERED},
        help="Who got criminal history from whom, and under what law. Never write down what it says.",
    ),
    view=GIVE,
    change=GIVE,
    police=True,
    stamp=_stamp,
    options=(CHANGE, DISPLAY, HISTORY),
    empty="No release is entered. F6 enters one.",
)
