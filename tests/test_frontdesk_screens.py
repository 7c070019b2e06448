"""The front desk as it is typed: a visitor, an emergency, a deposit, a ride from application to its day."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from conftest import MONDAY, sqlite_url
from counter import InProcess, in_process
from frontdesk_keys import CIVIL, RIDER, VISITOR

from data import settings
from data.clock import FixedClock
from data.verify import verify


@pytest.fixture
async def desk(run_folder: Path, tmp_path: Path) -> AsyncIterator[InProcess]:
    """The police clerk 401 with an open drawer, on the sample's records."""
    url = sqlite_url(run_folder, tmp_path / "city.db", "city")
    async with in_process(url, FixedClock(MONDAY)) as counter:
        settings.put(counter.app.store, None, "outbox.folder", str(tmp_path / "outbox"), date(2026, 7, 1))
        await counter.sign_on("401")
        await counter.press("3.1\n20000\n")
        yield counter


async def test_a_visitor_comes_in_gets_a_badge_and_leaves(desk: InProcess, tmp_path: Path) -> None:
    await desk.press("24.1\n", "f6", VISITOR)
    assert desk.program == "VIS015"
    assert "V27-000005  Invented Visitor Five" in desk.text
    await desk.press("3\n")
    assert [path.name for path in (tmp_path / "outbox").iterdir()] == ["badge_V05.pdf"]
    await desk.press("2\n", "\n")
    assert "Invented Visitor Five left; badge V05 is back." in desk.text
    await desk.press("2\n", "\n")
    assert "has left already" in desk.text


async def test_one_key_shows_what_to_do_in_an_emergency(desk: InProcess) -> None:
    await desk.press("CALL\n")
    assert "Emergency?" in desk.text
    await desk.press("1")
    assert desk.program == "CAL012"
    assert "1. Stay calm" in desk.text
    await desk.press("\n")
    assert "C27-000004: emergency transferred at 09:00." in desk.text


async def test_a_call_of_the_media_is_routed(desk: InProcess) -> None:
    await desk.press("CALL\n", "0", "9\n")
    assert "ALWAYS TO PUBLIC INFORMATION OFFICER" in desk.text
    await desk.press("\n", "Reporter\n7605550166\n", "\n", "Asks for a call back\n")
    assert "C27-000004 is noted." in desk.text
    await desk.press("f3", "CALLS C27-000004\n", "2\n", "Officer Lopez\n")
    assert "Taken by Officer Lopez" in desk.text


async def test_a_deposit_comes_back_with_its_receipt(desk: InProcess) -> None:
    await desk.press(CIVIL)
    assert "TO BE TENDERED 275.00" in desk.text
    await desk.press("f6")
    assert desk.program == "SD10"
    await desk.press("\n", "30000\n")
    assert desk.program == "SUB015"
    assert "Received 300.00  Change 25.00" in desk.text.splitlines()[-1]
    assert "tendered 275.00 27-000001" in desk.text
    assert "F6=Take fee" not in desk.text
    await desk.press("5\n", "\n")
    assert "TO BE TENDERED 275.00" in desk.text
    assert verify(desk.app.store).ok


async def test_a_claim_against_the_city_is_refused(desk: InProcess) -> None:
    await desk.press("24.6\n", "f6", "7\n2\nServer\nCity\n4\n")
    assert "Not for us: to the City Clerk at once" in desk.text
    await desk.press("\n\n\n\n1\n\n")
    assert desk.program == "SUB010"
    assert "Not for us: to the City Clerk at once" in desk.text.splitlines()[23]


async def test_a_ride_from_the_application_to_its_day(desk: InProcess) -> None:
    await desk.press("24.7\n", "f6", RIDER)
    assert "UNDER 18" in desk.text
    await desk.press("2\n", "1\n", "3\n", "1\nLt. Sample\n", "4\n", "071026\n1\n0800\nOfc. Sample 101\n")
    assert "RA27-000003 rides with this officer in that shift" in desk.text
    await desk.press("backspace", "ctrl+u", "Ofc. Sample 102\n")
    assert "The confirmation letter is being printed." in desk.text
    await desk.press("5\n", "Clerk\n\n\n")
    assert "under 18" in desk.text
    await desk.press("backspace", "Parent\n", "1\n")
    assert "guardian Parent" in desk.text
    await desk.press("f3", "RIDECAL\n")
    assert "Invented Rider Fo" in desk.text
    await desk.press("f6")
    assert "The sheet of 07/06/2026 with 0 riders is being printed." in desk.text


async def test_what_is_due_leads_to_the_record(desk: InProcess) -> None:
    await desk.press("FDDUE\n", "tab", "\n")
    assert desk.program == "VIS015"
    assert "OVERDUE: STILL INSIDE" in desk.text
