"""Notices in the queue of exceptions: an ACH return becomes a returned item's case, a change notice a proposal.

The bank data of automatic payments are kept by the service that draws them, not here: a change notice is written on
the account with a day by which the correction must be made there, or ends the automatic payments until it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import audit, contacts, exceptions, returned
from data.cases import RETURNED, step
from data.changes import record_change
from data.fields import Account, Choice, Code, Date, Text
from data.forms import Form, FormError
from data.holidays import business_days_after
from data.permissions import Refused
from data.returned_case import by_id
from data.utility.accounts import by_number

if TYPE_CHECKING:
    from datetime import date

    from data.catalog import Catalog
    from data.exceptions import Waiting
    from data.forms import Values
    from data.returned import Case
    from data.session import Approval, Session
    from data.store import Store

NOTE, STOP = "NOTE", "STOP"
WAYS = ((NOTE, "Correct it at the autopay service, keep autopay"), (STOP, "Stop autopay until it is corrected"))
CHANGE = Form(
    "FIL035",
    "Change notice",
    {
        "account": Account("Account", required=True, help="Whose payments the bank's notice is about."),
        "way": Choice("What follows", 5, required=True, default=NOTE, options=WAYS, stop=True),
        "by": Date("Corrected by", required=True, help="Before the next debit: six banking days (NACHA)."),
        "note": Text("Note", 60),
    },
    help="Writes the change on the account's contact log, to be followed up on that day, and ends the notice. The "
    "corrected bank data stand in the bank's file; only the last four digits are kept here.",
)
MATCH = Form(
    "RET017",
    "Match to the payment",
    {"number": Code("Check or trace no.", 20, required=True, help="As the payment was posted; the receipt shows it.")},
    help="Reverses the payment that was posted under this number, makes the charge and stops the payer's checks.",
)
DAYS = 6
"""Banking days within which a change notice is acted on (NACHA Operating Rules)."""


def open_case(store: Store, session: Session, record_id: int) -> Case:
    """Take an ACH return of the queue down as a returned item, once; the record is then worked on.

    Raises `Refused` when the record is no return or was ticked off, `FormError` for a reason nobody knows.
    """
    with store.writing():
        one = exceptions.locked(store, session, record_id)
        if one.kind != "RETURN":
            raise Refused("Only the bank's return of a payment becomes a returned item.")
        notice = notice_of(one, session.clock.today())
        if one.state != "OPEN" and not store.value("SELECT 1 FROM returned_cases WHERE idem_key = ?", _key(one)):
            raise Refused("This return was ticked off already.")
        case = returned.receive(store, session, notice, _key(one))
        if one.state == "OPEN":
            exceptions.settle(store, session, one, "DONE", None, f"Case {case.number}")
    return case


def notice_of(one: Waiting, on: date) -> returned.Notice:
    """What the bank says in a return of a file: the first payment's trace number, the amount, why, and who."""
    reference = f"{one.file} line {one.line}"[:20]
    return returned.Notice(one.number, one.amount_cents, one.reason, on, bank_reference=reference, payer=one.payer)


def _key(one: Waiting) -> str:
    return f"file:{one.key}:case"


def match(
    store: Store, session: Session, catalog: Catalog, case_id: int, number: str = "", approval: Approval | None = None
) -> Case:
    """Match a case that was only received, under another number when one is given. Raises what `returned.take` does."""
    with store.writing():
        case = by_id(store, case_id, lock=True)
        if case.state == "RECEIVED" and number and number != case.check_number:
            store.run("UPDATE returned_cases SET check_number = ?, version = version + 1 WHERE id = ?", number, case_id)
            step(store, session, RETURNED, case_id, "NUMBER", f"{case.check_number} to {number}")
        notice = returned.Notice(number or case.check_number, case.amount_cents, case.reason, case.returned_on)
        return returned.match(store, session, catalog, case_id, notice, returned.Wishes(), approval)


def change_texts(store: Store, one: Waiting, on: date) -> dict[str, str]:
    """What the form of a change notice offers: the account of the payment it is about, and the last day."""
    number = store.value(
        "SELECT a.number FROM journal_lines l JOIN accounts a ON a.id = l.account_id WHERE l.journal_id = ? "
        "ORDER BY l.n LIMIT 1",
        one.journal_id or 0,
    )
    number = number or (one.account if by_number(store, one.account) else "")
    return {"account": str(number), "by": f"{business_days_after(store, on, DAYS):%m/%d/%Y}"}


def change(store: Store, session: Session, record_id: int, values: Values) -> None:
    """Act on a change notice: a follow-up on the account, and with `STOP` the end of its automatic payments.

    Raises `FormError` for the account, `Refused` when the record is no change notice or was worked on.
    """
    with store.writing():
        one = exceptions.locked(store, session, record_id)
        if one.kind != "CHANGE" or one.state != "OPEN":
            raise Refused("This is no change notice that waits.")
        account = by_number(store, values["account"])
        if account is None:
            raise FormError("account", f"There is no account {values['account']}.")
        title, action = exceptions.meaning(store, one)
        said = f"{one.reason} {title}. {action}: {one.note}. {values['note'] or ''}".strip()
        contacts.add(store, session, account.id, "OTHER", "Bank's change notice", said[:200], values["by"])
        if values["way"] == STOP:
            _stop(store, session, account.id)
        exceptions.settle(store, session, one, "DONE", None, f"Account {account.number}, {values['way'].lower()}")


def _stop(store: Store, session: Session, account_id: int) -> None:
    changed = store.run(
        "UPDATE accounts SET autopay = 0, version = version + 1 WHERE id = ? AND autopay = 1", account_id
    )
    if changed:
        record_change(store, session, "accounts", account_id, {"autopay": "Y"}, {"autopay": "N"})
        audit.record(store, session, "account.autopay", "accounts", account_id, detail="change notice")
