"""Drawers on lines of their own: over RFC 2217 to a simulated drawer with all its modem lines."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from devices.drawer import Sensor, learn_sensor
from devices.drawer_serial import CHARGE_SECONDS, RECHARGE_SECONDS, BytesDrawer, SerialDrawer
from devices.drawer_simulator import DrawerFaults, SimulatedSerialDrawer
from devices.drawer_watch import DrawerWatch
from devices.links import Connect
from devices.states import DeviceError, DrawerState, Outcome, Verdict
from devices.transports import transport


class Time:
    """A clock that only waiting moves."""

    def __init__(self) -> None:
        self.now = 100.0
        self.waits: list[float] = []

    def clock(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        self.waits.append(round(seconds, 3))
        self.now += seconds


@pytest.fixture
def simulated() -> Iterator[SimulatedSerialDrawer]:
    with SimulatedSerialDrawer() as drawer:
        yield drawer


def started(drawer: Any) -> Any:
    drawer.start()
    return drawer


@pytest.mark.parametrize("opener", ["rts", "dtr", "bytes"])
def test_drawer_opens_over_the_wire_and_its_switch_says_so(simulated: SimulatedSerialDrawer, opener: Any) -> None:
    till = started(SerialDrawer(simulated.address, opener, sensor=Sensor.OPEN_HIGH, charge=False))
    assert till.drawer_state() is DrawerState.CLOSED
    outcome = till.open_drawer()
    assert (outcome.verdict, outcome.problem, outcome.drawer) == (Verdict.PRINTED, None, DrawerState.OPEN)
    assert simulated.opened == 1
    simulated.push_in()
    assert till.wait_for_drawer_close(5.0) is DrawerState.CLOSED
    till.close()


def test_jammed_drawer_is_reported(simulated: SimulatedSerialDrawer) -> None:
    simulated.faults = DrawerFaults(jammed=True)
    till = started(SerialDrawer(simulated.address, "rts", sensor=Sensor.OPEN_HIGH))
    outcome = till.open_drawer()
    assert (outcome.drawer, outcome.problem) == (DrawerState.CLOSED, "The drawer did not open. Is it locked?")
    till.close()


def test_looking_at_a_drawer_does_not_open_it(simulated: SimulatedSerialDrawer) -> None:
    for _ in range(3):
        till = started(SerialDrawer(simulated.address, "rts", sensor=Sensor.OPEN_HIGH))
        assert till.check_health().ok
        assert till.drawer_state() is DrawerState.CLOSED
        till.close()
    assert simulated.opened == 0


def test_switch_is_learned_over_the_wire(simulated: SimulatedSerialDrawer) -> None:
    till = started(SerialDrawer(simulated.address, "rts"))
    closed = till.read_pin()
    assert till.open_drawer().verdict is Verdict.SENT  # without a sensor nobody can say more
    assert simulated.is_open
    opened = wait_for(till.read_pin, True)
    assert learn_sensor(opened, closed) is Sensor.OPEN_HIGH
    till.close()


def test_switch_that_never_moves_is_no_sensor(simulated: SimulatedSerialDrawer) -> None:
    simulated.faults = DrawerFaults(no_switch=True)
    till = started(SerialDrawer(simulated.address, "rts"))
    closed = till.read_pin()
    till.open_drawer()
    assert learn_sensor(till.read_pin(), closed) is Sensor.NONE
    till.close()


def wait_for(ask: Any, wanted: Any) -> Any:
    """What is asked over the wire, until it is as wanted; a line's change takes a moment."""
    pause, found = threading.Event(), ask()
    for _ in range(100):
        if found == wanted:
            break
        pause.wait(0.02)
        found = ask()
    return found


def test_pulled_cable_is_a_sentence_and_the_next_opening_works(simulated: SimulatedSerialDrawer) -> None:
    till = started(SerialDrawer(simulated.address, "rts", sensor=Sensor.OPEN_HIGH))
    assert till.drawer_state() is DrawerState.CLOSED
    simulated.unplug()
    outcomes = [till.open_drawer() for _ in range(3)]
    assert outcomes[-1].verdict is Verdict.PRINTED
    assert all(one.problem is None or one.problem.endswith(".") for one in outcomes)
    till.close()


def test_drawer_that_is_not_there_is_never_said_to_be_closed() -> None:
    till = started(SerialDrawer("rfc2217://127.0.0.1:1", "rts", sensor=Sensor.OPEN_HIGH))
    assert till.drawer_state() is DrawerState.UNKNOWN
    assert till.open_drawer().verdict is Verdict.NOT_STARTED
    assert till.check_health().ok is False


class LoopLine:
    """A line that remembers what was done to it."""

    def __init__(self) -> None:
        self.sent = b""
        self.closed = False
        self.rts = self.dtr = False
        self.cts = False

    def write(self, data: bytes) -> None:
        self.sent += data

    def flush(self) -> None: ...

    def close(self) -> None:
        self.closed = True


def test_drawer_powered_by_its_line_gets_time_to_charge() -> None:
    line, time, powered = LoopLine(), Time(), list[bool]()

    def connect(url: str, baud: int, high: bool) -> LoopLine:
        powered.append(high)
        return line

    till = started(SerialDrawer("x", "bytes", connect=connect, clock=time.clock, wait=time.wait))
    assert till.check_health().ok
    assert (powered, time.waits) == ([True], [])
    time.now += 2
    assert till.open_drawer().verdict is Verdict.SENT
    assert (time.waits, line.sent) == ([CHARGE_SECONDS - 2], b"\x07")
    till.open_drawer()
    assert time.waits[1:] == [RECHARGE_SECONDS]
    time.now += 60
    till.open_drawer()
    assert len(time.waits) == 2
    assert not line.closed  # closing would take its power
    till.close()
    assert line.closed


def test_pulse_is_given_on_one_line_only_and_ends() -> None:
    moves: list[tuple[str, bool]] = []

    class Watched(LoopLine):
        def __setattr__(self, name: str, value: object) -> None:
            if name in ("rts", "dtr"):
                moves.append((name, bool(value)))
            super().__setattr__(name, value)

    line, time = Watched(), Time()
    till = started(SerialDrawer("x", "dtr", connect=lambda url, baud, high: line, clock=time.clock, wait=time.wait))
    moves.clear()
    till.open_drawer()
    assert moves == [("dtr", True), ("dtr", False)]
    assert time.waits == [0.2]


def test_line_that_reads_high_for_ever_is_refused_as_a_sensor() -> None:
    with pytest.raises(DeviceError, match="always read high"):
        SerialDrawer("socket://127.0.0.1:1", "bytes", sensor=Sensor.OPEN_HIGH)


# ---- bytes to a device file or socket ----


def connector(address: str) -> Connect:
    return lambda: transport(address)


def test_device_file_gets_its_bytes(tmp_path: Path) -> None:
    till = started(BytesDrawer(connector(f"file:{tmp_path}/hidraw"), b"\x01\x01"))
    assert till.check_health().ok
    assert till.open_drawer().verdict is Verdict.SENT
    assert (tmp_path / "hidraw").read_bytes() == b"\x01\x01"
    assert till.drawer_state() is till.wait_for_drawer_close(60) is DrawerState.UNKNOWN


def test_missing_device_file_is_a_sentence() -> None:
    till = started(BytesDrawer(connector("file:/dev/no-such-drawer"), b"\x01"))
    assert till.open_drawer().verdict is Verdict.NOT_STARTED
    assert "no device" in (till.problem() or "")
    assert till.check_health().ok is False


# ---- left open ----


class Scripted:
    """A drawer that is where a test says."""

    def __init__(self, *states: DrawerState) -> None:
        self.states = list(states)
        self.where = DrawerState.UNKNOWN

    def drawer_state(self) -> DrawerState:
        return self.states.pop(0) if len(self.states) > 1 else self.states[0]

    def open_drawer(self) -> Outcome: ...


OPEN, CLOSED, UNKNOWN = DrawerState.OPEN, DrawerState.CLOSED, DrawerState.UNKNOWN


def watched(drawer: Any, warn: float, steps: list[float]) -> tuple[list[DrawerState], list[float]]:
    """What a watch says of a drawer, with a clock that reads the next of `steps` each time."""
    changes, warnings = list[DrawerState](), list[float]()
    readings = iter(steps)
    watch = DrawerWatch(drawer, warn, changes.append, warnings.append, poll_seconds=0.001, clock=lambda: next(readings))
    watch.opened()
    assert watch.ended(5)
    watch.stop()
    assert next(readings, None) is None
    return changes, warnings


def test_clerk_is_warned_once_of_a_drawer_left_open() -> None:
    drawer = Scripted(OPEN, OPEN, OPEN, OPEN, CLOSED)
    assert watched(drawer, 60, [0, 10, 59, 61, 200, 202]) == ([CLOSED], [61])


def test_drawer_closed_in_time_warns_nobody() -> None:
    assert watched(Scripted(OPEN, CLOSED), 60, [0, 10, 12]) == ([CLOSED], [])
    assert watched(Scripted(OPEN, OPEN, CLOSED), 0, [0, 500, 900, 902]) == ([CLOSED], [])


def test_drawer_whose_printer_prints_is_watched_on() -> None:
    drawer = Scripted(OPEN, UNKNOWN, UNKNOWN, OPEN, CLOSED)
    assert watched(drawer, 60, [0, 2, 58, 62, 64, 70]) == ([UNKNOWN, OPEN, CLOSED], [64])


def test_drawer_that_stays_silent_is_given_up() -> None:
    assert watched(Scripted(UNKNOWN), 60, [0, 2, 299, 301]) == ([UNKNOWN], [])
