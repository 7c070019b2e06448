"""`import payments` and `export payments` from the command line."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from bank_files import billpay, content
from conftest import sqlite_url

from counter_tui.cli import main
from counter_tui.console import Console
from data.clock import SystemClock
from data.store import Store
from data.verify import verify


@pytest.fixture
def url(run_folder: Path, tmp_path: Path) -> str:
    """The small sample city."""
    return sqlite_url(run_folder, tmp_path / "city.db", "city")


def command(url: str, *words: object) -> tuple[int, str]:
    """The exit code of a command, and everything it said."""
    out = StringIO()
    code = main([str(word) for word in words], {"COUNTER_STORE": url}, Console(out, out))
    return code, out.getvalue()


def test_a_file_is_previewed_posted_and_exported(url: str, tmp_path: Path) -> None:
    file = tmp_path / "day.txt"
    file.write_bytes(content(billpay([("A", "10004567", 1000), ("B", "99999999", 250)])))
    code, said = command(url, "import", "payments", file, "--profile", "billpay", "--dry-run")
    assert code == 0
    assert "1 NOACCT" in said
    store = Store(url, SystemClock()).open()
    try:
        assert store.value("SELECT count(*) FROM journal") == 0
        code, said = command(url, "import", "payments", file, "--profile", "BILLPAY", "--clerk", "201")
        assert (code, "1 payment posted" in said, "1 in suspense" in said) == (0, True, True)
        code, said = command(url, "import", "payments", file, "--profile", "BILLPAY", "--clerk", "201")
        assert (code, "2 posted before" in said) == (0, True)
        assert store.value("SELECT count(*) FROM journal WHERE station = 'CLI'") == 2
        assert verify(store).ok
    finally:
        store.close()
    today = SystemClock().today().isoformat()
    code, said = command(url, "export", "payments", "--date", today, "--out", tmp_path / "out.csv")
    assert (code, ": 2 lines." in said) == (0, True)
    rows = (tmp_path / "out.csv").read_text().splitlines()
    assert rows[1].endswith(",10.00,AC,")
    assert ",Unidentified payment,2.50,AC," in rows[2]


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("--profile", "BILLPAY", "--clerk", "201"), 1, "Line 3: the file says 2 payments"),
        (("--profile", "LOCKBOX", "--clerk", "201"), 1, "Line 1: record 'H'"),
        (("--profile", "NONE", "--clerk", "201"), 1, "There is no profile NONE. Known: ACH"),
        (("--profile", "BILLPAY", "--clerk", "999"), 1, "There is no clerk 999"),
        (("--profile", "BILLPAY"), 2, "--clerk"),
    ],
)
def test_what_cannot_be_taken_is_refused(
    url: str, tmp_path: Path, words: tuple[str, ...], code: int, sentence: str
) -> None:
    file = tmp_path / "bad.txt"
    lines = billpay([("A", "10004567", 1000)])
    file.write_bytes(content([*lines[:-1], "T00000002000000001000"]))
    found, said = command(url, "import", "payments", file, *words)
    assert (found, sentence in said) == (code, True), said


def test_the_help_of_payments_says_what_its_codes_mean(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(url, "export", "payments", "--help")[0] == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "1 it cannot be written" in said
    assert "date is not closed" not in said
