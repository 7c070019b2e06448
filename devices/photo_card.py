"""An identification card with a photograph: a PDF of one card's size (ISO/IEC 7810 ID-1, 85.6 x 53.98 mm)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from devices.code_pages import fold
from devices.photo_image import read_picture

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_MM = 72 / 25.4
WIDTH_MM, HEIGHT_MM = 85.6, 53.98
_EDGE, _HEADER, _BAR = 3.5, 8.0, 6.0  # millimetres
_PHOTO = (25.4, 31.75)  # 1 x 1.25 inches
_SMALLEST = 5.0  # points


@dataclass(frozen=True)
class IdCard:
    """What a card says; `code` is printed as Code 128 when there is one."""

    issuer: str
    name: str
    lines: Sequence[str] = ()
    """Smaller, below the name: title, department, number, expiry."""
    code: str = ""


def id_card(card: IdCard, photo: bytes) -> bytes:
    """The card as a PDF. Raises PictureError for a damaged photograph, ValueError for a code that is no ASCII text."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    if card.code and not (card.code.isascii() and card.code.isprintable()):
        raise ValueError("The code of a card must be printable ASCII.")
    read_picture(photo)
    page = BytesIO()
    canvas = Canvas(page, pagesize=(WIDTH_MM * _MM, HEIGHT_MM * _MM), invariant=1)
    canvas.setTitle("Identification card")
    top = (HEIGHT_MM - _EDGE - _HEADER) * _MM
    _text(canvas, card.issuer, (_EDGE * _MM, top + 2.5 * _MM), 11, bold=True, room=(WIDTH_MM - 2 * _EDGE) * _MM)
    canvas.line(_EDGE * _MM, top + 1 * _MM, (WIDTH_MM - _EDGE) * _MM, top + 1 * _MM)
    photo_bottom = top - _PHOTO[1] * _MM
    canvas.drawImage(
        ImageReader(BytesIO(photo)), _EDGE * _MM, photo_bottom, _PHOTO[0] * _MM, _PHOTO[1] * _MM,
        preserveAspectRatio=True,
    )  # fmt: skip
    left = (2 * _EDGE + _PHOTO[0]) * _MM
    room = WIDTH_MM * _MM - left - _EDGE * _MM
    _text(canvas, card.name, (left, top - 5 * _MM), 12, bold=True, room=room)
    for number, line in enumerate(card.lines[:5]):
        _text(canvas, line, (left, top - (10 + 4.2 * number) * _MM), 8, room=room)
    if card.code:
        _bars(canvas, card.code, (_EDGE * _MM, _EDGE * _MM), (WIDTH_MM - 2 * _EDGE) * _MM)
    canvas.showPage()
    canvas.save()
    return page.getvalue()


def _text(canvas: Canvas, text: str, at: tuple[float, float], size: float, *, room: float, bold: bool = False) -> None:
    """One line, in smaller type when it is long, cut when even that does not help."""
    font = "Helvetica-Bold" if bold else "Helvetica"
    text = fold(text, "CP1252")
    while canvas.stringWidth(text, font, size) > room and size > _SMALLEST:
        size -= 0.5
    while text and canvas.stringWidth(text, font, size) > room:
        text = text[:-1]
    canvas.setFont(font, size)
    canvas.drawString(*at, text)


def _bars(canvas: Any, code: str, at: tuple[float, float], room: float) -> None:
    from reportlab.graphics.barcode.code128 import Code128

    symbol = Code128(code, barHeight=_BAR * _MM, barWidth=0.9, quiet=False)
    if symbol.width > room:
        symbol = Code128(code, barHeight=_BAR * _MM, barWidth=0.9 * room / symbol.width, quiet=False)
    symbol.drawOn(canvas, *at)
