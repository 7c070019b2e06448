"""The job worker: one thread that takes a station's jobs to its printer and drawer and keeps what became of them.

Money is posted and committed before a job is taken, so nothing here can hold up, undo or double a payment.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from data import jobs
from devices.paper import Paper
from devices.states import DeviceError, Outcome, Verdict

if TYPE_CHECKING:
    from data.store import Store

log = logging.getLogger(__name__)
NO_SECOND = "This station has no second printer."
FAILED = "The program failed while the device was at work. Look whether it is done."


class Job(Protocol):
    """What the worker needs of a job row."""

    @property
    def id(self) -> int: ...

    @property
    def kind(self) -> str: ...

    @property
    def station(self) -> str: ...

    @property
    def elements(self) -> Paper: ...


class Queue(Protocol):
    """One station's jobs, used by the worker's thread only. Every method may raise any error of the store."""

    def recover(self) -> Sequence[Job]:
        """Mark jobs that a dead program had begun as UNKNOWN; all jobs that a clerk must look at, oldest first."""

    def take(self) -> Job | None:
        """The next job, marked as begun, or None."""

    def verdict(self, job_id: int, verdict: Verdict, problem: str) -> None:
        """Keep what became of a job."""

    def close(self) -> None:
        """Let the store go; harmless when it is gone already."""


class StoreQueue:
    """The job rows of one station in its own open store."""

    def __init__(self, store: Store, station: str) -> None:
        self._store = store
        self._queues = (station, jobs.second_queue(station))

    @classmethod
    def connector(cls, store: Store, station: str) -> Callable[[], StoreQueue]:
        """What `JobWorker` connects with: a second store on the same database, opened in the worker's thread."""
        return lambda: cls(store.again().open(), station)

    def recover(self) -> Sequence[jobs.Job]:
        """See `Queue`."""
        left = [job for queue in self._queues for job in jobs.open_at_start(self._store, queue)]
        return sorted((job for job in left if job.state != "WAITING"), key=lambda job: job.id)

    def take(self) -> jobs.Job | None:
        """See `Queue`."""
        return next((job for queue in self._queues if (job := jobs.take(self._store, queue))), None)

    def verdict(self, job_id: int, verdict: Verdict, problem: str) -> None:
        """See `Queue`."""
        jobs.verdict(self._store, job_id, verdict.value, problem)

    def close(self) -> None:
        """See `Queue`."""
        self._store.close()


class Printing(Protocol):
    """The part of a printer that the worker uses."""

    def print_job(self, job_id: str, elements: Paper, *, stopping: threading.Event | None = None) -> Outcome: ...

    def print_slip(self, job_id: str, elements: Paper, *, stopping: threading.Event | None = None) -> Outcome: ...


class Opening(Protocol):
    """The part of a drawer that the worker uses."""

    def open_drawer(self) -> Outcome: ...


class Equipment(Protocol):
    """A station's devices."""

    @property
    def printer(self) -> Printing: ...

    @property
    def second(self) -> Printing | None: ...

    @property
    def drawer(self) -> Opening: ...


@dataclass(frozen=True)
class Pace:
    """Waits in seconds."""

    retries: Sequence[float] = (0.2, 1.0, 5.0, 15.0, 30.0)
    """After each failure of the store in a row; the last one stays."""
    join: float = 5.0
    """How long `stop` waits for the thread: the printer may be in the middle of a line."""

    def after(self, failures: int) -> float:
        """The wait after so many failures in a row."""
        return self.retries[min(failures, len(self.retries)) - 1]


class JobWorker:
    """Takes jobs in their order. Idle it waits without a timer until `wake` is called.

    `connect` is called in the worker's thread and again whenever the store has failed. `on_verdict` and `on_recovered`
    are called in the worker's thread and must only post a message; `on_store_error` gets the sentence, once for each
    time the store fails, and None when it works again.
    """

    def __init__(
        self,
        connect: Callable[[], Queue],
        devices: Equipment,
        on_verdict: Callable[[Any, Outcome], None],
        *,
        on_recovered: Callable[[Sequence[Any]], None] = lambda jobs: None,
        on_store_error: Callable[[str | None], None] = lambda sentence: None,
        pace: Pace | None = None,
    ) -> None:
        self._connect = connect
        self._devices = devices
        self._on_verdict = on_verdict
        self._on_recovered = on_recovered
        self._on_store_error = on_store_error
        self._pace = pace or Pace()
        self._bell = threading.Event()
        self._stopping = threading.Event()
        self._untold: tuple[Job, Outcome] | None = None
        self._queue: Queue | None = None
        self._thread = threading.Thread(target=self._run, name="job-worker", daemon=True)

    def start(self) -> None:
        """Begin with what was left from before."""
        self._bell.set()
        self._thread.start()

    def wake(self) -> None:
        """There may be a job: call after every commit that added one. Never waits."""
        self._bell.set()

    def stop(self) -> bool:
        """End after the job in hand, which is told to hurry; True when the thread has ended."""
        self._stopping.set()
        self._bell.set()
        if self._thread.is_alive():
            self._thread.join(self._pace.join)
        return not self._thread.is_alive()

    def _run(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            self._bell.wait()
            self._bell.clear()
            try:
                self._work_off()
            except Exception as error:  # whatever the store did, the till must go on printing afterwards
                failures += 1
                self._store_failed(error, failures)
                self._bell.set()
                self._stopping.wait(self._pace.after(failures))
            else:
                if failures:
                    self._pass_on(self._on_store_error, None)
                failures = 0
        self._let_go()

    def _work_off(self) -> None:
        """Do every job there is. Raises what the store raises."""
        if self._queue is None:
            self._queue = self._connect()
            if self._untold is None and (left := self._queue.recover()):
                self._pass_on(self._on_recovered, left)
        self._tell()
        while not self._stopping.is_set() and (job := self._queue.take()) is not None:
            self._untold = job, self._do(job)
            self._tell()

    def _tell(self) -> None:
        """Keep the outcome in hand and pass it on; it stays in hand while the store cannot take it."""
        if self._untold is None or self._queue is None:
            return
        job, outcome = self._untold
        self._queue.verdict(job.id, outcome.verdict, outcome.problem or "")
        self._untold = None
        log.info("job %d %s: %s", job.id, job.kind, outcome.verdict.value)
        self._pass_on(self._on_verdict, job, outcome)

    def _pass_on(self, call: Callable[..., None], *what: Any) -> None:
        """Tell the application, which may have ended meanwhile."""
        try:
            call(*what)
        except Exception:  # the verdict is stored; the printing of other receipts goes on
            log.warning("the application could not be told", exc_info=True)

    def _do(self, job: Job) -> Outcome:
        """One job on its device. Never raises."""
        try:
            if job.kind == jobs.DRAWER:
                return self._devices.drawer.open_drawer()
            printer = self._devices.second if jobs.is_second(job.station) else self._devices.printer
            if printer is None:
                return Outcome(Verdict.NOT_STARTED, NO_SECOND)
            if job.kind == jobs.SLIP:
                return printer.print_slip(str(job.id), job.elements, stopping=self._stopping)
            return printer.print_job(str(job.id), job.elements, stopping=self._stopping)
        except DeviceError as error:
            return Outcome(Verdict.NOT_STARTED, error.sentence)
        except Exception:  # an error of ours must not stop the printing of other receipts
            log.exception("job %d failed", job.id)
            return Outcome(Verdict.UNKNOWN, FAILED)

    def _store_failed(self, error: Exception, failures: int) -> None:
        log.warning("the job worker's store failed", exc_info=error)
        self._let_go()
        if failures == 1:
            self._pass_on(self._on_store_error, str(error))

    def _let_go(self) -> None:
        queue, self._queue = self._queue, None
        if queue is None:
            return
        try:
            queue.close()
        except Exception:  # it is being given up because it failed
            log.warning("the job worker's store could not be closed", exc_info=True)
