"""Balancing explained: a thousand seeded days with one planted mistake each, and each cause by itself."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from balancing_days import clean_day, count, counted_day, plan, planted_day
from balancing_mistakes import MISTAKES

from data.balancing import SHOWN, explain
from data.balancing_day import CashOut, Day, GivenUp, NoSale, Paid, Taken, TakenBack

DAYS = 1000


def place(seed: int) -> tuple[str, int]:
    """The mistake of a seeded day, and the place of its culprit in the list; `SHOWN` when it is not there."""
    planted = planted_day(seed, MISTAKES)
    places = [
        at
        for finding in explain(planted.day)
        for at, one in enumerate(finding.explanations)
        if one.suspect in planted.culprits
    ]
    return planted.mistake, min(places, default=SHOWN)


def test_the_culprit_of_a_thousand_days_is_first_in_four_of_five_and_nearly_always_in_the_first_five() -> None:
    first: Counter[str] = Counter()
    in_five: Counter[str] = Counter()
    days: Counter[str] = Counter()
    for seed in range(DAYS):
        mistake, at = place(seed)
        days[mistake] += 1
        first[mistake] += at == 0
        in_five[mistake] += at < 5
    assert set(days) == set(MISTAKES)
    assert first.total() >= 0.80 * DAYS
    assert in_five.total() >= 0.95 * DAYS
    weak = {name: first[name] / number for name, number in days.items() if first[name] < 0.5 * number}
    assert not weak, "a kind of mistake is hardly ever found"
    assert all(in_five[name] >= 0.9 * number for name, number in days.items())


def test_a_day_without_a_mistake_says_so() -> None:
    for seed in range(100):
        day = clean_day(seed)
        assert not day.variance
        assert explain(day) == ()


def test_a_loss_that_left_no_trace_is_not_blamed_on_anybody() -> None:
    silent = 0
    for seed in range(200):
        drawer = plan(Random(f"loss {seed}"))
        drawer.no_sales.clear()
        drawer.money["CA"] -= drawer.random.randint(1, 15_000)
        (finding,) = explain(counted_day(drawer, count(drawer)))
        silent += not finding.explanations and "Nothing in the day explains it" in finding.sentence
    assert silent >= 190


def test_the_same_day_is_explained_the_same_way() -> None:
    planted = planted_day(7, MISTAKES)
    assert explain(planted.day) == explain(planted_day(7, MISTAKES).day)


# each cause by itself


def taken(number: int, cents: int, kind: str = "CA", change: int = 0, **more: object) -> Taken:
    found = Taken(number, f"27-{number:06d}", number * 10, (Paid(kind, cents, change),))
    return replace(found, **more)  # type: ignore[arg-type]


OTHERS = tuple(taken(n, 10_037 + 411 * n, kind) for n, kind in enumerate(("CA", "CK", "CD") * 7, 100))
"""Twenty-one receipts that have nothing to do with it."""


def first(variance: dict[str, int], *receipts: Taken, **more: object) -> tuple[str, tuple[str, int | str], str]:
    """Cause, suspect and sentence of the likeliest explanation."""
    day = Day(variance, (*OTHERS, *receipts), **more)  # type: ignore[arg-type]
    finding, *rest = explain(day)
    assert not rest
    assert finding.explanations, finding.sentence
    one = finding.explanations[0]
    return one.cause, one.suspect, one.sentence


def test_transposed_digits_of_what_was_asked() -> None:
    cause, suspect, sentence = first({"CA": 630}, taken(1, 18_181, asked=frozenset({18_811})))
    assert (cause, suspect) == ("TRANSPOSED", ("RECEIPT", 1))
    assert "188.11 may have been paid, which is what was asked for" in sentence


def test_a_receipt_that_paid_what_was_asked_is_not_suspected_of_a_wrong_amount() -> None:
    (finding,) = explain(Day({"CA": 630}, (*OTHERS, taken(1, 18_181, asked=frozenset({18_181})))))
    assert not finding.explanations


@pytest.mark.parametrize(("posted", "paid"), [(188_110, 18_811), (188, 18_800), (1881, 18_811)])
def test_a_slid_point_or_a_digit_left_off(posted: int, paid: int) -> None:
    cause, suspect, _ = first({"CA": paid - posted}, taken(1, posted, asked=frozenset({paid})))
    assert suspect == ("RECEIPT", 1)
    assert cause in ("SLID", "DROPPED")


def test_cash_posted_as_check_and_the_other_way() -> None:
    cause, suspect, sentence = first({"CK": -4321, "CA": 4321}, taken(1, 4321, "CK"))
    assert (cause, suspect) == ("MIXED", ("RECEIPT", 1))
    assert "posted as check, it may have been paid by cash" in sentence
    cause, suspect, _ = first({"CK": 4321, "CA": -4321}, taken(1, 4321, "CA"), taken(2, 4321, "CK"))
    assert (cause, suspect) == ("MIXED", ("RECEIPT", 1))


def test_a_mix_of_tenders_beside_a_second_mistake_is_told_apart() -> None:
    wrong, change = taken(1, 4321, "CK"), taken(2, 5000, change=300)
    mixed, rest = explain(Day({"CK": -4321, "CA": 4021}, (*OTHERS, wrong, change)))
    assert mixed.variance == (("CK", -4321), ("CA", 4321))
    assert mixed.explanations[0].suspect == ("RECEIPT", 1)
    assert rest.variance == (("CA", -300),)
    assert rest.explanations[0].suspect == ("RECEIPT", 2)


def test_two_mistakes_that_have_nothing_to_do_with_each_other_stay_apart() -> None:
    lost, change = taken(1, 4321, "CK"), taken(2, 5000, change=377)
    first_one, second = explain(Day({"CK": -4321, "CA": 377}, (*OTHERS, lost, change)))
    assert {first_one.variance, second.variance} == {(("CK", -4321),), (("CA", 377),)}


def test_a_wrong_receipt_rung_again_and_never_voided() -> None:
    wrong = taken(1, 4321, reference="10004567", minute=500)
    right = taken(2, 5321, reference="10004567", minute=503)
    cause, suspect, sentence = first({"CA": -4321}, wrong, right, taken(3, 4321))
    assert (cause, suspect) == ("VOID-MISSED", ("RECEIPT", 1))
    assert "27-000002 for the same number came right after" in sentence


def test_a_void_whose_money_was_given_back_twice_or_kept() -> None:
    void = TakenBack(50, "27-000001", 20, (Paid("CA", 4321),))
    gone = taken(1, 4321, voided=True)
    assert first({"CA": -4321}, gone, voids=(void,))[:2] == ("VOID-DOUBLED", ("VOID", 50))
    assert "not have been given back" in first({"CA": 4321}, gone, voids=(void,))[2]


def test_twice_a_receipt_and_half_of_one() -> None:
    assert first({"CA": -8642}, taken(1, 4321))[:2] == ("OPPOSITE", ("RECEIPT", 1))
    assert first({"CA": -4321}, taken(1, 8642, quantity=2, keyed=False))[:2] == ("HALF", ("RECEIPT", 1))


def test_change_given_twice() -> None:
    cause, suspect, sentence = first({"CA": -1189}, taken(1, 18_811, change=1189))
    assert (cause, suspect) == ("CHANGE", ("RECEIPT", 1))
    assert "change of 11.89 may have been given twice" in sentence


def test_a_roll_missed_and_a_strap_counted_twice() -> None:
    assert first({"CA": -1000}, pieces={"r25": 3})[1] == ("PIECES", "r25")
    cause, suspect, sentence = first({"CA": 200_000}, pieces={"b20": 230})
    assert (cause, suspect) == ("PIECES", ("PIECES", "b20"))
    assert "a strap of $20 bills may have been counted twice" in sentence


def test_pieces_typed_one_field_off() -> None:
    assert "typed one field off" in first({"CA": 7 * 500}, pieces={"b10": 7})[2]


def test_a_paid_out_without_its_slip_and_a_drop_entered_twice() -> None:
    opened = NoSale(60, 40, "Stamps")
    cause, suspect, sentence = first({"CA": -736}, no_sales=(opened,))
    assert (cause, suspect) == ("PAID-OUT", ("NO-SALE", 60))
    assert "(Stamps)" in sentence
    drop = CashOut(61, "DROP", 40, 30_000, "bag 17")
    assert first({"CA": 30_000}, cash_out=(drop,))[:2] == ("CASH-OUT", ("CASH-OUT", 61))
    assert "270.00 may have left" not in first({"CA": 30_000}, cash_out=(drop,))[2]


def test_a_payment_given_up_and_kept() -> None:
    assert first({"CA": 4321}, given_up=(GivenUp(70, 30, 4321),))[:2] == ("GIVEN-UP", ("GIVEN-UP", 70))


def test_the_number_of_checks_tells_a_lost_check_from_a_mistyped_one() -> None:
    checks = tuple(taken(n, 9_000 + n, "CK") for n in range(1, 11))
    lost, typed = taken(11, 6_300, "CK"), taken(12, 17_000, "CK", asked=frozenset({10_700}))
    posted = sum(one.paid[0].kind == "CK" for one in (*OTHERS, *checks, lost, typed))
    missing = explain(Day({"CK": -6_300}, (*OTHERS, *checks, lost, typed), pieces={"CK_count": posted - 1}))
    whole = explain(Day({"CK": -6_300}, (*OTHERS, *checks, lost, typed), pieces={"CK_count": posted}))
    assert missing[0].explanations[0].suspect == ("RECEIPT", 11)
    assert whole[0].explanations[0].suspect == ("RECEIPT", 12)


def test_what_is_listed_adds_to_at_most_a_hundred_percent_and_goes_down() -> None:
    for seed in range(60):
        for finding in explain(planted_day(seed, MISTAKES).day):
            percents = [one.percent for one in finding.explanations]
            assert percents == sorted(percents, reverse=True)
            assert sum(percents) <= 100 + len(percents)
            assert len({one.suspect for one in finding.explanations}) == len(percents) <= SHOWN
