"""Bookings: from the arrest to the release, who sees them, photographs and the file for other agencies."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from conftest import PoliceSessionOf
from livescan_sample import may_roll
from police_bookings import (
    ALL,
    ORI,
    arrestee,
    booked,
    charge_of,
    ended,
    facts,
    photographed,
    picture,
    prints_file,
    receiver_given,
)

from data import settings
from data.forms import FormError
from data.permissions import OFFICER, POLICE, POLICE_SUPERVISOR, Refused
from data.police import (
    access,
    bookings,
    bookings_charges,
    bookings_end,
    bookings_export,
    bookings_photos,
    bookings_prints,
    fingerprints,
    persons_rows,
)
from data.police.bookings_photos import Taken, View
from data.police.bookings_records import code_sets
from data.police.bookings_terms import Medical
from data.police.interchange import InterchangeError, decode
from data.police.store import PoliceStore
from data.session import Session


@pytest.fixture
def clerk(police_session_of: PoliceSessionOf) -> Session:
    return police_session_of(POLICE)


def test_a_booking_from_the_arrest_to_the_release(police: PoliceStore, clerk: Session) -> None:
    found = booked(police, clerk)
    assert found.number == "B26-00001"
    (listed,) = bookings.unfinished(police, clerk)
    assert (listed.name, listed.year, listed.charge) == ("PRACTICE, PÁT", "1980", "PC 484")
    assert listed.waits == "photo, release"
    found = ended(police, clerk, photographed(police, clerk, found))
    assert bookings_end.missing(police, clerk, found) == ["Log the prints (6), or why there are none (3)."]
    found = bookings.correct(police, clerk, found, facts(no_prints="Cited in the field"))
    found = bookings_end.complete(police, clerk, found)
    assert found.state == "COMPLETE"
    assert bookings.unfinished(police, clerk) == []
    (listed,) = bookings.of_days(police, clerk, date(2026, 7, 5), date(2026, 7, 5))
    assert listed.waits == "CITED"
    with pytest.raises(Refused, match="complete"):
        bookings_charges.charge(police, clerk, found, charge_of())
    said = [what for _, _, what, _ in bookings.steps(police, clerk, found.id)]
    assert said == ["BOOKED", "CHARGED", "PHOTO", "ENDED", "FACTS", "COMPLETE"]


def test_the_same_key_books_once(police: PoliceStore, clerk: Session) -> None:
    who = arrestee(police, clerk)
    first = bookings.begin(police, clerk, who, facts(), "once")
    assert bookings.begin(police, clerk, who, facts(), "once") == first
    assert police.value("SELECT count(*) FROM bookings") == 1


def test_two_people_do_not_overwrite_each_other(police: PoliceStore, clerk: Session) -> None:
    found = booked(police, clerk)
    bookings.correct(police, clerk, found, facts(place="200 Main St"))
    with pytest.raises(Refused, match="Somebody else"):
        bookings.correct(police, clerk, found, facts(place="300 Main St"))


def test_nothing_happens_in_the_future_or_before_the_arrest(police: PoliceStore, clerk: Session) -> None:
    who = arrestee(police, clerk)
    with pytest.raises(FormError, match="not after today"):
        bookings.begin(police, clerk, who, facts(arrested_on=date(2026, 7, 7)), "k")
    with pytest.raises(FormError, match="still to come"):
        bookings.begin(police, clerk, who, facts(arrested_on=date(2026, 7, 6), arrested_at="09:01"), "k")
    found = booked(police, clerk, who)
    with pytest.raises(FormError, match="not after today"):
        bookings_charges.charge(police, clerk, found, charge_of(offense_on=date(2026, 7, 7)))
    with pytest.raises(FormError, match="before the arrest"):
        ended(police, clerk, found, ended_on=date(2026, 7, 5), ended_at="23:00")
    with pytest.raises(FormError, match="still to come"):
        ended(police, clerk, found, ended_on=date(2026, 7, 6), ended_at="09:01")


def test_a_hold_allows_only_a_transfer(police: PoliceStore, clerk: Session) -> None:
    found = booked(police, clerk)
    hold = bookings_charges.hold(
        police, clerk, found, {"agency": "Example County", "reason": "Warrant", "reference": ""}
    )
    with pytest.raises(FormError, match="Example County has a hold"):
        ended(police, clerk, found)
    with pytest.raises(FormError, match="which facility"):
        ended(police, clerk, found, "TRANSFER")
    bookings_charges.lift(police, clerk, found, hold, "Recalled")
    assert ended(police, clerk, found).disposition == "CITED"


def test_a_charge_is_dropped_with_its_reason(police: PoliceStore, clerk: Session) -> None:
    found = booked(police, clerk)
    (one,) = bookings_charges.charges(police, clerk, found.id)
    bookings_charges.drop(police, clerk, found, one.id, "Entered twice")
    assert bookings_charges.charges(police, clerk, found.id) == []
    (kept,) = bookings_charges.charges(police, clerk, found.id, dropped=True)
    assert kept.dropped_why == "Entered twice"


def test_a_juvenile_is_in_no_list_and_only_some_open_it(
    police: PoliceStore, clerk: Session, police_session_of: PoliceSessionOf
) -> None:
    found = booked(police, clerk, arrestee(police, clerk, born=date(2008, 7, 6)))
    assert found.juvenile
    assert bookings.unfinished(police, clerk) == []
    assert bookings.of_days(police, clerk, date(2026, 1, 1), date(2026, 12, 31)) == []
    assert bookings.of_person(police, clerk, found.person_id) == []
    other = police_session_of(POLICE)
    with pytest.raises(Refused, match="a juvenile's booking is for officers"):
        bookings.get(police, other, found.id)
    denied = police.value("SELECT count(*) FROM audit_log WHERE event = 'booking.view' AND outcome = 'denied'")
    assert denied == 1
    for role in (OFFICER, POLICE_SUPERVISOR):
        assert bookings.get(police, police_session_of(role), found.id).number == found.number
    bookings_end.set_guardian(police, clerk, found, "Mother, 23:40, Officer Example")
    assert bookings_end.guardian(police, clerk, found, "BOOKING").startswith("Mother")


def test_eighteen_on_the_day_is_no_juvenile(police: PoliceStore, clerk: Session) -> None:
    assert not booked(police, clerk, arrestee(police, clerk, born=date(2008, 7, 5))).juvenile


def test_medical_answers_are_sealed_and_journaled(police: PoliceStore, clerk: Session) -> None:
    found = booked(police, clerk)
    bookings_end.answer(police, clerk, found, Medical(("allergy",), "Bees"))
    stored = police.value("SELECT medical_sealed FROM bookings WHERE id = ?", found.id)
    assert b"Bees" not in bytes(stored)
    assert bookings_end.answers(police, clerk, found, "BOOKING") == Medical(("allergy",), "Bees")
    assert police.value("SELECT revealed FROM views WHERE kind = 'BOOKING'") == "bookings.medical_sealed"


def test_only_the_supervisor_reopens(police: PoliceStore, clerk: Session, police_session_of: PoliceSessionOf) -> None:
    found = ended(police, clerk, photographed(police, clerk, booked(police, clerk, no_prints="Refused")))
    found = bookings_end.complete(police, clerk, found)
    with pytest.raises(Refused, match="supervisor"):
        bookings_end.reopen(police, clerk, found, "Wrong charge")
    again = bookings_end.reopen(police, police_session_of(POLICE_SUPERVISOR), found, "Wrong charge")
    assert again.open


# Photographs


@pytest.mark.parametrize(
    ("size", "ticked", "lower", "profile"),
    [
        ((768, 1024), ALL, False, "40"),
        ((480, 600), ALL, False, "30"),
        ((480, 600), ALL - {"BARE"}, False, "20"),
        ((480, 600), ALL, True, "20"),
        ((500, 700), ALL, False, "20"),
    ],
)
def test_a_profile_is_claimed_only_when_size_and_checklist_hold(
    police: PoliceStore, clerk: Session, size: tuple[int, int], ticked: frozenset[str], lower: bool, profile: str
) -> None:
    found = booked(police, clerk)
    shot = bookings_photos.keep(
        police, clerk, found, Taken(picture(119, size), b""), View("F"), ticked=ticked, lower=lower
    )
    assert shot.profile == profile


def test_a_retake_needs_its_reason_and_keeps_the_old_one(police: PoliceStore, clerk: Session) -> None:
    found = photographed(police, clerk, booked(police, clerk))
    again = Taken(picture(120), b"")
    with pytest.raises(Refused, match="why it is taken again"):
        bookings_photos.keep(police, clerk, found, again, View("F"))
    bookings_photos.keep(police, clerk, found, again, View("F"), why="Eyes closed")
    assert len(bookings_photos.shots(police, clerk, found.id)) == 1
    assert len(bookings_photos.shots(police, clerk, found.id, withdrawn=True)) == 2
    assert police.value("SELECT replaces_id FROM booking_photos ORDER BY id DESC LIMIT 1") == 1


def test_what_is_no_photograph_of_this_person_is_refused(police: PoliceStore, clerk: Session) -> None:
    found = photographed(police, clerk, booked(police, clerk))
    with pytest.raises(Refused, match="too few"):
        bookings_photos.keep(police, clerk, found, Taken(picture(1, (479, 600)), b""), View("R"))
    with pytest.raises(Refused, match="no color photograph"):
        bookings_photos.keep(police, clerk, found, Taken(picture()[:2000], b""), View("R"))
    with pytest.raises(Refused, match="needs its angle"):
        bookings_photos.keep(police, clerk, found, Taken(picture(1), b""), View("A"))
    other = booked(police, clerk, arrestee(police, clerk, last="OTHER"), "other")
    with pytest.raises(Refused, match="another person's file"):
        bookings_photos.keep(police, clerk, other, Taken(picture(), b""), View("F"))


def test_a_mark_is_photographed_with_its_code(police: PoliceStore, clerk: Session) -> None:
    found = booked(police, clerk)
    (mark,) = bookings_photos.marks_of(police, clerk, found)
    shot = bookings_photos.keep(police, clerk, found, Taken(picture(7), b""), View(mark_id=mark.id))
    assert (shot.image, shot.smt, shot.profile, shot.pose) == ("TATTOO", "TAT NECK", "", "")
    with pytest.raises(Refused, match="no such mark"):
        bookings_photos.keep(police, clerk, found, Taken(picture(8), b""), View(mark_id=mark.id + 1))


# The interchange file


def test_nothing_is_exported_until_the_receiver_has_said_it(police: PoliceStore, clerk: Session) -> None:
    found = photographed(police, clerk, booked(police, clerk))
    with pytest.raises(Refused, match=r"nist\.tot is blank"):
        bookings_export.export(police, clerk, found, "BOOKING", authorizer="Lt. Example", receiver="County")
    assert police.value("SELECT count(*) FROM booking_exports") == 0


def test_a_booking_is_written_read_back_and_logged(police: PoliceStore, clerk: Session, tmp_path: Path) -> None:
    receiver_given(police)
    found = photographed(police, clerk, booked(police, clerk))
    (mark,) = bookings_photos.marks_of(police, clerk, found)
    bookings_photos.keep(police, clerk, found, Taken(picture(7), b""), View(mark_id=mark.id))
    bookings_photos.keep(police, clerk, found, Taken(picture(8), b""), View("A", -45))
    assert bookings_prints.take_in(police, clerk, found, prints_file(code_sets(police))) == 2
    found = bookings.get(police, clerk, found.id)
    assert found.prints_tcn == "LS0000001"
    made = bookings_export.export(police, clerk, found, "BOOKING", authorizer="Lt. Example", receiver="County")
    path = bookings_export.write(police, clerk, made, tmp_path / "out")
    assert path.name == f"{ORI}20260000001.an2"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in path.parent.iterdir()] == [path.name]
    header, person, front, tattoo, angled, thumb, index = decode(path.read_bytes()).records
    assert (header.text(2), header.text(4), header.text(8), header.text(9)) == ("0500", "CAR", ORI, made.tcn)
    assert [person.text(n) for n in (9, 18, 24, 25, 27, 32)] == [
        "B26-00001", "PRACTICE,PAT Q", "U", "A", "511", "BAL",
    ]  # fmt: skip
    assert person.text(15) == "CA00000001"
    assert person.text(16) == "078051120"
    assert person.fields[19] == (("SAMPLE,PAT",),)
    assert person.fields[47] == (("20260705", "PC 484 M PETTY THEFT X2"),)
    assert person.fields[84] == (("2", "UP"),)
    assert (front.text(20), front.text(13), front.idc) == ("F", "30", "1")
    assert (tattoo.text(3), tattoo.text(40)) == ("TATTOO", "TAT NECK")
    assert (angled.text(20), angled.text(21)) == ("A", "-45")
    assert [(one.idc, one.text(13)) for one in (thumb, index)] == [("4", "1"), ("5", "2")]
    (logged,) = bookings_export.log(police, clerk, found)
    assert (logged.authorizer, logged.receiver, logged.purpose) == ("Lt. Example", "County", "BOOKING")
    assert logged.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert police.value("SELECT count(*) FROM views WHERE revealed = 'person_identifiers.value_sealed'") == 2


def test_a_control_number_is_never_used_again(police: PoliceStore, clerk: Session, tmp_path: Path) -> None:
    receiver_given(police)
    found = photographed(police, clerk, booked(police, clerk))
    made = [
        bookings_export.export(police, clerk, found, "BOOKING", authorizer="Lt. E", receiver="County") for _ in "12"
    ]
    assert made[0].tcn != made[1].tcn
    bookings_export.write(police, clerk, made[0], tmp_path)
    with pytest.raises(Refused, match="there already"):
        bookings_export.write(police, clerk, made[0], tmp_path)
    sql = "SELECT outcome FROM audit_log WHERE event = 'booking.export.end' ORDER BY seq"
    assert [outcome for (outcome,) in police.rows(sql)] == ["ok", "failed"]


def test_an_officer_does_not_export(police: PoliceStore, clerk: Session, police_session_of: PoliceSessionOf) -> None:
    receiver_given(police)
    found = photographed(police, clerk, booked(police, clerk))
    with pytest.raises(Refused):
        bookings_export.export(
            police, police_session_of(OFFICER), found, "BOOKING", authorizer="Lt. Example", receiver="County"
        )


def test_the_sid_is_written_as_the_receiver_wants_it(police: PoliceStore, clerk: Session) -> None:
    """Ten characters as EBTS has it, eleven with the letter; a number that is no CII number is never cut to fit."""
    receiver_given(police)
    found = photographed(police, clerk, booked(police, clerk))
    for form, sid in (("DIGITS", "CA00000001"), ("WHOLE", "CAA00000001")):
        settings.put(police.city, None, "nist.sid", form, date(2026, 7, 1))
        made = bookings_export.export(police, clerk, found, "BOOKING", authorizer="Lt. Example", receiver="County")
        assert decode(made.data).records[1].text(15) == sid
    persons_rows.add(police, clerk, "IDENTIFIERS", found.person_id, {"kind": "CII", "value": "B123456789"})
    police.run("DELETE FROM person_identifiers WHERE kind = 'CII' AND id < (SELECT max(id) FROM person_identifiers)")
    with pytest.raises(InterchangeError, match="SID"):
        bookings_export.export(police, clerk, found, "BOOKING", authorizer="Lt. Example", receiver="County")


def test_prints_that_were_taken_are_logged_once(police: PoliceStore, clerk: Session) -> None:
    """The control number goes onto the booking, the row names the person; a struck row is made anew."""
    may_roll(police, clerk)
    found = ended(police, clerk, photographed(police, clerk, booked(police, clerk, prints_tcn="LS0000001")))
    with pytest.raises(Refused, match="Log the prints"):
        bookings_end.complete(police, clerk, found)
    taken = fingerprints.Taken("", fingerprints.DEVICE, tcn="LS0000002", rejects="2 7")
    number = bookings_prints.log(police, clerk, found, taken)
    found = bookings.get(police, clerk, found.id)
    assert found.prints_tcn == "LS0000002"
    (row,) = fingerprints.log(police, clerk, date(2026, 7, 6), date(2026, 7, 6))
    assert (row.number, row.subject, row.reason, row.rejected) == (number, "PRACTICE, PÁT", "BOOKING", "DEVICE 2 7")
    with pytest.raises(Refused, match=number):
        bookings_prints.log(police, clerk, found, taken)
    fingerprints.strike(police, clerk, row.id, "Wrong person")
    assert bookings_prints.logged(police, found.id) == ""
    again = bookings_prints.log(police, clerk, found, taken)
    assert bookings_end.complete(police, clerk, bookings.get(police, clerk, found.id)).state == "COMPLETE"
    assert [note for _, _, what, note in bookings.steps(police, clerk, found.id) if what == "LOGGED"] == [number, again]


def test_a_juveniles_prints_are_logged_without_the_name(police: PoliceStore, clerk: Session) -> None:
    may_roll(police, clerk)
    found = booked(police, clerk, juvenile=True)
    bookings_prints.log(police, clerk, found, fingerprints.Taken("", fingerprints.CARD, cards=2))
    (row,) = fingerprints.log(police, clerk, clerk.clock.today(), clerk.clock.today())
    assert (row.subject, row.person_id, row.cards) == (f"Juvenile, {found.number}", None, 2)


def test_prints_of_another_agency_or_of_nothing_are_refused(police: PoliceStore, clerk: Session) -> None:
    receiver_given(police)
    found = booked(police, clerk)
    with pytest.raises(Refused, match="another agency"):
        bookings_prints.take_in(police, clerk, found, prints_file(code_sets(police), "CA0000099"))
    with pytest.raises(Refused):
        bookings_prints.take_in(police, clerk, found, b"no such file")
    assert bookings_prints.prints(police, clerk, found.id) == []


def test_the_views_are_written_down(police: PoliceStore, clerk: Session) -> None:
    found = booked(police, clerk)
    access.open_view(police, clerk, bookings.VIEW, found.id, "BOOKING")
    assert police.value("SELECT count(*) FROM views WHERE kind = 'BOOKING' AND object_id = ?", found.id) == 1


def test_a_booking_follows_a_merged_file(
    police: PoliceStore, clerk: Session, police_session_of: PoliceSessionOf
) -> None:
    kept, gone = arrestee(police, clerk, last="KEPT"), arrestee(police, clerk, last="GONE")
    found = booked(police, clerk, gone)
    police.run("UPDATE persons SET merged_into = ? WHERE id = ?", kept, gone)
    assert bookings.get(police, clerk, found.id).person_id == kept
    assert [one.number for one in bookings.of_person(police, clerk, kept)] == [found.number]


def test_parts_of_a_juveniles_booking_are_as_restricted_as_it_is(
    police: PoliceStore, clerk: Session, police_session_of: PoliceSessionOf
) -> None:
    found = booked(police, clerk, juvenile=True)
    other = police_session_of(POLICE)
    for read in (
        bookings_charges.charges, bookings_charges.holds, bookings_photos.shots, bookings_prints.prints,
        bookings.steps,
    ):  # fmt: skip
        with pytest.raises(Refused, match="a juvenile's booking"):
            read(police, other, found.id)


def test_an_older_receiver_gets_only_what_it_knows(police: PoliceStore, clerk: Session) -> None:
    receiver_given(police)
    settings.put(police.city, None, "nist.version", "0400", date(2026, 1, 1))
    found = photographed(police, clerk, booked(police, clerk))
    mark = persons_rows.add(police, clerk, "MARKS", found.person_id, {"code": "PRCD EARS", "description": "invented"})
    shot = bookings_photos.keep(police, clerk, found, Taken(picture(9), b""), View(mark_id=mark))
    assert shot.image == "OTHER"
    made = bookings_export.export(police, clerk, found, "BOOKING", authorizer="Lt. Example", receiver="County")
    assert [one.text(3) for one in decode(made.data).records if one.type == 10] == ["FACE"]


def test_a_file_that_is_wrong_leaves_one_row_of_the_audit_and_no_number(police: PoliceStore, clerk: Session) -> None:
    receiver_given(police)
    found = booked(police, clerk)
    with pytest.raises(InterchangeError, match="exactly one frontal photograph"):
        bookings_export.export(police, clerk, found, "BOOKING", authorizer="Lt. Example", receiver="County")
    assert police.value("SELECT value FROM counters WHERE name = 'nist.tcn'") is None
    assert police.value("SELECT outcome FROM audit_log WHERE event = 'booking.export'") == "failed"
    assert police.value("SELECT count(*) FROM views") == 0


def test_a_file_is_not_left_half_written(police: PoliceStore, clerk: Session, tmp_path: Path) -> None:
    receiver_given(police)
    found = photographed(police, clerk, booked(police, clerk))
    made = bookings_export.export(police, clerk, found, "BOOKING", authorizer="Lt. Example", receiver="County")
    other = replace(made, sha256="0" * 64)
    with pytest.raises(Refused, match="not what is read back"):
        bookings_export.write(police, clerk, other, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []
    (tmp_path / "file").touch()
    with pytest.raises(Refused, match="cannot be written"):
        bookings_export.write(police, clerk, made, tmp_path / "file")
