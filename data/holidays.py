"""The days the city is closed, as dated rows, and business days counted around them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from data.columns import Record, column, ref
from data.fields import Choice, Date, Text, Yes
from data.forms import Form
from data.permissions import ADMINISTRATOR, FINANCE, STAFF, Permission
from data.registers import STANDARD, Register, Shown

if TYPE_CHECKING:
    from data.store import Store

SATURDAY = 5
"""The first weekday (Monday is 0) on which the counter and the banks are closed."""
BOTH, CITY_ONLY, STATE_ONLY = "BOTH", "CITY", "STATE"
KINDS = (
    (BOTH, "State holiday, city closed"),
    (CITY_ONLY, "City closed only"),
    (STATE_ONLY, "State holiday, city open"),
)
"""What a row means. The law's working days skip state holidays, the counter's business days those of the city."""


def closed(store: Store, first: date, last: date) -> frozenset[date]:
    """The closure days from `first` to `last`, both included; Saturdays and Sundays are not listed."""
    rows = store.rules.rows(
        "SELECT day FROM holidays WHERE active = 1 AND kind <> ? AND day >= ? AND day <= ?",
        STATE_ONLY,
        first.isoformat(),
        last.isoformat(),
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
    kind = column(Choice("Kind", 6, options=KINDS, default=BOTH, help="Clocks of the law skip state holidays only."))
    active = column(Yes("Active", default=True))

    class Meta:
        table_name = "holidays"


REGISTER = Register(
    code="HOLIDAYS",
    number=65,
    title="Closure days",
    model=Holiday,
    columns=(Shown("day"), Shown("title"), Shown("kind"), Shown("active")),
    order=("day",),
    form=Form(
        "HOL01",
        "Closure day",
        {name: ref(getattr(Holiday, name)) for name in ("day", "title", "kind", "active")},
        help="Days on which the counter is closed. Counts of business days skip them, and every weekend.\n\n"
        "A state holiday on which the city works, and a day off that is none of the state's, are marked as such: the "
        "clocks of criminal registrants follow the state's holidays.",
    ),
    view=Permission("holidays.view", "closure days are read by staff.", STAFF | {ADMINISTRATOR}),
    change=Permission(
        "holidays.change", "finance and administrators keep the closure days.", frozenset({FINANCE, ADMINISTRATOR})
    ),
    options=STANDARD,
    empty="No closure days: business days skip only Saturdays and Sundays. F6 adds one.",
)
