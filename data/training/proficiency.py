"""The proficiency record: per duty what a trainee has seen, practiced and passed, when, and who observed it.

A lesson is passed for good on the day of its third unaided pass in a row with three different seeds (the number is the
setting `score.in_a_row`). A duty is passed when every lesson taught for it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING

from data.clock import local_time
from data.permissions import ROLES, Refused
from data.report_table import Group, Head, Report
from data.training import progress
from data.training.duties import DUTIES, GROUPS, OBSERVE, title
from data.training.figures import HOUR_MS
from data.training.progress import Run, Trainee, Try
from data.training.reviews import Lesson

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

ABLE, NOT_YET = "ABLE", "NOT-YET"
VERDICTS = ((ABLE, "Able to do it alone"), (NOT_YET, "Not yet"))
LATEST = 10
"""So many drills say how somebody types now."""


@dataclass(frozen=True)
class Observation:
    """What somebody saw a trainee do."""

    duty: str
    at: str
    observer: str
    verdict: str
    remark: str


@dataclass(frozen=True)
class Standing:
    """How a trainee stands in one duty; moments as stored text, empty when it has not come to that."""

    duty: str
    lessons: int
    """How many lessons teach it."""
    lessons_passed: int
    seen_at: str
    practiced: int
    """Attempts in which the work was right."""
    tries: int
    passed_at: str
    observed: Observation | None

    @property
    def word(self) -> str:
        """The standing in a word."""
        if self.passed_at:
            return "Passed"
        return "Practiced" if self.practiced else "Seen" if self.seen_at else "-"

    @property
    def proven(self) -> bool:
        """Whether it counts for promotion: passed, and somebody has seen it done alone."""
        return bool(self.passed_at) and self.observed is not None and self.observed.verdict == ABLE


def passed_at(tries: Iterable[Try], in_a_row: int = 3) -> str:
    """When a lesson was first passed unaided so many times in a row with different seeds; empty when never.

    A failed or aided attempt ends a row; a seed that the row has already had does not lengthen it.
    """
    row: list[int] = []
    for one in tries:
        if not one.unaided:
            row = []
        elif one.seed not in row:
            row.append(one.seed)
        if len(row) >= in_a_row:
            return one.at
    return ""


def record(store: Store, who: Trainee, lessons: Sequence[Lesson], in_a_row: int = 3) -> list[Standing]:
    """The standing in every duty that is taught, in the order of the duties."""
    tries = progress.tries(store, who)
    seen = progress.seen(store, who)
    passes = {one.id: passed_at((a for a in tries if a.lesson == one.id), in_a_row) for one in lessons}
    observed = {one.duty: one for one in observations(store, who)}
    order = list(DUTIES)
    taught = {duty for one in lessons for duty in one.duties}
    found = []
    for duty in sorted(taught, key=lambda duty: (order.index(duty) if duty in order else len(order), duty)):
        ids = [one.id for one in lessons if duty in one.duties]
        mine = [one for one in tries if one.lesson in ids]
        dates = [passes[id] for id in ids]
        found.append(
            Standing(
                duty,
                len(ids),
                sum(map(bool, dates)),
                min((seen[id] for id in ids if id in seen), default=""),
                sum(one.passed for one in mine),
                len(mine),
                max(dates) if all(dates) else "",
                observed.get(duty),
            )
        )
    return found


def observe(store: Store, session: Session, who: Trainee, duty: str, verdict: str, remark: str = "") -> Observation:
    """A supervisor has seen the trainee do it. Raises `Refused` for others, and for oneself."""
    session.require(OBSERVE)
    if session.clerk.number == who.number:
        raise Refused("Nobody observes himself: ask another supervisor.")
    if duty not in DUTIES:
        raise Refused(f"There is no duty {duty}.")
    with store.writing():
        store.insert(
            "observations",
            trainee_id=who.id,
            duty=duty,
            at=store.now(),
            observer_number=session.clerk.number,
            observer=session.clerk.name,
            verdict=verdict,
            remark=remark,
        )
    return observations(store, who)[-1]


def observations(store: Store, who: Trainee) -> list[Observation]:
    """Everything observed, oldest first; the last of a duty counts."""
    found = store.rows(
        "SELECT duty, at, observer, verdict, remark FROM observations WHERE trainee_id = ? ORDER BY id", who.id
    )
    return [Observation(*row) for row in found]


def role_of(store: Store, who: Trainee) -> str:
    """The title of the role this person has at the counter; `Trainee` when nobody there has that number."""
    role = store.value("SELECT role FROM users WHERE number = ?", who.number)
    return dict(ROLES).get(str(role), "Trainee")


def day(at: str) -> str:
    """A stored moment as its day on the machine's clock, empty for none."""
    return local_time(at).split()[0] if at else ""


HEADS = (
    Head("Id", 3),
    Head("Duty", 26),
    Head("Seen", 8),
    Head("Right", 5),
    Head("Passed", 8),
    Head("Observed", 8),
    Head("By", 14),
)


def ten_key(runs: Sequence[Run]) -> str:
    """What the latest drills say of the ten-key, in a sentence; empty when there are none."""
    last = [run.figures for run in runs[-LATEST:]]
    if not last:
        return ""
    ms, answers = sum(one.ms for one in last), sum(one.answers for one in last)
    net = sum(one.net_keys for one in last) * HOUR_MS // max(1, ms)
    right = sum(one.right for one in last) * 100 / max(1, answers)
    return f"Ten-key: {net:,} net keys an hour, {right:.1f} % right, in the last {len(last)} of {len(runs)} drills."


def sheet(who: Trainee, role: str, standings: Sequence[Standing], on: str, runs: Sequence[Run] = ()) -> Report:
    """The record as a paper: shown, printed, paged and written as CSV. `on` is today as it is printed."""
    groups = []
    for letter, name in GROUPS.items():
        rows = tuple(_row(one) for one in standings if one.duty.startswith(letter))
        if rows:
            groups.append(Group(name, rows))
    proven = sum(one.proven for one in standings)
    notes = (
        f"{sum(bool(one.passed_at) for one in standings)} of {len(standings)} duties passed, {proven} proven.",
        "Proven: passed, and observed to be done alone.",
        "Passed: right and unaided, with three different customers in a row.",
        *([ten_key(runs)] if runs else []),
        *_remarks(standings),
        "",
        "Trainee ______________________________    Date ______________",
        "",
        "Supervisor ___________________________    Date ______________",
    )
    about = f"{who.name}, clerk {who.number}, {role}, on {on}"
    return Report("TRN080", "Proficiency record", about, HEADS, tuple(groups), notes)


def _row(one: Standing) -> tuple[str, ...]:
    seen = one.observed
    by = "" if seen is None else seen.observer if seen.verdict == ABLE else "not yet"
    observed = "" if seen is None else day(seen.at)
    right = f"{one.practiced}/{one.tries}"
    return one.duty, title(one.duty), day(one.seen_at), right, day(one.passed_at), observed, by


def _remarks(standings: Sequence[Standing]) -> list[str]:
    """Who has observed what, by the whole name, with the remark."""
    return [row for one in standings if one.observed for row in _observed(one.duty, one.observed)]


def _observed(duty: str, seen: Observation) -> list[str]:
    verdict = "able" if seen.verdict == ABLE else "not yet"
    remark = f": {seen.remark.rstrip('.')}" if seen.remark else ""
    return wrap(f"{duty} {verdict}, {day(seen.at)}, {seen.observer}{remark}.", 78, subsequent_indent="    ")
