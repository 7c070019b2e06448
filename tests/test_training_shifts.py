"""Shifts: who comes, a whole morning by the shortest keys, mistakes that are told, and mornings put aside."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import MONDAY
from counter import InProcess
from training_robot import Robot
from training_room import in_training

from counter_tui.training_app import TrainingApp
from counter_tui.training_rooms import Rooms
from data import corrections
from data.clock import FixedClock
from data.money import show_cents
from data.training import shifts_kept
from data.training.lesson import course, keys_of
from data.training.shifts import Shift, arrivals, is_customer
from data.training.shifts_debrief import Debriefing
from data.training.shifts_kept import Kept
from data.training.shifts_morning import Morning

COURSE = course()
WATER = tuple(one for one in COURSE if one.id == "water-cash-change")
PASSES = tuple(one for one in COURSE if one.id == "bus-passes")
FEW = tuple(
    one for one in COURSE
    if one.id in ("water-cash-change", "water-check", "bus-passes", "check-and-cash", "printer-out-of-paper")
)  # fmt: skip
GOLDEN = Path(__file__).parent / "golden" / "shifts"
UPDATE = bool(os.environ.get("UPDATE_GOLDEN"))


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of training with today's practice city in it."""
    folder = tmp_path_factory.mktemp("training")
    Rooms(folder, FixedClock(MONDAY)).prepare()
    return folder


@pytest.fixture
def tmp_path(tmp_path: Path, city: Path) -> Path:
    """A folder in which the city need not be built first."""
    for path in city.glob("city-*.db"):
        shutil.copyfile(path, tmp_path / path.name)
    return tmp_path


async def begin(room: InProcess, per_hour: int, minutes: int, seed: int = 1) -> Robot:
    """A robot at a shift whose doors are about to open."""
    robot = Robot.at(room)
    await room.press(f"SHIFT {per_hour} {minutes} {seed}\n", "f10")
    assert room.program == "MENU", room.text
    return robot


def kept(room: InProcess) -> Kept:
    """The newest shift as it is stored."""
    assert isinstance(room.app, TrainingApp)
    assert room.app.room is not None
    return room.app.room.shifts.all()[0]


# who comes


def test_the_same_numbers_bring_the_same_customers() -> None:
    assert arrivals(Shift(1), COURSE) == arrivals(Shift(1), COURSE)
    assert arrivals(Shift(1), COURSE) != arrivals(Shift(2), COURSE)


@pytest.mark.parametrize(("per_hour", "minutes", "many"), [(24, 30, 12), (12, 60, 12), (60, 5, 5), (6, 5, 1)])
def test_so_many_come_while_the_door_is_open(per_hour: int, minutes: int, many: int) -> None:
    found = arrivals(Shift(3, per_hour, minutes), COURSE)
    times = [one.at for one in found]
    assert len(found) == many
    assert times == sorted(times)
    assert times[0] == 0
    assert times[-1] <= minutes * 60


def test_a_morning_has_all_kinds_and_one_in_four_interrupts() -> None:
    interrupting = {one.id for one in COURSE if one.events}
    found = [one.lesson for one in arrivals(Shift(1, 60, 60), COURSE)]
    assert len([id for id in found if id in interrupting]) == 15
    assert {event.kind for one in COURSE if one.id in found for event in one.events} == {
        "TORN-CHECK", "CHANGES-MIND", "PHONE", "PAPER-OUT", "SECOND-CUSTOMER", "DROPPED-LINE"
    }  # fmt: skip
    duties = {duty for one in COURSE if one.id in found for duty in one.duties}
    assert len(duties) >= 6


def test_who_needs_a_story_before_is_no_customer() -> None:
    found = {one.id for one in COURSE if is_customer(one)}
    assert found.isdisjoint({"open-the-drawer", "count-and-close", "void-a-receipt", "returned-check", "safe-drop"})
    assert {"water-cash-change", "passport", "the-telephone", "the-line-drops"} <= found


# a whole morning


async def test_a_morning_by_the_shortest_keys_balances_and_goes_to_the_bank(tmp_path: Path) -> None:
    async with in_training(tmp_path, FixedClock(MONDAY), lessons=COURSE) as room:
        robot = await begin(room, 60, 6)
        await robot.serve_customers()
        morning = robot.morning
        assert room.app.store.value("SELECT count(*) FROM journal WHERE kind = 'RECEIPT'") >= 6
        await robot.serve_all(until=len(morning.served) + 1)
        assert room.app.store.value("SELECT state FROM drawers WHERE till = 'T1'") == "VERIFIED"
        assert "The drawer balances." in {check.sentence for check in morning.served[-1].attempt.checks}
        bag = morning.practice.drawn.values["bag"]
        await robot.serve_all()
        assert room.program == "TRN120", room.text
        assert morning.over
        assert "6 of 6" in room.text
        assert "Nothing was wrong." in room.text
        assert all(one.right for one in morning.served)
        assert morning.money.cash_cents == bag.cash + 20000
        assert kept(room).state == shifts_kept.DONE
        assert isinstance(room.app, TrainingApp)
        assert room.app.room is not None
        rows = room.app.room.kept.rows("SELECT lesson, seed, stage FROM attempts ORDER BY id")
        assert [lesson for lesson, _, _ in rows] == [one.lesson for one in morning.served if not one.stop]
        assert {stage for _, _, stage in rows} == {"PASSED"}
        assert all(seed < 0 for _, seed, _ in rows)
        assert not list((tmp_path / "shifts").iterdir())


async def test_the_line_grows_while_one_is_slow_and_the_clock_goes_on_when_nobody_is_there(tmp_path: Path) -> None:
    async with in_training(tmp_path, FixedClock(MONDAY), lessons=WATER) as room:
        robot = await begin(room, 60, 5)
        robot.key_seconds = 10
        await robot.serve_all(until=2)
        morning = robot.morning
        assert morning.waiting == sum(one.arrives + morning.door <= morning.clock.now for one in morning.visits[3:-2])
        assert morning.waiting >= 1
        assert f"{morning.waiting} waiting" in room.text
        await robot.serve_all()
        assert max(waiting for _, waiting in debriefed(room).line) >= 2
        assert kept(room).idle == 0
    async with in_training(tmp_path, FixedClock(MONDAY), lessons=WATER) as room:
        robot = await begin(room, 12, 10, 2)
        robot.key_seconds = 0.01
        await robot.serve_all()
        assert max(waiting for _, waiting in debriefed(room).line) == 0
        assert kept(room).idle > 60


def debriefed(room: InProcess) -> Debriefing:
    """What the newest shift came to."""
    assert isinstance(room.app, TrainingApp)
    assert room.app.room is not None
    return room.app.room.shifts.debriefing(kept(room))


# mistakes


async def no_change(robot: Robot) -> int:
    """Serve a customer as if the cash were exact; the change that was kept, in cents."""
    values = robot.morning.practice.drawn.values
    account, handed = values["account"], values["handed"]
    await robot.serve(lambda now: [*"1", "enter", *"1", "enter", *account.number, "enter", "enter", "enter"])
    return int(handed - account.due)


async def test_who_gives_no_change_is_over_and_is_told_which_customer_it_was(tmp_path: Path) -> None:
    async with in_training(tmp_path, FixedClock(MONDAY), lessons=WATER) as room:
        robot = await begin(room, 36, 5)
        await robot.serve_all(until=2)
        morning = robot.morning
        change = await no_change(robot)
        assert len(morning.served) == 2, "a customer who has not got everything stays"
        await robot.press("f3")
        assert "still at the counter" in room.text
        await room.press("ctrl+t", "1\n", "f12")
        assert len(morning.served) == 3
        await robot.serve_customers()
        await robot.press("f3")
        await room.press("3.6\n", *keys(morning, "{count}1"))
        assert show_cents(change) in room.text, "the drawer is over by the change"
        await room.press("1\n", "3\n")
        await approved(room)
        assert morning.practice.lesson.id == "shift-deposit", room.text
        await room.press("f12")
        await robot.serve_all()
        found = debriefed(room)
        assert found.right == len(found.customers) - 1
        assert {n for n, _, _ in found.errors} == {3, len(found.served) - 1}
        first, last = found.errors[0], found.errors[-1]
        assert show_cents(change) not in first[2]
        assert "paid by cash" in first[2]
        assert first[2].count("handed over") == 2, "what was asked for and what was found differ to the eye"
        assert show_cents(change) in last[2]
        assert f"3. {first[1].title}" in room.text


def keys(morning: Morning, template: str) -> list[str]:
    """A path filled in with the numbers of the present visit."""
    return keys_of(morning.practice.drawn.text(template))


async def approved(room: InProcess) -> None:
    """The supervisor approves, where the counter asks for it."""
    if "Approver" in room.text:
        await room.press("201\n20170334\n")
        await room.press("found\n")


async def test_what_is_taken_back_and_done_again_is_right_and_seen(tmp_path: Path) -> None:
    async with in_training(tmp_path, FixedClock(MONDAY), lessons=PASSES) as room:
        robot = await begin(room, 24, 5)
        await robot.serve_all(until=1)
        await robot.serve(lambda now: keys_of("1<enter>4<enter>DAY-A<enter>1<enter><enter>"))
        await robot.press("f3")
        receipt = room.app.store.value("SELECT max(id) FROM journal WHERE kind = 'RECEIPT'")
        corrections.void(room.app.store, room.app.clerk_session, room.app.catalog, receipt, None, "Wrong amount")
        await robot.serve()
        assert len(robot.morning.served) == 2
        assert robot.morning.served[1].right
        assert robot.morning.served[1].corrected == 1
        await robot.serve_all()
        assert debriefed(room).errors == []


# put aside


async def test_a_morning_that_is_put_aside_goes_on_with_the_same_people_another_day(tmp_path: Path) -> None:
    clock = FixedClock(MONDAY)
    async with in_training(tmp_path, clock, lessons=FEW) as room:
        robot = await begin(room, 24, 10, 2)
        await robot.serve_all(until=3)
        morning = robot.morning
        told, seconds, waiting = morning.practice.story, morning.clock.now, morning.waiting
        line = [one.practice.story for one in morning.visits if not one.practice.lesson.id.startswith("shift-")]
        await robot.press("f3")
        await robot.press("1")
        await room.press("ctrl+t", "8\n")
        assert room.program == "TRN001"
        assert "put aside" in room.text
        assert kept(room).state == shifts_kept.IN_HAND
    clock.advance(days=3)
    async with in_training(tmp_path, clock, lessons=FEW) as room:
        robot = Robot.at(room)
        await room.press("5\n")
        assert room.program == "TRN102"
        await room.press("1\n")
        morning = robot.morning
        assert len(morning.served) == 3
        assert morning.practice.story == told
        assert morning.clock.now >= seconds
        assert morning.waiting == waiting
        assert [
            one.practice.story for one in morning.visits if not one.practice.lesson.id.startswith("shift-")
        ] == line  # fmt: skip
        before = len(morning.before.strokes) if morning.before else 0
        assert before > 0
        await robot.serve_all(until=4)
        assert len(morning.served[3].attempt.strokes) > before
        assert morning.served[3].attempt.strokes[-1].at >= morning.served[3].attempt.strokes[0].at
        await robot.serve_all()
        found = debriefed(room)
        assert found.errors == []
        assert kept(room).state == shifts_kept.DONE


async def test_after_a_crash_it_goes_on_from_the_customer_at_the_counter(tmp_path: Path) -> None:
    async with in_training(tmp_path, FixedClock(MONDAY), lessons=PASSES) as room:
        robot = await begin(room, 24, 5)
        await robot.serve_all(until=2)
        told, shortest = robot.morning.practice.story, robot.morning.practice.keys
        robot.key_seconds = 20
        for key in ("f3", "1", "enter"):
            await robot.press(key)
        left = kept(room)
        assert left.detail["clock"] == robot.morning.clock.now, "what a killed program has kept is where it was"
        shutil.copytree(tmp_path, tmp_path / "killed", ignore=shutil.ignore_patterns("run-*"))
    async with in_training(tmp_path / "killed", FixedClock(MONDAY), lessons=PASSES) as room:
        robot = Robot.at(room)
        await room.press("5\n", "1\n")
        assert robot.morning.practice.story == told
        assert robot.morning.practice.keys == shortest
        await robot.serve_all()
        found = debriefed(room)
        assert found.errors == []
        third = found.served[2]
        assert third.seconds >= 60, "the time before the kill is the customer's"
        assert [one.key for one in third.attempt.strokes[:3]] == ["f3", "1", "enter"]
        assert found.seconds >= third.seconds


async def test_given_up_it_is_over_and_the_next_one_is_another(tmp_path: Path) -> None:
    async with in_training(tmp_path, FixedClock(MONDAY), lessons=FEW) as room:
        robot = await begin(room, 24, 10)
        await robot.serve_all(until=3)
        await room.press("f3", "ctrl+t", "8\n", "5\n", "9\n", "1")
        assert room.program == "TRN001"
        assert room.app.progress is not None
        assert room.app.progress.value("SELECT count(*) FROM attempts") == 2
        await room.press("6\n", "5\n")
        assert room.program == "TRN120"
        assert "given up" in room.text
        assert debriefed(room).right == 2
        await room.press("f12", "f12", "5\n")
        assert room.program == "TRN100"
        await room.press("f10")
        assert robot.morning.shift.seed == 2
        await room.press("ctrl+t", "9\n")
        assert room.program == "TRN120"
        assert kept(room).state == shifts_kept.GIVEN_UP
        assert not list((tmp_path / "shifts").glob("1*.db"))


async def test_the_drawer_must_be_opened_before_anybody_is_called(tmp_path: Path) -> None:
    async with in_training(tmp_path, FixedClock(MONDAY), lessons=FEW) as room:
        robot = await begin(room, 24, 5)
        await room.press("ctrl+t", "1\n")
        assert "before the shift can go on" in room.text
        assert robot.morning.served == []


# its displays


@pytest.fixture
def golden() -> Iterator[list[str]]:
    """Collects what differs from the stored displays, and fails when something does."""
    wrong: list[str] = []
    yield wrong
    assert not wrong, f"differ from golden/shifts (UPDATE_GOLDEN=1 writes them): {', '.join(wrong)}"


def look(room: InProcess, name: str, program: str, wrong: list[str]) -> None:
    """Compare a display with the stored one."""
    assert room.program == program, room.text
    path = GOLDEN / f"{name}.txt"
    if UPDATE:
        GOLDEN.mkdir(parents=True, exist_ok=True)
        path.write_text(room.text, encoding="utf-8")
    if not path.exists() or path.read_text(encoding="utf-8") != room.text:
        wrong.append(name)


async def test_every_display_of_a_shift(tmp_path: Path, golden: list[str]) -> None:
    async with in_training(tmp_path, FixedClock(MONDAY), lessons=FEW) as room:
        await room.press("5\n")
        look(room, "form", "TRN100", golden)
        await room.press("f12")
        robot = await begin(room, 60, 5)
        robot.key_seconds = 4
        await robot.serve_all(until=2)
        await robot.press("f3")
        look(room, "menu", "MENU", golden)
        await room.press("ctrl+t")
        look(room, "window", "TRN110", golden)
        await room.press("8\n", "5\n")
        look(room, "put_aside", "TRN102", golden)
        await room.press("1\n")
        await room.press("ctrl+t", "1\n", "f12")
        await robot.serve_all()
        look(room, "debriefing", "TRN120", golden)
        await room.press("pagedown")
        look(room, "debriefing_fields", "TRN120", golden)
        await room.press("f11")
        look(room, "one_by_one", "TRN124", golden)
        await room.press("down", "down", "5\n")
        look(room, "play_back", "TRN126", golden)
        await room.press("f12", "f12", "f12", "6\n")
        look(room, "shifts", "TRN130", golden)
