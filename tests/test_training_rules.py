"""Scores, drills and the keystroke-level model, without a store."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import balancing_digits
from data.training import drills, events, klm, scoring
from data.training.attempt import MONEY, PERSON, WORK, Attempt, Check, FieldTry, Happened, Stroke
from data.training.digits import DIGIT, HEAVIEST, OPERATION, PAIR, Key, Skill, Weights, trace, weakest
from data.training.figures import Answer, figures, skills
from data.training.questions import MONEY as AMOUNT
from data.training.questions import Question

TIMES = klm.Operators()
EVEN = Weights({})


def keys(text: str, ms: int = 200) -> tuple[Key, ...]:
    return tuple(Key(one, ms) for one in klm.keys_of(text))


# The keystroke-level model


def test_a_path_is_read_key_by_key():
    assert klm.keys_of("1<enter>5.0<f12>\n") == ["1", "enter", "5", ".", "0", "f12", "enter"]


def test_one_m_before_each_unit_and_none_before_the_key_that_ends_it():
    model = klm.of_keys(klm.keys_of("1<enter>10004567<enter><enter>"))
    assert model.sequence == "M 2D M 9D M D"
    assert model.counts == Counter(M=3, D=12)
    assert model.keys == 12
    assert model.milliseconds(TIMES, 90) == 3 * 1350 + 12 * 280 + 90


def test_a_scan_costs_the_look_but_no_key():
    assert klm.of_keys(["scan", "enter"]).counts == Counter(M=2, D=1)


def test_letters_and_digits_may_have_times_of_their_own():
    model = klm.of_keys(klm.keys_of("CK 1021<enter>"))
    assert model.counts == Counter(M=1, D=5, K=3)
    assert model.milliseconds(klm.Operators(key_ms=100, digit_ms=10, mental_ms=0)) == 350


def test_a_written_sequence_is_read_and_a_wrong_one_named():
    assert klm.of_text("M 8D H P BB").counts == Counter(M=1, D=8, H=1, P=1, B=2)
    with pytest.raises(ValueError, match="X is no operator"):
        klm.of_text("M X")


def test_operators_are_settings(rules, clock):
    assert klm.operators(rules, clock.today()) == TIMES
    assert scoring.bars(rules, clock.today()) == scoring.Bars()


# Digits


def test_a_digit_is_judged_the_first_time_it_is_tried():
    found = trace("1250", keys("13<backspace>250<enter>", 300))
    assert found[DIGIT, "2"] == Skill(0.0, 1.0, 0.0, 0.0)
    assert found[PAIR, "12"].misses == 1
    assert found[PAIR, "25"] == Skill(1.0, 0.0, 1.0, 300.0)
    assert found[DIGIT, "1"] == Skill(1.0, 0.0, 0.0, 0.0)


def test_what_is_typed_behind_a_wrong_digit_says_nothing():
    found = trace("1250", keys("1925"))
    assert set(found) == {(DIGIT, "1"), (DIGIT, "2"), (PAIR, "12")}


def test_erasing_the_field_begins_anew():
    found = trace("12", (*keys("1"), Key("ctrl+u", 100), *keys("12")))
    assert (found[DIGIT, "1"].samples, found[DIGIT, "2"].hits) == (1, 1)


def test_the_weak_digit_is_drawn_more_often_and_never_too_often():
    known = {(DIGIT, digit): Skill(50, 0, 50, 250) for digit in "0123456789"}
    known[DIGIT, "7"] = Skill(30, 20, 30, 250)
    known[DIGIT, "8"] = Skill(50, 0, 50, 500)
    weights = Weights(known)
    assert weights.of(DIGIT, "1") == 1 < weights.of(DIGIT, "7") <= HEAVIEST
    assert weights.of(DIGIT, "8") > 3
    drawn = Counter(weights.digits(Random(1), 4000))
    assert drawn["7"] > 2 * drawn["1"]
    assert drawn["8"] > 2 * drawn["1"]
    assert weakest(known, DIGIT) == ["7", "8"]


def test_little_is_concluded_from_little():
    assert (
        Weights({(DIGIT, "3"): Skill(0, 1)}).of(DIGIT, "3") < 3.5 < Weights({(DIGIT, "3"): Skill(0, 9)}).of(DIGIT, "3")
    )


def test_what_is_long_ago_counts_less():
    known = Skill(misses=10)
    for _ in range(10):
        known = known.after(Skill(5, 0, 5, 200))
    assert known.accuracy > 0.9


# Drills


@pytest.mark.parametrize("drill", drills.DRILLS, ids=lambda drill: drill.code)
@pytest.mark.parametrize("seed", [1, 2, 77])
def test_every_drill_asks_what_can_be_answered(drill, seed):
    asked = drill.questions(seed, EVEN)
    assert len(asked) == drill.length
    assert asked == drill.questions(seed, EVEN)
    assert asked != drill.questions(seed + 1, EVEN)
    for question in asked:
        assert all(len(row) <= 76 for row in question.shown)
        assert len(question.shown) <= 14
        answer = drills.expected_keys(question, "")
        assert drills.is_right(question, answer)
        assert not drills.is_right(question, answer + "1")
        assert not drills.is_right(question, "")


def test_the_titles_of_drills_fit_row_1_of_a_training_station():
    assert max(len(drill.title) for drill in drills.DRILLS) <= 19


def test_drills_follow_the_trainee():
    weak = Weights({(OPERATION, "from one bill"): Skill(2, 8), (OPERATION, "with coins on top"): Skill(10, 0)})
    drill = drills.drill("5")
    ways = Counter(question.operations[0] for seed in range(20) for question in drill.questions(seed, weak))
    assert ways["from one bill"] > 2 * ways["with coins on top"] > 0


@given(seed=st.integers(0, 10_000))
def test_change_is_never_negative_and_never_more_than_the_bill(seed):
    for question in drills.drill("CHANGE").questions(seed, EVEN):
        assert 0 < question.answer < 10_100


@given(seed=st.integers(0, 10_000))
def test_the_wrong_line_is_wrong_in_the_way_that_is_drilled(seed):
    asked = drills.drill("ERRORS").questions(seed, EVEN)
    for line, off in zip(asked[::2], asked[1::2], strict=True):
        rows = [row.split() for row in line.shown[1:8]]
        items = [int(row[1].replace(",", "").replace(".", "")) for row in rows]
        tape = [int(row[2].replace(",", "").replace(".", "")) for row in rows if len(row) > 2]
        first = next(n for n, cents in enumerate(items) if n >= len(tape) or tape[n] != cents)
        assert first + 1 == line.answer
        if line.operations == (balancing_digits.TRANSPOSED,):
            assert balancing_digits.mistake(items[first], tape[first])
        assert off.answer == (items[first] if len(tape) < len(items) else abs(items[first] - tape[first]))


def test_an_amount_may_be_typed_with_its_point():
    question = Question((), "Amount", AMOUNT, 30000, "amount")
    assert [drills.expected_keys(question, text) for text in ("30000", "300.", "300.00")] == ["30000", "300.", "300.00"]
    assert drills.is_right(question, "300.")


def test_gross_and_net_keys_per_hour():
    question = Question((), "Amount", AMOUNT, 1250, "amount", ("borrow",))
    right = Answer(question, "1250", keys("1250<enter>", 200))
    fixed = Answer(question, "1250", keys("12<backspace>250<enter>", 200))
    wrong = Answer(question, "1350", keys("1350<enter>", 200))
    done = figures([right, fixed, wrong])
    assert (done.ms, done.keys, done.net_keys) == (17 * 200, 17, 10)
    assert done.gross_per_hour == 18_000
    assert done.net_per_hour == 10 * 3_600_000 // 3400
    assert (done.right, done.answers, done.permille) == (2, 3, 666)
    assert done.by_field == {"amount": (2, 3)}
    assert done.by_digit["2"] == (2, 3)
    assert skills([right, fixed, wrong])[OPERATION, "borrow"].accuracy == pytest.approx(2 / 3)


# Scores

SHORTEST = klm.keys_of("1<enter>10004567<enter>")


def attempt(**changes) -> Attempt:
    found = Attempt("water", 1, ended=5.0, checks=(Check(MONEY, "The receipt is for 188.11.", True),))
    found.fields = [FieldTry("UB10", f"field{n}", "x", n, n + 0.5, 1) for n in range(50)]
    found.strokes = [Stroke(0.1 * n, "1", waited=0.01) for n in range(12)]
    for name, value in changes.items():
        setattr(found, name, value)
    return found


def scored(found: Attempt) -> scoring.Score:
    return scoring.score(found, SHORTEST, TIMES, scoring.Bars())


def test_a_clean_quick_attempt_is_easy():
    score = scored(attempt())
    assert (score.stage, score.grade, score.unaided) == (scoring.PASSED, scoring.EASY, True)
    assert score.waited_ms == 120
    assert score.model_ms == 2 * 1350 + 11 * 280 + 120
    assert (score.keys, score.shortest) == (12, 11)


@pytest.mark.parametrize(
    ("kind", "stage"),
    [(MONEY, scoring.WRONG_MONEY), (PERSON, scoring.WRONG_PERSON), (WORK, scoring.NOT_DONE)],
)
def test_wrong_work_fails_however_quick(kind, stage):
    score = scored(attempt(checks=(Check(MONEY, "A", True), Check(kind, "It is so.", False, "It is not."))))
    assert (score.stage, score.grade, score.passed) == (stage, scoring.AGAIN, False)
    assert score.wrong == ("It is so. It is not.",)


def test_doing_nothing_and_giving_up_fail():
    assert scored(attempt(checks=())).stage == scoring.NOT_DONE
    assert scored(attempt(given_up=True)).stage == scoring.NOT_DONE


def test_one_field_of_fifty_may_be_corrected_and_not_two():
    fields = attempt().fields
    wrong = [FieldTry("UB10", "a", "x", 0, 1, 1, faults=1), FieldTry("UB10", "b", "x", 0, 1, 1, expected="y")]
    assert scored(attempt(fields=[*fields[1:], wrong[0]])).passed
    assert scored(attempt(fields=[*fields[2:], *wrong])).stage == scoring.FIELDS


@pytest.mark.parametrize(("seconds", "grade"), [(7.6, scoring.EASY), (9.0, scoring.GOOD), (12.0, scoring.HARD)])
def test_time_decides_how_well(seconds, grade):
    assert scored(attempt(ended=seconds)).grade == grade


def test_what_was_not_dealt_with_and_hints_keep_it_from_counting():
    torn = Happened(events.TORN_CHECK, "torn", 1.0, 2.0, True)
    assert scored(attempt(happened=[torn])).unaided
    left = scored(attempt(happened=[torn, Happened(events.PHONE, "phone", 3.0)]))
    assert (left.passed, left.unaided, left.grade, left.recovered, left.thrown) == (True, False, scoring.HARD, 1, 2)
    assert not scored(attempt(hints=1)).unaided


def test_a_score_explains_itself_in_76_columns():
    score = scored(attempt(hints=2, happened=[Happened(events.PHONE, "phone", 1.0, 2.0, True)]))
    assert all(len(line) <= 76 for line in score.lines())
    assert score.lines()[0].startswith("PASSED.")


# Events


def test_events_are_declared_and_happen_once():
    script = events.Script(
        events.declared([{"kind": "TORN-CHECK", "when": "TND002", "wants": "no check"}, {"kind": "PHONE", "after": 3}])
    )
    assert [one.kind for one in script.due(1.0, "UB10", 2)] == []
    assert [one.kind for one in script.due(2.0, "TND002", 3)] == ["TORN-CHECK", "PHONE"]
    assert script.due(3.0, "TND002", 4) == []
    torn, phone = script.waiting()
    script.settled(torn, 5.0, True)
    script.settled(torn, 6.0, False)
    assert script.waiting() == [phone]
    assert [one.recovered for one in script.happened()] == [True, False]


@pytest.mark.parametrize(
    "table",
    [{"kind": "FLOOD", "after": 1}, {"kind": "PHONE"}, {"kind": "PHONE", "after": 1, "when": "UB10"},
     {"kind": "PHONE", "after": 1, "color": "red"}],
)  # fmt: skip
def test_an_event_that_cannot_be_is_refused(table):
    with pytest.raises(events.EventError):
        events.declared([table])
