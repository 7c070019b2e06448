"""Shipped settings of bookings and their interchange file; what a receiver has to say is blank until it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import settings

if TYPE_CHECKING:
    from data.store import Store

ASK = "Ask the receiving agency; blank until given"
SETTING_ROWS: tuple[settings.SettingRow, ...] = (
    ("nist.version", "0500", "text", "ANSI/NIST-ITL 1-2011; 0400 for older receivers"),
    ("nist.tot", "", "text", f"Type of transaction (1.004). {ASK}"),
    ("nist.dai", "", "text", f"Destination (1.007). {ASK}"),
    ("nist.sid", "DIGITS", "text", "SID (2.015): DIGITS is CA and 8 digits, WHOLE is CA and the CII number [U]"),
    ("nist.csp", "YCC", "text", "Color space of photographs (10.012), as the receiver wants it [K]"),
)
"""Name, value, unit, authority. The agency's ORI is the setting `police.ori`."""


def load(store: Store) -> None:
    """Add the rows that are absent."""
    settings.load_rows(store, SETTING_ROWS)
