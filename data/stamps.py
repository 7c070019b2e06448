"""Jobs for papers that are put into the printer: endorsing the checks of a receipt, validating a customer's stub."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import audit, jobs
from data.documents.endorsement import endorsement, validation
from data.ledger_read import receipt
from data.ledger_terms import terms
from data.permissions import Refused
from data.tenders import WHOLE

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store


def endorse(store: Store, session: Session, journal_id: int) -> list[int]:
    """Queue the endorsement of every check and money order of a receipt; the jobs' ids. Raises `Refused` for none."""
    with store.writing():
        posted = receipt(store, journal_id)
        known = terms(store, posted.header.business_date)
        checks = [tender for tender in posted.tenders if tender.kind in WHOLE and tender.amount_cents > 0]
        if not checks:
            raise Refused("No check or money order was taken on this receipt.")
        return [
            jobs.add(
                store,
                session,
                jobs.SLIP,
                f"Endorse {tender.number or 'check'}",
                endorsement(known, posted, tender),
                journal_id,
            )
            for tender in checks
        ]


def validate(store: Store, session: Session, journal_id: int) -> int:
    """Queue one line on the customer's own stub or form; the job's id. Raises `Refused` for what is no receipt."""
    with store.writing():
        posted = receipt(store, journal_id)
        if posted.kind != "RECEIPT":
            raise Refused("Only a receipt is validated on a customer's stub.")
        known = terms(store, posted.header.business_date)
        job = jobs.add(store, session, jobs.SLIP, f"Validate {posted.number}", validation(known, posted), journal_id)
        audit.record(store, session, "receipt.validate", "journal", journal_id)
    return job
