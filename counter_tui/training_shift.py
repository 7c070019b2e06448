"""Where shifts are worked: the application moved into a shift's own city, and what came of it kept."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from data.permissions import Refused
from data.store import Store
from data.training import klm, shifts_kept
from data.training.numbers_drawn import LessonError
from data.training.setup import Ago
from data.training.shifts import POLICE_DESK, Shift, arrivals
from data.training.shifts_begin import PoliceDesk, morning
from data.training.shifts_debrief import Debriefing, debriefing
from data.training.shifts_kept import Kept

if TYPE_CHECKING:
    from collections.abc import Callable

    from counter_tui.classroom import Room
    from data.clock import Clock
    from data.training.klm import Operators
    from data.training.shifts_morning import Morning


class ShiftRoom:
    """See `screens.training_shifts.Shifts`. `seconds` is the clock a shift runs on; None for the machine's own."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.seconds: Callable[[], float] | None = None

    # what is kept

    def next_seed(self) -> int:
        """See `Shifts`."""
        return shifts_kept.next_seed(self.room.kept, self.room.trainee)

    def put_aside(self) -> Kept | None:
        """See `Shifts`."""
        found = shifts_kept.put_aside(self.room.kept, self.room.trainee)
        if found is not None and found.detail and not self.room.parts.rooms.has_shift(found.id):
            self.give_up(found)
            return None
        return found

    def all(self) -> list[Kept]:
        """See `Shifts`."""
        return shifts_kept.shifts(self.room.kept, self.room.trainee)

    def times(self) -> Operators:
        """See `Shifts`."""
        return klm.operators(self.room.app.store, self.room.app.clock.today())

    def debriefing(self, kept: Kept) -> Debriefing:
        """See `Shifts`."""
        return debriefing(kept.served, kept.idle, self.times())

    # working

    def begin(self, shift: Shift) -> Kept:
        """See `Shifts`. Raises `Refused` when the course has no customers."""
        room = self.room
        try:
            line = arrivals(shift, room.course)
        except LessonError as error:
            raise Refused(str(error)) from error
        return shifts_kept.begin(room.kept, room.trainee, shift, room.app.clock.today(), line)

    async def work(self, kept: Kept) -> Kept:
        """See `Shifts`. Raises `Refused` for a shift that cannot begin."""
        room = self.room
        clock = self._clock_of(kept)
        opening_url, url = room.parts.rooms.shift(kept.id)
        if kept.shift.desk == POLICE_DESK:
            await room.make_police()
        with ExitStack() as closing:
            opening, store = Store(opening_url, clock).open(), Store(url, clock).open()
            closing.callback(store.close)
            closing.callback(opening.close)
            police = None
            if kept.shift.desk == POLICE_DESK:
                police = closing.enter_context(room.parts.rooms.shift_police(kept.id, opening, store))
            found = self._morning(opening, store, clock, kept, police)
            await self._work(kept, store, found, police)
        if found.over:
            self._end(kept.id)
        elif found.given_up:
            self.give_up(kept)
        return shifts_kept.get(room.kept, kept.id)

    async def _work(self, kept: Kept, store: Store, found: Morning, police: PoliceDesk | None) -> None:
        room, app = self.room, self.room.app
        found.changed = lambda morning: shifts_kept.save(room.kept, kept.id, morning)
        found.went_on = lambda morning: shifts_kept.save_hand(room.kept, kept.id, morning)
        found.changed(found)
        with room.moved(store, found.practice.session, found, police.now if police else None):
            await app.refresh_session()
            await room.work(resumed=bool(kept.detail))
            await room.printed()
            found.changed(found)

    def _clock_of(self, kept: Kept) -> Clock:
        """A clock that says the shift's day, however long ago that was."""
        clock = self.room.app.clock
        return Ago(clock, days) if (days := (clock.today() - kept.day).days) else clock

    def _morning(self, opening: Store, store: Store, clock: Clock, kept: Kept, police: PoliceDesk | None) -> Morning:
        room = self.room
        more: dict[str, Any] = {} if self.seconds is None else {"seconds": self.seconds}
        try:
            return morning(
                opening, store, room.parts.catalog, clock, kept, room.course, room.who.name, police=police, **more
            )
        except LessonError as error:
            self.give_up(kept)
            raise Refused(f"The shift cannot go on: {error}") from error

    def give_up(self, kept: Kept) -> None:
        """See `Shifts`."""
        shifts_kept.give_up(self.room.kept, kept.id)
        self._end(kept.id)

    def _end(self, id: int) -> None:
        """A shift is over: its customers count for the record, its city goes."""
        room = self.room
        course = {lesson.id for lesson in room.course}
        served = shifts_kept.get(room.kept, id).served
        shifts_kept.grade(room.kept, room.trainee, room.app.store, served, id, course)
        room.parts.rooms.end_shift(id)
