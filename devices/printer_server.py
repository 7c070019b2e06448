"""The network side of a simulated printer: one thread, one connection at a time, loopback only."""

from __future__ import annotations

import select
import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Self

from devices.mechanism import Mechanism

_CHUNK = 4096
_HOST = "127.0.0.1"


class PrinterServer:
    """Carries bytes between a TCP port and a Mechanism. Everything it owns is touched under `_changed` only."""

    def __init__(self, columns: int, port: int, on_change: Callable[[], None] | None) -> None:
        self._mechanism = Mechanism(columns, self._answer)
        self._port = port
        self._on_change = on_change
        self._changed = threading.Condition()
        self._listener: socket.socket | None = None
        self._connection: socket.socket | None = None
        self._received = 0
        self._client_is_done = False
        self._next_line_at = 0.0
        self._wake_read, self._wake_write = socket.socketpair()
        self._stopping = False
        self._thread: threading.Thread | None = None

    @property
    def port(self) -> int:
        """The TCP port on this machine; the same after the printer was switched off and on."""
        return self._port

    @property
    def address(self) -> str:
        """The address for `devices.transports.transport`."""
        return f"{_HOST}:{self._port}"

    def start(self) -> Self:
        """Listen on the loopback interface. Raises OSError when the port is taken."""
        self._listen()
        self._thread = threading.Thread(target=self._run, name="simulated-printer", daemon=True)
        self._thread.start()
        return self

    def close(self) -> None:
        """Stop the server and its thread. May be called twice."""
        with self._changed:
            self._stopping = True
        self._wake()
        if self._thread is not None:
            self._thread.join(5.0)
        self._wake_read.close()
        self._wake_write.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.close()

    def _listen(self) -> None:
        if self._listener is None:
            self._listener = socket.create_server((_HOST, self._port), backlog=5)
            self._port = self._listener.getsockname()[1]

    def _close_listener(self) -> None:
        if self._listener is not None:
            self._listener.close()
            self._listener = None

    def _wake(self) -> None:
        with suppress(OSError):
            self._wake_write.send(b".")

    def _run(self) -> None:
        seen = self._mechanism.visible
        while not self._stopping:
            self._wait_for_something()
            with self._changed:
                self._work()
                now = self._mechanism.visible
                self._changed.notify_all()
            if now != seen and self._on_change is not None:
                self._on_change()
            seen = now
        with self._changed:
            self._hang_up()
            self._close_listener()

    def _wait_for_something(self) -> None:
        """Sleep until a byte, a connection, a button, or the time of the next slow line; take in what came."""
        with self._changed:
            source = self._source()
            pause = max(0.0, self._next_line_at - monotonic()) if self._mechanism.has_work else None
        sources = [self._wake_read] if source is None else [self._wake_read, source]
        ready, _, _ = select.select(sources, [], [], pause)
        with self._changed:
            if self._wake_read in ready:
                self._wake_read.recv(_CHUNK)
            elif source is not None and source in ready and source is self._source():
                self._accept(source) if source is self._listener else self._read(source)

    def _source(self) -> socket.socket | None:
        """What may bring something now: the connection while there is one, else the port."""
        if self._connection is None:
            return self._listener
        deaf = self._mechanism.faults.never_reads or not self._mechanism.is_on or self._client_is_done
        return None if deaf else self._connection

    def _accept(self, listener: socket.socket) -> None:
        self._connection, _ = listener.accept()
        self._connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._received = 0
        self._client_is_done = False
        self._mechanism.connected()

    def _read(self, connection: socket.socket) -> None:
        limit = self._mechanism.faults.reset_after_bytes
        try:
            data = connection.recv(min(_CHUNK, limit - self._received) if limit else _CHUNK)
        except OSError:
            data = b""
        self._received += len(data)
        self._client_is_done = not data
        self._mechanism.receive(data)
        if limit and self._received >= limit:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # close() now resets
            self._hang_up()

    def _work(self) -> None:
        """Print one line when the printer is slow, else all there is; hang up when everything is done."""
        while monotonic() >= self._next_line_at and self._mechanism.step():
            self._next_line_at = monotonic() + self._mechanism.faults.seconds_per_line
        if not self._mechanism.is_on:
            self._close_listener()
        elif self._client_is_done and not self._mechanism.has_work:
            self._hang_up()

    def _answer(self, data: bytes) -> None:
        if self._connection is not None:
            with suppress(OSError):
                self._connection.sendall(data)

    def _hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
