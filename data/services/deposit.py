"""Customer deposit: money held for a water account until its final bill or a good payment record."""

from __future__ import annotations

from data import fields
from data.forms import Form, FormError, Look, Values
from data.money import show_cents
from data.permissions import COUNTER, Permission, Refused
from data.services import Line, Service, Split, receivables
from data.services.receivables import Receivables, spread
from data.services.water_look import account_look
from data.session import Session
from data.store import Store

FORM = Form(
    "UB20",
    "Customer deposit",
    {
        "account": fields.Account("Account", required=True, help="Eight digits; F4 finds it by name or address."),
        "amount": fields.Money("Amount", required=True, help="Enter alone takes the deposit that is due."),
    },
    help="Takes a customer deposit. It is held for the customer, it is no revenue, and it earns no interest.\n\n"
    "Where no deposit is due, the amount opens a new one.",
)


def facts(store: Store, values: Values) -> Receivables:
    """What the account owes. Raises `FormError` when there is no such account."""
    found = receivables.read(store, values["account"])
    if found is None:
        raise FormError("account", f"There is no account {values['account']}. F4 finds it by name, address or phone.")
    return found


def lines(values: Values, facts: Receivables) -> tuple[Line, ...]:
    """One line credited to deposits payable. Raises `FormError` when more is paid than a deposit that is due."""
    amount = values["amount"]
    if facts.deposits and amount > facts.deposit_cents:
        raise FormError("amount", f"The deposit due is {show_cents(facts.deposit_cents)}. Type no more than that.")
    detail = receivables.detail(spread(amount, (), facts.deposits))
    detail["new"] = detail.pop("credit")
    return (
        Line(
            "DEP",
            "Customer deposit",
            amount,
            (Split(facts.gl_deposits, amount),),
            description_es="Depósito del cliente",
            reference=facts.shown,
            account_id=facts.account_id,
            customer=facts.name,
            detail=detail,
        ),
    )


def look(store: Store, session: Session, values: Values) -> Look:
    """Whose account it is and the deposit that is due; offers that as the amount."""
    if not values.get("account"):
        return Look()
    found = facts(store, values)
    note = "" if found.deposits else "No deposit is due: this opens a new one."
    return account_look(store, session, found, found.deposit_cents, note)


def post(store: Store, session: Session, document_id: int, line_no: int, line: Line) -> None:
    """Hold the money. Raises `Refused` when less is due by now."""
    for deposit_id, cents, _state in line.detail["deposits"]:
        receivables.hold(store, document_id, deposit_id, cents)
    if line.detail["new"]:
        store.insert(
            "deposits",
            account_id=line.account_id,
            amount_cents=line.detail["new"],
            held_cents=line.detail["new"],
            state="HELD",
            required_on=session.business_date.isoformat(),
            journal_id=document_id,
        )


def void(store: Store, session: Session, document_id: int, line_no: int, line: Line) -> None:
    """Give the money back. Raises `Refused` when the deposit has since been applied or refunded."""
    for deposit_id, cents, state in line.detail["deposits"]:
        receivables.release(store, deposit_id, cents, state)
    if line.detail["new"]:
        found = store.row(
            "SELECT d.id FROM deposits d JOIN journal j ON j.origin_id = d.journal_id"
            " WHERE j.id = ? AND d.account_id = ?"
            " AND d.state = 'HELD' AND d.held_cents = ? AND d.amount_cents = ? ORDER BY d.id LIMIT 1",
            document_id,
            line.account_id,
            line.detail["new"],
            line.detail["new"],
        )
        if found is None:
            raise Refused("The deposit of this payment has since been applied or refunded. Void that first.")
        store.run("DELETE FROM deposits WHERE id = ?", found[0])


SERVICE = Service(
    code="DEP",
    number=2,
    title="Customer deposit",
    title_es="Depósito del cliente",
    permission=Permission("pay.deposit", "only the counter's clerks take customer deposits.", COUNTER),
    form=FORM,
    facts=facts,
    lines=lines,
    look=look,
    post=post,
    void=void,
    typed=("account", "amount"),
)
