"""The terminal as what is painted reaches it."""

from __future__ import annotations

import logging
import os
import select

PIECE = 256
"""Bytes written at once: what a terminal that says it takes something always has room for."""
PATIENCE = 0.2
"""Seconds between looks whether the line is gone, while the terminal takes nothing."""
log = logging.getLogger(__name__)


class TerminalOutput:
    """What Textual's writer thread writes to: it always ends, so that nobody waits for it in vain.

    Text goes out in UTF-8 whatever the locale says, bytes as "surrogateescape" spells them. A terminal that takes
    nothing is waited for; one that is gone swallows everything.
    """

    def __init__(self, descriptor: int) -> None:
        self.gone = False
        """Is there nobody who reads? Set it, from any thread or signal handler, to have what waits forgotten."""
        self._descriptor = descriptor
        self._waiting = bytearray()

    def fileno(self) -> int:
        """The terminal's file descriptor."""
        return self._descriptor

    def write(self, text: str) -> None:
        """Add to what the next `flush` writes."""
        self._waiting += text.encode("utf-8", "surrogateescape")

    def flush(self) -> None:
        """Return when everything has been taken, or the line is gone."""
        try:
            for start in range(0, len(self._waiting), PIECE):
                self._put(self._waiting[start : start + PIECE])
        except OSError:
            log.warning("the terminal is gone")
            self.gone = True
        self._waiting.clear()

    def _put(self, piece: bytearray) -> None:
        while piece and not self.gone:
            if not select.select([], [self._descriptor], [], PATIENCE)[1]:
                continue
            try:
                del piece[: os.write(self._descriptor, piece)]
            except BlockingIOError:  # another program has made the terminal non-blocking, and took the room
                continue
