"""The ESC/POS command table, and a tokenizer for it. Layout as in Epson's manuals.

The tokenizer serves two readers: the gate that no job passes with a command it must not hold, and the simulator.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

DLE, ESC, GS = 0x10, 0x1B, 0x1D

INITIALIZE = b"\x1b@"
STATUS_ON = b"\x1da\xff"
STATUS_OFF = b"\x1da\x00"
ASK_PRINTER = b"\x10\x04\x01"
ASK_CAUSE = b"\x10\x04\x02"
ASK_ROLL = b"\x10\x04\x04"
ASK_PAPER_IN_ORDER = b"\x1dr\x01"
ASK_DRAWER_IN_ORDER = b"\x1dr\x02"
ASK_SLIP = b"\x10\x04\x05"
SELECT_ROLL, SELECT_SLIP = b"\x1bc0\x01", b"\x1bc0\x04"
EJECT = b"\x0c"
ABANDON = b"\x10\x05\x02"
"""DLE ENQ 2: recover, and forget what is in the buffer."""

_ARGUMENTS = {
    b"\x1b@": 0, b"\x1b2": 0, b"\x1b3": 1, b"\x1bt": 1, b"\x1ba": 1, b"\x1bE": 1, b"\x1bG": 1, b"\x1b!": 1,
    b"\x1bd": 1, b"\x1bJ": 1, b"\x1bM": 1, b"\x1b-": 1, b"\x1bR": 1, b"\x1b{": 1, b"\x1br": 1, b"\x1bc": 2,
    b"\x1b=": 1, b"\x1bp": 3, b"\x1d!": 1, b"\x1da": 1, b"\x1dr": 1, b"\x1dh": 1, b"\x1dw": 1, b"\x1dH": 1,
    b"\x1df": 1, b"\x1dI": 1, b"\x1dB": 1, b"\x1db": 1, b"\x1dL": 2, b"\x1dW": 2, b"\x1b ": 1, b"\x1bf": 2,
    b"\x1b$": 2, b"\x1b\\": 2, b"\x1c-": 1, b"\x1cS": 2, b"\x1c&": 0, b"\x1c.": 0,
}  # fmt: skip
"""Commands of a fixed number of argument bytes."""
_REAL_TIME = {0x04: 1, 0x05: 1}
_REAL_TIME_DC4 = {1: 2, 2: 2, 8: 7}


@dataclass(frozen=True)
class Token:
    """One command with its argument bytes; a run of text has no command, a control byte is its own command."""

    command: bytes
    data: bytes = b""


def process_id(mark: str) -> bytes:
    """GS ( H: answer `mark`, four ASCII digits, when everything before it is printed. Raises ValueError otherwise."""
    if len(mark) != 4 or not (mark.isascii() and mark.isdigit()):
        raise ValueError(f"process id {mark!r} is not four digits")
    return b"\x1d(H\x06\x00\x30\x30" + mark.encode("ascii")


def wait_for_form(minutes: int) -> bytes:
    """ESC f: wait so many minutes for a form at the slip station, and begin a tenth of a second after it is there."""
    return bytes((ESC, ord("f"), minutes, 1))


def tokens(stream: bytes) -> Iterator[Token]:
    """The tokens of a complete stream. Bytes of a command that is cut short come as one token of command ESC or GS."""
    position = 0
    while position < len(stream):
        found = token_at(stream, position)
        if found is None:
            yield Token(stream[position : position + 1], stream[position + 1 :])
            return
        token, position = found
        yield token


def token_at(stream: bytes, start: int) -> tuple[Token, int] | None:
    """The token that begins at `start` and where the next begins; None while the command is incomplete."""
    first = stream[start]
    if first >= 0x20:
        end = start + 1
        while end < len(stream) and stream[end] >= 0x20:
            end += 1
        return Token(b"", stream[start:end]), end
    if first not in (ESC, GS, 0x1C):
        return Token(stream[start : start + 1]), start + 1
    if start + 1 >= len(stream):
        return None
    command = stream[start : start + 2]
    length = _ARGUMENTS[command] if command in _ARGUMENTS else _variable_length(stream, start)
    if length is None or start + 2 + length > len(stream):
        return None
    return Token(command, stream[start + 2 : start + 2 + length]), start + 2 + length


def _variable_length(stream: bytes, start: int) -> int | None:
    """Argument bytes of a command whose length is in its arguments; None while that cannot be told; 0 when unknown."""
    command, rest = stream[start : start + 2], stream[start + 2 : start + 8]
    if command == b"\x1dV":
        return None if not rest else 2 if rest[0] in (65, 66) else 1
    if command == b"\x1dk":
        return _barcode_length(stream, start + 2)
    if command in (b"\x1d(", b"\x1c("):
        return None if len(rest) < 3 else 3 + rest[1] + 256 * rest[2]
    if command == b"\x1dv":
        return None if len(rest) < 6 else 6 + (rest[2] + 256 * rest[3]) * (rest[4] + 256 * rest[5])
    return 0


def _barcode_length(stream: bytes, start: int) -> int | None:
    if start >= len(stream):
        return None
    if stream[start] >= 65:
        return None if start + 1 >= len(stream) else 2 + stream[start + 1]
    end = stream.find(0, start + 1)
    return None if end < 0 else end + 1 - start


def split_real_time(received: bytes) -> tuple[bytes, list[bytes], bytes]:
    """What a printer's interface does on reception: real-time commands are obeyed wherever they stand.

    Returns the bytes left for the buffer, the real-time commands, and an unfinished tail that goes before the next
    bytes received.
    """
    kept, commands, position = bytearray(), list[bytes](), 0
    while (mark := received.find(DLE, position)) >= 0:
        kept += received[position:mark]
        length = _real_time_length(received[mark + 1 : mark + 3])
        if length is None or mark + length > len(received):
            return bytes(kept), commands, received[mark:]
        if length == 1:
            kept.append(DLE)
        else:
            commands.append(received[mark : mark + length])
        position = mark + length
    return bytes(kept + received[position:]), commands, b""


def _real_time_length(after: bytes) -> int | None:
    """Length in bytes of the command whose DLE stands before `after`; 1 when it is none; None when more must come."""
    if not after:
        return None
    if after[0] in _REAL_TIME:
        return 2 + _REAL_TIME[after[0]]
    if after[0] != 0x14:
        return 1
    if len(after) < 2:
        return None
    return 3 + _REAL_TIME_DC4[after[1]] if after[1] in _REAL_TIME_DC4 else 1
