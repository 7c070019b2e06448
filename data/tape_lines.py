"""Lines for a tape from what was posted, and the tape on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import jobs
from data.documents.tape import tape_paper
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
