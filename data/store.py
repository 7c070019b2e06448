"""The store: one database, SQLite or PostgreSQL, behind the same few calls.

Errors are of three kinds: try again (`BusyError`), look whether it happened (`OutcomeUnknown`), and take no more
money until the store is reopened and verified (`StopTheTill`).
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import peewee
from playhouse.migrations import Runner
from playhouse.sqlcipher_ext import SqlCipherDatabase

from data.clock import Clock, stamp
from data.ddl import forbid_changes, kind_of, missing_triggers

MIGRATIONS = Path(__file__).parent / "migrations"
SAFE_WAL = (3, 51, 3)
"""The first SQLite whose WAL reset does not corrupt a file shared by several processes."""


class StoreError(Exception):
    """Something is wrong with the store; the message is a sentence for the clerk or administrator."""


class BusyError(StoreError):
    """Nothing happened; the same call may be tried again."""


class OutcomeUnknown(StoreError):
    """The connection was lost in a commit: re-read by the idempotency key."""


class StopTheTill(StoreError):
    """No more money until the store is reopened and verified."""


class _Sqlite(SqlCipherDatabase):
    def rollback(self) -> None:
        if self.connection().in_transaction:
            super().rollback()


class _Postgresql(peewee.PostgresqlDatabase):
    def rollback(self) -> None:
        if not self.is_closed() and not self.connection().closed:
            super().rollback()


class Store:
    """One open database, used by the thread that opened it."""

    def __init__(self, url: str, clock: Clock) -> None:
        self.url = url
        self.clock = clock
        self.db, self._lock_path = _database(url)
        self.kind = kind_of(self.db)
        self.for_update = " FOR UPDATE" if self.kind == "postgresql" else ""
        """Appended to a SELECT whose rows the same transaction will change."""
        self._texts: dict[str, str] = {}
        self._depth = 0
        self._lock_file: int | None = None

    def open(self) -> Store:
        """Connect. Raises `StoreError` with a sentence when it cannot."""
        try:
            self.db.connect()
            if self.kind == "sqlite":
                self._check_sqlite()
        except peewee.PeeweeException as error:
            raise StoreError(f"The store {self.safe_url} cannot be opened: {str(error).splitlines()[0]}") from error
        return self

    def close(self) -> None:
        """Disconnect; harmless when closed."""
        if not self.db.is_closed():
            self.db.close()
        if self._lock_file is not None:
            os.close(self._lock_file)
            self._lock_file = None

    def again(self) -> Store:
        """A second, unopened store on the same database, for another thread."""
        return Store(self.url, self.clock)

    @property
    def safe_url(self) -> str:
        """The URL without its password."""
        parts = urlsplit(self.url)
        return self.url.replace(f":{parts.password}@", ":…@") if parts.password else self.url

    def now(self) -> str:
        """The moment as stored text."""
        return stamp(self.clock.now())

    # reading and writing

    def _execute(self, sql: str, params: tuple[Any, ...]) -> Any:
        if self.kind == "postgresql":
            text = self._texts.get(sql)
            if text is None:
                text = self._texts[sql] = sql.replace("%", "%%").replace("?", "%s")
            sql = text
        try:
            return self.db.execute_sql(sql, params)
        except peewee.PeeweeException as error:
            raise explain(error) from error

    def rows(self, sql: str, *params: Any) -> list[tuple[Any, ...]]:
        """All rows of a statement with `?` for parameters."""
        return self._execute(sql, params).fetchall()

    def row(self, sql: str, *params: Any) -> tuple[Any, ...] | None:
        """The first row, or None."""
        return self._execute(sql, params).fetchone()

    def value(self, sql: str, *params: Any) -> Any:
        """The first column of the first row, or None."""
        row = self._execute(sql, params).fetchone()
        return row[0] if row else None

    def run(self, sql: str, *params: Any) -> int:
        """Run a statement; the number of rows it changed."""
        return self._execute(sql, params).rowcount

    def insert(self, table: str, **values: Any) -> int:
        """Insert one row; its id."""
        names = ", ".join(values)
        marks = ", ".join("?" * len(values))
        key = "seq" if table == "audit_log" else "id"
        sql = f"INSERT INTO {table} ({names}) VALUES ({marks}) RETURNING {key}"
        return int(self._execute(sql, tuple(values.values())).fetchone()[0])

    def models(self, query: Any) -> list[Any]:
        """The rows of a peewee query as model objects."""
        try:
            return list(query.execute(self.db))
        except peewee.PeeweeException as error:
            raise explain(error) from error

    def execute(self, query: Any) -> Any:
        """Run a peewee INSERT, UPDATE or DELETE query."""
        try:
            return query.execute(self.db)
        except peewee.PeeweeException as error:
            raise explain(error) from error

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction that writes; a nested one joins the outer. Raises the three kinds of `StoreError`."""
        if self._depth:
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
            return
        self._queue_up()
        try:
            self._depth = 1
            with self.db.atomic():
                yield
        except peewee.PeeweeException as error:
            raise explain(error) from error
        finally:
            self._depth = 0
            self._let_next()

    def _queue_up(self) -> None:
        """Wait in line on a side file: SQLite's own busy handler is unfair to late comers."""
        if self._lock_path is None:
            return
        if self._lock_file is None:
            self._lock_file = os.open(self._lock_path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._lock_file, fcntl.LOCK_EX)

    def _let_next(self) -> None:
        if self._lock_file is not None:
            fcntl.flock(self._lock_file, fcntl.LOCK_UN)

    # schema

    def migrate(self) -> list[str]:
        """Bring the schema up to date; names of the migrations applied."""
        runner = Runner(self.db, str(MIGRATIONS))
        applied = [str(getattr(migration, "name", migration)) for migration in runner.up() or []]
        forbid_changes(self.db)
        if missing := missing_triggers(self.db):
            raise StoreError(f"The journal is not protected: trigger {missing[0]} could not be created.")
        return applied

    def _check_sqlite(self) -> None:
        version = tuple(int(part) for part in str(self.value("SELECT sqlite_version()")).split("."))
        if version < SAFE_WAL:
            raise StoreError(f"SQLite {version} may corrupt a shared file; {SAFE_WAL} or newer is needed.")


def _database(url: str) -> tuple[peewee.Database, str | None]:
    """The peewee database of a store URL, and the side file on which SQLite's writers queue."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        path = unquote(url.removeprefix("sqlite:///"))
        pragmas = {
            "journal_mode": "wal",
            "synchronous": "full",
            "foreign_keys": 1,
            "busy_timeout": 10_000,
            "wal_autocheckpoint": 4000,
            "cache_size": -16_000,
        }
        return _Sqlite(path, pragmas=pragmas, lock_type="IMMEDIATE", autoconnect=False), f"{path}-queue"
    if parts.scheme in ("postgresql", "postgres"):
        database = unquote(parts.path.lstrip("/"))
        query = dict(parse_qsl(parts.query))
        return _Postgresql(
            database,
            host=query.get("host", parts.hostname),
            port=parts.port,
            user=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
            autoconnect=False,
            prefer_psycopg3=True,
        ), None
    raise StoreError(f"A store is sqlite:///path or postgresql://user@host/name, not {url!r}.")


def explain(error: peewee.PeeweeException) -> Exception:
    """The kind of `StoreError` a driver's error means; constraint violations stay as they are."""
    text = str(error).lower()
    if isinstance(error, peewee.IntegrityError):
        return error
    if any(word in text for word in ("locked", "busy", "deadlock", "could not serialize")):
        return BusyError("The store is busy. Nothing was posted; try again.")
    if any(word in text for word in ("disk i/o", "disk is full", "malformed", "not a database", "no space")):
        return StopTheTill("The store has failed. Take no more money; call the administrator.")
    if any(word in text for word in ("connection", "server closed", "terminating")):
        return OutcomeUnknown("The connection to the store was lost.")
    return error
