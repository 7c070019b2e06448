"""A paper on letter pages, in memory, with the same marking line on every page if it has one."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from typing import Any

from devices.code_pages import fold
from devices.layout import lay_out
from devices.paper import Cut, Paper, parse
from devices.pdf import Drawn, draw, height_of

WIDTH, HEIGHT = 612.0, 792.0
"""A letter page in points."""
MARGIN = 36.0
COLUMNS = 80
_SIZE = (WIDTH - 2 * MARGIN) / (COLUMNS * 0.6)
_LEADING = 1.2
_FOOT_LINES = 3
LINES = int((HEIGHT - 2 * MARGIN) / (_SIZE * _LEADING)) - _FOOT_LINES
"""Lines of single height on a page, above the marking."""


def render_letter(
    elements: Paper, marking: str, title: str, page_words: str = "Page {n} of {count}"
) -> tuple[bytes, int]:
    """The PDF of a paper and the number of its pages; `marking` stands at the foot of each, in two lines when long.

    Below it `page_words` say the page; without a marking they do where there are several.

    Raises ValueError for an unknown element.
    """
    from reportlab.pdfgen.canvas import Canvas

    pages = _pages(elements)
    file = BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH, HEIGHT), invariant=1)
    canvas.setTitle(title)
    for n, page in enumerate(pages, 1):
        top = HEIGHT - MARGIN
        for printed in page:
            top -= height_of(printed) * _SIZE * _LEADING
            draw(canvas, printed, (MARGIN, WIDTH - MARGIN), top, _SIZE)
        if marking or len(pages) > 1:
            _mark(canvas, marking, page_words.format(n=n, count=len(pages)))
        canvas.showPage()
    canvas.save()
    return file.getvalue(), len(pages)


def _pages(elements: Paper) -> list[list[Drawn]]:
    """What stands on each page: a cut begins a new one, and so does a full one."""
    pages: list[list[Drawn]] = [[]]
    room = LINES
    for printed in lay_out(parse(elements), COLUMNS, partial(fold, code_page="CP1252")):
        full = not isinstance(printed, Cut) and height_of(printed) > room
        if (isinstance(printed, Cut) or full) and pages[-1]:
            pages.append([])
            room = LINES
        if not isinstance(printed, Cut):
            pages[-1].append(printed)
            room -= height_of(printed)
    return pages if pages[-1] or len(pages) == 1 else pages[:-1]


def _mark(canvas: Any, marking: str, page: str) -> None:
    size = 7.5
    if marking:
        canvas.line(MARGIN, MARGIN + 2.4 * size, WIDTH - MARGIN, MARGIN + 2.4 * size)
    words, rows, most = marking.split(), [""], int((WIDTH - 2 * MARGIN) / (size * 0.6))
    for word in words:
        if len(rows[-1]) + len(word) + 1 > most:
            rows.append("")
        rows[-1] = f"{rows[-1]} {word}".strip()
    canvas.setFont("Courier", size)
    for n, row in enumerate([*rows[:2]]):
        canvas.drawString(MARGIN, MARGIN + (1.3 - 1.2 * n) * size, row)
    canvas.drawRightString(WIDTH - MARGIN, MARGIN - 1.2 * size, page)
