"""Subpoena deposit: what a party tenders for each day an employee is to appear (Government Code 68097.2, 68097.5)."""

from __future__ import annotations

from dataclasses import dataclass

from data import charges, fields
from data.charges import Charge
from data.forms import Form, FormError, Look, Values
from data.frontdesk import payments
from data.frontdesk.courtpapers import find_number
from data.frontdesk.courtpapers_clocks import owed
from data.money import show_cents
from data.permissions import DESK, Permission, Refused
from data.services import Line, Service
from data.session import Session
from data.store import Store

CODE = "SUBPOENA"
NEEDS = (CODE,)
"""The charge codes this service needs: a liability, for what is more than the cost goes back."""

FORM = Form(
    "SD10",
    "Subpoena deposit",
    {
        "number": fields.Code("Paper number", 16, required=True, help="The number of the court paper: CP27-000004."),
        "amount": fields.Money("Amount", required=True, help="Enter alone takes what is to be tendered."),
    },
    help="Takes the deposit that is tendered with a civil subpoena. It is held until the cost is reconciled.",
    policy="275.00 for each day of an officer is tendered with the subpoena; ordered back another day, the same again "
    "first. What the days cost more is billed, what they cost less is refunded (Government Code 68097.2, 68097.5).",
)


@dataclass(frozen=True)
class Costs:
    """The charge code, the paper's row (None: no such paper), and what is still to be tendered in cents."""

    charge: Charge
    record_id: int | None
    due_cents: int


def facts(store: Store, values: Values) -> Costs:
    """The charge code and what is due. Raises `Refused` when finance has switched the code off."""
    charge = charges.needed(store, NEEDS, store.clock.today())[CODE]
    record_id = find_number(store, values["number"])
    return Costs(charge, record_id, 0 if record_id is None else owed(store, record_id))


def lines(values: Values, facts: Costs) -> tuple[Line, ...]:
    """One line of deposit. Raises `FormError`: no such paper, nothing due, or more than is due."""
    if facts.record_id is None:
        raise FormError("number", f"There is no court paper {values['number']}. Enter it first (24.6).")
    if not facts.due_cents:
        raise FormError("number", "Nothing is to be tendered for this paper.")
    if values["amount"] > facts.due_cents:
        raise FormError("amount", f"Only {show_cents(facts.due_cents)} is to be tendered.")
    detail = {"record": facts.record_id}
    return (facts.charge.line("SD", values["amount"], reference=values["number"], detail=detail),)


def look(store: Store, session: Session, values: Values) -> Look:
    """What is to be tendered; offers it."""
    if not values.get("number"):
        return Look()
    due = facts(store, values).due_cents
    return Look((f"To be tendered {show_cents(due)}",), {"amount": show_cents(due)}) if due else Look()


def post(store: Store, session: Session, document_id: int, line_no: int, line: Line) -> None:
    """Link the receipt to the paper."""
    payments.link(store, payments.COURT, int(line.detail["record"]), document_id, line_no, line.amount_cents)


def void(store: Store, session: Session, document_id: int, line_no: int, line: Line) -> None:
    """The deposit is to be tendered again. Raises `Refused` once it was reconciled."""
    record_id = int(line.detail["record"])
    if store.value("SELECT cost_cents FROM court_papers WHERE id = ?", record_id) is not None:
        raise Refused("The deposit was reconciled with its cost: what goes back is a refund (menu 12).")
    payments.unlink(store, payments.COURT, record_id, document_id, line_no)


SERVICE = Service(
    code="SD",
    number=14,
    title="Subpoena deposit",
    title_es="Depósito de citación",
    permission=Permission("pay.court", "only those who take money may take subpoena deposits.", DESK),
    form=FORM,
    facts=facts,
    lines=lines,
    look=look,
    post=post,
    void=void,
    typed=("number", "amount"),
)
