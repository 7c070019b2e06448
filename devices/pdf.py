"""A paper as a PDF of the paper's own width, one page to each cut."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from devices.code_pages import fold
from devices.layout import Line, Printed, lay_out
from devices.paper import QR, Barcode, Cut, Paper, Picture, parse

_POINTS_PER_MM = 72 / 25.4
_MARGIN_MM = 4.0
_COURIER_ADVANCE = 0.6  # of the type size
_LEADING = 1.2
_BARCODE_LINES = 4
_QR_LINES = 8
_PICTURE_LINES = 6
_FONTS = {False: "Courier", True: "Courier-Bold"}


def render_pdf(elements: Paper, path: Path, columns: int = 42, paper_mm: int = 80) -> None:
    """Write a paper to `path`, `columns` characters on paper `paper_mm` wide.

    Raises ValueError for an unknown element and OSError when the file cannot be written.
    """
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), invariant=1)
    canvas.setTitle(path.stem)
    for page in _pages(lay_out(parse(elements), columns, partial(fold, code_page="CP1252"))):
        _draw_page(canvas, page, columns, paper_mm * _POINTS_PER_MM)
    canvas.save()


Drawn = Line | Barcode | QR | Picture


def _pages(lines: list[Printed]) -> list[list[Drawn]]:
    pages: list[list[Drawn]] = [[]]
    for line in lines:
        if isinstance(line, Cut):
            pages.append([])
        else:
            pages[-1].append(line)
    return [page for page in pages if page] or [[]]


def height_of(printed: Drawn) -> int:
    """In lines of single height."""
    if isinstance(printed, Line):
        return printed.size
    return {Barcode: _BARCODE_LINES, QR: _QR_LINES}.get(type(printed), _PICTURE_LINES)


def _draw_page(canvas: Any, page: list[Drawn], columns: int, width: float) -> None:
    margin = _MARGIN_MM * _POINTS_PER_MM
    size = (width - 2 * margin) / (columns * _COURIER_ADVANCE)
    height = 2 * margin + sum(map(height_of, page)) * size * _LEADING
    canvas.setPageSize((width, height))
    top = height - margin
    for printed in page:
        top -= height_of(printed) * size * _LEADING
        draw(canvas, printed, (margin, width - margin), top, size)
    canvas.showPage()


def draw(canvas: Any, printed: Drawn, edges: tuple[float, float], bottom: float, size: float) -> None:
    """Draw what stands on one line of a page, between two edges in points; `size` is that of its type."""
    width = edges[0] + edges[1]
    if isinstance(printed, Barcode):
        _draw_barcode(canvas, printed.code, width, bottom, size)
    elif isinstance(printed, QR):
        _draw_qr(canvas, printed.code, width, bottom, size)
    elif isinstance(printed, Picture):
        _draw_picture(canvas, printed.path, edges, bottom, size)
    else:
        _draw_line(canvas, printed, edges, bottom, size)


def _draw_line(canvas: Any, line: Line, edges: tuple[float, float], bottom: float, size: float) -> None:
    canvas.setFont(_FONTS[line.bold], size * line.size)
    left, right = edges
    baseline = bottom + 0.25 * size * line.size
    if line.align == "center":
        canvas.drawCentredString((left + right) / 2, baseline, line.text)
    elif line.align == "right":
        canvas.drawRightString(right, baseline, line.text)
    else:
        canvas.drawString(left, baseline, line.text)


def _draw_barcode(canvas: Any, code: str, width: float, bottom: float, size: float) -> None:
    from reportlab.graphics.barcode.code128 import Code128

    symbol = Code128(code, barHeight=2.4 * size, barWidth=0.8, quiet=False)
    if symbol.width < width:
        symbol.drawOn(canvas, (width - symbol.width) / 2, bottom + 1.3 * size)
    canvas.setFont(_FONTS[False], size)
    canvas.drawCentredString(width / 2, bottom + 0.2 * size, code)


def _draw_qr(canvas: Any, code: str, width: float, bottom: float, size: float) -> None:
    from reportlab.graphics.barcode.qr import QrCodeWidget
    from reportlab.graphics.renderPDF import draw
    from reportlab.graphics.shapes import Drawing

    side = _QR_LINES * size * _LEADING
    drawing = Drawing(side, side)
    drawing.add(QrCodeWidget(code, barWidth=side, barHeight=side, barLevel="M"))
    draw(drawing, canvas, (width - side) / 2, bottom)


def _draw_picture(canvas: Any, path: str, edges: tuple[float, float], bottom: float, size: float) -> None:
    """A picture that cannot be read is left out, as on paper."""
    from reportlab.lib.utils import ImageReader

    try:
        picture = ImageReader(path)
    except OSError:
        return
    left, right = edges
    height = _PICTURE_LINES * size * _LEADING
    canvas.drawImage(picture, left, bottom, right - left, height, mask="auto", preserveAspectRatio=True)
