"""Parking permit fee: a permit or a replacement tag in the parking district, with its number as reference."""

from __future__ import annotations

from data import charges, fields
from data.charges import Charge
from data.forms import Form, Values
from data.permissions import COUNTER, Permission
from data.services import Line, Service
from data.store import Store

PERMIT, TAG = "PERMIT", "TAG"
NEEDS = ("PARKING-PERMIT", "PARKING-TAG")
"""The charge codes this service needs: the quarterly permit and the replacement of a lost tag."""

FORM = Form(
    "PK10",
    "Parking permit fee",
    {
        "number": fields.Code("Permit number", 16, required=True, help="From the invoice or the tag."),
        "amount": fields.Money("Amount", required=True),
        "kind": fields.Choice(
            "For",
            8,
            required=True,
            default=PERMIT,
            options=((PERMIT, "Permit of a quarter"), (TAG, "Replacement of a tag")),
        ),
        "holder": fields.Text("Holder", 40),
    },
    help="Takes the fee for a parking permit, or for the replacement of a lost tag.",
    policy="A tag reported stolen to the police is replaced free of charge.",
)


def facts(store: Store, values: Values) -> Charge:
    """The charge code of what is paid for. Raises `Refused` when finance has switched it off."""
    code = NEEDS[0] if values["kind"] == PERMIT else NEEDS[1]
    return charges.needed(store, (code,), store.clock.today())[code]


def lines(values: Values, facts: Charge) -> tuple[Line, ...]:
    """One line of the fee."""
    return (facts.line("PK", values["amount"], reference=values["number"], customer=values["holder"] or ""),)


SERVICE = Service(
    code="PK",
    number=8,
    title="Parking permit",
    title_es="Permiso de estacionamiento",
    permission=Permission("pay.parking", "only the counter's clerks take parking permit fees.", COUNTER),
    form=FORM,
    facts=facts,
    lines=lines,
    typed=("number", "amount"),
)
