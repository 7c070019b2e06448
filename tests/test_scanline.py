"""The scan line of a bill stub, its check digit, and the account barcode."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.scanline import LENGTH, Stub, account_of, check_digit, read_stub, scan_line, scanned_account

STUB = Stub("10004567", date(2026, 7, 28), "0011", 20500, 20000)


def test_the_line_is_the_published_layout() -> None:
    line = scan_line(STUB)
    assert line == "00100045673" + "072826" + "0011" + "0000020500" + "0000020000" + "8"
    assert read_stub(line) == STUB
    assert scanned_account(line) == "10004567"


def test_the_check_digit_follows_the_formula() -> None:
    assert check_digit("1") == "8"
    assert check_digit("7") == "5"
    assert check_digit("18") == "0"
    assert check_digit("0" * 41) == "0"


@given(
    st.integers(0, 99_999_999),
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.integers(0, 9999),
    st.integers(0, 9_999_999_999),
    st.integers(0, 9_999_999_999),
)
def test_what_is_printed_is_read_again(account: int, due: date, rate: int, gross: int, net: int) -> None:
    stub = Stub(f"{account:08d}", due, f"{rate:04d}", gross, net)
    line = scan_line(stub)
    assert len(line) == LENGTH
    assert read_stub(line) == stub


@given(st.integers(0, LENGTH - 1), st.integers(1, 9))
def test_one_wrong_digit_is_found(place: int, off: int) -> None:
    line = scan_line(STUB)
    wrong = line[:place] + str((int(line[place]) + off) % 10) + line[place + 1 :]
    assert read_stub(wrong) is None


@pytest.mark.parametrize("text", ["", "123", "27-000123", "100045674", "x" * 42, "1" * 43, "１００04567 3"])
def test_other_codes_are_not_its_own(text: str) -> None:
    assert scanned_account(text) is None


def test_a_line_with_an_impossible_date_is_no_stub() -> None:
    body = "00100045673" + "133226" + "0011" + "0000020500" + "0000020000"
    assert read_stub(body + check_digit(body)) is None


def test_an_account_that_does_not_fit_is_not_printed() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        scan_line(Stub("10004567", date(2026, 7, 28), "12345", 1, 1))


def test_the_barcode_of_an_account_has_a_check_digit() -> None:
    assert account_of("10004567-3") == "10004567"
    assert account_of("10004567") is None
