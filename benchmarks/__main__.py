"""`make bench`: every benchmark in turn, a table on the screen and the figures as JSON."""

from __future__ import annotations

import argparse
import dataclasses
import importlib
import json
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.measure import Measure, table

MODULES = (
    "keys", "screens", "start", "idle", "posting", "lookup", "camera", "balancing", "dayclose", "files", "batch",
    "budget", "klm", "lesson_keys", "police_search",
    "devices",
)  # fmt: skip
"""The benchmarks, each a module with `run() -> list[Measure]`."""


def main() -> int:
    """Run what was asked for; 1 when a figure is over its bar."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", default=MODULES, help=f"some of {', '.join(MODULES)}")
    parser.add_argument("--json", type=Path, default=Path("var/bench.json"), help="where the figures go")
    options = parser.parse_args()
    measures: list[Measure] = []
    for name in options.names:
        sys.stderr.write(f"benchmark {name} …\n")
        measures += importlib.import_module(f"benchmarks.{name}").run()
    print(table(measures))
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(
        json.dumps({"machine": machine(), "measures": [dataclasses.asdict(m) for m in measures]}, indent=1)
    )
    print(f"\n{json.dumps(machine())}\nFigures in {options.json}")
    return 1 if any(measure.passed is False for measure in measures) else 0


def machine() -> dict[str, str | int | None]:
    """On what the figures were taken."""
    return {
        "at": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
    }


if __name__ == "__main__":
    sys.exit(main())
