"""What the driver says of a receipt, against a printer that fails in every way it can."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from devices.conversation import Conversation, NoAnswer, Timings
from devices.faults import Faults
from devices.links import Port
from devices.models import printer_model
from devices.printer import NoPrinter, ReceiptPrinter
from devices.simulator import SimulatedPrinter
from devices.states import DeviceError, ErrorCode, Outcome, State, Verdict
from devices.transports import transport

PATIENT = Timings(answer=5.0, finish=10.0, paper_change=20.0, line=0.0, slice=0.02, linger=1.0)
HASTY = Timings(answer=5.0, finish=0.3, paper_change=0.3, line=0.0, slice=0.02, linger=0.05)
SHORT_OF_HEARING = Timings(answer=0.1, finish=0.3, slice=0.02, linger=0.05)
FORTY = [{"text": f"line {number}"} for number in range(1, 41)]


@pytest.fixture
def simulator() -> Iterator[SimulatedPrinter]:
    with SimulatedPrinter() as printer:
        yield printer


def driver(simulator: SimulatedPrinter, model: str = "epson-tm-t88v", **settings: Any) -> ReceiptPrinter:
    printer = ReceiptPrinter(
        printer_model(model), Port(lambda: transport(simulator.address)), **{"timings": PATIENT, **settings}
    )
    printer.start()
    return printer


def lines(simulator: SimulatedPrinter) -> int:
    return len(simulator.paper)


@pytest.mark.parametrize("model", ["epson-tm-t88v", "epson-tm-t88iii"])
def test_healthy_printer_prints_everything(simulator: SimulatedPrinter, model: str) -> None:
    printer = driver(simulator, model)
    outcome = printer.print_job("27-000123", FORTY)
    assert (outcome.verdict, outcome.problem, lines(simulator)) == (Verdict.PRINTED, None, 40)
    assert outcome.bytes_sent > 40 * 7
    assert printer.state is State.IDLE
    assert printer.problem() is None


def test_printer_without_process_id_is_confirmed_by_the_order_of_its_answers(simulator: SimulatedPrinter) -> None:
    simulator.faults = Faults(no_process_id=True)
    assert driver(simulator).print_job("1", FORTY).verdict is Verdict.PRINTED


@pytest.mark.parametrize(
    ("faults", "printed"), [(Faults(die_at_line=21), 20), (Faults(die_before_answer=True), 40)], ids=["middle", "end"]
)
def test_power_cut_leaves_the_verdict_open(simulator: SimulatedPrinter, faults: Faults, printed: int) -> None:
    simulator.faults = faults
    printer = driver(simulator, timings=HASTY)
    outcome = printer.print_job("1", FORTY)
    assert simulator.wait_until(lambda seen: not seen.is_on)
    assert (outcome.verdict, outcome.paper_end, lines(simulator)) == (Verdict.UNKNOWN, False, printed)
    assert outcome.problem is not None
    assert "Look whether" in outcome.problem
    assert printer.state is State.ERROR


def test_paper_end_is_reported_when_nobody_puts_paper_in(simulator: SimulatedPrinter) -> None:
    simulator.faults = Faults(paper_end_at_line=20)
    timings = Timings(answer=5.0, finish=10.0, paper_change=0.3, slice=0.02, linger=0.05)
    outcome = driver(simulator, timings=timings).print_job("1", FORTY)
    assert (outcome.verdict, outcome.paper_end, lines(simulator)) == (Verdict.UNKNOWN, True, 20)
    assert "paper" in (outcome.problem or "")


def test_receipt_goes_on_after_new_paper_and_nothing_is_sent_twice(simulator: SimulatedPrinter) -> None:
    simulator.faults = Faults(paper_end_at_line=20)
    printer = driver(simulator)
    results: list[Outcome] = []
    job = threading.Thread(target=lambda: results.append(printer.print_job("1", FORTY)))
    job.start()
    assert simulator.wait_until(lambda seen: not seen.has_paper)
    simulator.put_paper()
    job.join(10)
    assert [(one.verdict, one.paper_end) for one in results] == [(Verdict.PRINTED, True)]
    assert simulator.paper == [f"line {number}" for number in range(1, 41)]
    assert printer.problem() is None


class Script:
    """A transport that says what it was given, a piece at a time."""

    address, two_way = "script", True

    def __init__(self, *pieces: bytes) -> None:
        self.pieces = list(pieces)
        self.sent = b""

    def connect(self) -> None: ...

    def send(self, data: bytes, timeout_seconds: float) -> int:
        self.sent += data
        return len(data)

    def receive(self, timeout_seconds: float) -> bytes:
        return self.pieces.pop(0) if self.pieces else b""

    def finish(self, linger_seconds: float) -> None: ...

    def close(self) -> None: ...


PAPER_OUT, PAPER_IN, DONE = b"\x18\x00\x0c\x0f", b"\x10\x00\x00\x0f", b"\x00"


def test_time_without_paper_does_not_count() -> None:
    told: list[str | None] = []
    talk = Conversation(Script(PAPER_OUT, b"", DONE), PATIENT, waiting=told.append)
    talk.listen(0.0)
    assert talk.await_in_order(seconds=0.0) == 0
    assert talk.paper_end
    assert "new roll" in (told[0] or "")


def test_time_with_paper_counts() -> None:
    talk = Conversation(Script(PAPER_OUT, PAPER_IN, DONE), PATIENT)
    talk.listen(0.0)
    talk.listen(0.0)
    with pytest.raises(NoAnswer):
        talk.await_in_order(seconds=0.0)


def test_answer_from_before_is_not_the_answer() -> None:
    talk = Conversation(Script(b"\x7a\x12", b"\x16\x12"), PATIENT)
    assert talk.ask(b"?", 2) == [0x16, 0x12]


def test_receipt_does_not_inherit_what_came_before(simulator: SimulatedPrinter) -> None:
    with Port(lambda: transport(simulator.address)).session() as link:
        assert link.send(b"\x1bE\x01\x1d!\x11half a line", 1.0) == 17
        link.finish(5.0)
    assert driver(simulator).print_job("1", [{"rule": "="}]).verdict is Verdict.PRINTED
    assert simulator.paper == ["=" * 42]


def test_clerk_is_told_to_put_paper_in_while_the_job_waits(simulator: SimulatedPrinter) -> None:
    simulator.faults = Faults(paper_end_at_line=3)
    printer = driver(simulator)
    told = threading.Event()
    show = printer._show
    printer._show = lambda sentence: (show(sentence), told.set() if sentence else None)[0]  # type: ignore[method-assign]
    stopping = threading.Event()
    results: list[Outcome] = []
    job = threading.Thread(target=lambda: results.append(printer.print_job("1", FORTY, stopping=stopping)))
    job.start()
    assert told.wait(5)
    assert "new roll" in (printer.problem() or "")
    stopping.set()
    job.join(10)
    assert [one.verdict for one in results] == [Verdict.UNKNOWN]
    simulator.put_paper()
    assert simulator.wait_until(lambda seen: len(seen.paper) == 40)


@pytest.mark.parametrize("way", ["mute", "no paper", "cover", "off", "never reads", "reset at once"])
def test_nothing_is_sent_to_a_printer_that_cannot_print(simulator: SimulatedPrinter, way: str) -> None:
    {
        "mute": lambda: setattr(simulator, "faults", Faults(mute=True)),
        "no paper": simulator.take_paper,
        "cover": simulator.open_cover,
        "off": simulator.switch_off,
        "never reads": lambda: setattr(simulator, "faults", Faults(never_reads=True)),
        "reset at once": lambda: setattr(simulator, "faults", Faults(reset_after_bytes=3)),
    }[way]()
    printer = driver(simulator, timings=SHORT_OF_HEARING if way in ("mute", "never reads") else PATIENT)
    outcome = printer.print_job("1", FORTY)
    assert (outcome.verdict, outcome.bytes_sent, lines(simulator)) == (Verdict.NOT_STARTED, 0, 0)
    assert printer.problem() == outcome.problem
    assert (outcome.problem or "").endswith((".", "?"))


def test_reset_in_the_middle_is_unknown(simulator: SimulatedPrinter) -> None:
    simulator.faults = Faults(reset_after_bytes=100)
    assert driver(simulator).print_job("1", FORTY).verdict is Verdict.UNKNOWN


def test_slow_printer_has_the_time_its_length_needs(simulator: SimulatedPrinter) -> None:
    simulator.faults = Faults(seconds_per_line=0.02)
    by_length = Timings(answer=5.0, finish=0.1, line=0.5, slice=0.02)
    assert driver(simulator, timings=by_length).print_job("1", FORTY).verdict is Verdict.PRINTED


def test_slow_printer_stays_slow_whatever_is_done_to_it(simulator: SimulatedPrinter) -> None:
    simulator.faults = Faults(seconds_per_line=3600.0)
    with socket.create_connection(("127.0.0.1", simulator.port)) as link:
        link.sendall(b"one\ntwo\nthree\n")
        assert simulator.wait_until(lambda printer: printer.paper == ["one"])
        for _ in range(3):
            simulator.near_end()
            link.sendall(b"\x10\x04\x01")
            assert link.recv(1)
        assert simulator.paper == ["one"]


def test_printer_recovers_after_a_power_cut(simulator: SimulatedPrinter) -> None:
    simulator.faults = Faults(die_at_line=5)
    assert driver(simulator, timings=HASTY).print_job("1", FORTY).verdict is Verdict.UNKNOWN
    simulator.switch_on()
    simulator.tear_off()
    printer = driver(simulator)
    assert printer.print_job("1", FORTY).verdict is Verdict.PRINTED
    assert simulator.paper == [f"line {number}" for number in range(1, 41)]


def test_one_way_printer_is_sent_and_no_more(simulator: SimulatedPrinter) -> None:
    simulator.faults = Faults(mute=True)
    outcome = driver(simulator, one_way=True).print_job("1", FORTY)
    assert (outcome.verdict, outcome.problem) == (Verdict.SENT, None)
    assert simulator.wait_until(lambda seen: len(seen.paper) == 40)


def test_long_job_is_complete_before_the_connection_closes(simulator: SimulatedPrinter) -> None:
    long = [{"text": "x" * 42}] * 4000
    outcome = driver(simulator, timings=Timings(slice=0.02)).print_job("1", long)
    assert (outcome.verdict, lines(simulator)) == (Verdict.PRINTED, 4000)


def test_document_that_cannot_be_rendered_is_not_started(simulator: SimulatedPrinter) -> None:
    outcome = driver(simulator).print_job("1", [{"picture": "x"}])
    assert outcome.verdict is Verdict.NOT_STARTED
    assert "picture" in (outcome.problem or "")


def test_health_says_what_is_wrong_without_printing(simulator: SimulatedPrinter) -> None:
    printer = driver(simulator)
    assert printer.check_health().ok
    simulator.open_cover()
    health = printer.check_health()
    assert (health.ok, health.sentence) == (False, "The printer cover is open. Close it.")
    simulator.close_cover()
    assert printer.check_health().ok
    assert simulator.paper == []


def test_life_cycle_is_enforced(simulator: SimulatedPrinter) -> None:
    printer = driver(simulator)
    with pytest.raises(DeviceError) as taken:
        printer.claim()
    assert taken.value.code is ErrorCode.CLAIMED
    printer.close()
    with pytest.raises(DeviceError) as closed:
        printer.print_job("1", FORTY)
    assert closed.value.code is ErrorCode.DISABLED
    assert printer.state is State.CLOSED


def test_station_without_printer_says_so() -> None:
    outcome = NoPrinter().print_job("1", FORTY)
    assert (outcome.verdict, outcome.problem) == (Verdict.NOT_STARTED, "This station has no receipt printer.")
