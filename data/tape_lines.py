"""Lines for a tape from what was posted, and the tape on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import jobs
from data.documents.tape import tape_paper
from data.drawers import SEES_CASH
from data.ledger_terms import terms
from data.permissions import Refused
from data.tape import Tape
from data.tenders import CASH, COUNTED, title

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

KINDS = tuple(kind for kind in COUNTED if kind != CASH)
"""Tenders whose pieces are taped; cash is counted, and its own clerk does not see it before the count."""


def drawer_lines(store: Store, session: Session, kind: str) -> list[tuple[int, str]]:
    """The tenders of one kind in the clerk's own drawer, voided ones left out: cents and number, in posting order.

    Raises `Refused` for cash and without a drawer.
    """
    if kind not in KINDS:
        raise Refused("Only checks, money orders and card slips are put on a tape.")
    if session.drawer_id is None:
        raise Refused("You have no open drawer.")
    rows = store.rows(
        "SELECT t.amount_cents, t.number, t.n, j.origin_id, j.id, j.kind FROM tenders t "
        "JOIN journal j ON j.id = t.journal_id WHERE j.drawer_id = ? AND j.kind IN ('RECEIPT', 'VOID') "
        "AND t.kind = ? ORDER BY j.id, t.n",
        session.drawer_id,
        kind,
    )
    returned = {(origin, number, -cents) for cents, number, _, origin, _, kind_of in rows if kind_of == "VOID"}
    return [
        (cents, f"{title(kind)} {number}".rstrip())
        for cents, number, _, _, journal_id, kind_of in rows
        if kind_of == "RECEIPT" and (journal_id, number, cents) not in returned
    ]


def print_tape(store: Store, session: Session, tape: Tape) -> int:
    """Queue the tape on paper; the job's id. Raises `Refused` when it is empty."""
    if not tape.entries:
        raise Refused("The tape is empty.")
    known = terms(store, session.business_date)
    elements = tape_paper(known, tape.printed(), session.clerk.initials, store.now())
    return jobs.add(store, session, jobs.REPORT, "Tape", elements)


def batch_lines(store: Store, session: Session, number: str) -> list[tuple[int, str]]:
    """The checks of a mail batch in the order they were keyed: cents and number; a check for several stubs once.

    Digits alone are a batch's number without its letter. What is set aside counts until the batch is posted, as it
    does towards the control; what was returned or removed is left out. Raises `Refused` when there is no such batch,
    or for another clerk's without the right to see their drawers.
    """
    typed = number.strip().upper()
    batch = store.row(
        "SELECT id, user_id FROM batches WHERE number = ?", f"B{typed:0>6}" if typed.isdecimal() else typed
    )
    if batch is None:
        raise Refused(f"There is no batch {number}.")
    if batch[1] != session.clerk.id and session.clerk.role not in SEES_CASH:
        raise Refused("This batch is another clerk's.")
    rows = store.rows(
        "SELECT SUM(amount_cents), MIN(kind), MIN(number) FROM batch_items WHERE batch_id = ? "
        "AND state IN ('READY', 'ASIDE', 'POSTED') GROUP BY check_n ORDER BY MIN(n)",
        batch[0],
    )
    return [(int(cents), f"{title(kind)} {number}".rstrip()) for cents, kind, number in rows]
