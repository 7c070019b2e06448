"""A shift begun in a practice city, or taken up again in the city as it was left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from time import monotonic
from typing import TYPE_CHECKING

from data.permissions import CSR2
from data.training.lesson import Lesson
from data.training.numbers import draw
from data.training.numbers_drawn import Drawn, LessonError
from data.training.practice import Practice, trainee
from data.training.recorder import Recorder
from data.training.setup import Scene, prepare
from data.training.shifts import Arrival, Shift, is_customer
from data.training.shifts_kept import Kept, take_up
from data.training.shifts_money import Money
from data.training.shifts_morning import Morning, ShiftClock, ShiftGround, Visit
from data.training.shifts_stages import CLOSE, DEPOSIT, OPEN, Stop, fill
from data.training.shifts_stages import lesson as stop_lesson

if TYPE_CHECKING:
    from data.catalog import Catalog
    from data.clock import Clock
    from data.session import Session
    from data.store import Store


def morning(
    opening: Store,
    store: Store,
    catalog: Catalog,
    clock: Clock,
    kept: Kept,
    course: Sequence[Lesson],
    name: str = "",
    seconds: Callable[[], float] = monotonic,
) -> Morning:
    """The shift `kept` in the practice city `store`; `opening` is that city as it was before anything was done.

    Everybody's numbers are drawn from `opening`, so that a shift that is taken up has the customers it began with.
    Raises `LessonError`.
    """
    session = trainee(store, clock, CSR2, name)
    fresh = not kept.detail
    visits = _visits(opening, store, session, kept, course)
    if fresh:
        for visit in visits:
            drawn = visit.practice.drawn
            notes = [step for step in visit.practice.lesson.start if step.get("do") == "note"]
            prepare(Scene(store, catalog, drawn, clock, session), notes)
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


def _visits(opening: Store, store: Store, session: Session, kept: Kept, course: Sequence[Lesson]) -> list[Visit]:
    """Everybody who comes, between the opening of the drawer and its count."""
    known = {lesson.id: lesson for lesson in course}
    used: set[int] = set()
    found = [_stop(OPEN, store, session, kept.shift)]
    for n, arrival in enumerate(kept.line, 1):
        drawn = _drawn(opening, kept, arrival, n, known, used)
        if drawn is not None:
            lesson, numbers = drawn
            numbers.store = store
            practice = Practice(lesson, n, session, ShiftGround(store, session, numbers), numbers)
            practice.rehearse()
            found.append(Visit(arrival.at, practice))
    return [*found, _stop(CLOSE, store, session, kept.shift), _stop(DEPOSIT, store, session, kept.shift)]


def _drawn(
    opening: Store, kept: Kept, arrival: Arrival, n: int, known: dict[str, Lesson], used: set[int]
) -> tuple[Lesson, Drawn] | None:
    """A customer's lesson and numbers.

    Where the city has no account of the kind left, or the lesson is not there any more, somebody else comes who wants
    the simplest thing; nobody when even that cannot be.
    """
    others = (lesson for lesson in known.values() if is_customer(lesson) and not lesson.events)
    for lesson in filter(None, (known.get(arrival.lesson), *others)):
        drawn = Drawn(opening, Random(f"shift:{kept.shift.seed}:{n}:{lesson.id}"), kept.day, used=set(used))
        try:
            draw(drawn, lesson.numbers)
        except LessonError:
            continue
        used |= drawn.used
        return lesson, drawn
    return None


def _stop(id: str, store: Store, session: Session, shift: Shift) -> Visit:
    drawn = Drawn(store, Random(id), session.clock.today())
    stop = Stop(stop_lesson(id), 0, session, ShiftGround(store, session, drawn), drawn)
    fill(stop, Money(), shift.seed)
    return Visit(0.0, stop)
