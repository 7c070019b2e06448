"""The inside of a simulated receipt printer: buffer, paper, status and drawer, with no connection and no thread."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from devices.code_pages import CODECS
from devices.escpos_commands import Token, split_real_time, token_at
from devices.faults import Faults, SimulatedDrawer
from devices.layout import Line
from devices.paper import Align
from devices.plain import barcode_line, perforation, qr_line

_MOST_LINES = 5_000
_DOTS_OF_A_CHARACTER = 12
_PAGES = {0: "CP437", 2: "CP850", 3: "CP860", 4: "CP863", 5: "CP865", 16: "CP1252", 18: "CP852", 19: "CP858"}
"""Epson's numbers."""
_ALIGN: dict[int, Align] = {0: "left", 1: "center", 2: "right", 48: "left", 49: "center", 50: "right"}


class Mechanism:
    """Understands the bytes as an Epson TM-T88V does. `answer` is called with everything that the printer says."""

    def __init__(self, columns: int, answer: Callable[[bytes], None]) -> None:
        self.columns = columns
        self.faults = Faults()
        self.drawer = SimulatedDrawer()
        self.printed: deque[Line] = deque(maxlen=_MOST_LINES)
        self.slip: list[str] = []
        """What was printed on forms."""
        self.has_form = False
        self.has_paper = True
        self.roll_is_low = False
        self.cover_is_open = False
        self.is_on = True
        self.lines_of_job = 0
        self.lines_ever = 0
        self._answer = answer
        self._buffer = bytearray()
        self._tail = b""
        self._automatic = False
        self._initialize()

    def _initialize(self) -> None:
        self._line: list[str] = []
        self._align: Align = "left"
        self._bold = False
        self._size = 1
        self._codec = "cp437"
        self._on_slip = False
        self._awaits_form = False
        self._qr = ""
        self.lines_of_job = 0

    def switch_on(self) -> None:
        """As after a power cut: nothing is left in the buffer."""
        self._buffer.clear()
        self._tail = b""
        self._automatic = False
        self._initialize()
        self.is_on = True

    @property
    def ready(self) -> bool:
        """Whether it can print now."""
        if self._on_slip:
            return self.is_on and not self.cover_is_open and (self.has_form or not self._awaits_form)
        return self.is_on and self.has_paper and not self.cover_is_open

    @property
    def has_work(self) -> bool:
        """Whether a complete command waits in the buffer and can be done."""
        return self.ready and bool(self._buffer) and token_at(bytes(self._buffer[:70_000]), 0) is not None

    @property
    def visible(self) -> tuple[object, ...]:
        """All that a person can see change."""
        drawer = self.drawer
        return (
            self.lines_ever, len(self.printed), self.has_paper, self.cover_is_open, self.is_on,
            drawer.is_open, len(drawer.pulses), self.has_form,
        )  # fmt: skip

    def connected(self) -> None:
        """A new connection: automatic status is off until it is asked for, and no line of a job is printed yet."""
        self._automatic = False
        self.lines_of_job = 0
        self._tail = b""

    def receive(self, data: bytes) -> None:
        """Bytes from the interface. Real-time commands are obeyed at once, even with paper out or a full buffer."""
        if not self.is_on:
            return
        kept, commands, self._tail = split_real_time(self._tail + data)
        self._buffer += kept
        for command in commands:
            self._real_time(command)

    def _real_time(self, command: bytes) -> None:
        if command[1] == 0x04:
            self._say(bytes((self._real_time_status(command[2]),)))
        elif command[1] == 0x05 or command[2] == 8:
            self._buffer.clear()
            self._line = []
            self._awaits_form = False
        elif command[2] == 1:
            self._pulse(command[3:5])

    def _real_time_status(self, question: int) -> int:
        bits = {
            1: 0x04 * self.drawer.pin_3 | 0x08 * (not self.ready),
            2: 0x04 * self.cover_is_open | 0x20 * (not self.has_paper),
            4: (0x0C if self.roll_is_low else 0) if self.has_paper else 0x6C,
            5: 0 if self.has_form else 0x60,
        }
        answer = 0x12 | bits.get(question, 0)
        return answer ^ 0x6C if self.faults.wrong_status else answer

    def say_status(self) -> None:
        """Send the automatic status, when it was asked for."""
        if self._automatic:
            first = 0x10 | 0x04 * self.drawer.pin_3 | 0x08 * (not self.ready) | 0x20 * self.cover_is_open
            self._say(bytes((first, 0, 0 if self.has_paper else 0x0F, 0x0F)))

    def _say(self, answer: bytes) -> None:
        if self.is_on and not self.faults.mute:
            self._answer(answer)

    def step(self) -> bool:
        """Do commands up to the end of one printed line. Returns False when there is nothing (more) to do."""
        while self.ready and self._buffer:
            found = token_at(bytes(self._buffer[:70_000]), 0)
            if found is None:
                return False
            token, used = found
            del self._buffer[:used]
            if self._obey(token):
                return True
        return False

    def _obey(self, token: Token) -> bool:
        """Do one command; True when it moved paper."""
        command, data = token.command, token.data
        if not command:
            self._line += data.decode(self._codec, "replace")
        elif command == b"\n":
            self._print_line()
            return True
        elif command == b"\x1dk":
            self._print_special(barcode_line(_barcode_text(data), self.columns))
            return True
        elif command == b"\x1dV":
            self._print_special(perforation(self.columns))
            return True
        elif command == b"\x1dv":
            width, rows = 8 * int.from_bytes(data[2:4], "little"), int.from_bytes(data[4:6], "little")
            self._print_special(f"[picture {width} x {rows}]")
            return True
        elif command == b"\x1d(" and data[3:5] == b"1P":
            self._qr = data[6:].decode("ascii", "replace")
        elif command == b"\x1d(" and data[3:5] == b"1Q":
            self._print_special(qr_line(self._qr, self.columns))
            return True
        elif command == b"\x0c" and self._on_slip:
            self._eject()
            return True
        elif command in (b"\x1bd", b"\x1bJ"):
            for _ in range(data[0] if command == b"\x1bd" else 1):
                self._print_line()
            return True
        elif not self._set_style(command, data):
            self._obey_device_command(command, data)
        return False

    def _set_style(self, command: bytes, data: bytes) -> bool:
        if command == b"\x1ba":
            self._align = _ALIGN.get(data[0], "left")
        elif command == b"\x1bE":
            self._bold = bool(data[0] & 1)
        elif command == b"\x1d!":
            self._size = (data[0] >> 4 & 7) + 1
        elif command == b"\x1b!":
            self._bold, self._size = bool(data[0] & 0x08), 2 if data[0] & 0x20 else 1
        elif command == b"\x1bt":
            self._codec = CODECS[_PAGES.get(data[0], "CP437")]
        else:
            return False
        return True

    def _obey_device_command(self, command: bytes, data: bytes) -> None:
        if command == b"\x1b@":
            self._initialize()
            self._automatic = False
        elif command == b"\x1da":
            self._automatic = bool(data[0])
            self.say_status()
        elif command in (b"\x1b$", b"\x1b\\"):
            self._move(data, from_here=command == b"\x1b\\")
        elif command == b"\x1bp":
            self._pulse(data)
        elif command == b"\x1bc" and data[:1] == b"0":
            self._on_slip = bool(data[1] & 0x04)
        elif command == b"\x1bf":
            self._awaits_form = True
        elif command in (b"\x1dr", b"\x1d("):
            self._answer_in_order(command, data)
        elif command == b"\x1dI" and data[0] in (0x42, 0x43):
            self._say(b"_EPSON\0" if data[0] == 0x42 else b"_SIMULATED\0")

    def _move(self, data: bytes, from_here: bool) -> None:
        """Go to a place on the line, in dots from the left edge or from here, as near as whole characters come."""
        columns = int.from_bytes(data, "little", signed=from_here) // _DOTS_OF_A_CHARACTER
        wanted = columns + len(self._line) if from_here else columns
        del self._line[max(wanted, 0) :]
        self._line += " " * (min(wanted, self.columns) - len(self._line))

    def _answer_in_order(self, command: bytes, data: bytes) -> None:
        is_process_id = command == b"\x1d(" and data[:5] == b"H\x06\x00\x30\x30"
        if is_process_id and self.faults.no_process_id:
            return
        if self.faults.die_before_answer and self.lines_of_job:
            self.is_on = False
        elif is_process_id:
            self._say(b"\x37\x22" + data[5:9] + b"\0")
        elif command == b"\x1dr":
            self._say(bytes((self.drawer.pin_3 if data[0] in (2, 50) else 0,)))

    def _eject(self) -> None:
        if self._line:
            self._print_line()
        self.has_form = False
        self._awaits_form = False

    def _pulse(self, arguments: bytes) -> None:
        self.drawer.pulse(arguments)
        self.say_status()

    def _print_line(self) -> None:
        text, self._line = "".join(self._line), []
        width = max(self.columns // self._size, 1)
        for start in range(0, len(text) or 1, width):
            self._put(Line(text[start : start + width], self._align, self._size, self._bold))

    def _print_special(self, text: str) -> None:
        if self._line:
            self._print_line()
        self._put(Line(text))

    def _put(self, line: Line) -> None:
        """One line on paper, unless the power fails first."""
        self.lines_of_job += 1
        if self.lines_of_job == self.faults.die_at_line:
            self.is_on = False
        if not self.is_on:
            return
        if self._on_slip:
            self.slip.append(line.aligned(self.columns))
            self.lines_ever += 1
            return
        self.printed.append(line)
        self.lines_ever += 1
        if self.lines_of_job == self.faults.paper_end_at_line:
            self.has_paper = False
            self.say_status()


def _barcode_text(data: bytes) -> str:
    """The text of a GS k command, without the code set marks of Code 128."""
    body = data[2:] if data[0] >= 65 else data[1:-1]
    if body[:1] == b"{":
        body = body[2:]
    return body.replace(b"{{", b"{").decode("ascii", "replace")
