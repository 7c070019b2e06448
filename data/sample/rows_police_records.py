"""Shipped rows of records requests and clearance letters: days, hours, fees, how long records are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import settings

if TYPE_CHECKING:
    from data.store import Store

SETTING_ROWS: tuple[settings.SettingRow, ...] = (
    ("cpra.days", "10", "days", "Government Code 7922.535: calendar days from receipt"),
    ("cpra.extension_days", "14", "days", "Government Code 7922.535: at most"),
    ("cpra.roll_forward", "on", "text", "A last day on a closed day moves to the next business day [K]"),
    ("dv.face_hours", "48", "hours", "Family Code 6228"),
    ("dv.face_cause_wd", "5", "days", "Family Code 6228: with good cause, working days"),
    ("dv.report_wd", "5", "days", "Family Code 6228: working days"),
    ("dv.report_cause_wd", "10", "days", "Family Code 6228: with good cause, working days"),
    ("fee.clearance", "2500", "cents", "The City's own fee is not published"),
    ("fee.clearance_cap", "2500", "cents", "Penal Code 13322: local record review costs at most 25.00 [K]"),
    ("clearance.years", "7", "years", "The agency sets its own: how far back a letter speaks"),
    ("retention.releases", "3", "years", "11 CCR 707 [K]; the agency's schedule comes first"),
    ("retention.chri_releases", "3", "years", "11 CCR 707 [K]"),
    ("retention.clearances", "2", "years", "Government Code 34090 [K]"),
    ("retention.livescan", "2", "years", "Government Code 34090 [K]"),
    ("retention.fingerprints", "2", "years", "Government Code 34090 [K]; not registrants and bookings"),
    ("retention.visits", "1", "years", "CJIS Security Policy 6.0 PE-8; once the quarter is reviewed"),
)
"""Name, value, unit, authority."""


def load(store: Store) -> None:
    """Add the rows that are absent."""
    with store.writing():
        settings.load_rows(store, SETTING_ROWS)
