"""What accounts payable gets of a petty cash reimbursement: one row per account string, the same bytes every time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import audit
from data.csvout import amount, table
from data.permissions import Refused
from data.pettycash import fund
from data.pettycash_claims import WITHDRAWN, Claim, claim

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

TITLES = ("request", "date", "payee", "fund", "line", "account", "description", "amount", "total")


def request_text(store: Store, found: Claim) -> str:
    """The request as CSV: each account string and the over/short line; they add up to `total`.

    Raises `Refused` for a request that was withdrawn.
    """
    if found.state == WITHDRAWN:
        raise Refused(f"Reimbursement {found.number} was withdrawn: accounts payable pays nothing for it.")
    kept = fund(store, found.fund_id)
    lines = [(group.gl, group.title, group.cents) for group in found.groups]
    if found.short_cents:
        lines.append((_over_short(store, found), "Cash over and short", found.short_cents))
    payee = f"{kept.custodian.name}, custodian, petty cash"
    head = (found.number, found.requested_on, payee, kept.code)
    total = amount(found.total_cents)
    rows = [(*head, n, gl, title, amount(cents), total) for n, (gl, title, cents) in enumerate(lines, 1)]
    return table([TITLES, *rows])


def _over_short(store: Store, found: Claim) -> str:
    """The account that the request's document charged."""
    return str(
        store.value(
            "SELECT p.gl FROM journal_lines l JOIN postings p ON p.journal_id = l.journal_id AND p.line_n = l.n "
            "WHERE l.journal_id = ? AND l.description = 'Over and short'",
            found.journal_id,
        )
    )


def request_file(store: Store, session: Session, claim_id: int) -> tuple[str, str]:
    """The name of the request's file and its content, for those who may see the fund. Raises `Refused`."""
    found = claim(store, session, claim_id)
    text = request_text(store, found)
    audit.record(store, session, "petty.ap_file", "petty_claims", found.id, size=len(text.encode()))
    return f"AP_{found.number}.csv", text
