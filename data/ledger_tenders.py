"""What a posting asks of its tenders: acceptance rules that need the store, and the spending of account credit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from data import authority, hotlist, settings, tenders
from data.permissions import Refused
from data.store_errors import StoreError

if TYPE_CHECKING:
    from datetime import date

    from data.ledger_terms import Terms
    from data.services import Line
    from data.session import Approval, Session
    from data.store import Store
    from data.tenders import Tender


ANY_CHANGE = 10**12
"""More cents than anybody hands over."""


def accept(
    store: Store,
    session: Session,
    paid: Sequence[Tender],
    lines: Sequence[Line],
    known: Terms,
    approval: Approval | None,
) -> tuple[str, ...]:
    """The rules that somebody with the authority sets aside for these tenders, as codes for the audit log.

    Raises `Refused` for a tender that may not be taken; with `approval` set when another person may accept it.
    """
    overridden: list[str] = []
    for at, tender in enumerate(paid):
        if tender.kind == tenders.CHECK:
            overridden += _check(store, session, tender, lines, known, approval)
        elif tender.kind in (tenders.MONEY_ORDER, tenders.CASHIERS_CHECK):
            if problem := tenders.serial_used(store, tender, paid[:at]):
                raise Refused(problem)
        elif tender.kind == tenders.CREDIT:
            authority.check(store, session, "credit.apply", tender.amount_cents, approval)
    return tuple(overridden)


def _check(
    store: Store,
    session: Session,
    tender: Tender,
    lines: Sequence[Line],
    known: Terms,
    approval: Approval | None,
) -> list[str]:
    if problem := tenders.check_refused(tender, known, session.business_date):
        raise Refused(problem)
    accounts = sorted({line.account_id for line in lines if line.account_id is not None})
    today = session.business_date
    doubts = {
        "RULE": tenders.check_doubtful(tender, known, today),
        "ACCOUNT": tenders.flagged(store, accounts),
        "HOT-LIST": hotlist.stopped(store, tender, accounts, today),
    }
    if doubt := " ".join(filter(None, doubts.values())):
        try:
            authority.check(store, session, "check.override", tender.amount_cents, approval)
        except Refused as refusal:
            raise Refused(doubt, approval=refusal.approval, amount_cents=tender.amount_cents) from refusal
    return [code for code, sentence in doubts.items() if sentence]


def spend_credit(store: Store, journal_id: int, paid: Sequence[Tender], sign: int = 1) -> None:
    """Take account credit used as a tender off its account, or put it back with `sign` -1. Raises `Refused`."""
    for tender in paid:
        if tender.kind == tenders.CREDIT:
            move_credit(store, journal_id, tender.number, -sign * tender.amount_cents)


def move_credit(store: Store, journal_id: int, number: str, cents: int) -> None:
    """Change an account's unapplied credit by `cents`, with its application. Raises `Refused` below zero."""
    found = store.row(
        "UPDATE accounts SET credit_cents = credit_cents + ? WHERE number = ? AND credit_cents + ? >= 0 RETURNING id",
        cents,
        number,
        cents,
    )
    if found is None:
        raise Refused(f"Account {number} has less credit than that.")
    store.insert(
        "applications", journal_id=journal_id, line_n=0, account_id=found[0], bill_line_id=None, amount_cents=cents
    )


def change_limit(store: Store, on: date) -> int:
    """The most change in cents that is given without a question (setting `tender.change_ask`; absent: any)."""
    try:
        return settings.cents(store, "tender.change_ask", on)
    except StoreError:
        return ANY_CHANGE
