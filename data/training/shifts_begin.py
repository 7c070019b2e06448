"""A shift begun in a practice city, or taken up again in the city as it was left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random
from time import monotonic
from typing import TYPE_CHECKING

from data.police import access
from data.training.lesson import Lesson
from data.training.numbers import draw
from data.training.numbers_drawn import Drawn, LessonError
from data.training.numbers_police import KINDS as ON_FILE
from data.training.practice import Practice, trainee
from data.training.recorder import Recorder
from data.training.setup import Scene, prepare
from data.training.shifts import BEFORE, COUNTER, Arrival, Shift, is_customer
from data.training.shifts_kept import Kept, take_up
from data.training.shifts_money import Money
from data.training.shifts_morning import Morning, ShiftClock, ShiftGround, Visit
from data.training.shifts_stages import CLOSE, DEPOSIT, OPEN, Stop, fill
from data.training.shifts_stages import lesson as stop_lesson

if TYPE_CHECKING:
    from data.catalog import Catalog
    from data.clock import Clock
    from data.police.store import PoliceStore
    from data.session import Session
    from data.store import Store


@dataclass(frozen=True)
class PoliceDesk:
    """The police stores of a shift: as it was before the doors were opened, and as it is."""

    opening: PoliceStore
    now: PoliceStore


def morning(
    opening: Store,
    store: Store,
    catalog: Catalog,
    clock: Clock,
    kept: Kept,
    course: Sequence[Lesson],
    name: str = "",
    seconds: Callable[[], float] = monotonic,
    police: PoliceDesk | None = None,
) -> Morning:
    """The shift `kept` in the practice city `store`; `opening` is that city as it was before anything was done.

    `police`: the police stores beside both, for a shift at the police desk. Everybody's numbers are drawn from
    `opening`, so that a shift that is taken up has the customers it began with. Raises `LessonError`.
    """
    session = trainee(store, clock, kept.shift.role, name)
    if police is not None:
        access.admit(police.now, session)
    fresh = not kept.detail
    visits = _visits(opening, store, session, kept, course, police)
    if fresh:
        for visit in visits:
            drawn = visit.practice.drawn
            steps = [step for step in visit.practice.lesson.start if step.get("do") in BEFORE]
            prepare(Scene(store, catalog, drawn, clock, session), steps)
    first = visits[0].practice
    found = Morning(
        practice=first,
        recorder=Recorder(first.lesson.id, first.seed),
        shift=kept.shift,
        visits=visits,
        clock=ShiftClock(seconds, float(kept.detail.get("clock", 0.0))),
    )
    take_up(kept, found)
    found.start(resumed=not fresh)
    return found


def _visits(
    opening: Store, store: Store, session: Session, kept: Kept, course: Sequence[Lesson], police: PoliceDesk | None
) -> list[Visit]:
    """Everybody who comes, between the opening of the drawer and its count."""
    known = {lesson.id: lesson for lesson in course}
    before = Drawn(opening, Random(), kept.day, police=police.opening if police else None)
    found = [_stop(OPEN, store, session, kept.shift)]
    for n, arrival in enumerate(kept.line, 1):
        drawn = _drawn(before, kept, arrival, n, known)
        if drawn is not None:
            lesson, numbers = drawn
            numbers.store, numbers.police = store, police.now if police else None
            practice = Practice(lesson, n, session, ShiftGround(store, session, numbers), numbers)
            practice.rehearse()
            found.append(Visit(arrival.at, practice))
    ends = (CLOSE, DEPOSIT) if kept.shift.desk == COUNTER else (CLOSE,)  # what the police desk takes, others deposit
    return [*found, *(_stop(id, store, session, kept.shift) for id in ends)]


def _drawn(
    before: Drawn, kept: Kept, arrival: Arrival, n: int, known: dict[str, Lesson]
) -> tuple[Lesson, Drawn] | None:
    """A customer's lesson and numbers; whom `before` has given out comes no second time.

    Where the city has no account of the kind left, or the lesson is not there any more, somebody else comes who wants
    the simplest thing; nobody when even that cannot be.
    """
    others = (lesson for lesson in known.values() if is_customer(lesson, kept.shift.desk) and not lesson.events)
    for lesson in filter(None, (known.get(arrival.lesson), *others)):
        random = Random(f"shift:{kept.shift.seed}:{n}:{lesson.id}")
        drawn = replace(before, random=random, values={}, used=set(before.used), people=set(before.people))
        try:
            draw(drawn, lesson.numbers, ON_FILE)
        except LessonError:
            continue
        before.used, before.people = set(drawn.used), set(drawn.people)
        return lesson, drawn
    return None


def _stop(id: str, store: Store, session: Session, shift: Shift) -> Visit:
    drawn = Drawn(store, Random(id), session.clock.today())
    stop = Stop(stop_lesson(id), 0, session, ShiftGround(store, session, drawn), drawn)
    fill(stop, Money(), shift.seed)
    return Visit(0.0, stop)
