"""A terminal that stalls, goes, or is non-blocking: what is painted arrives whatever the locale, or is let go."""

from __future__ import annotations

import os
import select
import signal
import tty
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from terminal import TIMEOUT, Terminal, wait_until

from counter_tui.gate_output import TerminalOutput

APP = Path(__file__).with_name("gate_app.py")
MUCH = "0123456789" * 10_000
"""More than a terminal holds that nobody reads."""


@pytest.fixture
def line() -> Iterator[tuple[int, int]]:
    """The reader's end of a raw terminal, and the program's."""
    reader, program = os.openpty()
    tty.setraw(program)
    os.set_blocking(reader, False)
    yield reader, program
    os.close(program)
    try:
        os.close(reader)
    except OSError:
        return


def full(descriptor: int) -> bool:
    """Does a terminal take nothing more?"""
    return not select.select([], [descriptor], [], 0)[1]


def painting(output: TerminalOutput, text: str) -> Thread:
    """The writer thread, painting a text."""
    output.write(text)
    thread = Thread(target=output.flush, daemon=True)
    thread.start()
    return thread


def read(descriptor: int, size: int) -> bytes:
    """So many bytes of what arrives."""
    found = b""
    while len(found) < size and select.select([descriptor], [], [], TIMEOUT)[0]:
        found += os.read(descriptor, 65536)
    return found


def test_what_is_painted_is_utf_8_and_bytes_stay_bytes(line: tuple[int, int]) -> None:
    reader, program = line
    output = TerminalOutput(program)
    output.write("€ 漢…")
    output.write(b"\x00\x80\xff".decode("ascii", "surrogateescape"))
    output.flush()
    sent = "€ 漢…".encode() + b"\x00\x80\xff"
    assert read(reader, len(sent)) == sent


@pytest.mark.parametrize("blocking", [True, False])
def test_a_terminal_that_stalls_gets_everything_in_the_end(line: tuple[int, int], blocking: bool) -> None:
    reader, program = line
    os.set_blocking(program, blocking)
    thread = painting(TerminalOutput(program), MUCH)
    wait_until(lambda: full(program), "a full terminal")
    assert read(reader, len(MUCH)) == MUCH.encode()
    thread.join(TIMEOUT)
    assert not thread.is_alive()


def test_nobody_waits_for_a_terminal_that_is_given_up(line: tuple[int, int]) -> None:
    _, program = line
    output = TerminalOutput(program)
    thread = painting(output, MUCH)
    wait_until(lambda: full(program), "a full terminal")
    assert thread.is_alive()
    output.gone = True
    thread.join(TIMEOUT)
    assert not thread.is_alive()


def test_a_terminal_that_has_gone_swallows_what_is_painted(line: tuple[int, int]) -> None:
    reader, program = line
    os.close(reader)
    output = TerminalOutput(program)
    output.write("late")
    output.flush()
    assert output.gone
    output.write("later")
    output.flush()


def fill(pid: int) -> None:
    """Write to a program's terminal, which nobody reads, until it takes nothing more."""
    terminal = os.open(f"/proc/{pid}/fd/2", os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
    try:
        while not full(terminal):
            os.write(terminal, b"x" * 64)
    finally:
        os.close(terminal)


def test_a_program_whose_terminal_stalls_ends_when_it_is_told_to(tmp_path: Path) -> None:
    posted = tmp_path / "posted"
    with Terminal(["python", str(APP), str(posted)]) as terminal:
        terminal.wait_for("MENU")
        terminal.wait_quiet()
        fill(terminal.pid)
        os.write(terminal.fd, b"4\r" * 5)
        wait_until(lambda: posted.exists() and posted.read_text().count("\n") == 5, "what was typed")
        terminal.kill(signal.SIGTERM)
        wait_until(lambda: os.waitid(os.P_PID, terminal.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT), "the end")
        assert terminal.wait_exit() == 0
