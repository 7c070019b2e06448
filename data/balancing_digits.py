"""How an amount is mistyped: digits transposed, slid, left off, doubled or misread. Amounts are integer cents."""

from __future__ import annotations

TRANSPOSED, SLID, DROPPED, DOUBLED, DIGIT, SIGN = "TRANSPOSED", "SLID", "DROPPED", "DOUBLED", "DIGIT", "SIGN"
"""Kinds of typing mistakes, the likeliest first."""


def transpositions(cents: int) -> frozenset[int]:
    """Every amount that two neighboring digits of this one make when they change places; itself excluded.

    An amount below a dollar is taken with its zeros, as it is written: 0.50 and 5.00 are transpositions of each other.
    """
    digits = str(abs(cents)).zfill(3)
    found = {
        int(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :])
        for at in range(len(digits) - 1)
        if digits[at] != digits[at + 1]
    }
    return frozenset(-one if cents < 0 else one for one in found if one)


def slides(cents: int) -> frozenset[int]:
    """The amount with its point one or two places off, where no digit but zero is lost."""
    found = {cents * 10, cents * 100}
    found |= {cents // factor for factor in (10, 100) if cents and cents % factor == 0}
    return frozenset(found - {cents, 0})


def dropped(cents: int) -> frozenset[int]:
    """The amount with one digit left off."""
    digits = str(abs(cents))
    found = {int(digits[:at] + digits[at + 1 :] or 0) for at in range(len(digits))}
    return frozenset((-one if cents < 0 else one) for one in found if one)


def doubled(cents: int) -> frozenset[int]:
    """The amount with one digit struck twice."""
    digits = str(abs(cents))
    found = {int(digits[: at + 1] + digits[at:]) for at in range(len(digits))}
    return frozenset((-one if cents < 0 else one) for one in found if one != abs(cents))


def one_digit(first: int, second: int) -> bool:
    """Whether two amounts have as many digits and differ in exactly one of them."""
    one, other = str(abs(first)), str(abs(second))
    return (
        (first < 0) == (second < 0)
        and len(one) == len(other)
        and sum(a != b for a, b in zip(one, other, strict=True)) == 1
    )


def mistake(meant: int, typed: int) -> str:
    """How `meant` became `typed`, one of the kinds of this module; empty when it looks like neither."""
    if meant == typed or not meant or not typed:
        return ""
    if typed == -meant:
        return SIGN
    if typed in slides(meant):
        return SLID
    if typed in transpositions(meant):
        return TRANSPOSED
    if typed in dropped(meant):
        return DROPPED
    if typed in doubled(meant):
        return DOUBLED
    return DIGIT if one_digit(meant, typed) else ""
