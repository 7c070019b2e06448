"""Backups are whole, private, checked, made while others write, and can be put back."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest

from data import backup as backup_module
from data.backup import BackupError, backup, private_draft
from data.clock import FixedClock
from data.store import Store


@contextmanager
def restored(store: Store, file: Path, tmp_path: Path) -> Iterator[Store]:
    """The store that a backup becomes, as docs/administrator.md says."""
    url = f"sqlite:///{tmp_path}/restored.db"
    if store.kind == "sqlite":
        (tmp_path / "restored.db").write_bytes(file.read_bytes())
    else:
        name, old = f"restored_{uuid4().hex}", store.value("SELECT current_database()")
        url = store.url.replace(f"/{old}?", f"/{name}?")
        store.db.connection().autocommit = True
        store.run(f"CREATE DATABASE {name}")
        subprocess.run(["pg_restore", "--exit-on-error", "--no-owner", f"--dbname={url}", str(file)], check=True)
    again = Store(url, store.clock).open()
    yield again
    again.close()
    if store.kind == "postgresql":
        store.run(f"DROP DATABASE {name}")


def test_a_backup_is_private_and_becomes_the_same_store_again(store, session, tmp_path):
    file = tmp_path / "counter.backup"
    made = backup(store, file)
    assert made.size_bytes == file.stat().st_size > 0
    assert file.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []
    with restored(store, file, tmp_path) as again:
        assert again.migrate() == []
        assert again.value("SELECT name FROM users WHERE id = ?", session.clerk.id) == session.clerk.name


def test_a_backup_never_overwrites(store, tmp_path):
    file = tmp_path / "counter.backup"
    file.write_text("precious")
    with pytest.raises(BackupError, match="exists already"):
        backup(store, file)
    assert file.read_text() == "precious"


def test_a_killed_backup_s_draft_goes_with_the_next_and_a_living_one_s_stays(tmp_path):
    ended = subprocess.Popen(["true"])
    ended.wait()
    file = tmp_path / "counter.backup"
    stale = [f".counter.backup.{pid}.part{end}" for pid in (ended.pid, os.getpid()) for end in ("", "-journal")]
    kept = [f".counter.backup.{os.getppid()}.part", f".other.backup.{ended.pid}.part", ".counter.backup.note.part"]
    for name in (*stale, *kept):
        (tmp_path / name).write_text("left")
    with private_draft(file) as draft:
        draft.write_text("whole")
    assert file.read_text() == "whole"
    assert sorted(each.name for each in tmp_path.iterdir() if each.name.startswith(".")) == sorted(kept)


def test_a_backup_that_cannot_be_written_leaves_nothing(store, tmp_path):
    with pytest.raises(BackupError, match=r"nowhere/counter\.backup cannot be written: No such file or directory"):
        backup(store, tmp_path / "nowhere" / "counter.backup")


@pytest.mark.parametrize("store_kind", ["sqlite"], indirect=True)
def test_what_is_written_during_a_backup_neither_disturbs_nor_enters_it(store, session_of, tmp_path, monkeypatch):
    monkeypatch.setattr(backup_module, "PAGES", 1)
    session_of(number="811")
    other = store.again().open()
    seen: list[tuple[int, int]] = []

    def meanwhile(done: int, whole: int) -> None:
        seen.append((done, whole))
        with other.writing():
            other.insert("settings", name=f"test.{len(seen)}", value="1", valid_from="2026-01-01")

    made = backup(store, tmp_path / "b.db", meanwhile)
    other.close()
    assert seen[-1][0] == seen[-1][1] > 10
    assert made.rows["users"] == 1
    copy = Store(f"sqlite:///{made.file}", FixedClock(store.clock.now())).open()
    assert copy.value("SELECT count(*) FROM settings WHERE name LIKE 'test.%'") == 0
    copy.close()


@pytest.mark.parametrize("store_kind", ["sqlite"], indirect=True)
def test_a_damaged_copy_is_found_and_thrown_away(store, tmp_path, monkeypatch):
    sound = backup_module._check_sqlite

    def damaged(of: Store, draft: Path, wanted: dict[str, int]) -> None:
        with draft.open("r+b") as file:
            file.seek(4096 * 3)
            file.write(os.urandom(4096 * 4))
        sound(of, draft, wanted)

    monkeypatch.setattr(backup_module, "_check_sqlite", damaged)
    with pytest.raises(BackupError):
        backup(store, tmp_path / "b.db")
    assert [each.name for each in tmp_path.iterdir() if "b.db" in each.name] == []


@pytest.mark.parametrize("store_kind", ["sqlite"], indirect=True)
def test_a_copy_that_lacks_something_is_refused(store, tmp_path, monkeypatch):
    sound = backup_module._check_sqlite

    def robbed(of: Store, draft: Path, wanted: dict[str, int]) -> None:
        copy = Store(f"sqlite:///{draft}", store.clock).open()
        copy.run("DROP TRIGGER journal_no_delete")
        copy.close()
        sound(of, draft, wanted)

    monkeypatch.setattr(backup_module, "_check_sqlite", robbed)
    with pytest.raises(BackupError, match="does not hold what the store holds"):
        backup(store, tmp_path / "b.db")


@pytest.mark.parametrize("store_kind", ["postgresql"], indirect=True)
def test_missing_programs_are_a_sentence(store, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupError, match="pg_dump is not installed"):
        backup(store, tmp_path / "b.dump")


@pytest.mark.parametrize("store_kind", ["postgresql"], indirect=True)
def test_a_truncated_archive_is_refused(store, tmp_path, monkeypatch):
    honest = backup_module._pg

    def truncating(command: list[str], environment: dict[str, str]) -> str:
        said = honest(command, environment)
        if command[0] == "pg_dump":
            draft = next(Path(word.removeprefix("--file=")) for word in command if word.startswith("--file="))
            os.truncate(draft, draft.stat().st_size * 2 // 3)
        return said

    monkeypatch.setattr(backup_module, "_pg", truncating)
    with pytest.raises(BackupError):
        backup(store, tmp_path / "b.dump")
    assert list(tmp_path.glob("*b.dump*")) == []


def test_a_password_is_not_in_the_command_line():
    environment, address = backup_module.pg_address("postgresql://counter:s%40cret@db:5433/counter?sslmode=require")
    assert environment["PGPASSWORD"] == "s@cret"
    assert address == "postgresql://counter@db:5433/counter?sslmode=require"
