"""The debriefing of a shift: where the time went, field by field, how long the line was, and what went wrong.

Time is given to the field in which a key was struck: from the key before it until it. Beside it stands what a practiced
clerk needs for what was typed there in the end, by the keystroke-level model: the rest is looking, thinking and
correcting.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from data.training import klm
from data.training.klm import Operators

if TYPE_CHECKING:
    from data.training.attempt import Attempt, Stroke
    from data.training.shifts_morning import Served

PARTS = 12
"""The parts of a shift in the picture of its line."""
ERASE = {"backspace": 1, "ctrl+u": 99}
"""Keys that take typed characters back, and how many at most."""


@dataclass(frozen=True)
class Stay:
    """Keys struck one after the other in one field, or on one display outside a field; seconds."""

    program: str
    field: str
    text: str
    """What was typed and not taken back, and the key that left it."""
    began: float
    seconds: float
    model: float
    """What a practiced clerk needs for it."""
    waited: float
    """What the program took of it."""
    keys: int


@dataclass(frozen=True)
class Spent:
    """All stays in one field of a shift; seconds."""

    program: str
    field: str
    seconds: float
    model: float
    times: int
    """How often it was filled in."""
    faults: int
    """How often it was refused."""


@dataclass(frozen=True)
class Debriefing:
    """What a shift comes to; seconds."""

    served: tuple[Served, ...]
    seconds: float
    """From the first key to the last."""
    idle: float
    """In which nobody was there; moved over, and not part of `seconds`."""
    model: float
    """The shortest way of every visit by a practiced clerk, with the program's own time."""
    keys: int
    shortest: int
    """Keys of the shortest way of every visit."""
    spent: tuple[Spent, ...]
    """The fields, those with the most to gain first."""
    line: tuple[tuple[str, int], ...]
    """The longest line in each part of the shift, labeled with its minute where a new one begins."""

    @property
    def customers(self) -> tuple[Served, ...]:
        """The visits without opening, count and deposit."""
        return tuple(one for one in self.served if not one.stop)

    @property
    def right(self) -> int:
        """Customers with whom all was right."""
        return sum(one.right for one in self.customers)

    @property
    def longest_wait(self) -> float:
        """Seconds in the line of whoever waited longest."""
        return max((one.waited for one in self.customers), default=0.0)

    @property
    def mean_wait(self) -> float:
        """Seconds in the line, on average."""
        return sum(one.waited for one in self.customers) / max(1, len(self.customers))

    @property
    def errors(self) -> list[tuple[int, Served, str]]:
        """What went wrong: number of the visit, the visit, the sentence."""
        return [(n, one, said) for n, one in enumerate(self.served, 1) for said in one.wrong]

    @property
    def thrown(self) -> tuple[int, int]:
        """Interruptions dealt with, and all."""
        found = [event for one in self.served for event in one.attempt.happened]
        return sum(event.recovered for event in found), len(found)


def debriefing(served: Sequence[Served], idle: float, times: Operators) -> Debriefing:
    """What these visits come to, with the operator times of a practiced clerk."""
    first, last = (served[0].began, served[-1].ended) if served else (0.0, 0.0)
    models = [klm.of_keys(one.shortest) for one in served]
    waited = sum(one.attempt.waited for one in served)
    return Debriefing(
        tuple(served),
        max(0.0, last - first - idle),
        idle,
        sum(one.milliseconds(times) for one in models) / 1000 + waited,
        sum(len(one.attempt.strokes) for one in served),
        sum(one.keys for one in models),
        tuple(_spent(served, times)),
        tuple(line(served)),
    )


def model_seconds(one: Served, times: Operators) -> float:
    """What a practiced clerk needs for a visit, with the program's own time."""
    return klm.of_keys(one.shortest).milliseconds(times) / 1000 + one.attempt.waited


def stays(attempt: Attempt, times: Operators) -> list[Stay]:
    """An attempt played back: the fields one after the other as the cursor was in them."""
    found: list[Stay] = []
    run: list[Stroke] = []
    before = 0.0
    for stroke in attempt.strokes:
        if run and (stroke.program, stroke.field) != (run[0].program, run[0].field):
            found.append(_stay(run, before, times))
            before = run[-1].at
            run = []
        run.append(stroke)
    return [*found, _stay(run, before, times)] if run else found


def _stay(run: Sequence[Stroke], before: float, times: Operators) -> Stay:
    kept = _kept(stroke.key for stroke in run)
    waited = sum(stroke.waited for stroke in run)
    model = klm.of_keys(kept).milliseconds(times) / 1000
    text = "".join(key if len(key) == 1 else f"<{key}>" for key in kept)
    return Stay(run[0].program, run[0].field, text, before, run[-1].at - before, model, waited, len(run))


def _kept(keys: Iterable[str]) -> list[str]:
    """Keys without what was taken back again."""
    found: list[str] = []
    for key in keys:
        for _ in range(ERASE.get(key, 0)):
            if found and len(found[-1]) == 1:
                found.pop()
        if key not in ERASE:
            found.append(key)
    return found


def _spent(served: Sequence[Served], times: Operators) -> list[Spent]:
    sums: dict[tuple[str, str], Spent] = {}
    for one in served:
        for stay in stays(one.attempt, times):
            at = (stay.program, stay.field)
            known = sums.get(at, Spent(*at, 0.0, 0.0, 0, 0))
            sums[at] = replace(
                known, seconds=known.seconds + stay.seconds, model=known.model + stay.model, times=known.times + 1
            )
        for fault in one.attempt.faults:
            at = (fault.program, fault.field)
            if at in sums:
                sums[at] = replace(sums[at], faults=sums[at].faults + 1)
    return sorted(sums.values(), key=lambda one: (one.model - one.seconds, one.program, one.field))


def line(served: Sequence[Served], parts: int = PARTS) -> list[tuple[str, int]]:
    """How many were in the line at most, in each part of the time in which customers were served."""
    visits = [one for one in served if not one.stop]
    if not visits:
        return []
    first, last = min(one.arrived for one in visits), max(one.began for one in visits)
    width = max(last - first, 1.0) / parts
    found: list[tuple[str, int]] = []
    for part in range(parts):
        begin, end = first + part * width, first + (part + 1) * width
        moments = [begin, *(one.arrived for one in visits if begin <= one.arrived < end)]
        longest = max(sum(one.arrived <= at < one.began for one in visits) for at in moments)
        minute = f"{int(begin - first) // 60}m"
        found.append(("" if minute in [label for label, _ in found] else minute, longest))
    return found
