"""The displays of person files on menu 21, and the people they show."""

from __future__ import annotations

from data.police.persons_groups import GROUPS
from data.police.store import PoliceStore

FILE = ("PER zebr\n", "1\n", "1")
"""To the file of the first Zebrafish, for a registration."""
CHANGE = (*FILE, "f6")


def _groups() -> tuple[tuple[str, tuple[str, ...], str], ...]:
    """The form of a new row of every group."""
    return tuple(
        (f"person_new_{group.code.lower()}", (*CHANGE, f"{group.number}\n", "f6"), f"PER1{group.number:02d}")
        for group in GROUPS.values()
    )


SCENES = (
    ("menu_21", ("21\n",), "MENU21"),
    ("person_search", ("PER\n",), "PER010"),
    ("person_nobody", ("PER\n", "qqqq\n"), "PER010"),
    ("person_found", ("PER zebr\n",), "PER020"),
    ("person_reason", ("PER zebr\n", "1\n"), "POL001"),
    ("person_file", FILE, "PER030"),
    ("person_file_end", (*FILE, "pagedown"), "PER030"),
    ("person_revealed", (*FILE, "f11"), "PER030"),
    ("person_menu", CHANGE, "PER040"),
    ("person_own", (*CHANGE, "1\n"), "PER101"),
    *_groups(),
    ("person_addresses", (*CHANGE, "8\n"), "PER050"),
    ("person_address_change", (*CHANGE, "8\n", "2", "enter"), "PER108"),
    ("person_address_end", (*CHANGE, "8\n", "4", "enter"), "PER060"),
    ("person_address", (*CHANGE, "8\n", "5", "enter"), "PER055"),
    ("person_codes", (*CHANGE, "6\n", "f6", "tattoo left", "f4"), "F4"),
    ("person_history", (*CHANGE, "20\n"), "PER080"),
    ("person_past", (*CHANGE, "20\n", "5", "enter"), "PER081"),
    ("person_merge", (*CHANGE, "21\n", "okapi\n", "1\n"), "PER070"),
    ("person_merges", (*CHANGE, "22\n"), "PER074"),
    ("person_merge_undo", (*CHANGE, "22\n", "1\n"), "PER075"),
    ("person_new", ("PERNEW\n",), "PER012"),
    ("person_alike", ("PERNEW\n", "Sebrafish\nHotel\n\n", "1 Nowhere Way\nVista Robles\n"), "PER014"),
)


def seed(police: PoliceStore) -> None:
    """One file of the sample merged into the first Zebrafish."""
    kept, merged = (
        int(police.value("SELECT id FROM persons WHERE last = ? ORDER BY first LIMIT 1", last))
        for last in ("Zebrafish", "Yodeler")
    )
    with police.writing():
        police.run("UPDATE persons SET merged_into = ? WHERE id = ?", kept, merged)
        police.insert(
            "person_merges", kept_id=kept, merged_id=merged, at=police.now(), user_id=1, approver_id=2,
            reason="same prints",
        )  # fmt: skip
