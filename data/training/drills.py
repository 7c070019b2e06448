"""The drills: rows of questions made from a seed and from where the trainee is weak.

The same seed, length and skills give the same questions. Answers are cents, plain numbers or digits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from data.fields import Count, Digits, Field, FieldError, Money
from data.training import drills_arithmetic, drills_keys
from data.training.digits import Weights
from data.training.questions import COUNT, MONEY, Question

Make = Callable[[Random, Weights, int], list[Question]]


@dataclass(frozen=True)
class Drill:
    """One kind of drill."""

    code: str
    number: int
    """Its number on the menu of drills."""
    title: str
    about: str
    """What is asked, in a sentence."""
    make: Make
    length: int = 20
    """Questions in one drill, if not told otherwise."""
    at_end: bool = False
    """Whether the trainee learns only at the end what was wrong, as with a tape."""

    def questions(self, seed: int, weights: Weights, length: int = 0) -> list[Question]:
        """The questions of one drill."""
        return self.make(Random(f"{self.code} {seed}"), weights, length or self.length)


DRILLS: tuple[Drill, ...] = (
    Drill("ROWS", 1, "Touch by row", "Type the digits without looking at the keys.", drills_keys.rows, 24),
    Drill("AMOUNTS", 2, "Amounts", "Type each amount in cents.", drills_keys.amounts),
    Drill("ACCOUNTS", 3, "Account numbers", "Type each account number.", drills_keys.accounts),
    Drill("TAPE", 4, "Check run and tape", "Type each check, in order.", drills_keys.tape, 15, at_end=True),
    Drill("CHANGE", 5, "Change making", "Type the change in cents.", drills_arithmetic.change, 15),
    Drill("COUNT", 6, "Counting money", "Type what the pieces are worth.", drills_arithmetic.pieces, 15),
    Drill("BATCH", 7, "Batch totals", "Add the items; type the total.", drills_arithmetic.totals, 8),
    Drill("ERRORS", 8, "Error finding", "Find the wrong line, then by how much.", drills_arithmetic.errors, 8),
)
"""Every drill, in the order of the menu."""


def drill(word: str) -> Drill | None:
    """The drill with this code or menu number."""
    return next((one for one in DRILLS if word.upper() in (one.code, str(one.number))), None)


def field_of(question: Question) -> Field:
    """The field that takes the answer."""
    if question.kind == MONEY:
        return Money(question.asked, 14, required=True, minimum_cents=0)
    if question.kind == COUNT:
        return Count(question.asked, 6, required=True)
    return Digits(question.asked, 12, required=True)


def is_right(question: Question, text: str) -> bool:
    """Whether a text is the answer, however it was written."""
    try:
        return bool(field_of(question).clean(text) == question.answer)
    except FieldError:
        return False


def expected_keys(question: Question, typed: str) -> str:
    """The answer as this trainee writes it: in cents, or with a point where one was typed."""
    if question.kind != MONEY:
        return str(question.answer)
    cents = int(question.answer)
    if "." not in typed:
        return str(cents)
    short = cents % 100 == 0 and not typed.partition(".")[2]
    return f"{cents // 100}." if short else f"{cents // 100}.{cents % 100:02d}"
