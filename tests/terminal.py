"""A program under a real pseudo-terminal, its screen read back through a terminal emulator."""

from __future__ import annotations

import errno
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

import pyte

TIMEOUT = 30.0
"""Seconds after which a wait fails; generous, because test machines are busy. A wait returns at once when it can."""

ROOT = Path(__file__).parent.parent
"""The checkout, from which programs import."""

KEYS = {
    "enter": b"\r",
    "tab": b"\t",
    "backtab": b"\x1b[Z",
    "backspace": b"\x7f",
    "escape": b"\x1b",
    "up": b"\x1b[A",
    "down": b"\x1b[B",
    "right": b"\x1b[C",
    "left": b"\x1b[D",
    "home": b"\x1b[H",
    "end": b"\x1b[F",
    "insert": b"\x1b[2~",
    "delete": b"\x1b[3~",
    "pageup": b"\x1b[5~",
    "pagedown": b"\x1b[6~",
    "f1": b"\x1bOP",
    "f2": b"\x1bOQ",
    "f3": b"\x1bOR",
    "f4": b"\x1bOS",
    "f5": b"\x1b[15~",
    "f6": b"\x1b[17~",
    "f7": b"\x1b[18~",
    "f8": b"\x1b[19~",
    "f9": b"\x1b[20~",
    "f10": b"\x1b[21~",
    "f11": b"\x1b[23~",
    "f12": b"\x1b[24~",
    "ctrl+c": b"\x03",
    "ctrl+l": b"\x0c",
    "ctrl+q": b"\x11",
    "ctrl+z": b"\x1a",
}
"""What an xterm sends for the keys that are not characters."""

_PRIVATE = re.compile(rb"\x1b\[[<>=][0-9;]*[A-Za-z]|\x1b\[\?[0-9;]*\$p")
"""Sequences that pyte would print as text: the Kitty keyboard protocol and mode queries, which it does not answer."""

_UNPAINTED = re.compile(rb"\x1b[P_][^\x1b]*\x1b\\|\x1b\[5i.*?\x1b\[4i", re.DOTALL)
"""What pyte would print as text: pictures (sixels and kitty's), and what goes to the terminal's printer."""

_BEGUN_UNPAINTED = re.compile(rb"\x1b[P_][^\x1b]*\x1b?$|\x1b\[5i(?:(?!\x1b\[4i).)*$", re.DOTALL)
"""One whose end has not arrived."""

_FRAMES_ASKED = b"\x1b[?2026$p"
"""The program asks whether whole frames can be marked (synchronized output)."""

_FRAMES_ANSWER = b"\x1b[?2026;2$y"
"""They can; so nobody, a test neither, sees half a frame."""

_FRAME_EDGE = re.compile(rb"\x1b\[\?2026([hl])")
"""Where a frame begins (h) or ends (l)."""

_TITLE = re.compile(rb"\x1b\][^\x07\x1b]*\x07")
"""An operating system command, whose last byte is no bell."""


def key_bytes(*keys: str) -> bytes:
    """Return the bytes of keys by name ("F3", "Enter", "PageUp"), any other text being typed as it stands."""
    return b"".join(KEYS.get(key.lower(), key.encode()) for key in keys)


def paste_bytes(text: str) -> bytes:
    """Return the bytes of a bracketed paste."""
    return b"\x1b[200~" + text.encode() + b"\x1b[201~"


def wait_until(condition: Callable[[], object], what: str) -> None:
    """Return when a condition holds. Raises AssertionError after 30 seconds."""
    deadline = time.monotonic() + TIMEOUT
    while not condition():
        assert time.monotonic() < deadline, f"{what} did not come in {TIMEOUT} s"
        select.select([], [], [], 0.01)


class TerminalTimeout(AssertionError):
    """What was waited for did not come; the message shows the screen."""


class Terminal:
    """Starts a program on a pseudo-terminal and talks to it as a clerk would: by keys and by reading the screen."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str] | None = None,
        cwd: str | None = None,
    ) -> None:
        """Start `command` (a first word of "python" is this interpreter). `env` is added to the environment."""
        self.screen = pyte.Screen(columns, rows)
        self.bytes_out = 0
        """Bytes the program has sent so far."""
        self.raw = bytearray()
        """All the program has sent so far."""
        self.bells = 0
        """How often the bell has rung."""
        self.status: int | None = None
        """The exit status, negative for a signal, once `wait_exit` has seen the end."""
        self._stream = pyte.ByteStream(self.screen)
        self._rest = b""
        self._hung_up = False
        self._in_frame = False
        arguments = [sys.executable, *command[1:]] if command[0] == "python" else list(command)
        environment = {**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8", **(env or {})}
        environment.pop("NO_COLOR", None)
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), environment.get("PYTHONPATH")]))
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            try:
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
                os.chdir(cwd or ".")
                os.execvpe(arguments[0], arguments, environment)
            finally:
                os._exit(127)
        self.resize(columns, rows)
        os.set_inheritable(self.fd, False)
        os.set_blocking(self.fd, False)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # -- typing

    def send(self, data: bytes | str) -> None:
        """Type bytes, all at once; reads the program's output meanwhile, so neither side can block the other."""
        rest = data.encode() if isinstance(data, str) else data
        deadline = time.monotonic() + TIMEOUT
        while rest:
            readable, writable, _ = select.select([self.fd], [self.fd], [], max(0.0, deadline - time.monotonic()))
            if readable:
                self._read()
            if writable:
                try:
                    rest = rest[os.write(self.fd, rest) :]
                except BlockingIOError:
                    continue
            if time.monotonic() > deadline:
                raise TerminalTimeout(f"{len(rest)} bytes were not taken\n{self.dump()}")

    def send_keys(self, *keys: str) -> None:
        """Type keys by name ("F3", "Enter", "Tab"); other text is typed as it stands."""
        self.send(key_bytes(*keys))

    def type_slowly(self, keys: Sequence[str | bytes], seconds: float) -> None:
        """Type keys one by one, each `seconds` after the one before, reading the output in between."""
        due = time.monotonic()
        for key in keys:
            self.send(key if isinstance(key, bytes) else key_bytes(key))
            due += seconds
            self.read_until(due)

    # -- reading

    def wait_for(self, what: str | Callable[[], bool], timeout: float = TIMEOUT) -> None:
        """Return as soon as the screen shows a text, or a condition holds. Raises TerminalTimeout with the screen."""
        condition = what if callable(what) else lambda: what in self.screen_text()
        deadline = time.monotonic() + timeout
        while (self._in_frame and not self._hung_up) or not condition():
            left = deadline - time.monotonic()
            if left <= 0:
                raise TerminalTimeout(f"{what!r} did not come in {timeout} s\n{self.dump()}")
            if self._hung_up:
                raise TerminalTimeout(f"the program ended before {what!r}\n{self.dump()}")
            if self._wait_readable(min(left, 0.2)):
                self._read()

    def wait_sent(self, text: str) -> None:
        """Return as soon as the program has sent a text, which may have been painted over since."""
        self.wait_for(lambda: text.encode() in self.raw)

    def wait_quiet(self, seconds: float = 0.2) -> None:
        """Return when the program has sent nothing for `seconds`."""
        deadline = time.monotonic() + TIMEOUT
        while self._wait_readable(seconds) and self._read():
            if time.monotonic() > deadline:
                raise TerminalTimeout(f"the program does not stop sending\n{self.dump()}")

    def read_until(self, due: float) -> None:
        """Read what the program sends until the monotonic time `due`."""
        while (left := due - time.monotonic()) > 0:
            if self._hung_up:
                return
            if self._wait_readable(left):
                self._read()

    def screen_text(self) -> str:
        """Return the screen as lines without trailing blanks."""
        return "\n".join(self.row(number) for number in range(1, self.screen.lines + 1))

    def row(self, number: int) -> str:
        """Return one row as shown, counted from 1."""
        cells = self.screen.buffer[number - 1]
        return "".join(cells[at].data for at in range(self.screen.columns)).rstrip()

    def dump(self) -> str:
        """Return the screen in a frame, for a failure's message."""
        edge = "+" + "-" * self.screen.columns + "+"
        rows = (self.row(number).ljust(self.screen.columns) for number in range(1, self.screen.lines + 1))
        return "\n".join([edge, *(f"|{row}|" for row in rows), edge])

    # -- the line itself

    def resize(self, columns: int, rows: int) -> None:
        """Change the size of the window."""
        self.screen.resize(rows, columns)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Send the program a signal."""
        os.kill(self.pid, number)

    def wait_exit(self, timeout: float = TIMEOUT) -> int:
        """Return the exit status, negative for a signal. Raises TerminalTimeout."""
        deadline = time.monotonic() + timeout
        while self.status is None:
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                self.status = os.waitstatus_to_exitcode(status)
            elif time.monotonic() > deadline:
                raise TerminalTimeout(f"the program did not end\n{self.dump()}")
            elif self.fd < 0 or self._hung_up:
                select.select([], [], [], 0.01)
            elif self._wait_readable(0.05):
                self._read()
        while self.fd >= 0 and not self._hung_up and self._wait_readable(0) and self._read():
            continue
        return self.status

    def hang_up(self) -> None:
        """Drop the line, as when an SSH connection is lost."""
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1

    def close(self) -> None:
        """Hang up, and see the program off."""
        self.hang_up()
        if self.status is None:
            try:
                self.wait_exit(5.0)
            except TerminalTimeout:
                self.kill()
                self.wait_exit()

    def _wait_readable(self, seconds: float) -> bool:
        return self.fd >= 0 and bool(select.select([self.fd], [], [], seconds)[0])

    def _read(self) -> bool:
        """Read once; False when the program has closed the terminal."""
        try:
            data = os.read(self.fd, 65536)
        except BlockingIOError:
            return True
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            data = b""
        if not data:
            self._hung_up = True
            return False
        self.bytes_out += len(data)
        self.bells += _TITLE.sub(b"", data).count(b"\x07")
        self.raw += data
        self._note_frames(data)
        self._show(data)
        return True

    def _note_frames(self, data: bytes) -> None:
        """Answer the question for whole frames; know whether one is being sent. A sequence may come in two reads."""
        start = max(0, len(self.raw) - len(data) - len(_FRAMES_ASKED) + 1)
        recent = bytes(self.raw[start:])
        if _FRAMES_ASKED in recent:
            os.write(self.fd, _FRAMES_ANSWER)
        if edges := _FRAME_EDGE.findall(recent):
            self._in_frame = edges[-1] == b"h"

    def _show(self, data: bytes) -> None:
        """Give the emulator whole escape sequences only, without those it does not know."""
        data = _UNPAINTED.sub(b"", self._rest + data)
        if unfinished := _BEGUN_UNPAINTED.search(data):
            self._rest = data[unfinished.start() :]
            self._stream.feed(_PRIVATE.sub(b"", data[: unfinished.start()]))
            return
        start = data.rfind(b"\x1b")
        complete = start < 0 or re.match(rb"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07]*\x07|[^\[\]])", data[start:])
        cut = len(data) if complete or len(data) - start > 64 else start
        self._rest = data[cut:]
        self._stream.feed(_PRIVATE.sub(b"", data[:cut]))
