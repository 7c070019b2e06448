"""How the money of a void goes back.

The same day it goes back the way it came: a check, money order or cashier's check is handed back, and only whole; a
card is credited on the terminal; credit returns to its account; cash comes out of the drawer. Paper that fits into
the amount goes first, the last taken first; then card, credit and cash, the last taken first. A check larger than
what is voided cannot be handed back in part, and cash is never given for a check, so such a void is refused.
An earlier day's money has left for the bank: accounts payable refunds it, only account credit returns to its account.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.chain import TenderRow
from data.money import show_cents
from data.permissions import Refused
from data.tenders import CREDIT, REFUND, WHOLE, dump, title

if TYPE_CHECKING:
    from data.store import Store


@dataclass(frozen=True)
class Left:
    """What is left of a receipt's tender after earlier voids, in cents, and the account it was debited to."""

    tender: TenderRow
    gl: str
    cents: int


@dataclass(frozen=True)
class Refund:
    """A part of what goes back: the tender row (negative amounts) and the account it is credited to."""

    row: TenderRow
    gl: str


def left(store: Store, journal_id: int, paid: Sequence[TenderRow]) -> list[Left]:
    """What each tender of a receipt still has to give back; a processor's fee stands behind the tenders."""
    accounts = [
        row[0]
        for row in store.rows("SELECT gl FROM postings WHERE journal_id = ? AND line_n = 0 ORDER BY n", journal_id)
    ]
    gone: dict[int, int] = {}
    for amount, detail in store.rows(
        "SELECT t.amount_cents, t.detail FROM journal j JOIN tenders t ON t.journal_id = j.id WHERE j.origin_id = ?"
        " AND j.kind = 'VOID'",
        journal_id,
    ):
        n = int(json.loads(detail)["origin_n"])
        gone[n] = gone.get(n, 0) + int(amount)
    return [
        Left(tender, gl, tender.amount_cents + gone.get(tender.n, 0))
        for tender, gl in zip(paid, accounts[: len(paid)], strict=True)
    ]


def refunds(found: Sequence[Left], cents: int, prior_gl: str = "") -> tuple[Refund, ...]:
    """The refunds of `cents`; with `prior_gl` through accounts payable. Raises `Refused` when paper cannot be split."""
    parts: list[tuple[Left, int]] = []
    rest = cents
    newest = [one for one in reversed(found) if one.cents]
    for one in (one for one in newest if one.tender.kind in WHOLE and not prior_gl):
        if one.cents == one.tender.amount_cents and one.cents <= rest:
            parts.append((one, one.cents))
            rest -= one.cents
    for one in newest:
        if rest and (prior_gl or one.tender.kind not in WHOLE):
            part = min(rest, one.cents)
            parts.append((one, part))
            rest -= part
    if rest:
        stuck = next(one for one in newest if one.tender.kind in WHOLE)
        raise Refused(
            f"{title(stuck.tender.kind)} {stuck.tender.number} of {show_cents(stuck.cents)} cannot be handed back in "
            "part. Void the whole receipt and take it again."
        )
    return tuple(_refund(n, one, part, prior_gl) for n, (one, part) in enumerate(parts, 1))


def _refund(n: int, one: Left, cents: int, prior_gl: str) -> Refund:
    by_city = bool(prior_gl) and one.tender.kind != CREDIT
    detail = {**json.loads(one.tender.detail), "origin_n": one.tender.n}
    kind = REFUND if by_city else one.tender.kind
    return Refund(
        TenderRow(n, kind, -cents, -cents, 0, one.tender.number, dump(detail)), prior_gl if by_city else one.gl
    )
