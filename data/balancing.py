"""Why a drawer is over or short: the day is searched for what would make up the difference, the likeliest first.

Every cause names suspects with a weight (`balancing_causes` says how it is made); the weights on one suspect are added,
and its percentage is its part of all weights and of `UNKNOWN`, the weight of something that left no trace. When all
suspects together have less than `LEAST` of that, nothing is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
        return f"{off}. Look first at:"


def explain(day: Day) -> tuple[Finding, ...]:
    """What may have gone wrong, one finding per difference; empty when the drawer balances.

    Two tenders off by as much with opposite signs are one difference; so is the part of two unequal ones that a receipt
    posted in the wrong tender explains, when that and a second mistake are likelier than two mistakes apart.
    """
    left = {kind: cents for kind, cents in day.variance.items() if cents}
    findings: list[Finding] = []
    for short, over in permutations(sorted(left), 2):
        if left.get(short, 0) < 0 < left.get(over, 0):
            cents = _exchanged(day, short, over, left[short], left[over])
            if cents:
                findings.append(Finding(((short, -cents), (over, cents)), rank(_mixed(day, short, over, cents))))
                left[short] += cents
                left[over] -= cents
    for kind, cents in left.items():
        if cents:
            findings.append(Finding(((kind, cents),), rank(_single(day, kind, cents))))
    return tuple(findings)


def _exchanged(day: Day, short: str, over: str, short_cents: int, over_cents: int) -> int:
    """How much was probably posted in the tender that is short and paid in the one that is over, in cents; 0 if none.

    Mixed tenders and what then remains are weighed against two mistakes that have nothing to do with each other.
    """

    def weight(kind: str, cents: int) -> float:
        return sum(one.weight for one in _single(day, kind, cents)) + UNKNOWN if cents else 1.0

    best, likeliest = 0, weight(short, short_cents) * weight(over, over_cents)
    for cents in {-short_cents, over_cents}:
        mixed = sum(one.weight for one in _mixed(day, short, over, cents))
        together = mixed * weight(short, short_cents + cents) * weight(over, over_cents - cents)
        if together > likeliest:
            best, likeliest = cents, together
    return best


def rank(found: Iterable[Suspicion]) -> tuple[Explanation, ...]:
    """The suspects by their added weights, at most `SHOWN`; none when something unknown is far likelier."""
    suspicions = list(found)
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
