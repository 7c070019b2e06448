"""Fixtures everybody uses: a migrated store on both databases, a clock that stands still, signed-on clerks."""

from __future__ import annotations

import fcntl
import importlib
import os
import pkgutil
import shutil
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from uuid import uuid4

import postgresql
import pytest

from data import personnel
from data.authority import CONFIRM
from data.clock import FixedClock
from data.passwords import Argon2
from data.permissions import CSR2, FINANCE, OFFICER, POLICE, POLICE_SUPERVISOR
from data.police import access
from data.police.keys import Keys
from data.police.store import PoliceStore
from data.session import Approval, Clerk, Session
from data.store import Store

MONDAY = datetime(2026, 7, 6, 16, 0, tzinfo=UTC)
"""The moment at which every test begins: nine in the morning at the counter."""
SOAK = os.environ.get("COUNTER_SOAK") == "1"
POSTGRESQL_REQUIRED = bool(os.environ.get("COUNTER_REQUIRE_POSTGRESQL"))

SessionOf = Callable[..., Session]
"""`session_of(role, number=…, name=…, station=…)`: a new clerk of this role, signed on."""


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker; make the folder that the workers of this run share."""
    config.addinivalue_line("markers", "soak: a long campaign, run only with COUNTER_SOAK=1 (make soak)")
    if not hasattr(config, "workerinput"):
        os.environ["COUNTER_TEST_RUN"] = tempfile.mkdtemp(prefix="counter-test-", dir=_quick_folder())
        os.environ["COUNTER_TEST_RUNNER"] = str(os.getpid())
        Path(os.environ["COUNTER_TEST_RUN"]).chmod(0o755)
    config.stash[_RUN] = Path(os.environ["COUNTER_TEST_RUN"])
    config.stash[_RUNNER] = int(os.environ["COUNTER_TEST_RUNNER"])


def _quick_folder() -> str:
    """Memory instead of a disk where there is enough of it: a fresh database then costs 15 ms, not 70."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 1 << 30
    return str(memory) if roomy else "/tmp"


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the private server and remove the shared folder."""
    if not hasattr(config, "workerinput"):
        postgresql.Server(config.stash[_RUN], 0).stop()
        shutil.rmtree(config.stash[_RUN], ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave the long campaigns to `make soak`."""
    for item in items:
        if item.get_closest_marker("soak") and not SOAK:
            item.add_marker(pytest.mark.skip(reason="a long campaign: make soak"))


_RUN = pytest.StashKey[Path]()
_RUNNER = pytest.StashKey[int]()


# The machine is made neutral


@pytest.fixture(autouse=True)
def neutral_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """No settings of the person who runs the tests, the city's time zone, and no network but this machine."""
    for name in [name for name in os.environ if name.startswith(("COUNTER_", "PG", "XDG_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("TZ", "America/Los_Angeles")
    time.tzset()
    monkeypatch.setattr(socket.socket, "connect", _connect_here_only)
    yield
    monkeypatch.undo()
    time.tzset()


_connect = socket.socket.connect


def _connect_here_only(self: socket.socket, address: object) -> None:
    if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
        raise OSError(f"A test may not connect to {address[0]}.")
    _connect(self, address)  # type: ignore[arg-type]


@pytest.fixture
def clock() -> FixedClock:
    """Monday 6 July 2026, 16:00 UTC; the first working day of a fiscal year's first full week."""
    return FixedClock(MONDAY)


# Stores


@pytest.fixture(scope="session")
def run_folder(request: pytest.FixtureRequest) -> Path:
    """A folder shared by the workers of this test run."""
    return request.config.stash[_RUN]


@pytest.fixture(scope="session")
def postgresql_server(request: pytest.FixtureRequest, run_folder: Path) -> postgresql.Server:
    """This run's private PostgreSQL server; skips without its binaries, fails where they are required."""
    if postgresql.binaries() is None:
        message = "PostgreSQL is not installed (/usr/lib/postgresql/*/bin)."
        if POSTGRESQL_REQUIRED:
            pytest.fail(message)
        pytest.skip(message)
    server = postgresql.Server(run_folder, request.config.stash[_RUNNER])
    server.start()
    return server


def _fill(store: Store, name: str, clock: FixedClock) -> None:
    """Make a new store what the template's name says: migrated, then the shipped rows or the small sample city."""
    store.open()
    try:
        store.migrate()
        if name == "rules":
            _load_rules(store)
        if name == "city":
            from data.sample import load

            load(store, clock, "small")
    finally:
        store.close()


def _load_rules(store: Store) -> None:
    """Every shipped settings, limit, charge and product row, without customers or clerks."""
    import data.sample

    for info in pkgutil.iter_modules(data.sample.__path__):
        if info.name.startswith("rows_"):
            importlib.import_module(f"data.sample.{info.name}").load(store)


def sqlite_url(run_folder: Path, path: Path, template: str = "empty") -> str:
    """The URL of a new SQLite store at `path`, copied from a template that is made once per run."""
    source = run_folder / f"{template}.db"
    with (run_folder / "sqlite.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not source.exists():
            building = source.with_suffix(".building")
            _fill(Store(f"sqlite:///{building}", FixedClock(MONDAY)), template, FixedClock(MONDAY))
            building.rename(source)
    shutil.copyfile(source, path)
    return f"sqlite:///{path}"


def postgresql_database(server: postgresql.Server, name: str, template: str = "empty") -> str:
    """The URL of a new database, copied from a template that is made once per run."""
    with server.template(f"template_{template}") as missing:
        if missing:
            _fill(Store(server.url(f"template_{template}"), FixedClock(MONDAY)), template, FixedClock(MONDAY))
    server.create(name, f"template_{template}")
    return server.url(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def store_kind(request: pytest.FixtureRequest) -> str:
    """Every test of a store runs on both databases."""
    return str(request.param)


@pytest.fixture
def store_url(request: pytest.FixtureRequest, store_kind: str, run_folder: Path, tmp_path: Path) -> Iterator[str]:
    """The URL of a fresh store: migrated and empty, or with what the test asks for by `rules` or `city`."""
    template = next((name for name in ("city", "rules") if name in request.fixturenames), "empty")
    if store_kind == "sqlite":
        yield sqlite_url(run_folder, tmp_path / "counter.db", template)
    else:
        server: postgresql.Server = request.getfixturevalue("postgresql_server")
        name = f"test_{uuid4().hex}"
        yield postgresql_database(server, name, template)
        server.drop(name)


@pytest.fixture
def store(store_url: str, clock: FixedClock) -> Iterator[Store]:
    """A fresh store, open in this thread; `store.again().open()` gives another connection to it."""
    opened = Store(store_url, clock).open()
    yield opened
    opened.close()


POLICE_KEYS = Keys({1: b"F" * 32}, {1: b"S" * 32}, {1: b"I" * 32})
"""The keys of every police store of the tests."""


def _police_at(url: str, city: Store) -> PoliceStore:
    return PoliceStore(url, city.clock, POLICE_KEYS, city)


def _make_police(url: str, city_url: str = "") -> None:
    """Make a police store with the starter codes; with a city, one that holds the sample's fictitious persons."""
    city = Store(city_url or "sqlite:////nowhere", FixedClock(MONDAY))
    police = _police_at(url, city).open()
    try:
        police.migrate()
        importlib.import_module("data.police.codes").load_starter(police)
        if city_url:
            city.open()
            importlib.import_module("data.police.sample").load(police, FixedClock(MONDAY))
    finally:
        police.close()
        city.close()


def police_sqlite_url(run_folder: Path, path: Path, city_url: str = "") -> str:
    """The URL of a new encrypted police store at `path`, copied from a template that is made once per run.

    `city_url`: a small sample city; then the store holds the sample's fictitious persons.
    """
    source = run_folder / ("police-sample.db" if city_url else "police.db")
    with (run_folder / "police.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not source.exists():
            building = source.with_suffix(".building")
            _make_police(f"sqlite:///{building}", city_url)
            building.rename(source)
    shutil.copyfile(source, path)
    return f"sqlite:///{path}"


@pytest.fixture
def police_url(request: pytest.FixtureRequest, store_kind: str, run_folder: Path, tmp_path: Path) -> Iterator[str]:
    """The URL of a fresh police store on the same kind of database as `store`, with the starter codes only."""
    if store_kind == "sqlite":
        yield police_sqlite_url(run_folder, tmp_path / "police.db")
        return
    server: postgresql.Server = request.getfixturevalue("postgresql_server")
    with server.template("template_police") as missing:
        if missing:
            _make_police(server.url("template_police"))
    name = f"test_{uuid4().hex}"
    server.create(name, "template_police")
    yield server.url(name)
    server.drop(name)


@pytest.fixture
def police(police_url: str, rules: Store) -> Iterator[PoliceStore]:
    """A fresh police store, open in this thread; `police.city` is `rules`."""
    opened = _police_at(police_url, rules).open()
    yield opened
    opened.close()


@pytest.fixture
def rules(store: Store) -> Store:
    """The same store as `store`, holding every shipped rule (settings, limits, charge codes) and nobody's data."""
    return store


@pytest.fixture
def city(store: Store) -> Store:
    """The same store as `store`, holding the small sample city."""
    return store


# Clerks


@pytest.fixture
def hasher() -> Argon2:
    """A password hasher that costs next to nothing; pass it wherever a `hasher` is taken."""
    return Argon2(1, 8, 1)


@pytest.fixture
def session_of(store: Store, clock: FixedClock) -> SessionOf:
    """Make and sign on clerks: `session_of("SUPERVISOR")`; they have no password and no drawer."""
    numbers = count(801)

    def make(role: str = CSR2, *, number: str = "", name: str = "Pat Rivera", station: str = "T1") -> Session:
        number = number or str(next(numbers))
        initials = "".join(word[0] for word in name.split())[:3].upper()
        now = store.now()
        with store.writing():
            user = store.insert(
                "users",
                number=number,
                name=name,
                initials=initials,
                role=role,
                must_change=0,
                created_at=now,
                password_changed_at=now,
            )
            row = store.insert("sessions", user_id=user, station=station, started_at=now, confirmed_at=now)
        return Session(Clerk(user, number, name, initials, role), station, clock, row, clock.today())

    return make


@pytest.fixture
def session(session_of: SessionOf) -> Session:
    """A CSR II signed on at station T1."""
    return session_of(CSR2)


Confirmed = Callable[[Session], Approval]
"""`confirmed(session)`: another person's confirmation of this person's change of a setting, fee, rate or limit."""


@pytest.fixture
def confirmed(store: Store, session_of: SessionOf) -> Confirmed:
    """Make a second person who confirms."""

    def confirm(session: Session) -> Approval:
        second = session_of(FINANCE, name="Vi Second").clerk
        kept = store.insert(
            "approvals", at=store.now(), action=CONFIRM, requester_id=session.clerk.id, approver_id=second.id,
            station=session.station, reason="As resolved",
        )  # fmt: skip
        return Approval(kept, CONFIRM, 0, second.id, second.name, second.role, "As resolved")

    return confirm


PoliceSessionOf = Callable[..., Session]
"""`police_session_of(role, **as session_of)`: the same with valid personnel dates, let into the police store."""


@pytest.fixture
def police_session_of(session_of: SessionOf, police: PoliceStore, clock: FixedClock) -> PoliceSessionOf:
    """Make and sign on people of the police desk."""

    def make(role: str = POLICE, **who: str) -> Session:
        session = session_of(role, **who)
        today = clock.today()
        personnel.record(police.city, None, session.clerk.id, cleared_on=today, trained_on=today)
        access.enter(police, session)
        return session

    return make


@pytest.fixture
def police_session(police_session_of: PoliceSessionOf) -> Session:
    """A police clerk signed on at station T1, let into the police store."""
    return police_session_of(POLICE, name="Kim Alvarado")


@pytest.fixture
def second_police_session(police_session_of: PoliceSessionOf) -> Session:
    """Another police clerk, who verifies what the first one entered."""
    return police_session_of(POLICE, name="Jo Bassett", station="T2")


@pytest.fixture
def polsup_session(police_session_of: PoliceSessionOf) -> Session:
    """A police supervisor."""
    return police_session_of(POLICE_SUPERVISOR, name="Max Quintero", station="T3")


@pytest.fixture
def officer_session(police_session_of: PoliceSessionOf) -> Session:
    """An officer."""
    return police_session_of(OFFICER, name="Lee Novak", station="T4")
