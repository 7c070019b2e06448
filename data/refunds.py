"""Refunds: request, verification, approval by limit and never of one's own, then to accounts payable.

`REQUESTED → VERIFIED → APPROVED → SENT → PAID → CLEARED`, or `REJECTED`, `VOID`, `STALE`, `UNCLAIMED`. The request
moves the money to refunds payable at once, so that nobody spends it meanwhile; a rejected one moves it back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import peewee

from data import audit, authority
from data.cases import REFUND, keep_paper, number, office, step
from data.documents.refund_letters import refund_letter
from data.forms import FormError
from data.ledger_terms import terms
from data.money import show_cents
from data.permissions import Refused
from data.refunds_case import CREDIT, DEPOSIT, NEEDS, OPEN, RECEIPT, UNCLAIMED, Payee, Refund, by_id, by_key, listing
from data.refunds_grounds import misfit
from data.refunds_post import back, move, where_from
from data.refunds_rules import ALWAYS, AT_REQUEST, SPECIAL, Question, first
from data.services.rules import several

if TYPE_CHECKING:
    from data.session import Approval, Session
    from data.store import Store

__all__ = [
    "CREDIT", "DEPOSIT", "OPEN", "RECEIPT", "UNCLAIMED", "Payee", "Refund", "Wanted", "approve", "by_id", "listing",
    "reject", "request", "verify",
]  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """What is asked for; `source_id` is the account, deposit, receipt line or unclaimed item by its id."""

    source: str
    source_id: int
    amount_cents: int
    ground: str
    payee: Payee
    reference: str = ""
    estate: bool = False
    vendor: str = ""
    note: str = ""


def request(store: Store, session: Session, wanted: Wanted, key: str, approval: Approval | None = None) -> Refund:
    """Ask for a refund, once per key. Raises `FormError` for the ground, `Refused`: no authority, not that much
    there, a debt, refunded already.
    """
    if wanted.amount_cents <= 0:
        raise Refused("A refund is more than nothing.")
    if problem := misfit(wanted.source, wanted.ground):
        raise FormError("ground", problem)
    try:
        with store.writing():
            if (found := by_key(store, key)) is not None:
                return found
            authority.check(store, session, "refund.request", wanted.amount_cents, approval)
            refund_id = _request(store, session, wanted, key, approval)
            audit.record(store, session, "refund.request", "refunds", refund_id)
    except peewee.IntegrityError as error:
        if (found := by_key(store, key)) is not None:
            return found
        raise Refused("A refund of this money has been requested already.") from error
    return by_id(store, refund_id)


def _request(store: Store, session: Session, wanted: Wanted, key: str, approval: Approval | None) -> int:
    today = session.clock.today()
    known = several(store, NEEDS, today)
    source = where_from(store, wanted.source, wanted.source_id, wanted.amount_cents, known)
    if not wanted.estate and wanted.source in (CREDIT, DEPOSIT):
        _early(store, session, wanted, source.account_id, source.customer_id)
    name = number(store, session, "RF")
    journal_id = move(store, office(store, session), known, source, wanted.amount_cents, name, key, wanted.ground,
                      approval.id if approval else None)  # fmt: skip
    payee = wanted.payee
    refund_id = store.insert(
        "refunds",
        number=name,
        idem_key=key,
        state="REQUESTED",
        source=wanted.source,
        source_key=source.key,
        account_id=source.account_id,
        customer_id=source.customer_id,
        deposit_id=source.deposit_id,
        line_id=source.line_id,
        payee=payee.name,
        street=payee.street,
        street2=payee.street2,
        city=payee.city,
        state_code=payee.state,
        zip=payee.zip,
        language=payee.language,
        amount_cents=wanted.amount_cents,
        gl=known["gl.refunds_payable"],
        ground=wanted.ground,
        reference=wanted.reference or source.reference,
        estate=int(wanted.estate),
        vendor=wanted.vendor,
        requested_on=today.isoformat(),
        requested_by=session.clerk.id,
        journal_id=journal_id,
        note=wanted.note,
    )
    step(store, session, REFUND, refund_id, "REQUESTED", show_cents(wanted.amount_cents), journal_id)
    return refund_id


def _early(store: Store, session: Session, wanted: Wanted, account_id: int | None, customer_id: int | None) -> None:
    """The rules that no later step can cure, before money is moved. Raises `Refused`."""
    draft = Refund(
        0, "", "", wanted.source, "", account_id, customer_id, None, None, wanted.payee.name, "", "", "", "", "", "en",
        wanted.amount_cents, "", wanted.ground, "", False, "", session.clock.today(), session.clerk.id, None, None,
        None, "", None, None, 0, None, "", 1,
    )  # fmt: skip
    if problem := first(AT_REQUEST, _question(store, session, draft)):
        raise Refused(problem)


def _question(store: Store, session: Session, refund: Refund) -> Question:
    today = session.clock.today()
    return Question(store, refund, several(store, NEEDS, today), today)


def verify(store: Store, session: Session, refund_id: int, approval: Approval | None = None) -> Refund:
    """Check a request against every rule. Raises `Refused` with the first rule that speaks against it."""
    with store.writing():
        refund = by_id(store, refund_id, lock=True)
        _in(refund, ("REQUESTED",))
        authority.check(store, session, "refund.verify", refund.amount_cents)
        ask = _question(store, session, refund)
        if problem := first(ALWAYS, ask):
            raise Refused(problem)
        if problem := first(SPECIAL, ask):
            try:
                authority.check(store, session, "refund.special", refund.amount_cents, approval)
            except Refused as refusal:
                raise Refused(problem, approval=refusal.approval, amount_cents=refund.amount_cents) from refusal
        _set(store, session, refund, "VERIFIED", verified_by=session.clerk.id, verified_at=store.now())
        audit.record(
            store,
            session,
            "refund.verify",
            "refunds",
            refund_id,
            approver_id=approval.approver_id if approval else None,
        )
    return by_id(store, refund_id)


def approve(store: Store, session: Session, refund_id: int) -> Refund:
    """Approve a verified request, up to one's limit, never one's own. Raises `Refused`."""
    with store.writing():
        refund = by_id(store, refund_id, lock=True)
        _in(refund, ("VERIFIED",))
        if session.clerk.id == refund.requested_by:
            raise Refused("Nobody approves their own request. Another person must.")
        limit = authority.limit(store, session.clerk.role, "refund.approve", session.clock.today())
        if not limit.allows(refund.amount_cents):
            raise Refused(f"{show_cents(refund.amount_cents)} is above what you may approve.")
        _set(store, session, refund, "APPROVED", approved_by=session.clerk.id, approved_at=store.now())
        audit.record(store, session, "refund.approve", "refunds", refund_id, approver_id=session.clerk.id)
    return by_id(store, refund_id)


def reject(store: Store, session: Session, refund_id: int, why: str, *, letter: bool = True) -> Refund:
    """Refuse a request that was not sent yet: the money goes back where it was, the payee gets a letter."""
    if not why.strip():
        raise Refused("Say why it is rejected.")
    with store.writing():
        refund = by_id(store, refund_id, lock=True)
        _in(refund, ("REQUESTED", "VERIFIED", "APPROVED"))
        authority.check(store, session, "refund.verify", refund.amount_cents)
        journal_id = back(store, office(store, session), refund, f"refund:{refund.id}:back", why.strip())
        _set(store, session, refund, "REJECTED", why.strip(), journal_id)
        store.run(
            "UPDATE unclaimed SET state = CASE WHEN published_first IS NULL THEN 'LISTED' ELSE 'PUBLISHED' END, "
            "decision = 'REJECTED', claim_id = NULL, closed_on = NULL, version = version + 1 WHERE claim_id = ?",
            refund.id,
        )
        if letter:
            write_letter(store, session, by_id(store, refund_id), "RFD-2", why.strip())
        audit.record(store, session, "refund.reject", "refunds", refund_id)
    return by_id(store, refund_id)


def write_letter(store: Store, session: Session, refund: Refund, code: str, why: str = "") -> int:
    """Make, keep and print a letter of a refund: RFD-1 it is paid, RFD-2 it is not, and why; its id."""
    today = session.clock.today()
    title, elements = refund_letter(terms(store, today), code, refund, today, why)
    return keep_paper(
        store, session, REFUND, refund.id, code, title, elements, language=refund.language, account_id=refund.account_id
    )


def _in(refund: Refund, states: tuple[str, ...]) -> None:
    if refund.state not in states:
        raise Refused(f"Refund {refund.number} is {refund.state.lower()}.")


def _set(
    store: Store,
    session: Session,
    refund: Refund,
    state: str,
    note: str = "",
    journal_id: int | None = None,
    **values: object,
) -> None:
    names = "".join(f", {name} = ?" for name in values)
    store.run(
        f"UPDATE refunds SET state = ?, version = version + 1{names} WHERE id = ?", state, *values.values(), refund.id
    )
    store.vouch("refunds", refund.id)
    step(store, session, REFUND, refund.id, state, note, journal_id)


set_state = _set
require_state = _in
