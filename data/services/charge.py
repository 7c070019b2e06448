"""Miscellaneous charge: any charge code that finance maintains, with a reference."""

from __future__ import annotations

from data import charges, fields
from data.charges import Charge
from data.forms import Form, FormError, Look, Values
from data.money import show_cents
from data.permissions import DESK, Permission
from data.services import Line, Service
from data.session import Session
from data.store import Store

FORM = Form(
    "MC10",
    "Miscellaneous charge",
    {
        "code": fields.Lookup("Charge code", 16, required=True, prompt="CHARGES", help="F4 lists the charge codes."),
        "amount": fields.Money("Amount", required=True, help="For one; Enter alone takes the usual amount."),
        "reference": fields.Text(
            "Reference", 30, help="What the charge code asks for: a permit, invoice or file number."
        ),
        "quantity": fields.Count("Quantity", required=True, default=1, minimum=1, maximum=999),
        "payer": fields.Text("Payer", 40),
    },
    help="Takes money for anything that has a charge code. Finance maintains the codes and where the money goes.",
)


def facts(store: Store, values: Values) -> Charge:
    """The charge code today. Raises `FormError` when there is none."""
    found = charges.charge(store, values["code"], store.clock.today())
    if found is None:
        raise FormError("code", f"There is no charge code {values['code']} today. F4 lists them.")
    return found


def lines(values: Values, facts: Charge) -> tuple[Line, ...]:
    """One line, split as the charge code says. Raises `FormError` when the reference it asks for is missing."""
    if facts.reference_label and not values["reference"]:
        raise FormError("reference", f"{facts.reference_label}: {facts.title} needs this reference.")
    each, quantity = values["amount"], values["quantity"]
    line = facts.line(
        "MC",
        each * quantity,
        reference=values["reference"] or "",
        customer=values["payer"] or "",
        quantity=quantity,
        unit_cents=each,
    )
    return (line,)


def look(store: Store, session: Session, values: Values) -> Look:
    """The charge's title, reference and usual amount; offers that amount."""
    if not values.get("code"):
        return Look()
    found = facts(store, values)
    shown = found.title + (f"  Reference: {found.reference_label}" if found.reference_label else "")
    return Look((shown,), {} if found.amount_cents is None else {"amount": show_cents(found.amount_cents)})


SERVICE = Service(
    code="MC",
    number=3,
    title="Miscellaneous charge",
    title_es="Cargo varios",
    permission=Permission("pay.charge", "only those who take money may take miscellaneous charges.", DESK),
    form=FORM,
    facts=facts,
    lines=lines,
    look=look,
    typed=("code", "amount", "reference"),
)
