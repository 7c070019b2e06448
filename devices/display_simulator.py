"""A customer display without hardware: a real TCP server on this machine that understands all three protocols."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass

from devices.display import COLUMNS, ROWS
from devices.loopback_server import LoopbackServer

_CHUNK = 512
_ARGUMENTS = {ord("="): 1, ord("*"): 1, ord("l"): 2, ord("@"): 0}


@dataclass
class DisplayFaults:
    """What goes wrong, and when."""

    never_reads: bool = False
    """Takes the connection and nothing else."""
    hang_up_after: int = 0
    """Closes the connection after so many bytes, once."""


class Glass:
    """Two rows of characters, and what the commands do to them."""

    def __init__(self) -> None:
        self._buffer = b""
        self.clear()

    def clear(self) -> None:
        self._cells = [[" "] * COLUMNS for _ in range(ROWS)]
        self._row = self._column = 0

    @property
    def rows(self) -> list[str]:
        """What the customer sees."""
        return ["".join(row) for row in self._cells]

    def take(self, data: bytes) -> None:
        """Bytes in any pieces."""
        self._buffer += data
        while self._buffer and (used := self._one()):
            self._buffer = self._buffer[used:]

    def _one(self) -> int:
        """Do the first command; the bytes it took, 0 when more must come."""
        first = self._buffer[0]
        if first == 0x1B:
            return self._escape()
        if first == 0x0C:
            self.clear()
        elif first == 0x0D:
            self._column = 0
        elif first == 0x0A:
            self._row = (self._row + 1) % ROWS
        elif 0x20 <= first < 0x7F:
            self._put(chr(first))
        return 1

    def _escape(self) -> int:
        if len(self._buffer) < 2:
            return 0
        command = self._buffer[1]
        if command == ord("Q"):
            end = self._buffer.find(b"\r")
            if end < 0:
                return 0
            row = {ord("A"): 0, ord("B"): 1}.get(self._buffer[2], 0)
            text = self._buffer[3:end].decode("ascii", "replace")
            self._cells[row] = list(f"{text:<{COLUMNS}}"[:COLUMNS])
            return end + 1
        length = 2 + _ARGUMENTS.get(command, 0)
        if len(self._buffer) < length:
            return 0
        if command == ord("l"):
            self._column, self._row = self._buffer[2] - 1, self._buffer[3] - 1
        if command == ord("@"):
            self.clear()
        return length

    def _put(self, character: str) -> None:
        self._cells[self._row % ROWS][self._column % COLUMNS] = character
        self._column += 1
        if self._column >= COLUMNS:
            self._column, self._row = 0, (self._row + 1) % ROWS


class SimulatedDisplay(LoopbackServer):
    """Start with `start()` or `with`, read `rows`, from any thread. `on_change` is called in its own thread."""

    thread_name = "simulated-display"

    def __init__(self, port: int = 0, on_change: Callable[[], None] | None = None) -> None:
        super().__init__(port)
        self.faults = DisplayFaults()
        self.history: list[list[str]] = []
        """Everything that was shown, oldest first."""
        self._glass = Glass()
        self._on_change = on_change
        self._changed = threading.Condition()

    @property
    def rows(self) -> list[str]:
        """What the customer sees now."""
        with self._changed:
            return self._glass.rows

    def serve(self, connection: socket.socket) -> None:
        """See `LoopbackServer`."""
        with connection:
            self._show(connection)

    def _show(self, connection: socket.socket) -> None:
        received = 0
        if self.faults.never_reads:
            self.stopping.wait()
        while data := connection.recv(_CHUNK):
            received += len(data)
            with self._changed:
                self._glass.take(data)
                self.history.append(self._glass.rows)
                self._changed.notify_all()
            if self._on_change is not None:
                self._on_change()
            if self.faults.hang_up_after and received >= self.faults.hang_up_after:
                self.faults.hang_up_after = 0
                return

    def wait_until(self, seen: Callable[[list[str]], bool], seconds: float = 5.0) -> bool:
        """Wait until `seen` is true of the rows; whether it became true."""
        with self._changed:
            return self._changed.wait_for(lambda: seen(self._glass.rows), seconds)
