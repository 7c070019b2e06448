"""The agency's own list of passwords that nobody may use, with the day it was last reviewed (CJIS IA-5(1))."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from data import audit, settings
from data.passwords import banned_reviewed
from data.permissions import ADMINISTRATOR, Refused
from data.text import many

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

QUARTER = timedelta(days=92)
"""How long a review counts."""
SETTING = "auth.banned_on"
"""The day on which the agency's list was last reviewed."""


def load(store: Store, words: Iterable[str], reviewed: date) -> int:
    """Put these words in place of the agency's list and keep the day of the review; how many words there are.

    The list that comes with the program counts besides. Lines that begin with # are remarks. Raises `Refused` for a
    day that is still to come.
    """
    today = store.clock.today()
    if reviewed > today:
        raise Refused("The list cannot have been reviewed on a day that is still to come.")
    kept = sorted({word.strip().casefold() for word in words if word.strip() and not word.startswith("#")})
    with store.writing():
        store.run("DELETE FROM banned_words")
        for word in kept:
            store.run("INSERT INTO banned_words (word) VALUES (?)", word)
        settings.put(store, None, SETTING, reviewed.isoformat(), today, note=many(len(kept), "word"))
        audit.record(store, None, "banned.load", "banned_words", detail=str(len(kept)))
    return len(kept)


def reviewed(store: Store) -> date:
    """The later day on which the agency's list, or the one that comes with the program, was reviewed."""
    own = store.value("SELECT max(value) FROM settings WHERE name = ?", SETTING)
    return max(banned_reviewed(), date.fromisoformat(str(own))) if own else banned_reviewed()


def warning(store: Store, session: Session | None, today: date) -> str:
    """A sentence for administrators (and the command line) when the review is older than a quarter; else empty."""
    if session is not None and session.clerk.role != ADMINISTRATOR:
        return ""
    day = reviewed(store)
    if today - day <= QUARTER:
        return ""
    return f"The list of banned passwords was reviewed on {day:%m/%d/%Y}, more than a quarter ago."
