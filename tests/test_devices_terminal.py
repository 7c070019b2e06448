"""Printing through the clerk's terminal: framed as the terminal needs it, and in one block between two frames."""

from __future__ import annotations

import base64
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from counter import todays_city
from terminal import ROOT, Terminal

from devices.check import page
from devices.escpos_render import render_escpos
from devices.links import Port
from devices.media_copy import TerminalLine, framed
from devices.models import printer_model
from devices.printer import ReceiptPrinter
from devices.states import DeviceError, ErrorCode, Verdict
from devices.transports import transport

JOB = bytes(range(256))
MODEL = printer_model("generic-42")


def test_job_is_framed_for_each_terminal() -> None:
    assert framed(JOB, "raw") == b"\x1b[5i" + JOB + b"\x1b[4i"
    assert framed(JOB) == b"\x1b[5i" + base64.b64encode(JOB) + b"\x1b[4i"
    passed = framed(JOB, "base64", "tmux")
    assert (passed[:7], passed[-2:]) == (b"\x1bPtmux;", b"\x1b\\")
    assert passed[7:-2].replace(b"\x1b\x1b", b"\x1b") == framed(JOB)


def test_document_that_would_end_printing_early_is_refused() -> None:
    with pytest.raises(DeviceError, match="ends printing"):
        framed(b"picture \x1b[4i more", "raw")


@pytest.mark.parametrize(
    "address", ["terminal:", "terminal:sixel", "terminal:raw?passthrough=screen", "terminal:raw?x=1"]
)
def test_unknown_terminal_address_is_refused(address: str) -> None:
    with pytest.raises(DeviceError) as refused:
        transport(address)
    assert refused.value.code is ErrorCode.NOSERVICE


def test_whole_job_is_one_write_and_ends_as_sent() -> None:
    line, written = TerminalLine(), list[bytes]()
    line.write = written.append
    printer = ReceiptPrinter(MODEL, Port(lambda: transport("terminal:raw", line)))
    printer.start()
    outcome = printer.print_job("1", [{"text": "hola, señor"}, {"cut": True}])
    assert outcome.verdict is Verdict.SENT
    document = b"\x1b@" + render_escpos([{"text": "hola, señor"}, {"cut": True}], MODEL)
    assert written == [b"\x1b[5i" + document + b"\x1b[4i"]


def test_program_without_a_terminal_says_so() -> None:
    printer = ReceiptPrinter(MODEL, Port(lambda: transport("terminal:base64")))
    printer.start()
    outcome = printer.print_job("1", [{"text": "x"}])
    assert (outcome.verdict, outcome.problem) == (
        Verdict.NOT_STARTED,
        "This program has no terminal to print through.",
    )


@pytest.mark.parametrize("encoding", ["base64", "raw"])
def test_program_prints_through_its_terminal_byte_for_byte(run_folder: Path, tmp_path: Path, encoding: str) -> None:
    url = todays_city(run_folder, tmp_path / "city.db")
    file = tmp_path / "till.toml"
    printer = f'[printer]\ndriver = "terminal"\naddress = "{encoding}"\n'
    file.write_text(f'station = "T1"\ntill = "01"\n{printer}[log]\nfile = "{tmp_path}/log"\n')
    words = ["python", "-m", "counter_tui", "run", "--station", str(file), "--store", url]
    with Terminal(words, cwd=str(tmp_path)) as terminal:
        terminal.wait_for("Clerk number")
        terminal.send_keys("F11")
        terminal.wait_for("Test page")
        terminal.send_keys("F6")
        terminal.wait_for(lambda: b"\x1b[4i" in terminal.raw)
        found = re.search(rb"\x1b\[5i(.*?)\x1b\[4i", bytes(terminal.raw), re.DOTALL)
    assert found is not None
    job = base64.b64decode(found[1], validate=True) if encoding == "base64" else found[1]
    assert job == b"\x1b@" + render_escpos(page("T1"), MODEL)
    if encoding == "raw":
        assert max(job) > 0x7F  # through the terminal's own encoder these would have been doubled


@pytest.mark.skipif(not (shutil.which("xterm") and shutil.which("xvfb-run")), reason="needs xterm and Xvfb")
def test_xterm_prints_a_job_byte_for_byte(tmp_path: Path) -> None:
    printed, job = tmp_path / "printed", render_escpos(page("T1"), MODEL)
    (tmp_path / "block").write_bytes(framed(job))
    code = f"import sys; sys.stdout.buffer.write(open({str(tmp_path / 'block')!r}, 'rb').read()); sys.stdout.flush()"
    command = ["xvfb-run", "-a", "xterm", "-xrm", f"XTerm*printerCommand: base64 -di > {printed}"]
    subprocess.run([*command, "-e", sys.executable, "-c", code], cwd=ROOT, timeout=60, check=True)
    assert printed.read_bytes() == job
