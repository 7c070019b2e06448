"""Talking with an ESC/POS printer that answers, over one connected transport."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from devices import status
from devices.escpos_commands import ASK_CAUSE, ASK_PRINTER, ASK_ROLL, ASK_SLIP
from devices.links import Transport
from devices.status import EPSON, Automatic, InOrder, ProcessId, RealTime, Replies, Reply, StatusTable


@dataclass(frozen=True)
class Timings:
    """How long to wait, in seconds, and how fast paper moves."""

    answer: float = 0.7
    """For the answers to the questions before a job."""
    finish: float = 8.0
    """For the answer after the last line, beyond the time that printing takes."""
    paper_change: float = 120.0
    """For somebody to put in paper or close the cover. Later jobs wait as long; what was sent prints all the same."""
    line: float = 4.23 / 100
    """For one line: 1/6 inch at 100 mm/s, two thirds of the speed that makers promise."""
    slice: float = 0.1
    """The longest time without a look at whether the program is being stopped."""
    linger: float = 2.0
    """For the far end to close the connection when everything has been sent."""
    form: float = 60.0
    """For somebody to put a check or form into the slip station."""
    drawer: float = 1.0
    """For a drawer to move out after the pulse."""
    clock: Callable[[], float] = time.monotonic

    def job(self, lines: int) -> float:
        """Seconds in which a job of so many lines must be done."""
        return self.finish + lines * self.line


class Stopped(Exception):
    """The program is being stopped while a job waits."""


class NoAnswer(Exception):
    """The time is over."""


class Conversation:
    """Sends and listens at once, remembers what the printer said, and keeps the time of a job."""

    def __init__(
        self,
        transport: Transport,
        timings: Timings,
        stopping: threading.Event | None = None,
        waiting: Callable[[str | None], None] = lambda sentence: None,
    ) -> None:
        self.bytes_sent = 0
        self.paper_end = False
        self.low_paper = False
        self.seen: list[Reply] = []
        self._transport = transport
        self._timings = timings
        self._stopping = stopping
        self._waiting = waiting
        self._replies = Replies()
        self._needs_somebody = False

    def listen(self, seconds: float) -> None:
        """Take in what the printer says within `seconds`. Raises DeviceError when the link is lost."""
        for reply in self._replies.feed(self._transport.receive(seconds)):
            self.seen.append(reply)
            if isinstance(reply, Automatic):
                self._note(reply)

    def _note(self, reply: Automatic) -> None:
        self.paper_end = self.paper_end or reply.paper_end
        sentence = status.waiting_for(reply)
        self._needs_somebody = sentence is not None
        self._waiting(sentence)

    def ask(self, questions: bytes, answers: int) -> list[int]:
        """Bits of the real-time answers to `questions`, in order; fewer than `answers` when the printer is silent."""
        self.listen(0.0)  # what is left from before is no answer
        already = len(self._real_time())
        self.send(questions, self._timings.answer)
        end = time.monotonic() + self._timings.answer
        while len(self._real_time()) < already + answers and (left := end - time.monotonic()) > 0:
            self.listen(left)
        return self._real_time()[already:]

    def _real_time(self) -> list[int]:
        return [reply.bits for reply in self.seen if isinstance(reply, RealTime)]

    def preflight(self, table: StatusTable = EPSON) -> str | None:
        """Why nothing can be printed now, or None. Raises NoAnswer when the printer is silent."""
        answers = self.ask(ASK_CAUSE + ASK_ROLL, 2)
        if len(answers) < 2:
            raise NoAnswer
        self.low_paper = bool(answers[1] & table.roll_near_end)
        return status.trouble(answers[0], answers[1], table)

    def form_is_in(self, table: StatusTable = EPSON) -> bool:
        """Whether a form is at the slip station. Raises NoAnswer when the printer is silent."""
        answers = self.ask(ASK_SLIP, 1)
        if not answers:
            raise NoAnswer
        return not answers[0] & table.slip_missing

    def show(self, sentence: str | None) -> None:
        """Tell the clerk what the device waits for."""
        self._waiting(sentence)

    def pause(self, seconds: float) -> None:
        """Listen for so long. Raises Stopped when the program is being stopped meanwhile."""
        if self._stopping is not None and self._stopping.is_set():
            raise Stopped
        self.listen(seconds)

    def printer_bits(self) -> int | None:
        """The answer to DLE EOT 1 (off-line, drawer pin), or None when the printer is silent."""
        answers = self.ask(ASK_PRINTER, 1)
        return answers[0] if answers else None

    def send(self, data: bytes, seconds: float) -> None:
        """Send everything, listening when the printer takes nothing. Raises NoAnswer, Stopped or DeviceError."""
        clock = _Clock(seconds, self._timings)
        rest = memoryview(data)
        while rest:
            taken = self._transport.send(bytes(rest), min(self._timings.slice, seconds))
            self.bytes_sent += taken
            rest = rest[taken:]
            if not taken:
                self._tick(clock)
                self.listen(0.0)

    def await_in_order(self, seconds: float) -> int:
        """The bits of the next GS r answer. Raises NoAnswer, Stopped or DeviceError.

        Time in which the printer waits for somebody to put in paper or close the cover does not count.
        """
        clock = _Clock(seconds, self._timings)
        already = self._in_order_count()
        while self._in_order_count() == already:
            self.listen(min(self._timings.slice, self._tick(clock)))
        return next(reply.bits for reply in reversed(self.seen) if isinstance(reply, InOrder))

    def _in_order_count(self) -> int:
        return sum(isinstance(reply, InOrder) for reply in self.seen)

    def confirmed(self, mark: str) -> bool:
        """Whether the printer answered the process id `mark`."""
        return ProcessId(mark) in self.seen

    def _tick(self, clock: _Clock) -> float:
        if self._stopping is not None and self._stopping.is_set():
            raise Stopped
        left = clock.left(self._needs_somebody)
        if left <= 0:
            raise NoAnswer
        return left


class _Clock:
    """Seconds left: those of the job while the printer works, those of a paper change while it waits for somebody."""

    def __init__(self, job_seconds: float, timings: Timings) -> None:
        self._limits = {False: job_seconds, True: timings.paper_change}
        self._waits = False
        self._now = timings.clock
        self._end = self._now() + job_seconds

    def left(self, waits_for_somebody: bool) -> float:
        if waits_for_somebody is not self._waits:
            self._waits = waits_for_somebody
            self._end = self._now() + self._limits[waits_for_somebody]
        return self._end - self._now()
