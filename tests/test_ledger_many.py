"""Many clerks posting at once: no gap, no error, no imbalance, nothing paid twice, on both stores."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from ledger_city import account, cash, open_drawer, pay, ship

from data import ledger, ledger_read
from data.catalog import Catalog
from data.forms import FormError
from data.ledger import Item
from data.permissions import Refused
from data.session import Session
from data.store import BusyError, Store
from data.verify import verify


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """Every service the program has."""
    return Catalog.standard()


def tills(store: Store, session_of: Callable[..., Session], number: int) -> list[Session]:
    """That many clerks, each with an open drawer in a till of his own."""
    found = []
    for n in range(number):
        session = session_of("CSR2")
        open_drawer(store, session, f"{n + 1:02d}", 0)
        found.append(session)
    return found


def at_once(store: Store, sessions: list[Session], work: Callable[[Store, Session], None]) -> int:
    """Run work in one forked process per session, all started together; how many failed."""
    store.close()
    reading, writing = os.pipe()
    children = []
    for session in sessions:
        child = os.fork()
        if child == 0:
            code = 1
            try:
                os.close(writing)
                own = store.again().open()
                os.read(reading, 1)
                work(own, replace(session))
                own.close()
                code = 0
            finally:
                os._exit(code)
        children.append(child)
    os.close(reading)
    os.close(writing)
    failed = sum(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0 for child in children)
    store.open()
    return failed


def campaign(store: Store, session_of: Callable[..., Session], processes: int, payments: int) -> None:
    """Post from many processes and prove the books."""
    ship(store)

    def work(own: Store, session: Session) -> None:
        for n in range(payments):
            own.retrying(lambda n=n: pay(own, session, cash(100 + n), key=f"{session.till}-{n}"))

    sessions = tills(store, session_of, processes)
    assert at_once(store, sessions, work) == 0
    numbers = [row[0] for row in store.rows("SELECT receipt FROM journal WHERE receipt IS NOT NULL ORDER BY receipt")]
    assert numbers == [f"27-{n:06d}" for n in range(1, processes * payments + 1)]
    findings = verify(store)
    assert findings.ok, findings.lines()
    assert all(head.seq == payments + 1 for head in findings.heads.values())


def test_fifty_processes_post_without_gap_error_or_imbalance(store: Store, session_of) -> None:
    campaign(store, session_of, 50, 2)


@pytest.mark.soak
def test_fifty_processes_post_for_long(store: Store, session_of) -> None:
    campaign(store, session_of, 50, 100)


def test_two_clerks_pay_the_same_bill_once(store: Store, session_of, catalog: Catalog) -> None:
    ship(store)
    account(store, "10004567", bills=(3000,))
    form = catalog.service("UB").form
    values = form.clean({**form.opening(), "account": "10004567", "amount": "3000"})
    start, outcomes = threading.Barrier(2), []

    def work(session: Session) -> None:
        own = store.again().open()
        try:
            start.wait(10)
            item = [Item("UB", values)]
            post = lambda: ledger.post(own, session, catalog, item, [cash(3000)], session.till)  # noqa: E731
            outcomes.append(own.retrying(post).number)
        except (Refused, FormError) as refusal:
            outcomes.append(type(refusal).__name__)
        finally:
            own.close()

    threads = [threading.Thread(target=work, args=(session,)) for session in tills(store, session_of, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(outcomes) == 2
    assert "27-000001" in outcomes
    assert set(outcomes) - {"27-000001"} <= {"Refused", "FormError"}
    assert store.value("SELECT open_cents FROM bill_lines") == 0
    assert verify(store).ok


def test_the_same_key_from_two_places_posts_once(store: Store, session_of) -> None:
    ship(store)
    (session,) = tills(store, session_of, 1)
    start, outcomes = threading.Barrier(2), []

    def work() -> None:
        own = store.again().open()
        try:
            start.wait(10)
            outcomes.append(own.retrying(lambda: pay(own, replace(session), cash(100), key="K")))
        finally:
            own.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted((receipt.number, receipt.repeated) for receipt in outcomes) == [
        ("27-000001", False),
        ("27-000001", True),
    ]


@pytest.mark.parametrize("store_kind", ["postgresql"], indirect=True)
def test_a_connection_lost_in_the_commit_is_looked_up_by_key(store: Store, session_of, monkeypatch) -> None:
    """The server commits, but its answer never comes: the receipt is found under the key."""
    ship(store)
    (session,) = tills(store, session_of, 1)
    commit = store.db.commit

    def lost() -> None:
        commit()
        end_connection(store)
        store.value("SELECT 1")

    monkeypatch.setattr(store.db, "commit", lost)
    receipt = pay(store, session, cash(100), key="K")
    assert (receipt.number, receipt.repeated) == ("27-000001", True)
    assert ledger_read.id_of_key(store, "K") == receipt.journal_id


@pytest.mark.parametrize("store_kind", ["postgresql"], indirect=True)
def test_a_connection_lost_before_the_commit_posted_nothing(store: Store, session_of, monkeypatch) -> None:
    ship(store)
    (session,) = tills(store, session_of, 1)
    commit = store.db.commit

    def lost() -> None:
        end_connection(store)
        commit()

    monkeypatch.setattr(store.db, "commit", lost)
    with pytest.raises(BusyError, match="nothing was posted"):
        pay(store, session, cash(100), key="K")
    monkeypatch.setattr(store.db, "commit", commit)
    assert pay(store, session, cash(100), key="K").number == "27-000001"


def end_connection(store: Store) -> None:
    """Let the server end this store's connection, as a failed network would."""
    own = store.value("SELECT pg_backend_pid()")
    other = store.again().open()
    other.value("SELECT pg_terminate_backend(CAST(? AS integer), 5000)", own)
    other.close()
