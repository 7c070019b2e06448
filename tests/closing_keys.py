"""The keys of the office at the end of the day, and the displays they lead to."""

from __future__ import annotations

from counter import PASSWORDS, count_keys

from data.denominations import BILLS, COINS, ROLLS, break_down


def sign(number: str) -> str:
    """The keys of a sign-on."""
    return f"{number}\n{PASSWORDS[number]}\n"


def bag_keys(cash_cents: int, items: int = 0, tape_cents: int = 0, bag: str = "77") -> str:
    """The keys of a deposit: the fewest bills and coins, the tape of the checks, the bag, and that it is complete."""
    pieces = break_down(cash_cents)
    counts = "".join(f"{pieces.get(one.code, 0)}\n" for one in (*BILLS, *COINS, *ROLLS))
    return f"{counts}{items}\n{tape_cents}\n{bag}\n1"


def drawer_keys(taken: int = 5_00) -> tuple[str, ...]:
    """A clerk's drawer of 200.00: one sale in cash, counted and closed; back at the main menu."""
    return ("3.1\n20000\n", f"MC COPIES {taken}\n\n", "3.6\n", count_keys(200_00 + taken, {}), "1", "1\n", "f3")


PREPARE = (*drawer_keys(), "90\n", sign("102"), *drawer_keys(2_50), "90\n", sign("201"))
"""Clerk 103 (who has signed on) and clerk 102 close a drawer each; then the supervisor signs on."""

SCENES: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("verify_drawers", ("10.1\n",), "CLO010"),
    ("verify_form", ("10.1\n", "1\n"), "CLO015"),
    ("deposit_prepare", ("10.1\n", "1\n", "\n1", "f3", "10.2\n"), "DEP010"),
    ("deposits", ("10.2\n", bag_keys(5_00), "10.3\n"), "DEP020"),
    ("deposit_slip", ("10.3\n", "5\n"), "DEP025"),
    ("deposit_confirm", ("10.3\n", "3\n"), "DEP030"),
    ("deposit_cancel", ("10.3\n", "4\n"), "DEP040"),
    ("bank_file", ("10.4\n",), "BNK010"),
    ("close_day_refused", ("10.5\n",), "DAY010"),
    ("close_day", ("10.1\n", "1\n", "\n1", "f3", "10.5\n"), "DAY010"),
    ("day_closed", ("10.5\n", "\n1"), "DAY020"),
    ("export_form", ("10.6\n",), "GLX010"),
    ("surprise_list", ("10.7\n",), "CLO020"),
    ("order_form", ("10.8\n",), "ORD010"),
    ("order", ("10.8\n", "4\n" + "0\n" * 19), "ORD020"),
    ("closed_dates", ("10.9\n",), "DAY030"),
    ("exports", ("10.10\n",), "GLX020"),
    ("report_dates", ("8.2\n",), "RPT015"),
    ("report_register", ("8.2\n", "\n\n"), "RPT020"),
    ("report_summary", ("8.3\n", "\n\n"), "RPT040"),
    ("report_voids", ("8.4\n", "\n\n"), "RPT030"),
    ("report_volume", ("8.5\n", "\n\n"), "RPT050"),
    ("report_pace", ("8.6\n", "\n\n"), "RPT055"),
    ("report_audit", ("8.7\n", "\n\n"), "RPT060"),
    ("report_over_short", ("8.8\n", "\n\n"), "RPT065"),
    ("report_surprise", ("8.9\n", "\n\n"), "RPT070"),
)
