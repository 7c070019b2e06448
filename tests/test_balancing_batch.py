"""Why a batch is off its control figures."""

from __future__ import annotations

from random import Random

from data.balancing_batch import Keyed, explain_batch
from data.balancing_digits import mistake, slides, transpositions

STUBS = tuple(
    Keyed(n, cents, frozenset({cents}), f"1000{n:04d}")
    for n, cents in enumerate((18_811, 9_432, 25_076, 7_718, 12_390), 1)
)
TOTAL = sum(one.cents for one in STUBS)


def keyed(at: int, cents: int) -> list[Keyed]:
    """The stubs with one of them keyed wrong."""
    items = list(STUBS)
    items[at] = Keyed(items[at].id, cents, items[at].asked, items[at].said)
    return items


def test_a_batch_that_balances_has_nothing_to_explain() -> None:
    assert explain_batch(STUBS, 5, TOTAL) == ()


def test_an_item_keyed_twice_is_named() -> None:
    items = [*STUBS[:3], STUBS[2], *STUBS[3:]]
    best = explain_batch(items, 5, TOTAL)[0]
    assert (best.cause, best.suspect) == ("TWICE", ("ITEM", 3))
    assert "may have been keyed twice" in best.sentence


def test_an_item_skipped_is_named_by_its_amount() -> None:
    best = explain_batch(STUBS[1:], 5, TOTAL)[0]
    assert (best.cause, best.suspect) == ("SKIPPED", ("MISSING", 18_811))


def test_transposed_and_slid_items_are_named() -> None:
    best = explain_batch(keyed(0, 18_181), 5, TOTAL)[0]
    assert (best.cause, best.suspect) == ("TRANSPOSED", ("ITEM", 1))
    assert "look whether it is 188.11" in best.sentence
    assert explain_batch(keyed(4, 123_900), 5, TOTAL)[0].suspect == ("ITEM", 5)


def test_an_item_that_pays_something_else_than_is_due_is_named_before_the_control() -> None:
    best = explain_batch(keyed(2, 24_076), 5, TOTAL)[0]
    assert (best.cause, best.suspect) == ("ASKED", ("ITEM", 3))
    assert "250.76 is due" in best.sentence


def test_the_control_figures_are_suspected_when_the_items_agree() -> None:
    assert explain_batch(STUBS, 6, TOTAL)[0].sentence == "The total agrees: the control count may be 5."
    assert explain_batch(STUBS, 5, 74_327)[0].suspect == ("CONTROL", 0)


def test_an_unknown_difference_is_not_explained() -> None:
    assert explain_batch(STUBS, 5, TOTAL + 17) == ()


def test_batches_with_one_mistake_each_name_it_first() -> None:
    named = 0
    for seed in range(200):
        random = Random(seed)
        stubs = [Keyed(n, cents := random.randint(3_000, 40_000), frozenset({cents})) for n in range(50)]
        at = random.randrange(50)
        possible = sorted(transpositions(stubs[at].cents) | slides(stubs[at].cents))
        items = [*stubs]
        items[at] = Keyed(at, random.choice(possible), stubs[at].asked)
        found = explain_batch(items, 50, sum(one.cents for one in stubs))
        named += bool(found) and found[0].suspect == ("ITEM", at)
    assert named >= 180


def test_kinds_of_typing_mistakes() -> None:
    assert mistake(18_811, 18_181) == "TRANSPOSED"
    assert mistake(18_811, 188_110) == "SLID"
    assert mistake(500, 50) == "SLID"
    assert mistake(18_811, 1_881) == "DROPPED"
    assert mistake(18_811, 188_811) == "DOUBLED"
    assert mistake(18_811, 18_911) == "DIGIT"
    assert mistake(18_811, -18_811) == "SIGN"
    assert mistake(18_811, 5) == mistake(100, 100) == ""
