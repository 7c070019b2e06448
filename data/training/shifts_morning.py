"""A shift in hand: who is at the counter, who waits, and what has been done for those before.

Nothing here waits for the wall clock: seconds come from a clock that is handed in, and when the line is empty it is
moved on to the next customer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING

from data.training.attempt import Attempt
from data.training.beyond_police import final_mistake
from data.training.events import Script
from data.training.ground import Document, Ground
from data.training.playing import Playing
from data.training.recorder import Recorder
from data.training.shifts_attempts import joined
from data.training.shifts_money import Money, laid_down
from data.training.shifts_stages import DEPOSIT, FUND_CENTS, OPEN, Stop, done, fill, verify

if TYPE_CHECKING:
    from data.training.practice import Practice
    from data.training.shifts import Shift

STILL_HERE = "The customer is still at the counter. (Ctrl+T, 1: the next one, please.)"


class ShiftClock:
    """Seconds since the doors were opened; they go on while the shift is in hand, and can be moved forward."""

    def __init__(self, seconds: Callable[[], float] = monotonic, spent: float = 0.0) -> None:
        self._seconds, self._began, self.spent = seconds, seconds(), spent
        """`spent`: seconds of this shift before it was taken up again."""

    @property
    def now(self) -> float:
        """Seconds since the beginning."""
        return self.spent + self._seconds() - self._began

    def skip_to(self, at: float) -> float:
        """Move on to a moment; the seconds that nobody had to live through."""
        idle = max(0.0, at - self.now)
        self.spent += idle
        return idle


class ShiftGround(Ground):
    """What a customer's goal is checked against. Receipts that were taken back whole, with their voids, are not seen:

    what is right in the end is right, and a correction belongs to the customer it was made for.
    """

    corrected = 0
    """How many receipts of this customer were taken back."""

    def documents(self) -> list[Document]:
        """What has been posted for this customer and still stands."""
        found = super().documents()
        voided = {one.origin_id for one in found if one.kind == "VOID"}
        whole = {one.id for one in found if one.id in voided and one.total_cents + self._taken_back(one, found) == 0}
        self.corrected = len(whole)
        return [
            one for one in found
            if one.id not in whole and not (one.kind == "VOID" and (one.origin_id or 0) in whole | self._before(one))
        ]  # fmt: skip

    def _before(self, one: Document) -> set[int]:
        """The receipt a void points back to when it is a former customer's."""
        return {one.origin_id} if one.origin_id is not None and one.origin_id <= self.journal_id else set()

    @staticmethod
    def _taken_back(receipt: Document, found: Sequence[Document]) -> int:
        return sum(one.total_cents for one in found if one.kind == "VOID" and one.origin_id == receipt.id)


@dataclass
class Visit:
    """Somebody in the line, or a stop of the shift."""

    arrives: float
    """Seconds after the door was opened; a stop has no time of its own."""
    practice: Practice


@dataclass(frozen=True)
class Served:
    """A visit that is over; seconds on the shift's clock."""

    lesson: str
    title: str
    story: str
    arrived: float
    began: float
    """When the customer stepped to the counter."""
    ended: float
    shortest: tuple[str, ...]
    """The shortest keys from the main menu."""
    attempt: Attempt
    corrected: int = 0
    """Receipts that were taken back while the customer was still there."""
    stop: bool = False
    """Whether it was the opening, the count or the deposit."""

    @property
    def waited(self) -> float:
        """Seconds in the line."""
        return max(0.0, self.began - self.arrived)

    @property
    def seconds(self) -> float:
        """Seconds at the counter."""
        return self.ended - self.began

    @property
    def wrong(self) -> tuple[str, ...]:
        """What should have been and was not, as sentences."""
        return tuple(
            f"{check.sentence} {f'Found: {check.found}.' if check.found else ''}".strip()
            for check in self.attempt.checks
            if not check.passed
        )

    @property
    def right(self) -> bool:
        """Whether all was right in the end."""
        return not self.wrong


@dataclass(kw_only=True)
class Morning(Playing):
    """One trainee at one shift. As a lesson it has a practice, a recorder and a script: those of the present visit."""

    shift: Shift
    visits: Sequence[Visit]
    clock: ShiftClock
    served: list[Served] = field(default_factory=list)
    money: Money = field(default_factory=lambda: Money(cash_cents=FUND_CENTS))
    """What really lies in the drawer."""
    idle: float = 0.0
    """Seconds in which nobody was there, as they were moved over."""
    before: Attempt | None = None
    """What was done for the present customer before the shift was put aside."""
    began: float = 0.0
    """When the present visit began."""
    door: float = 0.0
    """When the door was opened: as soon as the drawer was."""
    changed: Callable[[Morning], None] = lambda _: None
    """Told of every visit that is over, so that the shift can be kept."""
    went_on: Callable[[Morning], None] = lambda _: None
    """Told whenever the shift waits for the trainee, so that little is lost when the program is killed."""

    @property
    def now(self) -> Visit:
        """The present visit."""
        return self.visits[len(self.served)]

    @property
    def over(self) -> bool:
        """Whether everything has been done."""
        return len(self.served) == len(self.visits)

    @property
    def last(self) -> bool:
        """Whether this is the last visit."""
        return len(self.served) + 1 == len(self.visits)

    @property
    def waiting(self) -> int:
        """How many are in the line now, whoever is at the counter not counted."""
        if self.over:
            return 0
        if self.practice.lesson.id == OPEN:
            return 0
        rest = self.visits[len(self.served) + 1 :]
        return sum(self._arrived(one) <= self.clock.now for one in rest if not isinstance(one.practice, Stop))

    def _arrived(self, visit: Visit) -> float:
        """When somebody came in, on the shift's clock; a stop comes when it is its turn."""
        return self.began if isinstance(visit.practice, Stop) else self.door + visit.arrives

    @property
    def foot(self) -> str:
        """The last row of the customer's pane."""
        minutes, seconds = divmod(int(self.clock.now), 60)
        line = f"{self.waiting} waiting {'*' * min(self.waiting, 20)}".rstrip()
        return f"{minutes}:{seconds:02}  {line}  Ctrl+T: next, hints, pause"

    def start(self, *, resumed: bool = False) -> None:
        """The present visit steps to the counter; one that is taken up again stands there already."""
        visit = self.now
        if not resumed:
            if not isinstance(visit.practice, Stop):
                self.idle += self.clock.skip_to(self._arrived(visit))
            self.began = self.clock.now
            self._stop_begins(visit.practice)
            visit.practice.ground.mark(visit.practice.lesson.goal)
        elif isinstance(visit.practice, Stop):
            fill(visit.practice, self.money, self.shift.seed)
        self.practice, self.script = visit.practice, self._script(visit.practice)
        expected = visit.practice.expected
        self.recorder = Recorder(visit.practice.lesson.id, visit.practice.seed, expected, lambda: self.clock.now)
        self.heard, self.hints, self.reached = [], 0, False

    def _script(self, practice: Practice) -> Script:
        """What is thrown in; what has happened before the shift was put aside does not happen again."""
        events, before = practice.lesson.events, self.before
        known = {one.name: one for one in before.happened} if before else {}
        late = before.ended if before else 0.0
        began = {event: known[event.name].began - late for event in events if event.name in known}
        ended = {
            event: (one.settled - late, one.right)
            for event in began
            if (one := known[event.name]) and one.settled is not None
        }
        return Script(events, began, ended)

    def _stop_begins(self, practice: Practice) -> None:
        if isinstance(practice, Stop):
            fill(practice, self.money, self.shift.seed)
            if practice.lesson.id == DEPOSIT:
                verify(practice.ground.store, practice.session)

    def look(self, program: str) -> bool:
        """A display waits for the trainee: who is served goes, the next one comes. True when the shift is over."""
        if self.over:
            return True
        self.recorder.ready(program)
        self.practice.ground.seen.add(program)
        checks = self.practice.check()
        self.reached = all(check.passed for check in checks)
        self._settle()
        if done(self.practice, checks):
            self.next()
        elif program == "MENU" and STILL_HERE not in self.heard and (self._has_receipt() or self._is_final()):
            self.heard.append(STILL_HERE)
        if not self.over:
            self.went_on(self)
        return self.over

    def _has_receipt(self) -> bool:
        return not isinstance(self.practice, Stop) and any(
            one.kind == "RECEIPT" for one in self.practice.ground.documents()
        )

    def _is_final(self) -> bool:
        """Whether something was done at the police desk for this customer that cannot be taken back."""
        practice = self.practice
        return not isinstance(practice, Stop) and final_mistake(practice.ground, practice.lesson.goal)

    def next(self) -> None:
        """Whoever is at the counter goes, with what has been done as it is."""
        practice, ended = self.practice, self.clock.now
        if not isinstance(practice, Stop):
            receipts = [one.id for one in practice.ground.documents() if one.kind == "RECEIPT"]
            self.money.take(laid_down(practice, receipts, practice.ground.store))
        self.served.append(self._written_down(ended))
        self.before = None
        if practice.lesson.id == OPEN:
            self.door = ended
        if not self.over:
            self.start()
        self.changed(self)

    def _written_down(self, ended: float) -> Served:
        practice, checks = self.practice, self.practice.check()
        attempt = self.recorder.finish(checks, self.script.happened(), given_up=False)
        attempt = joined(self.before, attempt) if self.before else attempt
        ground = practice.ground
        return Served(
            practice.lesson.id,
            practice.lesson.title,
            practice.story,
            self._arrived(self.now),
            self.began,
            ended,
            tuple(practice.keys),
            attempt,
            ground.corrected if isinstance(ground, ShiftGround) else 0,
            isinstance(practice, Stop),
        )

    def put_aside(self) -> Attempt:
        """What has been done for the present customer, when the shift is left."""
        now = self.recorder.finish((), self.script.happened())
        return joined(self.before, now) if self.before else now
