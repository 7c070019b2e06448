"""The schema's numbered migrations: each is applied whole or not at all, by one process at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import peewee

from data.ddl import forbid_changes, kind_of, missing_triggers
from data.store_errors import StoreError

MIGRATIONS = Path(__file__).parent / "migrations"
_ADVISORY_LOCK = 0x434F554E5445  # "COUNTE"


def known() -> list[str]:
    """Names of the migrations that came with this program, in order."""
    return sorted(path.stem for path in MIGRATIONS.glob("[0-9]*.py"))


def applied(db: peewee.Database) -> list[str]:
    """Names of the migrations a store has had, in order; empty for a new store."""
    if not db.table_exists("schema_migration"):
        return []
    return sorted(str(row[0]) for row in db.execute_sql("SELECT name FROM schema_migration").fetchall())


def migrate(db: peewee.Database) -> list[str]:
    """Apply what is missing and return its names. Raises `StoreError` on a newer or unprotected store."""
    from playhouse.migrations import Runner

    with _alone(db):
        before = applied(db)
        _refuse_newer(before)
        if before == known():
            _require_triggers(db)
            return []
        new = [str(name) for name in Runner(db, str(MIGRATIONS)).up()]
        with db.atomic():
            forbid_changes(db)
        _require_triggers(db)
        return new


def require_current(db: peewee.Database) -> None:
    """Raise `StoreError` with what to do unless the schema is the one this program works with."""
    have = applied(db)
    if not have:
        raise StoreError("The store is empty. Make it with: counter-tui init.")
    _refuse_newer(have)
    if missing := [name for name in known() if name not in have]:
        raise StoreError(f"The store needs the change {missing[0]}. Make it with: counter-tui migrate.")
    _require_triggers(db)


def _refuse_newer(have: list[str]) -> None:
    if newer := [name for name in have if name not in known()]:
        raise StoreError(f"The store was made by a newer version of this program ({newer[-1]}). Install that version.")


def _require_triggers(db: peewee.Database) -> None:
    if missing := missing_triggers(db):
        raise StoreError(f"The journal is not protected: the trigger {missing[0]} is missing. Take no money; verify.")


@contextmanager
def _alone(db: peewee.Database) -> Iterator[None]:
    """One process at a time; on SQLite the store's own line does it."""
    if kind_of(db) == "sqlite":
        yield
        return
    db.execute_sql("SELECT pg_advisory_lock(%s)", (_ADVISORY_LOCK,))
    try:
        yield
    finally:
        if not db.connection().closed:
            db.execute_sql("SELECT pg_advisory_unlock(%s)", (_ADVISORY_LOCK,))
