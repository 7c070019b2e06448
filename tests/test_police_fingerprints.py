"""The fingerprint log, the papers of Live Scan, and what the cashier's form refuses."""

from __future__ import annotations

import json
from datetime import date

import pytest
from livescan_sample import ATI, closed, entered, may_roll, sent
from services_sample import fill, lines_of, load_rows, splits_add_up

from data.catalog import Catalog
from data.forms import FormError
from data.ledger_terms import terms
from data.permissions import Refused
from data.police import codes, fingerprints, livescan, livescan_forms, livescan_paper, livescan_work
from data.police.fingerprints import APPLICANT, BOOKING, CARD, DEVICE, REGISTRANT, VISA, Taken
from data.police.livescan_paper import COPIES
from data.police.store import PoliceStore
from data.sample import rows_police_livescan
from data.session import Session
from data.store import Store

DAY = date(2026, 7, 6)


def add(police: PoliceStore, session: Session, **other: object) -> fingerprints.Prints:
    may_roll(police, session)
    given = {"reason": BOOKING, "medium": DEVICE, "subject": "Sample, Pat", **other}
    return fingerprints.add(police, session, Taken(**given))  # type: ignore[arg-type]


def test_prints_have_a_number_and_the_name_of_who_rolled_them(police: PoliceStore, police_session: Session) -> None:
    first = add(police, police_session, tcn="TCN-1", rejects="1, 6 1")
    second = add(police, police_session, reason=VISA, medium=CARD, cards=2)
    assert (first.number, first.clerk, first.rejected) == ("FP27-00001", "Kim Alvarado", "DEVICE 1 6")
    assert (second.number, second.cards, second.rejects) == ("FP27-00002", 2, ())
    assert [one.number for one in fingerprints.log(police, police_session, DAY, DAY)] == [first.number, second.number]
    assert fingerprints.by_number(police, police_session, "fp27-00002") == second.id


def test_a_person_of_the_file_lends_the_name(police: PoliceStore, police_session: Session) -> None:
    key = police.insert("persons", number="P000001", last="Okapi", first="Golf", entered_at=police.now())
    made = add(police, police_session, reason=REGISTRANT, subject="", person_id=key)
    assert made.subject == "Okapi, Golf"
    assert [one.number for one in fingerprints.log(police, police_session, DAY, DAY)] == [made.number]


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"subject": ""}, "subject"),
        ({"medium": CARD}, "cards"),
        ({"rejects": "16"}, "rejects"),
        ({"rejects": "21"}, "rejects"),
        ({"rejects": "thumb"}, "rejects"),
        ({"rolled_by": "999"}, "rolled_by"),
    ],
)
def test_what_is_missing_or_no_finger_is_refused(
    police: PoliceStore, police_session: Session, given: dict[str, object], name: str
) -> None:
    with pytest.raises(FormError) as refused:
        add(police, police_session, **given)
    assert refused.value.name == name
    assert police.value("SELECT count(*) FROM fingerprints") == 0


def test_rejections_come_later_and_are_counted_by_finger(police: PoliceStore, police_session: Session) -> None:
    first, second = (add(police, police_session, rejects=said) for said in ("2", "2 7"))
    after = fingerprints.reject(police, police_session, first.id, "2 10", "FBI", "smeared")
    assert after.rejected == "DEVICE 2, FBI 2 10"
    with pytest.raises(FormError, match="which ones"):
        fingerprints.reject(police, police_session, first.id, " ", "FBI")
    rows = fingerprints.log(police, police_session, DAY, DAY)
    assert fingerprints.by_finger(rows) == [("2", 3), ("7", 1), ("10", 1)]
    fingerprints.strike(police, police_session, second.id, "twice")
    rows = fingerprints.log(police, police_session, DAY, DAY)
    assert fingerprints.by_finger(rows) == [("2", 2), ("10", 1)]


def test_a_wrong_row_is_struck_once_and_stays(police: PoliceStore, police_session: Session) -> None:
    found = add(police, police_session)
    with pytest.raises(FormError):
        fingerprints.strike(police, police_session, found.id, " ")
    assert fingerprints.strike(police, police_session, found.id, "wrong person").struck_why == "wrong person"
    with pytest.raises(Refused, match="was struck"):
        fingerprints.strike(police, police_session, found.id, "again")
    with pytest.raises(Refused, match="was struck"):
        fingerprints.reject(police, police_session, found.id, "1", "DOJ")


def test_the_row_of_a_request_is_not_struck(police: PoliceStore, police_session: Session) -> None:
    sent(police, police_session)
    (row,) = fingerprints.log(police, police_session, DAY, DAY)
    assert (row.reason, row.tcn) == (APPLICANT, "TCN-1")
    with pytest.raises(Refused, match="belongs to a Live Scan request"):
        fingerprints.strike(police, police_session, row.id, "no")


# Papers


def said(elements: list[dict[str, object]]) -> str:
    return json.dumps(elements)


def test_the_form_has_three_copies_and_its_numbers_in_full_until_it_is_closed(
    police: PoliceStore, police_session: Session
) -> None:
    found = sent(police, police_session)
    known = terms(police.city, DAY)
    clear = livescan.reveal(police, police_session, found, "CLEARANCE")
    paper = said(livescan_paper.form_data(known, found, clear, livescan_forms.words(police, found), 3))
    assert [paper.count(copy) for copy in COPIES] == [1, 1, 1]
    for text in ("078051120", "Z0000001", ATI, "L99", "BRO Brown", "Kite instructor", "02/29/1984"):
        assert paper.count(text) == 3
    done = closed(police, police_session, working_title="Balloon pilot")
    masked = said(livescan_paper.form_data(known, done, {}, {}, 1))
    assert "078051120" not in masked
    assert "***-**-1120" in masked
    assert "74.00" in masked


def test_the_slip_names_the_empty_boxes_and_gives_no_advice(police: PoliceStore, police_session: Session) -> None:
    found = entered(police, police_session, weight=None, mail_code=None)
    paper = said(livescan_paper.slip(terms(police.city, DAY), found))
    assert "  - Mail code" in paper
    assert "  - Weight" in paper
    assert "Zucchini" not in paper


def test_the_logs_hold_the_fees_by_payee_and_no_number_of_a_person(
    police: PoliceStore, police_session: Session
) -> None:
    found = closed(police, police_session)
    livescan_work.reject(police, police_session, found.id, DAY, "FBI", "3")
    rows = livescan.log(police, police_session, DAY, DAY)
    paper = said(livescan_paper.log(terms(police.city, DAY), rows, {found.id: "27-000001"}, DAY, DAY))
    for text in ("DOJ 32.00, FBI 17.00, Rolling 25.00", "Receipt 27-000001", ATI, "Rejected by FBI on 07/06/2026"):
        assert text in paper
    assert "1120" not in paper
    prints = fingerprints.log(police, police_session, DAY, DAY)
    names = {one.code: one.label for one in codes.values(police, "FGP")}
    log = said(livescan_paper.fingerprint_log(terms(police.city, DAY), prints, names, DAY, DAY))
    assert "Rejected: FBI 3" in log
    assert "Rejected: 3 Right middle" in log


def test_the_person_file_fills_the_applicants_page(police: PoliceStore, police_session: Session) -> None:
    from data.police import persons, persons_rows

    key = persons.add(police, police_session, {"last": "Okapi", "first": "Golf", "born": date(1990, 1, 2)})
    for group, values in (
        ("NAMES", {"kind": "AKA", "last": "Giraffe", "first": "Golf"}),
        ("IDENTIFIERS", {"kind": "SSN", "value": "219099999"}),
        ("IDENTIFIERS", {"kind": "DL", "place": "CA", "value": "Z0000009"}),
        ("ADDRESSES", {"kind": "PRIMARY", "street": "9 Madeup Court", "unit": "4", "city": "Vista Robles",
                       "state": "CA", "zip": "92990"}),
    ):  # fmt: skip
        persons_rows.add(police, police_session, group, key, values)
    texts = livescan_forms.texts_of_person(police, police_session, key, "CLEARANCE")
    assert texts["ssn"] == "219099999"
    assert (texts["license"], texts["aka_last"], texts["street"]) == ("Z0000009", "Giraffe", "9 Madeup Court 4")
    assert texts["born"] == "01/02/1990"
    assert police.value("SELECT count(*) FROM views WHERE revealed <> ''") == 2


# The cashier


@pytest.fixture
def city(store: Store) -> Store:
    load_rows(store)
    rows_police_livescan.load(store)
    rows_police_livescan.load(store)
    return store


@pytest.mark.parametrize(
    ("level", "more", "cents"),
    [
        ("BOTH", {}, [3200, 1700, 2500]),
        ("DOJ", {}, [3200, 2500]),
        ("FBI", {"firearm": "Y"}, [1700, 3800, 2500]),
        ("REVIEW", {}, [2500, 2500]),
        ("ROLL", {"firearm": "Y"}, [2500]),
        ("BOTH", {"roll": "N"}, [3200, 1700]),
    ],
)
def test_one_line_for_each_payee(city: Store, level: str, more: dict[str, str], cents: list[int]) -> None:
    service = Catalog.standard().service("LS")
    lines = lines_of(city, service, number="LS27-00012", level=level, **more)
    assert [line.amount_cents for line in lines] == cents
    assert splits_add_up(lines)
    assert {line.customer for line in lines} == {""}


@pytest.mark.parametrize(
    ("texts", "name"),
    [
        ({"number": "12345", "level": "BOTH"}, "number"),
        ({"number": "LS27-123", "level": "BOTH"}, "number"),
        ({"number": "LS27-00012", "level": "ROLL", "roll": "N"}, "level"),
    ],
)
def test_what_is_no_log_number_or_costs_nothing_is_refused(city: Store, texts: dict[str, str], name: str) -> None:
    with pytest.raises(FormError) as refused:
        lines_of(city, Catalog.standard().service("LS"), **texts)
    assert refused.value.name == name


def test_doj_and_fbi_are_liabilities_and_the_rolling_fee_is_revenue(city: Store) -> None:
    lines = lines_of(city, Catalog.standard().service("LS"), number="LS27-00012", level="BOTH", firearm="Y")
    kinds = dict(city.rows("SELECT gl, kind FROM gl_accounts"))
    assert [kinds[line.splits[0].gl] for line in lines] == ["LIABILITY", "LIABILITY", "LIABILITY", "REVENUE"]
    assert fill(Catalog.standard().service("LS"), number="ls27-00012", level="1")["number"] == "LS27-00012"
