"""The first thing on the screen: raw mode and a splash, before anything slow is imported.

Until the terminal is raw it echoes keys and turns Enter into a line feed. Only modules are imported that the
interpreter has loaded anyway, or that cost nothing.
"""

from __future__ import annotations

import atexit
import os
import sys
import termios

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType

ENTER = "\x1b[?1049h\x1b[?25l\x1b[H\x1b[2J"
"""Alternate screen, no cursor, cleared."""
LEAVE_EARLY = "\x1b[?25h\x1b[?1049l"
"""Undoes `ENTER`."""
LEAVE_LATE = "\x1b[<u\x1b[?2004l\x1b[?1004l\x1b[?25h\x1b[?7h\x1b[?1047l"
"""Undoes what the program may have left behind; does nothing on a terminal that was already restored."""

_current: Splash | None = None


class Splash:
    """The terminal as it was found, to be given back."""

    def __init__(self, fd: int, attributes: list[int | list[bytes | int]]) -> None:
        self.fd = fd
        """File descriptor of the terminal."""
        self.handed_over = False
        """Has the full program taken the screen?"""
        self._found = attributes
        self._previous_hook = sys.excepthook

    def show(self, title: str, text: str) -> None:
        """Make the terminal raw and paint one screen."""
        raw = termios.tcgetattr(self.fd)
        raw[0] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
        raw[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
        raw[6][termios.VMIN] = 1
        termios.tcsetattr(self.fd, termios.TCSANOW, raw)
        try:
            columns, rows = os.get_terminal_size(self.fd)
        except OSError:
            columns, rows = 80, 24
        write(ENTER + _line(rows // 2 - 1, columns, title) + _line(rows // 2 + 1, columns, text))
        atexit.register(self.restore)
        sys.excepthook = self._crashed

    def restore(self) -> None:
        """Give the terminal back as it was found and forget what was typed. The second time it does nothing."""
        if self._found:
            from select import select

            if select([], [2], [], 0.5)[1]:  # a terminal that takes nothing holds nobody up
                write(LEAVE_LATE if self.handed_over else LEAVE_EARLY)
            try:
                termios.tcsetattr(self.fd, termios.TCSAFLUSH, self._found)
            except termios.error:  # the line is gone
                self._found = []
            self._found = []

    def _crashed(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Restore before the traceback is printed, or it would vanish with the alternate screen."""
        self.restore()
        self._previous_hook(kind, error, trace)


def show(title: str = "Counter TUI", text: str = "Starting…") -> Splash | None:
    """Show the splash when this is a terminal. Return it, so that the caller may restore the terminal early."""
    global _current
    if _current is None and sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty():
        _current = Splash(sys.stdin.fileno(), termios.tcgetattr(sys.stdin.fileno()))
        _current.show(title, text)
    return _current


def handed_over() -> None:
    """Note that the full program has taken the screen."""
    if _current is not None:
        _current.handed_over = True


def write(text: str) -> None:
    """Write to the terminal that Textual writes to; a terminal that is gone is no error."""
    try:
        os.write(2, text.encode())
    except OSError:
        return


def _line(row: int, columns: int, text: str) -> str:
    return f"\x1b[{row};{max(1, (columns - len(text)) // 2 + 1)}H{text}"
