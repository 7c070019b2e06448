"""Repossession fee: the debtor's fee to the chief of police before the vehicle is redeemed (Government Code 41612)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from data import charges, fields, jobs
from data.charges import Charge
from data.documents.vehicles import proof_of_payment
from data.forms import Form, FormError, Look, Values
from data.frontdesk import payments
from data.frontdesk.repossessions import AGENCY, FEE, LIST, PAYERS, find_number, paid_by
from data.frontdesk.vehicle import ID_TYPES, described
from data.ledger_terms import terms
from data.money import show_cents
from data.permissions import DESK, Permission
from data.records import record
from data.services import Line, Service
from data.services.rules import fees
from data.session import Session
from data.store import Store

CODE = "REPOSSESSION"
NEEDS = (CODE,)
"""The charge codes this service needs."""

FORM = Form(
    "RP10",
    "Repossession fee",
    {
        "number": fields.Code("Report number", 16, required=True, help="The number of the repossession: RP27-000012."),
        "payer": fields.Choice("Paid by", 8, required=True, options=PAYERS, help="Never staff of the agency."),
        "id_type": fields.Choice("Identification", 8, required=True, options=ID_TYPES, help="Seen and matched."),
    },
    help="Takes the debtor's fee for a repossessed vehicle and prints the proof of payment for the holder.",
    policy="The debtor pays the fee before the vehicle is redeemed, and the holder releases it only against the "
    "proof of payment. Employees of a repossession agency do not pay the fee or collect the receipt (Government "
    "Code 41612).",
)


@dataclass(frozen=True)
class Costs:
    """The charge code, the fee in cents, the report's row (None: no such report) and the receipt that paid it."""

    charge: Charge
    fee_cents: int
    record_id: int | None
    receipts: str


def facts(store: Store, values: Values) -> Costs:
    """Today's fee and the report. Raises `Refused` or `StoreError` when a row is missing."""
    today = store.clock.today()
    found = find_number(store, values["number"])
    paid = payments.receipt_numbers(store, payments.REPOSSESSION, found) if found else ""
    return Costs(charges.needed(store, NEEDS, today)[CODE], fees(store, (FEE,), today)[FEE], found, paid)


def lines(values: Values, facts: Costs) -> tuple[Line, ...]:
    """One line of the fee. Raises `FormError`: no such report, paid already, or staff of the agency."""
    if facts.record_id is None:
        raise FormError("number", f"There is no repossession {values['number']}. Enter the notice first (25.1).")
    if facts.receipts:
        raise FormError("number", f"The fee is paid: receipt {facts.receipts}.")
    if values["payer"] == AGENCY:
        raise FormError("payer", "Agency staff may not pay this fee (Government Code 41612).")
    detail = {"record": facts.record_id, "payer": values["payer"], "id": values["id_type"]}
    return (facts.charge.line("RP", facts.fee_cents, reference=values["number"], detail=detail),)


def look(store: Store, session: Session, values: Values) -> Look:
    """The vehicle and the fee."""
    if not values.get("number"):
        return Look()
    found = facts(store, values)
    if found.record_id is None:
        return Look()
    vehicle = described(record(store, session, LIST, found.record_id).values)
    return Look((vehicle, f"Fee {show_cents(found.fee_cents)}"), alert="NEVER FROM STAFF OF THE REPOSSESSION AGENCY")


def post(store: Store, session: Session, document_id: int, line_no: int, line: Line) -> None:
    """Link the receipt to the report, keep who paid, and print the proof of payment."""
    record_id = int(line.detail["record"])
    payments.link(store, payments.REPOSSESSION, record_id, document_id, line_no, line.amount_cents)
    paid_by(store, record_id, line.detail["payer"], line.detail["id"])
    print_proof(store, session, record_id)


def print_proof(store: Store, session: Session, record_id: int, language: str = "") -> None:
    """Print the proof of payment, in the receipt's language unless another is asked for."""
    row = store.row(
        "SELECT r.number, j.receipt, j.business_date, d.amount_cents, j.language FROM desk_payments d "
        "JOIN repossessions r ON r.id = d.subject_id JOIN journal j ON j.id = d.journal_id "
        "WHERE d.subject = ? AND d.subject_id = ? AND d.void_id IS NULL ORDER BY d.id DESC LIMIT 1",
        payments.REPOSSESSION, record_id,
    )  # fmt: skip
    if row is None:
        raise FormError("number", "The fee is not paid: there is no proof of payment.")
    number, receipt, on, cents, spoken = row
    values = record(store, session, LIST, record_id).values
    known = terms(store, session.business_date)
    paper = proof_of_payment(known, values, number, receipt, date.fromisoformat(on), int(cents), language or spoken)
    jobs.add(store, session, jobs.REPORT, f"Proof of payment {number}", paper)


def void(store: Store, session: Session, document_id: int, line_no: int, line: Line) -> None:
    """The report is unpaid again."""
    payments.unlink(store, payments.REPOSSESSION, int(line.detail["record"]), document_id, line_no)


SERVICE = Service(
    code="RP",
    number=12,
    title="Repossession fee",
    title_es="Cargo por vehículo recuperado",
    permission=Permission("pay.repossession", "only those who take money may take repossession fees.", DESK),
    form=FORM,
    facts=facts,
    lines=lines,
    look=look,
    post=post,
    void=void,
    typed=("number", "payer", "id_type"),
)
