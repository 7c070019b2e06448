"""The store: one database, SQLite or PostgreSQL, behind the same few calls.

Errors are of three kinds: try again (`BusyError`), look whether it happened (`OutcomeUnknown`), and take no more
money until the store is reopened and verified (`StopTheTill`).
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from operator import methodcaller
from typing import Any, TypeVar

import peewee
from sqlcipher3.dbapi2 import Error as SqliteError

from data import attest, audit
from data.clock import Clock, stamp
from data.ddl import kind_of
from data.store_errors import BUSY, BusyError, OutcomeUnknown, StopTheTill, StoreError, explain, reason
from data.store_memory import Memory
from data.store_open import BUSY_SECONDS, create_private, database, safe_url, sqlite_path
from data.store_queue import Line
from data.store_schema import COUNTER, MIGRATIONS, Schema, applied, migrate, require_current

__all__ = ["MIGRATIONS", "SAFE_WAL", "BusyError", "OutcomeUnknown", "StopTheTill", "Store", "StoreError", "explain"]

SAFE_WAL = (3, 51, 3)
"""The first SQLite whose WAL reset does not corrupt a file shared by several processes."""

_ALL = methodcaller("fetchall")
_ONE = methodcaller("fetchone")

Result = TypeVar("Result")


class Store:
    """One open database, used by the thread that opened it. `key` is the passphrase of an encrypted SQLite file."""

    schema: Schema = COUNTER
    """Its migrations and final tables."""

    def __init__(self, url: str, clock: Clock, key: str = "") -> None:
        self.url = url
        self.clock = clock
        self.db = database(url, key)
        self.kind = kind_of(self.db)
        self.for_update = " FOR UPDATE" if self.kind == "postgresql" else ""
        """Appended to a SELECT whose rows the same transaction will change."""
        self.one_of = "= ANY(?)" if self.kind == "postgresql" else "IN (SELECT value FROM json_each(?))"
        """Written after a column that is to be one of the values that `listed` makes a parameter of."""
        self.stopped = ""
        """Why no money may be taken until the store is reopened; empty while all is well."""
        self.memory = Memory()
        """What is remembered of the settings between postings."""
        self.fresh: list[tuple[str, int]] = []
        """Final rows written in this transaction for which no audit row vouches yet: table and id."""
        self._key = key
        self._texts: dict[str, str] = {}
        self._columns: dict[str, list[str]] = {}
        self._depth = 0
        self._broken = False
        self._opened = False
        path = sqlite_path(url)
        self._line = Line(f"{path}-queue") if path else None

    def open(self) -> Store:
        """Connect; a SQLite file that is missing is made. Raises `StoreError` with a sentence when it cannot."""
        if path := sqlite_path(self.url):
            create_private(path)
        try:
            self.db.connect()
            if self.kind == "sqlite":
                self._check_sqlite()
        except (peewee.PeeweeException, StopTheTill) as error:
            self.close()
            raise StoreError(f"The store {self.safe_url} cannot be opened: {reason(error)}.") from error
        except StoreError:
            self.close()
            raise
        self.stopped, self._opened = "", True
        return self

    def reopen(self) -> Store:
        """Connect anew. Raises `StoreError` when it cannot; then the next statement tries again."""
        self.close()
        try:
            return self.open()
        except StoreError:
            self._opened = True
            raise

    def close(self) -> None:
        """Disconnect; harmless when closed."""
        self._opened = False
        if not self.db.is_closed():
            self.db.close()
        if self._line is not None:
            self._line.close()

    def again(self) -> Store:
        """A second, unopened store on the same database, for another thread."""
        return self.at(self.url)

    def at(self, url: str) -> Store:
        """An unopened store of the same kind and key somewhere else."""
        return Store(url, self.clock, self._key)

    def unlock(self, connection: Any) -> None:
        """Give another connection of the SQLite driver the key of this file, before it is used."""
        if self._key:
            connection.execute("PRAGMA key='{}'".format(self._key.replace("'", "''")))

    @property
    def exists(self) -> bool:
        """Whether there is a database to open: `open` makes a missing SQLite file."""
        path = sqlite_path(self.url)
        return path is None or (os.path.exists(path) and os.path.getsize(path) > 0)

    @property
    def safe_url(self) -> str:
        """The URL without its password."""
        return safe_url(self.url)

    def now(self) -> str:
        """The moment as stored text."""
        return stamp(self.clock.now())

    @property
    def rules(self) -> Store:
        """The store that keeps the settings and limits that hold here."""
        return self

    # reading and writing

    def _execute(self, sql: str, params: Any, *, each: bool = False) -> Any:
        if self.kind == "postgresql":
            text = self._texts.get(sql)
            if text is None:
                text = self._texts[sql] = sql.replace("%", "%%").replace("?", "%s")
            sql = text
            self._reconnect_if_lost()
        try:
            return self.db.ask_each(sql, params) if each else self.db.ask(sql, params)
        except peewee.PeeweeException as error:
            raise self._explained(error) from error

    def _fetch(self, sql: str, params: tuple[Any, ...], fetch: Callable[[Any], Any]) -> Any:
        """What a statement gives; SQLite may meet a damaged page only while the rows are read."""
        cursor = self._execute(sql, params)
        try:
            return fetch(cursor)
        except SqliteError as error:
            raise self._explained(error) from error

    def _explained(self, error: Exception) -> Exception:
        """The kind of error; a store that has failed takes no more money."""
        meaning = explain(error)
        if isinstance(meaning, StopTheTill):
            self.stopped = str(meaning)
        return meaning

    def _reconnect_if_lost(self) -> None:
        """A server that went away leaves a connection that looks open; outside a transaction connect anew."""
        if self._depth or not self._opened or self._line is not None:
            return
        if not self.db.is_closed() and not self.db.connection().closed:
            return
        with suppress(peewee.PeeweeException):
            self.db.close()
        try:
            self.db.connect()
        except peewee.PeeweeException as error:
            raise StoreError("The store cannot be reached. No money can be taken until it can.") from error

    def rows(self, sql: str, *params: Any) -> list[tuple[Any, ...]]:
        """All rows of a statement with `?` for parameters."""
        return self._fetch(sql, params, _ALL)

    def row(self, sql: str, *params: Any) -> tuple[Any, ...] | None:
        """The first row, or None."""
        return self._fetch(sql, params, _ONE)

    def value(self, sql: str, *params: Any) -> Any:
        """The first column of the first row, or None."""
        row = self._fetch(sql, params, _ONE)
        return row[0] if row else None

    def run(self, sql: str, *params: Any) -> int:
        """Run a statement; the number of rows it changed."""
        return self._execute(sql, params).rowcount

    def run_each(self, sql: str, rows: Sequence[tuple[Any, ...]]) -> int:
        """Run a statement once for each row of parameters; the number of rows it changed in all."""
        return int(self._execute(sql, rows, each=True).rowcount)

    def insert(self, table: str, **values: Any) -> int:
        """Insert one row; its id. In tables that are attested, the next audit row of the transaction vouches for it."""
        attested = table in self.schema.attested_as_written
        if attested and not self._depth:
            with self.writing():
                return self.insert(table, **values)
        names = ", ".join(values)
        marks = ", ".join("?" * len(values))
        key = "seq" if table == "audit_log" else "id"
        sql = f"INSERT INTO {table} ({names}) VALUES ({marks}) RETURNING {key}"
        made = int(self._fetch(sql, tuple(values.values()), _ONE)[0])
        if attested:
            self.vouch(table, made)
        return made

    def vouch(self, table: str, row_id: int) -> None:
        """Let the next audit row of this transaction vouch for a row as it stands then."""
        self.fresh.append((table, row_id))

    def columns(self, table: str) -> list[str]:
        """The names of a table's columns, in order."""
        found = self._columns.get(table)
        if found is None:
            found = self._columns[table] = [column.name for column in self.db.get_columns(table)]
        return found

    def listed(self, values: Sequence[Any]) -> Any:
        """Values as one parameter, for `one_of`: a statement's text must not depend on how many there are."""
        return list(values) if self.kind == "postgresql" else json.dumps(list(values))

    def models(self, query: Any) -> list[Any]:
        """The rows of a peewee query as model objects."""
        self._reconnect_if_lost()
        try:
            return list(query.execute(self.db))
        except (peewee.PeeweeException, SqliteError) as error:
            raise self._explained(error) from error

    def execute(self, query: Any) -> Any:
        """Run a peewee INSERT, UPDATE or DELETE query."""
        self._reconnect_if_lost()
        try:
            return query.execute(self.db)
        except peewee.PeeweeException as error:
            raise self._explained(error) from error

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction that writes; a nested one joins the outer. Raises the three kinds of `StoreError`.

        When a nested one fails, the whole fails: catching its error inside the outer one keeps nothing.
        """
        if self._depth:
            with self._joined():
                yield
            return
        self._begin()
        try:
            self._depth, self._broken = 1, False
            with self.db.atomic():
                yield
                if self._broken:
                    raise StoreError("A part of this transaction failed, so nothing of it was kept.")
                if self.fresh:
                    audit.record(self, None, attest.LEFT)
        except peewee.PeeweeException as error:
            raise self._explained(error) from error
        finally:
            self._depth, self.fresh = 0, []
            self.memory.transaction_ended()
            if self._line is not None:
                self._line.leave()

    @contextmanager
    def _joined(self) -> Iterator[None]:
        self._depth += 1
        try:
            yield
        except BaseException:
            self._broken = True
            raise
        finally:
            self._depth -= 1

    def _begin(self) -> None:
        """What must be true before a transaction: no failure, a living connection, this writer's turn."""
        if self.stopped:
            raise StopTheTill(self.stopped)
        self._reconnect_if_lost()
        if self._line is not None and not self._line.enter(BUSY_SECONDS):
            raise BusyError(BUSY)

    def retrying(self, call: Callable[[], Result], attempts: int = 3) -> Result:
        """Run a call that is one transaction, again when the store was busy. Raises the last `BusyError`."""
        for _ in range(attempts - 1):
            try:
                return call()
            except BusyError:
                continue
        return call()

    def idle(self) -> None:
        """Move what was written into the main file while nobody waits; call it when the clerk pauses."""
        if self.kind == "sqlite" and not self._depth:
            with suppress(StoreError):
                self.row("PRAGMA wal_checkpoint(PASSIVE)")

    # schema

    def migrate(self) -> list[str]:
        """Bring the schema up to date; names of the migrations applied. One process at a time.

        Raises `StoreError` when the store was made by a newer version or the journal has lost its protection.
        """
        if self._line is None:
            return self._migrate_alone()
        if not self._line.enter(BUSY_SECONDS * 6):
            raise BusyError("Another process is changing the store. Try again.")
        try:
            return self._migrate_alone()
        finally:
            self._line.leave()

    def _migrate_alone(self) -> list[str]:
        self._columns.clear()
        try:
            return migrate(self.db, self.schema)
        except peewee.PeeweeException as error:
            meaning = self._explained(error)
            if isinstance(meaning, StoreError):
                raise meaning from error
            raise StoreError(f"A change of the schema failed and was undone: {reason(error)}.") from error

    @property
    def migrations(self) -> list[str]:
        """Names of the migrations this store has had; empty for a new one."""
        return applied(self.db)

    @property
    def is_current(self) -> bool:
        """Whether this program's migrations have been applied, all of them and no others."""
        return self.migrations == self.schema.known()

    def require_current(self) -> None:
        """Raise `StoreError` with what to do unless the schema is the one this program works with."""
        require_current(self.db, self.schema)

    def _check_sqlite(self) -> None:
        version = str(self.value("SELECT sqlite_version()"))
        if tuple(int(part) for part in version.split(".")) < SAFE_WAL:
            needed = ".".join(str(part) for part in SAFE_WAL)
            raise StoreError(f"SQLite {version} may corrupt a file that several processes share; {needed} is needed.")
        self.value("SELECT count(*) FROM sqlite_master")
