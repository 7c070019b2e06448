"""Where a trainee is slow or wrong: each digit and each pair of digits, from the keys of the drills.

A drill's figures are added to what is known; what was known before counts a little less with each drill, so that the
picture follows the trainee. Times are milliseconds between two keys.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from statistics import median

DIGIT, PAIR, OPERATION = "DIGIT", "PAIR", "OPERATION"
"""Kinds of things a trainee can be slow or wrong at; an operation is named by the drill: `borrow`, `x20`."""
DIGITS = "0123456789"
TYPED = frozenset(DIGITS + ".")
"""The keys that stand in an answer; the others end it or correct it."""
ERASE = ("ctrl+e", "ctrl+u")
"""Keys that empty the field."""
ROWS: dict[str, str] = {"home": "456", "upper": "789", "lower": "123", "zero": "0"}
"""The rows of the ten-key pad, in the order in which they are learned."""
DECAY = 0.85
"""How much of what was known counts after one more drill."""
PAUSE_MS = 3000
"""A longer time between two keys is thinking or an interruption, and is counted as this."""
HEAVIEST = 6.0
"""How many times likelier the weakest digit is drawn than a strong one, at most."""
_ENOUGH = 4.0
"""Samples below which next to nothing is concluded."""


@dataclass(frozen=True)
class Key:
    """One key of a drill: what was struck and the milliseconds since the one before."""

    key: str
    ms: int


@dataclass(frozen=True)
class Skill:
    """What is known about one digit, pair or operation; decayed counts, hence not whole."""

    hits: float = 0.0
    misses: float = 0.0
    timed: float = 0.0
    """How many of the hits have a time: the first digit of an answer has none."""
    ms: float = 0.0
    """Their mean time."""

    @property
    def samples(self) -> float:
        """How much is known."""
        return self.hits + self.misses

    @property
    def accuracy(self) -> float:
        """The part that was right, from 0 to 1; 1 when nothing is known."""
        return self.hits / self.samples if self.samples else 1.0

    def after(self, more: Skill, decay: float = DECAY) -> Skill:
        """This skill after one more drill."""
        timed = self.timed * decay + more.timed
        ms = (self.ms * self.timed * decay + more.ms * more.timed) / timed if timed else 0.0
        return Skill(self.hits * decay + more.hits, self.misses * decay + more.misses, timed, ms)


Skills = dict[tuple[str, str], Skill]
"""Skills by kind and name."""


def sample(right: bool, ms: int | None, most_ms: int = PAUSE_MS) -> Skill:
    """One thing done once; a miss and what has no time (None) say nothing about speed."""
    if not right:
        return Skill(misses=1.0)
    return Skill(1.0, 0.0, *((0.0, 0.0) if ms is None else (1.0, float(min(ms, most_ms)))))


def trace(expected: str, keys: Iterable[Key]) -> Skills:
    """What one answer says about the digits and pairs of `expected`.

    Each digit is a hit or a miss the first time it is tried. After a wrong key the digits that follow are not counted
    until the trainee has gone back: what is typed there answers nothing. A first digit's time is reading; it is no
    latency and belongs to no pair.
    """
    found: Skills = {}
    before = ""
    tried = 0
    for one in keys:
        if one.key == "backspace":
            before = before[:-1]
        elif one.key in ERASE:
            before = ""
        elif one.key in TYPED:
            at = len(before)
            if at == tried < len(expected) and before == expected[:at]:
                tried += 1
                _count(found, expected, at, one)
            before += one.key
    return found


def typed(keys: Iterable[Key]) -> str:
    """What the keys leave in an empty field; moves within the field are not followed."""
    found = ""
    for one in keys:
        if one.key == "backspace":
            found = found[:-1]
        elif one.key in ERASE:
            found = ""
        elif one.key in TYPED:
            found += one.key
    return found


def _count(found: Skills, expected: str, at: int, one: Key) -> None:
    names = [(DIGIT, expected[at])] + ([(PAIR, expected[at - 1 : at + 1])] if at else [])
    for name in names:
        more = sample(one.key == expected[at], one.ms if at else None)
        found[name] = found.get(name, Skill()).after(more, 1.0)


def merged(several: Iterable[Skills]) -> Skills:
    """The sum of several answers' skills."""
    found: Skills = {}
    for skills in several:
        for name, skill in skills.items():
            found[name] = found.get(name, Skill()).after(skill, 1.0)
    return found


class Weights:
    """How often each digit, pair and operation is drawn for this trainee. The same skills give the same weights."""

    def __init__(self, skills: Mapping[tuple[str, str], Skill]) -> None:
        self._usual = {kind: _usual_ms(skills, kind) for kind in (DIGIT, PAIR, OPERATION)}
        self._weights = {name: self._weigh(name[0], skill) for name, skill in skills.items()}

    def _weigh(self, kind: str, skill: Skill) -> float:
        sure = skill.samples / (skill.samples + _ENOUGH)
        usual = self._usual[kind]
        slow = max(0.0, skill.ms / usual - 1.0) if usual and skill.ms else 0.0
        return min(HEAVIEST, 1.0 + sure * (4.0 * slow + 10.0 * (1.0 - skill.accuracy)))

    def of(self, kind: str, name: str) -> float:
        """The weight of one thing: 1 when it is strong or unknown, at most `HEAVIEST`."""
        return self._weights.get((kind, name), 1.0)

    def draw(self, random: Random, kind: str, names: Sequence[str]) -> str:
        """One of `names`, the weak ones more often."""
        return random.choices(names, [self.of(kind, name) for name in names])[0]

    def digits(self, random: Random, length: int, allowed: str = DIGITS, *, first: str = "") -> str:
        """A row of digits from `allowed`, weighted by digit and by the pair with the digit before.

        The first is one of `first` where given, else not a zero unless nothing else is allowed.
        """
        found = ""
        for at in range(length):
            names = allowed
            if not at:
                names = first or allowed.replace("0", "") or allowed
            weights = [self.of(DIGIT, digit) * (self.of(PAIR, found[-1] + digit) if found else 1.0) for digit in names]
            found += random.choices(names, weights)[0]
        return found


def _usual_ms(skills: Mapping[tuple[str, str], Skill], kind: str) -> float:
    """The middle time of a kind."""
    return median([skill.ms for (one, _), skill in skills.items() if one == kind and skill.ms] or [0.0])


def weakest(skills: Mapping[tuple[str, str], Skill], kind: str, count: int = 3) -> list[str]:
    """The names of a kind that are drawn most often, the weakest first; none that are as strong as the rest."""
    weights = Weights(skills)
    named = sorted((name for one, name in skills if one == kind), key=lambda name: (-weights.of(kind, name), name))
    return [name for name in named if weights.of(kind, name) > 1.5][:count]
