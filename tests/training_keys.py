"""The supervisor's displays of trainees, and one who has trained, for tests that look at all displays."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from data.store import Store
from data.training import drills, figures, klm, progress, scoring
from data.training.attempt import MONEY, Attempt, Check
from data.training.digits import Key, Weights
from data.training.progress import ProgressStore, Trainee


@dataclass(frozen=True)
class Taught:
    """A lesson as the record knows it."""

    id: str
    title: str
    duties: tuple[str, ...]


COURSE = (
    Taught("water", "A water bill in cash, with change", ("U1", "U5")),
    Taught("check", "A check that is not signed", ("U1",)),
    Taught("mary", "An account by name", ("G1",)),
)
"""A small course, so that a new lesson changes no display here."""


def seed(store: Store, folder: Path) -> None:
    """A trainee has passed the first lesson with three seeds and done three drills."""
    (folder / "training").mkdir()
    kept = ProgressStore(f"sqlite:///{folder / 'training' / 'progress.db'}", store.clock).open()
    try:
        kept.migrate()
        who = progress.trainee(kept, "101", "Dana Ortiz")
        for number in (1, 2, 3):
            _lesson(kept, who, number)
            _drill(kept, who, number)
    finally:
        kept.close()


def _lesson(kept: ProgressStore, who: Trainee, number: int) -> None:
    done = Attempt(COURSE[0].id, number, checks=(Check(MONEY, "The receipt is right.", True),), ended=10.0 - number)
    progress.keep(
        kept, who, done, scoring.score(done, klm.keys_of("1<enter>10004567<enter>"), klm.Operators(), scoring.Bars())
    )


def _drill(kept: ProgressStore, who: Trainee, number: int) -> None:
    """Every seventh answer is wrong; each drill is a little quicker."""
    answers = []
    for at, question in enumerate(drills.drill("AMOUNTS").questions(number, Weights({}))):
        typed = drills.expected_keys(question, "") if at % 7 else "1"
        answers.append(figures.Answer(question, typed, tuple(Key(one, 500 - 60 * number) for one in [*typed, "enter"])))
    progress.keep_drill(kept, who, "AMOUNTS", number, answers)


SCENES = (
    ("trainees", ("8.30\n",), "TRN070"),
    ("trainee_record", ("8.30\n", "1\n"), "TRN075"),
    ("trainee_attempts", ("8.30\n", "1\n", "down", "5\n"), "TRN078"),
    ("trainee_observed", ("8.30\n", "1\n", "6\n"), "TRN085"),
    ("trainee_keys", ("8.30\n", "1\n", "7\n"), "TRN050"),
)
