"""Device jobs: taken once, in order; restart-safe; tried again or given up by a person, on both stores."""

from __future__ import annotations

import pytest
from ledger_city import cash, open_drawer, pay, ship

from data import jobs
from data.permissions import Refused
from data.session import Session
from data.store import Store

PAPER = [{"text": "hello"}, {"cut": True}]


def test_jobs_are_taken_in_order_per_station(store: Store, session: Session) -> None:
    first = jobs.add(store, session, jobs.REPORT, "one", PAPER)
    second = jobs.add(store, session, jobs.REPORT, "two", PAPER)
    jobs.add(store, None, jobs.REPORT, "elsewhere", PAPER, station="T9")
    taken = [jobs.take(store, "T1") for _ in range(3)]
    assert [job and job.id for job in taken] == [first, second, None]
    assert taken[0] is not None
    assert (taken[0].state, taken[0].attempts, taken[0].elements) == ("STARTED", 1, PAPER)


def test_a_verdict_is_kept_and_only_for_a_started_job(store: Store, session: Session) -> None:
    job = jobs.add(store, session, jobs.REPORT, "one", PAPER)
    jobs.verdict(store, job, "PRINTED")
    assert jobs.get(store, job).state == "WAITING"
    jobs.take(store, "T1")
    jobs.verdict(store, job, "NOT_STARTED", "The cover is open.")
    found = jobs.get(store, job)
    assert (found.state, found.problem) == ("NOT_STARTED", "The cover is open.")
    with pytest.raises(ValueError, match="not a verdict"):
        jobs.verdict(store, job, "WAITING")


def test_a_restart_makes_started_jobs_unknown(store: Store, session: Session) -> None:
    started = jobs.add(store, session, jobs.REPORT, "one", PAPER)
    waiting = jobs.add(store, session, jobs.REPORT, "two", PAPER)
    jobs.take(store, "T1")
    found = jobs.open_at_start(store, "T1")
    assert [(job.id, job.state) for job in found] == [(started, "UNKNOWN"), (waiting, "WAITING")]
    assert "Look whether the paper is there" in found[0].problem


def test_a_failed_job_is_tried_again_or_given_up(store: Store, session: Session) -> None:
    job = jobs.add(store, session, jobs.REPORT, "one", PAPER)
    with pytest.raises(Refused, match="is WAITING"):
        jobs.retry(store, session, job)
    jobs.take(store, "T1")
    with pytest.raises(Refused, match="is STARTED"):
        jobs.cancel(store, session, job)
    jobs.verdict(store, job, "UNKNOWN")
    jobs.retry(store, session, job)
    again = jobs.take(store, "T1")
    assert again is not None
    assert again.attempts == 2
    jobs.verdict(store, job, "NOT_STARTED")
    jobs.cancel(store, session, job)
    assert jobs.get(store, job).state == "CANCELLED"
    assert jobs.take(store, "T1") is None
    with pytest.raises(Refused, match="no job 999"):
        jobs.get(store, 999)


def test_a_receipt_is_drawn_from_the_journal_when_it_is_taken(store: Store, session: Session) -> None:
    ship(store)
    open_drawer(store, session)
    while job := jobs.take(store, "T1"):
        jobs.verdict(store, job.id, "PRINTED")
    pay(store, session, cash(100))
    pulse, receipt = jobs.take(store, "T1"), jobs.take(store, "T1")
    assert pulse is not None
    assert receipt is not None
    assert (pulse.kind, pulse.elements, receipt.kind) == ("DRAWER", [], "RECEIPT")
    assert {"barcode": "27-000001"} in receipt.elements


def test_a_listing_is_newest_first(store: Store, session: Session) -> None:
    made = [jobs.add(store, session, jobs.REPORT, name, PAPER) for name in ("one", "two", "three")]
    assert [job.id for job in jobs.listing(store, "T1", 2)] == [made[2], made[1]]
