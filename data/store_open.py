"""Store URLs, and the database behind one with the settings that keep money safe."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import peewee
from playhouse.sqlcipher_ext import SqlCipherDatabase

from data.store_errors import StoreError

BUSY_SECONDS = 10
"""How long a writer waits for another before `BusyError`."""
PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": "full",
    "foreign_keys": 1,
    "busy_timeout": BUSY_SECONDS * 1000,
    "wal_autocheckpoint": 4000,
    "cache_size": -16_000,
}
"""`synchronous=full`: with NORMAL nearly every power cut lost receipts that had been acknowledged."""
STATEMENTS = 1000
"""Prepared statements that a connection keeps: more than a day uses (230 at a counter, 4 kB each). The driver keeps 100
unless told; once that many are kept newcomers share one place, and all that a posting runs is parsed every time."""
QUIET = {"cipher_log_level": "NONE", "secure_delete": 1}
"""For an encrypted file: SQLCipher otherwise writes what a wrong key leads to on the terminal, over the screen; and
what was destroyed or replaced would stay in the file's free pages, to be read by whoever has the key (CJIS MP-6)."""
SERVER_SETTINGS = {
    "synchronous_commit": "on",
    "lock_timeout": f"{BUSY_SECONDS}s",
    "idle_in_transaction_session_timeout": "60s",
    "timezone": "UTC",
    "plan_cache_mode": "force_generic_plan",
    "log_parameter_max_length_on_error": "0",
}
"""Statements are the same text all day: planned once, not at every execution (a posting takes 0.6 of the time)."""

LINE = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 20_000}
"""Seconds, but the last in milliseconds, until a server whose cable was pulled counts as lost (libpq, 34.1.2). Unless
told, the system waits a quarter of an hour for an answer and two hours in silence."""

_TRANSLATED = peewee.__exception_wrapper__  # type: ignore[attr-defined]
"""Turns a driver's errors into peewee's."""


class Sqlite(SqlCipherDatabase):
    """SQLite whose failed COMMIT is reported as itself, not as "cannot rollback"."""

    def _connect(self) -> Any:
        """Connect, and tell Python's audit hooks of it (training has one): `sqlite3` does, sqlcipher3 does not."""
        sys.audit("sqlite3.connect", self.database)
        return super()._connect()

    def ask(self, sql: str, params: tuple[Any, ...]) -> Any:
        """Run a statement; its cursor, whose rows are read before the next statement."""
        with _TRANSLATED:
            return self.cursor().execute(sql, params)

    def ask_each(self, sql: str, rows: Sequence[tuple[Any, ...]]) -> Any:
        """Run a statement once for each row of parameters; its cursor."""
        with _TRANSLATED:
            return self.cursor().executemany(sql, rows)

    def rollback(self) -> None:
        """Roll back unless SQLite has already done so."""
        if self.connection().in_transaction:
            super().rollback()


class Postgresql(peewee.PostgresqlDatabase):
    """PostgreSQL that reports a lost connection and a COMMIT that would silently roll back."""

    _asking: Any = None

    def _connect(self) -> Any:
        """Connect, sending every integer as a bigint: by default its type, and so the plan, varies with its size."""
        from psycopg.types.numeric import Int8Dumper

        connection = super()._connect()  # type: ignore[misc]
        connection.adapters.register_dumper(int, Int8Dumper)
        return connection

    def ask(self, sql: str, params: tuple[Any, ...] = ()) -> Any:
        """Run a statement; its cursor, whose rows are read before the next statement.

        One cursor serves all of a connection: making one takes a third of the time of a small statement.
        """
        with _TRANSLATED:
            if self._asking is None or self.is_closed() or self._asking.connection is not self.connection():
                self._asking = self.cursor()
            return self._asking.execute(sql, params)

    def ask_each(self, sql: str, rows: Sequence[tuple[Any, ...]]) -> Any:
        """Run a statement once for each row of parameters; its cursor."""
        with _TRANSLATED:
            cursor = self.cursor()
            cursor.executemany(sql, rows)
            return cursor

    def begin(self, isolation_level: str | None = None) -> None:
        """Begin a transaction at the server's own isolation level."""
        self.ask("BEGIN")

    def commit(self) -> None:
        """Commit. Raises `peewee.InternalError` where the server would answer COMMIT with ROLLBACK."""
        if self.connection().info.transaction_status.name == "INERROR":
            raise peewee.InternalError("A statement of this transaction failed, so nothing of it can be kept.")
        self.ask("COMMIT")

    def rollback(self) -> None:
        """Roll back unless the connection is gone."""
        if not self.is_closed() and not self.connection().closed:
            super().rollback()


def sqlite_path(url: str) -> str | None:
    """The file of a SQLite store, None for other stores."""
    return unquote(url.removeprefix("sqlite:///")) if urlsplit(url).scheme == "sqlite" else None


def safe_url(url: str) -> str:
    """The URL without its password."""
    password = urlsplit(url).password
    return url.replace(f":{password}@", ":…@") if password else url


def database(url: str, key: str = "") -> Sqlite | Postgresql:
    """The unconnected database of a store URL. Raises `StoreError` for a URL that is none.

    What follows `?` in a PostgreSQL URL is passed on: `host` for a socket folder, `sslmode`, `sslrootcert` and so on.
    """
    path = sqlite_path(url)
    if path is not None:
        if not path:
            raise StoreError(f"A SQLite store needs a file: sqlite:///path, not {url!r}.")
        options: dict[str, Any] = {"cached_statements": STATEMENTS}
        if key:
            options["passphrase"] = key
        pragmas = {**QUIET, **PRAGMAS} if key else PRAGMAS
        return Sqlite(path, pragmas=pragmas, lock_type="IMMEDIATE", autoconnect=False, timeout=BUSY_SECONDS, **options)
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise StoreError(f"A store is sqlite:///path or postgresql://user@host/name, not {safe_url(url)!r}.")
    if getattr(peewee, "psycopg", None) is None:
        raise StoreError("The PostgreSQL driver was not loaded: this program was started for a SQLite store.")
    query = dict(parse_qsl(parts.query))
    ours = " ".join(f"-c {name}={value}" for name, value in SERVER_SETTINGS.items())
    server: dict[str, Any] = {
        "connect_timeout": BUSY_SECONDS,
        "application_name": "counter-tui",
        "host": parts.hostname,
        **LINE,
        **query,
        "options": f"{query.get('options', '')} {ours}",
    }
    return Postgresql(
        unquote(parts.path.lstrip("/")),
        port=parts.port,
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        autoconnect=False,
        prefer_psycopg3=True,
        **server,
    )


def create_private(path: str) -> None:
    """Make an empty database file that only its owner can read, unless there is one."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    except FileExistsError:
        return
    except OSError as error:
        raise StoreError(f"The store {path} cannot be made: {error.strerror or error}.") from error
