"""Why is it off, as a clerk asks it: from the over and short display and from the menu."""

from __future__ import annotations

import pytest
from counter import PLAIN, count_keys, in_process

from data import denominations, drawers
from data.store import Store


@pytest.fixture
def small(city: Store, store_url: str) -> str:
    """The URL of the small sample city, on SQLite and PostgreSQL."""
    return store_url


async def test_a_drawer_that_is_short_names_the_receipt_whose_change_was_given_twice(small: str, clock) -> None:
    async with in_process(small, clock) as clerk:
        await clerk.sign_on("102")
        await clerk.press("3\n1\n20000\n/\n")
        await clerk.press(f"1\n1\n{PLAIN}\n2613\n4000\n", "f12")
        await clerk.press(f"1\n1\n{PLAIN}\n1500\n\n", "f12")
        cash = 20_000 + 2613 + 1500 - 1387
        await clerk.press("3\n6\n", count_keys(cash, {}), "1")
        assert clerk.program == "DRW035"
        assert "3. Why is it off?" in clerk.text
        await clerk.press("3\n")
        assert clerk.program == "BAL010"
        assert "Cash is short 13.87" in clerk.text
        assert "its change of 13.87 may have been given twice" in clerk.text
        await clerk.press("7\n")
        assert "Type a number from the list" in clerk.text
        await clerk.press("backspace", "1\n")
        assert clerk.program == "RCP015"
        assert "26.13" in clerk.text
        await clerk.press("/")
        assert clerk.program == "BAL010"
        await clerk.press("/")
        assert clerk.program == "DRW035"
        await clerk.press("f12", "/10.12\n")
        assert clerk.program == "BAL010"
        await clerk.press("\n")
        assert clerk.program == "MENU"


async def test_nothing_can_be_explained_before_a_count(small: str, clock) -> None:
    async with in_process(small, clock) as clerk:
        await clerk.sign_on("103")
        await clerk.press("10\n12\n")
        assert "No drawer has been counted yet" in clerk.text


async def test_a_supervisor_chooses_among_the_counted_drawers(city: Store, store_url: str, clock, session_of) -> None:
    for till, cash in (("07", 10_000), ("08", 9_123)):
        clerk_session = session_of("CSR1", name=f"Till{till} Clerk")
        drawers.open(city, clerk_session, till, 10_000)
        drawers.count(city, clerk_session, denominations.break_down(cash))
    async with in_process(store_url, clock) as clerk:
        await clerk.sign_on("201")
        await clerk.press("WHY\n")
        assert clerk.program == "BAL005"
        assert "balances" in clerk.text
        assert "8.77" in clerk.text
        await clerk.press("1\n")
        assert "Cash is short 8.77. Nothing in the day explains it." in clerk.text
        await clerk.press("\n", "2\n")
        assert "The drawer balances. There is nothing to explain." in clerk.text
        await clerk.press("/", "/")
        assert clerk.program == "MENU"
