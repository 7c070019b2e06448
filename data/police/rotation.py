"""New keys for the police store: the file is encrypted anew, every sealed value sealed anew, the old keys forgotten.

The key file holds old and new keys until everything is done, so that a rotation killed at any moment leaves a store
that opens; run again, it goes on where it stopped. Nobody else may have the store open meanwhile.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from data import audit
from data.clock import Clock
from data.ddl import forbid_changes, kind_of, trigger_name
from data.police import keys as keyfile
from data.police.cipher import key_number
from data.police.in_use import FileInUse
from data.police.keys import FIELD, FILE, Keys
from data.police.store import PoliceStore
from data.progress import Progress, silent
from data.store import Store, StoreError
from data.store_open import create_private, sqlite_path

BATCH = 50
"""Sealed values sealed anew in one transaction: photographs are large."""


@dataclass(frozen=True)
class Rotated:
    """What was done: how many values were sealed anew, and whether an unfinished rotation was completed."""

    values: int
    resumed: bool


def rotate(url: str, key_file: Path, clock: Clock, city: Store, progress: Progress = silent) -> Rotated:
    """Give the store new keys. Raises `StoreError`; then the store opens as before and the call may be repeated."""
    keys = keyfile.load(key_file)
    resumed = len(keys.file) > 1 or len(keys.field) > 1
    path = sqlite_path(url)
    if not resumed:
        PoliceStore(url, clock, keys, city, alone=True).open().close()
        keys = keys.with_new(FILE).with_new(FIELD) if path else keys.with_new(FIELD)
        keyfile.replace_file(key_file, keys)
    if path is not None:
        _encrypt_file(path, keys)
    store = PoliceStore(url, clock, keys, city, alone=True).open()
    try:
        store.require_current()
        values = _seal_anew(store, progress)
        audit.record(store, None, "keys.rotate", detail=str(values))
        store.idle()
    finally:
        store.close()
    keyfile.replace_file(key_file, keys.newest_only(FILE).newest_only(FIELD))
    return Rotated(values, resumed)


# the file


def _encrypt_file(path: str, keys: Keys) -> None:
    """Put a copy under the newest key in the place of the file, unless the newest key opens it."""
    in_use = FileInUse(path)
    in_use.take(alone=True)
    try:
        newest, *older = keys.passphrases()
        if _opens(path, newest):
            return
        present = next((key for key in older if _opens(path, key)), None)
        if present is None:
            raise StoreError(f"The police store {path} cannot be opened: its key file does not hold its key.")
        _copy(path, present, newest)
    except (sqlite.Error, OSError) as error:
        raise StoreError(f"The police store {path} could not be encrypted anew: {error}.") from error
    finally:
        in_use.leave()


def _opens(path: str, key: str) -> bool:
    connection = _connect(path, key)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite.DatabaseError:
        return False
    finally:
        connection.close()
    return True


def _connect(path: str, key: str) -> Any:
    connection = sqlite.connect(path, isolation_level=None)
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f'PRAGMA key="{key}"')
    return connection


def _copy(path: str, present: str, newest: str) -> None:
    """A checked copy under the newest key, then moved over the file: at every moment one whole file has the name."""
    draft = f"{path}-rekey"
    Path(draft).unlink(missing_ok=True)
    create_private(draft)
    connection = _connect(path, present)
    try:
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("ATTACH DATABASE ? AS fresh KEY ?", (draft, newest))
        connection.execute("SELECT sqlcipher_export('fresh')").fetchall()
        wanted = _contents(connection)
        connection.execute("DETACH DATABASE fresh")
    finally:
        connection.close()
    copy = _connect(draft, newest)
    try:
        if copy.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok" or _contents(copy) != wanted:
            raise StoreError("The copy under the new key does not hold what the store holds. Nothing was changed.")
    finally:
        copy.close()
    _sync(draft)
    os.replace(draft, path)
    _sync(os.path.dirname(os.path.abspath(path)))


def _contents(connection: Any) -> dict[str, Any]:
    """What is in a file: every object's definition, and the number of rows of every table."""
    objects = connection.execute("SELECT name, type, sql FROM main.sqlite_master ORDER BY name").fetchall()
    found: dict[str, Any] = {name: sql for name, _, sql in objects}
    for name in [name for name, kind, _ in objects if kind == "table"]:
        found[f"{name}:rows"] = connection.execute(f'SELECT count(*) FROM main."{name}"').fetchone()[0]
    return found


def _sync(path: str) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


# the sealed values


def sealed_columns(store: PoliceStore) -> list[tuple[str, str]]:
    """Every sealed column of the store as table and column: those whose names end with `_sealed`."""
    if store.kind == "postgresql":
        sql = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()"
    else:
        sql = "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'"
    return sorted((str(table), str(column)) for table, column in store.rows(sql) if str(column).endswith("_sealed"))


def _seal_anew(store: PoliceStore, progress: Progress) -> int:
    """Seal every value that an older key sealed with the newest one; how many there were."""
    columns, done = sealed_columns(store), 0
    for n, (table, column) in enumerate(columns, 1):
        after = 0
        while rows := store.rows(
            f"SELECT id, {column} FROM {table} WHERE {column} IS NOT NULL AND id > ? ORDER BY id LIMIT ?", after, BATCH
        ):
            done += _batch(store, table, column, [(int(id), bytes(sealed)) for id, sealed in rows])
            after = int(rows[-1][0])
        progress(n, len(columns))
    return done


def _batch(store: PoliceStore, table: str, column: str, rows: list[tuple[int, bytes]]) -> int:
    newest, _ = store.keys.newest(FIELD)
    old = [(id, sealed) for id, sealed in rows if key_number(sealed) != newest]
    if not old:
        return 0
    final = table in store.schema.journal_tables
    with store.writing():
        if final:
            _allow_update(store, table)
        for id, sealed in old:
            plain = store.cipher.open(table, column, id, sealed)
            store.run(f"UPDATE {table} SET {column} = ? WHERE id = ?", store.cipher.seal(table, column, id, plain), id)
        if final:
            forbid_changes(store.db, (table,))
    return len(old)


def _allow_update(store: PoliceStore, table: str) -> None:
    """Lift the protection of a final table for the rest of this transaction only."""
    on = f" ON {table}" if kind_of(store.db) == "postgresql" else ""
    store.run(f"DROP TRIGGER {trigger_name(table, 'UPDATE')}{on}")
