"""The splash: a raw terminal from the first moment, and the terminal as it was at the end."""

from __future__ import annotations

import subprocess
import sys
import termios
from pathlib import Path

from terminal import ROOT, Terminal

ECHO_APP = """
from counter_tui import splash
splash.show()
import sys
{body}
"""
READ_LINE = """
import os
splash.write("READY")
data = b""
while not data.endswith(b"q"):
    data += os.read(0, 100)
splash.write("GOT " + repr(data))
os.read(0, 1)
"""


def program(tmp_path: Path, body: str) -> list[str]:
    path = tmp_path / "program.py"
    path.write_text(ECHO_APP.format(body=body))
    return ["python", str(path)]


def test_keys_typed_at_the_splash_are_kept_raw_and_unechoed(tmp_path: Path) -> None:
    with Terminal(program(tmp_path, "import textual.app\n" + READ_LINE)) as terminal:
        terminal.wait_for("Starting")
        assert "Counter TUI" in terminal.screen_text()
        terminal.send(b"12\r\x033q")
        terminal.wait_for(r"GOT b'12\r\x033q'")
        assert "123" not in terminal.screen_text()


def test_the_splash_is_centered_on_any_size(tmp_path: Path) -> None:
    with Terminal(program(tmp_path, READ_LINE), columns=132, rows=43) as terminal:
        terminal.wait_for("READY")
        assert terminal.row(20).strip().startswith("Counter TUI")
        assert terminal.row(20).index("Counter TUI") == (132 - len("Counter TUI")) // 2


def test_leaving_restores_the_terminal_and_forgets_what_was_typed(tmp_path: Path) -> None:
    with Terminal(["python", "-c", OUTER.format(*program(tmp_path, "sys.stdin.buffer.raw.read(1)"))]) as terminal:
        before = termios.tcgetattr(terminal.fd)
        terminal.wait_for("Starting")
        assert termios.tcgetattr(terminal.fd)[3] & termios.ECHO == 0
        terminal.send(b"xleft over\r")
        terminal.wait_for("LEFT")
        assert termios.tcgetattr(terminal.fd)[:4] == before[:4]
        terminal.send(b"new\r")
        terminal.wait_for("READ new")


OUTER = """
import subprocess, sys
subprocess.run([sys.executable, {1!r}])
print("LEFT", flush=True)
print("READ", sys.stdin.readline(), flush=True)
"""


def test_a_crash_before_the_first_screen_is_readable(tmp_path: Path) -> None:
    with Terminal(program(tmp_path, "raise SystemError('no screens')")) as terminal:
        assert terminal.wait_exit() == 1
        assert "SystemError: no screens" in terminal.screen_text()
        assert b"\x1b[?1049l" in terminal.raw


def test_without_a_terminal_nothing_is_sent(tmp_path: Path) -> None:
    _, path = program(tmp_path, "")
    done = subprocess.run(
        [sys.executable, path],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        check=True,
    )
    assert (done.stdout, done.stderr) == (b"", b"")


def test_the_splash_imports_nothing_slow() -> None:
    code = "import sys; old = set(sys.modules); from counter_tui import splash; print(sorted(set(sys.modules) - old))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        check=True,
    )
    assert set(eval(done.stdout)) <= {"__future__", "atexit", "counter_tui", "counter_tui.splash", "termios"}
