"""What is looked at in a lesson's file before anybody plays it: the kinds of its values, its keys, and what they name.

Every sentence names the key that is wrong, and for a table of the file its number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from data.tenders import KINDS as TENDERS
from data.training.duties import DUTIES
from data.training.numbers_drawn import LessonError

if TYPE_CHECKING:
    from data.catalog import Catalog
    from data.training.lesson import Lesson

TEXTS = ("id", "title", "role", "story", "policy", "scan")
LISTS = ("duties", "hints", "keys", "wrong_keys", "refusals")
TABLES = ("goal", "start", "event")
KEY = re.compile(
    r"enter|tab|shift\+tab|escape|space|backspace|delete|insert|home|end|up|down|left|right|pageup|pagedown|scan"
    r"|f([1-9]|1[0-2])|ctrl\+[a-z]|alt\+\d"
)
"""The keys that may stand in angle brackets."""
LINE = frozenset({"service", "amount", "account", "reference", "charge"})
TENDER = frozenset({"kind", "amount", "tendered", "number"})


def kinds(said: Mapping[str, Any]) -> None:
    """Whether every value of a file is of the kind it has to be. Raises `LessonError`."""
    for name in TEXTS:
        if not isinstance(said.get(name, ""), str):
            raise LessonError(f"{name} is a text.")
    for name in LISTS:
        _list(name, said.get(name, []), str, "texts")
    for name in TABLES:
        _list(name, said.get(name, []), dict, f"tables: [[{name}]]")
    for name in ("numbers", "expect"):
        if not isinstance(said.get(name, {}), dict):
            raise LessonError(f"{name} is a table: [{name}].")
    for name, one in said.get("numbers", {}).items():
        if not isinstance(one, dict):
            raise LessonError(f'numbers, {name}: a number is a table, as {{kind = "number", from = 1, to = 9}}.')
    if not isinstance(said.get("police", False), bool):
        raise LessonError("police is true or false.")
    if unknown := [duty for duty in said["duties"] if duty not in DUTIES]:
        raise LessonError(f"duties: there is no duty {unknown[0]}; the duties are those of data/training/duties.py.")


def _list(name: str, found: Any, kind: type, words: str) -> None:
    if not isinstance(found, list) or not all(isinstance(one, kind) for one in found):
        raise LessonError(f"{name} is a list of {words}.")


def keys(said: Mapping[str, Any]) -> None:
    """Whether every key in angle brackets is one. Raises `LessonError`."""
    for name in ("keys", "wrong_keys"):
        for path in said[name]:
            for key in re.findall(r"<([^>]*)>", path):
                if not KEY.fullmatch(key):
                    raise LessonError(f"{name}: <{key}> is no key; keys are <enter>, <tab>, <f7>, <ctrl+t>, …")
                if key == "scan" and not said.get("scan"):
                    raise LessonError(f"{name}: <scan> scans the text of scan, which is missing.")


def names(lesson: Lesson) -> None:
    """Whether what the events want is the name of a goal. Raises `LessonError`."""
    known = [str(goal["name"]) for goal in lesson.goal if "name" in goal]
    for n, event in enumerate(lesson.events, 1):
        if event.wants and event.wants not in known:
            raise LessonError(
                f"event {n}: wants {event.wants}, but no goal has that name. Names: {', '.join(known) or 'none'}."
            )


def against(lesson: Lesson, catalog: Catalog) -> None:
    """Whether the program has the services, tenders and fields that a lesson speaks of. Raises `LessonError`."""
    forms = {service.form.code: service.form.fields for service in catalog.services}
    for name, wanted in (("expect", lesson.expected or {}), ("refusals", lesson.refusals)):
        for place in wanted:
            program, _, field = place.partition(".")
            if program in forms and field not in forms[program]:
                fields = ", ".join(forms[program])
                raise LessonError(f"{name}: {program} has no field {field or place}. Fields: {fields}.")
    services = [service.code for service in catalog.services]
    for n, goal in enumerate(lesson.goal, 1):
        if goal.get("check") == "receipt":
            _rows(f"goal {n}, lines", goal.get("lines"), LINE, "service", services)
            _rows(f"goal {n}, tenders", goal.get("tenders", []), TENDER, "kind", TENDERS)


def _rows(where: str, rows: Any, known: frozenset[str], word: str, values: Any) -> None:
    """The lines or tenders of a receipt that is wanted."""
    _list(where, rows, dict, "tables")
    for row in rows:
        if unknown := sorted(row.keys() - known):
            raise LessonError(f"{where}: {unknown[0]} has no meaning here. Keys: {', '.join(sorted(known))}.")
        for name in (word, "amount"):
            if name not in row:
                raise LessonError(f"{where}: {name} is missing.")
        if row[word] not in values and "{" not in str(row[word]):
            raise LessonError(f"{where}: {word} is one of {', '.join(values)}, not {row[word]!r}.")
