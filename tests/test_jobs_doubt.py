"""Papers of which nobody knows whether they came out, papers sent elsewhere, and papers that are put in."""

from __future__ import annotations

import pytest
from ledger_city import cash, check, open_drawer, pay, ship

from data import jobs, stamps
from data.clock import FixedClock
from data.permissions import Refused
from data.session import Session
from data.store import Store

PAPER = [{"text": "X report"}, {"cut": True}]


def unknown(store: Store, session: Session, **more: int) -> int:
    """A report whose printer stopped answering."""
    job = jobs.add(store, session, jobs.REPORT, "one", PAPER, **more)
    jobs.take(store, "T1")
    jobs.verdict(store, job, "UNKNOWN", "The printer stopped answering.")
    return job


def receipt_job(store: Store, session: Session) -> int:
    """The job of a posted receipt, unknown; other jobs are done."""
    ship(store)
    open_drawer(store, session)
    pay(store, session, cash(100))
    while job := jobs.take(store, "T1"):
        jobs.verdict(store, job.id, "UNKNOWN" if job.kind == jobs.RECEIPT else "PRINTED")
    return next(job.id for job in jobs.listing(store, "T1") if job.state == "UNKNOWN")


def test_paper_that_was_seen_is_printed(store: Store, session: Session) -> None:
    job = unknown(store, session)
    jobs.seen(store, session, job, complete=True)
    assert jobs.get(store, job).state == "PRINTED"
    for complete in (True, False):
        with pytest.raises(Refused):
            jobs.seen(store, session, job, complete=complete)


def test_paper_that_was_not_seen_is_printed_again_as_a_duplicate(store: Store, session: Session) -> None:
    job = unknown(store, session)
    for copy in (1, 2):
        jobs.seen(store, session, job, complete=False)
        again = jobs.take(store, "T1")
        assert again is not None
        assert (again.id, again.copy) == (job, copy)
        assert [each.get("text") for each in again.elements] == [f"DUPLICATE {copy}", "X report", None]
        jobs.verdict(store, job, "UNKNOWN")


def test_receipt_keeps_its_number_and_says_duplicate(store: Store, session: Session) -> None:
    job = receipt_job(store, session)
    jobs.seen(store, session, job, complete=False)
    again = jobs.take(store, "T1")
    assert again is not None
    texts = [each.get("text") for each in again.elements]
    assert texts.count("DUPLICATE 1") == 1
    assert {"barcode": "27-000001"} in again.elements
    assert len(store.rows("SELECT id FROM journal WHERE kind = 'RECEIPT'")) == 1


def test_job_that_was_not_started_is_no_duplicate(store: Store, session: Session) -> None:
    job = jobs.add(store, session, jobs.REPORT, "one", PAPER)
    jobs.take(store, "T1")
    jobs.verdict(store, job, "NOT_STARTED", "No paper.")
    jobs.retry(store, session, job)
    again = jobs.take(store, "T1")
    assert again is not None
    assert (again.copy, again.elements) == (0, PAPER)


def test_job_goes_to_the_second_printer_and_stays_in_the_list(store: Store, session: Session) -> None:
    job = jobs.add(store, session, jobs.REPORT, "one", PAPER)
    jobs.send_to(store, session, job, jobs.second_queue("T1"))
    assert jobs.take(store, "T1") is None
    assert [one.id for one in jobs.listing(store, "T1")] == [job]
    taken = jobs.take(store, jobs.second_queue("T1"))
    assert taken is not None
    assert jobs.is_second(taken.station)
    with pytest.raises(Refused):
        jobs.send_to(store, session, job, "T1")


def test_doubtful_job_sent_elsewhere_says_duplicate(store: Store, session: Session) -> None:
    job = unknown(store, session)
    jobs.send_to(store, session, job, jobs.second_queue("T1"))
    taken = jobs.take(store, jobs.second_queue("T1"))
    assert taken is not None
    assert taken.elements[0]["text"] == "DUPLICATE 1"


def test_opening_of_the_drawer_is_audited_even_when_it_could_not_be_opened(store: Store, session: Session) -> None:
    for verdict in ("PRINTED", "NOT_STARTED"):
        job = jobs.add(store, session, jobs.DRAWER, "No sale", [])
        jobs.take(store, "T1")
        jobs.verdict(store, job, verdict)
    found = store.rows("SELECT detail, outcome, station FROM audit_log WHERE event = 'drawer.pulse' ORDER BY seq")
    assert found == [("No sale: PRINTED", "ok", "T1"), ("No sale: NOT_STARTED", "failed", "T1")]


def test_a_drawer_that_waited_is_not_opened_by_the_next_start(
    store: Store, session: Session, clock: FixedClock
) -> None:
    begun, waits = (jobs.add(store, session, jobs.DRAWER, title, []) for title in ("No sale", "Drawer for 27-000001"))
    jobs.take(store, "T1")
    clock.advance(seconds=61)
    found = jobs.open_at_start(store, "T1")
    assert [(job.id, job.state, job.problem) for job in found] == [
        (begun, "UNKNOWN", jobs.LOOK_FOR_DRAWER),
        (waits, "NOT_STARTED", jobs.TOO_LATE),
    ]
    assert jobs.take(store, "T1") is None
    audited = store.rows("SELECT detail, outcome FROM audit_log WHERE event = 'drawer.pulse' ORDER BY seq")
    assert audited == [("No sale: UNKNOWN", "ok"), ("Drawer for 27-000001: NOT_STARTED", "failed")]


def test_a_drawer_is_opened_again_for_the_same_reason_only_for_a_while(
    store: Store, session: Session, clock: FixedClock
) -> None:
    job = jobs.add(store, session, jobs.DRAWER, "Drawer for 27-000001", [])
    jobs.take(store, "T1")
    jobs.verdict(store, job, "NOT_STARTED", "The printer cover is open.")
    with pytest.raises(Refused, match="own station"):
        jobs.send_to(store, session, job, jobs.second_queue("T1"))
    clock.advance(minutes=10)
    jobs.retry(store, session, job)
    jobs.take(store, "T1")
    jobs.verdict(store, job, "NOT_STARTED", "The printer cover is open.")
    clock.advance(seconds=1)
    with pytest.raises(Refused, match="No sale"):
        jobs.retry(store, session, job)


def test_every_check_of_a_receipt_is_endorsed(store: Store, session: Session) -> None:
    ship(store)
    open_drawer(store, session)
    receipt = pay(store, session, check(100, "1021"), check(200, "77"), cash(50))
    made = [jobs.get(store, job) for job in stamps.endorse(store, session, receipt.journal_id)]
    assert [(job.kind, job.title) for job in made] == [("SLIP", "Endorse 1021"), ("SLIP", "Endorse 77")]
    first = [each["text"] for each in made[0].elements]
    assert first[:2] == ["FOR DEPOSIT ONLY", "City of Vista Robles"]
    assert receipt.number in first[-1]
    assert first[-1].endswith("check 1021  1.00")


def test_cash_has_nothing_to_endorse_and_a_stub_is_validated(store: Store, session: Session) -> None:
    ship(store)
    open_drawer(store, session)
    receipt = pay(store, session, cash(18811))
    with pytest.raises(Refused, match="No check"):
        stamps.endorse(store, session, receipt.journal_id)
    job = jobs.get(store, stamps.validate(store, session, receipt.journal_id))
    (line,) = job.elements
    assert job.kind == "SLIP"
    assert f"PAID 188.11  07/06/2026  {receipt.number}" in line["text"]
