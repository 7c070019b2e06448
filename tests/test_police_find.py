"""The search for persons: by name, sound, dates, ends of numbers, looks, marks, plate, address; and before entering."""

from __future__ import annotations

from datetime import date

import pytest

from data.forms import FormError, Values
from data.permissions import Refused
from data.police import persons, persons_index, persons_merge, persons_new, persons_rows, sample
from data.police.persons_find import Found, Query, as_typed, find, similar
from data.police.store import PoliceStore
from data.session import Session


@pytest.fixture
def people(police: PoliceStore, police_session: Session) -> PoliceStore:
    """Four persons, of whom one is known by another name and date of birth."""
    sample.load(police, police.clock, 0)
    for last, first, born, plate in (
        ("Zebrafish", "Alfa", date(1980, 5, 17), "0TST001"),
        ("Garcia Jimenez", "Bravo", date(1990, 1, 1), "0TST002"),
        ("Okapi", "Charlie", date(1984, 2, 29), "0TST003"),
        ("O'Platypus", "Delta", None, "0TST004"),
    ):
        key = persons.add(police, police_session, {"last": last, "first": first, "born": born})
        vehicle = {"relation": "OWNED", "plate": plate, "vin": "1M8GDM9AXKP042788"}
        persons_rows.add(police, police_session, "VEHICLES", key, vehicle)
    rows: dict[str, Values] = {
        "NAMES": {"kind": "AKA", "last": "Umbrella", "first": "Zulu"},
        "BIRTHS": {"born": date(1979, 5, 17)},
        "IDENTIFIERS": {"kind": "SSN", "value": "219099999"},
        "MARKS": {"code": "TAT LF ARM"},
        "ADDRESSES": {"kind": "PRIMARY", "street": "12 Imaginary Lane", "city": "Vista Robles"},
        "CONTACTS": {"kind": "CELL", "value": "7605550142"},
        "DESCRIPTIONS": {
            "from_on": date(2026, 1, 1), "sex": "M", "hair": "BRO", "eyes": "GRN", "height": "511", "weight": "180",
        },
    }  # fmt: skip
    for code, values in rows.items():
        persons_rows.add(police, police_session, code, 1, values)
    return police


def names(hits: list[Found]) -> list[str]:
    return [one.name.split(",")[0] for one in hits]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Query("zebrafish"), ["Zebrafish"]),
        (Query("zeb al"), ["Zebrafish"]),
        (Query("alfa zebra"), ["Zebrafish"]),
        (Query("sebrafich"), ["Zebrafish"]),
        (Query("gimenes"), ["Garcia Jimenez"]),
        (Query("himenez garsia"), ["Garcia Jimenez"]),
        (Query("oplatypus"), ["O'Platypus"]),
        (Query("o platipus"), ["O'Platypus"]),
        (Query("umbrella"), ["Zebrafish"]),
        (Query("zebrafish bravo"), []),
        (Query(born_from=date(1984, 2, 29), born_to=date(1984, 2, 29)), ["Okapi"]),
        (Query(born_from=date(1979, 1, 1), born_to=date(1979, 12, 31)), ["Zebrafish"]),
        (Query("umbrella", born_from=date(1980, 1, 1), born_to=date(1980, 12, 31)), ["Zebrafish"]),
        (Query("umbrella", born_from=date(1981, 1, 1)), []),
        (Query(number="9999"), ["Zebrafish"]),
        (Query(number="219-09-9999"), ["Zebrafish"]),
        (Query(number="0999"), []),
        (Query(number="P000003"), ["Okapi"]),
        (Query(plate="0tst 002"), ["Garcia Jimenez"]),
        (Query(mark="TAT LF"), ["Zebrafish"]),
        (Query(address="12 imaginary"), ["Zebrafish"]),
        (Query(address="13 imaginary"), []),
        (Query(phone="0142"), ["Zebrafish"]),
        (Query(sex="M", hair="BRO", height_from="510", height_to="600"), ["Zebrafish"]),
        (Query(sex="M", weight_from="190"), []),
        (Query("zeb", sex="M", eyes="GRN", plate="0TST001"), ["Zebrafish"]),
        (Query("zeb", sex="F"), []),
    ],
)
def test_what_is_found(people: PoliceStore, police_session: Session, query: Query, expected: list[str]) -> None:
    assert names(find(people, police_session, query)) == expected


def test_a_vin_finds_by_its_last_six(people: PoliceStore, police_session: Session) -> None:
    assert len(find(people, police_session, Query(plate="042788"))) == 4


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("zebra al", Query("zebra al")),
        ("5/17/1980", Query(born_from=date(1980, 5, 17), born_to=date(1980, 5, 17))),
        ("9999", Query(number="9999")),
        ("A01234567", Query(number="A01234567")),
        ("P000003", Query(number="P000003")),
        ("0TST001", Query(plate="0TST001")),
        ("12 imaginary lane", Query(address="12 imaginary lane")),
    ],
)
def test_one_line_is_understood(text: str, query: Query) -> None:
    assert as_typed(text) == query


def test_a_list_says_the_year_and_the_other_name(people: PoliceStore, police_session: Session) -> None:
    found = find(people, police_session, Query("umbrella"))[0]
    assert (found.year, found.also) == ("1980", "Umbrella, Zulu")
    assert "219" not in str(found)


def test_a_search_is_journaled_without_its_words(people: PoliceStore, police_session: Session) -> None:
    find(people, police_session, Query("zebrafish"))
    row = people.row("SELECT event, object_type, object_id, detail FROM audit_log ORDER BY seq DESC LIMIT 1")
    assert row == ("search", "PERSON", "", "1")


def test_numbers_are_in_the_index_only_as_keyed_marks(people: PoliceStore) -> None:
    tokens = " ".join(str(token) for (token,) in people.rows("SELECT token FROM person_tokens"))
    assert "219099999" not in tokens
    assert ":9999" not in tokens


def test_a_changed_name_is_found_by_old_and_new(people: PoliceStore, police_session: Session) -> None:
    version = persons.person(people, police_session, 3).version
    persons.change(people, police_session, 3, {"last": "Quokka"}, version)
    assert names(find(people, police_session, Query("okapi"))) == ["Quokka"]
    assert names(find(people, police_session, Query("quokka"))) == ["Quokka"]


def test_a_merged_file_is_found_under_the_kept_one(people: PoliceStore, police_session: Session) -> None:
    people.run("UPDATE persons SET merged_into = 1 WHERE id = 3")
    found = find(people, police_session, Query("okapi"))
    assert [(one.id, one.also) for one in found] == [(1, "Okapi, Charlie")]
    assert persons_merge.merges(people, police_session, 1) == []


def test_the_same_person_is_noticed_before_a_new_file(people: PoliceStore, police_session: Session) -> None:
    def alike(last: str, first: str, born: date | None, **numbers: str) -> list[tuple[int, str]]:
        return [(one.person.id, one.why) for one in similar(people, police_session, last, first, born, numbers)]

    assert alike("Sebrafish", "X", date(1980, 5, 17)) == [(1, "name and date of birth")]
    assert alike("Zebrafish", "Alfa", date(1979, 5, 17)) == [(1, "name and date of birth")]
    assert alike("Zebrafish", "Alfa", date(1999, 5, 17)) == []
    assert alike("Zebrafich", "Alfa", None) == [(1, "name")]
    assert alike("Nobody", "Else", None, SSN="219099999") == [(1, "same SSN")]


def test_a_new_person_is_entered_whole(people: PoliceStore, police_session: Session) -> None:
    values = {
        "last": "Wombat", "first": "Echo", "born": date(1970, 1, 1), "sex": "F", "hair": "GRY", "kind": "DL",
        "place": "CA", "value": "Z0000009", "street": "1 Nowhere Way", "city": "Vista Robles", "state": "CA",
    }  # fmt: skip
    assert persons_new.check(people, police_session, values) == []
    key = persons_new.enter(people, police_session, values)
    assert [one.id for one in find(people, police_session, Query(number="Z0000009", sex="F"))] == [key]
    again = persons_new.check(people, police_session, {**values, "last": "Vombat"})
    assert [one.why for one in again] == ["same DL"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"last": "Wombat"}, "street"),
        ({"last": "Wombat", "street": "1 Nowhere Way"}, "city"),
        ({"last": "Wombat", "transient": True, "kind": "SSN"}, "value"),
        ({"last": "Wombat", "transient": True, "value": "1"}, "kind"),
        ({"last": "Wombat", "transient": True, "kind": "SSN", "value": "1"}, "value"),
        ({"last": "Wombat", "transient": True, "kind": "DL", "value": "Z0000009"}, "place"),
    ],
)
def test_a_new_person_needs_an_address_and_right_numbers(
    people: PoliceStore, police_session: Session, values: dict[str, object], field: str
) -> None:
    with pytest.raises(FormError) as refused:
        persons_new.check(people, police_session, values)
    assert refused.value.name == field


def test_others_do_not_search(people: PoliceStore, session: Session) -> None:
    with pytest.raises(Refused):
        find(people, session, Query("zebrafish"))


def test_the_sample_is_three_hundred_people_who_do_not_exist(police: PoliceStore, police_session: Session) -> None:
    assert sample.load(police, police.clock) == sample.COUNT
    assert sample.load(police, police.clock) == 0
    assert police.value("SELECT count(*) FROM persons") == 300
    lasts = {str(last) for (last,) in police.rows("SELECT DISTINCT last FROM persons")}
    assert lasts <= set(sample.LAST)
    assert find(police, police_session, Query("zebrafish alfa"))
    for (key,) in police.rows("SELECT id FROM persons"):
        kept = {str(token) for (token,) in police.rows("SELECT token FROM person_tokens WHERE person_id = ?", key)}
        assert kept == persons_index.tokens(police, key)
