"""Plays a day at the counter and two in the office, and puts what they showed into the documents, as text and pictures.

`python docs/take_screenshots.py` rewrites `docs/screens/*.svg` and every text block in `README.md` and `docs/*.md`
that follows a line `<!-- screen: name -->`. The city, the clock and the keys are fixed, so the result is always the
same; `tests/test_docs.py` plays the days again and fails when a document shows what the program no longer does.
"""

from __future__ import annotations

import asyncio
import html
import os
import random
import re
import shutil
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path[:0] = [str(ROOT), str(ROOT / "docs")]

from day import DAY, NEXT_DAY, OFFICE, PICTURES, UNTIL_OFFICE  # noqa: E402
from textual.events import Key  # noqa: E402
from textual.pilot import Pilot  # noqa: E402

from counter_tui.app import CounterApp  # noqa: E402
from counter_tui.config import SIMULATED  # noqa: E402
from counter_tui.parts import Parts  # noqa: E402
from data import jobs  # noqa: E402
from data.catalog import Catalog  # noqa: E402
from data.clock import FixedClock  # noqa: E402
from data.sample import load  # noqa: E402
from data.store import Store  # noqa: E402
from devices.station import Devices  # noqa: E402
from screens.display import Display  # noqa: E402

EXAMPLES = ROOT / "docs" / "examples"
"""An inbox and an outbox with files as a bank sends them."""
MORNING = datetime(2026, 7, 6, 16, 0, tzinfo=UTC)
"""Nine o'clock at the counter, a Monday."""
BLOCK = re.compile(r"(<!-- screen: (?P<name>[\w-]+) -->\n```text\n).*?(?=```\n)", re.DOTALL)
EMPTY_ROWS = re.compile(r"\n{4,}")
NAMES = {"_": "space", "+": "plus", "-": "minus", "*": "asterisk", "/": "slash", ".": "full_stop", ",": "comma"}
NAMES["]"] = "right_square_bracket"
"""Textual's names of characters; the underscore stands for a blank in `DAY`."""
TEXT = re.compile(
    r'<text class="(?P<style>counter-r\d+)" x="(?P<x>[\d.]+)" y="(?P<y>[\d.]+)" '
    r'textLength="[\d.]+" clip-path="[^"]+">(?P<text>[^<]*)</text>'
)
"""One run of text in Textual's picture."""
CELL = 12.2
"""The width of a column in Textual's picture, in its own units."""
SPECIAL = re.compile(r"F\d{1,2}|Enter|Tab|Escape|Backspace|Up|Down|PageUp|PageDown|Ctrl\+\w")


@dataclass(frozen=True)
class Shown:
    """What a screen showed: its rows as text, and the same as a picture."""

    text: str
    svg: str


def files() -> list[Path]:
    """The documents that may hold screens."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def with_screens(document: str, screens: Mapping[str, Shown]) -> str:
    """A document with its screens as they were played, without long empty stretches.

    Raises `KeyError` for a screen that nobody played.
    """

    def block(found: re.Match[str]) -> str:
        return found[1] + EMPTY_ROWS.sub("\n\n\n", screens[found["name"]].text)

    return BLOCK.sub(block, document)


def keys(words: str) -> Iterator[Key]:
    """The keys of one entry of `DAY`."""
    for word in words.split():
        if SPECIAL.fullmatch(word):
            yield Key(word.lower(), None)
        else:
            yield from (Key(NAMES.get(one, one), " " if one == "_" else one) for one in word)


async def play(folder: Path) -> dict[str, Shown]:
    """Play `DAY` and `OFFICE`, each in a small sample city made in `folder`; what the named screens showed.

    Raises `AssertionError` when the program refuses a key that the day does not expect to be refused.
    """
    screens: dict[str, Shown] = {}
    for name, script, days in (("counter", DAY, 0), ("office", OFFICE, UNTIL_OFFICE)):
        place = folder / name
        shutil.copytree(EXAMPLES, place / "var")
        with chdir(place), _same_every_time():
            screens |= await _play(script, days)
    return screens


async def _play(script: tuple[tuple[str, str], ...], days: int) -> dict[str, Shown]:
    """Play one script, `days` after the city was made, with the store in the current folder."""
    clock, screens = FixedClock(MORNING), {}
    store = Store("sqlite:///city.db", clock).open()
    store.migrate()
    load(store, clock, "small")
    clock.advance(days=days)
    with Devices.open(SIMULATED.devices) as devices:
        parts = Parts(SIMULATED, store, devices, Catalog.standard())
        app = CounterApp(lambda: parts, clock)
        try:
            async with app.run_test(size=(80, 24)) as pilot:
                await app.ready()
                for words, name in script:
                    if words == NEXT_DAY:
                        clock.advance(days=1)
                        continue
                    if app.gate.lock.locked and not words.startswith("Backspace"):
                        raise AssertionError(f"An error before {words!r}:\n{_shown(app).text}")
                    for key in keys(words):
                        app.gate.feed(key)
                    await app.gate.idle()
                    await _printed(app, store, pilot)
                    if name:
                        screens[name] = _shown(app)
        finally:
            app.close_down()
            store.close()
    return screens


async def _printed(app: CounterApp, store: Store, pilot: Pilot[Any]) -> None:
    """Wait until nothing is left to print and the screen shows it."""
    while any(job.state in ("WAITING", "STARTED") for job in jobs.listing(store, SIMULATED.station)):
        await pilot.pause()
    await pilot.pause()
    if isinstance(app.screen, Display):
        app.screen.refresh_frame()
    await pilot.pause()


def _shown(app: CounterApp) -> Shown:
    strips = app.screen._compositor.render_strips(app.screen.size)
    text = "\n".join(strip.text.rstrip() for strip in strips).rstrip() + "\n"
    svg = app.export_screenshot(title="Counter TUI")
    svg = re.sub(r"<!--.*?-->|@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = svg.replace("Fira Code, monospace", "'DejaVu Sans Mono', Menlo, Consolas, monospace")
    return Shown(text, TEXT.sub(_word_by_word, re.sub(r"terminal-\d+", "counter", svg)))


def _word_by_word(found: re.Match[str]) -> str:
    """One text of a picture as one text per word, because not every viewer keeps several blanks apart."""
    start, row = float(found["x"]), html.unescape(found["text"]).rstrip("\n")
    return "".join(
        f'<text class="{found["style"]}" x="{start + CELL * word.start():.1f}" y="{found["y"]}" '
        f'textLength="{CELL * len(word[0]):.1f}">{html.escape(word[0])}</text>'
        for word in re.finditer(r"[^\s\xa0]+", row)
    )


@contextmanager
def _same_every_time() -> Iterator[None]:
    """Make keys of documents the same in every run, and the time that of California."""
    numbers = random.Random(1)
    zone = os.environ.get("TZ")
    os.environ["TZ"] = "America/Los_Angeles"
    time.tzset()
    try:
        with patch("uuid.uuid4", lambda: uuid.UUID(int=numbers.getrandbits(128), version=4)):
            yield
    finally:
        os.environ.pop("TZ") if zone is None else os.environ.update(TZ=zone)
        time.tzset()


def main() -> None:
    """Write the pictures and the screens in the documents."""
    with tempfile.TemporaryDirectory() as folder:
        screens = asyncio.run(play(Path(folder)))
    pictures = ROOT / "docs" / "screens"
    pictures.mkdir(exist_ok=True)
    for name in PICTURES:
        (pictures / f"{name}.svg").write_text(screens[name].svg, encoding="utf-8")
    for path in files():
        document = path.read_text(encoding="utf-8")
        if (new := with_screens(document, screens)) != document:
            path.write_text(new, encoding="utf-8")
            sys.stdout.write(f"{path.relative_to(ROOT)} has new screens\n")


if __name__ == "__main__":
    main()
