"""Posting a payment: services make the lines, tenders pay them, one transaction writes everything or nothing.

Posted is final: a correction is a new document that points back (`data.corrections`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import peewee

from data import audit, free, jobs, tenders
from data.chain import LineRow, PostingRow, TenderRow, head8
from data.clock import fiscal_year
from data.drawers_state import working
from data.forms import Values
from data.hotlist import hashed
from data.ledger_entry import Entry, Written, reserve, seal, write
from data.ledger_read import PostedReceipt, id_of_key, receipt
from data.ledger_tenders import accept, spend_credit
from data.permissions import Refused
from data.services.tender_rules import refused_tender
from data.store import BusyError, OutcomeUnknown, StoreError
from data.tenders import Tender

if TYPE_CHECKING:
    from data.catalog import Catalog
    from data.ledger_terms import Terms
    from data.services import Line
    from data.session import Approval, Session
    from data.store import Store

__all__ = ["Item", "PostedReceipt", "Receipt", "post", "preview", "receipt"]


@dataclass(frozen=True)
class Item:
    """One thing paid for: a service's code and the clean values of its form."""

    service: str
    values: Values


@dataclass(frozen=True)
class Receipt:
    """What a posting gives back; amounts in cents."""

    journal_id: int
    number: str
    at: str
    business_date: str
    lines: tuple[LineRow, ...]
    tenders: tuple[TenderRow, ...]
    total_cents: int
    change_cents: int
    hash8: str
    repeated: bool = False
    """Whether this key had been posted before; nothing was posted again."""


def preview(store: Store, session: Session, catalog: Catalog, items: Sequence[Item]) -> tuple[Line, ...]:
    """The lines that `post` would write now, in order. Raises `Refused` and `FormError`."""
    return tuple(line for item in items for line in _lines(store, session, catalog, item))


def post(
    store: Store,
    session: Session,
    catalog: Catalog,
    items: Sequence[Item],
    paid: Sequence[Tender],
    key: str,
    *,
    payer: str = "",
    language: str = "en",
    approval: Approval | None = None,
    papers: bool = True,
) -> Receipt:
    """Post a payment once; a repeat of `key` returns the first receipt, marked `repeated`.

    Without `papers` no receipt is printed and the drawer stays shut: nobody is waiting for a payment that came by mail.

    Raises `Refused`, `FormError`, `BusyError` (nothing happened) or `StopTheTill`. When the connection is lost in the
    commit, the answer is looked up by `key`.
    """
    known = hashed(store, paid, session.business_date)
    work = _Payment(catalog, tuple(items), known, key, payer, language, approval, papers)
    try:
        with store.writing():
            return _post(store, session, work)
    except peewee.IntegrityError:
        return _already(store, key)
    except OutcomeUnknown:
        return _after_loss(store, key)


@dataclass(frozen=True)
class _Payment:
    catalog: Catalog
    items: tuple[Item, ...]
    paid: tuple[Tender, ...]
    key: str
    payer: str
    language: str
    approval: Approval | None
    papers: bool


def _post(store: Store, session: Session, work: _Payment) -> Receipt:
    found = working(store, session, work.key)
    if isinstance(found, int):
        return repeated(store, found)
    _, known = found
    lines = preview(store, session, work.catalog, work.items)
    draft = Draft(lines, work.paid)
    for rule in RULES:
        if sentence := rule(draft):
            raise Refused(sentence)
    tenders.settle(draft.total_cents, work.paid)
    overridden = accept(store, session, work.paid, lines, known, work.approval)
    entry = _entry(session, work, lines, known)
    written = seal(store, session, entry, reserve(store, session.till, entry.counter, entry.prefix))
    write(store, entry, written, [("jobs", jobs.COLUMNS, _jobs(session, known, entry, written) if work.papers else [])])
    spend_credit(store, written.id, work.paid)
    for n, line in enumerate(lines, 1):
        work.catalog.service(line.service).post(store, session, written.id, n, line)
    audit.record(store, session, "receipt.post", "journal", written.id)
    if overridden:
        approver = work.approval.approver_id if work.approval else None
        audit.record(
            store, session, "check.override", "journal", written.id, approver_id=approver, detail=" ".join(overridden)
        )
    return _receipt(written)


def _lines(store: Store, session: Session, catalog: Catalog, item: Item) -> tuple[Line, ...]:
    service = catalog.service(item.service)
    session.require(service.permission)
    return service.lines(item.values, service.facts(store, item.values))


def _entry(session: Session, work: _Payment, lines: tuple[Line, ...], known: Terms) -> Entry:
    rows = tenders.as_rows(work.paid)
    year = fiscal_year(session.business_date) % 100
    return Entry(
        kind="RECEIPT",
        key=work.key,
        lines=tuple(line_row(n, line) for n, line in enumerate(lines, 1)),
        tenders=rows,
        postings=postings(known, rows, lines),
        counter=f"receipt:{year:02d}",
        prefix=f"{known.text('receipt.prefix')}{year:02d}-",
        payer=work.payer,
        language=work.language,
        approval_id=work.approval.id if work.approval else None,
    )


def line_row(n: int, line: Line) -> LineRow:
    """A line as it is stored."""
    return LineRow(
        n,
        line.service,
        line.charge_code,
        line.reference,
        line.account_id,
        line.customer,
        line.description,
        line.description_es,
        line.quantity,
        line.unit_cents or line.amount_cents,
        line.amount_cents,
        line.custody_cents,
        tenders.dump(line.detail),
        None,
    )


def postings(known: Terms, paid: Sequence[TenderRow], lines: Sequence[Line]) -> tuple[PostingRow, ...]:
    """The double entry: each tender debits its account, each split of a line credits its own (cents)."""
    parts = [(0, tenders.gl(known, tender.kind), tender.amount_cents) for tender in paid]
    for n, line in enumerate(lines, 1):
        parts += [(n, split.gl, -split.amount_cents) for split in line.splits if split.amount_cents]
    return tuple(PostingRow(n, *part) for n, part in enumerate(parts, 1))


def _jobs(session: Session, known: Terms, entry: Entry, written: Written) -> list[tuple[object, ...]]:
    number = written.header.receipt or ""
    now = written.header.at
    found = []
    if {tender.kind for tender in entry.tenders} & set(known.words("drawer.pulse_tenders")):
        found.append(jobs.row(session, jobs.DRAWER, f"Drawer for {number}", [], now, written.id))
    found.append(jobs.row(session, jobs.RECEIPT, f"Receipt {number}", None, now, written.id))
    return found


def _receipt(written: Written) -> Receipt:
    return Receipt(
        written.id,
        written.header.receipt or "",
        written.header.at,
        written.header.business_date,
        written.lines,
        written.tenders,
        written.header.total_cents,
        sum(tender.change_cents for tender in written.tenders),
        head8(written.hash),
    )


def repeated(store: Store, journal_id: int) -> Receipt:
    """What was posted first under a key that came again."""
    first = receipt(store, journal_id)
    return Receipt(
        first.journal_id,
        first.number,
        first.header.at,
        first.header.business_date,
        first.lines,
        first.tenders,
        first.total_cents,
        first.change_cents,
        first.hash8,
        repeated=True,
    )


def _already(store: Store, key: str) -> Receipt:
    """The receipt that another sender of the same key posted meanwhile. Re-raises what is no repeat."""
    found = id_of_key(store, key)
    if found is None:
        raise
    return repeated(store, found)


def _after_loss(store: Store, key: str) -> Receipt:
    """Reconnect and look whether the payment was posted. Raises `BusyError` when it was not."""
    try:
        store.reopen()
        found = id_of_key(store, key)
    except (StoreError, peewee.PeeweeException) as error:
        raise OutcomeUnknown(
            "The connection to the store was lost. Post again when it is back: it is never posted twice."
        ) from error
    if found is None:
        raise BusyError("The connection to the store was lost and nothing was posted. Post again.")
    return repeated(store, found)


# What must be true of a payment before it is written: small rules, each a sentence or nothing


@dataclass(frozen=True)
class Draft:
    """The lines and tenders of a payment before it is posted."""

    lines: tuple[Line, ...]
    paid: tuple[Tender, ...]

    @property
    def total_cents(self) -> int:
        """What is to be paid."""
        return sum(line.amount_cents for line in self.lines)


Rule = Callable[[Draft], str]


def _some_lines(draft: Draft) -> str:
    return "" if draft.lines else "There is nothing to post."


def _positive(draft: Draft) -> str:
    wrong = [line for line in draft.lines if line.amount_cents < 0 or line.custody_cents < 0]
    return f"{wrong[0].description}: an amount may not be negative." if wrong else ""


def _worth(draft: Draft) -> str:
    wrong = [line for line in draft.lines if not line.amount_cents and not line.custody_cents]
    return f"{wrong[0].description}: there is no amount." if wrong else ""


def _distributed(draft: Draft) -> str:
    for line in draft.lines:
        if sum(split.amount_cents for split in line.splits) != line.amount_cents:
            return f"{line.description}: its accounts do not add up to its amount. Call finance."
    return ""


def _custody_apart(draft: Draft) -> str:
    wrong = [line for line in draft.lines if line.custody_cents and line.amount_cents]
    return f"{wrong[0].description}: money in custody stands on a line of its own." if wrong else ""


def _right_tender(draft: Draft) -> str:
    paid: dict[str, int] = {}
    for tender in draft.paid:
        paid[tender.kind] = paid.get(tender.kind, 0) + tender.amount_cents
    return refused_tender(draft.lines, paid)


def _free_of_charge(draft: Draft) -> str:
    return free.refused(draft.lines)


RULES: tuple[Rule, ...] = (
    _some_lines, _free_of_charge, _positive, _worth, _distributed, _custody_apart, _right_tender,
)  # fmt: skip
"""Checked in this order; assertions stay on in production."""
