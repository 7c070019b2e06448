"""Goals about the work itself: rows of the store, what the trainee answered, saw and put aside, what was refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from data.money import parse_cents, show_cents
from data.training.attempt import PERSON, WORK, Check
from data.training.ground import Ground, named, safe
from data.training.numbers_drawn import LessonError


def row(
    ground: Ground,
    table: str,
    where: Mapping[str, Any],
    count: int = 1,
    new: bool = True,
    store: str = "",
    says: str = "",
    name: str = "",
) -> Iterator[Check]:
    """So many rows of a table that hold these values; only rows made in this lesson unless `new` is false.

    `store` is `police` for a table of the police store, in which a row that was made is about a person; `says` is what
    the trainee reads of it.
    """
    known = ground.columns(store, table)
    if unknown := sorted(set(where) - known):
        raise LessonError(f"{table} has no column {unknown[0]}. Columns: {', '.join(sorted(known))}.")
    terms = " AND ".join(f"{safe(column)} = ?" for column in where)
    first = ground.newest.get(named(table, store), 0) if new else 0
    sql = f"SELECT count(*) FROM {safe(table)} WHERE id > ? AND {terms}"
    stored = [value.isoformat() if isinstance(value, date) else value for value in where.values()]
    has = int(ground.where(store).value(sql, first, *stored) or 0)
    made = store and new and ground.where(store).value(f"SELECT 1 FROM {safe(table)} WHERE id > ? LIMIT 1", first)
    said = ", ".join(f"{column} {value}" for column, value in where.items())
    found = "not so" if says else f"{has} such rows"
    yield Check(PERSON if made else WORK, says or f"{table} holds {said}.", has == count, found)


def answer(ground: Ground, is_: Any, name: str = "") -> Iterator[Check]:
    """What the trainee answers to the customer in the lesson's window: an amount or a text."""
    wanted = show_cents(is_) if isinstance(is_, int) else str(is_)
    yield Check(WORK, "The customer gets the right answer.", _same(ground.answer, is_), ground.answer or wanted[:0])


def _same(said: str, is_: Any) -> bool:
    if not isinstance(is_, int):
        return " ".join(said.casefold().split()) == " ".join(str(is_).casefold().split())
    try:
        return parse_cents(said) == is_
    except ValueError:
        return False


def seen(ground: Ground, program: str, says: str = "", name: str = "") -> Iterator[Check]:
    """A display was shown, by its id in row 1; `says` is what the trainee reads of it."""
    yield Check(WORK, says or f"The display {program} was opened.", program in ground.seen)


def works(ground: Ground, suspended: int, name: str = "") -> Iterator[Check]:
    """So much work of the trainee is put aside."""
    has = int(
        ground.store.value(
            "SELECT count(*) FROM works WHERE user_id = ? AND state = 'SUSPENDED'", ground.session.clerk.id
        )
        or 0
    )
    yield Check(WORK, f"{suspended} pieces of work are put aside.", has == suspended, str(has))


def refused(ground: Ground, says: str, name: str = "") -> Iterator[Check]:
    """The program refused something with a sentence that holds these words."""
    found = any(says.casefold() in sentence.casefold() for sentence in ground.refused)
    yield Check(WORK, f"The program has said: {says}.", found)


def audit(ground: Ground, event: str, says: str = "", name: str = "") -> Iterator[Check]:
    """The trainee has done something that the audit log keeps, by its event: lock, user.pin, …"""
    sql = "SELECT count(*) FROM audit_log WHERE seq > ? AND user_id = ? AND event = ? AND outcome = 'ok'"
    has = int(ground.store.value(sql, ground.audit_seq, ground.session.clerk.id, event) or 0)
    yield Check(WORK, says or f"The audit log has {event}.", has > 0)
