"""A lesson in hand: the practice city it is played in, what has been written down, and what has been thrown in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from data.training.events import Event, Script
from data.training.goals import named

if TYPE_CHECKING:
    from data.training.attempt import Attempt
    from data.training.practice import Practice
    from data.training.recorder import Recorder


@dataclass
class Playing:
    """One trainee at one lesson."""

    practice: Practice
    recorder: Recorder
    script: Script = field(init=False)
    heard: list[str] = field(default_factory=list)
    """What was said or happened since the lesson began."""
    hints: int = 0
    """How many hints are shown."""
    shown: bool = True
    """Whether the customer's pane is shown."""
    reached: bool = False
    given_up: bool = False
    again: bool = False
    """Whether the trainee wants to begin anew."""

    def __post_init__(self) -> None:
        self.script = Script(self.practice.lesson.events)
        self.recorder.forgiven = set(self.practice.lesson.refusals)

    @property
    def story(self) -> str:
        """What has been said, the newest first while something has happened."""
        return "\n\n".join([*reversed(self.heard), self.practice.story])

    def look(self, program: str) -> bool:
        """A display waits for the trainee: whether the goal is reached. Raises `LessonError`."""
        self.recorder.ready(program)
        self.practice.ground.seen.add(program)
        self.practice.ground.refused = self.recorder.refused
        if not self.reached:
            self.reached = all(check.passed for check in self.practice.check())
            self._settle()
        return self.reached

    def _settle(self) -> None:
        if not (waiting := self.script.waiting()):
            return
        goals = named(self.practice.ground, self.practice.lesson.goal)
        for event in waiting:
            if goals.get(event.wants, self.reached):
                self.script.settled(event, self.recorder.now, True)

    def happens(self, program: str) -> list[Event]:
        """What is thrown in now; it is heard at once."""
        found = self.script.due(self.recorder.now, program, self.recorder.keys)
        self.heard += [self.practice.drawn.text(event.says) for event in found]
        return found

    def hint(self) -> bool:
        """Show one hint more; whether there was one."""
        if self.hints == len(self.practice.hints):
            return False
        self.hints += 1
        self.recorder.hint()
        return True

    def finish(self) -> Attempt:
        """The attempt, over now."""
        return self.recorder.finish(self.practice.check(), self.script.happened(), given_up=self.given_up)
