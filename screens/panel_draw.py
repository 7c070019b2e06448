"""The segments of one field: its text in its width, the cursor, and the meaning behind it."""

from __future__ import annotations

from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style

from data.fields import Count, Field, FieldError, Money, Percent
from screens.cells import cells, clusters, fit, safe
from screens.panel_layout import Place

_ON_THE_RIGHT = (Money, Count, Percent)


@dataclass(frozen=True)
class View:
    """What one field shows now."""

    text: str
    """Safe text of at most the field's columns."""
    cursor: int
    """The cursor's column in the field, -1 without a cursor; it may stand one behind the end."""
    style: Style

    def change(self, newer: View, width: int) -> tuple[int, int]:
        """The first column that differs in `newer`, and the first after the last one."""
        if self.style != newer.style or not (self.text.isascii() and newer.text.isascii()):
            return 0, width + 1
        columns = range(width + 1)
        old, new = self._row(width), newer._row(width)
        differing = [at for at in columns if old[at] != new[at]]
        return (differing[0], differing[-1] + 1) if differing else (0, 0)

    def _row(self, width: int) -> list[str]:
        row = list(self.text.ljust(width + 1))
        if self.cursor >= 0:
            row[self.cursor] = "\x00" + row[self.cursor]
        return row


def window(text: str, cursor: int, width: int) -> tuple[str, int]:
    """The part of `text` that `width` columns show around the cursor (an index), and the cursor's column in it.

    The cursor may stand in the column behind the last, after a text that fills the field.
    """
    if text.isascii() and text.isprintable() and len(text) <= width:
        return text, cursor
    before, after = clusters(safe(text[:cursor])), clusters(safe(text[cursor:]))
    room = width if not after else width - cells(after[0])
    used = sum(map(cells, before))
    start = 0
    while start < len(before) and used > room:
        used -= cells(before[start])
        start += 1
    shown, total = before[start:], used
    for cluster in after:
        total += cells(cluster)
        if total > width:
            break
        shown.append(cluster)
    return "".join(shown), used


def still(kind: Field, text: str, width: int) -> str:
    """The text of a field the cursor is not in: clipped, amounts and counts at the right."""
    return fit(text, width, "right" if isinstance(kind, _ON_THE_RIGHT) else "left")


def masked(kind: Field, text: str) -> str:
    """The text as it may be seen: a secret as asterisks."""
    return "*" * len(text) if kind.secret else text


def meaning(kind: Field, text: str) -> str:
    """What a value from a short list means; empty where it says so itself, for other fields and unfinished values."""
    choices = kind.choices()
    if not choices or not text:
        return ""
    try:
        shown = kind.show(kind.clean(text))
    except FieldError:
        return ""
    words = dict(choices).get(shown, "")
    return "" if words == shown else words


def draw_field(view: View, place: Place, cursor: Style, ground: Style) -> list[Segment]:
    """The field's columns and the one behind it, with the cursor where it stands."""
    padded = fit(view.text, place.width)
    if view.cursor < 0:
        return [Segment(padded, view.style), Segment(" ", ground)]
    if view.cursor >= place.width:
        return [Segment(padded, view.style), Segment(" ", cursor)]
    parts = clusters(padded)
    at = column = 0
    while column < view.cursor:
        column += cells(parts[at])
        at += 1
    segments = [
        Segment("".join(parts[:at]), view.style),
        Segment(parts[at], cursor),
        Segment("".join(parts[at + 1 :]), view.style),
        Segment(" ", ground),
    ]
    return [segment for segment in segments if segment.text]
