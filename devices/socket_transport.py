"""TCP and unix socket connections."""

from __future__ import annotations

import socket
import time
from contextlib import suppress

from devices.links import CONNECT_SECONDS, hung_up, link_error
from devices.states import DeviceError, ErrorCode

_CHUNK = 4096


class _SocketTransport:
    """What both kinds of socket share."""

    two_way = True

    def __init__(self, address: str) -> None:
        self.address = address
        self._socket: socket.socket | None = None

    def _dial(self) -> socket.socket:
        raise NotImplementedError

    def connect(self) -> None:
        try:
            self._socket = self._dial()
        except socket.gaierror:
            raise DeviceError(f"The name in {self.address} is not known here.", ErrorCode.NOSERVICE) from None
        except OSError as error:
            raise link_error(self.address, error) from error

    def _connected(self, timeout_seconds: float) -> socket.socket:
        if self._socket is None:
            raise DeviceError(f"The device at {self.address} is not connected.", ErrorCode.CLOSED)
        self._socket.settimeout(max(timeout_seconds, 0.001))
        return self._socket

    def send(self, data: bytes, timeout_seconds: float) -> int:
        link = self._connected(timeout_seconds)
        try:
            return link.send(data)
        except TimeoutError:
            return 0
        except OSError as error:
            raise link_error(self.address, error) from error

    def receive(self, timeout_seconds: float) -> bytes:
        link = self._connected(timeout_seconds)
        try:
            received = link.recv(_CHUNK)
        except TimeoutError:
            return b""
        except OSError as error:
            raise link_error(self.address, error) from error
        if not received:
            raise hung_up(self.address)
        return received

    def finish(self, linger_seconds: float) -> None:
        """Closing with unread bytes would reset the link, and the device would lose what is still on its way."""
        link = self._connected(linger_seconds)
        end = time.monotonic() + linger_seconds
        try:
            link.shutdown(socket.SHUT_WR)
            while (left := end - time.monotonic()) > 0:
                link.settimeout(left)
                if not link.recv(_CHUNK):
                    break
        except TimeoutError:
            pass  # some devices keep their side open: every byte has been handed over all the same
        except OSError as error:
            raise link_error(self.address, error) from error
        finally:
            self.close()

    def close(self) -> None:
        if self._socket is not None:
            with suppress(OSError):
                self._socket.close()
            self._socket = None


class TcpTransport(_SocketTransport):
    """A printer's network port, or what an SSH forward puts in its place."""

    def __init__(self, address: str, host: str, port: int) -> None:
        super().__init__(address)
        self._endpoint = (host, port)

    def _dial(self) -> socket.socket:
        link = socket.create_connection(self._endpoint, timeout=CONNECT_SECONDS)
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return link


class UnixTransport(_SocketTransport):
    """A unix socket, open to one user only."""

    def __init__(self, address: str, path: str) -> None:
        super().__init__(address)
        self._path = path

    def _dial(self) -> socket.socket:
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            link.settimeout(CONNECT_SECONDS)
            link.connect(self._path)
        except OSError as error:
            link.close()
            # An over-long path is an OSError without a number.
            raise error if error.errno or isinstance(error, TimeoutError) else OSError(str(error)) from error
        return link
