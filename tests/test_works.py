"""Unfinished work is kept as it is typed and taken up by one clerk only."""

from __future__ import annotations

import threading

import pytest
from conftest import SessionOf

from data import users, works
from data.permissions import Refused
from data.session import Session
from data.store import Store


def test_work_is_kept_as_it_is_typed(rules: Store, session: Session) -> None:
    works.save(rules, session, "k1", "PAY", "GARCIA", {"form": "UB", "texts": {"amount": "188"}})
    works.save(rules, session, "k1", "PAY", "GARCIA", {"form": "UB", "texts": {"amount": "18811"}})
    (work,) = works.mine(rules, session)
    assert (work.state, work.payload["texts"]) == ("ACTIVE", {"amount": "18811"})
    works.suspend(rules, session, "k1", "Garcia, waits")
    (work,) = works.mine(rules, session)
    assert (work.state, work.name) == ("SUSPENDED", "Garcia, waits")
    assert works.resume(rules, session, work.id).state == "ACTIVE"


@pytest.mark.parametrize("close", [works.done, works.discard])
def test_finished_work_forgets_what_was_typed(rules: Store, session: Session, close: object) -> None:
    works.save(rules, session, "k1", "PAY", "X", {"name": "private"})
    close(rules, session, "k1")  # type: ignore[operator]
    assert works.mine(rules, session) == []
    assert rules.value("SELECT payload FROM works") == "{}"
    with pytest.raises(Refused):
        works.save(rules, session, "k1", "PAY", "X", {})
    with pytest.raises(Refused, match="finished or discarded"):
        works.resume(rules, session, 1)


@pytest.mark.parametrize("payload", [{"Tenders": []}, {"a": [{"b": {"password": "x"}}]}, {"pin": "1"}])
def test_secrets_and_tenders_never_enter(rules: Store, session: Session, payload: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="may not hold"):
        works.save(rules, session, "k1", "PAY", "X", payload)
    assert works.mine(rules, session) == []


def test_another_clerk_with_the_right_takes_suspended_work(
    rules: Store, session: Session, session_of: SessionOf
) -> None:
    other, helper = session_of("CSR2", name="Kim Lee", station="T2"), session_of("CSR1")
    works.save(rules, session, "k1", "PAY", "X", {"n": 1})
    assert works.all_suspended(rules, other) == []
    with pytest.raises(Refused, match="Pat Rivera is working on it at T1"):
        works.resume(rules, other, 1)
    works.suspend(rules, session, "k1")
    assert works.all_suspended(rules, helper) == []
    with pytest.raises(Refused, match="may not take up"):
        works.resume(rules, helper, 1)
    assert [work.id for work in works.all_suspended(rules, other)] == [1]
    taken = works.resume(rules, other, 1)
    assert (taken.user_id, taken.clerk, taken.station, taken.payload) == (other.clerk.id, "Kim Lee", "T2", {"n": 1})
    with pytest.raises(Refused, match="taken up by another"):
        works.save(rules, session, "k1", "PAY", "X", {"n": 2})
    with pytest.raises(Refused):
        works.suspend(rules, session, "k1")
    works.discard(rules, session, "k1")
    assert [work.state for work in works.mine(rules, other)] == ["ACTIVE"]


def test_work_of_an_ended_session_counts_as_suspended(rules: Store, session: Session, session_of: SessionOf) -> None:
    works.save(rules, session, "k1", "PAY", "X", {})
    users.sign_off(rules, session)
    other = session_of("SUPERVISOR")
    assert [work.state for work in works.all_suspended(rules, other)] == ["SUSPENDED"]
    assert works.resume(rules, other, 1).user_id == other.clerk.id


def test_only_one_of_two_clerks_gets_it(rules: Store, session: Session, session_of: SessionOf) -> None:
    works.save(rules, session, "k1", "PAY", "X", {})
    works.suspend(rules, session, "k1")
    takers = [session_of("CSR2", name=f"Clerk {letter}") for letter in "AB"]
    outcomes: list[str] = []
    ready = threading.Barrier(2)

    def take(who: Session) -> None:
        mine = rules.again().open()
        ready.wait()
        try:
            outcomes.append(works.resume(mine, who, 1).clerk)
        except Refused as error:
            outcomes.append(str(error))
        mine.close()

    threads = [threading.Thread(target=take, args=(who,)) for who in takers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winner = rules.value("SELECT u.name FROM works w JOIN users u ON u.id = w.user_id")
    assert sorted(outcomes) == [winner, f"{winner} is working on it at T1."]
