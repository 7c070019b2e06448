"""Why a drawer is over or short: the day is searched for what would make up the difference, the likeliest first.

Every cause names suspects with a weight (`balancing_causes` says how it is made); the weights on one suspect are added,
and its percentage is its part of all weights and of `UNKNOWN`, the weight of something that left no trace. When all
suspects together have less than `LEAST` of that, nothing is named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from data import balancing_causes as causes
from data.balancing_causes import MIXED, SHARES, UNKNOWN, Cause, Suspicion
from data.balancing_day import Day
from data.balancing_fit import pieces_fit
from data.balancing_pieces import pieces
from data.money import show_cents
from data.tenders import title

CAUSES: tuple[Cause, ...] = (
    causes.same_amount,
    causes.opposite,
    causes.half,
    causes.mistyped,
    causes.void_missed,
    causes.void_doubled,
    causes.given_up,
    causes.change,
    causes.paid_out,
    causes.cash_out,
    pieces,
)
"""Everything that makes one tender over or short by itself."""
LEAST = 0.2
"""Suspects are named when they are together at least so likely against something that left no trace."""
SHOWN = 10
"""At most so many explanations are listed."""


@dataclass(frozen=True)
class Explanation:
    """Something that would make up the difference, and how likely it is against everything else."""

    suspect: tuple[str, int | str]
    """What to look at: RECEIPT, VOID, GIVEN-UP, NO-SALE, CASH-OUT with its journal row; PIECES with a count field."""
    cause: str
    percent: int
    """From 0 to 99: nothing here is certain."""
    sentence: str
    others: tuple[str, ...] = ()
    """What else about the same suspect would explain it."""


@dataclass(frozen=True)
class Finding:
    """One difference, or two of opposite sign that belong together, with its explanations, likeliest first."""

    variance: tuple[tuple[str, int], ...]
    """Tender and cents, negative is short."""
    explanations: tuple[Explanation, ...]

    @property
    def sentence(self) -> str:
        """What is off, and whether anything explains it."""
        off = " and ".join(
            f"{title(kind)} is {'over' if cents > 0 else 'short'} {show_cents(abs(cents))}"
            for kind, cents in self.variance
        )
        if not self.explanations:
            return f"{off}. Nothing in the day explains it."
        return f"{off}. Look first at what is listed first."


def explain(day: Day) -> tuple[Finding, ...]:
    """What may have gone wrong, one finding per difference; empty when the drawer balances."""
    left = {kind: cents for kind, cents in day.variance.items() if cents}
    findings = []
    for short, over in permutations(sorted(left), 2):
        if not 0 > left.get(short, 0) == -left.get(over, 0):
            continue
        if suspicions := list(_mixed(day, short, over, -left[short])):
            findings.append(Finding(((short, left.pop(short)), (over, left.pop(over))), rank(suspicions)))
    for kind, cents in left.items():
        suspicions = [*_single(day, kind, cents), *_partly_mixed(day, left, kind)]
        findings.append(Finding(((kind, cents),), rank(suspicions)))
    return tuple(findings)


def rank(suspicions: Sequence[Suspicion]) -> tuple[Explanation, ...]:
    """The suspects by their added weights, at most `SHOWN`; none when something unknown is far likelier."""
    total = sum(one.weight for one in suspicions)
    if total < LEAST * (total + UNKNOWN):
        return ()
    by_suspect: dict[tuple[str, int | str], list[Suspicion]] = {}
    for one in suspicions:
        by_suspect.setdefault(one.suspect, []).append(one)
    ordered = sorted(by_suspect.values(), key=lambda group: -sum(one.weight for one in group))
    return tuple(_explanation(group, total + UNKNOWN) for group in ordered[:SHOWN])


def _explanation(group: list[Suspicion], total: float) -> Explanation:
    best, *others = sorted(group, key=lambda one: -one.weight)
    percent = min(99, round(100 * sum(one.weight for one in group) / total))
    says = tuple(dict.fromkeys(one.sentence for one in others if one.sentence != best.sentence))
    return Explanation(best.suspect, best.cause, percent, best.sentence, says)


def _single(day: Day, kind: str, cents: int) -> Iterator[Suspicion]:
    for cause in CAUSES:
        yield from cause(day, kind, cents)


def _mixed(day: Day, short: str, over: str, cents: int) -> Iterator[Suspicion]:
    """Receipts posted in the tender that is short and paid in the one that is over: cash as check, check as cash."""
    found = day.tenders(short)
    for one, paid in found:
        if paid.amount_cents == cents:
            fit = pieces_fit(day, short, -1) * pieces_fit(day, over, 1) * (0.05 if paid.change_cents else 1.0)
            says = f"posted as {title(short).lower()}, it may have been paid by {title(over).lower()}"
            sentence = f"Receipt {one.number} of {show_cents(cents)}: {says}."
            yield Suspicion(MIXED, ("RECEIPT", one.id), SHARES[MIXED] / len(found) * fit, sentence)


def _partly_mixed(day: Day, left: dict[str, int], kind: str) -> Iterator[Suspicion]:
    """A tender exchanged for another beside a second mistake in that other tender."""
    for other, cents in left.items():
        if other != kind and (cents > 0) != (left[kind] > 0):
            short, over = (kind, other) if left[kind] < 0 else (other, kind)
            for one in _mixed(day, short, over, abs(left[kind])):
                rest = f" {title(other)} is then still off by {show_cents(abs(left[kind] + cents))}."
                yield Suspicion(one.cause, one.suspect, one.weight * 0.05, one.sentence + rest)
