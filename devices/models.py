"""What each printer model can do, from makers' specifications and python-escpos's table.

No row has been tried on the machine itself: check it against the maker's manual before the model is put to use.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from devices.states import DeviceError, ErrorCode
from devices.status import EPSON, StatusTable

PULSE_ON, PULSE_OFF = 25, 250
"""Units of 2 ms: 50 ms on, 500 ms off. Makers ask for at most a fifth of the time on."""


@dataclass(frozen=True)
class Pulse:
    """The drawer connector: which argument of ESC p fires which pin, and for how long."""

    pins: tuple[tuple[int, int], ...] = ((2, 0), (5, 1))
    on: int = PULSE_ON
    off: int = PULSE_OFF

    def command(self, pin: int) -> bytes:
        """ESC p for `pin`. Raises ValueError when the connector has no such pin."""
        for known, argument in self.pins:
            if known == pin:
                return bytes((0x1B, 0x70, argument, self.on, self.off))
        raise ValueError(f"drawer pin {pin} is not {' or '.join(str(known) for known, _ in self.pins)}")


@dataclass(frozen=True)
class Slip:
    """The slip station: how wide it prints, and how it is told to wait for a form."""

    columns: int
    wait_minutes: int = 1
    """For a form to be put in (ESC f); then the printer goes back to its roll."""


KICK = Pulse()


@dataclass(frozen=True)
class PrinterModel:
    """Abilities of one receipt printer model."""

    name: str
    title: str
    columns: int
    """Characters of font A on one line."""
    width_dots: int
    """Printable dots on one line, for the width of a barcode."""
    paper_mm: int
    code_page: str = "CP858"
    """The one page that is forced; its number is that of the Epson table."""
    cutter: bool = True
    barcode: bool = True
    process_id: bool = False
    """Answers GS ( H when the lines before it are on paper. Absent on TM-T88III, TM-U220, TM-L60II, TM-J2000."""
    pulse: Pulse | None = KICK
    """The drawer connector; None without one."""
    slip: Slip | None = None
    """The slip station for checks and forms; None without one."""
    graphics: bool = True
    """Prints raster images (GS v 0): a logo."""
    qr: bool = True
    """Draws QR codes itself (GS ( k); without it the text is printed."""
    status: StatusTable = EPSON
    """What the bits of its answers mean."""


# fmt: off
_ROWS = (
    PrinterModel("epson-tm-t88v", "Epson TM-T88V, 80 mm", 42, 512, 80, process_id=True),
    PrinterModel("epson-tm-t88iii", "Epson TM-T88III, 80 mm", 42, 512, 80),
    PrinterModel("epson-tm-t88iv", "Epson TM-T88IV, 80 mm", 42, 512, 80, process_id=True),
    PrinterModel("epson-tm-t20ii", "Epson TM-T20II, 80 mm", 48, 576, 80, process_id=True),
    PrinterModel(
        "epson-tm-u220b",
        "Epson TM-U220B, 76 mm impact",
        40,
        400,
        76,
        code_page="CP437",
        barcode=False,
        graphics=False,
        qr=False,
    ),
    PrinterModel("epson-tm-p80", "Epson TM-P80, 80 mm mobile", 48, 576, 80, cutter=False, pulse=None),
    PrinterModel("epson-tm-m30iii", "Epson TM-m30III, 80 mm", 48, 576, 80, process_id=True),
    PrinterModel("epson-tm-h6000iv", "Epson TM-H6000IV, 80 mm with slip", 42, 512, 80, process_id=True, slip=Slip(64)),
    PrinterModel(
        "epson-tm-u675",
        "Epson TM-U675, slip and 76 mm roll",
        40,
        400,
        76,
        code_page="CP437",
        barcode=False,
        graphics=False,
        qr=False,
        slip=Slip(66),
    ),
    PrinterModel("bixolon-srp-350", "Bixolon SRP-350, 80 mm", 42, 512, 80),
    PrinterModel("citizen-ct-s310ii", "Citizen CT-S310II in ESC/POS mode, 80 mm", 48, 576, 80),
    PrinterModel("star-escpos", "Star TSP100 or mC-Print in ESC/POS mode, 80 mm", 48, 576, 80, process_id=False),
    PrinterModel("generic-48", "Any 80 mm ESC/POS printer, 48 columns", 48, 576, 80, qr=False),
    PrinterModel("generic-42", "Any 80 mm ESC/POS printer, 42 columns", 42, 512, 80, qr=False),
    PrinterModel("generic-32", "Any 58 mm ESC/POS printer, 32 columns", 32, 384, 58, cutter=False, qr=False),
)
# fmt: on
MODELS: dict[str, PrinterModel] = {row.name: row for row in _ROWS}


def printer_model(name: str, columns: int | None = None, code_page: str | None = None) -> PrinterModel:
    """The model called `name`, with the station's own `columns` and `code_page` where given.

    Raises DeviceError NOSERVICE when there is no such model.
    """
    if name not in MODELS:
        raise DeviceError(
            f"There is no printer model {name!r}. The models are: {', '.join(MODELS)}.", ErrorCode.NOSERVICE
        )
    model = MODELS[name]
    return replace(model, columns=columns or model.columns, code_page=code_page or model.code_page)
