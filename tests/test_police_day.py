"""A day at the police desk typed through a terminal; afterwards no file has a word of it in plain text."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from counter import PIN, Clerk, todays_city
from terminal import Terminal, wait_until

from counter_tui.newpolice import fill, new_police, police_at
from data import audit
from data.clock import SystemClock
from data.police.store import PoliceStore
from data.store import Store

STATION = """
station = "P1"
till = "03"
store = "{url}"
[police]
store = "sqlite:///{folder}/police.db"
key_file = "{folder}/police.key"
folder = "{folder}/papers"
[log]
file = "{folder}/logs/P1.log"
"""
LAST, FIRST, MIDDLE, BORN = "Quillwort", "Barnaby", "Thistledown", "02291980"
STREET, TOWN, SSN = "4711 Nowhere Crescent", "Vista Robles", "523884417"
COURT, PLACE, FACTS = "Fictional Superior Court", "9 Invented Alley", "Seen near the old quarry"
REQUESTER = "Marigoldsmith, Odalys"
TYPED = (
    LAST, FIRST, MIDDLE, "4711 Nowhere", SSN, "523-88-4417", "Marigoldsmith", "Odalys", COURT, PLACE, "old quarry",
    "Hollyhockson", "Peregrine",
)  # fmt: skip
"""What the clerk types in the course of the day."""


class Desk:
    """A station of the police desk in a folder of its own."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url
        self.clerks: list[Clerk] = []
        (folder / "tmp").mkdir()
        self.city = Store(url, SystemClock()).open()
        with new_police(f"sqlite:///{folder}/police.db", folder / "police.key", self.city) as police:
            fill(police)
        (folder / "P1.toml").write_text(STATION.format(url=url, folder=folder), encoding="utf-8")

    def police(self) -> PoliceStore:
        """The police store, unopened."""
        return police_at(f"sqlite:///{self.folder}/police.db", self.folder / "police.key", self.city)

    def start(self) -> Clerk:
        """Start the program; its temporary files go into the folder too."""
        words = ["python", "-m", "counter_tui", "run", "--station", str(self.folder / "P1.toml")]
        terminal = Terminal(words, cwd=str(self.folder), env={"TMPDIR": str(self.folder / "tmp")})
        clerk = Clerk(terminal)
        self.clerks.append(clerk)
        clerk.shows("Sign on", "Clerk number")
        return clerk


@pytest.fixture
def desk(run_folder: Path, tmp_path: Path) -> Iterator[Desk]:
    """The sample city of today with a police store."""
    found = Desk(tmp_path, todays_city(run_folder, tmp_path / "counter.db"))
    yield found
    for clerk in found.clerks:
        clerk.terminal.close()
    found.city.close()


def person(clerk: Clerk) -> None:
    """A new person with a number and an address, looked at with the number revealed, then found by the name."""
    clerk.type("PERNEW\n")
    clerk.at("PER012")
    clerk.type(LAST, "Tab", FIRST, "Tab", MIDDLE, "Tab", "Tab", BORN, *["Tab"] * 7, "SSN", "Tab", "Tab", SSN)
    clerk.type("Tab", "Tab", STREET, "Tab", "Tab", TOWN, "F10")
    reasoned(clerk, "1")
    clerk.type("F3")
    clerk.at("MENU")
    found(clerk, f"PER {LAST}\n", "1")
    clerk.at("PER030")
    clerk.type("F11")
    clerk.until(lambda: "523-88-4417" in clerk.text or SSN in clerk.text)
    clerk.type("F3")
    clerk.at("MENU")


def reasoned(clerk: Clerk, reason: str) -> None:
    """Give the reason."""
    clerk.at("POL001")
    clerk.type(reason)
    clerk.until(lambda: clerk.program != "POL001")


def found(clerk: Clerk, command: str, reason: str) -> None:
    """A person by the name: the only one at once, of several the first; then the reason."""
    clerk.type(command)
    clerk.until(lambda: clerk.program in ("POL001", "PER020"))
    if clerk.program == "PER020":
        clerk.type("1\n")
    reasoned(clerk, reason)


def visit_put_aside(clerk: Clerk) -> None:
    """A registrant's visit begun and put aside."""
    clerk.type("REGIST gooseberry juliett\n")
    reasoned(clerk, "1")
    clerk.type("19\n")
    clerk.at("RVS19")
    clerk.type(f"07012026\n{COURT}", "F2")
    clerk.shows("The visit is put aside")
    clerk.type("F3")
    clerk.at("MENU")


def booking(clerk: Clerk) -> None:
    """An arrest, and one charge."""
    found(clerk, f"BOOK {LAST}\n", "2")
    clerk.at("BOK010")
    clerk.type(f"\n0000\n{PLACE}\n{FACTS}\nExample Officer", "F10")
    clerk.at("BOK020")
    clerk.type("PC 484\nM\nPetty theft\n\n", "F12")
    clerk.at("BOK015")
    clerk.type("F3")
    clerk.at("MENU")


def release(clerk: Clerk) -> None:
    """A victim asks for a report."""
    clerk.type("23\n2\n")
    clerk.at("REL010")
    clerk.type(f"VICTIM\nCRIME\nCDL\n26-001234\n{REQUESTER}\n\n\n")
    reasoned(clerk, "3")
    clerk.at("REL015")
    clerk.type("F3")
    clerk.at("MENU")


def locked(clerk: Clerk) -> None:
    """The station is locked over a person's file: nothing of it is on the screen."""
    found(clerk, f"PER {LAST}\n", "1")
    clerk.at("PER030")
    clerk.type("Ctrl+L")
    clerk.at("LCK010")
    assert not [word for word in TYPED if word.lower() in clerk.text.lower()]
    clerk.type(f"{PIN}\n")
    clerk.at("PER030")
    clerk.type("F3")
    clerk.at("MENU")


def crash(desk: Desk, clerk: Clerk) -> Clerk:
    """The program dies over a new person half typed; who signs on again is offered it."""
    clerk.type("PERNEW\n")
    clerk.at("PER012")
    clerk.type("Hollyhockson", "Tab", "Peregrine", "Tab")
    wait_until(lambda: kept(desk, "SELECT count(*) FROM works WHERE state = 'ACTIVE'"), "the unfinished person")
    os.kill(clerk.terminal.pid, signal.SIGKILL)
    clerk.terminal.wait_exit()
    again = desk.start()
    again.sign_on("401")
    return again


def kept(desk: Desk, sql: str) -> int:
    """A count from the police store."""
    with desk.police().during() as police:
        return int(police.value(sql))


def plain_text(folder: Path, words: Iterable[str]) -> list[tuple[str, str]]:
    """File and word wherever a file of a folder has a word in plain text; papers are meant to be read."""
    found = []
    for path in folder.rglob("*"):
        if path.is_file() and path.parent.name != "papers":
            content = path.read_bytes().lower()
            found += [(path.name, word) for word in words if word.lower().encode() in content]
    return found


def test_a_day_at_the_desk_leaves_no_plain_text(desk: Desk) -> None:
    clerk = desk.start()
    clerk.sign_on("401")
    clerk.at("MENU")
    person(clerk)
    visit_put_aside(clerk)
    booking(clerk)
    release(clerk)
    locked(clerk)
    again = crash(desk, clerk)
    with desk.police().during() as police:
        assert audit.verify(police) == ""
        assert police.value("SELECT count(*) FROM views WHERE revealed <> ''") >= 1
        names = {str(word) for (word,) in police.rows("SELECT DISTINCT last FROM persons") if len(str(word)) > 6}
    assert LAST.upper() in {name.upper() for name in names}
    again.terminal.close()
    assert desk.city.value("SELECT count(*) FROM works") == 0
    files = {path.name for path in desk.folder.rglob("*") if path.is_file()}
    assert {"counter.db", "police.db", "P1.log"} <= files
    assert plain_text(desk.folder, [*TYPED, *names]) == []
    titles = b"".join(bytes(one.terminal.raw) for one in desk.clerks).split(b"\x1b]")[1:]
    assert not [title for title in titles if LAST.encode() in title.split(b"\x07")[0][:80]]


def test_a_plain_text_would_be_found(tmp_path: Path) -> None:
    (tmp_path / "x.log").write_text(f"shown: {LAST}", encoding="utf-8")
    assert plain_text(tmp_path, TYPED) == [("x.log", LAST)]
