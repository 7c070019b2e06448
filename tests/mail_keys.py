"""The keys to the displays of menu 11 that are not the first of a program, for the golden screens, and their files."""

from __future__ import annotations

import os
from pathlib import Path

from bank_files import Check, Entry, billpay_csv, content, lockbox, nacha

from data import settings
from data.store import Store

PLAIN = "10004567"


NOTICES = (
    Entry("26", 4500, PLAIN, addenda=[("99", "R03", "122000249999999", "")]),
    Entry("21", 0, PLAIN, addenda=[("98", "C01", "122000240000001", "0099887766")]),
)
"""A return of a payment that never came, and a notification of change."""


def seed(store: Store, folder: Path) -> None:
    """An inbox with a lockbox, a file that two profiles fit, and one that is damaged."""
    inbox = folder / "inbox"
    inbox.mkdir()
    good = lockbox([[Check(1000, [(PLAIN, 1000)]), Check(700, [("99", 700)], remitter="ANN LEE")]])
    files = {
        "july.lbx": good,
        "cut.lbx": good[:-1],
        "unknown.dat": good,
        "z.ach": nacha("PPD", NOTICES),
        "billpay.csv": billpay_csv([("P1", PLAIN, "10.00"), ("P2", "10004238", "-5.00")]),
    }
    for name, lines in files.items():
        (inbox / name).write_bytes(content(lines))
        os.utime(inbox / name, (0, 0))
    settings.put(store, None, "files.inbox", str(inbox), store.clock.today())


PREPARE = (
    "3.1\n20000\n",
    f"11.1\n2\n10000\n{PLAIN}+7000\n",
    "f3",
    "11.3\n",
    "3\n",
    "1",
    "f3",
    "11.3\n",
    "1\n",
    "1",
    "f3",
    "11.3\n",
    "5\n",
    "1",
    "f3",
)
"""A batch with one item, a lockbox with a check nobody is known for, a reversal, a return and a change notice."""

Scenes = tuple[tuple[str, tuple[str, ...], str], ...]

_BATCH = ("11.2\n", "1\n")
SCENES: Scenes = (
    ("mail_entry", (*_BATCH, "1\n"), "BAT020"),
    ("mail_account", (*_BATCH, "1\n", f"{PLAIN}+"), "BAT020"),
    ("mail_edit_mode", ("11.1\n1\n500+2\n",), "BAT020"),
    ("mail_batch", _BATCH, "BAT030"),
    ("mail_items", (*_BATCH, "2\n"), "BAT021"),
    ("mail_out_of_balance", (*_BATCH, "4\n"), "BAT030"),
    ("mail_list", (*_BATCH, "5\n"), "BAT050"),
    ("mail_control", (*_BATCH, "6\n"), "BAT011"),
    ("mail_move", (*_BATCH, "8\n"), "BAT040"),
    ("batches", ("11.2\n",), "BAT060"),
    ("files_inbox", ("11.3\n",), "FIL010"),
    ("files_profile", ("11.3\n", "4\n"), "FIL011"),
    ("files_preview", ("11.3\n", "1\n"), "FIL020"),
    ("files_damaged", ("11.3\n", "2\n"), "MENU"),
    ("queue", ("11.4\n",), "FIL030"),
    ("queue_item", ("11.4\n", "5\n"), "FIL034"),
    ("queue_give", ("11.4\n", "1\n"), "FIL031"),
    ("queue_send_back", ("11.4\n", "4\n"), "FIL032"),
    ("queue_tick_off", ("11.4\n", "9\n"), "FIL033"),
    ("files_taken", ("11.5\n",), "FIL040"),
    ("queue_change", ("11.4\n", "down", "down", "2\n"), "FIL035"),
    ("queue_return", ("11.4\n", "down", "2\n"), "RET025"),
    ("returned_match", ("12.2\n", "5\n", "13\n"), "RET017"),
    ("scan_tried", ("11.7\n123\n",), "FIL050"),
)
"""Name, keys from the main menu, and the id in row 1."""
