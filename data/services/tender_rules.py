"""Which tenders may pay which lines, where the rules of a line name them. Not a service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from data import tenders
from data.services import Line


def refused_tender(lines: Sequence[Line], paid: Mapping[str, int]) -> str:
    """Why these tenders (cents by kind) cannot pay these lines, as a sentence; empty when they can.

    Lines that name their tenders must be covered by them; what is left of a receipt may be paid by any.
    """
    for allowed in dict.fromkeys(line.tenders for line in lines if line.tenders):
        named = [line for line in lines if line.tenders and set(line.tenders) <= set(allowed)]
        covered = sum(cents for kind, cents in paid.items() if kind in allowed)
        if covered < sum(line.amount_cents for line in named):
            first = next(line for line in lines if line.tenders == allowed)
            words = [tenders.title(kind).lower() for kind in allowed]
            return f"{first.description}: only {', '.join(words[:-1])} or {words[-1]}."
    return ""
