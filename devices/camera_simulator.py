"""A camera without hardware: a real HTTP server on this machine that speaks as ustreamer does, and can fail.

`/stream` is MJPEG, `/snapshot` one picture, `/state` what ustreamer says of its source.
"""

from __future__ import annotations

import json
import socket
import threading
from contextlib import suppress
from enum import StrEnum
from functools import cache, cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from devices.camera_scene import jpeg, portrait

BOUNDARY = "boundarydonotcross"
_SCENES = 10
_HUGE = 900_000_000


class CameraFault(StrEnum):
    """Everything that can be wrong, by the word that is typed."""

    NONE = "none"
    OFFLINE = "offline"
    """The camera is unplugged; the server goes on with a placeholder and says so."""
    UNPLUGGED = "unplugged"
    """The server itself is gone: every connection breaks, and new ones break too."""
    STALL = "stall"
    """The connection stays, nothing comes."""
    CUT = "cut"
    """The connection breaks in the middle of a picture."""
    TRUNCATED = "truncated"
    """Pictures arrive that are only half there, with a length that says so."""
    OVERSIZE = "oversize"
    """A picture of 900 MB is announced."""
    FROZEN = "frozen"
    """The same picture again and again."""
    DARK = "dark"
    """Black pictures."""
    GARBAGE = "garbage"
    """No HTTP at all."""
    ERROR = "error"
    """The server answers 500."""
    PASSWORD = "password"
    """The server asks for a password."""


_REFUSALS = frozenset({CameraFault.UNPLUGGED, CameraFault.GARBAGE, CameraFault.ERROR})


@cache
def pictures_of(width: int, height: int) -> list[bytes]:
    """Drawn once for all cameras of this size."""
    return [jpeg(portrait(width, height, step)) for step in range(_SCENES)]


class SimulatedCamera:
    """Start with `start()` or `with`; set `fault` at any time, from any thread."""

    def __init__(
        self,
        port: int = 0,
        *,
        size: tuple[int, int] = (1280, 720),
        rate: float = 10.0,
        lengths: bool = True,
        boundary: str = BOUNDARY,
        fault: CameraFault = CameraFault.NONE,
    ) -> None:
        """`rate` is pictures a second; without `lengths` no Content-Length is sent, as some cameras do.

        Raises OSError when the port is taken.
        """
        self.size, self.rate, self.lengths, self.boundary = size, rate, lengths, boundary
        self._fault = fault
        self.clients = 0
        """How many streams are being sent."""
        self.sent = 0
        """How many pictures of streams have been sent whole."""
        self.requests: list[str] = []
        """What was asked for, in order."""
        self.changed = threading.Condition()
        self.stopping = threading.Event()
        self._server = _Server(("127.0.0.1", port), self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="camera", daemon=True)

    @property
    def address(self) -> str:
        """Where it can be reached: `http://127.0.0.1:port`."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def fault(self) -> CameraFault:
        """What is wrong."""
        return self._fault

    @fault.setter
    def fault(self, fault: CameraFault) -> None:
        with self.changed:
            self._fault = fault
            self.changed.notify_all()

    @property
    def pictures(self) -> list[bytes]:
        """The portrait, a little further in each."""
        return pictures_of(*self.size)

    @cached_property
    def black(self) -> list[bytes]:
        """Black pictures, no two alike."""
        from PIL import Image

        return [jpeg(Image.new("RGB", self.size, (step, step, step))) for step in range(_SCENES)]

    @cached_property
    def placeholder(self) -> bytes:
        """What is sent while the camera is unplugged."""
        from PIL import Image, ImageDraw

        image = Image.new("RGB", (640, 480), (30, 30, 60))
        ImageDraw.Draw(image).text((250, 230), "< NO SIGNAL >", fill=(220, 220, 220))
        return jpeg(image)

    def picture(self, number: int) -> bytes:
        """The picture with this number, as the fault has it."""
        if self.fault is CameraFault.OFFLINE:
            return self.placeholder
        scenes = self.black if self.fault is CameraFault.DARK else self.pictures
        data = scenes[0 if self.fault is CameraFault.FROZEN else number % _SCENES]
        return data[: len(data) // 2] if self.fault is CameraFault.TRUNCATED else data

    def wait(self, seconds: float) -> bool:
        """Wait so long, or until it is stopped; whether it goes on."""
        return not self.stopping.wait(seconds)

    def wait_for_clients(self, count: int, seconds: float = 5.0) -> bool:
        """Wait until so many streams are being sent; whether that came true."""
        with self.changed:
            return self.changed.wait_for(lambda: self.clients == count, seconds)

    def wait_for_pictures(self, count: int, seconds: float = 10.0) -> bool:
        """Wait until so many more pictures have been sent in streams; whether that came true."""
        with self.changed:
            wanted = self.sent + count
            return self.changed.wait_for(lambda: self.sent >= wanted, seconds)

    def count_picture(self) -> None:
        """One more picture has been sent."""
        with self.changed:
            self.sent += 1
            self.changed.notify_all()

    def count(self, change: int) -> None:
        """One stream more or fewer."""
        with self.changed:
            self.clients += change
            self.changed.notify_all()

    def start(self) -> Self:
        """Draw the pictures, then begin to serve."""
        self.pictures  # noqa: B018
        self._thread.start()
        return self

    def stop(self) -> None:
        """End, with every connection."""
        self.stopping.set()
        with self.changed:
            self.changed.notify_all()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], camera: SimulatedCamera) -> None:
        self.camera = camera
        super().__init__(address, _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is no news."""


class _Handler(BaseHTTPRequestHandler):
    """One request."""

    server: _Server

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer as the fault has it."""
        camera = self.server.camera
        camera.requests.append(self.path)
        parts = urlsplit(self.path)
        with suppress(OSError):
            if self._refuses():
                self._refuse(camera.fault)
            elif parts.path == "/stream":
                self._stream("extra_headers" in parse_qs(parts.query))
            elif parts.path == "/snapshot":
                self._snapshot()
            elif parts.path == "/state":
                self._state()
            else:
                self.send_error(404)

    def _refuses(self) -> bool:
        """Whether the fault is one of the connection: no picture comes, and a stream that runs is broken."""
        fault = self.server.camera.fault
        return fault in _REFUSALS or (fault is CameraFault.PASSWORD and "Authorization" not in self.headers)

    def _refuse(self, fault: CameraFault) -> None:
        if fault is CameraFault.UNPLUGGED:
            self._break()
        elif fault is CameraFault.GARBAGE:
            self.wfile.write(b"\x00\x01camera?\r\n\r\n")
        else:
            self.send_error(500 if fault is CameraFault.ERROR else 401)

    def _break(self) -> None:
        self.connection.shutdown(socket.SHUT_RDWR)

    def _online(self) -> str:
        return "false" if self.server.camera.fault is CameraFault.OFFLINE else "true"

    def _stream(self, extra_headers: bool) -> None:
        camera = self.server.camera
        self.send_response(200)
        self.send_header("Content-Type", f"multipart/x-mixed-replace;boundary={camera.boundary}")
        self.end_headers()
        self.wfile.write(f"--{camera.boundary}\r\n".encode())
        camera.count(+1)
        try:
            number = 0
            while camera.wait(1 / camera.rate) and not self._refuses():
                self._part(number, extra_headers)
                number += 1
            self._break()
        finally:
            camera.count(-1)

    def _part(self, number: int, extra_headers: bool) -> None:
        camera = self.server.camera
        if camera.fault is CameraFault.STALL:
            with camera.changed:
                camera.changed.wait_for(lambda: camera.fault is not CameraFault.STALL or camera.stopping.is_set())
            return
        data = camera.picture(number)
        length = _HUGE if camera.fault is CameraFault.OVERSIZE else len(data)
        headers = ["Content-Type: image/jpeg"]
        if camera.lengths or camera.fault is CameraFault.OVERSIZE:
            headers.append(f"Content-Length: {length}")
        if extra_headers:
            headers.append(f"X-UStreamer-Online: {self._online()}")
        self.wfile.write(("\r\n".join(headers) + "\r\n\r\n").encode())
        if camera.fault is CameraFault.CUT:
            self.wfile.write(data[:3])
            self._break()
            return
        self.wfile.write(data + f"\r\n--{camera.boundary}\r\n".encode())
        camera.count_picture()

    def _snapshot(self) -> None:
        camera = self.server.camera
        if camera.fault is CameraFault.STALL:
            with camera.changed:
                camera.changed.wait_for(lambda: camera.fault is not CameraFault.STALL or camera.stopping.is_set())
        data = camera.picture(len(camera.requests))
        self.send_response(200)
        self.send_header("Content-Type", "image/jpeg")
        if camera.lengths:
            announced = _HUGE if camera.fault is CameraFault.OVERSIZE else len(data)
            self.send_header("Content-Length", str(announced))
        self.send_header("X-UStreamer-Online", self._online())
        self.end_headers()
        self.wfile.write(data[:3] if camera.fault is CameraFault.CUT else data)

    def _state(self) -> None:
        width, height = self.server.camera.size
        source = {"online": self._online() == "true", "resolution": {"width": width, "height": height}}
        body = json.dumps({"ok": True, "result": {"source": source}}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
