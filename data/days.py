"""Business dates that are closed: nothing is posted on the last of them, or before it.

The store refuses it too, by a trigger on the journal; what stands here says so in a sentence first.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from data.permissions import Refused

if TYPE_CHECKING:
    from data.store import Store

LAST = "SELECT max(business_date) FROM business_days"
"""The last closed business date as ISO text, NULL when none is closed."""


def last_closed(store: Store) -> date | None:
    """The last closed business date, None before the first close."""
    found = store.value(LAST)
    return date.fromisoformat(found) if found else None


def is_closed(store: Store, on: date) -> bool:
    """Whether nothing can be posted on a business date any more."""
    last = last_closed(store)
    return last is not None and on <= last


def closed_sentence(on: date) -> str:
    """Why nothing is posted on a date that is closed."""
    return f"Business date {on:%m/%d/%Y} is closed: nothing more is posted on it. Use a later date."


def require_open(store: Store, on: date) -> None:
    """Raise `Refused` when a business date is closed."""
    if is_closed(store, on):
        raise Refused(closed_sentence(on))


def open_date(store: Store, today: date) -> date:
    """The business date of office work that belongs to no drawer: today, or the day after the last closed one."""
    last = last_closed(store)
    return today if last is None or today > last else last + timedelta(days=1)
