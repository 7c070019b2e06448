"""Reading banks' files: each kind is read by its rows, and a damaged or foreign file is refused whole with its line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from bank_files import Check, Entry, billpay, billpay_csv, content, lockbox, nacha

from data.files_accounts import account_key
from data.files_read import NEEDS, FileRefused, Parsed, parse
from data.layouts import Layout, Part
from data.sample import rows_files

A, B = "00100045673", "00100042384"


def profile(code: str) -> Layout:
    """A shipped profile, as the store would give it."""
    row = next(row for row in rows_files.LAYOUTS if row[0] == code)
    parts = {
        record: tuple(Part(*place) for place in places)
        for (layout, record), places in rows_files.PARTS.items()
        if layout == code
    }
    columns = {
        record: tuple(Part(name, 0, 0, kind, header) for name, header, kind in places)
        for (layout, record), places in rows_files.CSV_PARTS.items()
        if layout == code
    }
    return Layout(*row[:5], parts | columns)


def read(code: str, lines: list[str]) -> Parsed:
    return parse("file", content(lines), profile(code))


BOX = lockbox([[Check(5000, [(A, 5000)]), Check(7000, [(A, 3000), (B, 4000)])], [Check(900, [], "77")]])
CIE = nacha("CIE", [Entry("22", 18811, "100045673"), Entry("32", 500, "10004238"), Entry("23", 0, "1")])
BACK = nacha(
    "PPD",
    [
        Entry("26", 4500, "10004567", addenda=[("99", "R01", "122000240000009", "")]),
        Entry("21", 0, "10004567", addenda=[("98", "C01", "122000240000008", "0099887766")]),
    ],
)
PAY = billpay([("X1", "100045673", 1000), ("X2", "10004238", 2550)])
CSV = billpay_csv([("P1", "100045673", "10.00"), ("P2", "10004238", "1,025.5".replace(",", "")), ("P3", "1", "-5.00")])


def test_a_lockbox_gives_its_checks_with_their_stubs() -> None:
    found = read("LOCKBOX", BOX)
    assert [(one.amount_cents, one.parts, one.problem) for one in found.payments] == [
        (5000, ((A, 5000),), ""),
        (7000, ((A, 3000), (B, 4000)), ""),
        (900, (("", 900),), "NOSTUB"),
    ]
    assert found.payments[0].key == "LB:0000777:2026-07-06:001:001"
    assert (found.payments[2].number, found.payments[0].payer) == ("77", "Pat Payer")
    assert found.total_cents == 12900


def test_one_stub_takes_the_whole_check_and_many_must_add_up() -> None:
    found = read("LOCKBOX", lockbox([[Check(4000, [(A, 5000)]), Check(4000, [(A, 1000), (B, 1000)])]]))
    assert found.payments[0].parts == ((A, 4000),)
    assert (found.payments[1].parts, found.payments[1].problem) == ((("", 4000),), "MULTI")


def test_a_cie_entry_has_name_and_account_in_swapped_columns() -> None:
    assert "1 batch, 1 entry or addendum; " in read("ACH", nacha("PPD", [Entry("22", 100, "1")])).facts[0]
    found = read("ACH", CIE)
    assert "3 entries and addenda" in found.facts[0]
    assert [(one.parts[0][0], one.amount_cents, one.payer) for one in found.payments] == [
        ("100045673", 18811, "PAT PAYER"),
        ("10004238", 500, "PAT PAYER"),
    ]


def test_returns_and_change_notices_are_told_apart_and_no_bank_account_is_kept() -> None:
    found = read("ACH", BACK)
    assert not found.payments
    assert [(one.kind, one.reason, one.number, one.amount_cents) for one in found.notices] == [
        ("RETURN", "R01", "122000240000009", 4500),
        ("CHANGE", "C01", "122000240000008", 0),
    ]
    assert found.notices[1].note == "ends in 7766"


def test_csv_and_fixed_width_payments() -> None:
    assert [one.amount_cents for one in read("BILLPAY", PAY).payments] == [1000, 2550]
    found = read("BILLPAY-CSV", CSV)
    assert [one.amount_cents for one in found.payments] == [1000, 102550, -500]
    assert found.payments[0].payer == "Payer, Pat"
    assert found.payments[2].problem == "REVERSAL"


def changed(lines: list[str], at: int, new: Callable[[str], str]) -> list[str]:
    """The lines with one (1-based) changed."""
    return [new(line) if n == at else line for n, line in enumerate(lines, 1)]


@pytest.mark.parametrize(
    ("code", "lines", "line", "reason"),
    [
        ("LOCKBOX", [], 0, "empty"),
        ("LOCKBOX", PAY, 1, "record 'H'"),
        ("LOCKBOX", CIE, 2, "record '5' stands where 2"),
        ("LOCKBOX", BOX[:-1], 13, "without its trailer"),
        ("LOCKBOX", BOX[:5] + BOX[8:], 6, "says 2 checks of 120.00"),
        ("LOCKBOX", changed(BOX, 4, lambda s: s.replace("0000005000", "0000005001")), 9, "but there are 2 of 120.01"),
        ("LOCKBOX", changed(BOX, 13, lambda s: s.replace("0000012900", "0000012901")), 13, "lockbox 0000777 says"),
        ("LOCKBOX", changed(BOX, 14, lambda s: s.replace("14", "15")), 14, "the trailer says 15 records"),
        ("LOCKBOX", changed(BOX, 4, lambda s: s.replace("0000005000", "00000O5000")), 4, "amount is '00000O5000'"),
        ("LOCKBOX", changed(BOX, 3, lambda s: s.replace("260706", "261306")), 3, "no date YYMMDD"),
        ("LOCKBOX", changed(BOX, 4, lambda s: s + "\x1b[2J"), 4, "no text"),
        ("ACH", BOX, 1, "columns where a NACHA line has 94"),
        ("ACH", changed(CIE, 3, lambda s: s.replace("12200024", "12200025", 1)), 6, "entry hash of batch 1"),
        ("ACH", changed(CIE, 3, lambda s: s.replace("0000018811", "0000018812")), 6, "193.11 credit, but there are"),
        ("ACH", changed(CIE, 7, lambda s: s.replace("9000001", "9000002")), 7, "2 batches, but there are 1"),
        ("ACH", CIE[:-1], 9, "no whole blocks"),
        ("ACH", CIE[:5], 5, "without its control record"),
        ("ACH", nacha("PPD", [Entry("27", 100, "1")]), 3, "transaction code 27 is no payment"),
        ("BILLPAY", PAY[:-1], 3, "without its control total"),
        ("BILLPAY", changed(PAY, 4, lambda s: s.replace("0003550", "0003551")), 4, "35.51, not 2 of 35.50"),
        ("BILLPAY", [*PAY, PAY[1]], 5, "behind the control"),
        ("BILLPAY-CSV", PAY, 1, "the header has no column 'account'"),
        ("BILLPAY-CSV", changed(CSV, 3, lambda s: s + ",x"), 3, "6 columns where the header has 5"),
        ("BILLPAY-CSV", changed(CSV, 2, lambda s: s.replace("10.00", "10.0O")), 2, "no amount"),
        ("BILLPAY-CSV", CSV[:-1], 4, "without its control total"),
        ("BILLPAY-CSV", changed(CSV, 2, lambda s: s.replace("P1", "")), 2, "no reference"),
    ],
)
def test_a_damaged_or_foreign_file_is_refused_with_line_and_reason(
    code: str, lines: list[str], line: int, reason: str
) -> None:
    with pytest.raises(FileRefused) as refused:
        read(code, lines)
    assert reason in refused.value.reason
    assert refused.value.line == line


def test_a_record_twice_in_one_file_refuses_it() -> None:
    lines = billpay_csv([("P1", "1", "1.00"), ("P1", "1", "1.00")])
    with pytest.raises(FileRefused, match="Line 3: this record was already on line 2"):
        read("BILLPAY-CSV", lines)


@pytest.mark.parametrize("lines", [BOX, CIE, BACK, PAY, CSV], ids=["lockbox", "cie", "returns", "fixed", "csv"])
def test_no_cut_or_lost_line_goes_unseen(lines: list[str]) -> None:
    code = {id(BOX): "LOCKBOX", id(CIE): "ACH", id(BACK): "ACH", id(PAY): "BILLPAY", id(CSV): "BILLPAY-CSV"}[id(lines)]
    for at in range(len(lines)):
        with pytest.raises(FileRefused):
            read(code, lines[:at])
        if lines[at].strip("9"):
            with pytest.raises(FileRefused):
                read(code, lines[:at] + lines[at + 1 :])


@pytest.mark.parametrize(
    ("text", "key", "problem"),
    [
        ("10004567", "10004567", ""),
        ("10004567-3", "10004567", ""),
        ("100045674", "10004567", "CHECKDIGIT"),
        ("00100045673", "10004567", ""),
        ("old-77", "OLD77", ""),
        ("", "", ""),
    ],
)
def test_accounts_as_banks_write_them(text: str, key: str, problem: str) -> None:
    found = account_key(text)
    assert found[1] == problem
    assert found[0].replace("-", "") == key


FILES = {"LOCKBOX": BOX, "ACH": CIE, "BILLPAY": PAY, "BILLPAY-CSV": CSV}


@pytest.mark.parametrize("code", FILES)
def test_a_profile_that_is_not_whole_yet_reads_nothing(code: str) -> None:
    """Whatever part is left out of what a kind of file needs, its reader is not begun."""
    whole = profile(code)
    for record, names in {**NEEDS[whole.kind], **({"T": ("count", "amount")} if "T" in whole.parts else {})}.items():
        for name in names:
            rest = tuple(part for part in whole.parts[record] if part.name != name)
            layout = replace(whole, parts={**whole.parts, record: rest})
            with pytest.raises(FileRefused, match=rf"lacks the field {name} of record {record} \(7\.56\)"):
                parse("file", content(FILES[code]), layout)
    with pytest.raises(FileRefused, match="lacks the field"):
        parse("file", content(FILES[code]), replace(whole, parts={}))


def test_a_part_of_a_kind_that_cannot_be_counted_with_reads_nothing() -> None:
    whole = profile("BILLPAY")
    parts = tuple(replace(part, kind="TEXT") if part.name == "amount" else part for part in whole.parts["D"])
    with pytest.raises(FileRefused, match="record D: The field amount is read as CENTS or DOLLARS, not as TEXT"):
        parse("file", content(PAY), replace(whole, parts={**whole.parts, "D": parts}))
