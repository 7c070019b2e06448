"""Photographs of one person on letter pages, each with its words: the front, profiles, marks."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from devices.code_pages import fold
from devices.photo_image import read_picture

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

ACROSS, DOWN = 3, 3
PER_PAGE = ACROSS * DOWN
_MARGIN, _GAP, _LINE = 48.0, 18.0, 11.0  # points
_CELL = (152.0, 190.0)
_PIXELS = (480, 600)
"""What a photograph is reduced to on paper, at most."""


def photo_page(
    title: str, facts: Sequence[str], photos: Sequence[tuple[bytes, str]], marking: str
) -> tuple[bytes, int]:
    """The PDF and the number of its pages: title and facts, then photographs with their words, nine to a page.

    `marking` stands at the foot of each page. Raises PictureError for a damaged photograph, ValueError for none.
    """
    from reportlab.lib.pagesizes import letter
    from reportlab.pdfgen.canvas import Canvas

    if not photos:
        raise ValueError("There is no photograph for the page.")
    file = BytesIO()
    canvas = Canvas(file, pagesize=letter, invariant=1)
    canvas.setTitle("Photographs")
    pages = [photos[first : first + PER_PAGE] for first in range(0, len(photos), PER_PAGE)]
    for number, page in enumerate(pages, 1):
        top = _head(canvas, letter, title, facts)
        for place, (photo, words) in enumerate(page):
            _place(canvas, place, top, photo, words)
        canvas.setFont("Helvetica", 6.5)
        canvas.drawCentredString(letter[0] / 2, _MARGIN / 2, fold(marking, "CP1252"))
        canvas.drawRightString(letter[0] - _MARGIN, _MARGIN / 2 - 9, f"Page {number} of {len(pages)}")
        canvas.showPage()
    canvas.save()
    return file.getvalue(), len(pages)


def _head(canvas: Canvas, size: tuple[float, float], title: str, facts: Sequence[str]) -> float:
    """Write the title and what is known; where the photographs begin, in points from the foot."""
    top = size[1] - _MARGIN
    canvas.setFont("Helvetica-Bold", 12)
    canvas.drawString(_MARGIN, top, fold(title, "CP1252"))
    canvas.setFont("Helvetica", 9)
    for fact in facts:
        top -= 1.3 * _LINE
        canvas.drawString(_MARGIN, top, fold(fact, "CP1252"))
    return top - _GAP


def _place(canvas: Canvas, place: int, top: float, photo: bytes, words: str) -> None:
    """Draw a photograph in its place, counted from 0, with its words below."""
    from reportlab.lib.utils import ImageReader

    row, column = divmod(place, ACROSS)
    x = _MARGIN + column * (_CELL[0] + _GAP / 2)
    y = top - (row + 1) * (_CELL[1] + 1.6 * _LINE)
    picture = ImageReader(BytesIO(_reduced(photo)))
    canvas.drawImage(picture, x, y + _LINE, *_CELL, preserveAspectRatio=True, anchor="sw")
    canvas.setFont("Helvetica", 8)
    canvas.drawString(x, y, fold(words, "CP1252")[:36])


def _reduced(photo: bytes) -> bytes:
    image = read_picture(photo)
    image.thumbnail(_PIXELS)
    data = BytesIO()
    image.save(data, "JPEG", quality=90)
    return data.getvalue()
