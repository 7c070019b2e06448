"""Numbers of people and vehicles: what is right, what only warns, what needs a reason, what is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.fields import FieldError
from data.police import identifiers
from data.police.coded import Height, Weight, heavy, tall
from data.police.identifiers import Checked, IdentifierError
from data.vehicles import check_digit

RIGHT: list[tuple[Callable[[str], Checked], str, str]] = [
    (identifiers.ssn, "219-09-9999", "219099999"),
    (identifiers.cii, "A12345678", "A12345678"),
    (identifiers.cii, "1234567", "A01234567"),
    (identifiers.cii, "a1234567", "A01234567"),
    (identifiers.cii, "CAA12345678", "A12345678"),
    (identifiers.fbi, "1234567", "1234567"),
    (identifiers.fbi, "123456 a", "123456A"),
    (identifiers.fbi, "123456K12", "123456K12"),
    (identifiers.fbi, "ABCD1234E", "ABCD1234E"),
    (identifiers.nic, "W123456789", "W123456789"),
    (identifiers.ori, "ca0370000", "CA0370000"),
    (identifiers.live_scan_ori, "A1234", "A1234"),
    (identifiers.mail_code, "01234", "01234"),
    (identifiers.ati, "A123 ABC456", "A123ABC456"),
    (identifiers.plate, "0tst-001", "0TST001"),
    (identifiers.charge, "pc 290.018(B)", "PC 290.018(b)"),
]


@pytest.mark.parametrize(("rule", "text", "value"), RIGHT)
def test_right_ones_are_stored_in_one_form(rule: Callable[[str], Checked], text: str, value: str) -> None:
    assert rule(text) == Checked(value)


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (identifiers.ssn, "000121234"), (identifiers.ssn, "666121234"), (identifiers.ssn, "123001234"),
        (identifiers.ssn, "123120000"), (identifiers.ssn, "12345678"), (identifiers.ssn, "900121234"),
        (identifiers.cii, "A-NUMBER-TOO-LONG"), (identifiers.fbi, "1234567890"), (identifiers.nic, "1234567890"),
        (identifiers.ori, "CA037"), (identifiers.mail_code, "1234"), (identifiers.ati, "?"), (identifiers.plate, "***"),
        (identifiers.vin, "1M8GDM9AXKP0427889"),
    ],
)  # fmt: skip
def test_wrong_ones_are_refused(rule: Callable[[str], Checked], text: str) -> None:
    with pytest.raises(IdentifierError):
        rule(text)


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (identifiers.cii, "B12345678"), (identifiers.fbi, "12345678"), (identifiers.live_scan_ori, "A12"),
        (identifiers.ati, "A123"), (identifiers.plate, "ABCDEFGHI"), (identifiers.charge, "290"),
        (identifiers.ssn, "912781234"),
    ],
)  # fmt: skip
def test_odd_ones_are_kept_with_a_warning(rule: Callable[[str], Checked], text: str) -> None:
    assert rule(text).warning


def test_licenses_are_hard_for_california_and_soft_elsewhere() -> None:
    assert identifiers.license_number("z 0000001", "CA") == Checked("Z0000001")
    with pytest.raises(IdentifierError, match="one letter and seven digits"):
        identifiers.license_number("ZZ000001", "CA")
    assert identifiers.license_number("X1", "AZ").warning
    assert identifiers.license_number("D12345678", "AZ") == Checked("D12345678")
    assert identifiers.license_number("WHATEVER1", "XX") == Checked("WHATEVER1")


def test_a_vin_is_checked_and_may_be_kept_with_a_reason() -> None:
    assert identifiers.vin("1M8GDM9AXKP042788") == Checked("1M8GDM9AXKP042788")
    assert "check digit" in identifiers.vin("1M8GDM9A1KP042788").override
    assert "letter O" in identifiers.vin("1M8GDM9AXKPO42788").override
    assert "since 1981" in identifiers.vin("12345").override
    assert identifiers.vin("12345", 1975) == Checked("12345")


@given(
    st.text("ABCDEFGHJKLMNPRSTUVWXYZ0123456789", min_size=17, max_size=17),
    st.integers(0, 16),
    st.sampled_from("0123456789"),
)
def test_one_wrong_digit_never_passes_a_vin(text: str, place: int, digit: str) -> None:
    right = text[:8] + check_digit(text) + text[9:]
    assert identifiers.vin(right).override == ""
    wrong = right[:place] + digit + right[place + 1 :]
    if place != 8 and right[place].isdigit() and wrong != right:
        assert identifiers.vin(wrong).override


@pytest.mark.parametrize(
    ("text", "stored"),
    [("511", "511"), ("5'11\"", "511"), ("5 9", "509"), ("311", "400"), ("8'2", "711"), ("000", "000"), ("7-3", "703")],
)
def test_heights_are_feet_and_inches_between_400_and_711(text: str, stored: str) -> None:
    assert identifiers.height(text) == stored
    assert Height("Height").clean(text) == stored


@pytest.mark.parametrize("text", ["512", "5", "abc", "5'12", "-511"])
def test_heights_with_twelve_inches_do_not_exist(text: str) -> None:
    with pytest.raises(FieldError):
        Height("Height").clean(text)


def test_weights_are_pounds_between_50_and_499() -> None:
    assert [identifiers.weight(text) for text in ("180", "50", "620", "0")] == ["180", "050", "499", "000"]
    for text in ("49", "x", "12345"):
        with pytest.raises(FieldError):
            Weight("Weight").clean(text)
    assert (tall("511"), heavy("090"), tall("000"), tall("")) == ("5'11\"", "90 lb", "unknown", "")
    assert identifiers.inches("511") == 71


def test_exchange_forms() -> None:
    assert identifiers.sid_for_export("A12345678") == "CA12345678"
    assert identifiers.sid_for_export("A12345678", identifiers.SID_WHOLE) == "CAA12345678"
    assert identifiers.miscellaneous("AR", "ar-123").value == "AR-123"


@given(st.text("ABCDEFGH0123456789", min_size=5, max_size=17), st.sampled_from(["SSN", "DL", "CII", "FBI"]))
def test_a_mask_shows_the_last_four_and_nothing_else(value: str, kind: str) -> None:
    shown = identifiers.masked(kind, value)
    assert shown.endswith(value[-4:])
    assert set(shown[:-4]) <= {"*", "-"}


def test_a_short_identifier_is_masked_whole() -> None:
    assert identifiers.masked("FBI", "123") == "****"
