"""The displays of supervised work, and a CSR I whose postings wait, for tests that look at all displays."""

from __future__ import annotations

from pathlib import Path

from data import corrections, drawers, reviewqueue
from data.session import Clerk, Session
from data.store import Store

STATION = "T9"


def _session(store: Store, number: str) -> Session:
    """A sample clerk's session at a station of its own."""
    row = store.row("SELECT id, number, name, initials, role FROM users WHERE number = ?", number)
    assert row is not None
    with store.writing():
        now = store.now()
        id = store.insert("sessions", user_id=row[0], station=STATION, started_at=now, confirmed_at=now)
    return Session(Clerk(*row), STATION, store.clock, id, store.clock.today())


def seed(store: Store, folder: Path) -> None:
    """Two postings of a CSR I wait; a third was looked at."""
    boss, novice = _session(store, "201"), _session(store, "101")
    reviewqueue.switch_on(store, boss, "101", "NO-SALE")
    reviewqueue.switch_on(store, boss, "101", "RECEIPT", "UB")
    drawers.open(store, novice, "09", 10_000)
    opened = [corrections.no_sale(store, novice, reason) for reason in ("Change", "Wrong key", "Two fives for a ten")]
    with store.writing():
        store.run("UPDATE jobs SET state = 'PRINTED' WHERE station = ?", STATION)
    reviewqueue.look(store, boss, opened[0], reviewqueue.WRONG, "Say for whom the change was")


SCENES = (
    ("review_queue", ("4.8\n",), "RVW010"),
    ("review_found", ("4.8\n", "6\n"), "RVW015"),
    ("review_marks", ("4.9\n",), "RVW020"),
    ("review_switches", ("4.10\n",), "RVW030"),
    ("review_switch", ("4.10\n", "f6"), "RVW035"),
)
