"""Impound fee: the city's processing fee for a stored vehicle, by the tenders that a dated setting names.

A number that names a stored vehicle is paid on its record; any other is taken with the number as reference alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from data import charges, fields
from data.charges import Charge
from data.forms import Form, FormError, Look, Values
from data.frontdesk import payments
from data.frontdesk.impounds import FEE, LEGAL, find_number
from data.frontdesk.impounds import TENDERS as TENDERS_SETTING
from data.money import show_cents
from data.permissions import DESK, Permission
from data.services import Line, Service
from data.services.rules import fees, several
from data.session import Session
from data.store import Store
from data.tenders import title

NEEDS = ("IMPOUND",)
"""The charge codes this service needs."""

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
    """The charge code, the fee in cents, the tenders that may pay it, and the record that is paid, if any."""

    charge: Charge
    fee_cents: int
    tenders: tuple[str, ...]
    record_id: int | None = None
    problem: str = ""
    """Why nothing is to be taken for the record."""


def facts(store: Store, values: Values) -> Costs:
    """Today's fee and the record. Raises `Refused` or `StoreError` when a row is missing."""
    today = store.clock.today()
    charge = charges.needed(store, NEEDS, today)[NEEDS[0]]
    tenders = tuple(several(store, (TENDERS_SETTING,), today)[TENDERS_SETTING].split())
    record_id = find_number(store, values["number"])
    problem = "" if record_id is None else unpayable(store, record_id)
    return Costs(charge, fees(store, (FEE,), today)[FEE], tenders, record_id, problem)


def unpayable(store: Store, record_id: int) -> str:
    """Why no fee is taken for a stored vehicle, as a sentence; empty when it is due."""
    paid = payments.receipt_numbers(store, payments.IMPOUND, record_id)
    if paid:
        return f"The fee is paid: receipt {paid}."
    row = store.row("SELECT waived, path, hearing_asked_by FROM impounds WHERE id = ?", record_id)
    assert row is not None
    if row[0]:
        return "The fee was waived: take no money."
    if row[1] == LEGAL and row[2] != LEGAL:
        return "A legal owner who asked for no hearing owes no fee (Vehicle Code 22850.5)."
    return ""


def lines(values: Values, facts: Costs) -> tuple[Line, ...]:
    """One line of the fee as it is today. Raises `FormError` when the record owes none."""
    if facts.problem:
        raise FormError("number", facts.problem)
    detail = {"plate": values["plate"]} if values["plate"] else {}
    if facts.record_id is not None:
        detail["record"] = facts.record_id
    return (
        facts.charge.line(
            "IM",
            facts.fee_cents,
            reference=values["number"],
            customer=values["payer"] or "",
            detail=detail,
            tenders=facts.tenders,
        ),
    )


def look(store: Store, session: Session, values: Values) -> Look:
    """The fee, and what may pay it."""
    if not values.get("number"):
        return Look()
    found = facts(store, values)
    words = [title(kind).upper() for kind in found.tenders]
    allowed = " OR ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
    shown = found.problem or f"Fee {show_cents(found.fee_cents)}"
    return Look((shown,), alert=f"{allowed} ONLY" if allowed else "")


def post(store: Store, session: Session, document_id: int, line_no: int, line: Line) -> None:
    """Link the receipt to the stored vehicle."""
    if "record" in line.detail:
        payments.link(store, payments.IMPOUND, int(line.detail["record"]), document_id, line_no, line.amount_cents)


def void(store: Store, session: Session, document_id: int, line_no: int, line: Line) -> None:
    """The fee is unpaid again."""
    if "record" in line.detail:
        payments.unlink(store, payments.IMPOUND, int(line.detail["record"]), document_id, line_no)


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
    post=post,
    void=void,
    typed=("number",),
)
