"""The practice city, and one lesson begun in it with the numbers of one seed.

The city is the small sample city of today with a trainee among its clerks, receipts in a series of their own and the
training notice as its standing text. A lesson begins in a fresh copy of it, so that nothing is left from the last one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from data import sample, settings
from data.passwords import Argon2, Hasher
from data.permissions import CSR2, POLICE_ROLES
from data.training.attempt import Check
from data.training.goals import check
from data.training.ground import Ground
from data.training.lesson import Lesson, keys_of
from data.training.lesson_check import against
from data.training.numbers import draw
from data.training.numbers_drawn import Drawn, LessonError
from data.training.numbers_police import KINDS as ON_FILE
from data.training.setup import STATION, TRAINEE, Scene, prepare, signed_on
from data.users_admin import add

if TYPE_CHECKING:
    from data.catalog import Catalog
    from data.clock import Clock
    from data.police.store import PoliceStore
    from data.session import Session
    from data.store import Store

PREFIX = "T-"
"""Before every receipt number of a training store."""
NOTICE = "TRAINING - NOT A RECEIPT"
PASSWORD, PIN = "70070339", "7033"
"""The trainee's in the practice city, for lessons in which one is typed; they open nothing else."""


def fill(store: Store, clock: Clock, folder: Path, hasher: Hasher | None = None) -> None:
    """Make a migrated store a practice city whose files go into `folder`."""
    if not sample.loaded(store):
        sample.load(store, clock, "small", hasher=hasher)
    hasher = hasher or Argon2(1, 8192, 1)
    today = clock.today()
    with store.writing():
        add(store, None, TRAINEE, "Trainee", CSR2, PASSWORD, pin=PIN, must_change=False, hasher=hasher)
        texts = {
            "receipt.prefix": PREFIX,
            "receipt.notice": NOTICE,
            "outbox.folder": str(folder / "outbox"),
            "files.inbox": str(folder / "inbox"),
        }
        for name, text in texts.items():
            settings.put(store, None, name, text, today)
        store.run("UPDATE users SET sample_password = ''")


SAID = {"wrong": "wrong_keys", "expected": "expect"}
"""What a part of a lesson is called in its file, where it is not its own name."""


@dataclass
class Practice:
    """A lesson that has begun: its texts with this seed's numbers, and its goal as a question to the store."""

    lesson: Lesson
    seed: int
    session: Session
    ground: Ground
    drawn: Drawn = field(repr=False)

    @property
    def story(self) -> str:
        """What is seen, said and handed over."""
        return self.drawn.text(self.lesson.story)

    @property
    def hints(self) -> tuple[str, ...]:
        """The hints, each saying a little more."""
        return tuple(self.drawn.text(hint) for hint in self.lesson.hints)

    @property
    def keys(self) -> list[str]:
        """The shortest way, key by key."""
        return keys_of(self.drawn.text(self.lesson.keys))

    @property
    def wrong(self) -> list[list[str]]:
        """Plausible mistakes, key by key."""
        return [keys_of(self.drawn.text(path)) for path in self.lesson.wrong]

    @property
    def scan(self) -> str:
        """What the scanner reads."""
        return self.drawn.text(self.lesson.scan)

    @property
    def expected(self) -> dict[str, str]:
        """What belongs into a field, by `PROGRAM.field`."""
        return {name: self.drawn.text(text) for name, text in (self.lesson.expected or {}).items()}

    def rehearse(self) -> None:
        """Fill everything in once. Raises `LessonError` for a name that is not there, before the trainee sees any."""
        for name in ("story", "hints", "keys", "wrong", "scan", "expected"):
            try:
                getattr(self, name)
            except LessonError as error:
                raise LessonError(f"{SAID.get(name, name)}: {error}") from error
        self.check()

    def check(self) -> tuple[Check, ...]:
        """Every check of the goal as the store is now."""
        return check(self.ground, self.lesson.goal)


def begin(
    store: Store,
    catalog: Catalog,
    clock: Clock,
    lesson: Lesson,
    seed: int,
    name: str = "",
    police: PoliceStore | None = None,
) -> Practice:
    """Set a lesson up in an open practice city, for a trainee of this name. Raises `LessonError`.

    `police`: the open practice police store, for a lesson that asks for one.
    """
    against(lesson, catalog)
    session = trainee(store, clock, lesson.role, name)
    drawn = Drawn(store, Random(f"{lesson.id}:{seed}"), clock.today(), police=police)
    draw(drawn, lesson.numbers, ON_FILE if police is not None else None)
    prepare(Scene(store, catalog, drawn, clock, session), lesson.start)
    ground = Ground(store, session, drawn)
    ground.mark(lesson.goal)
    practice = Practice(lesson, seed, session, ground, drawn)
    practice.rehearse()
    return practice


def trainee(store: Store, clock: Clock, role: str, name: str) -> Session:
    """The trainee signed on, under their own name and in the lesson's role."""
    with store.writing():
        if name:
            initials = "".join(word[0] for word in name.split())[:3].upper()
            store.run("UPDATE users SET name = ?, initials = ? WHERE number = ?", name, initials, TRAINEE)
        store.run("UPDATE users SET role = ? WHERE number = ?", role, TRAINEE)
        if role in POLICE_ROLES:
            day = clock.today().isoformat()
            store.run("UPDATE users SET cleared_on = ?, trained_on = ? WHERE number = ?", day, day, TRAINEE)
    return signed_on(store, clock, TRAINEE, STATION)
