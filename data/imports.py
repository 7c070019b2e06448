"""Accounts and open bills from another system, as a CSV file; the columns are described in docs/import-accounts.md.

A row is taken whole or rejected with its reason; a file that cannot be read as a whole is refused. What is in the
store already stays as it is, so the same file twice changes nothing.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from data import audit
from data.find_index import reindex_many
from data.import_rows import COLUMNS, REQUIRED, RowError, parse
from data.import_write import Known, write
from data.permissions import ADMINISTRATOR, FINANCE, SUPERVISOR, Permission, Refused
from data.progress import Progress, silent
from data.store import Store

if TYPE_CHECKING:
    from data.session import Session

IMPORT = Permission(
    "accounts.import",
    "accounts are imported by a supervisor, finance or the administrator.",
    frozenset({SUPERVISOR, FINANCE, ADMINISTRATOR}),
)
_CHUNK = 1_000


class ImportRefused(Refused):
    """The file as a whole cannot be taken; the message is a sentence."""


class _DryRun(Exception):
    """Ends the transaction of a trial, so that nothing stays."""


@dataclass
class Report:
    """What became of a file's rows."""

    accepted: int = 0
    unchanged: int = 0
    rejected: list[tuple[int, str, str]] = field(default_factory=list)
    """Line in the file, column, and the reason as a sentence."""

    def sentence(self) -> str:
        """The figures in a sentence."""
        return f"{self.accepted:,} accepted, {self.unchanged:,} unchanged, {len(self.rejected):,} rejected."


def import_accounts(
    store: Store, session: Session | None, path: str | Path, dry_run: bool = False, progress: Progress = silent
) -> Report:
    """Take accounts and open bills from a CSV file; nothing is written when `dry_run`.

    `session` is None on the command line of the machine itself. `progress` tells bytes. Raises `ImportRefused` for a
    file that cannot be taken as a whole and `Refused` without the permission.
    """
    if session is not None:
        session.require(IMPORT)
    path = Path(path)
    digest, size = _digest(path)
    report = Report()
    try:
        with path.open(encoding="utf-8-sig", newline="") as file, store.writing():
            touched = _take(store, file, report, lambda done: progress(min(done, size), size))
            if dry_run:
                raise _DryRun
            reindex_many(store, touched)
            _remember(store, session, path, digest, report)
    except _DryRun:
        pass
    progress(size, size)
    return report


def _take(store: Store, file: TextIO, report: Report, tell: Callable[[int], None]) -> list[int]:
    """Write every good row of the file; ids of the new accounts."""
    reader, known = csv.reader(file, strict=True), Known()
    names = _header(reader)
    for place, (line, cells) in enumerate(_lines(reader)):
        try:
            if write(store, known, parse(line, names, cells)):
                report.accepted += 1
            else:
                report.unchanged += 1
        except RowError as error:
            report.rejected.append((line, error.column, str(error)))
        if place % _CHUNK == 0:
            tell(file.buffer.tell())
    return known.touched


def _digest(path: Path) -> tuple[str, int]:
    """SHA-256 and size in bytes."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size
    except OSError as error:
        raise ImportRefused(f"The file {path} cannot be read: {error.strerror}.") from error


def _header(reader: Iterator[list[str]]) -> list[str]:
    """The column names. Raises `ImportRefused` when they are not those of an account file."""
    try:
        names = [name.strip().lower().replace(" ", "_") for name in next(reader, [])]
    except (UnicodeDecodeError, csv.Error) as error:
        raise ImportRefused(_unreadable(error, 1)) from error
    if not names:
        raise ImportRefused("The file is empty. Its first line must name the columns.")
    unknown = [name for name in names if name not in COLUMNS]
    if unknown:
        raise ImportRefused(f"The first line names an unknown column: {unknown[0] or '(empty)'}. Nothing was imported.")
    if missing := [name for name in REQUIRED if name not in names]:
        raise ImportRefused(f"The first line lacks the column {missing[0]}. Nothing was imported.")
    if len(set(names)) != len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise ImportRefused(f"The first line names the column {twice} twice. Nothing was imported.")
    return names


def _unreadable(error: Exception, line: int) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"The file is not UTF-8 near line {line}. Save it as CSV UTF-8. Nothing was imported."
    return f"The file is no CSV file near line {line}: {error}. Nothing was imported."


def _lines(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, with their place in the file from 2. Raises `ImportRefused` when it breaks off."""
    line = 1
    while True:
        line += 1
        try:
            cells = next(reader, None)
        except (UnicodeDecodeError, csv.Error) as error:
            raise ImportRefused(_unreadable(error, line)) from error
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield line, cells


def _remember(store: Store, session: Session | None, path: Path, digest: str, report: Report) -> None:
    """The file's own row, and the audit row without anybody's data."""
    key = store.insert(
        "import_files",
        kind="ACCOUNTS",
        hash=digest,
        name=path.name,
        at=store.now(),
        user_id=session.clerk.id if session else None,
        accepted=report.accepted,
        rejected=len(report.rejected),
        unchanged=report.unchanged,
    )
    audit.record(store, session, "file.import", "import_files", key, size=path.stat().st_size)
