"""Shifts in the progress store: who comes and what has been done, so that a shift goes on after it was put aside."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from data.training import klm, progress, reviews, scoring
from data.training.shifts import Arrival, Shift
from data.training.shifts_attempts import restored, stored
from data.training.shifts_money import Money
from data.training.shifts_morning import Morning, Served

if TYPE_CHECKING:
    from data.store import Store
    from data.training.progress import Trainee

IN_HAND, DONE, GIVEN_UP = "OPEN", "DONE", "GIVEN-UP"
STATES = {IN_HAND: "put aside", DONE: "done", GIVEN_UP: "given up"}
_SELECT = "SELECT id, seed, per_hour, minutes, desk, day, at, ended_at, state, line, detail, hand FROM shifts "


@dataclass(frozen=True)
class Kept:
    """A shift as it is stored."""

    id: int
    shift: Shift
    day: date
    """The day it plays on."""
    at: str
    """When it was begun."""
    ended_at: str
    state: str
    line: tuple[Arrival, ...]
    """Who comes."""
    detail: Mapping[str, Any]

    @property
    def served(self) -> list[Served]:
        """The visits that are over."""
        return [_served(one) for one in self.detail.get("served", ())]

    @property
    def idle(self) -> float:
        """Seconds in which nobody was there."""
        return float(self.detail.get("idle", 0.0))


def _kept(row: Sequence[Any]) -> Kept:
    id, seed, per_hour, minutes, desk, day, at, ended_at, state, line, detail, hand = row
    return Kept(
        int(id), Shift(int(seed), int(per_hour), int(minutes), desk), date.fromisoformat(day), at, ended_at, state,
        tuple(Arrival(*one) for one in json.loads(line)), json.loads(detail) | json.loads(hand),
    )  # fmt: skip


def begin(store: Store, who: Trainee, shift: Shift, day: date, line: Sequence[Arrival]) -> Kept:
    """Keep a shift that begins."""
    with store.writing():
        id = store.insert(
            "shifts",
            trainee_id=who.id,
            seed=shift.seed,
            per_hour=shift.per_hour,
            minutes=shift.minutes,
            desk=shift.desk,
            day=day.isoformat(),
            at=store.now(),
            state=IN_HAND,
            line=json.dumps([(one.at, one.lesson) for one in line]),
            detail="{}",
        )
    return get(store, id)


def get(store: Store, id: int) -> Kept:
    """A shift by its id."""
    row = store.row(_SELECT + "WHERE id = ?", id)
    assert row is not None
    return _kept(row)


def put_aside(store: Store, who: Trainee) -> Kept | None:
    """The trainee's shift that is not over."""
    row = store.row(_SELECT + "WHERE trainee_id = ? AND state = ? ORDER BY id DESC LIMIT 1", who.id, IN_HAND)
    return None if row is None else _kept(row)


def shifts(store: Store, who: Trainee) -> list[Kept]:
    """The trainee's shifts, newest first."""
    return [_kept(row) for row in store.rows(_SELECT + "WHERE trainee_id = ? ORDER BY id DESC", who.id)]


def next_seed(store: Store, who: Trainee) -> int:
    """The number of the trainee's next shift."""
    return 1 + int(store.value("SELECT COALESCE(max(seed), 0) FROM shifts WHERE trainee_id = ?", who.id) or 0)


def save(store: Store, id: int, morning: Morning) -> None:
    """Keep where a shift stands; one that is over is done."""
    with store.writing():
        state, ended = (DONE, store.now()) if morning.over else (IN_HAND, "")
        store.run(
            "UPDATE shifts SET detail = ?, hand = ?, state = ?, ended_at = ? WHERE id = ?",
            json.dumps({"served": [asdict(one) for one in morning.served]}), _hand(morning), state, ended, id,
        )  # fmt: skip


def save_hand(store: Store, id: int, morning: Morning) -> None:
    """Keep how far the customer at the counter is; those before are kept already."""
    with store.writing():
        store.run("UPDATE shifts SET hand = ? WHERE id = ?", _hand(morning), id)


def give_up(store: Store, id: int) -> None:
    """A shift ends before it is over; what was done in it stays to be looked at."""
    with store.writing():
        store.run("UPDATE shifts SET state = ?, ended_at = ? WHERE id = ?", GIVEN_UP, store.now(), id)


def _hand(morning: Morning) -> str:
    ground = morning.practice.ground
    said = {
        "clock": morning.clock.now,
        "idle": morning.idle,
        "door": morning.door,
        "money": asdict(morning.money),
        "began": morning.began,
        "before": None if morning.over else stored(morning.put_aside()),
        "mark": {"journal_id": ground.journal_id, "rows": ground.rows, "newest": ground.newest,
                 "seen": sorted(ground.seen), "answer": ground.answer},
    }  # fmt: skip
    return json.dumps(said)


def take_up(kept: Kept, morning: Morning) -> None:
    """Bring a freshly made morning to where its shift stood; its clock must have been begun with `spent`."""
    said = kept.detail
    if not said:
        return
    morning.served = kept.served
    morning.idle, morning.door, morning.began = kept.idle, float(said["door"]), float(said["began"])
    papers = {kind: (int(pieces), int(total)) for kind, (pieces, total) in said["money"]["papers"].items()}
    morning.money = Money(int(said["money"]["cash_cents"]), papers)
    if said["before"]:
        morning.before = restored(said["before"])
    ground, mark = morning.now.practice.ground, said["mark"]
    ground.journal_id, ground.answer = int(mark["journal_id"]), str(mark["answer"])
    ground.rows = {table: tuple(row) for table, row in mark["rows"].items()}
    ground.newest, ground.seen = dict(mark["newest"]), set(mark["seen"])


def _served(said: Mapping[str, Any]) -> Served:
    rest = {name: value for name, value in said.items() if name not in ("attempt", "shortest")}
    return Served(**rest, attempt=restored(said["attempt"]), shortest=tuple(said["shortest"]))


# what a shift is worth for the record


def grade(kept: Store, who: Trainee, city: Store, served: Sequence[Served], id: int, known: set[str]) -> int:
    """Keep every customer as an attempt at its lesson (`known`: ids of the course); how many were passed.

    A lesson that has been begun is reviewed by it; one that has not is not begun by it. The seed of an attempt is the
    shift's and the customer's place, below zero and so no lesson's.
    """
    today = city.clock.today()
    times, bars = klm.operators(city, today), scoring.bars(city, today)
    due, terms = reviews.due(kept, who), reviews.terms(city, today)
    passed = 0
    for n, one in enumerate(served):
        if one.lesson not in known:
            continue
        one.attempt.seed = -(id * 1000 + n)
        score = scoring.score(one.attempt, one.shortest, times, bars)
        progress.keep(kept, who, one.attempt, score)
        passed += score.passed
        if one.lesson in due:
            reviews.grade(kept, who, one.lesson, score.grade, terms)
    return passed
