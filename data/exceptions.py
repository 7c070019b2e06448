"""The queue of exceptions: payments from files that wait in suspense, reversals, returns and change notices.

A payment in suspense is settled by one more document that takes it out of suspense and puts it where it belongs: to
its account, or to refunds payable when it is sent back. Returns and change notices are worked on in
`data.exceptions_notices`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from data import audit, authority
from data.chain import PostingRow
from data.csvout import amount, table
from data.files import REASONS, TAKE
from data.files_draft import SUSPENSE
from data.files_post import office
from data.forms import FormError, Look
from data.ledger import line_row
from data.ledger_entry import Entry, post_entry
from data.ledger_read import id_of_key
from data.money import show_cents
from data.permissions import Refused
from data.services import Line, Split, receivables, water
from data.settings import value
from data.tenders import dump

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.session import Approval, Session
    from data.store import Store

_SELECT = (
    "SELECT r.id, r.kind, r.account, r.amount_cents, r.payer, r.number, r.paid_on, r.reason, r.note, r.state, "
    "r.journal_id, j.receipt, f.name, r.line, r.record_key FROM payment_records r "
    "JOIN payment_files f ON f.id = r.file_id LEFT JOIN journal j ON j.id = r.journal_id"
)


@dataclass(frozen=True)
class Waiting:
    """A record that somebody must look at; amounts in cents."""

    id: int
    kind: str
    """PAYMENT (in suspense), REVERSAL, RETURN or CHANGE."""
    account: str
    """As the bank wrote it."""
    amount_cents: int
    payer: str
    number: str
    paid_on: str
    reason: str
    note: str
    state: str
    journal_id: int | None
    """The receipt that put it into suspense; of a notice, the receipt it is about when there is one."""
    receipt: str | None
    file: str
    line: int
    key: str


def waiting(store: Store, session: Session, limit: int = 500) -> list[Waiting]:
    """What waits, oldest first. Raises `Refused` without the permission."""
    session.require(TAKE)
    return [Waiting(*row) for row in store.rows(f"{_SELECT} WHERE r.state = 'OPEN' ORDER BY r.id LIMIT ?", limit)]


def get(store: Store, session: Session, record_id: int) -> Waiting:
    """One record. Raises `Refused` when there is none."""
    session.require(TAKE)
    found = store.row(f"{_SELECT} WHERE r.id = ?", record_id)
    if found is None:
        raise Refused(f"There is no record {record_id}.")
    return Waiting(*found)


def meaning(store: Store, one: Waiting) -> tuple[str, str]:
    """What the reason of a record means, and what is to be done about it."""
    if one.kind == "CHANGE":
        found = store.row("SELECT title, action FROM change_codes WHERE code = ?", one.reason)
        return (found[0], found[1]) if found else (f"Change notice {one.reason}", "Ask the bank what it means.")
    if one.kind == "RETURN":
        title = store.value("SELECT title FROM return_reasons WHERE code = ?", one.reason)
        return title or f"Return {one.reason}", "Option 2 opens it as a returned item and reverses the payment."
    if one.kind == "REVERSAL":
        return REASONS["REVERSAL"], "Void or return the payment it takes back, then tick it off here."
    return REASONS.get(one.reason, one.reason), "Give it to its account, or reject it."


def _owed(store: Store, account: str) -> receivables.Receivables:
    owed = receivables.read(store, account)
    if owed is None:
        raise FormError("account", f"There is no account {account}.")
    return owed


def taker(store: Store, account: str) -> Look:
    """Whose account it is and what it owes, before money is given to it. Raises `FormError` when there is none."""
    owed = _owed(store, account)
    return Look((f"{owed.shown}  {owed.name}", f"Due {show_cents(owed.due_cents)}"))


def correct(
    store: Store, session: Session, record_id: int, account: str, approval: Approval | None = None, note: str = ""
) -> int:
    """Give a payment in suspense to an account; the document's id. Once, however often it is asked for.

    Raises `FormError` when there is no such account, `Refused` when it is not in suspense or above the authority.
    """
    with store.writing():
        one = _suspended(store, session, record_id)
        if isinstance(one, int):
            return one
        authority.check(store, session, "suspense.settle", one.amount_cents, approval)
        owed = _owed(store, account)
        values = {"account": account, "amount": one.amount_cents, "direct": water.OLDEST, "bill": None, "over": True}
        line = water.lines(values, owed)[0]
        document = _transfer(store, session, one, line, approval, note or f"Account {account}")
        water.post(store, session, document, 2, line)
        settle(store, session, one, "CORRECTED", document, note)
    return document


def reject(store: Store, session: Session, record_id: int, note: str, approval: Approval | None = None) -> int:
    """Send a payment in suspense back through accounts payable; the document's id. Raises `FormError`, `Refused`."""
    if not note.strip():
        raise FormError("note", "Why it is sent back: this field must be filled in.")
    with store.writing():
        one = _suspended(store, session, record_id)
        if isinstance(one, int):
            return one
        authority.check(store, session, "suspense.settle", one.amount_cents, approval)
        payable = value(store, "gl.refunds_payable", session.clock.today())
        line = Line(
            SUSPENSE,
            "Payment sent back",
            one.amount_cents,
            (Split(payable, one.amount_cents),),
            description_es="Pago devuelto al remitente",
            reference=one.number[:30],
            customer=one.payer,
        )
        document = _transfer(store, session, one, line, approval, note)
        settle(store, session, one, "REJECTED", document, note)
    return document


def tick_off(store: Store, session: Session, record_id: int, note: str = "") -> None:
    """Note that a reversal, return or change notice was worked on. Raises `Refused` for money in suspense."""
    with store.writing():
        one = locked(store, session, record_id)
        if one.kind == "PAYMENT":
            raise Refused("This is money in suspense: give it to its account, or reject it.")
        if one.state != "OPEN":
            raise Refused("This was ticked off already.")
        settle(store, session, one, "DONE", None, note)


def rejects(store: Store, session: Session) -> str:
    """Payments sent back, as a CSV file for the bank or bill-pay service: reference, account, payer, amount, reason."""
    session.require(TAKE)
    rows = store.rows(
        "SELECT number, account, payer, amount_cents, paid_on, reason, note, settled_at FROM payment_records "
        "WHERE state = 'REJECTED' ORDER BY settled_at, id"
    )
    header = ("reference", "account", "payer", "amount", "paid_on", "reason", "note", "rejected_at")
    return table([header, *((*row[:3], amount(row[3]), *row[4:]) for row in rows)])


def locked(store: Store, session: Session, record_id: int) -> Waiting:
    """A record, locked in the caller's transaction. Raises `Refused` when there is none."""
    session.require(TAKE)
    store.value(f"SELECT id FROM payment_records WHERE id = ?{store.for_update}", record_id)
    return get(store, session, record_id)


def _suspended(store: Store, session: Session, record_id: int) -> Waiting | int:
    """A payment that is still in suspense; or the document that has settled it already."""
    one = locked(store, session, record_id)
    if one.kind != "PAYMENT" or one.journal_id is None:
        raise Refused("No money of this record is in suspense. Tick it off once it is worked on.")
    if one.state == "OPEN":
        return one
    settled = id_of_key(store, _key(one))
    if settled is None:
        raise Refused(f"This payment is {one.state} already.")
    return settled


def _key(one: Waiting) -> str:
    return f"file:{one.key}:settle"


def _transfer(store: Store, session: Session, one: Waiting, line: Line, approval: Approval | None, reason: str) -> int:
    """Post the document that takes a payment out of suspense and credits `line`."""
    gl = value(store, "gl.suspense", session.clock.today())
    out = Line(
        SUSPENSE,
        "Out of suspense",
        -one.amount_cents,
        (Split(gl, -one.amount_cents),),
        description_es="Salida de pagos sin identificar",
        reference=one.receipt or "",
        customer=one.payer,
    )
    lines = (out, line)
    entry = Entry(
        kind="TRANSFER",
        key=_key(one),
        lines=tuple(line_row(n, part) for n, part in enumerate(lines, 1)),
        postings=_postings(lines),
        payer=one.payer,
        origin_id=one.journal_id,
        reason=reason,
        approval_id=approval.id if approval else None,
        detail=dump({"record": one.id}),
    )
    return post_entry(store, office(store, session), entry).id


def _postings(lines: Sequence[Line]) -> tuple[PostingRow, ...]:
    parts = [(n, split.gl, -split.amount_cents) for n, line in enumerate(lines, 1) for split in line.splits]
    return tuple(PostingRow(n, *part) for n, part in enumerate(parts, 1))


def settle(store: Store, session: Session, one: Waiting, state: str, document: int | None, note: str) -> None:
    """End a record's waiting in the caller's transaction, by whom and with which document."""
    changes: dict[str, Any] = {
        "state": state,
        "settled_id": document,
        "settled_at": store.now(),
        "settled_by": session.clerk.id,
        "note": note or one.note,
    }
    names = ", ".join(f"{name} = ?" for name in changes)
    store.run(f"UPDATE payment_records SET {names} WHERE id = ?", *changes.values(), one.id)
    audit.record(store, session, "suspense.settle", "payment_records", one.id, detail=state)
