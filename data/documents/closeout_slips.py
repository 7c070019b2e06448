"""Office papers of the close-out: the surprise count and the close of a business date, in English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.clock import local_time
from data.documents import Element
from data.documents.elements import BLANK, CUT, RULE, heading, money, pair, signature, text
from data.tenders import title

if TYPE_CHECKING:
    from data.dayclose import ClosedDay
    from data.drawers_close import CountResult
    from data.drawers_state import Drawer
    from data.ledger_terms import Terms


def audit_slip(terms: Terms, drawer: Drawer, result: CountResult, by: str, at: str, note: str) -> list[Element]:
    """A surprise count: counted, expected and the difference of each tender, for both persons to sign."""
    out = heading(terms, "SURPRISE COUNT")
    out += [pair(f"Till {drawer.till}", local_time(at)), pair("Counted by", by), RULE]
    for kind, counted in result.counted.items():
        wanted = result.expected.get(kind, 0)
        if counted or wanted:
            out += [money(f"{title(kind)} counted", counted), money("  expected", wanted)]
        if kind in result.variance:
            out.append(money("  OVER" if counted > wanted else "  SHORT", result.variance[kind], bold=True))
    if not result.variance:
        out.append(text("Balances."))
    if note:
        out.append(text(note))
    return [*out, *signature("Clerk of the drawer"), *signature("Counted by"), CUT]


def day_slip(terms: Terms, day: ClosedDay) -> list[Element]:
    """The close of a business date: totals, the perpetual total and the head of every till's chain."""
    out = heading(terms, f"BUSINESS DATE {day.date:%m/%d/%Y} CLOSED")
    out += [pair("Closed", local_time(day.closed_at)), pair("By", day.closed_by), RULE]
    out += [pair("Documents", str(day.documents)), pair("Receipts", str(day.receipts))]
    if day.receipts:
        out.append(pair("From", f"{day.first_receipt} - {day.last_receipt}"))
    out.append(money("Receipts less voids", day.total_cents, bold=True))
    if day.custody_cents:
        out.append(money("Held for others", day.custody_cents))
    out += [money("Perpetual total", day.perpetual_cents), RULE]
    out += [pair(f"Till {series}", head) for series, head in day.heads.items()]
    return [*out, BLANK, text(f"Nothing more is posted on {day.date:%m/%d/%Y}."), CUT]
