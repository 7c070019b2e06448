"""The forms of refunds and unclaimed money, and what the records know while a request is filled in."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from data.fields import Choice, Code, Count, Date, Lookup, Money, Text, Yes
from data.forms import Form, FormError, Look, Values
from data.ledger_read import find
from data.money import parse_cents, show_cents
from data.permissions import Refused
from data.refunds import CREDIT, DEPOSIT, RECEIPT, Payee, Wanted
from data.refunds_grounds import FITTING, FORMULAS, FULL, GROUNDS, refund_cents
from data.services.rules import several
from data.unclaimed import ORIGINS, OTHER
from data.utility.accounts import by_number, plain_number

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

SOURCES = ((CREDIT, "Account credit"), (DEPOSIT, "Deposit of an account"), (RECEIPT, "Line of a receipt"))

_ADDRESS = {
    "payee": Text("Payee", 40, required=True, help="Who paid; another one needs a supervisor."),
    "street": Text("Street", 40, required=True),
    "street2": Text("Street 2", 40),
    "city": Text("City", 30, required=True),
    "state": Code("State", 2, required=True, default="CA"),
    "zip": Code("ZIP", 10, required=True),
}
REQUEST = Form(
    "RFD010",
    "Request a refund",
    {
        "source": Choice("Money from", 8, required=True, default=CREDIT, options=SOURCES),
        "number": Code(
            "Account or receipt",
            16,
            required=True,
            help="The account's number, or the receipt's: it says where the money comes from when you do not.",
        ),
        "line": Count("Receipt line", 3, default=1, minimum=1, help="Only for a receipt."),
        "ground": Choice("Ground", 10, required=True, default="CREDIT", options=GROUNDS),
        "formula": Choice("Formula", 9, required=True, default=FULL, options=FORMULAS, help="For a yearly fee."),
        "months": Count("Unused months", 3, default=0, maximum=12, help="Whole months, for a formula by months."),
        "amount": Money("Amount", required=True, help="Offered from the records and the formula."),
        **_ADDRESS,
        "spanish": Yes("Spanish", required=True, default=False, help="Letters in Spanish."),
        "estate": Yes("Estate", required=True, default=False, help="The payer has died: a supervisor verifies."),
        "vendor": Code("Vendor no.", 16),
        "note": Text("Note", 60),
    },
    help="Asks for money back. It moves to refunds payable at once, is verified, approved by another person within "
    "their limit, and sent to accounts payable.\n\nWhat the customer owes is paid first: option 12.9.",
    policy="The State's disability access fee is never refunded (Government Code 4467).",
)
REJECT = Form("RFD030", "Reject a refund", {"why": Text("Why", 60, required=True)})
PAID = Form(
    "RFD032",
    "Check of accounts payable",
    {"number": Code("Check number", 16, required=True), "on": Date("Check date", required=True, stop=False)},
)
CLEARED = Form("RFD034", "Check was cashed", {"on": Date("Cashed on", required=True, stop=False)})
FILE = Form(
    "RFD040",
    "File of accounts payable",
    {"path": Text("File", 60, required=True, help="A path, or a name in the folder outbox.folder.")},
)
HOLD = Form(
    "UNC020",
    "Money that nobody claims",
    {
        "amount": Money("Amount", required=True),
        "since": Date("Time runs from", required=True),
        "gl": Lookup("Stands on account", 24, required=True, prompt="GL"),
        "origin": Choice("Origin", 8, required=True, default=OTHER, options=ORIGINS),
        "owner": Text("Owner", 40, help="Empty when the owner is not known."),
        "street": Text("Last street", 40),
        "place": Text("City, state, ZIP", 40),
        "reference": Code("Reference", 16),
    },
    help="15.00 or more of a known owner waits three years and is published; the rest waits one year.",
    policy="Government Code 50050 to 50056.",
)
PUBLISH = Form(
    "UNC030",
    "Publication",
    {
        "first": Date("First notice", required=True),
        "second": Date("Second notice", required=True),
        "effective": Date("Effective date", required=True, help="45 to 60 days after the first notice."),
    },
)
CLAIM = Form(
    "UNC032",
    "Claim",
    {
        "claimant": Text("Claimant", 40, required=True),
        "proof": Text("Proof seen", 60, required=True),
        **_ADDRESS,
    },
    help="An allowed claim becomes a refund request, which is verified and approved like any other.",
)
TRANSFER = Form("UNC034", "Transfer to the City", {"resolution": Text("Resolution", 40, stop=True)})


def payee_of(values: Values) -> Payee:
    """The payee of a form."""
    return Payee(
        values["payee"], values["street"], values["city"], values["state"], values["zip"], values["street2"] or "",
        "es" if values.get("spanish") else "en",
    )  # fmt: skip


def wanted_of(store: Store, session: Session, values: Values) -> Wanted:
    """The request a form asks for. Raises `FormError` when its account or line does not exist."""
    source_id = _source(store, values["source"], values["number"], values.get("line") or 1, session.business_date)[0]
    return Wanted(
        values["source"], source_id, values["amount"], values["ground"], payee_of(values), estate=values["estate"],
        vendor=values["vendor"] or "", note=values["note"] or "",
    )  # fmt: skip


def request_look(store: Store, session: Session, values: Values) -> Look:
    """What the records know of the money and its payer; offers amount and address."""
    if not values.get("number") or not values.get("source"):
        return Look()
    source = _where(store, values["source"], values["number"], session.business_date)
    _, cents, name, address = _source(store, source, values["number"], values.get("line") or 1, session.business_date)
    fee = several(store, ("refund.processing_fee",), session.clock.today())["refund.processing_fee"]
    amount = refund_cents(values.get("formula") or FULL, cents, parse_cents(fee), values.get("months") or 0)
    ground = _ground(store, source, values["number"], values.get("line") or 1, session.business_date)
    where = zip(("street", "city", "state", "zip"), address, strict=False)
    spanish = "Y" if _language(store, source, values["number"], session.business_date) == "es" else "N"
    fill = {"source": source, "amount": show_cents(amount), "ground": ground, "payee": name, "spanish": spanish}
    fill |= dict(where)
    said = name or "No payer's name on the receipt"
    return Look((f"{said}: {show_cents(cents)} there",), {key: text for key, text in fill.items() if text})


def _where(store: Store, source: str, number: str, on: date) -> str:
    """Where the money is: as chosen; the offered account credit gives way to the receipt or deposit that is there."""
    if source != CREDIT:
        return source
    account = by_number(store, plain_number(number))
    if account is not None:
        return CREDIT if account.credit_cents or _held(store, account.id) is None else DEPOSIT
    try:
        find(store, number, on)
    except Refused:
        return CREDIT
    return RECEIPT


def _held(store: Store, account_id: int) -> tuple[int, int] | None:
    """The id and cents of the first deposit that is held for an account."""
    found = store.row(
        "SELECT id, held_cents FROM deposits WHERE account_id = ? AND held_cents > 0 AND state IN ('HELD', "
        "'REFUND-DUE') ORDER BY id LIMIT 1",
        account_id,
    )
    return (int(found[0]), int(found[1])) if found else None


def _source(store: Store, source: str, number: str, line: int, on: date) -> tuple[int, int, str, tuple[str, ...]]:
    """The id, cents, payer and address of a refund's money. Raises `FormError`."""
    if source == RECEIPT:
        return _line(store, number, line, on)
    account = by_number(store, plain_number(number))
    if account is None:
        raise FormError("number", f"There is no account {number}.")
    address = _address(store, account.customer_id, account.premise_id)
    if source == CREDIT:
        return account.id, account.credit_cents, _name(store, account.customer_id), address
    found = _held(store, account.id)
    if found is None:
        raise FormError("number", "No deposit is held for this account.")
    return *found, _name(store, account.customer_id), address


def _language(store: Store, source: str, number: str, on: date) -> str:
    """The language of the account's customer, or the one in which the receipt was printed."""
    if source == RECEIPT:
        return find(store, number, on).header.language
    account = by_number(store, plain_number(number))
    return str(store.value("SELECT language FROM customers WHERE id = ?", account.customer_id if account else 0))


def _name(store: Store, customer_id: int) -> str:
    return str(store.value("SELECT name FROM customers WHERE id = ?", customer_id))


def _address(store: Store, customer_id: int, premise_id: int) -> tuple[str, ...]:
    mail = store.row("SELECT mail_street, mail_city, mail_state, mail_zip FROM customers WHERE id = ?", customer_id)
    if mail and mail[0]:
        return tuple(str(part) for part in mail)
    found = store.row("SELECT street, unit, city, state, zip FROM premises WHERE id = ?", premise_id)
    assert found is not None
    street, unit, *place = found
    return (f"{street} #{unit}" if unit else str(street), *(str(part) for part in place))


def _ground(store: Store, source: str, number: str, line: int, on: date) -> str:
    """The ground that is offered: paid twice when the same line was paid on another receipt, else in error."""
    if source != RECEIPT:
        return FITTING[source][0]
    twice = store.value(
        "SELECT 1 FROM journal_lines l JOIN journal_lines o ON o.charge_code = l.charge_code "
        "AND o.service = l.service AND o.reference = l.reference AND o.amount_cents = l.amount_cents AND o.id <> l.id "
        "JOIN journal j ON j.id = o.journal_id WHERE l.id = ? AND l.reference <> '' AND j.kind = 'RECEIPT' "
        "AND NOT EXISTS (SELECT 1 FROM journal_lines v WHERE v.origin_line_id = o.id)",
        _line(store, number, line, on)[0],
    )
    return "DUPLICATE" if twice else "ERROR"


def _line(store: Store, number: str, line: int, on: date) -> tuple[int, int, str, tuple[str, ...]]:
    posted = find(store, number, on)
    row: Any = next((one for one in posted.lines if one.n == line), None)
    if row is None:
        raise FormError("line", f"Receipt {posted.number} has no line {line}.")
    key = store.value("SELECT id FROM journal_lines WHERE journal_id = ? AND n = ?", posted.journal_id, line)
    payer, account = posted.header.payer or row.customer, row.account_id
    found = store.row("SELECT customer_id, premise_id FROM accounts WHERE id = ?", account) if account else None
    return int(key), row.amount_cents, payer, _address(store, *found) if found else ()
