"""When the program fails nobody's data is shown or written, the clerk reads one sentence, the terminal works again."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from terminal import ROOT, Terminal

from counter_tui import crash, logs
from data.store import StopTheTill

SECRET = "Maria Delgado 4111"
APP = Path(__file__).parent / "crash_app.py"


def failing(name: str) -> None:
    """Fail with a local variable and a message that hold somebody's data."""
    typed = f"{name} owes 188.11"
    raise ValueError(typed)


def caught() -> BaseException:
    try:
        failing(SECRET)
    except ValueError as error:
        return error
    raise AssertionError


def test_a_report_says_where_and_not_who(tmp_path):
    identity, file = crash.report(caught(), tmp_path / "log")
    assert file is not None
    text = file.read_text()
    assert identity in text
    assert "in failing" in text
    assert "ValueError" in text
    assert SECRET not in text
    assert file.stat().st_mode & 0o777 == 0o600


def test_causes_are_kept_and_messages_only_where_they_cannot_hold_data(tmp_path):
    try:
        try:
            failing(SECRET)
        except ValueError as error:
            raise StopTheTill("The store has failed.") from error
    except StopTheTill as error:
        text = logs.safe_traceback(error)
    assert text.index("ValueError") < text.index("which led to:") < text.index("StopTheTill: The store has failed.")
    assert SECRET not in text


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (KeyError(SECRET), "KeyError"),
        (TypeError("f() missing 1 argument"), "TypeError: f() missing 1 argument"),
        (FileNotFoundError(2, "No such file or directory", SECRET), "FileNotFoundError: No such file or directory"),
        (StopTheTill("The store has failed.\nDETAIL: " + SECRET), "StopTheTill: The store has failed."),
        (RuntimeError(SECRET), "RuntimeError"),
    ],
)
def test_which_messages_are_kept(error, line):
    assert logs.error_line(error) == line


def test_a_report_that_cannot_be_written_still_has_an_id(tmp_path):
    (tmp_path / "log").write_text("a file where the folder should be")
    identity, file = crash.report(caught(), tmp_path / "log")
    assert file is None
    assert identity in crash.sentence(identity, file)


def test_ids_can_be_read_over_the_telephone():
    ids = {crash.new_id() for _ in range(500)}
    assert len(ids) == 500
    assert all(len(each) == 6 and not set(each) & set("IO01") for each in ids)


def test_the_application_ends_with_a_sentence_and_leaves_the_terminal_usable(tmp_path):
    words = [sys.executable, str(APP), str(tmp_path)]
    with Terminal(words, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}) as terminal:
        terminal.wait_for("Ready")
        terminal.send("x")
        assert terminal.wait_exit() == 1
        shown = terminal.screen_text()
    assert "The program failed (error " in " ".join(shown.split())
    assert "Your work is kept" in " ".join(shown.split())
    assert "Delgado" not in shown
    assert "Traceback" not in shown
    reports = list(tmp_path.glob("crash-*.txt"))
    assert len(reports) == 1
    assert "Delgado" not in reports[0].read_text()
    assert "on_key" in reports[0].read_text()


def test_errors_of_threads_and_of_the_program_itself_are_reported(tmp_path):
    script = (
        "import sys, threading, pathlib\n"
        "from counter_tui import crash\n"
        "crash.install(pathlib.Path(sys.argv[1]))\n"
        "def fail(): raise ValueError('Maria Delgado')\n"
        "thread = threading.Thread(target=fail, name='store'); thread.start(); thread.join()\n"
        "fail()\n"
    )
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.count("The program failed (error ") == 1
    assert "Delgado" not in done.stderr
    reports = [each.read_text() for each in tmp_path.glob("crash-*.txt")]
    assert sorted(text.split("Thread ")[1].split("\n")[0] for text in reports) == ["MainThread", "store"]
    assert not any("Delgado" in text for text in reports)


# The log


@pytest.fixture
def log_file(tmp_path, monkeypatch) -> Iterator[Path]:
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", root.handlers[:])
    monkeypatch.setattr(root, "level", root.level)
    handler = logs.configure(tmp_path / "log" / "T1.log", "info")
    yield tmp_path / "log" / "T1.log"
    handler.close()
    logging.captureWarnings(False)


def test_the_log_is_private_and_everything_goes_there_only(log_file, capsys):
    before = datetime.now(UTC)
    logging.getLogger("x").info("job %d printed", 7)
    logging.getLogger("x").debug("not this")
    logging.getLogger("x").error("failed", exc_info=caught())
    text = log_file.read_text()
    written = text.split(" ")[0]
    assert f"{before:%Y-%m-%dT%H:%M:%S}" <= written <= f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S}Z"
    assert "INFO x: job 7 printed\n" in text
    assert "not this" not in text
    assert "in failing" in text
    assert SECRET not in text
    assert log_file.stat().st_mode & 0o777 == 0o600
    assert capsys.readouterr() == ("", "")


def test_a_message_cannot_forge_a_line_or_steer_a_terminal(log_file):
    logging.getLogger("x").warning("one\nERROR two\x1b[2J")
    assert log_file.read_text().splitlines()[-1].endswith("one\\x0aERROR two\\x1b[2J")


def test_the_log_keeps_a_limited_number_of_files(log_file, monkeypatch):
    monkeypatch.setattr(
        next(each for each in logging.getLogger().handlers if hasattr(each, "maxBytes")), "maxBytes", 500
    )
    for n in range(100):
        logging.getLogger("x").info("line %d", n)
    assert len(list(log_file.parent.iterdir())) == logs.OLD_FILES + 1
    assert all(each.stat().st_mode & 0o777 == 0o600 for each in log_file.parent.iterdir())


def test_a_full_disk_does_not_write_to_the_screen():
    script = (
        "import logging, pathlib\n"
        "from counter_tui import logs\n"
        "logs.configure(pathlib.Path('/dev/full'))\n"
        "logging.getLogger('x').error('lost')\n"
        "print('goes on')\n"
    )
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", script], env=environ, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("goes on\n", "")
