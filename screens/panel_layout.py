"""Where the labels and fields of a form stand. Columns and rows count from the panel's upper left corner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data.fields import Field
from screens.cells import cells, clip

MARGIN = 1
GAP = 2
"""Columns between a label's colon and its field, and between two columns of fields."""
SHORTEST_LABEL = 16
LONGEST_LABEL = 28
TWO_COLUMNS_FROM = 100
MEANING = 12
"""Columns kept free behind a field for the meaning of its value."""


@dataclass(frozen=True)
class Place:
    """Where one field stands: its group (page of fields), row and columns."""

    group: int
    row: int
    column: int
    """0, or 1 for the right one of two columns of fields."""
    label_x: int
    label: str
    """The label with dot leaders and colon, as wide as all others of its column."""
    x: int
    """The field's first column."""
    width: int
    """The columns the field shows; longer texts scroll in it. One more is kept free for the cursor behind the end."""
    end: int
    """The first column that belongs to something else."""


def leaders(label: str, width: int) -> str:
    """`Account . . . :` in exactly `width` columns; the dots of all labels stand in the same columns."""
    label = clip(label, width - 2)
    used = cells(label)
    dots = "".join("." if (width - at) % 2 else " " for at in range(used + 1, width - 2))
    return f"{label} {dots} :" if used < width - 2 else f"{label} :"


def arrange(fields: Mapping[str, Field], width: int, rows: int) -> dict[str, Place]:
    """The place of every field in an area of `width` columns and `rows` rows.

    One field per row; two columns when the fields do not fit and there is room; else groups.
    """
    names, rows = list(fields), max(1, rows)
    columns = 2 if len(names) > rows and width >= TWO_COLUMNS_FROM else 1
    column_width = (width - MARGIN) // columns
    label_width = min(LONGEST_LABEL, max((cells(clip(kind.label, 200)) for kind in fields.values()), default=0)) + 4
    label_width = min(max(label_width, SHORTEST_LABEL), column_width // 2)
    places: dict[str, Place] = {}
    for index, name in enumerate(names):
        group, within = divmod(index, rows * columns)
        column, row = divmod(within, rows)
        left = MARGIN + column * column_width
        x = left + label_width + GAP
        end = left + column_width - (GAP if columns == 2 else 0)
        kind = fields[name]
        room = end - x - 1 - (MEANING if kind.choices() else 0)
        places[name] = Place(
            group=group,
            row=row,
            column=column,
            label_x=left,
            label=leaders(kind.label, label_width),
            x=x,
            width=max(1, min(kind.width, room)),
            end=end,
        )
    return places
