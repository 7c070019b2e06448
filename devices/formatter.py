"""Loads python-escpos, late and tidily. It is used as a formatter only: its connections lose data and errors."""

from __future__ import annotations

import fcntl
import logging
import os
import stat
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

_loading = threading.Lock()
_PICKLE_DIR = "ESCPOS_CAPABILITIES_PICKLE_DIR"


def new_formatter() -> Any:
    """A new python-escpos `Dummy` of the default profile. One per document: it remembers what it has sent.

    The first call imports the library, which takes about half a second: call it in a worker.
    """
    with _loading, _tidy_import():
        from escpos.printer import Dummy
    return Dummy()


def private_directory() -> Path:
    """A directory that nobody else can write to. The library unpickles what it finds there."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    path = base / "counter-tui" / "escpos"
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.chmod(0o700)
        found = path.lstat()
    except OSError:
        return Path(tempfile.mkdtemp(prefix="counter-tui-"))
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        return Path(tempfile.mkdtemp(prefix="counter-tui-"))
    return path


@contextmanager
def _tidy_import() -> Iterator[None]:
    """Keeps the first import from writing on the screen, leaving files in /tmp, or reading a half-written cache."""
    if "escpos.printer" in sys.modules:
        yield
        return
    directory = private_directory()
    os.environ[_PICKLE_DIR] = str(directory)
    root, silent = logging.getLogger(), logging.NullHandler()
    root.addHandler(silent)  # the library calls logging.basicConfig(), which does nothing when a handler is there
    temporary, tempfile.tempdir = tempfile.tempdir, str(directory)  # it also makes a directory that it never uses
    try:
        with open(directory / "lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
    finally:
        tempfile.tempdir = temporary
        root.removeHandler(silent)
        for left in directory.glob("tmp*"):
            with suppress(OSError):
                left.rmdir()
