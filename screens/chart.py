"""Monthly figures as a picture in text: bars of eighth-blocks over their months, with a scale."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment

from screens.cells import fit
from screens.themes import Palette, palette

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_HALVES = "  ..::::#"
"""The same nine heights in ASCII."""
_ROUGH = 10
"""From this figure on the middle of the scale is near enough when it is not whole."""


def bars(
    values: Sequence[tuple[str, int]],
    rows: int,
    width: int,
    *,
    ascii_only: bool = False,
    colors: Palette | None = None,
) -> list[list[Segment]]:
    """A picture of `rows` rows and `width` columns: label and figure pairs as upright bars, scale at the left.

    The lowest row holds the labels. Figures below zero are drawn as none. Too many figures for the width: the latest.
    """
    colors = colors or palette()
    height = max(1, rows - 1)
    top = max([amount for _, amount in values] + [1])
    scale_width = len(f"{top:,}") + 1
    room = max(1, width - scale_width - 1)
    shown = list(values)[-(room // 2 or 1) :]
    step = max(1, room // max(1, len(shown)))
    bar = max(1, min(step - 1, 4)) if step > 1 else 1
    picture = []
    for row in range(height):
        scale = {0: f"{top:,}", height - 1: "0"}.get(row, "")
        if height >= 5 and row == height // 2 and (top >= _ROUGH or not top * (height - row) % height):
            scale = f"{top * (height - row) // height:,}"
        line = "".join(
            _bar(amount, top, height, height - 1 - row, ascii_only) * bar + " " * (step - bar) for _, amount in shown
        )
        picture.append(
            [
                Segment(fit(scale, scale_width, "right"), colors.label),
                Segment("|" if ascii_only else "│", colors.label),
                Segment(fit(line, room), colors.chart),
            ]
        )
    labels = "".join(fit(label[: max(1, step - 1)], step) for label, _ in shown)
    picture.append([Segment(" " * (scale_width + 1) + fit(labels, room), colors.label)])
    return picture


def _bar(amount: int, top: int, height: int, level: int, ascii_only: bool) -> str:
    """The character of a bar at one level above the ground; any amount above zero shows at least an eighth."""
    eighths = max(1, (amount * height * 8 + top // 2) // top) if amount > 0 else 0
    return (_HALVES if ascii_only else _EIGHTHS)[max(0, min(8, eighths - level * 8))]
