"""Parking citation: takes the civil penalty with the citation's number as reference."""

from __future__ import annotations

from data import charges, fields
from data.charges import Charge
from data.forms import Form, Values
from data.permissions import DESK, Permission
from data.services import Line, Service
from data.store import Store

CODE = "CITATION"
NEEDS = (CODE,)
"""The charge codes this service needs."""

FORM = Form(
    "CI10",
    "Parking citation",
    {
        "number": fields.Code("Citation number", 16, required=True, help="As printed on the citation."),
        "amount": fields.Money("Amount", required=True, help="The penalty due today, late fee included."),
        "plate": fields.Code(
            "Plate", 10, help="Letters and digits, with the state when it is not California: NV ABC123."
        ),
    },
    help="Takes the civil penalty of a parking citation.",
    policy="Correctable violations (Vehicle Code 40610) are signed off here, but their court fee of 25.00 per violation"
    " goes to the court by mail and is not taken here. Parking penalties are civil (Vehicle Code 40200); initial"
    " review is free within 21 days of the citation.",
)


def facts(store: Store, values: Values) -> Charge:
    """The charge code. Raises `Refused` when finance has switched it off."""
    return charges.needed(store, NEEDS, store.clock.today())[CODE]


def lines(values: Values, facts: Charge) -> tuple[Line, ...]:
    """One line of penalty."""
    detail = {"plate": values["plate"]} if values["plate"] else {}
    return (facts.line("CI", values["amount"], reference=values["number"], detail=detail),)


SERVICE = Service(
    code="CI",
    number=5,
    title="Parking citation",
    title_es="Multa de estacionamiento",
    permission=Permission("pay.citation", "only those who take money may take citation payments.", DESK),
    form=FORM,
    facts=facts,
    lines=lines,
    typed=("number", "amount"),
)
