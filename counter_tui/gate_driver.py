"""The terminal driver that feeds the gate."""

from __future__ import annotations

import os
import selectors
import signal
import termios
from codecs import getincrementaldecoder
from collections.abc import Iterable
from time import monotonic
from types import FrameType
from typing import TYPE_CHECKING, Any, cast

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.events import AppBlur, AppFocus, Key, Paste
from textual.geometry import Size
from textual.message import Message

from counter_tui import splash
from counter_tui.gate_output import TerminalOutput

if TYPE_CHECKING:
    from textual.app import App

    from counter_tui.gated_app import GatedApp

READ_SIZE = 4096
"""Bytes read at once: what a Linux terminal holds at most."""
PARSER_TICK = 0.05
"""Seconds between looks at the clock while the parser has half an escape sequence."""


class GateDriver(LinuxDriver):
    """Textual's driver with four differences.

    Keys carry the time at which they arrived, not the time of their parsing, and go to the gate directly, which may
    refuse to take more for a while. The input thread sleeps until something arrives. A dropped line ends the app. What
    is painted goes out in UTF-8, in pieces, and nobody waits for a terminal that is gone.
    """

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = False, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=False, size=None if size is None else Size(*size))
        self._gate = cast("GatedApp[Any]", app).gate
        self._end_reader, self._end_writer = os.pipe()
        self._output = TerminalOutput(cast("Any", self._file).fileno())
        self._file = cast("Any", self._output)
        self._ended = False

    def start_application_mode(self) -> None:
        """Take the terminal over from the splash."""
        splash.handed_over()
        self._ended = False
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self._gate.discard_unread = self._discard_unread
        for number in (signal.SIGHUP, signal.SIGTERM):
            signal.signal(number, self._told_to_end)

    def disable_input(self) -> None:
        """End the input thread, and forget what was typed."""
        self._ended = True
        self._gate.let_go()
        os.write(self._end_writer, b"x")
        super().disable_input()
        os.read(self._end_reader, READ_SIZE)

    def close(self) -> None:
        """Let the terminal and the pipe go."""
        super().close()
        for number in (signal.SIGHUP, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        os.close(self._end_reader)
        os.close(self._end_writer)

    def write(self, data: str) -> None:
        """Write to the terminal, if it is still there."""
        if not self._output.gone:
            super().write(data)

    def write_block(self, block: bytes) -> None:
        """Write bytes as they are, in one piece between two frames: a job for the terminal's own printer.

        Call it in a worker's thread: it waits while the terminal takes nothing.
        """
        attributes = termios.tcgetattr(self.fileno)
        if attributes[1] & termios.ONLCR:  # would put a carriage return into the job; frames place each row themselves
            attributes[1] &= ~termios.ONLCR
            termios.tcsetattr(self.fileno, termios.TCSANOW, attributes)
        self.write(block.decode("ascii", "surrogateescape"))

    def cell(self) -> tuple[int, int]:
        """Width and height of a character cell in pixels."""
        from devices.still import cell_of

        return cell_of(self.fileno)

    def run_input_thread(self) -> None:
        """Read the terminal until the app ends."""
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")("replace").decode
        with selectors.DefaultSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            selector.register(self._end_reader, selectors.EVENT_READ)
            while not self._ended:
                patience = None if parser._timeout_time is None else PARSER_TICK
                if self.fileno in [key.fd for key, _ in selector.select(patience)]:
                    data = self._read()
                    if not data:
                        self._loop.call_soon_threadsafe(self._drop_line)
                        return
                    if text := decode(data):
                        self._pass_on(parser.feed(text), monotonic())
                self._pass_on(parser.tick(), monotonic())

    def process_message(self, message: Message) -> None:
        """Send keys and pastes to the gate, and the rest to the app; the terminal's own focus is no concern of ours."""
        if isinstance(message, Key | Paste):
            self._gate.offer(message, lambda: self._ended)
        elif not isinstance(message, AppFocus | AppBlur):
            super().process_message(message)

    def _pass_on(self, messages: Iterable[Message], arrived: float) -> None:
        for message in messages:
            if self._ended:
                return
            message.time = arrived
            self.process_message(message)

    def _read(self) -> bytes:
        try:
            return os.read(self.fileno, READ_SIZE)
        except OSError:
            return b""

    def _discard_unread(self) -> None:
        try:
            termios.tcflush(self.fileno, termios.TCIFLUSH)
        except termios.error:
            return

    def _told_to_end(self, number: int, frame: FrameType | None) -> None:
        """End, even where the event loop itself waits for a terminal that takes nothing."""
        self._output.gone = True
        self._loop.call_soon_threadsafe(self._drop_line)

    def _drop_line(self) -> None:
        self._output.gone = True
        cast("GatedApp[Any]", self._app).line_dropped()
