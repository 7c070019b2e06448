"""Letters, licenses and other documents through CUPS. Receipts never go this way.

`lp` accepts a document for a queue that is paused or whose printer has gone; only `lpstat` tells. What is accepted is
SENT: that the paper came out, somebody has to see.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from devices.states import Device, Health, Outcome, Power, Verdict

Feed = Callable[[Sequence[str], bytes], tuple[int, str]]
"""The same as `Run`, with bytes for the command to read."""
Run = Callable[[Sequence[str]], tuple[int, str]]
"""Runs a command; exit code and what it printed. Raises FileNotFoundError and subprocess.TimeoutExpired."""
_SECONDS = 10.0
NO_CUPS = "Printing of documents is not installed on this machine (CUPS, command lp). Tell the administrator."


def run(command: Sequence[str]) -> tuple[int, str]:
    """Run a command in the C locale. Raises FileNotFoundError and subprocess.TimeoutExpired."""
    environment = {**os.environ, "LC_ALL": "C"}
    done = subprocess.run(
        list(command), capture_output=True, text=True, errors="replace", timeout=_SECONDS, env=environment, check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    return done.returncode, f"{done.stdout}\n{done.stderr}".strip()


def feed(command: Sequence[str], data: bytes) -> tuple[int, str]:
    """The same with something to read from a pipe."""
    environment = {**os.environ, "LC_ALL": "C"}
    done = subprocess.run(
        list(command), input=data, capture_output=True, timeout=_SECONDS, env=environment, check=False
    )
    return done.returncode, (done.stdout + b"\n" + done.stderr).decode(errors="replace").strip()


class DocumentPrinter(Device):
    """One CUPS queue; an empty name is the default queue."""

    def __init__(self, queue: str = "", run: Run = run, name: str = "The document printer", feed: Feed = feed) -> None:
        super().__init__(name)
        self.queue = queue
        self._run, self._feed = run, feed

    def print_file(self, path: Path, title: str, copies: int = 1) -> Outcome:
        """Hand a PDF or text file to the queue.

        NOT_STARTED when the queue is stopped, refuses, or is not there; UNKNOWN when `lp` did not come back. Raises
        only DeviceError DISABLED.
        """
        with self._busy():
            outcome = self._print(path, title, copies)
            self._problem = outcome.problem
        return outcome

    def print_bytes(self, data: bytes, title: str, copies: int = 1) -> Outcome:
        """Hand a PDF to the queue through a pipe, so that this program writes no file; otherwise as `print_file`."""
        with self._busy():
            command = self._command(title, copies)
            outcome = self._printed(lambda: self._feed(command, data), len(data))
            self._problem = outcome.problem
        return outcome

    def _command(self, title: str, copies: int) -> list[str]:
        queue = ["-d", self.queue] if self.queue else []
        return ["lp", *queue, "-n", str(copies), "-t", title[:80]]

    def _print(self, path: Path, title: str, copies: int) -> Outcome:
        command = [*self._command(title, copies), "--", str(path)]
        return self._printed(lambda: self._run(command), path.stat().st_size if path.exists() else 0)

    def _printed(self, hand_over: Callable[[], tuple[int, str]], size: int) -> Outcome:
        health = self.check_health()
        if not health.ok:
            return Outcome(Verdict.NOT_STARTED, health.sentence)
        try:
            code, said = hand_over()
        except FileNotFoundError:
            return Outcome(Verdict.NOT_STARTED, NO_CUPS)
        except subprocess.TimeoutExpired:
            return Outcome(Verdict.UNKNOWN, "The document printer's queue did not answer. Look whether it prints.")
        if code:
            return Outcome(Verdict.NOT_STARTED, f"The document was refused: {said.splitlines()[-1] if said else code}")
        return Outcome(Verdict.SENT, None, size)

    def check_health(self) -> Health:
        """How the queue is, by `lpstat`."""
        try:
            health = self._ask()
        except FileNotFoundError:
            health = Health(False, NO_CUPS, Power.UNKNOWN)
        except subprocess.TimeoutExpired:
            health = Health(False, "The document printer's queue does not answer.", Power.UNKNOWN)
        self._problem, self.power = (None if health.ok else health.sentence), health.power
        return health

    def _ask(self) -> Health:
        if not self.queue:
            code, said = self._run(["lpstat", "-d"])
            if code or "no system default" in said:
                return Health(False, "No document printer is chosen: name a queue in the station's file.")
            return Health(True, "Documents go to the default queue.", Power.ONLINE)
        code, said = self._run(["lpstat", "-a", self.queue, "-l", "-p", self.queue])
        return _state(self.queue, code, said)


def _state(queue: str, code: int, said: str) -> Health:
    """What `lpstat -a queue -l -p queue` means."""
    if code or f"{queue} " not in f"{said} ":
        return Health(False, f"There is no printer queue {queue!r} on this machine.", Power.UNKNOWN)
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    reason = next((line for line in lines[1:] if not line.startswith(("printer ", queue))), "").rstrip(".")
    if any(line.startswith(f"{queue} not accepting") for line in lines):
        return Health(False, f"The queue {queue} refuses documents. Tell the administrator.", Power.OFFLINE)
    if any("disabled since" in line for line in lines):
        why = f": {reason}" if reason and reason != "Paused" else ""
        return Health(False, f"The queue {queue} is stopped{why}. Tell the administrator.", Power.OFFLINE)
    return Health(True, f"The queue {queue} takes documents.", Power.ONLINE)
