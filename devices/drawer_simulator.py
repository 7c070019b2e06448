"""A cash drawer on a serial line without hardware: an RFC 2217 server on this machine with all its modem lines.

It is both kinds at once: characters open it once its line has powered it for long enough, and so does a pulse on RTS or
DTR alone. The switch moves CTS.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from devices.loopback_server import LoopbackServer

_POLL_SECONDS = 0.05


@dataclass
class DrawerFaults:
    """What goes wrong, and when."""

    jammed: bool = False
    """Neither characters nor a pulse open it."""
    no_switch: bool = False
    """CTS never moves."""
    charge_seconds: float = 0.0
    """How long the line must have been powering it before a character opens it."""


class _Line:
    """The far end's serial port, as pyserial's PortManager uses one."""

    def __init__(self, drawer: SimulatedSerialDrawer) -> None:
        self._drawer = drawer
        self.baudrate, self.bytesize, self.parity, self.stopbits = 9600, 8, "N", 1
        self.rtscts = self.xonxoff = self.dsrdtr = self.break_condition = False
        self.ri = self.cd = False
        self._outputs = {"rts": False, "dtr": False}

    @property
    def rts(self) -> bool:
        return self._outputs["rts"]

    @rts.setter
    def rts(self, high: bool) -> None:
        self._set("rts", high)

    @property
    def dtr(self) -> bool:
        return self._outputs["dtr"]

    @dtr.setter
    def dtr(self, high: bool) -> None:
        self._set("dtr", high)

    def _set(self, name: str, high: bool) -> None:
        was = self._outputs[name]
        self._outputs[name] = high
        self._drawer.line_moved(name, was, high, all(self._outputs.values()))

    @property
    def cts(self) -> bool:
        return self._drawer.switch

    @property
    def dsr(self) -> bool:
        return True

    def reset_input_buffer(self) -> None:
        """Nothing is kept."""

    def reset_output_buffer(self) -> None:
        """Nothing is kept."""


class SimulatedSerialDrawer(LoopbackServer):
    """Start with `start()` or `with`; `address` is for `devices.transports` and the drawer drivers.

    `on_change` is called in its own thread when it opens or closes. `clock` gives seconds.
    """

    thread_name = "simulated-drawer"

    def __init__(
        self,
        port: int = 0,
        opening: bytes = b"\x07",
        on_change: Callable[[], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(port)
        self.faults = DrawerFaults()
        self.is_open = False
        self.opened = 0
        self._opening = opening
        self._on_change = on_change
        self._clock = clock
        self._powered_at: float | None = None
        self._pulse = ""
        """The output that rose while the other one was low."""

    @property
    def address(self) -> str:
        """The pyserial URL of its line."""
        return f"rfc2217://127.0.0.1:{self.port}"

    @property
    def switch(self) -> bool:
        """The level of CTS: high while it is open."""
        return self.is_open and not self.faults.no_switch

    def line_moved(self, name: str, was: bool, high: bool, powered: bool) -> None:
        """An output of the far end moved; `powered` says that both are high."""
        if not powered:
            self._powered_at = None
        elif self._powered_at is None:
            self._powered_at = self._clock()
        if high and not was:
            self._pulse = "" if powered else name
        elif was and not high and self._pulse == name:
            self._open()

    def _receive(self, data: bytes) -> None:
        powered = self._powered_at is not None and self._clock() - self._powered_at >= self.faults.charge_seconds
        if self._opening in data and powered:
            self._open()

    def _open(self) -> None:
        if not self.faults.jammed:
            self.is_open = True
            self.opened += 1
            if self._on_change is not None:
                self._on_change()

    def push_in(self) -> None:
        """Close the drawer."""
        self.is_open = False
        if self._on_change is not None:
            self._on_change()

    def serve(self, connection: socket.socket) -> None:
        """See `LoopbackServer`."""
        try:
            with connection:
                self._obey(connection)
        finally:
            self._powered_at = None

    def _obey(self, connection: socket.socket) -> None:
        from serial.rfc2217 import PortManager

        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.settimeout(_POLL_SECONDS)
        manager: Any = PortManager(_Line(self), _Writer(connection))
        while not self.stopping.is_set():
            try:
                data = connection.recv(512)
            except TimeoutError:
                manager.check_modem_lines()
                continue
            if not data:
                return
            self._receive(b"".join(manager.filter(data)))
            manager.check_modem_lines()


class _Writer:
    """What PortManager writes its answers to."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def write(self, data: bytes) -> None:
        self._connection.sendall(data)
