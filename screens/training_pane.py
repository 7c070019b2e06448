"""The customer in a pane: below the display where its fields leave room, beside it on a wide screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

from rich.segment import Segment

from screens.cells import fit
from screens.surface import Surface

if TYPE_CHECKING:
    from screens.display import Display

WIDE = 120
"""Columns from which the customer stands beside the form."""
FORM_COLUMNS = 80
MOST_ROWS, LEAST_ROWS = 9, 3
FACT_ROWS = 7
"""Rows kept free under the fields of a form for what it shows of an account."""
LIST_ROWS = 13
FRAME_ROWS = 3


class CustomerPane(Surface):
    """What the customer says, in rows; no key ever goes here."""

    DEFAULT_CSS = """
    CustomerPane { height: 0; }
    CustomerPane.beside { dock: right; height: 100%; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[str] = []
        self._wide = False
        self._laid = (False, 0, 0)

    def tell(self, display: Display, story: str, foot: str, *, shown: bool = True) -> None:
        """Show a story where the display leaves room for it; nothing for an empty one."""
        columns, rows = display.size.width or FORM_COLUMNS, display.size.height or 24
        wide = columns >= WIDE
        width = columns - FORM_COLUMNS if wide else columns
        said = rows_of(story, width - 4) if story and shown else []
        room = rows if wide else min(MOST_ROWS, rows - FRAME_ROWS - needed(display))
        if said and not wide:
            said = said[: room - 1] if room >= LEAST_ROWS else []
        self._lay(wide, width, len(said) + 1 if said else 0)
        wanted = [*said, foot] if said else []
        if wanted != self._rows or wide != self._wide:
            self._rows, self._wide = wanted, wide
            self.refresh()

    def _lay(self, wide: bool, width: int, rows: int) -> None:
        """Take this much of the screen; a change lays the screen out anew, so nothing is done without one."""
        if self._laid == (laid := (wide, width, rows)):
            return
        self._laid = laid
        self.set_class(wide and rows > 0, "beside")
        self.styles.width = width if rows or not wide else 0
        self.styles.height = "100%" if wide and rows else rows

    def draw_line(self, y: int) -> Iterable[Segment]:
        width = self.area.width
        first = 2 if self._wide else 0
        at = y - first
        foot = at == len(self._rows) - 1
        text = self._rows[at] if 0 <= at < len(self._rows) else ""
        style = self.palette.legend if foot else self.palette.message
        return [Segment(fit(f" | {text}", width), style)]


def rows_of(story: str, width: int) -> list[str]:
    """A story as rows of at most `width` columns; a blank line is kept between paragraphs, none at its ends."""
    found: list[str] = []
    for paragraph in story.strip().split("\n\n"):
        found += [*wrap(" ".join(paragraph.split()), max(20, width)), ""]
    return found[:-1]


def needed(display: Display) -> int:
    """How many rows a display needs for itself between the title and the legend."""
    form = getattr(display, "form", None)
    options: Sequence[object] = getattr(getattr(display, "lines", None), "rows", ())
    if hasattr(display, "list"):
        return LIST_ROWS
    if hasattr(display, "lines"):
        return len(options) + (1 if form is not None else 0)
    return len(form.fields) + FACT_ROWS if form is not None else 24
