"""The charge of an item whose reason wants a look first: a supervisor makes it, or decides that none is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import audit, authority
from data.cases import RETURNED, office, step, steps
from data.money import show_cents
from data.permissions import Refused
from data.returned_case import Case, by_id
from data.returned_law import charge
from data.returned_post import post_charge
from data.returned_reverse import Taking
from data.returned_terms import case_terms, reason

if TYPE_CHECKING:
    from data.session import Approval, Session
    from data.store import Store

REVIEWED = "REVIEWED"
"""The step of a case that ends its waiting."""


def waits(store: Store, case: Case) -> bool:
    """Whether nobody has decided yet about the charge of a case whose reason asks for it."""
    if not case.open or case.state == "RECEIVED" or case.fee_cents or reason(store, case.reason).fee != "REVIEW":
        return False
    return not any(one.state == REVIEWED for one in steps(store, RETURNED, case.id))


def decide(store: Store, session: Session, case_id: int, charged: bool, approval: Approval | None = None) -> Case:
    """Make the charge of the payer's occurrence, or none. Raises `Refused`: nothing to decide, no `returned.fee`."""
    with store.writing():
        case = by_id(store, case_id, lock=True)
        if not waits(store, case):
            raise Refused(f"The charge of case {case.number} is decided.")
        terms = case_terms(store, session.clock.today())
        cents = charge(terms.limits, case.occurrence) if charged else 0
        authority.check(store, session, "returned.fee", cents, approval)
        step(store, session, RETURNED, case.id, REVIEWED, f"Charge {show_cents(cents)}" if cents else "No charge")
        if cents:
            work = Taking(case.number, f"Item {case.check_number}", session.clock.today(), terms)
            post_charge(store, office(store, session), work, case, cents, 0, approval, key="reviewed")
            store.run(
                "UPDATE returned_cases SET fee_cents = ?, state = CASE state WHEN 'REVERSED' THEN 'FEE-POSTED' ELSE "
                "state END, version = version + 1 WHERE id = ?",
                cents,
                case.id,
            )
        audit.record(
            store,
            session,
            "returned.review",
            "returned_cases",
            case.id,
            approver_id=approval.approver_id if approval else None,
            detail=str(cents),
        )
    return by_id(store, case_id)
