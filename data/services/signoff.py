"""Sign-off charge: what the city takes for inspecting a corrected violation, where it takes anything."""

from __future__ import annotations

from dataclasses import dataclass

from data import charges, fields
from data.charges import Charge
from data.forms import Form, FormError, Look, Values
from data.frontdesk import payments
from data.frontdesk.signoffs import Signed, signed
from data.money import show_cents
from data.permissions import DESK, Permission
from data.services import Line, Service
from data.session import Session
from data.store import Store

CODE = "SIGNOFF"
NEEDS = (CODE,)
"""The charge codes this service needs."""

FORM = Form(
    "SO10",
    "Sign-off charge",
    {"number": fields.Code("Sign-off number", 16, required=True, help="Of the proof of correction: SO27-000003.")},
    help="Takes the city's charge for a sign-off. Whether there is one is a dated setting.",
    policy="The court's own fee of 25.00 per violation (Vehicle Code 40611) is mailed to the court and not taken here.",
)


@dataclass(frozen=True)
class Costs:
    """The charge code, and the sign-off; None when there is none of that number."""

    charge: Charge
    found: Signed | None


def facts(store: Store, values: Values) -> Costs:
    """The charge code and the sign-off. Raises `Refused` when finance has switched the code off."""
    return Costs(charges.needed(store, NEEDS, store.clock.today())[CODE], signed(store, values["number"]))


def lines(values: Values, facts: Costs) -> tuple[Line, ...]:
    """One line of the charge. Raises `FormError`: no such sign-off, nothing to pay, or paid already."""
    found = facts.found
    if found is None:
        raise FormError("number", f"There is no sign-off {values['number']}. Enter it first (25.4).")
    if found.receipts:
        raise FormError("number", f"The charge is paid: receipt {found.receipts}.")
    if not found.fee_cents:
        raise FormError("number", "This sign-off has no charge. The court's fee goes to the court by mail.")
    return (facts.charge.line("SO", found.fee_cents, reference=found.number, detail={"record": found.id}),)


def look(store: Store, session: Session, values: Values) -> Look:
    """The charge."""
    if not values.get("number") or (found := signed(store, values["number"])) is None:
        return Look()
    return Look((f"Citation {found.citation}  Charge {show_cents(found.fee_cents)}",))


def post(store: Store, session: Session, document_id: int, line_no: int, line: Line) -> None:
    """Link the receipt to the sign-off."""
    payments.link(store, payments.SIGNOFF, int(line.detail["record"]), document_id, line_no, line.amount_cents)


def void(store: Store, session: Session, document_id: int, line_no: int, line: Line) -> None:
    """The charge is unpaid again."""
    payments.unlink(store, payments.SIGNOFF, int(line.detail["record"]), document_id, line_no)


SERVICE = Service(
    code="SO",
    number=13,
    title="Sign-off charge",
    title_es="Cargo por verificación de corrección",
    permission=Permission("pay.signoff", "only those who take money may take sign-off charges.", DESK),
    form=FORM,
    facts=facts,
    lines=lines,
    look=look,
    post=post,
    void=void,
    typed=("number",),
)
