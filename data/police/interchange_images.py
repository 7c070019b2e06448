"""What an image record says of its image against the image itself: size, codec, color, profile."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

from data.police.interchange import Exchanged

SMALLEST: dict[str, tuple[int, int]] = {
    "30": (480, 600), "32": (480, 600), "40": (768, 1024), "42": (768, 1024),
    "50": (3300, 4400), "51": (2400, 3200), "52": (2400, 3200),
}  # fmt: skip
"""Pixels that a profile (10.013) demands at least (ITL Annex E; sizes of 50 to 52 are not confirmed)."""
WIDE, TALL = (4, 5), (3, 4)
RATIOS = {"30": WIDE, "32": WIDE, "40": TALL, "42": TALL, "50": TALL, "51": TALL, "52": TALL}
"""Width to height of a profile (ITL E.2.2)."""
MOST_PIXELS = 60_000_000
_WSQ_START, _WSQ_FRAME = b"\xff\xa0", b"\xff\xa2"
_SIDE = re.compile("[0-9]{1,9}")
_FORMATS = {"JPEG": "JPEGB", "PNG": "PNG"}


@dataclass(frozen=True)
class Found:
    """What an image really is: codec as in the file's tables, size in pixels, colored or gray."""

    codecs: frozenset[str]
    width: int
    height: int
    colored: bool


def image_problems(record: Exchanged) -> Iterator[str]:
    """What a Type-10 or Type-14 record says wrongly of its image, in sentences."""
    name = f"Image {record.idc}"
    if not record.image:
        yield f"{name}: there is no image."
        return
    if record.text(11) == "NONE":
        yield from _raw(record, name)
        return
    found = look(record.image)
    if found is None:
        yield f"{name}: this is no image that can be read."
        return
    if record.text(11) not in found.codecs:
        yield f"{name}: it is not compressed as {record.text(11)} (CGA)."
    if (record.text(6), record.text(7)) != (str(found.width), str(found.height)):
        yield f"{name}: it measures {found.width} x {found.height}, not {record.text(6)} x {record.text(7)}."
    if record.type == 10:
        if found.colored == (record.text(12) == "GRAY"):
            yield f"{name}: its color space (CSP) is not {record.text(12)}."
        yield from _profile(record.text(13), found, name)


def _raw(record: Exchanged, name: str) -> Iterator[str]:
    """An image that is not compressed: one byte a pixel when gray, three when colored."""
    deep = 1 if record.type == 14 or record.text(12) == "GRAY" else 3
    sides = record.text(6), record.text(7)
    sizes = [int(side) for side in sides if _SIDE.fullmatch(side)]
    if len(sizes) < len(sides) or sizes[0] * sizes[1] * deep != len(record.image):
        yield f"{name}: its bytes are not {sides[0]} x {sides[1]} pixels."


def _profile(profile: str, found: Found, name: str) -> Iterator[str]:
    if profile not in SMALLEST:
        return
    width, height = SMALLEST[profile]
    if found.width < width or found.height < height:
        yield f"{name}: profile {profile} needs at least {width} x {height} pixels."
    across, down = RATIOS[profile]
    if abs(found.width * down - found.height * across) * 100 > found.height * across:
        yield f"{name}: profile {profile} needs {across}:{down}, within one percent."


def claimed(width: int, height: int, *, composed: bool) -> str:
    """The highest profile that may be claimed: 40, 30, or 20 for a legacy mugshot (booking standard, SAP).

    `composed`: the clerk has ticked every line of the composition checklist.
    """
    for profile in ("40", "30"):
        found = Found(frozenset(), width, height, colored=True)
        if composed and not list(_profile(profile, found, "")):
            return profile
    return "20"


def look(data: bytes) -> Found | None:
    """What an image is, fully decoded; WSQ only by its frame header. None when it cannot be read."""
    if data.startswith(_WSQ_START):
        return _wsq(data)
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "JPEG2000")) as image:
                if image.width * image.height > MOST_PIXELS:
                    return None
                image.load()
                if image.format == "JPEG2000":
                    codecs = frozenset({"JP2", "JP2L"})
                elif image.format == "JPEG" and "progressive" in image.info:
                    codecs = frozenset()
                else:
                    codecs = frozenset({_FORMATS[str(image.format)]})
                return Found(codecs, image.width, image.height, image.mode != "L")
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None
    except (OSError, ValueError, SyntaxError):  # what Pillow raises for a damaged image
        return None


def _wsq(data: bytes) -> Found | None:
    """The size in a WSQ file's frame header: marker, length, two levels, rows, columns (FBI WSQ 3.1)."""
    at = data.find(_WSQ_FRAME)
    if at < 0 or len(data) < at + 10:
        return None
    rows, columns = int.from_bytes(data[at + 6 : at + 8], "big"), int.from_bytes(data[at + 8 : at + 10], "big")
    return Found(frozenset({"WSQ20"}), columns, rows, colored=False) if rows and columns else None
