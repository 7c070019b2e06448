"""Premises: the places that are served, as clerks maintain them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.columns import Record, column, ref
from data.fields import Choice, Code, Count, Text, Yes
from data.find_index import reindex_premise
from data.forms import Form, FormError, Values
from data.registers import CHANGE, DISPLAY, HISTORY, Register, Shown
from data.utility.accounts import CONFIDENTIAL
from data.utility.customers import MAINTAIN, VIEW, not_confidential

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

AREAS = (
    ("CITY", "City water"),
    ("SEWER ONLY", "City sewer only"),
    ("RINCON", "Rincon del Diablo"),
    ("VALLECITOS", "Vallecitos"),
    ("VISTA", "Vista"),
)
"""Who serves a place; payments for another agency's water are referred, not taken."""


class Premise(Record):
    """A place with water or sewer service."""

    number = column(Code("Premise", 10, protected=True), unique=True)
    street = column(Text("Street", 40, required=True, help="House number first: 1204 N MAIN ST."))
    unit = column(Code("Unit", 8))
    city = column(Text("City", 28, required=True))
    state = column(Code("State", 2, required=True, default="CA"))
    zip = column(Code("ZIP", 10, required=True))
    apn = column(Code("Parcel", 16))
    service_area = column(Choice("Served by", 12, required=True, default="CITY", options=AREAS))
    zone = column(Code("Zone", 6))
    dwelling_units = column(Count("Dwellings", 4, required=True, default=1, minimum=0))
    landlord_agreement = column(
        Yes("Landlord agr.", default=False, help="Service reverts to the owner when a tenant leaves.")
    )

    class Meta:
        table_name = "premises"


_FIELDS = (
    "number", "street", "unit", "city", "state", "zip", "apn", "service_area", "zone", "dwelling_units",
    "landlord_agreement",
)  # fmt: skip
_SECRET = (
    "SELECT 1 FROM accounts a JOIN customers c ON c.id = a.customer_id "
    "WHERE a.premise_id = ? AND c.confidential = 1 AND a.status <> 'CLOSED' LIMIT 1"
)


def _open_to(store: Store, session: Session) -> tuple[str, tuple[int, ...]]:
    """Everything for a supervisor; for others not the places where a confidential customer lives."""
    if CONFIDENTIAL.allows(session.clerk.role):
        return "1 = ?", (1,)
    lives = "SELECT 1 FROM accounts a JOIN customers c ON c.id = a.customer_id WHERE a.premise_id = t.id"
    return f"NOT EXISTS ({lives} AND c.confidential = ?)", (1,)


def _check(store: Store, session: Session, record_id: int | None, values: Values) -> None:
    if record_id is None:
        raise FormError("street", "A new premise begins with an application for service or a meter set, not here.")
    not_confidential(session, store.row(_SECRET, record_id) is not None)
    twin = "SELECT number FROM premises WHERE street = ? AND unit = ? AND zip = ? AND id <> ?"
    if other := store.value(twin, values["street"], values["unit"] or "", values["zip"], record_id):
        raise FormError("street", f"Premise {other} has this address already.")


def _after(store: Store, session: Session, record_id: int, values: Values) -> None:
    reindex_premise(store, record_id)


REGISTER = Register(
    code="PREMISES",
    number=12,
    title="Premises",
    model=Premise,
    columns=(Shown("street", width=34), Shown("unit"), Shown("zip"), Shown("service_area"), Shown("zone")),
    order=("street", "unit"),
    form=Form(
        "PRE10",
        "Premise",
        {name: ref(getattr(Premise, name)) for name in _FIELDS},
        help="The place that is served. Look at Served by before taking a payment: parts of the city are served by "
        "other agencies.",
    ),
    view=VIEW,
    change=MAINTAIN,
    options=(CHANGE, DISPLAY, HISTORY),
    where=_open_to,
    check=_check,
    after_save=_after,
    empty="There are no premises.",
)
