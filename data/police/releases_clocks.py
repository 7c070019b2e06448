"""Clocks of records requests (Government Code 7922.535, Family Code 6228): every count is a dated setting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from data import settings
from data.clock import stamp
from data.police import calendar
from data.police.releases_terms import DV

if TYPE_CHECKING:
    from data.police.store import PoliceStore

DAYS, EXTENSION, ROLL = "cpra.days", "cpra.extension_days", "cpra.roll_forward"
FACE_HOURS, FACE_CAUSE = "dv.face_hours", "dv.face_cause_wd"
REPORT, REPORT_CAUSE = "dv.report_wd", "dv.report_cause_wd"
NAMES = (DAYS, EXTENSION, ROLL, FACE_HOURS, FACE_CAUSE, REPORT, REPORT_CAUSE)


@dataclass(frozen=True)
class Due:
    """A last day: as the law counts it, the day until which the desk has time, and the version of the settings."""

    legal: date
    until: date
    version: str


def due(police: PoliceStore, clock: str, received: date) -> Due:
    """When a request received on a day must be answered; the day itself is not counted."""
    table = calendar.load(police, received)
    if clock == DV:
        legal = table.working_days_after(received, settings.number(police, REPORT, received))
        return Due(legal, legal, _version(police, received, table))
    legal = received + timedelta(days=settings.number(police, DAYS, received))
    return Due(legal, _rolled(police, legal, received, table), _version(police, received, table))


def extended(police: PoliceStore, clock: str, legal: date, days: int, on: date) -> Due:
    """The new last day of a request extended by `days` calendar days (DV: to its good-cause days). Raises ValueError.

    `legal` is the day that was due before; a Public Records Act request goes on from it (at most 14 days).
    """
    table = calendar.load(police, on)
    if clock == DV:
        raise ValueError("A victim's report is extended by good cause, from the day of the request.")
    most = settings.number(police, EXTENSION, on)
    if not 1 <= days <= most:
        raise ValueError(f"An extension is at most {most} days (Government Code 7922.535).")
    new = legal + timedelta(days=days)
    return Due(new, _rolled(police, new, on, table), _version(police, on, table))


def good_cause(police: PoliceStore, received: date) -> Due:
    """The last day of a victim's report with good cause, from the day of the request (Family Code 6228)."""
    table = calendar.load(police, received)
    legal = table.working_days_after(received, settings.number(police, REPORT_CAUSE, received))
    return Due(legal, legal, _version(police, received, table))


def face_due(police: PoliceStore, clock: str, received: datetime, on: date) -> str | None:
    """When the face sheet is due, as a stored moment; None for other requests."""
    if clock != DV:
        return None
    return stamp(received + timedelta(hours=settings.number(police, FACE_HOURS, on)))


def _rolled(police: PoliceStore, legal: date, on: date, table: calendar.Calendar) -> date:
    if settings.value(police, ROLL, on) != "on":
        return legal
    day = legal
    while not table.is_working(day):
        day += calendar.DAY
    return day


def _version(police: PoliceStore, on: date, table: calendar.Calendar) -> str:
    return calendar.digest([table.version, *(settings.value(police, name, on) for name in NAMES)])
