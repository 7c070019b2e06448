"""A store that is busy for long: the clerk reads that nothing was posted, and posts once when it is free again."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import MONDAY, sqlite_url
from counter import in_process
from screens_sample import QUIET

from counter_tui.app import NOT_READY
from data import works
from data.clock import FixedClock
from data.store import BusyError
from data.store_errors import BUSY
from data.verify import verify


async def test_what_a_long_wait_came_to_is_read(
    run_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise BusyError(BUSY)

    url = sqlite_url(run_folder, tmp_path / "city.db", "city")
    async with in_process(url, FixedClock(MONDAY), config=QUIET) as counter:
        await counter.sign_on("102")
        await counter.press("3.1\n20000\n", "f3")
        counter.app.gate.stuck_after = 0  # whatever is typed now counts as a long wait
        with monkeypatch.context() as patch:
            patch.setattr(works, "save", busy)
            await counter.press("MC COPIES 250\n")
        assert BUSY in counter.text
        counter.app.on_gate_stuck()
        assert BUSY in counter.text
        await counter.reset()
        await counter.press("\n", "\n")
        assert "posted" in counter.text
        assert NOT_READY not in counter.text
        store = counter.app.store
        assert store.value("SELECT count(*) FROM journal WHERE kind = 'RECEIPT'") == 1
        assert verify(store).ok


async def test_a_store_that_does_not_answer_is_told_in_row_24(run_folder: Path, tmp_path: Path) -> None:
    url = sqlite_url(run_folder, tmp_path / "city.db", "city")
    async with in_process(url, FixedClock(MONDAY), config=QUIET) as counter:
        await counter.sign_on("102")
        counter.app.on_gate_waiting()
        await counter.press()
        assert NOT_READY in counter.text
        counter.app.on_gate_recovered()
        await counter.press()
        assert NOT_READY not in counter.text
