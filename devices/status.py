"""What an ESC/POS printer says, told apart by the fixed bits of each byte (Epson layout), and what it means."""

from __future__ import annotations

from dataclasses import dataclass

OFFLINE, PIN_3 = 0x08, 0x04  # DLE EOT 1
COVER_OPEN = "The printer cover is open. Close it."
PAPER_OUT = "The printer is out of paper. Put in a new roll."
WAITS_FOR_COVER = "The printer cover is open. Close it: the receipt will go on."
WAITS_FOR_PAPER = "The printer is out of paper. Put in a new roll: the receipt will go on by itself."
_ASB_LENGTH = 4
_LONGEST_BLOCK = 40


@dataclass(frozen=True)
class StatusTable:
    """What the bits of a model's answers to DLE EOT 2, 4 and 5 mean."""

    cover: int = 0x04
    feed_button: int = 0x08
    paper_stop: int = 0x20
    error: int = 0x40
    roll_near_end: int = 0x0C
    roll_end: int = 0x60
    slip_missing: int = 0x20
    """No form at the slip station (DLE EOT 5)."""


EPSON = StatusTable()


@dataclass(frozen=True)
class RealTime:
    """Answer to DLE EOT; which one, only the order of the questions tells."""

    bits: int


@dataclass(frozen=True)
class InOrder:
    """Answer to GS r: everything before the question has been done."""

    bits: int


@dataclass(frozen=True)
class ProcessId:
    """Answer to GS ( H: everything before it is on paper."""

    mark: str


@dataclass(frozen=True)
class Automatic:
    """Automatic status: four bytes sent by the printer when something changes."""

    data: bytes

    @property
    def paper_end(self) -> bool:
        return bool(self.data[2] & 0x0C)

    @property
    def cover_open(self) -> bool:
        return bool(self.data[0] & 0x20)

    @property
    def error(self) -> bool:
        return bool(self.data[1] & 0x2C)

    @property
    def pin_3(self) -> bool:
        return bool(self.data[0] & PIN_3)


Reply = RealTime | InOrder | ProcessId | Automatic


class Replies:
    """Sorts a printer's bytes, which arrive in any pieces and mixed."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, received: bytes) -> list[Reply]:
        """The replies that are complete with `received`. XON, XOFF and noise are dropped."""
        self._rest += received
        replies: list[Reply] = []
        while self._rest:
            used, reply = _first(self._rest)
            if not used:
                break
            self._rest = self._rest[used:]
            if reply is not None:
                replies.append(reply)
        return replies


def _first(data: bytes) -> tuple[int, Reply | None]:
    """How many bytes the first reply takes (0: more must come) and the reply; None for noise."""
    first = data[0]
    if first == 0x37:
        return _block(data)
    if first & 0x93 == 0x12:
        return 1, RealTime(first)
    if first & 0x93 == 0x10:
        return (_ASB_LENGTH, Automatic(data[:_ASB_LENGTH])) if len(data) >= _ASB_LENGTH else (0, None)
    return (1, InOrder(first)) if first & 0x90 == 0 else (1, None)


def _block(data: bytes) -> tuple[int, Reply | None]:
    end = data.find(0)
    if end < 0:
        return (1, None) if len(data) > _LONGEST_BLOCK else (0, None)
    is_process_id = data[1:2] == b"\x22"
    return end + 1, ProcessId(data[2:end].decode("ascii", "replace")) if is_process_id else None


def trouble(cause_bits: int, roll_bits: int, table: StatusTable = EPSON) -> str | None:
    """Why nothing can be printed, from the answers to DLE EOT 2 and 4; None when all is well."""
    if cause_bits & table.cover:
        return COVER_OPEN
    if cause_bits & table.paper_stop or roll_bits & table.roll_end:
        return PAPER_OUT
    if cause_bits & table.error:
        return "The printer reports an error. Switch it off and on again."
    if cause_bits & table.feed_button:
        return "The printer's feed button is held down."
    return None


def waiting_for(status: Automatic) -> str | None:
    """What a running job waits for somebody to do; None when the printer is at work."""
    if status.cover_open:
        return WAITS_FOR_COVER
    if status.paper_end:
        return WAITS_FOR_PAPER
    if status.error:
        return "The printer reports an error. Look for jammed paper."
    return None
