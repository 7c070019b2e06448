"""A whole day at the counter, typed as keys: sign-on, forty customers, interruptions, count, close, and the books."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from counter import PASSWORDS, Clerk, Counter, count_keys, opened_counter

from data.denominations import PAPER

FUND = 200_00
SHORT = 1_00
"""What is planted as a shortage."""


class Day:
    """A clerk's day: what has been typed, and what it must come to in the books."""

    def __init__(self, clerk: Clerk, counter: Counter) -> None:
        self.clerk = clerk
        self.counter = counter
        self.receipts = 0
        self.services: Tally[str] = Tally()
        """Cents by service, voids taken off."""
        self.tenders: Tally[str] = Tally()
        """Cents applied by tender, voids taken off."""
        self.drawer = FUND
        """The cash that should be in the drawer."""
        self.due = dict(
            counter.rows(
                "SELECT a.number, sum(b.open_cents) FROM accounts a JOIN bill_lines b ON b.account_id = a.id "
                "GROUP BY a.number HAVING sum(b.open_cents) > 0"
            )
        )

    def customer(self, keys: str, services: dict[str, int], tenders: dict[str, int]) -> str:
        """One receipt, all its keys in one write; the receipt's number."""
        assert sum(services.values()) == sum(tenders.values()), "the test's own sums"
        self.clerk.type(keys)
        return self.took(services, tenders)

    def took(self, services: dict[str, int], tenders: dict[str, int]) -> str:
        """Wait until the receipt that has been typed is posted, and add it up."""
        self.receipts += 1
        number = self.clerk.posted(self.receipts)
        self.services.update(services)
        self.tenders.update(tenders)
        self.drawer += tenders.get("CA", 0)
        return number

    def gave_back(self, services: dict[str, int], tenders: dict[str, int]) -> None:
        """A void has been posted."""
        self.services.subtract(services)
        self.tenders.subtract(tenders)
        self.drawer -= tenders.get("CA", 0)


def accounts(day: Day) -> list[str]:
    """Accounts with something due, cash-only ones and such left out, by number."""
    plain = {
        number
        for (number,) in day.counter.rows(
            "SELECT a.number FROM accounts a JOIN customers c ON c.id = a.customer_id "
            "WHERE a.cash_only = 0 AND a.no_checks = 0 AND a.status = 'ACTIVE' AND c.confidential = 0 "
            "AND c.bankruptcy = 0 ORDER BY a.number"
        )
    }
    return sorted(plain & day.due.keys())


@pytest.fixture
def counter(run_folder: Path, tmp_path: Path) -> Iterator[Counter]:
    """A small city of today."""
    with opened_counter(run_folder, tmp_path) as found:
        yield found


@pytest.fixture
def day(counter: Counter) -> Day:
    """Clerk 102 has signed on and opened a drawer; the menu of what can be paid for is on the screen."""
    clerk = counter.start()
    clerk.sign_on("102")
    clerk.at("MENU")
    clerk.open_drawer(str(FUND))
    clerk.type("1\n")
    clerk.at("PAY010")
    return Day(clerk, counter)


def water_customers(day: Day, numbers: list[str]) -> None:
    """Water bills by every tender."""
    one = iter(numbers)
    for _ in range(4):
        number = next(one)
        day.customer(f"1\n{number}\n\n\n", {"UB": day.due[number]}, {"CA": day.due[number]})
    number = next(one)
    day.customer(f"1\n{number}\n\n100000\n", {"UB": day.due[number]}, {"CA": day.due[number]})
    day.clerk.shows("CHANGE")
    number = next(one)
    day.customer(f"1\n{number}\n5000\n\n", {"UB": 50_00}, {"CA": 50_00})
    number = next(one)
    day.customer(f"1\n{number}\n\n2\n1021\n", {"UB": day.due[number]}, {"CK": day.due[number]})
    number = next(one)
    day.customer(f"1\n{number}\n60.5\n3\n1\n4242\n771234\n", {"UB": 60_50}, {"CD": 60_50})
    number = next(one)
    day.customer(f"1\n{number}\n\n4\n88123401\n", {"UB": day.due[number]}, {"MO": day.due[number]})
    number = next(one)
    day.customer(f"1\n{number}\n\n5\n700155\nWELLS\n", {"UB": day.due[number]}, {"CC": day.due[number]})
    number = next(one)
    day.customer(
        f"1\n{number}\n\n2 1022 2500\nMO 5501 3000\n\n",
        {"UB": day.due[number]},
        {"CK": 25_00, "MO": 30_00, "CA": day.due[number] - 55_00},
    )
    number = next(one)
    day.customer(f"1\n{number}\n\nCK 1023\n", {"UB": day.due[number]}, {"CK": day.due[number]})
    number = next(one)
    day.customer(
        f"1\n{number}\n\n6 10004189 1000\n\n", {"UB": day.due[number]}, {"CR": 10_00, "CA": day.due[number] - 10_00}
    )


def other_customers(day: Day) -> None:
    """Every other service."""
    day.customer("2\n10004420\n\n\n", {"DEP": 150_00}, {"CA": 150_00})
    day.customer("3\nCOPIES\n250\n\n", {"MC": 2_50}, {"CA": 2_50})
    day.customer("4\nDAY-A\n3\n2000\n", {"BP": 18_00}, {"CA": 18_00})
    day.customer("5\nC123456\n6500\n3\nVISA\n4242\n0099\n", {"CI": 65_00}, {"CD": 65_00})
    day.customer("5\nC777\n4250\nMO 6601 2000\n3 MC 5151 44120\n", {"CI": 42_50}, {"MO": 20_00, "CD": 22_50})
    day.customer("6\n26-001234\n300\n\n", {"PR": 3_00}, {"CA": 3_00})
    day.customer("7\nIM26-77\n4\n991\n", {"IM": 180_00}, {"MO": 180_00})
    day.customer("8\nP-3321\n4500\nCK 2201\n", {"PK": 45_00}, {"CK": 45_00})
    day.customer("9\nL-5521\n12000\nCK 2202\n", {"BL": 124_00}, {"CK": 124_00})
    day.customer("10\nSMITH J\n4411\n13000\n\n", {"PP": 35_00}, {"CA": 35_00})
    day.customer("11\nNS-881\n5000\n\n\n", {"NS": 75_00}, {"CA": 75_00})


def customers_together(day: Day, numbers: list[str]) -> None:
    """Several customers and services on one receipt; a receipt in Spanish; a line taken off before posting."""
    one, two, three = numbers
    owed = day.due[one] + day.due[two]
    day.customer(f"1\n{one}\n\n7\n1\n{two}\n\n\n", {"UB": owed}, {"CA": owed})
    day.customer(
        "4\nDAY-A\n1\n7\n3\nCOPIES\n100\n7\n5\nC99\n4000\n2 3001 2000\n\n",
        {"BP": 6_00, "MC": 1_00, "CI": 40_00},
        {"CK": 20_00, "CA": 27_00},
    )
    day.customer(f"1\n{three}\n\n9\n\n", {"UB": day.due[three]}, {"CA": day.due[three]})
    day.clerk.type("3\nCOPIES\n500\n7\n3\nCOPIES\n700\n8\n")
    day.clerk.at("PAY030")
    day.clerk.type("1\n\n")
    day.took({"MC": 7_00}, {"CA": 7_00})


def mistakes(day: Day, number: str) -> None:
    """Wrong input is said in row 24, keeps what was typed, and is put right."""
    clerk = day.clerk
    clerk.type("77\n")
    clerk.error("not on this menu")
    clerk.type("ctrl+u", "1\n12345\n")
    clerk.error("eight digits")
    clerk.type("ctrl+u", "10000000\n")
    clerk.error("There is no account")
    clerk.type("ctrl+u", f"{number}\n99999999\n")
    clerk.error("More than due")
    clerk.type("ctrl+u", "1000\n")
    clerk.at("PAY020")
    clerk.type("hello\n")
    clerk.error("Type the cash")
    clerk.type("ctrl+u", "5\n")
    clerk.type("F12", "\n")
    day.took({"UB": 10_00}, {"CA": 10_00})


def interruptions(day: Day, numbers: list[str]) -> None:
    """F2 in a form and at the tender, F7 and F8 in the middle of a payment."""
    clerk, (one, two) = day.clerk, numbers
    clerk.type(f"1\n{one}\n")
    clerk.until(lambda: f"{day.due[one] / 100:,.2f}" in clerk.text)
    clerk.type("F2")
    clerk.at("PAY010")
    day.customer("3\nCOPIES\n100\n\n", {"MC": 1_00}, {"CA": 1_00})
    clerk.type("3\nCOPIES\n800\n", "F2")
    clerk.shows("Suspended")
    clerk.type("F12", "5\n")
    clerk.at("WRK010")
    clerk.shows("Copies")
    clerk.type("1\n")
    clerk.at("UB10")
    clerk.shows(one)
    clerk.type("\n\n")
    day.took({"UB": day.due[one]}, {"CA": day.due[one]})
    clerk.at("MENU")
    clerk.type("5\n")
    clerk.at("WRK010")
    clerk.type("1\n\n")
    day.took({"MC": 8_00}, {"CA": 8_00})
    clerk.at("MENU")
    clerk.type("1\n1\n", two, "\n", "F7", "10004238\n")
    clerk.at("ACC010")
    clerk.type("F12", "F8", "1250+500+*")
    clerk.shows("17.50")
    clerk.type("F12")
    clerk.at("UB10")
    clerk.type("\n\n")
    day.took({"UB": day.due[two]}, {"CA": day.due[two]})


def typed_transactions(day: Day, numbers: list[str]) -> None:
    """One line is a whole transaction, shown once and posted by one Enter; on the menu and with F9."""
    clerk, (one, two) = day.clerk, numbers
    clerk.type("F12")
    clerk.at("MENU")
    day.customer(f"UB {one} 1000 CK 4001\n\n", {"UB": 10_00}, {"CK": 10_00})
    day.customer(f"UB {two}\n\n", {"UB": day.due[two]}, {"CA": day.due[two]})
    day.customer("CI C77 3500\n\n", {"CI": 35_00}, {"CA": 35_00})
    clerk.type("F9")
    clerk.at("F9")
    day.customer("MC COPIES 300 CD VISA 1111 7788\n\n", {"MC": 3_00}, {"CD": 3_00})


def corrections(day: Day) -> None:
    """A receipt printed again, one voided whole, one by line, one with a supervisor's approval; a no-sale."""
    clerk = day.clerk
    sold = day.customer("MC COPIES 444\n\n", {"MC": 4_44}, {"CA": 4_44})
    clerk.type(f"4.1\n{sold}\n")
    clerk.at("RCP015")
    clerk.type("1\n")
    clerk.shows("The duplicate is being printed.")
    clerk.type("2\n")
    clerk.at("RCP020")
    clerk.type("TWICE\n1")
    day.gave_back({"MC": 4_44}, {"CA": 4_44})
    clerk.shows("VOID")
    clerk.type("F3")
    clerk.at("MENU")
    sold = day.customer("1\n3\nCOPIES\n200\n7\n3\nCOPIES\n300\n\n", {"MC": 5_00}, {"CA": 5_00})
    clerk.type("F3", f"4.1\n{sold}\n")
    clerk.at("RCP015")
    clerk.type("2\n")
    clerk.at("RCP020")
    clerk.type("Up", "2", "ctrl+k", "ONLY ONE\n1")
    day.gave_back({"MC": 3_00}, {"CA": 3_00})
    clerk.shows("PART VOID")
    clerk.type("F3")
    clerk.at("MENU")
    sold = day.customer("1\n5\nC500\n50000\n\n", {"CI": 500_00}, {"CA": 500_00})
    clerk.type("F3", f"4.1\n{sold}\n2\n")
    clerk.at("RCP020")
    clerk.type("WRONG CITATION\n1")
    clerk.shows("Approver")
    clerk.type("102\n")
    clerk.shows("Approver's number . . :  102")
    clerk.type(f"{PASSWORDS['102']}\nMYSELF\n")
    clerk.until(lambda: "Clerk 102" in clerk.message() or "own" in clerk.message())
    clerk.type("Backspace", "F12")
    clerk.until(lambda: "Approver" not in clerk.text)
    clerk.type("\n1")
    clerk.shows("Approver")
    clerk.type(f"201\n{PASSWORDS['201']}\nSEEN\n")
    clerk.at("RCP015")
    day.gave_back({"CI": 500_00}, {"CA": 500_00})
    clerk.type("F3", "3\n4\nCHANGE FOR A CUSTOMER\n")
    clerk.shows("Cash drawer", "opened")


def cash_out(day: Day) -> None:
    """A safe drop and a paid out."""
    clerk = day.clerk
    clerk.type("2\n30000\nBAG-7\n201 GLORIA\n")
    clerk.shows("300.00 dropped")
    day.drawer -= 300_00
    clerk.type("3\n1234\nPOST OFFICE\nSTAMPS\n")
    clerk.shows("12.34 paid out")
    day.drawer -= 12_34
    clerk.type("5\n")
    clerk.at("DRW050")
    clerk.type("F12")
    clerk.at("MENU3")


def close_drawer(day: Day) -> None:
    """A blind count that is a dollar short, one recount, the reason, and the Z report."""
    clerk = day.clerk
    paper = {kind: (1, cents) for kind, cents in day.tenders.items() if kind in PAPER}
    clerk.type("6\n", count_keys(day.drawer - SHORT - 20_00, paper), "1")
    clerk.at("DRW035")
    clerk.shows("21.00-")
    clerk.type("2\n", count_keys(day.drawer - SHORT, paper), "1")
    clerk.shows("1.00-")
    clerk.type("1\n")
    clerk.at("DRW040")
    clerk.type("1\n")
    clerk.at("DRW060")
    clerk.type("F12")
    clerk.at("MENU3")
    clerk.type("F3", "90\n")
    clerk.at("SGN010")


def the_books(day: Day) -> None:
    """`verify` proves the store, and `report day` says what the test has added up."""
    counter = day.counter
    verified = counter.run("verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    report = counter.day()
    assert report["total_cents"] == sum(day.services.values()) == sum(day.tenders.values())
    assert sum(sums(report["services"]).values()) == sum(day.services.values())
    by_service = counter.rows(
        "SELECT l.service, SUM(l.amount_cents) FROM journal j JOIN journal_lines l ON l.journal_id = j.id "
        "WHERE j.kind IN ('RECEIPT', 'VOID') GROUP BY l.service"
    )
    assert {str(service): int(cents) for service, cents in by_service if cents} == +day.services
    assert sums(report["tenders"]) == day.tenders
    assert sums(report["custody"]) == {"PP": 130_00}
    kinds = {one["code"]: one["count"] for one in report["kinds"]}
    assert kinds == {
        "RECEIPT": 40,
        "VOID": 3,
        "CANCEL": 1,
        "NO-SALE": 1,
        "DROP": 1,
        "PAID-OUT": 1,
        "FUND": 1,
        "CLOSE": 1,
        "REPRINT": 1,
    }
    assert (report["gaps"], report["receipts"][0]["count"]) == ([], 40)
    (drawer,) = report["drawers"]
    assert (drawer["state"], drawer["variance_cents"], drawer["fund_cents"]) == ("CLOSED", -SHORT, FUND)
    assert not counter.rows("SELECT 1 FROM works WHERE state IN ('ACTIVE', 'SUSPENDED')")
    assert counter.rows("SELECT count(*) FROM journal WHERE language = 'es'") == [(1,)]
    day.clerk.until(lambda: not counter.rows("SELECT 1 FROM jobs WHERE state NOT IN ('PRINTED', 'SENT')"))


def sums(group: list[dict[str, Any]]) -> dict[str, int]:
    """A group of the day report as cents by code."""
    found: Tally[str] = Tally()
    for one in group:
        found[one["code"]] += one["cents"]
    return found


def test_a_day_at_the_counter(day: Day) -> None:
    numbers = accounts(day)
    water_customers(day, numbers[:13])
    other_customers(day)
    customers_together(day, numbers[13:16])
    mistakes(day, numbers[16])
    interruptions(day, numbers[17:19])
    typed_transactions(day, numbers[19:21])
    corrections(day)
    cash_out(day)
    close_drawer(day)
    the_books(day)
