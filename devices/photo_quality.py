"""What a computer can say of a photograph without knowing faces: sharpness and light. Advice, never a gate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

COMPARED_WIDTH = 480
"""Pixels to which a picture is reduced before its edges are compared with the limits."""
BLURRED, DIM, BRIGHT = 150.0, 60.0, 200.0
CLIPPED = 0.05
"""The share of pixels that may be quite white or quite black."""


@dataclass(frozen=True)
class Quality:
    """What was measured."""

    sharpness: float
    """The variance of the picture's edges: some 1,200 when sharp, 50 when blurred."""
    light: float
    """The mean of all pixels, 0 to 255."""
    white: float
    """The share of pixels without drawing because they are too bright."""
    black: float

    @property
    def advice(self) -> tuple[str, ...]:
        """What to try before the photograph is accepted; empty when nothing stands out."""
        found = []
        if self.sharpness < BLURRED:
            found.append("It looks blurred. Ask the person to keep still, and check the focus.")
        if self.light < DIM or (self.black > CLIPPED and self.light < BRIGHT / 2):
            found.append("It is dark. Turn on a light in front of the person.")
        elif self.light > BRIGHT or self.white > CLIPPED:
            found.append("It is too bright. Turn off a light, or move it away.")
        return tuple(found)


def measure(image: Image) -> Quality:
    """The quality of a picture in RGB."""
    from PIL import ImageFilter, ImageStat
    from PIL.Image import Resampling

    gray = image.convert("L")
    height = max(3, round(gray.height * COMPARED_WIDTH / gray.width))
    gray = gray.resize((COMPARED_WIDTH, height), Resampling.LANCZOS)
    edges = gray.filter(ImageFilter.FIND_EDGES).crop((1, 1, COMPARED_WIDTH - 1, height - 1))
    histogram, pixels = gray.histogram(), COMPARED_WIDTH * height
    return Quality(
        sharpness=ImageStat.Stat(edges).var[0],
        light=ImageStat.Stat(gray).mean[0],
        white=sum(histogram[250:]) / pixels,
        black=sum(histogram[:6]) / pixels,
    )
