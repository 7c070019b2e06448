"""Vehicles and citations at the desk: one key from the record to the cashier, and back with the receipt's number."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from conftest import MONDAY, sqlite_url
from counter import InProcess, in_process
from vehicles_keys import APPROVE, CITE, MARKED, PAPERS, REPO, STORED

from data.clock import FixedClock
from data.verify import verify


@pytest.fixture
async def desk(run_folder: Path, tmp_path: Path) -> AsyncIterator[InProcess]:
    """The police clerk 401 with an open drawer, on the sample's records."""
    url = sqlite_url(run_folder, tmp_path / "city.db", "city")
    async with in_process(url, FixedClock(MONDAY)) as counter:
        await counter.sign_on("401")
        await counter.press("3.1\n20000\n")
        yield counter


async def test_the_fee_of_a_repossession_comes_back_with_its_receipt(desk: InProcess) -> None:
    await desk.press(REPO)
    assert "Fee unpaid: 15.00" in desk.text
    await desk.press("f6")
    assert desk.program == "RP10"
    assert "RP27-000003" in desk.text
    await desk.press("1\n1\n", "\n")
    assert desk.program == "RPO015"
    assert "Fee paid: receipt 27-000001 by the debtor, driver's license" in desk.text
    assert "F6=Take fee" not in desk.text
    await desk.press("f3", "4.1\n1\n", "2\n", "Wrong report\n", "1")
    await desk.press(APPROVE)
    await desk.press("f3", REPO)
    assert "Fee unpaid: 15.00" in desk.text
    assert verify(desk.app.store).ok


async def test_an_impound_is_not_paid_by_card(desk: InProcess) -> None:
    await desk.press(STORED, "f6", "\n", "3\n", "1\n1234\nA1\n")
    assert "only cash, money order or cashier's check" in desk.text


async def test_the_amount_due_is_filled_in(desk: InProcess) -> None:
    await desk.press(CITE, "f6")
    assert "70.00" in desk.text
    await desk.press("\n", "\n")
    assert desk.program == "CIT015"
    assert "PAID" in desk.text
    assert "DUE TODAY 0.00" in desk.text


async def test_a_fee_needs_an_open_drawer_and_says_so(run_folder: Path, tmp_path: Path) -> None:
    url = sqlite_url(run_folder, tmp_path / "city.db", "city")
    async with in_process(url, FixedClock(MONDAY)) as counter:
        await counter.sign_on("401")
        await counter.press(REPO, "f6")
        assert counter.program == "RPO015"
        assert "Open your drawer first" in counter.text


async def test_a_release_to_the_legal_owner(desk: InProcess) -> None:
    await desk.press(STORED, "8\n")
    assert "8 lines are open; line 1: nobody has looked at it." in desk.text
    await desk.press("backspace", "10\n", "2\n")
    assert "Release to the legal owner" in desk.text
    await desk.press("7\n", *MARKED, *PAPERS, "f12", "8\n", "Agent of Sample Bank\n", "1")
    assert "26-0012 is released. The slip is being printed twice." in desk.text
    await desk.printed()
    assert "RELEASED" in desk.text


async def test_an_override_asks_for_a_supervisor(desk: InProcess) -> None:
    await desk.press(STORED, "7\n", "tab", "tab", "7\n", "Watch commander released it early\n")
    assert desk.program == "APV010" or "approval" in desk.text
    await desk.press(APPROVE)
    assert "OVERRIDE" in desk.text


async def test_a_late_notice_is_told_while_it_is_typed_and_stays_on_the_record(desk: InProcess) -> None:
    await desk.press("25.1\n", "f6", "\n", "Sample Caller\nSample Recovery\nRA0000\n0730\n")
    assert "LATE NOTICE: 90 minutes; 60 are allowed" in desk.text
    await desk.press("100 EXAMPLE ST\n2020\nHOND\nCivic\nRED\n7AAA111\n990003\n")
    assert "SAME VIN: RP27-000003" in desk.text
    await desk.press("Invented Debtor\nSample Bank\n\n")
    assert desk.program == "RPO015"
    assert "RP27-000004" in desk.text
    assert "LATE NOTICE" in desk.text
