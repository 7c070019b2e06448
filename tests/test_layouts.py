"""Layouts are rows: parts of files and of scan lines, and the registers that keep them."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import SessionOf
from ledger_city import account

from data import layouts, records, scanlines_register
from data.forms import FormError
from data.layouts import LayoutError, Part
from data.permissions import Refused
from data.scanline import CHECKS, STANDARD, ScanLayout, Stub, read_stub, read_with, scan_line
from data.services import water
from data.store import Store
from data.text import luhn_ok


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("CENTS", "0000018811", 18811),
        ("CENTS", "-500", -500),
        ("DOLLARS", "1,025.5", 102550),
        ("DOLLARS", "-$3.07", -307),
        ("DOLLARS", "12", 1200),
        ("COUNT", " 007", 7),
        ("DIGITS", "0042", "0042"),
        ("YYMMDD", "260706", "2026-07-06"),
        ("MMDDYY", "070626", "2026-07-06"),
        ("MMDDYY", "000000", ""),
        ("YYYYMMDD", "20260706", "2026-07-06"),
        ("ISO", "2026-07-06T10:00:00", "2026-07-06"),
        ("MDY", "7/6/2026", "2026-07-06"),
        ("TEXT", "  Pat ", "Pat"),
    ],
)
def test_parts_become_values(kind: str, text: str, value: object) -> None:
    assert Part("it", 1, 10, kind).value(text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("CENTS", "1.00"),
        ("CENTS", ""),
        ("CENTS", "１２"),
        ("DOLLARS", "1.005"),
        ("DOLLARS", "1,00"),
        ("DOLLARS", "=1+1"),
        ("COUNT", "-1"),
        ("YYMMDD", "261306"),
        ("MDY", "2026-07-06"),
    ],
)
def test_what_is_no_value_is_refused(kind: str, text: str) -> None:
    with pytest.raises(LayoutError, match="it is"):
        Part("it", 1, 10, kind).value(text)


@pytest.mark.parametrize(("kind", "text"), [("DOLLARS", "9" * 30), ("CENTS", "9" * 19), ("COUNT", "9" * 40)])
def test_more_than_a_store_can_hold_is_refused(kind: str, text: str) -> None:
    with pytest.raises(LayoutError, match="more than there can be"):
        Part("amount", 1, 10, kind).value(text)


def test_every_kind_of_part_has_its_words() -> None:
    assert set(layouts.READ) == set(layouts.WORDS)


def test_shipped_profiles_are_complete(rules: Store) -> None:
    found = {one.code: one for one in layouts.layouts(rules)}
    assert set(found) == {"LOCKBOX", "ACH", "BILLPAY", "BILLPAY-CSV", "ONLINE", "CARD-NET"}
    assert set(found["LOCKBOX"].parts) == {"5", "6", "4", "7", "8", "9"}
    assert found["ACH"].fits("RETURNS.ACH")
    assert not found["ACH"].fits("a.lbx")
    with pytest.raises(Refused, match="There is no profile xyz"):
        layouts.layout(rules, "xyz")


def test_another_banks_columns_are_a_change_of_rows(rules: Store, session_of: SessionOf) -> None:
    finance = session_of("FINANCE")
    part = rules.value("SELECT id FROM layout_parts WHERE layout = 'BILLPAY' AND name = 'payer'")
    opened = records.record(rules, finance, layouts.PARTS, part)
    records.save(rules, finance, layouts.PARTS, part, {**opened.values, "start": 40, "length": 20}, opened.version)
    found = next(one for one in layouts.layout(rules, "BILLPAY").parts["D"] if one.name == "payer")
    assert (found.start, found.length) == (40, 20)
    with pytest.raises(Refused, match="maintained by finance"):
        records.save(rules, session_of("CSR2"), layouts.PARTS, part, opened.values, opened.version)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"layout": "NONE"}, "layout"),
        ({"start": 0}, "start"),
        ({"layout": "ONLINE", "header": None}, "header"),
        ({"name": "amount", "kind": "TEXT"}, "kind"),
        ({"name": "count", "kind": "CENTS"}, "kind"),
    ],
)
def test_a_part_needs_a_profile_a_place_and_a_kind_that_fits(
    rules: Store, session_of: SessionOf, changes: dict[str, object], field: str
) -> None:
    finance = session_of("FINANCE")
    part = rules.value("SELECT id FROM layout_parts WHERE layout = 'BILLPAY' AND name = 'payer'")
    values = records.record(rules, finance, layouts.PARTS, part).values
    with pytest.raises(FormError) as refused:
        records.save(rules, finance, layouts.PARTS, None, {**values, "name": "new", **changes})
    assert refused.value.name == field


# scan lines

OTHER = ScanLayout("OLD20", 20, 3, 9, "LUHN", net_start=12, amount_length=8, check_rule="MOD10-371")


def other_line(account_digits: str, cents: int) -> str:
    """A line of another vendor: two leading zeros, account with check digit, amount, check digit."""
    body = f"00{account_digits}{cents:08d}"
    return body + CHECKS["MOD10-371"](body)


def test_a_line_of_another_layout_is_read_by_its_row(rules: Store, session_of: SessionOf) -> None:
    account(rules, "10004567", bills=(5000,))
    line = other_line("100045673", 1234)
    assert water.scan(rules, line) is None
    finance = session_of("FINANCE")
    form = scanlines_register.REGISTER.form
    texts = {
        **form.opening(),
        "code": "OLD20",
        "title": "Old stubs",
        "length": "20",
        "account_start": "3",
        "account_length": "9",
        "net_start": "12",
        "amount_length": "8",
        "check_rule": "4",
    }
    records.save(rules, finance, scanlines_register.REGISTER, None, form.clean(texts))
    assert water.scan(rules, line) == {"account": "10004567"}
    stub = read_stub(line, scanlines_register.layouts(rules))
    assert stub == Stub("10004567", None, "", 0, 1234)
    said = scanlines_register.explained(rules, line)
    assert "OLD20: account 10004567, due none, rate none" in said
    assert said[-1] == "Account 10004567-3  Customer 10004567"


def test_parts_may_not_reach_beyond_the_line(rules: Store, session_of: SessionOf) -> None:
    finance = session_of("FINANCE")
    form = scanlines_register.REGISTER.form
    texts = {**form.opening(), "code": "BAD", "title": "Bad", "length": "20", "account_start": "12",
             "account_length": "9"}  # fmt: skip
    with pytest.raises(FormError, match="beyond digit 19 of 20") as refused:
        records.save(rules, finance, scanlines_register.REGISTER, None, form.clean(texts))
    assert refused.value.name == "account_start"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("123", "it has 20 digits"),
        (other_line("100045673", 1)[:-1] + "x", "it has 20 digits"),
        (other_line("100045674", 1), "the account's check digit is wrong"),
    ],
)
def test_why_a_line_is_not_read(text: str, problem: str) -> None:
    assert read_with(OTHER, text) == (None, problem)


def test_a_wrong_check_digit_is_named() -> None:
    line = other_line("100045673", 1)
    wrong = line[:-1] + str((int(line[-1]) + 1) % 10)
    assert read_with(OTHER, wrong)[1] == f"the check digit is {wrong[-1]}, not {line[-1]}"


def test_the_rules_find_one_wrong_digit() -> None:
    assert luhn_ok("7992739871" + CHECKS["LUHN"]("7992739871"))
    for rule in ("MOD10-21", "LUHN", "MOD10-371"):
        check = CHECKS[rule]("0010004567")
        assert all(CHECKS[rule](f"00100045{digit}7") != check for digit in "012345789"), rule


def test_the_amount_follows_the_due_date() -> None:
    stub = Stub("10004567", date(2026, 7, 28), "0011", 20500, 20000)
    assert stub.amount_on(date(2026, 7, 28)) == 20000
    assert stub.amount_on(date(2026, 7, 29)) == 20500
    assert read_stub(scan_line(stub), (STANDARD,)) == stub
