"""The police store: a SQLCipher file or a PostgreSQL database of its own, with the same calls as the counter store.

It knows the counter store as `city`, for settings, closure days and names of users; it only reads there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep
from typing import Any
from urllib.parse import parse_qs, urlsplit

import peewee

from data.clock import Clock
from data.police.cipher import CannotOpen, Cipher
from data.police.in_use import ADVISORY, OTHERS, ROTATING, FileInUse
from data.police.keys import Keys
from data.store import Store, StoreError
from data.store_open import database, sqlite_path
from data.store_schema import Schema

FINAL_TABLES = (
    "audit_log", "changes", "views", "prints", "reviews", "person_history", "registration_steps", "booking_photos",
    "booking_steps", "booking_exports", "booking_lineups", "destructions", "attestations",
)  # fmt: skip
"""Tables of the police store whose rows are final: no UPDATE, no DELETE."""
SCHEMA = Schema(
    Path(__file__).parent / "migrations",
    FINAL_TABLES,
    "counter-tui init police",
    "counter-tui init police --upgrade",
    ("users", "sessions", "audit_log", "changes", "views", "prints"),
    0x504F4C494345,  # "POLICE"
    ("registration_deadlines_kept", "registration_deadlines_no_delete"),
    tuple(table for table in FINAL_TABLES if table not in ("audit_log", "attestations")),
)
WRONG_KEY = "its key file does not hold its key"
_WAITS = (0.0, 0.02, 0.05, 0.1, 0.3, 0.5)
"""Seconds between the attempts to take the lock of a PostgreSQL store."""
_NOT_A_DATABASE = "not a database"
_CHECK = ("key_checks", "check_sealed", 1, b"police store")
"""A sealed value that shows whether the field keys are the right ones."""


class PoliceStore(Store):
    """The open police store, used by the thread that opened it; `city` is the counter store of the same thread.

    `alone`: nobody else may have it open meanwhile.
    """

    schema = SCHEMA

    def __init__(self, url: str, clock: Clock, keys: Keys, city: Store, *, alone: bool = False) -> None:
        super().__init__(url, clock, keys.passphrases()[0])
        self.keys, self.city = keys, city
        self.cipher = Cipher(keys)
        self.admitted: int | None = None
        """The session that has been let in; see `data.police.access`."""
        self._alone = alone
        path = sqlite_path(url)
        self._in_use = FileInUse(path) if path else None
        self._held_by: Any = None

    @property
    def rules(self) -> Store:
        """Settings and limits are those of the counter store."""
        return self.city

    def again(self) -> PoliceStore:
        """A second, unopened store on the same database, for another thread; open its `city` as well."""
        return PoliceStore(self.url, self.clock, self.keys, self.city.again())

    def at(self, url: str) -> PoliceStore:
        """An unopened store of the same kind and keys somewhere else."""
        return PoliceStore(url, self.clock, self.keys, self.city)

    def open(self) -> PoliceStore:
        """Connect with the newest key that opens it.

        Raises `StoreError`, also while its keys are being changed, and for a server elsewhere without TLS.
        """
        _require_tls(self.url)
        keys = self.keys.passphrases() if self.kind == "sqlite" else [self._key]
        for key in keys:
            try:
                self._open_with(key)
            except StoreError as error:
                if key != keys[-1] and _NOT_A_DATABASE in str(error):
                    continue
                raise _explained(self.safe_url, error) from error
            break
        self._hold()
        return self

    def _open_with(self, key: str) -> None:
        if self._in_use is not None:
            self._in_use.take(alone=self._alone)
        if key != self._key:
            self.db, self._key = database(self.url, key), key
        super().open()

    @contextmanager
    def during(self) -> Iterator[PoliceStore]:
        """Open for as long as the block runs. Raises `StoreError`."""
        self.open()
        try:
            yield self
        finally:
            self.close()

    def close(self) -> None:
        """Disconnect, and let a rotation of the keys begin; harmless when closed."""
        super().close()
        self._held_by = None
        if self._in_use is not None:
            self._in_use.leave()

    def _hold(self) -> None:
        """On PostgreSQL: let nobody change the keys while this connection is open. Raises `StoreError`."""
        if self.kind != "postgresql" or self.db.is_closed() or self._held_by is self.db.connection():
            return
        way = "lock" if self._alone else "lock_shared"
        for wait in _WAITS:  # the server notices a moment later that another has left
            sleep(wait)
            if self.db.execute_sql(f"SELECT pg_try_advisory_{way}(%s)", (ADVISORY,)).fetchone()[0]:
                self._held_by = self.db.connection()
                return
        self.close()
        raise StoreError(OTHERS if self._alone else ROTATING)

    def _reconnect_if_lost(self) -> None:
        super()._reconnect_if_lost()
        if not self._depth:
            self._hold()

    def migrate(self) -> list[str]:
        """Bring the schema up to date, and keep the check of the field keys. Raises `StoreError`."""
        applied = super().migrate()
        table, column, row_id, plain = _CHECK
        if self.value(f"SELECT 1 FROM {table}") is None:
            sealed = self.cipher.seal(table, column, row_id, plain)
            with self.writing():
                self.insert(table, id=row_id, **{column: sealed})
        return applied

    def require_current(self) -> None:
        """Raise `StoreError` unless the schema is this program's and the field keys are this store's."""
        try:
            super().require_current()
        except peewee.PeeweeException as error:
            raise self._explained(error) from error
        table, column, row_id, plain = _CHECK
        sealed = self.value(f"SELECT {column} FROM {table} WHERE id = ?", row_id)
        try:
            right = sealed is not None and self.cipher.open(table, column, row_id, sealed) == plain
        except CannotOpen:
            right = False
        if not right:
            raise StoreError(f"The police store {self.safe_url} cannot be used: {WRONG_KEY}.")

    # sealed values

    def seal_into(self, table: str, row_id: int, **plain: str | bytes | None) -> None:
        """Store values sealed in columns of a row, in the caller's transaction; None or '' empties a column.

        A sealed column is named with `_sealed` at its end: so the rotation of the keys finds it.
        """
        stored: dict[str, Any] = {}
        for column, value in plain.items():
            if not column.endswith("_sealed"):
                raise ValueError(f"The sealed column {table}.{column} must end with _sealed.")
            stored[column] = self.cipher.seal(table, column, row_id, value) if value else None
        marks = ", ".join(f"{column} = ?" for column in stored)
        with self.writing():
            self.run(f"UPDATE {table} SET {marks} WHERE id = ?", *stored.values(), row_id)

    def opened(self, table: str, column: str, row_id: int) -> bytes:
        """What is sealed in a column of a row, empty when nothing is. Journal the view first. Raises `CannotOpen`."""
        sealed = self.value(f"SELECT {column} FROM {table} WHERE id = ?", row_id)
        return self.cipher.open(table, column, row_id, sealed) if sealed else b""


_HERE = ("", "localhost", "127.0.0.1", "::1")
_TLS = ("require", "verify-ca", "verify-full")


def _require_tls(url: str) -> None:
    """Raise `StoreError` for a PostgreSQL server on another machine whose line need not be encrypted (CJIS SC-8)."""
    parts = urlsplit(url)
    given = parse_qs(parts.query)
    host = given.get("host", [parts.hostname or ""])[-1]
    if parts.scheme == "sqlite" or host in _HERE or host.startswith("/"):
        return
    if given.get("sslmode", [""])[-1] not in _TLS:
        raise StoreError(
            f"The police store is on {host}: its address must end with ?sslmode=verify-full, so that the line is "
            "encrypted and the server known."
        )


def _explained(url: str, error: StoreError) -> StoreError:
    if _NOT_A_DATABASE in str(error):
        return StoreError(f"The police store {url} cannot be opened: {WRONG_KEY}.")
    return StoreError(str(error).replace("The store ", "The police store ", 1))
