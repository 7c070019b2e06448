"""Printing through the clerk's terminal: a real xterm gives its printer every byte, in the middle of its painting."""

from __future__ import annotations

import base64
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from counter import PLAIN, Clerk, Counter, opened_counter
from terminal import Terminal
from xterm_window import MISSING, xterm

from devices.links import Port
from devices.media_copy import PRINTER_OFF, PRINTER_ON, MediaCopyTransport, TerminalLine
from devices.models import printer_model
from devices.printer import ReceiptPrinter
from devices.states import Verdict

needs_xterm = pytest.mark.skipif(MISSING, reason="xterm or Xvfb is not installed.")

STATION = """
station = "T1"
till = "01"
store = "{url}"
[printer]
driver = "terminal"
address = "{encoding}"
model = "generic-42"
one_way = true
[drawer]
driver = "printer-kick"
[log]
file = "{folder}/T1.log"
"""
BLOCK = re.compile(re.escape(PRINTER_ON) + b"(.*?)" + re.escape(PRINTER_OFF), re.DOTALL)
FRAME = b"\x1b[H" + b"".join(b"\x1b[%d;1H\x1b[%dmrow %d\x1b[0m" % (row, 31 + row % 6, row) for row in range(1, 25))
"""A painting of the whole screen."""


class Screen:
    """What reaches the terminal: blocks written by one thread while another paints."""

    def __init__(self) -> None:
        self.written = bytearray()
        self._turn = threading.Lock()

    def write(self, block: bytes) -> None:
        """One unbroken block."""
        with self._turn:
            self.written += block

    def paint(self, stopping: threading.Event) -> None:
        """Paint until it is told to stop."""
        while not stopping.wait(0.001):
            self.write(FRAME)


def jobs_over(screen: Screen, address: str) -> list[bytes]:
    """Send five random jobs, holding every byte there is, through the terminal; what they were."""
    random = Random(7033)
    jobs = [bytes(range(256)) + random.randbytes(3000) for _ in range(5)]
    line = TerminalLine()
    line.write = screen.write
    for job in jobs:
        link = MediaCopyTransport.parse(address, line)
        link.connect()
        for start in range(0, len(job), 700):
            link.send(job[start : start + 700], 1.0)
        link.finish(1.0)
        link.close()
        screen.write(FRAME)
    return jobs


def shown(folder: Path, written: bytes) -> list[str]:
    """A command that gives a terminal these bytes as they are, and then waits."""
    file = folder / "written"
    file.write_bytes(written)
    return ["sh", "-c", f"stty raw -echo; cat {file}; exec sleep 600"]


@needs_xterm
def test_every_byte_arrives_while_the_screen_is_painted(tmp_path: Path) -> None:
    screen, stopping = Screen(), threading.Event()
    painter = threading.Thread(target=screen.paint, args=(stopping,))
    painter.start()
    try:
        jobs = jobs_over(screen, "terminal:base64")
    finally:
        stopping.set()
        painter.join()
    with xterm(tmp_path, shown(tmp_path, bytes(screen.written))) as window:
        assert window.printed(sum(map(len, jobs))) == sorted(jobs)


@needs_xterm
@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed.")
def test_every_byte_arrives_through_tmux(tmp_path: Path) -> None:
    screen = Screen()
    jobs = jobs_over(screen, "terminal:base64?passthrough=tmux")
    settings = tmp_path / "tmux.conf"
    settings.write_text("set -g allow-passthrough on\nset -g destroy-unattached on\n")
    tmux = ["tmux", "-S", str(tmp_path / "tmux"), "-f", str(settings)]
    attached = f"until {' '.join(tmux)} list-clients -F '#{{client_width}}' | grep -q 80; do :; done"
    tmux += ["new-session", f"{attached}; {shown(tmp_path, bytes(screen.written))[2]}"]
    with xterm(tmp_path, tmux) as window:
        assert window.printed(sum(map(len, jobs))) == sorted(jobs)


def test_a_receipt_through_the_terminal_ends_as_sent() -> None:
    screen, line = Screen(), TerminalLine()
    line.write = screen.write
    port = Port(lambda: MediaCopyTransport.parse("terminal:base64", line))
    printer = ReceiptPrinter(printer_model("generic-42"), port, True)
    printer.start()
    assert printer.print_job("1", [{"text": "City of Marina"}]).verdict is Verdict.SENT
    (job,) = BLOCK.findall(bytes(screen.written))
    assert b"City of Marina" in base64.b64decode(job, validate=True)


@pytest.fixture
def counter(run_folder: Path, tmp_path: Path) -> Iterator[Counter]:
    """A small city of today."""
    with opened_counter(run_folder, tmp_path) as found:
        yield found


def paid(counter: Counter, folder: Path, encoding: str, receipts: int) -> bytes:
    """All that the application has sent to the terminal of a clerk who took some payments."""
    file = folder / "T1.toml"
    text = STATION.format(url=counter.url, folder=folder, encoding=encoding)
    file.write_text(text, encoding="utf-8")
    clerk = Clerk(Terminal(["python", "-m", "counter_tui", "run", "--station", str(file)], cwd=str(folder)))
    counter.clerks.append(clerk)
    clerk.shows("Clerk number")
    clerk.sign_on()
    clerk.open_drawer()
    for number in range(1, receipts + 1):
        clerk.type(f"1\n{PLAIN}\n1000\n\n")
        clerk.posted(number)
        clerk.type("/")
        clerk.at("MENU")
    clerk.until(lambda: not counter.rows("SELECT 1 FROM jobs WHERE state IN ('WAITING', 'STARTED')"))
    clerk.rests()
    assert {state for (state,) in counter.rows("SELECT state FROM jobs WHERE kind = 'RECEIPT'")} == {"SENT"}
    return bytes(clerk.terminal.raw)


@needs_xterm
def test_the_application_prints_through_xterm(counter: Counter, tmp_path: Path) -> None:
    written = paid(counter, tmp_path, "base64", 3)
    jobs = [base64.b64decode(block, validate=True) for block in BLOCK.findall(written)]
    assert len([job for job in jobs if b"-00000" in job]) == 3
    with xterm(tmp_path, shown(tmp_path, written)) as window:
        assert window.printed(sum(map(len, jobs))) == sorted(jobs)


def test_a_terminal_that_keeps_bytes_gets_them_as_they_are(counter: Counter, tmp_path: Path) -> None:
    jobs = BLOCK.findall(paid(counter, tmp_path, "raw", 1))
    assert b"\x1bp\x00\x19\xfa" in b"".join(jobs)
    (receipt,) = [job for job in jobs if b"-000001" in job]
    assert b"\n" in receipt
    assert b"\r\n" not in receipt
