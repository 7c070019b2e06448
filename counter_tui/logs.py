"""The log file of a station: what the program did, never whom it did it for.

An error's message may quote what somebody typed, so only messages made of program words are kept.
"""

from __future__ import annotations

import logging
import os
import time
import traceback
from copy import copy
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

SIZE_BYTES = 1_000_000
OLD_FILES = 5
PLAIN_ERRORS = frozenset(
    {
        "AttributeError",
        "ImportError",
        "ModuleNotFoundError",
        "NameError",
        "RecursionError",
        "TypeError",
        "UnboundLocalError",
        "OperationalError",
        "ProgrammingError",
        "InternalError",
        "BusyError",
        "OutcomeUnknown",
        "StopTheTill",
        "StoreError",
        "DeviceError",
        "ConfigError",
    }
)
"""Errors whose message speaks of the program, the store or a device, not of a person."""
LONGEST_MESSAGE = 200

Caught = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def error_line(error: BaseException) -> str:
    """An error's name, with the first line of its message when that cannot hold anybody's data."""
    name = type(error).__name__
    if isinstance(error, OSError):
        return f"{name}: {error.strerror or 'no reason given'}"
    first = str(error).splitlines()[:1]
    if name not in PLAIN_ERRORS or not first:
        return name
    return f"{name}: {first[0][:LONGEST_MESSAGE]}"


def safe_traceback(error: BaseException) -> str:
    """Where an error came from: files, lines and program text, no values; causes first."""
    parts: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        frames = "".join(traceback.format_tb(current.__traceback__))
        parts.append(f"{frames}{error_line(current)}\n")
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "which led to:\n".join(reversed(parts))


class SafeFormatter(logging.Formatter):
    """One line per event in UTC, control characters made visible; errors without their values."""

    def __init__(self) -> None:
        self.converter = time.gmtime
        super().__init__(
            "%(asctime)s.%(msecs)03dZ %(process)d %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S"
        )

    def format(self, record: logging.LogRecord) -> str:
        """The record as text; a line break in a message cannot pass for a second record."""
        trace = record.exc_info
        record = copy(record)
        record.exc_info = record.exc_text = None
        line = super().format(record)
        line = "".join(each if each.isprintable() else f"\\x{ord(each):02x}" for each in line)
        return f"{line}\n{self.formatException(trace)}" if trace and trace[1] is not None else line

    def formatException(self, ei: Caught) -> str:
        """The traceback without values."""
        return safe_traceback(ei[1]).rstrip() if ei[1] is not None else ""


class _PrivateFile(RotatingFileHandler):
    """A rotating file that only its owner can read."""

    def _open(self):  # type: ignore[no-untyped-def]
        os.close(os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600))
        return super()._open()

    def handleError(self, record: logging.LogRecord) -> None:
        """A full disk or a vanished folder must not write to the clerk's screen."""


def configure(file: Path, level: str = "info") -> logging.Handler:
    """Send everything logged from now on to `file` only. Call before anything imports escpos. Raises `OSError`.

    `level` is one of `counter_tui.config.LOG_LEVELS`.
    """
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handler = _PrivateFile(file, maxBytes=SIZE_BYTES, backupCount=OLD_FILES, encoding="utf-8")
    handler.setFormatter(SafeFormatter())
    root = logging.getLogger()
    for old in root.handlers[:]:
        root.removeHandler(old)
        old.close()
    root.addHandler(handler)
    root.setLevel(level.upper())
    logging.captureWarnings(True)
    return handler
