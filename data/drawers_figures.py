"""A drawer's figures: what was done in it, what each tender should come to, and what is counted on the Z report."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from data.drawers_state import Drawer, get
from data.report_names import CHARGES, LINES, charge_title
from data.tenders import CASH, COUNTED, REFUND

if TYPE_CHECKING:
    from data.store import Store

RECEIPT_KINDS = ("RECEIPT", "VOID")
"""Documents whose lines are sales."""


@dataclass(frozen=True)
class TenderFigures:
    """One tender's movements in a drawer, in cents: taken in gross, change and refunds paid back."""

    kind: str
    count: int
    taken_cents: int
    change_cents: int
    refunded_cents: int

    @property
    def net_cents(self) -> int:
        """What is left of it."""
        return self.taken_cents - self.change_cents - self.refunded_cents


@dataclass(frozen=True)
class ServiceFigures:
    """One service's and charge code's lines in a drawer, voids subtracted; amounts in cents."""

    service: str
    charge_code: str
    count: int
    amount_cents: int
    custody_cents: int
    title: str


@dataclass(frozen=True)
class Figures:
    """Everything the X and Z reports say about a drawer; amounts in cents."""

    drawer: Drawer
    counts: dict[str, int]
    """Documents by kind."""
    totals: dict[str, int]
    """Their cents by kind."""
    tenders: tuple[TenderFigures, ...]
    services: tuple[ServiceFigures, ...]
    first: str
    last: str
    """The first and last receipt number, empty without receipts."""
    expected: dict[str, int] | None
    """What each counted tender should come to; None while the count is blind."""

    @property
    def net_cents(self) -> int:
        """Receipts less voids."""
        return self.totals.get("RECEIPT", 0) + self.totals.get("VOID", 0)

    @property
    def custody_cents(self) -> int:
        """Money of others taken in custody."""
        return sum(one.custody_cents for one in self.services)

    def blind(self) -> Figures:
        """The same without anything that tells how much cash should be there."""
        others = tuple(one for one in self.tenders if one.kind != CASH)
        return replace(self, expected=None, totals={}, services=(), tenders=others)


_KINDS = (
    "SELECT kind, count(*), sum(total_cents), min(receipt), max(receipt) FROM journal WHERE drawer_id = ? GROUP BY kind"
)
_TENDERS = (
    "SELECT t.kind, count(*), sum(CASE WHEN j.kind = 'RECEIPT' THEN t.tendered_cents ELSE 0 END), "
    "sum(t.change_cents), sum(CASE WHEN j.kind = 'VOID' THEN -t.amount_cents ELSE 0 END) "
    "FROM journal j JOIN tenders t ON t.journal_id = j.id "
    "WHERE j.drawer_id = ? AND j.kind IN ('RECEIPT', 'VOID') GROUP BY t.kind"
)
_SERVICES = (
    f"SELECT l.service, l.charge_code, {LINES}, "
    f"sum(l.amount_cents), sum(l.custody_cents), MIN(c.title), MIN(l.description) "
    f"FROM journal j JOIN journal_lines l ON l.journal_id = j.id {CHARGES} "
    "WHERE j.drawer_id = ? AND j.kind IN ('RECEIPT', 'VOID') GROUP BY l.service, l.charge_code "
    "ORDER BY l.service, l.charge_code"
)
_EXPECTED = (
    "SELECT t.kind, sum(t.amount_cents) FROM journal j JOIN tenders t ON t.journal_id = j.id "
    "WHERE j.drawer_id = ? AND j.kind <> 'CLOSE' GROUP BY t.kind"
)


def expected(store: Store, drawer_id: int) -> dict[str, int]:
    """What each counted tender should come to, in cents.

    Cash: change fund + taken in - change - refunds - safe drops - paid outs; others: taken in less returned.
    """
    found = {kind: int(cents) for kind, cents in store.rows(_EXPECTED, drawer_id)}
    return {kind: found.get(kind, 0) for kind in COUNTED}


def cash_in(store: Store, drawer_id: int) -> int:
    """The cash that should be in a drawer now, in cents."""
    return expected(store, drawer_id)[CASH]


def figures(store: Store, drawer_id: int) -> Figures:
    """A drawer's figures, complete; who may see them is decided by `drawers.x_report`."""
    kinds = store.rows(_KINDS, drawer_id)
    numbers = next(((row[3], row[4]) for row in kinds if row[0] == "RECEIPT"), ("", ""))
    order = {kind: n for n, kind in enumerate((*COUNTED, "CR", REFUND))}
    tenders = [TenderFigures(row[0], *(int(part) for part in row[1:])) for row in store.rows(_TENDERS, drawer_id)]
    return Figures(
        get(store, drawer_id),
        {row[0]: int(row[1]) for row in kinds},
        {row[0]: int(row[2]) for row in kinds},
        tuple(sorted(tenders, key=lambda one: order[one.kind])),
        tuple(
            ServiceFigures(
                service, charge, int(count), int(amount), int(custody), charge_title(said, charge, service, line)
            )
            for service, charge, count, amount, custody, said, line in store.rows(_SERVICES, drawer_id)
        ),
        numbers[0] or "",
        numbers[1] or "",
        expected(store, drawer_id),
    )
