"""A real xterm on a display that nobody sees, whose printer is a folder."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

XTERM, XVFB = shutil.which("xterm"), shutil.which("Xvfb")
MISSING = XTERM is None or XVFB is None
TIMEOUT = 30.0
PRINTER = "base64 -di"
"""As docs/thin-client.md tells the administrator, but into files instead of a queue."""


@contextmanager
def x_display() -> Iterator[str]:
    """The name of an X display that ends with the block."""
    assert XVFB is not None
    mine, its = os.pipe()
    command = [XVFB, "-displayfd", str(its), "-screen", "0", "1024x768x24", "-nolisten", "tcp"]
    process = subprocess.Popen(command, pass_fds=[its], stderr=subprocess.DEVNULL)
    os.close(its)
    try:
        assert select.select([mine], [], [], TIMEOUT)[0], "Xvfb did not start"
        yield f":{os.read(mine, 20).decode().strip()}"
    finally:
        os.close(mine)
        process.terminate()
        process.wait(TIMEOUT)


class Xterm:
    """Shows what a command writes, and prints what it is told to print."""

    def __init__(self, display: str, folder: Path, command: Sequence[str]) -> None:
        assert XTERM is not None
        self._papers = folder / "papers"
        self._papers.mkdir()
        resources = {"printerCommand": f"{PRINTER} > {self._papers}/$$", "printerAutoClose": "true"}
        settings = [word for name, value in resources.items() for word in ("-xrm", f"XTerm*{name}: {value}")]
        words = [XTERM, "-geometry", "80x24", *settings, "-e", *command]
        environment = {**os.environ, "DISPLAY": display, "LANG": "C.UTF-8"}
        self._process = subprocess.Popen(words, env=environment, cwd=folder)

    def printed(self, size: int) -> list[bytes]:
        """The jobs that have been printed, once they have so many bytes; sorted, for one may overtake another."""
        deadline = time.monotonic() + TIMEOUT
        while sum(map(len, found := self._jobs())) < size and time.monotonic() < deadline:
            select.select([], [], [], 0.02)
        return found

    def _jobs(self) -> list[bytes]:
        return sorted(file.read_bytes() for file in self._papers.iterdir())

    def close(self) -> None:
        """Close the window."""
        self._process.terminate()
        self._process.wait(TIMEOUT)


@contextmanager
def xterm(folder: Path, command: Sequence[str]) -> Iterator[Xterm]:
    """An xterm that runs a command, with its display."""
    with x_display() as display:
        window = Xterm(display, folder, command)
        try:
            yield window
        finally:
            window.close()
