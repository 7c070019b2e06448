"""A count that is off by whole pieces: a strap, a roll, a bill, or two fields exchanged."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from data.balancing_causes import PIECES, SHARES, Suspicion
from data.balancing_day import Day
from data.denominations import BILLS, COINS, ROLLS, Denomination
from data.money import show_cents

STRAP = 100
"""Bills in a strap."""
_STRAPPED = {"b1": 4.0, "b5": 2.0, "b10": 1.5, "b20": 4.0, "b50": 0.5, "b100": 0.5}
"""How often a strap of each bill lies in a counter's drawer, against the others."""
_ROLLED = {"r25": 5.0, "r10": 4.0, "r5": 3.0, "r1": 3.0, "r50": 0.1, "r100": 0.3}
_LOOSE = 0.25
"""How often single bills and coins are miscounted against straps and rolls."""
_WRONG_FIELD = 0.15


def pieces(day: Day, kind: str, cents: int) -> Iterator[Suspicion]:
    """A strap, roll, bill or coin counted once too often or not at all; a number typed into the neighboring field."""
    if kind != "CA":
        return
    total = sum(_STRAPPED.values()) + sum(_ROLLED.values())
    for one in BILLS:
        if one.code in _STRAPPED:
            yield from _off(day, one, STRAP, cents, _STRAPPED[one.code] / total, f"a strap of {one.title}")
    for one in ROLLS:
        often = _ROLLED[one.code] if one.cents >= 50 else 0.0
        yield from _off(day, one, 1, cents, often / total, _piece(one))
    for one in BILLS:
        yield from _off(day, one, 1, cents, _LOOSE / len(BILLS), _piece(one))
    yield from _exchanged(day, cents)


def _piece(one: Denomination) -> str:
    """One bill or roll in words: `a quarter roll`."""
    return f"a {one.title.partition(' (')[0].lower().removesuffix('s')}"


def _off(day: Day, one: Denomination, pieces: int, cents: int, share: float, what: str) -> Iterator[Suspicion]:
    """Suspect a denomination when the difference is so many pieces of it, or twice that."""
    value = pieces * one.cents
    for times, often in ((1, 1.0), (2, 0.15)):
        if abs(cents) != times * value:
            continue
        counted = day.pieces.get(one.code, 0)
        if cents > 0 and counted < times * pieces:
            continue
        fit = 0.5 * often * (1.0 if counted else 0.35)
        says = (
            f"{what} may have been {'counted twice' if cents > 0 else 'missed'}{' (two of them)' if times == 2 else ''}"
        )
        sentence = f"{show_cents(abs(cents))}: {says}; {counted or 'none'} counted."
        yield Suspicion(PIECES, ("PIECES", one.code), SHARES[PIECES] * share * fit, sentence)


def _exchanged(day: Day, cents: int) -> Iterator[Suspicion]:
    """A number of pieces typed one field too high or too low."""
    for group in (BILLS, COINS, ROLLS):
        for right, wrong in [*pairwise(group), *pairwise(group[::-1])]:
            counted = day.pieces.get(wrong.code, 0)
            if counted and not day.pieces.get(right.code) and counted * (wrong.cents - right.cents) == cents:
                sentence = f"The {counted} of {wrong.title} may be {right.title}, typed one field off."
                yield Suspicion(PIECES, ("PIECES", wrong.code), SHARES[PIECES] * _WRONG_FIELD / 10, sentence)
