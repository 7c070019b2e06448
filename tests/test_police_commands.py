"""The police store from the command line: made, rotated, verified, backed up, restored; on both databases."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import postgresql
import pytest
from conftest import POLICE_KEYS

from counter_tui import cli, doctor
from counter_tui.console import Console
from data import personnel
from data.backup import BackupError
from data.clock import FixedClock
from data.police import archive, keys
from data.police.backup import backup, restore
from data.police.store import PoliceStore
from data.police.verify import verify
from data.session import Session
from data.store import Store, StoreError

PLAIN = b"ZZYZX-PLAINLY-FICTITIOUS"
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(rules: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on the test's counter store; its exit code and what it said."""
    monkeypatch.chdir(tmp_path)

    def run(*words: str, **environ: str) -> tuple[int, str]:
        out = io.StringIO()
        code = cli.main(words, {"COUNTER_STORE": rules.url, **environ}, Console(out, out))
        return code, out.getvalue()

    return run


@pytest.fixture
def place(request: pytest.FixtureRequest, store_kind: str, tmp_path: Path) -> Iterator[str]:
    """Where no police store is yet."""
    if store_kind == "sqlite":
        yield f"sqlite:///{tmp_path}/var/police.db"
        return
    server: postgresql.Server = request.getfixturevalue("postgresql_server")
    name = f"test_{uuid4().hex}"
    server.create(name, "template0")
    yield server.url(name)
    server.drop(name)


def test_made_verified_rotated(run: Run, place: str, tmp_path: Path, rules: Store) -> None:
    """`init police`, `verify` with it, `police rotate-key`; a second `init` changes nothing."""
    key_file = tmp_path / "police.key"
    named = {"COUNTER_POLICE_STORE": place, "COUNTER_POLICE_KEYS": str(key_file)}
    code, said = run("init", "police", **named)
    assert (code, "The police store is set up." in said) == (0, True), said
    assert key_file.stat().st_mode & 0o777 == 0o600
    assert run("init", "police", **named)[0] == 1
    assert run("init", "police", "--upgrade", **named)[0] == 0
    before = keys.load(key_file)
    code, said = run("police", "rotate-key", **named)
    assert (code, "1 value sealed anew" in said) == (0, True), said
    assert keys.load(key_file).field != before.field
    code, said = run("verify", **named)
    assert (code, "The books are right" in said) == (0, True), said
    keys.replace_file(key_file, before)
    code, said = run("verify", **named)
    assert (code, "does not hold its key" in said) == (3, True), said


def test_without_names_it_says_what_is_missing(run: Run) -> None:
    """Each option or variable is named."""
    assert "COUNTER_POLICE_STORE" in run("police", "rotate-key")[1]
    assert "COUNTER_POLICE_KEYS" in run("police", "rotate-key", "--police-store", "sqlite:///p.db")[1]
    assert "There is no police store" in run(
        "police", "backup", "b", COUNTER_POLICE_STORE="sqlite:///nowhere.db", COUNTER_POLICE_KEYS=_key_file()
    )[1]  # fmt: skip


def _key_file() -> str:
    path = Path("some.key").absolute()
    keys.create(path)
    return str(path)


def test_the_dates_of_a_clerk(run: Run, session: Session, rules: Store) -> None:
    """Each date by itself; the other stays."""
    assert run("police", "dates", session.clerk.number, "--cleared", "2026-07-01")[0] == 0
    assert run("police", "dates", session.clerk.number, "--trained", "2026-07-02")[0] == 0
    kept = rules.row(f"SELECT {', '.join(personnel.COLUMNS)} FROM users WHERE id = ?", session.clerk.id)
    assert kept == ("2026-07-01", None, "2026-07-02")
    assert run("police", "dates", session.clerk.number)[0] == 1


@pytest.mark.parametrize("store_kind", ["postgresql"], indirect=True)
def test_doctor_names_what_brings_names_into_the_servers_log(police: PoliceStore) -> None:
    """Each setting by itself; with the values left out of the log nothing of a person is in it."""
    assert doctor._loud(police) == ""
    for name, value in (("log_statement", "mod"), ("log_min_duration_statement", "0")):
        police.db.execute_sql(f"SET {name} = '{value}'")
        assert doctor._loud(police) == f"{name} = {value}"
        police.db.execute_sql(f"RESET {name}")
    police.db.execute_sql("SET log_statement = 'all'")
    police.db.execute_sql("SET log_parameter_max_length = 0")
    assert doctor._loud(police) == ""
    assert police.value("SHOW log_parameter_max_length_on_error") == "0"


@pytest.fixture
def told(police: PoliceStore, police_session: Session) -> PoliceStore:
    """A police store that holds some text, in clear to who has the key and sealed."""
    police.run("INSERT INTO counters (name, value) VALUES (?, 1)", PLAIN.decode())
    police.insert("key_checks", id=2, check_sealed=police.cipher.seal("key_checks", "check_sealed", 2, PLAIN))
    return police


def test_a_backup_is_encrypted_and_can_be_read_back(told: PoliceStore, tmp_path: Path) -> None:
    """No text of the store is in the file; with the keys everything is there; nothing else lies about."""
    (tmp_path / "out").mkdir()
    made = backup(told, tmp_path / "out" / "police.bak")
    assert made.file.stat().st_mode & 0o777 == 0o600
    assert PLAIN not in made.file.read_bytes()
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["police.bak"]
    with pytest.raises(BackupError, match="never overwrites"):
        backup(told, made.file)
    if told.kind == "sqlite":
        with told.at(f"sqlite:///{made.file}").during() as copy:
            assert copy.opened("key_checks", "check_sealed", 2) == PLAIN
        return
    archived = io.BytesIO()
    restore(made.file, POLICE_KEYS, archived)
    assert archived.getvalue()[:5] == b"PGDMP"
    with pytest.raises(StoreError, match=r"not in the key file|other keys"):
        restore(made.file, keys.Keys.new(), io.BytesIO())


def test_an_encrypted_archive_cannot_be_changed_or_cut() -> None:
    """Every bit, the order and the end of its blocks are protected."""
    text = bytes(range(256)) * (2 * archive.BLOCK_BYTES // 256) + b"end"
    sealed = io.BytesIO()
    archive.seal(io.BytesIO(text), sealed, POLICE_KEYS)
    whole = sealed.getvalue()
    assert b"".join(archive.opened(io.BytesIO(whole), POLICE_KEYS)) == text
    start = len(archive.MAGIC) + 4 + 32
    block = archive.BLOCK_BYTES + 16 + 5
    swapped = whole[:start] + whole[start + block : start + 2 * block] + whole[start : start + block]
    for wrong in (whole[:-1], whole[: start + block], whole + b"x", swapped, whole[:-1] + b"?", b"", b"PGDMP"):
        with pytest.raises(StoreError):
            b"".join(archive.opened(io.BytesIO(wrong), POLICE_KEYS))


def test_verify_names_a_moved_value_and_a_changed_audit_row(told: PoliceStore) -> None:
    """The proof finds what somebody with the database's own tools has done."""
    assert [one for one in verify(told) if one] == []
    told.run("UPDATE key_checks SET check_sealed = (SELECT check_sealed FROM key_checks WHERE id = 2) WHERE id = 1")
    assert [one.sentence for one in verify(told) if one] == [
        "key_checks 1: check_sealed was changed or belongs to another row."
    ]
    on = " ON audit_log" if told.kind == "postgresql" else ""
    told.run(f"DROP TRIGGER audit_log_no_update{on}")
    told.run("UPDATE audit_log SET role = 'AUDITOR' WHERE seq = 1")
    assert {one.check for one in verify(told) if one} == {"police triggers", "police audit log", "police sealed values"}


def test_no_plain_text_in_the_files_of_the_store(told: PoliceStore, tmp_path: Path) -> None:
    """Neither the database nor its journal files show what is in it; nor does its SQLite open without the key."""
    if told.kind == "postgresql":
        sealed = told.value("SELECT check_sealed FROM key_checks WHERE id = 2")
        assert PLAIN not in bytes(sealed)
        return
    files = [path for path in tmp_path.iterdir() if path.name.startswith("police.db")]
    assert {path.name for path in files} >= {"police.db", "police.db-wal"}
    for path in files:
        assert PLAIN not in path.read_bytes()
        assert b"CREATE TABLE" not in path.read_bytes()
    with pytest.raises(StoreError, match="not a database"):
        Store(told.url, told.clock).open()


def test_the_program_makes_it_in_a_process_of_its_own(tmp_path: Path, clock: FixedClock) -> None:
    """As an administrator types it, from nothing."""
    words = [sys.executable, "-m", "counter_tui"]
    environ = SimpleNamespace(
        COUNTER_STORE=f"sqlite:///{tmp_path}/c.db",
        COUNTER_POLICE_STORE=f"sqlite:///{tmp_path}/p.db",
        COUNTER_POLICE_KEYS=f"{tmp_path}/p.key",
        PATH="/usr/bin:/bin",
        HOME=str(tmp_path),
        PYTHONPATH=str(Path(__file__).parent.parent),
    )
    for rest in (["init", "--generate"], ["init", "police"], ["verify"], ["police", "backup", f"{tmp_path}/p.bak"]):
        done = subprocess.run([*words, *rest], env=vars(environ), capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
    assert clock.today().year == 2026
