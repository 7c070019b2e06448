"""Cash drawers. Only they send the opening pulse: no text, image or document can hold it."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from enum import StrEnum
from typing import Protocol

from devices import status
from devices.conversation import Conversation, NoAnswer, Stopped, Timings
from devices.escpos_commands import ASK_DRAWER_IN_ORDER
from devices.links import Port, Transport
from devices.models import KICK, Pulse
from devices.printer import SILENT
from devices.states import Device, DeviceError, DrawerState, ErrorCode, Health, Outcome, Power, State, Verdict

_POLL_SECONDS = 0.05
_TURN_SECONDS = 1.0


class Sensor(StrEnum):
    """What the drawer's switch does to pin 3 of its connector, as learned at the station."""

    NONE = "none"
    OPEN_HIGH = "open-high"
    OPEN_LOW = "open-low"


def learn_sensor(pin_when_open: bool, pin_when_closed: bool) -> Sensor:
    """The polarity seen while somebody opened and closed the drawer; NONE when the pin did not move."""
    if pin_when_open == pin_when_closed:
        return Sensor.NONE
    return Sensor.OPEN_HIGH if pin_when_open else Sensor.OPEN_LOW


class CashDrawer(Protocol):
    """What a job worker needs of any drawer."""

    name: str
    state: State
    power: Power
    where: DrawerState
    """Where it was when it was last asked."""

    def open_drawer(self) -> Outcome:
        """Open the drawer. Raises only DeviceError DISABLED, when the device is closed."""

    def drawer_state(self) -> DrawerState:
        """Where the drawer is now; UNKNOWN without a sensor or an answer."""

    def wait_for_drawer_close(self, seconds: float, stopping: threading.Event | None = None) -> DrawerState:
        """Wait until the drawer is closed, at most `seconds`, and return where it is then."""

    def read_pin(self) -> bool | None:
        """Level of the sensor, for learning its polarity; None when it cannot be asked."""

    def problem(self) -> str | None:
        """What is wrong now, in a sentence for the clerk; None when nothing is."""

    def check_health(self) -> Health:
        """Ask the hardware how it is, without opening."""

    def start(self) -> None:
        """Open, claim and enable."""

    def close(self) -> None:
        """Release and forget."""


class PrinterKickDrawer(Device):
    """A drawer on the receipt printer's connector. `pin` is 2 or 5; only that one is fired."""

    def __init__(
        self,
        port: Port,
        pin: int = 2,
        sensor: Sensor = Sensor.NONE,
        one_way: bool = False,
        timings: Timings | None = None,
        name: str = "The cash drawer",
        connector: Pulse = KICK,
    ) -> None:
        """Raises ValueError for a pin that the connector has not."""
        super().__init__(name)
        self.port = port
        self.sensor = sensor
        self.one_way = one_way
        self.timings = timings or Timings()
        self.where = DrawerState.UNKNOWN
        self._pulse = connector.command(pin)

    def open_drawer(self) -> Outcome:
        """Send the pulse as a job of its own.

        PRINTED: the printer has fired it. SENT: a one-way printer took it. NOT_STARTED: it was not sent, as when the
        printer is off-line, where the pulse would stay in its buffer and open the drawer later. UNKNOWN: no answer.
        """
        with self._busy():
            try:
                with self.port.session() as transport:
                    outcome = self._kick(transport)
            except DeviceError as error:
                self.power = Power.OFF_OFFLINE
                outcome = Outcome(Verdict.NOT_STARTED, error.sentence)
            self._problem = outcome.problem
            self.where = outcome.drawer
        return outcome

    def _kick(self, transport: Transport) -> Outcome:
        talk = Conversation(transport, self.timings)
        if self.one_way or not transport.two_way:
            return self._kick_one_way(talk, transport)
        refusal = self._refusal(talk)
        if refusal is not None:
            return Outcome(Verdict.NOT_STARTED, refusal)
        asked = talk.bytes_sent
        try:
            talk.send(self._pulse + ASK_DRAWER_IN_ORDER, self.timings.finish)
            bits = talk.await_in_order(self.timings.finish)
        except (DeviceError, NoAnswer, Stopped):
            sentence = "Nobody knows whether the drawer opened: the printer stopped answering."
            sent = talk.bytes_sent - asked
            return Outcome(Verdict.UNKNOWN if sent else Verdict.NOT_STARTED, sentence if sent else SILENT, sent)
        where = self._await_open(talk, bool(bits & 1))
        with suppress(DeviceError):
            transport.finish(self.timings.linger)
        problem = "The drawer did not open. Is it locked?" if where is DrawerState.CLOSED else None
        return Outcome(Verdict.PRINTED, problem, len(self._pulse), drawer=where)

    def _kick_one_way(self, talk: Conversation, transport: Transport) -> Outcome:
        try:
            talk.send(self._pulse, self.timings.finish)
            transport.finish(self.timings.linger)
        except (DeviceError, NoAnswer, Stopped) as error:
            sentence = error.sentence if isinstance(error, DeviceError) else "The printer takes no more data."
            verdict = Verdict.UNKNOWN if talk.bytes_sent else Verdict.NOT_STARTED
            return Outcome(verdict, sentence, talk.bytes_sent)
        return Outcome(Verdict.SENT, None, talk.bytes_sent)

    def _refusal(self, talk: Conversation) -> str | None:
        try:
            bits = talk.printer_bits()
            if bits is None:
                return SILENT
            self.power = Power.OFFLINE if bits & status.OFFLINE else Power.ONLINE
            if bits & status.OFFLINE:
                trouble = talk.preflight() or "The printer is off-line."
                return f"{trouble} Until then the drawer opens by its key only."
        except DeviceError as error:
            return error.sentence
        except (NoAnswer, Stopped):
            return SILENT
        return None

    def _await_open(self, talk: Conversation, pin_3: bool) -> DrawerState:
        """Give the drawer time to move out."""
        end = time.monotonic() + self.timings.drawer
        where = self._where(pin_3)
        try:
            while where is DrawerState.CLOSED and time.monotonic() < end:
                talk.listen(_POLL_SECONDS)
                bits = talk.printer_bits()
                where = DrawerState.UNKNOWN if bits is None else self._where(bool(bits & status.PIN_3))
        except (DeviceError, NoAnswer):
            return DrawerState.UNKNOWN
        return where

    def _note_pin(self, talk: Conversation) -> None:
        """Remember where the drawer is from the last answer, when there was one."""
        answers = [reply.bits for reply in talk.seen if isinstance(reply, status.RealTime)]
        if answers:
            self.where = self._where(bool(answers[0] & status.PIN_3))

    def _where(self, pin_3: bool) -> DrawerState:
        if self.sensor is Sensor.NONE:
            return DrawerState.UNKNOWN
        return DrawerState.OPEN if pin_3 == (self.sensor is Sensor.OPEN_HIGH) else DrawerState.CLOSED

    def read_pin(self) -> bool | None:
        """Level of the sensor's pin, for learning its polarity; None when the printer cannot be asked."""
        try:
            return self._ask_pin()
        except DeviceError:
            return None

    def _ask_pin(self) -> bool | None:
        """None when the printer is silent or one-way. Raises DeviceError, BUSY while it prints."""
        with self.port.session(_TURN_SECONDS) as transport:
            if self.one_way or not transport.two_way:
                return None
            try:
                bits = Conversation(transport, self.timings).printer_bits()
            except NoAnswer:
                return None
            transport.finish(self.timings.linger)
        return None if bits is None else bool(bits & status.PIN_3)

    def drawer_state(self) -> DrawerState:
        """Where the drawer is now. Silence is UNKNOWN. Takes up to two seconds: call it in a worker.

        UNKNOWN too while the printer prints; then `where` stays what it was when the drawer was last asked.
        """
        pin_3 = None
        try:
            pin_3 = None if self.sensor is Sensor.NONE else self._ask_pin()
        except DeviceError as error:
            if error.code is ErrorCode.BUSY:
                return DrawerState.UNKNOWN
        self.where = DrawerState.UNKNOWN if pin_3 is None else self._where(pin_3)
        return self.where

    def wait_for_drawer_close(self, seconds: float, stopping: threading.Event | None = None) -> DrawerState:
        """Wait until the drawer is closed, at most `seconds`. Returns at once when it cannot be known."""
        pause, end = stopping or threading.Event(), time.monotonic() + seconds
        while (where := self.drawer_state()) is DrawerState.OPEN and time.monotonic() < end:
            if pause.wait(min(4 * _POLL_SECONDS, max(end - time.monotonic(), 0))):
                break
        return where

    def check_health(self) -> Health:
        """Whether the printer that fires the pulse answers."""
        try:
            with self.port.session(_TURN_SECONDS) as transport:
                if self.one_way or not transport.two_way:
                    self._problem, self.power = None, Power.ONLINE
                    return Health(True, "The drawer's printer can be reached. It cannot say more.", self.power)
                talk = Conversation(transport, self.timings)
                self._problem = self._refusal(talk)
                self._note_pin(talk)
                transport.finish(self.timings.linger)
        except DeviceError as error:
            self._problem = error.sentence
            self.power = Power.OFF_OFFLINE
        if self._problem is not None:
            return Health(False, self._problem, self.power)
        known = "without a sensor" if self.sensor is Sensor.NONE else "with a sensor"
        return Health(True, f"The drawer's printer is ready; the drawer is {known}.", self.power)


class NoDrawer(Device):
    """A station whose drawer opens by its key only, or that has none."""

    SENTENCE = "This station's drawer cannot be opened by the program."

    def __init__(self) -> None:
        super().__init__("No drawer")
        self.where = DrawerState.UNKNOWN

    def open_drawer(self) -> Outcome:
        """Always NOT_STARTED."""
        return Outcome(Verdict.NOT_STARTED, self.SENTENCE)

    def read_pin(self) -> bool | None:
        """Always None."""
        return None

    def drawer_state(self) -> DrawerState:
        """Always UNKNOWN."""
        return DrawerState.UNKNOWN

    def wait_for_drawer_close(self, seconds: float, stopping: threading.Event | None = None) -> DrawerState:
        """Returns UNKNOWN at once."""
        return DrawerState.UNKNOWN

    def check_health(self) -> Health:
        """Nothing to ask."""
        return Health(True, self.SENTENCE)
