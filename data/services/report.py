"""Police report: takes the cost of copies with the report's number as reference."""

from __future__ import annotations

from dataclasses import dataclass

from data import charges, fields, settings
from data.charges import Charge
from data.forms import Form, FormError, Look, Values
from data.money import show_cents
from data.permissions import DESK, Permission
from data.services import Line, Service
from data.services.rules import fees
from data.session import Session
from data.store import Store

CRIME, COLLISION, VIOLENCE, LETTER = "CRIME", "COLLISION", "DV", "LETTER"
CLEARANCE = "CL"
"""How the numbers of clearance letters begin."""
NEEDS = ("POLICE-REPORT",)
"""The charge codes this service needs."""

FORM = Form(
    "PR10",
    "Police report copy",
    {
        "number": fields.Code("Report number", 16, required=True, help="The police case number."),
        "pages": fields.Count("Pages", maximum=9999, help="Typed first, it offers the cost of this many pages."),
        "amount": fields.Money("Amount", required=True),
        "kind": fields.Choice(
            "Kind",
            12,
            required=True,
            default=CRIME,
            options=(
                (CRIME, "Crime report"),
                (COLLISION, "Collision report"),
                (VIOLENCE, "Domestic violence"),
                (LETTER, "Clearance letter"),
            ),
        ),
        "name": fields.Text("Requester", 40, help="May be left empty: a public records request needs no name."),
    },
    help="Takes the cost of copies of a police report. Who may have it is decided at the release, not here.",
    policy="Copies cost no more than duplication (Government Code 7922.530). A victim's copy of a domestic violence"
    " report is free (Family Code 6228).",
)


@dataclass(frozen=True)
class Costs:
    """The charge code, and the cost of one page in cents."""

    charge: Charge
    page_cents: int


def facts(store: Store, values: Values) -> Costs:
    """Today's cost. Raises `Refused` or `StoreError` when a row is missing."""
    today = store.clock.today()
    return Costs(charges.needed(store, NEEDS, today)[NEEDS[0]], fees(store, ("fee.copy_page",), today)["fee.copy_page"])


def lines(values: Values, facts: Costs) -> tuple[Line, ...]:
    """One line of copies. Raises `FormError` for a report whose copy is free by law."""
    if values["kind"] == VIOLENCE:
        raise FormError("kind", "A domestic violence report is free to the victim (Family Code 6228). Take no money.")
    return (
        facts.charge.line(
            "PR",
            values["amount"],
            reference=values["number"],
            customer=values["name"] or "",
            detail={"kind": values["kind"], "pages": values["pages"]},
        ),
    )


def look(store: Store, session: Session, values: Values) -> Look:
    """The cost of the pages, or the fee of a clearance letter; offers that as the amount."""
    if not values.get("number"):
        return Look()
    if values["number"].startswith(CLEARANCE):
        today = store.clock.today()
        fee = show_cents(min(settings.cents(store, f"fee.{name}", today) for name in ("clearance", "clearance_cap")))
        return Look((f"Clearance letter {fee}",), {"amount": fee, "kind": LETTER})
    cost = facts(store, values).page_cents
    pages = values.get("pages")
    return Look((f"{show_cents(cost)} a page",), {"amount": show_cents(cost * pages)} if pages else {})


SERVICE = Service(
    code="PR",
    number=6,
    title="Police report",
    title_es="Informe policial",
    permission=Permission("pay.report", "only those who take money may sell report copies.", DESK),
    form=FORM,
    facts=facts,
    lines=lines,
    look=look,
    typed=("number", "amount"),
)
