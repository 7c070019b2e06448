"""What the program leaves behind on a machine that others use too."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from data import csvout
from data.clock import SystemClock
from data.store import Store

STATE = """
import os, resource
from counter_tui.private import keep_private
os.umask({umask})
keep_private()
mask = os.umask(0)
print(oct(mask), *resource.getrlimit(resource.RLIMIT_CORE))
"""


@pytest.mark.parametrize(("umask", "kept"), [("0o022", "0o27"), ("0o002", "0o27"), ("0o077", "0o77")])
def test_files_are_not_for_everybody_and_no_core_is_dumped(umask: str, kept: str) -> None:
    found = subprocess.run(
        [sys.executable, "-c", STATE.format(umask=umask)], capture_output=True, text=True, check=True
    )
    mask, soft, hard = found.stdout.split()
    assert mask == kept
    assert soft == hard
    assert soft in ("0", "1")


def test_no_variable_makes_a_file_of_what_is_typed(tmp_path: Path) -> None:
    """Textual writes every key to the file that TEXTUAL_LOG names, a password letter by letter."""
    script = "from textual import constants; print(constants.LOG_FILE)"
    environment = {**os.environ, "TEXTUAL_LOG": str(tmp_path / "keys.log")}
    for first, kept in (("", True), ("from counter_tui.private import keep_private; keep_private(); ", False)):
        command = [sys.executable, "-c", first + script]
        found = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
        assert (found.stdout.strip() == str(tmp_path / "keys.log")) is kept


def test_the_program_begins_with_it(tmp_path: Path) -> None:
    """A process killed as by a fault of the interpreter leaves no image of its memory."""
    script = "import os, sys; sys.argv[1:] = ['--version']\nfrom counter_tui.__main__ import main\n"
    script += "main()\nprint(oct(os.umask(0)))\nsys.stdout.flush()\nos.abort()\n"
    before = "ulimit -c unlimited 2>/dev/null; umask 022; exec " + f'{sys.executable} -c "$1"'
    ended = subprocess.run(["sh", "-c", before, "sh", script], cwd=tmp_path, capture_output=True, text=True)
    assert ended.returncode < 0
    assert ended.stdout.split()[-1] == "0o27"
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def loose() -> Iterator[None]:
    """A process whose files everybody may change."""
    before = os.umask(0)
    yield
    os.umask(before)


def test_what_goes_to_the_outbox_is_whole_and_private_and_follows_no_link(loose: None, tmp_path: Path) -> None:
    """Payees, addresses and accounts, in a folder that others may write to as well."""
    folder, elsewhere = tmp_path / "outbox", tmp_path / "elsewhere"
    folder.mkdir()
    elsewhere.write_text("as it was")
    (folder / "AP.csv").symlink_to(elsewhere)
    (folder / ".AP.csv.part").symlink_to(elsewhere)
    path = csvout.put(folder, "AP.csv", b"1,2\n")
    assert elsewhere.read_text() == "as it was"
    assert path.read_bytes() == b"1,2\n"
    assert not path.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert {each.name for each in folder.iterdir()} == {"AP.csv", ".AP.csv.part"}


def test_a_file_that_cannot_be_written_leaves_nothing_and_the_one_before(tmp_path: Path) -> None:
    folder = tmp_path / "outbox"
    (folder / "AP.csv").mkdir(parents=True)
    for name in ("AP.csv", "../AP.csv", "/AP.csv"):
        with pytest.raises(OSError, match=r"directory|argument"):
            csvout.put(folder, name, b"1,2\n")
    assert [each.name for each in tmp_path.rglob("*")] == ["outbox", "AP.csv"]


@pytest.mark.parametrize("umask", [0o000, 0o077])
def test_the_side_files_of_a_store_have_its_rights_whatever_the_umask(umask: int, tmp_path: Path) -> None:
    path = tmp_path / "city.db"
    path.touch()
    path.chmod(0o660)
    before = os.umask(umask)
    try:
        store = Store(f"sqlite:///{path}", SystemClock()).open()
        store.migrate()
        modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in tmp_path.iterdir()}
        store.close()
    finally:
        os.umask(before)
    assert modes == dict.fromkeys(("city.db", "city.db-wal", "city.db-shm", "city.db-queue"), 0o660)
