"""The documents of a returned item: RETURN reverses the payment, RETURN-FEE makes the charge and takes the bank's cost.

RETURN points at the receipt. Its lines are negative, its tender is the returned one, credited to the bank; the debits
open receivables again. RETURN-FEE has no lines, only postings.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from data.cases import RETURNED, step
from data.chain import PostingRow, TenderRow
from data.deposits_paper import lies_here
from data.ledger_entry import Entry, post_entry
from data.money import show_cents
from data.returned_reverse import (
    RETURNED_FEE,
    Part,
    Taken,
    Taking,
    charge_account,
    take_back,
    write_applications,
)
from data.returned_shares import tender_of
from data.services import Line, Split
from data.tenders import dump

if TYPE_CHECKING:
    from data.catalog import Catalog
    from data.ledger_read import PostedReceipt
    from data.returned_case import Case
    from data.returned_match import Paid
    from data.session import Approval, Session
    from data.store import Store


def post_return(
    store: Store,
    desk: Session,
    catalog: Catalog,
    work: Taking,
    case: Case,
    paid: Sequence[tuple[PostedReceipt, Paid]],
) -> list[tuple[str, str]]:
    """One RETURN for each receipt, with the parts of the case; charge code and reference of every line taken back."""
    said: list[tuple[str, str]] = []
    for at, (posted, one) in enumerate(paid):
        tender = tender_of(store, posted, one.n)
        taken = take_back(store, work, posted, one.amount_cents, 1)
        here = lies_here(store, posted.journal_id, one.n, tender.kind)
        entry = _entry(work, case, posted, tender, taken, at, here)
        written = post_entry(store, desk, entry)
        write_applications(store, written.id, taken)
        for found in taken:
            for part in found.parts:
                _keep(store, case.id, part, posted.journal_id)
            said.append((found.line.charge_code, found.line.reference))
            if found.line.account_id is None:
                effect = catalog.service(found.line.service).returned
                effect(store, desk, written.id, found.line.n, _line(found))
        store.insert(
            "returned_tenders",
            case_id=case.id,
            journal_id=posted.journal_id,
            tender_n=one.n,
            amount_cents=one.amount_cents,
            return_id=written.id,
        )
        note = f"{show_cents(one.amount_cents)} of receipt {posted.number}"
        step(store, desk, RETURNED, case.id, "REVERSED", note, written.id)
    return said


def _entry(
    work: Taking, case: Case, posted: PostedReceipt, tender: TenderRow, taken: Sequence[Taken], at: int, here: bool
) -> Entry:
    """The document that takes a tender back: out of the bank, or out of what waits for the bank when it is `here`."""
    cents = -sum(one.line.amount_cents for one in taken)
    rows = [(0, work.terms.text("gl.cash_undeposited" if here else "gl.cash_bank"), -cents)]
    for one in taken:
        rows += [(one.line.n, gl, part) for gl, part in one.debits]
    back = tender._replace(n=1, amount_cents=-cents, tendered_cents=-cents, change_cents=0)
    return Entry(
        kind="RETURN",
        key=f"return:{case.id}:{at}",
        lines=tuple(one.line for one in taken),
        tenders=(back,),
        postings=tuple(PostingRow(n, *row) for n, row in enumerate(rows, 1)),
        payer=posted.header.payer,
        language=posted.header.language,
        origin_id=posted.journal_id,
        reason=case.reason,
        detail=dump(
            {"case": case.number, "effective": posted.header.business_date, **({"withdrawn": True} if here else {})}
        ),
    )


def _line(taken: Taken) -> Line:
    row = taken.origin
    return Line(
        service=row.service,
        description=row.description,
        amount_cents=-taken.line.amount_cents,
        splits=tuple(Split(part.gl, part.amount_cents) for part in taken.parts),
        description_es=row.description_es,
        reference=row.reference,
        charge_code=row.charge_code,
        customer=row.customer,
        quantity=row.quantity,
        unit_cents=row.unit_cents,
    )


def _keep(store: Store, case_id: int, part: Part, journal_id: int) -> int:
    return store.insert(
        "returned_parts",
        case_id=case_id,
        kind=part.kind,
        department=part.department,
        description=part.description,
        reference=part.reference,
        gl=part.gl,
        account_id=part.account_id,
        bill_line_id=part.bill_line_id,
        deposit_id=part.deposit_id,
        journal_id=journal_id,
        amount_cents=part.amount_cents,
    )


def post_charge(
    store: Store,
    desk: Session,
    work: Taking,
    case: Case,
    fee_cents: int,
    cost_cents: int,
    approval: Approval | None,
    key: str = "fee",
) -> None:
    """Charge the payer, on the account where there is one, and book the bank's cost; nothing when both are 0.

    A case is charged once per `key`.
    """
    if not fee_cents and not cost_cents:
        return
    receivable = work.terms.text("gl.ar_utility" if case.account_id else "gl.ar_returned")
    rows = [
        (receivable, fee_cents),
        (work.terms.text("gl.returned_fee"), -fee_cents),
        (work.terms.text("gl.bank_fees"), cost_cents),
        (work.terms.text("gl.cash_bank"), -cost_cents),
    ]
    entry = Entry(
        kind="RETURN-FEE",
        key=f"return:{case.id}:{key}",
        postings=tuple(PostingRow(n, 0, gl, cents) for n, (gl, cents) in enumerate((r for r in rows if r[1]), 1)),
        payer=case.payer,
        language=case.language,
        reason=case.reason,
        approval_id=approval.id if approval else None,
        detail=dump({"case": case.number, "fee_cents": fee_cents, "bank_cost_cents": cost_cents}),
    )
    written = post_entry(store, desk, entry)
    if fee_cents:
        _charge_part(store, work, case, fee_cents, receivable, written.id)
    step(store, desk, RETURNED, case.id, "FEE-POSTED" if fee_cents else "BANK-COST", show_cents(fee_cents), written.id)


def _charge_part(store: Store, work: Taking, case: Case, cents: int, gl: str, journal_id: int) -> None:
    bill_line = None
    if case.account_id:
        bill_line = charge_account(store, work, case.account_id, RETURNED_FEE, f"{work.what} returned: charge", cents)
    part = Part("FEE", "FINANCE", "Returned-item charge", case.number, gl, cents, case.account_id, bill_line)
    _keep(store, case.id, part, journal_id)
