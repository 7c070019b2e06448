"""The start: how soon the splash is there, and the sign-on painted, against a bare Textual application."""

from __future__ import annotations

from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.measure import Measure, absolute, against_floor, table
from benchmarks.sample import Session, city, compiled

SPLASH_BAR, SIGN_ON_BAR = 25.0, 1.15
SPLASH, SIGN_ON = b"\x1b[?1049h", b"Second factor"
"""What the program has sent when the splash, and the sign-on, is on the screen."""
BARE = """
from textual.app import App
from textual.widgets import Input, Static


class Bare(App[None]):
    def compose(self):
        yield Static("Bare application")
        yield Input()


Bare().run()
"""


def run(rounds: int = 9) -> list[Measure]:
    """Medians over some starts, taking turns; the first of each only warms the disk's cache."""
    compiled()
    splashes, sign_ons, bare, python = [], [], [], []
    with city() as (_, station), TemporaryDirectory() as folder:
        script = Path(folder) / "bare.py"
        script.write_text(BARE, encoding="utf-8")
        for _ in range(rounds + 1):
            with Session(["python", "-c", "import os; os.write(1, b'up')"]) as session:
                python.append(session.until(b"up") * 1000)
            with Session(["python", str(script)]) as session:
                bare.append(session.until(b"Bare application") * 1000)
            with Session(["python", "-m", "counter_tui", "run", "--station", str(station)]) as session:
                splashes.append(session.until(SPLASH) * 1000)
                sign_ons.append(session.until(SIGN_ON) * 1000)
    python, bare, splashes, sign_ons = (one[1:] for one in (python, bare, splashes, sign_ons))
    started = median(python)
    return [
        absolute("Python itself started: median", started, "ms"),
        absolute("splash shown after Python: median", max(0.0, median(splashes) - started), "ms", SPLASH_BAR),
        against_floor("sign-on painted: median", median(sign_ons), "ms", median(bare), SIGN_ON_BAR),
    ]


if __name__ == "__main__":
    print(table(run()))
