"""What the command line says: results to standard output, everything else to standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, TextIO

from data.progress import Progress, silent

OK, REFUSED, USAGE, NO_STORE, CONFIGURATION, INTERRUPTED = 0, 1, 2, 3, 4, 130
"""Exit codes: done; refused or found wrong; wrong command line; store unreachable; configuration; Ctrl+C."""


class CommandError(Exception):
    """A command cannot go on; the message is a sentence, `code` the exit code."""

    def __init__(self, sentence: str, code: int = REFUSED) -> None:
        super().__init__(sentence)
        self.code = code


class Console:
    """Where a command writes."""

    def __init__(
        self, out: TextIO | None = None, err: TextIO | None = None, before_speaking: Callable[[], None] | None = None
    ) -> None:
        self.out = out or sys.stdout
        self.err = err or sys.stderr
        self.before_speaking = before_speaking
        """Gives the terminal back when a full-screen program had it."""
        self._line = ""

    def say(self, *lines: str) -> None:
        """Print results, one line each."""
        self._begin()
        for line in lines:
            self.out.write(f"{line}\n")
        self.out.flush()

    def json(self, value: Any) -> None:
        """Print a result for another program."""
        import json

        self.say(json.dumps(value, indent=2, ensure_ascii=False))

    def warn(self, sentence: str) -> None:
        """Print a sentence that is not a result."""
        self._begin()
        self.err.write(f"{sentence}\n")
        self.err.flush()

    def _begin(self) -> None:
        self.clear_progress()
        if self.before_speaking is not None:
            self.before_speaking()

    def progress(self, what: str) -> Progress:
        """A progress line on a terminal; silent elsewhere."""
        if not self.err.isatty():
            return silent

        def show(done: int, whole: int) -> None:
            line = f"{what}: {done * 100 // whole} %" if whole else f"{what}: {done:,}"
            if line != self._line:
                self.err.write(f"\r{line.ljust(len(self._line))}")
                self.err.flush()
                self._line = line

        return show

    def clear_progress(self) -> None:
        """End the progress line."""
        if self._line:
            self.err.write(f"\r{' ' * len(self._line)}\r")
            self.err.flush()
            self._line = ""
