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
        found.app.last_key = monotonic() - HOUR
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
