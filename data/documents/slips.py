"""Slips of a drawer: safe drop, paid out, no-sale."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from data.chain import head8
from data.clock import local_time
from data.documents import Element
from data.documents.elements import CUT, day, heading, money, pair, signature, text

if TYPE_CHECKING:
    from data.ledger_entry import Written
    from data.ledger_terms import Terms
    from data.session import Session

TITLES = {"DROP": "SAFE DROP", "PAID-OUT": "PAID OUT", "NO-SALE": "NO SALE", "FUND": "CHANGE FUND"}
LABELS = {"bag": "Bag or seal", "witness": "Witness", "payee": "Paid to", "gl": "Account"}
"""What the details of a slip are called."""
SIGNED = {"DROP": ("Clerk", "Witness"), "PAID-OUT": ("Received by",), "NO-SALE": (), "FUND": ("Clerk",)}
"""Who signs which slip."""


def slip(terms: Terms, session: Session, written: Written) -> list[Element]:
    """The slip of a drawer document."""
    head = written.header
    out = heading(terms, TITLES[head.kind])
    out.append(pair(f"Business date {day(head.business_date)}", local_time(head.at)))
    out.append(pair(f"Till {head.series}", f"Clerk {session.clerk.initials} ({session.clerk.number})"))
    details = json.loads(head.detail) if head.detail else {}
    out += [pair(LABELS[name], str(value)) for name, value in details.items() if name in LABELS and value]
    if head.reason:
        out.append(text(f"Reason: {head.reason}"))
    if head.total_cents:
        out.append(money("Amount", abs(head.total_cents), bold=True))
    out.append(pair("Journal", head8(written.hash)))
    for who in SIGNED[head.kind]:
        out += signature(who)
    return [*out, CUT]
