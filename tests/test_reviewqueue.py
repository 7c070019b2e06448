"""Supervised live work: a CSR I's postings wait for a look, and no customer waits for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import MONDAY, sqlite_url
from counter import in_process
from ledger_city import cash, open_drawer, pay, ship
from peewee import DatabaseError

from data import corrections, reviewqueue
from data.clock import FixedClock
from data.permissions import CSR1, CSR2, SUPERVISOR, Refused
from data.reviewqueue import RIGHT, WRONG
from data.session import Session
from data.store import Store


@pytest.fixture
def novice(store: Store, session_of) -> Session:
    """A CSR I with an open drawer."""
    ship(store)
    session = session_of(CSR1, number="811", name="Nia Novice")
    open_drawer(store, session)
    return session


@pytest.fixture
def boss(session_of) -> Session:
    """A supervisor."""
    return session_of(SUPERVISOR, number="812", name="Bo Boss")


def watch(store: Store, boss: Session, kind: str = "ALL", service: str = "") -> int:
    return reviewqueue.switch_on(store, boss, "811", kind, service)


def test_nothing_waits_until_it_is_switched_on(store, novice, boss):
    pay(store, novice, cash(500))
    assert reviewqueue.waiting(store, boss) == []
    watch(store, boss)
    receipt = pay(store, novice, cash(700))
    [one] = reviewqueue.waiting(store, boss)
    assert (one.journal_id, one.receipt, one.kind) == (receipt.journal_id, receipt.number, "RECEIPT")
    assert (one.clerk, one.total_cents) == ("Nia Novice", 700)


def test_only_the_chosen_kind_waits(store, novice, boss):
    watch(store, boss, "NO-SALE")
    pay(store, novice, cash(500))
    shut = corrections.no_sale(store, novice, "Change for the meter")
    assert [one.journal_id for one in reviewqueue.waiting(store, boss)] == [shut]


def test_only_the_chosen_service_and_clerk_wait(store, novice, boss, session_of):
    watch(store, boss, "RECEIPT", "UB")
    pay(store, novice, cash(500))
    other = session_of(CSR2, number="813")
    open_drawer(store, other, till="02")
    pay(store, other, cash(500))
    assert reviewqueue.waiting(store, boss) == []


def test_a_look_is_final_and_read_by_the_clerk(store, novice, boss):
    watch(store, boss)
    good, bad = pay(store, novice, cash(500)), pay(store, novice, cash(900))
    reviewqueue.look(store, boss, good.journal_id, RIGHT)
    with pytest.raises(Refused, match="Say what is wrong"):
        reviewqueue.look(store, boss, bad.journal_id, WRONG)
    reviewqueue.look(store, boss, bad.journal_id, WRONG, "Wrong charge code")
    with pytest.raises(Refused, match="somebody has looked"):
        reviewqueue.look(store, boss, bad.journal_id, RIGHT)
    assert reviewqueue.waiting(store, boss) == []
    marks = [(one.verdict, one.remark, one.looked_by) for one in reviewqueue.marks(store, novice)]
    assert marks == [("WRONG", "Wrong charge code", "Bo Boss"), ("RIGHT", "", "Bo Boss")]
    assert len(reviewqueue.marks(store, boss)) == 2
    with pytest.raises(DatabaseError, match="final"), store.writing():
        store.run("DELETE FROM posting_reviews")


def test_what_is_posted_after_the_switch_is_off_does_not_wait(store, novice, boss, clock):
    id = watch(store, boss)
    pay(store, novice, cash(500))
    reviewqueue.switch_off(store, boss, id)
    reviewqueue.switch_off(store, boss, id)
    clock.advance(hours=-2)
    pay(store, novice, cash(600))
    assert [one.total_cents for one in reviewqueue.waiting(store, boss)] == [500]
    assert reviewqueue.switches(store) == []


def test_who_may_not(store, novice, boss, session_of):
    with pytest.raises(Refused):
        reviewqueue.switch_on(store, novice, "811", "ALL")
    with pytest.raises(Refused):
        reviewqueue.waiting(store, novice)
    with pytest.raises(Refused, match="no clerk"):
        reviewqueue.switch_on(store, boss, "999", "ALL")
    session_of(CSR2, number="814", name="Cy Two")
    with pytest.raises(Refused, match="Cy Two is a CSR II"):
        reviewqueue.switch_on(store, boss, "814", "ALL")
    with pytest.raises(Refused, match="his own"):
        reviewqueue.switch_on(store, boss, "812", "ALL")
    watch(store, boss)
    with pytest.raises(Refused, match="already"):
        reviewqueue.switch_on(store, boss, "811", "ALL")
    for kind, service in (("VOID", "UB"), ("RECEIPT", "NONE"), ("SONG", "")):
        with pytest.raises(Refused):
            reviewqueue.switch_on(store, boss, "811", kind, service)


async def test_a_supervisor_switches_looks_and_marks(run_folder, tmp_path: Path):
    clock = FixedClock(MONDAY)
    url = sqlite_url(run_folder, tmp_path / "city.db", "city")
    async with in_process(url, clock) as counter:
        await counter.sign_on("201")
        await counter.press("WATCH\n", "f6", "101\n\n")
        assert "Everything" in counter.text
        await counter.press("f3", "OFF\n")
        await counter.sign_on("101")
        await counter.press("3.1\n20000\n", "f3", "MC COPIES 250\n\n", "f3", "OFF\n")
        await counter.sign_on("201")
        await counter.press("REVIEW\n")
        assert counter.program == "RVW010"
        assert "200.00" in counter.text
        assert "2.50" in counter.text
        await counter.press("1\n")
        assert "200.00" not in counter.text
        await counter.press("6\n")
        assert counter.program == "RVW015"
        await counter.press("Wrong charge code\n")
        assert "No posting waits" in counter.text
        await counter.press("f3", "OFF\n")
        await counter.sign_on("101")
        await counter.press("MARKS\n")
        assert "Wrong charge code" in counter.text
