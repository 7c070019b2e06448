"""The clock of Government Code 50050 to 50056 in figures: pure functions of amounts and dates."""

from __future__ import annotations

from datetime import date, timedelta

LEAST_PUBLISHED_CENTS = 15_00
"""From this amount on, exactly 15.00 included, an owner who is known has three years (Gov. Code 50050, 50055)."""
LONG_YEARS, SHORT_YEARS = 3, 1
EFFECTIVE_DAYS = (45, 60)
"""The effective date is at least and at most so many days after the first publication (Gov. Code 50051)."""


def waiting_years(amount_cents: int, owner: str) -> int:
    """How many years money waits: 3 for 15.00 or more of a known owner, else 1."""
    return LONG_YEARS if amount_cents >= LEAST_PUBLISHED_CENTS and owner.strip() else SHORT_YEARS


def due(runs_from: date, years: int) -> date:
    """The day the waiting time is over; a leap day's is the first of March."""
    try:
        return runs_from.replace(year=runs_from.year + years)
    except ValueError:
        return date(runs_from.year + years, 3, 1)


def publication_problem(first: date, second: date, effective: date) -> str:
    """Why publication dates do not meet the statute, empty when they do."""
    if not timedelta(days=1) <= second - first <= timedelta(days=13) or _week(second) - _week(first) != 1:
        return "The notice is published once a week for two successive weeks: the second one in the week after."
    least, most = (first + timedelta(days=days) for days in EFFECTIVE_DAYS)
    if not least <= effective <= most:
        return f"The effective date is from {least:%m/%d/%Y} to {most:%m/%d/%Y}, 45 to 60 days after the first notice."
    return ""


def _week(day: date) -> int:
    """The number of a day's week (Monday to Sunday), counted through the years."""
    return (day.toordinal() - 1) // 7
