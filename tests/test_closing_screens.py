"""The end of the day at the desk, from the digits of the ten-key pad: verify, deposit, send, confirm, close, export."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from closing_keys import bag_keys, drawer_keys, sign
from conftest import MONDAY, sqlite_url
from counter import InProcess, in_process
from screens_sample import QUIET
from test_deposits import bank_file

from data.clock import FixedClock
from data.verify import verify

OFF = "90\n"


@pytest.fixture
async def counter(run_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[InProcess]:
    """The sample city; the outbox is in the test's own folder."""
    monkeypatch.chdir(tmp_path)
    url = sqlite_url(run_folder, tmp_path / "city.db", "city")
    async with in_process(url, FixedClock(MONDAY), config=QUIET) as found:
        await found.sign_on("103")
        yield found


def states(counter: InProcess) -> list[str]:
    return [row[0] for row in counter.app.store.rows("SELECT state FROM bank_deposits ORDER BY id")]


async def closed_drawers(counter: InProcess) -> None:
    """Two clerks close a drawer each; the supervisor signs on and verifies both."""
    await counter.press(*drawer_keys(), OFF, sign("102"), *drawer_keys(2_50), OFF, sign("201"))
    await counter.press("10.1\n", "1\n", "\n1", "1\n", "\n1")
    assert "No drawer waits" in counter.text
    await counter.press("f3")


async def test_from_the_drawer_to_the_ledger_in_digits(counter: InProcess, tmp_path: Path) -> None:
    await closed_drawers(counter)
    typed = len(counter.keys)
    await counter.press("10.2\n", bag_keys(7_50))
    assert "Deposit D27-0001 of 7.50 is prepared" in counter.text
    await counter.press("/", "10.3\n", "1\n")
    assert "somebody else must do it" in counter.text
    pressed = set(counter.keys[typed:])
    await counter.reset()
    assert all((len(key) == 1 and key.isdigit()) or key in ("enter", "full_stop", "slash") for key in pressed), pressed
    await counter.press("f3", OFF, sign("301"), "10.3\n", "1\n", "2\n")
    assert states(counter) == ["SENT"]
    await counter.press("3\n", "\n\n\n")
    assert states(counter) == ["CONFIRMED"]
    await counter.press("f3", "10.5\n", "\n1")
    assert "BUSINESS DATE 07/06/2026 CLOSED" in counter.text
    await counter.press("\n", "f3", "10.6\n", "\n\n")
    file = tmp_path / "var" / "outbox" / "GL_20260706_01.csv"
    control = (tmp_path / "var" / "outbox" / "GL_20260706_01.ctl").read_text()
    assert hashlib.sha256(file.read_bytes()).hexdigest() in control
    assert verify(counter.app.store).ok


async def test_a_short_bag_is_explained_on_the_form(counter: InProcess) -> None:
    await closed_drawers(counter)
    await counter.press("10.2\n", bag_keys(7_00))
    assert "The drawers say 7.50: 0.50 short" in counter.text
    assert counter.program == "DEP010"
    assert states(counter) == []


async def test_the_banks_file_is_shown_before_it_counts(counter: InProcess, tmp_path: Path) -> None:
    await closed_drawers(counter)
    await counter.press("10.2\n", bag_keys(7_50), "f3", OFF, sign("301"), "10.3\n", "1\n", "2\n", "f3")
    (tmp_path / "var" / "inbox").mkdir(parents=True, exist_ok=True)
    (tmp_path / "var" / "inbox" / "bank.txt").write_text(bank_file(7_50, "D27-0001"))
    (tmp_path / "var" / "inbox" / "bad.txt").write_text("hello")
    await counter.press("10.4\n", "bad.txt\n")
    assert "Line 1: this is no BAI2 record. The file is refused whole." in counter.text
    await counter.reset()
    await counter.press("f3", "10.4\n", "bank.txt\n")
    assert "D27-0001" in counter.text
    assert states(counter) == ["SENT"]
    await counter.press("f6")
    assert states(counter) == ["CONFIRMED"]


async def test_a_bank_file_that_differs_shows_by_how_much_and_marks_the_deposit(counter, tmp_path: Path) -> None:
    await closed_drawers(counter)
    await counter.press("10.2\n", bag_keys(7_50), "f3", OFF, sign("301"), "10.3\n", "1\n", "2\n", "f3")
    (tmp_path / "var" / "outbox").mkdir(parents=True, exist_ok=True)
    (tmp_path / "var" / "outbox" / "bank.txt").write_text(bank_file(7_00, "D27-0001"))
    await counter.press("10.4\n", "bank.txt\n")
    assert "differs 0.50-" in counter.text
    assert "F6 posts the difference of 1 deposit;" in counter.text
    await counter.press("f6")
    assert "0 deposits confirmed" in counter.text
    assert "Deposit D27-0001 differs by 0.50-: DIFF" in counter.text
    await counter.press("10.3\n")
    assert states(counter) == ["DIFF"]
    assert "7.00" in counter.text
    assert verify(counter.app.store).ok


async def test_a_bank_file_without_a_deposit_of_ours_offers_nothing_to_confirm(counter, tmp_path: Path) -> None:
    await closed_drawers(counter)
    (tmp_path / "var" / "outbox").mkdir(parents=True, exist_ok=True)
    (tmp_path / "var" / "outbox" / "bank.txt").write_text(bank_file(7_50, "D27-0001"))
    await counter.press(OFF, sign("301"), "10.4\n", "bank.txt\n")
    assert "no deposit fits" in counter.text
    assert "confirms no deposit that was sent" in counter.text
    assert "F6" not in counter.text
    await counter.press("f6")
    assert counter.app.store.value("SELECT count(*) FROM bank_credits") == 0


async def test_the_day_report_is_printed_and_written_like_every_other(counter: InProcess, tmp_path: Path) -> None:
    await closed_drawers(counter)
    await counter.press("8.1\n")
    assert counter.program == "RPT010"
    assert "F11=PDF, CSV" in counter.text
    await counter.press("f6", "f11")
    assert counter.app.store.value("SELECT count(*) FROM jobs WHERE title = 'Day report'") == 1
    (text,) = (tmp_path / "var" / "outbox").glob("day-report-2026-07-06-*.csv")
    assert "By tender,CA,Cash,2,7.50" in text.read_text()


async def test_the_picture_of_the_volume_says_what_it_shows(counter: InProcess) -> None:
    await closed_drawers(counter)
    await counter.press("8.5\n", "\n\n")
    assert "Receipts (height) by the hour in which they began (below)" in counter.text


async def test_a_day_with_an_unverified_drawer_stays_open(counter: InProcess) -> None:
    await counter.press(*drawer_keys(), OFF, sign("201"), "10.5\n")
    assert "is CLOSED. Verify it." in counter.text
    await counter.press("\n1")
    assert counter.program == "DAY010"
    assert counter.app.store.value("SELECT count(*) FROM business_days") == 0


async def test_a_surprise_count_and_its_report(counter: InProcess) -> None:
    await counter.press("3.1\n20000\n", "f3", OFF, sign("201"), "10.7\n", "1\n", "3\n" + "0\n" * 24)
    assert "Surprise count of till 01" in counter.text
    await counter.press("0\n0", "tab", "Monthly\n", "1")
    assert "Till 01: Cash 100.00" in counter.text
    await counter.press("f3", "8.9\n", "\n\n")
    assert "Monthly" in counter.text
    assert "100.00" in counter.text
    assert counter.app.store.value("SELECT state FROM drawers WHERE till = '01'") == "OPEN"


async def test_a_report_is_printed_and_written(counter: InProcess, tmp_path: Path) -> None:
    await closed_drawers(counter)
    await counter.press("8.2\n", "\n\n", "f6")
    assert "being printed" in counter.text
    assert counter.app.store.value("SELECT count(*) FROM jobs WHERE title = 'Receipt register'") == 1
    await counter.press("f11")
    (pdf,) = (tmp_path / "var" / "outbox").glob("receipt-register-2026-07-06-*.pdf")
    assert b"/MediaBox [ 0 0 612 792 ]" in pdf.read_bytes(), "the page is no letter page"
    (text,) = (tmp_path / "var" / "outbox").glob("receipt-register-2026-07-06-*.csv")
    assert text.read_text().splitlines()[1].startswith("27-000001,07/06/26")


async def test_dates_typed_after_the_code_are_taken_at_once(counter: InProcess) -> None:
    await counter.press(*drawer_keys(), OFF, sign("301"), "SUMMARY 070126 073126\n")
    assert counter.program == "RPT040"
    assert "07/01/2026 to 07/31/2026" in counter.text
    await counter.press("f3", "SUMMARY 073126 070126\n")
    assert "not before the first one" in counter.text
