"""Shipped rows of criminal registrations: every day count of the law and of the desk, each with its source.

A mark [K] means professional knowledge and [U] an uncertain or conflicting source: the agency has them confirmed
before the desk opens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import settings

if TYPE_CHECKING:
    from data.store import Store

AGENCY = "The agency sets its own"

SETTING_ROWS: tuple[settings.SettingRow, ...] = (
    ("sex.move_wd", "5", "days", "PC 290(b); working days"),
    ("sex.release_wd", "5", "days", "PC 290.015(a); working days"),
    ("sex.custody_exempt_days", "30", "days", "PC 290.015(a)"),
    ("sex.annual_wd_before", "5", "days", "15 CCR 3652(a)(2); both ways [U]"),
    ("sex.annual_wd_after", "5", "days", "15 CCR 3652(a)(2)"),
    ("sex.svp_days", "90", "days", "15 CCR 3652(b)"),
    ("sex.transient_days", "30", "days", "PC 290.011(a)"),
    ("sex.status_wd", "5", "days", "PC 290.011(b)-(c) [K]; working days"),
    ("sex.leave_state_wd", "5", "days", "PC 290.011(f), 290.013(a) [K]; working days"),
    ("sex.leave_state_when", "of", "text", "of or before the move [U]"),
    ("sex.name_wd", "5", "days", "PC 290.014(a); working days"),
    ("sex.campus_wd", "5", "days", "PC 290.009, 290.01 [K]; working days"),
    ("sex.nonres_days", "14", "days", "PC 290.002"),
    ("sex.nonres_agg_days", "30", "days", "PC 290.002; in a calendar year"),
    ("sex.internet_wd", "30", "days", "PC 290.014(b) [K]; working days"),
    ("sex.internet_from", "2017-01-01", "text", "SB 448: felony convictions on or after this day"),
    ("sex.proof_days", "30", "days", "PC 290.015(a)(5) [K]"),
    ("doj.forward_days", "3", "days", "PC 290.016(b)"),
    ("doj.forward_wd", "3", "days", "PC 290.015(b), 290.013(c) [K]; the earlier is shown"),
    ("arson.move_days", "14", "days", "PC 457.1(b)"),
    ("arson.change_days", "10", "days", "PC 457.1(h)"),
    ("arson.life_after", "1994-11-30", "text", "PC 457.1(b): convicted after this day"),
    ("arson.years", "5", "years", "PC 457.1: convicted earlier"),
    ("arson.juv_age", "25", "years", "PC 457.1 [K]"),
    ("arson.annual", "off", "text", "No yearly duty in the statute's text seen [U]"),
    ("arson.annual_wd", "5", "days", "A secondary source [U]; working days"),
    ("gang.enabled", "on", "text", "PC 186.30 [U]: off keeps the records and registers nobody"),
    ("gang.days", "10", "days", "PC 186.30(b)"),
    ("gang.move_days", "10", "days", "PC 186.32(b)"),
    ("gang.years", "5", "years", "PC 186.32(c)"),
    ("petition.doj_days", "0", "days", "PC 290.5(a)(2): receipt of service is reported, no count seen"),
    ("petition.report_days", "60", "days", "PC 290.5(a)(2)"),
    ("petition.hearing_days", "60", "days", "PC 290.5(a)(2): the district attorney's, from the report"),
    ("petition.from", "2021-07-01", "text", "PC 290.5(a)(1)"),
    ("tier.1_years", "10", "years", "PC 290(d)(1)"),
    ("tier.2_years", "20", "years", "PC 290(d)(2)"),
    ("tier.3r_years", "20", "years", "PC 290.5(b)(3): tier 3 by risk assessment"),
    ("tier.1_juvenile_years", "5", "years", "PC 290.008"),
    ("tier.2_juvenile_years", "10", "years", "PC 290.008"),
    ("verify.warn_days", "1", "days", AGENCY),
    ("calendar.feb29", "feb28", "text", "feb28 or mar01: no rule found, the strict reading [U]"),
    ("calendar.judicial", "off", "text", "on: days off of the courts and moved holidays lengthen clocks [U]"),
    ("police.open_weekdays", "12345", "text", "Weekdays the desk is open, 1 Monday to 7 Sunday"),
    ("police.closed_friday", "", "text", "One closed Friday of a 9/80 schedule, as 2026-07-10; empty: none"),
    ("police.closed_days", "", "text", "Other closed days, as 2026-12-24 2026-12-31"),
    ("police.ori", "", "text", "Nine characters, given by DOJ; blank until the agency has its own"),
    ("police.agency", "Police Department", "text", AGENCY),
    ("police.desk_phone", "", "text", AGENCY),
)
"""Name, value, unit, authority."""


def load(store: Store) -> None:
    """Add the rows that are absent; running it twice changes nothing."""
    settings.load_rows(store, SETTING_ROWS)
