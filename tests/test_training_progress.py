"""What is kept of trainees: attempts, drills, skills, reviews and the proficiency record, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from peewee import DatabaseError

from data.permissions import CSR1, SUPERVISOR, Refused
from data.training import proficiency, progress, reviews, scoring
from data.training.attempt import MONEY, Attempt, Check
from data.training.digits import DIGIT, OPERATION, Key, Weights
from data.training.drills import drill, expected_keys
from data.training.figures import Answer
from data.training.klm import Operators
from data.training.progress import ProgressStore, Trainee

TERMS = reviews.Terms()


@dataclass(frozen=True)
class Taught:
    id: str
    title: str
    duties: tuple[str, ...]


WATER, CHECK, DRAWER = (
    Taught("water", "A water payment", ("U1", "G2")),
    Taught("check", "A check", ("U1",)),
    Taught("drawer", "Open the drawer", ("U5",)),
)
COURSE = (WATER, CHECK, DRAWER)


@pytest.fixture
def notes(request, store_kind, tmp_path: Path, clock) -> Iterator[ProgressStore]:
    """A new progress store."""
    if store_kind == "sqlite":
        name, server, url = "", None, f"sqlite:///{tmp_path / 'progress.db'}"
    else:
        server, name = request.getfixturevalue("postgresql_server"), f"progress_{uuid4().hex}"
        server.create(name, "template0")
        url = server.url(name)
    opened = ProgressStore(url, clock).open()
    opened.migrate()
    yield opened
    opened.close()
    if server is not None:
        server.drop(name)


@pytest.fixture
def who(notes) -> Trainee:
    """Somebody who trains."""
    return progress.trainee(notes, "101", "Pat Rivera")


def attempt(store, who, lesson: Taught, seed: int = 1, *, right: bool = True, hints: int = 0) -> scoring.Score:
    done = Attempt(lesson.id, seed, checks=(Check(MONEY, "The receipt is for 1.00.", right),), hints=hints, ended=1.0)
    found = scoring.score(done, ["1", "enter"], Operators(), scoring.Bars())
    progress.keep(store, who, done, found)
    reviews.grade(store, who, lesson.id, found.grade, TERMS)
    return found


def test_the_store_is_its_own_and_its_attempts_are_final(notes, who):
    notes.require_current()
    attempt(notes, who, WATER)
    with pytest.raises(DatabaseError, match="final"), notes.writing():
        notes.run("DELETE FROM attempts")
    with pytest.raises(DatabaseError, match="final"), notes.writing():
        notes.run("UPDATE attempts SET stage = 'PASSED'")


def test_a_trainee_is_known_by_number(notes, who):
    assert progress.trainee(notes, "101", "Pat Rivera-Lopez") == Trainee(who.id, "101", "Pat Rivera-Lopez")
    assert [one.name for one in progress.trainees(notes)] == ["Pat Rivera-Lopez"]


def test_attempts_are_kept_in_order(notes, who):
    attempt(notes, who, WATER, 1, right=False)
    attempt(notes, who, WATER, 2)
    attempt(notes, who, CHECK, 1)
    assert [(one.seed, one.passed, one.grade) for one in progress.tries(notes, who, "water")] == [
        (1, False, 1),
        (2, True, 4),
    ]
    assert len(progress.tries(notes, who)) == 3
    assert progress.next_seed(notes, who, "water") == 3
    assert progress.next_seed(notes, who, "drawer") == 1


# Drills


def answered(notes, who, code: str, wrong_digit: str = "") -> progress.Run:
    seed = progress.next_drill_seed(notes, who, code)
    answers = []
    for question in drill(code).questions(seed, Weights(progress.skills(notes, who))):
        right = expected_keys(question, "")
        typed = right.replace(wrong_digit, "0") if wrong_digit else right
        answers.append(Answer(question, typed, tuple(Key(one, 250) for one in [*typed, "enter"])))
    progress.keep_drill(notes, who, code, seed, answers)
    return progress.runs(notes, who, code)[-1]


def test_a_drill_is_kept_with_its_figures(notes, who):
    run = answered(notes, who, "AMOUNTS")
    assert run.seed == 1
    assert run.figures.permille == 1000
    assert run.figures.gross_per_hour == run.figures.net_per_hour == 14_400
    assert run.figures.by_field == {"amount": (20, 20)}
    assert progress.next_drill_seed(notes, who, "AMOUNTS") == 2


def test_the_next_drill_has_more_of_what_was_wrong(notes, who):
    for _ in range(4):
        answered(notes, who, "ACCOUNTS", wrong_digit="7")
    weights = Weights(progress.skills(notes, who))
    assert weights.of(DIGIT, "7") > 3 > weights.of(DIGIT, "4")
    even = "".join(str(one.answer) for one in drill("AMOUNTS").questions(5, Weights({}), 200))
    weak = "".join(str(one.answer) for one in drill("AMOUNTS").questions(5, weights, 200))
    assert weak.count("7") > 2 * even.count("7")


def test_operations_are_known_too(notes, who):
    answered(notes, who, "CHANGE")
    known = progress.skills(notes, who)
    assert {kind for kind, _ in known} >= {OPERATION, DIGIT}
    assert sum(skill.hits for (kind, _), skill in known.items() if kind == OPERATION) == pytest.approx(15)


# Reviews


def test_new_lessons_come_a_few_a_day_and_reviews_when_due(notes, who, clock):
    first = reviews.today(notes, who, COURSE, TERMS)
    assert (first.reviews, first.new, first.sentence) == ((), ("water", "check"), "Today: 0 reviews, 2 new.")
    attempt(notes, who, WATER)
    attempt(notes, who, CHECK, right=False)
    assert reviews.today(notes, who, COURSE, TERMS).new == ()
    clock.advance(days=1)
    second = reviews.today(notes, who, COURSE, TERMS)
    assert (second.reviews, second.new, second.sentence) == (("check",), ("drawer",), "Today: 1 review, 1 new.")


def days(due, clock) -> int:
    """Days until a lesson comes again."""
    return (due.date() - clock.today()).days


def test_what_is_easy_comes_back_later_than_what_is_hard(notes, who, clock):
    waits = [days(reviews.grade(notes, who, f"lesson {rating}", rating, TERMS), clock) for rating in (1, 2, 3, 4)]
    assert waits == sorted(waits)
    assert waits[0] == 1 < waits[3]


def test_a_lesson_that_is_remembered_comes_back_ever_later(notes, who, clock):
    waits = []
    for _ in range(4):
        due = reviews.grade(notes, who, "water", scoring.GOOD, TERMS)
        waits.append(days(due, clock))
        clock.advance(days=waits[-1])
    assert waits == sorted(set(waits))
    forgotten = reviews.grade(notes, who, "water", scoring.AGAIN, TERMS)
    assert days(forgotten, clock) < waits[-1]


def test_a_review_in_the_morning_is_a_day_after_one_in_the_afternoon(notes, who, clock):
    dues = []
    for hours in (0, 24, 18, 30):
        clock.advance(hours=hours)
        dues.append(days(reviews.grade(notes, who, "daily", scoring.GOOD, TERMS), clock))
    assert dues == sorted(set(dues))


def test_the_terms_are_settings(rules, clock):
    assert reviews.terms(rules, clock.today()) == TERMS


# The record


def standing(notes, who, duty: str) -> proficiency.Standing:
    return next(one for one in proficiency.record(notes, who, COURSE) if one.duty == duty)


def test_a_duty_is_seen_then_practiced_then_passed(notes, who, clock):
    assert standing(notes, who, "U5").word == "-"
    progress.saw(notes, who, "drawer")
    assert standing(notes, who, "U5").word == "Seen"
    attempt(notes, who, DRAWER, 1)
    assert standing(notes, who, "U5").word == "Practiced"
    attempt(notes, who, DRAWER, 2)
    clock.advance(days=2)
    attempt(notes, who, DRAWER, 3)
    passed = standing(notes, who, "U5")
    assert (passed.word, passed.practiced, passed.tries) == ("Passed", 3, 3)
    assert proficiency.day(passed.passed_at) == "07/08/26"
    attempt(notes, who, DRAWER, 4, right=False)
    assert standing(notes, who, "U5").passed_at == passed.passed_at


@pytest.mark.parametrize(
    ("seeds", "third"), [((1, 2, 2), {}), ((1, 2, 3), {"right": False}), ((1, 2, 3), {"hints": 1})]
)
def test_three_in_a_row_are_three_different_seeds_right_and_alone(notes, who, seeds, third):
    attempt(notes, who, DRAWER, seeds[0])
    attempt(notes, who, DRAWER, seeds[1])
    attempt(notes, who, DRAWER, seeds[2], **third)
    assert standing(notes, who, "U5").word == "Practiced"


def test_a_duty_of_two_lessons_needs_both(notes, who):
    for seed in (1, 2, 3):
        attempt(notes, who, WATER, seed)
    assert standing(notes, who, "G2").passed_at
    half = standing(notes, who, "U1")
    assert (half.passed_at, half.lessons, half.lessons_passed) == ("", 2, 1)


def test_a_supervisor_observes_and_nobody_else(notes, who, session_of):
    supervisor = session_of(SUPERVISOR, number="201", name="Ana Supervisor")
    proficiency.observe(notes, supervisor, who, "U5", proficiency.NOT_YET, "Counts too fast.")
    assert not standing(notes, who, "U5").proven
    seen = proficiency.observe(notes, supervisor, who, "U5", proficiency.ABLE)
    assert (seen.observer, seen.verdict) == ("Ana Supervisor", "ABLE")
    for seed in (1, 2, 3):
        attempt(notes, who, DRAWER, seed)
    assert standing(notes, who, "U5").proven
    with pytest.raises(Refused):
        proficiency.observe(notes, session_of(CSR1), who, "U5", proficiency.ABLE)
    with pytest.raises(Refused, match="himself"):
        proficiency.observe(notes, session_of(SUPERVISOR, number="101"), who, "U5", proficiency.ABLE)


def test_the_record_is_a_paper(notes, who, session_of):
    for seed in (1, 2, 3):
        attempt(notes, who, DRAWER, seed)
    proficiency.observe(notes, session_of(SUPERVISOR, name="Ana Supervisor"), who, "U5", "ABLE", "Calm under pressure.")
    answered(notes, who, "AMOUNTS")
    standings, runs = proficiency.record(notes, who, COURSE), progress.runs(notes, who)
    paper = proficiency.sheet(who, "CSR I", standings, "07/06/2026", runs)
    text = "\n".join(paper.lines())
    assert all(len(line) <= 78 for line in paper.lines())
    assert "1 of 3 duties passed, 1 proven" in text
    assert "Ten-key: 14,400 net keys an hour, 100.0 % right, in the last 1 of 1 drills." in text
    assert "U5 able, 07/06/26, Ana Supervisor: Calm under pressure." in text
    assert "Supervisor ____" in text
    assert "Utility billing" in text
