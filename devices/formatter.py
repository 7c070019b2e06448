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
    try:
        path = _cache_home() / "counter-tui" / "escpos"
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.chmod(0o700)
        found = path.lstat()
    except (OSError, RuntimeError):  # RuntimeError: the account has no home
        return Path(tempfile.mkdtemp(prefix="counter-tui-"))
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        return Path(tempfile.mkdtemp(prefix="counter-tui-"))
    return path


def _cache_home() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


@contextmanager
def _complete_cache(directory: Path) -> Iterator[None]:
    """Throws away a cache that a power cut left half written, and keeps other processes out meanwhile."""
    complete = directory / "complete"
    with open(directory / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not complete.exists():
            for cache in directory.glob("*.pickle"):
                cache.unlink()
        complete.unlink(missing_ok=True)
        yield
        for cache in directory.glob("*.pickle"):
            with open(cache, "rb") as written:
                os.fsync(written)
        complete.touch()


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
        with _complete_cache(directory):
            yield
    finally:
        tempfile.tempdir = temporary
        root.removeHandler(silent)
        for left in directory.glob("tmp*"):
            with suppress(OSError):
                left.rmdir()
