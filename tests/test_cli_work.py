"""Commands on a store: clerks, stations, backup, doctor, books and what is taken over."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import SimpleNamespace

import command_line
import pytest
from command_line import Command, Terminal

from counter_tui import newpassword
from data.store import Store

command = command_line.command


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


def test_a_store_of_another_version_is_saved_before_it_is_migrated_and_proved_after(command, rules):
    rules.run("DELETE FROM schema_migration WHERE name = (SELECT MAX(name) FROM schema_migration)")
    done = command("backup", "copy.backup", "--store", rules.url)
    assert done.code == 0
    assert "its audit log has no row of this backup" in done.out
    assert rules.value("SELECT count(*) FROM audit_log WHERE event = 'backup'") == 0
    proof = command("verify", "--store", rules.url)
    assert proof.code == 3
    assert "Make it with: counter-tui migrate" in proof.err


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
