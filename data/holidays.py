"""The days the city is closed, as dated rows, and business days counted around them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from data.columns import Record, column, ref
from data.fields import Date, Text, Yes
from data.forms import Form
from data.permissions import ADMINISTRATOR, FINANCE, STAFF, Permission
from data.registers import STANDARD, Register, Shown

if TYPE_CHECKING:
    from data.store import Store

SATURDAY = 5
"""The first weekday (Monday is 0) on which the counter and the banks are closed."""


def closed(store: Store, first: date, last: date) -> frozenset[date]:
    """The closure days from `first` to `last`, both included; Saturdays and Sundays are not listed."""
    rows = store.rows(
        "SELECT day FROM holidays WHERE active = 1 AND day >= ? AND day <= ?", first.isoformat(), last.isoformat()
    )
    return frozenset(date.fromisoformat(day) for (day,) in rows)


def is_business_day(store: Store, day: date) -> bool:
    """Whether the counter and the banks are open on a day."""
    return day.weekday() < SATURDAY and day not in closed(store, day, day)


def business_days_after(store: Store, day: date, count: int) -> date:
    """The business day `count` business days after `day`; `day` itself when `count` is 0."""
    shut = closed(store, day, day + timedelta(days=2 * count + 30))
    found = day
    while count > 0:
        found += timedelta(days=1)
        if found.weekday() < SATURDAY and found not in shut:
            count -= 1
    return found


class Holiday(Record):
    """One day on which the city is closed."""

    day = column(Date("Day", required=True), unique=True)
    title = column(Text("Holiday", 40, required=True))
    active = column(Yes("Active", default=True))

    class Meta:
        table_name = "holidays"


REGISTER = Register(
    code="HOLIDAYS",
    number=65,
    title="Closure day",
    model=Holiday,
    columns=(Shown("day"), Shown("title"), Shown("active")),
    order=("day",),
    form=Form(
        "HOL01",
        "Closure day",
        {name: ref(getattr(Holiday, name)) for name in ("day", "title", "active")},
        help="Days on which the counter is closed. Counts of business days skip them, and every weekend.",
    ),
    view=Permission("holidays.view", "closure days are read by staff.", STAFF | {ADMINISTRATOR}),
    change=Permission(
        "holidays.change", "finance and administrators keep the closure days.", frozenset({FINANCE, ADMINISTRATOR})
    ),
    options=STANDARD,
    empty="No closure days: business days skip only Saturdays and Sundays. F6 adds one.",
)
