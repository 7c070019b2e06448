"""Code tables: starter rows, an agency's own file all or nothing, retired codes, and codes in a form."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from counter_tui import cli
from counter_tui.console import Console
from data.fields import FieldError
from data.police import codes, codes_import
from data.police.coded import Coded
from data.police.codes_import import CodesRefused, import_codes, undo_import
from data.police.keys import create
from data.police.store import PoliceStore
from data.session import Session
from data.store import Store

STARTER = {
    "SEX": 4, "RAC": 19, "RAN": 5, "ETN": 3, "EYE": 10, "HAI": 14, "SKN": 13, "BLT": 13, "CMC": 17, "MNU": 17,
    "SMT": 142, "POB": 231, "VCO": 32, "VST": 161, "LIT": 67, "FGP": 25, "FPC": 17, "OFF": 3,
}  # fmt: skip
"""Starter rows by table."""
TRAPS = [
    ("POB", "NB", "Nebraska"), ("POB", "NE", "Netherlands"), ("POB", "CH", "Chihuahua"), ("POB", "RC", "China"),
    ("POB", "AS", "Australia"), ("POB", "AU", "Austria"), ("POB", "MX", "State of Mexico"),
    ("CTZ", "SP", "Spain"), ("LIS", "GM", "Guam"), ("RAC", "U", "Hawaiian"), ("RAN", "U", "Unknown"),
    ("SMT", "SC CHK", "Scar, cheek (face), nonspecific"), ("SMT", "TAT CHEEK", "Tattoo, cheek (face), nonspecific"),
    ("SMT", "SC L EYE", "Scar, eyebrow and eye area, left"), ("SMT", "RTAT LFARM", "Removed tattoo, forearm, left"),
    ("VST", "CB", "Chassis and Cab (Utility Truck)"), ("CMC", "30", "Sexually violent predator (contact ORI)"),
]  # fmt: skip
"""Codes that are easily taken for others."""


def test_every_table_has_its_starter_rows(police: PoliceStore) -> None:
    found = {table: codes.values(police, table) for table in STARTER}
    assert {table: len(rows) for table, rows in found.items()} == STARTER
    for table, rows in found.items():
        assert all(0 < len(one.code) <= codes.TABLES[table].length and one.meaning for one in rows), table


def test_traps_of_the_tables(police: PoliceStore) -> None:
    assert [(table, code, codes.label(police, table, code)) for table, code, _ in TRAPS] == TRAPS


def test_exchange_codes_are_mapped_at_the_boundary(police: PoliceStore) -> None:
    assert [codes.ncic_race(police, code) for code in "UHFBXW?"] == ["A", "U", "A", "B", "U", "W", "U"]


def test_medical_codes_are_restricted(police: PoliceStore) -> None:
    restricted = {one.code for one in codes.values(police, "CMC") if one.restricted}
    assert {"50", "60", "65", "80", "85", "90"} <= restricted
    assert restricted.isdisjoint({"00", "01", "05", "25", "30", "40"})


def test_loading_the_starter_rows_twice_changes_nothing(police: PoliceStore) -> None:
    assert codes.load_starter(police) == 0


FILE = b'code,meaning,status,restricted\nTAT XXX,Tattoo of a test,,\nSC CHIN,"Scar, chin",warn,N\nMC TEST,Test,,y\n'


def test_a_file_replaces_a_table_and_retires_what_it_lacks(police: PoliceStore, police_session: Session) -> None:
    counts = import_codes(police, police_session, "smt", FILE, check_only=True)
    assert (counts.added, counts.changed, counts.retired) == (2, 1, 141)
    assert len(codes.values(police, "SMT")) == 142
    import_codes(police, police_session, "SMT", FILE)
    assert {one.code for one in codes.values(police, "SMT")} == {"TAT XXX", "SC CHIN", "MC TEST"}
    old = codes.value(police, "SMT", "TAT LF ARM")
    assert old is not None
    assert (old.status, old.label) == (codes.RETIRED, "Tattoo, forearm, left")
    again = import_codes(police, police_session, "SMT", FILE)
    assert (again.added, again.changed, again.retired, again.unchanged) == (0, 0, 0, 3)


def test_what_a_file_has_no_column_for_stays(police: PoliceStore, police_session: Session) -> None:
    import_codes(police, police_session, "CMC", b"code,meaning\n50,Heart\n00,Armed\n")
    kept = codes.value(police, "CMC", "50")
    assert kept is not None
    assert (kept.label, kept.restricted) == ("Heart", True)
    import_codes(police, police_session, "CMC", b"code,meaning\n05,Violent\n")
    import_codes(police, police_session, "CMC", b"code,meaning\n50,Heart\n")
    assert [one.code for one in codes.values(police, "CMC")] == ["50"]


def test_a_file_is_undone(police: PoliceStore, police_session: Session) -> None:
    import_codes(police, police_session, "SMT", FILE)
    undo_import(police, police_session, "SMT")
    assert len(codes.values(police, "SMT")) == 142
    assert codes.label(police, "SMT", "TAT XXX") == "Tattoo of a test"
    with pytest.raises(CodesRefused, match="could be undone"):
        undo_import(police, police_session, "SMT")


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        (b"code,meaning\nABCDEFGHIJKL,too long\n", 2, "12 characters"),
        (b"code,meaning\nTAT,\n", 2, "has none"),
        (b"code,meaning\n,x\n", 2, "empty"),
        (b"code\nTAT\n", 1, "meaning is missing"),
        (b"code,meaning,color\nTAT,x,y\n", 1, "not known"),
        (b"code,meaning\nTAT,x,y\n", 2, "3 cells"),
        (b"code,meaning,status\nTAT,x,gone\n", 2, "active, warn, retired"),
        (b"code,meaning,restricted\nTAT,x,maybe\n", 2, "Y or N"),
        (b"code,meaning\nT\x07T,x\n", 2, "control character"),
        (b"code,meaning\nTAT,\xff\n", 2, "UTF-8"),
        (b"code,meaning\n", 1, "no codes"),
        (b"", 1, "missing"),
    ],
)
def test_a_wrong_file_is_refused_whole(
    police: PoliceStore, police_session: Session, data: bytes, line: int, reason: str
) -> None:
    with pytest.raises(CodesRefused) as refused:
        import_codes(police, police_session, "SMT", data)
    assert refused.value.errors[0][0] == line
    assert reason in refused.value.errors[0][1]
    assert len(codes.values(police, "SMT")) == 142


def test_every_wrong_line_is_named(police: PoliceStore, police_session: Session) -> None:
    with pytest.raises(CodesRefused) as refused:
        import_codes(police, police_session, "EYE", b"code,meaning\nTOOLONG,x\nBLU,Blue\n,y\n")
    assert [line for line, _ in refused.value.errors] == [2, 4]


def test_one_code_on_several_rows_is_one_code_with_several_meanings(
    police: PoliceStore, police_session: Session
) -> None:
    data = b'\xef\xbb\xbfcode,meaning\nPH,Physician\nPH,"Doctor,\n of medicine"\nPH,Veterinary\nABCD EFGHIJ,x\n'
    report = import_codes(police, police_session, "LIT", data.replace(b"ABCD EFGHIJ", b"ZZ"))
    found = codes.value(police, "LIT", "PH")
    assert found is not None
    assert (found.label, found.synonyms) == ("Physician", "Doctor, of medicine\nVeterinary")
    assert report.added == 0
    long = import_codes(police, police_session, "SMT", b"code,meaning\nDISC L SHLD,x\n")
    assert "longer than 10" in long.warnings[0][1]


EYES = Coded("Eyes", table="EYE", options=(("BLU", "Blue"), ("BLK", "Black"), ("GRN", "Green"), ("GRY", "Gray")))


@pytest.mark.parametrize(
    ("typed", "code"), [("BLU", "BLU"), ("blu", "BLU"), ("Blue", "BLU"), ("gre", "GRN"), ("black", "BLK")]
)
def test_code_and_meaning_are_both_taken(typed: str, code: str) -> None:
    assert EYES.clean(typed) == code
    assert EYES.show(code) == code


def test_what_fits_several_codes_or_none_is_refused() -> None:
    with pytest.raises(FieldError, match="BLU, BLK fit"):
        EYES.clean("bl")
    with pytest.raises(FieldError, match="no such code"):
        EYES.clean("violet")


def test_a_tattoo_is_not_a_removed_tattoo(police: PoliceStore) -> None:
    marks = Coded("Mark", 30, table="SMT", options=codes.choices(police, "SMT"))
    assert marks.clean("tat left forearm") == "TAT LF ARM"
    assert marks.clean("removed tattoo left forearm") == "RTAT LFARM"


def test_the_command_loads_refuses_and_undoes(
    rules: Store, store_kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    url, keys = f"sqlite:///{tmp_path}/p.db", tmp_path / "p.key"
    made = PoliceStore(url, rules.clock, create(keys), rules).open()
    made.migrate()
    codes.load_starter(made)
    made.close()
    (tmp_path / "eye.csv").write_text("code,meaning\nBLU,Blue\nVIO,Violet\n")
    (tmp_path / "bad.csv").write_text("code,meaning\nVIOLET,Violet\n")

    def run(*words: str) -> tuple[int, str]:
        out = io.StringIO()
        environ = {"COUNTER_STORE": rules.url, "COUNTER_POLICE_STORE": url, "COUNTER_POLICE_KEYS": str(keys)}
        return cli.main(("import", "codes", *words), environ, Console(out, out)), out.getvalue()

    code, said = run("bad.csv", "--table", "EYE")
    assert (code, "Line 2" in said, "Nothing was changed" in said) == (1, True, True)
    code, said = run("eye.csv", "--table", "eye", "--dry-run")
    assert (code, "1 added, 0 changed, 9 retired, 1 unchanged" in said) == (0, True)
    assert run("eye.csv", "--table", "EYE")[0] == 0
    assert run("--undo", "--table", "EYE")[0] == 0
    assert run("eye.csv", "--table", "NOSE")[0] == 2
    assert run("--table", "EYE")[0] == 2
    assert codes_import.STATUSES[""] == codes.ACTIVE
