"""Posting many payments of a file in one transaction: the same documents, chain and rules as at the counter.

Each payment is a receipt of the file till, without a drawer. What a payment names that cannot be posted to goes to
the suspense account by the same kind of receipt, and waits in the queue of exceptions (`data.exceptions`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from data import audit
from data.chain import START
from data.clock import fiscal_year
from data.days import open_date, require_open
from data.files_draft import Draft, Work, drafts, entry
from data.files_read import Incoming
from data.ledger_entry import (
    JOURNAL_COLUMNS,
    LINE_COLUMNS,
    POSTING_COLUMNS,
    TENDER_COLUMNS,
    Entry,
    Place,
    Rows,
    Written,
    insert,
    seal,
)
from data.services.receivables import CHANGED, hold
from data.settings import value
from data.store import BusyError

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

RECORD_COLUMNS = (
    "file_id",
    "record_key",
    "line",
    "kind",
    "account",
    "amount_cents",
    "payer",
    "number",
    "paid_on",
    "reason",
    "note",
    "state",
    "journal_id",
)
_APPLICATIONS = ("journal_id", "line_n", "account_id", "bill_line_id", "amount_cents")


_PAIRS = {
    "sqlite": "SELECT value ->> 0, value ->> 1 FROM json_each(?)",
    "postgresql": "SELECT (value ->> 0)::bigint, (value ->> 1)::bigint FROM json_array_elements(?::json)",
}
"""Ids and cents from one parameter, so that the text does not depend on how many there are."""


@dataclass(frozen=True)
class Tally:
    """What became of some records; amounts in cents."""

    posted: int = 0
    posted_cents: int = 0
    suspense: int = 0
    suspense_cents: int = 0
    already: int = 0
    queued: int = 0
    """Reversals, returns and change notices: no money was posted."""

    def plus(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(*(a + b for a, b in zip(vars(self).values(), vars(other).values(), strict=True)))


def office(store: Store, session: Session) -> Session:
    """The session as the file till: no drawer, today's open business date."""
    today = session.clock.today()
    till = value(store, "files.till", today)
    return replace(session, drawer_id=None, till=till, business_date=open_date(store, today))


def post_some(store: Store, session: Session, work: Work, records: Sequence[Incoming]) -> Tally:
    """Post those of some payments that were not posted before, all in one transaction.

    `session` is that of `office`. Raises `Refused` on a closed business date, `BusyError` when a bill was paid at
    the counter in the same moment (nothing of these happened; call again).
    """
    with store.writing():
        require_open(store, session.business_date)
        chain = _chain(store, session.till)
        fresh = _fresh(store, records)
        paying = [record for record in fresh if record.amount_cents > 0]
        rows = [_row(work, record, "OPEN", "REVERSAL", None) for record in fresh if record.amount_cents <= 0]
        places = _places(store, session, work, chain, len(paying))
        ready = drafts(store, work, paying)
        written = _write(store, session, work, ready, places, rows)
        _effects(store, list(zip(ready, written, strict=True)))
        if fresh:
            audit.record(store, session, "file.post", "payment_files", work.file_id, detail=str(len(fresh)))
    good = [draft for draft in ready if not draft.reason]
    bad = [draft for draft in ready if draft.reason]
    return Tally(
        len(good),
        sum(draft.record.amount_cents for draft in good),
        len(bad),
        sum(draft.record.amount_cents for draft in bad),
        len(records) - len(fresh),
        len(fresh) - len(ready),
    )


def before(store: Store, keys: Sequence[str]) -> dict[str, int]:
    """Which of some record keys were taken in before, with their cents; in the caller's transaction."""
    if not keys:
        return {}
    if store.kind == "postgresql":
        # The server keeps the plan it made while the table was empty; without this, that plan reads the whole table.
        store.run("SET LOCAL enable_seqscan = off")
    sql = f"SELECT record_key, amount_cents FROM payment_records WHERE record_key {store.one_of}"
    return {key: int(cents) for key, cents in store.rows(sql, store.listed(keys))}


def _fresh(store: Store, records: Sequence[Incoming]) -> list[Incoming]:
    """The records that are not in the store yet."""
    seen = before(store, [record.key for record in records])
    return [record for record in records if record.key not in seen]


def _write(
    store: Store,
    session: Session,
    work: Work,
    ready: Sequence[Draft],
    places: Sequence[Place],
    rows: list[tuple[Any, ...]],
) -> list[Written]:
    """Chain and insert the receipts, and the records of the file with them."""
    entries = [entry(work, draft) for draft in ready]
    written: list[Written] = []
    previous = places[0].previous if places else ""
    for document, place in zip(entries, places, strict=True):
        written.append(seal(store, session, document, replace(place, previous=previous)))
        previous = written[-1].hash
    for draft, one in zip(ready, written, strict=True):
        rows.append(_row(work, draft.record, "OPEN" if draft.reason else "POSTED", draft.reason, one.id))
    tables: list[Rows] = [
        ("journal", JOURNAL_COLUMNS, [(one.id, *one.header, one.previous, one.hash) for one in written]),
        ("journal_lines", LINE_COLUMNS, [(one.id, *line) for one in written for line in one.lines]),
        ("postings", POSTING_COLUMNS, _of(entries, written, "postings")),
        ("tenders", TENDER_COLUMNS, _of(entries, written, "tenders")),
        ("payment_records", RECORD_COLUMNS, rows),
        ("applications", _APPLICATIONS, _applied(ready, written)),
    ]
    if written:
        head = written[-1]
        last = (head.header.seq, head.hash, session.till)
        insert(store, tables, "UPDATE chains SET seq = ?, head = ? WHERE series = ?", last)
    elif rows:
        insert(store, tables, "UPDATE payment_files SET state = state WHERE id = ?", (work.file_id,))
    return written


def _of(entries: Sequence[Entry], written: Sequence[Written], name: str) -> list[tuple[Any, ...]]:
    return [(one.id, *row) for entry, one in zip(entries, written, strict=True) for row in getattr(entry, name)]


def _row(work: Work, record: Incoming, state: str, reason: str, journal_id: int | None) -> tuple[Any, ...]:
    kind = "PAYMENT" if record.amount_cents > 0 else "REVERSAL"
    account = record.parts[0][0] if record.parts else ""
    return (
        work.file_id,
        record.key,
        record.line,
        kind,
        account,
        record.amount_cents,
        record.payer,
        record.number,
        record.paid_on,
        reason,
        "",
        state,
        journal_id,
    )


def _applied(drafts: Sequence[Draft], written: Sequence[Written]) -> list[tuple[Any, ...]]:
    """One application per bill line paid, and one without a bill line for unapplied credit."""
    rows: list[tuple[Any, ...]] = []
    for draft, one in zip(drafts, written, strict=True):
        for n, line in enumerate(draft.lines, 1):
            detail = line.detail
            rows += [(one.id, n, line.account_id, bill, cents) for bill, cents in detail.get("bill_lines", ())]
            if detail.get("credit"):
                rows.append((one.id, n, line.account_id, None, detail["credit"]))
    return rows


def _chain(store: Store, till: str) -> tuple[int, str]:
    """Where the file till's chain stands, held until commit: two files are posted one after the other."""
    store.run("INSERT INTO chains (series, seq, head) VALUES (?, 0, ?) ON CONFLICT DO NOTHING", till, START)
    found = store.row(f"SELECT seq, head FROM chains WHERE series = ?{store.for_update}", till)
    assert found is not None
    return int(found[0]), str(found[1])


def _places(store: Store, session: Session, work: Work, chain: tuple[int, str], count: int) -> list[Place]:
    """The next receipt numbers and places in the chain.

    Numbers are taken before any bill line is locked, as at the counter, so that the two never wait for each other.
    """
    if not count:
        return []
    year = fiscal_year(session.business_date) % 100
    prefix = f"{work.known.text('receipt.prefix')}{year:02d}-"
    last = int(
        store.value(
            "INSERT INTO counters (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE "
            "SET value = counters.value + excluded.value RETURNING value",
            f"receipt:{year:02d}",
            count,
        )
    )
    (seq, head), ids = chain, _ids(store, count)
    return [Place(ids[n], seq + 1 + n, head, f"{prefix}{last - count + 1 + n:06d}") for n in range(count)]


def _ids(store: Store, count: int) -> list[int]:
    """The ids of the next documents."""
    if store.kind == "postgresql":
        return [int(row[0]) for row in store.rows("SELECT nextval('journal_id_seq') FROM generate_series(1, ?)", count)]
    first = int(store.value("SELECT coalesce(max(id), 0) + 1 FROM journal"))
    return list(range(first, first + count))


def _effects(store: Store, posted: Sequence[tuple[Draft, Written]]) -> None:
    """Settle bill lines, credits and deposits. Raises `BusyError` when one was settled elsewhere meanwhile."""
    paid: dict[int, int] = {}
    credit: dict[int, int] = {}
    for draft, one in posted:
        for line in draft.lines if not draft.reason else ():
            for bill_line, cents in line.detail["bill_lines"]:
                paid[bill_line] = paid.get(bill_line, 0) + cents
            for deposit_id, cents, _ in line.detail["deposits"]:
                hold(store, one.id, deposit_id, cents)
            if line.detail["credit"]:
                assert line.account_id is not None
                credit[line.account_id] = credit.get(line.account_id, 0) + line.detail["credit"]
    _add(
        store,
        "bill_lines",
        "open_cents",
        {key: -cents for key, cents in paid.items()},
        " AND t.open_cents + v.cents >= 0",
    )
    _add(store, "accounts", "credit_cents", credit)


def _add(store: Store, table: str, column: str, cents: dict[int, int], only: str = "") -> None:
    """Add cents to rows of a table by id, in one statement; on PostgreSQL by its index, as `before` has asked."""
    if not cents:
        return
    changed = store.run(
        f"WITH v (id, cents) AS ({_PAIRS[store.kind]}) UPDATE {table} AS t SET {column} = t.{column} + v.cents "
        f"FROM v WHERE t.id = v.id{only}",
        json.dumps(list(cents.items())),
    )
    if changed != len(cents):
        raise BusyError(CHANGED)
