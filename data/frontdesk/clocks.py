"""Last days of the front desk: days are counted from the day after the event; a closed day moves to the next open one.

Working days skip weekends and the city's closure days (`data.holidays`), and every closure such as a 9/80 Friday that
stands among them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from data import settings
from data.holidays import business_days_after, is_business_day

if TYPE_CHECKING:
    from data.store import Store

ROLL = "desk.roll_forward"
"""Setting Y or N: whether a last day on which the desk is closed moves to the next open day (Gov. Code 6707)."""


@dataclass(frozen=True)
class Deadline:
    """A last day: as the law counts it, and the day until which the desk takes it."""

    legal: date
    until: date

    def over(self, on: date) -> bool:
        """Whether it has passed on a day."""
        return on > self.until

    def show(self) -> str:
        """`07/18/2026 (open 07/20/2026)`, or only the day when the desk is open on it."""
        moved = f" (open {self.until:%m/%d/%Y})" if self.until != self.legal else ""
        return f"{self.legal:%m/%d/%Y}{moved}"


def next_open(store: Store, day: date) -> date:
    """The day itself when the desk is open on it, else the next day on which it is."""
    return day if is_business_day(store, day) else business_days_after(store, day, 1)


def calendar(store: Store, event: date, days: int, on: date) -> Deadline:
    """So many calendar days after an event; `on` is the day whose settings count."""
    legal = event + timedelta(days=days)
    rolls = settings.value(store, ROLL, on).upper() in ("Y", "YES", "ON", "1")
    return Deadline(legal, next_open(store, legal) if rolls else legal)


def working(store: Store, event: date, days: int) -> Deadline:
    """So many working days after an event."""
    day = business_days_after(store, event, days)
    return Deadline(day, day)
