"""Tenders: what can be paid with, what is recorded of each, and when a check may be taken.

A full card number or an expiry date has no field here (PCI DSS). Of a card and of a bank account the last four digits
are kept, of a bank account also a keyed hash (`data.hotlist`). Statutes: California Government Code 6151.5 and 6157,
Commercial Code 3113, 3114, 4401 and 4404.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from data.chain import TenderRow
from data.fields import Account, Choice, Code, Date, Digits, Money, Text, Yes
from data.forms import Form, FormError, Values
from data.money import show_cents
from data.permissions import Refused
from data.text import fold

if TYPE_CHECKING:
    from data.ledger_terms import Terms
    from data.store import Store

CASH, CHECK, CARD, MONEY_ORDER, CASHIERS_CHECK, CREDIT = "CA", "CK", "CD", "MO", "CC", "CR"
REFUND = "AP"
"""A refund that accounts payable will pay; never offered at the counter, only written by a prior-day void."""
BY_FILE: dict[str, tuple[str, str]] = {
    "LB": ("Lockbox", "Buzón bancario"),
    "AC": ("Bank transfer (ACH)", "Transferencia bancaria"),
    "OL": ("Online payment", "Pago en línea"),
}
"""Tenders that come only in a file from the bank, never at the counter: titles in English and Spanish."""
WHOLE = frozenset({CHECK, MONEY_ORDER, CASHIERS_CHECK})
"""Paper that can be handed back only whole."""
COUNTED = (CASH, CHECK, CARD, MONEY_ORDER, CASHIERS_CHECK)
"""Tenders that are counted at the end of a drawer, in this order."""


@dataclass(frozen=True)
class Tender:
    """One payment: `amount_cents` of what is due, `tendered_cents` handed over; only cash may be more than applied."""

    kind: str
    amount_cents: int
    tendered_cents: int
    number: str = ""
    """Check, money order or authorization number; the account of a credit."""
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class TenderKind:
    """A way to pay: code, ten-key number, titles, the form, and its typed fields in order."""

    code: str
    number: int
    title: str
    title_es: str
    form: Form
    typed: tuple[str, ...]
    number_field: str = "number"
    """The field that names this one tender."""
    gl: str = "gl.cash_undeposited"
    """The setting that names the account it is debited to."""


def _amount(label: str = "Amount") -> Money:
    return Money(label, required=True, stop=False, help="What remains due stands here; type over it to pay a part.")


ISSUERS = (("USPS", "Postal Service"), ("WU", "Western Union"), ("MG", "MoneyGram"), ("OTHER", "Other issuer"))
BRANDS = (
    ("VISA", "Visa"),
    ("MC", "Mastercard"),
    ("AMEX", "American Express"),
    ("DISC", "Discover"),
    ("DEBIT", "Debit card"),
)

_CASH = Form(
    "TND001",
    "Cash",
    {"amount": Money("Cash handed over", required=True, help="Enter alone takes the exact amount.")},
    help="Type what the payer hands over. The change is shown and paid out of the drawer.",
)
_CHECK = Form(
    "TND002",
    "Check",
    {
        "number": Digits("Check number", 10, required=True),
        "amount": _amount(),
        "date": Date("Date on check", help="Empty means undated: today is written on it (Commercial Code 3113)."),
        "payee": Text("Payable to", 30, help="Empty means the City or one of its offices (Government Code 6151.5)."),
        "signed": Yes("Signed", default=True, required=True),
        "agree": Yes("Words = figures", default=True, required=True, help="Words prevail (Commercial Code 3114)."),
        "drawer": Text("Name on check", 40),
        "routing": Digits("Routing number", 9, check="routing"),
        "last4": Digits("Bank acct last 4", 4, help="Only the last four digits are ever kept."),
        "bank_account": Digits(
            "Bank account", 17, check="none", help="Never kept: a keyed mark of it finds the payer on the hot list."
        ),
    },
    help="The check number is enough when the check is dated today, made out to the City, signed, and its words "
    "and figures agree.",
    policy="A check is refused when unsigned, when words and figures differ, when it is dated ahead or is older than "
    "the limit, or made out to somebody else. A supervisor may accept a postdated, stale or wrongly addressed check.",
)
_CARD = Form(
    "TND003",
    "Card by terminal",
    {
        "brand": Choice("Brand", 5, required=True, options=BRANDS),
        "last4": Digits("Last four digits", 4, required=True, help="Never type more of the card number."),
        "authorization": Code("Authorization", 12, required=True),
        "amount": _amount(),
        "terminal": Text("Terminal slip no.", 12),
    },
    help="Run the card on the terminal first, then type what its slip says.",
)
_MONEY_ORDER = Form(
    "TND004",
    "Money order",
    {
        "number": Code("Serial number", 16, required=True),
        "issuer": Choice("Issuer", 6, options=ISSUERS, default="USPS", required=True),
        "amount": _amount(),
        "purchaser": Text("Purchaser", 40),
        "date": Date("Date"),
    },
    help="The serial number is enough for a postal money order of the amount due. One serial number of an issuer is "
    "taken once.",
    policy="No change is given on a money order: what is more than due is not taken.",
)
_CASHIERS_CHECK = Form(
    "TND005",
    "Cashier's check",
    {
        "number": Code("Serial number", 16, required=True),
        "amount": _amount(),
        "issuer": Text("Bank", 30, required=True),
        "purchaser": Text("Purchaser", 40),
        "date": Date("Date"),
    },
    help="Serial number and bank, as printed on the check. One serial number of a bank is taken once.",
    policy="No change is given on a cashier's check: what is more than due is not taken.",
)
_CREDIT = Form(
    "TND006",
    "Credit on account",
    {"account": Account("From account", required=True), "amount": _amount()},
    help="Uses money that the customer has paid ahead; at most the account's unapplied credit.",
)

KINDS: dict[str, TenderKind] = {
    kind.code: kind
    for kind in (
        TenderKind(CASH, 1, "Cash", "Efectivo", _CASH, ("amount",)),
        TenderKind(CHECK, 2, "Check", "Cheque", _CHECK, ("number",)),
        TenderKind(
            CARD,
            3,
            "Card",
            "Tarjeta",
            _CARD,
            ("brand", "last4", "authorization"),
            "authorization",
            "gl.card_clearing",
        ),
        TenderKind(MONEY_ORDER, 4, "Money order", "Giro postal", _MONEY_ORDER, ("number",)),
        TenderKind(CASHIERS_CHECK, 5, "Cashier's check", "Cheque de caja", _CASHIERS_CHECK, ("number", "issuer")),
        TenderKind(
            CREDIT,
            6,
            "Credit on account",
            "Saldo a favor",
            _CREDIT,
            ("account",),
            "account",
            "gl.unapplied_credit",
        ),
    )
}


def title(kind: str, language: str = "en") -> str:
    """What a tender is called on screen and paper."""
    if kind == REFUND:
        return "Reembolso por la Ciudad" if language == "es" else "Refund by accounts payable"
    if kind in BY_FILE:
        return BY_FILE[kind][language == "es"]
    found = KINDS[kind]
    return found.title_es if language == "es" else found.title


def gl(terms: Terms, kind: str) -> str:
    """The general ledger account a tender is debited to. Raises `StoreError` when its setting is missing."""
    if kind in BY_FILE:
        return terms.text(f"gl.file_{kind.lower()}")
    return terms.text("gl.refunds_payable" if kind == REFUND else KINDS[kind].gl)


def opening(kind: str, due_cents: int) -> dict[str, str]:
    """The texts a tender's form opens with: what remains due is the amount, so that one key takes it exactly."""
    form = KINDS[kind].form
    return {**form.opening(), "amount": form.fields["amount"].show(due_cents)}


def from_values(kind: str, values: Values, due_cents: int) -> Tender:
    """The tender of a form's clean values; cash beyond what is due becomes change. Raises `FormError`."""
    given = int(values["amount"])
    if kind != CASH and given > due_cents:
        raise FormError("amount", f"Only {show_cents(due_cents)} remains due; change is given from cash only.")
    applied = min(given, due_cents)
    found = KINDS[kind]
    kept = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
        if name not in ("amount", found.number_field) and value not in (None, "")
    }
    return Tender(kind, applied, given, str(values.get(found.number_field) or ""), kept)


def settle(total_cents: int, tenders: Sequence[Tender]) -> int:
    """The change due in cents. Raises `Refused` unless the tenders pay the total exactly and change is from cash."""
    for tender in tenders:
        if tender.kind not in KINDS:
            raise Refused(f"There is no tender {tender.kind}.")
        if tender.amount_cents <= 0:
            raise Refused("A tender must be more than nothing.")
        if tender.tendered_cents < tender.amount_cents:
            raise Refused(f"{title(tender.kind)}: less was handed over than is applied.")
        if tender.kind != CASH and tender.tendered_cents != tender.amount_cents:
            raise Refused("Change is given from cash only.")
    paid = sum(tender.amount_cents for tender in tenders)
    if paid < total_cents:
        raise Refused(f"{show_cents(total_cents - paid)} remains due.")
    if paid > total_cents:
        raise Refused(f"The tenders are {show_cents(paid - total_cents)} more than is due.")
    return sum(tender.tendered_cents - tender.amount_cents for tender in tenders)


def as_rows(tenders: Sequence[Tender]) -> tuple[TenderRow, ...]:
    """The tenders as they are stored."""
    return tuple(
        TenderRow(
            n,
            tender.kind,
            tender.amount_cents,
            tender.tendered_cents,
            tender.tendered_cents - tender.amount_cents,
            tender.number,
            dump(tender.detail),
        )
        for n, tender in enumerate(tenders, 1)
    )


def dump(detail: dict[str, Any]) -> str:
    """A detail as stored: JSON with sorted keys and no blanks."""
    return json.dumps(detail, ensure_ascii=False, sort_keys=True, separators=(",", ":")) if detail else "{}"


# check acceptance: small rules, each a sentence or nothing

CheckRule = Callable[[Tender, "Terms", date], str]


def _unsigned(tender: Tender, terms: Terms, today: date) -> str:
    return "" if tender.detail.get("signed", True) else "The check is not signed. Give it back to be signed."


def _words(tender: Tender, terms: Terms, today: date) -> str:
    if tender.detail.get("agree", True):
        return ""
    return "Words and figures differ: the words count (Com. Code 3114). Take the words amount or give the check back."


def _postdated(tender: Tender, terms: Terms, today: date) -> str:
    written = tender.detail.get("date")
    return "The check is dated ahead of today." if written and date.fromisoformat(written) > today else ""


def _stale(tender: Tender, terms: Terms, today: date) -> str:
    written, days = tender.detail.get("date"), terms.number("check.stale_days")
    old = written and (today - date.fromisoformat(written)).days > days
    return f"The check is older than {days} days." if old else ""


def _payee(tender: Tender, terms: Terms, today: date) -> str:
    payee = fold(tender.detail.get("payee") or "")
    known = [fold(name) for name in terms.text("check.payees").split(";") if name.strip()]
    if not payee or any(name in payee for name in known):
        return ""
    return "The check is not made out to the City (setting check.payees)."


NEVER: tuple[CheckRule, ...] = (_unsigned, _words)
"""What nobody may accept."""
BY_OVERRIDE: tuple[CheckRule, ...] = (_postdated, _stale, _payee)
"""What another person may accept (action `check.override`)."""


def check_refused(tender: Tender, terms: Terms, today: date) -> str:
    """Why nobody may take this check, empty when it may be taken."""
    return next((found for rule in NEVER if (found := rule(tender, terms, today))), "")


def check_doubtful(tender: Tender, terms: Terms, today: date) -> str:
    """Everything for which this check needs somebody's override, empty when it does not."""
    return " ".join(found for rule in BY_OVERRIDE if (found := rule(tender, terms, today)))


def flagged(store: Store, account_ids: Sequence[int]) -> str:
    """Why no check may be taken for these accounts (Government Code 6157(b)), empty when one may."""
    if not account_ids:
        return ""
    marks = ", ".join("?" * len(account_ids))
    found = store.row(
        f"SELECT number, cash_only FROM accounts WHERE id IN ({marks}) AND (cash_only = 1 OR no_checks = 1) LIMIT 1",
        *account_ids,
    )
    if found is None:
        return ""
    return f"Account {found[0]} is {'cash only' if found[1] else 'marked for no checks'}."


def serial_used(store: Store, tender: Tender, beside: Sequence[Tender] = ()) -> str:
    """Why this money order was already taken, empty when it was not; a voided one may come again.

    `beside` are the other tenders of the same payment.
    """
    same = [one for one in beside if (one.kind, one.number) == (tender.kind, tender.number)]
    taken = sum(1 for one in same if one.detail.get("issuer") == tender.detail.get("issuer"))
    for amount, detail in store.rows(
        "SELECT amount_cents, detail FROM tenders WHERE kind = ? AND number = ?", tender.kind, tender.number
    ):
        if json.loads(detail).get("issuer") == tender.detail.get("issuer"):
            taken += 1 if amount > 0 else -1
    return f"{title(tender.kind)} {tender.number} of this issuer was already taken." if taken > 0 else ""
