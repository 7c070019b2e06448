"""A lesson as its file says it: story, starting state, goal, hints, policy and shortest keys.

One readable TOML file each in `data/training/lessons/`; how to write one is in `docs/training-lessons.md`. Reading a
file checks its form; whether it can be played is what `tests/test_training_lessons.py` finds out.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from data.permissions import CSR2, POLICE_ROLES, ROLES
from data.training import lesson_check
from data.training.events import Event, EventError, declared
from data.training.numbers_drawn import LessonError

__all__ = ["LEVELS", "Lesson", "LessonError", "course", "keys_of", "load", "parse", "readable"]

FOLDER = Path(__file__).parent / "lessons"
LEVELS = {
    1: "First keys",
    2: "At the counter",
    3: "Every tender",
    4: "The drawer",
    5: "When it fails",
    6: "The office",
    7: "Police desk",
}
"""The levels of the course, easy to hard."""
_KEY = re.compile(r"<([^>]+)>|(.)", re.DOTALL)
_NEEDED = ("id", "title", "level", "duties", "story", "goal", "hints", "policy", "keys", "wrong_keys")
_OTHERS = ("role", "numbers", "start", "event", "expect", "refusals", "scan", "police")


@dataclass(frozen=True)
class Lesson:
    """One lesson. Texts, keys and declared values still hold their `{…}`; `data.training.practice` fills them in."""

    id: str
    title: str
    level: int
    """A key of `LEVELS`."""
    duties: tuple[str, ...]
    """Ids of the duties it teaches: U1, S3."""
    role: str
    """As what the trainee acts."""
    story: str
    """What is seen, said and handed over, paragraphs apart by a blank line."""
    hints: tuple[str, ...]
    """Each says a little more than the one before."""
    policy: str
    keys: str
    """The shortest way: names in angle brackets are keys, anything else is typed."""
    wrong: tuple[str, ...]
    """Plausible mistakes, as keys; none may reach the goal."""
    numbers: Mapping[str, Mapping[str, Any]]
    start: tuple[Mapping[str, Any], ...]
    goal: tuple[Mapping[str, Any], ...]
    events: tuple[Event, ...] = ()
    expected: Mapping[str, str] | None = None
    """What belongs into a field, by `PROGRAM.field`."""
    refusals: frozenset[str] = frozenset()
    """Fields, by `PROGRAM.field`, in which one refusal belongs to the lesson and is no mistake."""
    scan: str = ""
    """What the scanner reads where the keys say `<scan>`."""
    police: bool = False
    """Whether the lesson is given a practice police store."""
    file: str = ""
    """The name of its file."""


def keys_of(path: str) -> list[str]:
    """The keys of a filled-in path, one by one: a name in angle brackets is one key, anything else is typed."""
    return [name or letter for name, letter in _KEY.findall(path)]


def parse(text: str, file: str = "the lesson") -> Lesson:
    """A lesson from TOML text; `file` is its name in errors. Raises `LessonError` with what is wrong."""
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LessonError(f"{file}: this is not TOML: {error}.") from error
    for name in _NEEDED:
        if not said.get(name):
            raise LessonError(f"{file}: {name} is missing.")
    if unknown := sorted(set(said) - {*_NEEDED, *_OTHERS}):
        raise LessonError(f"{file}: {unknown[0]} has no meaning in a lesson.")
    try:
        return replace(_lesson(said), file=file)
    except (EventError, LessonError) as error:
        raise LessonError(f"{file}: {error}") from error


def _lesson(said: Mapping[str, Any]) -> Lesson:
    lesson_check.kinds(said)
    lesson_check.keys(said)
    role = str(said.get("role", CSR2))
    if role not in dict(ROLES):
        raise LessonError(f"role: there is no role {role}. Roles: {', '.join(dict(ROLES))}.")
    if said.get("police") and role not in POLICE_ROLES:
        raise LessonError(f"police: the police store is not open to the role {role}.")
    if said["level"] not in tuple(LEVELS):
        raise LessonError(f"level is one of {', '.join(map(str, LEVELS))}, not {said['level']!r}.")
    found = Lesson(
        id=said["id"],
        title=said["title"],
        level=said["level"],
        duties=tuple(said["duties"]),
        role=role,
        story=said["story"].strip(),
        hints=tuple(said["hints"]),
        policy=said["policy"].strip(),
        keys="".join(said["keys"]),
        wrong=tuple(said["wrong_keys"]),
        numbers=said.get("numbers", {}),
        start=tuple(said.get("start", ())),
        goal=tuple(said["goal"]),
        events=declared(said.get("event", ())),
        expected={name: str(text) for name, text in said.get("expect", {}).items()},
        refusals=frozenset(said.get("refusals", ())),
        scan=said.get("scan", ""),
        police=said.get("police", False),
    )
    lesson_check.names(found)
    return found


def load(path: Path) -> Lesson:
    """The lesson of a file. Raises `LessonError`."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LessonError(f"{path.name}: the file cannot be read as UTF-8 text: {error}.") from error
    return parse(text, path.name)


def _place(path: Path) -> tuple[int, str]:
    """The place of a lesson's file in the course: its number, then its name."""
    number, _, name = path.stem.partition("-")
    return (int(number) if number.isdigit() else sys.maxsize, name)


def course(folder: Path = FOLDER) -> tuple[Lesson, ...]:
    """All lessons in the order of their files. Raises `LessonError`, also when two share an id."""
    lessons, wrong = readable(folder)
    if wrong:
        raise LessonError(wrong[0])
    return lessons


def readable(folder: Path = FOLDER) -> tuple[tuple[Lesson, ...], tuple[str, ...]]:
    """The lessons whose files can be read, in their order, and a sentence about each file that is left out."""
    found: dict[str, Lesson] = {}
    wrong = []
    for path in sorted(folder.glob("[0-9]*.toml"), key=_place):
        try:
            lesson = load(path)
        except LessonError as error:
            wrong.append(str(error))
            continue
        if lesson.id in found:
            wrong.append(f"{path.name}: another lesson has the id {lesson.id}.")
        found.setdefault(lesson.id, lesson)
    return tuple(found.values()), tuple(wrong)
