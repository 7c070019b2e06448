"""What stands on the displays of a payment after a wrong key, a cancelled form, and work of another clerk."""

from __future__ import annotations

import re
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


async def test_a_tender_stays_taken_while_another_line_is_added_or_the_payment_is_not_given_up(till: InProcess) -> None:
    await till.press(f"1\n{PLAIN}\n1000\n", "2 55 400\n", "7\n", "f12")
    assert "paid: Check 55" in till.text
    await till.press("7\n", f"1\n{PLAIN}\n500\n", "f12", "0")
    assert "paid: Check 55" in till.text
    assert re.search(r"Due +11\.00", till.text)


async def test_a_typed_tender_that_does_not_fit_says_why(till: InProcess) -> None:
    await till.press(f"1\n{PLAIN}\n1000\n", "CK 12 500 7\n")
    assert "Too many words: CK takes number, amount." in till.text
    await till.press("backspace", "CK 12 1.234\n")
    assert till.program == "TND002"
    assert "Amount: Type an amount: 18811 or 188.11 is 188 dollars 11 cents." in till.text


async def test_enter_behind_a_no_pays_nothing(till: InProcess) -> None:
    await till.press(f"1\n{PLAIN}\n1000\n", "f12", "0\n")
    assert "Enter again takes 10.00 in cash." in till.text
    await till.press("backspace", "\n")
    assert "posted" in till.text


async def test_what_is_typed_behind_a_question_and_is_no_answer_does_not_answer_it(till: InProcess) -> None:
    await till.press(f"1\n{PLAIN}\n1000\n", "f12", "oops\n")
    assert till.program == "PAY900"
    assert "Give this payment up? Nothing has been posted.  1=Yes 0=No" in till.text
    await till.press("backspace", "f12")
    assert till.program == "PAY020"


async def test_a_document_says_what_it_is_about_and_a_void_receipt_is_not_voided_again(till: InProcess) -> None:
    await till.press("f3", "MC COPIES 300\n", "f12", "1", "MC COPIES 300\n", "\n", "4.1\n1\n1\n2\nwrong\n1", "2\n")
    assert "Receipt 27-000001 is void already." in till.text
    await till.press("backspace", "f3", "4.2\n", "down", "5\n")
    assert "of receipt 27-000001" in till.text
    await till.press("f12", "down", "down", "5\n")
    assert "given up before posting: 1 line, 3.00" in till.text


async def test_what_is_voided_is_named_before(till: InProcess) -> None:
    await till.press("f3", "BL 12 3000\n", "\n", "MC COPIES 300\n", "\n", "4.1\n1\n", "2\n")
    await till.press("wrong\n")
    assert "Void 2 lines, 34.00?" in till.text
    await till.press("0", "up", "2\n\n")
    assert "Void line 2, 30.00?" in till.text


async def test_what_is_taken_off_is_one_service_with_all_its_lines_and_is_counted(till: InProcess) -> None:
    store = till.app.store
    await till.press("PP SMITH 101 13000\n", "\n", "7\n", "MC COPIES 300\n\n", "8\n")
    assert "Passport execution fee SMITH + State Dept. check 101" in till.text
    await till.press("2\n")
    assert "Copies" not in till.text
    assert store.value("SELECT detail FROM journal WHERE kind = 'CANCEL'") == '{"cents":300,"lines":1}'
    await till.press("8\n", "1\n")
    assert till.program == "PAY010"
    assert store.value("SELECT count(*) FROM works WHERE state = 'ACTIVE'") == 0
    assert store.value("SELECT count(*) FROM journal WHERE kind = 'CANCEL'") == 2


async def test_a_whole_payment_in_one_line_works_on_the_menu_of_services_too(till: InProcess) -> None:
    await till.press(f"UB {PLAIN} 1000 CK 1021\n")
    assert (till.program, line(till)) == ("PAY020", "CK 1021")
    await till.press("\n", f"UB {PLAIN} 1000 500 1 CK 1\n")
    assert "Too many words: UB takes account, amount, then the tender." in till.text
    assert till.app.store.value("SELECT kind FROM tenders WHERE number = '1021'") == "CK"


async def test_a_bill_paid_meanwhile_by_somebody_else_is_told_at_the_tender_and_when_taken_up(till: InProcess) -> None:
    store = till.app.store
    await till.press(f"1\n{PLAIN}\n1000\n", "7\n", "CI C4411 6500\n", "\n")
    paid = "UPDATE bill_lines SET open_cents = 0 WHERE account_id = (SELECT id FROM accounts WHERE number = ?)"
    store.run(paid, PLAIN)
    await till.press("CK 5\n")
    assert "A line no longer fits, take it off (8): Nothing is open here." in till.text
    assert "paid: Check 5" not in till.text
    await till.press("backspace", "f2", "f2", "1\n")
    assert till.program == "UB10"
    assert "Nothing is open here." in till.text
    await till.press("backspace", "f3", "f2", "1\n", "backspace", "f12")
    assert till.program == "PAY020"
    assert "Water bill" not in till.text
    assert "Parking citation C4411" in till.text


async def test_tenders_stay_when_a_line_is_taken_off_unless_they_are_more_than_is_left(till: InProcess) -> None:
    await till.press(f"1\n{PLAIN}\n1000\n", "7\n", "MC COPIES 300\n\n", "7\n", "MC COPIES 500\n\n", "CK 5 900\n")
    await till.press("8\n", "2\n")
    assert "paid: Check 5" in till.text
    await till.press("8\n", "1\n")
    assert "More was taken than is left to pay" in till.text
    assert "paid: Check 5" not in till.text


async def test_every_choice_stays_on_the_screen_beside_many_lines_and_tenders(till: InProcess) -> None:
    await till.press("MC COPIES 100\n\n")
    for _ in range(8):
        await till.press("7\n", "MC COPIES 100\n\n")
    await till.press("CK 1 100\n", "CK 2 100\n", "CK 3 100\n", "CK 4 100\n")
    assert "3 earlier rows" in till.text
    assert "7 Another line" in till.text


async def test_f2_takes_work_up_again_where_there_is_nothing_to_put_aside(till: InProcess) -> None:
    await till.press(f"1\n{PLAIN}\n1000\n", "f2", "f2")
    assert till.program == "WRK010"
    await till.press("1\n", "\n")
    assert till.program == "MENU"
    assert "Receipt 27-000001 posted." in till.text


async def test_suspended_work_keeps_its_amount_beside_a_long_name(till: InProcess) -> None:
    name = "Wolfeschlegelsteinhausenbergerdorff-O'Shaughnessy"
    till.app.store.run("UPDATE accounts SET billing_name = ? WHERE number = ?", name, PLAIN)
    await till.press(f"1\n{PLAIN}\n1000\n", "f2")
    assert "Suspended: Water bill Wolfeschlegelsteinhause 10.00. Option 5 takes it up." in till.text


async def test_suspended_work_is_named_for_its_largest_line(till: InProcess) -> None:
    await till.press("BL 123 5000\n\n", "f2")
    assert "Suspended: Business license tax 123 54.00." in till.text


async def test_what_was_typed_before_its_form_opened_is_kept_too(till: InProcess) -> None:
    await till.press(f"UB {PLAIN} 1234\n", "ctrl+l")
    assert '"amount":"1234"' in str(till.app.store.value("SELECT payload FROM works WHERE state = 'ACTIVE'"))


async def test_the_change_of_one_customer_does_not_come_back_for_the_next(till: InProcess) -> None:
    await till.press(f"1\n{PLAIN}\n1000\n", "2000\n")
    assert "CHANGE" in till.text
    await till.press("2\n", "f12")
    assert till.program == "PAY010"
    assert "CHANGE" not in till.text


async def test_an_account_that_owes_nothing_says_so(till: InProcess) -> None:
    till.app.store.run("UPDATE bill_lines SET open_cents = 0")
    await till.press(f"1\n{PLAIN}\n1000\n")
    assert "Nothing is open here. Put Y in More than due" in till.text


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
    await till.press("102", "enter", PASSWORDS["102"], "enter", "1\n\n")
    assert till.program == "WRK020"
    await till.press("backspace", "1")
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
