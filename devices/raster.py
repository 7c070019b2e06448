"""Pictures as the bits a receipt printer burns, in bands, with no real-time command among them.

Printers obey real-time commands inside of image data too, and about two dithered photographs in five hold one by
chance: a status question, a cleared buffer, even a drawer pulse.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

BAND_ROWS = 100
"""Rows sent in one command: the TM-m30III prints longer ones as text now and then."""
MOST_PIXELS = 40_000_000
_REAL_TIME = re.compile(rb"\x10(?=[\x04\x05\x14])")


@dataclass(frozen=True)
class Bitmap:
    """Rows of `width_bytes` bytes, eight dots to a byte, 1 is black."""

    width_bytes: int
    rows: int
    data: bytes

    def bands(self) -> Iterator[Bitmap]:
        """The picture in pieces of at most `BAND_ROWS` rows."""
        for top in range(0, self.rows, BAND_ROWS):
            rows = min(BAND_ROWS, self.rows - top)
            start = top * self.width_bytes
            yield Bitmap(self.width_bytes, rows, self.data[start : start + rows * self.width_bytes])

    def command(self) -> bytes:
        """GS v 0 for a band."""
        size = self.width_bytes.to_bytes(2, "little") + self.rows.to_bytes(2, "little")
        return b"\x1dv0\x00" + size + masked(self.data)


def masked(data: bytes) -> bytes:
    """Image data in which no real-time command is left: one dot is set in the first byte of each."""
    return _REAL_TIME.sub(b"\x18", data)


def load(path: str | Path, width_dots: int) -> Bitmap:
    """A picture file centered on `width_dots` dots, made smaller when it is wider, never larger.

    Raises ValueError when it cannot be read.
    """
    from PIL import Image

    try:
        with Image.open(path) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise ValueError(f"the picture {path} is too large")
            opened.load()
            return bitmap(opened, width_dots)
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError(f"the picture {path} cannot be read: {error}") from None


def bitmap(picture: Any, width_dots: int) -> Bitmap:
    """A Pillow picture, on white where it is transparent, dithered to black and white and centered."""
    from PIL import Image

    flat = picture.convert("RGBA")
    white = Image.new("RGBA", flat.size, "white")
    grey = Image.alpha_composite(white, flat).convert("L")
    if grey.width > width_dots:
        height = max(1, round(grey.height * width_dots / grey.width))
        grey = grey.resize((width_dots, height), Image.Resampling.LANCZOS)
    page = Image.new("L", (width_dots // 8 * 8, grey.height), 255)
    page.paste(grey, ((page.width - grey.width) // 2, 0))
    dots = page.convert("1").tobytes()
    return Bitmap(page.width // 8, page.height, bytes(byte ^ 0xFF for byte in dots))
