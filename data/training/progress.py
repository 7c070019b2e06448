"""The progress store: who trains, every attempt and drill, and what is known of their fingers.

It is a store of its own beside the practice cities and holds nothing of live work. Attempts and observations are final.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from data.permissions import Refused
from data.store import Store
from data.store_schema import Schema
from data.training.digits import Skill, Skills
from data.training.figures import Answer, Figures, figures
from data.training.figures import skills as skills_of
from data.training.scoring import PASSED

if TYPE_CHECKING:
    from data.clock import Clock
    from data.training.attempt import Attempt
    from data.training.scoring import Score

PROGRESS = Schema(
    folder=Path(__file__).parent / "migrations",
    journal_tables=("attempts", "observations"),
    command="counter-tui train",
    upgrade="counter-tui train",
    lock=0x545241494E,
)


class ProgressStore(Store):
    """The store of trainees."""

    schema = PROGRESS

    def again(self) -> ProgressStore:
        """A second, unopened store on the same database, for another thread."""
        return ProgressStore(self.url, self.clock)


def open_kept(folder: str, clock: Clock) -> ProgressStore:
    """The store that the trainees of this station have filled, open. Raises `Refused` where nobody has trained."""
    path = Path(folder) / "progress.db"
    if not path.exists():
        raise Refused("Nobody has trained at this station: counter-tui train begins.")
    store = ProgressStore(f"sqlite:///{path}", clock)
    store.open()
    store.migrate()
    return store


@dataclass(frozen=True)
class Trainee:
    """Somebody who trains, by the number they sign on with."""

    id: int
    number: str
    name: str


@dataclass(frozen=True)
class Run:
    """One drill that was done."""

    drill: str
    seed: int
    at: str
    figures: Figures


@dataclass(frozen=True)
class Try:
    """One attempt at a lesson that was finished or given up; milliseconds."""

    lesson: str
    seed: int
    at: str
    stage: str
    unaided: bool
    grade: int
    ms: int
    model_ms: int

    @property
    def passed(self) -> bool:
        """Whether the work was right."""
        return self.stage == PASSED


def trainee(store: Store, number: str, name: str) -> Trainee:
    """The trainee with this number; made when new, renamed when the name has changed."""
    with store.writing():
        row = store.row("SELECT id, name FROM trainees WHERE number = ?", number)
        if row is None:
            return Trainee(store.insert("trainees", number=number, name=name, began_at=store.now()), number, name)
        if row[1] != name:
            store.run("UPDATE trainees SET name = ? WHERE id = ?", name, row[0])
    return Trainee(int(row[0]), number, name)


def trainees(store: Store) -> list[Trainee]:
    """Everybody who trains, by name."""
    return [Trainee(int(id), number, name) for id, number, name in store.rows(
        "SELECT id, number, name FROM trainees ORDER BY name, number"
    )]  # fmt: skip


# Lessons


def saw(store: Store, who: Trainee, lesson: str) -> None:
    """The trainee has opened a lesson; the first time is kept."""
    with store.writing():
        if not store.value("SELECT 1 FROM lessons_seen WHERE trainee_id = ? AND lesson = ?", who.id, lesson):
            store.insert("lessons_seen", trainee_id=who.id, lesson=lesson, at=store.now())


def keep(store: Store, who: Trainee, attempt: Attempt, score: Score) -> int:
    """Keep an attempt with its score; its id. The grade goes to `data.training.reviews` apart."""
    detail = {"wrong": score.wrong, "sequence": score.sequence, "fields": _by_field(attempt)}
    with store.writing():
        saw(store, who, attempt.lesson)
        return store.insert(
            "attempts",
            trainee_id=who.id,
            lesson=attempt.lesson,
            seed=attempt.seed,
            at=store.now(),
            stage=score.stage,
            unaided=int(score.unaided),
            grade=score.grade,
            fields_right=score.fields_right,
            fields=score.fields,
            ms=score.ms,
            model_ms=score.model_ms,
            waited_ms=score.waited_ms,
            key_count=score.keys,
            shortest=score.shortest,
            recovered=score.recovered,
            thrown=score.thrown,
            hints=score.hints,
            detail=json.dumps(detail),
        )


def _by_field(attempt: Attempt) -> list[dict[str, str | int | bool]]:
    """Where the time went, field by field, for the debriefing."""
    return [
        {
            "program": one.program,
            "field": one.field,
            "ms": round((one.ended - one.began) * 1000),
            "keys": one.keys,
            "right": one.right,
        }
        for one in attempt.fields
    ]


def tries(store: Store, who: Trainee, lesson: str = "") -> list[Try]:
    """The trainee's attempts, oldest first; at one lesson only when it is named."""
    found = store.rows(
        "SELECT lesson, seed, at, stage, unaided, grade, ms, model_ms FROM attempts "
        "WHERE trainee_id = ? AND (? = '' OR lesson = ?) ORDER BY id",
        who.id,
        lesson,
        lesson,
    )
    return [Try(row[0], int(row[1]), row[2], row[3], bool(row[4]), *(int(n) for n in row[5:])) for row in found]


def seen(store: Store, who: Trainee) -> dict[str, str]:
    """When each lesson was first opened."""
    return dict(store.rows("SELECT lesson, at FROM lessons_seen WHERE trainee_id = ?", who.id))


def next_seed(store: Store, who: Trainee, lesson: str) -> int:
    """The seed after the highest this trainee has had in a lesson; 1 for the first. Shifts have seeds below zero."""
    known = store.value(
        "SELECT max(seed) FROM attempts WHERE trainee_id = ? AND lesson = ? AND seed > 0", who.id, lesson
    )
    return int(known or 0) + 1


# Drills


def keep_drill(store: Store, who: Trainee, drill: str, seed: int, answers: Sequence[Answer]) -> Figures:
    """Keep a drill and what it says about the trainee's fingers; its figures."""
    done = figures(answers)
    with store.writing():
        store.insert(
            "drill_runs",
            trainee_id=who.id,
            drill=drill,
            seed=seed,
            at=store.now(),
            ms=done.ms,
            key_count=done.keys,
            net_keys=done.net_keys,
            answers=done.answers,
            right_answers=done.right,
            by_field=json.dumps(done.by_field),
            by_digit=json.dumps(done.by_digit),
        )
        known = skills(store, who)
        for name, more in skills_of(answers).items():
            _put_skill(store, who, name, known.get(name), more)
    return done


def _put_skill(store: Store, who: Trainee, name: tuple[str, str], known: Skill | None, more: Skill) -> None:
    after = (known or Skill()).after(more)
    if known is None:
        store.insert("skills", trainee_id=who.id, kind=name[0], name=name[1], **asdict(after))
        return
    store.run(
        "UPDATE skills SET hits = ?, misses = ?, timed = ?, ms = ? WHERE trainee_id = ? AND kind = ? AND name = ?",
        after.hits,
        after.misses,
        after.timed,
        after.ms,
        who.id,
        *name,
    )


def skills(store: Store, who: Trainee) -> Skills:
    """What is known about the trainee's digits, pairs and operations."""
    found = store.rows(
        "SELECT kind, name, hits, misses, timed, ms FROM skills WHERE trainee_id = ? ORDER BY kind, name", who.id
    )
    return {(kind, name): Skill(*(float(one) for one in rest)) for kind, name, *rest in found}


def runs(store: Store, who: Trainee, drill: str = "") -> list[Run]:
    """The trainee's drills, oldest first; of one kind only when it is named."""
    found = store.rows(
        "SELECT drill, seed, at, ms, key_count, net_keys, answers, right_answers, by_field, by_digit FROM drill_runs "
        "WHERE trainee_id = ? AND (? = '' OR drill = ?) ORDER BY id",
        who.id,
        drill,
        drill,
    )
    return [Run(row[0], int(row[1]), row[2], _figures(row[3:8], row[8], row[9])) for row in found]


def _figures(numbers: Sequence[int], by_field: str, by_digit: str) -> Figures:
    ms, keys, net_keys, answers, right = (int(one) for one in numbers)
    fields, digits = ({name: (a, b) for name, (a, b) in json.loads(text).items()} for text in (by_field, by_digit))
    return Figures(ms, keys, net_keys, answers, right, fields, digits)


def next_drill_seed(store: Store, who: Trainee, drill: str) -> int:
    """The number of the trainee's next drill of this kind, which is its seed."""
    return 1 + int(
        store.value("SELECT count(*) FROM drill_runs WHERE trainee_id = ? AND drill = ?", who.id, drill) or 0
    )
