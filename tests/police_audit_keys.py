"""The displays of menu 26 and of the sign-on, and what the police desk did in the weeks before."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from conftest import MONDAY

from data import settings
from data.clock import FixedClock
from data.police import access, paper
from data.police.store import PoliceStore
from data.session import Clerk, Session
from data.store import Store

SCENES = (
    ("menu_26", ("26\n",), "MENU26"),
    ("views_form", ("26\n1\n",), "POL261"),
    ("views_list", ("26\n1\n", "06222026\n", "\n"), "POL261"),
    ("views_row", ("26\n1\n", "06222026\n", "\n", "5", "enter"), "POL261"),
    ("views_printed", ("26\n1\n", "06222026\n", "\n", "f6"), "POL261"),
    ("prints_list", ("26\n2\n", "06222026\n", "\n"), "POL262"),
    ("review_weeks", ("26\n3\n",), "POL263"),
    ("review_week", ("26\n3\n", "5", "enter"), "POL264"),
    ("people_seen", ("26\n4\n",), "POL266"),
    ("review_sign", ("26\n3\n", "5", "enter", "f6"), "POL265"),
    ("accounts_review", ("26\n5\n",), "ACR010"),
    ("accounts_sign", ("26\n5\n", "f6"), "ACR020"),
    ("incidents_none", ("26\n6\n",), "INC030"),
    ("incident", ("ctrl+r",), "INC010"),
    ("incident_reported", ("ctrl+r", "LOST\n", "a key of the back office\n"), "INC015"),
    ("incidents", ("26\n6\n",), "INC030"),
)

KEEPING = (
    ("people_list", ("26\n4\n",), "POL266"),
    ("people_dates", ("26\n4\n", "2", "enter"), "POL267"),
)
"""Displays of the police supervisor."""

SIGNING = (("second_factor", ("401\n", "40170336\n"), "SGN040"),)
"""The first sign-on of a role that needs a second factor."""
NOTICE = (("banner", ("102\n", "10270332\n"), "SGN005"),)
"""What is accepted before the sign-on."""
DESK = (
    ("police_today", ("20\n1\n",), "POL200"),
    ("police_reason", ("PER\n", "artichoke\n", "\n"), "POL001"),
)
"""Displays of a police clerk: what waits, and the reason before a file is opened."""


def need_second_factor(store: Store, folder: Path) -> None:
    """Police clerks sign on with a second factor, as in every store but the sample's."""
    settings.put(store, None, "auth.mfa", "POLICE", store.clock.today())


def notice(store: Store, folder: Path) -> None:
    """The notice of a new store, in place of the sample's, which has none."""
    text = store.value("SELECT value FROM settings WHERE name = 'auth.banner' ORDER BY id LIMIT 1")
    settings.put(store, None, "auth.banner", str(text), store.clock.today())


def seed(police: PoliceStore) -> None:
    """Two weeks in which a clerk looked at some records and printed a paper."""
    row = police.city.row("SELECT id, number, name, initials, role FROM users WHERE number = '401'")
    clerk = Clerk(*(row or ()))
    now = police.clock
    for days in (13, 12, 5):
        at = police.clock = FixedClock(MONDAY - timedelta(days=days))
        session = Session(clerk, "P1", at, days, at.today())
        access.enter(police, session)
        for object_id in (17, 204):
            access.open_view(police, session, "PERSON", object_id, "REGISTRATION")
        paper.log(police, session, "RECEIPT", "PERSON", 204, 1, "REGISTRATION", paper.PRINTER)
        access.leave(police, session)
    police.clock = now
