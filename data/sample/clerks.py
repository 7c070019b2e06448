"""The sample city's clerks. Their passwords are shown on the sign-on screen; they exist in no other store."""

from __future__ import annotations

from datetime import date, timedelta

from data import personnel, settings
from data.passwords import Argon2, Hasher
from data.permissions import (
    ADMINISTRATOR,
    AUDITOR,
    CSR1,
    CSR2,
    FINANCE,
    OFFICER,
    POLICE,
    POLICE_ROLES,
    POLICE_SUPERVISOR,
    SUPERVISOR,
)
from data.store import Store
from data.users_admin import add

CLERKS: tuple[tuple[str, str, str, str], ...] = (
    ("101", "Dana Ortiz", CSR1, "10170331"),
    ("102", "Marcus O'Neill", CSR2, "10270332"),
    ("103", "Linh Tran", CSR2, "10370333"),
    ("201", "Gloria Whitfield", SUPERVISOR, "20170334"),
    ("301", "Arturo Benavides", FINANCE, "30170335"),
    ("401", "Renee Kowalski", POLICE, "40170336"),
    ("402", "Tomas Ibarra", POLICE, "40270339"),
    ("403", "Joyce Lindqvist", POLICE_SUPERVISOR, "40370330"),
    ("404", "Andre Baptiste", OFFICER, "40470335"),
    ("501", "Samuel Adeyemi", AUDITOR, "50170337"),
    ("901", "Ingrid Halvorsen", ADMINISTRATOR, "90170338"),
)
"""Number, name, role, password; ten-key digits, so that the sample can be tried with one hand."""
CLEARED_BEFORE = timedelta(days=30)
"""How long before the sample was made the people of the police desk were cleared and trained."""
PIN = "7033"
"""Unlocks a locked session of any sample clerk."""


def load(store: Store, hasher: Hasher | None = None) -> dict[str, int]:
    """Add the clerks that are absent; ids by clerk number. Their hashes are cheap: everybody may read the passwords."""
    hasher = hasher or Argon2(1, 8192, 1)
    with store.writing():
        present = {number for (number,) in store.rows("SELECT number FROM users")}
        for number, name, role, password in CLERKS:
            if number not in present:
                id = add(
                    store, None, number, name, role, password, pin=PIN, must_change=False, sample=True, hasher=hasher
                )
                if role in POLICE_ROLES:
                    day = store.clock.today() - CLEARED_BEFORE
                    personnel.record(store, None, id, cleared_on=day, trained_on=day)
        ever = date.fromisoformat(settings.SHIPPED_FROM)
        if store.row("SELECT 1 FROM settings WHERE name = 'auth.mfa' AND value = 'NONE'") is None:
            why = "The sample's passwords stand on its sign-on"
            settings.put(store, None, "auth.mfa", "NONE", ever, authority=why)
        if store.row("SELECT 1 FROM settings WHERE name = 'auth.banner' AND value = 'NONE'") is None:
            why = "Nobody's data is in the sample: no conditions to accept"
            settings.put(store, None, "auth.banner", "NONE", ever, authority=why)
    return dict(store.rows("SELECT number, id FROM users"))
