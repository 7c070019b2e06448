"""Badges and labels: ZPL to a label printer, or a PDF of the same size.

ZPL II as in Zebra's programming guide; `^` and `~` begin commands, so that data may hold neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from devices.links import Port
from devices.paper import clean
from devices.states import Device, DeviceError, ErrorCode, Health, Outcome, Power, Verdict

_DOTS_PER_MM = 8  # 203 dots to the inch
_ASK_STATUS = b"~HS"
_ANSWER_SECONDS = 1.0
_STATUS_FIELDS = 12  # of the first of three strings


@dataclass(frozen=True)
class Label:
    """A badge or label: what it says, largest first, with a barcode at its foot when there is one."""

    lines: Sequence[str]
    barcode: str = ""
    width_mm: int = 86
    height_mm: int = 54
    """A card of ISO/IEC 7810 ID-1."""


def plain(text: str) -> str:
    """Text that can begin no ZPL command."""
    return clean(text).replace("\n", " ").replace("^", "").replace("~", "")


def render_zpl(label: Label, copies: int = 1) -> bytes:
    """The ZPL of a label, UTF-8 (^CI28). Raises ValueError for a barcode that is no printable ASCII."""
    if label.barcode and not (label.barcode.isascii() and label.barcode.isprintable()):
        raise ValueError(f"{label.barcode!r} is not printable ASCII")
    width, height = label.width_mm * _DOTS_PER_MM, label.height_mm * _DOTS_PER_MM
    parts = ["^XA", "^CI28", f"^PW{width}", f"^LL{height}"]
    top = 24
    for place, line in enumerate(label.lines):
        size = 64 if place == 0 else 40
        parts.append(f"^FO24,{top}^A0N,{size},{size}^FB{width - 48},1,0,C^FD{plain(line)}^FS")
        top += size + 16
    if label.barcode:
        parts.append(f"^FO60,{height - 130}^BY2^BCN,80,Y,N,N^FD{plain(label.barcode)}^FS")
    return "".join([*parts, f"^PQ{copies}", "^XZ"]).encode()


def render_pdf(label: Label, path: Path) -> None:
    """The same label as a PDF page of its own size. Raises OSError when the file cannot be written."""
    from reportlab.graphics.barcode.code128 import Code128
    from reportlab.lib.units import mm
    from reportlab.pdfgen.canvas import Canvas

    width, height = label.width_mm * mm, label.height_mm * mm
    canvas = Canvas(str(path), pagesize=(width, height), invariant=1)
    top = height - 3 * mm
    for place, line in enumerate(label.lines):
        size = 22 if place == 0 else 13
        text = plain(line)
        while size > 6 and canvas.stringWidth(text, "Helvetica-Bold", size) > width - 6 * mm:
            size -= 1
        top -= size * 1.25
        canvas.setFont("Helvetica-Bold" if place == 0 else "Helvetica", size)
        canvas.drawCentredString(width / 2, top, text)
    if label.barcode:
        symbol = Code128(label.barcode, barHeight=9 * mm, barWidth=0.9, humanReadable=True)
        symbol.drawOn(canvas, (width - symbol.width) / 2, 6 * mm)
    canvas.save()


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
