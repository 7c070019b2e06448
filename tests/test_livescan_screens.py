"""A Live Scan form typed on the real screens, from the window to the closed request and its three copies."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from counter import InProcess, police_desk

PAGE1 = ("A0099\n", "1\n", "Kite instructor\n", "2\n", "Bureau of Imaginary Arts\n", "00099\n", "1 Nowhere Way\n",
         "Sacramento\n", "95800", "f10")  # fmt: skip
PAGE2 = ("Zucchini\n", "Alfa\n", "02291984\n", "F\n", "506\n", "140\n", "BRO\n", "BLK\n", "CA\n")
PAGE3 = ("078051120", "tab", "Z0000001\n", "5 Imaginary Lane\n", "Vista Robles\n", "92990\n")
PAGE4 = ("CDL\n", "02282029\n", "\n", "\n", "Y\n", "Y\n")


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    return tmp_path / "papers"


@pytest.fixture
async def desk(run_folder: Path, tmp_path: Path) -> AsyncIterator[InProcess]:
    """A police station of the sample city where 401 and 402 may roll prints; 401 has signed on."""
    async with police_desk(run_folder, tmp_path) as found:
        await found.sign_on("401")
        yield found


def stored(desk: InProcess, columns: str) -> tuple[object, ...]:
    assert desk.app.police is not None
    return tuple(desk.app.police.row(f"SELECT {columns} FROM livescan ORDER BY id DESC LIMIT 1") or ())


async def test_a_form_from_the_window_to_the_closed_request(desk: InProcess, papers: Path) -> None:
    await desk.press("3\n1\n", "100.\n", "f3", "LSNEW\n", *PAGE1, *PAGE2, *PAGE3, *PAGE4)
    await desk.press("5")
    assert desk.program == "LSC015"
    assert "LS27-00001  TO BE ROLLED" in desk.text
    assert "078051120" not in desk.text
    await desk.press("5\n")
    assert "5 is not on this display" in desk.text
    await desk.press("escape", "f6")
    assert "DOJ 32.00  FBI 17.00  ROLL 25.00" in desk.text
    await desk.press("f10", "10000\n")
    await desk.settle()
    assert "Received 100.00  Change 26.00" in desk.text.splitlines()[-1]
    paid = desk.app.store.rows("SELECT charge_code, amount_cents, reference, customer FROM journal_lines "
                               "WHERE service = 'LS' ORDER BY id")  # fmt: skip
    assert [tuple(row) for row in paid] == [
        ("LIVESCAN-DOJ", 3200, "LS27-00001", ""), ("LIVESCAN-FBI", 1700, "LS27-00001", ""),
        ("LIVESCAN-ROLL", 2500, "LS27-00001", ""),
    ]  # fmt: skip
    assert desk.program == "LSC015"
    assert "DOJ 32.00, FBI 17.00, Rolling 25.00" in desk.text
    await desk.press("1\n", "L99\n", "\n")
    assert "waits for ATI" in desk.text
    await desk.press("5\n")
    assert "has no ATI yet" in desk.text
    await desk.press("escape", "4\n", "A123ABC456\n", "6\n", *["enter"] * 3, "y")
    await desk.settle()
    (form,) = papers.iterdir()
    assert form.read_bytes().startswith(b"%PDF")
    await desk.press("5\n")
    assert stored(desk, "state, ati, doj_cents, fbi_cents, roll_cents, billed_cents") == (
        "CLOSED", "A123ABC456", 3200, 1700, 2500, 0
    )  # fmt: skip
    assert stored(desk, "receipt")[0]
    assert desk.app.police is not None
    seen = desk.app.police.rows("SELECT revealed, purpose FROM views WHERE revealed <> '' ORDER BY id")
    assert [tuple(row) for row in seen] == [
        ("livescan.ssn_sealed", "CLEARANCE"), ("livescan.license_sealed", "CLEARANCE"),
    ]  # fmt: skip
    (printed,) = desk.app.police.rows("SELECT document, kind, object_id FROM prints")
    assert tuple(printed) == ("BCIA8016", "LIVESCAN", 1)


async def test_a_page_back_loses_nothing_and_an_empty_box_sends_the_form_back(desk: InProcess, papers: Path) -> None:
    await desk.press("LSNEW\n", *PAGE1, "Zucchini\n", "Alfa", "f12")
    assert desk.program == "LSC011"
    assert "Kite instructor" in desk.text
    await desk.press("f10")
    assert "Zucchini" in desk.text
    assert "Alfa" in desk.text
    await desk.press("f10", *PAGE3, "CDL\n", "02282029\n", "\n", "\n", "Y\n", "N\n", "3")
    assert "LACKS      Date of birth, Sex" in desk.text
    assert "a box of the form" in " ".join(desk.text.split())
    assert "Take fee" not in desk.text
    await desk.press("3\n", "enter", "enter", "y")
    await desk.settle()
    assert [path.name.split("-")[0] for path in papers.iterdir()] == ["LIVESCAN"]
    await desk.press("2\n", "f10", "tab", *["tab"] * 5, "02291984\n", "F\n", "506\n", "140\n", "BRO\n", "BLK\n", "CA\n")
    await desk.press("f10", *["tab"] * 5, "Y", "f10")
    assert stored(desk, "state, missing, complete") == ("OPEN", "", 1)


@pytest.mark.parametrize("way", ["f2", "f3"])
async def test_a_form_that_was_left_is_offered_again_without_its_numbers(desk: InProcess, way: str) -> None:
    await desk.press("LSNEW\n", *PAGE1, *PAGE2, *PAGE3[:3], "5 Imaginary Lane", way)
    assert desk.program.startswith("MENU")
    assert desk.app.police is not None
    (payload,) = desk.app.police.rows("SELECT payload FROM works WHERE kind = 'LIVESCAN'")
    assert "5 Imaginary Lane" in payload[0]
    assert "078051120" not in payload[0]
    await desk.press("f3", "LSNEW\n", "y")
    assert "Kite instructor" in desk.text
    await desk.press("f10", "f10")
    assert "5 Imaginary Lane" in desk.text
    await desk.press(*PAGE3, *PAGE4, "5")
    assert desk.program == "LSC015"
    assert [tuple(row) for row in desk.app.police.rows("SELECT state, payload FROM works WHERE kind = 'LIVESCAN'")] == [
        ("DISCARDED", "{}")
    ]


async def test_what_the_person_file_knows_is_offered_and_journaled(desk: InProcess) -> None:
    await desk.press("LSPER\n", "zebrafish\n", "1\n", "5")
    assert desk.program == "LSC011"
    await desk.press(*PAGE1)
    assert "Zebrafish" in desk.text
    assert desk.app.police is not None
    kinds = {row[0] for row in desk.app.police.rows("SELECT kind FROM views")}
    assert "PERSON" in kinds


async def test_who_may_not_roll_is_told_so(desk: InProcess) -> None:
    await desk.press("FPNEW\n", "Sample, Pat\n", "OTHER\n", "CARD\n", "2\n", "tab", "tab", "tab", "404", "f10")
    assert desk.program == "FPL010"
    assert "Andre Baptiste may not roll prints since 06/30/2026 (PC 11102.1)." in desk.text
    assert desk.app.police is not None
    assert desk.app.police.value("SELECT count(*) FROM fingerprints") == 0


async def test_cards_pay_the_rolling_fee_only(desk: InProcess) -> None:
    await desk.press("3\n1\n", "100.\n", "f3", "FPNEW\n", "Sample, Pat\n", "VISA\n", "CARD\n", "2\n", "f10", "5")
    assert desk.program == "FPL015"
    await desk.press("f6", "f10", "1\n", "\n")
    await desk.settle()
    paid = desk.app.store.row("SELECT charge_code, amount_cents, reference FROM journal_lines WHERE service = 'LS'")
    assert tuple(paid or ()) == ("LIVESCAN-ROLL", 2500, "FP27-00001")


@pytest.mark.parametrize("number", ["102", "901"])
async def test_the_counter_has_no_way_in(desk: InProcess, number: str) -> None:
    await desk.press("f3", "90\n")
    await desk.sign_on(number)
    await desk.press("LSQ\n")
    assert desk.program == "MENU"
