"""A clerk who works a shift by the shortest keys, on a clock of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from counter import InProcess
from training_room import playing

from counter_tui.training_app import TrainingApp
from data.training.shifts_morning import Morning
from data.training.shifts_stages import Stop

KEY_SECONDS = 0.5


class Seconds:
    """A clock that goes on only when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Robot:
    """Works a shift in the training application."""

    room: InProcess
    seconds: Seconds
    key_seconds: float = KEY_SECONDS

    @classmethod
    def at(cls, room: InProcess, key_seconds: float = KEY_SECONDS) -> Robot:
        """A robot at a classroom, whose shifts run on its clock."""
        seconds = Seconds()
        assert isinstance(room.app, TrainingApp)
        assert room.app.room is not None
        room.app.room.shifts.seconds = seconds
        return cls(room, seconds, key_seconds)

    @property
    def morning(self) -> Morning:
        """The shift in hand."""
        found = playing(self.room)
        assert isinstance(found, Morning), self.room.text
        return found

    @property
    def working(self) -> bool:
        """Whether a shift is in hand."""
        return playing(self.room) is not None

    async def press(self, key: str) -> None:
        """One key, and the time it takes."""
        self.seconds.now += self.key_seconds
        if key == "scan":
            await self.room.scan(self.morning.practice.scan)
        else:
            await self.room.press(key)
        if self.working and self.morning.script.events:
            await self.room.printed()

    async def serve(self, keys: Callable[[Morning], list[str]] = lambda morning: morning.practice.keys) -> None:
        """The present visit from the main menu by its shortest keys, until it is over."""
        for _ in range(4):
            if self.room.program == "MENU":
                break
            await self.press("f3")
        assert self.room.program == "MENU", self.room.text
        morning, number = self.morning, len(self.morning.served)
        for key in keys(morning):
            if not self.working or len(morning.served) != number:
                return
            await self.press(key)

    async def serve_all(self, *, until: int = 1000) -> None:
        """Every visit, or those before the given one."""
        while self.working and len(self.morning.served) < until:
            morning, number = self.morning, len(self.morning.served)
            await self.serve()
            if self.working and len(morning.served) == number:
                checks = [check for check in morning.practice.check() if not check.passed]
                raise AssertionError(f"{morning.practice.lesson.id}: {checks}\n{self.room.text}")

    async def serve_customers(self) -> None:
        """Every customer, until the drawer has to be counted."""
        while len(self.morning.served) == 0 or not isinstance(self.morning.practice, Stop):
            await self.serve_all(until=len(self.morning.served) + 1)
