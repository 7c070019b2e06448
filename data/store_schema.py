"""The schema's numbered migrations: each is applied whole or not at all, by one process at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import peewee

from data.ddl import JOURNAL_TABLES, forbid_changes, kind_of, missing_triggers
from data.store_errors import StoreError

MIGRATIONS = Path(__file__).parent / "migrations"
"""The counter store's migrations."""


@dataclass(frozen=True)
class Schema:
    """One kind of store: where its migrations are, which of its tables are final, how it is made."""

    folder: Path | None = None
    """None: the counter store's `MIGRATIONS`."""
    journal_tables: tuple[str, ...] = JOURNAL_TABLES
    command: str = "counter-tui init"
    """What makes such a store."""
    upgrade: str = "counter-tui migrate"
    """What brings it up to date."""
    counted: tuple[str, ...] = ("users", "accounts", "journal", "audit_log")
    """Tables whose rows are counted in a store and in its backup."""
    lock: int = 0x434F554E5445
    """The number that keeps two processes from changing it at once on PostgreSQL ("COUNTE")."""
    other_triggers: tuple[str, ...] = ()
    """Triggers that keep a part of a row as it was; a store without one is not opened."""
    attested: tuple[str, ...] = ()
    """Tables for whose rows the audit log vouches; those that are not final after each change of a row."""
    records: tuple[str, ...] = ()
    """Those among them whose rows change in daily work, each time through `Store.vouch`."""

    @cached_property
    def attested_once(self) -> frozenset[str]:
        """The final tables among those for which the audit log vouches."""
        return frozenset(self.attested) & frozenset(self.journal_tables)

    @cached_property
    def attested_as_written(self) -> frozenset[str]:
        """The tables for whose rows the audit log vouches as soon as they are inserted."""
        return self.attested_once | frozenset(self.records)

    def known(self) -> list[str]:
        """Names of the migrations that came with this program, in order."""
        return sorted(path.stem for path in (self.folder or MIGRATIONS).glob("[0-9]*.py"))


_PROVEN = ("journal", "journal_lines", "postings", "tenders", "applications", "business_days", "audit_log")
"""Final tables that are hashed in a chain or follow from one."""
RULES = (
    "settings", "authority_limits", "charge_codes", "gl_accounts", "tariffs", "pass_products", "return_reasons",
    "holidays", "petty_funds", "users",
)  # fmt: skip
"""Rates, limits and accounts, and who the clerks are: what the program goes by."""
RECORDS = ("bank_deposits", "refunds", "refund_batches")
"""Money on its way out of the house."""
COUNTER = Schema(
    attested=(*(table for table in JOURNAL_TABLES if table not in (*_PROVEN, "attestations")), *RULES, *RECORDS),
    records=RECORDS,
)


def known() -> list[str]:
    """Names of the counter store's migrations that came with this program, in order."""
    return COUNTER.known()


def applied(db: peewee.Database) -> list[str]:
    """Names of the migrations a store has had, in order; empty for a new store."""
    if not db.table_exists("schema_migration"):
        return []
    return sorted(str(row[0]) for row in db.execute_sql("SELECT name FROM schema_migration").fetchall())


def migrate(db: peewee.Database, schema: Schema = COUNTER) -> list[str]:
    """Apply what is missing and return its names. Raises `StoreError` on a newer or unprotected store."""
    from playhouse.migrations import Runner

    with _alone(db, schema):
        before = applied(db)
        _refuse_newer(before, schema)
        if before == schema.known():
            _require_triggers(db, schema)
            return []
        new = [str(name) for name in Runner(db, str(schema.folder or MIGRATIONS)).up()]
        with db.atomic():
            forbid_changes(db, schema.journal_tables)
        _require_triggers(db, schema)
        return new


def require_current(db: peewee.Database, schema: Schema = COUNTER) -> None:
    """Raise `StoreError` with what to do unless the schema is the one this program works with."""
    have = applied(db)
    if not have:
        raise StoreError(f"The store is empty. Make it with: {schema.command}.")
    _refuse_newer(have, schema)
    if missing := [name for name in schema.known() if name not in have]:
        raise StoreError(f"The store needs the change {missing[0]}. Make it with: {schema.upgrade}.")
    _require_triggers(db, schema)


def _refuse_newer(have: list[str], schema: Schema) -> None:
    if newer := [name for name in have if name not in schema.known()]:
        raise StoreError(f"The store was made by a newer version of this program ({newer[-1]}). Install that version.")


def _require_triggers(db: peewee.Database, schema: Schema) -> None:
    if missing := missing_triggers(db, schema.journal_tables, schema.other_triggers):
        raise StoreError(
            f"The journal is not protected: the trigger {missing[0]} is missing or was changed. Take no money; verify."
        )


@contextmanager
def _alone(db: peewee.Database, schema: Schema) -> Iterator[None]:
    """One process at a time; on SQLite the store's own line does it."""
    if kind_of(db) == "sqlite":
        yield
        return
    db.execute_sql("SELECT pg_advisory_lock(%s)", (schema.lock,))
    try:
        yield
    finally:
        if not db.connection().closed:
            db.execute_sql("SELECT pg_advisory_unlock(%s)", (schema.lock,))
