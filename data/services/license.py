"""Business license: tax, late penalty, and the State's disability access fee, each on a line of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data import charges, fields
from data.charges import Charge
from data.forms import Form, Look, Values
from data.money import show_cents
from data.permissions import COUNTER, Permission
from data.services import Line, Service
from data.services.rules import fees
from data.session import Session
from data.store import Store

ACCESS, TAX, PENALTY = "CASP", "LICENSE-TAX", "LICENSE-PENALTY"
NEEDS = (ACCESS, TAX, PENALTY)
"""The charge codes this service needs. CASP is split: 90 % stay with the city, 10 % are due to the State."""

FORM = Form(
    "BL10",
    "Business license tax",
    {
        "number": fields.Code("License number", 16, required=True, help="Or the number of the application."),
        "amount": fields.Money("Tax", required=True, help="The tax alone, without penalty and State fee."),
        "penalty": fields.Money("Penalty", help="For a late renewal."),
        "access": fields.Yes(
            "State fee", required=True, default=True, help="The disability access fee of every new license and renewal."
        ),
        "name": fields.Text("Business", 40),
    },
    help="Takes the tax of a business license. It is paid in full: no license is issued on part payment.\n\n"
    "The State's disability access fee is added for every new license and renewal.",
    policy="Disability access fee: Government Code 4467. It is never refunded and not in the base of a penalty.",
)


@dataclass(frozen=True)
class Costs:
    """The charge codes by code, and the State fee in cents."""

    charges: Mapping[str, Charge]
    access_cents: int


def facts(store: Store, values: Values) -> Costs:
    """Today's charge codes and fee. Raises `Refused` or `StoreError` when a row is missing."""
    today = store.clock.today()
    return Costs(charges.needed(store, NEEDS, today), fees(store, ("fee.casp",), today)["fee.casp"])


def lines(values: Values, facts: Costs) -> tuple[Line, ...]:
    """The State fee, the tax and the penalty, in the order in which a license is paid."""
    amounts = (
        (ACCESS, facts.access_cents if values["access"] else 0),
        (TAX, values["amount"]),
        (PENALTY, values["penalty"] or 0),
    )
    return tuple(
        facts.charges[code].line("BL", cents, reference=values["number"], customer=values["name"] or "")
        for code, cents in amounts
        if cents
    )


def look(store: Store, session: Session, values: Values) -> Look:
    """The State fee that comes on top, and the sum once the tax is known."""
    if not values.get("number"):
        return Look()
    fee = facts(store, values).access_cents
    tax = values.get("amount")
    if not tax:
        return Look((f"State disability access fee {show_cents(fee)} is added",))
    added = fee if values.get("access", True) else 0
    total = tax + (values.get("penalty") or 0) + added
    return Look((f"State disability access fee {show_cents(added)}  Total {show_cents(total)}",))


SERVICE = Service(
    code="BL",
    number=9,
    title="Business license",
    title_es="Licencia comercial",
    permission=Permission("pay.license", "only the counter's clerks take license tax.", COUNTER),
    form=FORM,
    facts=facts,
    lines=lines,
    look=look,
    typed=("number", "amount"),
)
