"""A camera's picture as the dots of a terminal preview: two to a cell, one above the other, in gray or in color."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from devices.frames import Box, Frame, first_box
from devices.photo_image import BROKEN, DAMAGED, DARK, PictureError, is_dark, read_picture

if TYPE_CHECKING:
    from PIL.Image import Image

GRAYS = 16
"""Shades of a preview without color: 0 is black."""
CUBE = 6
"""Levels of red, green and blue of a preview in color, as in a terminal's 256 colors."""


@dataclass(frozen=True)
class Dots:
    """A preview. `values` has a number for each dot, row by row: a gray from 0 to 15, or a color from 0 to 215."""

    columns: int
    rows: int
    """Of dots: twice the rows of cells."""
    values: bytes
    color: bool = False


@dataclass(frozen=True)
class Look:
    """What a preview needs to know of a picture: its dots, its whole size, and where the box in it is."""

    dots: Dots
    size: tuple[int, int]
    box: Box


def cells_for(aspect: float, columns: int, rows: int) -> tuple[int, int]:
    """The largest columns and rows of cells, within those given, that show a picture of this width to height."""
    fitting = min(columns, int(2 * rows * aspect))
    return max(2, fitting), max(1, min(rows, round(fitting / aspect / 2)))


def look_at(
    data: bytes,
    frame: Frame,
    box: Box | None,
    room: tuple[int, int],
    *,
    color: bool = False,
    whole: bool = False,
    before: Dots | None = None,
) -> Look:
    """A preview of a picture: of the part in `box` (the first box of the frame without one), or `whole`.

    `room` is the columns and rows of cells there are. With the preview `before` this one, grays that changed no more
    than a camera's noise stay as they are: what does not change is not sent. A box that does not fit this picture is
    replaced by the first. Raises PictureError for a damaged or black picture, DeviceError for one too small.
    """
    size, upright = _sizes(data)
    if box is None or box.left + box.width > size[0] or box.top + box.height > size[1]:
        box = first_box(frame, size)
    shown = Box(0, 0, *size) if whole else box
    columns, rows = cells_for(shown.width / shown.height, *room)
    needed = max(1.0, shown.width / columns / 2)
    least = (int(upright[0] / needed), int(upright[1] / needed))
    image = read_picture(data, least)
    if is_dark(image):
        raise PictureError(DARK)
    scale = image.width / size[0]
    edges = tuple(edge * scale for edge in shown.edges)
    return Look(_dots(image, edges, (columns, 2 * rows), color, before), size, box)


def _sizes(data: bytes) -> tuple[tuple[int, int], tuple[int, int]]:
    """Width and height as seen, and as stored. Raises PictureError."""
    from io import BytesIO

    from PIL import Image

    try:
        image = Image.open(BytesIO(data), formats=("JPEG", "PNG"))
        turned = image.getexif().get(_ORIENTATION, 1) in _ON_ITS_SIDE
    except (*BROKEN, Image.DecompressionBombError) as error:
        raise PictureError(DAMAGED) from error
    width, height = image.size
    return ((height, width) if turned else (width, height)), (width, height)


def _dots(image: Image, edges: tuple[float, ...], size: tuple[int, int], color: bool, before: Dots | None) -> Dots:
    from PIL import Image

    left, top, right, bottom = edges
    small = image.resize(
        size, Image.Resampling.BOX, box=(left, top, min(right, image.width), min(bottom, image.height))
    )
    if not color:
        return Dots(*size, _grays(small.convert("L").tobytes(), size, before))
    levels = small.point([round(level * (CUBE - 1) / 255) for level in range(256)] * 3).tobytes()
    triples = zip(levels[0::3], levels[1::3], levels[2::3], strict=True)
    return Dots(*size, bytes((red * CUBE + green) * CUBE + blue for red, green, blue in triples), True)


def _grays(values: bytes, size: tuple[int, int], before: Dots | None) -> bytes:
    if before is None or before.color or (before.columns, before.rows) != size:
        return bytes(value // _SHADE for value in values)
    return bytes(
        old if abs(value - old * _SHADE - _SHADE // 2) <= _STEADY else value // _SHADE
        for old, value in zip(before.values, values, strict=True)
    )


_SHADE = 256 // GRAYS
_STEADY = _SHADE // 2 + 5
"""How far a value may be from the middle of its old shade and still keep it."""
_ORIENTATION = 0x0112  # Exif 2.32, tag 274
_ON_ITS_SIDE = frozenset({5, 6, 7, 8})
