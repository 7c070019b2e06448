"""Receipt printers: the sequence that decides whether a receipt is on paper."""

from __future__ import annotations

import threading
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from devices import slip
from devices.conversation import Conversation, NoAnswer, Stopped, Timings
from devices.escpos_commands import ASK_PAPER_IN_ORDER, INITIALIZE, STATUS_OFF, STATUS_ON, process_id
from devices.escpos_render import final_scan, line_count, render_escpos
from devices.links import Port, Transport
from devices.models import PrinterModel
from devices.paper import Paper
from devices.states import Device, DeviceError, Health, Outcome, Power, State, Verdict

SILENT = "The printer does not answer. Is it switched on and connected?"
CANNOT_SAY = "This printer cannot say whether a form is in it."
LOOK = "Look whether a complete receipt came out."


class Printer(Protocol):
    """What a job worker needs of any printer."""

    name: str
    state: State
    power: Power

    def print_job(self, job_id: str, elements: Paper, *, stopping: threading.Event | None = None) -> Outcome:
        """Print one paper and say what became of it. Raises only DeviceError DISABLED, when the device is closed."""

    def print_slip(self, job_id: str, elements: Paper, *, stopping: threading.Event | None = None) -> Outcome:
        """As `print_job`, on a check or form that the clerk puts in."""

    def problem(self) -> str | None:
        """What is wrong now, in a sentence for the clerk; None when nothing is."""

    def check_health(self) -> Health:
        """Ask the hardware how it is, without printing."""

    def start(self) -> None:
        """Open, claim and enable."""

    def close(self) -> None:
        """Release and forget."""


class ReceiptPrinter(Device):
    """An ESC/POS printer. It connects for each job, since printers serve one connection at a time.

    `one_way` is for a printer that cannot answer: its jobs end as SENT. A silent printer is never taken for one.
    """

    def __init__(
        self,
        model: PrinterModel,
        port: Port,
        one_way: bool = False,
        timings: Timings | None = None,
        name: str = "The receipt printer",
    ) -> None:
        super().__init__(name)
        self.model = model
        self.port = port
        self.one_way = one_way
        self.timings = timings or Timings()
        self.low_paper = False
        """Whether the roll was near its end when the printer was last asked."""
        self.on_waiting: Callable[[str | None], None] = lambda sentence: None
        """Gets what somebody must do for the job to go on, and None when it does; called in the job's thread."""

    def print_job(self, job_id: str, elements: Paper, *, stopping: threading.Event | None = None) -> Outcome:
        """Print one paper. `job_id` marks it in the printer's answer; `stopping` ends a wait for paper.

        Never raises for the device or the document; raises DeviceError DISABLED when the printer is not enabled.
        """
        with self._busy():
            outcome = self._print(job_id, elements, stopping, slip=False)
            self._problem = None if outcome.verdict in (Verdict.PRINTED, Verdict.SENT) else outcome.problem
        return outcome

    def print_slip(self, job_id: str, elements: Paper, *, stopping: threading.Event | None = None) -> Outcome:
        """Print on a check or form, waiting until the clerk has put it in.

        NOT_STARTED when none was. Raises DeviceError DISABLED.
        """
        with self._busy():
            outcome = self._print(job_id, elements, stopping, slip=True)
            self._problem = None
        return outcome

    def _print(self, job_id: str, elements: Paper, stopping: threading.Event | None, slip: bool) -> Outcome:
        try:
            document = self._document(elements, slip)
        except ValueError as error:
            return Outcome(Verdict.NOT_STARTED, f"The receipt cannot be printed: {error}.")
        except DeviceError as error:
            return Outcome(Verdict.NOT_STARTED, error.sentence)
        try:
            with self.port.session() as transport:
                talk = Conversation(transport, self.timings, stopping, self._show)
                self.power = Power.ONLINE
                if self.one_way or not transport.two_way:
                    if slip:
                        return Outcome(Verdict.NOT_STARTED, CANNOT_SAY)
                    return self._send_one_way(talk, transport, document)
                return self._print_two_way(talk, transport, document, job_id, slip)
        except DeviceError as error:
            self.power = Power.OFF_OFFLINE
            return Outcome(Verdict.NOT_STARTED, error.sentence)

    def _document(self, elements: Paper, on_slip: bool) -> bytes:
        """Raises ValueError or DeviceError."""
        if not on_slip:
            return render_escpos(elements, self.model)
        return render_escpos(elements, slip.slip_model(self.model))

    def _show(self, sentence: str | None) -> None:
        if sentence != self._problem:
            self._problem = sentence
            self.on_waiting(sentence)

    def _send_one_way(self, talk: Conversation, transport: Transport, document: bytes) -> Outcome:
        try:
            talk.send(final_scan(INITIALIZE + document), self.timings.job(line_count(document)))
            transport.finish(self.timings.linger)
        except (DeviceError, NoAnswer, Stopped) as error:
            sentence = error.sentence if isinstance(error, DeviceError) else "The printer takes no more data."
            if not talk.bytes_sent:
                return Outcome(Verdict.NOT_STARTED, sentence)
            return Outcome(Verdict.UNKNOWN, f"{sentence} {LOOK}", talk.bytes_sent)
        return Outcome(Verdict.SENT, None, talk.bytes_sent)

    def _print_two_way(
        self, talk: Conversation, transport: Transport, document: bytes, job_id: str, on_slip: bool
    ) -> Outcome:
        refusal = self._refusal(talk)
        self.low_paper = talk.low_paper
        if refusal is None and on_slip:
            refusal = slip.await_form(talk, self.model, self.timings)
            if refusal is not None:
                self._part(talk, transport, answering=True)
        if refusal is not None:
            return Outcome(Verdict.NOT_STARTED, refusal)
        asked = talk.bytes_sent
        head, tail = (b"", slip.END) if on_slip else (INITIALIZE + STATUS_ON, b"")
        problem = self._send_and_wait(talk, head + document + tail, job_id)
        sent = talk.bytes_sent - asked
        self._part(talk, transport, answering=problem is None)
        if problem is None:
            return Outcome(Verdict.PRINTED, None, sent, talk.paper_end)
        if not sent:
            return Outcome(Verdict.NOT_STARTED, problem)
        return Outcome(Verdict.UNKNOWN, f"{problem} {LOOK}", sent, talk.paper_end)

    def _refusal(self, talk: Conversation) -> str | None:
        """Why the job is not begun. Nothing has been sent but questions."""
        try:
            trouble = talk.preflight(self.model.status)
        except DeviceError as error:
            self.power = Power.OFF_OFFLINE
            return error.sentence
        except (NoAnswer, Stopped):
            self.power = Power.OFF_OFFLINE
            return SILENT
        if trouble is not None:
            self.power = Power.OFFLINE
        return trouble

    def _send_and_wait(self, talk: Conversation, document: bytes, job_id: str) -> str | None:
        """None when the printer answered after the last line, else what went wrong."""
        mark = process_id(f"{zlib.crc32(job_id.encode()) % 10_000:04d}") if self.model.process_id else b""
        job = document + mark + ASK_PAPER_IN_ORDER
        limit = self.timings.job(line_count(document))
        started = time.monotonic()
        try:
            talk.send(final_scan(job), limit)
            talk.await_in_order(max(limit - (time.monotonic() - started), self.timings.finish))
        except DeviceError as error:
            self.power = Power.OFF_OFFLINE
            return error.sentence
        except Stopped:
            return "The program was stopped while the printer was at work."
        except NoAnswer:
            if talk.paper_end:
                return "The printer ran out of paper during the receipt."
            return "The printer stopped answering during the receipt."
        return None

    def _part(self, talk: Conversation, transport: Transport, answering: bool) -> None:
        """Leave so that a printer waiting for paper keeps what it was sent. What goes wrong now changes no verdict."""
        with suppress(DeviceError, NoAnswer, Stopped):
            if answering:
                talk.send(STATUS_OFF, self.timings.answer)
            transport.finish(self.timings.linger)

    def check_health(self) -> Health:
        """Ask for the causes of trouble, without printing. Also clears or sets `problem()`."""
        try:
            with self.port.session() as transport:
                if self.one_way or not transport.two_way:
                    self._problem, self.power = None, Power.ONLINE
                    return Health(True, "The printer can be reached. It cannot say more.", self.power)
                talk = Conversation(transport, self.timings)
                self._problem = self._refusal(talk)
                self.low_paper = talk.low_paper
                transport.finish(self.timings.linger)
        except DeviceError as error:
            self._problem = error.sentence
            self.power = Power.OFF_OFFLINE
        if self._problem is not None:
            return Health(False, self._problem, self.power)
        self.power = Power.ONLINE
        return Health(True, "The printer is ready.", self.power)


class NoPrinter(Device):
    """A station without a receipt printer."""

    SENTENCE = "This station has no receipt printer."

    def __init__(self) -> None:
        super().__init__("No printer")

    def print_job(self, job_id: str, elements: Paper, *, stopping: threading.Event | None = None) -> Outcome:
        """Always NOT_STARTED."""
        return Outcome(Verdict.NOT_STARTED, self.SENTENCE)

    def print_slip(self, job_id: str, elements: Paper, *, stopping: threading.Event | None = None) -> Outcome:
        """Always NOT_STARTED."""
        return Outcome(Verdict.NOT_STARTED, self.SENTENCE)

    def check_health(self) -> Health:
        """Nothing to ask."""
        return Health(True, self.SENTENCE)
