"""The distribution slip of a recovery: what a department gets back, by account string, with the receipt it came in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from data.documents import Element
from data.documents.elements import CUT, RULE, heading, money, pair, text

if TYPE_CHECKING:
    from data.ledger_terms import Terms


def distribution_slip(
    terms: Terms, department: str, case: str, receipt: str, parts: Sequence[tuple[str, str, int]]
) -> list[Element]:
    """One department's slip; `parts` are description, account string and cents."""
    out = heading(terms, "DISTRIBUTION SLIP")
    out += [pair("Department", department), pair("Case", case), pair("Receipt", receipt), RULE]
    for said, gl, cents in parts:
        out += [money(said, cents), text(f"   {gl}")]
    return [*out, RULE, money("Total", sum(cents for _, _, cents in parts), bold=True), CUT]
