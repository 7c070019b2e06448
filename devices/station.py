"""The devices of one station, built once where the program is put together and handed to those who use them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Self

from devices.camera import Camera
from devices.camera_settings import NO_CAMERA, camera
from devices.conversation import Timings
from devices.cups import DocumentPrinter
from devices.display import PROTOCOLS, CustomerDisplay, Display, NoDisplay
from devices.display_simulator import SimulatedDisplay
from devices.drawer import CashDrawer, NoDrawer, PrinterKickDrawer, Sensor
from devices.drawer_serial import BytesDrawer, Opener, SerialDrawer
from devices.folder_printer import FolderPrinter
from devices.labels import LabelPrinter
from devices.line_reader import LineReader
from devices.links import Connect, Port
from devices.media_copy import TerminalLine
from devices.models import KICK, PrinterModel, printer_model
from devices.printer import NoPrinter, Printer, ReceiptPrinter
from devices.serial_transport import SerialTransport
from devices.settings import DeviceSettings, DrawerDriver
from devices.simulator import SimulatedPrinter
from devices.slip import PUT_IN
from devices.states import Device, DeviceError, DrawerState, ErrorCode, Power
from devices.status import COVER_OPEN, PAPER_OUT, WAITS_FOR_COVER, WAITS_FOR_PAPER
from devices.transports import transport

_SIMULATED_MODEL = "epson-tm-t88v"
_TROUBLES = {
    PAPER_OUT: "PAPER", WAITS_FOR_PAPER: "PAPER", COVER_OPEN: "COVER", WAITS_FOR_COVER: "COVER", PUT_IN: "FORM",
}  # fmt: skip

SIMULATED = DeviceSettings(
    printer_driver="simulated",
    printer_model=_SIMULATED_MODEL,
    drawer_driver="simulated",
    drawer_sensor="open-low",
    display_driver="simulated",
)
"""Devices without hardware: for training, the sample city and tests."""


class Devices:
    """A station's devices. Talking with printer and drawer blocks: do it in one worker thread."""

    def __init__(self, printer: Printer, drawer: CashDrawer, simulator: SimulatedPrinter | None = None) -> None:
        self.printer = printer
        self.drawer = drawer
        self.simulator = simulator
        self.second: Printer | None = None
        """The printer that a job may be sent to instead."""
        self.display: Display = NoDisplay()
        self.simulated_display: SimulatedDisplay | None = None
        self.scanner: LineReader | None = None
        self.micr: LineReader | None = None
        self.micr_format = ""
        self.labels: LabelPrinter | None = None
        self.documents: DocumentPrinter | None = None
        self.camera: Camera | None = None
        self.camera_settings = NO_CAMERA
        self.terminal = TerminalLine()
        """The way to the clerk's terminal; the application opens it."""

    @classmethod
    def open(cls, settings: DeviceSettings, timings: Timings | None = None) -> Self:
        """Build, open, claim and enable what the settings name. Waits for no hardware.

        Raises DeviceError NOSERVICE with the first wrong setting.
        """
        wrong = settings.problems()
        if wrong:
            raise DeviceError(wrong[0], ErrorCode.NOSERVICE)
        model = _model(settings)
        simulator = None
        if settings.printer_driver == "simulated":
            simulator = _started(model, Sensor(settings.drawer_sensor))
            settings = _onto(settings, simulator)
        terminal = TerminalLine()
        port = Port(lambda: transport(settings.printer_address, terminal))
        devices = cls(_printer(settings, model, port, timings), _drawer(settings, model, port, timings), simulator)
        devices.terminal = terminal
        devices._add_others(settings, timings)
        for device in devices.all():
            device.start()
        if simulator is not None:
            devices.printer.power = devices.drawer.power = Power.ONLINE
        return devices

    def _add_others(self, settings: DeviceSettings, timings: Timings | None) -> None:
        if settings.second_printer is not None:
            other = settings.second_printer
            port = Port(lambda: transport(other.printer_address, self.terminal))
            self.second = _printer(other, _model(other), port, timings, "The second printer")
        if settings.display_driver == "simulated":
            self.simulated_display = SimulatedDisplay().start()
            self.display = CustomerDisplay(_connector(self.simulated_display.address))
        elif settings.display_driver in PROTOCOLS:
            self.display = CustomerDisplay(_connector(settings.display_address), settings.display_driver)
        if settings.scanner_address:
            self.scanner = LineReader("The barcode scanner", _connector(settings.scanner_address))
        if settings.micr_address:
            self.micr = LineReader(
                "The check reader", _connector(settings.micr_address), trial="Put a check through to see it work."
            )
            self.micr_format = settings.micr_format
        if settings.labels_address:
            self.labels = LabelPrinter(Port(_connector(settings.labels_address)))
        if settings.documents:
            self.documents = DocumentPrinter(settings.documents_queue)
        self.camera, self.camera_settings = camera(settings.camera), settings.camera

    def all(self) -> list[Printer | CashDrawer | Device]:
        """Every device, the printer and the drawer first."""
        others = (self.second, self.scanner, self.micr, self.labels, self.documents, self.camera)
        return [self.printer, self.drawer, self.display, *(device for device in others if device is not None)]

    @property
    def prints_slips(self) -> bool:
        """Whether the printer has a slip station for checks and forms."""
        return isinstance(self.printer, ReceiptPrinter) and self.printer.model.slip is not None

    def problems(self) -> list[str]:
        """What is wrong now, one sentence for each device that has trouble. Asks no hardware."""
        return [problem for device in self.all() if (problem := device.problem())]

    def words(self) -> tuple[str, ...]:
        """How printer and drawer are, and which other device has trouble, in short words. Asks no hardware."""
        found = [] if isinstance(self.printer, NoPrinter) else [f"PRT {_word(self.printer)}"]
        if self.second is not None:
            found.append(f"PR2 {_word(self.second)}")
        if not isinstance(self.drawer, NoDrawer):
            found.append(self._drawer_word())
        others = (
            ("DSP", self.display), ("SCN", self.scanner), ("CHK", self.micr), ("LBL", self.labels),
            ("DOC", self.documents), ("CAM", self.camera),
        )  # fmt: skip
        found += [f"{name} OFF" for name, device in others if device is not None and device.problem()]
        return tuple(found)

    def _drawer_word(self) -> str:
        where = self.drawer.where
        if self.simulator is not None:
            where = DrawerState.OPEN if self.simulator.drawer.is_open else DrawerState.CLOSED
        return {DrawerState.OPEN: "DRAWER OPEN", DrawerState.CLOSED: "DRW shut"}.get(where, "DRW -")

    def close(self) -> None:
        """Release everything. May be called twice."""
        for device in reversed(self.all()):
            device.close()
        for simulator in (self.simulator, self.simulated_display):
            if simulator is not None:
                simulator.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _word(printer: Printer) -> str:
    """One word for a printer: ok, low (paper), PAPER, COVER, FORM, OFF, ?? (trouble), - (not asked yet)."""
    problem = printer.problem()
    if problem is not None:
        return _TROUBLES.get(problem) or ("OFF" if printer.power is Power.OFF_OFFLINE else "??")
    if getattr(printer, "low_paper", False):
        return "low"
    return "ok" if printer.power is Power.ONLINE else "-"


def _model(settings: DeviceSettings) -> PrinterModel:
    return printer_model(settings.printer_model, settings.printer_columns, settings.printer_code_page)


def _connector(address: str) -> Connect:
    return lambda: transport(address)


def _started(model: PrinterModel, sensor: Sensor) -> SimulatedPrinter:
    simulator = SimulatedPrinter(model.columns)
    simulator.drawer.high_when_open = sensor is Sensor.OPEN_HIGH
    try:
        return simulator.start()
    except OSError as error:
        with suppress(OSError):
            simulator.close()
        raise DeviceError(f"The simulated printer cannot start: {error.strerror}.", ErrorCode.FAILURE) from error


def _onto(settings: DeviceSettings, simulator: SimulatedPrinter) -> DeviceSettings:
    """The settings of a real printer at the simulator's address; its drawer's switch moves as the settings tell."""
    drawer: DrawerDriver = "none" if settings.drawer_driver == "none" else "printer"
    return replace(
        settings,
        printer_driver="escpos",
        printer_address=simulator.address,
        drawer_driver=drawer,
    )


def _printer(
    settings: DeviceSettings,
    model: PrinterModel,
    port: Port,
    timings: Timings | None,
    name: str = "The receipt printer",
) -> Printer:
    if settings.printer_driver == "escpos":
        return ReceiptPrinter(model, port, settings.printer_one_way, timings, name)
    if settings.printer_driver == "folder":
        return FolderPrinter(Path(settings.printer_folder), model)
    return NoPrinter()


def _drawer(settings: DeviceSettings, model: PrinterModel, port: Port, timings: Timings | None) -> CashDrawer:
    sensor = Sensor(settings.drawer_sensor)
    build: dict[DrawerDriver, Callable[[], CashDrawer]] = {
        "printer": lambda: PrinterKickDrawer(
            port, settings.drawer_pin, sensor, settings.printer_one_way, timings, connector=model.pulse or KICK
        ),
        "serial-bytes": lambda: _serial_drawer(settings, sensor),
        "serial-pulse": lambda: _serial_drawer(settings, sensor),
        "bytes": lambda: BytesDrawer(_connector(settings.drawer_address), settings.drawer_bytes),
    }
    return build.get(settings.drawer_driver, NoDrawer)()


def _serial_drawer(settings: DeviceSettings, sensor: Sensor) -> SerialDrawer:
    line = SerialTransport.parse(settings.drawer_address)
    opener: Opener = "bytes" if settings.drawer_driver == "serial-bytes" else "dtr"
    if opener != "bytes" and settings.drawer_line == "rts":
        opener = "rts"
    return SerialDrawer(
        line.url,
        opener,
        settings.drawer_bytes,
        baud=line.baud,
        sensor=sensor,
        sensor_line=settings.drawer_sensor_line,
    )
