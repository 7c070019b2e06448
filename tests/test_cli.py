"""The command line: help, exit codes, sentences instead of tracebacks."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import command_line
import pytest
from command_line import Terminal
from terminal import ROOT, wait_until

from counter_tui import cli
from counter_tui.commands import user_command
from data.clock import SystemClock
from data.store import BusyError, Store

command = command_line.command


def actions() -> list[tuple[str, ...]]:
    return [
        *((name,) for name in cli.COMMANDS),
        ("station", "check"),
        ("import", "accounts"),
        ("report", "day"),
        *(("user", action) for action in ("add", "list", "disable", "enable", "reset", "role", "unlock")),
    ]


@pytest.mark.parametrize("words", actions(), ids=" ".join)
def test_every_command_has_help_with_an_example(words, command):
    done = command(*words, "--help")
    assert done.code == 0
    assert f"Example: counter-tui {' '.join(words)}" in done.out


def test_the_help_names_all_commands_and_exit_codes(command):
    done = command("--help")
    assert all(f"\n    {name}" in done.out for name in cli.COMMANDS)
    assert "130 stopped by Ctrl+C" in done.out


WRONG = [
    *((), ("pay",), ("init", "--colour"), ("user",), ("backup",), ("simulate", "lamp")),
    *(("verify", "--expect-head", head) for head in ("1f0a9c3", "Z report", "")),
    ("user", "ban", "banned.txt", "--reviewed", "yesterday"),
    ("simulate", "printer", "--port", "70000"),
]


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_a_wrong_command_line_is_2(words, command):
    done = command(*words)
    assert done.code == 2
    assert "usage: counter-tui" in done.err


# Stores


def test_no_store_or_a_wrong_url_is_2(command):
    assert command("user", "list").code == 2
    assert "COUNTER_STORE" in command("user", "list").err
    wrong = command("user", "list", "--store", "mysql://x")
    assert (wrong.code, wrong.out) == (2, "")
    assert "sqlite:///path" in wrong.err


def test_a_store_that_is_not_there_is_3_and_is_not_made(command, tmp_path):
    done = command("user", "list", "--store", "sqlite:///none.db")
    assert done.code == 3
    assert "There is no store at none.db" in done.err
    assert list(tmp_path.iterdir()) == []


def test_an_unreachable_server_is_3(command):
    done = command("user", "list", COUNTER_STORE="postgresql://counter:secret@127.0.0.1:1/counter")
    assert done.code == 3
    assert "cannot be opened" in done.err
    assert "secret" not in done.err
    assert "Traceback" not in done.err


def test_a_file_that_is_no_store_is_3(command, tmp_path):
    (tmp_path / "letter.txt").write_text("Dear customer, " * 500)
    done = command("user", "list", "--store", "sqlite:///letter.txt")
    assert done.code == 3
    assert "Traceback" not in done.err


def test_an_empty_store_is_3(command, tmp_path):
    (tmp_path / "empty.db").touch()
    Store("sqlite:///void.db", SystemClock()).open().close()
    for words in (("user", "list"), ("backup", "x"), ("verify",)):
        for name in ("empty", "void"):
            done = command(*words, "--store", f"sqlite:///{name}.db")
            assert done.code == 3
            assert "counter-tui init" in done.err


def test_init_makes_a_private_store_with_one_administrator(command, tmp_path):
    done = command("init", "--store", "sqlite:///var/counter.db")
    assert done.code == 0
    password = done.out.split("password ")[1].split()[0]
    path = tmp_path / "var" / "counter.db"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.iterdir() if "new" in each.name] == []
    people = json.loads(command("user", "list", "--json", "--store", "sqlite:///var/counter.db").out)
    assert [(one["number"], one["role"], one["state"]) for one in people] == [("901", "ADMINISTRATOR", "MUST CHANGE")]
    assert len(password) >= 12
    assert password not in path.read_bytes().decode("latin-1")


def test_init_refuses_a_store_in_use_and_upgrade_keeps_it(command):
    url = "sqlite:///counter.db"
    assert command("init", COUNTER_STORE=url).code == 0
    again = command("init", COUNTER_STORE=url)
    assert again.code == 1
    assert "set up already" in again.err
    assert command("init", "--sample", "small", "--upgrade", COUNTER_STORE=url).code == 1
    upgraded = command("init", "--upgrade", COUNTER_STORE=url)
    assert (upgraded.code, upgraded.out) == (0, "The store is up to date.\n")
    assert command("user", "list", COUNTER_STORE=url).out.count("Administrator") == 2


def test_init_that_fails_leaves_nothing(command, tmp_path, monkeypatch):
    def refused(*_: object, **__: object) -> None:
        raise BusyError("The store is busy.")

    monkeypatch.setattr("data.users.add", refused)
    done = command("init", "--store", "sqlite:///counter.db")
    assert done.code == 3
    assert list(tmp_path.iterdir()) == []


def test_init_with_a_sample_city(command):
    done = command("init", "--store", "sqlite:///city.db", "--sample", "12")
    assert done.code == 0
    assert "12 accounts" in done.out
    wrong = command("init", "--store", "sqlite:///other.db", "--sample", "huge")
    assert wrong.code == 2
    assert "small, city or a number" in wrong.err
    assert not Path("other.db").exists()


def test_init_on_an_empty_database_of_either_kind(command, store_url, store_kind):
    if store_kind == "sqlite":
        Path(store_url.removeprefix("sqlite:///")).unlink()
    assert command("init", "--store", store_url).code == 0
    assert command("init", "--store", store_url).code == 1
    assert "901" in command("user", "list", "--store", store_url).out


def test_migrate_says_what_it_did(command, store_url):
    done = command("migrate", "--store", store_url)
    assert (done.code, done.out) == (0, "The store is up to date.\n")


# Errors


@pytest.mark.parametrize(
    ("error", "code", "sentence"),
    [
        (KeyboardInterrupt(), 130, "Stopped by Ctrl+C"),
        (PermissionError(13, "Permission denied", "/secret/file"), 1, "/secret/file: Permission denied."),
        (ZeroDivisionError("Maria Delgado"), 1, "The program failed (error "),
    ],
)
def test_an_error_is_a_sentence_and_a_code(error, code, sentence, command, monkeypatch, tmp_path, rules):
    def fail(*_: object) -> int:
        raise error

    monkeypatch.setattr(user_command, "_list", fail)
    done = command("user", "list", "--store", rules.url)
    assert done.code == code
    assert sentence in done.err
    assert "Traceback" not in done.err
    assert "Delgado" not in done.err + "".join(each.read_text() for each in tmp_path.glob("var/log/crash-*"))


def test_progress_is_one_line_on_a_terminal_and_nothing_elsewhere(command):
    seen = Terminal()
    done = command("init", "--store", "sqlite:///a.db", "--sample", "30", err=seen)
    assert done.code == 0
    assert "\rBuilding the sample city: 50 %" in seen.getvalue()
    assert seen.getvalue().endswith("\r")
    assert command("init", "--store", "sqlite:///b.db", "--sample", "30").err == ""


def test_as_a_process_it_ends_by_ctrl_c_with_130(tmp_path):
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    words = [sys.executable, "-m", "counter_tui", "init", "--sample", "200000", "--store", "sqlite:///a.db"]
    process = subprocess.Popen(
        words, cwd=tmp_path, env=environ, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    wait_until(lambda: process.poll() is not None or (tmp_path / "a.db-new").exists(), "the store")
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Stopped by Ctrl+C" in err
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_the_store_made_is_the_same_that_the_program_opens(command):
    assert command("init", "--store", "sqlite:///counter.db", "--sample", "5").code == 0
    store = Store("sqlite:///counter.db", SystemClock()).open()
    assert store.value("SELECT count(*) FROM accounts") == 5
    assert store.migrate() == []
    store.close()
