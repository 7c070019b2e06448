"""The classroom as screens know it: where lessons are done, and what ends one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from data.permissions import ROLES, Permission, Refused
from screens.display import SignedOff
from screens.lines import Line
from screens.training_pane import rows_of

if TYPE_CHECKING:
    from data.training.attempt import Attempt
    from data.training.lesson import Lesson
    from data.training.playing import Playing
    from data.training.scoring import Score
    from screens.desk import Desk
    from screens.training_shifts import Shifts

TRAIN = Permission("training.do", "everybody may train.", frozenset(code for code, _ in ROLES))
WIDTH = 76
"""Columns of a story, a policy or a check."""


class LessonOver(SignedOff):
    """The lesson has ended: every display of it is left."""


class LineDropped(SignedOff):
    """The line has dropped, as far as the lesson goes."""


class Classroom(Protocol):
    """Where lessons are done."""

    course: tuple[Lesson, ...]
    left_out: tuple[str, ...]
    """A sentence about each lesson's file that could not be read."""
    playing: Playing | None
    """The lesson in hand."""

    @property
    def shifts(self) -> Shifts:
        """Where shifts are worked."""

    async def practise(self, lesson: Lesson, seed: int = 0) -> tuple[Attempt, Score]:
        """Play a lesson until it is over; seed 0 is the next one of this trainee. Its score is kept."""

    async def states(self) -> dict[str, str]:
        """How this trainee stands in each lesson, by its id, in a word or two."""

    async def today(self) -> str:
        """What is to be done today, as a sentence."""

    def put_paper(self) -> bool:
        """Put a new roll into the practice printer; whether it was out of paper."""


def classroom(desk: Desk) -> Classroom:
    """The classroom. Raises `Refused` in live work."""
    if desk.classroom is None:
        raise Refused("Lessons are done in training: counter-tui train.")
    return desk.classroom


def policy_rows(policy: str) -> list[str | Line]:
    """A lesson's policy as rows."""
    return ["", *(f"  {row}" for row in rows_of(policy, WIDTH))]
