"""The papers of bookings: what stands on them, what must not, and who stands on a line-up sheet."""

from __future__ import annotations

import hashlib
import json
import random
from dataclasses import fields
from datetime import date

import pytest
from conftest import PoliceSessionOf
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from police_bookings import (
    arrestee,
    booked,
    charge_of,
    ended,
    facts,
    photographed,
    picture,
    receiver_given,
)

from data.forms import FormError
from data.permissions import POLICE, POLICE_SUPERVISOR, Refused
from data.police import (
    bookings,
    bookings_charges,
    bookings_end,
    bookings_export,
    bookings_lineup,
    bookings_log,
    bookings_papers,
    persons_rows,
)
from data.police.bookings_log import Arrest
from data.police.bookings_terms import Medical, mark_image
from data.police.interchange import decode
from data.police.store import PoliceStore
from data.session import Session
from devices.photo_image import PictureError
from devices.photo_page import photo_page
from devices.photo_sheet import draw_order, line_up_sheet

SPAN = (date(2026, 7, 1), date(2026, 7, 6))


@pytest.fixture
def clerk(police_session_of: PoliceSessionOf) -> Session:
    return police_session_of(POLICE)


def words(elements: list[dict[str, object]]) -> str:
    """Everything that is printed."""
    return json.dumps(elements, ensure_ascii=False)


def test_the_arrest_log_has_exactly_the_items_of_the_law() -> None:
    assert [one.name for one in fields(Arrest)] == [
        "name", "occupation", "born", "eyes", "hair", "sex", "height", "weight", "arrested", "booked", "place",
        "circumstances", "bail_cents", "left", "charges", "holds",
    ]  # fmt: skip


def test_the_arrest_log_says_what_is_released_and_nothing_more(police: PoliceStore, clerk: Session) -> None:
    found = booked(police, clerk, caution="Armed", emergency="Robin Sample 760 555 0100")
    bookings_charges.charge(
        police, clerk, found, charge_of(section="PC 853.7", warrant="W-1", counts=1, bail_cents=None)
    )
    bookings_charges.hold(police, clerk, found, {"agency": "Example County", "reason": "Probation", "reference": "P-1"})
    bookings_end.answer(police, clerk, found, Medical(("ill",), "Cough"))
    paper = words(bookings_papers.log_of_days(police, clerk, *SPAN))
    for said in (
        "PRACTICE, PÁT Q", "02/29/1980", "Tester", "Nonbinary", "5'11", "180 lb", "hair bald", "eyes brown",
        "07/05/26 23:10", "100 Main St", "Seen taking a bicycle", "5,000.00", "Held at", "PC 484 M x2  Petty theft",
        "warrant W-1", "Hold: Example County  Probation  P-1",
    ):  # fmt: skip
        assert said in paper, said
    for kept in ("Hawaiian", "A00000001", "078051120", "Armed", "Robin", "Nowhere Way", "Cough", "TAT NECK", "E-1"):
        assert kept not in paper, kept


def test_juveniles_never_stand_on_the_arrest_log(police: PoliceStore, clerk: Session) -> None:
    booked(police, clerk, arrestee(police, clerk, born=date(2009, 1, 1)))
    with pytest.raises(FormError, match="no arrest"):
        bookings_papers.log_of_days(police, clerk, *SPAN)
    booked(police, clerk, key="told", juvenile=True)
    assert bookings_log.arrests(police, clerk, *SPAN) == []


def test_what_endangers_somebody_is_withheld_from_the_log(
    police: PoliceStore, clerk: Session, police_session_of: PoliceSessionOf
) -> None:
    """The supervisor says what and why; the paper says that something is withheld, not what; then it is all back."""
    found, supervisor = booked(police, clerk), police_session_of(POLICE_SUPERVISOR)
    with pytest.raises(Refused, match="supervisor"):
        bookings_log.withhold(police, clerk, found, ("FACTS",), "SAFETY")
    with pytest.raises(FormError, match="endangered"):
        bookings_log.withhold(police, supervisor, found, ("FACTS",), "")
    every = tuple(code for code, _ in bookings_log.ITEMS)
    for items in (("FACTS", "LOOKS", "CHARGES"), every):
        found = bookings_log.withhold(police, supervisor, found, items, "SAFETY")
        paper = words(bookings_papers.log_of_days(police, clerk, *SPAN))
        assert "Seen taking" not in paper
        assert "02/29/1980" not in paper
        assert "PC 484" not in paper
        assert "the safety of a person involved" in paper
        assert ("100 Main St" in paper) == ("PRACTICE" in paper) == (items != every)
    bookings_log.withhold(police, supervisor, found, (), "SAFETY")
    paper = words(bookings_papers.log_of_days(police, clerk, *SPAN))
    assert "Seen taking a bicycle" in paper
    assert "withheld" not in paper.lower()
    assert "withheld_ground" not in paper


def test_how_the_arrestee_left_stands_on_the_log(police: PoliceStore, clerk: Session) -> None:
    ended(police, clerk, booked(police, clerk), "TRANSFER", ended_to="Example County Jail")
    (one,) = bookings_log.arrests(police, clerk, *SPAN)
    assert one.left == "Transferred to county jail, Example County Jail, 07/06/26 02:00"


def test_the_papers_of_one_booking(police: PoliceStore, clerk: Session) -> None:
    found = photographed(police, clerk, booked(police, clerk))
    bookings_end.answer(police, clerk, found, Medical(("ill",), "Cough"))
    sheet = words(bookings_papers.of_booking(police, clerk, found, bookings_papers.SHEET))
    assert "BOOKING SHEET" in sheet
    assert "front (30)" in sheet
    assert "10,000.00" not in sheet
    receipt = words(bookings_papers.of_booking(police, clerk, found, bookings_papers.PROPERTY))
    assert "Keys, wallet" in receipt
    with pytest.raises(Refused, match="not a transfer"):
        bookings_papers.of_booking(police, clerk, found, bookings_papers.TRANSFER)
    found = ended(police, clerk, found, "TRANSFER", ended_to="Example County Jail")
    transfer = words(bookings_papers.of_booking(police, clerk, found, bookings_papers.TRANSFER))
    assert "Example County Jail" in transfer
    assert "asked; the answers are told in person" in transfer
    assert "Cough" not in sheet + receipt + transfer


def test_a_correction_keeps_what_stood_there(police: PoliceStore, clerk: Session) -> None:
    found = booked(police, clerk)
    bookings.correct(police, clerk, found, facts(place="200 Main St"))
    sql = "SELECT before, after FROM changes WHERE table_name = 'bookings' AND field = 'place' ORDER BY id"
    assert police.rows(sql) == [(None, "100 Main St"), ("100 Main St", "200 Main St")]


def test_the_page_of_photographs(police: PoliceStore, clerk: Session) -> None:
    found = booked(police, clerk)
    with pytest.raises(Refused, match="no photograph"):
        bookings_papers.photographs(police, clerk, found, "BOOKING")
    photographed(police, clerk, found)
    facts_, pictures = bookings_papers.photographs(police, clerk, found, "BOOKING")
    assert facts_[0] == "PRACTICE, PÁT Q  born 02/29/1980"
    assert [words_ for _, words_ in pictures] == ["front (30)  07/06/26 09:00"]
    pdf, pages = photo_page(found.number, facts_, pictures * 10, "Printed by 401")
    assert (pdf[:4], pages) == (b"%PDF", 2)
    assert pdf == photo_page(found.number, facts_, pictures * 10, "Printed by 401")[0]
    with pytest.raises(ValueError, match="no photograph"):
        photo_page(found.number, facts_, [], "")
    with pytest.raises(PictureError):
        photo_page(found.number, facts_, [(b"no picture", "")], "")


# Line-ups


def six(police: PoliceStore, clerk: Session) -> bookings.Booking:
    """An arrestee and five who look alike, a woman and somebody older."""
    first = photographed(police, clerk, booked(police, clerk))
    for n in range(5):
        who = arrestee(police, clerk, last=f"FILLER{n}", born=date(1978 + n, 5, 1))
        photographed(police, clerk, booked(police, clerk, who, f"f{n}"), 20 + n)
    other = arrestee(police, clerk, last="WOMAN")
    persons_rows.add(police, clerk, "DESCRIPTIONS", other, {"from_on": date(2026, 2, 1), "sex": "F", "race": "U"})
    photographed(police, clerk, booked(police, clerk, other, "w"), 40)
    photographed(police, clerk, booked(police, clerk, arrestee(police, clerk, born=date(1960, 1, 1)), "o"), 41)
    young = arrestee(police, clerk, born=date(2009, 1, 1))
    photographed(police, clerk, booked(police, clerk, young, "y"), 42)
    return first


def test_only_those_who_look_alike_stand_beside_the_arrestee(police: PoliceStore, clerk: Session) -> None:
    found = six(police, clerk)
    them = bookings_lineup.fillers(police, clerk, found)
    assert sorted(one.name for one in them) == [f"FILLER{n}, PÁT" for n in range(5)]
    assert {one.unlike for one in them} == {0}


def test_the_order_of_a_sheet_is_kept(police: PoliceStore, clerk: Session) -> None:
    found = six(police, clerk)
    chosen = [one.photo_id for one in bookings_lineup.fillers(police, clerk, found)]
    with pytest.raises(Refused, match="Choose 5 others"):
        bookings_lineup.pictures(police, clerk, found, chosen[:4], "OFFICER")
    with pytest.raises(Refused, match="Choose 5 others"):
        bookings_lineup.pictures(police, clerk, found, [*chosen[:4], chosen[0]], "OFFICER")
    ids, pictures = bookings_lineup.pictures(police, clerk, found, chosen, "OFFICER")
    order = draw_order(chance=random.Random(1))
    sheet = line_up_sheet(pictures, order, "Case 26-1", date(2026, 7, 6), "Printed by 401")
    assert sheet != line_up_sheet(pictures, order, "Case 26-1", date(2026, 7, 6), "Printed by 402")
    in_order = [ids[index] for index in order.order]
    bookings_lineup.keep(
        police, clerk, found, in_order, reference="26-1", authorizer="Sgt. Example", purpose="OFFICER",
        sha256=hashlib.sha256(sheet).hexdigest(),
    )  # fmt: skip
    assert json.loads(str(police.value("SELECT photos FROM booking_lineups"))) == in_order
    assert police.value("SELECT count(*) FROM views WHERE kind = 'PHOTO'") == 6


def test_a_juvenile_stands_on_no_sheet(police: PoliceStore, clerk: Session) -> None:
    found = photographed(police, clerk, booked(police, clerk, juvenile=True))
    with pytest.raises(Refused, match="juvenile"):
        bookings_lineup.fillers(police, clerk, found)


# Whatever is typed


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.fixed_dictionaries(
        {name: st.text(st.characters(exclude_categories=("Cs",)), max_size=40) for name in ("caution", "occupation")}
    ),
    words_=st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=60),
)
def test_whatever_is_typed_the_file_holds_it_in_plain_text(
    police: PoliceStore, clerk: Session, texts: dict[str, str], words_: str
) -> None:
    texts = {name: text.replace("\x00", "") for name, text in texts.items()}
    receiver_given(police)
    number = int(police.value("SELECT count(*) FROM bookings"))
    who = police.value("SELECT min(id) FROM persons") or arrestee(police, clerk)
    found = bookings.begin(police, clerk, int(who), facts(**texts), f"key {number}")
    charged = charge_of(description=words_.replace("\x00", "") or "x")
    bookings_charges.charge(police, clerk, found, charged)
    photographed(police, clerk, found, number % 200)
    made = bookings_export.export(police, clerk, found, "BOOKING", authorizer="Lt. Example", receiver="County")
    records = decode(made.data).records
    assert [one.type for one in records] == [1, 2, 10]
    assert records[2].image == picture(number % 200)
    assert all(" " <= letter <= "~" for value in records[1].fields.values() for items in value for item in items
               for letter in item)  # fmt: skip


@pytest.mark.parametrize(
    ("code", "image"),
    [
        ("TAT NECK", "TATTOO"),
        ("SC CHIN", "SCAR"),
        ("NM L ARM", "MARK"),
        ("PRCD EARS", "OTHER"),
        ("MISS L EYE", "MISSING"),
    ],
)
def test_a_marks_code_says_what_its_picture_shows(code: str, image: str) -> None:
    assert mark_image(code) == image
