"""What really lies in a shift's drawer: what customers laid down, less the change that was given out as posted.

The journal says what the clerk typed. The two differ where the clerk erred, and so the drawer is over or short as it
would be at a counter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from data.denominations import BILLS, COINS, COUNT_FORM, PAPER, ROLLS, break_down
from data.tenders import CASH, CASHIERS_CHECK, CHECK, MONEY_ORDER
from data.text import many
from data.training.numbers_drawn import Cents
from data.training.numbers_money import Pieces

if TYPE_CHECKING:
    from data.store import Store
    from data.training.practice import Practice

ITEMS = (CHECK, MONEY_ORDER, CASHIERS_CHECK)
"""The papers that go to the bank."""


@dataclass
class Money:
    """Cash and papers in a drawer."""

    cash_cents: int = 0
    papers: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Pieces and their total in cents, by tender."""

    def add(self, kind: str, cents: int) -> None:
        """Something was laid down."""
        if kind == CASH:
            self.cash_cents += cents
        elif kind in PAPER:
            pieces, total = self.papers.get(kind, (0, 0))
            self.papers[kind] = (pieces + 1, total + cents)

    def take(self, other: Money) -> None:
        """Put other money into this drawer."""
        self.cash_cents += other.cash_cents
        for kind, (pieces, total) in other.papers.items():
            has, of = self.papers.get(kind, (0, 0))
            self.papers[kind] = (has + pieces, of + total)

    @property
    def pieces(self) -> Pieces:
        """The drawer as it is counted."""
        found = break_down(self.cash_cents)
        for kind, (pieces, total) in self.papers.items():
            found |= {f"{kind}_count": pieces, f"{kind}_total": total}
        return Pieces(Cents(self.cash_cents), found)

    def bag(self, fund_cents: int) -> Bag:
        """What goes to the bank: all but the change fund."""
        papers = [self.papers.get(kind, (0, 0)) for kind in ITEMS]
        cash = max(0, self.cash_cents - fund_cents)
        return Bag(Cents(cash), sum(pieces for pieces, _ in papers), Cents(sum(total for _, total in papers)))


def count_keys(pieces: Pieces) -> str:
    """The shortest keys of the count: Enter where there is nothing, F10 behind the last that is there.

    Behind the form's last field Enter asks whether the count is complete; another key would be no answer to that.
    """
    names = list(COUNT_FORM.fields)
    last = max((n for n, name in enumerate(names) if pieces.found.get(name)), default=-1)
    return _keys(pieces.found, names[: last + 1]) + ("<f10>" if last + 1 < len(names) else "")


def _keys(found: Mapping[str, int], names: Sequence[str]) -> str:
    return "".join(f"{found.get(name) or ''}<enter>" for name in names)


@dataclass(frozen=True)
class Bag:
    """A deposit as it is made ready."""

    cash: Cents
    items: int
    tape: Cents
    """The checks and orders together."""

    @property
    def keys(self) -> str:
        """The keys of the deposit's form, down to the tape."""
        found = break_down(self.cash) | {"items": self.items, "tape": int(self.tape)}
        return _keys(found, [*(one.code for one in (*BILLS, *COINS, *ROLLS)), "items", "tape"])

    @property
    def said(self) -> str:
        """The bag in words."""
        cash = Pieces(self.cash, break_down(self.cash)).said or "no cash"
        papers = many(self.items, "check or order", "checks and orders")
        return f"{cash}, and {papers} of {self.tape} together" if self.items else f"{cash}; no checks and no orders"


def laid_down(practice: Practice, receipts: Iterable[int], store: Store) -> Money:
    """What a customer left in the drawer, by the receipts (ids) that were posted for him.

    He laid down what the story says, and was given the change that the program told. One who went without a receipt
    took his money with him.
    """
    ids = list(receipts)
    marks = ", ".join("?" * len(ids))
    posted = store.rows(
        f"SELECT kind, amount_cents, tendered_cents FROM tenders WHERE journal_id IN ({marks}) ORDER BY id", *ids
    )
    wanted = [goal for goal in practice.lesson.goal if goal.get("check") == "receipt"]
    if len(ids) != len(wanted) or not all(goal.get("tenders") for goal in wanted):
        return _money((kind, int(cents)) for kind, cents, _ in posted)
    true = [practice.drawn.value(one) for goal in wanted for one in goal["tenders"]]
    found = _money((str(one["kind"]), _handed(one)) for one in true)
    found.cash_cents -= sum(max(0, int(handed) - int(cents)) for kind, cents, handed in posted if kind == CASH)
    return found


def _money(tenders: Iterable[tuple[str, int]]) -> Money:
    found = Money()
    for kind, cents in tenders:
        found.add(kind, cents)
    return found


def _handed(tender: Mapping[str, Any]) -> int:
    return int(tender.get("tendered") or tender["amount"])
