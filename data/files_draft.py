"""Payments of a file made ready to be posted: which accounts they settle, and why some go to suspense."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from data.chain import PostingRow, TenderRow
from data.files_accounts import Owed, account_key, after, read_many
from data.files_read import Incoming
from data.ledger import line_row, postings
from data.ledger_entry import Entry
from data.ledger_terms import Terms, terms
from data.services import Line, Split, water
from data.settings import value
from data.store_errors import StoreError
from data.tenders import BY_FILE, dump, gl

if TYPE_CHECKING:
    from datetime import date

    from data.store import Store

FEES = "gl.card_fees"
"""The setting that names the account of what processors keep."""
SUSPENSE = "FX"
"""The service of a line in suspense; nothing at the counter has it."""


@dataclass(frozen=True)
class Work:
    """What all payments of one file have in common."""

    file_id: int
    tender: str
    """LB, AC or OL."""
    known: Terms
    suspense_gl: str


@dataclass(frozen=True)
class Draft:
    """A payment ready to be posted; `reason` says why it goes to suspense."""

    record: Incoming
    lines: tuple[Line, ...]
    reason: str


def work_of(store: Store, file_id: int, tender: str, on: date) -> Work:
    """The accounts and prefixes that the payments of a file need. Raises `StoreError` naming a missing setting."""
    names = [f"gl.file_{kind.lower()}" for kind in BY_FILE]
    more = {name: value(store, name, on) for name in names}
    with suppress(StoreError):
        more[FEES] = value(store, FEES, on)
    return Work(file_id, tender, Terms({**terms(store, on).values, **more}), value(store, "gl.suspense", on))


def drafts(store: Store, work: Work, records: Sequence[Incoming]) -> list[Draft]:
    """The payments in their order, each seeing what those before it settled."""
    keys = {text: account_key(text) for record in records for text, _ in record.parts}
    owed = read_many(store, {number for number, _ in keys.values()})
    return [_draft(work, record, keys, owed) for record in records]


def _draft(work: Work, record: Incoming, keys: dict[str, tuple[str, str]], owed: dict[str, Owed]) -> Draft:
    """A payment spread over what its accounts owe by now, or the reason why it goes to suspense."""
    reason = record.problem or next(filter(None, (problem_of(text, keys, owed) for text, _ in record.parts)), "")
    if reason:
        return Draft(record, (suspense_line(work, record),), reason)
    lines = []
    for text, cents in record.parts:
        number = keys[text][0]
        found = owed[number]
        values = {"account": number, "amount": cents, "direct": water.OLDEST, "bill": None, "over": True}
        line = water.lines(values, found.facts)[0]
        owed[number] = replace(found, facts=after(found.facts, line.detail))
        lines.append(line)
    return Draft(record, tuple(lines), "")


def problem_of(text: str, keys: dict[str, tuple[str, str]], owed: dict[str, Owed]) -> str:
    """Why nothing can be posted to an account as it is written, empty when it can."""
    number, wrong = keys[text]
    if wrong:
        return wrong
    return owed[number].problem if number in owed else "NOACCT"


def suspense_line(work: Work, record: Incoming) -> Line:
    """The line of a payment nobody can be credited with yet."""
    return Line(
        SUSPENSE,
        "Unidentified payment",
        record.amount_cents,
        (Split(work.suspense_gl, record.amount_cents),),
        description_es="Pago sin identificar",
        reference=record.parts[0][0][:30] if record.parts else "",
        customer=record.payer,
    )


def entry(work: Work, draft: Draft) -> Entry:
    """The receipt of a payment; a fee the processor kept is an expense, out of what it still owes the city."""
    record = draft.record
    detail = dump({"paid_on": record.paid_on}) if record.paid_on else "{}"
    paid = (TenderRow(1, work.tender, record.amount_cents, record.amount_cents, 0, record.number, detail),)
    rows = postings(work.known, paid, draft.lines)
    return Entry(
        kind="RECEIPT",
        key=f"file:{record.key}",
        lines=tuple(line_row(n, line) for n, line in enumerate(draft.lines, 1)),
        tenders=paid,
        postings=(*rows, *_fee(work, record, len(rows))),
        payer=record.payer,
    )


def _fee(work: Work, record: Incoming, after: int) -> tuple[PostingRow, ...]:
    """The two postings of a fee, behind the `after` others; none without a fee."""
    if not record.fee_cents:
        return ()
    debit = PostingRow(after + 1, 0, work.known.text(FEES), record.fee_cents)
    return debit, PostingRow(after + 2, 0, gl(work.known, work.tender), -record.fee_cents)
