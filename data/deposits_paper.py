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
        """Checks and orders as they were counted."""
        return sum(one.paper_cents for one in self.drawers)

    @property
    def listed_cents(self) -> int:
        """Checks and orders as they were posted."""
        return sum(one.amount_cents for one in self.paper)

    @property
    def total_cents(self) -> int:
        """What goes to the bank."""
        return self.cash_cents + self.paper_cents


def paper_of(store: Store, drawer_ids: Sequence[int]) -> tuple[PaperItem, ...]:
    """The paper that these drawers took and did not hand back, in the order of posting."""
    if not drawer_ids:
        return ()
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
    return tuple(found.values())
