"""Impound fee: the city's processing fee for a stored vehicle, never by card or personal check."""

from __future__ import annotations

from dataclasses import dataclass

from data import charges, fields
from data.charges import Charge
from data.forms import Form, Look, Values
from data.money import show_cents
from data.permissions import DESK, Permission
from data.services import Line, Service
from data.services.rules import fees
from data.session import Session
from data.store import Store

NEEDS = ("IMPOUND",)
"""The charge codes this service needs."""
TENDERS = ("CA", "MO", "CC")
"""Cash, money order or cashier's check only (Escondido Police page on impounded vehicles)."""

FORM = Form(
    "IM10",
    "Impound fee",
    {
        "number": fields.Code("Impound number", 16, required=True, help="The number of the CHP 180 or the case."),
        "plate": fields.Code("Plate", 10),
        "payer": fields.Text("Paid by", 40, help="The registered owner in person."),
    },
    help="Takes the processing fee for an impounded vehicle. The tow yard must see the receipt.",
    policy="The fee recovers the city's cost (Vehicle Code 22850.5). It is waived for a stolen vehicle, an error, or by"
    " a hearing. A legal owner pays none unless it asked for a hearing. Cash, money order or cashier's check only.",
)


@dataclass(frozen=True)
class Costs:
    """The charge code and the fee in cents."""

    charge: Charge
    fee_cents: int


def facts(store: Store, values: Values) -> Costs:
    """Today's fee. Raises `Refused` or `StoreError` when a row is missing."""
    today = store.clock.today()
    return Costs(charges.needed(store, NEEDS, today)[NEEDS[0]], fees(store, ("fee.impound",), today)["fee.impound"])


def lines(values: Values, facts: Costs) -> tuple[Line, ...]:
    """One line of the fee as it is today."""
    return (
        facts.charge.line(
            "IM",
            facts.fee_cents,
            reference=values["number"],
            customer=values["payer"] or "",
            detail={"plate": values["plate"]} if values["plate"] else {},
            tenders=TENDERS,
        ),
    )


def look(store: Store, session: Session, values: Values) -> Look:
    """The fee, and what may pay it."""
    if not values.get("number"):
        return Look()
    fee = show_cents(facts(store, values).fee_cents)
    return Look((f"Fee {fee}",), alert="CASH, MONEY ORDER OR CASHIER'S CHECK ONLY")


SERVICE = Service(
    code="IM",
    number=7,
    title="Impound fee",
    title_es="Cargo por vehículo incautado",
    permission=Permission("pay.impound", "only those who take money may take impound fees.", DESK),
    form=FORM,
    facts=facts,
    lines=lines,
    look=look,
    typed=("number",),
)
