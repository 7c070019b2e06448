"""A paper as ESC/POS bytes for one printer model, without initialization: the driver sends that."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

from devices.code_pages import codec, fold
from devices.escpos_commands import DLE, Token, tokens
from devices.formatter import new_formatter
from devices.layout import Line, Printed, lay_out
from devices.models import PrinterModel
from devices.paper import QR, Barcode, Paper, Picture, parse
from devices.raster import load
from devices.states import DeviceError, ErrorCode

log = logging.getLogger(__name__)
_TEAR_OFF_LINES = 4
_BARCODE_HEIGHT_DOTS = 80
_DOTS_OF_A_LINE = 30
_QR_MODULE_DOTS = 6
_ALLOWED = frozenset(
    {
        b"", b"\n", b"\x1bt", b"\x1ba", b"\x1bE", b"\x1d!", b"\x1dh", b"\x1dw", b"\x1dH", b"\x1df", b"\x1dk",
        b"\x1dV", b"\x1dv",
    }
)  # fmt: skip
"""All that a document may hold: page, alignment, bold, size, barcode, cut, picture. No pulse, no initialization, no
status; of the commands GS ( only those of a QR code."""


def render_escpos(elements: Paper, model: PrinterModel) -> bytes:
    """The bytes that print a paper on `model`.

    Raises ValueError for an unknown element and DeviceError for an unknown code page or a stream that the gate refuses.
    """
    codec(model.code_page)
    printer = new_formatter()
    printer.charcode(model.code_page)
    style: Line | None = None
    for printed in lay_out(parse(elements), model.columns, partial(fold, code_page=model.code_page)):
        style = _print(printer, printed, style, model)
    return gate(printer.output)


def gate(stream: bytes) -> bytes:
    """`stream` itself when it holds nothing but the commands of a document.

    Raises DeviceError ILLEGAL for any other command, above all a drawer pulse, and for a real-time sequence anywhere,
    because printers obey those inside of data too.
    """
    for token in tokens(stream):
        if token.command not in _ALLOWED and not (token.command == b"\x1d(" and token.data[:1] == b"k"):
            raise DeviceError(f"The document holds the printer command {token.command!r}.", ErrorCode.ILLEGAL)
    return final_scan(stream)


def final_scan(job: bytes) -> bytes:
    """A whole job, as it will be sent, when no real-time command stands anywhere in it.

    Raises DeviceError ILLEGAL otherwise: one can also come about where two harmless pieces meet.
    """
    for second in (0x04, 0x05, 0x14):
        if bytes((DLE, second)) in job:
            raise DeviceError("The document holds a real-time printer command.", ErrorCode.ILLEGAL)
    return job


def line_count(stream: bytes) -> int:
    """Lines of paper that a stream uses, double-height lines and barcodes counted as what they take."""
    lines, height = 0, 1
    for token in tokens(stream):
        lines += _lines_of(token, height)
        if token.command == b"\x1d!" and token.data:
            height = (token.data[0] & 0x07) + 1
    return lines


def _lines_of(token: Token, height: int) -> int:
    if token.command == b"\x1dv":
        return 1 + int.from_bytes(token.data[4:6], "little") // _DOTS_OF_A_LINE
    if token.command == b"\x1d(":
        return 8 if token.data[3:5] == b"1Q" else 0
    return {b"\n": height, b"\x1dk": 4, b"\x1dV": 5}.get(token.command, 0)


def _print(printer: Any, printed: Printed, style: Line | None, model: PrinterModel) -> Line | None:
    """Add one line and return the style it leaves behind; None when that is not known."""
    if isinstance(printed, Line):
        if style is None or (style.align, style.bold, style.size) != (printed.align, printed.bold, printed.size):
            printer.set(
                align=printed.align, bold=printed.bold, custom_size=True, width=printed.size, height=printed.size
            )
        printer.text(printed.text + "\n")
        return printed
    if isinstance(printed, Barcode):
        _print_barcode(printer, printed.code, model)
    elif isinstance(printed, QR):
        _print_qr(printer, printed.code, model)
    elif isinstance(printed, Picture):
        _print_picture(printer, printed.path, model)
    elif model.cutter:
        printer.cut(feed=False)  # the printer itself feeds to its cutting position
    else:
        printer.text("\n" * _TEAR_OFF_LINES)
    return None


def _print_barcode(printer: Any, code: str, model: PrinterModel) -> None:
    """Code 128, set B, as wide as the paper allows; a printer that cannot, or has no room, prints the text."""
    modules = 11 * (len(code) + 2) + 13
    width = min(3, model.width_dots // modules)
    _center(printer)
    if not model.barcode or width < 2:
        _print_code(printer, code, model)
        return
    data = b"{B" + code.replace("{", "{{").encode("ascii")
    # Not the library's barcode(): it writes a line to standard output.
    for command, value in ((b"h", _BARCODE_HEIGHT_DOTS), (b"w", width), (b"H", 2), (b"f", 0)):
        printer._raw(b"\x1d" + command + bytes((value,)))
    printer._raw(b"\x1dk" + bytes((73, len(data))) + data)


def _center(printer: Any) -> None:
    printer.set(align="center", bold=False, custom_size=True, width=1, height=1)


def _print_code(printer: Any, code: str, model: PrinterModel) -> None:
    """The text of a symbol that the printer cannot draw."""
    printer.text("\n".join(code[at : at + model.columns] for at in range(0, len(code), model.columns)) + "\n")


def _print_qr(printer: Any, code: str, model: PrinterModel) -> None:
    """Model 2, error correction M; a printer that cannot prints the text."""
    _center(printer)
    if not model.qr:
        _print_code(printer, code, model)
        return
    for function in (b"A2\0", b"C" + bytes((_QR_MODULE_DOTS,)), b"E1", b"P0" + code.encode("ascii"), b"Q0"):
        printer._raw(b"\x1d(k" + (len(function) + 1).to_bytes(2, "little") + b"1" + function)


def _print_picture(printer: Any, path: str, model: PrinterModel) -> None:
    """In bands; a picture that cannot be read is left out, because the receipt matters more."""
    if not model.graphics:
        return
    try:
        picture = load(path, model.width_dots)
    except ValueError as error:
        log.warning("%s", error)
        return
    printer.set(align="left")
    for band in picture.bands():
        printer._raw(band.command())
