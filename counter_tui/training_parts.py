"""What stands behind a training session: practice devices, today's practice city, the course, and who trains."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from counter_tui.config import LogConfig, PoliceConfig, Station
from counter_tui.parts import Parts
from counter_tui.training_rooms import Rooms
from data.catalog import Catalog
from data.permissions import CSR1
from data.store import Store
from data.training.lesson import Lesson, readable
from data.training.setup import STATION, TILLS, TRAINEE
from devices.practice import PracticeDevices

if TYPE_CHECKING:
    from data.clock import Clock


@dataclass(frozen=True)
class Who:
    """Somebody who trains: the number, name and role they have in live work."""

    number: str
    name: str
    role: str = CSR1


@dataclass(frozen=True)
class TrainingParts(Parts):
    """The parts of a training session: those of a station, with practice devices, and its rooms.

    It has no police store; a lesson that asks for one gets a practice one from the rooms.
    """

    rooms: Rooms = field(kw_only=True)
    lessons: tuple[Lesson, ...] = field(kw_only=True)
    left_out: tuple[str, ...] = ()
    """A sentence about each lesson's file that could not be read."""

    @property
    def practice(self) -> PracticeDevices:
        """The devices, as what they are."""
        return cast(PracticeDevices, self.devices)


def station(folder: Path) -> Station:
    """The station that training pretends to be. It names no device."""
    return Station(
        station=STATION,
        till=TILLS[TRAINEE],
        name="Training",
        log=LogConfig(file=str(folder / "training.log")),
        police=PoliceConfig(folder=str(folder / "outbox")),
    )


def build(folder: Path, clock: Clock, closing: ExitStack, lessons: tuple[Lesson, ...] | None = None) -> TrainingParts:
    """The parts under a folder; `closing` throws this process's copies away. Raises `StoreError`."""
    rooms = Rooms(folder, clock)
    rooms.prepare()
    closing.callback(rooms.close)
    course, wrong = readable() if lessons is None else (lessons, ())
    return TrainingParts(
        config=station(folder),
        store=Store(rooms.copy("classroom"), clock),
        devices=cast(Any, closing.enter_context(PracticeDevices())),
        catalog=Catalog.standard(),
        rooms=rooms,
        lessons=course,
        left_out=wrong,
    )
