"""The folder of training: the practice city of today, this process's copies of it, and the progress of all trainees."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from counter_tui.newpolice import new_police, police_at
from counter_tui.newstore import new_store, one_at_a_time
from data.police.store import SCHEMA as POLICE
from data.store import Store
from data.store_schema import COUNTER
from data.training.practice import fill
from data.training.progress import ProgressStore

if TYPE_CHECKING:
    from data.clock import Clock
    from data.police.store import PoliceStore
    from data.training.shifts_begin import PoliceDesk

OLD = re.compile(r"(city|police)-\d{4}-\d\d-\d\d-\d{4}\.db[-a-z]*")
RUN = re.compile(r"run-(\d+)")
"""What training itself has left in the folder; nothing else there is ever thrown away."""
PEOPLE = 150
"""Invented persons on file in the practice police store."""


class Rooms:
    """Files under one folder. A lesson gets a fresh copy of the city, so that none begins where another ended."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.folder, self._clock = folder, clock
        self._own = folder / f"run-{os.getpid()}"

    def prepare(self) -> None:
        """Make the city of today unless it is there, and let go what ended programs and older days have left."""
        for folder in ("outbox", "inbox", self._own.name):
            (self.folder / folder).mkdir(parents=True, exist_ok=True, mode=0o700)
        city = self._city()
        with one_at_a_time(city):
            if not city.exists():
                with new_store(f"sqlite:///{city}", self._clock) as store:
                    fill(store, self._clock, self.folder)
        for old in self.folder.iterdir():
            if OLD.fullmatch(old.name) and old != city and not old.name.startswith(self._police().name):
                old.unlink(missing_ok=True)
            elif (run := RUN.fullmatch(old.name)) and not Path("/proc", run[1]).exists():
                shutil.rmtree(old, ignore_errors=True)

    def _city(self) -> Path:
        """One for each day and version of the tables."""
        return self.folder / f"city-{self._clock.today().isoformat()}-{COUNTER.known()[-1][:4]}.db"

    def copy(self, name: str) -> str:
        """The URL of a fresh copy of the city under a name of this process."""
        path = self._own / f"{name}.db"
        self.drop(name)
        shutil.copyfile(self._city(), path)
        path.chmod(0o600)
        return f"sqlite:///{path}"

    def drop(self, name: str) -> None:
        """Throw a copy away."""
        for file in (name, f"{name}-police"):
            for end in ("", "-wal", "-shm", "-queue", "-in-use"):
                Path(f"{self._own / file}.db{end}").unlink(missing_ok=True)

    def _police(self) -> Path:
        """The police store that goes with the city; its users are those of the city."""
        return self.folder / f"police-{self._clock.today().isoformat()}-{POLICE.known()[-1][:4]}.db"

    @property
    def _police_key(self) -> Path:
        return self.folder / "police.key"

    @property
    def has_police(self) -> bool:
        """Whether the police store that lessons copy is made."""
        return self._police().exists() and self._police_key.exists()

    def prepare_police(self) -> None:
        """Make the police store of today's city unless it is there, which takes seconds. Raises `StoreError`."""
        from data.police import sample

        path = self._police()
        with one_at_a_time(path):
            if self.has_police:
                return
            path.unlink(missing_ok=True)
            with (
                closing(Store(self.copy("police-city"), self._clock).open()) as city,
                new_police(f"sqlite:///{path}", self._police_key, city) as store,
            ):
                sample.load(store, self._clock, PEOPLE)
        self.drop("police-city")

    @contextmanager
    def police(self, name: str, city: Store) -> Iterator[PoliceStore]:
        """An open copy of the police store beside a copy of the city, under its name. Raises `StoreError`."""
        self.prepare_police()
        path = self._own / f"{name}-police.db"
        shutil.copyfile(self._police(), path)
        path.chmod(0o600)
        with police_at(f"sqlite:///{path}", self._police_key, city).during() as store:
            yield store

    def shift(self, id: int) -> tuple[str, str]:
        """The URLs of a shift's city: as it was before the doors were opened, and as it is; made of today's when new.

        They outlive this process, so that a shift can be taken up again.
        """
        folder = self.folder / "shifts"
        folder.mkdir(exist_ok=True, mode=0o700)
        found = []
        for name in (f"{id}-opening.db", f"{id}.db"):
            found.append(self._kept(self._city(), folder / name))
        return found[0], found[1]

    def _kept(self, template: Path, path: Path) -> str:
        """The URL of a shift's copy, made when there is none."""
        if not path.exists():
            shutil.copyfile(template, path)
            path.chmod(0o600)
        return f"sqlite:///{path}"

    @contextmanager
    def shift_police(self, id: int, opening: Store, store: Store) -> Iterator[PoliceDesk]:
        """The open police stores beside a shift's cities, made of today's when new. Raises `StoreError`."""
        from data.training.shifts_begin import PoliceDesk

        self.prepare_police()
        with ExitStack() as closing:
            stores = [
                closing.enter_context(police_at(url, self._police_key, city).during())
                for name, city in ((f"{id}-opening-police.db", opening), (f"{id}-police.db", store))
                if (url := self._kept(self._police(), self.folder / "shifts" / name))
            ]
            yield PoliceDesk(*stores)

    def has_shift(self, id: int) -> bool:
        """Whether a shift's city is still there."""
        return (self.folder / "shifts" / f"{id}-opening.db").exists()

    def end_shift(self, id: int) -> None:
        """Throw a shift's city away."""
        for path in (self.folder / "shifts").glob(f"{id}*.db*"):
            if path.name.partition(".")[0].removesuffix("-police") in (str(id), f"{id}-opening"):
                path.unlink(missing_ok=True)

    @contextmanager
    def progress(self) -> Iterator[ProgressStore]:
        """The open store of trainees. Raises `StoreError`."""
        url = f"sqlite:///{self.folder / 'progress.db'}"
        with one_at_a_time(self.folder / "progress.db"):
            store = ProgressStore(url, self._clock)
            store.open()
            store.migrate()
        try:
            yield store
        finally:
            store.close()

    def close(self) -> None:
        """Throw this process's copies away."""
        shutil.rmtree(self._own, ignore_errors=True)
