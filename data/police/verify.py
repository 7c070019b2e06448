"""Proving the police store: the audit chain, the triggers of final tables, and every sealed value in its place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from data import attest, audit
from data.ddl import missing_triggers
from data.police.cipher import CannotOpen
from data.police.rotation import sealed_columns
from data.police.store import PoliceStore
from data.verify import Finding
from data.verify_audit import POLICE, lost, people

CHILDREN = ("fingerprint_rejects", "fingerprints", "livescan_steps", "release_steps")
"""Tables whose rows go with the record they belong to, when that is destroyed."""
ROWS = 50
"""Sealed values read at a time."""


def verify(store: PoliceStore, expect_head: str = "") -> Iterator[Finding | None]:
    """Each check's finding, None when it found nothing; nothing is changed, and no content is named.

    `expect_head`: hexadecimal digits with which the hash of an audit row must begin.
    """
    missing = missing_triggers(store.db, store.schema.journal_tables, store.schema.other_triggers)
    sentence = f"Trigger {missing[0]} is missing or was changed: final rows could be changed." if missing else ""
    yield _finding("police triggers", sentence)
    yield _finding("police audit log", audit.verify(store))
    if expect_head and not audit.has_head(store, expect_head):
        yield _finding(
            "police expected head", f"No audit row has the head {expect_head}: rows were removed or changed."
        )
    yield _finding("police attested rows", attest.verify(store))
    yield _finding("police reviews", _reviews(store))
    yield _finding("police audited records", _lost(store))
    yield _finding("police who did it", people(store, POLICE))
    for table, column in sealed_columns(store):
        yield _finding("police sealed values", _sealed_wrong(store, table, column))


def _finding(check: str, sentence: str) -> Finding | None:
    return Finding(check, sentence) if sentence else None


def _reviews(store: PoliceStore) -> str:
    """A sentence naming the first signed review whose last audit row is no longer the one it was signed with."""
    found = store.value(
        "SELECT r.week_from FROM reviews r LEFT JOIN audit_log a ON a.seq = r.last_seq "
        "WHERE r.head <> COALESCE(a.hash, '') ORDER BY r.id LIMIT 1"
    )
    return f"The review of the week from {found} was signed over another audit log than this one." if found else ""


def _lost(store: PoliceStore) -> str:
    """A sentence naming the first audit row whose record is in neither store and was not destroyed."""
    gone: dict[str, set[int]] = defaultdict(set)
    for table, ids in store.rows("SELECT table_name, ids FROM destructions ORDER BY id"):
        gone[table].update(int(key) for key in ids.split())
    mine = lost(store, lambda table: gone[table], leave=("users", *CHILDREN))
    return mine or lost(store.city, lambda table: gone[table], only=("visits",))


def _sealed_wrong(store: PoliceStore, table: str, column: str) -> str:
    """A sentence naming the first row whose value does not open; empty when all do."""
    after = 0
    while rows := store.rows(
        f"SELECT id, {column} FROM {table} WHERE {column} IS NOT NULL AND id > ? ORDER BY id LIMIT ?", after, ROWS
    ):
        for id, sealed in rows:
            try:
                store.cipher.open(table, column, int(id), sealed)
            except CannotOpen as error:
                return str(error)
        after = int(rows[-1][0])
    return ""
