"""The slip station: a check is endorsed and a stub validated, and nothing meant for them lands on the roll."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.conversation import Timings
from devices.drawer import PrinterKickDrawer
from devices.faults import Faults
from devices.links import Port
from devices.models import printer_model
from devices.printer import NoPrinter, ReceiptPrinter
from devices.simulator import SimulatedPrinter
from devices.slip import NO_FORM, PUT_IN
from devices.states import Outcome, Verdict
from devices.transports import transport

TIMINGS = Timings(answer=5.0, finish=5.0, slice=0.02, linger=1.0, form=10.0)
ENDORSEMENT = [
    {"text": "FOR DEPOSIT ONLY", "bold": True},
    {"text": "City of Vista Robles"},
    {"text": "Account ...0100"},
]


@pytest.fixture
def simulator() -> Iterator[SimulatedPrinter]:
    with SimulatedPrinter() as printer:
        yield printer


def driver(simulator: SimulatedPrinter, timings: Timings = TIMINGS, model: str = "epson-tm-h6000iv") -> ReceiptPrinter:
    printer = ReceiptPrinter(printer_model(model), Port(lambda: transport(simulator.address)), timings=timings)
    printer.start()
    return printer


def test_check_is_endorsed_when_it_is_put_in(simulator: SimulatedPrinter) -> None:
    printer, results = driver(simulator), list[Outcome]()
    job = threading.Thread(target=lambda: results.append(printer.print_slip("1", ENDORSEMENT)))
    job.start()
    while printer.problem() != PUT_IN:
        assert job.is_alive()
    assert simulator.slip == []
    simulator.put_form()
    job.join(10)
    assert [(one.verdict, one.problem) for one in results] == [(Verdict.PRINTED, None)]
    assert simulator.slip == ["FOR DEPOSIT ONLY", "City of Vista Robles", "Account ...0100"]
    assert simulator.paper == []
    assert printer.problem() is None
    assert printer.print_job("2", [{"text": "receipt"}]).verdict is Verdict.PRINTED
    assert simulator.paper == ["receipt"]


def test_form_that_is_there_already_is_printed_at_once(simulator: SimulatedPrinter) -> None:
    simulator.put_form()
    assert driver(simulator).print_slip("1", [{"text": "PAID 188.11  27-000123"}]).verdict is Verdict.PRINTED
    assert simulator.slip == ["PAID 188.11  27-000123"]


def test_nothing_is_printed_when_no_form_comes(simulator: SimulatedPrinter) -> None:
    printer = driver(simulator, Timings(answer=5.0, finish=5.0, slice=0.02, linger=0.5, form=0.1))
    outcome = printer.print_slip("1", ENDORSEMENT)
    assert (outcome.verdict, outcome.problem) == (Verdict.NOT_STARTED, NO_FORM)
    assert printer.print_job("2", [{"text": "receipt"}]).verdict is Verdict.PRINTED
    assert (simulator.slip, simulator.paper) == ([], ["receipt"])


def test_program_that_ends_waits_for_no_form(simulator: SimulatedPrinter) -> None:
    stopping = threading.Event()
    stopping.set()
    outcome = driver(simulator).print_slip("1", ENDORSEMENT, stopping=stopping)
    assert outcome.verdict is Verdict.NOT_STARTED
    assert simulator.slip == []


def test_power_cut_on_the_form_leaves_the_verdict_open(simulator: SimulatedPrinter) -> None:
    simulator.put_form()
    simulator.faults = Faults(die_at_line=2)
    printer = driver(simulator, Timings(answer=5.0, finish=0.3, slice=0.02, linger=0.05))
    outcome = printer.print_slip("1", ENDORSEMENT)
    assert outcome.verdict is Verdict.UNKNOWN
    assert simulator.slip == ["FOR DEPOSIT ONLY"]


def test_mute_printer_is_not_trusted_with_a_check(simulator: SimulatedPrinter) -> None:
    simulator.faults = Faults(mute=True)
    printer = driver(simulator, Timings(answer=0.1, finish=0.3, slice=0.02, linger=0.05))
    assert printer.print_slip("1", ENDORSEMENT).verdict is Verdict.NOT_STARTED
    assert simulator.slip == []


def test_printer_without_a_slip_station_says_so(simulator: SimulatedPrinter) -> None:
    outcome = driver(simulator, model="epson-tm-t88v").print_slip("1", ENDORSEMENT)
    assert outcome.verdict is Verdict.NOT_STARTED
    assert "no slip station" in (outcome.problem or "")
    assert NoPrinter().print_slip("1", ENDORSEMENT).verdict is Verdict.NOT_STARTED


def test_one_way_printer_has_no_slip_work(simulator: SimulatedPrinter, tmp_path: Path) -> None:
    one_way = driver(simulator)
    one_way.one_way = True
    to_file = ReceiptPrinter(printer_model("epson-tm-h6000iv"), Port(lambda: transport(f"file:{tmp_path / 'lp0'}")))
    to_file.start()
    for printer in (one_way, to_file):
        outcome = printer.print_slip("1", ENDORSEMENT)
        assert outcome.verdict is Verdict.NOT_STARTED
        assert "whether a form is in it" in (outcome.problem or "")
    assert (tmp_path / "lp0").read_bytes() == b""
    assert simulator.slip == []


def test_one_way_printer_that_can_be_reached_again_is_in_trouble_no_longer(tmp_path: Path) -> None:
    node = tmp_path / "usb" / "lp0"
    port = Port(lambda: transport(f"file:{node}"))
    printer, drawer = ReceiptPrinter(printer_model("generic-42"), port), PrinterKickDrawer(port)
    for device in (printer, drawer):
        device.start()
    assert printer.print_job("1", ENDORSEMENT).verdict is Verdict.NOT_STARTED
    assert drawer.open_drawer().verdict is Verdict.NOT_STARTED
    node.parent.mkdir()
    for device in (printer, drawer):
        assert device.problem() is not None
        assert device.check_health().ok
        assert device.problem() is None
