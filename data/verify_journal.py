"""Walking the journal of every series in order: places, hashes, sums, and what lines say they paid."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from data import audit
from data.chain import START, Header, LineRow, PostingRow, TenderRow, digest, head8
from data.progress import Progress, silent
from data.tenders import CREDIT

if TYPE_CHECKING:
    from data.store import Store

PAGE = 500
"""Documents read at a time."""

Application = tuple[int, int | None, int]
"""Line number, bill line (None: unapplied credit), cents."""


@dataclass(frozen=True)
class Head:
    """The last document of a series."""

    seq: int
    hash: str


@dataclass(frozen=True)
class Document:
    """A journal row with the rows that belong to it."""

    id: int
    header: Header
    previous: str
    hash: str
    lines: list[LineRow]
    postings: list[PostingRow]
    tenders: list[TenderRow]
    applications: list[Application]

    @property
    def name(self) -> str:
        """How a sentence names it."""
        receipt = f", receipt {self.header.receipt}" if self.header.receipt else ""
        return f"Document {self.header.seq} of till {self.header.series} ({self.header.kind}{receipt})"


_DOCUMENTS = (
    f"SELECT id, prev_hash, hash, {', '.join(Header._fields)} FROM journal WHERE series = ? AND seq > ? "
    f"ORDER BY seq LIMIT {PAGE}"
)


class Walk:
    """One pass over the whole journal. `run` first; the other methods answer from what it saw."""

    def __init__(self, store: Store, expected: Mapping[str, str]) -> None:
        self.store = store
        self.heads: dict[str, Head] = {}
        self.documents = 0
        self._expected = dict(expected)
        self._printed = _printed(store)
        self._receipts: dict[str, tuple[int, int]] = {}
        self._seen: Counter[str] = Counter()

    def run(self, progress: Progress = silent) -> str:
        """A sentence naming the first wrong document, empty when all are right."""
        whole = int(self.store.value("SELECT count(*) FROM journal"))
        series = [row[0] for row in self.store.rows("SELECT DISTINCT series FROM journal ORDER BY series")]
        first = ""
        for one in series:
            found = self._series(one, whole, progress)
            first = first or found
        return first

    def _series(self, series: str, whole: int, progress: Progress) -> str:
        head, first = Head(0, START), ""
        while page := self._page(series, head.seq):
            for document in page:
                first = first or self._place(document, head) or wrong(document)
                self._note(document)
                head = Head(document.header.seq, document.hash)
            self.documents += len(page)
            progress(self.documents, whole)
        self.heads[series] = head
        return first

    def _place(self, document: Document, head: Head) -> str:
        if document.header.seq != head.seq + 1:
            return f"Document {head.seq + 1} of till {document.header.series} is missing."
        if document.previous != head.hash:
            return f"{document.name} does not follow the one before it."
        return ""

    def _note(self, document: Document) -> None:
        header = document.header
        self._seen.update(
            journal_lines=len(document.lines), postings=len(document.postings), tenders=len(document.tenders)
        )
        self._seen["applications"] += len(document.applications)
        for series, value in list(self._expected.items()):
            if value and series in ("*", header.series) and document.hash.startswith(value):
                del self._expected[series]
        self._printed.pop((header.series, document.hash[:8]), None)
        if header.receipt:
            prefix, _, number = header.receipt.rpartition("-")
            count, most = self._receipts.get(prefix, (0, 0))
            self._receipts[prefix] = (count + 1, max(most, int(number) if number.isdigit() else 0))

    def _page(self, series: str, after: int) -> list[Document]:
        rows = self.store.rows(_DOCUMENTS, series, after)
        if not rows:
            return []
        ids = [row[0] for row in rows]
        lines = self._rows("journal_lines", LineRow._fields, ids, "n")
        postings = self._rows("postings", PostingRow._fields, ids, "n")
        tenders = self._rows("tenders", TenderRow._fields, ids, "n")
        applied = self._rows("applications", ("line_n", "bill_line_id", "amount_cents"), ids, "id")
        return [
            Document(
                row[0],
                Header(*row[3:]),
                row[1],
                row[2],
                [LineRow(*one) for one in lines[row[0]]],
                [PostingRow(*one) for one in postings[row[0]]],
                [TenderRow(*one) for one in tenders[row[0]]],
                [(one[0], one[1], one[2]) for one in applied[row[0]]],
            )
            for row in rows
        ]

    def _rows(self, table: str, columns: Iterable[str], ids: list[int], order: str) -> dict[int, list[tuple[Any, ...]]]:
        found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
        marks = ", ".join("?" * len(ids))
        text = f"SELECT journal_id, {', '.join(columns)} FROM {table} WHERE journal_id IN ({marks})"
        for journal_id, *row in self.store.rows(f"{text} ORDER BY journal_id, {order}", *ids):
            found[journal_id].append(tuple(row))
        return found

    def part(self, series: str, first: int, last: int) -> str:
        """A sentence naming the first wrong document from one place of a series to another, without the rest of it."""
        before = self.store.value("SELECT hash FROM journal WHERE series = ? AND seq = ?", series, first - 1)
        head = Head(first - 1, before or START)
        while head.seq < last and (page := self._page(series, head.seq)):
            for document in page[: last - head.seq]:
                if sentence := self._place(document, head) or wrong(document):
                    return sentence
                head = Head(document.header.seq, document.hash)
        return ""

    # what the walk saw, compared with what is kept beside the journal

    def heads_wrong(self) -> str:
        """A sentence when the kept head of a series is not its last document."""
        kept = {
            row[0]: Head(row[1], row[2])
            for row in self.store.rows("SELECT series, seq, head FROM chains WHERE series <> 'AUDIT' ORDER BY series")
        }
        for series in sorted({*kept, *self.heads}):
            seen, known = self.heads.get(series, Head(0, START)), kept.get(series)
            if known is None:
                return f"Till {series} has documents but no chain."
            if known.seq > seen.seq:
                return f"Document {seen.seq + 1} of till {series} is missing: the chain went on to {known.seq}."
            if known != seen:
                return f"The chain of till {series} does not end with its last document, {seen.seq}."
        return ""

    def expected_missing(self) -> str:
        """A sentence when a head that was printed is nowhere in the journal."""
        for series, value in self._expected.items():
            if value and series in ("*", audit.SERIES) and audit.has_head(self.store, value):
                continue
            if series == audit.SERIES:
                return f"No audit row has the head {value or '(empty)'}: rows were removed or changed."
            where = "the journal" if series == "*" else f"till {series}"
            return f"No document of {where} has the head {value or '(empty)'}: documents were removed or changed."
        return ""

    def printed_missing(self) -> str:
        """A sentence when a head that was printed at the close of a business date is nowhere in the journal."""
        for (series, value), on in self._printed.items():
            return f"Till {series} had the head {value} when business date {on} was closed; no document has it now."
        return ""

    def numbers_wrong(self) -> str:
        """A sentence naming the first receipt number that is missing."""
        for prefix, (count, most) in sorted(self._receipts.items()):
            if count != most:
                return f"Receipt {self._gap(prefix)} is missing."
        counters = self.store.rows("SELECT name, value FROM counters WHERE name LIKE 'receipt:%' ORDER BY name")
        for name, value in counters:
            year = name.removeprefix("receipt:")
            most = max((most for prefix, (_, most) in self._receipts.items() if prefix.endswith(year)), default=0)
            if most != value:
                return f"The counter of receipts of fiscal year {year} stands at {value}, the last receipt is {most}."
        return ""

    def _gap(self, prefix: str) -> str:
        expected, after = 1, ""
        while rows := self.store.rows(
            f"SELECT receipt FROM journal WHERE receipt LIKE ? AND receipt > ? ORDER BY receipt LIMIT {PAGE}",
            f"{prefix}-%",
            after,
        ):
            for (receipt,) in rows:
                if int(receipt.rpartition("-")[2]) != expected:
                    return f"{prefix}-{expected:06d}"
                expected += 1
            after = rows[-1][0]
        return f"{prefix}-{expected:06d}"

    def strays(self) -> str:
        """A sentence when a table holds rows of no document."""
        for table in ("journal_lines", "postings", "tenders", "applications"):
            there = int(self.store.value(f"SELECT count(*) FROM {table}"))
            if there != self._seen[table]:
                found = self.store.value(
                    f"SELECT min(id) FROM {table} WHERE journal_id NOT IN (SELECT id FROM journal)"
                )
                return f"Row {found} of {table} belongs to no document."
        return ""


def _printed(store: Store) -> dict[tuple[str, str], str]:
    """Series and first eight digits of every head kept with a closed business date, and that date."""
    return {
        (series, head.replace(" ", "").lower()): on
        for on, heads in store.rows("SELECT business_date, heads FROM business_days ORDER BY business_date DESC")
        for series, head in _kept_heads(heads).items()
        if head != head8(START)
    }


def _kept_heads(text: str) -> dict[str, str]:
    """The heads by series; text that somebody damaged is the head of a till that has no documents."""
    try:
        return {str(series): str(head) for series, head in json.loads(text).items()}
    except (ValueError, AttributeError):
        return {"?": text}


def date_wrong(store: Store, business_date: str) -> str:
    """A sentence naming the first wrong document of a business date, empty when all are right."""
    walk = Walk(store, {})
    places = store.rows(
        "SELECT series, min(seq), max(seq) FROM journal WHERE business_date = ? GROUP BY series ORDER BY series",
        business_date,
    )
    return next((sentence for place in places if (sentence := walk.part(*place))), "")


def wrong(document: Document) -> str:
    """What is wrong within one document, empty when nothing is."""
    for rule in (_hash, _lines, _tenders, _postings, _applications):
        if sentence := rule(document):
            return f"{document.name}: {sentence}"
    return ""


def _hash(document: Document) -> str:
    value = digest(document.previous, document.header, document.lines, document.postings, document.tenders)
    return "" if value == document.hash else "its hash is wrong, it was changed."


def _lines(document: Document) -> str:
    total = sum(line.amount_cents for line in document.lines)
    return "" if total == document.header.total_cents else "its lines do not add up to its total."


def _tenders(document: Document) -> str:
    total = sum(tender.amount_cents for tender in document.tenders)
    if total != document.header.total_cents:
        return "its tenders do not add up to its total."
    bad = [t.n for t in document.tenders if t.tendered_cents - t.change_cents != t.amount_cents]
    return f"tender {bad[0]} and its change do not add up." if bad else ""


def _postings(document: Document) -> str:
    if sum(posting.amount_cents for posting in document.postings) != 0:
        return "its postings do not add up to zero."
    for line in document.lines:
        if sum(p.amount_cents for p in document.postings if p.line_n == line.n) != -line.amount_cents:
            return f"the accounts of line {line.n} do not add up to its amount."
    return ""


def _applications(document: Document) -> str:
    """What the hashed details say was paid, against the applications that were written."""
    said: Counter[Application] = Counter()
    sign = -1 if document.header.kind in ("VOID", "RETURN") else 1
    for line in document.lines:
        detail = json.loads(line.detail)
        for bill_line, cents in detail.get("bill_lines", ()):
            said[(line.n, bill_line, sign * cents)] += 1
        if detail.get("credit"):
            said[(line.n, None, sign * detail["credit"])] += 1
    for tender in document.tenders:
        if tender.kind == CREDIT:
            said[(0, None, -tender.amount_cents)] += 1
    there = Counter(document.applications)
    if said == there:
        return ""
    bad = next(iter((said - there) or (there - said)))
    return f"what line {bad[0]} paid was changed."
