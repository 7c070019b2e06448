"""The clock, injected everywhere: nothing in the program reads the machine's time by itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Anything that knows the moment and the city's calendar day."""

    def now(self) -> datetime:
        """The moment, aware, in UTC."""

    def today(self) -> date:
        """The calendar day at the counter."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The moment, aware, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """The calendar day in the machine's own time zone."""
        return datetime.now().astimezone().date()


class FixedClock:
    """A clock that stands still until told to move; for tests, lessons and replays."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    def now(self) -> datetime:
        """The moment this clock stands at."""
        return self.moment

    def today(self) -> date:
        """The calendar day this clock stands at."""
        return self.moment.date()

    def advance(self, **amount: float) -> None:
        """Move forward by `timedelta(**amount)`."""
        self.moment += timedelta(**amount)


def stamp(moment: datetime) -> str:
    """A moment as stored: ISO 8601 UTC to the hundredth of a second (CJIS AU-8)."""
    return f"{moment.astimezone(UTC).isoformat(timespec='milliseconds')[:22]}Z"


def local_time(text: str) -> str:
    """A stored moment as `MM/DD/YY HH:MM` on the machine's own clock, for screens and paper."""
    return f"{_local(text):%m/%d/%y %H:%M}"


def local_day(text: str) -> str:
    """The day of a stored moment as `MM/DD/YYYY` on the machine's own clock; nothing for nothing."""
    return f"{_local(text):%m/%d/%Y}" if text else ""


def _local(text: str) -> datetime:
    return datetime.strptime(text[:19], "%Y-%m-%dT%H:%M:%S").replace(tzinfo=UTC).astimezone()


def shown_date(text: str) -> str:
    """A stored date (ISO 8601) as `MM/DD/YYYY`; nothing for nothing."""
    return f"{date.fromisoformat(text):%m/%d/%Y}" if text else ""


def fiscal_year(day: date) -> int:
    """The fiscal year a day belongs to, named by the year it ends in (1 July to 30 June)."""
    return day.year + (1 if day.month >= 7 else 0)
