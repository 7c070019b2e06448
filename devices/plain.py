"""A paper as plain text: for the screen, a log, or a text file."""

from __future__ import annotations

from devices.layout import Line, lay_out
from devices.paper import QR, Barcode, Cut, Paper, parse


def render_text(elements: Paper, columns: int) -> list[str]:
    """The lines of a paper in `columns`. Double size and bold are lost; barcodes and cuts become lines of marks,
    pictures nothing.

    Raises ValueError for an unknown element.
    """
    lines: list[str] = []
    for printed in lay_out(parse(elements), columns):
        if isinstance(printed, Line):
            lines.append(printed.aligned(columns))
        elif isinstance(printed, Barcode):
            lines.append(barcode_line(printed.code, columns))
        elif isinstance(printed, QR):
            lines.append(qr_line(printed.code, columns))
        elif isinstance(printed, Cut):
            lines.append(perforation(columns))
    return lines


def barcode_line(code: str, columns: int) -> str:
    """How a barcode is shown where only text can be."""
    return f"||| {code} |||".center(columns).rstrip()


def qr_line(code: str, columns: int) -> str:
    """How a QR code is shown where only text can be."""
    return f"[QR {code}]".center(columns).rstrip()


def perforation(columns: int) -> str:
    """How a cut is shown where only text can be."""
    return ("- " * columns)[:columns].rstrip()
