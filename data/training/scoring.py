"""The score of an attempt at a lesson: correctness first, then fields, then time, then recovery.

An attempt passes when its money and its persons are right, the rest of the goal is reached, and enough fields were
right the first time. Time, recovery and hints decide how well; they never make wrong work right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from textwrap import wrap
from typing import TYPE_CHECKING

from data.settings import number
from data.training import klm
from data.training.attempt import MONEY, PERSON, Attempt

if TYPE_CHECKING:
    from datetime import date

    from data.store import Store

AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4
"""Grades, as spaced repetition takes them."""
GRADES = {AGAIN: "Again", HARD: "Hard", GOOD: "Good", EASY: "Easy"}
WRONG_MONEY, WRONG_PERSON, NOT_DONE, FIELDS, PASSED = "WRONG-MONEY", "WRONG-PERSON", "NOT-DONE", "FIELDS", "PASSED"
"""Where an attempt ended: at the first of these that it did not get past."""


@dataclass(frozen=True)
class Bars:
    """What is asked for; percent."""

    fields_percent: int = 98
    """So many fields of a hundred must be right the first time."""
    good_percent: int = 200
    """Up to so much of the model's time is good; beyond it is hard."""
    easy_percent: int = 130
    """Up to so much is easy."""


def bars(store: Store, on: date) -> Bars:
    """The bars in force on a day. Raises `StoreError` naming the row when one is missing."""
    return Bars(*(number(store, f"score.{name}", on) for name in ("fields_percent", "good_percent", "easy_percent")))


@dataclass(frozen=True)
class Score:
    """What an attempt came to; times in milliseconds."""

    stage: str
    grade: int
    fields_right: int
    fields: int
    ms: int
    model_ms: int
    """The time of the lesson's shortest keys by the keystroke-level model, with the wait that was measured."""
    waited_ms: int
    keys: int
    shortest: int
    """How many keys the lesson's shortest way has."""
    recovered: int
    thrown: int
    """How many things were thrown in."""
    hints: int
    sequence: str
    """The operators of the model, so that its time can be disputed."""
    wrong: tuple[str, ...] = ()
    """What should have been and was not, as sentences."""

    @property
    def passed(self) -> bool:
        """Whether the work was right."""
        return self.stage == PASSED

    @property
    def unaided(self) -> bool:
        """Whether it passed without a hint and with everything thrown in dealt with: what counts for proficiency."""
        return self.passed and not self.hints and self.recovered == self.thrown

    @property
    def time_percent(self) -> int:
        """The time taken, of the model's; 0 when there is no model."""
        return self.ms * 100 // self.model_ms if self.model_ms else 0

    def lines(self) -> list[str]:
        """The score for the trainee, at most 76 columns."""
        found = [f"{_SAID[self.stage]}  Grade: {GRADES[self.grade]}", ""]
        found.append(f"Fields right the first time  {self.fields_right:>4} of {self.fields}")
        found.append(f"Keys                         {self.keys:>4}, the shortest way has {self.shortest}")
        found.append(
            f"Time                       {self.ms / 1000:>6.1f} s, a practiced clerk {self.model_ms / 1000:.1f} s"
        )
        if self.thrown:
            found.append(f"Thrown in and dealt with     {self.recovered:>4} of {self.thrown}")
        if self.hints:
            found.append(f"Hints                        {self.hints:>4} (so it counts as practice only)")
        return [*found, *wrap(f"The model: {self.sequence}", 76, subsequent_indent=" " * 11)]


_SAID = {
    WRONG_MONEY: "NOT PASSED: wrong money.",
    WRONG_PERSON: "NOT PASSED: wrong person or account.",
    NOT_DONE: "NOT PASSED: the work is not done.",
    FIELDS: "NOT PASSED: too many fields had to be corrected.",
    PASSED: "PASSED.",
}


def score(attempt: Attempt, shortest: Sequence[str], times: klm.Operators, asked: Bars) -> Score:
    """The score of an attempt at a lesson whose shortest keys are `shortest`, one by one."""
    model = klm.of_keys(shortest)
    right = sum(one.right for one in attempt.fields)
    waited = round(attempt.waited * 1000)
    stage = _stage(attempt, right, asked)
    found = Score(
        stage=stage,
        grade=AGAIN,
        fields_right=right,
        fields=len(attempt.fields),
        ms=round(attempt.ended * 1000),
        model_ms=model.milliseconds(times, waited),
        waited_ms=waited,
        keys=len(attempt.strokes),
        shortest=model.keys,
        recovered=sum(one.recovered for one in attempt.happened),
        thrown=len(attempt.happened),
        hints=attempt.hints,
        sequence=model.sequence,
        wrong=tuple(_wrong(attempt)),
    )
    return _graded(found, asked)


def _stage(attempt: Attempt, right: int, asked: Bars) -> str:
    wrong = {check.kind for check in attempt.checks if not check.passed}
    if MONEY in wrong:
        return WRONG_MONEY
    if PERSON in wrong:
        return WRONG_PERSON
    if not attempt.reached:
        return NOT_DONE
    return PASSED if right * 100 >= asked.fields_percent * len(attempt.fields) else FIELDS


def _wrong(attempt: Attempt) -> list[str]:
    if attempt.given_up:
        return ["Given up."]
    return [f"{check.sentence} {check.found}".strip() for check in attempt.checks if not check.passed]


def _graded(found: Score, asked: Bars) -> Score:
    if not found.passed:
        return found
    if not found.unaided or found.time_percent > asked.good_percent:
        return replace(found, grade=HARD)
    return replace(found, grade=EASY if found.time_percent <= asked.easy_percent else GOOD)
