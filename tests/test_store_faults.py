"""Real faults: locks, a full disk, a damaged file, a server that dies before and in the commit."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import peewee
import postgresql
import pytest
from conftest import MONDAY

from data.clock import FixedClock
from data.store import BusyError, OutcomeUnknown, StopTheTill, Store, StoreError
from data.store_queue import Line

only_sqlite = pytest.mark.parametrize("store_kind", ["sqlite"])
only_postgresql = pytest.mark.parametrize("store_kind", ["postgresql"])
BIG = "x" * 1000


def _add(store: Store, name: str, value: int = 1) -> None:
    with store.writing():
        store.run("INSERT INTO counters (name, value) VALUES (?, ?)", name, value)


def _fill(store: Store) -> None:
    with store.writing():
        for number in range(5000):
            store.run("INSERT INTO counters (name, value) VALUES (?, 1)", f"{number}{BIG}")


def _count(store: Store) -> int:
    return int(store.value("SELECT count(*) FROM counters"))


def _path(store: Store) -> Path:
    return Path(store.url.removeprefix("sqlite:///"))


# Transactions


def test_a_nested_failure_cannot_be_half_kept(store: Store) -> None:
    def half() -> None:
        with store.writing():
            store.run("INSERT INTO counters (name, value) VALUES ('outer', 1)")
            with suppress(KeyError), store.writing():
                store.run("INSERT INTO counters (name, value) VALUES ('inner', 1)")
                raise KeyError

    with pytest.raises(StoreError, match="nothing of it was kept"):
        half()
    assert _count(store) == 0
    _add(store, "later")
    assert _count(store) == 1


def test_a_swallowed_violation_is_never_a_silent_rollback(store: Store) -> None:
    _add(store, "a")

    def careless() -> None:
        with store.writing():
            store.run("UPDATE counters SET value = 5 WHERE name = 'a'")
            with suppress(peewee.IntegrityError):
                store.run("INSERT INTO counters (name, value) VALUES ('a', 1)")

    if store.kind == "sqlite":
        careless()
        assert store.value("SELECT value FROM counters") == 5
    else:
        with pytest.raises(peewee.InternalError, match="nothing of it can be kept"):
            careless()
        assert store.value("SELECT value FROM counters") == 1


def test_a_commit_that_fails_is_reported_as_itself(store: Store) -> None:
    def orphan() -> None:
        with store.writing():
            store.insert("sessions", user_id=999, station="T", started_at="", confirmed_at="")

    if store.kind == "sqlite":
        store.run("PRAGMA defer_foreign_keys = 1")
    with pytest.raises(peewee.IntegrityError):
        orphan()
    _add(store, "still usable")
    assert _count(store) == 1


# Busy


@only_sqlite
def test_a_locked_file_is_busy_and_then_is_not(store: Store) -> None:
    store.run("PRAGMA busy_timeout = 20")
    other = store.again().open()
    other.run("BEGIN IMMEDIATE")
    with pytest.raises(BusyError, match="Nothing was posted"):
        _add(store, "a")
    tries = []

    def release_on_the_second_try() -> None:
        tries.append(1)
        if len(tries) == 2:
            other.run("ROLLBACK")
        _add(store, "a")

    store.retrying(release_on_the_second_try)
    other.close()
    assert (len(tries), _count(store)) == (2, 1)


def test_retrying_is_bounded(store: Store) -> None:
    tries = []

    def busy() -> None:
        tries.append(1)
        raise BusyError("busy")

    with pytest.raises(BusyError):
        store.retrying(busy)
    assert len(tries) == 3


def test_the_line_gives_up_in_time_and_leaves_no_ghost(tmp_path: Path) -> None:
    first, second, third = (Line(str(tmp_path / "queue")) for _ in range(3))
    assert first.enter(1)
    assert not second.enter(0.02)
    first.leave()
    assert third.enter(5), "the place that was given up is passed on"
    third.leave()
    assert second.enter(5)
    for line in (first, second, third):
        line.close()


@only_postgresql
def test_a_deadlock_is_busy_and_retried(store: Store) -> None:
    for name in ("a", "b"):
        _add(store, name)
    both_hold_one, one_is_through = threading.Barrier(2), threading.Event()
    outcomes: list[str] = []

    def climb(names: str) -> None:
        mine, tries = store.again().open(), []

        def both() -> None:
            tries.append(1)
            if len(tries) > 1:
                one_is_through.wait(10)
            with mine.writing():
                for name in names:
                    mine.run("UPDATE counters SET value = value + 1 WHERE name = ?", name)
                    if len(tries) == 1 and name == names[0]:
                        both_hold_one.wait(10)

        mine.retrying(both)
        one_is_through.set()
        outcomes.append(f"{len(tries)}")
        mine.close()

    threads = [threading.Thread(target=climb, args=(names,)) for names in ("ab", "ba")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["1", "2"]
    assert store.rows("SELECT value FROM counters ORDER BY name") == [(3,), (3,)]


def _write_and_wait(url: str, written: int) -> None:
    store = Store(url, FixedClock(MONDAY)).open()
    with store.writing():
        store.run("UPDATE counters SET value = 99 WHERE name = 'a'")
        os.write(written, b".")
        signal.pause()


def test_a_process_killed_while_writing_keeps_nothing_and_holds_nobody_up(store: Store) -> None:
    _add(store, "a")
    heard, written = os.pipe()
    child = multiprocessing.get_context("fork").Process(target=_write_and_wait, args=(store.url, written))
    child.start()
    assert os.read(heard, 1) == b"."
    child.kill()
    child.join()
    with store.writing():
        assert store.value("UPDATE counters SET value = value + 1 WHERE name = 'a' RETURNING value") == 2
    for end in (heard, written):
        os.close(end)


# Stop the till


@only_sqlite
def test_a_full_database_stops_the_till_until_it_is_reopened(store: Store) -> None:
    store.value("PRAGMA max_page_count = 1")
    with pytest.raises(StopTheTill, match="call the administrator"):
        _fill(store)
    store.value("PRAGMA max_page_count = 1000000")
    with pytest.raises(StopTheTill):
        _add(store, "too soon")
    store.close()
    store.open()
    assert _count(store) == 0
    _add(store, "a")
    assert store.value("PRAGMA integrity_check") == "ok"


FULL_DISK = """
import resource, sys
from test_store_faults import Store, StopTheTill, FixedClock, _add, _fill
from datetime import datetime
store = Store(sys.argv[1], FixedClock(datetime(2026, 7, 6))).open()
_add(store, "acknowledged")
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
try:
    _fill(store)
except StopTheTill:
    sys.exit(7)
"""


@only_sqlite
def test_a_full_disk_stops_the_till_and_keeps_what_was_acknowledged(store: Store) -> None:
    store.close()
    root = Path(__file__).parent
    child = subprocess.run(
        [sys.executable, "-c", FULL_DISK, store.url], env={"PYTHONPATH": f"{root}:{root.parent}"}, capture_output=True
    )
    assert child.returncode == 7, child.stderr.decode()
    store.open()
    assert store.rows("SELECT name FROM counters") == [("acknowledged",)]
    assert store.value("PRAGMA integrity_check") == "ok"


@only_sqlite
def test_a_damaged_file_stops_the_till(store: Store) -> None:
    _fill(store)
    store.close()
    with _path(store).open("r+b") as file:
        size = file.seek(0, 2)
        for place in range(size // 8192 * 4096, size, 4096):
            file.seek(place)
            file.write(b"\xff" * 64)
    store.open()
    with pytest.raises(StopTheTill):
        store.rows("SELECT * FROM counters")
    with pytest.raises(StopTheTill):
        _add(store, "a")


def test_what_is_no_database_is_not_opened(tmp_path: Path, clock: FixedClock) -> None:
    letter = tmp_path / "letter.db"
    letter.write_text("Dear Sir or Madam, " * 100)
    with pytest.raises(StoreError, match=r"letter\.db cannot be opened: file is not a database\.$"):
        Store(f"sqlite:///{letter}", clock).open()
    with pytest.raises(StoreError, match="cannot be made: No such file"):
        Store(f"sqlite:///{tmp_path}/nowhere/x.db", clock).open()
    with pytest.raises(StoreError, match="cannot be opened"):
        Store(f"postgresql://nobody@/none?host={tmp_path}", clock).open()
    for url in ("mysql://x/y", "counter.db", "sqlite:///"):
        with pytest.raises(StoreError, match="sqlite:///path"):
            Store(url, clock)


# A server that goes away


def _pid(store: Store) -> int:
    return int(store.value("SELECT pg_backend_pid()"))


@only_postgresql
def test_a_connection_lost_between_transactions_is_made_anew(
    store: Store, postgresql_server: postgresql.Server
) -> None:
    _add(store, "a")
    postgresql_server.sql(f"SELECT pg_terminate_backend({_pid(store)}, 5000)")
    with pytest.raises(OutcomeUnknown):
        _count(store)
    assert _count(store) == 1
    _add(store, "b")
    assert _count(store) == 2


@only_postgresql
def test_a_store_that_could_not_be_reopened_is_reached_again_later(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as away:
        away.setattr(store.db, "connect", _refuse)
        with pytest.raises(StoreError, match="cannot be opened"):
            store.reopen()
        with pytest.raises(StoreError, match="cannot be reached"):
            _add(store, "a")
    _add(store, "b")
    assert store.rows("SELECT name FROM counters") == [("b",)]


def _refuse() -> None:
    raise peewee.OperationalError("connection refused")


@only_postgresql
def test_a_connection_lost_in_a_transaction_keeps_nothing(store: Store, postgresql_server: postgresql.Server) -> None:
    def interrupted() -> None:
        with store.writing():
            store.run("INSERT INTO counters (name, value) VALUES ('a', 1)")
            postgresql_server.sql(f"SELECT pg_terminate_backend({_pid(store)}, 5000)")
            store.run("INSERT INTO counters (name, value) VALUES ('b', 1)")

    with pytest.raises(OutcomeUnknown, match="Look whether it was posted"):
        interrupted()
    _add(store, "c")
    assert store.rows("SELECT name FROM counters") == [("c",)]


@only_postgresql
def test_a_connection_lost_in_the_commit_itself_is_an_unknown_outcome(store: Store) -> None:
    store.run(
        "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$"
    )
    store.run(
        "CREATE CONSTRAINT TRIGGER die AFTER INSERT ON counters DEFERRABLE INITIALLY DEFERRED "
        "FOR EACH ROW WHEN (NEW.name = 'fatal') EXECUTE FUNCTION die()"
    )
    with pytest.raises(OutcomeUnknown):
        _add(store, "fatal")
    _add(store, "harmless")
    assert store.rows("SELECT name FROM counters") == [("harmless",)]


@only_postgresql
def test_an_acknowledged_commit_is_on_the_disk_and_waits_are_bounded(store: Store) -> None:
    assert store.value("SHOW synchronous_commit") == "on"
    assert store.value("SHOW lock_timeout") == "10s"
    store.run("SET lock_timeout = '30ms'")
    other = store.again().open()
    _add(store, "a")
    with other.writing():
        other.run("UPDATE counters SET value = 2")
        with pytest.raises(BusyError), store.writing():
            store.run("UPDATE counters SET value = 3")
    other.close()
    assert store.value("SELECT value FROM counters") == 2


def test_a_password_is_never_shown(clock: FixedClock) -> None:
    store = Store("postgresql://counter:hush@db.example/city", clock)
    assert store.safe_url == "postgresql://counter:…@db.example/city"


def test_what_follows_the_question_mark_goes_to_the_server(postgresql_server: postgresql.Server) -> None:
    settings = quote("-c synchronous_commit=off -c work_mem=5MB")
    url = f"{postgresql_server.url('postgres')}&application_name=desk&options={settings}"
    store = Store(url, FixedClock(MONDAY)).open()
    assert (store.value("SHOW application_name"), store.value("SHOW work_mem")) == ("desk", "5MB")
    assert store.value("SHOW synchronous_commit") == "on", "no URL makes money less safe"
    store.close()


@pytest.mark.parametrize(("more", "waits"), [("", "20000"), ("&tcp_user_timeout=60000", "60000")])
def test_a_server_whose_cable_is_pulled_is_soon_lost(
    postgresql_server: postgresql.Server, more: str, waits: str
) -> None:
    store = Store(f"{postgresql_server.url('postgres')}{more}", FixedClock(MONDAY)).open()
    told = store.db.connection().info.get_parameters()
    store.close()
    assert told["tcp_user_timeout"] == waits
    assert int(told["keepalives_idle"]) + int(told["keepalives_interval"]) * int(told["keepalives_count"]) <= 30
