"""The rules behind a shift: what a clock, a drawer, the line and a playback say."""

from __future__ import annotations

import pytest

from data.training.attempt import MONEY, Attempt, Check, Happened, Stroke
from data.training.klm import Operators
from data.training.numbers_drawn import Cents
from data.training.numbers_money import Pieces
from data.training.shifts_attempts import joined, restored, stored
from data.training.shifts_debrief import debriefing, line, stays
from data.training.shifts_money import Bag, Money, count_keys
from data.training.shifts_morning import Served, ShiftClock

TIMES = Operators()


def typed(keys: str, program: str = "UB10", field: str = "account", at: float = 0.0) -> list[Stroke]:
    """A key a second; `<` is Backspace, `\\n` Enter."""
    names = {"<": "backspace", "\n": "enter"}
    return [Stroke(at + n, names.get(key, key), program, field) for n, key in enumerate(keys, 1)]


def served(arrived: float, began: float, ended: float, *checks: Check, strokes: list[Stroke] | None = None) -> Served:
    """A customer of the second `arrived`."""
    attempt = Attempt("water", -1, strokes or [], checks=checks, ended=ended - began)
    return Served("water", "A water bill", "Good morning.", arrived, began, ended, ("1", "enter"), attempt)


def test_the_clock_is_moved_over_what_nobody_has_to_live_through() -> None:
    now = [100.0]
    clock = ShiftClock(lambda: now[0], spent=30)
    assert clock.now == 30
    now[0] += 5
    assert clock.skip_to(60) == 25
    assert clock.now == 60
    assert clock.skip_to(40) == 0
    assert clock.now == 60


def test_one_piece_is_said_as_one() -> None:
    assert (
        Pieces(Cents(2531), {"b20": 1, "b5": 1, "c25": 1, "c1": 6}).said
        == "1 $20 bill, 1 $5 bill, 1 Quarter, 6 Pennies"
    )
    assert Pieces(Cents(51), {"c1": 1, "r1": 1}).said == "1 Penny, 1 Penny roll (50)"
    assert Bag(Cents(100), 1, Cents(4000)).said == "1 $1 bill, and 1 check or order of 40.00 together"
    assert Bag(Cents(0), 2, Cents(4000)).said == "no cash, and 2 checks and orders of 40.00 together"
    assert Bag(Cents(200), 0, Cents(0)).said == "1 $2 bill; no checks and no orders"


def test_a_drawer_is_counted_by_enter_where_there_is_nothing_and_f10_behind_the_last() -> None:
    money = Money(22_500)
    assert count_keys(money.pieces) == "2<enter><enter>1<enter><enter>1<enter><f10>"
    money.add("CK", 1_250)
    money.add("CK", 750)
    assert count_keys(money.pieces).endswith("2<enter>2000<enter><f10>")
    bag = money.bag(20_000)
    assert (bag.cash, bag.items, bag.tape) == (2_500, 2, 2_000)
    assert bag.keys.endswith("2<enter>2000<enter>")


def test_a_playback_shows_what_stayed_and_times_all_of_it() -> None:
    strokes = [*typed("12<3\n"), *typed("9\n", field="amount", at=8)]
    first, second = stays(Attempt("water", 1, strokes, ended=10), TIMES)
    assert (first.text, first.seconds, first.keys) == ("13<enter>", 5, 5)
    assert first.model == pytest.approx((1350 + 3 * 280) / 1000)
    assert (second.text, second.began, second.seconds) == ("9<enter>", 5, 5)


def test_fields_with_the_most_to_gain_come_first_and_errors_say_whose_they_are() -> None:
    wrong = Check(MONEY, "The receipt is for 10.00.", False, "1.00")
    slow = served(0, 0, 20, strokes=[*typed("1\n"), *typed("2\n", field="amount", at=15)])
    found = debriefing([slow, served(5, 20, 30, wrong)], 0, TIMES)
    assert [one.field for one in found.spent] == ["amount", "account"]
    assert found.right == 1
    assert [(n, said) for n, _, said in found.errors] == [(2, "The receipt is for 10.00. Found: 1.00.")]
    assert found.longest_wait == 15
    assert found.mean_wait == 7.5


def test_the_line_is_the_longest_in_each_part() -> None:
    people = [served(0, 0, 60), served(10, 60, 90), served(20, 90, 120), served(100, 120, 130)]
    assert line(people, parts=2) == [("0m", 2), ("1m", 1)]
    assert line([served(0, 0, 10)], parts=3) == [("0m", 0), ("", 0), ("", 0)]
    assert line([]) == []


def test_two_parts_of_a_customer_are_one_attempt_and_come_back_from_the_store() -> None:
    first = Attempt("water", 1, typed("1\n"), happened=[Happened("PHONE", "phone", 1.0)], hints=1, ended=4)
    then = Attempt("water", 1, typed("2\n"), happened=[Happened("PHONE", "phone", -3.0, 2.0, True)], ended=3)
    both = joined(first, then)
    assert [stroke.at for stroke in both.strokes] == [1, 2, 5, 6]
    assert both.happened == [Happened("PHONE", "phone", 1.0, 6.0, True)]
    assert (both.hints, both.ended) == (1, 7)
    assert restored(stored(both)) == both
