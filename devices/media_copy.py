"""Printing through the clerk's own terminal: `ESC [ 5 i`, the job, `ESC [ 4 i` (media copy, ECMA-48 8.3.82). One-way.

Terminals cannot be asked whether they print, so this is set per station, and a clerk confirms a test print.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from urllib.parse import parse_qs

from devices.links import bad_address
from devices.states import DeviceError, ErrorCode

PRINTER_ON, PRINTER_OFF = b"\x1b[5i", b"\x1b[4i"
ENCODINGS = ("base64", "raw")
"""`base64` for a terminal whose print command decodes it (xterm, urxvt, screen); `raw` for PuTTY, which keeps bytes."""
PASSTHROUGHS = ("", "tmux")
_NO_TERMINAL = "This program has no terminal to print through."


class TerminalLine:
    """The way to the clerk's terminal. The application sets `write`, which puts its bytes out in one unbroken block."""

    def __init__(self) -> None:
        self.write: Callable[[bytes], None] | None = None
        self.cell: Callable[[], tuple[int, int]] | None = None
        """Gives width and height of a character cell in pixels; None where no picture may be sent."""


def framed(job: bytes, encoding: str = "base64", passthrough: str = "") -> bytes:
    """A job as the terminal must get it, for tmux in its passthrough (`allow-passthrough on`).

    Raises DeviceError ILLEGAL for a raw job that holds the sequence that ends printing.
    """
    if encoding == "base64":
        job = base64.b64encode(job)
    elif PRINTER_OFF in job:
        raise DeviceError("The document holds the command that ends printing through the terminal.", ErrorCode.ILLEGAL)
    block = PRINTER_ON + job + PRINTER_OFF
    if passthrough == "tmux":
        return b"\x1bPtmux;" + block.replace(b"\x1b", b"\x1b\x1b") + b"\x1b\\"
    return block


class MediaCopyTransport:
    """Gathers a job and hands it to the terminal whole when it is finished."""

    two_way = False

    def __init__(self, address: str, line: TerminalLine, encoding: str, passthrough: str) -> None:
        self.address = address
        self._line = line
        self._encoding, self._passthrough = encoding, passthrough
        self._job: bytearray | None = None

    @classmethod
    def parse(cls, address: str, line: TerminalLine) -> MediaCopyTransport:
        """The transport of `terminal:base64`, `terminal:raw`, either with `?passthrough=tmux`.

        Raises DeviceError NOSERVICE for a bad address.
        """
        encoding, _, query = address.partition(":")[2].partition("?")
        options = {key: values[-1] for key, values in parse_qs(query, keep_blank_values=True).items()}
        passthrough = options.pop("passthrough", "")
        if options or encoding not in ENCODINGS or passthrough not in PASSTHROUGHS:
            raise bad_address(address)
        return cls(address, line, encoding, passthrough)

    def connect(self) -> None:
        if self._line.write is None:
            raise DeviceError(_NO_TERMINAL, ErrorCode.NOHARDWARE)
        self._job = bytearray()

    def send(self, data: bytes, timeout_seconds: float) -> int:
        if self._job is None:
            raise DeviceError(f"The device at {self.address} is not connected.", ErrorCode.CLOSED)
        self._job += data
        return len(data)

    def receive(self, timeout_seconds: float) -> bytes:
        return b""

    def finish(self, linger_seconds: float) -> None:
        job, self._job = self._job, None
        if job is None:
            raise DeviceError(f"The device at {self.address} is not connected.", ErrorCode.CLOSED)
        if not job:
            return
        if self._line.write is None:
            raise DeviceError(_NO_TERMINAL, ErrorCode.NOHARDWARE)
        self._line.write(framed(bytes(job), self._encoding, self._passthrough))

    def close(self) -> None:
        self._job = None
