"""The registrants' desk as its clerks meet it: a whole visit, a second check, an officer who only reads."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from counter import InProcess, police_desk
from screens_sample import QUIET

from data import audit
from data.police.store import PoliceStore


@pytest.fixture
async def desk(run_folder: Path, tmp_path: Path) -> AsyncIterator[InProcess]:
    """The second police clerk at the main menu, with the sample's registrants."""
    async with police_desk(run_folder, tmp_path, config=QUIET) as counter:
        await counter.sign_on("402")
        counter.keys.clear()
        yield counter


def rows(desk: InProcess, sql: str, *params: object) -> list[tuple[object, ...]]:
    """What a query of the police store finds, by a connection of its own."""
    police = desk.app.police
    assert isinstance(police, PoliceStore)
    again = police.again().open()
    try:
        return [tuple(row) for row in again.rows(sql, *params)]
    finally:
        again.close()


async def test_an_annual_update_with_its_papers(desk: InProcess, tmp_path: Path) -> None:
    await desk.press("REGIST gooseberry juliett\n")
    assert desk.program == "POL001"
    desk.keys.clear()
    await desk.press("1", "2\n", "jg\n", "1\n")
    assert len(desk.keys) <= 12
    assert "Annual update: kept. Printed: worksheet, receipt." in desk.text
    assert "Annual update by 06/25/2027" in desk.text
    papers = sorted((tmp_path / "papers").glob("*.pdf"))
    assert [path.name.split("-")[0] for path in papers] == ["RECEIPT", "WORKSHEET"]
    assert {path.stat().st_mode & 0o777 for path in papers} == {0o600}
    ((initials, changed, printed),) = rows(
        desk, "SELECT v.initials, v.changed, v.copy_person_on FROM registration_visits v WHERE v.code = 'ANNUAL'"
    )
    assert (initials, changed, printed) == ("JG", 0, "2026-07-06")
    ((kind, purpose),) = rows(desk, "SELECT DISTINCT kind, purpose FROM views WHERE kind = 'REGISTRATION'")
    assert (kind, purpose) == ("REGISTRATION", "REGISTRATION")


async def test_the_queue_leads_to_the_form_and_forgets_what_is_done(desk: InProcess) -> None:
    await desk.press("21.5\n")
    assert desk.text.count("Overdue") == 3
    await desk.press("enter", "1", "jg\n", "y\n")
    assert desk.program == "RGQ010"
    assert "Annual update: kept. Printed: worksheet, receipt." in desk.text
    assert desk.text.count("Overdue") == 2
    assert desk.text.count("CSAR entry") == 2


async def test_a_second_person_completes_what_the_first_took(desk: InProcess) -> None:
    await desk.press("21.5\n", *["down"] * 5, "enter", "1")
    assert "REGISTRATION WORKSHEET" in desk.text
    await desk.press("f12", "1\n")
    assert desk.program == "RGQ010"
    assert "Second check" not in desk.text
    assert "Checked: the visit is complete." in desk.text
    assert rows(desk, "SELECT state FROM registration_visits WHERE code = 'INITIAL' AND state = 'OPEN'") == [("OPEN",)]
    assert desk.app.police is not None
    police = desk.app.police.again().open()
    assert audit.verify(police) == ""
    police.close()


async def test_who_corrects_the_entry_reads_what_differed(desk: InProcess) -> None:
    await desk.press("21.5\n", *["down"] * 5, "enter", "1", "f12", "n", "tab", "The apartment is missing", "f10")
    assert "What differs is noted: it is checked again." in desk.text
    await desk.press("f3", "REGIST REG-2026-00011\n", "1", "33\n", "1\n", "f12")
    assert desk.program == "RGC10"
    assert "Differed: The apartment is missing" in desk.text
    await desk.press("CS-9\n")
    assert "Entered in CSAR: noted. Another person checks it." in desk.text


async def test_nobody_checks_their_own(desk: InProcess) -> None:
    await desk.press("f3", "90\n")
    await desk.sign_on("401")
    await desk.press("21.5\n", *["down"] * 5, "enter", "1")
    assert "Another person checks it" in desk.text
    assert desk.program == "RGQ010"


async def test_what_is_new_is_typed_into_the_person_file(desk: InProcess) -> None:
    await desk.press("REGIST REG-2026-00002\n", "1", "14\n")
    assert "Nothing has changed since the last statement." in desk.text
    await desk.press("jg\n", "y\n")
    assert "Nothing new about vehicles. F11 opens the file." in desk.text
    await desk.press("backspace", "f11")
    assert desk.program.startswith("PER")
    await desk.press("f12")
    assert desk.program == "RVS14"


async def test_an_officer_reads_and_changes_nothing(desk: InProcess) -> None:
    await desk.press("f3", "90\n")
    await desk.sign_on("404")
    await desk.press("REGIST REG-2026-00002\n", "4")
    assert "33 Visits" in desk.text
    assert "Annual update          " not in desk.text
    await desk.press("2\n")
    assert "2 is not on this display" in desk.text
    await desk.press("backspace", "f3", "21.7\n", "4\n", "\n", "\n")
    assert "NARC-OLD-0001" in desk.text
    await desk.press("enter", "4")
    assert "Narcotics, HS 11590 (repealed)" in desk.text


async def test_the_counter_sees_nothing_of_it(desk: InProcess) -> None:
    await desk.press("f3", "90\n")
    await desk.sign_on("102")
    assert "Registrants" not in desk.text
    await desk.press("REGQ\n")
    assert desk.program == "MENU"
    await desk.press("backspace", "f7", "gooseberry\n")
    assert "REG-2026" not in desk.text


async def test_a_petition_and_the_sheet(desk: InProcess, tmp_path: Path) -> None:
    await desk.press("21.8\n", "1\n", "1", "07062026\n")
    assert rows(desk, "SELECT doj_notified_on FROM registration_petitions") == [("2026-07-06",)]
    await desk.press("f3", "21.9\n", "2\n")
    assert desk.program == "POL001", desk.text
    await desk.press("1")
    assert [path.name[:7] for path in (tmp_path / "papers").glob("*.pdf")] == ["NO-DUTY"]


async def test_a_granted_petition_ends_the_registration_and_says_so(desk: InProcess) -> None:
    await desk.press("REGIST REG-2026-00014\n", "1", "35\n", "1\n", *["tab"] * 4, "granted", "tab", "07062026", "f10")
    assert desk.program == "RVS19"
    await desk.press("f10")
    assert desk.program == "RGP030"
    assert "Terminated by a court: kept. Printed: worksheet." in desk.text


async def test_the_register_of_petitions_is_printed(desk: InProcess, tmp_path: Path) -> None:
    await desk.press("21.8\n", "f6", "\n", "\n")
    assert desk.program == "POL001", desk.text
    await desk.press("1")
    assert desk.program == "RGP030"
    assert "was written to the folder of police papers" in desk.text
    assert [path.name[:9] for path in (tmp_path / "papers").glob("*.pdf")] == ["PETITIONS"]


async def test_a_sentence_about_a_field_is_gone_once_another_is_entered(desk: InProcess) -> None:
    await desk.press("REGIST REG-2026-00002\n", "1", "2\n", "\n")
    assert "must be filled in" in desk.text.splitlines()[23]
    await desk.press("backspace", "tab")
    assert desk.text.splitlines()[23].strip() == ""


async def test_the_person_file_leads_to_registrations_and_bookings(desk: InProcess) -> None:
    await desk.press("PER gooseberry juliett\n", "1")
    assert desk.program == "PER030"
    await desk.press("pagedown")
    assert "Registrations  (F6, 17)" in desk.text
    assert "REG-2026-00002" in desk.text
    await desk.press("f6", "17\n")
    assert desk.program == "RGC010"
    await desk.press("f12", "18\n")
    assert "This person has no booking that is shown in a list." in desk.text


async def test_a_visit_put_aside_is_taken_up_where_it_was_left(desk: InProcess) -> None:
    await desk.press("REGIST REG-2026-00002\n", "1", "19\n", "07012026\n", "Example Court", "f2")
    assert "The visit is put aside: it stands in the work queue." in desk.text
    assert rows(desk, "SELECT state FROM works WHERE kind = 'VISIT'") == [("SUSPENDED",)]
    await desk.press("f3", "21.5\n")
    assert "Put aside" in desk.text
    await desk.press("enter", "1")
    assert desk.program == "RVS19"
    assert "Example Court" in desk.text
    assert "07/01/2026" in desk.text
    await desk.press("\n", "\n", "CR-1\n")
    assert desk.program == "RGQ010"
    assert "Put aside" not in desk.text
    assert rows(desk, "SELECT state, payload FROM works WHERE kind = 'VISIT'") == [("DONE", "{}")]
    assert rows(desk, "SELECT state FROM registrations WHERE number = 'REG-2026-00002'") == [("ENDED",)]


async def test_a_visit_that_is_cancelled_leaves_nothing(desk: InProcess) -> None:
    await desk.press("REGIST REG-2026-00002\n", "1", "19\n", "07012026\n", "f12")
    assert desk.program == "RGC010"
    assert rows(desk, "SELECT 1 FROM works WHERE state IN ('ACTIVE', 'SUSPENDED')") == []


async def test_a_release_says_whether_all_four_conditions_hold(desk: InProcess) -> None:
    await desk.press("REGIST REG-2026-00002\n", "1", "16\n", "07012026\n", "12\n", "y\n", "n\n")
    assert "Need not register again: all four conditions" in desk.text
    assert "born 06/20/1968  REG-2026-00002" in desk.text, "whose form it is stays in sight"
    await desk.press("f12", "16\n", "07012026\n", "45\n", "y\n", "n\n")
    assert "Registers again" in desk.text
    await desk.press("1\n", "jg\n", "y\n")
    assert "Released from custody: kept. Printed: worksheet, receipt, duties." in desk.text


async def test_somebody_from_out_of_state_is_told_apart(desk: InProcess) -> None:
    await desk.press("REGIST REG-2026-00002\n", "1", "1\n", "07012026", "tab", "3", "enter")
    assert "more than 14 days in a row, or 30 in a calendar year" in desk.text


async def test_what_differs_stands_below_the_form(desk: InProcess) -> None:
    await desk.press("REGIST REG-2026-00002\n", "1", "14\n", "f11", "14\n", "f6", "1\n", "0TST999", "f10")
    await desk.press("f12", "f12")
    assert desk.program == "RVS14"
    assert "new      OWNED  0TST999 CA" in desk.text
    await desk.press("jg\n", "y\n")
    assert "Vehicle: kept. Printed: worksheet, receipt." in desk.text
    assert rows(desk, "SELECT changed > 0 FROM registration_visits WHERE code = 'VEHICLE'") == [(1,)]


async def test_who_has_moved_is_not_said_to_have_moved_when_registered(desk: InProcess) -> None:
    """The day beside the state is the day of the registration, and says so."""
    await desk.press("REGIST gooseberry juliett\n", "1", "5\n", "070626\n", "plainly elsewhere\n", "\n", "jg\n", "1\n")
    assert "Leaves California: kept." in desk.text
    assert "moved registered " in desk.text
    assert "moved since" not in desk.text
