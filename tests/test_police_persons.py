"""Person files: entered, changed, corrected, ended, masked, merged, each with its history, on both databases."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import PoliceSessionOf

from data import personnel
from data.forms import FormError, Values
from data.permissions import OFFICER, POLICE_SUPERVISOR, Refused
from data.police import (
    codes,
    persons,
    persons_checks,
    persons_file,
    persons_history,
    persons_merge,
    persons_rows,
    photos,
)
from data.police.persons_groups import GROUPS
from data.police.persons_history import CORRECTION, Why
from data.police.store import PoliceStore
from data.session import Approval, Session

ZED: Values = {"last": "Zebrafish", "first": "Alfa", "born": date(1980, 5, 17), "birth_place": "CA"}


@pytest.fixture
def zed(police: PoliceStore, police_session: Session) -> int:
    """A person with an address."""
    key = persons.add(police, police_session, ZED)
    home = {"kind": "PRIMARY", "street": "1 Nowhere Way", "city": "Vista Robles", "state": "CA"}
    persons_rows.add(police, police_session, "ADDRESSES", key, home)
    return key


def test_a_person_gets_the_next_number_and_a_history(police: PoliceStore, police_session: Session, zed: int) -> None:
    other = persons.add(police, police_session, {"last": "Okapi", "first": "Bravo"})
    opened = persons.person(police, police_session, zed)
    assert (opened.number, opened.name, opened.born) == ("P000001", "Zebrafish, Alfa", date(1980, 5, 17))
    assert persons.by_number(police, police_session, "2") == other
    past = persons_history.of_row(police, "persons", zed)
    kept = {(one.field, one.after, one.kind) for one in past}
    assert kept >= {("last", "Zebrafish", "NEW"), ("born", "05/17/1980", "NEW")}


def test_a_new_name_keeps_the_former_one_and_a_correction_does_not(
    police: PoliceStore, police_session: Session, zed: int
) -> None:
    persons.change(police, police_session, zed, {"last": "Zebrawood"}, 1)
    names = persons_rows.rows(police, police_session, "NAMES", zed)
    assert [one.line for one in names] == ["FORMER  Zebrafish, Alfa"]
    persons.change(police, police_session, zed, {"first": "Alpha"}, 2, Why(CORRECTION, "misread on the form"))
    assert len(persons_rows.rows(police, police_session, "NAMES", zed)) == 1
    newest = persons_history.of_row(police, "persons", zed)[0]
    assert (newest.field, newest.before, newest.after, newest.kind) == ("first", "Alfa", "Alpha", CORRECTION)
    assert newest.reason == "misread on the form"


def test_a_correction_needs_its_reason(police: PoliceStore, police_session: Session, zed: int) -> None:
    with pytest.raises(FormError, match="says what was wrong"):
        persons.change(police, police_session, zed, {"first": "Alpha"}, 1, Why(CORRECTION))


def test_two_people_do_not_overwrite_each_other(
    police: PoliceStore, police_session: Session, police_session_of: PoliceSessionOf, zed: int
) -> None:
    persons.change(police, police_session_of(OFFICER, name="Olga Officer"), zed, {"middle": "Q"}, 1)
    with pytest.raises(Refused, match="changed by Olga Officer"):
        persons.change(police, police_session, zed, {"middle": "X"}, 1)
    home = persons_rows.rows(police, police_session, "ADDRESSES", zed)[0]
    persons_rows.change(police, police_session, "ADDRESSES", home.id, {"unit": "2"}, home.version)
    with pytest.raises(Refused, match="changed by"):
        persons_rows.change(police, police_session, "ADDRESSES", home.id, {"unit": "3"}, home.version)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"last": ""}, "last"),
        ({"born": date(2026, 7, 7)}, "born"),
        ({"born": date(1899, 12, 31)}, "born"),
        ({"birth_place": "ZZ"}, "birth_place"),
    ],
)
def test_wrong_values_are_refused(police: PoliceStore, police_session: Session, values: Values, field: str) -> None:
    with pytest.raises(FormError) as refused:
        persons.add(police, police_session, {**ZED, **values})
    assert refused.value.name == field


def test_a_retired_code_stays_and_is_not_newly_chosen(police: PoliceStore, police_session: Session, zed: int) -> None:
    police.run("UPDATE code_values SET status = 'RETIRED' WHERE table_name = 'POB' AND code = 'CA'")
    persons.change(police, police_session, zed, {"middle": "Q"}, 1)
    with pytest.raises(FormError, match="no longer in the table"):
        persons.add(police, police_session, ZED)
    assert codes.label(police, "POB", "CA") == "California"
    assert "no longer" in dict(codes.choices(police, "POB", "CA"))["CA"]


def test_identifiers_are_sealed_masked_and_found_equal(police: PoliceStore, police_session: Session, zed: int) -> None:
    key = persons_rows.add(police, police_session, "IDENTIFIERS", zed, {"kind": "SSN", "value": "219-09-9999"})
    entry = persons_rows.row(police, police_session, "IDENTIFIERS", key)
    assert entry.texts["value"] == "***-**-9999"
    assert "219" not in entry.line
    raw = police.row("SELECT value_sealed, digest FROM person_identifiers WHERE id = ?", key)
    assert raw is not None
    assert b"219099999" not in bytes(raw[0])
    assert persons_rows.reveal(police, police_session, "IDENTIFIERS", key, "REGISTRATION") == "219099999"
    seen = police.row("SELECT kind, object_id, purpose, revealed FROM views ORDER BY id DESC")
    assert seen == ("PERSON", zed, "REGISTRATION", "person_identifiers.value_sealed")
    past = persons_history.of_row(police, "person_identifiers", key)
    assert all("219099" not in one.after for one in past)
    with pytest.raises(FormError, match="on this file already"):
        persons_rows.add(police, police_session, "IDENTIFIERS", zed, {"kind": "SSN", "value": "219099999"})
    with pytest.raises(Refused):
        persons_rows.reveal(police, police_session, "IDENTIFIERS", key, "")


def test_an_identifier_is_ended_and_entered_anew_never_overwritten(
    police: PoliceStore, police_session: Session, zed: int
) -> None:
    key = persons_rows.add(police, police_session, "IDENTIFIERS", zed, {"kind": "CII", "value": "1234567"})
    persons_rows.change(police, police_session, "IDENTIFIERS", key, {"kind": "FBI", "value": "9", "note": "old"}, 1)
    entry = persons_rows.row(police, police_session, "IDENTIFIERS", key)
    assert (entry.values["kind"], entry.values["note"]) == ("CII", "old")
    assert persons_rows.reveal(police, police_session, "IDENTIFIERS", key, "AUDIT") == "A01234567"


def _medical(police: PoliceStore) -> None:
    police.insert(
        "code_values", table_name="SMT", code="MC EPLPSY", meaning="Epilepsy", restricted=1, source="test",
        dated="2026-01-01",
    )  # fmt: skip


def test_a_medical_mark_is_sealed_and_hidden_until_revealed(
    police: PoliceStore, police_session: Session, zed: int
) -> None:
    _medical(police)
    key = persons_rows.add(police, police_session, "MARKS", zed, {"code": "MC EPLPSY", "description": "carries a card"})
    plain = persons_rows.add(police, police_session, "MARKS", zed, {"code": "TAT LF ARM", "description": "anchor"})
    shown = {one.id: one.line for one in persons_rows.rows(police, police_session, "MARKS", zed)}
    assert shown == {key: persons_rows.HIDDEN, plain: "TAT LF ARM  Tattoo, forearm, left  anchor"}
    assert "EPLPSY" not in str(police.rows("SELECT code, description FROM person_marks"))
    assert "EPLPSY" not in str(police.rows("SELECT token FROM person_tokens"))
    revealed = persons_rows.reveal_all(police, police_session, zed, "BOOKING")
    assert revealed == {("MARKS", key): "MC EPLPSY  Epilepsy  carries a card"}
    persons_rows.change(police, police_session, "MARKS", key, {"code": "SC CHIN", "from_on": date(2020, 1, 1)}, 1)
    assert persons_rows.reveal(police, police_session, "MARKS", key, "BOOKING").startswith("MC EPLPSY")


def test_what_looks_odd_is_said_and_kept(police: PoliceStore, zed: int) -> None:
    police.run("UPDATE code_values SET status = 'WARN' WHERE table_name = 'SMT' AND code = 'SC CHIN'")
    said = persons_checks.warnings(police, GROUPS["MARKS"], {"code": "SC CHIN"})
    assert said == ["Mark: SC CHIN is of an older release of its table."]
    assert persons_checks.warnings(police, GROUPS["IDENTIFIERS"], {"kind": "FBI", "value": "12345678"})
    assert not persons_checks.warnings(police, GROUPS["IDENTIFIERS"], {"kind": "CII", "value": "A12345678"})


def test_a_file_says_what_it_lacks(police: PoliceStore, police_session: Session, zed: int) -> None:
    other = persons.add(police, police_session, {"last": "Okapi", "transient": True})
    assert "  MISSING: where a transient is found" in persons_file.lines(police, police_session, other)
    third = persons.add(police, police_session, {"last": "Quokka", "born": date(2004, 2, 29)})
    shown = persons_file.lines(police, police_session, third)
    assert "  MISSING: an address, or that the person is transient" in shown
    assert "  Born 02/29/2004, 22 years" in shown
    assert not any("MISSING" in row for row in persons_file.lines(police, police_session, zed))
    assert [persons_file.years(date(2004, 2, 29), date(2026, 2, day)) for day in (27, 28)] == [21, 22]


def test_a_new_description_keeps_the_past_one(police: PoliceStore, police_session: Session, zed: int) -> None:
    for day, hair, weight in ((date(2025, 1, 1), "BRO", "180"), (date(2026, 7, 1), "GRY", "190")):
        look = {"from_on": day, "sex": "M", "hair": hair, "weight": weight, "height": "511"}
        persons_rows.add(police, police_session, "DESCRIPTIONS", zed, look)
    now, past = persons_rows.rows(police, police_session, "DESCRIPTIONS", zed)
    assert (now.values["hair"], now.current) == ("GRY", True)
    assert (past.values["hair"], past.values["to_on"]) == ("BRO", date(2026, 7, 1))
    assert police.row("SELECT hair, weight FROM persons WHERE id = ?", zed) == ("GRY", "190")


def test_a_description_is_not_of_tomorrow(police: PoliceStore, police_session: Session, zed: int) -> None:
    with pytest.raises(FormError, match="not after today"):
        persons_rows.add(police, police_session, "DESCRIPTIONS", zed, {"from_on": date(2026, 7, 7), "sex": "M"})


def test_the_last_address_stays_unless_the_person_is_transient(
    police: PoliceStore, police_session: Session, zed: int
) -> None:
    home = persons_rows.rows(police, police_session, "ADDRESSES", zed)[0]
    with pytest.raises(Refused, match="leaves no address"):
        persons_rows.end(police, police_session, "ADDRESSES", home.id, date(2026, 7, 6), home.version)
    persons.change(police, police_session, zed, {"transient": True}, 1)
    persons_rows.end(police, police_session, "ADDRESSES", home.id, date(2026, 7, 6), home.version)
    assert persons_rows.rows(police, police_session, "ADDRESSES", zed, past=False) == []
    assert persons_history.of_row(police, "person_addresses", home.id)[0].kind == "END"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"relation": "OWNED"}, "a plate or a VIN"),
        ({"relation": "OWNED", "vin": "1M8GDM9A1KP042788"}, "check digit"),
        ({"relation": "OWNED", "plate": "0TST1", "year": "1850"}, "four digits"),
        ({"relation": "OWNED", "plate": "0TST1", "color": "PINKISH"}, "not in the table"),
    ],
)
def test_a_vehicle_is_checked(
    police: PoliceStore, police_session: Session, zed: int, values: Values, sentence: str
) -> None:
    with pytest.raises(FormError, match=sentence):
        persons_rows.add(police, police_session, "VEHICLES", zed, values)


def test_a_wrong_vin_is_kept_with_a_reason(police: PoliceStore, police_session: Session, zed: int) -> None:
    values = {"relation": "DRIVEN", "vin": "1M8GDM9A1KP042788", "reason": "as on the title"}
    key = persons_rows.add(police, police_session, "VEHICLES", zed, values)
    assert persons_rows.row(police, police_session, "VEHICLES", key).values["reason"] == "as on the title"


def approved(police: PoliceStore, asks: Session, by: Session, action: str) -> Approval:
    """Another person's consent, as the approval window records it."""
    row = police.city.insert(
        "approvals", at=police.now(), action=action, amount_cents=0, requester_id=asks.clerk.id,
        approver_id=by.clerk.id, station=asks.station, reason="same prints",
    )  # fmt: skip
    return Approval(row, action, 0, by.clerk.id, by.clerk.name, by.clerk.role, "same prints")


def test_a_merge_joins_two_files_and_is_undone_without_a_trace_lost(
    police: PoliceStore, police_session: Session, police_session_of: PoliceSessionOf, zed: int
) -> None:
    other = persons.add(police, police_session, {"last": "Sebrafish", "first": "Alfa", "born": date(1980, 5, 17)})
    persons_rows.add(police, police_session, "CONTACTS", other, {"kind": "CELL", "value": "7605550142"})
    boss = police_session_of(POLICE_SUPERVISOR, name="Pola Supervisor")
    with pytest.raises(Refused) as refused:
        persons_merge.merge(police, police_session, zed, other, "same person")
    assert refused.value.approval == persons_merge.ACTION
    approval = approved(police, police_session, boss, persons_merge.ACTION)
    number = persons_merge.merge(police, police_session, zed, other, "same person", approval)
    assert persons.file_ids(police, zed) == (zed, other)
    assert persons.head_of(police, other) == zed
    assert [one.line for one in persons_rows.rows(police, police_session, "CONTACTS", zed)] == ["CELL  (760) 555-0142"]
    with pytest.raises(Refused, match="part of another file"):
        persons_merge.merge(police, police_session, other, zed, "x", approval)
    second = approved(police, boss, police_session, persons_merge.SECOND)
    persons_merge.undo(police, boss, number, "two people after all", second)
    assert persons.file_ids(police, zed) == (zed,)
    assert persons.head_of(police, other) == other
    assert persons_rows.rows(police, police_session, "CONTACTS", zed) == []
    kinds = [one.kind for one in persons_history.of_person(police, (other,)) if one.table == "persons"]
    assert kinds[:2] == ["UNMERGE", "MERGE"]
    assert "NEW" in kinds
    assert persons_merge.merges(police, police_session, zed)[0].undone_at


def test_nobody_merges_alone_and_an_officer_not_at_all(
    police: PoliceStore, police_session: Session, police_session_of: PoliceSessionOf, zed: int
) -> None:
    other = persons.add(police, police_session, {"last": "Okapi"})
    with pytest.raises(Refused, match="its supervisor"):
        persons_merge.merge(police, police_session_of(OFFICER), zed, other, "x")
    boss = police_session_of(POLICE_SUPERVISOR)
    with pytest.raises(Refused, match="second person's approval"):
        persons_merge.merge(police, boss, zed, other, "x")
    borrowed = approved(police, police_session, boss, persons_merge.ACTION)
    with pytest.raises(Refused, match="does not count"):
        persons_merge.merge(police, boss, zed, other, "x", borrowed)


def test_an_approval_of_somebody_without_their_dates_does_not_count(
    police: PoliceStore, police_session: Session, police_session_of: PoliceSessionOf, zed: int
) -> None:
    """Who approves sees the files as well (CJIS PS-3, AT-2)."""
    other = persons.add(police, police_session, {"last": "Okapi"})
    boss = police_session_of(POLICE_SUPERVISOR, name="Pola Supervisor")
    approval = approved(police, police_session, boss, persons_merge.ACTION)
    personnel.record(police.city, None, boss.clerk.id, trained_on=None)
    with pytest.raises(Refused, match="Pola Supervisor may not approve this: the security training"):
        persons_merge.merge(police, police_session, zed, other, "x", approval)
    assert persons.head_of(police, other) == other


def test_photographs_keep_their_order_and_their_sha256(police: PoliceStore, police_session: Session, zed: int) -> None:
    front = photos.add(police, police_session, zed, b"front", "FRONT", original=b"whole frame", size=(480, 600))
    side = photos.add(police, police_session, zed, b"side", "LEFT")
    photos.move(police, police_session, side, 1)
    assert [one.id for one in photos.listing(police, police_session, zed)] == [side, front]
    assert photos.picture(police, police_session, front, "BOOKING") == b"front"
    assert photos.picture(police, police_session, front, "BOOKING", original=True) == b"whole frame"
    assert photos.photo(police, police_session, front).original_sha256 == photos.sha256(b"whole frame")
    police.seal_into(photos.TABLE, front, picture_sealed=b"another")
    with pytest.raises(Refused, match="not the one that was taken"):
        photos.picture(police, police_session, front, "BOOKING")
    photos.withdraw(police, police_session, front, "wrong person")
    assert [one.id for one in photos.listing(police, police_session, zed)] == [side]


@pytest.mark.parametrize("role", ["CSR1", "CSR2", "SUPERVISOR", "FINANCE", "ADMINISTRATOR", "AUDITOR"])
def test_no_other_role_reads_or_writes_a_file(
    police: PoliceStore, zed: int, session_of: PoliceSessionOf, role: str
) -> None:
    outsider = session_of(role)
    for call in (
        lambda: persons.person(police, outsider, zed),
        lambda: persons.add(police, outsider, ZED),
        lambda: persons_rows.rows(police, outsider, "ADDRESSES", zed),
        lambda: persons_rows.reveal(police, outsider, "IDENTIFIERS", 1, "AUDIT"),
        lambda: photos.listing(police, outsider, zed),
    ):
        with pytest.raises(Refused):
            call()


def test_the_history_cannot_be_rewritten(police: PoliceStore, police_session: Session, zed: int) -> None:
    with pytest.raises(Exception, match="final"):
        police.run("UPDATE person_history SET after = 'x' WHERE person_id = ?", zed)
    assert persons_history.before(police, "persons", zed, "last", "2026-07-06") == "Zebrafish"
