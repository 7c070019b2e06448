"""A mistake that cannot be made good ends a lesson at once; what was given away stays given away."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import MONDAY
from training_room import in_training, play, playing

from counter_tui.training_app import TrainingApp
from data.clock import FixedClock
from data.training.beyond import beyond_repair
from data.training.lesson import FOLDER, LessonError, course, parse, readable

WATER = tuple(one for one in course() if one.id == "water-cash-change")
BEGIN = ("1\n", "1\n")


def stages(app: object) -> list[str]:
    """How every attempt so far ended."""
    assert isinstance(app, TrainingApp)
    assert app.room is not None
    return [stage for (stage,) in app.room.kept.rows("SELECT stage FROM attempts ORDER BY id")]


@pytest.mark.parametrize(
    ("keys", "stage", "said"),
    [
        ("1\n1\n{account.number}\n5000\n\n", "WRONG-MONEY", "Found: 50.00"),
        ("MC COPIES 500\n\n", "WRONG-MONEY", "wrong money"),
    ],
)
async def test_a_wrong_receipt_ends_the_lesson_with_what_was_wrong(
    keys: str, stage: str, said: str, tmp_path: Path
) -> None:
    async with in_training(tmp_path, FixedClock(MONDAY), lessons=WATER) as room:
        await room.press(*BEGIN)
        now = playing(room)
        assert now is not None
        assert not beyond_repair(now.practice.ground, now.practice.lesson.goal)
        await play(room, [key if key != "\n" else "enter" for key in now.practice.drawn.text(keys)])
        if playing(room) is not None:
            await room.press("enter")
        assert room.program == "TRN020", room.text
        assert said in room.text
        assert "is final" in room.text
        assert "Given up" not in room.text
        assert stages(room.app) == [stage]


async def test_beginning_again_keeps_the_hints_and_the_attempt(tmp_path: Path) -> None:
    async with in_training(tmp_path, FixedClock(MONDAY), lessons=WATER) as room:
        await room.press(*BEGIN, "1\n1\n", "ctrl+t", "1\n", "8\n")
        assert stages(room.app) != ["PASSED"]
        before = len(stages(room.app))
        assert before == 1
        now = playing(room)
        assert now is not None
        assert now.hints == 1
        await play(room, now.practice.keys)
        assert "practice only" in room.text
        assert stages(room.app)[before:] == ["PASSED"]


async def test_the_window_has_all_its_options_beside_every_hint(tmp_path: Path) -> None:
    async with in_training(tmp_path, FixedClock(MONDAY), lessons=WATER) as room:
        await room.press(*BEGIN, "ctrl+t", "1\n", "1\n", "1\n", "1\n")
        assert "There are no more hints." in room.text
        for option in ("1. Hint (0 left)", "6. Put paper", "9. Give up"):
            assert option in room.text
        await room.press("3\n", "12345\n")
        assert "You said: 12345" in room.text


async def test_a_locked_lesson_says_its_pin(tmp_path: Path) -> None:
    async with in_training(tmp_path, FixedClock(MONDAY), lessons=WATER) as room:
        await room.press(*BEGIN, "ctrl+l")
        assert room.program == "LCK010"
        assert "your PIN is 7033" in room.text
        await room.press("7033\n")
        assert room.program == "MENU"


async def test_the_list_marks_what_is_new_and_what_is_due_today(tmp_path: Path) -> None:
    clock = FixedClock(MONDAY)
    lessons = course()[:4]
    async with in_training(tmp_path, clock, lessons=lessons) as room:
        assert isinstance(room.app, TrainingApp)
        assert room.app.room is not None
        states = await room.app.room.states()
        assert [states[one.id] for one in lessons] == ["new", "new", "", ""]
        await room.press("1\n", "1\n", "ctrl+t", "9\n")
        assert (await room.app.room.states())[lessons[0].id][:2] == "07"
        clock.advance(hours=22)
        assert (await room.app.room.states())[lessons[0].id] == "review"
        assert (await room.app.room.today()).startswith("Today: 1 review,")


async def test_a_drill_that_is_none_is_refused_in_words(tmp_path: Path) -> None:
    async with in_training(tmp_path, FixedClock(MONDAY), lessons=WATER) as room:
        await room.press("2\n", "99\n")
        assert room.program == "TRN025"
        assert "Type the number of a drill." in room.text


async def test_a_file_that_cannot_be_read_is_left_out_and_named(tmp_path: Path) -> None:
    text = (FOLDER / "13-water-cash-change.toml").read_text(encoding="utf-8")
    folder = tmp_path / "lessons"
    folder.mkdir()
    (folder / "01-good.toml").write_text(text, encoding="utf-8")
    (folder / "02-twice.toml").write_text(text, encoding="utf-8")
    (folder / "03-level.toml").write_text(text.replace("level = 2", "level = 99"), encoding="utf-8")
    lessons, wrong = readable(folder)
    assert [one.id for one in lessons] == ["water-cash-change"]
    assert wrong[0] == "02-twice.toml: another lesson has the id water-cash-change."
    assert wrong[1].startswith("03-level.toml: level is one of")
    with pytest.raises(LessonError, match="02-twice"):
        course(folder)
    async with in_training(tmp_path, FixedClock(MONDAY), lessons=lessons) as room:
        assert isinstance(room.app, TrainingApp)
        assert room.app.room is not None
        room.app.room.left_out = wrong
        await room.press("4\n", "f12")
        assert "Left out: 02-twice.toml: another lesson" in room.text


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('duties = ["U1", "U5"]', 'duties = "U1"', "duties is a list"),
        ('duties = ["U1", "U5"]', 'duties = ["Z9"]', "no duty Z9"),
        ("[numbers]", "numbers = 3\n[other]", "other has no meaning|numbers is a table"),
    ],
)
def test_a_lesson_of_the_wrong_shape_says_so(old: str, new: str, said: str) -> None:
    text = (FOLDER / "13-water-cash-change.toml").read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(LessonError, match=said):
        parse(text.replace(old, new))


async def test_who_is_new_reads_how_to_begin_and_begins_that_way(tmp_path: Path) -> None:
    async with in_training(tmp_path, FixedClock(MONDAY), lessons=course()[:2]) as room:
        assert "New here? Type 1 and Enter, then Enter again" in room.text
        await room.press("1\n", "enter")
        now = playing(room)
        assert now is not None
        assert now.practice.lesson.id == "the-keys"
        await room.press("ctrl+t", "9\n", "f12", "f12")
        assert room.program == "TRN001"
        assert "New here?" not in room.text
