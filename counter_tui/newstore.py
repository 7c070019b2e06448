"""A new store: whole under its name, or not there at all."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from counter_tui.commands import sqlite_file

if TYPE_CHECKING:
    from data.clock import Clock
    from data.store import Store


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Keep other processes from making the same file meanwhile."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(f"{path}-new-lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
        Path(f"{path}-new-lock").unlink(missing_ok=True)
    finally:
        os.close(descriptor)


@contextmanager
def new_store(url: str, clock: Clock) -> Iterator[Store]:
    """The open store of a URL with its tables, to be filled. A SQLite file gets its name only afterwards.

    Raises `StoreError`. The caller has made sure that there is no such store yet.
    """
    from data import audit

    path = sqlite_file(url)
    if path is None:
        with _migrated(url, clock) as store:
            yield store
            audit.begin(store)
        return
    draft = path.with_name(f"{path.name}-new")
    remove_draft(draft)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with _migrated(f"sqlite:///{draft}", clock) as store:
            yield store
            audit.begin(store)
        draft.rename(path)
    finally:
        remove_draft(draft)


@contextmanager
def _migrated(url: str, clock: Clock) -> Iterator[Store]:
    from data.store import Store

    store = Store(url, clock).open()
    try:
        store.migrate()
        yield store
    finally:
        store.close()


def remove_draft(draft: Path) -> None:
    """Take away what is left of a draft."""
    for end in ("", "-wal", "-shm", "-journal", "-queue", "-in-use"):
        Path(f"{draft}{end}").unlink(missing_ok=True)


def bring_up_to_date(store: Store) -> list[str]:
    """The store's tables and shipped rows as this version needs them; names of the migrations applied.

    Rates, limits and layouts that a newer version ships are added where they are absent; rows that exist stay.
    """
    from data import audit
    from data.sample import defaults

    applied = store.migrate()
    defaults.load(store)
    audit.begin(store)
    return applied
