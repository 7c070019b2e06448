"""Many processes post to one store at once: no error, no gap, no lost count."""

from __future__ import annotations

import multiprocessing
from typing import Any

import pytest
from conftest import MONDAY

from data import audit
from data.clock import FixedClock
from data.store import Store


def _post(url: str, process: int, count: int, outcomes: Any) -> None:
    """Allocate numbers from one counter row and keep each in the audit chain, as a posting does."""
    try:
        store = Store(url, FixedClock(MONDAY)).open()
        for _ in range(count):
            store.retrying(lambda: _allocate(store, process))
        store.close()
        outcomes.put("")
    except Exception as error:
        outcomes.put(f"{process}: {error!r}")


def _allocate(store: Store, process: int) -> None:
    with store.writing():
        number = store.value("UPDATE counters SET value = value + 1 WHERE name = 'receipt:27' RETURNING value")
        audit.record(store, None, "post", "receipt", number, station=str(process))


def _campaign(store: Store, processes: int, count: int) -> None:
    store.run("INSERT INTO counters (name, value) VALUES ('receipt:27', 0)")
    context = multiprocessing.get_context("fork")
    outcomes = context.SimpleQueue()
    children = [context.Process(target=_post, args=(store.url, number, count, outcomes)) for number in range(processes)]
    for child in children:
        child.start()
    problems = [outcomes.get() for _ in children]
    for child in children:
        child.join()
    assert [problem for problem in problems if problem] == []
    assert store.value("SELECT value FROM counters") == processes * count
    numbers = [int(text) for (text,) in store.rows("SELECT object_id FROM audit_log ORDER BY seq")]
    assert numbers == list(range(1, processes * count + 1))
    assert audit.verify(store) == ""


def test_a_dozen_processes_write_to_one_store(store: Store) -> None:
    _campaign(store, 12, 5)


@pytest.mark.soak
def test_fifty_processes_write_to_one_store(store: Store) -> None:
    _campaign(store, 50, 100)
