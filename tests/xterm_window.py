"""A real xterm on a display that nobody sees, whose printer is a folder."""

from __future__ import annotations

import os
import select
import shutil
import struct
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

XTERM, XVFB = shutil.which("xterm"), shutil.which("Xvfb")
MISSING = XTERM is None or XVFB is None
TIMEOUT = 30.0
PRINTER = "base64 -di"
"""As docs/thin-client.md tells the administrator, but into files instead of a queue."""


@contextmanager
def x_display(folder: Path) -> Iterator[str]:
    """The name of an X display that ends with the block; what it shows stands in a file in `folder`."""
    assert XVFB is not None
    mine, its = os.pipe()
    command = [XVFB, "-displayfd", str(its), "-screen", "0", "1024x768x24", "-nolisten", "tcp", "-fbdir", str(folder)]
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

    def __init__(self, display: str, folder: Path, command: Sequence[str], resources: Mapping[str, str]) -> None:
        assert XTERM is not None
        self._papers = folder / "papers"
        self._papers.mkdir()
        self._pixels = folder / "Xvfb_screen0"
        resources = {
            "printerCommand": f"{PRINTER} > {self._papers}/$$", "printerAutoClose": "true", **resources,
        }  # fmt: skip
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

    def shown(self) -> Image:
        """The pixels of the whole display: an X window dump, version 7, of 24 bits in 32."""
        from PIL import Image

        dump = self._pixels.read_bytes()
        head = struct.unpack(">25I", dump[:100])
        width, height, colors = head[4], head[5], head[19]
        start = head[0] + 12 * colors
        return Image.frombytes("RGB", (width, height), dump[start : start + 4 * width * height], "raw", "BGRX")

    def wait_until(self, seen: Callable[[Image], bool]) -> Image:
        """The pixels as soon as `seen` is true of them."""
        deadline = time.monotonic() + TIMEOUT
        while not seen(found := self.shown()):
            assert time.monotonic() < deadline, "xterm does not show that"
            select.select([], [], [], 0.05)
        return found

    def close(self) -> None:
        """Close the window."""
        self._process.terminate()
        self._process.wait(TIMEOUT)


@contextmanager
def xterm(folder: Path, command: Sequence[str], resources: Mapping[str, str] | None = None) -> Iterator[Xterm]:
    """An xterm that runs a command, with its display; `resources` are more settings of it."""
    with x_display(folder) as display:
        window = Xterm(display, folder, command, resources or {})
        try:
            yield window
        finally:
            window.close()
