"""The cash drawer: opened by its own job only, and never said to be closed without being asked."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from devices.conversation import Timings
from devices.drawer import NoDrawer, PrinterKickDrawer, Sensor, learn_sensor
from devices.faults import Faults
from devices.links import Port
from devices.models import printer_model
from devices.printer import ReceiptPrinter
from devices.simulator import SimulatedPrinter
from devices.states import DrawerState, Verdict
from devices.transports import transport

PATIENT = Timings(answer=5.0, finish=10.0, slice=0.02, linger=1.0, drawer=0.1)
SHORT_OF_HEARING = Timings(answer=0.1, finish=0.3, slice=0.02, linger=0.05)


@pytest.fixture
def simulator() -> Iterator[SimulatedPrinter]:
    with SimulatedPrinter() as printer:
        yield printer


def drawer(simulator: SimulatedPrinter, sensor: Sensor = Sensor.OPEN_LOW, **settings: Any) -> PrinterKickDrawer:
    port = Port(lambda: transport(simulator.address))
    made = PrinterKickDrawer(port, sensor=sensor, **{"timings": PATIENT, **settings})
    made.start()
    return made


def test_pulse_opens_the_drawer_and_the_sensor_says_so(simulator: SimulatedPrinter) -> None:
    till = drawer(simulator)
    assert till.drawer_state() is DrawerState.CLOSED
    outcome = till.open_drawer()
    assert (outcome.verdict, outcome.problem, outcome.drawer) == (Verdict.PRINTED, None, DrawerState.OPEN)
    assert simulator.drawer.pulses == [b"\x00\x19\xfa"]
    assert till.drawer_state() is DrawerState.OPEN
    simulator.close_drawer()
    assert till.drawer_state() is DrawerState.CLOSED
    assert simulator.paper == []


def test_only_the_configured_pin_is_fired(simulator: SimulatedPrinter) -> None:
    drawer(simulator, pin=5).open_drawer()
    assert simulator.drawer.pulses == [b"\x01\x19\xfa"]
    with pytest.raises(ValueError, match="pin 3"):
        drawer(simulator, pin=3)


def test_pulse_keeps_the_makers_duty_rule(simulator: SimulatedPrinter) -> None:
    drawer(simulator).open_drawer()
    _, on, off = simulator.drawer.pulses[0]
    assert on / (on + off) <= 0.2


def test_drawer_without_sensor_is_never_said_to_be_closed(simulator: SimulatedPrinter) -> None:
    till = drawer(simulator, Sensor.NONE)
    assert till.drawer_state() is DrawerState.UNKNOWN
    outcome = till.open_drawer()
    assert (outcome.verdict, outcome.drawer, outcome.problem) == (Verdict.PRINTED, DrawerState.UNKNOWN, None)


def test_silence_is_unknown(simulator: SimulatedPrinter) -> None:
    till = drawer(simulator, timings=SHORT_OF_HEARING)
    simulator.faults = Faults(mute=True)
    assert till.drawer_state() is DrawerState.UNKNOWN
    simulator.switch_off()
    assert till.drawer_state() is DrawerState.UNKNOWN


def test_locked_drawer_is_reported(simulator: SimulatedPrinter) -> None:
    simulator.drawer.jammed = True
    till = drawer(simulator)
    outcome = till.open_drawer()
    assert (outcome.verdict, outcome.drawer) == (Verdict.PRINTED, DrawerState.CLOSED)
    assert outcome.problem == till.problem() == "The drawer did not open. Is it locked?"


@pytest.mark.parametrize("way", ["no paper", "cover", "off", "mute"])
def test_no_pulse_goes_to_a_printer_that_would_fire_it_later(simulator: SimulatedPrinter, way: str) -> None:
    {
        "no paper": simulator.take_paper,
        "cover": simulator.open_cover,
        "off": simulator.switch_off,
        "mute": lambda: setattr(simulator, "faults", Faults(mute=True)),
    }[way]()
    timings = SHORT_OF_HEARING if way == "mute" else PATIENT
    outcome = drawer(simulator, timings=timings).open_drawer()
    assert (outcome.verdict, outcome.bytes_sent) == (Verdict.NOT_STARTED, 0)
    assert outcome.problem is not None
    simulator.put_paper()
    simulator.close_cover()
    assert simulator.drawer.pulses == []


def test_lost_answer_is_unknown(simulator: SimulatedPrinter) -> None:
    simulator.faults = Faults(reset_after_bytes=6)
    outcome = drawer(simulator).open_drawer()
    assert outcome.verdict is Verdict.UNKNOWN
    assert "Nobody knows" in (outcome.problem or "")


def test_one_way_printer_is_sent_the_pulse(simulator: SimulatedPrinter, tmp_path: Path) -> None:
    simulator.faults = Faults(mute=True)
    till = drawer(simulator, one_way=True)
    assert till.open_drawer().verdict is Verdict.SENT
    assert simulator.wait_until(lambda seen: len(seen.drawer.pulses) == 1)
    assert till.drawer_state() is DrawerState.UNKNOWN
    to_file = PrinterKickDrawer(Port(lambda: transport(f"file:{tmp_path}/lp")))
    to_file.start()
    assert to_file.open_drawer().verdict is Verdict.SENT
    assert (tmp_path / "lp").read_bytes() == b"\x1bp\x00\x19\xfa"


def test_sensor_polarity_is_learned(simulator: SimulatedPrinter) -> None:
    till = drawer(simulator, Sensor.NONE)
    closed = till.read_pin()
    till.open_drawer()
    opened = till.read_pin()
    assert (opened, closed) == (False, True)
    assert learn_sensor(True, False) is Sensor.OPEN_HIGH
    assert learn_sensor(False, True) is Sensor.OPEN_LOW
    assert learn_sensor(True, True) is Sensor.NONE


def test_drawer_of_the_other_polarity(simulator: SimulatedPrinter) -> None:
    simulator.drawer.high_when_open = True
    till = drawer(simulator, Sensor.OPEN_HIGH)
    assert till.drawer_state() is DrawerState.CLOSED
    assert till.open_drawer().drawer is DrawerState.OPEN


def test_switch_that_never_moves_is_learned_as_no_sensor(simulator: SimulatedPrinter) -> None:
    simulator.drawer.has_switch = False
    till = drawer(simulator, Sensor.NONE)
    closed = till.read_pin()
    till.open_drawer()
    opened = till.read_pin()
    assert opened is not None
    assert closed is not None
    assert learn_sensor(opened, closed) is Sensor.NONE


def test_waiting_for_the_drawer_to_close(simulator: SimulatedPrinter) -> None:
    till = drawer(simulator)
    till.open_drawer()
    assert till.wait_for_drawer_close(0.05) is DrawerState.OPEN
    stopping = threading.Event()
    stopping.set()
    assert till.wait_for_drawer_close(60, stopping) is DrawerState.OPEN
    simulator.close_drawer()
    assert till.wait_for_drawer_close(60) is DrawerState.CLOSED


def test_power_that_fails_after_the_last_line_does_not_fail_the_pulse_after_a_receipt(
    simulator: SimulatedPrinter,
) -> None:
    receipt = ReceiptPrinter(
        printer_model("epson-tm-t88v"), Port(lambda: transport(simulator.address)), timings=PATIENT
    )
    receipt.start()
    assert receipt.print_job("1", [{"text": "Water bill"}]).verdict is Verdict.PRINTED
    simulator.faults = Faults(die_before_answer=True)
    assert drawer(simulator).open_drawer().drawer is DrawerState.OPEN
    assert simulator.is_on


def test_a_drawer_whose_printer_prints_stays_where_it_was_seen(simulator: SimulatedPrinter) -> None:
    till = drawer(simulator)
    till.open_drawer()
    with till.port.session():  # a receipt is being printed
        assert till.drawer_state() is DrawerState.UNKNOWN
    assert till.where is DrawerState.OPEN
    simulator.close_drawer()
    assert till.drawer_state() is till.where is DrawerState.CLOSED


def test_health_opens_nothing(simulator: SimulatedPrinter) -> None:
    till = drawer(simulator)
    assert till.check_health().ok
    simulator.take_paper()
    assert till.check_health().ok is False
    assert simulator.drawer.pulses == []


def test_station_without_drawer_says_so() -> None:
    none = NoDrawer()
    assert none.open_drawer().verdict is Verdict.NOT_STARTED
    assert none.drawer_state() is none.wait_for_drawer_close(60) is DrawerState.UNKNOWN
