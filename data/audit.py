"""The audit log: who did what, when and where, in a chain that shows any later change (CJIS AU-2, AU-3, AU-8, AU-9).

Rows hold record types and ids only, never names, numbers of people or free text (AU-3(3)); before and after values
are kept apart, in `data.changes`. The log is one chain: record in a transaction last, so that others wait least.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from data import attest
from data.chain import canonical

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

SERIES = "AUDIT"
"""The name of this chain in the table `chains`."""
COLUMNS = (
    "seq",
    "at",
    "user_id",
    "role",
    "station",
    "session_id",
    "event",
    "object_type",
    "object_id",
    "outcome",
    "purpose",
    "approver_id",
    "detail",
)
SIZES = ("bytes", "pages", "duration_ms")
"""How large what was printed, taken in or given out is, and how long it or a session lasted; NULL where not asked.
After them comes the digest of the rows that this one vouches for (`data.attest`)."""
_ALL = (*COLUMNS, *SIZES, "attested")
_INSERT = f"INSERT INTO audit_log ({', '.join(_ALL)}, prev_hash, hash) VALUES ({', '.join('?' * (len(_ALL) + 2))})"
_AT_ONCE = (
    "WITH before AS (SELECT seq + 1 AS seq, head FROM chains WHERE series = ? FOR UPDATE), now AS (SELECT seq, head, "
    "encode(sha256(convert_to(? || head || '\",' || seq || ?, 'UTF8')), 'hex') AS hash FROM before), "
    "moved AS (UPDATE chains SET seq = now.seq, head = now.hash FROM now WHERE series = ?) "
    f"INSERT INTO audit_log ({', '.join(_ALL)}, prev_hash, hash) "
    f"SELECT seq, {', '.join('?' * (len(_ALL) - 1))}, head, hash FROM now RETURNING seq"
)
"""PostgreSQL takes the number, hashes and inserts in one statement: a round trip instead of three."""
_ADVANCE = "UPDATE chains SET seq = seq + 1 WHERE series = ? RETURNING seq, head"


def record(
    store: Store,
    session: Session | None,
    event: str,
    object_type: str = "",
    object_id: object = "",
    outcome: str = "ok",
    *,
    purpose: str = "",
    approver_id: int | None = None,
    detail: str = "",
    station: str = "",
    size: int | None = None,
    pages: int | None = None,
    began: str = "",
) -> int:
    """Append one row in the caller's transaction (or its own) and return its number; if it cannot, the action fails.

    `outcome` is `ok`, `denied` or `failed`; `detail` is a code or a count, never personal data. `size` is in bytes;
    `began` is the stamp from which the duration counts, of a session that ends or a backup that was made.
    """
    now = store.now()
    vouched = attest.taken(store, event, object_type, object_id)
    row = (
        now,
        session.clerk.id if session else None,
        session.clerk.role if session else "",
        session.station if session else station,
        session.id if session else None,
        event,
        object_type,
        str(object_id),
        outcome,
        purpose,
        approver_id,
        detail,
        size,
        pages,
        _milliseconds(began, now) if began else None,
        attest.digest(vouched),
    )
    with store.writing():
        seq = _append_at_once(store, row) if store.kind == "postgresql" else _append(store, row)
        attest.keep(store, seq, vouched)
    return seq


def _append(store: Store, row: Sequence[Any]) -> int:
    """Take the number, hash and insert; the number of the row."""
    seq, head = _advance(store)
    new_head = digest(head, (seq, *row))
    store.run(_INSERT, seq, *row, head, new_head)
    store.run("UPDATE chains SET head = ? WHERE series = ?", new_head, SERIES)
    return seq


def _milliseconds(began: str, ended: str) -> int:
    """From one stamp to another; nothing when the clock was set back between them."""
    first, last = (datetime.fromisoformat(text.replace("Z", "+00:00")) for text in (began, ended))
    return max(0, round((last - first) / timedelta(milliseconds=1)))


def _append_at_once(store: Store, row: Sequence[Any]) -> int:
    """Append a row in one statement; the chain is begun when it is new."""
    version, told = _told((0, *row))
    params = (SERIES, f'["{version}","', f",{_encoded(told[1:])[1:]}", SERIES, *row)
    seq = store.value(_AT_ONCE, *params)
    if seq is None:
        _begin(store)
        seq = store.value(_AT_ONCE, *params)
    return int(seq)


def _advance(store: Store) -> tuple[int, str]:
    """The next number and the present head; holds the chain until the transaction ends."""
    if (found := store.row(_ADVANCE, SERIES)) is None:
        _begin(store)
        found = store.row(_ADVANCE, SERIES)
    assert found is not None
    return int(found[0]), str(found[1])


def _begin(store: Store) -> None:
    store.run("INSERT INTO chains (series, seq, head) VALUES (?, 0, '') ON CONFLICT DO NOTHING", SERIES)


def digest(head: str, row: Sequence[Any]) -> str:
    """SHA-256 (hex) over the encoding's version, the previous hash and the row's columns."""
    version, told = _told(row)
    return hashlib.sha256(_encoded((version, head, *told)).encode()).hexdigest()


def _told(row: Sequence[Any]) -> tuple[str, Sequence[Any]]:
    """The version of a row's encoding and the columns in it: those after `COLUMNS` only when one of them is known."""
    sizes = row[: len(COLUMNS) + len(SIZES)]
    if len(row) == len(_ALL) and row[-1] is not None:
        return "A3", row
    return ("A1", row[: len(COLUMNS)]) if set(sizes[len(COLUMNS) :]) <= {None} else ("A2", sizes)


def _encoded(values: Sequence[Any]) -> str:
    return canonical(tuple(values))


def begin(store: Store, most: int = 5000) -> int:
    """Vouch for the rows that nothing vouches for yet: an older version wrote them, or they came with the program.

    How many there were; at most `most` go with each audit row.
    """
    with store.writing():
        found = list(attest.unattested(store))
        for start in range(0, max(len(found), 1), most):
            store.fresh = found[start : start + most]
            if store.fresh:
                record(store, None, attest.BEGUN, detail=str(len(store.fresh)))
    return len(found)


def last(store: Store) -> tuple[int, str]:
    """The number and hash of the newest row; 0 and empty without rows."""
    found = store.row("SELECT seq, head FROM chains WHERE series = ?", SERIES)
    return (int(found[0]), str(found[1])) if found else (0, "")


def has_head(store: Store, head: str) -> bool:
    """Whether a row of the log has a hash that begins with these hexadecimal digits."""
    return store.value("SELECT 1 FROM audit_log WHERE hash LIKE ? LIMIT 1", f"{head}%") is not None


def verify(store: Store) -> str:
    """A sentence naming the first row that is missing or was changed; empty when the chain is whole."""
    head, expected = "", 1
    after = 0
    while rows := store.rows(
        f"SELECT {', '.join(_ALL)}, prev_hash, hash FROM audit_log WHERE seq > ? ORDER BY seq LIMIT 1000", after
    ):
        for *row, prev_hash, hash_ in rows:
            if row[0] != expected:
                return f"Audit row {expected} is missing."
            if prev_hash != head or digest(head, row) != hash_:
                return f"Audit row {expected} was changed."
            head, expected = hash_, expected + 1
        after = expected - 1
    kept = store.row("SELECT seq, head FROM chains WHERE series = ?", SERIES) or (0, "")
    if tuple(kept) != (expected - 1, head):
        return f"Audit rows after {expected - 1} are missing."
    return ""
