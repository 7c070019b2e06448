"""A barcode scanner or check reader without hardware: a TCP server on this machine that sends what it "reads"."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from devices.loopback_server import LoopbackServer


@dataclass
class ReaderFaults:
    """What goes wrong, and when."""

    seconds_per_character: float = 0.0
    """How slow it sends."""
    unreadable: int = 0
    """The character at this place, from 1, is read as `?`. 0: every one is read."""
    cut_after: int = 0
    """The cable is pulled after so many characters of a line, once. 0: never."""


class SimulatedReader(LoopbackServer):
    """Start with `start()` or `with`, then `read(text)`: everyone connected gets it with `ending` after it."""

    thread_name = "simulated-reader"

    def __init__(
        self, port: int = 0, prefix: str = "", ending: str = "\r", on_change: Callable[[], None] | None = None
    ) -> None:
        super().__init__(port)
        self.prefix, self.ending = prefix, ending
        self.faults = ReaderFaults()
        self._on_change = on_change
        self._changed = threading.Condition()
        self._clients: list[socket.socket] = []

    @property
    def clients(self) -> int:
        """How many are connected."""
        with self._changed:
            return len(self._clients)

    def serve(self, connection: socket.socket) -> None:
        """Keep whoever has connected: everyone gets what is read."""
        with self._changed:
            self._clients.append(connection)
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
                self.stopping.wait(self.faults.seconds_per_character)
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
