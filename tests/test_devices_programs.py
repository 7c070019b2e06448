"""`counter-tui simulate` and `counter-tui station check`, as an administrator uses them."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pytest
from conftest import sqlite_url

from counter_tui import cli
from counter_tui.console import Console
from counter_tui.simulated_devices import KINDS
from counter_tui.simulators import Simulation, fault_acts, obey
from data.clock import SystemClock
from data.store import Store
from devices.display import Amount, CustomerDisplay, Label
from devices.drawer import Sensor
from devices.drawer_serial import SerialDrawer
from devices.faults import Faults
from devices.links import Port
from devices.models import printer_model
from devices.printer import ReceiptPrinter
from devices.states import DrawerState, Verdict
from devices.transports import transport

ROOT = Path(__file__).parent.parent


@dataclass
class Program:
    """A running simulator: its address, what it says, and what is typed into it."""

    address: str
    said: list[str]
    keyboard: IO[str]
    news: threading.Condition

    def type(self, line: str) -> None:
        self.keyboard.write(f"{line}\n")
        self.keyboard.flush()

    def says(self, words: str) -> bool:
        """Wait until some line holds the words."""
        with self.news:
            return self.news.wait_for(lambda: any(words in line for line in self.said), 10)


@contextmanager
def simulate(*words: str) -> Iterator[Program]:
    """Run `counter-tui simulate` on a free port until the block ends."""
    command = [sys.executable, "-m", "counter_tui", "simulate", *words, "--port", "0"]
    process = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    first = process.stdout.readline()
    found = re.search(r" at (\S+)\. Type help", first)
    assert found, first
    said, news = list[str](), threading.Condition()

    def read(lines: IO[str]) -> None:
        for line in lines:
            with news:
                said.append(line.rstrip("\n"))
                news.notify_all()

    reader = threading.Thread(target=read, args=(process.stdout,), daemon=True)
    reader.start()
    program = Program(found[1], said, process.stdin, news)
    try:
        yield program
        program.type("quit")
        assert process.wait(10) == 0
    finally:
        process.kill()
        process.wait(10)
        reader.join(5)
        process.stdin.close()
        process.stdout.close()


def test_simulated_printer_prints_and_fails_as_it_is_told() -> None:
    with simulate("printer") as program:
        printer = ReceiptPrinter(printer_model("epson-tm-t88v"), Port(lambda: transport(program.address)))
        printer.start()
        assert printer.print_job("1", [{"text": "Water 188.11"}]).verdict is Verdict.PRINTED
        assert program.says("Water 188.11")
        program.type("cover-open")
        assert program.says("The cover is open.")
        assert printer.print_job("2", [{"text": "x"}]).problem == "The printer cover is open. Close it."
        program.type("cover")
        assert program.says("The cover is closed.")
        program.type("nonsense")
        assert program.says("die-before-answer")
        program.type("seconds-per-line much")
        assert program.says("say a number")


def test_simulated_printer_starts_with_its_faults() -> None:
    with simulate("printer", "--fault", "die-at-line=3") as program:
        printer = ReceiptPrinter(printer_model("epson-tm-t88v"), Port(lambda: transport(program.address)))
        printer.start()
        paper = [{"text": f"line {line}"} for line in range(10)]
        stopping = threading.Event()
        job = threading.Thread(target=printer.print_job, args=("1", paper), kwargs={"stopping": stopping})
        job.start()
        assert program.says("line 1")
        stopping.set()
        job.join(10)
        assert "line 3" not in program.said


def test_simulated_drawer_speaks_over_its_line() -> None:
    with simulate("drawer") as program:
        till = SerialDrawer(program.address, "rts", sensor=Sensor.OPEN_HIGH)
        till.start()
        assert till.open_drawer().drawer is DrawerState.OPEN
        assert program.says("[the drawer opens]")
        program.type("push")
        assert till.wait_for_drawer_close(10) is DrawerState.CLOSED
        till.close()


def test_simulated_display_shows_what_the_customer_sees() -> None:
    with simulate("display") as program:
        display = CustomerDisplay(lambda: transport(program.address))
        display.start()
        display.show(Amount(Label.TOTAL, 18811))
        assert program.says("|TOTAL         188.11|")
        display.close()


@pytest.mark.parametrize(("device", "word", "text"), [("scanner", "scan", "10004567"), ("micr", "check", "T1T 2O3")])
def test_simulated_reader_sends_what_is_typed(device: str, word: str, text: str) -> None:
    with simulate(device) as program:
        link = transport(program.address)
        link.connect()
        assert program.says("connected")
        program.type(f"{word} {text}")
        heard = link.receive(5.0)
        assert heard.decode().removeprefix("]C0") == f"{text}\r"
        program.type(word)
        assert program.says("say what is read")
        link.close()


Command = Callable[..., tuple[int, str]]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs a command line in this process, with lines typed to it; its exit code and all it said."""
    monkeypatch.chdir(tmp_path)

    def run(*words: str, typed: str = "") -> tuple[int, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        said = io.StringIO()
        return cli.main(words, {}, Console(said, said)), said.getvalue()

    return run


def test_unknown_fault_is_named_with_those_there_are(command: Command) -> None:
    code, said = command("simulate", "printer", "--fault", "fire")
    assert (code, "die-at-line, die-before-answer" in said) == (2, True)
    code, said = command("simulate", "printer", "--fault", "die-at-line")
    assert (code, "needs a number" in said) == (2, True)


@pytest.mark.parametrize("typed", ["", "twenty", "-1", "nan"])
def test_a_fault_that_needs_a_number_says_how_it_is_typed(typed: str) -> None:
    acts = fault_acts(lambda name, value: pytest.fail(f"{name} = {value}"), Faults())
    simulation = Simulation("127.0.0.1:9100", acts)
    assert obey(simulation, "seconds-per-line", typed) == ["seconds-per-line: say a number: seconds-per-line 20"]


def test_every_device_of_the_sheet_can_be_simulated() -> None:
    assert {"printer", "drawer", "display", "scanner", "micr"} <= set(KINDS)


def station_file(folder: Path, tables: str, url: str = "") -> str:
    path = folder / "till.toml"
    store = f'store = "{url}"\n' if url else ""
    path.write_text(f'station = "T1"\ntill = "01"\n{store}{tables}')
    return str(path)


SIMULATED = '[printer]\ndriver = "simulated"\nmodel = "epson-tm-t88v"\n[drawer]\ndriver = "printer-kick"\n'


def test_station_check_says_of_each_device_what_is_wrong(command: Command, tmp_path: Path) -> None:
    tables = """
[printer]
driver = "tcp"
address = "127.0.0.1:1"
[second_printer]
driver = "file"
address = "/dev/null"
[drawer]
driver = "bytes"
address = "file:/dev/no-such-drawer"
[display]
driver = "cd5220"
address = "127.0.0.1:1"
[scanner]
address = "127.0.0.1:1"
[micr]
address = "127.0.0.1:1"
[labels]
address = "127.0.0.1:1"
"""
    code, said = command("station", "check", "--station", station_file(tmp_path, tables))
    assert code == 1
    for words in (
        "TROUBLE  The receipt printer: The device at tcp:127.0.0.1:1 refuses the connection. Is it switched on?",
        "ok       The second printer: The printer can be reached. It cannot say more.",
        "TROUBLE  The cash drawer: There is no device at file:/dev/no-such-drawer.",
        "TROUBLE  The customer display",
        "TROUBLE  The barcode scanner",
        "TROUBLE  The check reader",
        "TROUBLE  The label printer",
    ):
        assert words in said


def test_station_check_prints_a_page(command: Command, tmp_path: Path) -> None:
    folder = f'[printer]\ndriver = "folder"\naddress = "{tmp_path}/paper"\n'
    code, said = command("station", "check", "--print", "--station", station_file(tmp_path, folder))
    assert (code, "Test page: PRINTED." in said) == (0, True)
    assert "A drawer must NOT have opened." in (tmp_path / "paper/test.txt").read_text()


def test_station_check_learns_the_drawer_and_the_audit_keeps_it(
    command: Command, tmp_path: Path, run_folder: Path
) -> None:
    url = sqlite_url(run_folder, tmp_path / "city.db", "rules")
    file = station_file(tmp_path, SIMULATED, url)
    code, said = command("station", "check", "--learn", "--station", file, typed="\n\n")
    assert (code, 'sensor = "open-low"' in said) == (0, True)
    store = Store(url, SystemClock()).open()
    found = store.rows("SELECT event, object_id, station FROM audit_log WHERE event = 'drawer.learn'")
    store.close()
    assert found == [("drawer.learn", "T1", "T1")]


def test_no_drawer_is_opened_without_a_record_of_it(command: Command, tmp_path: Path) -> None:
    code, said = command("station", "check", "--learn", "--station", station_file(tmp_path, SIMULATED), typed="\n\n")
    assert (code, "Name the store" in said) == (2, True)
    assert "Push the drawer in" not in said


@pytest.mark.parametrize(
    ("tables", "words"),
    [
        ('[drawer]\ndriver = "serial-pulse"', "drawer.address is missing"),
        ('[drawer]\ndriver = "bytes"\naddress = "nowhere"', "drawer.address"),
        ('[drawer]\nbytes = "7"', "hexadecimal"),
        ('[drawer]\nwarn_seconds = 9999', "from 0 to 3600"),
        ('[display]\ndriver = "cd5220"', "display.address is missing"),
        ('[display]\ndriver = "lamp"', "cd5220, esc-pos, plain, simulated, none"),
        ('[micr]\naddress = "h:1"\nformat = "ocr"', "to, honeywell, ibm, magtek-68"),
        ('[scanner]\naddress = "h"', "scanner.address"),
        ('[second_printer]\ndriver = "simulated"', "must be a real printer"),
        ('[second_printer]\ndriver = "tcp"', "second_printer.address is missing"),
        ('[documents]\ndriver = "cups"\nqueue = "a b"', "CUPS queue"),
        ('[printer]\ndriver = "terminal"\naddress = "ascii"', "printer.address"),
        (
            '[drawer]\ndriver = "serial-bytes"\naddress = "socket://h:1"\nsensor = "open-high"',
            "behind socket:// has no sensor",
        ),
    ],
)  # fmt: skip
def test_wrong_device_setting_is_named(command: Command, tmp_path: Path, tables: str, words: str) -> None:
    code, said = command("station", "check", "--station", station_file(tmp_path, f"{tables}\n"))
    assert (code, words in said) == (4, True), said
