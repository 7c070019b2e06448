"""Cameras by HTTP: an MJPEG stream, or one picture at a time; on TCP, or on a unix socket that `ssh -R` made."""

from __future__ import annotations

import socket
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from threading import Event
from time import monotonic
from typing import TypeVar
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from devices.camera import MAX_BYTES, STALLED, CameraTimings
from devices.camera_multipart import ENDED, TOO_LARGE, UNPLUGGED, Multipart, announced_length, is_placeholder
from devices.links import link_error
from devices.photo_image import DAMAGED, PictureError
from devices.states import DeviceError, ErrorCode

T = TypeVar("T")
_CHUNK = 64 * 1024
_LONGEST = 4  # times the stall time that one picture may take on a slow line


class _UnixConnection(HTTPConnection):
    """HTTP on a unix socket."""

    def __init__(self, path: str, timeout: float) -> None:
        super().__init__("localhost", timeout=timeout)
        self._path = path

    def connect(self) -> None:
        """Connect to the socket. Raises OSError."""
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


class CameraAddress:
    """A camera's URL taken apart. `shown` is the URL without the password."""

    def __init__(self, url: str, default_path: str) -> None:
        """Raises DeviceError NOSERVICE when the URL is none of http://, https:// or unix:/socket."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise _bad_url(url) from error
        if parts.scheme not in ("http", "https", "unix") or not (parts.hostname or parts.scheme == "unix"):
            raise _bad_url(url)
        self.scheme, self.host, self.port = parts.scheme, parts.hostname or "", port
        self.socket_path = parts.path if parts.scheme == "unix" else ""
        if self.scheme == "unix" and not self.socket_path.startswith("/"):
            raise _bad_url(url)
        self.path = default_path if self.socket_path or parts.path in ("", "/") else parts.path
        self.query = parts.query
        self.headers = {"Accept": "*/*", "Connection": "close"}
        if parts.username is not None:
            pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            self.headers["Authorization"] = "Basic " + b64encode(pair.encode()).decode()
        named = f":{port}" if port else ""
        self.shown = f"unix:{self.socket_path}" if self.socket_path else f"{self.scheme}://{self.host}{named}"

    def connection(self, timeout: float) -> HTTPConnection:
        """A connection, not yet open."""
        if self.socket_path:
            return _UnixConnection(self.socket_path, timeout)
        kind = HTTPSConnection if self.scheme == "https" else HTTPConnection
        return kind(self.host, self.port, timeout=timeout)


def _bad_url(url: str) -> DeviceError:
    shown = url.rpartition("@")[2]
    return DeviceError(
        f"{shown!r} is no camera's address. Use http://host:port/stream, https://… or unix:/path/to/socket.",
        ErrorCode.NOSERVICE,
    )


class HttpSource:
    """What both kinds of camera have in common: a request, its answer, and failures as sentences."""

    live = True
    default_path = "/"

    def __init__(self, url: str, timings: CameraTimings | None = None) -> None:
        """Raises DeviceError NOSERVICE for a URL that is none."""
        self.address = CameraAddress(url, self.default_path)
        self.timings = timings or CameraTimings()
        self._stopped = Event()
        self._line: socket.socket | None = None
        self._response: HTTPResponse | None = None

    def interrupt(self) -> None:
        """Break the connection under a thread that reads from it."""
        self._stopped.set()
        if self._line is not None:
            with suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Let the connection go."""
        if self._response is not None:
            with suppress(OSError):
                self._response.close()
        if self._line is not None:
            with suppress(OSError):
                self._line.close()
        self._response = self._line = None

    def _target(self) -> str:
        query = self.address.query
        return f"{self.address.path}?{query}" if query else self.address.path

    def _request(self) -> HTTPResponse:
        """Ask, and return a good answer. Raises DeviceError."""
        return self._said(self._ask)

    def _ask(self) -> HTTPResponse:
        connection = self.address.connection(self.timings.connect)
        connection.connect()
        self._line = connection.sock  # the connection forgets it with the answer
        self._line.settimeout(self.timings.stall)
        connection.request("GET", self._target(), headers=self.address.headers)
        response = self._response = connection.getresponse()
        if response.status in (401, 403):
            raise DeviceError(f"The camera at {self.address.shown} refuses the password.", ErrorCode.ILLEGAL)
        if response.status == 503:
            raise DeviceError(UNPLUGGED, ErrorCode.OFFLINE)
        if response.status != 200:
            raise DeviceError(
                f"The camera at {self.address.shown} answers {response.status} for {self.address.path}. "
                "Check [camera] url in the station file.",
                ErrorCode.NOEXIST,
            )
        return response

    def _said(self, work: Callable[[], T]) -> T:
        """Do something on the connection, its failures as DeviceError."""
        try:
            return work()
        except TimeoutError as error:
            if self._line is None:
                raise link_error(self.address.shown, error) from error
            raise DeviceError(STALLED, ErrorCode.TIMEOUT) from error
        except ConnectionResetError as error:
            raise DeviceError(ENDED, ErrorCode.OFFLINE) from error
        except OSError as error:
            raise link_error(self.address.shown, error) from error
        except HTTPException as error:
            raise DeviceError(
                f"What answers at {self.address.shown} is no camera: it does not speak HTTP.", ErrorCode.FAILURE
            ) from error


class MjpegSource(HttpSource):
    """An MJPEG stream, read as fast as it comes."""

    default_path = "/stream"

    def _target(self) -> str:
        query = dict(parse_qsl(self.address.query, keep_blank_values=True))
        return f"{self.address.path}?{urlencode({**query, 'extra_headers': '1'})}"

    def open(self) -> None:
        """Connect and find the stream's boundary. Raises DeviceError."""
        response = self._request()
        boundary = response.headers.get_param("boundary")
        if response.headers.get_content_maintype() != "multipart" or not isinstance(boundary, str):
            raise DeviceError(
                f"The camera at {self.address.shown} sends no MJPEG stream. Check [camera] url in the station file.",
                ErrorCode.NOEXIST,
            )
        self._deadline = 0.0

        def read() -> bytes:
            if monotonic() > self._deadline:
                raise TimeoutError
            return response.read1(_CHUNK)

        self._stream = Multipart(read, boundary)

    def next(self) -> bytes:
        """The next picture. Raises DeviceError; PictureError when the stream goes on."""
        self._deadline = monotonic() + _LONGEST * self.timings.stall
        return self._said(self._stream.next_picture)


class SnapshotSource(HttpSource):
    """One picture for each request, a few times a second."""

    default_path = "/snapshot"
    pause = 0.2
    """Seconds from one request to the next."""

    def open(self) -> None:
        """Nothing: each picture has its own connection."""
        self._due = 0.0

    def next(self) -> bytes:
        """A picture, empty when interrupted. Raises DeviceError."""
        if self._stopped.wait(max(0.0, self._due - monotonic())):
            return b""
        self._due = monotonic() + self.pause
        self.close()
        response = self._request()
        if is_placeholder(response.headers):
            raise PictureError(UNPLUGGED)
        length = announced_length(response.headers)
        data = self._said(lambda: response.read(MAX_BYTES + 1))
        if len(data) > MAX_BYTES:
            raise DeviceError(TOO_LARGE, ErrorCode.FAILURE)
        if length is not None and len(data) < length:
            raise PictureError(DAMAGED)
        return data
