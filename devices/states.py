"""States, verdicts and errors shared by every device. The names are those of UnifiedPOS 1.14, plus UNKNOWN."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """What a device object is doing."""

    CLOSED = "CLOSED"
    IDLE = "IDLE"
    BUSY = "BUSY"
    ERROR = "ERROR"


class Power(StrEnum):
    """Whether the hardware is there, as far as the last conversation with it showed."""

    UNKNOWN = "UNKNOWN"
    ONLINE = "ONLINE"
    OFF = "OFF"
    OFFLINE = "OFFLINE"
    OFF_OFFLINE = "OFF_OFFLINE"


class Verdict(StrEnum):
    """What became of one job. Only NOT_STARTED may be retried without asking the clerk."""

    NOT_STARTED = "NOT_STARTED"
    """Nothing was printed or opened."""
    SENT = "SENT"
    """A one-way device took the bytes; nobody can know more."""
    PRINTED = "PRINTED"
    """The device answered after it had done everything."""
    UNKNOWN = "UNKNOWN"
    """Sending began and no answer came: the clerk has to look."""


class DrawerState(StrEnum):
    """Where the cash drawer is. Silence is UNKNOWN, never CLOSED."""

    OPEN = "OPEN"
    CLOSED = "CLOSED"
    UNKNOWN = "UNKNOWN"


class ErrorCode(StrEnum):
    """UnifiedPOS error names."""

    CLOSED = "CLOSED"
    CLAIMED = "CLAIMED"
    NOTCLAIMED = "NOTCLAIMED"
    NOSERVICE = "NOSERVICE"
    DISABLED = "DISABLED"
    ILLEGAL = "ILLEGAL"
    NOHARDWARE = "NOHARDWARE"
    OFFLINE = "OFFLINE"
    NOEXIST = "NOEXIST"
    FAILURE = "FAILURE"
    TIMEOUT = "TIMEOUT"
    BUSY = "BUSY"
    COVER_OPEN = "COVER_OPEN"
    REC_EMPTY = "REC_EMPTY"


class DeviceError(Exception):
    """A device refused or failed. `sentence` tells the clerk what is wrong and what to do."""

    def __init__(self, sentence: str, code: ErrorCode) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code


@dataclass(frozen=True)
class Outcome:
    """What became of one job at a printer or drawer."""

    verdict: Verdict
    problem: str | None = None
    """The sentence for the clerk, or None when there is nothing to say."""
    bytes_sent: int = 0
    paper_end: bool = False
    """The paper ended during the job; what is left may still come out when paper is put in."""
    drawer: DrawerState = DrawerState.UNKNOWN


@dataclass(frozen=True)
class Health:
    """Result of `check_health`, for the device test screen."""

    ok: bool
    sentence: str
    power: Power = Power.UNKNOWN


class Device:
    """Life cycle of a device: open, claim, enable, (use,) release, close.

    Claiming is exclusive inside this process; another program is kept out by the connection itself.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.state = State.CLOSED
        self.power = Power.UNKNOWN
        self.enabled = False
        self._claim = threading.Lock()
        self._problem: str | None = None

    def open(self) -> None:
        """Make the device ready to be claimed. Talks to no hardware."""
        if self.state is State.CLOSED:
            self.state = State.IDLE

    def claim(self, timeout_seconds: float = 0.0) -> None:
        """Take the device for this owner. Raises DeviceError CLAIMED when another owner keeps it."""
        if self.state is State.CLOSED:
            raise DeviceError(f"{self.name} is not open.", ErrorCode.CLOSED)
        if not self._claim.acquire(timeout=timeout_seconds):
            raise DeviceError(f"{self.name} is in use by another owner.", ErrorCode.CLAIMED)

    def enable(self) -> None:
        """Allow output. Raises DeviceError CLOSED or NOTCLAIMED."""
        if self.state is State.CLOSED:
            raise DeviceError(f"{self.name} is not open.", ErrorCode.CLOSED)
        if not self._claim.locked():
            raise DeviceError(f"{self.name} is not claimed.", ErrorCode.NOTCLAIMED)
        self.enabled = True

    def release(self) -> None:
        """Give the device up."""
        self.enabled = False
        if self._claim.locked():
            self._claim.release()

    def close(self) -> None:
        """Release the device and forget it. May be called twice."""
        self.release()
        self.state = State.CLOSED

    def start(self) -> None:
        """Open, claim and enable in one step."""
        self.open()
        self.claim()
        self.enable()

    def problem(self) -> str | None:
        """What is wrong now, in a sentence for the clerk, as the last conversation showed it; None when nothing is."""
        return self._problem

    def check_health(self) -> Health:
        """Ask the hardware how it is, without printing or opening anything."""
        raise NotImplementedError

    @contextmanager
    def _busy(self) -> Iterator[None]:
        """The time of one job. Raises DeviceError DISABLED outside the life cycle."""
        if not self.enabled:
            raise DeviceError(f"{self.name} is not enabled.", ErrorCode.DISABLED)
        self.state = State.BUSY
        try:
            yield
        finally:
            self.state = State.ERROR if self._problem else State.IDLE
