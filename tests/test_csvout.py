"""CSV that no spreadsheet runs, and files that are whole or not there."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.csvout import amount, safe, table, write


@pytest.mark.parametrize("cell", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\tx", "\r=1", " =1", "＝1+1"])
def test_formulas_are_disarmed(cell: str) -> None:
    assert safe(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-12.00", "+5", "1234", "Ana Díaz", "", "a=b", "27-000123", "-0.01"])
def test_plain_numbers_and_text_stay(cell: str) -> None:
    assert safe(cell) == cell


def test_amounts_are_plain_numbers() -> None:
    assert [amount(cents) for cents in (0, 5, -5, 123456, -123456)] == ["0.00", "0.05", "-0.05", "1234.56", "-1234.56"]


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), min_size=1), min_size=1))
def test_whatever_is_written_is_read_back_and_begins_harmlessly(rows: list[list[str]]) -> None:
    cleaned = [[cell.replace("\0", "") for cell in row] for row in rows]
    back = list(csv.reader(io.StringIO(table(cleaned), newline="")))
    expected = [[safe(cell) for cell in row] for row in cleaned]
    assert [row or [""] for row in back] == expected
    assert not [cell for row in back for cell in row if cell.startswith(("=", "@", "\t", "\r"))]


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    write(folder, "x.csv", "first\n")
    path = write(folder, "x.csv", "second, ñ\n")
    assert path.read_text(encoding="utf-8") == "second, ñ\n"
    assert [one.name for one in folder.iterdir()] == ["x.csv"]
    assert path.stat().st_mode & 0o777 == 0o640
