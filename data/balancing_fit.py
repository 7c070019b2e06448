"""How well a suspected mistake agrees with everything else that is known: likelihoods from 0 to 1."""

from __future__ import annotations

from data.balancing_day import Day, Taken

NEAR_MINUTES = 20
"""A correction follows its mistake within so many minutes."""


def pieces_fit(day: Day, kind: str, wanted: int) -> float:
    """Whether as many pieces (checks, slips) are over or missing as the mistake would leave; 1 for cash."""
    off = day.pieces_off(kind)
    if off is None:
        return 1.0 if kind == "CA" else 0.5
    return 1.0 if off == wanted else 0.03


def asked_fit(one: Taken, cents: int) -> float:
    """Whether a receipt that is off by `cents` would else have paid what was asked for.

    Most people pay exactly what is asked. An amount that a fixed price gives was not typed at all.
    """
    if not one.keyed:
        return 0.001
    if not one.asked:
        return 0.3
    if one.total_cents in one.asked:
        return 0.0003
    if one.total_cents + cents in one.asked:
        return 1.0
    return 0.1 if (one.total_cents + cents) % 500 == 0 else 0.03


def doubled_fit(one: Taken, cents: int) -> float:
    """Whether a receipt may have been posted double (`cents` negative) or once instead of double."""
    if cents < 0 and one.quantity % 2 == 0:
        return 1.0
    if not one.keyed:
        return 0.1 if cents < 0 else 0.3
    return asked_fit(one, cents)


def twin_fit(day: Day, one: Taken) -> float:
    """1 when another receipt was posted for the same number and total shortly before or after, else 0."""
    return float(any(other.total_cents == one.total_cents for other in _neighbors(day, one)))


def returned_fit(day: Day, one: Taken) -> tuple[float, str]:
    """Whether a receipt's money may have been given back without a void, and the words that say why."""
    for other in _neighbors(day, one):
        if other.minute >= one.minute:
            return 1.0, f": receipt {other.number} for the same number came right after"
    if any(0 <= opened.minute - one.minute <= NEAR_MINUTES for opened in day.no_sales):
        return 0.5, ": the drawer was opened without a sale right after"
    return 0.1, ""


def _neighbors(day: Day, one: Taken) -> list[Taken]:
    """Receipts that stand, on the same number and about the same time."""
    if not one.reference:
        return []
    return [
        other
        for other in day.receipts
        if other.id != one.id
        and not other.voided
        and other.reference == one.reference
        and abs(other.minute - one.minute) <= NEAR_MINUTES
    ]
