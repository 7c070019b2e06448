"""Menu 12 in front of a clerk: a check bounces and is paid from the ten-key; a refund goes to accounts payable."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from conftest import MONDAY, sqlite_url
from counter import InProcess, in_process

from data import settings
from data.clock import FixedClock
from data.store import Store
from data.verify import verify

PAD = frozenset("0123456789") | {"full_stop", "plus", "minus", "asterisk", "slash", "enter"}
START = date(2026, 7, 6)


@pytest.fixture
async def desk(run_folder: Path, tmp_path: Path) -> AsyncIterator[InProcess]:
    """Clerk 102 with an open drawer, who has taken check 1021 for the first account's bills."""
    url = sqlite_url(run_folder, tmp_path / "city.db", "city")
    clock = FixedClock(MONDAY)
    store = Store(url, clock).open()
    settings.put(store, None, "outbox.folder", str(tmp_path / "outbox"), START)
    store.close()
    async with in_process(url, clock) as counter:
        await counter.sign_on()
        await counter.press("3\n1\n20000\n/\n")
        yield counter


def owing(desk: InProcess) -> tuple[str, int]:
    """An account and what it owes, in cents."""
    found = desk.app.store.row(
        "SELECT a.number, SUM(l.open_cents) FROM accounts a JOIN bill_lines l ON l.account_id = a.id WHERE "
        "a.credit_cents = 0 AND a.cash_only = 0 AND a.no_checks = 0 AND a.status = 'ACTIVE' AND l.open_cents > 0 "
        "GROUP BY a.number ORDER BY a.number LIMIT 1"
    )
    assert found is not None
    return str(found[0]), int(found[1])


async def pay_by_check(desk: InProcess, number: str, cents: int) -> None:
    await desk.press(f"UB {number} {cents} CK 1021\n", "\n")
    assert desk.app.store.value("SELECT count(*) FROM tenders WHERE number = '1021'") == 1, desk.text


async def test_the_number_typed_after_the_code_finds_the_payment_and_one_enter_takes_it_up(desk: InProcess) -> None:
    await pay_by_check(desk, *owing(desk))
    await desk.press("RETURN 1021\n")
    assert "Check 1021" in desk.text
    await desk.press("\n")
    assert desk.program == "RET025", desk.text


async def test_a_check_bounces_and_is_made_good_from_the_ten_key(desk: InProcess) -> None:
    number, cents = owing(desk)
    await pay_by_check(desk, number, cents)
    desk.keys.clear()
    await desk.press("12\n", "1\n", "1021\n")
    assert "Check 1021" in desk.text
    await desk.press("\n")
    assert desk.program == "RET025", desk.text
    assert "NOTICE" in desk.text
    assert "No checks until 07/06/2027" in desk.text
    assert set(desk.keys) <= PAD
    store = desk.app.store
    case = store.row("SELECT id, number, state, fee_cents FROM returned_cases")
    assert case is not None
    assert case[2:] == ("NOTICE", 2500)
    await desk.press("10\n")
    assert "NSF-1" in desk.text
    await desk.press("6\n")
    await desk.press("/")
    assert (Path(settings.value(store, "outbox.folder", START)) / f"{case[1]}_NSF-1_1.pdf").read_bytes()[:4] == b"%PDF"
    desk.keys.clear()
    await desk.press("1\n")
    assert "NS10" in desk.text, desk.text
    await desk.press("\n\n\n\n\n\n")
    await desk.press("\n")
    assert store.value("SELECT state FROM returned_cases") == "PAID", desk.text
    assert set(desk.keys) <= PAD
    assert verify(store).ok
    await desk.press("backspace", "f3", "12.4\n", "up", "070126", "down", "073126\n")
    rows = [row for row in desk.text.splitlines() if "RI27-000001" in row]
    assert rows, desk.text
    assert all(re.search(r"\d-\d{4} +[\d,]+\.\d\d$", row) for row in rows)


async def test_the_next_check_of_the_payer_is_stopped(desk: InProcess) -> None:
    number, cents = owing(desk)
    await pay_by_check(desk, number, cents)
    await desk.press("12\n", "1\n", "1021\n", "\n")
    await desk.press("f3")
    await desk.press(f"UB {number} 100 CK 1022\n", "\n")
    assert "cash only" in desk.text
    assert desk.app.store.value("SELECT count(*) FROM tenders WHERE number = '1022'") == 0


async def test_the_registers_and_the_hot_list(desk: InProcess) -> None:
    number, cents = owing(desk)
    await pay_by_check(desk, number, cents)
    await desk.press("12\n", "1\n", "1021\n", "\n", "f12")
    await desk.press("2\n")
    assert "RI27-000001" in desk.text
    await desk.press("f12", "3\n", "2\n")
    assert "UTILITIES" in desk.text
    assert "FINANCE" in desk.text
    await desk.press("f12", "f12", "5\n")
    assert "Check 1021 returned" in desk.text
    await desk.press("f12", "4\n")
    assert desk.program == "RET050"


async def test_a_refund_goes_to_accounts_payable_and_back(desk: InProcess, tmp_path: Path) -> None:
    number, _ = owing(desk)
    store = desk.app.store
    with store.writing():
        store.run("UPDATE accounts SET credit_cents = 9000, prior_credit_cents = 9000 WHERE number = ?", number)
        store.run("UPDATE bill_lines SET open_cents = 0, prior_cents = amount_cents")
    await desk.press("f3", "REFUND\n")
    assert desk.program == "RFD010", desk.text
    desk.keys.clear()
    await desk.press(f"{number}\n")
    assert "90.00 there" in desk.text, desk.text
    await desk.press("\n\n\n\n\n\n\n")
    assert store.value("SELECT state FROM refunds") == "REQUESTED", desk.text
    assert set(desk.keys) <= PAD
    await desk.press("f3", "REFUNDS\n", "5\n", "1\n")
    assert store.value("SELECT state FROM refunds") == "VERIFIED", desk.text
    await desk.press("2\n")
    assert "Nobody approves their own" in desk.text
    await desk.press("escape", "f3", "90\n")
    await desk.sign_on("201")
    await desk.press("REFUNDS\n", "5\n", "2\n")
    assert store.value("SELECT state FROM refunds") == "APPROVED", desk.text
    await desk.press("f3", "AP\n", "1\n")
    file = tmp_path / "outbox" / "AP_RB27-000001.csv"
    first = file.read_bytes()
    assert first.count(b"\r\n") == 2
    file.unlink()
    await desk.press("2\n", "1\n")
    assert file.read_bytes() == first, desk.text
    back = tmp_path / "outbox" / "back.csv"
    back.write_text("request_no,check_no,date,amount\nRF27-000001,55,2026-07-06,90.00\n")
    await desk.press("3\n", "back.csv\n")
    assert store.row("SELECT state, check_number FROM refunds") == ("PAID", "55"), desk.text
    assert verify(store).ok


async def test_credit_report_and_unclaimed_list_open(desk: InProcess) -> None:
    await desk.press("CREDITS\n")
    assert desk.program == "RFD050"
    await desk.press("f3", "UNCLAIMED\n")
    assert desk.program == "UNC010"
    assert "No unclaimed money" in desk.text


async def test_a_refund_asked_for_by_account_knows_its_amount_at_once(desk: InProcess) -> None:
    number, cents = desk.app.store.rows("SELECT number, credit_cents FROM accounts WHERE credit_cents > 0 LIMIT 1")[0]
    await desk.press(f"REFUND {number}\n")
    assert desk.program == "RFD010"
    assert f"{int(cents) // 100:,}.{int(cents) % 100:02d} there" in desk.text, desk.text
    await desk.press("f3", "REFUND 99999999\n")
    assert "There is no account 99999999" in desk.text


async def test_a_month_without_recoveries_says_so(desk: InProcess) -> None:
    await desk.press("12.4\n", "\n")
    assert desk.program == "RET052", desk.text
    assert "No department got anything back in these dates." in desk.text
    assert "  Total " not in desk.text


async def test_what_the_state_forbids_is_said_before_anything_is_asked(desk: InProcess) -> None:
    await pay_by_check(desk, *owing(desk))
    await desk.press("RETURN 1021\n", "\n", "7\n")
    assert desk.program == "RET025"
    assert "it is referred after the demand" in desk.text
    await desk.press("backspace", "3\n", "70123456\n", "\n\n", "7\n")
    assert desk.program == "RET025", desk.text
    assert "The payer has until 08/05/2026" in desk.text
    await desk.press("backspace", "3\n")
    assert "the demand follows the notice" in desk.text


async def test_a_case_is_referred_when_the_thirty_days_of_its_demand_are_over(desk: InProcess) -> None:
    await pay_by_check(desk, *owing(desk))
    await desk.press("RETURN 1021\n", "\n", "3\n", "70123456\n", "\n\n")
    clock = desk.app.store.clock
    assert isinstance(clock, FixedClock)
    clock.advance(days=31)
    await desk.press("7\n")
    assert desk.program == "RET036", desk.text
    await desk.press("Max Quintero\n")
    assert "A CSR II needs approval to refer a returned item" in desk.text
