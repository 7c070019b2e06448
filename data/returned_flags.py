"""What a returned item means for its payer: no more checks for a time, no automatic payments, licenses called back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from data import hotlist
from data.cases import RETURNED, step
from data.changes import record_change

if TYPE_CHECKING:
    from data.returned_case import Case
    from data.returned_reverse import Taking
    from data.returned_terms import CaseTerms
    from data.session import Session
    from data.store import Store

STOPS_AUTOPAY = ("DATA", "AUTHORITY", "STOP")
"""What a reason calls for that also ends automatic payments."""


def flag_payer(store: Store, session: Session, case: Case, work: Taking) -> date:
    """Stop the payer's checks until a day: the hot list, and the customer's accounts; that day."""
    until = work.on + timedelta(days=work.terms.number("returned.cash_only_days"))
    if case.account_hash or (case.routing and case.last4) or case.customer_id or len(case.payer) >= hotlist.LEAST_NAME:
        hotlist.add(
            store,
            session,
            f"{work.what} returned {case.returned_on:%m/%d/%Y}",
            account_hash=case.account_hash,
            routing=case.routing,
            last4=case.last4,
            drawer=case.payer,
            customer_id=case.customer_id,
            case_id=case.id,
            until=until,
        )
    for (account_id,) in store.rows(
        "SELECT id FROM accounts WHERE customer_id = ? AND cash_only = 0 ORDER BY id", case.customer_id or 0
    ):
        store.run("UPDATE accounts SET cash_only = 1, version = version + 1 WHERE id = ?", account_id)
        record_change(store, session, "accounts", account_id, {"cash_only": "N"}, {"cash_only": "Y"})
    step(store, session, RETURNED, case.id, "CASH-ONLY", f"until {until:%m/%d/%Y}")
    return until


def stop_autopay(store: Store, session: Session, case: Case) -> None:
    """End the automatic payments of the account: its bank data are wrong, or it may not be debited."""
    changed = store.run(
        "UPDATE accounts SET autopay = 0, version = version + 1 WHERE id = ? AND autopay = 1", case.account_id or 0
    )
    if changed:
        record_change(store, session, "accounts", case.account_id or 0, {"autopay": "Y"}, {"autopay": "N"})
        step(store, session, RETURNED, case.id, "AUTOPAY-OFF", case.reason)


def suspensions(store: Store, session: Session, case: Case, lines: Sequence[tuple[str, str]], terms: CaseTerms) -> None:
    """A task for every license or permit that was issued on the payment (setting `returned.suspends`)."""
    for code, reference in dict.fromkeys(lines):
        if code in terms.text("returned.suspends").split():
            step(store, session, RETURNED, case.id, "SUSPENDED-NSF", f"Suspend and retrieve {code} {reference}")
