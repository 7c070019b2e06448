"""Serial ports and pyserial URLs. pyserial is imported when a port is first opened."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs

from devices.links import bad_address, link_error
from devices.states import DeviceError, ErrorCode

WRITE_SECONDS = 1.0
_CHUNK = 64
_POLL_SECONDS = 0.05
_FLOWS = ("none", "rtscts", "xonxoff")


def write_seconds(url: str) -> float | None:
    """The longest write; None for RFC 2217, where pyserial knows none and its socket's own limit holds."""
    return None if url.startswith("rfc2217://") else WRITE_SECONDS


class SerialTransport:
    """A serial line. A first write to a dead far end succeeds, so only an answer proves life."""

    two_way = True

    def __init__(self, address: str, url: str, baud: int, flow: str) -> None:
        self.address = address
        self.url, self.baud, self.flow = url, baud, flow
        self._port: Any = None

    @classmethod
    def parse(cls, address: str) -> SerialTransport:
        """The transport of a `serial:` address or pyserial URL. Raises DeviceError NOSERVICE for a bad one."""
        if not address.startswith("serial:"):
            return cls(address, address, 9600, "none")
        path, _, query = address.removeprefix("serial:").partition("?")
        options = {key: values[-1] for key, values in parse_qs(query, keep_blank_values=True).items()}
        baud, flow = options.pop("baud", "9600"), options.pop("flow", "none")
        if options or not baud.isascii() or not baud.isdigit() or flow not in _FLOWS or not path:
            raise bad_address(address)
        return cls(address, path, int(baud), flow)

    def connect(self) -> None:
        import serial

        try:
            self._port = serial.serial_for_url(
                self.url,
                baudrate=self.baud,
                rtscts=self.flow == "rtscts",
                xonxoff=self.flow == "xonxoff",
                timeout=_POLL_SECONDS,  # changing it later would negotiate an rfc2217 line anew
                write_timeout=write_seconds(self.url),
            )
        except OSError as error:
            raise link_error(self.address, error) from error
        except ValueError:
            raise bad_address(self.address) from None

    def _connected(self) -> Any:
        if self._port is None:
            raise DeviceError(f"The device at {self.address} is not connected.", ErrorCode.CLOSED)
        return self._port

    def send(self, data: bytes, timeout_seconds: float) -> int:
        """Send one chunk. How much of a chunk went when flow control stops it nobody knows: that raises TIMEOUT."""
        import serial

        port, chunk = self._connected(), data[:_CHUNK]
        try:
            port.write(chunk)
        except serial.SerialTimeoutException:
            raise DeviceError(f"The device at {self.address} takes no more data.", ErrorCode.TIMEOUT) from None
        except OSError as error:
            raise link_error(self.address, error) from error
        return len(chunk)

    def receive(self, timeout_seconds: float) -> bytes:
        port, end = self._connected(), time.monotonic() + timeout_seconds
        try:
            while not (first := bytes(port.read(1))) and time.monotonic() < end:
                continue
            return first + bytes(port.read(port.in_waiting)) if first else b""
        except OSError as error:
            raise link_error(self.address, error) from error

    def finish(self, linger_seconds: float) -> None:
        port = self._connected()
        try:
            port.flush()
        except OSError as error:
            raise link_error(self.address, error) from error
        finally:
            self.close()

    def close(self) -> None:
        if self._port is not None:
            with suppress(OSError):
                self._port.close()
            self._port = None
