"""A portrait that is drawn, for the simulated and the virtual camera."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

GRAY_18_PERCENT = (119, 119, 119)
_SKIN, _HAIR, _SHIRT, _EYE = (205, 165, 140), (60, 45, 35), (50, 70, 110), (35, 30, 30)


def portrait(width: int = 1280, height: int = 720, step: int = 0) -> Image:
    """A head and shoulders on gray, framed for booking when cut from the middle; each step a bit further."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (width, height), GRAY_18_PERCENT)
    image.paste(Image.effect_noise((width, height), 12.0).convert("RGB"), mask=Image.new("L", (width, height), 40))
    draw = ImageDraw.Draw(image)
    x, eyes = width / 2 + (step % 10 - 5) * width / 400, height * 0.45
    head = height * 0.2  # half of the head's width: half of the width of a 4:5 frame of full height
    draw.ellipse((x - 2.1 * head, height * 0.83, x + 2.1 * head, height * 1.6), fill=_SHIRT)
    draw.rectangle((x - 0.45 * head, height * 0.65, x + 0.45 * head, height * 0.88), fill=_SKIN)
    draw.ellipse((x - 1.06 * head, eyes - 1.45 * head, x + 1.06 * head, eyes + head), fill=_HAIR)
    draw.ellipse((x - head, eyes - 1.15 * head, x + head, eyes + 1.4 * head), fill=_SKIN)
    for side in (-1, 1):
        eye = x + side * 0.4 * head
        draw.ellipse((eye - 0.13 * head, eyes - 0.07 * head, eye + 0.13 * head, eyes + 0.07 * head), fill=_EYE)
    draw.line((x, eyes + 0.1 * head, x - 0.08 * head, eyes + 0.55 * head), fill=_HAIR, width=max(1, height // 240))
    draw.line(
        (x - 0.3 * head, eyes + 0.9 * head, x + 0.3 * head, eyes + 0.9 * head), fill=_EYE, width=max(1, height // 180)
    )
    return image


def jpeg(image: Image, quality: int = 90) -> bytes:
    """The image as a camera would send it."""
    data = BytesIO()
    image.save(data, "JPEG", quality=quality)
    return data.getvalue()
