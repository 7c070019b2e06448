"""Petty cash at the counter: a month of a fund from the ten-key pad, and what its displays say."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from conftest import MONDAY, sqlite_url
from counter import InProcess, in_process
from pettycash_keys import APPROVE, SET_UP, count_keys, order_keys, voucher_keys

from data import settings
from data.clock import FixedClock
from data.verify import verify

PAD = frozenset("0123456789") | {"full_stop", "plus", "minus", "asterisk", "slash", "enter"}


@pytest.fixture
async def desk(run_folder: Path, tmp_path: Path) -> AsyncIterator[InProcess]:
    """The custodian 102 on menu 13, with fund PC1 of 200.00 that finance has set up."""
    url = sqlite_url(run_folder, tmp_path / "city.db", "city")
    async with in_process(url, FixedClock(MONDAY)) as counter:
        settings.put(counter.app.store, None, "outbox.folder", str(tmp_path / "outbox"), date(2026, 7, 1))
        await counter.sign_on("301")
        await counter.press(*SET_UP)
        assert "PC1    Counter" in counter.text
        await counter.press("f3", "90\n")
        await counter.sign_on("102")
        await counter.press("13\n")
        counter.keys.clear()
        yield counter


async def test_a_month_of_a_fund_from_the_ten_key(desk: InProcess) -> None:
    await desk.press("1\n", voucher_keys(1, "1234", 1))
    assert "Voucher PC1-27-00001: 12.34 to 4411." in desk.text
    await desk.press("1\n", voucher_keys(2, "4000", 0, "4412"))
    assert "Receipt and change are due on 07/07/2026." in desk.text
    await desk.press("2\n", "1\n", "33.10\n")
    assert "Change back into the box: 6.90" in desk.text
    await desk.press("1\n")
    assert "Advance PC1-27-00002 is settled." in desk.text
    await desk.press("3\n", "6\n", "/")
    await desk.press("6\n")
    assert "PC1-27-00001 is not signed for" in desk.text
    await desk.press("backspace", "3\n")
    assert desk.program == "PCV012"
    rows = [row for row in desk.text.splitlines() if "PC1-27-" in row]
    assert [row.split()[-2] for row in rows] == ["Y", "N"]
    await desk.press("/")
    assert desk.program == "MENU13"


async def test_requesting_receiving_and_counting(desk: InProcess, tmp_path: Path) -> None:
    await desk.press("1\n", voucher_keys(1, "1234", 1), "3\n", "6\n", "/")
    await desk.press("6\n", count_keys(187_16))
    assert desk.program == "PCR010"
    assert "Office supplies" in desk.text
    assert "Cash short" in desk.text
    assert "12.84" in desk.text
    await desk.press("77\n")
    assert "Another person approves the reimbursement of 12.84" in desk.text
    await desk.press(APPROVE)
    assert "Reimbursement PC1-R27-0001 of 12.84 is requested." in desk.text
    await desk.press("7\n", "9\n")
    folder = tmp_path / "outbox"
    assert (folder / "AP_PC1-R27-0001.csv").read_text().startswith("request,date,payee,fund,line,account")
    assert (folder / "PC1-R27-0001.pdf").read_bytes().startswith(b"%PDF")
    await desk.press("/", "1\n", "88012\n", "/")
    assert "12.84 is back in the box." in desk.text
    await desk.press("5\n", count_keys(200_00))
    assert "The fund balances." in desk.text
    await desk.press("/")
    assert "Fund PC1 balances." in desk.text
    assert set(desk.keys) <= PAD
    with_books = desk.app.store.again().open()
    try:
        assert verify(with_books).ok
    finally:
        with_books.close()


async def test_a_change_order_goes_out_and_comes_back(desk: InProcess) -> None:
    await desk.press("8\n", order_keys({"b20": 2}, {"r25": 3}))
    assert "Given 40.00, wanted 30.00: 10.00 too little is wanted." in desk.text
    await desk.press("backspace", "f12")
    await desk.press("8\n", order_keys({"b20": 2}, {"r25": 3, "r10": 2}))
    assert "Change order PC1-C27-0001 of 40.00" in desk.text
    await desk.press("4\n")
    assert "Change out at the bank .........        40.00" in desk.text
    await desk.press("/9\n", "5\n")
    assert "3 x Quarter rolls (40)" in desk.text
    await desk.press("/", "1\n")
    assert "Received" in desk.text
    await desk.press("/4\n")
    assert "Cash in the box ................       200.00" in desk.text


async def test_a_surprise_count_by_the_supervisor_and_nothing_for_others(desk: InProcess) -> None:
    await desk.press("/90\n")
    await desk.sign_on("201")
    await desk.press("13\n")
    assert "Pay a voucher" in desk.text
    await desk.press("1\n")
    assert "You keep no petty cash fund." in desk.text
    await desk.press("backspace", "5\n", count_keys(199_00))
    assert "Surprise count" in desk.text
    await desk.press("/")
    assert "Fund PC1 is 1.00 short." in desk.text
    await desk.press("10\n")
    assert "Surprise count" in desk.text
    assert "1.00-" in desk.text
