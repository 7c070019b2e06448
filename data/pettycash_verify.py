"""Proof of petty cash: every fund is whole, every voucher and reimbursement is what its documents say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.money import show_cents
from data.pettycash import fund, position

if TYPE_CHECKING:
    from data.store import Store

_VOUCHERS = (
    "SELECT v.number, v.state, v.amount_cents, v.advanced_cents, o.kind, o.series, o.total_cents, c.kind, "
    "c.total_cents, f.code FROM petty_vouchers v JOIN petty_funds f ON f.id = v.fund_id "
    "LEFT JOIN journal o ON o.id = v.journal_id LEFT JOIN journal c ON c.id = v.closing_id ORDER BY v.id"
)


def petty_cash(store: Store) -> str:
    """Cash + change out + vouchers + advances + on the way = fund, and vouchers agree with the journal."""
    for (fund_id,) in store.rows("SELECT id FROM petty_funds ORDER BY id"):
        found = fund(store, int(fund_id))
        now = position(store, found)
        if now.total_cents != now.fund_cents:
            return (
                f"Fund {found.code} is {show_cents(now.fund_cents)}, but its parts make {show_cents(now.total_cents)}."
            )
        if now.cash_cents < 0:
            return f"The box of fund {found.code} holds less than nothing."
    return _vouchers(store) or _claims(store)


def _vouchers(store: Store) -> str:
    for number, state, cents, advanced, kind, series, total, closing, closed, code in store.rows(_VOUCHERS):
        paid_out = -(advanced or cents)
        if (kind, series, total) != ("PETTY-OUT", code, paid_out):
            return f"Voucher {number} is not what its document paid out."
        wanted = {"PETTY-SETTLE": advanced - cents, "PETTY-VOID": cents}.get(closing or "", 0)
        if closing and closed != wanted:
            return f"Voucher {number} does not agree with the document that closed it."
        if (state == "CANCELLED") != (closing == "PETTY-VOID"):
            return f"Voucher {number} is {state}, but its documents say otherwise."
    return ""


def _claims(store: Store) -> str:
    found = store.row(
        "SELECT c.number FROM petty_claims c LEFT JOIN (SELECT claim_id, SUM(amount_cents) AS cents "
        "FROM petty_vouchers GROUP BY claim_id) v ON v.claim_id = c.id LEFT JOIN journal j ON j.id = c.journal_id "
        "WHERE c.total_cents <> c.vouchers_cents + c.short_cents OR COALESCE(j.total_cents, 1) <> -c.short_cents "
        "OR (c.state <> 'WITHDRAWN' AND COALESCE(v.cents, 0) <> c.vouchers_cents) ORDER BY c.id LIMIT 1"
    )
    return "" if found is None else f"Reimbursement {found[0]} does not agree with its vouchers and document."
