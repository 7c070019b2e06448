"""The last day of a month in the office: payments, petty cash, close, verification, deposit, day close, export."""

from __future__ import annotations

import csv
import io
from collections import Counter as Tally
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from conftest import MONDAY, sqlite_url
from counter import PLAIN, InProcess, count_keys, in_process
from pettycash_keys import APPROVE, SET_UP, voucher_keys
from pettycash_keys import count_keys as box_keys

from data import settings
from data.clock import FixedClock
from data.denominations import BILLS, COINS, ROLLS, break_down
from data.store import Store
from data.verify import verify

CASH, CHECK, FUND = 10_00 + 20_00, 50_00, 200_00
"""What is taken in cash and by check, and the change fund, in cents."""


class Office:
    """One terminal at which people sign on and off in turn."""

    def __init__(self, desk: InProcess, store: Store, outbox: Path) -> None:
        self.desk, self.store, self.outbox = desk, store, outbox
        self.on = False

    async def sign_on(self, number: str) -> None:
        """Sign the last person off and this one on."""
        if self.on:
            await self.desk.press("f3", "90\n")
        await self.desk.sign_on(number)
        self.on = True

    async def press(self, *keys: str, shows: str = "") -> None:
        """Press keys; a text must then be on the screen."""
        await self.desk.press(*keys)
        assert shows in self.desk.text, self.desk.text


@pytest.fixture
async def office(run_folder: Path, tmp_path: Path) -> AsyncIterator[Office]:
    """A small city with nobody signed on."""
    url = sqlite_url(run_folder, tmp_path / "city.db", "city")
    async with in_process(url, FixedClock(MONDAY)) as desk:
        settings.put(desk.app.store, None, "outbox.folder", str(tmp_path / "outbox"), date(2026, 7, 1))
        store = desk.app.store.again().open()
        yield Office(desk, store, tmp_path / "outbox")
        store.close()


async def take_payments(office: Office) -> None:
    """The clerk's drawer from its change fund to its Z report."""
    await office.sign_on("102")
    await office.press("3.1\n20000\n", shows="Drawer 01 is open")
    await office.press(f"1\n1\n{PLAIN}\n1000\n\n", shows="27-000001")
    await office.press("5\n440011\n50.00\n2\n1021\n", shows="27-000002")
    await office.press("5\n440012\n20.00\n\n", shows="27-000003")
    await office.press("/")
    await office.press("3.6\n", count_keys(FUND + CASH, {"CK": (1, CHECK)}), "1", shows="balances")
    await office.press("1\n", shows="Z REPORT 1")
    await office.press("f12")


async def spend_petty_cash(office: Office) -> None:
    """A voucher, an advance settled, and the reimbursement of both."""
    await office.sign_on("301")
    await office.press(*SET_UP, shows="PC1    Counter")
    await office.sign_on("102")
    await office.press("13.1\n", voucher_keys(1, "1234", 1, "Rosa Lind"), shows="Voucher PC1-27-00001")
    await office.press("13.1\n", voucher_keys(2, "4000", 0, "Ed Poe"), shows="Receipt and change are due")
    await office.press("13.2\n", "1\n", "33.10\n", "1\n", shows="Advance PC1-27-00002 is settled")
    await office.press("13.3\n", "down", "6\n", "f12")
    await office.press("13.6\n", box_keys(FUND - 12_34 - 33_10), shows="45.44")
    await office.press("\n", APPROVE, shows="Reimbursement PC1-R27-0001 of 45.44 is requested")


async def close_the_day(office: Office) -> None:
    """The supervisor verifies the drawer and closes the date; the money goes to the bank by two persons."""
    await office.sign_on("201")
    await office.press("10.5\n", shows="Verify it")
    await office.press("f12", "10.1\n", "1\n", "\n", "1", shows="No drawer waits")
    await office.press("f12", "10.2\n", bag_keys(CASH, 1, CHECK, "B7701"), shows="of 80.00 is prepared")
    await office.sign_on("301")
    for keys, state in ((("10.3\n", "1\n"), "VERIFIED"), (("2\n",), "SENT"), (("3\n", "\n80.00\n"), "CONFIRMED")):
        await office.press(*keys)
        assert office.store.value("SELECT state FROM bank_deposits") == state, office.desk.text
    await office.sign_on("201")
    await office.press("10.5\n", "\n", "1", shows="07/06/2026")
    await office.press("f12", shows="Business date 07/06/2026 is closed: 80.00")


def bag_keys(cash_cents: int, items: int, tape_cents: int, bag: str) -> str:
    """The keys of a deposit: pieces, checks, their tape, the bag, and the answer that it is complete."""
    pieces = break_down(cash_cents)
    counted = "".join(f"{pieces.get(one.code, 0)}\n" for one in (*BILLS, *COINS, *ROLLS))
    return f"{counted}{items}\n{tape_cents}\n{bag}\n1"


async def test_a_whole_day_to_the_ledger(office: Office) -> None:
    await take_payments(office)
    await spend_petty_cash(office)
    await close_the_day(office)
    await office.press("10.6\n", "\n", shows="Main menu")
    exported = next(path for path in office.outbox.glob("GL_20260706*.csv"))
    balances: Tally[str] = Tally()
    for row in csv.DictReader(io.StringIO(exported.read_text())):
        balances[row["account"]] += cents(row["debit"]) - cents(row["credit"])
    assert sum(balances.values()) == 0
    assert balances["100-000-1140"] == FUND - 45_44
    assert balances["100-000-1143"] == 45_44
    assert balances["100-000-2450"] == -45_44
    assert balances["100-030-5210"] == 45_44
    assert balances["100-000-1120"] == 0
    assert balances["100-000-1110"] == CASH + CHECK - FUND
    await the_day_after(office)
    assert verify(office.store).ok


async def the_day_after(office: Office) -> None:
    """A check cashed on the same calendar day counts for the next business date; no drawer opens on the closed one."""
    await office.sign_on("102")
    await office.press("13.7\n", "1\n", "88012\n", "f12", shows="45.44 is back in the box")
    dates = office.store.rows("SELECT business_date FROM journal WHERE kind = 'PETTY-RESTORE'")
    assert [tuple(row) for row in dates] == [("2026-07-07",)]
    await office.press("13.4\n", shows="Cash in the box ................       200.00")
    await office.press("f3", "3.1\n20000\n", shows="Business date 07/06/2026 is closed")


def cents(text: str) -> int:
    """Cents of a plain number; nothing is 0."""
    return int(text.replace(".", "")) if text else 0
