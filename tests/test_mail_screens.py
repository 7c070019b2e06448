"""Mail batches at the counter: fifty stubs by scan and Enter, Dup, exceptions, and posting, all from the ten-key."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from conftest import MONDAY, sqlite_url
from counter import InProcess, in_process

from data.clock import FixedClock
from data.scanline import Stub, scan_line
from data.verify import verify

PAD = frozenset("0123456789") | {"full_stop", "plus", "minus", "asterisk", "slash", "enter"}


@pytest.fixture
async def clerk(run_folder: Path, tmp_path: Path) -> AsyncIterator[InProcess]:
    """A clerk with an open drawer in the small city."""
    url = sqlite_url(run_folder, tmp_path / "city.db", "city")
    async with in_process(url, FixedClock(MONDAY)) as counter:
        await counter.sign_on()
        await counter.press("3.1\n40000\n")
        yield counter


def stubs(clerk: InProcess, count: int) -> list[Stub]:
    """Stubs of accounts that can be paid by check."""
    rows = clerk.app.store.rows(
        "SELECT a.number, SUM(l.open_cents) FROM accounts a JOIN bill_lines l ON l.account_id = a.id "
        "WHERE a.status = 'ACTIVE' AND a.cash_only = 0 AND a.no_checks = 0 AND l.open_cents > 0 "
        "GROUP BY a.number ORDER BY a.number LIMIT ?",
        count,
    )
    return [Stub(number, date(2026, 7, 28), "0001", int(cents), int(cents)) for number, cents in rows]


async def start(clerk: InProcess, found: list[Stub], mode: str = "") -> None:
    total = sum(stub.net_cents for stub in found)
    await clerk.press(f"11.1\n{len(found)}\n{total}")
    await clerk.press(f"+{mode}\n" if mode else "\n")
    assert clerk.program == "BAT020", clerk.text


async def test_fifty_stubs_cost_one_key_each_and_the_batch_posts(clerk: InProcess) -> None:
    found = stubs(clerk, 50)
    assert len(found) == 50
    await start(clerk, found)
    clerk.keys.clear()
    for stub in found:
        assert clerk.program == "BAT020", clerk.text
        await clerk.scan(scan_line(stub))
        await clerk.press("enter")
    assert len(clerk.keys) <= 50
    assert clerk.program == "BAT030"
    assert "BALANCED" in clerk.text
    await clerk.press("4\n")
    assert "50 receipts" in clerk.text
    assert set(clerk.keys) <= PAD
    store = clerk.app.store
    assert store.value("SELECT count(*) FROM journal WHERE kind = 'RECEIPT'") == 50
    assert verify(store).ok


async def test_in_edit_mode_dup_repeats_what_the_item_before_had(clerk: InProcess) -> None:
    found = [Stub(stub.account, stub.due_on, stub.rate, 5000, 5000) for stub in stubs(clerk, 4)]
    await start(clerk, found, "2")
    for stub in found:
        await clerk.scan(scan_line(stub))
        clerk.keys.clear()
        await clerk.press("*\n" if stub is not found[0] else "5000\n", "\n")
        assert len(clerk.keys) <= 3 or stub is found[0]
    assert "BALANCED" in clerk.text
    await clerk.press("4\n")
    assert "4 receipts, 200.00" in clerk.text


async def test_a_total_typed_as_an_account_is_refused_where_it_stands(clerk: InProcess) -> None:
    await start(clerk, stubs(clerk, 2), "2")
    assert "F11=Dup" in clerk.text
    await clerk.press("12345678\n")
    assert "No account 12345678. Retype, or leave it empty and use 7 NOACCT." in clerk.text
    await clerk.press("backspace", "f10")
    assert clerk.app.store.value("SELECT count(*) FROM batch_items") == 0


async def test_a_batch_is_balanced_as_soon_as_it_agrees_and_open_until_then(clerk: InProcess) -> None:
    one, two = stubs(clerk, 2)
    await start(clerk, [one, two])
    await clerk.scan(scan_line(one))
    await clerk.press("enter", "/")
    assert "OPEN" in clerk.text.splitlines()[1]
    assert "off -1 and" in clerk.text.splitlines()[2]
    await clerk.press("1\n")
    await clerk.scan(scan_line(two))
    await clerk.press("enter")
    assert "BALANCED" in clerk.text.splitlines()[1]
    await clerk.press("f4")
    assert "Type the number of an option" in clerk.text


async def test_dup_by_its_key_and_nothing_to_repeat(clerk: InProcess) -> None:
    await start(clerk, stubs(clerk, 2), "2")
    await clerk.press("10004567\n", "f11")
    assert "nothing to repeat" in clerk.text
    await clerk.press("backspace", "100\n77\n")
    await clerk.press("10004567\n", "*\n", "f11")
    assert "77" in next(row for row in clerk.text.splitlines() if "Check number" in row)


async def test_an_unfinished_item_is_not_overwritten_by_a_scan(clerk: InProcess) -> None:
    one, two = stubs(clerk, 2)
    await start(clerk, [one, two])
    await clerk.scan(scan_line(one))
    await clerk.scan(scan_line(two))
    assert "Enter first" in clerk.text
    await clerk.press("backspace", "enter")
    assert "Entered 1 of 2" in clerk.text


async def test_out_of_balance_is_said_and_the_item_corrected(clerk: InProcess) -> None:
    one, two = stubs(clerk, 2)
    await start(clerk, [one, two])
    for stub in (one, Stub(two.account, two.due_on, "0001", 999, 999)):
        await clerk.scan(scan_line(stub))
        await clerk.press("enter")
    await clerk.press("/")
    assert clerk.program == "BAT030", clerk.text
    await clerk.press("4\n")
    assert "out of balance" in clerk.text
    await clerk.press("backspace", "2\n")
    assert clerk.program == "BAT021"
    await clerk.press("down", "2\n", "\n")
    assert clerk.program == "BAT020", clerk.text
    await clerk.press(f"{two.net_cents}\n\n")
    await clerk.press("/", "3\n")
    assert "BALANCED" in clerk.text, clerk.text


async def test_a_batch_that_is_off_names_the_item(clerk: InProcess) -> None:
    one, two = stubs(clerk, 2)
    await start(clerk, [one, two], "2")
    await clerk.scan(scan_line(one))
    await clerk.press(f"{one.net_cents}\n\n")
    await clerk.scan(scan_line(two))
    await clerk.press(f"{two.net_cents * 10}\n\n")
    await clerk.press("/", "3\n")
    assert "out of balance" in clerk.text
    listed = clerk.text.split("Why is it off?")[1].split("%")[1]
    assert f"Item 2, {two.account}," in listed, clerk.text
    await clerk.press("backspace", "2\n", "/")
    assert "Why is it off?" not in clerk.text
    await clerk.press("12\n")
    assert "Type the number of an option." in clerk.text


async def test_an_exception_sets_an_item_aside_and_a_batch_waits(clerk: InProcess) -> None:
    one, two = stubs(clerk, 2)
    await start(clerk, [one, two])
    await clerk.scan(scan_line(one))
    await clerk.press("++++", "1\n")
    assert "Entered 1 of 2" in clerk.text, clerk.text
    await clerk.press("/", "7\n", "11.2\n")
    assert clerk.program == "BAT060", clerk.text
    assert "HELD" in clerk.text
    await clerk.press("1\n")
    assert "Set aside 1" in clerk.text
    await clerk.press("1\n")
    await clerk.scan(scan_line(two))
    await clerk.press("enter")
    await clerk.press("4\n")
    row = clerk.app.store.row("SELECT state, exception FROM batch_items WHERE exception <> ''")
    assert row == ("RETURNED", "NOSIGN")
    assert clerk.app.store.value("SELECT count(*) FROM papers WHERE subject = 'MAIL'") == 1


async def test_a_batch_with_an_exception_needs_the_ten_key_only(clerk: InProcess) -> None:
    stub = stubs(clerk, 1)[0]
    clerk.keys.clear()
    await start(clerk, [stub])
    await clerk.press(f"{stub.account}++++", "9\n", "4\n")
    assert "0 receipts" in clerk.text, clerk.text
    assert set(clerk.keys) <= PAD
