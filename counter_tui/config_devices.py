"""The device tables of a station file, and what they are to `devices`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from counter_tui.config_rules import OneOf, Whole, Word, Wrong, flag, setting

if TYPE_CHECKING:
    from devices.settings import DeviceSettings

_DEVICE_DRIVERS = {
    "tcp": "escpos",
    "unix": "escpos",
    "serial": "escpos",
    "file": "escpos",
    "terminal": "escpos",
    "folder": "folder",
    "simulated": "simulated",
    "none": "none",
}
PRINTER_DRIVERS = tuple(_DEVICE_DRIVERS)
DRAWER_DRIVERS = ("printer-kick", "serial-bytes", "serial-pulse", "bytes", "none")
DISPLAY_DRIVERS = ("cd5220", "esc-pos", "plain", "simulated", "none")
_ADDRESS = Word(r"\S.*", "an address, like 10.1.2.3:9100 or serial:/dev/ttyS0")


def _printer_models() -> Iterable[str]:
    from devices.models import MODELS

    return MODELS


def _code_pages() -> Iterable[str]:
    from devices.code_pages import CODECS

    return CODECS


def _sensors() -> Iterable[str]:
    from devices.drawer import Sensor

    return [each.value for each in Sensor]


def _micr_formats() -> Iterable[str]:
    from devices.micr import FORMATS

    return FORMATS


@dataclass(frozen=True)
class PrinterConfig:
    """A receipt printer."""

    driver: str = setting(OneOf(PRINTER_DRIVERS), "none")
    address: str = setting(Word(r"\S.*", "an address, like 10.1.2.3:9100, or a folder"), "")
    model: str = setting(OneOf(_printer_models), "generic-42")
    columns: int | None = setting(Whole(20, 96), None)
    """Characters on a line, where they differ from the model's."""
    code_page: str | None = setting(OneOf(_code_pages), None)
    """The code page, where it differs from the model's."""
    one_way: bool = setting(flag, False)
    """The printer cannot answer; a job ends as SENT."""


@dataclass(frozen=True)
class DrawerConfig:
    """The cash drawer."""

    driver: str = setting(OneOf(DRAWER_DRIVERS), "none")
    pin: int = setting(Whole(2, 5), 2)
    """The pin of the printer's drawer socket that opens it: 2 or 5."""
    sensor: str = setting(OneOf(_sensors), "none")
    """What the drawer's switch does when the drawer is open, as `station check --learn` finds it."""
    address: str = setting(_ADDRESS, "")
    """Where a drawer is that does not hang on the printer."""
    bytes: str = setting(Word(r"([0-9A-Fa-f]{2}\s?)+", 'bytes in hexadecimal, like "07"'), "07")
    """What opens it, for the drivers serial-bytes and bytes."""
    line: str = setting(OneOf(("rts", "dtr")), "rts")
    """The line whose pulse opens it, for the driver serial-pulse."""
    sensor_line: str = setting(OneOf(("cts", "dsr", "ri", "cd")), "cts")
    """The line that the switch of a serial drawer moves."""
    warn_seconds: int = setting(Whole(0, 3600), 60)
    """How long it may stand open before the clerk is warned; 0 never warns."""


@dataclass(frozen=True)
class DisplayConfig:
    """The display that faces the customer."""

    driver: str = setting(OneOf(DISPLAY_DRIVERS), "none")
    address: str = setting(_ADDRESS, "")


@dataclass(frozen=True)
class ScannerConfig:
    """A barcode scanner that is no keyboard."""

    address: str = setting(_ADDRESS, "")


@dataclass(frozen=True)
class MicrConfig:
    """A check reader."""

    address: str = setting(_ADDRESS, "")
    format: str = setting(OneOf(_micr_formats), "to")


@dataclass(frozen=True)
class LabelsConfig:
    """A ZPL printer for badges and labels."""

    address: str = setting(_ADDRESS, "")


@dataclass(frozen=True)
class DocumentsConfig:
    """The printer of letters and licenses, through CUPS."""

    driver: str = setting(OneOf(("cups", "none")), "none")
    queue: str = setting(Word(r"[^\s/#]{1,127}", "the name of a CUPS queue"), "")
    """Empty: the default queue."""


def printer_address(printer: PrinterConfig) -> str:
    """The printer's address as `devices.transports` takes it, the driver's name in front."""
    if _DEVICE_DRIVERS[printer.driver] != "escpos":
        return ""
    named = printer.address.startswith(f"{printer.driver}:") or "://" in printer.address
    return printer.address if named else f"{printer.driver}:{printer.address}"


def device_settings(
    station: str,
    printer: PrinterConfig,
    second: PrinterConfig,
    drawer: DrawerConfig,
    display: DisplayConfig,
    scanner: ScannerConfig,
    micr: MicrConfig,
    labels: LabelsConfig,
    documents: DocumentsConfig,
) -> DeviceSettings:
    """A station's tables as `Devices.open` takes them."""
    from devices.settings import DeviceSettings

    kick = "simulated" if printer.driver == "simulated" else "printer"
    return DeviceSettings(
        station=station,
        **_printer(printer),
        drawer_driver=kick if drawer.driver == "printer-kick" else drawer.driver,  # type: ignore[arg-type]
        drawer_pin=drawer.pin,
        drawer_sensor=drawer.sensor,
        drawer_address=drawer.address,
        drawer_bytes=bytes.fromhex(drawer.bytes),
        drawer_line=drawer.line,
        drawer_sensor_line=drawer.sensor_line,
        second_printer=None if second.driver == "none" else DeviceSettings(**_printer(second)),
        display_driver=display.driver,  # type: ignore[arg-type]
        display_address=display.address,
        scanner_address=scanner.address,
        micr_address=micr.address,
        micr_format=micr.format,
        labels_address=labels.address,
        documents=documents.driver == "cups",
        documents_queue=documents.queue,
    )


def _printer(printer: PrinterConfig) -> dict[str, Any]:
    return {
        "printer_driver": _DEVICE_DRIVERS[printer.driver],
        "printer_address": printer_address(printer),
        "printer_model": printer.model,
        "printer_columns": printer.columns,
        "printer_code_page": printer.code_page,
        "printer_one_way": printer.one_way,
        "printer_folder": printer.address if printer.driver == "folder" else "",
    }


def check_devices(
    printer: PrinterConfig, second: PrinterConfig, drawer: DrawerConfig, display: DisplayConfig, **addresses: str
) -> None:
    """What one key demands of another; `addresses` are those of the other tables. Raises `Wrong`."""
    for table, one in (("printer", printer), ("second_printer", second)):
        if one.driver not in ("simulated", "none") and not one.address:
            raise Wrong(f"{table}.address is missing; the driver {one.driver} needs it")
        _check(f"{table}.address", printer_address(one))
    if second.driver == "simulated":
        raise Wrong("second_printer.driver must be a real printer, not simulated")
    if drawer.driver == "printer-kick" and printer.driver in ("folder", "none"):
        raise Wrong(f"drawer.driver printer-kick needs a receipt printer; printer.driver is {printer.driver}")
    if drawer.driver not in ("printer-kick", "none") and not drawer.address:
        raise Wrong(f"drawer.address is missing; the driver {drawer.driver} needs it")
    if drawer.pin not in (2, 5):
        raise Wrong(f"drawer.pin must be 2 or 5, not {drawer.pin}")
    if display.driver not in ("simulated", "none") and not display.address:
        raise Wrong(f"display.address is missing; the driver {display.driver} needs it")
    for key, address in {"drawer": drawer.address, "display": display.address, **addresses}.items():
        _check(f"{key}.address", address)


def _check(key: str, address: str) -> None:
    """Raise `Wrong` for an address that is none; empty is allowed."""
    from devices.states import DeviceError
    from devices.transports import transport

    if not address:
        return
    try:
        transport(address)
    except DeviceError as error:
        raise Wrong(f"{key}: {error.sentence.rstrip('.')}") from error
