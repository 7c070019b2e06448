"""Why a batch is off its control count or total: the item keyed twice, skipped, transposed or slid, or the control."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from data.balancing import Explanation, rank
from data.balancing_causes import SHARES, TRANSPOSED, Suspicion, misreadings
from data.balancing_digits import mistake
from data.money import show_cents

TWICE, SKIPPED, CONTROL, SIGN, ASKED = "TWICE", "SKIPPED", "CONTROL", "SIGN", "ASKED"
_SHARES = {TWICE: 0.25, SKIPPED: 0.20, CONTROL: 0.05, SIGN: 0.05, ASKED: 0.10}
_PLAINLY = 0.0003
"""How likely an item that was keyed as its stub asks is wrong all the same."""


@dataclass(frozen=True)
class Keyed:
    """One item of a batch as it was keyed; cents."""

    id: int
    cents: int
    asked: frozenset[int] = frozenset()
    """What its stub or account asks for; empty when unknown."""
    said: str = ""
    """What the clerk knows it by: an account or check number."""
    n: int = 0
    """Its number on the list of items; 0 when it is its place."""


def explain_batch(items: Sequence[Keyed], control_count: int, control_cents: int) -> tuple[Explanation, ...]:
    """What may be wrong with a batch, likeliest first; empty when it balances or nothing explains it.

    Suspects are ITEM with the item's id, MISSING with the cents that were not keyed, or CONTROL with 0.
    """
    pieces = len(items) - control_count
    cents = sum(one.cents for one in items) - control_cents
    if not pieces and not cents:
        return ()
    return rank([*_control(items, pieces, cents, control_cents), *_items(items, pieces, cents)])


def _items(items: Sequence[Keyed], pieces: int, cents: int) -> Iterator[Suspicion]:
    if pieces == -1 and cents < 0:
        sentence = f"One item of {show_cents(-cents)} may not have been keyed: look for that check."
        yield Suspicion(SKIPPED, ("MISSING", -cents), _SHARES[SKIPPED], sentence)
    for at, one in enumerate(items):
        if pieces == 1 and one.cents == cents:
            again = any(other.cents == cents and other.said == one.said for other in items[max(0, at - 1) : at])
            says = f"{_named(at, one)} may have been keyed twice"
            yield Suspicion(TWICE, ("ITEM", one.id), _SHARES[TWICE] * (1 if again else 0.2), f"{says}.")
        if pieces == 0:
            yield from _mistyped(items, at, cents)


def _mistyped(items: Sequence[Keyed], at: int, cents: int) -> Iterator[Suspicion]:
    one = items[at]
    meant = one.cents - cents
    if meant == -one.cents:
        sentence = f"{_named(at, one)} may have the wrong sign."
        yield Suspicion(SIGN, ("ITEM", one.id), _SHARES[SIGN] / len(items), sentence)
    if meant <= 0:
        return
    misread = list(misreadings(one.cents, meant))
    if not misread and meant in one.asked:
        sentence = f"{_named(at, one)}: {show_cents(meant)} is due and would make the batch agree; look at the check."
        yield Suspicion(ASKED, ("ITEM", one.id), _SHARES[ASKED], sentence)
    fit = 0.3 if not one.asked else _PLAINLY if one.cents in one.asked else 1.0 if meant in one.asked else 0.1
    for cause, often, says in misread:
        sentence = f"{_named(at, one)}: {says}; look whether it is {show_cents(meant)}."
        yield Suspicion(cause, ("ITEM", one.id), SHARES[cause] / len(items) * often * fit, sentence)


def _control(items: Sequence[Keyed], pieces: int, cents: int, control_cents: int) -> Iterator[Suspicion]:
    total = sum(one.cents for one in items)
    if not cents:
        sentence = f"The total agrees: the control count may be {len(items)}."
        yield Suspicion(CONTROL, ("CONTROL", 0), _SHARES[CONTROL], sentence)
    elif not pieces and (kind := mistake(total, control_cents)):
        often = 0.3 if kind == TRANSPOSED else 0.05
        sentence = f"The control total may be mistyped: the items come to {show_cents(total)}. Add the checks again."
        yield Suspicion(CONTROL, ("CONTROL", 0), _SHARES[CONTROL] * often, sentence)


def _named(at: int, one: Keyed) -> str:
    return f"Item {one.n or at + 1}{f', {one.said},' if one.said else ''} of {show_cents(one.cents)}"
