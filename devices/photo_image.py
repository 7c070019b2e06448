"""Reading a picture that came from outside: by its content, whole, and never larger than can be held.

Pillow is imported late: it takes longer than a station without a camera should wait.
"""

from __future__ import annotations

import struct
import warnings
from io import BytesIO
from typing import TYPE_CHECKING

from devices.states import DeviceError, ErrorCode

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_PIXELS = 60_000_000
"""More than any camera at a counter has; a decompression bomb has more."""
_DARK = 24
"""Of 255: what 99 of 100 pixels of a picture taken in the dark stay below."""


class PictureError(DeviceError):
    """A picture that cannot be used; the next one may be good."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, ErrorCode.FAILURE)


BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, struct.error)
"""What Pillow's readers raise for damaged bytes."""
DAMAGED = "The camera's picture is damaged or cut off. Check the camera's cable."
DARK = "The camera sends black. Take off the lens cap, or turn on the light."


def read_picture(data: bytes, at_least: tuple[int, int] | None = None) -> Image:
    """Decode a whole JPEG or PNG upright in RGB. Raises PictureError.

    With `at_least` (width, height) a JPEG may come out reduced, but not below that: enough for a preview, and quicker.
    """
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(data), formats=("JPEG", "PNG"))
        if image.width * image.height > MAX_PIXELS:
            raise PictureError(f"The camera's picture has more than {MAX_PIXELS // 1_000_000} million pixels.")
        if at_least is not None:
            image.draft("RGB", at_least)
        image.load()
        upright = ImageOps.exif_transpose(image)
        return upright.convert("RGB")
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise PictureError(f"The camera's picture has more than {MAX_PIXELS // 1_000_000} million pixels.") from error
    except BROKEN as error:
        raise PictureError(DAMAGED) from error


def is_dark(image: Image) -> bool:
    """Whether nothing can be seen on the picture."""
    histogram = image.convert("L").histogram()
    return sum(histogram[_DARK:]) * 100 < sum(histogram)
