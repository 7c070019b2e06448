"""A session in which nobody types: what it sends, what it costs, and how much memory is its own."""

from __future__ import annotations

import os
from pathlib import Path
from time import perf_counter

from benchmarks.measure import Measure, absolute, table
from benchmarks.sample import CLERK, PASSWORD, Session, city, compiled

SECONDS = 20.0
"""Shorter than a minute after the start: the clock in row 1 repaints five characters each minute."""
BYTES_BAR, SHARE_BAR, MEMORY_BAR = 0.0, 0.1, 40.0


def cpu_seconds(pid: int) -> float:
    """The processor time of a process so far, all threads."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def own_megabytes(pid: int) -> float:
    """The memory that no other process shares."""
    rows = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return sum(int(row.split()[1]) for row in rows if row.startswith("Private_")) / 1024


def run(seconds: float = SECONDS) -> list[Measure]:
    """One session of a counter clerk at the main menu, left alone."""
    compiled()
    with city() as (_, station), Session(["python", "-m", "counter_tui", "run", "--station", str(station)]) as session:
        session.until(b"Second factor")
        session.send(f"{CLERK}\r{PASSWORD}\r")
        session.until(b"Main menu")
        session.quiet(2.0)
        sent, before, start = 0, cpu_seconds(session.pid), perf_counter()
        while (left := start + seconds - perf_counter()) > 0:
            sent += session.read(left)
        share = 100 * (cpu_seconds(session.pid) - before) / (perf_counter() - start)
        return [
            absolute("idle session: bytes per second", sent / seconds, "bytes", BYTES_BAR),
            absolute("idle session: share of a core", share, "%", SHARE_BAR),
            absolute("idle session: memory of its own", own_megabytes(session.pid), "MB", MEMORY_BAR),
        ]


if __name__ == "__main__":
    print(table(run()))
