"""The person file at the desk: found, opened for a reason, revealed for a while, masked again, changed, merged."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from counter import PASSWORDS, InProcess, police_desk

from data.police.store import PoliceStore
from screens.pager import PagerDisplay

FILE = ("PER zebr\n", "2\n", "1")
"""To the file of Hotel Zebrafish, for a registration."""


@pytest.fixture
async def desk(run_folder: Path, tmp_path: Path) -> AsyncIterator[InProcess]:
    """A police station with the sample's people, a police clerk signed on."""
    async with police_desk(run_folder, tmp_path) as counter:
        await counter.sign_on("401")
        yield counter


def store(counter: InProcess) -> PoliceStore:
    assert counter.app.police is not None
    return counter.app.police


async def test_a_file_opens_only_for_a_reason_that_is_written_down(desk: InProcess) -> None:
    await desk.press("PER zebr\n", "2\n")
    assert desk.program == "POL001"
    before = store(desk).value("SELECT count(*) FROM views")
    await desk.press("f12")
    assert "no reason was chosen" in desk.text
    await desk.reset()
    assert store(desk).value("SELECT count(*) FROM views") == before
    await desk.press("f3", *FILE)
    assert desk.program == "PER030"
    seen = store(desk).row("SELECT kind, object_id, purpose FROM views ORDER BY id DESC")
    assert seen == ("PERSON", 8, "REGISTRATION")


async def test_what_is_revealed_is_masked_again(desk: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    timers: list[tuple[float, Callable[[], None]]] = []

    def set_timer(self: PagerDisplay, delay: float, callback: Callable[[], None], **_: Any) -> Any:
        timers.append((delay, callback))
        return type("Stopped", (), {"stop": lambda self: None})()

    await desk.press(*FILE)
    assert "*****0007" in desk.text
    monkeypatch.setattr(PagerDisplay, "set_timer", set_timer)
    await desk.press("f11")
    assert "A00000007" in desk.text
    assert timers[-1][0] == 20
    timers[-1][1]()
    await desk.press("pageup")
    assert "A00000007" not in desk.text
    revealed = store(desk).row("SELECT purpose, revealed FROM views ORDER BY id DESC")
    assert revealed == ("REGISTRATION", "person_identifiers.value_sealed")


async def test_leaving_masks_at_once(desk: InProcess) -> None:
    await desk.press(*FILE, "f11")
    assert "A00000007" in desk.text
    await desk.press("f12")
    assert "A00000007" not in desk.text
    await desk.press("f3", *FILE)
    assert "A00000007" not in desk.text


async def test_a_new_address_and_the_end_of_the_old_one(desk: InProcess) -> None:
    await desk.press(*FILE, "f6", "8\n", "4", "enter", "f10")
    assert "leaves no address" in desk.text
    await desk.reset()
    await desk.press("f12", "f6", "1\n", "2 Pretend Place\n", "Vista Robles\n")
    assert "2 Pretend Place" in desk.text
    rows = desk.text.split("\n")
    old = next(number for number, row in enumerate(rows) if "Vista Robles" in row and "Pretend Place" not in row)
    new = next(number for number, row in enumerate(rows) if "2 Pretend Place" in row)
    await desk.press(*["down"] * max(0, old - min(old, new)), "4", "enter", "f10")
    ended = store(desk).rows("SELECT street, to_on FROM person_addresses WHERE person_id = 8 ORDER BY id")
    assert [to for _, to in ended] == ["2026-07-06", None]


async def test_a_code_is_typed_by_its_meaning_and_shown(desk: InProcess) -> None:
    await desk.press(*FILE, "f6", "6\n", "f6", "tat left forearm\n")
    marks = store(desk).rows("SELECT code FROM person_marks WHERE person_id = 8 ORDER BY id DESC")
    assert marks[0] == ("TAT LF ARM",)
    assert "Tattoo, forearm, left" in desk.text


async def test_the_same_person_is_not_entered_twice(desk: InProcess) -> None:
    await desk.press("PERNEW\n", "Sebrafish\nHotel\n\n", "1 Nowhere Way\nVista Robles\n")
    assert desk.program == "PER014"
    await desk.press("1\n", "1")
    assert desk.program == "PER030"
    assert "P000008" in desk.text
    assert store(desk).value("SELECT count(*) FROM persons") == 300
    await desk.press("f3", "PERNEW\n", "Sebrafish\nHotel\n\n", "1 Nowhere Way\nVista Robles\n", "f6", "1")
    assert "P000301" in desk.text


async def test_a_merge_asks_the_supervisor_at_the_counter(desk: InProcess) -> None:
    await desk.press(*FILE, "f6", "21\n", "okapi echo\n")
    assert desk.program == "PER070"
    await desk.press("same prints\n", "1")
    assert "police supervisor's approval" in desk.text
    await desk.press("403", "enter", PASSWORDS["403"], "enter", "compared", "enter")
    assert store(desk).row("SELECT merged_into FROM persons WHERE id = 5") == (8,)
    await desk.press("f12")
    assert "P000005" in desk.text
    await desk.press("f3", "PER okapi echo\n")
    await desk.press("1")
    assert "P000008" in desk.text


async def test_a_counter_clerk_sees_nothing_of_it(run_folder: Path, tmp_path: Path) -> None:
    async with police_desk(run_folder, tmp_path) as counter:
        await counter.sign_on("102")
        await counter.press("PER zebr\n")
        assert "Zebrafish" not in counter.text
        assert "police" in counter.text


async def test_f7_leads_to_persons_with_the_same_words(desk: InProcess) -> None:
    await desk.press("f7", "zebr hotel", "f11", "1")
    assert desk.program == "PER030"
    assert "P000008" in desk.text


async def test_a_new_person_is_put_aside_and_taken_up_without_its_number(desk: InProcess) -> None:
    await desk.press("PERNEW\n", "Quokka\nSierra\n", *["tab"] * 7, "SSN", "tab", "tab", "219099999", "f2")
    assert "put aside" in desk.text
    kept = store(desk).row("SELECT kind, state, payload FROM works")
    assert kept is not None
    assert kept[:2] == ("PERNEW", "SUSPENDED")
    assert "Quokka" in kept[2]
    assert "219099999" not in kept[2]
    assert desk.app.store.value("SELECT count(*) FROM works") == 0
    await desk.press("PERNEW\n", "1")
    assert "Quokka" in desk.text
    await desk.press("f12")
    assert store(desk).value("SELECT state FROM works") == "DISCARDED"


async def test_a_new_person_left_with_f3_is_offered_again(desk: InProcess) -> None:
    await desk.press("PERNEW\n", "Quokka\nSierra\n", "f3", "PERNEW\n")
    assert "A new person is unfinished" in desk.text
    await desk.press("0")
    assert desk.program == "PER012"
    assert "Quokka" not in desk.text
