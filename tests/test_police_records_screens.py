"""A records request and a clearance letter worked on the real screens, from the window to the paper."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from counter import InProcess, police_desk


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    return tmp_path / "papers"


@pytest.fixture
async def desk(run_folder: Path, tmp_path: Path) -> AsyncIterator[InProcess]:
    """A police station of the sample city with a folder for its papers."""
    async with police_desk(run_folder, tmp_path) as found:
        yield found


async def received(desk: InProcess, *typed: str) -> None:
    """Sign on and take a request; the reason is given with 3."""
    await desk.sign_on("401")
    await desk.press("23\n2\n", *typed, "3")
    assert desk.program == "REL015"


def state(desk: InProcess) -> tuple[object, ...]:
    assert desk.app.police is not None
    return tuple(desk.app.police.row("SELECT state, determination, pages, fee_cents, receipt FROM releases") or ())


async def test_a_redacted_copy_from_the_window_to_the_hand(desk: InProcess, papers: Path) -> None:
    await received(desk, "VICTIM\n", "CRIME\n", "CDL\n", "26-001234\n", "O’Sample, Pat\n", "\n", "\n")
    assert "Request RR27-00001 is to be answered by 07/16/2026." in desk.text
    assert "Not the officer's analysis" in desk.text.replace("\n            ", " ")
    await desk.press("1\n", "PARTIAL\n", "ADR INV\n", "07082026\n")
    assert "A denial names who is responsible" in desk.text
    await desk.press("escape", "Max Quintero\n")
    await desk.press("escape", "Records Supervisor\n")
    assert state(desk)[:2] == ("REVIEW", "PARTIAL")
    await desk.press("4\n")
    assert "A second person looks at them" in desk.text
    await desk.press("escape", "f3", "90\n")
    await desk.sign_on("402")
    await desk.press("REL RR27-00001\n", "3", "4\n")
    assert state(desk)[0] == "DETERMINED"
    await desk.press("6\n", "12\n")
    assert "1.20 is to be paid first" in desk.text
    await desk.press("escape", "f12", "7\n", "1\n", "enter", "enter", "y")
    (letter,) = papers.iterdir()
    assert letter.read_bytes().startswith(b"%PDF")
    assert letter.stat().st_mode & 0o777 == 0o600


async def test_a_registrants_statement_is_not_released(desk: InProcess) -> None:
    await received(desk, "PUBLIC\n", "REG\n", "\n", "\n", "\n", "\n", "Statement of a neighbor\n")
    await desk.press("1\n", "FULL\n", "\n", "07082026\n", "f10")
    assert "open to peace officers only" in desk.text
    assert desk.program == "REL030"
    await desk.press("escape", "f12")
    assert state(desk)[0] == "OPEN"


async def test_the_fee_is_taken_at_the_cashier_with_the_number_filled_in(desk: InProcess) -> None:
    await received(desk, "VICTIM\n", "CRIME\n", "CDL\n", "26-001234\n", "\n", "\n", "\n")
    await desk.press("1\n", "FULL\n", "\n", "07062026", "f10")
    assert state(desk)[0] == "DETERMINED"
    await desk.press("f6")
    assert "Open your drawer first" in desk.text
    await desk.press("escape", "f3", "3\n1\n", "100.\n", "f3")
    await desk.press("REL\n", "5", "enter", "3", "f6")
    assert "RR27-00001" in desk.text
    await desk.press("120\n", "1\n", "\n")
    await desk.settle()
    paid = desk.app.store.row("SELECT reference, amount_cents, customer FROM journal_lines WHERE service = 'PR'")
    assert paid == ("RR27-00001", 120, "")


async def test_a_clearance_needs_another_reader(desk: InProcess) -> None:
    await desk.sign_on("401")
    await desk.press("23\n6\n", "SAMPLE, PAT\n", "02291980\n", "CDL\n", "VISA\n", "5")
    assert desk.program == "CLR015"
    await desk.press("1\n", "CLEAR\n")
    await desk.press("2\n", "CLEAR\n")
    assert "A second person reads it again" in desk.text
    await desk.press("escape", "f12", "f3", "90\n")
    await desk.sign_on("402")
    await desk.press("23\n5\n", "5", "enter", "5", "2\n", "OFFICER\n")
    assert "SEE OFFICER" in desk.text
    assert "Issue the letter" not in desk.text


async def test_retention_belongs_to_the_supervisor(desk: InProcess) -> None:
    await desk.sign_on("401")
    await desk.press("RETAIN\n")
    assert "two police supervisors" in desk.text
    await desk.press("escape", "90\n")
    await desk.sign_on("403")
    await desk.press("23\n9\n")
    assert "No list is proposed" in desk.text
    await desk.press("f6", "1\n", "Resolution 26-14\n")
    assert "Nothing of this kind is older" in desk.text


async def test_an_officer_writes_down_a_release_of_criminal_history(desk: InProcess) -> None:
    await desk.sign_on("401")
    await desk.press("CHRI\n")
    assert "given out by officers" in desk.text
    await desk.press("escape", "90\n")
    await desk.sign_on("404")
    await desk.press("23\n7\n", "f6")
    assert desk.program == "CHR010"
    await desk.press("Lee Novak\n", "Neighbor Police\n", "Det. Sample\n", "C\n", "PC 11105(b)\n", "f10")
    assert "Neighbor Police" in desk.text
    assert desk.app.police is not None
    assert desk.app.police.value("SELECT count(*) FROM chri_releases WHERE agency = 'Neighbor Police'") == 1
    assert desk.app.police.value("SELECT count(*) FROM changes WHERE table_name = 'chri_releases'") > 0
    assert desk.app.store.value("SELECT count(*) FROM changes WHERE table_name = 'chri_releases'") == 0
