"""The checks and money orders of drawers, as they are listed on a deposit slip, and what the deposit should come to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.closeout import PAPER, ClosedDrawer

if TYPE_CHECKING:
    from data.store import Store


@dataclass(frozen=True)
class PaperItem:
    """A check, money order or cashier's check; negative cents when it was handed back for one deposited before."""

    kind: str
    routing: str
    number: str
    amount_cents: int
    receipt: str
    payer: str


@dataclass(frozen=True)
class Sheet:
    """What a deposit is made of: its drawers and their paper; amounts in cents."""

    drawers: tuple[ClosedDrawer, ...]
    paper: tuple[PaperItem, ...]
    withdrawn: tuple[PaperItem, ...] = ()
    """Paper that was counted, but returned before any deposit: it goes to no bank."""

    @property
    def cash_cents(self) -> int:
        """Counted cash less change funds, with the safe drops."""
        return sum(one.cash_cents + one.drops_cents for one in self.drawers)

    @property
    def drops_cents(self) -> int:
        """The part of the cash that waits in the safe."""
        return sum(one.drops_cents for one in self.drawers)

    @property
    def paper_cents(self) -> int:
        """Checks and orders as they were counted, without those returned meanwhile."""
        return sum(one.paper_cents for one in self.drawers) - sum(one.amount_cents for one in self.withdrawn)

    @property
    def listed_cents(self) -> int:
        """Checks and orders as they were posted."""
        return sum(one.amount_cents for one in self.paper)

    @property
    def total_cents(self) -> int:
        """What goes to the bank."""
        return self.cash_cents + self.paper_cents


def sheet_for(store: Store, drawers: Sequence[ClosedDrawer]) -> Sheet:
    """The sheet of these drawers: their paper, and what of it was returned before it could be deposited."""
    ids = [one.id for one in drawers]
    found = _paper(store, ids)
    gone = _withdrawn(store, ids)
    return Sheet(
        tuple(drawers),
        tuple(item for at, item in found.items() if at not in gone),
        tuple(item for at, item in found.items() if at in gone),
    )


def lies_here(store: Store, journal_id: int, n: int, kind: str) -> bool:
    """Whether a receipt's check or order is in no deposit yet and was never returned: a return takes it out."""
    if kind not in PAPER:
        return False
    drawer = store.value(
        "SELECT d.id FROM journal j JOIN drawers d ON d.id = j.drawer_id WHERE j.id = ? AND d.bank_deposit_id IS NULL",
        journal_id,
    )
    before = store.value("SELECT 1 FROM returned_tenders WHERE journal_id = ? AND tender_n = ?", journal_id, n)
    return drawer is not None and before is None


def _withdrawn(store: Store, drawer_ids: Sequence[int]) -> set[tuple[int, int]]:
    """Receipt and number of the tenders that were returned while they lay in these drawers."""
    if not drawer_ids:
        return set()
    rows = store.rows(
        "SELECT t.journal_id, t.tender_n, r.detail FROM returned_tenders t JOIN journal o ON o.id = t.journal_id "
        f"JOIN journal r ON r.id = t.return_id WHERE o.drawer_id IN ({', '.join('?' * len(drawer_ids))})",
        *drawer_ids,
    )
    return {(journal_id, n) for journal_id, n, detail in rows if json.loads(detail).get("withdrawn")}


def _paper(store: Store, drawer_ids: Sequence[int]) -> dict[tuple[int, int], PaperItem]:
    """The paper that these drawers took and did not hand back, in the order of posting, by receipt and number."""
    if not drawer_ids:
        return {}
    marks = ", ".join("?" * len(drawer_ids))
    kinds = ", ".join("?" * len(PAPER))
    rows = store.rows(
        "SELECT j.id, t.n, j.kind, j.origin_id, t.kind, t.number, t.amount_cents, t.detail, j.receipt, j.payer "
        "FROM journal j JOIN tenders t ON t.journal_id = j.id "
        f"WHERE j.drawer_id IN ({marks}) AND j.kind IN ('RECEIPT', 'VOID') AND t.kind IN ({kinds}) ORDER BY j.id, t.n",
        *drawer_ids,
        *PAPER,
    )
    found: dict[tuple[int, int], PaperItem] = {}
    for journal_id, n, kind, origin, tender, number, cents, text, receipt, payer in rows:
        detail = json.loads(text)
        taken = (origin, int(detail.get("origin_n", 0))) if kind == "VOID" else (journal_id, n)
        if kind == "VOID" and taken in found:
            del found[taken]
            continue
        name = detail.get("drawer") or detail.get("purchaser") or payer
        found[(journal_id, n)] = PaperItem(tender, detail.get("routing", ""), number, cents, receipt or "", name)
    return found
