"""Row 23 names the keys that work, and row 24 says when they wait."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from conftest import MONDAY, sqlite_url
from counter import InProcess, in_process

from counter_tui.gate_watch import GateState
from data.clock import FixedClock


@pytest.fixture
async def counter(run_folder: Path, tmp_path: Path) -> AsyncIterator[InProcess]:
    async with in_process(sqlite_url(run_folder, tmp_path / "city.db", "city"), FixedClock(MONDAY)) as counter:
        yield counter


def row(counter: InProcess, number: int) -> str:
    """A row of the screen, counted from 1."""
    return str(counter.text.split("\n")[number - 1])


async def test_f4_is_named_where_a_field_has_values_to_list(counter: InProcess) -> None:
    await counter.sign_on("102")
    await counter.press("3.1\n")
    assert "F4=Prompt" in row(counter, 23)  # an amount: the adding machine
    await counter.press("f12", "9.2\n")
    assert "F4" not in row(counter, 23)
    await counter.press("f12", "9.3\n")
    assert "F4=Prompt" in row(counter, 23)


async def test_a_question_takes_help_and_its_answer_and_the_selection_line_comes_back(counter: InProcess) -> None:
    await counter.sign_on("102")
    await counter.press("3.1\n20000\n", "1\n1\n10004567\n\n", "f12")
    assert row(counter, 24).startswith(" Give this payment up?")
    assert row(counter, 23).split() == ["F1=Help", "F3=Exit", "F12=Cancel"]
    assert " . :" not in counter.text
    await counter.press("f1")
    assert counter.program == "F1"
    await counter.press("f12", "0")
    assert "Tender or cash . :" in counter.text
    await counter.press("6\n")
    assert counter.program == "TND006"


async def test_nothing_is_named_that_needs_a_clerk_before_one_has_signed_on(counter: InProcess) -> None:
    assert row(counter, 23).split() == ["F1=Help", "F3=Exit", "F11=Devices"]
    await counter.press("f11")
    assert "F7" not in row(counter, 23)


async def test_a_page_that_does_not_roll_does_not_say_so(counter: InProcess) -> None:
    await counter.press("f11")
    assert row(counter, 24).strip() == "Enter goes on."
    await counter.press("f12", "f1")
    assert row(counter, 24).strip() == "Enter goes on; PageUp and PageDown roll."


async def test_the_keys_that_waited_are_not_counted_any_more_when_the_work_is_done(
    counter: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(counter.app.gate), "waiting", property(lambda gate: 2))
    counter.app._show_gate(GateState.BUSY)
    assert row(counter, 24).endswith("X+2")
    counter.app._show_gate(GateState.READY)
    assert row(counter, 24).strip() == ""
