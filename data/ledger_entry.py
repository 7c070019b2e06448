"""Writing one document to the journal: number, chain, rows and jobs, in the caller's transaction.

Every document has the same shape: lines, tenders, postings. A line of +A credits A, a tender of +A debits A, so that
`total_cents` = sum of lines = sum of tenders and the postings add to zero. Money that leaves is negative.
PostgreSQL takes all rows in one statement, SQLite one statement per table; their texts do not depend on the number of
rows, so each is parsed once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from data.chain import START, Header, LineRow, PostingRow, TenderRow, canonical, digest
from data.days import require_open
from data.permissions import Refused

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

Rows = tuple[str, tuple[str, ...], Sequence[tuple[Any, ...]]]
"""A table, its columns, and the rows to insert."""

JOURNAL_COLUMNS = ("id", *Header._fields, "prev_hash", "hash")
LINE_COLUMNS = ("journal_id", *LineRow._fields)
POSTING_COLUMNS = ("journal_id", *PostingRow._fields)
TENDER_COLUMNS = ("journal_id", *TenderRow._fields)


@dataclass(frozen=True)
class Entry:
    """A document that is ready to be written; amounts in cents."""

    kind: str
    key: str
    lines: tuple[LineRow, ...] = ()
    tenders: tuple[TenderRow, ...] = ()
    postings: tuple[PostingRow, ...] = ()
    counter: str = ""
    """The counter that numbers it, empty for a document without a receipt number."""
    prefix: str = ""
    """What stands before the receipt number."""
    payer: str = ""
    language: str = "en"
    origin_id: int | None = None
    reason: str = ""
    approval_id: int | None = None
    detail: str = ""

    @property
    def total_cents(self) -> int:
        """The sum of the lines."""
        return sum(line.amount_cents for line in self.lines)


@dataclass(frozen=True)
class Place:
    """Where a document goes: its id, its place in the chain and its receipt number."""

    id: int
    seq: int
    previous: str
    receipt: str | None


@dataclass(frozen=True)
class Written:
    """A document that has been written."""

    id: int
    header: Header
    previous: str
    hash: str
    lines: tuple[LineRow, ...] = field(default=())
    tenders: tuple[TenderRow, ...] = field(default=())


def sums(entry: Entry) -> list[str]:
    """What is wrong with a document's sums, in sentences; empty when it balances."""
    wrong = []
    if sum(tender.amount_cents for tender in entry.tenders) != entry.total_cents:
        wrong.append("The tenders do not add up to the lines.")
    if sum(posting.amount_cents for posting in entry.postings) != 0:
        wrong.append("The postings do not add up to zero.")
    for line in entry.lines:
        if sum(p.amount_cents for p in entry.postings if p.line_n == line.n) != -line.amount_cents:
            wrong.append(f"The accounts of line {line.n} do not add up to its amount.")
    return wrong


_RESERVE_POSTGRESQL = (
    "WITH c AS (INSERT INTO counters (name, value) VALUES (?, 1) ON CONFLICT (name) DO UPDATE "
    "SET value = counters.value + 1 RETURNING value), "
    "h AS (SELECT seq + 1 AS seq, head FROM chains WHERE series = ? FOR UPDATE) "
    "SELECT h.seq, h.head, nextval('journal_id_seq'), c.value FROM c LEFT JOIN h ON true"
)
_PLACE = {
    "sqlite": "SELECT seq + 1, head, (SELECT coalesce(max(id), 0) + 1 FROM journal) FROM chains WHERE series = ?",
    "postgresql": "SELECT seq + 1, head, nextval('journal_id_seq') FROM chains WHERE series = ? FOR UPDATE",
}
_NEXT = (
    "INSERT INTO counters (name, value) VALUES (?, 1) ON CONFLICT (name) DO UPDATE "
    "SET value = counters.value + 1 RETURNING value"
)


def next_number(store: Store, counter: str) -> int:
    """The next number of a counter; the row stays locked until this transaction ends, so there are no gaps."""
    return int(store.value(_NEXT, counter))


def reserve(store: Store, series: str, counter: str = "", prefix: str = "") -> Place:
    """Take the next place in a series and, with a counter, the next receipt number. Holds both until commit."""
    number: int | None = None
    row: tuple[Any, ...] | None
    if counter and store.kind == "postgresql":
        row = store.row(_RESERVE_POSTGRESQL, counter, series)
        number = row[3] if row else None
    else:
        number = next_number(store, counter) if counter else None
        row = store.row(_PLACE[store.kind], series)
    if row is None or row[0] is None:
        store.run("INSERT INTO chains (series, seq, head) VALUES (?, 0, ?) ON CONFLICT DO NOTHING", series, START)
        row = store.row(_PLACE[store.kind], series)
        assert row is not None
    return Place(int(row[2]), int(row[0]), row[1], f"{prefix}{number:06d}" if number is not None else None)


def header(store: Store, session: Session, entry: Entry, place: Place) -> Header:
    """The hashed columns of the journal row."""
    return Header(
        entry.kind,
        place.receipt,
        session.till,
        place.seq,
        session.business_date.isoformat(),
        store.now(),
        session.clerk.id,
        session.drawer_id,
        session.station,
        session.id,
        entry.key,
        entry.payer,
        entry.language,
        entry.total_cents,
        entry.origin_id,
        entry.reason,
        entry.approval_id,
        entry.detail,
    )


def seal(store: Store, session: Session, entry: Entry, place: Place) -> Written:
    """The document as it will be written, with its hash. Raises `Refused` when it does not balance."""
    if wrong := sums(entry):
        raise Refused(wrong[0])
    head = header(store, session, entry, place)
    value = digest(place.previous, head, entry.lines, entry.postings, entry.tenders)
    return Written(place.id, head, place.previous, value, entry.lines, entry.tenders)


def write(store: Store, entry: Entry, written: Written, more: Sequence[Rows] = ()) -> None:
    """Insert a sealed document, and `more` rows that refer to it, and move the chain's head."""
    mine = (written.id,)
    insert(
        store,
        [
            ("journal", JOURNAL_COLUMNS, [(*mine, *written.header, written.previous, written.hash)]),
            ("journal_lines", LINE_COLUMNS, [(*mine, *line) for line in entry.lines]),
            ("postings", POSTING_COLUMNS, [(*mine, *posting) for posting in entry.postings]),
            ("tenders", TENDER_COLUMNS, [(*mine, *tender) for tender in entry.tenders]),
            *more,
        ],
        "UPDATE chains SET seq = ?, head = ? WHERE series = ?",
        (written.header.seq, written.hash, written.header.series),
    )


def post_entry(store: Store, session: Session, entry: Entry, more: Sequence[Rows] = ()) -> Written:
    """Reserve, seal and write a document in one go, inside the caller's transaction.

    Raises `Refused` when it does not balance or its business date is closed.
    """
    require_open(store, session.business_date)
    written = seal(store, session, entry, reserve(store, session.till, entry.counter, entry.prefix))
    write(store, entry, written, more)
    return written


def insert(store: Store, tables: Sequence[Rows], last: str, values: tuple[Any, ...]) -> None:
    """Insert rows into several tables and run a last statement; one statement in all on PostgreSQL."""
    filled = [(table, columns, rows) for table, columns, rows in tables if rows]
    if store.kind != "postgresql":
        for table, columns, rows in filled:
            store.run_each(_insert_text(table, columns), rows)
        store.run(last, *values)
        return
    shape = tuple((table, columns) for table, columns, _ in filled)
    store.run(_together(shape, last), *(_as_json(columns, rows) for _, columns, rows in filled), *values)


@lru_cache(maxsize=512)
def _insert_text(table: str, columns: tuple[str, ...]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


@lru_cache(maxsize=512)
def _together(shape: tuple[tuple[str, tuple[str, ...]], ...], last: str) -> str:
    """One statement for all tables."""
    parts = (
        f"w{n} AS (INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns)} "
        f"FROM json_populate_recordset(NULL::{table}, ?::json))"
        for n, (table, columns) in enumerate(shape)
    )
    return f"WITH {', '.join(parts)} {last}"


def _as_json(columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> str:
    return canonical([dict(zip(columns, row, strict=True)) for row in rows])
