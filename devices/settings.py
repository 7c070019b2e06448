"""What the administrator says of a station's devices, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from devices import display, micr
from devices.camera_settings import NO_CAMERA, CameraSettings
from devices.code_pages import codec
from devices.drawer import Sensor
from devices.drawer_serial import SENSOR_LINES
from devices.models import MODELS, printer_model
from devices.states import DeviceError
from devices.transports import transport

PrinterDriver = Literal["none", "simulated", "escpos", "folder"]
DrawerDriver = Literal["none", "simulated", "printer", "serial-bytes", "serial-pulse", "bytes"]
DisplayDriver = Literal["none", "simulated", "cd5220", "esc-pos", "plain"]
_ADDRESSED_DRAWERS = ("serial-bytes", "serial-pulse", "bytes")


@dataclass(frozen=True)
class DeviceSettings:
    """A station's devices. `problems()` checks it."""

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
    drawer_address: str = ""
    """For a drawer that does not hang on the printer: a serial line, or what takes its bytes."""
    drawer_bytes: bytes = b"\x07"
    """What opens a drawer of the drivers `serial-bytes` and `bytes`."""
    drawer_line: str = "rts"
    """The output whose pulse opens a drawer of the driver `serial-pulse`: rts or dtr."""
    drawer_sensor_line: str = "cts"
    """The input that a serial drawer's switch moves."""
    second_printer: DeviceSettings | None = None
    """Another printer that a job may be sent to; only its printer settings count."""
    display_driver: DisplayDriver = "none"
    display_address: str = ""
    scanner_address: str = ""
    """A scanner that is no keyboard; empty for none."""
    micr_address: str = ""
    """A check reader; empty for none."""
    micr_format: str = "to"
    """A name in `devices.micr.FORMATS`."""
    labels_address: str = ""
    """A ZPL printer for badges; empty for none."""
    documents: bool = False
    """Whether letters are printed through CUPS."""
    documents_queue: str = ""
    """The CUPS queue; empty for the default one."""
    camera: CameraSettings = NO_CAMERA

    def problems(self) -> list[str]:
        """Sentences about wrong values, each naming its key; empty when all is well."""
        found = [*self._words(), *self._printer_problems(), *self._drawer_problems(), *self._other_problems()]
        for key, check in self._checks():
            try:
                check()
            except DeviceError as error:
                found.append(f"{key}: {error.sentence}")
        if self.second_printer is not None:
            found += [f"second_printer: {problem}" for problem in self.second_printer.problems()]
        found += [f"camera.{problem}" for problem in self.camera.problems()]
        return found

    def _words(self) -> Iterator[str]:
        """Keys that must be one of a few words."""
        choices: tuple[tuple[str, str, tuple[str, ...]], ...] = (
            ("printer_driver", self.printer_driver, get_args(PrinterDriver)),
            ("drawer_driver", self.drawer_driver, get_args(DrawerDriver)),
            ("drawer_sensor", self.drawer_sensor, tuple(Sensor)),
            ("drawer_line", self.drawer_line, ("rts", "dtr")),
            ("drawer_sensor_line", self.drawer_sensor_line, SENSOR_LINES),
            ("display_driver", self.display_driver, get_args(DisplayDriver)),
            ("micr_format", self.micr_format, tuple(micr.FORMATS)),
        )
        for key, value, allowed in choices:
            if value not in allowed:
                yield f"{key} is {value!r}; use {', '.join(allowed[:-1])} or {allowed[-1]}."

    def _checks(self) -> Iterator[tuple[str, Callable[[], object]]]:
        """What is tried out, with the key it belongs to."""
        yield "printer_model", lambda: printer_model(self.printer_model)
        if self.printer_code_page is not None:
            page = self.printer_code_page
            yield "printer_code_page", lambda: codec(page)
        addresses = {
            "printer_address": self.printer_address if self.printer_driver == "escpos" else None,
            "drawer_address": self.drawer_address if self.drawer_driver in _ADDRESSED_DRAWERS else None,
            "display_address": self.display_address if self.display_driver in display.PROTOCOLS else None,
            "scanner_address": self.scanner_address or None,
            "micr_address": self.micr_address or None,
            "labels_address": self.labels_address or None,
        }
        for key, address in addresses.items():
            if address is not None:
                yield key, lambda address=address: transport(address)  # type: ignore[misc]

    def _printer_problems(self) -> Iterator[str]:
        if self.printer_driver == "folder" and not self.printer_folder:
            yield "printer_folder is missing; the printer driver 'folder' needs it."
        if self.printer_columns is not None and not 20 <= self.printer_columns <= 96:
            yield f"printer_columns is {self.printer_columns}; it must be from 20 to 96."

    def _drawer_problems(self) -> Iterator[str]:
        if self.drawer_driver == "printer" and self.printer_driver not in ("escpos", "simulated"):
            yield "drawer_driver 'printer' needs the printer driver 'escpos' or 'simulated'."
        if self.drawer_driver == "simulated" and self.printer_driver != "simulated":
            yield "drawer_driver 'simulated' needs the printer driver 'simulated'."
        model = MODELS.get(self.printer_model)
        if self.drawer_driver == "printer" and model is not None and model.pulse is None:
            yield f"drawer_driver 'printer': the {model.title} has no drawer connector."
        if self.drawer_pin not in (2, 5):
            yield f"drawer_pin is {self.drawer_pin}; it must be 2 or 5."
        if self.drawer_driver in ("serial-bytes", "bytes") and not self.drawer_bytes:
            yield "drawer_bytes is missing; the drawer needs to be told what opens it."

    def _other_problems(self) -> Iterator[str]:
        serial = self.drawer_driver in ("serial-bytes", "serial-pulse")
        if serial and self.drawer_sensor != "none" and self.drawer_address.startswith("socket://"):
            yield "drawer_sensor: a drawer behind socket:// has no sensor; its lines always read high."
