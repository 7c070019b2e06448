"""Spaced repetition of procedures: which lessons are due today, and when each comes again.

Each lesson a trainee has begun is a card of FSRS, the free spaced repetition scheduler; the grade of an attempt is its
rating. There are no steps within a day: a procedure is reviewed on a day, and comes again on a later one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Protocol

from data.clock import stamp
from data.settings import number

if TYPE_CHECKING:
    from datetime import date

    from fsrs import Scheduler

    from data.store import Store
    from data.training.progress import Trainee


class Lesson(Protocol):
    """What reviews and proficiency need to know of a lesson."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def duties(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Today:
    """The lessons to do today, by id, the longest overdue first."""

    reviews: tuple[str, ...]
    new: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """`Today: 4 reviews, 2 new.`"""
        many = len(self.reviews)
        return f"Today: {many} review{'' if many == 1 else 's'}, {len(self.new)} new."


@dataclass(frozen=True)
class Terms:
    """How reviews are spaced."""

    retention_percent: int = 90
    """A lesson is due when the chance that it is remembered has sunk to this."""
    new_a_day: int = 2


def terms(store: Store, on: date) -> Terms:
    """The terms in force on a day, from the settings. Raises `StoreError` naming the row when one is missing."""
    return Terms(number(store, "review.retention_percent", on), number(store, "review.new_a_day", on))


def _scheduler(known: Terms) -> Scheduler:
    from fsrs import Scheduler

    retention = min(max(known.retention_percent, 70), 98) / 100
    return Scheduler(desired_retention=retention, learning_steps=(), relearning_steps=(), enable_fuzzing=False)


def grade(progress: Store, who: Trainee, lesson: str, rating: int, known: Terms) -> datetime:
    """Take the grade of an attempt (1 to 4) and return when the lesson is due again, at noon UTC of that day.

    A day counts as its noon, so that a morning's review is a whole day after the afternoon's before it.
    """
    from fsrs import Card, Rating

    now = progress.clock.now().astimezone(UTC)
    noon = datetime.combine(now.astimezone().date(), time(12), UTC)
    with progress.writing():
        row = progress.row("SELECT id, card FROM cards WHERE trainee_id = ? AND lesson = ?", who.id, lesson)
        card = Card(card_id=1, due=noon) if row is None else Card.from_json(row[1])
        card, _ = _scheduler(known).review_card(card, Rating(rating), noon)
        if row is None:
            id = progress.insert(
                "cards", trainee_id=who.id, lesson=lesson, began_at=stamp(now), due_at=stamp(now), card=""
            )
        else:
            id = int(row[0])
        progress.run("UPDATE cards SET due_at = ?, card = ? WHERE id = ?", stamp(card.due), card.to_json(), id)
    return card.due


def today(progress: Store, who: Trainee, lessons: Sequence[Lesson], known: Terms) -> Today:
    """The lessons to do today: those due by the end of the day, then new ones in the order of the course."""
    midnight = progress.clock.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    ids = [lesson.id for lesson in lessons]
    rows = progress.rows("SELECT lesson, began_at, due_at FROM cards WHERE trainee_id = ? ORDER BY due_at, id", who.id)
    end, begin = stamp(midnight + timedelta(days=1)), stamp(midnight)
    due = tuple(lesson for lesson, _, at in rows if at < end and lesson in ids)
    begun = {lesson for lesson, _, _ in rows}
    left = max(0, known.new_a_day - sum(at >= begin for _, at, _ in rows))
    return Today(due, tuple([id for id in ids if id not in begun][:left]))


def due(progress: Store, who: Trainee) -> dict[str, str]:
    """When each lesson begun is due, as stored text."""
    return dict(progress.rows("SELECT lesson, due_at FROM cards WHERE trainee_id = ?", who.id))
