"""Opening, migrating and encrypting a store."""

from __future__ import annotations

import multiprocessing
import shutil
import stat
from pathlib import Path
from typing import Any

import postgresql
import pytest
from conftest import MONDAY

import data.store
import data.store_schema
from data.clock import FixedClock
from data.ddl import missing_triggers, trigger_name
from data.store import Store, StoreError

only_sqlite = pytest.mark.parametrize("store_kind", ["sqlite"])


@pytest.fixture
def empty_url(request: pytest.FixtureRequest, store_kind: str, tmp_path: Path) -> Any:
    """The URL of a database without any table."""
    if store_kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'new.db'}"
        return
    server: postgresql.Server = request.getfixturevalue("postgresql_server")
    name = f"new_{id(tmp_path)}"
    server.create(name)
    yield server.url(name)
    server.drop(name)


def _migrate(url: str, outcomes: Any) -> None:
    store = Store(url, FixedClock(MONDAY)).open()
    try:
        outcomes.put(store.migrate())
    except Exception as error:
        outcomes.put(repr(error))
    store.close()


def test_of_several_processes_that_start_together_one_migrates(empty_url: str) -> None:
    context = multiprocessing.get_context("fork")
    outcomes = context.SimpleQueue()
    children = [context.Process(target=_migrate, args=(empty_url, outcomes)) for _ in range(4)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    applied = sorted(outcomes.get() for _ in children)
    assert applied == [[], [], [], data.store_schema.known()]


def test_a_migration_is_applied_whole_or_not_at_all(
    empty_url: str, tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "migrations"
    shutil.copytree(data.store_schema.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    bad = folder / "0900_bad.py"
    change = "def up(migrator, db):\n    db.execute_sql('CREATE TABLE half (x INTEGER)')\n"
    bad.write_text(f"{change}    db.execute_sql('NO')\n")
    monkeypatch.setattr(data.store_schema, "MIGRATIONS", folder)
    store = Store(empty_url, clock).open()
    with pytest.raises(StoreError, match=r"failed and was undone: .*syntax error"):
        store.migrate()
    assert not store.db.table_exists("half")
    assert "0001_counter" in store.migrations
    with pytest.raises(StoreError, match="needs the change 0900_bad"):
        store.require_current()
    bad.write_text("def up(migrator, db):\n    db.execute_sql('CREATE TABLE whole (x INTEGER)')\n")
    assert store.migrate() == ["0900_bad"]
    assert missing_triggers(store.db) == []
    store.require_current()
    store.close()


def test_a_store_newer_than_the_program_is_refused(store: Store) -> None:
    store.run("INSERT INTO schema_migration (name, applied) VALUES ('9000_future', '2030-01-01')")
    for attempt in (store.migrate, store.require_current):
        with pytest.raises(StoreError, match=r"newer version of this program \(9000_future"):
            attempt()


def test_an_empty_store_says_what_to_do(empty_url: str, clock: FixedClock) -> None:
    store = Store(empty_url, clock).open()
    with pytest.raises(StoreError, match="counter-tui init"):
        store.require_current()
    store.close()


def test_a_journal_without_its_triggers_is_refused_not_mended(store: Store) -> None:
    name = trigger_name("journal", "UPDATE")
    store.run(f"DROP TRIGGER {name}" + (" ON journal" if store.kind == "postgresql" else ""))
    for attempt in (store.migrate, store.require_current):
        with pytest.raises(StoreError, match=f"not protected: the trigger {name} is missing"):
            attempt()


@only_sqlite
def test_an_unsafe_sqlite_is_refused(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data.store, "SAFE_WAL", (99, 0, 0))
    with pytest.raises(StoreError, match=r"may corrupt a file that several processes share; 99\.0\.0 is needed"):
        store.again().open()


@only_sqlite
def test_a_new_file_belongs_to_its_owner_alone(empty_url: str, clock: FixedClock) -> None:
    store = Store(empty_url, clock)
    assert not store.exists
    store.open().migrate()
    assert store.exists
    path = Path(empty_url.removeprefix("sqlite:///"))
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.glob("new.db*")}
    assert modes == dict.fromkeys(("new.db", "new.db-wal", "new.db-shm", "new.db-queue"), 0o600)
    store.close()


@only_sqlite
def test_money_is_written_through(store: Store) -> None:
    pragmas = {name: store.value(f"PRAGMA {name}") for name in ("journal_mode", "synchronous", "foreign_keys")}
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


@only_sqlite
def test_an_idle_store_moves_its_log_into_the_file(store: Store) -> None:
    with store.writing():
        store.run("INSERT INTO counters (name, value) VALUES ('a', 1)")
    path = Path(store.url.removeprefix("sqlite:///"))
    before = path.read_bytes()
    store.idle()
    assert path.read_bytes() != before


def test_an_encrypted_store_opens_with_its_key_only(tmp_path: Path, clock: FixedClock) -> None:
    path = tmp_path / "police.db"
    store = Store(f"sqlite:///{path}", clock, key="it's 4 river stones").open()
    store.run("CREATE TABLE secrets (word TEXT)")
    store.run("INSERT INTO secrets VALUES ('abracadabra')")
    assert store.again().open().value("SELECT word FROM secrets") == "abracadabra"
    store.close()
    stored = path.read_bytes()
    assert not stored.startswith(b"SQLite format 3")
    assert b"abracadabra" not in stored
    for key in ("", "guess"):
        with pytest.raises(StoreError, match="file is not a database"):
            Store(f"sqlite:///{path}", clock, key=key).open()
