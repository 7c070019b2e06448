"""The sample's standings of who may roll prints: one certified, one exempt, one whose certificate has ended."""

from __future__ import annotations

from datetime import date, timedelta

from data.clock import Clock
from data.police import livescan_rollers
from data.police.livescan_rollers import CERTIFIED, EXEMPT
from data.police.store import PoliceStore

_STANDINGS = (("401", CERTIFIED, "R-1001", 180), ("402", EXEMPT, "", None), ("404", CERTIFIED, "R-1002", -6))
"""Clerk number, standing, certificate, days from today until it ends."""


def load(police: PoliceStore, clock: Clock) -> None:
    """Add the standings that are absent; running it twice changes nothing."""
    people = {str(number): int(key) for key, number in police.city.rows("SELECT id, number FROM users")}
    today = clock.today()
    for number, standing, certificate, days in _STANDINGS:
        known = "SELECT 1 FROM rollers WHERE user_id = ?"
        if number in people and police.value(known, people[number]) is None:
            until = today + timedelta(days) if days is not None else None
            since = date(today.year - 2, 1, 2)
            livescan_rollers.record(police, None, people[number], standing, certificate, since, until)
