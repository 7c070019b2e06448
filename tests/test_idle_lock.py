"""The station locks after minutes without a key, and never while somebody types."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from time import monotonic

import pytest
from conftest import MONDAY, sqlite_url
from counter import InProcess, in_process
from textual.events import Key

from data.clock import FixedClock

HOUR = 3600.0


@pytest.fixture
async def desk(run_folder: Path, tmp_path: Path) -> AsyncIterator[InProcess]:
    """A station at which a clerk signed on and pressed no key for an hour."""
    async with in_process(sqlite_url(run_folder, tmp_path / "city.db", "city"), FixedClock(MONDAY)) as found:
        await found.sign_on()
        found.app.attendance.since = monotonic() - HOUR
        yield found


async def test_a_station_without_a_key_is_locked(desk: InProcess) -> None:
    """Nobody has typed for longer than the idle time."""
    desk.app._every_minute()
    await desk.settle()
    assert desk.app.locked


async def test_a_key_that_a_form_takes_counts(desk: InProcess) -> None:
    """The terminal hands keys straight to the gate, and a letter that a field takes goes no further."""
    desk.app.gate.feed(Key("3", "3"))
    await desk.settle()
    desk.app._every_minute()
    await desk.settle()
    assert not desk.app.locked


def _pressed(desk: InProcess, keys: str, apart: float) -> None:
    """These keys, so many seconds from one to the next."""
    for number, key in enumerate(keys):
        event = Key(key, key)
        event.time = number * apart
        desk.app.attendance.note(event)


async def test_a_stuck_key_keeps_no_station_open(desk: InProcess) -> None:
    """Something lies on the keyboard: the key was pressed once, an hour ago."""
    app = desk.app
    _pressed(desk, "a", 0)
    app.attendance.since = monotonic() - HOUR
    _pressed(desk, "a" * 100, 0.033)
    app._every_minute()
    await desk.settle()
    assert app.locked


@pytest.mark.parametrize(("keys", "apart"), [("aab", 0.1), ("aaa", 1.0)])
async def test_keys_that_somebody_presses_count(desk: InProcess, keys: str, apart: float) -> None:
    """Another key among them, or the same one again and again as a finger does it."""
    _pressed(desk, "a", 0)
    desk.app.attendance.since = monotonic() - HOUR
    _pressed(desk, keys, apart)
    desk.app._every_minute()
    await desk.settle()
    assert not desk.app.locked
