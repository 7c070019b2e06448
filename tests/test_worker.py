"""The job worker: order, verdicts, failures of devices and of the store, stopping."""

from __future__ import annotations

import queue as thread_queue
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from ledger_city import cash, open_drawer, pay, ship

from counter_tui.worker import FAILED, JobWorker, Pace, StoreQueue
from data import jobs
from devices.states import DeviceError, ErrorCode, Outcome, Verdict
from devices.station import SIMULATED, Devices

PACE = Pace(retries=(0.001, 0.002))
LIMIT = 20.0


@dataclass
class PlainJob:
    id: int
    kind: str = "RECEIPT"
    station: str = "T1"
    elements: list[dict[str, Any]] = field(default_factory=lambda: [{"text": "Water 188.11"}, {"cut": True}])


class Rows:
    """A station's job rows, as a store keeps them, with failures on demand."""

    def __init__(self, *jobs: PlainJob) -> None:
        self.waiting = list(jobs)
        self.started: list[int] = []
        self.verdicts: list[tuple[int, Verdict, str]] = []
        self.fail: dict[str, int] = {}
        self.opened = self.closed = 0
        self.empty = threading.Event()

    def connect(self) -> Rows:
        self.opened += 1
        self._maybe_fail("connect")
        return self

    def _maybe_fail(self, call: str) -> None:
        if self.fail.get(call, 0):
            self.fail[call] -= 1
            raise ConnectionError(f"{call} failed")

    def recover(self) -> list[PlainJob]:
        self._maybe_fail("recover")
        left, self.started = self.started, []
        self.verdicts.extend((each, Verdict.UNKNOWN, "") for each in left)
        return [PlainJob(each) for each in left]

    def take(self) -> PlainJob | None:
        self._maybe_fail("take")
        if not self.waiting:
            self.empty.set()
            return None
        job = self.waiting.pop(0)
        self.started.append(job.id)
        return job

    def verdict(self, job_id: int, verdict: Verdict, problem: str) -> None:
        self._maybe_fail("verdict")
        self.started.remove(job_id)
        self.verdicts.append((job_id, verdict, problem))

    def close(self) -> None:
        self.closed += 1
        self._maybe_fail("close")


class Station:
    """Devices that do what a test says, and remember."""

    def __init__(self, act: Callable[[str], Outcome] | None = None) -> None:
        self.printer = self.second = self.drawer = self
        self.done: list[str] = []
        self.act = act or (lambda what: Outcome(Verdict.PRINTED))

    def print_job(self, job_id: str, elements: Any, *, stopping: threading.Event | None = None) -> Outcome:
        self.done.append(f"print {job_id}")
        return self.act(job_id)

    def open_drawer(self) -> Outcome:
        self.done.append("drawer")
        return self.act("drawer")


class Told:
    """What the worker says to the application."""

    def __init__(self) -> None:
        self.messages: thread_queue.Queue[Any] = thread_queue.Queue()

    def verdict(self, job: PlainJob, outcome: Outcome) -> None:
        self.messages.put((job.id, outcome.verdict, outcome.problem))

    def recovered(self, jobs: Sequence[Any]) -> None:
        self.messages.put(("recovered", [job.id for job in jobs]))

    def store(self, sentence: str | None) -> None:
        self.messages.put(("store", sentence))

    def next(self, count: int = 1) -> list[Any]:
        return [self.messages.get(timeout=LIMIT) for _ in range(count)]


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def begin(told: Told) -> Iterator[Callable[[Rows, Any], JobWorker]]:
    workers: list[JobWorker] = []

    def begin(rows: Rows, devices: Any) -> JobWorker:
        worker = JobWorker(
            rows.connect, devices, told.verdict, on_recovered=told.recovered, on_store_error=told.store, pace=PACE
        )
        workers.append(worker)
        worker.start()
        return worker

    yield begin
    assert all(worker.stop() for worker in workers)


def test_jobs_are_done_in_order_and_their_verdicts_kept(told, begin):
    rows, station = Rows(PlainJob(1, "DRAWER"), PlainJob(2), PlainJob(3)), Station()
    begin(rows, station)
    assert [each[0] for each in told.next(3)] == [1, 2, 3]
    assert station.done == ["drawer", "print 2", "print 3"]
    assert [each[:2] for each in rows.verdicts] == [(n, Verdict.PRINTED) for n in (1, 2, 3)]


def test_a_job_added_later_is_done_when_the_worker_is_woken(told, begin):
    rows = Rows()
    worker = begin(rows, Station())
    rows.waiting.append(PlainJob(7))
    worker.wake()
    assert told.next() == [(7, Verdict.PRINTED, None)]


def test_an_idle_worker_asks_the_store_nothing(told, begin):
    rows = Rows(PlainJob(1))
    begin(rows, Station())
    told.next()
    assert rows.empty.wait(LIMIT)
    rows.fail["take"] = 1
    with pytest.raises(thread_queue.Empty):
        told.messages.get(timeout=0.3)
    assert rows.opened == 1


def test_real_bytes_reach_a_simulated_printer_and_its_drawer(told, begin):
    with Devices.open(SIMULATED) as devices:
        begin(Rows(PlainJob(1, "DRAWER"), PlainJob(2)), devices)
        assert [each[:2] for each in told.next(2)] == [(1, Verdict.PRINTED), (2, Verdict.PRINTED)]
        assert devices.simulator is not None
        assert devices.simulator.wait_until(lambda printer: any("Water 188.11" in line for line in printer.paper))
        assert len(devices.simulator.drawer.pulses) == 1


def test_a_printer_that_is_off_gives_a_sentence_and_the_next_job_is_tried(told, begin):
    with Devices.open(SIMULATED) as devices:
        assert devices.simulator is not None
        devices.simulator.switch_off()
        rows = Rows(PlainJob(1), PlainJob(2))
        begin(rows, devices)
        first, second = told.next(2)
    assert first[:2] == (1, Verdict.NOT_STARTED)
    assert second[:2] == (2, Verdict.NOT_STARTED)
    assert "switched on" in rows.verdicts[0][2]


def test_a_refusing_device_was_not_started_and_a_bug_is_unknown(told, begin):
    def act(what: str) -> Outcome:
        if what == "1":
            raise DeviceError("The printer is not enabled.", ErrorCode.DISABLED)
        if what == "2":
            raise ZeroDivisionError
        return Outcome(Verdict.PRINTED)

    begin(Rows(PlainJob(1), PlainJob(2), PlainJob(3)), Station(act))
    assert told.next(3) == [
        (1, Verdict.NOT_STARTED, "The printer is not enabled."),
        (2, Verdict.UNKNOWN, FAILED),
        (3, Verdict.PRINTED, None),
    ]


@pytest.mark.parametrize("call", ["connect", "recover", "take"])
def test_a_failing_store_is_opened_again_and_nothing_is_lost(call, told, begin):
    rows = Rows(PlainJob(1), PlainJob(2))
    rows.fail = {call: 3, "close": 1}
    begin(rows, Station())
    messages = told.next(4)
    assert messages[0] == ("store", f"{call} failed")
    assert [each for each in messages if each[0] in (1, 2)] == [(1, Verdict.PRINTED, None), (2, Verdict.PRINTED, None)]
    assert ("store", None) in messages


def test_a_verdict_the_store_cannot_take_is_kept_and_the_paper_not_printed_twice(told, begin):
    rows, station = Rows(PlainJob(1), PlainJob(2)), Station()
    rows.fail = {"verdict": 3}
    begin(rows, station)
    assert [each for each in told.next(4) if each[0] != "store"] == [
        (1, Verdict.PRINTED, None),
        (2, Verdict.PRINTED, None),
    ]
    assert station.done == ["print 1", "print 2"]
    assert [each[:2] for each in rows.verdicts] == [(1, Verdict.PRINTED), (2, Verdict.PRINTED)]


def test_jobs_a_dead_program_had_begun_become_unknown_and_are_not_repeated(told, begin):
    rows, station = Rows(), Station()
    rows.started = [4, 5]
    begin(rows, station)
    assert told.next() == [("recovered", [4, 5])]
    assert rows.verdicts == [(4, Verdict.UNKNOWN, ""), (5, Verdict.UNKNOWN, "")]
    assert station.done == []


def test_waking_never_waits_for_a_printer_at_work(told, begin):
    at_work, go_on = threading.Event(), threading.Event()

    def act(what: str) -> Outcome:
        at_work.set()
        assert go_on.wait(LIMIT)
        return Outcome(Verdict.PRINTED)

    rows = Rows(PlainJob(1))
    worker = begin(rows, Station(act))
    assert at_work.wait(LIMIT)
    rows.waiting.append(PlainJob(2))
    worker.wake()
    assert rows.verdicts == []
    go_on.set()
    assert [each[0] for each in told.next(2)] == [1, 2]


def test_stopping_ends_a_wait_for_paper_and_leaves_the_rest_waiting(told):
    at_work = threading.Event()

    class Patient(Station):
        def print_job(self, job_id: str, elements: Any, *, stopping: threading.Event | None = None) -> Outcome:
            at_work.set()
            assert stopping is not None
            assert stopping.wait(LIMIT)
            return Outcome(Verdict.UNKNOWN, "The program was stopped while the printer was at work.")

    rows = Rows(PlainJob(1), PlainJob(2))
    worker = JobWorker(rows.connect, Patient(), told.verdict, pace=PACE)
    worker.start()
    assert at_work.wait(LIMIT)
    assert worker.stop()
    assert [each[:2] for each in rows.verdicts] == [(1, Verdict.UNKNOWN)]
    assert [job.id for job in rows.waiting] == [2]
    assert rows.closed == 1


def test_an_application_that_cannot_be_told_stops_no_receipt(told):
    def gone(job: Any, outcome: Outcome) -> None:
        told.verdict(job, outcome)
        raise RuntimeError("App is not running")

    rows = Rows(PlainJob(1), PlainJob(2))
    worker = JobWorker(rows.connect, Station(), gone, on_store_error=told.store, pace=PACE)
    worker.start()
    assert [each[0] for each in told.next(2)] == [1, 2]
    assert worker.stop()
    assert len(rows.verdicts) == 2
    assert rows.opened == 1


# On real job rows


@pytest.fixture
def on_store(store, told) -> Iterator[Callable[[Any], JobWorker]]:
    workers: list[JobWorker] = []

    def begin(devices: Any) -> JobWorker:
        connect = StoreQueue.connector(store, "T1")
        worker = JobWorker(connect, devices, told.verdict, on_recovered=told.recovered, on_store_error=told.store)
        workers.append(worker)
        worker.start()
        return worker

    yield begin
    assert all(worker.stop() for worker in workers)


def states(store) -> list[str]:
    return [state for (state,) in store.rows("SELECT state FROM jobs ORDER BY id")]


def test_job_rows_of_this_station_are_done_and_their_verdicts_stored(store, session, told, on_store):
    jobs.add(store, session, jobs.DRAWER, "Drawer", [])
    jobs.add(store, session, jobs.RECEIPT, "Receipt", [{"text": "Water 188.11"}])
    elsewhere = jobs.add(store, session, jobs.RECEIPT, "Receipt", [{"text": "x"}], station="T2")
    with Devices.open(SIMULATED) as devices:
        worker = on_store(devices)
        assert [each[1] for each in told.next(2)] == [Verdict.PRINTED, Verdict.PRINTED]
        jobs.add(store, session, jobs.REPORT, "X report", [{"text": "x"}])
        worker.wake()
        assert told.next()[0][1] is Verdict.PRINTED
    assert states(store) == ["PRINTED", "PRINTED", "WAITING", "PRINTED"]
    assert jobs.get(store, elsewhere).attempts == 0


def test_a_job_begun_before_the_power_failed_is_unknown_and_one_not_begun_is_done(store, session, told, on_store):
    jobs.add(store, session, jobs.RECEIPT, "Receipt", [])
    second = jobs.add(store, session, jobs.RECEIPT, "Receipt", [])
    begun = jobs.take(store, "T1")
    assert begun is not None
    station = Station()
    on_store(station)
    assert told.next(2) == [("recovered", [begun.id]), (second, Verdict.PRINTED, None)]
    assert states(store) == ["UNKNOWN", "PRINTED"]
    assert station.done == [f"print {second}"]


def test_a_job_that_failed_is_done_when_the_clerk_asks_again(store, session, told, on_store):
    job = jobs.add(store, session, jobs.RECEIPT, "Receipt", [{"text": "Water"}])
    with Devices.open(SIMULATED) as devices:
        assert devices.simulator is not None
        devices.simulator.take_paper()
        worker = on_store(devices)
        (_, verdict, problem), *_ = told.next()
        assert verdict is Verdict.NOT_STARTED
        assert jobs.get(store, job).problem == problem
        devices.simulator.put_paper()
        jobs.retry(store, session, job)
        worker.wake()
        assert told.next() == [(job, Verdict.PRINTED, None)]
    assert jobs.get(store, job).attempts == 2


# Behind real payments


def test_a_payment_opens_the_drawer_and_prints_its_receipt(store, session, told, on_store):
    ship(store)
    open_drawer(store, session)
    with Devices.open(SIMULATED) as devices:
        assert devices.simulator is not None
        worker = on_store(devices)
        receipt = pay(store, session, cash(18_811, given=20_000))
        worker.wake()
        while "WAITING" in states(store) or "STARTED" in states(store):
            told.next()
        assert set(states(store)) == {"PRINTED"}
        assert receipt.number in "\n".join(devices.simulator.paper)
        assert "188.11" in "\n".join(devices.simulator.paper)
        assert devices.simulator.drawer.pulses


def test_payments_go_on_while_the_printer_hangs_and_no_receipt_is_lost(store, session, told, on_store):
    at_work, go_on = threading.Event(), threading.Event()

    def hang(what: str) -> Outcome:
        at_work.set()
        assert go_on.wait(LIMIT)
        return Outcome(Verdict.PRINTED)

    ship(store)
    open_drawer(store, session)
    worker = on_store(Station(hang))
    pay(store, session, cash(100))
    worker.wake()
    assert at_work.wait(LIMIT)
    numbers = [pay(store, session, cash(cents)).number for cents in (200, 300, 400)]
    assert numbers == ["27-000002", "27-000003", "27-000004"]
    assert set(states(store)) == {"STARTED", "WAITING"}
    go_on.set()
    worker.wake()
    while set(states(store)) != {"PRINTED"}:
        told.next()
    assert store.value("SELECT count(*) FROM jobs WHERE kind = 'RECEIPT'") == 4
