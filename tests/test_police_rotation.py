"""New keys for the police store: everything opens with them, nothing with the old ones, killed at any moment or not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from time import monotonic

import pytest
from conftest import POLICE_KEYS

from data import audit
from data.police import keys, rotation
from data.police.store import PoliceStore
from data.session import Session
from data.store import StoreError

SECRET = "900-00-4321"


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    """The key file of the test's police store."""
    path = tmp_path / "police.key"
    keys.create(path)
    keys.replace_file(path, POLICE_KEYS)
    return path


@pytest.fixture
def filled(police: PoliceStore, police_session: Session) -> PoliceStore:
    """A police store with sealed values in a changing and in a final table."""
    with police.writing():
        police.run("ALTER TABLE prints ADD COLUMN page_sealed " + ("BYTEA" if police.kind == "postgresql" else "BLOB"))
        for n in (1, 2, 3):
            police.insert("key_checks", id=n + 1, check_sealed=b"")
            police.seal_into("key_checks", n + 1, check_sealed=f"{SECRET}-{n}")
        police.insert(
            "prints", id=1, at=police.now(), user_id=police_session.clerk.id, session_id=police_session.id,
            station="T1", document="X", kind="PERSON", object_id=1, pages=1, purpose="AUDIT", destination="PRINTER",
            page_sealed=police.cipher.seal("prints", "page_sealed", 1, SECRET),
        )  # fmt: skip
    return police


def _again(police: PoliceStore, key_file: Path) -> PoliceStore:
    return PoliceStore(police.url, police.clock, keys.load(key_file), police.city).open()


def _whole(police: PoliceStore, key_file: Path) -> None:
    """The store opens with what the key file holds, and everything in it."""
    store = _again(police, key_file)
    store.require_current()
    assert store.opened("prints", "page_sealed", 1).decode() == SECRET
    rows = store.rows("SELECT id FROM key_checks WHERE id > 1 ORDER BY id")
    opened = [store.opened("key_checks", "check_sealed", id).decode() for (id,) in rows]
    assert opened == [f"{SECRET}-{n}" for n in (1, 2, 3)]
    assert audit.verify(store) == ""
    store.close()


def test_everything_opens_with_the_new_keys_only(
    filled: PoliceStore, key_file: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """File and sealed values, those of final tables too; the protection of final tables is back."""
    filled.close()
    done = rotation.rotate(filled.url, key_file, filled.clock, filled.city)
    assert (done.values, done.resumed) == (5, False)
    after = keys.load(key_file)
    assert list(after.field) == [2]
    assert (list(after.file), after.index) == ([2] if filled.kind == "sqlite" else [1], POLICE_KEYS.index)
    _whole(filled, key_file)
    old = PoliceStore(filled.url, filled.clock, POLICE_KEYS, filled.city)
    with pytest.raises(StoreError, match="does not hold its key"):
        old.open().require_current()
    old.close()
    assert capfd.readouterr() == ("", "")


def test_nobody_else_may_have_it_open(filled: PoliceStore, key_file: Path) -> None:
    """A rotation is refused while a station has the store open, and changes nothing."""
    with pytest.raises(StoreError, match="open at a station"):
        rotation.rotate(filled.url, key_file, filled.clock, filled.city)
    assert keys.load(key_file) == POLICE_KEYS
    _whole(filled, key_file)


class Killed(BaseException):
    """The process ends here."""


def test_killed_at_any_moment_it_still_opens_and_goes_on(
    filled: PoliceStore, key_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ended before or after each of its steps, the store opens; run again, the rotation is completed."""
    filled.close()
    steps: list[tuple[object, str]] = [
        (keys, "replace_file"), (rotation, "_copy"), (rotation.os, "replace"), (rotation, "_seal_anew"),
        (rotation, "_batch"), (rotation.audit, "record"),
    ]  # fmt: skip
    saved = tmp_path / "saved.db"
    if filled.kind == "sqlite":
        shutil.copyfile(tmp_path / "police.db", saved)
    for target, name in steps:
        for after in (False, True):
            with monkeypatch.context() as patch:
                patch.setattr(target, name, _ending(getattr(target, name), after))
                try:
                    rotation.rotate(filled.url, key_file, filled.clock, filled.city)
                except Killed:
                    pass
                else:
                    assert filled.kind == "postgresql", f"{name} was not reached"
            _whole(filled, key_file)
            rotation.rotate(filled.url, key_file, filled.clock, filled.city)
            _whole(filled, key_file)
            assert len(keys.load(key_file).field) == 1
    if filled.kind == "sqlite":
        assert saved.read_bytes()[:16] != (tmp_path / "police.db").read_bytes()[:16]


def _ending(real: Callable[..., object], after: bool) -> Callable[..., object]:
    def call(*args: object, **keywords: object) -> object:
        if after:
            real(*args, **keywords)
        raise Killed

    return call


@pytest.mark.soak
def test_killed_for_real_at_random_moments(filled: PoliceStore, key_file: Path) -> None:
    """The command in a process of its own, ended by the system; whatever was reached, the store opens and is whole."""
    filled.close()
    random = Random(6)
    environ = {
        **os.environ,
        "COUNTER_STORE": filled.city.url,
        "COUNTER_POLICE_STORE": filled.url,
        "COUNTER_POLICE_KEYS": str(key_file),
        "PYTHONPATH": str(Path(__file__).parent.parent),
    }
    words = [sys.executable, "-m", "counter_tui", "police", "rotate-key"]
    begun = monotonic()
    subprocess.run(words, env=environ, check=True, capture_output=True, timeout=60)
    whole, unfinished = monotonic() - begun, 0
    for _ in range(40):
        with subprocess.Popen(words, env=environ, stdout=subprocess.DEVNULL) as process:
            try:
                process.wait(random.uniform(0.3, 1.05) * whole)
            except subprocess.TimeoutExpired:
                process.kill()
        unfinished += len(keys.load(key_file).field) > 1
        _whole(filled, key_file)
    subprocess.run(words, env=environ, check=True, capture_output=True, timeout=60)
    _whole(filled, key_file)
    assert unfinished, "no rotation was killed in its middle"
