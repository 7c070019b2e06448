"""What is printed on papers that the clerk puts into the printer: a check's back, and a customer's own stub or form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.documents import Element
from data.documents.elements import day, text
from data.money import show_cents

if TYPE_CHECKING:
    from data.chain import TenderRow
    from data.ledger_read import PostedReceipt
    from data.ledger_terms import Terms

ENDORSEMENT = "check.endorsement"
"""The setting with the endorsement's rows, separated by semicolons (restrictive: Commercial Code 3206)."""
DEFAULT_ROWS = "FOR DEPOSIT ONLY"


def endorsement(terms: Terms, posted: PostedReceipt, tender: TenderRow) -> list[Element]:
    """The back of one check: the restriction, whose it is, and where the journal has it."""
    rows = (terms.values.get(ENDORSEMENT) or f"{DEFAULT_ROWS};{terms.text('city.name')}").split(";")
    out = [text(row.strip(), bold=place == 0) for place, row in enumerate(rows) if row.strip()]
    where = f"{posted.number}  {day(posted.header.business_date)}  till {posted.header.series}"
    return [*out, text(f"{where}  check {tender.number}  {show_cents(tender.amount_cents)}")]


def validation(terms: Terms, posted: PostedReceipt) -> list[Element]:
    """One line that says on the customer's own paper that it was paid."""
    paid = f"PAID {show_cents(posted.total_cents)}  {day(posted.header.business_date)}  {posted.number}"
    who = f"till {posted.header.series} clerk {posted.clerk_initials}"
    return [text(f"{terms.text('city.name')}  {paid}  {who}")]
