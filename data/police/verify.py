"""Proving the police store: the audit chain, the triggers of final tables, and every sealed value in its place."""

from __future__ import annotations

from collections.abc import Iterator

from data import audit
from data.ddl import missing_triggers
from data.police.cipher import CannotOpen
from data.police.rotation import sealed_columns
from data.police.store import PoliceStore
from data.verify import Finding

ROWS = 50
"""Sealed values read at a time."""


def verify(store: PoliceStore) -> Iterator[Finding | None]:
    """Each check's finding, None when it found nothing; nothing is changed, and no content is named."""
    missing = missing_triggers(store.db, store.schema.journal_tables, store.schema.other_triggers)
    sentence = f"Trigger {missing[0]} is missing or was changed: final rows could be changed." if missing else ""
    yield _finding("police triggers", sentence)
    yield _finding("police audit log", audit.verify(store))
    for table, column in sealed_columns(store):
        yield _finding("police sealed values", _sealed_wrong(store, table, column))


def _finding(check: str, sentence: str) -> Finding | None:
    return Finding(check, sentence) if sentence else None


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
