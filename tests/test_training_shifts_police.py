"""A shift at the police desk: registrants and fees in one line, put aside and taken up on another day."""

from __future__ import annotations

from pathlib import Path

from conftest import MONDAY
from training_robot import Robot
from training_room import in_training, playing

from data.clock import FixedClock
from data.permissions import POLICE
from data.training.lesson import course
from data.training.shifts import POLICE_DESK, Shift, arrivals, is_customer

COURSE = course()
FEW = tuple(one for one in COURSE if one.id in ("police-report", "the-birthday-visit", "the-victims-copy"))


def test_who_comes_to_which_desk() -> None:
    police = {one.id for one in COURSE if is_customer(one, POLICE_DESK)}
    counter = {one.id for one in COURSE if is_customer(one)}
    assert {"citation", "impound", "police-report"} <= police & counter
    assert {"the-birthday-visit", "a-booking-begins", "the-first-registration", "a-petition"} <= police - counter
    assert {"water-cash-change", "bus-passes"} <= counter - police
    assert {"a-second-pair-of-eyes", "not-from-this-desk"}.isdisjoint(police), "what needs a story before"


def test_the_desk_is_part_of_a_shift() -> None:
    found = arrivals(Shift(1, 60, 10, POLICE_DESK), COURSE)
    assert all(is_customer(one, POLICE_DESK) for one in COURSE if one.id in {who.lesson for who in found})
    assert found != arrivals(Shift(1, 60, 10), COURSE)


async def test_a_shift_at_the_police_desk_goes_on_where_it_was_and_ends_with_the_count(tmp_path: Path) -> None:
    clock = FixedClock(MONDAY)
    async with in_training(tmp_path, clock, lessons=FEW) as room:
        robot = Robot.at(room)
        await room.press("SHIFT 48 5 1 POLICE\n", "f10")
        await robot.serve_all(until=2)
        morning = robot.morning
        assert morning.practice.session.clerk.role == POLICE
        assert room.app.police is not None
        told = [one.practice.story for one in morning.visits]
        await room.press("ctrl+t", "8\n")
        assert room.app.police is None
        assert len(list((tmp_path / "shifts").glob("*-police.db"))) == 2
    clock.advance(days=1)
    async with in_training(tmp_path, clock, lessons=FEW) as room:
        robot = Robot.at(room)
        await room.press("5\n", "1\n")
        morning = robot.morning
        assert [one.practice.story for one in morning.visits[:-1]] == told[:-1]
        await robot.serve_all()
        assert playing(room) is None
        assert room.program == "TRN120", room.text
        assert "4 of 4" in room.text
        assert "at the police desk" in room.text
        assert {one.lesson for one in morning.served} >= {"shift-open", "shift-close"}
        assert "shift-deposit" not in {one.lesson for one in morning.served}
        assert not list((tmp_path / "shifts").iterdir())
