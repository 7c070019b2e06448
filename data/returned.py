"""Returned items: the bank's notice is matched to what was posted, the payment reversed, the charge made.

`RECEIVED → MATCHED → REVERSED → FEE-POSTED → NOTICE → (PAID | PLAN | DISPUTED) → DEMAND → REFERRED → COLLECTED |
WRITTEN-OFF`. `take` does everything up to the notice in one transaction; what follows is in `data.returned_follow`.
Law: Civil Code 1719; Government Code 6157(b), (c).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

import peewee

from data import audit, authority, hotlist
from data.cases import RETURNED, number, office, step
from data.forms import FormError
from data.ledger_read import receipt
from data.permissions import Refused
from data.returned_case import Case, by_id, by_number
from data.returned_flags import STOPS_AUTOPAY, flag_payer, stop_autopay, suspensions
from data.returned_law import charge, charge_problem
from data.returned_match import Paid, matched, payer_of
from data.returned_post import post_charge, post_return
from data.returned_reverse import Taking
from data.returned_terms import CaseTerms, Reason, case_terms, reason
from data.tenders import title

if TYPE_CHECKING:
    from data.catalog import Catalog
    from data.session import Approval, Session
    from data.store import Store


@dataclass(frozen=True)
class Notice:
    """What the bank says about a returned item; amounts in cents."""

    check_number: str
    amount_cents: int
    reason: str
    returned_on: date
    debited_on: date | None = None
    """When the bank took the money off; None: the day it was returned."""
    bank_reference: str = ""
    payer: str = ""
    """The name on the item, when the receipt does not have it."""
    routing: str = ""
    last4: str = ""
    bank_account: str = ""
    """The account number as printed on the item: kept only as a keyed hash."""


@dataclass(frozen=True)
class Wishes:
    """What the clerk decides about a returned item; None takes what the rules say."""

    fee_cents: int | None = None
    bank_cost_cents: int | None = None
    cash_only: bool = True
    """Whether the payer's checks are stopped from now on (Government Code 6157(b))."""
    note: str = ""
    paid: tuple[tuple[int, int], ...] = field(default=())
    """Journal id and number of each tender the item was posted as; empty: the program looks for them."""


def receive(store: Store, session: Session, notice: Notice, key: str) -> Case:
    """Take down a bank's notice without matching it yet; once per key. Raises `FormError` and `Refused`."""
    with store.writing():
        if (found := _of_key(store, key)) is not None:
            return found
        authority.check(store, session, "returned.take", notice.amount_cents)
        reason(store, notice.reason)
        case_id = _insert(store, session, notice, key)
        step(store, session, RETURNED, case_id, "RECEIVED", notice.bank_reference)
        audit.record(store, session, "returned.receive", "returned_cases", case_id)
    return by_id(store, case_id)


def take(
    store: Store,
    session: Session,
    catalog: Catalog,
    notice: Notice,
    wishes: Wishes,
    key: str,
    approval: Approval | None = None,
) -> Case:
    """Match, reverse, charge and flag the payer, in one transaction and once per key; the case.

    Raises `FormError` for the reason, `Refused` when the item is not found, not of that amount, or returned already;
    with `approval` set when the charge differs from the rule's.
    """
    try:
        with store.writing():
            if (found := _of_key(store, key)) is not None:
                return found
            authority.check(store, session, "returned.take", notice.amount_cents)
            paid = matched(store, notice.check_number, notice.amount_cents, wishes.paid, notice.payer)
            _dated(session, notice, paid)
            case_id = _insert(store, session, notice, key)
            step(store, session, RETURNED, case_id, "RECEIVED", notice.bank_reference)
            _work(store, session, catalog, by_id(store, case_id), paid, notice, wishes, approval)
    except peewee.IntegrityError as error:
        if (found := _of_key(store, key)) is not None:
            return found
        raise Refused("This item was taken up by somebody else just now. Press F5.") from error
    return by_id(store, case_id)


def _dated(session: Session, notice: Notice, paid: Sequence[Paid]) -> None:
    """Refuse a return that lies ahead, or before the payment itself: the 30 days would run from a wrong day."""
    if notice.returned_on > session.clock.today():
        raise FormError("returned", "Returned on: this day has not come yet.")
    first = min(date.fromisoformat(one.business_date) for one in paid)
    if notice.returned_on < min(first, session.clock.today()):
        raise FormError("returned", f"Returned on: it was only paid on {first:%m/%d/%Y}.")


def match(
    store: Store,
    session: Session,
    catalog: Catalog,
    case_id: int,
    notice: Notice,
    wishes: Wishes,
    approval: Approval | None = None,
) -> Case:
    """Go on with a case that was only received. Raises what `take` raises."""
    with store.writing():
        case = by_id(store, case_id, lock=True)
        if case.state != "RECEIVED":
            raise Refused(f"Case {case.number} was matched already.")
        authority.check(store, session, "returned.take", case.amount_cents)
        paid = matched(store, case.check_number, case.amount_cents, wishes.paid, notice.payer)
        _work(store, session, catalog, case, paid, notice, wishes, approval)
    return by_id(store, case_id)


def _of_key(store: Store, key: str) -> Case | None:
    found = store.value("SELECT id FROM returned_cases WHERE idem_key = ?", key)
    return None if found is None else by_id(store, int(found))


def _insert(store: Store, session: Session, notice: Notice, key: str) -> int:
    if notice.amount_cents <= 0:
        raise Refused("A returned item has an amount.")
    return store.insert(
        "returned_cases",
        number=number(store, session, "RI"),
        idem_key=key,
        state="RECEIVED",
        kind="",
        check_number=notice.check_number,
        amount_cents=notice.amount_cents,
        reason=notice.reason,
        returned_on=notice.returned_on.isoformat(),
        debited_on=(notice.debited_on or notice.returned_on).isoformat(),
        bank_reference=notice.bank_reference,
        payer=notice.payer,
        payer_key="",
        created_at=store.now(),
        user_id=session.clerk.id,
    )


def _work(
    store: Store,
    session: Session,
    catalog: Catalog,
    case: Case,
    paid: Sequence[Paid],
    notice: Notice,
    wishes: Wishes,
    approval: Approval | None,
) -> None:
    """Everything from the match to the charge, in the caller's transaction."""
    desk = office(store, session)
    terms = case_terms(store, session.clock.today())
    why = reason(store, case.reason)
    case = _know_payer(store, session, case, paid, notice, terms)
    work = Taking(case.number, f"{title(paid[0].kind)} {case.check_number}", session.clock.today(), terms)
    posted = [receipt(store, one.journal_id) for one in paid]
    parts = post_return(store, desk, catalog, work, case, list(zip(posted, paid, strict=True)))
    fee = _fee(store, session, terms, why, case, wishes, approval)
    cost = terms.cents("returned.bank_cost") if wishes.bank_cost_cents is None else wishes.bank_cost_cents
    post_charge(store, desk, work, case, fee, cost, approval)
    until = flag_payer(store, session, case, work) if wishes.cash_only else None
    suspensions(store, session, case, parts, terms)
    if why.action in STOPS_AUTOPAY:
        stop_autopay(store, session, case)
    store.run(
        "UPDATE returned_cases SET state = ?, fee_cents = ?, bank_cost_cents = ?, cash_only_until = ?, note = ?, "
        "version = version + 1 WHERE id = ?",
        "FEE-POSTED" if fee else "REVERSED",
        fee,
        cost,
        until.isoformat() if until else None,
        wishes.note,
        case.id,
    )
    audit.record(
        store,
        session,
        "returned.take",
        "returned_cases",
        case.id,
        approver_id=approval.approver_id if approval else None,
    )


def _know_payer(
    store: Store, session: Session, case: Case, paid: Sequence[Paid], notice: Notice, terms: CaseTerms
) -> Case:
    """Fill in who wrote the item, and the how-manieth of theirs it is."""
    bank = ""
    if notice.bank_account:
        bank = hotlist.account_hash(store, notice.routing, notice.bank_account, session.clock.today())
    last4 = notice.bank_account[-4:] or notice.last4
    who = payer_of(store, paid, notice.payer, bank, notice.routing, last4)
    earlier = _earlier(store, case.id, who.key, who.account_hash, case.returned_on, terms)
    values = {
        "state": "MATCHED",
        "kind": paid[0].kind,
        "paid_on": paid[0].business_date,
        "payer": who.name,
        "payer_key": who.key,
        "customer_id": who.customer_id,
        "account_id": who.account_id,
        "language": who.language,
        "street": who.street,
        "place": who.place,
        "routing": who.routing,
        "last4": who.last4,
        "account_hash": who.account_hash,
        "occurrence": earlier + 1,
    }
    names = ", ".join(f"{name} = ?" for name in values)
    store.run(f"UPDATE returned_cases SET {names} WHERE id = ?", *values.values(), case.id)
    receipts = ", ".join(dict.fromkeys(one.receipt for one in paid))
    step(store, session, RETURNED, case.id, "MATCHED", f"Receipt {receipts}")
    return by_id(store, case.id)


def _earlier(store: Store, case_id: int, key: str, bank: str, returned_on: date, terms: CaseTerms) -> int:
    """How many items of this payer were returned before, within the look-back (0 days: ever)."""
    days = terms.number("returned.lookback_days")
    since = (returned_on - timedelta(days=days)).isoformat() if days else ""
    return int(
        store.value(
            "SELECT count(*) FROM returned_cases WHERE id <> ? AND returned_on >= ? AND state <> 'RECEIVED' "
            "AND (payer_key = ? OR (account_hash <> '' AND account_hash = ?))",
            case_id,
            since,
            key,
            bank,
        )
    )


def _fee(
    store: Store,
    session: Session,
    terms: CaseTerms,
    why: Reason,
    case: Case,
    wishes: Wishes,
    approval: Approval | None,
) -> int:
    """The charge in cents: the rule's, or another one with authority (`returned.fee`)."""
    usual = charge(terms.limits, case.occurrence) if why.fee == "YES" else 0
    if wishes.fee_cents is None or wishes.fee_cents == usual:
        return usual
    if problem := charge_problem(terms.limits, case.occurrence, wishes.fee_cents):
        raise Refused(problem)
    authority.check(store, session, "returned.fee", abs(usual - wishes.fee_cents), approval)
    return wishes.fee_cents


__all__ = ["Case", "Notice", "Wishes", "by_id", "by_number", "match", "receive", "take"]
