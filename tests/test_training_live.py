"""Training leaves live work alone: the store byte for byte, the devices of the process, and every slip."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import MONDAY
from counter import PASSWORDS, Clerk, Counter, opened_counter
from terminal import Terminal
from training_room import in_training, play, playing

from counter_tui.training_app import TrainingApp
from counter_tui.training_guard import FORBIDDEN
from counter_tui.training_rooms import Rooms
from data.clock import FixedClock
from data.store_schema import COUNTER
from data.training.lesson import course
from devices import practice, station
from devices.escpos_commands import tokens
from devices.states import DrawerState

WATER = next(lesson for lesson in course() if lesson.id == "water-cash-change")


@pytest.fixture
def counter(run_folder: Path, tmp_path: Path) -> Iterator[Counter]:
    """A small city of today."""
    with opened_counter(run_folder, tmp_path) as found:
        yield found


def contents(counter: Counter) -> list[str]:
    """The live store, row by row."""
    with counter.store() as store:
        tables = [table for table in store.db.get_tables() if not table.startswith("sqlite_")]
        return [f"{table} {tuple(row)}" for table in tables for row in store.rows(f"SELECT * FROM {table}")]


def train_here(counter: Counter, *words: str) -> Clerk:
    """`counter-tui train` beside the live store."""
    command = ["python", "-m", "counter_tui", "train", *words]
    clerk = Clerk(Terminal(command, columns=80, rows=24, cwd=str(counter.folder)))
    counter.clerks.append(clerk)
    return clerk


def a_lesson(clerk: Clerk) -> None:
    """The first lesson, begun and given up, and a drawer opened in it."""
    clerk.at("TRN001")
    clerk.type("1\n1\n")
    clerk.at("MENU")
    clerk.shows("TRAINING")
    clerk.type("6\n")
    clerk.at("MENU6")
    clerk.type(b"\x14".decode(), "9\n")
    clerk.at("TRN020")
    clerk.shows("NOT PASSED")
    clerk.type("\n")
    clerk.at("TRN005")
    clerk.type("F3")
    clerk.at("TRN001")


def test_training_alone_leaves_the_live_store_as_it_was_byte_for_byte(counter: Counter) -> None:
    file = counter.folder / "counter.db"
    before = file.read_bytes()
    clerk = train_here(counter, "--number", "101", "--name", "Dana Ortiz")
    a_lesson(clerk)
    clerk.type("F3")
    clerk.shows("Leave training?")
    clerk.type("1")
    assert clerk.terminal.wait_exit() == 0
    assert file.read_bytes() == before
    assert not (counter.folder / "counter.db-wal").exists()


def test_training_from_a_live_sign_on_writes_that_it_began_and_ended_and_nothing_else(counter: Counter) -> None:
    before = contents(counter)
    live = counter.start(training=True)
    live.shows("F6=Train")
    live.type(f"101\n{PASSWORDS['101']}", "F6")
    a_lesson(live)
    live.type("F3")
    live.shows("Leave training?")
    live.type("1")
    live.at("SGN010")
    live.type("F3")
    assert live.terminal.wait_exit() == 0
    after = contents(counter)
    added = [row for row in after if row not in before]
    gone = [row for row in before if row not in after]
    assert [match[0] for row in added if (match := re.search(r"TRAINING-O\w+", row))] == ["TRAINING-ON", "TRAINING-OFF"]
    assert [row.split()[0] for row in added] == ["audit_log", "audit_log", "chains"]
    assert [row.split(",")[0] for row in gone] == ["chains ('AUDIT'"]
    assert counter.run("verify").returncode == 0


def test_a_wrong_password_begins_no_training(counter: Counter) -> None:
    live = counter.start(training=True)
    live.type(f"101\n{PASSWORDS['102']}", "F6")
    live.until(lambda: live.message())
    assert live.program == "SGN010"
    assert not any("TRAINING-O" in row for row in contents(counter))


def test_a_station_that_does_not_offer_training_does_not_know_the_key(counter: Counter) -> None:
    live = counter.start()
    assert "Train" not in live.text
    live.type(f"101\n{PASSWORDS['101']}", "F6", "\n")
    live.at("MENU")
    assert not any("TRAINING-O" in row for row in contents(counter))


def test_nothing_that_reaches_hardware_can_be_imported_in_training(tmp_path: Path) -> None:
    said = (
        "import sys; from pathlib import Path; from counter_tui.training_guard import FORBIDDEN, stand_guard\n"
        "stand_guard(Path('t')); from contextlib import ExitStack; from data.clock import SystemClock\n"
        "from counter_tui.training_parts import Who, build; import counter_tui.training_app, counter_tui.classroom\n"
        "with ExitStack() as closing: parts = build(Path('t'), SystemClock(), closing); kinds = parts.devices.all()\n"
        "print(sorted(FORBIDDEN & sys.modules.keys()), [type(one).__module__ for one in kinds])\n"
        "from screens.menus import directory; directory(parts.catalog)\n"
        "from devices.practice import PracticeDevices\n"
        "print(PracticeDevices().printer.print_job('1', [{'text': 'x'}]).verdict.value, 'serial' in sys.modules)\n"
        "try:\n    import devices.station\nexcept ImportError as error:\n    print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", said], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    first, printed, second = done.stdout.splitlines() or [done.stderr, "", ""]
    assert first == "[] ['devices.practice', 'devices.practice', 'devices.practice']"
    assert printed == "PRINTED False"
    assert "devices.station could reach a real device" in second
    assert {"serial", "usb", "devices.transports", "devices.station"} <= FORBIDDEN


def test_training_connects_nowhere_starts_no_program_and_writes_only_into_its_folder(tmp_path: Path) -> None:
    (tmp_path / "t").mkdir()
    (tmp_path / "live.db").write_text("live")
    said = (
        "import os, socket, subprocess; from pathlib import Path; from counter_tui.training_guard import stand_guard\n"
        "stand_guard(Path('t'))\n"
        "def link(): os.symlink('../live.db', 't/s'); open('t/s', 'w')\n"
        "for call in (lambda: open('live.db', 'a'), lambda: os.remove('live.db'), lambda: os.rename('t', 'u'), link,\n"
        "    lambda: os.rename('live.db', 't/x'), lambda: os.truncate('live.db', 0),\n"
        "    lambda: subprocess.run(['true']), lambda: socket.create_connection(('127.0.0.1', 9)),\n"
        "    lambda: os.open('/dev/usb/lp0', os.O_WRONLY),\n"
        "    lambda: os.system('true')):\n"
        "    try:\n        call(); print('done')\n"
        "    except PermissionError as error:\n        print(str(error)[:16])\n"
        "open('t/own', 'w').close(); os.rename('t/own', 't/its'); os.remove('t/its'); open('live.db').close()\n"
        "print('inside')\n"
    )
    done = subprocess.run([sys.executable, "-c", said], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines() == ["This is training"] * 10 + ["inside"], done.stderr
    assert (tmp_path / "live.db").read_text() == "live"


def test_training_opens_no_store_outside_its_folder(tmp_path: Path) -> None:
    (tmp_path / "t").mkdir()
    said = (
        "import sqlite3; from pathlib import Path; from counter_tui.training_guard import stand_guard\n"
        "from data.store_open import database\n"
        "def opened(url):\n    store = database(url); store.connect(); store.close()\n"
        "opened('sqlite:///live.db'); stand_guard(Path('t')); opened('sqlite:///t/city.db')\n"
        "for call in (lambda: opened('sqlite:///live.db'), lambda: opened('sqlite:///t/../live.db'),\n"
        "    lambda: sqlite3.connect('live.db'), lambda: sqlite3.connect('file:live.db?mode=ro', uri=True)):\n"
        "    try:\n        call(); print('done')\n"
        "    except PermissionError as error:\n        print(str(error)[:16])\n"
    )
    done = subprocess.run([sys.executable, "-c", said], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines() == ["This is training"] * 4, done.stderr


def test_only_what_training_has_left_is_thrown_away(tmp_path: Path) -> None:
    kept = ["police-live.db", "city-of-escondido.db", "run-backups", "police-2026-07-06.db"]
    gone = ["city-2026-07-05-0028.db", "police-2026-07-05-0010.db-wal", "run-999999999"]
    for name in (*kept, *gone):
        path = tmp_path / name
        path.mkdir() if name.startswith("run-") else path.touch()
    (tmp_path / f"city-2026-07-06-{COUNTER.known()[-1][:4]}.db").touch()
    Rooms(tmp_path, FixedClock(MONDAY)).prepare()
    assert {path.name for path in tmp_path.iterdir()} >= set(kept)
    assert not {path.name for path in tmp_path.iterdir()} & set(gone)


@pytest.mark.parametrize("seed", [1, 2])
async def test_every_slip_says_that_it_is_training_and_no_byte_opens_a_drawer(seed: int, tmp_path: Path) -> None:
    async with in_training(tmp_path, FixedClock(MONDAY), lessons=[WATER]) as room:
        assert isinstance(room.app, TrainingApp)
        await room.press("1", "enter", "1", "enter")
        now = playing(room)
        assert now is not None
        await play(room, now.practice.keys)
        printer = room.app.training_parts.practice.printer
        lines, received = printer.lines, bytes(printer.received)
        drawer = room.app.training_parts.practice.drawer
    assert drawer.till.openings == 1
    assert pulses(received) == []
    assert [line.text.strip() for line in lines[:2]] == list(practice.NOTICE)
    assert [line.text.strip() for line in lines[-3:-1]] == list(practice.NOTICE)
    assert all(line.size == 2 for line in (*lines[:2], *lines[-3:-1]))
    totals = [line for line in lines if line.text.startswith(("TOTAL", "CHANGE"))]
    assert totals
    assert all(line.size == 1 for line in totals)
    assert any("T-27-000001" in line.text for line in lines)


def test_the_training_drawer_is_pushed_in_after_a_moment() -> None:
    seconds = 100.0
    till = practice.PracticeTill(lambda: seconds)
    drawer = practice.PracticeDrawer(till)
    drawer.start()
    assert drawer.drawer_state() is DrawerState.CLOSED
    assert drawer.open_drawer().drawer is drawer.drawer_state() is DrawerState.OPEN
    seconds += practice.OPEN_SECONDS
    assert drawer.drawer_state() is drawer.where is DrawerState.CLOSED
    drawer.open_drawer()
    till.push_in()
    assert (drawer.where, till.openings) == (DrawerState.CLOSED, 2)


def pulses(stream: bytes) -> list[bytes]:
    """Drawer pulses in a byte stream: ESC p as a command, and DLE DC4 wherever it stands."""
    found = [token.command for token in tokens(stream) if token.command == b"\x1bp"]
    return found + re.findall(rb"\x10\x14", stream)


def test_the_search_for_a_pulse_finds_one() -> None:
    assert pulses(b"\x1b@text\n\x1bp\x00\x19\xfa") == [b"\x1bp"]
    assert pulses(b"text\x10\x14\x01\x00\x01") == [b"\x10\x14"]
    with station.Devices.open(station.SIMULATED) as live:
        assert live.drawer.open_drawer().bytes_sent
