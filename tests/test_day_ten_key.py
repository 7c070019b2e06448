"""A drawer's whole day from the ten-key pad: digits, `. + - * /` and Enter, from the sign-on to the Z report."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from counter import PLAIN, Clerk, Counter, count_keys, opened_counter

PAD = frozenset("0123456789.+-*/\r")


@pytest.fixture
def counter(run_folder: Path, tmp_path: Path) -> Iterator[Counter]:
    """A small city of today."""
    with opened_counter(run_folder, tmp_path) as found:
        yield found


def test_every_money_task_from_the_ten_key(counter: Counter) -> None:
    clerk = counter.start()
    clerk.sign_on("102")
    clerk.at("MENU")
    clerk.type("3\n1\n200.\n")
    clerk.shows("rawer 01")
    clerk.type("/1\n")
    clerk.at("PAY010")
    payments(clerk)
    corrections(clerk)
    cash_out(clerk)
    cash = 200_00 + CASH - 100_00 - 5_00
    clerk.type("6\n", count_keys(cash, PAPER), "1")
    clerk.at("DRW035")
    clerk.shows("balances")
    clerk.type("1\n")
    clerk.at("DRW060")
    clerk.type("/")
    clerk.at("MENU3")
    clerk.type("/90\n")
    clerk.at("SGN010")
    assert set(clerk.typed) <= PAD
    assert counter.run("verify").returncode == 0
    assert counter.day()["total_cents"] == CASH + sum(cents for _, cents in PAPER.values())


CASH = 10_00 + 20_00 + 2_50 + 6_00
"""What is taken in cash and stays."""
PAPER = {"CK": (1, 50_00), "MO": (1, 20_00), "CC": (1, 10_00), "CD": (1, 30_00)}
"""Pieces and cents of the other tenders."""


def payments(clerk: Clerk) -> None:
    """Payments by every tender, mixed on one receipt, with a mistake put right and a field gone back to."""
    clerk.type(f"1\n{PLAIN}\n1000\n\n")
    clerk.posted(1)
    clerk.type("5\n440011\n50.00\n2\n1021\n")
    clerk.posted(2)
    clerk.type("5\n440012\n8000\n4\n88123++2000\n5\n7001+1000+44\n3\n1\n4242\n0044+3000\n10000\n")
    clerk.posted(3)
    clerk.shows("CHANGE")
    clerk.type("5\n/3\n*")
    clerk.until(lambda: "COPIES" in clerk.text and clerk.program != "MC10")
    clerk.type(f"{row_of(clerk, 'COPIES')}\n\n250\n")
    clerk.at("PAY020")
    clerk.type("7\n4\n*")
    clerk.until(lambda: "DAY-A" in clerk.text and clerk.program != "BP10")
    clerk.type(f"{row_of(clerk, 'DAY-A')}\n\n1\n")
    clerk.at("PAY020")
    clerk.type("/")
    clerk.shows("Nothing has been posted")
    clerk.type("0")
    clerk.at("PAY020")
    clerk.type("850\n")
    clerk.posted(4)


def row_of(clerk: Clerk, code: str) -> str:
    """The number that picks a row of a look-up."""
    row = next(row for row in clerk.text.splitlines() if code in row.split())
    return row.split()[0]


def corrections(clerk: Clerk) -> None:
    """A receipt posted, printed again and voided."""
    clerk.type("5\n440013\n700\n\n")
    clerk.posted(5)
    clerk.type("/4\n1\n5\n")
    clerk.at("RCP015")
    clerk.type("1\n2\n44\n1")
    clerk.shows("VOID")
    clerk.type("///")
    clerk.at("MENU")


def cash_out(clerk: Clerk) -> None:
    """A safe drop, a paid out, a no-sale and the X report."""
    clerk.type("3\n2\n10000\n7701\n201\n")
    clerk.shows("100.00 dropped")
    clerk.type("3\n500\n44\n55\n")
    clerk.shows("5.00 paid out")
    clerk.type("4\n1\n")
    clerk.shows("has been opened")
    clerk.type("5\n")
    clerk.at("DRW050")
    clerk.type("/")
    clerk.at("MENU3")
