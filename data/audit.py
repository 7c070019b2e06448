"""The audit log: who did what, when and where, in a chain that shows any later change (CJIS AU-2, AU-3, AU-8, AU-9).

Rows hold record types and ids only, never names, numbers of people or free text (AU-3(3)); before and after values
are kept apart, in `data.changes`. The log is one chain: record in a transaction last, so that others wait least.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

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
_INSERT = (
    f"INSERT INTO audit_log ({', '.join(COLUMNS)}, prev_hash, hash) VALUES ({', '.join('?' * (len(COLUMNS) + 2))})"
)
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
) -> int:
    """Append one row in the caller's transaction (or its own) and return its number; if it cannot, the action fails.

    `outcome` is `ok`, `denied` or `failed`; `detail` is a code or a count, never personal data.
    """
    with store.writing():
        seq, head = _advance(store)
        row = (
            seq,
            store.now(),
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
        )
        new_head = digest(head, row)
        store.run(_INSERT, *row, head, new_head)
        store.run("UPDATE chains SET head = ? WHERE series = ?", new_head, SERIES)
    return seq


def _advance(store: Store) -> tuple[int, str]:
    """The next number and the present head; holds the chain until the transaction ends."""
    if (found := store.row(_ADVANCE, SERIES)) is None:
        store.run("INSERT INTO chains (series, seq, head) VALUES (?, 0, '') ON CONFLICT DO NOTHING", SERIES)
        found = store.row(_ADVANCE, SERIES)
    assert found is not None
    return int(found[0]), str(found[1])


def digest(head: str, row: Sequence[Any]) -> str:
    """SHA-256 (hex) over the encoding's version, the previous hash and the row's columns."""
    text = json.dumps(["A1", head, *row], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def verify(store: Store) -> str:
    """A sentence naming the first row that is missing or was changed; empty when the chain is whole."""
    head, expected = "", 1
    after = 0
    while rows := store.rows(
        f"SELECT {', '.join(COLUMNS)}, prev_hash, hash FROM audit_log WHERE seq > ? ORDER BY seq LIMIT 1000", after
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
