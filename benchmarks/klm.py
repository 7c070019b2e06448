"""Ten tasks by the keystroke-level model, here and in a mouse-driven web form; the sequences are in klm_tasks.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from benchmarks.measure import Measure, against_floor, table
from data.sample.rows_training import SETTING_ROWS
from data.training.klm import Model, Operators, of_text

FILE = Path(__file__).with_name("klm_tasks.toml")
TIMES = Operators(**{name.removeprefix("klm."): int(text) for name, text, *_ in SETTING_ROWS if name[:4] == "klm."})
"""The operators as shipped."""


def tasks() -> list[dict[str, Any]]:
    """The tasks, in the order of the file."""
    return list(tomllib.loads(FILE.read_text(encoding="utf-8"))["task"])


def model(steps: list[list[str]]) -> Model:
    """The model of written steps: what is done, and its operators."""
    return of_text(" ".join(operators for _, operators in steps))


def seconds(found: Model) -> float:
    """What a practiced clerk needs, without waiting for the program."""
    return found.milliseconds(TIMES) / 1000


def run() -> list[Measure]:
    """Each task's seconds beside those of the web form."""
    found = []
    for task in tasks():
        counter, web = model(task["counter"]), model(task["web"])
        note = f"web form {seconds(web):.1f} s; {counter.keys} keys, web {web.keys} and {web.counts['B'] // 2} clicks"
        found.append(against_floor(f"KLM: {task['name']}", seconds(counter), "s", seconds(web), 1.0, note))
    return found


if __name__ == "__main__":
    print(table(run()))
