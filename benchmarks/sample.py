"""A small city and a station on it, for benchmarks that start the real program."""

from __future__ import annotations

import compileall
import os
import pty
import select
import signal
import struct
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fcntl import ioctl
from pathlib import Path
from tempfile import TemporaryDirectory
from termios import TIOCSWINSZ
from time import perf_counter

import counter_tui
import data
import devices
import screens
from data.clock import Clock, SystemClock
from data.sample import load
from data.store import Store

CLERK, PASSWORD = "102", "10270332"
STATION = """
station = "BENCH"
till = "01"
store = "{url}"
[printer]
driver = "simulated"
[drawer]
driver = "printer-kick"
sensor = "open-high"
[log]
file = "{folder}/bench.log"
"""


def compiled() -> None:
    """Compile the program as its installation would: a module changed since, or never run, would be compiled anew."""
    for package in (counter_tui, screens, devices, data):
        compileall.compile_dir(package.__path__[0], quiet=1)


@contextmanager
def city(clock: Clock | None = None) -> Iterator[tuple[str, Path]]:
    """The URL of a small sample city and the file of a station on it; both gone with the block."""
    with TemporaryDirectory() as folder:
        url, used = f"sqlite:///{folder}/city.db", clock or SystemClock()
        store = Store(url, used).open()
        try:
            store.migrate()
            load(store, used, "small")
        finally:
            store.close()
        station = Path(folder) / "station.toml"
        station.write_text(STATION.format(url=url, folder=folder), encoding="utf-8")
        yield url, station


class Session:
    """A program on a pseudo-terminal of 80 by 24, without an emulator: what it sends is only kept."""

    def __init__(self, command: Sequence[str]) -> None:
        """Start a command; a first word of "python" is this interpreter."""
        arguments = [sys.executable, *command[1:]] if command[0] == "python" else list(command)
        self.raw = bytearray()
        self.started = perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.environ["TERM"] = "xterm-256color"
            os.execvp(arguments[0], arguments)
        ioctl(self._fd, TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._fd)

    def send(self, keys: str) -> None:
        """Type keys."""
        os.write(self._fd, keys.encode())

    def read(self, seconds: float) -> int:
        """Read for at most so long, or until something came; how many bytes."""
        if not select.select([self._fd], [], [], max(0.0, seconds))[0]:
            return 0
        found = os.read(self._fd, 65536)
        self.raw += found
        return len(found)

    def until(self, mark: bytes, seconds: float = 30.0) -> float:
        """The seconds from the start until the program had sent `mark`. Raises `TimeoutError`."""
        deadline = perf_counter() + seconds
        while mark not in self.raw:
            if perf_counter() > deadline:
                raise TimeoutError(f"The program has not sent {mark!r}.")
            self.read(deadline - perf_counter())
        return perf_counter() - self.started

    def quiet(self, seconds: float) -> None:
        """Read until nothing has come for so long."""
        while self.read(seconds):
            continue
