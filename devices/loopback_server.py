"""What simulated devices on a TCP port have in common: listening, one loop for whoever connects, and the cable."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import Self

_JOIN_SECONDS = 2.0


class LoopbackServer:
    """A server on this machine only. Start with `start()` or `with`; port 0 is a free one, known after the start."""

    thread_name = "simulated-device"

    def __init__(self, port: int = 0) -> None:
        self.port = port
        self.stopping = threading.Event()
        self._listener: socket.socket | None = None
        self._connection: socket.socket | None = None
        self._thread: threading.Thread | None = None

    @property
    def address(self) -> str:
        """The address for `devices.transports.transport`."""
        return f"127.0.0.1:{self.port}"

    def serve(self, connection: socket.socket) -> None:
        """Talk with whoever has connected, in the server's thread; OSError ends the talk and nothing else."""
        raise NotImplementedError

    def start(self) -> Self:
        """Listen on the loopback interface. Raises OSError when the port is taken."""
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._run, args=(self._listener,), name=self.thread_name, daemon=True)
        self._thread.start()
        return self

    def _run(self, listener: socket.socket) -> None:
        while not self.stopping.is_set():
            try:
                self._connection, _ = listener.accept()
            except OSError:
                return
            with suppress(OSError):
                self.serve(self._connection)

    def unplug(self) -> None:
        """Break the connection; it may be made again."""
        if self._connection is not None:
            with suppress(OSError):
                self._connection.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Stop. May be called twice."""
        self.stopping.set()
        self.unplug()
        if self._listener is not None:
            with suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
        if self._thread is not None:
            self._thread.join(_JOIN_SECONDS)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.close()
