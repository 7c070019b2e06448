"""A time of day on a form, and the minutes between two moments at the counter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import ClassVar

from data.clock import Clock
from data.fields import Field, FieldError


@dataclass(frozen=True)
class Time(Field):
    """A time of the 24-hour clock, typed as HHMM or HH:MM; the value is the text `HH:MM`."""

    width: int = 5
    ten_key: ClassVar[bool] = True

    def accepts(self, character: str) -> bool:
        """Digits and (pasted) colon."""
        return character in "0123456789:"

    def parse(self, text: str) -> str:
        """`14:05` for 1405, 14:05 or 905 in the morning. Raises `FieldError` when there is no such time."""
        found = re.fullmatch(r"(\d{1,2}):?(\d\d)", text, re.ASCII)
        if not found or int(found[1]) > 23 or int(found[2]) > 59:
            raise FieldError(f"{self.label}: type the time on the 24-hour clock: 1405.")
        return f"{int(found[1]):02d}:{found[2]}"


def now(clock: Clock) -> str:
    """The time at the counter as `HH:MM`."""
    return f"{clock.now().astimezone():%H:%M}"


def ahead(clock: Clock, day: date, at: str = "") -> bool:
    """Whether a moment at the counter, or a day of which the time `HH:MM` is not known, is still to come."""
    return (day, at) > (clock.today(), now(clock))


def minutes_between(day: date, at: str, later_day: date, later: str) -> int:
    """Whole minutes from one moment at the counter to a later one; negative when it is earlier.

    Counted in elapsed time, so that the hour of a change to or from daylight saving time is right.
    """
    first, last = (
        datetime.combine(when, time.fromisoformat(text)).astimezone() for when, text in ((day, at), (later_day, later))
    )
    return int((last - first).total_seconds()) // 60
