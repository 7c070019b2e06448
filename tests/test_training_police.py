"""Lessons at the police desk: every one played by its shortest keys with two people; the store they are played in."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from conftest import MONDAY
from training_room import copy_city, in_training, play, playing

from counter_tui.training_app import TrainingApp
from counter_tui.training_rooms import Rooms
from data.clock import FixedClock
from data.police import keys
from data.training.lesson import Lesson, LessonError, course, parse
from data.training.shifts import is_customer

LESSONS = [lesson for lesson in course() if lesson.police]
SEEDS = 2


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The practice city of that day in a file, its police store beside it."""
    folder = tmp_path_factory.mktemp("practice")
    rooms = Rooms(folder, FixedClock(MONDAY))
    rooms.prepare()
    rooms.prepare_police()
    return next(folder.glob("city-*.db"))


@pytest.mark.parametrize("lesson", LESSONS, ids=[lesson.id for lesson in LESSONS])
async def test_two_people_in_a_row(lesson: Lesson, city: Path, tmp_path: Path) -> None:
    copy_city(city, tmp_path, lesson)
    told = set()
    async with in_training(tmp_path, FixedClock(MONDAY), lessons=[lesson]) as room:
        await room.press("1", "enter", "1", "enter")
        for _ in range(SEEDS):
            now = playing(room)
            assert now is not None, room.text
            told.add(now.practice.story)
            await play(room, now.practice.keys, now.practice.scan)
            assert now.reached, room.text
            assert room.program == "TRN020"
            await room.press("f6")
    assert len(told) == SEEDS


async def test_the_police_store_is_a_copy_with_a_key_of_its_own_and_goes_with_the_lesson(
    city: Path, tmp_path: Path
) -> None:
    copy_city(city, tmp_path, LESSONS[0])
    template = next(tmp_path.glob("police-*.db"))
    before = template.read_bytes()
    async with in_training(tmp_path, FixedClock(MONDAY), lessons=LESSONS[:1]) as room:
        assert isinstance(room.app, TrainingApp)
        assert room.app.police is None
        assert (room.app.config.police.store, room.app.config.police.key_file) == ("", "")
        await room.press("1", "enter", "1", "enter")
        police = room.app.police
        assert police is not None
        copy = Path(police.url.removeprefix("sqlite:///"))
        assert copy.is_relative_to(tmp_path)
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
        assert b"SQLite format" not in copy.read_bytes()[:32]
        assert police.keys == keys.load(tmp_path / "police.key")
        await room.press("ctrl+t", "9", "enter")
        assert room.app.police is None
        assert not copy.exists()
    assert template.read_bytes() == before


@pytest.mark.parametrize("id", ["a-file-and-its-reason", "the-birthday-visit"])
async def test_a_wrong_person_ends_the_lesson_there(id: str, city: Path, tmp_path: Path) -> None:
    lesson = next(one for one in LESSONS if one.id == id)
    copy_city(city, tmp_path, lesson)
    async with in_training(tmp_path, FixedClock(MONDAY), lessons=[lesson]) as room:
        await room.press("1", "enter", "1", "enter")
        now = playing(room)
        assert now is not None
        await play(room, now.practice.wrong[0])
        assert room.program == "TRN020"
        assert "NOT PASSED" in room.text


def test_no_police_lesson_is_a_customer_of_a_shift() -> None:
    assert LESSONS
    assert not any(is_customer(lesson) for lesson in LESSONS)


def test_a_counter_clerk_is_given_no_police_store() -> None:
    said = '\n'.join(
        (
            'id = "x"', 'title = "X"', "level = 7", 'duties = ["P1"]', 'story = "X"', 'hints = ["X"]', 'policy = "X"',
            'keys = ["1"]', 'wrong_keys = ["2"]', "police = true", '[[goal]]', 'check = "works"', "suspended = 1",
        )
    )  # fmt: skip
    with pytest.raises(LessonError, match="not open to the role CSR2"):
        parse(said)
