"""The frames a photograph is cut to: what size it must have, and where head and eyes belong in it.

Sizes and composition of booking photographs: ANSI/NIST-ITL Annex E (level 30: 4:5 and 480 x 600 pixels, level 40: 3:4
and 768 x 1024; no enlarging). Passport: 22 CFR 51.26 and the Department of State's
photograph requirements, 2 x 2 inches.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd

from devices.states import DeviceError, ErrorCode

BOX_STEP = 0.04
"""The share of its size by which a box grows or shrinks at one key."""


@dataclass(frozen=True)
class Frame:
    """A size and a composition. Shares are of the frame's width, or of its height from the top."""

    name: str
    title: str
    width: int
    """In pixels; a photograph may have more, never fewer."""
    height: int
    dpi: int = 300
    eyes: float = 0.45
    """Where the eyes belong, from the top."""
    head: float = 0.5
    """How wide the head should be."""
    exact: bool = False
    """Reduced to exactly this size, for paper; otherwise the camera's own pixels are kept."""

    @property
    def unit(self) -> tuple[int, int]:
        """The smallest width and height in whole pixels with this aspect."""
        common = gcd(self.width, self.height)
        return self.width // common, self.height // common

    @property
    def ears(self) -> tuple[float, float]:
        """Where the sides of the head belong, from the left."""
        return (1 - self.head) / 2, (1 + self.head) / 2


FRAMES: dict[str, Frame] = {
    frame.name: frame
    for frame in (
        Frame("SAP30", "Booking, level 30", 480, 600),
        Frame("SAP40", "Booking, level 40", 768, 1024),
        Frame("PASSPORT", "Passport 2 x 2 in", 600, 600, eyes=0.38, head=0.45, exact=True),
        Frame("BADGE", "Badge 1 x 1.25 in", 300, 375, exact=True),
    )
}
"""Every frame by its name."""


@dataclass(frozen=True)
class Box:
    """A part of the camera's picture, in its pixels, always inside it and always of the frame's aspect."""

    left: int
    top: int
    width: int
    height: int

    @property
    def edges(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom, as Pillow wants them."""
        return self.left, self.top, self.left + self.width, self.top + self.height


def first_box(frame: Frame, size: tuple[int, int]) -> Box:
    """The largest box in a picture of `size` (width, height), in its middle.

    Raises DeviceError when the picture is too small for the frame: nothing is ever enlarged.
    """
    width, height = _sides(frame, size, max(size))
    return Box((size[0] - width) // 2, (size[1] - height) // 2, width, height)


def moved(box: Box, right: int, down: int, size: tuple[int, int]) -> Box:
    """The box moved by pixels, as far as the picture goes."""
    left = min(max(0, box.left + right), size[0] - box.width)
    top = min(max(0, box.top + down), size[1] - box.height)
    return Box(left, top, box.width, box.height)


def sized(box: Box, steps: int, frame: Frame, size: tuple[int, int]) -> Box:
    """The box larger (or smaller, with negative steps) about its middle; never below the frame's own size."""
    change = max(frame.unit[0], round(box.width * BOX_STEP)) * steps
    width, height = _sides(frame, size, max(frame.width, box.width + change))
    left, top = box.left + (box.width - width) // 2, box.top + (box.height - height) // 2
    return moved(Box(left, top, width, height), 0, 0, size)


def _sides(frame: Frame, size: tuple[int, int], wanted_width: int) -> tuple[int, int]:
    across, down = frame.unit
    times = min(size[0] // across, size[1] // down, wanted_width // across)
    if times * across < frame.width:
        raise DeviceError(
            f"{frame.title} needs {frame.width} x {frame.height} pixels; the camera sends {size[0]} x {size[1]}. "
            "Set the camera to a larger picture; nothing is enlarged.",
            ErrorCode.ILLEGAL,
        )
    return times * across, times * down
