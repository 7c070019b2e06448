"""The two calendars of a deadline: working days in law, and the days on which the police desk is open.

A working day is Monday to Friday and no state holiday. The law's text seen does not define it, so the agency verifies
the table of each year. A closed desk never lengthens a duty: the legal deadline stands, and the last open day on or
before it is shown beside it. Day 0, the day of the event, is never counted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from data import settings
from data.holidays import CITY_ONLY, SATURDAY, STATE_ONLY
from data.store import StoreError

if TYPE_CHECKING:
    from data.store import Store

DAY = timedelta(days=1)
FORTNIGHT = 14
"""Days between two closed Fridays of a 9/80 schedule."""
JUDICIAL_ONLY = ((2, 12), (6, 19))
"""Month and day of days off in the courts only; the fourth Friday of September is one too."""


@dataclass(frozen=True)
class Calendar:
    """Holidays of the law, closed days of the desk, and the version of the table they come from."""

    holidays: frozenset[date] = frozenset()
    """Days that are no working days in law, besides weekends."""
    closures: frozenset[date] = frozenset()
    """Days on which the desk is closed, besides its weekly days off."""
    years: frozenset[int] = frozenset()
    """Years for which the holiday table has rows."""
    open_weekdays: frozenset[int] = frozenset(range(SATURDAY))
    """Weekdays on which the desk is open; Monday is 0."""
    closed_friday: date | None = None
    """One of the alternate Fridays on which a 9/80 schedule closes the desk; None without one."""
    judicial: bool = False
    """Whether days off of the courts, and holidays moved from a weekend, are no working days either."""
    version: str = ""
    """Eight hexadecimal digits that change whenever a row or setting of this calendar changes."""

    def is_working(self, day: date) -> bool:
        """Whether the law counts this day."""
        if day.weekday() >= SATURDAY or day in self.holidays:
            return False
        return not (self.judicial and (_is_judicial(day) or self._is_observed(day)))

    def is_open(self, day: date) -> bool:
        """Whether the police desk is open."""
        if day.weekday() not in self.open_weekdays or day in self.closures:
            return False
        return self.closed_friday is None or (day - self.closed_friday).days % FORTNIGHT != 0

    def working_days_after(self, day: date, count: int) -> date:
        """The `count`th working day after `day`; `day` itself when `count` is 0."""
        return self._counted(day, count, DAY)

    def working_days_before(self, day: date, count: int) -> date:
        """The `count`th working day before `day`; `day` itself when `count` is 0."""
        return self._counted(day, count, -DAY)

    def open_on_or_before(self, day: date, first: date = date.min) -> date | None:
        """The last open day of the desk on or before `day`; None when it is closed from `first` through `day`."""
        earliest = max(first, day - timedelta(days=60))
        while day >= earliest:
            if self.is_open(day):
                return day
            day -= DAY
        return None

    def _counted(self, day: date, count: int, step: timedelta) -> date:
        while count > 0:
            day += step
            count -= self.is_working(day)
        return day

    def _is_observed(self, day: date) -> bool:
        """Whether a holiday on a Saturday moves to this Friday, or one on a Sunday to this Monday."""
        moved = {4: DAY, 0: -DAY}.get(day.weekday())
        return moved is not None and day + moved in self.holidays


def _is_judicial(day: date) -> bool:
    fourth_friday = day.month == 9 and day.weekday() == 4 and 22 <= day.day <= 28
    return fourth_friday or (day.month, day.day) in JUDICIAL_ONLY


def load(store: Store, on: date) -> Calendar:
    """The calendar as the holiday table and the settings valid on a day make it.

    Raises `StoreError` naming the setting that is missing or no date.
    """
    rows = store.rules.rows("SELECT day, kind FROM holidays WHERE active = 1 ORDER BY day")
    texts = {name: settings.value(store, name, on) for name in _SETTINGS}
    shut = [*(day for day, kind in rows if kind != STATE_ONLY), *texts["police.closed_days"].split()]
    friday = texts["police.closed_friday"]
    return Calendar(
        holidays=_dates("holidays", (day for day, kind in rows if kind != CITY_ONLY)),
        closures=_dates("police.closed_days", shut),
        years=frozenset(int(str(day)[:4]) for day, _ in rows),
        open_weekdays=frozenset(int(mark) - 1 for mark in texts["police.open_weekdays"] if mark in "1234567"),
        closed_friday=next(iter(_dates("police.closed_friday", [friday])), None) if friday else None,
        judicial=texts["calendar.judicial"] == "on",
        version=digest([*map(tuple, rows), *sorted(texts.items())]),
    )


_SETTINGS = ("calendar.judicial", "police.closed_days", "police.closed_friday", "police.open_weekdays")


def _dates(name: str, texts: Iterable[str]) -> frozenset[date]:
    try:
        return frozenset(date.fromisoformat(text) for text in texts)
    except ValueError:
        raise StoreError(f"The setting {name} holds something that is no date such as 2026-07-02.") from None


def digest(rows: Iterable[object]) -> str:
    """Eight hexadecimal digits of the SHA-256 of rows, to name a version of them."""
    return hashlib.sha256(repr(list(rows)).encode()).hexdigest()[:8]
