"""The general ledger file: balanced, refused too early, the same bytes again, laid out by rows; on both stores."""

from __future__ import annotations

import csv
import hashlib
import io
from datetime import date
from pathlib import Path

import pytest
from closing_city import day_at_till, sent_deposit, ship_all, verify_all
from ledger_city import Services, cash, open_drawer, pay

from counter_tui.cli import main
from data import corrections, dayclose, glexport
from data.forms import FormError
from data.glexport_profiles import FIELDS, PROFILES, profile
from data.permissions import CSR2, FINANCE, SUPERVISOR, Refused
from data.records import record, save
from data.session import Session
from data.store import Store

MONDAY = date(2026, 7, 6)


@pytest.fixture
def closed(store: Store, session: Session, session_of) -> Store:
    """Monday with a drawer, its deposit and a void, closed."""
    ship_all(store)
    other = session_of(SUPERVISOR)
    open_drawer(store, other, "02")
    wrong = pay(store, other, cash(300))
    corrections.void(store, other, Services(), wrong.journal_id, None, "Wrong")
    from closing_city import close_drawer

    close_drawer(store, other)
    day_at_till(store, session, off=-100)
    verify_all(store, session_of(FINANCE))
    sent_deposit(store, session_of)
    dayclose.close(store, session_of(SUPERVISOR), MONDAY)
    return store


def cents(text: str) -> int:
    return int(text.replace(".", "") or 0)


def test_the_file_balances_and_has_the_columns_of_the_layout(closed: Store, session_of) -> None:
    found = glexport.export(closed, session_of(FINANCE), MONDAY)
    rows = list(csv.DictReader(io.StringIO(found.content)))
    assert list(rows[0]) == [
        "batch_id",
        "journal_date",
        "source",
        "line",
        "account",
        "description",
        "reference",
        "debit",
        "credit",
    ]
    assert sum(cents(row["debit"]) for row in rows) == sum(cents(row["credit"]) for row in rows) == found.debit_cents
    assert (found.name, rows[0]["batch_id"], rows[0]["journal_date"]) == (
        "GL_20260706_01.csv", "20260706-01", "2026-07-06",
    )  # fmt: skip
    assert [int(row["line"]) for row in rows] == list(range(1, found.lines + 1))
    (bank,) = [row for row in rows if row["account"] == "100-000-1110"]
    assert (bank["source"], bank["debit"], bank["description"]) == ("DEPOSIT", "49.00", "Cash in bank")
    totals = dict(closed.rows("SELECT gl, SUM(amount_cents) FROM postings GROUP BY gl"))
    for gl, total in totals.items():
        mine = [row for row in rows if row["account"] == gl]
        assert sum(cents(row["debit"]) - cents(row["credit"]) for row in mine) == total


def test_the_control_file_proves_the_file(closed: Store, session_of, tmp_path: Path) -> None:
    found = glexport.export(closed, session_of(FINANCE), MONDAY)
    file, control = found.write(tmp_path / "out")
    assert (file.name, control.name) == ("GL_20260706_01.csv", "GL_20260706_01.ctl")
    (row,) = csv.DictReader(io.StringIO(control.read_text(encoding="utf-8")))
    assert row["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert (int(row["lines"]), row["total_debit"]) == (file.read_text().count("\n") - 1, row["total_credit"])


def test_a_second_export_is_the_same_byte_for_byte(closed: Store, session_of, tmp_path: Path) -> None:
    finance = session_of(FINANCE)
    first = glexport.export(closed, finance, MONDAY)
    with closed.writing():
        closed.run("UPDATE gl_accounts SET title = 'Renamed'")
        closed.run("UPDATE gl_profile_fields SET source = 'constant', constant = 'X' WHERE profile = 'CSV'")
    again = glexport.export(closed, finance, MONDAY)
    assert (again.content, again.control, again.name, again.repeated) == (
        first.content, first.control, first.name, True,
    )  # fmt: skip
    assert [one.first for one in glexport.log(closed)] == [False, True]
    with pytest.raises(Refused, match="may not export"):
        glexport.export(closed, session_of(CSR2), MONDAY)


def test_nothing_is_exported_before_the_date_is_closed(store: Store, session: Session, session_of) -> None:
    ship_all(store)
    day_at_till(store, session)
    with pytest.raises(Refused, match="Drawer 01 of 07/06/2026 is CLOSED, not VERIFIED"):
        glexport.export(store, None, MONDAY)
    verify_all(store, session_of(SUPERVISOR))
    with pytest.raises(Refused, match="07/06/2026 is not closed"):
        glexport.export(store, None, MONDAY)
    assert store.value("SELECT count(*) FROM gl_exports") == 0


def test_the_tagged_layout_has_its_records(closed: Store, session_of) -> None:
    glexport.export(closed, session_of(FINANCE), MONDAY)
    found = glexport.export(closed, session_of(FINANCE), MONDAY, "tagged")
    rows = [line.split(",") for line in found.content.splitlines()]
    assert [row[0] for row in rows] == ["#", "H", *["L"] * found.lines, "C"]
    assert (found.name, rows[1]) == ("GL_20260706_02.txt", ["H", "CITY1", "20260706-02", "07062026", "CTR"])
    assert sum(cents(row[6]) for row in rows if row[0] == "L") == 0
    assert rows[-1][2:] == [str(found.lines), f"{found.debit_cents / 100:.2f}", f"{found.credit_cents / 100:.2f}"]
    assert {row[7] for row in rows if row[0] == "L"} >= {"27-000001", "01-1"}


def test_layouts_are_rows_that_finance_maintains(closed: Store, session_of) -> None:
    finance = session_of(FINANCE)
    texts = {**PROFILES.form.opening(), "code": "fix", "title": "Fixed", "delimiter": "NONE", "titles": "N"}
    save(closed, finance, PROFILES, None, PROFILES.form.clean(texts))
    with pytest.raises(Refused, match="no fields for its lines"):
        glexport.export(closed, finance, MONDAY, "FIX")
    for n, (source, constant, width) in enumerate((("constant", "GL", "3"), ("account", "", "14"), ("debit", "", "9"))):
        values = {**FIELDS.form.opening(), "profile": "FIX", "n": str(n + 1), "source": source, "width": width}
        id = save(closed, finance, FIELDS, None, FIELDS.form.clean({**values, "constant": constant}))
    assert record(closed, finance, FIELDS, id).values["width"] == 9
    with pytest.raises(FormError, match="width of every field"):
        save(closed, finance, FIELDS, None, FIELDS.form.clean({**values, "n": "4", "width": "0"}))
    with pytest.raises(FormError, match="there is no NOPE"):
        save(closed, finance, FIELDS, None, FIELDS.form.clean({**values, "profile": "nope"}))
    opened = record(closed, finance, FIELDS, id)
    save(closed, finance, FIELDS, id, {**opened.values, "width": 4}, opened.version)
    with pytest.raises(Refused, match=r"\.\d\d does not fit into the field debit of 4 columns"):
        glexport.export(closed, finance, MONDAY, "FIX")
    save(closed, finance, FIELDS, id, opened.values, opened.version + 1)
    found = glexport.export(closed, finance, MONDAY, "FIX")
    assert {len(line) for line in found.content.splitlines()} == {26}
    assert found.content.startswith("GL 100-")
    with pytest.raises(Refused, match="no ledger layout NOPE"):
        profile(closed, "NOPE")


def test_the_command_writes_both_files(closed: Store, store_url: str, tmp_path: Path, capsys) -> None:
    words = ["export", "gl", "--store", store_url, "--date", "2026-07-06", "--out", str(tmp_path / "gl")]
    assert main(words, {}) == 0
    first = {path.name: path.read_bytes() for path in (tmp_path / "gl").iterdir()}
    assert sorted(first) == ["GL_20260706_01.csv", "GL_20260706_01.ctl"]
    assert main(words, {}) == 0
    assert {path.name: path.read_bytes() for path in (tmp_path / "gl").iterdir()} == first
    assert "the same as before" in capsys.readouterr().out
    assert main([*words[:-4], "--date", "2026-07-07", "--out", str(tmp_path)], {}) == 1
    assert "07/07/2026 is not closed" in capsys.readouterr().err
