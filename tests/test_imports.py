"""Accounts from another system: good rows come in, bad ones are named with their reason, twice changes nothing."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from conftest import SessionOf

from data.find import find
from data.import_rows import COLUMNS, REQUIRED
from data.imports import ImportRefused, import_accounts
from data.permissions import CSR2, FINANCE, Refused
from data.session import Session
from data.store import Store
from data.utility.accounts import by_number
from data.utility.bills import open_lines

HEADER = "account,name,street,city,zip,class"
GOOD = f"""{HEADER},unit,phone,bill_number,bill_date,due_date,wastewater,water_fixed,credit,customer,meter_serial
10004567-3,Ana Ruiz,12 OAK ST,Vista Robles,92990,RES-SINGLE,,760-555-0142,A1,2026-06-01,2026-06-22,54.00,30.11,,C1,M1
52-17-03,Ana Ruiz,14 OAK ST,Vista Robles,92990,RES-SINGLE,B,7605550142,,,,,,12.50,C1,M2
10004567-3,Ana Ruiz,12 OAK ST,Vista Robles,92990,RES-SINGLE,,760-555-0142,A2,2026-05-01,2026-05-22,"1,054.00",,,C1,M1
,,,,,,,,,,,,,,,
77,Zoë Peña,15 OAK ST,Vista Robles,92990,COMMERCIAL,,,,,,,,,,
"""
TABLES = ("customers", "premises", "accounts", "service_points", "meters", "bills", "bill_lines", "find_spellings")


def counts(store: Store) -> list[int]:
    """How many rows each table has."""
    return [int(store.value(f"SELECT COUNT(*) FROM {table}")) for table in TABLES]


def file(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    """A file with this text."""
    path = folder / "accounts.csv"
    path.write_text(text, encoding)
    return path


def test_good_rows_come_in(store: Store, session: Session, tmp_path: Path) -> None:
    """Accounts with their old numbers, bills by bucket, credit, one customer for several accounts; all are found."""
    steps: list[tuple[int, int]] = []
    report = import_accounts(
        store, None, file(tmp_path, GOOD), progress=lambda done, whole: steps.append((done, whole))
    )
    assert (report.accepted, report.unchanged, report.rejected) == (4, 0, [])
    ours, theirs = by_number(store, "10004567"), by_number(store, "52-17-03")
    assert ours is not None
    assert theirs is not None
    assert (ours.balance, ours.past_due_cents) == ({"WASTEWATER": 110800, "WATER-FIXED": 3011}, 113811)
    assert (theirs.number, theirs.old_number, theirs.credit_cents) == ("60000001", "52-17-03", 1250)
    assert theirs.service_address == "14 OAK ST #B"
    assert ours.customer_id == theirs.customer_id
    assert ours.phone == "7605550142"
    assert store.rows("SELECT prior_credit_cents FROM accounts WHERE credit_cents > 0") == [(1250,)]
    assert [line.bill_number for line in open_lines(store, ours.id)] == ["A2", "A1", "A1"]
    for text, number in (("521703", "60000001"), ("zoe pena", "60000002"), ("m2", ""), ("12 oak", "10004567")):
        assert [hit.number[:8] for hit in find(store, session, text)] == ([number] if number else [])
    assert steps[-1] == (len(GOOD.encode()), len(GOOD.encode()))
    kept = store.row("SELECT kind, name, accepted, rejected, unchanged, LENGTH(hash) FROM import_files")
    assert kept == ("ACCOUNTS", "accounts.csv", 4, 0, 0, 64)


def test_the_same_file_twice_changes_nothing(store: Store, tmp_path: Path) -> None:
    """The second time every row is unchanged."""
    path = file(tmp_path, GOOD)
    import_accounts(store, None, path)
    before = counts(store)
    report = import_accounts(store, None, path)
    assert (report.accepted, report.unchanged, report.rejected) == (0, 4, [])
    assert counts(store) == before


def test_a_trial_writes_nothing(store: Store, tmp_path: Path) -> None:
    """The report is the same, the store is as it was."""
    before = counts(store)
    report = import_accounts(store, None, file(tmp_path, GOOD), dry_run=True)
    assert report.accepted == 4
    assert counts(store) == before
    assert store.rows("SELECT 1 FROM import_files") == []


def test_what_clerks_changed_stays(store: Store, tmp_path: Path) -> None:
    """A later import of the same file does not bring the old name back."""
    path = file(tmp_path, GOOD)
    import_accounts(store, None, path)
    with store.writing():
        store.run("UPDATE customers SET name = 'Ana Ruiz de Soto' WHERE name = 'Ana Ruiz'")
    import_accounts(store, None, path)
    view = by_number(store, "10004567")
    assert view is not None
    assert view.name == "Ana Ruiz de Soto"


@pytest.mark.parametrize("start", ["\ufeff", ""])
def test_byte_order_mark_and_crlf(store: Store, tmp_path: Path, start: str) -> None:
    """Spreadsheets write both."""
    text = f"{start}Account,NAME,Street,City,Zip,Class\r\n1,José,1 A ST,X,92990,IRRIGATION\r\n"
    assert import_accounts(store, None, file(tmp_path, text)).accepted == 1


ROW = {"account": "1", "name": "Jo", "street": "1 A ST", "city": "X", "zip": "92990", "class": "RES-SINGLE"}
BILL = {"bill_number": "B1", "bill_date": "2026-06-01", "due_date": "2026-06-22", "late": "1.50"}


@pytest.mark.parametrize(
    ("changes", "column", "reason"),
    [
        ({"account": ""}, "account", "must be filled in"),
        ({"name": ""}, "name", "must be filled in"),
        ({"name": "x" * 61}, "name", "at most 60"),
        ({"name": "a\x1b[2Jb"}, "name", "U+001B"),
        ({"name": "card 4111 1111 1111 1111"}, "name", "card number"),
        ({"class": "CASTLE"}, "class", "F4 shows|one of"),
        ({"phone": "555"}, "phone", "ten digits"),
        ({"mail_street": "2 B ST"}, "mail_city", "street, city"),
        ({**BILL, "late": "150"}, "late", "with the point"),
        ({**BILL, "late": "-1.50"}, "late", "least"),
        ({**BILL, "due_date": "2026-02-30"}, "due_date", "no such day"),
        ({**BILL, "due_date": "2026-05-01"}, "due_date", "not before"),
        ({**BILL, "bill_number": ""}, "bill_number", "needs it"),
        ({"bill_number": "B1"}, "bill_number", "no open amount"),
        ({**BILL, "credit": "5.00"}, "credit", "apply it first"),
        ({"meter_serial": "M9"}, "meter_serial", "serves account 10004567"),
        ({**BILL, "bill_number": "B9"}, "bill_number", "belongs to account 10004567"),
    ],
)
def test_every_rejected_row_has_its_reason(
    store: Store, tmp_path: Path, changes: dict[str, str], column: str, reason: str
) -> None:
    """Line, column and a sentence; the good row beside it comes in."""
    good = {**ROW, **BILL, "account": "10004567", "street": "9 Z ST", "bill_number": "B9", "meter_serial": "M9"}
    path = tmp_path / "rows.csv"
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, list(COLUMNS), restval="")
        writer.writeheader()
        writer.writerows([good, {**ROW, **changes}])
    report = import_accounts(store, None, path)
    assert report.accepted == 1
    ((line, name, sentence),) = report.rejected
    assert (line, name) == (3, column)
    assert re.search(re.escape(reason) if "|" not in reason else reason, sentence)
    assert store.value("SELECT COUNT(*) FROM accounts") == 1


def test_rows_of_one_account_must_agree(store: Store, tmp_path: Path) -> None:
    """The same number with another name is a slip in the file, not a second owner."""
    text = f"{HEADER}\n1,Jo,1 A ST,X,92990,RES-SINGLE\n1,Flo,1 A ST,X,92990,RES-SINGLE\n1,Jo,1 A ST,X\n"
    report = import_accounts(store, None, file(tmp_path, text))
    assert report.accepted == 1
    assert report.rejected[0] == (3, "name", "Line 2 gives this account another name.")
    assert report.rejected[1] == (4, "", "The row has 4 columns, the first line names 6.")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "empty"),
        ("account,name,street,city,zip\n", "lacks the column class"),
        (f"{HEADER},color\n", "unknown column: color"),
        (f"{HEADER},name\n", "column name twice"),
        (f'{HEADER}\n1,"Jo\n', "no CSV file"),
    ],
)
def test_a_file_that_is_wrong_as_a_whole(store: Store, tmp_path: Path, text: str, sentence: str) -> None:
    """It is refused with a sentence and nothing is imported."""
    with pytest.raises(ImportRefused, match=sentence):
        import_accounts(store, None, file(tmp_path, text))
    assert counts(store)[2] == 0


def test_another_encoding_is_refused_whole(store: Store, tmp_path: Path) -> None:
    """Latin-1 in the last row: nothing of the file stays."""
    text = f"{HEADER}\n1,Jo,1 A ST,X,92990,RES-SINGLE\n2,Zoë,2 A ST,X,92990,RES-SINGLE\n"
    with pytest.raises(ImportRefused, match="UTF-8"):
        import_accounts(store, None, file(tmp_path, text, "latin-1"))
    assert counts(store)[2] == 0
    with pytest.raises(ImportRefused, match="cannot be read"):
        import_accounts(store, None, tmp_path / "missing.csv")


def test_permission(store: Store, session_of: SessionOf, tmp_path: Path) -> None:
    """Finance may import, a clerk may not."""
    path = file(tmp_path, GOOD)
    with pytest.raises(Refused):
        import_accounts(store, session_of(CSR2), path)
    assert import_accounts(store, session_of(FINANCE), path).accepted == 4


def test_the_document_names_every_column() -> None:
    """docs/import-accounts.md lists the columns as they are, and its example imports."""
    text = (Path(__file__).parents[1] / "docs" / "import-accounts.md").read_text("utf-8")
    assert re.findall(r"^\| `(\w+)` \|", text, re.M) == list(COLUMNS)
    assert {name for name in REQUIRED if f"| `{name}` | yes |" in text} == set(REQUIRED)


def test_the_example_of_the_document_imports(store: Store, tmp_path: Path) -> None:
    """What the document shows is what the program takes."""
    text = (Path(__file__).parents[1] / "docs" / "import-accounts.md").read_text("utf-8")
    example = text.split("```csv\n")[1].split("```")[0]
    report = import_accounts(store, None, file(tmp_path, example))
    assert (report.accepted, report.rejected) == (4, [])
