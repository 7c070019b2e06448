"""More change than anybody is given is asked about: an account number may stand where the cash belongs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from conftest import MONDAY, sqlite_url
from counter import PLAIN, InProcess, in_process

from data.clock import FixedClock


@pytest.fixture
async def desk(run_folder: Path, tmp_path: Path) -> AsyncIterator[InProcess]:
    """A clerk with an open drawer at the tender of a water bill of 50.00."""
    async with in_process(sqlite_url(run_folder, tmp_path / "city.db", "city"), FixedClock(MONDAY)) as found:
        await found.sign_on("102")
        await found.press("3.1\n", "20000\n", "f3", "1\n1\n", f"{PLAIN}\n", "5000\n")
        yield found


def receipts(desk: InProcess) -> int:
    return int(desk.app.store.value("SELECT count(*) FROM journal WHERE kind = 'RECEIPT'"))


async def test_an_account_number_typed_as_cash_is_asked_about(desk: InProcess) -> None:
    before = receipts(desk)
    await desk.press(f"{PLAIN}\n", "\n", "1\n")
    assert "The change would be 99,995.67. Enter again if the cash is right." in desk.text
    assert receipts(desk) == before
    await desk.press("escape", "ctrl+u", "6000\n")
    assert receipts(desk) == before + 1
    assert "Change 10.00" in desk.text


async def test_much_change_may_be_meant(desk: InProcess) -> None:
    before = receipts(desk)
    await desk.press("200000\n")
    assert receipts(desk) == before
    await desk.press("escape", "\n")
    assert receipts(desk) == before + 1


async def test_the_usual_change_is_given_without_a_question(desk: InProcess) -> None:
    before = receipts(desk)
    await desk.press("10000\n")
    assert receipts(desk) == before + 1


async def test_a_store_without_the_setting_asks_nothing(desk: InProcess) -> None:
    desk.app.store.run("DELETE FROM settings WHERE name = 'tender.change_ask'")
    before = receipts(desk)
    await desk.press("200000\n")
    assert receipts(desk) == before + 1
