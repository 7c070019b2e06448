"""What a drill comes to: gross and net keys per hour, accuracy by digit and by field, and the skills behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from data.training.digits import OPERATION, Key, Skill, Skills, merged, sample, trace, typed
from data.training.drills import expected_keys, is_right
from data.training.questions import Question

HOUR_MS = 3_600_000
THINKING_MS = 60_000
"""A longer time for one answer is an interruption, and is counted as this."""


@dataclass(frozen=True)
class Answer:
    """One question as it was answered."""

    question: Question
    text: str
    """What stood in the field when it was left."""
    keys: tuple[Key, ...]
    """Every key with its milliseconds; the first since the question was shown."""

    @property
    def right(self) -> bool:
        """Whether it was the answer."""
        return is_right(self.question, self.text)

    @property
    def ms(self) -> int:
        """How long it took."""
        return min(sum(key.ms for key in self.keys), THINKING_MS)

    @property
    def net_keys(self) -> int:
        """The keys its data needed with the one that ends it; none when it was wrong."""
        return len(self.expected) + 1 if self.right else 0

    @property
    def expected(self) -> str:
        """The answer as this trainee writes it."""
        return expected_keys(self.question, typed(self.keys))


@dataclass(frozen=True)
class Figures:
    """One drill in figures; times in milliseconds."""

    ms: int = 0
    keys: int = 0
    """All keys struck, corrections and all."""
    net_keys: int = 0
    """The keys that the right answers needed."""
    answers: int = 0
    right: int = 0
    by_field: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Right answers and all answers, by what was asked for."""
    by_digit: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Digits struck right at once, and all, by digit."""

    @property
    def gross_per_hour(self) -> int:
        """All keys, for an hour at this pace."""
        return self.keys * HOUR_MS // self.ms if self.ms else 0

    @property
    def net_per_hour(self) -> int:
        """Only the keys that were needed and right, for an hour at this pace."""
        return self.net_keys * HOUR_MS // self.ms if self.ms else 0

    @property
    def permille(self) -> int:
        """Right answers of a thousand."""
        return self.right * 1000 // self.answers if self.answers else 0


def skills(answers: Sequence[Answer]) -> Skills:
    """What the answers say about digits, pairs and operations."""
    found = [trace(one.expected, one.keys) for one in answers]
    for one in answers:
        share = one.ms / max(1, len(one.question.operations))
        for name in one.question.operations:
            found.append({(OPERATION, name): sample(one.right, int(share), THINKING_MS)})
    return merged(found)


def figures(answers: Sequence[Answer]) -> Figures:
    """A drill in figures."""
    by_field: dict[str, tuple[int, int]] = {}
    for one in answers:
        right, all_ = by_field.get(one.question.field, (0, 0))
        by_field[one.question.field] = (right + one.right, all_ + 1)
    known = skills(answers)
    by_digit = {name: _counts(skill) for (kind, name), skill in sorted(known.items()) if kind == "DIGIT"}
    return Figures(
        ms=sum(one.ms for one in answers),
        keys=sum(len(one.keys) for one in answers),
        net_keys=sum(one.net_keys for one in answers),
        answers=len(answers),
        right=sum(one.right for one in answers),
        by_field=by_field,
        by_digit=by_digit,
    )


def _counts(skill: Skill) -> tuple[int, int]:
    return round(skill.hits), round(skill.samples)
