"""Returned check: recovers a check that bounced, with the service charge, by anything but another check.

A number that names a case is paid on that case: its accounts are settled and its departments credited. Any other
number is an item from before the program, and goes to the receivable of returned checks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data import charges, fields, jobs
from data.charges import Charge
from data.documents.distribution import distribution_slip
from data.forms import Form, FormError, Look, Values
from data.ledger_terms import terms
from data.money import show_cents
from data.permissions import COUNTER, Permission, Refused
from data.returned_case import Balance, Case, Owed, balance, by_number
from data.returned_recovery import Group, groups, settle, slip_of, still_owed, unsettle
from data.services import Line, Service, Split
from data.services.rules import fees, several
from data.session import Session
from data.store import Store

RECOVERY, FEE = "RETURNED-CHECK", "RETURNED-FEE"
NEEDS = (RECOVERY, FEE)
"""The charge codes this service needs: the receivable, and the service charge."""
FIRST, NEXT = "FIRST", "NEXT"
FEES = {FIRST: "fee.returned_first", NEXT: "fee.returned_next"}
CAPS = {FIRST: "fee.returned_first_cap", NEXT: "fee.returned_next_cap"}
NO_CHECKS = "NO CHECKS: cash, money order, cashier's check or card"
TENDERS = ("CA", "MO", "CC", "CD")
"""A check is not made good by another check (Government Code 6157(b))."""

FORM = Form(
    "NS10",
    "Returned check recovery",
    {
        "number": fields.Code("Case or check", 16, required=True, help="The number of the case, or of the check."),
        "amount": fields.Money("Check amount", required=True, minimum_cents=0),
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
class OpenCase:
    """A case that is being paid, with the accounts its money is credited to."""

    case: Case
    owed: tuple[Owed, ...]
    balance: Balance
    gl: Mapping[str, str]


@dataclass(frozen=True)
class Costs:
    """The charge codes by code, and charges and their legal caps in cents by setting."""

    charges: Mapping[str, Charge]
    fees: Mapping[str, int]
    case: OpenCase | None = None


GL = ("gl.ar_utility", "gl.deposits_payable", "gl.ar_returned")


def facts(store: Store, values: Values) -> Costs:
    """Today's charges, and the case of that number. Raises `Refused` or `StoreError` when a row is missing."""
    today = store.clock.today()
    case = by_number(store, values["number"])
    opened = None
    if case is not None:
        found = tuple(still_owed(store, case.id))
        opened = OpenCase(case, found, balance(store, case.id), several(store, GL, today))
    return Costs(charges.needed(store, NEEDS, today), fees(store, (*FEES.values(), *CAPS.values()), today), opened)


def lines(values: Values, facts: Costs) -> tuple[Line, ...]:
    """The check and the service charge. Raises `FormError` when the charge is above the law's limit."""
    if facts.case is not None:
        return _case_lines(values, facts.case)
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


def _case_lines(values: Values, found: OpenCase) -> tuple[Line, ...]:
    """A line for each account and department of the case. Raises `Refused` and `FormError` for too much."""
    if not found.balance.total_cents:
        raise Refused(f"Nothing is owed on case {found.case.number}.")
    made, item_rest, fee_rest = groups(found.owed, values["amount"], values["fee"])
    if item_rest:
        raise FormError("amount", f"Only {show_cents(found.balance.item_cents)} of the item is still owed.")
    if fee_rest:
        raise FormError("fee", f"Only {show_cents(found.balance.fee_cents)} of the charge is still owed.")
    return tuple(_case_line(found, group) for group in made)


def _case_line(found: OpenCase, group: Group) -> Line:
    what = "Returned-item charge" if group.fee else f"Returned item, {group.department.lower()}"
    held = sum(cents for one, cents in group.parts if one.deposit_id)
    gl = found.gl["gl.ar_returned" if group.account_id is None else "gl.ar_utility"]
    splits = (Split(gl, group.cents - held), Split(found.gl["gl.deposits_payable"], held))
    return Line(
        "NS",
        what,
        group.cents,
        tuple(split for split in splits if split.amount_cents),
        description_es="Cargo por cheque devuelto" if group.fee else "Cheque devuelto",
        reference=found.case.number,
        charge_code=FEE if group.fee else RECOVERY,
        account_id=group.account_id,
        customer=found.case.payer,
        detail=group.detail(found.case.id),
        tenders=TENDERS,
    )


def post(store: Store, session: Session, document_id: int, line_no: int, line: Line) -> None:
    """Pay the case's parts. Raises `Refused` when they were paid meanwhile."""
    if "case" in line.detail:
        settle(store, document_id, line_no, line, session.business_date)
        _slip(store, session, document_id, line)


def _slip(store: Store, session: Session, document_id: int, line: Line) -> None:
    """Print what the line's department gets, with its account strings."""
    found = slip_of(store, document_id, [part for part, _ in line.detail["parts"]])
    number = store.value("SELECT receipt FROM journal WHERE id = ?", document_id)
    known = terms(store, session.business_date)
    for where in dict.fromkeys(row[0] for row in found):
        parts = [row[1:] for row in found if row[0] == where]
        paper = distribution_slip(known, where, line.reference, str(number), parts)
        jobs.add(store, session, jobs.REPORT, f"Distribution {where}", paper, document_id)


def void(store: Store, session: Session, document_id: int, line_no: int, line: Line) -> None:
    """Open the case again."""
    if "case" in line.detail:
        unsettle(store, document_id, line_no, line, session.business_date)


def look(store: Store, session: Session, values: Values) -> Look:
    """What the case owes, or the service charge; offers it."""
    if not values.get("number"):
        return Look()
    known = facts(store, values)
    if known.case is not None:
        case, owed = known.case.case, known.case.balance
        shown = f"Case {case.number} {case.state}: {case.payer}, check {case.check_number}"
        due = f"Item {show_cents(owed.item_cents)}  Charge {show_cents(owed.fee_cents)}"
        offered = {"amount": show_cents(owed.item_cents), "fee": show_cents(owed.fee_cents), "name": case.payer[:40]}
        return Look((shown, due), offered, NO_CHECKS)
    usual = known.fees[FEES[values.get("occurrence") or FIRST]]
    return Look((), {"fee": show_cents(usual)}, NO_CHECKS)


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
    post=post,
    void=void,
    typed=("number", "amount", "fee"),
)
