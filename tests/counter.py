"""The whole program as a clerk meets it: under a pseudo-terminal, or in this process for speed."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import Any

from conftest import MONDAY, POLICE_KEYS, police_sqlite_url, sqlite_url
from golden import screen_text
from terminal import ROOT, Terminal, TerminalTimeout, key_bytes
from textual import events
from textual.pilot import Pilot

from counter_tui.app import CounterApp
from counter_tui.config import PoliceConfig, Station, parse
from counter_tui.parts import Parts
from data.catalog import Catalog
from data.clock import Clock, FixedClock, SystemClock
from data.denominations import ALL, COUNT_FORM, PAPER, break_down
from data.police.store import PoliceStore
from data.sample import load
from data.store import Store
from devices.station import Devices

PASSWORDS = {
    number: f"{number}7033{last}"
    for last, number in enumerate(("101", "102", "103", "201", "301", "401", "501", "901"), 1)
}
PASSWORDS |= {"402": "40270339", "403": "40370330", "404": "40470335"}
"""The sample clerks' passwords by their numbers."""
PIN = "7033"
CONTROLS = {"ctrl+u": b"\x15", "ctrl+k": b"\x0b"}
"""Keys of a form that the terminal harness does not name: erase the field, erase to its end and go on."""
PLAIN, OLD_DEBT = "10004567", "10004238"
"""Accounts of every sample: one with open bills, one that is cut off for them."""


def _station(station: str, till: str, url: str, folder: Path, training: bool = False) -> str:
    return f"""
station = "{station}"
till = "{till}"
store = "{url}"
training = {str(training).lower()}
[printer]
driver = "simulated"
model = "epson-tm-t88v"
[drawer]
driver = "printer-kick"
sensor = "open-high"
[log]
file = "{folder}/{station}.log"
"""


def todays_city(run_folder: Path, path: Path) -> str:
    """The URL of a small sample city of today at `path`, copied from one that is built once per run."""
    source = run_folder / "today.db"
    with (run_folder / "today.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if not source.exists():
            building = source.with_suffix(".building")
            clock = SystemClock()
            store = Store(f"sqlite:///{building}", clock).open()
            try:
                store.migrate()
                load(store, clock, "small")
            finally:
                store.close()
            building.rename(source)
    shutil.copyfile(source, path)
    return f"sqlite:///{path}"


@dataclass
class Counter:
    """A city's store and the stations on it."""

    folder: Path
    url: str
    clerks: list[Clerk] = field(default_factory=list)

    def start(
        self, station: str = "T1", till: str = "01", *, columns: int = 80, rows: int = 24, training: bool = False
    ) -> Clerk:
        """Start the program at a station and wait for its sign-on."""
        file = self.folder / f"{station}.toml"
        file.write_text(_station(station, till, self.url, self.folder, training), encoding="utf-8")
        words = ["python", "-m", "counter_tui", "run", "--station", str(file)]
        clerk = Clerk(Terminal(words, columns=columns, rows=rows, cwd=str(self.folder)))
        self.clerks.append(clerk)
        clerk.shows("Sign on", "Clerk number")
        return clerk

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command of `counter-tui` on the store."""
        command = [sys.executable, "-m", "counter_tui", *words, "--store", self.url]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)

    def day(self) -> dict[str, Any]:
        """What `report day --json` says of today."""
        done = self.run("report", "day", "--date", SystemClock().today().isoformat(), "--json")
        assert done.returncode == 0, done.stderr
        return dict(json.loads(done.stdout))

    @contextmanager
    def store(self) -> Iterator[Store]:
        """The store, open in this process."""
        store = Store(self.url, SystemClock()).open()
        try:
            yield store
        finally:
            store.close()

    def rows(self, sql: str, *params: Any) -> list[tuple[Any, ...]]:
        """What a query finds."""
        with self.store() as store:
            return [tuple(row) for row in store.rows(sql, *params)]

    def close(self) -> None:
        """End every program."""
        for clerk in self.clerks:
            clerk.terminal.close()


class Clerk:
    """Types at one terminal and reads it."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.typed = ""
        """Every key so far, by character; function keys as their bytes."""

    def type(self, *keys: str) -> None:
        """Type keys by name ("F7", "Enter"); other text as it stands, a line feed being Enter. All in one write."""
        data = b"".join(CONTROLS.get(key.lower()) or key_bytes(key) for key in keys).replace(b"\n", b"\r")
        self.typed += data.decode()
        self.terminal.send(data)

    def shows(self, *texts: str) -> None:
        """Wait until all texts are on the screen at once."""
        self.terminal.wait_for(lambda: all(text in self.text for text in texts))

    def until(self, condition: Callable[[], Any]) -> None:
        """Wait until a condition holds; asked again whenever the program has painted, and a few times a second."""
        self.terminal.wait_for(lambda: bool(condition()))

    def rests(self) -> bool:
        """Read until the program has stopped painting; False, so that a condition can go on."""
        self.terminal.wait_quiet(0.15)
        return False

    @property
    def text(self) -> str:
        """The screen."""
        return self.terminal.screen_text()

    @property
    def program(self) -> str:
        """The program id in row 1."""
        words = self.terminal.row(1).split()
        return words[0] if words else ""

    def at(self, program: str) -> None:
        """Wait until a display is shown, by its program id."""
        try:
            self.until(lambda: self.program == program)
        except TerminalTimeout as error:
            raise TerminalTimeout(f"not at {program}: {error}") from None

    def message(self) -> str:
        """Row 24."""
        return self.terminal.row(24)

    def sign_on(self, number: str = "102") -> None:
        """Sign on with the number and password of a sample clerk."""
        self.type(f"{number}\n{PASSWORDS[number]}\n")
        self.until(lambda: self.program not in ("SGN010", ""))

    def open_drawer(self, fund: str = "20000") -> None:
        """Open the drawer from the main menu, and come back to it."""
        self.type(f"3\n1\n{fund}\n/\n")
        self.at("MENU")

    def error(self, sentence: str) -> None:
        """Wait for a sentence in row 24, then press Reset."""
        self.until(lambda: sentence in self.message())
        self.type("Backspace")

    def asked(self, question: str) -> None:
        """Wait for a question in row 24, and until keys are taken again: what was typed before it was dropped."""
        self.until(lambda: question in self.message() and "X" not in self.message()[70:])

    def posted(self, number: int) -> str:
        """Wait until the receipt with this serial number has been posted; its whole number."""
        pattern = re.compile(rf"\b\d\d-{number:06d}\b")
        self.until(lambda: pattern.search(self.text))
        found = pattern.search(self.text)
        assert found is not None
        return found[0]


@contextmanager
def opened_counter(run_folder: Path, folder: Path) -> Iterator[Counter]:
    """A small city of today in a folder, with no program running yet; what was started is ended with the block."""
    found = Counter(folder, todays_city(run_folder, folder / "counter.db"))
    try:
        yield found
    finally:
        found.close()


def count_keys(cash_cents: int, paper: dict[str, tuple[int, int]]) -> str:
    """The keys of a count: the fewest bills and coins that make the cash; pieces and totals of the other tenders."""
    pieces = {one.code: 0 for one in ALL} | break_down(cash_cents)
    for kind in PAPER:
        pieces[f"{kind}_count"], pieces[f"{kind}_total"] = paper.get(kind, (0, 0))
    return "".join(f"{pieces[name]}\n" for name in COUNT_FORM.fields)


# in this process

CONFIG = parse(_station("T1", "01", "sqlite:///unused.db", Path("/nowhere")))


@dataclass
class InProcess:
    """The application in this process, driven without a terminal."""

    app: CounterApp
    pilot: Pilot[int]
    keys: list[str] = field(default_factory=list)
    """Every key pressed so far, by its Textual name."""

    async def press(self, *keys: str) -> None:
        """Press keys by Textual name ("enter", "f7"); other text is typed letter by letter, a line feed being Enter.

        All go into the gate at once, as typed ahead; returns when everything they caused has been done.
        """
        for key in keys:
            for name in [key] if _is_name(key) else [NAMES.get(letter, letter) for letter in key]:
                self.keys.append(name)
                self.app.post_message(_key(name))
                if len(self.keys) % 20 == 0:
                    await self.settle()
        await self.settle()

    async def reset(self) -> None:
        """Press Reset when an error has locked the keyboard."""
        if self.app.gate.lock.locked:
            await self.press("escape", "escape")
            await self.settle()

    async def type_now(self, name: str) -> None:
        """Press one key by its Textual name and wait for the gate only, not for the screen."""
        self.keys.append(name)
        self.app.post_message(_key(name))
        await self.app.gate.idle()

    async def scan(self, text: str) -> None:
        """Scan a barcode; what the scanner sends is no key of the clerk's."""
        for letter in f"]C0{text}":
            self.app.post_message(_key(NAMES.get(letter, letter)))
        self.app.post_message(_key("enter"))
        await self.settle()

    async def settle(self) -> None:
        """Wait until the gate has delivered everything and all it caused is done."""
        await self.app.gate.idle()
        await self.pilot.pause()

    async def printed(self) -> None:
        """Wait until the station's printer and drawer have nothing more to do."""
        store = self.app.store.again().open()
        try:
            while store.value("SELECT 1 FROM jobs WHERE state IN ('WAITING', 'STARTED') LIMIT 1") is not None:
                await self.pilot.pause(0.02)
        finally:
            store.close()
        await self.settle()

    @property
    def text(self) -> str:
        """The screen as text."""
        return screen_text(self.app)

    @property
    def program(self) -> str:
        """The program id in row 1."""
        return getattr(self.app.screen, "program", "")

    async def sign_on(self, number: str = "102") -> None:
        """Sign on as a sample clerk."""
        await self.press(number, "enter", PASSWORDS[number], "enter")


NAMES = {
    "\n": "enter",
    " ": "space",
    "+": "plus",
    "-": "minus",
    "*": "asterisk",
    "/": "slash",
    ".": "full_stop",
    "]": "right_square_bracket",
}
"""Textual's names of characters."""


def _key(name: str) -> events.Key:
    character = next((letter for letter, known in NAMES.items() if known == name), name if len(name) == 1 else None)
    return events.Key(name, "\r" if character == "\n" else character)


def _is_name(key: str) -> bool:
    return bool(re.fullmatch(r"f\d{1,2}|enter|tab|escape|backspace|up|down|left|right|pageup|pagedown|ctrl\+\w", key))


@asynccontextmanager
async def in_process(
    url: str,
    clock: Clock,
    *,
    size: tuple[int, int] = (80, 24),
    config: Station = CONFIG,
    training: str = "",
    police_url: str = "",
) -> AsyncIterator[InProcess]:
    """Run the application on a store with simulated devices until the block ends; `app.store` is its store.

    `police_url`: the police store beside it, made with the keys of the tests.
    """
    with Devices.open(config.devices) as devices:
        store = Store(url, clock)
        police = PoliceStore(police_url, clock, POLICE_KEYS, store) if police_url else None
        parts = Parts(config, store, devices, Catalog.standard(), police)
        app = CounterApp(lambda: parts, clock, training=training)
        try:
            async with app.run_test(size=size) as pilot:
                await app.ready()
                await app.gate.idle()
                await pilot.pause()
                yield InProcess(app, pilot)
        finally:
            app.close_down()
            parts.store.close()


@asynccontextmanager
async def police_desk(run_folder: Path, folder: Path, *, config: Station = CONFIG) -> AsyncIterator[InProcess]:
    """A station of the small sample city with the sample's police store and a folder for papers, at the sign-on."""
    url = sqlite_url(run_folder, folder / "city.db", "city")
    police = police_sqlite_url(run_folder, folder / "police.db", url)
    config = replace(config, police=PoliceConfig(police, "", str(folder / "papers")))
    async with in_process(url, FixedClock(MONDAY), config=config, police_url=police) as found:
        yield found
