"""What stands on the displays of a payment after a wrong key, a cancelled form, and work of another clerk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from conftest import MONDAY, sqlite_url
from counter import PASSWORDS, PIN, PLAIN, InProcess, count_keys, in_process

from data.clock import FixedClock


@pytest.fixture
async def till(run_folder: Path, tmp_path: Path) -> AsyncIterator[InProcess]:
    """Clerk 102 with an open drawer, on the menu of what is paid for."""
    async with in_process(sqlite_url(run_folder, tmp_path / "city.db", "city"), FixedClock(MONDAY)) as counter:
        await counter.sign_on("102")
        await counter.press("3.1\n20000\n", "1\n")
        yield counter


def line(counter: InProcess) -> str:
    """What stands on the selection line."""
    return next(row for row in counter.text.splitlines() if " . :" in row).partition(" . :")[2].strip()


async def test_a_wrong_tender_is_kept_and_typed_over(till: InProcess) -> None:
    await till.press(f"1\n{PLAIN}\n1000\n", "abc\n")
    assert line(till) == "abc"
    await till.press("backspace")
    await till.press("2000\n")
    assert "Change 10.00" in till.text


async def test_the_line_is_empty_after_a_form_was_cancelled(till: InProcess) -> None:
    await till.press(f"1\n{PLAIN}\n1000\n", "7\n", "10\n", "f12")
    assert till.program == "PAY010"
    assert line(till) == ""


async def test_a_number_that_is_no_option_stays_and_is_told(till: InProcess) -> None:
    await till.press("77\n")
    assert "77 is not on this menu." in till.text
    assert line(till) == "77"
    await till.press("backspace", f"1\n{PLAIN}\n1000\n", "7\n", "nonsense\n")
    assert "nonsense is not on this menu. Finish this receipt first" in till.text


async def test_a_second_clerk_discards_what_the_first_left(till: InProcess) -> None:
    await till.press(f"1\n{PLAIN}\n1000\n", "f2", "f3", "90\n")
    await till.sign_on("103")
    await till.press("3.1\n20000", "tab", "02\n", "f10", "f3", "5\n", "4\n", "1")
    assert "Nothing is suspended" in till.text
    store = till.app.store
    assert store.value("SELECT count(*) FROM works WHERE state = 'DISCARDED'") == 1
    assert store.value("SELECT detail FROM journal WHERE kind = 'CANCEL'") == '{"cents":1000,"lines":1}'


async def test_a_password_typed_after_a_wrong_one_replaces_it(till: InProcess) -> None:
    await till.press("f3", "90\n")
    await till.press("102\n", "wrong one\n")
    await till.press("backspace", f"{PASSWORDS['102']}\n")
    assert till.program == "MENU"


async def test_the_lock_still_says_whose_work_it_hides_after_a_wrong_pin(till: InProcess) -> None:
    await till.press("ctrl+l", "9999\n")
    assert "That PIN is wrong." in till.text
    assert "Locked by 102" in till.text
    await till.press("backspace", f"{PIN}\n")
    assert till.program == "PAY010"


async def test_one_money_order_is_not_taken_twice_on_one_receipt(till: InProcess) -> None:
    await till.press(f"1\n{PLAIN}\n1000\n", "4 999 500\n", "4 999 500\n")
    assert "Money order 999 of this issuer was already taken." in till.text
    await till.press("backspace", "4 998 500\n")
    assert "Received 10.00" in till.text


async def test_a_menu_that_holds_nothing_for_a_role_says_so(till: InProcess) -> None:
    await till.press("f3", "8\n")
    assert "holds nothing that you may do" in till.text


async def test_the_approver_reads_everything_that_is_wrong_with_a_check(till: InProcess) -> None:
    till.app.store.run("UPDATE accounts SET no_checks = 1 WHERE number = ?", PLAIN)
    await till.press(f"1\n{PLAIN}\n1000\n", "2\n55", "tab", "tab", "010120", "f10")
    text = " ".join(till.text.split())
    assert "older than 180 days" in text
    assert "marked for no checks" in text


async def test_leaving_work_taken_up_after_signing_on_leads_to_the_menu(till: InProcess) -> None:
    await till.press(f"1\n{PLAIN}\n1000\n")
    till.app.store.run("UPDATE works SET session_id = NULL")
    await till.press("f9", "exit\n")
    till.app.store.run("UPDATE works SET state = 'ACTIVE', session_id = NULL")
    await till.press("90\n")
    await till.sign_on("102")
    await till.press("1")
    assert till.program == "PAY020"
    await till.press("f3")
    assert till.program == "MENU"


async def test_a_wrong_option_of_an_account_is_kept(till: InProcess) -> None:
    await till.press("f3", f"{PLAIN}\n", "77\n")
    assert till.program == "ACC010"
    assert line(till) == "77"


async def test_who_closes_the_drawer_is_reminded_to_sign_off(till: InProcess) -> None:
    """CJIS AC-2(5); the other stations where the clerk is signed on are named."""
    store = till.app.store
    me = store.value("SELECT id FROM users WHERE number = '102'")
    store.insert("sessions", user_id=me, station="P2", started_at=store.now(), confirmed_at=store.now())
    await till.press("3.6\n", count_keys(200_00, {}), "1", "1\n")
    assert till.program == "DRW060", till.text
    while till.program != "MENU":
        await till.press("f12")
    assert "Sign off with 90, and at P2 too." in till.text, till.text
