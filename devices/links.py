"""What a connection to a device is, whatever carries it, and how its failures are said."""

from __future__ import annotations

import errno
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from devices.states import DeviceError, ErrorCode

CONNECT_SECONDS = 3.0
TURN_SECONDS = 10.0
"""How long a conversation waits for the one before it."""


class Transport(Protocol):
    """One connection. Every method raises DeviceError, with a sentence, when the link fails."""

    address: str
    two_way: bool
    """Whether the device can answer."""

    def connect(self) -> None:
        """Open the connection."""

    def send(self, data: bytes, timeout_seconds: float) -> int:
        """Send as much as the device takes in the time, and return how many bytes that was; 0 when it takes none."""

    def receive(self, timeout_seconds: float) -> bytes:
        """What the device has said, waiting at most so long; empty when it said nothing. Raises when it hung up."""

    def finish(self, linger_seconds: float) -> None:
        """Close so that the device gets every byte: drain, end the sending side, wait for the far end, close."""

    def close(self) -> None:
        """Close at once. Never raises; may be called twice."""


Connect = Callable[[], Transport]


class Port:
    """A device's address shared by those who use it (printer and drawer), one conversation at a time."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect
        self._turn = threading.Lock()

    @contextmanager
    def session(self, turn_seconds: float = TURN_SECONDS) -> Iterator[Transport]:
        """A connected transport, closed at the end.

        Raises DeviceError BUSY when the turn does not come within `turn_seconds`, or why it cannot be connected.
        """
        if not self._turn.acquire(timeout=turn_seconds):
            raise DeviceError("The device is still busy with another job.", ErrorCode.BUSY)
        try:
            transport = self._connect()
            try:
                transport.connect()
                yield transport
            finally:
                transport.close()
        finally:
            self._turn.release()


def bad_address(address: str) -> DeviceError:
    """The refusal of an address that names no transport."""
    return DeviceError(
        f"{address!r} is no device address. "
        "Use host:port, unix:/path, serial:/dev/ttyS0, file:/path or terminal:base64.",
        ErrorCode.NOSERVICE,
    )


def link_error(address: str, error: OSError) -> DeviceError:
    """An operating system's or pyserial's error as a sentence for the clerk."""
    if error.errno is None and isinstance(error.__context__, OSError):
        error = error.__context__  # pyserial puts the reason there
    if isinstance(error, TimeoutError):
        return DeviceError(f"The device at {address} does not answer. Is it switched on?", ErrorCode.TIMEOUT)
    found = next((sentence for kinds, sentence in _SENTENCES if error.errno in kinds), None)
    if found is not None:
        sentence, code = found
        return DeviceError(sentence.format(address=address), code)
    reason = error.strerror or str(error) or type(error).__name__
    return DeviceError(f"The device at {address} failed: {reason}.", ErrorCode.FAILURE)


def hung_up(address: str) -> DeviceError:
    """The far end closed the connection."""
    return DeviceError(f"The device at {address} closed the connection.", ErrorCode.OFFLINE)


_SENTENCES: tuple[tuple[frozenset[int], tuple[str, ErrorCode]], ...] = (
    (
        frozenset({errno.ECONNREFUSED}),
        ("The device at {address} refuses the connection. Is it switched on?", ErrorCode.OFFLINE),
    ),
    (
        frozenset({errno.ENOENT, errno.ENODEV, errno.ENXIO}),
        ("There is no device at {address}. Check the cable and the station's settings.", ErrorCode.NOHARDWARE),
    ),
    (
        frozenset({errno.EACCES, errno.EPERM}),
        ("This account may not use the device at {address}. Tell the administrator.", ErrorCode.ILLEGAL),
    ),
    (
        frozenset({errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN}),
        ("The device at {address} cannot be reached. Check the network cable.", ErrorCode.OFFLINE),
    ),
    (
        frozenset({errno.ECONNRESET, errno.EPIPE, errno.ECONNABORTED, errno.ENOTCONN, errno.EIO}),
        ("The device at {address} broke the connection.", ErrorCode.OFFLINE),
    ),
    (
        frozenset({errno.EBUSY, errno.EAGAIN}),
        ("The device at {address} is in use by another program.", ErrorCode.CLAIMED),
    ),
)
