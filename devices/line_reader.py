"""Devices that send one line for each thing they read: barcode scanners and check readers."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable

from devices.links import Connect, Transport
from devices.states import Device, DeviceError, Health, Power

LONGEST_LINE = 500
"""Characters; what is longer is no line and is dropped."""
RECONNECT_SECONDS = (0.5, 2.0, 10.0, 30.0)
_SLICE_SECONDS = 1.0
_ENDS = re.compile(rb"[\r\n\x03]+")
_CARD = re.compile(r"%[Bb]\d|;\d{12,19}=")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class LineReader(Device):
    """Reads lines in a thread of its own and hands each to `on_line`, which must only post a message.

    It connects again by itself when the device goes and comes back. Card stripes are dropped unread, and no line is
    ever logged.
    """

    def __init__(
        self,
        name: str,
        connect: Connect,
        on_line: Callable[[str], None] | None = None,
        trial: str = "Scan something to see it work.",
    ) -> None:
        """`trial` is what a health check tells the clerk to do, as a sentence."""
        super().__init__(name)
        self.on_line = on_line
        self._trial = trial
        self._connect = connect
        self._stopping = threading.Event()
        self._connected = threading.Event()
        self._tried = threading.Event()
        self._thread: threading.Thread | None = None

    def enable(self) -> None:
        """Start reading."""
        super().enable()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name=f"{type(self).__name__}", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            link = self._connect()
            try:
                link.connect()
                self._problem, self.power, failures = None, Power.ONLINE, 0
                self._connected.set()
                self._tried.set()
                self._read(link)
            except DeviceError as error:
                self._problem, self.power = error.sentence, Power.OFF_OFFLINE
                self._connected.clear()
                self._tried.set()
                pause = RECONNECT_SECONDS[min(failures, len(RECONNECT_SECONDS) - 1)]
                failures += 1
                self._stopping.wait(pause)
            finally:
                link.close()

    def _read(self, link: Transport) -> None:
        """Until the program ends or the link is lost, which raises DeviceError."""
        rest = b""
        while not self._stopping.is_set():
            rest += link.receive(_SLICE_SECONDS)
            *lines, rest = _ENDS.split(rest)
            for line in lines:
                self._take(line)
            if len(rest) > LONGEST_LINE:
                rest = b""

    def _take(self, raw: bytes) -> None:
        text = _UNPRINTABLE.sub("", raw.decode("latin-1"))
        if text.strip() and len(text) <= LONGEST_LINE and not _CARD.search(text) and self.on_line is not None:
            self.on_line(text)

    def check_health(self) -> Health:
        """Whether the device's line is open; nothing is read."""
        self._tried.wait(5.0)
        if self._problem is not None or not self._connected.is_set():
            return Health(False, self._problem or f"{self.name} does not answer.", Power.OFF_OFFLINE)
        return Health(True, f"{self.name} is connected. {self._trial}", Power.ONLINE)

    def close(self) -> None:
        """Stop reading. May be called twice."""
        super().close()
        self._stopping.set()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(2 * _SLICE_SECONDS)


_AIM = re.compile(r"\][A-Za-z][0-9A-Za-z]")


def barcode(line: str) -> str:
    """The data of a scanned line, without the AIM symbology identifier (ISO/IEC 15424) in front."""
    return _AIM.sub("", line.strip(), count=1) if _AIM.match(line.strip()) else line.strip()
