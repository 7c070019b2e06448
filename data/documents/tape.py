"""The adding machine's tape on paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from data.clock import local_time
from data.documents import Element
from data.documents.elements import CUT, heading, pair, text
from data.money import show_cents

if TYPE_CHECKING:
    from data.ledger_terms import Terms
    from data.tape import Printed


def tape_paper(terms: Terms, printed: Sequence[Printed], clerk: str, at: str) -> list[Element]:
    """The tape as it stands, with the clerk and the time."""
    out = [*heading(terms, "TAPE"), pair(f"Clerk {clerk}", local_time(at))]
    for one in printed:
        if one.cents is None:
            out.append(pair("", f"{one.said} {one.sign:<2}"))
            continue
        left = f"{one.number} {one.said}".rstrip() if one.number else f"{one.items:03d} items" if one.items else ""
        cents = abs(one.cents) if one.number else one.cents
        out.append(pair(left, f"{show_cents(cents)} {one.sign:<2}", bold=not one.number))
    return [*out, text(""), CUT]
