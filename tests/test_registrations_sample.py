"""The sample's registrants: every part of the work queue has something, and nobody in it exists."""

from __future__ import annotations

from pathlib import Path

from conftest import MONDAY, POLICE_KEYS, police_sqlite_url, sqlite_url

from data import audit
from data.clock import FixedClock
from data.permissions import POLICE
from data.police import sample_registrations
from data.police.registrations_queue import counts, queue
from data.police.store import PoliceStore
from data.session import Clerk, Session
from data.store import Store


def test_the_sample_has_something_of_everything(run_folder: Path, tmp_path: Path) -> None:
    city_url = sqlite_url(run_folder, tmp_path / "city.db", "city")
    clock = FixedClock(MONDAY)
    city = Store(city_url, clock).open()
    police = PoliceStore(police_sqlite_url(run_folder, tmp_path / "p.db", city_url), clock, POLICE_KEYS, city).open()
    try:
        clerk = Clerk(int(city.value("SELECT id FROM users WHERE number = '401'")), "401", "Renee", "RK", POLICE)
        session = Session(clerk, "T1", clock, 1, clock.today())
        found = counts(queue(police, session))
        assert set(found) >= {"OVERDUE", "WEEK", "SECOND", "CSAR", "PROOF", "DOJ", "PETITION"}
        kinds = dict(police.rows("SELECT registry, count(*) FROM registrations GROUP BY registry"))
        assert set(kinds) == {"SEX", "ARSON", "GANG", "NARC"}
        assert audit.verify(police) == ""
        assert sample_registrations.load(police, clock) == 0
    finally:
        police.close()
        city.close()
