"""The command line: help, exit codes, sentences instead of tracebacks."""

from __future__ import annotations

import io
import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest
from terminal import wait_until

from counter_tui import cli, newpassword
from counter_tui.commands import user_command
from counter_tui.console import Console
from data.clock import SystemClock
from data.store import BusyError, Store

HOUSE = Path(__file__).parent.parent


@dataclass
class Done:
    code: int
    out: str
    err: str


class Terminal(io.StringIO):
    """A text stream that is a terminal."""

    def isatty(self) -> bool:
        return True


Command = Callable[..., Done]


@pytest.fixture
def command(tmp_path, monkeypatch, capsys) -> Command:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.StringIO())

    def command(*arguments: str, err: io.StringIO | None = None, **environ: str) -> Done:
        out, err = io.StringIO(), err or io.StringIO()
        code = cli.main(arguments, environ, Console(out, err))
        printed = capsys.readouterr()
        return Done(code, out.getvalue() + printed.out, err.getvalue() + printed.err)

    return command


def actions() -> list[tuple[str, ...]]:
    return [
        *((name,) for name in cli.COMMANDS),
        ("station", "check"),
        ("import", "accounts"),
        ("report", "day"),
        *(("user", action) for action in ("add", "list", "disable", "enable", "reset", "unlock")),
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


@pytest.mark.parametrize("words", [(), ("pay",), ("init", "--colour"), ("user",), ("backup",), ("simulate", "lamp")])
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


# Clerks


def people(command: Command, url: str) -> dict[str, str]:
    return {one["number"]: one["state"] for one in json.loads(command("user", "list", "--json", "--store", url).out)}


def test_a_clerk_is_added_disabled_enabled_reset_and_unlocked(command, rules):
    url = rules.url
    added = command("user", "add", "704", "Ana Ruiz", "csr1", "--store", url)
    assert added.code == 0
    assert "must choose another" in added.out
    assert people(command, url)["704"] == "MUST CHANGE"
    assert command("user", "disable", "704", "--reason", "Left", "--store", url).code == 0
    assert people(command, url)["704"] == "DISABLED"
    assert command("user", "enable", "704", "--store", url).code == 0
    assert "is shown only now" in command("user", "reset", "704", "--store", url).out.replace("It is", "is")
    assert command("user", "unlock", "704", "--store", url).code == 0
    assert people(command, url)["704"] == "MUST CHANGE"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("add", "7", "Ana Ruiz", "CSR1"), "3 to 8 digits"),
        (("add", "704", "Ana Ruiz", "MAYOR"), "no role MAYOR"),
        (("unlock", "999"), "no clerk 999"),
        (("reset", "999"), "no clerk 999"),
        (("disable", "999", "--reason", "x"), "no clerk 999"),
    ],
)
def test_a_refusal_is_1_with_its_sentence(words, sentence, command, rules):
    done = command("user", *words, "--store", rules.url)
    assert done.code == 1
    assert sentence in done.err
    assert done.out == ""


def test_a_typed_password_is_asked_twice_and_checked(command, rules, monkeypatch):
    typed = iter(["correct horse", "correct house", "password", "password", "correct horse", "correct horse", ""])
    monkeypatch.setattr(newpassword.getpass, "getpass", lambda prompt: next(typed))
    monkeypatch.setattr(sys, "stdin", Terminal())
    add = ("user", "add", "704", "Ana Ruiz", "CSR1", "--store", rules.url)
    assert "differ" in command(*add).err
    assert "common passwords" in command(*add).err
    done = command(*add)
    assert done.code == 0
    assert "correct horse" not in done.out
    assert "must choose another" in command("user", "reset", "704", "--store", rules.url).out


# Stations


def test_station_check_tells_of_each_device(command, tmp_path):
    file = tmp_path / "till.toml"
    simulated = '[printer]\ndriver = "simulated"\n[drawer]\ndriver = "printer-kick"\n'
    file.write_text(f'station = "T1"\ntill = "01"\n{simulated}')
    done = command("station", "check", "--station", str(file))
    assert done.code == 0
    assert "The printer is ready." in done.out
    assert "drawer" in done.out
    file.write_text('station = "T1"\ntill = "01"\n[printer]\ndriver = "tcp"\naddress = "127.0.0.1:1"\n')
    broken = command("station", "check", COUNTER_STATION=str(file))
    assert broken.code == 1
    assert "127.0.0.1:1 refuses the connection" in broken.out


def test_a_wrong_station_file_is_4_and_none_is_2(command, tmp_path):
    (tmp_path / "till.toml").write_text('station = "T1"\ntill = "01"\n[lock]\nidle_minutes = 90\n')
    wrong = command("station", "check", "--station", "till.toml")
    assert wrong.code == 4
    assert "till.toml: lock.idle_minutes must be a whole number from 1 to 30, not 90" in wrong.err
    assert command("run", "--station", "none.toml").code in (1, 4)
    assert command("station", "check").code == 2


def test_run_and_demo_need_a_terminal(command, tmp_path):
    for words in (("demo",), ("run", "--station", "till.toml")):
        done = command(*words)
        assert done.code == 1
        assert "needs a terminal" in done.err
    assert list(tmp_path.iterdir()) == []


# Backup and doctor


def test_backup_is_made_once_and_recorded(command, rules, tmp_path):
    done = command("backup", "copy.backup", "--store", rules.url)
    assert done.code == 0
    assert "was read back" in done.out
    assert (tmp_path / "copy.backup").stat().st_mode & 0o777 == 0o600
    again = command("backup", "copy.backup", "--store", rules.url)
    assert (again.code, again.out) == (1, "")
    assert "never overwrites" in again.err
    assert rules.rows("SELECT outcome FROM audit_log WHERE event = 'backup' ORDER BY seq") == [("ok",), ("failed",)]


def test_doctor_finds_a_sound_machine_sound(command, rules, tmp_path):
    (tmp_path / "till.toml").write_text('station = "T1"\ntill = "01"\n[printer]\ndriver = "simulated"\n')
    if rules.kind == "sqlite":
        Path(rules.url.removeprefix("sqlite:///")).chmod(0o600)
    done = command("doctor", "--store", rules.url, "--station", "till.toml")
    wrong = [line for line in done.out.splitlines() if line.startswith("WRONG") and "locale" not in line]
    assert wrong == []
    for word in ("Python", "SQLite", "can be reached", "up to date", "protected", "The clock says", "printer is ready"):
        assert word in done.out


def test_doctor_names_what_is_wrong(command, rules):
    rules.run("DROP TRIGGER journal_no_delete" + (" ON journal" if rules.kind == "postgresql" else ""))
    done = command("doctor", "--store", rules.url)
    assert done.code == 1
    assert "WRONG  The journal is not protected: trigger journal_no_delete is missing" in done.out
    assert "must be put right" in done.out


def test_doctor_knows_a_newer_and_an_older_store(command, rules):
    rules.run("INSERT INTO schema_migration (name, applied) VALUES ('9999_future', '2030-01-01')")
    assert "newer than this program: it has 9999_future" in command("doctor", "--store", rules.url).out
    rules.run("DELETE FROM schema_migration WHERE name > '0001_counter'")
    assert "older than this program: it lacks 0002" in command("doctor", "--store", rules.url).out


def test_doctor_without_store_or_with_an_unreachable_one(command):
    assert "No store was named" in command("doctor").out
    done = command("doctor", "--store", "sqlite:///none.db")
    assert done.code == 1
    assert "WRONG  There is no store at none.db" in done.out


# Books


def test_verify_proves_the_books_and_names_what_is_wrong(command, rules):
    done = command("verify", "--store", rules.url)
    assert done.code == 0
    assert "The books are right" in done.out
    rules.run("DROP TRIGGER journal_no_delete" + (" ON journal" if rules.kind == "postgresql" else ""))
    wrong = command("verify", "--store", rules.url)
    assert wrong.code == 1
    assert "journal_no_delete" in wrong.out
    told = command("verify", "--json", "--expect-head", "01:0badc0de", "--store", rules.url)
    assert told.code == 1
    assert json.loads(told.out)["ok"] is False
    assert [one["check"] for one in json.loads(told.out)["wrong"]] == ["triggers", "expected head"]


def test_a_day_is_printed_for_people_and_programs(command, rules):
    done = command("report", "day", "--date", "2026-07-06", "--store", rules.url)
    assert done.code == 0
    assert "07/06" in done.out or "2026-07-06" in done.out
    told = command("report", "day", "--date", "2026-07-06", "--json", "--store", rules.url)
    assert json.loads(told.out)
    wrong = command("report", "day", "--date", "7/6/26", "--store", rules.url)
    assert wrong.code == 2
    assert "not a date like 2026-07-06" in wrong.err


# Taking accounts over; the rules are tested with data.imports


@pytest.mark.parametrize("dry", [False, True])
def test_import_accounts_tells_of_every_rejected_row(dry, command, rules, tmp_path, monkeypatch):
    calls: list[tuple[Path, bool]] = []

    def import_accounts(store: Store, session: None, file: Path, dry_run: bool, progress: object) -> SimpleNamespace:
        calls.append((file, dry_run))
        return SimpleNamespace(accepted=1200, unchanged=3, rejected=[(7, "zip", "A ZIP code has 5 digits.")])

    monkeypatch.setitem(sys.modules, "data.imports", SimpleNamespace(import_accounts=import_accounts))
    (tmp_path / "a.csv").write_text("number,name\n")
    done = command("import", "accounts", "a.csv", "--store", rules.url, *(["--dry-run"] if dry else []))
    assert done.code == 1
    assert "Row 7, zip: A ZIP code has 5 digits.\n" in done.out
    assert f"1,200 rows {'would be ' if dry else ''}taken, 3 unchanged, 1 rejected." in done.out
    assert calls == [(Path("a.csv"), dry)]


def test_import_of_a_missing_file_is_a_sentence(command, rules):
    done = command("import", "accounts", "none.csv", "--store", rules.url)
    assert (done.code, done.err) == (1, "There is no file none.csv.\n")


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
    environ = {**os.environ, "PYTHONPATH": str(HOUSE)}
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
