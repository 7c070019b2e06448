"""How a shift begins and ends: the drawer is opened, counted and closed, and its money made ready for the bank.

These are stops of the shift beside its customers. Each is over when the work is done; whether the amounts were right is
a check like any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from data import closeout, drawers
from data.money import show_cents
from data.permissions import CSR2
from data.training.attempt import MONEY, WORK, Check
from data.training.lesson import Lesson
from data.training.numbers_drawn import Cents
from data.training.practice import Practice
from data.training.setup import signed_on
from data.training.shifts_money import Money, count_keys

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

FUND_CENTS = 20_000
"""The change fund of a shift's drawer."""
VERIFIER = "201"
"""The supervisor who verifies the trainee's drawer, so that it can go to the bank."""
OPEN, CLOSE, DEPOSIT = "shift-open", "shift-close", "shift-deposit"
_TEXTS: dict[str, tuple[str, str, tuple[str, ...], str, str]] = {
    OPEN: (
        "Before the doors open",
        "The supervisor hands you a sealed bag with your change fund, {fund}. You have counted it: it is right. Open "
        "your drawer with it.",
        ("The cash drawer is option 3 of the main menu; 3.1 opens it.", "3.1, Enter, {fund:keys}, Enter."),
        "A drawer belongs to one person from its opening until its close. Whoever opens it has counted the fund.",
        "3.1<enter>{fund:keys}<enter>",
    ),
    CLOSE: (
        "The door is locked: count and close",
        "In your drawer lie: {cash.said}.\n\nYou opened it with {fund}. Count it and close it. A supervisor is in the "
        "room if one has to look (in practice {verifier} and 20170334).",
        (
            "3.6 does the whole end of the day: the count, over and short, the Z report.",
            "Count pieces; Enter goes on, alone where there are none. When it is off, option 3 says what to look at.",
            "3.6, Enter, the pieces in their order, F10 behind the last, 1 at the question, then 1, Enter to close.",
        ),
        "The drawer is counted before anybody says what it should hold. One that is over or short is counted once "
        "more, explained, and closed with the reason; the difference is neither taken out nor made good.",
        "3.6<enter>{count}11<enter>",
    ),
    DEPOSIT: (
        "The money goes to the bank",
        "The supervisor has verified your drawer and taken the fund back. On the table lie: {bag.said}. The empty "
        "bag has the number B{seal}. Make the deposit ready.",
        (
            "Balancing and deposits are menu 10; 10.2 prepares a deposit.",
            "Pieces, then how many checks, their tape, and the bag. F10 posts; 1 says that it is complete.",
        ),
        "All money is deposited, ideally within 24 hours (GFOA). Who prepares a deposit does not verify it.",
        "10.2<enter>{bag.keys}B{seal}<enter>1",
    ),
}


def lesson(id: str) -> Lesson:
    """The words of a stop, in the shape of a lesson. Its goal is `Stop.check`."""
    title, story, hints, policy, keys = _TEXTS[id]
    return Lesson(id, title, 4, ("U5",), CSR2, story, hints, policy, keys, (), {}, (), ())


@dataclass
class Stop(Practice):
    """The opening, the count or the deposit of a shift."""

    def check(self) -> tuple[Check, ...]:
        """What the store says of it. The work is done when every check of the kind WORK has passed."""
        return tuple(_CHECKS[self.lesson.id](self))


def done(practice: Practice, checks: tuple[Check, ...]) -> bool:
    """Whether a customer goes or a stop is over: a customer when all is right, a stop when it is done."""
    if isinstance(practice, Stop):
        return all(check.passed for check in checks if check.kind == WORK)
    return all(check.passed for check in checks)


def fill(stop: Practice, money: Money, seed: int) -> None:
    """Give a stop the numbers it speaks of: what lies in the drawer now."""
    values: dict[str, Any] = {"fund": Cents(FUND_CENTS), "verifier": VERIFIER, "seal": 4000 + seed % 5000}
    cash = money.pieces
    stop.drawn.values |= {**values, "cash": cash, "count": count_keys(cash), "bag": money.bag(FUND_CENTS)}


def verify(store: Store, session: Session) -> None:
    """The supervisor verifies the trainee's closed drawer. Raises `Refused` when there is none."""
    row = _drawer(store, session)
    if row and row[1] == "CLOSED":
        closeout.verify(store, signed_on(store, session.clock, VERIFIER, f"T{VERIFIER}"), int(row[0]))


def _drawer(store: Store, session: Session) -> tuple[Any, ...] | None:
    """Id, state and change fund of the trainee's newest drawer."""
    return store.row(
        "SELECT id, state, fund_cents FROM drawers WHERE user_id = ? ORDER BY id DESC LIMIT 1", session.clerk.id
    )


def _opened(stop: Stop) -> Iterator[Check]:
    row = _drawer(stop.ground.store, stop.session)
    yield Check(WORK, "Your drawer is open.", row is not None, "none")
    fund = int(row[2]) if row else 0
    yield Check(MONEY, f"Its change fund is {show_cents(FUND_CENTS)}.", fund == FUND_CENTS, show_cents(fund))


def _closed(stop: Stop) -> Iterator[Check]:
    store = stop.ground.store
    row = _drawer(store, stop.session)
    state = str(row[1]) if row else "none"
    yield Check(WORK, "Your drawer is closed.", state not in ("OPEN", "COUNTED", "none"), state)
    found = drawers.counts(store, int(row[0])) if row else []
    if not found:
        return
    last, cash = found[-1], stop.drawn.values["cash"]
    for kind, cents in last.counted.items():
        lies = int(cash.cents) if kind == "CA" else int(cash.found.get(f"{kind}_total", 0))
        if cents != lies:
            yield Check(MONEY, f"{kind}: {show_cents(lies)} lay in the drawer.", False, f"counted {show_cents(cents)}")
    off = sum(last.variance.values())
    parts = ", ".join(f"{kind} {show_cents(cents)}" for kind, cents in last.variance.items())
    yield Check(MONEY, "The drawer balances.", not last.variance, f"{parts} ({'over' if off > 0 else 'short'})")


def _prepared(stop: Stop) -> Iterator[Check]:
    row = stop.ground.store.row(
        "SELECT cash_cents, paper_cents FROM bank_deposits WHERE state <> 'CANCELLED' ORDER BY id DESC LIMIT 1"
    )
    bag = stop.drawn.values["bag"]
    yield Check(WORK, "A deposit is made ready.", row is not None, "none")
    if row:
        cash, paper = (int(cents) for cents in row)
        yield Check(MONEY, f"It holds {show_cents(bag.cash)} in cash.", cash == bag.cash, show_cents(cash))
        yield Check(MONEY, f"It holds {show_cents(bag.tape)} in papers.", paper == bag.tape, show_cents(paper))


_CHECKS = {OPEN: _opened, CLOSE: _closed, DEPOSIT: _prepared}
