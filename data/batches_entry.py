"""What is typed for a mail batch and its items, and the acceptance rules an item passes before it is kept."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from data import tenders
from data.fields import Account, Choice, Count, Date, Digits, Money, Text, Yes
from data.forms import Form, FormError, Look, Values
from data.ledger_terms import terms
from data.mail_exceptions import BY_CODE, OPTIONS
from data.money import show_cents
from data.scanline import account_of, read_stub
from data.scanlines_register import layouts
from data.services import receivables
from data.text import fold

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

FULL, EDIT = "FULL", "EDIT"
SOURCES = (("MAIL", "Mail"), ("DROP", "Drop box"), ("OTHER", "Other"))
KINDS = (("CK", "Check"), ("MO", "Money order"), ("CC", "Cashier's check"))

HEADER = Form(
    "BAT010",
    "New mail batch",
    {
        "count": Count("Control count", 4, required=True, minimum=1, maximum=9999, help="Checks counted at opening."),
        "total": Money("Control total", required=True, help="The tape of the checks, made before anything is entered."),
        "mode": Choice(
            "How",
            4,
            required=True,
            default=FULL,
            options=((FULL, "Paid in full: scan, Enter"), (EDIT, "Edit every item")),
        ),
        "source": Choice("From", 5, required=True, default="MAIL", options=SOURCES),
        "note": Text("Note", 40),
    },
    help="Count the checks and run a tape of them (F8) before anything is entered. The batch is posted only when what "
    "was entered comes to this count and this total.",
)
_FIELDS = {
    "account": Account("Account", help="Scan the stub, or type eight digits. * or F4 finds it by name."),
    "amount": Money("Check amount", required=True, help="What the check says. * takes the amount of the item before."),
    "number": Digits("Check number", 10, help="* takes the number of the item before."),
    "same": Yes("Same check", required=True, default=False, help="Y: this stub is paid by the check before."),
    "exception": Choice("Exception", 12, options=OPTIONS, help="A number from the list; F4 shows it."),
    "kind": Choice("Kind", 2, required=True, default="CK", options=KINDS),
    "date": Date("Date on check", help="Empty means undated: today is written on it (Commercial Code 3113)."),
    "payer": Text("Name on check", 40, help="When it is not the name on the account. * takes the one before."),
    "note": Text("Note", 40),
}
_STOPS = {FULL: ("account",), EDIT: ("account", "amount", "number")}
_HELP = (
    "Paid in full: scan and Enter; the stub's amount is taken. Edit: scan, then the check's amount and number.\n\n"
    "* (or F11) in amount, check number or name repeats the item before (Dup). An exception sets the item aside: its "
    "check counts, but is not posted; the letter that returns it is printed with the batch."
)
ENTRY = {
    mode: Form(
        "BAT020",
        title,
        {name: kind.like(stop=name in _STOPS[mode]) for name, kind in _FIELDS.items()},
        help=_HELP,
    )
    for mode, title in ((FULL, "Mail: paid in full"), (EDIT, "Mail: edit"))
}
"""The form of an item, by the batch's mode."""
DUPLICATED = ("amount", "number", "payer", "date")
"""Fields that Dup repeats from the item before."""


def scanned(store: Store, session: Session, text: str) -> dict[str, str] | None:
    """The texts of the entry form for a scanned stub or account barcode; None when it is neither."""
    stub = read_stub(text, layouts(store))
    number = stub.account if stub else account_of(text)
    if number is None:
        return None
    cents = stub.amount_on(session.clock.today()) if stub else 0
    if not cents and (owed := receivables.read(store, number)):
        cents = owed.due_cents
    return {"account": number, **({"amount": show_cents(cents)} if cents else {})}


def look(store: Store, values: Values) -> Look:
    """Whose account it is, what is due, and what does not agree: the name on the check, the amount.

    Raises `FormError` for an account that is none, such as a total typed there, unless the check is set aside.
    """
    if not values.get("account"):
        return Look()
    owed = receivables.read(store, values["account"])
    if owed is None:
        if not values.get("exception"):
            raise FormError("account", f"No account {values['account']}. Retype, or leave it empty and use 7 NOACCT.")
        return Look((), {}, f"There is no account {values['account']}: the check is set aside.")
    warnings = []
    if problem := tenders.flagged(store, [owed.account_id]):
        warnings.append(problem)
    payer = fold(values.get("payer") or "")
    if payer and not set(payer.split()) & set(fold(owed.name).split()):
        warnings.append(f"Name on the account: {owed.name}")
    amount = values.get("amount")
    if amount and owed.due_cents and amount != owed.due_cents:
        warnings.append(f"Due {show_cents(owed.due_cents)}, check {show_cents(amount)}")
    fill = {} if amount or not owed.due_cents else {"amount": show_cents(owed.due_cents)}
    return Look((f"{owed.shown}  {owed.name}", f"Due {show_cents(owed.due_cents)}"), fill, "  ".join(warnings))


def columns(store: Store, on: date, values: Values) -> dict[str, Any]:
    """An item as it is stored, checked by the acceptance rules unless it is set aside. Raises `FormError`."""
    problem = BY_CODE.get(values["exception"] or "")
    aside = problem is not None and not problem.posts
    owed = receivables.read(store, values["account"]) if values["account"] else None
    if owed is None and not aside:
        raise FormError("account", "No such account. Type it again, or exception 7 NOACCT sets the check aside.")
    if owed is not None and not aside:
        _accept(store, on, values, owed)
    return {
        "kind": values["kind"],
        "account": values["account"] or "",
        "account_id": owed.account_id if owed else None,
        "customer": owed.name if owed else "",
        "due_cents": owed.due_cents if owed else 0,
        "amount_cents": values["amount"],
        "number": values["number"] or "",
        "written_on": values["date"].isoformat() if values["date"] else None,
        "payer": values["payer"] or "",
        "exception": problem.code if problem else "",
        "note": values["note"] or "",
        "state": "ASIDE" if aside else "READY",
    }


def _accept(store: Store, on: date, values: Values, owed: receivables.Receivables) -> None:
    """Refuse what the acceptance rules of the counter would not take, naming the exception that sets it aside."""
    if flagged := tenders.flagged(store, [owed.account_id]):
        raise FormError("exception", f"{flagged} Exception 12 CASHONLY sets the check aside.")
    if values["kind"] != "CK":
        return
    tender = tender_of(values["kind"], values["amount"], values["number"] or "", values["date"], values["payer"] or "")
    if doubt := tenders.check_doubtful(tender, terms(store, on), on):
        late = values["date"] is not None and values["date"] > on
        code = "3 POSTDATE" if late else "4 STALE"
        raise FormError("exception", f"{doubt} Exception {code} sets it aside.")


def tender_of(kind: str, cents: int, number: str, written: date | None, payer: str) -> tenders.Tender:
    """The tender of a check that came by mail."""
    detail: dict[str, Any] = {"mail": True}
    if written:
        detail["date"] = written.isoformat()
    if payer:
        detail["drawer"] = payer
    return tenders.Tender(kind, cents, cents, number, detail)
