"""A device node such as /dev/usb/lp0, or a plain file that jobs are added to. One-way."""

from __future__ import annotations

import errno
import os
import select
from contextlib import suppress

from devices.links import link_error
from devices.states import DeviceError, ErrorCode


class FileTransport:
    """Writes to a path. A plain file is made when it is not there; a device node never is."""

    two_way = False

    def __init__(self, address: str, path: str) -> None:
        self.address = address
        self._path = path
        self._descriptor: int | None = None

    def connect(self) -> None:
        flags = os.O_WRONLY | os.O_APPEND | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
        if not os.path.abspath(self._path).startswith("/dev/"):
            flags |= os.O_CREAT
        try:
            self._descriptor = os.open(self._path, flags, 0o600)
        except OSError as error:
            raise link_error(self.address, error) from error

    def _connected(self) -> int:
        if self._descriptor is None:
            raise DeviceError(f"The device at {self.address} is not connected.", ErrorCode.CLOSED)
        return self._descriptor

    def send(self, data: bytes, timeout_seconds: float) -> int:
        descriptor = self._connected()
        try:
            _, ready, _ = select.select([], [descriptor], [], timeout_seconds)
            return os.write(descriptor, data) if ready else 0
        except BlockingIOError:
            return 0
        except OSError as error:
            raise link_error(self.address, error) from error

    def receive(self, timeout_seconds: float) -> bytes:
        return b""

    def finish(self, linger_seconds: float) -> None:
        """The bytes are on the disk, or with the device, when this returns."""
        try:
            os.fsync(self._connected())
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EROFS):  # a device node has no disk behind it
                raise link_error(self.address, error) from error
        finally:
            self.close()

    def close(self) -> None:
        if self._descriptor is not None:
            with suppress(OSError):
                os.close(self._descriptor)
            self._descriptor = None
