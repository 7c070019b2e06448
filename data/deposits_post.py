"""Sending a deposit and confirming it: the documents `DEPOSIT` and `DEPOSIT-DIFF`.

Double entry: cash-bank against cash-undeposited and the safe; what is over or short against cash over/short.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from data import audit, authority, jobs
from data.chain import LineRow, PostingRow, TenderRow
from data.deposits import CONFIRMED, DIFF, SENT, VERIFIED, Deposit, deposit, in_state, move, office, sheet_of
from data.deposits_paper import Sheet
from data.documents.deposit_slip import deposit_slip
from data.drawers_state import DEPOSITED
from data.ledger_entry import Entry, post_entry
from data.ledger_terms import terms
from data.permissions import Refused
from data.settings import value
from data.tenders import CASH, CHECK, dump

if TYPE_CHECKING:
    from data.session import Approval, Session
    from data.store import Store


def send(store: Store, session: Session, deposit_id: int, approval: Approval | None = None) -> Deposit:
    """Send a verified deposit to the bank: post it, mark its drawers DEPOSITED, print the slip. Raises `Refused`."""
    with store.writing():
        found = in_state(store, deposit_id, VERIFIED)
        authority.check(store, session, "deposit.send", 0, approval)
        acting = office(store, session)
        known = terms(store, acting.business_date)
        sheet = sheet_of(store, deposit_id)
        bank = value(store, "gl.cash_bank", acting.business_date)
        accounts = _Accounts(
            bank, known.text("gl.cash_undeposited"), known.text("gl.safe"), known.text("gl.over_short")
        )
        written = post_entry(store, acting, _entry(found, sheet, accounts))
        move(store, deposit_id, SENT, sent_by=session.clerk.id, sent_at=store.now(), journal_id=written.id)
        store.run("UPDATE drawers SET state = ? WHERE bank_deposit_id = ?", DEPOSITED, deposit_id)
        jobs.add(store, session, jobs.REPORT, f"Deposit {found.number}", deposit_slip(known, found, sheet), written.id)
        audit.record(store, session, "deposit.send", "bank_deposits", deposit_id)
    return deposit(store, deposit_id)


class _Accounts:
    """The account strings of a deposit."""

    def __init__(self, bank: str, undeposited: str, safe: str, over_short: str) -> None:
        self.bank, self.undeposited, self.safe, self.over_short = bank, undeposited, safe, over_short


def _entry(found: Deposit, sheet: Sheet, gl: _Accounts) -> Entry:
    """What leaves the drawers and the safe is negative; what is over or short makes up the difference."""
    moves = [("Deposit", -found.total_cents, gl.bank), ("Over or short", found.difference_cents, gl.over_short)]
    lines, postings = [], []
    for n, (said, cents, account) in enumerate(((s, c, a) for s, c, a in moves if c), 1):
        lines.append(_line(n, f"{said} {found.number}", found.bag, cents))
        postings.append((n, account, -cents))
    left = [
        (CASH, sheet.cash_cents - sheet.drops_cents, gl.undeposited),
        (CASH, sheet.drops_cents, gl.safe),
        (CHECK, sheet.paper_cents, gl.undeposited),
    ]
    tenders = []
    for n, (kind, cents, account) in enumerate(((k, c, a) for k, c, a in left if c), 1):
        tenders.append(TenderRow(n, kind, -cents, -cents, 0, "", "{}"))
        postings.append((0, account, -cents))
    return Entry(
        kind="DEPOSIT",
        key=f"deposit:{found.id}",
        lines=tuple(lines),
        tenders=tuple(tenders),
        postings=tuple(PostingRow(n, *part) for n, part in enumerate(postings, 1)),
        reason=found.reason,
        approval_id=found.approval_id,
        detail=dump({"deposit": found.number, "bag": found.bag}),
    )


def _line(n: int, said: str, reference: str, cents: int) -> LineRow:
    return LineRow(n, "DEPOSIT", "", reference, None, "", said, "", 1, cents, cents, 0, "{}", None)


def confirm(
    store: Store,
    session: Session,
    deposit_id: int,
    credited_on: date,
    credited_cents: int,
    reference: str = "",
    approval: Approval | None = None,
) -> Deposit:
    """Confirm a sent deposit with what the bank credited (cents); a difference posts to over/short and is DIFF.

    Raises `Refused` for the person who prepared it and without the authority `deposit.confirm`.
    """
    with store.writing():
        found = in_state(store, deposit_id, SENT)
        if found.prepared_by_id == session.clerk.id:
            raise Refused("Nobody confirms a deposit they prepared: somebody else must do it.")
        if credited_cents <= 0 or credited_on < found.prepared_on:
            raise Refused(f"The bank cannot have credited it before {found.prepared_on:%m/%d/%Y}, or with nothing.")
        authority.check(store, session, "deposit.confirm", 0, approval)
        difference = credited_cents - found.total_cents
        if difference:
            _post_difference(store, session, found, difference, reference)
        move(
            store,
            deposit_id,
            DIFF if difference else CONFIRMED,
            credited_on=credited_on.isoformat(),
            credited_cents=credited_cents,
            confirmed_by=session.clerk.id,
            confirmed_at=store.now(),
            bank_reference=reference,
        )
        audit.record(store, session, "deposit.confirm", "bank_deposits", deposit_id, detail=str(difference))
    return deposit(store, deposit_id)


def _post_difference(store: Store, session: Session, found: Deposit, difference: int, reference: str) -> None:
    acting = office(store, session)
    bank = value(store, "gl.cash_bank", acting.business_date)
    over_short = value(store, "gl.over_short", acting.business_date)
    entry = Entry(
        kind="DEPOSIT-DIFF",
        key=f"deposit:{found.id}:diff",
        lines=(_line(1, f"Bank differs, deposit {found.number}", reference, difference),),
        tenders=(TenderRow(1, CASH, difference, difference, 0, "", "{}"),),
        postings=(PostingRow(1, 0, bank, difference), PostingRow(2, 1, over_short, -difference)),
        origin_id=found.journal_id,
        detail=dump({"deposit": found.number}),
    )
    post_entry(store, acting, entry)
