"""The displays of training as text, the customer's pane where there is room for it, and the lesson's window."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import MONDAY
from training_room import in_training, play, playing

from counter_tui.gate_watch import GateState
from counter_tui.training_app import TrainingApp
from data.clock import FixedClock
from data.training.lesson import Lesson, course
from screens.display import Display
from screens.themes import palette
from screens.training_pane import CustomerPane

GOLDEN = Path(__file__).parent / "golden" / "training"
UPDATE = bool(os.environ.get("UPDATE_GOLDEN"))
LESSONS: tuple[Lesson, ...] = tuple(one for one in course() if one.id in ("what-do-i-owe", "water-cash-change"))
WATER = ("1\n", "down", "1\n")
"""From the classroom's menu into the second lesson."""
SCENES: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("classroom", (), "TRN001"),
    ("course", ("1\n",), "TRN005"),
    ("policy", ("1\n", "5\n"), "TRN014"),
    ("menu_and_customer", (*WATER, "3\n"), "MENU3"),
    ("form_and_customer", (*WATER, "1\n1\n"), "UB10"),
    ("form_without_room", (*WATER, "3.6\n"), "DRW030"),
    ("window", (*WATER, "ctrl+t", "1\n", "1\n"), "TRN010"),
    ("window_done", (*WATER, "ctrl+t", "4\n"), "TRN010"),
    ("answer", (*WATER, "ctrl+t", "3\n"), "TRN012"),
)


def differs(name: str, text: str) -> bool:
    """Whether a display is not the one stored; writes it instead with UPDATE_GOLDEN=1 in the environment."""
    path = GOLDEN / f"{name}.txt"
    if UPDATE:
        GOLDEN.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return not path.exists() or path.read_text(encoding="utf-8") != text


async def test_every_display_of_training(tmp_path: Path) -> None:
    wrong = []
    for name, keys, program in SCENES:
        async with in_training(tmp_path / name, FixedClock(MONDAY), lessons=LESSONS) as room:
            await room.press(*keys)
            rows = room.text.split("\n")
            if room.program != program:
                wrong.append(f"{name}: {room.program} instead of {program}")
            if "*** TRAINING ***" not in rows[0]:
                wrong.append(f"{name}: no banner")
            if not rows[22].startswith(" F1="):
                wrong.append(f"{name}: no legend in row 23")
            if differs(name, room.text):
                wrong.append(f"{name} differs from golden/training/{name}.txt (UPDATE_GOLDEN=1 writes it)")
            assert room.app.palette == palette("green", training=True)
    assert not wrong, "\n".join(wrong)
    assert {path.stem for path in GOLDEN.glob("*.txt")} == {name for name, _, _ in SCENES}


async def test_who_trains_is_asked_where_nobody_has_signed_on(tmp_path: Path) -> None:
    async with in_training(tmp_path, FixedClock(MONDAY), who=None, lessons=LESSONS) as room:
        assert room.program == "TRN000"
        await room.press("105\nAna Diaz\n")
        assert room.program == "TRN001"
        assert "Ana Diaz" in room.text
        assert isinstance(room.app, TrainingApp)
        assert room.app.room is not None
        assert room.app.room.trainee.number == "105"


@pytest.mark.parametrize(("size", "beside"), [((80, 24), False), ((132, 43), True)])
async def test_the_customer_covers_no_field(size: tuple[int, int], beside: bool, tmp_path: Path) -> None:
    async with in_training(tmp_path, FixedClock(MONDAY), size=size, lessons=LESSONS) as room:
        await room.press(*WATER, "1\n1\n")
        pane, form = room.app.screen.query_one(CustomerPane), room.app.focused
        assert form is not None
        assert pane.region.area > 0
        assert not pane.region.overlaps(form.region)
        assert (pane.region.x >= 80) is beside
        assert form.region.width == 80
        now = playing(room)
        assert now is not None
        assert now.practice.ground.drawn.text("{account.number}") in room.text


async def test_the_pane_can_be_hidden_and_the_lesson_begun_again(tmp_path: Path) -> None:
    async with in_training(tmp_path, FixedClock(MONDAY), lessons=LESSONS) as room:
        await room.press(*WATER)
        first = playing(room)
        assert "Good morning" in room.text
        await room.press("ctrl+t", "5\n", "f12")
        assert room.program == "MENU"
        assert "Good morning" not in room.text
        await room.press("ctrl+t", "8\n")
        again = playing(room)
        assert room.program == "MENU"
        assert again is not None
        assert first is not None
        assert again is not first
        assert again.practice.story == first.practice.story
        assert again.recorder.keys == 0


async def test_hints_are_counted_and_a_way_with_hints_is_practice_only(tmp_path: Path) -> None:
    async with in_training(tmp_path, FixedClock(MONDAY), lessons=LESSONS) as room:
        await room.press(*WATER, "ctrl+t", "1\n", "f12")
        now = playing(room)
        assert now is not None
        await play(room, now.practice.keys)
        assert room.program == "TRN020"
        assert "PASSED" in room.text
        assert "practice only" in room.text
        await room.press("f6")
        following = playing(room)
        assert following is not None
        assert following.practice.seed == now.practice.seed + 1
        assert following.practice.story != now.practice.story


async def test_secrets_are_not_written_down(tmp_path: Path) -> None:
    async with in_training(tmp_path, FixedClock(MONDAY), lessons=LESSONS) as room:
        await room.press(*WATER, "9.2\n", "70070339\n")
        now = playing(room)
        assert now is not None
        strokes = now.finish().strokes
        typed = [one.key for one in strokes if one.program == "SGN030" and one.field == "password"]
        assert typed == ["secret"] * 8 + ["enter"]
        assert all(one.text != "70070339" for one in now.finish().fields)


async def test_the_mark_of_a_busy_moment_is_not_left_on_the_display_below(tmp_path: Path) -> None:
    async with in_training(tmp_path, FixedClock(MONDAY)) as room:
        below = room.app.screen
        assert isinstance(below, Display)
        room.app._show_gate(GateState.BUSY)
        assert below.message_row.state == "X"
        await room.press("1\n")
        room.app._show_gate(GateState.READY)
        await room.press("f12")
        assert room.app.screen is below
        assert below.message_row.state == " "
