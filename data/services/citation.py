"""Parking citation: takes the civil penalty with the citation's number as reference.

A number that names a citation of the register is paid on it, at most what is due today; any other is taken as typed.
"""

from __future__ import annotations

from dataclasses import dataclass

from data import charges, fields
from data.charges import Charge
from data.forms import Form, FormError, Look, Values
from data.frontdesk import payments
from data.frontdesk.citations import CORRECTABLE, COURT, DISMISSED, Billed, billed
from data.money import show_cents
from data.permissions import DESK, Permission
from data.services import Line, Service
from data.session import Session
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


@dataclass(frozen=True)
class Costs:
    """The charge code, and the citation of the register; None when it holds none of that number."""

    charge: Charge
    billed: Billed | None


def facts(store: Store, values: Values) -> Costs:
    """The charge code and the citation. Raises `Refused` when finance has switched the code off."""
    today = store.clock.today()
    return Costs(charges.needed(store, NEEDS, today)[CODE], billed(store, values["number"], today))


def lines(values: Values, facts: Costs) -> tuple[Line, ...]:
    """One line of penalty. Raises `FormError`: correctable, dismissed, paid, or more than is due."""
    detail = {"plate": values["plate"]} if values["plate"] else {}
    if (found := facts.billed) is not None:
        if problem := unpayable(found):
            raise FormError("number", problem)
        if values["amount"] > found.due_cents:
            raise FormError("amount", f"Only {show_cents(found.due_cents)} is due on this citation.")
        detail["record"] = found.id
    return (facts.charge.line("CI", values["amount"], reference=values["number"], detail=detail),)


def unpayable(found: Billed) -> str:
    """Why no money is taken for a citation, as a sentence; empty when something is due."""
    if found.kind == CORRECTABLE:
        return COURT
    if found.state == DISMISSED:
        return "This citation was dismissed: take no money."
    return "" if found.due_cents else "Nothing is due on this citation."


def look(store: Store, session: Session, values: Values) -> Look:
    """What is due on a citation of the register; offers that as the amount."""
    if not values.get("number"):
        return Look()
    found = facts(store, values).billed
    if found is None:
        return Look()
    if problem := unpayable(found):
        return Look((problem,))
    late = f", late fee {show_cents(found.late_cents)} included" if found.late_cents else ""
    return Look((f"Due today {show_cents(found.due_cents)}{late}",), {"amount": show_cents(found.due_cents)})


def post(store: Store, session: Session, document_id: int, line_no: int, line: Line) -> None:
    """Link the receipt to the citation."""
    if "record" in line.detail:
        payments.link(store, payments.CITATION, int(line.detail["record"]), document_id, line_no, line.amount_cents)


def void(store: Store, session: Session, document_id: int, line_no: int, line: Line) -> None:
    """The penalty is due again."""
    if "record" in line.detail:
        payments.unlink(store, payments.CITATION, int(line.detail["record"]), document_id, line_no)


SERVICE = Service(
    code="CI",
    number=5,
    title="Parking citation",
    title_es="Multa de estacionamiento",
    permission=Permission("pay.citation", "only those who take money may take citation payments.", DESK),
    form=FORM,
    facts=facts,
    lines=lines,
    look=look,
    post=post,
    void=void,
    typed=("number", "amount"),
)
