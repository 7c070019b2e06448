"""The start: the sign-on is painted before anything slow is imported, and no key is lost while the rest is."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from counter import PASSWORDS, Counter, opened_counter
from terminal import ROOT, Terminal

from counter_tui.config import parse
from counter_tui.first_look import FirstLook, read
from data.clock import SystemClock
from data.store import Store

SLOW = ("peewee", "sqlcipher3", "psycopg", "serial", "escpos", "reportlab", "argon2", "data.store", "devices.station")
"""None of these may be imported before the sign-on is on the screen."""
RUN = ["python", "-m", "counter_tui", "run", "--station"]
REPORTS = """
import sys
from pathlib import Path


class Watch:
    def find_spec(self, name, path, target=None):
        if name == "counter_tui.config":  # the first thing that is imported behind the sign-on
            Path("modules.txt").write_text(" ".join(sys.modules))


sys.meta_path.insert(0, Watch())
sys.argv = ["counter-tui", "run", "--station", sys.argv[1]]
from counter_tui.__main__ import main

sys.exit(main())
"""


@pytest.fixture
def counter(run_folder: Path, tmp_path: Path) -> Iterator[Counter]:
    """A small city with a station file and no program running."""
    with opened_counter(run_folder, tmp_path) as found:
        text = f'station = "T1"\ntill = "01"\nstore = "{found.url}"\n[log]\nfile = "{tmp_path}/T1.log"\n'
        (tmp_path / "T1.toml").write_text(text, encoding="utf-8")
        yield found


def started(counter: Counter, file: str = "T1.toml") -> Terminal:
    """The program, just started."""
    return Terminal([*RUN, file], cwd=str(counter.folder))


def test_nothing_slow_is_imported_before_the_sign_on_is_painted(counter):
    (counter.folder / "start.py").write_text(REPORTS, encoding="utf-8")
    with Terminal(["python", "start.py", "T1.toml"], cwd=str(counter.folder)) as terminal:
        terminal.wait_for("Second factor")
        terminal.wait_for("sample city")
    imported = (counter.folder / "modules.txt").read_text().split()
    assert "screens.signon_form" in imported
    assert [name for name in SLOW if name in imported] == []


def test_what_is_typed_before_the_store_is_named_imports_no_records():
    script = """
import asyncio, sys
from screens.desk import Desk

async def waits(approval): return "not ready"

print(asyncio.run(Desk.approved(None, waits)), [name for name in ("peewee", "data.store") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == "not ready []\n"


def test_a_sqlite_store_loads_no_other_driver(counter):
    script = """
import sys
from counter_tui import app

def run(first, named):
    named()
    from counter_tui import parts, work
    print(sorted(name for name in sys.modules if name.startswith("psycopg")))
    return 0

app.run_app = run
from counter_tui.commands import run_command
run_command.check_terminal = lambda: None
from counter_tui.cli import main
sys.exit(main(["run", "--station", "T1.toml"], {}))
"""
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=counter.folder, env=environ, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "[]\n", "")


def test_what_is_typed_from_the_splash_on_arrives_in_order(counter):
    with started(counter) as terminal:
        terminal.wait_sent("Starting")
        terminal.send(f"102\r{PASSWORDS['102']}\r3\r1\r20000\r".encode())
        terminal.wait_for("drawer 01 open")


def test_a_sign_on_typed_before_the_program_is_ready_waits_for_it(counter):
    with started(counter) as terminal:
        terminal.wait_for("Second factor")
        terminal.send(f"102\r{PASSWORDS['102']}\r".encode())
        terminal.wait_for("Main menu")


def test_f1_and_f3_may_be_the_first_keys(counter):
    with started(counter) as terminal:
        terminal.wait_for("Second factor")
        terminal.send_keys("F1")
        terminal.wait_for("The ten-key pad")
        terminal.send_keys("F12")
        terminal.wait_for("SGN010")
        terminal.send_keys("F3")
        assert terminal.wait_exit() == 0
    with started(counter) as terminal:
        terminal.wait_sent("Starting")
        terminal.send_keys("F3")
        assert terminal.wait_exit() == 0


def test_a_second_clerk_sees_the_same_sign_on(counter):
    with started(counter) as terminal:
        terminal.wait_for("sample city")
        terminal.send(f"102\r{PASSWORDS['102']}\r".encode())
        terminal.wait_for("Main menu")
        terminal.send(b"90\r")
        terminal.wait_for("sample city")


@pytest.mark.parametrize(
    ("file", "code", "sentence"),
    [
        ('station = "T1"\n', 4, "till is missing"),
        ("station =\n", 4, "this is not TOML"),
        ('station = "T1"\ntill = "01"\n', 2, "Name the store with --store or COUNTER_STORE."),
        ('station = "T1"\ntill = "01"\nstore = "sqlite:///none.db"\n', 3, "There is no store at none.db."),
        ('station = "T1"\ntill = "01"\nstore = "sqlite:///text.db"\n', 3, "cannot be opened"),
        ('station = "T1"\ntill = "01"\nstore = "sqlite:///empty.db"\n', 3, "The store is empty."),
        ('station = "T1"\ntill = "01"\nstore = "{url}"\n[log]\nfile = "/proc/none/x.log"\n', 4, "cannot be written"),
        ('station = "T1"\ntill = "01"\nstore = "{url}"\n[printer]\ndriver = "fax"\n', 4, "printer.driver"),
    ],
)
def test_what_is_wrong_ends_the_program_with_its_sentence_and_code(counter, file, code, sentence):
    (counter.folder / "text.db").write_text("This is no database. " * 100)
    Store(f"sqlite:///{counter.folder}/empty.db", SystemClock()).open().close()
    (counter.folder / "wrong.toml").write_text(file.replace("{url}", counter.url), encoding="utf-8")
    with started(counter, "wrong.toml") as terminal:
        assert terminal.wait_exit() == code
        assert sentence in " ".join(terminal.screen_text().split())
        assert terminal.raw.rindex(b"\x1b[?1049l") < terminal.raw.rindex(b"\r\n")


def test_the_first_look_agrees_with_the_checked_file(tmp_path):
    text = """
station = "T1"
till = "01"
[screen]
theme = "amber"
ascii = true
[keyboard]
scanner_prefixes = ["]C0"]
scanner_timing = true
[keyboard.keymap]
help = "f1"
"""
    (tmp_path / "till.toml").write_text(text, encoding="utf-8")
    assert read(tmp_path / "till.toml") == FirstLook.of(parse(text))


@pytest.mark.parametrize(
    "text",
    ["=", "screen = 3", "[screen]\ntheme = 'pink'\nascii = 1", "[keyboard]\nkeymap = 3", "[keyboard.keymap]\nx = 'f1'"],
)
def test_a_first_look_leaves_what_is_wrong_at_its_default(tmp_path, text):
    (tmp_path / "till.toml").write_text(text, encoding="utf-8")
    assert read(tmp_path / "till.toml") == FirstLook()
    assert read(tmp_path / "none.toml") == FirstLook()
