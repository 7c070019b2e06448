"""Two tapes of the same checks, compared line by line: the first difference and its likely cause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.balancing_digits import DIGIT, DOUBLED, DROPPED, SIGN, SLID, TRANSPOSED, mistake
from data.money import show_cents

SKIPPED, TWICE, EXTRA, EXCHANGED, OTHER = "SKIPPED", "TWICE", "EXTRA", "EXCHANGED", "OTHER"
_SAID = {
    SKIPPED: "{first} of the first tape was skipped on the second",
    TWICE: "{second} was keyed twice on the second tape",
    EXTRA: "{second} is only on the second tape",
    EXCHANGED: "{first} and {second} have changed places; their amounts agree",
    TRANSPOSED: "{first} on the first tape, {second} on the second: two digits are transposed",
    SLID: "{first} on the first tape, {second} on the second: the point is slid",
    DROPPED: "{first} on the first tape, {second} on the second: a digit was left off",
    DOUBLED: "{first} on the first tape, {second} on the second: a digit was struck twice",
    DIGIT: "{first} on the first tape, {second} on the second: one digit differs",
    SIGN: "{first} on the first tape, {second} on the second: the sign differs",
    OTHER: "{first} on the first tape, {second} on the second: look at that check",
}
_AHEAD = 3
"""Lines looked at after a difference to see whether one was skipped or keyed twice."""


@dataclass(frozen=True)
class Difference:
    """The first line in which two tapes differ; cents, None where a tape has no such line."""

    line: int
    first: int | None
    second: int | None
    cause: str
    """SKIPPED, TWICE, EXTRA, EXCHANGED, OTHER, or a kind of `balancing_digits`."""

    @property
    def sentence(self) -> str:
        """The difference and its likely cause."""
        shown = {"first": show_cents(self.first or 0), "second": show_cents(self.second or 0)}
        return f"Line {self.line}: {_SAID[self.cause].format(**shown)}."


def compare(first: Sequence[int], second: Sequence[int]) -> Difference | None:
    """The first difference of two tapes (cents); None when they agree line by line."""
    pairs = zip(first, second, strict=False)
    at = next((n for n, (one, other) in enumerate(pairs) if one != other), min(len(first), len(second)))
    if at == len(first) == len(second):
        return None
    one, other = (tape[at] if at < len(tape) else None for tape in (first, second))
    return Difference(at + 1, one, other, _cause(first, second, at))


def _cause(first: Sequence[int], second: Sequence[int], at: int) -> str:
    again = 0 < at < len(second) and second[at] == second[at - 1]
    if at >= len(first):
        return TWICE if again else EXTRA
    if at >= len(second):
        return SKIPPED
    if len(first) > at + 1 and list(second[at : at + 2]) == [first[at + 1], first[at]]:
        return EXCHANGED
    if _goes_on(second[at:], first[at + 1 :], shorter=len(second) < len(first)):
        return SKIPPED
    if _goes_on(second[at + 1 :], first[at:], shorter=len(second) > len(first)):
        return TWICE if again else EXTRA
    return mistake(first[at], second[at]) or OTHER


def _goes_on(some: Sequence[int], others: Sequence[int], *, shorter: bool) -> bool:
    """Whether two tapes go on alike; a single line in common proves it only when the lengths differ that way."""
    ahead = min(_AHEAD, len(some), len(others))
    return ahead > (0 if shorter else 1) and list(some[:ahead]) == list(others[:ahead])
