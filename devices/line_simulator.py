"""A barcode scanner or check reader without hardware: a TCP server on this machine that sends what it "reads"."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Self


@dataclass
class ReaderFaults:
    """What goes wrong, and when."""

    seconds_per_character: float = 0.0
    """How slow it sends."""
    unreadable: int = 0
    """The character at this place, from 1, is read as `?`. 0: every one is read."""
    cut_after: int = 0
    """The cable is pulled after so many characters of a line, once. 0: never."""


class SimulatedReader:
    """Start with `start()` or `with`, then `read(text)`: everyone connected gets it with `ending` after it."""

    def __init__(
        self, port: int = 0, prefix: str = "", ending: str = "\r", on_change: Callable[[], None] | None = None
    ) -> None:
        self.port = port
        self.prefix, self.ending = prefix, ending
        self.faults = ReaderFaults()
        self._on_change = on_change
        self._stopping = threading.Event()
        self._changed = threading.Condition()
        self._clients: list[socket.socket] = []
        self._listener: socket.socket | None = None
        self._thread: threading.Thread | None = None

    @property
    def address(self) -> str:
        """The address for `devices.transports.transport`."""
        return f"127.0.0.1:{self.port}"

    @property
    def clients(self) -> int:
        """How many are connected."""
        with self._changed:
            return len(self._clients)

    def start(self) -> Self:
        """Listen on the loopback interface. Raises OSError when the port is taken."""
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._run, args=(self._listener,), name="simulated-reader", daemon=True)
        self._thread.start()
        return self

    def _run(self, listener: socket.socket) -> None:
        while not self._stopping.is_set():
            try:
                client, _ = listener.accept()
            except OSError:
                return
            with self._changed:
                self._clients.append(client)
                self._changed.notify_all()
            if self._on_change is not None:
                self._on_change()

    def wait_for_client(self, seconds: float = 5.0) -> bool:
        """Wait until somebody is connected."""
        with self._changed:
            return self._changed.wait_for(lambda: bool(self._clients), seconds)

    def read(self, text: str) -> int:
        """Send one line; to how many it went."""
        if at := self.faults.unreadable:
            text = f"{text[: at - 1]}?{text[at:]}"
        data = f"{self.prefix}{text}{self.ending}".encode()
        cut, self.faults.cut_after = self.faults.cut_after, 0
        if cut:
            data = data[:cut]
        with self._changed:
            clients = list(self._clients)
        sent = sum(self._send(client, data) for client in clients)
        if cut:
            self.unplug()
        return sent

    def _send(self, client: socket.socket, data: bytes) -> bool:
        size = 1 if self.faults.seconds_per_character else len(data)
        try:
            for start in range(0, len(data), size):
                client.sendall(data[start : start + size])
                self._stopping.wait(self.faults.seconds_per_character)
        except OSError:
            with self._changed:
                self._clients = [each for each in self._clients if each is not client]
            client.close()
            return False
        return True

    def unplug(self) -> None:
        """Break every connection; they may be made again."""
        with self._changed:
            clients, self._clients = self._clients, []
        for client in clients:
            with suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)
            client.close()

    def close(self) -> None:
        """Stop. May be called twice."""
        self._stopping.set()
        self.unplug()
        if self._listener is not None:
            with suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
        if self._thread is not None:
            self._thread.join(2.0)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.close()
