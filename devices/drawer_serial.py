"""Cash drawers that do not hang on the receipt printer: on a serial line of their own, or behind a device that takes
a few bytes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Literal

from devices.drawer import Sensor
from devices.links import Connect, link_error
from devices.serial_transport import write_seconds
from devices.states import Device, DeviceError, DrawerState, ErrorCode, Health, Outcome, Power, Verdict

Opener = Literal["bytes", "rts", "dtr"]
SENSOR_LINES = ("cts", "dsr", "ri", "cd")
PULSE_SECONDS = 0.2
CHARGE_SECONDS = 12.0
"""From the port's opening, when the line begins to power the drawer, to the first kick (APG SerialPRO II)."""
RECHARGE_SECONDS = 6.0
"""From one kick to the next."""
_POLL_SECONDS = 0.2
NOT_OPENED = "The drawer did not open. Is it locked?"


class _Sensed(Device):
    """What drawers share that say themselves whether they are open."""

    sensor: Sensor = Sensor.NONE
    where: DrawerState = DrawerState.UNKNOWN

    def read_pin(self) -> bool | None:
        """Level of the sensor, for learning its polarity; None when it cannot be asked."""
        raise NotImplementedError

    def drawer_state(self) -> DrawerState:
        """Where the drawer is now; UNKNOWN without a sensor or an answer."""
        level = None if self.sensor is Sensor.NONE else self.read_pin()
        self.where = DrawerState.UNKNOWN if level is None else self._said(level)
        return self.where

    def _said(self, level: bool) -> DrawerState:
        if self.sensor is Sensor.NONE:
            return DrawerState.UNKNOWN
        return DrawerState.OPEN if level == (self.sensor is Sensor.OPEN_HIGH) else DrawerState.CLOSED

    def wait_for_drawer_close(self, seconds: float, stopping: threading.Event | None = None) -> DrawerState:
        """Wait until the drawer is closed, at most `seconds`. Returns at once when it cannot be known."""
        pause, end = stopping or threading.Event(), time.monotonic() + seconds
        while (where := self.drawer_state()) is DrawerState.OPEN and time.monotonic() < end:
            if pause.wait(min(_POLL_SECONDS, max(end - time.monotonic(), 0))):
                break
        return where


class BytesDrawer(_Sensed):
    """A device that opens the drawer when it gets its bytes: `file:/dev/hidraw0`, a trigger box, a network drawer.

    One-way: SENT is the best that can be said.
    """

    def __init__(self, connect: Connect, opening: bytes, name: str = "The cash drawer") -> None:
        super().__init__(name)
        self._connect = connect
        self._opening = opening

    def open_drawer(self) -> Outcome:
        """Send the bytes. NOT_STARTED when none could be sent. Raises only DeviceError DISABLED."""
        with self._busy():
            outcome = self._send()
            self._problem = outcome.problem
        return outcome

    def _send(self) -> Outcome:
        link, sent = self._connect(), 0
        try:
            link.connect()
            while sent < len(self._opening):
                taken = link.send(self._opening[sent:], 1.0)
                if not taken:
                    raise DeviceError("The drawer takes no data.", ErrorCode.TIMEOUT)
                sent += taken
            link.finish(0.5)
        except DeviceError as error:
            self.power = Power.OFF_OFFLINE
            return Outcome(Verdict.UNKNOWN if sent else Verdict.NOT_STARTED, error.sentence, sent)
        finally:
            link.close()
        self.power = Power.ONLINE
        return Outcome(Verdict.SENT, None, sent)

    def read_pin(self) -> bool | None:
        """Always None: it cannot be asked."""
        return None

    def check_health(self) -> Health:
        """Whether the device can be reached; it is sent nothing."""
        link = self._connect()
        try:
            link.connect()
        except DeviceError as error:
            self._problem, self.power = error.sentence, Power.OFF_OFFLINE
            return Health(False, error.sentence, self.power)
        finally:
            link.close()
        self._problem, self.power = None, Power.ONLINE
        return Health(True, "The drawer's device can be reached. It cannot say more.", self.power)


def serial_line(url: str, baud: int, high: bool) -> Any:
    """An open pyserial port with both outputs high or low from the start: a line that falls later is a pulse.

    Raises OSError or ValueError.
    """
    import serial

    port = serial.serial_for_url(url, do_not_open=True, baudrate=baud, timeout=0.05, write_timeout=write_seconds(url))
    port.rts = port.dtr = high
    port.open()
    return port


class SerialDrawer(_Sensed):
    """A drawer on its own serial line, opened by a pulse on RTS or DTR or by characters.

    A drawer opened by characters may be powered by the line itself: both outputs stay high, the port stays open, and
    it is given time to charge before each kick. `clock` gives seconds, `wait` sleeps for some.
    """

    def __init__(
        self,
        url: str,
        opener: Opener,
        opening: bytes = b"\x07",
        *,
        baud: int = 9600,
        sensor: Sensor = Sensor.NONE,
        sensor_line: str = "cts",
        charge: bool = True,
        name: str = "The cash drawer",
        connect: Callable[[str, int, bool], Any] = serial_line,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], object] = time.sleep,
    ) -> None:
        """Raises DeviceError NOSERVICE for a sensor on `socket://`, whose lines always read high."""
        super().__init__(name)
        if sensor is not Sensor.NONE and url.startswith("socket://"):
            raise DeviceError("A drawer behind socket:// has no sensor: its lines always read high.",
                              ErrorCode.NOSERVICE)  # fmt: skip
        self.sensor = sensor
        self._url, self._baud, self._opener, self._opening = url, baud, opener, opening
        self._sensor_line, self._charge = sensor_line, charge and opener == "bytes"
        self._connect, self._clock, self._wait = connect, clock, wait
        self._port: Any = None
        self._ready_at = 0.0
        self._turn = threading.Lock()

    def _opened(self) -> Any:
        """The port, opened when it is not. Raises DeviceError."""
        if self._port is None:
            try:
                self._port = self._connect(self._url, self._baud, self._opener == "bytes")
            except OSError as error:
                self._drop()
                raise link_error(self._url, error) from error
            except ValueError:
                raise DeviceError(f"{self._url!r} is no serial line.", ErrorCode.NOSERVICE) from None
            self._ready_at = self._clock() + (CHARGE_SECONDS if self._charge else 0.0)
        return self._port

    def _drop(self) -> None:
        port, self._port = self._port, None
        if port is not None:
            with suppress(OSError):
                port.close()

    def open_drawer(self) -> Outcome:
        """Kick the drawer, after the time it needs to charge. Raises only DeviceError DISABLED.

        PRINTED: its sensor says that it is open. SENT: it has none. UNKNOWN: the line broke while it was kicked.
        """
        with self._busy(), self._turn:
            outcome = self._kick()
            self._problem, self.where = outcome.problem, outcome.drawer
        return outcome

    def _kick(self) -> Outcome:
        try:
            port = self._opened()
        except DeviceError as error:
            self.power = Power.OFF_OFFLINE
            return Outcome(Verdict.NOT_STARTED, error.sentence)
        if (left := self._ready_at - self._clock()) > 0:
            self._wait(left)
        try:
            self._fire(port)
            where = self._await_open(port)
        except OSError as error:
            self._drop()
            self.power = Power.OFF_OFFLINE
            sentence = link_error(self._url, error).sentence
            return Outcome(Verdict.UNKNOWN, f"{sentence} Look whether the drawer is open.")
        self._ready_at = self._clock() + (RECHARGE_SECONDS if self._charge else 0.0)
        self.power = Power.ONLINE
        problem = NOT_OPENED if where is DrawerState.CLOSED else None
        verdict = Verdict.SENT if where is DrawerState.UNKNOWN else Verdict.PRINTED
        return Outcome(verdict, problem, len(self._opening) if self._opener == "bytes" else 0, drawer=where)

    def _fire(self, port: Any) -> None:
        if self._opener == "bytes":
            port.write(self._opening)
            port.flush()
            return
        setattr(port, self._opener, True)
        self._wait(PULSE_SECONDS)
        setattr(port, self._opener, False)

    def _level(self, port: Any) -> bool:
        return bool(getattr(port, self._sensor_line))

    def _where(self, port: Any) -> DrawerState:
        return DrawerState.UNKNOWN if self.sensor is Sensor.NONE else self._said(self._level(port))

    def _await_open(self, port: Any) -> DrawerState:
        """Give the drawer a second to move out."""
        end = self._clock() + 1.0
        where = self._where(port)
        while where is DrawerState.CLOSED and self._clock() < end:
            self._wait(_POLL_SECONDS)
            where = self._where(port)
        return where

    def read_pin(self) -> bool | None:
        """Level of the sensor's line, for learning its polarity; None when the line cannot be read."""
        with self._turn:
            try:
                return self._level(self._opened())
            except (DeviceError, OSError):
                self._drop()
                return None

    def check_health(self) -> Health:
        """Whether the line can be opened; from then on it powers the drawer."""
        try:
            with self._turn:
                self._opened()
        except DeviceError as error:
            self._problem, self.power = error.sentence, Power.OFF_OFFLINE
            return Health(False, error.sentence, self.power)
        self._problem, self.power = None, Power.ONLINE
        known = "without a sensor" if self.sensor is Sensor.NONE else "with a sensor"
        return Health(True, f"The drawer's line is open; the drawer is {known}.", self.power)

    def close(self) -> None:
        """Release the line; a drawer that it powers loses its power."""
        super().close()
        self._drop()
