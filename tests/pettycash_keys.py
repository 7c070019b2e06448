"""The keys of a petty cash fund's work, and the displays they lead to."""

from __future__ import annotations

from counter import PASSWORDS

from data.denominations import ALL, break_down
from data.pettycash_orders import GIVEN, WANTED

SET_UP = ("PCFUNDS\n", "f6", "PC1\nCounter\n20000\n102", "tab", "103\n5000\n")
"""Finance sets up fund PC1 of 200.00, kept by 102 and 103, 50.00 a voucher."""
APPROVE = f"201\n{PASSWORDS['201']}\n44\n"
"""The supervisor's number, password and reason in the approval window."""


def count_keys(cents: int) -> str:
    """The keys of a count with the fewest bills and coins, and the answer that it is complete."""
    pieces = break_down(cents)
    return "".join(f"{pieces.get(one.code, 0)}\n" for one in ALL) + "1"


def order_keys(given: dict[str, int], wanted: dict[str, int]) -> str:
    """The keys of a change order, and the answer that it is right."""
    numbers = [given.get(one.code, 0) for one in GIVEN] + [wanted.get(one.code, 0) for one in WANTED]
    return "".join(f"{number}\n" for number in numbers) + "1"


def voucher_keys(kind: int, amount: str, receipt: int, payee: str = "4411") -> str:
    """The keys of a voucher in the form: 1 reimbursement, 2 advance; supplies, account 5210."""
    return f"{kind}\n{amount}\n{payee}\n22\n33\n1\n5210\n44\n55\n{receipt}\n"


PREPARE = (
    *SET_UP, "f3", "90\n", f"102\n{PASSWORDS['102']}\n", "13.1\n", voucher_keys(2, "4000", 0, "Ed Poe"),
    "13.1\n", voucher_keys(1, "1234", 1, "Rosa Lind"), "13.3\n", "6\n", "f3",
)  # fmt: skip
"""Finance sets the fund up; its custodian pays an advance and a voucher, and marks that one as signed."""

SCENES: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("petty_voucher", ("13.1\n",), "PCV010"),
    ("petty_voucher_refused", ("13.1\n", voucher_keys(1, "4000", 1, "rosa lind")), "PCV010"),
    ("petty_advances", ("13.2\n",), "PCV015"),
    ("petty_settle", ("13.2\n", "1\n", "33.10\n"), "PCV020"),
    ("petty_vouchers", ("13.3\n",), "PCV012"),
    ("petty_voucher_shown", ("13.3\n", "5\n"), "PCV014"),
    ("petty_cancel", ("13.3\n", "4\n"), "PCV030"),
    ("petty_fund", ("13.4\n",), "PCF030"),
    ("petty_count", ("13.5\n",), "PCC010"),
    ("petty_counted", ("13.5\n", count_keys(147_16)), "PCC020"),
    ("petty_counts", ("13.10\n",), "PCC030"),
    ("petty_request", ("13.6\n", count_keys(147_16)), "PCR010"),
    ("petty_claims", ("13.6\n", count_keys(147_66), "\n", APPROVE, "13.7\n"), "PCR012"),
    ("petty_claim", ("13.7\n", "5\n"), "PCR014"),
    ("petty_received", ("13.7\n", "1\n"), "PCR020"),
    ("petty_withdraw", ("13.7\n", "4\n"), "PCR030"),
    ("petty_order", ("13.8\n",), "PCO010"),
    ("petty_orders", ("13.8\n", order_keys({"b20": 2}, {"r25": 3, "r10": 2}), "13.9\n"), "PCO012"),
    ("petty_order_shown", ("13.9\n", "5\n"), "PCO014"),
)
"""Name, keys from the main menu and program id of every display of petty cash, in this order."""
