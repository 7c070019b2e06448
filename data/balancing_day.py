"""A drawer's day as balancing looks at it: plain values, with everything that may hint at a mistake."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Paid:
    """One tender of a receipt, or what a void gave back; cents, positive."""

    kind: str
    """The tender's code: CA cash, CK check, CD card, MO money order, CC cashier's check."""
    amount_cents: int
    change_cents: int = 0
    number: str = ""


@dataclass(frozen=True)
class Taken:
    """A posted receipt; amounts in cents."""

    id: int
    """The journal's row."""
    number: str
    minute: int
    """Minutes since an arbitrary moment; only differences count."""
    paid: tuple[Paid, ...]
    asked: frozenset[int] = frozenset()
    """The totals that would have paid exactly what was asked for; empty where nothing was asked."""
    reference: str = ""
    """The account, citation or other number it was paid on."""
    quantity: int = 1
    """The largest quantity on one of its lines."""
    keyed: bool = True
    """Whether the clerk typed the amount; False when its price is fixed."""
    voided: bool = False
    """Whether all of it was voided later."""

    @property
    def total_cents(self) -> int:
        """What was posted."""
        return sum(one.amount_cents for one in self.paid)


@dataclass(frozen=True)
class TakenBack:
    """A posted void; cents, positive."""

    id: int
    origin: str
    """The receipt it takes back."""
    minute: int
    paid: tuple[Paid, ...]


@dataclass(frozen=True)
class GivenUp:
    """A payment that was given up before it was posted; cents."""

    id: int
    minute: int
    cents: int


@dataclass(frozen=True)
class NoSale:
    """The drawer was opened without a sale."""

    id: int
    minute: int
    reason: str = ""


@dataclass(frozen=True)
class CashOut:
    """Cash that left the drawer by a document: a safe drop or a paid out; cents, positive."""

    id: int
    kind: str
    """DROP or PAID-OUT."""
    minute: int
    cents: int
    said: str = ""


@dataclass(frozen=True)
class Day:
    """One drawer from its change fund to its count."""

    variance: Mapping[str, int]
    """Counted less expected in cents by tender, negative is short; only what is not zero."""
    receipts: tuple[Taken, ...] = ()
    voids: tuple[TakenBack, ...] = ()
    given_up: tuple[GivenUp, ...] = ()
    no_sales: tuple[NoSale, ...] = ()
    cash_out: tuple[CashOut, ...] = ()
    pieces: Mapping[str, int] = field(default_factory=dict)
    """What was counted: pieces by the field names of the count form (`b20`, `r25`, `CK_count`)."""

    def tenders(self, kind: str) -> list[tuple[Taken, Paid]]:
        """Every tender of one kind on a receipt that still stands."""
        return [(one, paid) for one in self.receipts if not one.voided for paid in one.paid if paid.kind == kind]

    def pieces_off(self, kind: str) -> int | None:
        """Pieces counted less pieces posted of a tender; None for cash and where no pieces were counted."""
        counted = self.pieces.get(f"{kind}_count", 0)
        returned = sum(paid.kind == kind for one in self.voids for paid in one.paid)
        posted = sum(paid.kind == kind for one in self.receipts for paid in one.paid) - returned
        if kind == "CA" or (not counted and posted > 1):
            return None
        return counted - posted
