"""The keys to every display of menu 22's bookings, on the sample's bookings."""

from __future__ import annotations

REASON = "2"
"""The key that says: booking."""
NEW = ("22.1\n", "artichoke\n", "1\n", REASON)
"""The keys to the form of a new booking."""
CASE = ("BOKQ B26-00038\n", REASON)
"""The keys to a booking of the sample that is not finished."""
SCENES: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("menu_22", ("22\n",), "MENU22"),
    ("booking_new", NEW, "BOK010"),
    ("bookings_unfinished", ("22.2\n",), "BOK005"),
    ("booking_case", CASE, "BOK015"),
    ("booking_photos", (*CASE, "1\n"), "BOK030"),
    ("booking_charges", (*CASE, "2\n"), "BOK021"),
    ("booking_charge", (*CASE, "2\n", "f6"), "BOK020"),
    ("booking_facts", (*CASE, "3\n"), "BOK011"),
    ("booking_disposition", (*CASE, "4\n"), "BOK040"),
    ("booking_prints", (*CASE, "6\n"), "BOK052"),
    ("booking_holds", (*CASE, "5\n"), "BOK024"),
    ("booking_hold", (*CASE, "5\n", "f6"), "BOK025"),
    ("booking_papers", (*CASE, "7\n"), "BOK028"),
    ("booking_sheet", (*CASE, "7\n", "1\n"), "BOK029"),
    ("booking_card", ("BOKQ B26-00001\n", REASON, "7\n", "4\n"), "BOK092"),
    ("booking_medical", (*CASE, "10\n"), "BOK045"),
    ("booking_history", (*CASE, "13\n"), "BOK027"),
    ("booking_take_out", (*CASE, "1\n", "4", "enter"), "BOK026"),
    ("booking_lineup", ("BOKQ B26-00001\n", REASON, "12\n"), "BOK091"),
    ("booking_complete", ("BOKQ B26-00001\n", REASON), "BOK015"),
    ("booking_look", ("BOKQ B26-00001\n", REASON, "1\n", "5\n"), "BOK032"),
    ("bookings_by_date", ("22.3\n",), "BOK006"),
    ("bookings_of_days", ("22.3\n", "01012026\n", "\n"), "BOK007"),
    ("arrest_log_days", ("22.5\n", REASON), "BOK070"),
    ("arrest_log", ("22.5\n", REASON, "06012026\n", "\n"), "BOK071"),
)
"""Name, keys from the main menu and program id of every display, in this order."""
KEEPING = (
    ("booking_withhold", ("BOKQ B26-00001\n", REASON, "15\n"), "BOK072"),
    ("booking_withheld", ("BOKQ B26-00001\n", REASON, "15\n", "tab", "y\n", *["\n"] * 6, "SAFETY\n"), "BOK015"),
)
"""Displays of the police supervisor."""
