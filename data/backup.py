"""Backups: a copy of the whole store taken while clerks work, read back before it gets its name.

CJIS Security Policy CP-9 asks for encrypted backups of restricted data: keep the file on an encrypted medium.
"""

from __future__ import annotations

import glob
import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import peewee
from sqlcipher3 import dbapi2 as sqlite

from data.progress import Progress, silent
from data.store import Store, StoreError

PAGES = 2000
"""Database pages copied between two reports of progress."""


class BackupError(Exception):
    """No backup was made; the message is a sentence that says why."""


@dataclass(frozen=True)
class Backup:
    """A backup that has been written and read back."""

    file: Path
    size_bytes: int
    rows: Mapping[str, int]
    """Rows in the copy by table; empty for PostgreSQL, whose archive is only readable as a whole."""


def backup(store: Store, file: Path, progress: Progress = silent) -> Backup:
    """Copy an open store to a new file, mode 0600, checked before it appears under its name.

    SQLite: a database file, encrypted when the store is. PostgreSQL: a `pg_dump` archive for `pg_restore`.
    Raises `BackupError` when the file exists, cannot be written, or does not hold what the store
    holds; then no file is left behind.
    """
    if file.exists():
        raise BackupError(f"{file} exists already. A backup never overwrites a file.")
    try:
        with private_draft(file) as draft:
            rows = _copy_sqlite(store, draft, progress) if store.kind == "sqlite" else _dump(store, draft)
        return Backup(file, file.stat().st_size, rows)
    except OSError as error:
        raise BackupError(f"{file} cannot be written: {error.strerror}.") from error


@contextmanager
def private_draft(file: Path) -> Iterator[Path]:
    """A private file that is moved to its name when all went well and removed otherwise, like any left by a kill."""
    _sweep(file)
    draft = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        yield draft
        _sync(draft)
        os.link(draft, file)  # unlike rename, refuses when somebody else has made the file meanwhile
    finally:
        for left in (draft, *(Path(f"{draft}{end}") for end in ("-wal", "-shm", "-journal"))):
            left.unlink(missing_ok=True)
    _sync(file.parent)


def _sweep(file: Path) -> None:
    """Remove the drafts of this file whose process was killed: it is gone, or had the number of this one."""
    drafts = re.compile(rf"\.{re.escape(file.name)}\.(\d{{1,9}})\.part(-wal|-shm|-journal)?")
    for left in file.parent.glob(f"{glob.escape(f'.{file.name}.')}*"):
        found = drafts.fullmatch(left.name)
        if found and (int(found[1]) == os.getpid() or not _runs(int(found[1]))):
            with suppress(OSError):
                left.unlink()


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _copy_sqlite(store: Store, draft: Path, progress: Progress) -> Mapping[str, int]:
    """Copy through SQLite's backup interface out of one read transaction, so that writers do not disturb it."""
    source = store.db.connection()
    target = sqlite.connect(str(draft))
    try:
        store.unlock(target)
        source.execute("BEGIN")
        wanted = _count(store, source)
        source.backup(target, pages=PAGES, progress=lambda status, left, whole: progress(whole - left, whole))
        source.execute("ROLLBACK")
        target.execute("PRAGMA journal_mode=DELETE")
    except sqlite.Error as error:
        raise BackupError(f"The copy could not be written: {error}.") from error
    finally:
        if source.in_transaction:
            source.execute("ROLLBACK")
        target.close()
    _check_sqlite(store, draft, wanted)
    return wanted


def _count(store: Store, connection: Any) -> dict[str, int]:
    """Rows by table; `sqlite_master` counts tables, indexes and triggers."""
    names = (*store.schema.counted, "sqlite_master")
    return {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}


def _check_sqlite(store: Store, draft: Path, wanted: Mapping[str, int]) -> None:
    """Read the copy back. Raises `BackupError` with what is wrong."""
    copy = store.at(f"sqlite:///{draft}")
    try:
        copy.open()
        wrong = [row[0] for row in copy.rows("PRAGMA integrity_check(1)") if row[0] != "ok"]
        if wrong or copy.rows("PRAGMA foreign_key_check"):
            raise BackupError(f"The copy is damaged: {wrong[0] if wrong else 'a row points to no row'}.")
        found = _count(store, copy.db.connection())
        if found != wanted:
            raise BackupError(f"The copy does not hold what the store holds: {found} rows, not {wanted}.")
        copy.rows("PRAGMA journal_mode=DELETE")
    except (StoreError, peewee.PeeweeException, sqlite.Error) as error:
        raise BackupError(f"The copy cannot be read back: {error}") from error
    finally:
        copy.close()
        for end in ("-queue", "-in-use"):
            Path(f"{draft}{end}").unlink(missing_ok=True)


def _dump(store: Store, draft: Path) -> Mapping[str, int]:
    """Run `pg_dump`, then read the whole archive back with `pg_restore`."""
    environment, address = pg_address(store.url)
    _pg(
        ["pg_dump", "--format=custom", "--no-owner", "--no-password", f"--file={draft}", f"--dbname={address}"],
        environment,
    )
    contents = _pg(["pg_restore", "--list", str(draft)], environment)
    require_tables(store, contents)
    _pg(["pg_restore", f"--file={os.devnull}", str(draft)], environment)
    return {}


def require_tables(store: Store, contents: str) -> None:
    """Raise `BackupError` unless an archive's list of contents names the tables of the store."""
    if missing := [table for table in store.schema.counted if f" TABLE DATA public {table} " not in contents]:
        raise BackupError(f"The archive lacks the table {missing[0]}.")


def pg_address(url: str) -> tuple[dict[str, str], str]:
    """Environment and URL for PostgreSQL's programs; the password goes by the environment, never in view."""
    parts = urlsplit(url)
    environment = dict(os.environ)
    if parts.password:
        environment["PGPASSWORD"] = unquote(parts.password)
        user, _, host = parts.netloc.rpartition("@")
        url = parts._replace(netloc=f"{user.partition(':')[0]}@{host}").geturl()
    return environment, url


def _pg(command: list[str], environment: dict[str, str]) -> str:
    """Run a program of PostgreSQL; its output. Raises `BackupError`."""
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise BackupError(f"{command[0]} is not installed. It comes with PostgreSQL's client programs.") from error
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[0]
        raise BackupError(f"{command[0]} failed: {reason}")
    return done.stdout
