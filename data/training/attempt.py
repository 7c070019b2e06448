"""One try at a lesson as the engine saw it: every key with its moment, every field, fault, event and check.

Times are seconds since the lesson began, on a monotonic clock; they never go backwards and know nothing of the date.
Texts of secret fields are never recorded.
"""

from __future__ import annotations

from dataclasses import dataclass, field

MONEY, PERSON, WORK = "MONEY", "PERSON", "WORK"
"""What a check of the goal is about: an amount, whose it is, or anything else. A wrong one of the first two fails."""


@dataclass(frozen=True)
class Stroke:
    """One key as it was struck."""

    at: float
    key: str
    """A typed character, or the key's name: `enter`, `f12`, `backspace`, `scan`."""
    program: str = ""
    """The form or list that was shown."""
    field: str = ""
    """The field with the cursor; empty outside a form."""
    waited: float = 0.0
    """Seconds from this key until the program was ready for the next one: the R of the keystroke-level model."""


@dataclass(frozen=True)
class FieldTry:
    """One field of one form as it was filled in, from the first key in it until the form was left."""

    program: str
    field: str
    text: str
    began: float
    ended: float
    keys: int = 0
    """Keys struck in it, with the one that left it."""
    faults: int = 0
    """How often it was refused."""
    revised: bool = False
    """Whether it was changed after it had once been accepted."""
    expected: str | None = None
    """What the lesson wanted here; None when it does not say."""

    @property
    def right(self) -> bool:
        """Whether it was right the first time."""
        return not self.faults and not self.revised and self.expected in (None, self.text)


@dataclass(frozen=True)
class Fault:
    """A sentence on the message row that refused something."""

    at: float
    program: str
    field: str
    sentence: str


@dataclass(frozen=True)
class Check:
    """One check of the lesson's goal."""

    kind: str
    """MONEY, PERSON or WORK."""
    sentence: str
    """What should be: `The receipt is for 188.11.`"""
    passed: bool
    found: str = ""
    """What is, when it did not pass."""


@dataclass(frozen=True)
class Happened:
    """Something that was thrown in (`data.training.events`), and what became of it."""

    kind: str
    name: str
    began: float
    settled: float | None = None
    """When the trainee was through with it; None when never."""
    right: bool = False
    """Whether what the lesson wanted to follow from it did follow."""

    @property
    def recovered(self) -> bool:
        """Whether it was dealt with, and rightly."""
        return self.settled is not None and self.right


@dataclass
class Attempt:
    """A try at a lesson, from its start until the goal was reached or given up."""

    lesson: str
    seed: int
    strokes: list[Stroke] = field(default_factory=list)
    fields: list[FieldTry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    happened: list[Happened] = field(default_factory=list)
    checks: tuple[Check, ...] = ()
    hints: int = 0
    """How many hints were asked for."""
    given_up: bool = False
    ended: float = 0.0
    """When it was over."""

    @property
    def reached(self) -> bool:
        """Whether every check of the goal passed."""
        return bool(self.checks) and not self.given_up and all(check.passed for check in self.checks)

    @property
    def waited(self) -> float:
        """Seconds the program let the trainee wait: the measured R of the whole."""
        return sum(stroke.waited for stroke in self.strokes)
