"""From a camera's picture to a photograph: cut, never enlarged, without the camera's metadata, with our own.

The camera's bytes are kept beside the photograph, each with its SHA-256, as evidence of what was cut.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING

from devices.frames import Box, Frame
from devices.photo_image import read_picture
from devices.photo_quality import Quality, measure
from devices.states import DeviceError, ErrorCode

if TYPE_CHECKING:
    from PIL.Image import Exif, Image

QUALITY = 95
"""Of the JPEG: 112 kB at 480 x 600."""
_DESCRIPTION, _MADE, _TAKEN = 0x010E, 0x0132, 0x9003  # Exif 2.32: ImageDescription, DateTime, DateTimeOriginal
_EXIF_PART = 0x8769


@dataclass(frozen=True)
class Photo:
    """A photograph that was taken, with everything that proves it."""

    original: bytes
    """The camera's own bytes, unchanged."""
    original_sha256: str
    crop: bytes
    """The photograph: a JPEG (JFIF, 24 bit), with our metadata only."""
    crop_sha256: str
    frame: str
    """A name in `devices.frames.FRAMES`."""
    box: Box
    """What was cut out, in pixels of the original held upright."""
    width: int
    """Of the photograph, in pixels."""
    height: int
    taken_at: datetime
    reference: str
    """The booking, passport or badge number it was taken for."""
    quality: Quality


def make_photo(original: bytes, frame: Frame, box: Box, taken_at: datetime, reference: str = "") -> Photo:
    """Cut a photograph out of a camera's picture. Give the box that was shown; it may not be smaller than the frame.

    Raises PictureError for damaged bytes and DeviceError ILLEGAL for a box outside the picture or below the frame.
    """
    image = read_picture(original)
    _check(box, frame, image.size)
    cut = _with_standard_colors(image).crop(box.edges)
    if frame.exact and cut.size != (frame.width, frame.height):
        cut = cut.resize((frame.width, frame.height), _lanczos())
    crop = encode(cut, frame.dpi, taken_at, reference)
    return Photo(
        original,
        sha256(original).hexdigest(),
        crop,
        sha256(crop).hexdigest(),
        frame.name,
        box,
        *cut.size,
        taken_at,
        reference,
        measure(cut),
    )


def encode(image: Image, dpi: int, taken_at: datetime, reference: str) -> bytes:
    """The picture as a JPEG made from its pixels alone, with the date, the number and the resolution written anew."""
    from PIL import Image as images

    bare = images.frombytes("RGB", image.size, image.tobytes())
    data = BytesIO()
    bare.save(data, "JPEG", quality=QUALITY, subsampling=0, dpi=(dpi, dpi), exif=_metadata(taken_at, reference))
    return data.getvalue()


def _metadata(taken_at: datetime, reference: str) -> Exif:
    from PIL import Image as images

    exif = images.Exif()
    at = f"{taken_at:%Y:%m:%d %H:%M:%S}"
    exif[_MADE] = at
    exif.get_ifd(_EXIF_PART)[_TAKEN] = at
    if reference:
        exif[_DESCRIPTION] = reference
    return exif


def _check(box: Box, frame: Frame, size: tuple[int, int]) -> None:
    left, top, right, bottom = box.edges
    across, down = frame.unit
    if left < 0 or top < 0 or right > size[0] or bottom > size[1] or box.width * down != box.height * across:
        raise DeviceError("The frame does not fit the camera's picture any more. Take it again.", ErrorCode.ILLEGAL)
    if box.width < frame.width:
        raise DeviceError(
            f"{box.width} x {box.height} pixels are too few for {frame.title}: {frame.width} x {frame.height}. "
            "Make the frame larger; a photograph is never enlarged.",
            ErrorCode.ILLEGAL,
        )


def _with_standard_colors(image: Image) -> Image:
    """In sRGB: the camera's color profile goes with its metadata, so its colors are brought over first."""
    profile = image.info.get("icc_profile")
    if not profile:
        return image
    from PIL import ImageCms

    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError):  # a profile that is none
        return image
    return converted or image


def _lanczos() -> int:
    from PIL.Image import Resampling

    return Resampling.LANCZOS
