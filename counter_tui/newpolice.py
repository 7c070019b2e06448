"""A new police store with its keys: whole under its name, or not there at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from counter_tui.commands import sqlite_file
from counter_tui.newstore import remove_draft

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.store import Store


def police_at(url: str, key_file: Path, city: Store, *, make_keys: bool = False) -> PoliceStore:
    """The unopened police store of a URL and a key file. Raises `StoreError`.

    `make_keys`: make the key file when there is none. One that is there is used: an earlier attempt has made it.
    """
    from data.police import keys
    from data.police.store import PoliceStore

    found = keys.create(key_file) if make_keys and not key_file.exists() else keys.load(key_file)
    return PoliceStore(url, city.clock, found, city)


def is_set_up(store: PoliceStore) -> bool:
    """Whether there is a police store with tables. Raises `StoreError` when that cannot be asked."""
    if not store.exists:
        return False
    store.open()
    try:
        return bool(store.migrations)
    finally:
        store.close()


@contextmanager
def new_police(url: str, key_file: Path, city: Store) -> Iterator[PoliceStore]:
    """The open police store of a URL with its tables and starter codes, to be filled.

    A SQLite file gets its name only afterwards. Raises `StoreError`. The caller has made sure that there is no such
    store yet.
    """
    from data import audit
    from data.police.codes import load_starter

    path = sqlite_file(url)
    draft = path.with_name(f"{path.name}-new") if path else None
    if draft is not None:
        remove_draft(draft)
        draft.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    store = police_at(f"sqlite:///{draft}" if draft else url, key_file, city, make_keys=True)
    try:
        store.open()
        try:
            store.migrate()
            load_starter(store)
            yield store
            audit.begin(store)
        finally:
            store.close()
        if draft is not None and path is not None:
            draft.rename(path)
    finally:
        if draft is not None:
            remove_draft(draft)


def fill(store: PoliceStore) -> bool:
    """Load the fictitious persons of the sample, where this program has them; whether it did."""
    from importlib import import_module
    from importlib.util import find_spec

    if find_spec("data.police.sample") is None:
        return False
    import_module("data.police.sample").load(store, store.clock)
    return True
