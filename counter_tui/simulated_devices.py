"""The devices that `counter-tui simulate` pretends to be."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from counter_tui.simulated_camera import PORT, CameraFaults, simulate_camera
from counter_tui.simulators import Act, Kind, Simulation, fault_acts
from devices.display_simulator import DisplayFaults, SimulatedDisplay
from devices.drawer_simulator import DrawerFaults, SimulatedSerialDrawer
from devices.faults import Faults
from devices.line_simulator import ReaderFaults, SimulatedReader
from devices.simulator import SimulatedPrinter

Tell = Callable[[], None]


def _port(options: argparse.Namespace) -> int:
    """The TCP port that was named, or the device's own."""
    return KINDS[options.device].port if options.port is None else int(options.port)


def _do(call: Callable[[], object], said: str) -> Act:
    def act(rest: str) -> str:
        call()
        return said

    return act


# printer


@contextmanager
def _printer(options: argparse.Namespace, faults: Faults, tell: Tell) -> Iterator[Simulation]:
    with SimulatedPrinter(options.columns, _port(options), tell) as printer:
        printer.faults = faults
        pulses, forms = 0, 0

        def news() -> list[str]:
            nonlocal pulses, forms
            lines = printer.tear_off()
            for form in printer.slip[forms:]:
                lines.append(f"[on the form] {form}")
            forms = len(printer.slip)
            if len(printer.drawer.pulses) > pulses:
                pulses = len(printer.drawer.pulses)
                lines.append(f"[the drawer {'opens' if printer.drawer.is_open else 'is jammed'}]")
            return lines

        yield Simulation(printer.address, _printer_acts(printer), news)


def _printer_acts(printer: SimulatedPrinter) -> dict[str, tuple[str, Act]]:
    def set_fault(name: str, value: Any) -> None:
        printer.faults = replace(printer.faults, **{name: value})

    def jam(rest: str) -> str:
        printer.drawer.jammed = rest != "off"
        return f"The drawer is {'jammed' if printer.drawer.jammed else 'free'}."

    return {
        "off": ("switch it off", _do(printer.switch_off, "It is off.")),
        "on": ("switch it on, with no faults", _do(printer.switch_on, "It is on.")),
        "paper-out": ("the roll is empty", _do(printer.take_paper, "The roll is empty.")),
        "paper": ("put in a new roll", _do(printer.put_paper, "There is paper.")),
        "paper-low": ("the roll is near its end", _do(printer.near_end, "The roll is near its end.")),
        "cover-open": ("open the cover", _do(printer.open_cover, "The cover is open.")),
        "cover": ("close the cover", _do(printer.close_cover, "The cover is closed.")),
        "form": ("put a check or form into the slip station", _do(printer.put_form, "A form is in.")),
        "cable": ("pull the cable and put it back", _do(printer.pull_cable, "The connection is broken.")),
        "push": ("push the drawer in", _do(printer.close_drawer, "The drawer is closed.")),
        "jam": ("jam the drawer; 'jam off' frees it", jam),
        **fault_acts(set_fault, printer.faults),
    }


# drawer


@contextmanager
def _drawer(options: argparse.Namespace, faults: DrawerFaults, tell: Tell) -> Iterator[Simulation]:
    with SimulatedSerialDrawer(_port(options), bytes.fromhex(options.bytes), tell) as drawer:
        drawer.faults = faults
        shown = False

        def news() -> list[str]:
            nonlocal shown
            if drawer.is_open == shown:
                return []
            shown = drawer.is_open
            return ["[the drawer opens]" if shown else "[the drawer is closed]"]

        acts: dict[str, tuple[str, Act]] = {
            "push": ("push it in", _do(drawer.push_in, "")),
            "cable": ("pull the cable and put it back", _do(drawer.unplug, "The connection is broken.")),
            **fault_acts(lambda name, value: setattr(drawer.faults, name, value), faults),
        }
        yield Simulation(drawer.address, acts, news)


# display


@contextmanager
def _display(options: argparse.Namespace, faults: DisplayFaults, tell: Tell) -> Iterator[Simulation]:
    with SimulatedDisplay(_port(options), tell) as display:
        display.faults = faults
        shown: list[str] = []

        def news() -> list[str]:
            nonlocal shown
            rows = display.rows
            if rows == shown:
                return []
            shown = rows
            return ["+" + "-" * len(rows[0]) + "+", *(f"|{row}|" for row in rows), "+" + "-" * len(rows[0]) + "+"]

        acts: dict[str, tuple[str, Act]] = {
            "cable": ("pull the cable and put it back", _do(display.unplug, "The connection is broken.")),
            **fault_acts(lambda name, value: setattr(display.faults, name, value), faults),
        }
        yield Simulation(display.address, acts, news)


# scanner and check reader


def _reader(prefix: str, word: str) -> Callable[[argparse.Namespace, Any, Tell], Any]:
    @contextmanager
    def run(options: argparse.Namespace, faults: ReaderFaults, tell: Tell) -> Iterator[Simulation]:
        with SimulatedReader(
            _port(options), prefix if options.prefix is None else options.prefix, on_change=tell
        ) as reader:
            reader.faults = faults
            connected = 0

            def news() -> list[str]:
                nonlocal connected
                before, connected = connected, reader.clients
                return ["[a program is connected]"] if connected > before else []

            def send(rest: str) -> str:
                text = rest.replace("\\t", "\t")
                if not text:
                    raise ValueError("say what is read")
                return f"Sent to {reader.read(text)}."

            acts: dict[str, tuple[str, Act]] = {
                word: (f"read something: {word} 10004567", send),
                "cable": ("pull the cable and put it back", _do(reader.unplug, "The connection is broken.")),
                **fault_acts(lambda name, value: setattr(reader.faults, name, value), faults),
            }
            yield Simulation(reader.address, acts, news)

    return run


KINDS: dict[str, Kind] = {
    "printer": Kind("Receipt printer with a cash drawer", 9100, Faults, _printer),
    "drawer": Kind("Cash drawer on a serial line", 9101, DrawerFaults, _drawer),
    "display": Kind("Customer display", 9102, DisplayFaults, _display),
    "scanner": Kind("Barcode scanner", 9103, ReaderFaults, _reader("]C0", "scan")),
    "micr": Kind("Check reader", 9104, ReaderFaults, _reader("", "check")),
    "camera": Kind("Camera", PORT, CameraFaults, simulate_camera),
}
"""By name: title, TCP port, faults, and how it runs."""
