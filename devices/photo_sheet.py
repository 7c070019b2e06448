"""A photographic line-up: six faces on one page, numbered, all cut alike, in an order that chance chose and is kept.

A person picks the fillers; the page says nothing of who is who.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from devices.code_pages import fold
from devices.photo_image import read_picture

PLACES = 6
ACROSS = 2
"""Photographs in a row; three rows."""
_CELL = (480, 600)
_MARGIN, _GAP = 48.0, 18.0  # points
_HEAD, _NUMBER = 40.0, 16.0


@dataclass(frozen=True)
class LineUp:
    """Which photograph stands in which place: `order[0]` is the index of the one with number 1."""

    order: tuple[int, ...]

    def place(self, index: int) -> int:
        """The number under the photograph with this index, from 1."""
        return self.order.index(index) + 1


def draw_order(count: int = PLACES, chance: random.Random | None = None) -> LineUp:
    """An order by chance, from the system's source of randomness unless another is given. Store it with the sheet."""
    order = list(range(count))
    (chance or random.SystemRandom()).shuffle(order)
    return LineUp(tuple(order))


def line_up_sheet(photos: Sequence[bytes], line_up: LineUp, reference: str, on: date, marking: str = "") -> bytes:
    """The page as a PDF in letter size. All photographs are reduced to one size and get the same border.

    `marking` stands at the foot: who printed it, when, and that it is confidential.
    Raises ValueError unless there are six and the order names each once, PictureError for a damaged one.
    """
    from reportlab.lib.pagesizes import letter
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    if len(photos) != PLACES or sorted(line_up.order) != list(range(PLACES)):
        raise ValueError(f"A line-up has {PLACES} photographs, each in one place.")
    page = BytesIO()
    canvas = Canvas(page, pagesize=letter, invariant=1)
    width, height = letter
    canvas.setTitle("Photographic line-up")
    canvas.setFont("Helvetica", 10)
    canvas.drawString(_MARGIN, height - _MARGIN, fold(f"{reference}   {on:%m/%d/%Y}", "CP1252"))
    rows = PLACES // ACROSS
    room = (height - 2 * _MARGIN - _HEAD) / rows - _NUMBER - _GAP
    cell = (room * _CELL[0] / _CELL[1], room)
    left = (width - ACROSS * cell[0] - (ACROSS - 1) * 2 * _GAP) / 2
    for place, index in enumerate(line_up.order):
        row, column = divmod(place, ACROSS)
        x = left + column * (cell[0] + 2 * _GAP)
        y = height - _MARGIN - _HEAD - (row + 1) * (room + _NUMBER + _GAP) + _GAP
        canvas.drawImage(ImageReader(BytesIO(_alike(photos[index]))), x, y + _NUMBER, *cell)
        canvas.rect(x, y + _NUMBER, *cell)
        canvas.setFont("Helvetica-Bold", 14)
        canvas.drawCentredString(x + cell[0] / 2, y, str(place + 1))
    canvas.setFont("Helvetica", 6.5)
    canvas.drawCentredString(width / 2, _MARGIN / 2, fold(marking, "CP1252"))
    canvas.showPage()
    canvas.save()
    return page.getvalue()


def _alike(photo: bytes) -> bytes:
    """The photograph cut to 4:5 and reduced to one size, so that none stands out. Raises PictureError."""
    from PIL import ImageOps
    from PIL.Image import Resampling

    image = ImageOps.fit(read_picture(photo), _CELL, Resampling.LANCZOS)
    data = BytesIO()
    image.save(data, "JPEG", quality=90)
    return data.getvalue()
