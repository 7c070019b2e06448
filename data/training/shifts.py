"""A shift: a simulated morning at the counter, as the stream of its customers.

The customers are the lessons of the course that somebody brings to a counter with an open drawer. So a new lesson is a
new customer, and a shift needs no material of its own. The same numbers of a shift give the same customers at the same
times with the same bills.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from data.fields import Choice, Count
from data.forms import Form
from data.permissions import CSR1, CSR2, POLICE
from data.training.lesson import Lesson
from data.training.numbers_drawn import LessonError

COUNTER, POLICE_DESK = "COUNTER", "POLICE"
DESKS = ((COUNTER, "Counter"), (POLICE_DESK, "Police desk"))
"""Where a shift is worked."""
SERVED = frozenset({"receipt", "answer", "account", "row", "seen", "opened"})
"""Checks of goals that a customer can bring to a counter where others have been served before."""
BEFORE = frozenset({"note", "record"})
"""Steps of a starting state that are taken before the doors open."""
READY = BEFORE | {"drawer"}
"""Steps that a customer may ask for; the drawer is the shift's own."""
FIRST_LEVEL = 2
"""The first keys are no customers."""
OFTEN = {"U1": 3, "G3": 2, "U5": 2}
"""How many times as often a customer comes as others, by a lesson's first duty: a city's counter lives on water."""
INTERRUPTED_EVERY = 4
"""One customer of so many brings an interruption."""

SHIFT = Form(
    "TRN100",
    "Shift",
    {
        "per_hour": Count("Customers an hour", 3, default=24, stop=True, minimum=6, maximum=120,
                          help="The pressure: 12 is quiet, 24 usual, 40 the day after the bills went out."),
        "minutes": Count("Minutes the door is open", 3, default=30, stop=True, minimum=5, maximum=240,
                         help="Who is in the line when the door closes is served."),
        "desk": Choice("Desk", 8, options=DESKS, default=COUNTER,
                       help="At the police desk registrants, arrestees and people who want a record come too."),
        "seed": Count("Shift number", 6, default=0,
                      help="The same number brings the same customers. 0 is your next one."),
    },
    help="A morning at the counter: you open your drawer, customers come whether you are ready or not, and at the end "
    "the drawer is counted, closed and its money made ready for the bank. How many are waiting stands under what the "
    "customer says. When nobody waits the clock goes on to the next customer.\n\n"
    "A customer goes when everything is right. Whoever is still there when you think you are through has something "
    "to wait for: Ctrl+T, 1 calls the next one all the same.\n\n"
    "Signing off (90) puts the shift aside; it goes on where it was.",
)  # fmt: skip


@dataclass(frozen=True)
class Shift:
    """How busy a morning is, how long, and which one it is."""

    seed: int
    per_hour: int = 24
    minutes: int = 30
    desk: str = COUNTER

    @property
    def role(self) -> str:
        """As what the trainee acts."""
        return POLICE if self.desk == POLICE_DESK else CSR2

    @property
    def customers(self) -> int:
        """How many come."""
        return max(1, round(self.per_hour * self.minutes / 60))

    @property
    def said(self) -> str:
        """The shift in words."""
        where = " at the police desk" if self.desk == POLICE_DESK else ""
        return (
            f"shift {self.seed}{where}: {self.customers} customers in {self.minutes} minutes, {self.per_hour} an hour"
        )


@dataclass(frozen=True)
class Arrival:
    """A customer who comes through the door."""

    at: float
    """Seconds after the door was opened."""
    lesson: str
    """What the customer brings: a lesson's id."""


def is_customer(lesson: Lesson, desk: str = COUNTER) -> bool:
    """Whether a lesson can be somebody in the line of a shift at a desk."""
    if not all(str(goal.get("check")) in SERVED for goal in lesson.goal):
        return False
    if lesson.police:
        return desk == POLICE_DESK and lesson.role == POLICE and not lesson.start
    return (
        lesson.level >= FIRST_LEVEL
        and lesson.role in (CSR1, CSR2)
        and (desk == COUNTER or lesson.duties[0].startswith("P"))
        and all(str(step.get("do")) in READY and "as" not in step for step in lesson.start)
        and any(str(step.get("do")) == "drawer" for step in lesson.start)
        and any(str(goal.get("check")) in ("receipt", "answer") for goal in lesson.goal)
    )


def arrivals(shift: Shift, course: Sequence[Lesson]) -> tuple[Arrival, ...]:
    """Who comes, and when: the first at once, the others at random times (a Poisson process of that many).

    Raises `LessonError` when the course has no customers.
    """
    random = Random(f"shift:{shift.seed}:{shift.per_hour}:{shift.minutes}")
    kinds = [lesson for lesson in course if is_customer(lesson, shift.desk)]
    plain = _Deck([lesson for lesson in kinds if not lesson.events], random, OFTEN)
    special = _Deck([lesson for lesson in kinds if lesson.events], random)
    if not plain.kinds:
        raise LessonError("The course has no lesson that could be a customer of a shift.")
    times = [0.0, *sorted(random.uniform(0, shift.minutes * 60) for _ in range(shift.customers - 1))]
    found = []
    for n, at in enumerate(times):
        if n % INTERRUPTED_EVERY == 0:
            interrupted = n + random.randrange(INTERRUPTED_EVERY)
        deck = special if n == interrupted and special.kinds else plain
        found.append(Arrival(round(at, 1), deck.next().id))
    return tuple(found)


class _Deck:
    """Kinds of customers, shuffled, common ones several times; dealt anew when it is through."""

    def __init__(self, kinds: Sequence[Lesson], random: Random, often: Mapping[str, int] | None = None) -> None:
        self.kinds, self._random, self._often = kinds, random, often or {}
        self._left: list[Lesson] = []

    def next(self) -> Lesson:
        """The next customer."""
        if not self._left:
            self._left = [one for one in self.kinds for _ in range(self._often.get(one.duties[0], 1))]
            self._random.shuffle(self._left)
        return self._left.pop()
