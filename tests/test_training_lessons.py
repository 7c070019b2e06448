"""Every lesson is played: its shortest keys reach the goal; doing nothing, and its plausible mistakes, do not."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random
from typing import cast

import pytest
from conftest import MONDAY
from training_room import copy_city, in_training, play, playing

from counter_tui.training_app import TrainingApp
from counter_tui.training_rooms import Rooms
from data.catalog import Catalog
from data.clock import FixedClock
from data.store import Store
from data.training.attempt import WORK
from data.training.duties import DUTIES
from data.training.lesson import Lesson, LessonError, course, parse, readable
from data.training.numbers import draw
from data.training.numbers_drawn import Cents, Drawn
from data.training.practice import Practice, begin

LESSONS = course()
IDS = [lesson.id for lesson in LESSONS]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The practice city of that day in a file, to be copied."""
    folder = tmp_path_factory.mktemp("practice")
    Rooms(folder, FixedClock(MONDAY)).prepare()
    return next(folder.glob("city-*.db"))


@contextmanager
def begun(city: Path, folder: Path, lesson: Lesson, seed: int) -> Iterator[Practice]:
    """A lesson begun in a copy of the city."""
    path = folder / f"{lesson.id}-{seed}.db"
    shutil.copyfile(city, path)
    clock = FixedClock(MONDAY)
    with ExitStack() as closing:
        store = Store(f"sqlite:///{path}", clock).open()
        closing.callback(store.close)
        rooms = Rooms(city.parent, clock)
        police = closing.enter_context(rooms.police(f"{lesson.id}-{seed}", store)) if lesson.police else None
        yield begin(store, Catalog.standard(), clock, lesson, seed, "Dana Ortiz", police)


@pytest.mark.parametrize("lesson", LESSONS, ids=IDS)
def test_three_seeds_are_three_different_customers_and_doing_nothing_fails(
    lesson: Lesson, city: Path, tmp_path: Path
) -> None:
    told = set()
    for seed in (1, 2, 3):
        with begun(city, tmp_path, lesson, seed) as practice:
            checks = practice.check()
            told.add((practice.story, tuple(practice.keys)))
            assert len(practice.hints) >= 1
        missing = {check.kind for check in checks if not check.passed}
        assert missing, "the goal is reached before anything is done"
        assert missing == {WORK}, "whoever has done nothing has done nothing wrong"
        assert all(duty in DUTIES for duty in lesson.duties)
    assert len(told) == 3 or not lesson.numbers, "a lesson with numbers has other numbers for another seed"


@pytest.mark.parametrize("lesson", LESSONS, ids=IDS)
async def test_the_shortest_keys_reach_the_goal_and_mistakes_do_not(lesson: Lesson, city: Path, tmp_path: Path) -> None:
    copy_city(city, tmp_path, lesson)
    async with in_training(tmp_path, FixedClock(MONDAY), lessons=[lesson]) as room:
        assert isinstance(room.app, TrainingApp)
        await room.press("1", "enter")
        for wrong in (*range(len(lesson.wrong)), -1):
            await room.press("1", "enter")
            now = playing(room)
            assert now is not None, room.text
            await play(room, now.practice.keys if wrong < 0 else now.practice.wrong[wrong], now.practice.scan)
            assert now.reached is (wrong < 0), f"{'keys' if wrong < 0 else lesson.wrong[wrong]}\n{room.text}"
            if playing(room) is not None:
                await room.reset()
                await room.press("ctrl+t", "9", "enter")
            assert room.program == "TRN020", room.text
            await room.press("f12")
        tries = room.app.room.kept.rows("SELECT stage FROM attempts ORDER BY id") if room.app.room else []
    assert [stage == "PASSED" for (stage,) in tries] == [False] * len(lesson.wrong) + [True]


def test_a_lesson_that_is_no_lesson_is_refused_with_what_is_wrong() -> None:
    for text, said in (
        ("id = ", "TOML"),
        ('id = "x"', "title is missing"),
        (_lesson(level=9), "level is one of"),
        (_lesson(role="QUEEN"), "no role QUEEN"),
        (_lesson(colour=1), "colour has no meaning"),
        (_lesson(level=[1]), "level is one of"),
        (_lesson(title=5), "title is a text"),
        (_lesson(hints=[5]), "hints is a list of texts"),
        (_lesson(duties="U1"), "duties is a list of texts"),
        (_lesson(duties=["Z9"]), "no duty Z9"),
        (_lesson(keys=["1<entr>"]), "keys: <entr> is no key"),
        (_lesson(keys=["<scan>"]), "scan, which is missing"),
        (_lesson(more='police = "yes"'), "police is true or false"),
        (_lesson(more="start = [1]"), "start is a list of tables"),
        (_lesson(more="[numbers]\na = 1"), "numbers, a: a number is a table"),
        (_lesson(more='[[event]]\nkind = "PHONE"\nafter = "x"'), "event 1: when is a form's id"),
        (_lesson(more='[[event]]\nkind = "PHONE"\nafter = 5\nwants = "it"'), "event 1: wants it, but no goal"),
    ):
        with pytest.raises(LessonError, match=f"^7-x.toml: .*{said}"):
            parse(text, "7-x.toml")


def test_a_file_that_is_no_text_is_left_out_and_the_places_are_numbers(tmp_path: Path) -> None:
    for n, id in ((100, "last"), (9, "first"), (20, "second")):
        (tmp_path / f"{n}-{id}.toml").write_text(_lesson(id=id), encoding="utf-8")
    (tmp_path / "30-bad.toml").write_bytes(b"\xff\xfe")
    found, wrong = readable(tmp_path)
    assert [one.id for one in found] == ["first", "second", "last"]
    assert [one.partition(":")[0] for one in wrong] == ["30-bad.toml"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ('[numbers]\na = {kind = "horse"}', "kind is one of"),
        ('[numbers]\na = {kind = "account", which = "blue"}', "Accounts are one of"),
        ('[numbers]\na = {kind = "cash", covers = "b.due"}', "There is no number b"),
        ('[[start]]\ndo = "dance"', "do is one of"),
        ('[[start]]\ndo = "receipt"\nitems = [{service = "UB", horse = 1}]', "has no field horse"),
        ('[[start]]\ndo = "receipt"\nitems = [{account = 1}]', "step 1 .receipt.: service is missing"),
        ('[[start]]\ndo = "drawer"\nfund = "200"', "step 1 .drawer.: fund is a whole number"),
        ('[[start]]\ndo = "drawer"\nfond = 200', "step 1 .drawer.: fond has no meaning here. Keys: fund"),
        ('[numbers]\na = {kind = "number", from = 1}', "numbers, a .number.: to is missing"),
        ('[numbers]\na = {kind = "number", from = 9, to = 1}', "numbers, a .number.: "),
        ('[expect]\n"UB10.x" = "1"', "expect: UB10 has no field x"),
        ('[expect]\n"UB10.account" = "{x"', "expect: .* cannot be filled in"),
        ('[[goal]]\ncheck = "row"\ntable = "horses"\nwhere = {a = 1}', "goal: there is no table horses"),
        ('[[goal]]\ncheck = "row"\ntable = "notes"\nwhere = {a = 1}', "goal row: notes has no column a"),
        ('[[goal]]\ncheck = "receipt"\nlines = [{service = "XX", amount = 1}]', "goal 1, lines: service is one of"),
        (
            '[[goal]]\ncheck = "receipt"\nlines = [{service = "UB", amount = 1.5}]',
            "goal receipt: amount is whole cents",
        ),
    ],
)
def test_a_lesson_that_cannot_begin_says_why(more: str, said: str, city: Path, tmp_path: Path) -> None:
    with pytest.raises(LessonError, match=said), begun(city, tmp_path, parse(_lesson(more=more)), 1):
        pass


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"kind": "cash", "covers": "a", "step": 0}, "step is 1 or more, not 0"),
        ({"kind": "part", "of": "a", "percent": 50, "step": 0}, "step is 1 or more, not 0"),
        ({"kind": "part", "of": "a", "percent": 500}, "percent is 1 or more, 100 at most, not 500"),
        ({"kind": "cents", "from": 5, "to": 1}, "to is 5 or more, not 1"),
        ({"kind": "cents", "from": 1, "to": 5, "step": 0}, "step is 1 or more, not 0"),
        ({"kind": "number", "from": 9, "to": 1}, "to is 9 or more, not 1"),
        ({"kind": "number", "from": True, "to": 1}, "from is a whole number, not True"),
        ({"kind": "sum", "of": [1]}, "no number 1"),
        ({"kind": "choice", "of": []}, "it is empty"),
        ({"kind": "times", "of": "a", "by": "word"}, "by is a whole number, not 'x'"),
        ({"kind": "day", "days": 10**9}, "days is -36500 or more, 36500 at most"),
        ({"kind": "text", "as": "{a:zz}"}, "cannot be filled in"),
        ({"kind": "text", "as": []}, r"as is a text, not \[\]"),
        ({"kind": "pieces", "of": "a", "CK": 5}, "papers are CK, MO"),
        ({"kind": "pieces", "of": "a", "CK": ["word", "a"]}, "CK is a whole number"),
        ({"kind": "pieces", "of": "owed"}, "of is 0 or more"),
        ({"kind": ["cash"]}, "the kind is one of"),
    ],
)
def test_a_wrong_number_is_told_in_a_trainers_words(said: dict[str, object], words: str) -> None:
    known = {"a": Cents(17_280), "owed": Cents(-5), "word": "x"}
    drawn = Drawn(cast(Store, None), Random(1), MONDAY.date(), dict(known))
    with pytest.raises(LessonError, match=words):
        draw(drawn, {"x": said})


def _lesson(more: str = "", **changed: object) -> str:
    """The text of a lesson with some lines changed."""
    lines: dict[str, object] = {
        "id": "x", "title": "X", "level": 1, "duties": ["U1"], "story": "X", "hints": ["X"], "policy": "X",
        "keys": ["1"], "wrong_keys": ["2"], **changed,
    }  # fmt: skip
    said = "\n".join(f"{name} = {value!r}" for name, value in lines.items())
    return f'{said}\n{more}\n[[goal]]\ncheck = "works"\nsuspended = 1\n'
