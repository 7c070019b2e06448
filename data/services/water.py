"""Water bill: pays an account's open bills in the city's order, or as the customer directs."""

from __future__ import annotations

from data import fields
from data.forms import Form, FormError, Look, Values
from data.money import show_cents
from data.permissions import COUNTER, Permission
from data.scanline import scanned_account
from data.scanlines_register import layouts
from data.services import Line, Service, Split, receivables
from data.services.receivables import Receivables, Spread, spread
from data.services.water_look import account_look
from data.session import Session
from data.store import Store

OLDEST, BILL, DEPOSIT, CREDIT = "OLDEST", "BILL", "DEPOSIT", "CREDIT"

FORM = Form(
    "UB10",
    "Water bill payment",
    {
        "account": fields.Account(
            "Account", required=True, help="Eight digits, or scan the stub; F4 finds it by name."
        ),
        "amount": fields.Money("Amount", required=True, help="Enter alone takes everything that is due."),
        "direct": fields.Choice(
            "Apply to",
            8,
            required=True,
            default=OLDEST,
            options=(
                (OLDEST, "Oldest bill first"),
                (BILL, "One bill"),
                (DEPOSIT, "Deposit"),
                (CREDIT, "Credit only"),
            ),
            help="As the customer directs in writing; without a direction the oldest bill is paid first.",
        ),
        "bill": fields.Code("Bill number", 16, help="Only when one bill is to be paid."),
        "over": fields.Yes(
            "More than due",
            required=True,
            default=False,
            help="Y leaves what is too much on the account as credit. No cash is given.",
        ),
    },
    help="Takes a payment on a water account. What is due is offered as the amount.\n\n"
    "Money is applied to the oldest bill first, inside a bill to returned-check fees, turn-on fees, late charges,"
    " wastewater, and water, then to a deposit that is due.",
    policy="An amount above what is due is taken only when the customer chooses to leave it as credit.",
)


def facts(store: Store, values: Values) -> Receivables:
    """What the account owes. Raises `FormError` when there is no such account."""
    found = receivables.read(store, values["account"])
    if found is None:
        raise FormError("account", f"There is no account {values['account']}. F4 finds it by name, address or phone.")
    return found


def lines(values: Values, facts: Receivables) -> tuple[Line, ...]:
    """One line, split over receivables, deposits and unapplied credit. Raises `FormError` when too much is paid."""
    used = directed(values, facts)
    if used.credit_cents and values["direct"] != CREDIT and not values["over"]:
        if not (due := values["amount"] - used.credit_cents):
            raise FormError("amount", "Nothing is open here. Put Y in More than due to take it as credit.")
        raise FormError("amount", f"Only {show_cents(due)} is open. Type that, or put Y in More than due.")
    parts = (
        Split(facts.gl_receivable, sum(cents for _, cents in used.lines)),
        Split(facts.gl_deposits, sum(cents for _, cents in used.deposits)),
        Split(facts.gl_credit, used.credit_cents),
    )
    return (
        Line(
            "UB",
            "Water bill",
            values["amount"],
            tuple(part for part in parts if part.amount_cents),
            description_es="Factura de agua",
            reference=facts.shown,
            account_id=facts.account_id,
            customer=facts.name,
            detail=receivables.detail(used),
        ),
    )


def directed(values: Values, facts: Receivables) -> Spread:
    """The payment spread as the customer directs. Raises `FormError` when the direction cannot be followed."""
    amount = values["amount"]
    if values["direct"] == CREDIT:
        return spread(amount, (), ())
    if values["direct"] == DEPOSIT:
        if not facts.deposits:
            raise FormError("direct", "No deposit is due on this account.")
        return spread(amount, (), facts.deposits)
    if values["direct"] == BILL:
        chosen = [line for line in facts.lines if line.bill == values["bill"]]
        if not chosen:
            raise FormError("bill", "Type the number of an open bill of this account, as printed on it.")
        return spread(amount, chosen, ())
    if values["bill"]:
        raise FormError("direct", "A bill number is given: choose 2 One bill, or clear the bill number.")
    return spread(amount, facts.lines, facts.deposits)


def look(store: Store, session: Session, values: Values) -> Look:
    """Whose account it is and what is due; offers that as the amount."""
    if not values.get("account"):
        return Look()
    found = facts(store, values)
    return account_look(store, session, found, found.due_cents)


def post(store: Store, session: Session, document_id: int, line_no: int, line: Line) -> None:
    """Settle the bill lines and deposits of this line. Raises `Refused` when they have changed since."""
    receivables.pay(store, document_id, line_no, _account(line), line.detail)


def void(store: Store, session: Session, document_id: int, line_no: int, line: Line) -> None:
    """Open again what this line had settled. Raises `Refused` when its credit has since been used."""
    receivables.undo(store, document_id, line_no, _account(line), line.detail)


def scan(store: Store, text: str) -> Values | None:
    """The account of a bill stub's scan line or barcode; the amount stays what is due now, not what was printed."""
    account = scanned_account(text, layouts(store))
    return {"account": account} if account else None


def _account(line: Line) -> int:
    if line.account_id is None:
        raise ValueError("A water payment without an account.")
    return line.account_id


SERVICE = Service(
    code="UB",
    number=1,
    title="Water bill",
    title_es="Factura de agua",
    permission=Permission("pay.water", "only the counter's clerks take water payments.", COUNTER),
    form=FORM,
    facts=facts,
    lines=lines,
    look=look,
    post=post,
    void=void,
    typed=("account", "amount"),
    scan=scan,
)
