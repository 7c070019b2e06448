"""The keys to the displays of menu 12 that are not the first of a program, for the golden screens."""

from __future__ import annotations

PREPARE = (
    "3.1\n20000\n",
    "UB 10004567 1000 CK 1021\n\n",
    "MC RENTAL 1500 B7\n\n",
    "12.1\n1021\n",
    "\n",
    "f3",
    "12.10\n",
    "f6",
    "2000\n070623\n100-030-4990\n",
    "f3",
    "12.6\n",
    "up",
    "3\n27-2\n\n",
    "ANN LEE\n1 PINE ST\nVISTA ROBLES\n92991\n",
    "f3",
)
"""A check that came back, an item of unclaimed money whose time is over, and a refund that is asked for."""

Scenes = tuple[tuple[str, tuple[str, ...], str], ...]

_CASE = ("12.2\n", "5\n")
_REFUND = ("12.7\n", "5\n")
SCENES: Scenes = (
    ("returned_found", ("12.1\n1021\n",), "RET010"),
    ("returned_case", _CASE, "RET025"),
    ("returned_demand", (*_CASE, "3\n"), "RET030"),
    ("returned_receipt", (*_CASE, "4\n"), "RET032"),
    ("returned_plan", (*_CASE, "5\n"), "RET034"),
    ("returned_write_off", (*_CASE, "8\n"), "RET038"),
    ("returned_again", (*_CASE, "9\n"), "RET040"),
    ("returned_letters", (*_CASE, "10\n"), "RET068"),
    ("returned_letter", (*_CASE, "10\n", "5\n"), "RET070"),
    ("returned_history", (*_CASE, "11\n"), "RET072"),
    ("returned_register", ("12.3\n", "2\n"), "RET062"),
    ("hot_list_off", ("12.5\n", "4\n"), "HOT020"),
    ("refund", _REFUND, "RFD025"),
    ("refund_reject", (*_REFUND, "3\n"), "RFD030"),
    ("refund_paid", (*_REFUND, "4\n"), "RFD032"),
    ("refund_cashed", (*_REFUND, "5\n"), "RFD034"),
    ("refund_history", (*_REFUND, "9\n"), "RET072"),
    ("refund_file", ("12.8\n", "3\n"), "RFD040"),
    ("unclaimed_list", ("12.10\n",), "UNC010"),
    ("unclaimed_add", ("12.10\n", "f6"), "UNC020"),
    ("unclaimed_publish", ("12.10\n", "1\n"), "UNC030"),
    ("unclaimed_claim", ("12.10\n", "2\n"), "UNC032"),
    ("unclaimed_transfer", ("12.10\n", "4\n"), "UNC034"),
)
"""Name, keys from the main menu, and the id in row 1."""
