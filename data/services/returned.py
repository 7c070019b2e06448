"""Returned check: recovers a check that bounced, with the service charge, by anything but another check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data import charges, fields
from data.charges import Charge
from data.forms import Form, FormError, Look, Values
from data.money import show_cents
from data.permissions import COUNTER, Permission
from data.services import Line, Service
from data.services.rules import fees
from data.session import Session
from data.store import Store

RECOVERY, FEE = "RETURNED-CHECK", "RETURNED-FEE"
NEEDS = (RECOVERY, FEE)
"""The charge codes this service needs: the receivable, and the service charge."""
FIRST, NEXT = "FIRST", "NEXT"
FEES = {FIRST: "fee.returned_first", NEXT: "fee.returned_next"}
CAPS = {FIRST: "fee.returned_first_cap", NEXT: "fee.returned_next_cap"}
TENDERS = ("CA", "MO", "CC", "CD")
"""A check is not made good by another check (Government Code 6157(b))."""

FORM = Form(
    "NS10",
    "Returned check recovery",
    {
        "number": fields.Code("Case or check", 16, required=True, help="The number of the case, or of the check."),
        "amount": fields.Money("Check amount", required=True),
        "fee": fields.Money("Service charge", required=True, minimum_cents=0, help="Enter alone takes the usual one."),
        "occurrence": fields.Choice(
            "Occurrence", 8, required=True, default=FIRST, options=((FIRST, "First check"), (NEXT, "Later check"))
        ),
        "name": fields.Text("Drawer", 40, help="Who wrote the check."),
    },
    help="Takes the money for a check that the bank returned, with the service charge. Never by another check.",
    policy="Civil Code 1719: at most 25.00 for the first check returned to this payee, 35.00 for each later one."
    " After a returned check another method of payment may be prescribed (Government Code 6157(b)).",
)


@dataclass(frozen=True)
class Costs:
    """The charge codes by code, and charges and their legal caps in cents by setting."""

    charges: Mapping[str, Charge]
    fees: Mapping[str, int]


def facts(store: Store, values: Values) -> Costs:
    """Today's charges. Raises `Refused` or `StoreError` when a row is missing."""
    today = store.clock.today()
    return Costs(charges.needed(store, NEEDS, today), fees(store, (*FEES.values(), *CAPS.values()), today))


def lines(values: Values, facts: Costs) -> tuple[Line, ...]:
    """The check and the service charge. Raises `FormError` when the charge is above the law's limit."""
    cap = facts.fees[CAPS[values["occurrence"]]]
    if values["fee"] > cap:
        raise FormError("fee", f"The law allows at most {show_cents(cap)} here (Civil Code 1719).")
    return tuple(
        facts.charges[code].line(
            "NS", cents, reference=values["number"], customer=values["name"] or "", tenders=TENDERS
        )
        for code, cents in ((RECOVERY, values["amount"]), (FEE, values["fee"]))
        if cents
    )


def look(store: Store, session: Session, values: Values) -> Look:
    """The service charge; offers it."""
    if not values.get("number"):
        return Look()
    usual = facts(store, values).fees[FEES[values.get("occurrence") or FIRST]]
    return Look((), {"fee": show_cents(usual)}, "NO CHECKS: cash, money order, cashier's check or card")


SERVICE = Service(
    code="NS",
    number=11,
    title="Returned check",
    title_es="Cheque devuelto",
    permission=Permission("pay.returned", "only the counter's clerks recover returned checks.", COUNTER),
    form=FORM,
    facts=facts,
    lines=lines,
    look=look,
    typed=("number", "amount", "fee"),
)
