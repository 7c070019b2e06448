"""What each printer model can do, from makers' specifications and python-escpos's table.

No row has been tried on the machine itself: check it against the maker's manual before the model is put to use.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from devices.states import DeviceError, ErrorCode


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
    pulse: bool = True
    """Has a drawer connector."""


_ROWS = (
    PrinterModel("epson-tm-t88v", "Epson TM-T88V, 80 mm", 42, 512, 80, process_id=True),
    PrinterModel("epson-tm-t88iii", "Epson TM-T88III, 80 mm", 42, 512, 80),
    PrinterModel("epson-tm-t88iv", "Epson TM-T88IV, 80 mm", 42, 512, 80, process_id=True),
    PrinterModel("epson-tm-t20ii", "Epson TM-T20II, 80 mm", 48, 576, 80, process_id=True),
    PrinterModel("epson-tm-u220b", "Epson TM-U220B, 76 mm impact", 40, 400, 76, code_page="CP437", barcode=False),
    PrinterModel("epson-tm-p80", "Epson TM-P80, 80 mm mobile", 48, 576, 80, cutter=False, pulse=False),
    PrinterModel("generic-48", "Any 80 mm ESC/POS printer, 48 columns", 48, 576, 80),
    PrinterModel("generic-42", "Any 80 mm ESC/POS printer, 42 columns", 42, 512, 80),
    PrinterModel("generic-32", "Any 58 mm ESC/POS printer, 32 columns", 32, 384, 58, cutter=False),
)
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
