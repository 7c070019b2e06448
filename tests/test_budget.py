"""Every task is played by its shortest path and stays within its budget of keys; money tasks need the ten-key only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import MONDAY, police_sqlite_url, sqlite_url
from counter import InProcess, in_process

from benchmarks.budget import keys_of, run, tasks
from data.clock import FixedClock
from data.scanline import Stub, scan_line

TASKS = tasks()
PAD = frozenset("0123456789") | {"full_stop", "plus", "minus", "asterisk", "slash", "enter"}


async def play(counter: InProcess, path: str, scanned: str) -> None:
    """Press the keys of a path, scanning where it says so."""
    for key in keys_of(path):
        if key == "scan":
            await counter.scan(scanned)
        else:
            await counter.press(key)


def stub_of(said: str) -> str:
    """What a scanner reads from the stub of `stub 10004567`."""
    if not said:
        return ""
    return scan_line(Stub(said.split()[1], FixedClock(MONDAY).today(), "0001", 17280, 17280))


@pytest.mark.parametrize("task", TASKS, ids=[task["name"] for task in TASKS])
async def test_a_task_costs_no_more_keys_than_its_budget(
    task: dict[str, Any], run_folder: Path, tmp_path: Path
) -> None:
    url = sqlite_url(run_folder, tmp_path / "city.db", "city")
    police = police_sqlite_url(run_folder, tmp_path / "police.db", url) if "clerk" in task else ""
    async with in_process(url, FixedClock(MONDAY), police_url=police) as counter:
        await counter.sign_on(task.get("clerk", "102"))
        if task.get("drawer", True):
            await counter.press("3.1\n40000\n")
        await play(counter, task.get("prepare", ""), "")
        assert counter.program == task["from"]
        assert task["until"] not in (counter.text, counter.program)
        counter.keys.clear()
        await play(counter, task["keys"], stub_of(task.get("scan", "")))
        assert task["until"] in counter.text or task["until"] == counter.program, counter.text
    assert len(counter.keys) <= task["limit"]
    if task.get("money"):
        assert set(counter.keys) <= PAD


def test_the_benchmark_counts_the_same_keys() -> None:
    assert [measure.name for measure in run()] == [task["name"] for task in TASKS]
    assert all(measure.passed for measure in run())
