"""The keys of each task's shortest path, against its budget; `tests/test_budget.py` plays every one of them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from benchmarks.measure import Measure, absolute

FILE = Path(__file__).with_suffix(".toml")
_KEY = re.compile(r"<([^>]+)>|(.)")


def tasks() -> list[dict[str, Any]]:
    """The tasks of budget.toml, in its order."""
    return list(tomllib.loads(FILE.read_text(encoding="utf-8"))["task"])


def keys_of(path: str) -> list[str]:
    """The keys of a path, one by one: a name in angle brackets is one key, anything else is typed."""
    return [name or letter for name, letter in _KEY.findall(path)]


def run() -> list[Measure]:
    """How many keys each task costs."""
    return [
        absolute(task["name"], len([key for key in keys_of(task["keys"]) if key != "scan"]), "keys", task["limit"])
        for task in tasks()
    ]
