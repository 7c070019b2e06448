"""A till that dies at any moment of a posting leaves the whole receipt or none, and books that prove themselves.

A child process is killed at its k-th call to the store, for every k until it completes, before the call and after it.
No answer may mean either; an answer means that the receipt is there. A poster that commits in the middle must be
caught: without that the test would prove nothing.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from ledger_city import account, cash, open_drawer, ship

from data import corrections, ledger, ledger_read
from data.catalog import Catalog
from data.clock import FixedClock
from data.ledger import Item
from data.session import Session
from data.store import Store
from data.verify import verify

MOST_CALLS = 80


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """Every service the program has."""
    return Catalog.standard()


@pytest.fixture
def counter(store: Store, session: Session) -> Store:
    """An account with four open bills, and the session's drawer."""
    ship(store)
    account(store, "10004567", bills=(3000, 4000, 5000, 6000))
    open_drawer(store, session)
    return store


def post(store: Store, session: Session, catalog: Catalog, key: str) -> str:
    """A water payment over two bills; the receipt number."""
    form = catalog.service("UB").form
    values = form.clean({**form.opening(), "account": "10004567", "amount": "3500"})
    return ledger.post(store, session, catalog, [Item("UB", values)], [cash(3500, 4000)], key).number


def dies_at(store: Store, k: int, *, after: bool) -> None:
    """Kill this process at its k-th call to the database, before the call or after it."""
    calls = 0

    def watched(call: Callable[..., object]) -> Callable[..., object]:
        def counted(*arguments: object, **named: object) -> object:
            nonlocal calls
            calls += 1
            mine = calls
            if mine == k and not after:
                os.kill(os.getpid(), signal.SIGKILL)
            result = call(*arguments, **named)
            if mine == k:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        return counted

    for name in ("begin", "ask", "ask_each", "commit"):
        setattr(store.db, name, watched(getattr(store.db, name)))


def in_a_child(store: Store, work: Callable[[Store], None]) -> tuple[bool, bool]:
    """Run work with a connection of its own in a forked process; whether it answered, and whether it was killed."""
    reading, writing = os.pipe()
    store.close()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            work(store.again().open())
            os.write(writing, b"y")
            os._exit(0)
        except BaseException:
            os._exit(1)
    os.close(writing)
    _, status = os.waitpid(child, 0)
    answered = os.read(reading, 1) == b"y"
    os.close(reading)
    store.open()
    return answered, os.WIFSIGNALED(status)


def campaign(store: Store, session: Session, catalog: Catalog, *, after: bool, broken: bool) -> list[str]:
    """Kill at every call; what was found wrong. The last child completes."""
    wrong = []
    for k in range(1, MOST_CALLS):
        key = f"K{k}"

        def work(own: Store, k: int = k, key: str = key) -> None:
            if broken:
                break_poster(own)
            dies_at(own, k, after=after)
            post(own, replace(session), catalog, key)

        answered, killed = in_a_child(store, work)
        number = ledger_read.id_of_key(store, key)
        if answered and number is None:
            wrong.append(f"{k}: the receipt was acknowledged and is lost")
        if not verify(store).ok:
            return [*wrong, f"{k}: {verify(store).lines()[0]}"]
        if not killed:
            assert answered, f"the child failed at call {k}"
            assert k > 10, "the posting was hardly disturbed"
            return wrong
        undo(store, session, catalog, number)
    raise AssertionError("the posting never completed")


def undo(store: Store, session: Session, catalog: Catalog, number: int | None) -> None:
    """Take a posted payment back, so that the account always owes enough for the next."""
    if number is not None:
        corrections.void(store, session, catalog, number, None, "Next try")


def break_poster(store: Store) -> None:
    """The planted bug: what was written so far is committed before the effects."""
    right = ledger.write

    def write(own: Store, *arguments: object) -> None:
        right(own, *arguments)  # type: ignore[arg-type]
        own.db.commit()
        own.db.begin()

    ledger.write = write  # type: ignore[assignment]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_kill_at_every_call_leaves_all_or_nothing(
    counter: Store, session: Session, catalog: Catalog, after: bool
) -> None:
    assert campaign(counter, session, catalog, after=after, broken=False) == []


def test_a_poster_that_commits_in_the_middle_is_caught(counter: Store, session: Session, catalog: Catalog) -> None:
    found = campaign(counter, session, catalog, after=False, broken=True)
    assert found
    assert "what line 1 paid was changed" in found[-1]


def test_after_a_kill_the_same_key_posts_once(counter: Store, session: Session, catalog: Catalog) -> None:
    def work(own: Store) -> None:
        dies_at(own, 12, after=False)
        post(own, replace(session), catalog, "K")

    _, killed = in_a_child(counter, work)
    assert killed
    numbers = {post(counter, session, catalog, "K") for _ in range(2)}
    assert numbers == {"27-000001"}


CHILD = """
import sys
sys.path[:0] = sys.argv[1:3]
from datetime import date, datetime, UTC
from data.catalog import Catalog
from data.clock import FixedClock
from data.session import Clerk, Session
from data.store import Store
import test_fault_posting as fault
clock = FixedClock(datetime(2026, 7, 6, 16, 0, tzinfo=UTC))
store = Store(sys.argv[3], clock).open()
session = Session(Clerk(1, "801", "Pat Rivera", "PR", "CSR2"), "T1", clock, 1, date(2026, 7, 6), 1, "01")
fault.post(store, session, Catalog.standard(), sys.argv[4])
"""


@pytest.mark.soak
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.parametrize("store_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("call", ["pwrite64", "fsync,fdatasync"])
def test_a_kill_at_every_write_of_the_file_leaves_all_or_nothing(
    counter: Store, session: Session, catalog: Catalog, clock: FixedClock, call: str
) -> None:
    here = Path(__file__).parent
    for k in range(1, 400):
        counter.close()
        command = ["strace", "-f", "-o", "/dev/null", "-e", f"inject={call}:signal=KILL:when={k}", sys.executable]
        done = subprocess.run([*command, "-c", CHILD, str(here.parent), str(here), counter.url, f"K{k}"], check=False)
        counter.open()
        assert verify(counter).ok
        undo(counter, session, catalog, ledger_read.id_of_key(counter, f"K{k}"))
        if done.returncode == 0:
            assert k > 1
            return
    raise AssertionError("the posting never completed")
