"""F8 as a clerk uses it: adding from the ten-key, handing a total to a field, printing, two tapes of the checks."""

from __future__ import annotations

import pytest
from counter import PLAIN, in_process
from ledger_city import check, pay

from data import tape_lines
from data.permissions import Refused
from data.session import Session
from data.store import Store
from data.tape import Tape


@pytest.fixture
def small(city: Store, store_url: str) -> str:
    """The URL of the small sample city, on SQLite and PostgreSQL."""
    return store_url


async def test_the_machine_adds_from_the_ten_key(small: str, clock) -> None:
    async with in_process(small, clock) as clerk:
        await clerk.sign_on("102")
        await clerk.press("f8", "1250+", "12*3.50+", "200-", "*")
        assert clerk.program == "F8"
        for row in ("12.50 +", "42.00 +  12 × 3.50", "2.00 -", "003             52.50 *"):
            assert row in clerk.text
        assert "Total 52.50" in clerk.text
        await clerk.press("8.25*100.00/")
        assert "8.25 % of 100.00" in clerk.text
        await clerk.press("+", "1021/", "1.2.3+")
        assert "Type an amount" in clerk.text
        assert "1021 #" in clerk.text
        await clerk.press("backspace", "f8")
        assert "This is the tape" in clerk.text
        await clerk.press("backspace", "f1")
        assert "Percent: 8.25 * 100.00 /" in clerk.text
        await clerk.press("f12", "f12")
        assert clerk.program == "MENU"
        await clerk.press("TAPE\n")
        assert "1021 #" in clerk.text
        await clerk.press("/")
        assert clerk.program == "MENU"


@pytest.mark.parametrize("keys", ["\n\n", "\n1\n", ""])
async def test_a_total_is_handed_to_the_field_the_clerk_came_from(
    city: Store, store_url: str, clock, keys: str
) -> None:
    async with in_process(store_url, clock) as clerk:
        await clerk.sign_on("102")
        await clerk.press("3\n1\n20000\n/\n")
        await clerk.press(f"1\n1\n{PLAIN}\n", "f8")
        assert "hands the total over to Amount" in clerk.text
        await clerk.press("1000+250+", *([keys] if keys else ["f10"]))
        assert clerk.program == "UB10"
        assert "12.50" in next(row for row in clerk.text.splitlines() if "Amount" in row)
        await clerk.press("\n", "\n")
        assert clerk.app.store.value("SELECT SUM(total_cents) FROM journal WHERE kind = 'RECEIPT'") == 1250


async def test_the_ten_key_reaches_the_tape_from_an_amount(city: Store, store_url: str, clock) -> None:
    async with in_process(store_url, clock) as clerk:
        await clerk.sign_on("102")
        await clerk.press("3\n1\n20000\n/\n")
        await clerk.press(f"1\n1\n{PLAIN}\n", "*")
        assert clerk.program == "F8"
        await clerk.press("1000+250+", "\n\n", "\n", "\n")
        assert clerk.app.store.value("SELECT SUM(total_cents) FROM journal WHERE kind = 'RECEIPT'") == 1250
        await clerk.press("1\n", f"{PLAIN}\n", "*", "/")
        assert clerk.program == "UB10"
        assert set(clerk.keys) <= {*"0123456789", "enter", "plus", "minus", "asterisk", "slash"}


async def test_a_total_goes_nowhere_without_a_field_and_not_below_zero(city: Store, store_url: str, clock) -> None:
    async with in_process(store_url, clock) as clerk:
        await clerk.sign_on("102")
        await clerk.press("f8", "100+", "f10")
        assert "no amount field" in clerk.text
        await clerk.press("backspace", "f12", "3\n1\n", "f8", "500-", "f10")
        assert "a negative total is not allowed" in clerk.text


async def test_a_line_is_corrected_and_the_tape_printed_and_torn_off(city: Store, store_url: str, clock) -> None:
    async with in_process(store_url, clock) as clerk:
        await clerk.sign_on("102")
        await clerk.press("f8", "100+900+300+*", "\n2\n", "2\n200\n")
        assert "was 9.00" in clerk.text
        assert "003              6.00 *" in clerk.text
        await clerk.press("\n3\n")
        assert "The tape is being printed." in clerk.text
        assert clerk.app.store.value("SELECT COUNT(*) FROM jobs WHERE title = 'Tape' AND kind = 'REPORT'") == 1
        await clerk.press("\n2\n", "9\n1\n")
        assert "no line 9" in clerk.text
        await clerk.press("backspace", "f12", "\n7\n")
        assert "was 9.00" not in clerk.text
        await clerk.press("\n3\n")
        assert "The tape is empty" in clerk.text


async def test_the_checks_posted_are_compared_with_the_checks_in_hand(city: Store, store_url: str, clock) -> None:
    async with in_process(store_url, clock) as clerk:
        await clerk.sign_on("102")
        await clerk.press("3\n1\n20000\n/\n")
        await clerk.press("1\n")
        for number, cents in (("440011", 5000), ("440012", 18811), ("440013", 7025)):
            await clerk.press(f"5\n{number}\n{cents}\n2\n1021\n")
        await clerk.press("f8", "\n6\n", "\n")
        for row in ("50.00 +  Check 1021", "188.11 +", "70.25 +"):
            assert row in clerk.text
        await clerk.press("\n4\n", "5000+18181+7025+")
        assert "Second tape. The first: 3 lines, 308.36" in clerk.text
        await clerk.press("\n5\n")
        assert clerk.program == "F8D"
        assert "Line 2: 188.11 on the first tape, 181.81 on the second: two digits are" in clerk.text
        await clerk.press("\n", "\n2\n", "2\n18811\n", "\n5\n")
        assert "The tapes agree: 3 lines." in clerk.text


async def test_a_long_tape_rolls_back_to_the_line_that_is_wrong(small: str, clock) -> None:
    async with in_process(small, clock) as clerk:
        await clerk.sign_on("102")
        await clerk.press("f8", *["100+"] * 16, "777+")
        assert "1 line above: PageUp and PageDown roll." in clerk.text
        assert " 1             1.00 +" not in clerk.text
        await clerk.press("pageup")
        assert "1 line below: PageUp and PageDown roll." in clerk.text
        assert " 1             1.00 +" in clerk.text
        assert "7.77" not in clerk.text
        await clerk.press("5", "pagedown")
        assert "17             7.77 +" in clerk.text
        await clerk.press("0+")
        assert "18             0.50 +" in clerk.text


async def test_a_skipped_line_is_put_in_and_one_keyed_twice_taken_off(small: str, clock) -> None:
    async with in_process(small, clock) as clerk:
        await clerk.sign_on("102")
        await clerk.press("f8", "100+200+300+400+500+", "\n4\n", "100+300+400+500+500+", "\n5\n")
        assert "Line 2: 2.00 of the first tape was skipped on the second." in clerk.text
        await clerk.press("\n", "\n9\n", "2\n200\n")
        assert "2             2.00 +  put in" in clerk.text
        await clerk.press("\n5\n")
        assert "Line 6: 5.00 was keyed twice on the second tape." in clerk.text
        await clerk.press("\n", "\n10\n", "9\n")
        assert "There is no line 9" in clerk.text
        await clerk.press("backspace", "f12", "\n10\n", "6\n", "\n5\n")
        assert "The tapes agree: 5 lines." in clerk.text


def test_lines_of_the_drawer_leave_out_what_was_voided(store: Store, session: Session) -> None:
    from ledger_city import Services, open_drawer, ship

    from data import corrections

    ship(store)
    with pytest.raises(Refused, match="no open drawer"):
        tape_lines.drawer_lines(store, session, "CK")
    open_drawer(store, session)
    pay(store, session, check(5000, "77"))
    gone = pay(store, session, check(2500, "78"))
    corrections.void(store, session, Services(), gone.journal_id, None, "Wrong")
    pay(store, session, check(2500, "78"))
    assert tape_lines.drawer_lines(store, session, "CK") == [(5000, "Check 77"), (2500, "Check 78")]
    with pytest.raises(Refused, match="Only checks"):
        tape_lines.drawer_lines(store, session, "CA")
    with pytest.raises(Refused, match="empty"):
        tape_lines.print_tape(store, session, Tape())


def mail_batch(store: Store, session: Session, number: str, *items: tuple[int, int, str]) -> None:
    """A mail batch of the clerk with items: check number in the batch, cents, state."""
    with store.writing():
        batch = store.insert(
            "batches", number=number, idem_key=number, source="MAIL", mode="EDIT", business_date="2026-07-06",
            state="OPEN", control_count=3, control_cents=0, user_id=session.clerk.id, created_at=store.now(),
        )  # fmt: skip
        for n, (check_n, cents, state) in enumerate(items, 1):
            store.insert(
                "batch_items", batch_id=batch, n=n, check_n=check_n, idem_key=f"{number}-{n}", kind="CK",
                amount_cents=cents, number=str(100 + check_n), state=state,
            )  # fmt: skip


def test_the_checks_of_a_mail_batch_come_once_each(store: Store, session: Session, session_of) -> None:
    mail_batch(store, session, "B-1", (1, 5000, "READY"), (2, 700, "READY"), (2, 300, "READY"), (3, 999, "REMOVED"))
    assert tape_lines.batch_lines(store, session, "b-1") == [(5000, "Check 101"), (1000, "Check 102")]
    with pytest.raises(Refused, match="no batch B-9"):
        tape_lines.batch_lines(store, session, "B-9")
    with pytest.raises(Refused, match="another clerk's"):
        tape_lines.batch_lines(store, session_of("CSR1"), "B-1")
    assert len(tape_lines.batch_lines(store, session_of("SUPERVISOR"), "B-1")) == 2


def test_a_batch_is_named_on_the_ten_key_and_what_is_set_aside_is_on_its_tape(store: Store, session: Session) -> None:
    mail_batch(store, session, "B000007", (1, 5000, "READY"), (2, 1000, "ASIDE"), (3, 900, "RETURNED"))
    assert tape_lines.batch_lines(store, session, "7") == [(5000, "Check 101"), (1000, "Check 102")]


async def test_a_tape_is_made_of_a_mail_batch(city: Store, store_url: str, clock, session: Session) -> None:
    user = city.value("SELECT id FROM users WHERE number = '102'")
    mail_batch(city, session, "B-7", (1, 5000, "READY"), (2, 18_811, "READY"))
    with city.writing():
        city.run("UPDATE batches SET user_id = ?", user)
    async with in_process(store_url, clock) as clerk:
        await clerk.sign_on("102")
        await clerk.press("f8", "\n8\n", "B-8\n")
        assert "There is no batch B-8" in clerk.text
        await clerk.press("backspace", "home", "ctrl+e", "B-7\n", "*")
        assert "188.11 +  Check 102" in clerk.text
        assert "Total 238.11" in clerk.text
