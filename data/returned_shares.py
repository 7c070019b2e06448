"""Which tender a bank may return, and which lines of its receipt it had paid."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from data.corrections_refund import left
from data.money import show_cents
from data.permissions import Refused
from data.tenders import CARD, CASH, CREDIT, REFUND, title

if TYPE_CHECKING:
    from data.chain import LineRow, TenderRow
    from data.ledger_read import PostedReceipt
    from data.store import Store

NEVER_RETURNED = (CASH, CARD, CREDIT, REFUND)
"""Tenders that no bank returns; a card's charge-back is the processor's."""


def tender_of(store: Store, posted: PostedReceipt, n: int) -> TenderRow:
    """The tender a bank returns, whole. Raises `Refused` when it cannot be returned (again)."""
    if posted.kind != "RECEIPT":
        raise Refused("Only the tender of a receipt is returned.")
    found = next((one for one in left(store, posted.journal_id, posted.tenders) if one.tender.n == n), None)
    if found is None or found.tender.kind in NEVER_RETURNED:
        raise Refused(f"Receipt {posted.number} has no tender {n} that a bank returns.")
    tender = found.tender
    if found.cents != tender.amount_cents:
        raise Refused(f"{title(tender.kind)} {tender.number} of receipt {posted.number} was handed back in a void.")
    case = store.value(
        "SELECT c.number FROM returned_tenders t JOIN returned_cases c ON c.id = t.case_id "
        "WHERE t.journal_id = ? AND t.tender_n = ? AND t.redeposited_on IS NULL",
        posted.journal_id,
        n,
    )
    if case:
        raise Refused(f"{title(tender.kind)} {tender.number} was returned already: case {case}.")
    return tender


def shares(store: Store, posted: PostedReceipt, cents: int) -> list[tuple[LineRow, int, int]]:
    """The lines a returned tender of `cents` had paid, the part of each, and what was returned of it before.

    Raises `Refused` when the lines that are neither voided nor returned are less than that.
    """
    gone = _returned_before(store, posted.journal_id)
    found: list[tuple[LineRow, int, int]] = []
    rest = cents
    for line in reversed(posted.lines):
        open_cents = 0 if line.n in posted.voided else line.amount_cents - gone.get(line.n, 0)
        if part := min(rest, open_cents):
            found.append((line, part, gone.get(line.n, 0)))
            rest -= part
    if rest:
        raise Refused(f"Only {show_cents(cents - rest)} of receipt {posted.number} is left to take back.")
    return found[::-1]


def _returned_before(store: Store, journal_id: int) -> dict[int, int]:
    """What earlier returns that still stand took back of each line, in cents by line number."""
    gone: dict[int, int] = {}
    for detail, cents in store.rows(
        "SELECT l.detail, l.amount_cents FROM journal_lines l JOIN returned_tenders t ON t.return_id = l.journal_id "
        "WHERE t.journal_id = ? AND t.redeposited_on IS NULL",
        journal_id,
    ):
        n = int(json.loads(detail)["origin_n"])
        gone[n] = gone.get(n, 0) - int(cents)
    return gone
