"""Badges and labels, with a photograph or without: ZPL to a label printer, or a PDF of the same size.

ZPL II as in Zebra's programming guide; `^` and `~` begin commands, so that data may hold neither.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from devices.links import Port
from devices.paper import clean
from devices.photo_image import read_picture
from devices.states import Device, DeviceError, ErrorCode, Health, Outcome, Power, Verdict

_DOTS_PER_MM = 8  # 203 dots to the inch
_ASK_STATUS = b"~HS"
_ANSWER_SECONDS = 1.0
_STATUS_FIELDS = 12  # of the first of three strings


_EDGE_MM = 3
_PHOTO_MM = (25, 31)
"""1 by 1.25 inches, nearly."""
_LARGE, _SMALL, _LEAST = 64, 32, 18  # heights of a line in dots
_SHAPE = 0.62
"""Width to height of a wide character of the printer's own type."""


@dataclass(frozen=True)
class Label:
    """A badge or label: what it says, one line large, with a barcode at its foot when there is one."""

    lines: Sequence[str]
    barcode: str = ""
    large: int = 0
    """The place of the large line in `lines`."""
    photo: bytes = b""
    """A JPEG of 4:5, printed at the left; empty for none."""
    width_mm: int = 86
    height_mm: int = 54
    """A card of ISO/IEC 7810 ID-1."""


def plain(text: str) -> str:
    """Text that can begin no ZPL command."""
    return clean(text).replace("\n", " ").replace("^", "").replace("~", "")


def label_of(elements: Sequence[Mapping[str, Any]], photo: bytes = b"") -> Label:
    """The label of a document: its texts, the first of size 2 large, and its barcode."""
    texts = [element for element in elements if "text" in element]
    large = next((place for place, element in enumerate(texts) if element.get("size", 1) > 1), 0)
    barcode = next((str(element["barcode"]) for element in elements if "barcode" in element), "")
    return Label([str(element["text"]) for element in texts], barcode, large, photo)


def render_zpl(label: Label, copies: int = 1) -> bytes:
    """The ZPL of a label, UTF-8 (^CI28).

    Raises ValueError for a barcode that is no printable ASCII, PictureError for a damaged photograph.
    """
    if label.barcode and not (label.barcode.isascii() and label.barcode.isprintable()):
        raise ValueError(f"{label.barcode!r} is not printable ASCII")
    width, height = label.width_mm * _DOTS_PER_MM, label.height_mm * _DOTS_PER_MM
    parts = ["^XA", "^CI28", f"^PW{width}", f"^LL{height}"]
    top = edge = left = _EDGE_MM * _DOTS_PER_MM
    if label.photo:
        parts.append(f"^FO{edge},{edge}{_graphic(label.photo)}^FS")
        left += (_PHOTO_MM[0] + 2) * _DOTS_PER_MM
    room = width - left - edge
    for place, line in enumerate(label.lines):
        text = plain(line)
        size = max(_LEAST, min(_LARGE if place == label.large else _SMALL, int(room / (_SHAPE * max(1, len(text))))))
        parts.append(f"^FO{left},{top}^A0N,{size},{size}^FB{room},1,0,C^FD{text}^FS")
        top += size + 12
    if label.barcode:
        parts.append(f"^FO60,{height - 110}^BY2^BCN,60,Y,N,N^FD{plain(label.barcode)}^FS")
    return "".join([*parts, f"^PQ{copies}", "^XZ"]).encode()


def _graphic(photo: bytes) -> str:
    """A photograph as dots of black (^GFA)."""
    from PIL.Image import Resampling

    size = (_PHOTO_MM[0] * _DOTS_PER_MM, _PHOTO_MM[1] * _DOTS_PER_MM)
    picture = read_picture(photo).convert("L").resize(size, Resampling.LANCZOS).convert("1")
    row = (size[0] + 7) // 8
    dots = bytes(255 - byte for byte in picture.tobytes())
    return f"^GFA,{len(dots)},{len(dots)},{row},{dots.hex().upper()}"


def render_pdf(label: Label) -> bytes:
    """The same label as a PDF page of its own size. Raises PictureError for a damaged photograph."""
    from reportlab.graphics.barcode.code128 import Code128
    from reportlab.lib.units import mm
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    width, height = label.width_mm * mm, label.height_mm * mm
    page = BytesIO()
    canvas = Canvas(page, pagesize=(width, height), invariant=1)
    left, top = _EDGE_MM * mm, height - _EDGE_MM * mm
    if label.photo:
        picture = ImageReader(BytesIO(_checked(label.photo)))
        canvas.drawImage(picture, left, top - _PHOTO_MM[1] * mm, _PHOTO_MM[0] * mm, _PHOTO_MM[1] * mm)
        left += (_PHOTO_MM[0] + 2) * mm
    room = width - left - _EDGE_MM * mm
    for place, line in enumerate(label.lines):
        size = 22 if place == label.large else 11
        text = plain(line)
        while size > 6 and canvas.stringWidth(text, "Helvetica-Bold", size) > room:
            size -= 1
        top -= size * 1.25
        canvas.setFont("Helvetica-Bold" if place == label.large else "Helvetica", size)
        canvas.drawCentredString(left + room / 2, top, text)
    if label.barcode:
        symbol = Code128(label.barcode, barHeight=9 * mm, barWidth=0.9, humanReadable=True)
        symbol.drawOn(canvas, (width - symbol.width) / 2, 6 * mm)
    canvas.save()
    return page.getvalue()


def _checked(photo: bytes) -> bytes:
    read_picture(photo)
    return photo


class LabelPrinter(Device):
    """A ZPL printer on a network port. It is asked for its status; the label itself it does not confirm."""

    def __init__(self, port: Port, name: str = "The label printer") -> None:
        super().__init__(name)
        self.port = port

    def print_label(self, label: Label, copies: int = 1) -> Outcome:
        """SENT when the printer took the label, NOT_STARTED when nothing was sent. Raises only DeviceError DISABLED."""
        with self._busy():
            outcome = self._print(render_zpl(label, copies))
            self._problem = outcome.problem
        return outcome

    def _print(self, data: bytes) -> Outcome:
        sent = 0
        try:
            with self.port.session() as link:
                while sent < len(data):
                    taken = link.send(data[sent:], _ANSWER_SECONDS)
                    if not taken:
                        raise DeviceError("The label printer takes no data.", ErrorCode.TIMEOUT)
                    sent += taken
                link.finish(_ANSWER_SECONDS)
        except DeviceError as error:
            self.power = Power.OFF_OFFLINE
            return Outcome(Verdict.UNKNOWN if sent else Verdict.NOT_STARTED, error.sentence, sent)
        self.power = Power.ONLINE
        return Outcome(Verdict.SENT, None, sent)

    def check_health(self) -> Health:
        """Ask for paper, pause and ribbon (~HS)."""
        answer = b""
        try:
            with self.port.session() as link:
                link.send(_ASK_STATUS, _ANSWER_SECONDS)
                while answer.count(b"\x03") < 2 and (part := link.receive(_ANSWER_SECONDS)):
                    answer += part
                link.finish(_ANSWER_SECONDS)
        except DeviceError as error:
            self._problem, self.power = error.sentence, Power.OFF_OFFLINE
            return Health(False, error.sentence, self.power)
        self._problem = _trouble(answer)
        self.power = Power.OFFLINE if self._problem else Power.ONLINE
        return Health(self._problem is None, self._problem or "The label printer is ready.", self.power)


def _trouble(answer: bytes) -> str | None:
    strings = [part.strip(b"\x02\x03\r\n").split(b",") for part in answer.split(b"\x03") if part.strip()]
    if not strings or len(strings[0]) < _STATUS_FIELDS:
        return "The label printer does not say how it is. Is it switched on, and does it speak ZPL?"
    if strings[0][1] == b"1":
        return "The label printer is out of labels. Put in a new roll."
    if strings[0][2] == b"1":
        return "The label printer is paused. Press its pause button."
    if len(strings) > 1 and len(strings[1]) > 3 and strings[1][2] == b"1":
        return "The label printer's head is open. Close it."
    return None
