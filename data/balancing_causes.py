"""What makes a drawer over or short in one tender: each cause is a small function that names its suspects.

A suspect's weight is share × spread × fit. Share: how often a mistake at a counter is of this kind (`SHARES`). Spread:
one over the number of things in this day it could have happened to. Fit: how well what else is known of the suspect
agrees (`balancing_fit`). Weights are compared with each other and with `UNKNOWN`, a mistake of any amount at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from data.balancing_day import CashOut, Day, Paid, Taken
from data.balancing_digits import dropped, slides, transpositions
from data.balancing_fit import asked_fit, doubled_fit, pieces_fit, returned_fit, twin_fit
from data.money import show_cents
from data.tenders import title

SAME, OPPOSITE, HALF, TRANSPOSED, SLID, DROPPED = "SAME", "OPPOSITE", "HALF", "TRANSPOSED", "SLID", "DROPPED"
MIXED, VOID_MISSED, VOID_DOUBLED, GIVEN_UP = "MIXED", "VOID-MISSED", "VOID-DOUBLED", "GIVEN-UP"
CHANGE, PIECES, PAID_OUT, CASH_OUT = "CHANGE", "PIECES", "PAID-OUT", "CASH-OUT"

SHARES: dict[str, float] = {
    MIXED: 0.14,
    TRANSPOSED: 0.11,
    CHANGE: 0.10,
    PIECES: 0.10,
    SAME: 0.09,
    VOID_MISSED: 0.08,
    SLID: 0.07,
    PAID_OUT: 0.05,
    VOID_DOUBLED: 0.04,
    GIVEN_UP: 0.03,
    HALF: 0.03,
    OPPOSITE: 0.03,
    CASH_OUT: 0.02,
    DROPPED: 0.01,
}
"""How often a mistake is of each kind, by a cashier supervisor's judgment; with `UNKNOWN` they are all."""
UNKNOWN = 0.10 / 20_000
"""The weight of something that left no trace: one mistake in ten, of any amount up to 200.00."""
PAID_OUT_CENTS = 10_000
"""Paid outs above this amount (cents) are not kept from the drawer by forgetting a slip."""


@dataclass(frozen=True)
class Suspicion:
    """One way in which one thing would make up a difference."""

    cause: str
    suspect: tuple[str, int | str]
    """What to look at: RECEIPT, VOID, GIVEN-UP, NO-SALE or CASH-OUT with its journal row, or PIECES with a field."""
    weight: float
    sentence: str


Cause = Callable[[Day, str, int], Iterator[Suspicion]]
"""A cause: the day, the tender, and its difference in cents (negative is short)."""


def _named(one: Taken, paid: Paid) -> str:
    return f"Receipt {one.number}, {title(paid.kind).lower()} {show_cents(paid.amount_cents)}"


def same_amount(day: Day, kind: str, cents: int) -> Iterator[Suspicion]:
    """A receipt of that amount: its money never came, or it was posted twice; over: a second one was not posted."""
    found = day.tenders(kind)
    for one, paid in found:
        if paid.amount_cents != abs(cents):
            continue
        twin = twin_fit(day, one)
        if cents > 0:
            fit, says = 0.1, "the same may have been paid once more and not posted"
        elif twin == 1:
            fit, says = 1.0, "it may have been posted twice: the same was paid on the same number"
        else:
            fit, says = 0.25, "its money may never have come, or be lost"
        weight = SHARES[SAME] / len(found) * fit * pieces_fit(day, kind, 1 if cents > 0 else -1)
        yield Suspicion(SAME, ("RECEIPT", one.id), weight, f"{_named(one, paid)}: {says}.")


def opposite(day: Day, kind: str, cents: int) -> Iterator[Suspicion]:
    """Money that went the other way: a refund posted as a receipt, or a receipt posted as a void; twice the amount."""
    found = day.tenders(kind)
    for one, paid in found:
        if cents == -2 * paid.amount_cents:
            weight = SHARES[OPPOSITE] / len(found) * pieces_fit(day, kind, -1)
            says = "half the difference: money may have been paid out on it instead of taken in"
            yield Suspicion(OPPOSITE, ("RECEIPT", one.id), weight, f"{_named(one, paid)}: {says}.")
    for void in day.voids:
        for paid in void.paid:
            if paid.kind == kind and cents == 2 * paid.amount_cents:
                weight = SHARES[OPPOSITE] / len(day.voids) * pieces_fit(day, kind, 1)
                says = (
                    f"Void of {void.origin}: half the difference; money may have been taken in on it, not given back."
                )
                yield Suspicion(OPPOSITE, ("VOID", void.id), weight, says)


def half(day: Day, kind: str, cents: int) -> Iterator[Suspicion]:
    """Posted for two where one was paid, or for one where two were paid."""
    found = day.tenders(kind)
    for one, paid in found:
        if 2 * cents == -paid.amount_cents:
            says = f"twice the difference: it may be posted double, {show_cents(-cents)} was paid"
        elif cents == paid.amount_cents:
            says = f"posted once, it may have been paid double, {show_cents(2 * cents)}"
        else:
            continue
        fit = doubled_fit(one, cents) * pieces_fit(day, kind, 0)
        yield Suspicion(HALF, ("RECEIPT", one.id), SHARES[HALF] / len(found) * fit, f"{_named(one, paid)}: {says}.")


def _among(possible: frozenset[int], meant: int) -> float:
    return 1 / len(possible) if meant in possible else 0.0


def _left_off(posted: int, meant: int) -> float:
    """One of the digits of `meant` left off: any digit at any place is possible."""
    return 1 / (10 * (len(str(posted)) + 1)) if posted in dropped(meant) else 0.0


_MISTYPED: tuple[tuple[str, Callable[[int, int], float], str], ...] = (
    (TRANSPOSED, lambda posted, meant: _among(transpositions(posted), meant), "two digits may be transposed"),
    (SLID, lambda posted, meant: _among(slides(posted), meant), "the point may be slid"),
    (DROPPED, lambda posted, meant: _among(dropped(posted), meant), "a digit may be one too many"),
    (DROPPED, _left_off, "a digit may be left off"),
)
"""Kind, how likely the posted amount (cents) came from the meant one by this mistake, and what is said of it."""


def misreadings(posted: int, meant: int) -> Iterator[tuple[str, float, str]]:
    """How an amount may have become another while it was typed: the cause, its likelihood, and what is said of it."""
    for cause, likelihood, says in _MISTYPED:
        if often := likelihood(posted, meant):
            yield cause, often, says


def mistyped(day: Day, kind: str, cents: int) -> Iterator[Suspicion]:
    """An amount posted with its digits transposed, slid or doubled."""
    found = day.tenders(kind)
    for one, paid in found:
        meant = paid.amount_cents + cents
        if meant <= 0:
            continue
        for cause, often, says in misreadings(paid.amount_cents, meant):
            fit = often * asked_fit(one, cents) * pieces_fit(day, kind, 0)
            asked = ", which is what was asked for" if one.total_cents + cents in one.asked else ""
            sentence = f"{_named(one, paid)}: {says}; {show_cents(meant)} may have been paid{asked}."
            yield Suspicion(cause, ("RECEIPT", one.id), SHARES[cause] / len(found) * fit, sentence)


def void_missed(day: Day, kind: str, cents: int) -> Iterator[Suspicion]:
    """A receipt that was wrong, whose money went back, and that was never voided."""
    found = day.tenders(kind)
    for one, paid in found:
        if cents == -paid.amount_cents:
            fit, says = returned_fit(day, one)
            weight = SHARES[VOID_MISSED] / len(found) * fit * pieces_fit(day, kind, -1)
            sentence = f"{_named(one, paid)}: its money may have been given back without a void{says}."
            yield Suspicion(VOID_MISSED, ("RECEIPT", one.id), weight, sentence)


def void_doubled(day: Day, kind: str, cents: int) -> Iterator[Suspicion]:
    """A void whose money was given back twice, or not at all."""
    for void in day.voids:
        for paid in void.paid:
            if paid.kind == kind and paid.amount_cents == abs(cents):
                says = "not have been given back" if cents > 0 else "have been given back twice"
                weight = SHARES[VOID_DOUBLED] / len(day.voids) * pieces_fit(day, kind, 1 if cents > 0 else -1)
                sentence = f"Void of {void.origin}: its {show_cents(paid.amount_cents)} may {says}."
                yield Suspicion(VOID_DOUBLED, ("VOID", void.id), weight, sentence)


def given_up(day: Day, kind: str, cents: int) -> Iterator[Suspicion]:
    """A payment given up before posting whose money was kept."""
    for one in day.given_up:
        if one.cents == cents:
            weight = SHARES[GIVEN_UP] / len(day.given_up) * pieces_fit(day, kind, 1)
            sentence = f"A payment of {show_cents(cents)} was given up before posting; its money may have been kept."
            yield Suspicion(GIVEN_UP, ("GIVEN-UP", one.id), weight, sentence)


def change(day: Day, kind: str, cents: int) -> Iterator[Suspicion]:
    """Change given twice, or not given."""
    found = [(one, paid) for one in day.receipts for paid in one.paid if paid.kind == kind and paid.change_cents]
    for one, paid in found:
        if paid.change_cents == abs(cents):
            says, fit = ("not have been given", 0.3) if cents > 0 else ("have been given twice", 0.7)
            sentence = f"Receipt {one.number}: its change of {show_cents(paid.change_cents)} may {says}."
            yield Suspicion(CHANGE, ("RECEIPT", one.id), SHARES[CHANGE] / len(found) * fit, sentence)


def paid_out(day: Day, kind: str, cents: int) -> Iterator[Suspicion]:
    """Cash taken out for a purchase while the drawer was open without a sale, and no paid out entered."""
    if kind != "CA" or not 0 < -cents <= PAID_OUT_CENTS:
        return
    for one in day.no_sales:
        fit = 0.1 if "change" in one.reason.lower() else 1.0
        weight = SHARES[PAID_OUT] / len(day.no_sales) / (PAID_OUT_CENTS / 2) * fit
        why = f" ({one.reason})" if one.reason else ""
        sentence = f"The drawer was opened without a sale{why}: {show_cents(-cents)} paid out then was not entered."
        yield Suspicion(PAID_OUT, ("NO-SALE", one.id), weight, sentence)


def cash_out(day: Day, kind: str, cents: int) -> Iterator[Suspicion]:
    """A safe drop or paid out entered twice, mistyped, or entered while the cash stayed."""
    if kind != "CA":
        return
    for one in day.cash_out:
        if says := _wrong_out(one, cents):
            what = "Safe drop" if one.kind == "DROP" else "Paid out"
            sentence = f"{what} of {show_cents(one.cents)}{f', {one.said}' if one.said else ''}: {says}."
            yield Suspicion(CASH_OUT, ("CASH-OUT", one.id), SHARES[CASH_OUT] / len(day.cash_out), sentence)


def _wrong_out(one: CashOut, cents: int) -> str:
    left = one.cents - cents
    if cents == one.cents:
        return "the cash may never have left the drawer, or it was entered twice"
    if cents == -one.cents:
        return "as much may have left the drawer once more"
    if left > 0 and left in transpositions(one.cents) | slides(one.cents):
        return f"it may be mistyped, {show_cents(left)} may have left the drawer"
    return ""
