"""Backups of the police store: encrypted from the first byte, read back before they get their name (CJIS CP-9)."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from data import backup as plain
from data.backup import Backup, BackupError
from data.police import archive
from data.police.keys import Keys
from data.police.store import PoliceStore
from data.progress import Progress, silent
from data.store import StoreError


def backup(store: PoliceStore, file: Path, progress: Progress = silent) -> Backup:
    """Copy the open police store to a new encrypted file, mode 0600. Raises `BackupError`; then no file is left.

    SQLite: a SQLCipher file under the store's present key. PostgreSQL: a `pg_dump` archive encrypted on its way to the
    disk, for `restore`. Either needs the key file of its time: keep a copy of that apart from the backups.
    """
    if store.kind == "sqlite":
        return plain.backup(store, file, progress)
    if file.exists():
        raise BackupError(f"{file} exists already. A backup never overwrites a file.")
    try:
        with plain.private_draft(file) as draft:
            _dump(store, draft)
        return Backup(file, file.stat().st_size, {})
    except OSError as error:
        raise BackupError(f"{error.filename or file} cannot be written: {error.strerror}.") from error


def restore(file: Path, keys: Keys, target: IO[bytes]) -> None:
    """Write the `pg_dump` archive behind an encrypted backup to a pipe that leads to `pg_restore`.

    Raises `StoreError` when it is damaged or of other keys.
    """
    with file.open("rb") as source:
        for block in archive.opened(source, keys):
            target.write(block)


def _dump(store: PoliceStore, draft: Path) -> None:
    environment, address = plain.pg_address(store.url)
    command = ["pg_dump", "--format=custom", "--no-owner", "--no-password", f"--dbname={address}"]
    with _running(command, environment) as process, draft.open("wb") as target:
        assert process.stdout is not None
        archive.seal(process.stdout, target, store.keys)
    plain.require_tables(store, _contents(draft, store.keys, environment))


def _contents(draft: Path, keys: Keys, environment: dict[str, str]) -> str:
    """What `pg_restore` finds in an encrypted archive, read whole."""
    listing = _through(["pg_restore", "--list"], draft, keys, environment)
    _through(["pg_restore", "--file=/dev/null"], draft, keys, environment)
    return listing


def _through(command: Sequence[str], draft: Path, keys: Keys, environment: dict[str, str]) -> str:
    with _running(command, environment, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        try:
            with suppress(BrokenPipeError):  # it has read what it wanted
                restore(draft, keys, process.stdin)
        except StoreError as error:
            raise BackupError(f"The archive cannot be read back: {error}") from error
        finally:
            with suppress(BrokenPipeError):
                process.stdin.close()
        assert process.stdout is not None
        return process.stdout.read().decode()


@contextmanager
def _running(
    command: Sequence[str], environment: dict[str, str], stdin: int | IO[bytes] = subprocess.DEVNULL
) -> Iterator[subprocess.Popen[bytes]]:
    """A program of PostgreSQL at work. Raises `BackupError` when it is not there or fails."""
    try:
        process = subprocess.Popen(
            command, env=environment, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    except FileNotFoundError as error:
        raise BackupError(f"{command[0]} is not installed. It comes with PostgreSQL's client programs.") from error
    with process:
        yield process
        if process.stdout is not None:
            process.stdout.read()
        if process.wait():
            raise BackupError(f"{command[0]} failed with code {process.returncode}.")
