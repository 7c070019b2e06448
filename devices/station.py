"""The devices of one station, built once where the program is put together and handed to those who use them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, Self, get_args

from devices.code_pages import codec
from devices.conversation import Timings
from devices.drawer import CashDrawer, NoDrawer, PrinterKickDrawer, Sensor
from devices.folder_printer import FolderPrinter
from devices.links import Port
from devices.models import MODELS, PrinterModel, printer_model
from devices.printer import NoPrinter, Printer, ReceiptPrinter
from devices.simulator import SimulatedPrinter
from devices.states import DeviceError, ErrorCode
from devices.transports import transport

PrinterDriver = Literal["none", "simulated", "escpos", "folder"]
DrawerDriver = Literal["none", "simulated", "printer"]
_SIMULATED_MODEL = "epson-tm-t88v"


@dataclass(frozen=True)
class DeviceSettings:
    """What the administrator says of a station's devices. `problems()` checks it."""

    station: str = ""
    printer_driver: PrinterDriver = "none"
    printer_address: str = ""
    """As in `devices.transports`; for the driver `escpos`."""
    printer_model: str = "generic-42"
    """A name in `devices.models.MODELS`."""
    printer_columns: int | None = None
    """Characters on one line, when the model's figure is not right."""
    printer_code_page: str | None = None
    """A name in `devices.code_pages.CODECS`, when the model's page is not right."""
    printer_one_way: bool = False
    """The printer cannot answer; its receipts end as SENT."""
    printer_folder: str = ""
    """For the driver `folder`."""
    drawer_driver: DrawerDriver = "none"
    drawer_pin: int = 2
    """Pin of the printer's drawer connector: 2 or 5."""
    drawer_sensor: str = "none"
    """none, open-high or open-low, as learned at the station."""

    def problems(self) -> list[str]:
        """Sentences about wrong values, each naming its key; empty when all is well."""
        found = [*self._driver_problems(), *self._drawer_problems()]
        if self.printer_columns is not None and not 20 <= self.printer_columns <= 96:
            found.append(f"printer_columns is {self.printer_columns}; it must be from 20 to 96.")
        checks: list[tuple[str, Callable[[], object]]] = [("printer_model", lambda: printer_model(self.printer_model))]
        if self.printer_code_page is not None:
            page = self.printer_code_page
            checks.append(("printer_code_page", lambda: codec(page)))
        if self.printer_driver == "escpos":
            checks.append(("printer_address", lambda: transport(self.printer_address)))
        for key, check in checks:
            try:
                check()
            except DeviceError as error:
                found.append(f"{key}: {error.sentence}")
        return found

    def _driver_problems(self) -> list[str]:
        found = []
        if self.printer_driver not in get_args(PrinterDriver):
            found.append(f"printer_driver is {self.printer_driver!r}; use {_choices(get_args(PrinterDriver))}.")
        if self.drawer_driver not in get_args(DrawerDriver):
            found.append(f"drawer_driver is {self.drawer_driver!r}; use {_choices(get_args(DrawerDriver))}.")
        if self.printer_driver == "folder" and not self.printer_folder:
            found.append("printer_folder is missing; the printer driver 'folder' needs it.")
        return found

    def _drawer_problems(self) -> list[str]:
        found = []
        if self.drawer_driver == "printer" and self.printer_driver not in ("escpos", "simulated"):
            found.append("drawer_driver 'printer' needs the printer driver 'escpos' or 'simulated'.")
        if self.drawer_driver == "simulated" and self.printer_driver != "simulated":
            found.append("drawer_driver 'simulated' needs the printer driver 'simulated'.")
        model = MODELS.get(self.printer_model)
        if self.drawer_driver == "printer" and model is not None and not model.pulse:
            found.append(f"drawer_driver 'printer': the {model.title} has no drawer connector.")
        if self.drawer_pin not in (2, 5):
            found.append(f"drawer_pin is {self.drawer_pin}; it must be 2 or 5.")
        if self.drawer_sensor not in list(Sensor):
            found.append(f"drawer_sensor is {self.drawer_sensor!r}; use {_choices(tuple(Sensor))}.")
        return found


def _choices(names: tuple[str, ...]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}"


SIMULATED = DeviceSettings(printer_driver="simulated", printer_model=_SIMULATED_MODEL, drawer_driver="simulated")
"""Devices without hardware: for training, the sample city and tests."""


class Devices:
    """A station's printer and drawer. Talking with them blocks: do it in one worker thread."""

    def __init__(self, printer: Printer, drawer: CashDrawer, simulator: SimulatedPrinter | None = None) -> None:
        self.printer = printer
        self.drawer = drawer
        self.simulator = simulator

    @classmethod
    def open(cls, settings: DeviceSettings, timings: Timings | None = None) -> Self:
        """Build, open, claim and enable what the settings name. Talks to no hardware.

        Raises DeviceError NOSERVICE with the first wrong setting.
        """
        wrong = settings.problems()
        if wrong:
            raise DeviceError(wrong[0], ErrorCode.NOSERVICE)
        model = printer_model(settings.printer_model, settings.printer_columns, settings.printer_code_page)
        simulator = None
        if settings.printer_driver == "simulated":
            simulator = _started(model)
            settings = _onto(settings, simulator)
        port = Port(lambda: transport(settings.printer_address))
        devices = cls(_printer(settings, model, port, timings), _drawer(settings, port, timings), simulator)
        devices.printer.start()
        devices.drawer.start()
        return devices

    def problems(self) -> list[str]:
        """What is wrong now, one sentence for each device that has trouble. Asks no hardware."""
        return [problem for device in (self.printer, self.drawer) if (problem := device.problem())]

    def close(self) -> None:
        """Release everything. May be called twice."""
        self.drawer.close()
        self.printer.close()
        if self.simulator is not None:
            self.simulator.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _started(model: PrinterModel) -> SimulatedPrinter:
    simulator = SimulatedPrinter(model.columns)
    try:
        return simulator.start()
    except OSError as error:
        with suppress(OSError):
            simulator.close()
        raise DeviceError(f"The simulated printer cannot start: {error.strerror}.", ErrorCode.FAILURE) from error


def _onto(settings: DeviceSettings, simulator: SimulatedPrinter) -> DeviceSettings:
    """The settings of a real printer at the simulator's address."""
    drawer: DrawerDriver = "none" if settings.drawer_driver == "none" else "printer"
    return replace(
        settings,
        printer_driver="escpos",
        printer_address=simulator.address,
        drawer_driver=drawer,
        drawer_sensor=Sensor.OPEN_LOW if settings.drawer_driver == "simulated" else settings.drawer_sensor,
    )


def _printer(settings: DeviceSettings, model: PrinterModel, port: Port, timings: Timings | None) -> Printer:
    if settings.printer_driver == "escpos":
        return ReceiptPrinter(model, port, settings.printer_one_way, timings)
    if settings.printer_driver == "folder":
        return FolderPrinter(Path(settings.printer_folder), model)
    return NoPrinter()


def _drawer(settings: DeviceSettings, port: Port, timings: Timings | None) -> CashDrawer:
    if settings.drawer_driver == "none":
        return NoDrawer()
    sensor = Sensor(settings.drawer_sensor)
    return PrinterKickDrawer(port, settings.drawer_pin, sensor, settings.printer_one_way, timings)
