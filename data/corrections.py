"""Corrections: void of posted receipts and lines, void before posting, reprints, no-sales. Nothing posted changes.

A void is a new document with the opposite amounts; each of its lines points at the line it takes back, and the
database lets a line be taken back once.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import uuid4

import peewee

from data import audit, authority, jobs
from data.chain import LineRow, PostingRow, TenderRow, head8
from data.corrections_refund import Refund, left, refunds
from data.documents.receipt import paper
from data.documents.slips import slip
from data.drawers_figures import cash_in
from data.drawers_state import working
from data.files_draft import SUSPENSE
from data.ledger_entry import Entry, Written, post_entry
from data.ledger_read import PostedReceipt, id_of_key, line_ids, receipt
from data.ledger_tenders import move_credit
from data.ledger_terms import Terms, terms
from data.money import show_cents
from data.permissions import Refused
from data.services import Line, Split
from data.tenders import CASH, CREDIT, dump

if TYPE_CHECKING:
    from data.catalog import Catalog
    from data.session import Approval, Session
    from data.store import Store


@dataclass(frozen=True)
class Voided:
    """What a void gives back; `refunds` says how the money goes back, all amounts in cents and positive."""

    journal_id: int
    origin: str
    """The receipt it takes back."""
    total_cents: int
    refunds: tuple[tuple[str, int, str], ...]
    """Tender kind, cents and number of each refund."""
    hash8: str
    repeated: bool = False


def void(
    store: Store,
    session: Session,
    catalog: Catalog,
    journal_id: int,
    line_numbers: Sequence[int] | None,
    reason: str,
    approval: Approval | None = None,
    key: str = "",
) -> Voided:
    """Take back a receipt (`line_numbers` None) or some of its lines, from the clerk's own open drawer.

    Raises `Refused`: already voided, above the clerk's authority (`void.receipt`, `void.line`, `void.others`,
    `void.prior_day`), paper that cannot be split, too little cash, or a service that cannot undo it.
    """
    if not reason.strip():
        raise Refused("A void needs a reason.")
    work = _Void(catalog, journal_id, line_numbers, reason.strip(), approval, key or uuid4().hex)
    try:
        with store.writing():
            return _void(store, session, work)
    except peewee.IntegrityError as error:
        found = id_of_key(store, work.key)
        if found is None:
            raise Refused("A line of this receipt was voided already.") from error
        return _again(store, found)


@dataclass(frozen=True)
class _Void:
    catalog: Catalog
    journal_id: int
    line_numbers: Sequence[int] | None
    reason: str
    approval: Approval | None
    key: str


def _void(store: Store, session: Session, work: _Void) -> Voided:
    found = working(store, session, work.key)
    if isinstance(found, int):
        return _again(store, found)
    drawer, known = found
    store.value(f"SELECT id FROM journal WHERE id = ?{store.for_update}", work.journal_id)
    posted = receipt(store, work.journal_id)
    if store.value("SELECT 1 FROM journal WHERE origin_id = ? AND kind = 'RETURN'", posted.journal_id):
        raise Refused(f"The bank returned a payment of receipt {posted.number}: work on it through its case (12.2).")
    lines = _chosen(posted, work.line_numbers)
    cents = sum(line.amount_cents for line in lines)
    action = _action(session, posted, len(lines) == len(posted.lines))
    authority.check(store, session, action, cents, work.approval)
    prior_gl = known.text("gl.refunds_payable") if action == "void.prior_day" else ""
    back = refunds(left(store, posted.journal_id, posted.tenders), cents, prior_gl)
    cash = -sum(one.row.amount_cents for one in back if one.row.kind == CASH)
    if cash > cash_in(store, drawer.id):
        raise Refused(f"There is not {show_cents(cash)} of cash in the drawer to give back.")
    splits = _splits(store, posted.journal_id)
    entry = _entry(store, work, posted, lines, back, splits)
    written = post_entry(store, session, entry)
    _effects(store, session, work, written, lines, splits)
    _queue(store, session, known, posted, entry, written)
    audit.record(
        store,
        session,
        "receipt.void",
        "journal",
        written.id,
        approver_id=work.approval.approver_id if work.approval else None,
    )
    return _voided(written.id, posted.number, written.hash, [one.row for one in back])


def _chosen(posted: PostedReceipt, numbers: Sequence[int] | None) -> list[LineRow]:
    """The lines to take back. Raises `Refused`."""
    if posted.kind != "RECEIPT":
        raise Refused("Only a receipt can be voided.")
    if any(line.service == SUSPENSE for line in posted.lines):
        raise Refused(f"Receipt {posted.number} is an unidentified payment: settle it in the queue (11.4).")
    wanted = [line.n for line in posted.lines] if numbers is None else sorted(set(numbers))
    lines = {line.n: line for line in posted.lines}
    if not wanted:
        raise Refused("Choose the lines to void.")
    for n in wanted:
        if n not in lines:
            raise Refused(f"Receipt {posted.number} has no line {n}.")
        if n in posted.voided:
            raise Refused(f"Line {n} of receipt {posted.number} was voided already.")
    return [lines[n] for n in wanted]


def _action(session: Session, posted: PostedReceipt, whole: bool) -> str:
    if posted.header.business_date != session.business_date.isoformat() or posted.header.drawer_id is None:
        return "void.prior_day"
    if posted.header.user_id != session.clerk.id:
        return "void.others"
    return "void.receipt" if whole else "void.line"


Splits = dict[int, list[tuple[str, int]]]


def _splits(store: Store, journal_id: int) -> Splits:
    """What each line of a document was credited to: account and cents, positive, by line number."""
    found: Splits = {}
    for line_n, gl, amount in store.rows(
        "SELECT line_n, gl, amount_cents FROM postings WHERE journal_id = ? AND line_n > 0 ORDER BY n", journal_id
    ):
        found.setdefault(line_n, []).append((gl, -amount))
    return found


def _entry(
    store: Store, work: _Void, posted: PostedReceipt, lines: list[LineRow], back: tuple[Refund, ...], splits: Splits
) -> Entry:
    ids = line_ids(store, posted.journal_id)
    parts = [(0, one.gl, one.row.amount_cents) for one in back]
    for n, line in enumerate(lines, 1):
        parts += [(n, gl, cents) for gl, cents in splits.get(line.n, [])]
    return Entry(
        kind="VOID",
        key=work.key,
        lines=tuple(
            line._replace(
                n=n,
                quantity=-line.quantity,
                amount_cents=-line.amount_cents,
                custody_cents=-line.custody_cents,
                origin_line_id=ids[line.n],
            )
            for n, line in enumerate(lines, 1)
        ),
        tenders=tuple(one.row for one in back),
        postings=tuple(PostingRow(n, *part) for n, part in enumerate(parts, 1)),
        payer=posted.header.payer,
        language=posted.header.language,
        origin_id=posted.journal_id,
        reason=work.reason,
        approval_id=work.approval.id if work.approval else None,
    )


def _effects(
    store: Store, session: Session, work: _Void, written: Written, lines: list[LineRow], splits: Splits
) -> None:
    """Give credit back to its account and let each service undo what its line did."""
    for tender in written.tenders:
        if tender.kind == CREDIT:
            move_credit(store, written.id, tender.number, -tender.amount_cents)
    for n, line in enumerate(lines, 1):
        parts = tuple(Split(gl, cents) for gl, cents in splits.get(line.n, []))
        work.catalog.service(line.service).void(store, session, written.id, n, _line(line, parts))


def _line(row: LineRow, splits: tuple[Split, ...]) -> Line:
    return Line(
        service=row.service,
        description=row.description,
        amount_cents=row.amount_cents,
        splits=splits,
        description_es=row.description_es,
        reference=row.reference,
        charge_code=row.charge_code,
        account_id=row.account_id,
        customer=row.customer,
        quantity=row.quantity,
        unit_cents=row.unit_cents,
        custody_cents=row.custody_cents,
        detail=json.loads(row.detail),
    )


def _queue(store: Store, session: Session, known: Terms, posted: PostedReceipt, entry: Entry, written: Written) -> None:
    if {tender.kind for tender in entry.tenders} & set(known.words("drawer.pulse_tenders")):
        jobs.add(store, session, jobs.DRAWER, f"Drawer for void of {posted.number}", [], written.id)
    shown = replace(
        posted,
        journal_id=written.id,
        header=written.header,
        hash=written.hash,
        clerk_number=session.clerk.number,
        clerk_initials=session.clerk.initials,
        lines=entry.lines,
        tenders=entry.tenders,
        origin_receipt=posted.number,
    )
    jobs.add(store, session, jobs.RECEIPT, f"Void of {posted.number}", paper(known, shown), written.id)


def _voided(journal_id: int, origin: str, value: str, back: Sequence[TenderRow], *, repeated: bool = False) -> Voided:
    given = tuple((row.kind, -row.amount_cents, row.number) for row in back)
    return Voided(journal_id, origin, sum(part[1] for part in given), given, head8(value), repeated)


def _again(store: Store, journal_id: int) -> Voided:
    first = receipt(store, journal_id)
    return _voided(journal_id, first.origin_receipt, first.hash, first.tenders, repeated=True)


def reprint(store: Store, session: Session, journal_id: int, language: str = "") -> int:
    """Print a receipt or void again, marked DUPLICATE n; the job's id. Counted in the clerk's open drawer, if any."""
    with store.writing():
        authority.check(store, session, "reprint")
        store.value(f"SELECT id FROM journal WHERE id = ?{store.for_update}", journal_id)
        posted = receipt(store, journal_id)
        if posted.kind not in ("RECEIPT", "VOID"):
            raise Refused("Only receipts and voids are printed again here.")
        copy = 1 + int(
            store.value(
                "SELECT coalesce(max(copy_number), 0) FROM jobs WHERE journal_id = ? AND kind = 'RECEIPT'", journal_id
            )
        )
        if store.value("SELECT state FROM drawers WHERE id = ?", session.drawer_id or 0) == "OPEN":
            detail = dump({"copy": copy})
            post_entry(store, session, Entry("REPRINT", uuid4().hex, origin_id=journal_id, detail=detail))
        elements = paper(terms(store, posted.header.business_date), posted, language=language, copy=copy)
        title = f"Duplicate {copy} of {posted.number or posted.origin_receipt}"
        job = jobs.add(store, session, jobs.RECEIPT, title, elements, journal_id, copy)
        audit.record(store, session, "receipt.reprint", "journal", journal_id, detail=str(copy))
    return job


def no_sale(store: Store, session: Session, reason: str, approval: Approval | None = None, key: str = "") -> int:
    """Open the drawer without a sale, for a reason; the journal row's id. Raises `Refused`."""
    if not reason.strip():
        raise Refused("Opening the drawer without a sale needs a reason.")
    key = key or uuid4().hex
    with store.writing():
        found = working(store, session, key)
        if isinstance(found, int):
            return found
        authority.check(store, session, "no_sale", 0, approval)
        entry = Entry("NO-SALE", key, reason=reason.strip(), approval_id=approval.id if approval else None)
        written = post_entry(store, session, entry)
        jobs.add(store, session, jobs.DRAWER, "No sale", [], written.id)
        jobs.add(store, session, jobs.REPORT, "No sale", slip(found[1], session, written), written.id)
        audit.record(store, session, "drawer.no_sale", "journal", written.id)
    return written.id


def cancelled(store: Store, session: Session, total_cents: int, lines: int, key: str, reason: str = "") -> int:
    """Note that a payment was given up before it was posted, so that the Z report counts it; the journal row's id.

    Raises `Refused` when the payment of this key was posted after all.
    """
    with store.writing():
        found = working(store, session, f"{key}:cancel")
        if isinstance(found, int):
            return found
        if id_of_key(store, key) is not None:
            raise Refused("This payment was posted. Void the receipt instead.")
        detail = dump({"lines": lines, "cents": total_cents})
        written = post_entry(store, session, Entry("CANCEL", f"{key}:cancel", reason=reason.strip(), detail=detail))
    return written.id
