"""The adding machine: signs, counts, sums, multiplication and percent from the ten-key, and two tapes compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.tape import Tape, TapeError
from data.tape_compare import compare
from data.tape_machine import Done, Machine


def keyed(typed: str) -> tuple[Machine, list[Done]]:
    """A machine after keys: operators end what was typed before them, `=` is Enter."""
    machine, text, done = Machine(Tape()), "", []
    for key in typed.replace(" ", ""):
        if key in "+-*/=":
            done.append(machine.press(key, text))
            text = ""
        else:
            text += key
    return machine, done


def printed(typed: str) -> list[str]:
    """The tape after keys, blanks made single."""
    return [" ".join(one.text().split()) for one in keyed(typed)[0].tape.printed()]


def test_amounts_are_cents_unless_a_point_is_typed() -> None:
    assert printed("1250+ 12.50+ 100= 300-") == ["1 12.50 +", "2 12.50 +", "3 1.00 +", "4 3.00 -"]


def test_subtotal_total_and_grand_total_count_their_items() -> None:
    assert printed("100+200+ + 300+ * 1000- * *") == [
        "1 1.00 +",
        "2 2.00 +",
        "002 3.00 ◊",
        "3 3.00 +",
        "003 6.00 *",
        "4 10.00 -",
        "001 10.00- *",
        "4.00- **",
    ]


def test_the_grand_total_begins_anew() -> None:
    assert printed("100+ ** 200+ **")[-1] == "2.00 **"


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("12 * 3.50 +", 4200),
        ("12 * 350 -", -4200),
        ("1.5 * 333 +", 500),
        ("2 * 3 * 1.00 =", 600),
        ("8.25 * 100.00 /", 0),
        (".5 * 1.01 +", 51),
    ],
)
def test_multiplying_rounds_half_up(typed: str, cents: int) -> None:
    assert sum(keyed(typed)[0].tape.running()) == cents


def test_a_percentage_is_left_to_be_added_or_subtracted() -> None:
    machine, done = keyed("8.25 * 188.11 /")
    assert done[-1].amount_cents == 1552
    assert done[-1].said == "8.25 % of 188.11"
    machine.press("-", "15.52")
    assert machine.tape.running() == [-1552]


def test_how_an_amount_came_about_is_printed() -> None:
    assert printed("12 * 3.50 +") == ["1 42.00 + 12 × 3.50"]
    assert keyed("8.25 *")[0].waiting == "8.25 ×"


def test_a_note_is_printed_and_not_added() -> None:
    assert printed("1021/ 500+ *") == ["1021 #", "1 5.00 +", "001 5.00 *"]


def test_the_last_line_is_taken_back_and_any_line_corrected() -> None:
    machine, _ = keyed("100+ 900+ -")
    assert machine.tape.running() == [100]
    machine, _ = keyed("100+ 900+ 300+ *")
    machine.tape.correct(2, 200)
    assert machine.tape.total_cents == 600
    assert "2.00 + was 9.00" in " ".join(machine.tape.printed()[1].text().split())
    with pytest.raises(TapeError, match="no line 4"):
        machine.tape.correct(4, 1)


def test_a_waiting_multiplication_is_given_up_or_finished() -> None:
    for key in "-/":
        machine, done = keyed(f"12 * {key}")
        assert (machine.waiting, done[-1].leave) == ("", False)
    for key in "+*=":
        with pytest.raises(TapeError, match="Type the amount for 12 ×"):
            keyed(f"12 * {key}")


def test_enter_and_slash_alone_are_the_menu_and_the_way_out() -> None:
    assert keyed("=")[1][-1].menu
    assert keyed("/")[1][-1].leave


@pytest.mark.parametrize(
    ("before", "key", "text"),
    [
        ("", "+", "1.2.3"),
        ("", "+", "99999999999999"),
        ("", "*", "1.2.3"),
        ("", "-", ""),
        ("999999999 *", "*", "999999999"),
        ("999999 *", "+", "9999999999"),
    ],
)
def test_what_cannot_be_added_is_refused_and_prints_nothing(before: str, key: str, text: str) -> None:
    machine, _ = keyed(before)
    with pytest.raises(TapeError):
        machine.press(key, text)
    assert not machine.tape.entries


@given(st.lists(st.integers(-999_999, 999_999), max_size=40))
def test_every_sum_follows_from_the_lines(amounts: list[int]) -> None:
    tape = Tape()
    for cents in amounts:
        tape.add(cents)
    assert tape.subtotal() == tape.total_cents == sum(amounts)
    assert tape.total() == tape.total_cents == sum(amounts)
    tape.add(100)
    assert tape.total_cents == 100
    assert tape.section() == [100]
    tape.total()
    assert tape.grand_total() == tape.total_cents == sum(amounts) + 100
    assert tape.running() == []
    assert tape.section() == [100]


def test_lines_from_elsewhere_are_taken_with_their_words() -> None:
    tape = Tape()
    assert tape.take([(18_811, "Check 1021"), (5000, "Check 77")]) == 2
    assert tape.printed()[0].text().endswith("Check 1021")
    assert tape.total_cents == 23_811


# two tapes

FIRST = (18_811, 9_432, 25_076, 7_718, 12_390)


def changed(at: int, *cents: int, gone: int = 1) -> list[int]:
    """The first tape with some lines from `at` replaced."""
    return [*FIRST[:at], *cents, *FIRST[at + gone :]]


@pytest.mark.parametrize(
    ("second", "line", "cause", "says"),
    [
        (changed(2, 25_976), 3, "DIGIT", "one digit differs"),
        (
            changed(2, 25_706),
            3,
            "TRANSPOSED",
            "257.06 on the second: two digits are transposed",
        ),
        (changed(0, 188_110), 1, "SLID", "the point is slid"),
        (changed(4, 1_239), 5, "SLID", "the point is slid"),
        (changed(1), 2, "SKIPPED", "94.32 of the first tape was skipped on the second"),
        (changed(4), 5, "SKIPPED", "123.90 of the first tape was skipped"),
        (changed(3), 4, "SKIPPED", "77.18 of the first tape was skipped"),
        (changed(1, 9_432, 9_432), 3, "TWICE", "94.32 was keyed twice on the second tape"),
        (changed(4, 12_390, 12_390), 6, "TWICE", "123.90 was keyed twice"),
        (changed(2, 4_400, 25_076), 3, "EXTRA", "44.00 is only on the second tape"),
        (changed(1, 25_076, 9_432, gone=2), 2, "EXCHANGED", "have changed places"),
        (changed(3, 7_71), 4, "DROPPED", "a digit was left off"),
        (changed(3, 77_718), 4, "DOUBLED", "a digit was struck twice"),
        (changed(3, -7_718), 4, "SIGN", "the sign differs"),
        (changed(3, 5_000), 4, "OTHER", "look at that check"),
    ],
)
def test_the_first_difference_and_its_likely_cause(second: list[int], line: int, cause: str, says: str) -> None:
    found = compare(FIRST, second)
    assert found is not None
    assert (found.line, found.cause) == (line, cause)
    assert says in found.sentence
    assert found.sentence.startswith(f"Line {line}: ")


def test_equal_tapes_agree() -> None:
    assert compare(FIRST, list(FIRST)) is None
    assert compare([], []) is None


def test_a_second_tape_needs_a_first() -> None:
    tape = Tape()
    with pytest.raises(TapeError, match="Add the first tape"):
        tape.begin_second()
    tape.take((cents, "") for cents in FIRST)
    tape.total()
    tape.begin_second()
    assert tape.first == FIRST
    assert not tape.entries
    tape.clear()
    assert tape.first == ()


@given(st.lists(st.integers(1, 99_999), min_size=1, max_size=30), st.data())
def test_a_skipped_line_is_found_where_the_tapes_part(amounts: list[int], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(amounts) - 1))
    second = amounts[:at] + amounts[at + 1 :]
    found = compare(amounts, second)
    assert found is not None
    assert found.line >= at + 1
    assert amounts[: found.line - 1] == second[: found.line - 1]
    assert sum(second) - sum(amounts) == -amounts[at]
