"""A booking worked on the real screens: from the person to the papers, with a camera that speaks over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from bookings_keys import CASE, REASON
from conftest import MONDAY, police_sqlite_url, sqlite_url
from counter import InProcess, in_process
from police_bookings import ORI, prints_file, receiver_given
from screens_sample import QUIET

from counter_tui.config import PoliceConfig
from counter_tui.config_camera import CameraConfig
from data import audit
from data.clock import FixedClock
from data.police.bookings_records import code_sets
from data.police.interchange import decode
from data.police.store import PoliceStore
from devices.camera_simulator import SimulatedCamera
from screens.photo import PhotoDisplay


@pytest.fixture
def camera() -> Iterator[SimulatedCamera]:
    with SimulatedCamera(rate=20) as found:
        yield found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "papers"


@pytest.fixture
async def desk(camera: SimulatedCamera, run_folder: Path, tmp_path: Path, folder: Path) -> AsyncIterator[InProcess]:
    """The police clerk at a station with a camera and a folder, with the sample's bookings."""
    url = sqlite_url(run_folder, tmp_path / "city.db", "city")
    police = police_sqlite_url(run_folder, tmp_path / "police.db", url)
    config = replace(
        QUIET,
        police=PoliceConfig(police, "", str(folder)),
        camera=CameraConfig(driver="mjpeg", url=f"{camera.address}/stream", rate=15),
    )
    async with in_process(url, FixedClock(MONDAY), config=config, police_url=police) as counter:
        await counter.sign_on("401")
        yield counter


def store(desk: InProcess) -> PoliceStore:
    assert desk.app.police is not None
    return desk.app.police


def rows(desk: InProcess, sql: str, *params: object) -> list[tuple[object, ...]]:
    """What a query of the police store finds, by a connection of its own."""
    again = store(desk).again().open()
    try:
        return [tuple(row) for row in again.rows(sql, *params)]
    finally:
        again.close()


async def until(desk: InProcess, condition: Callable[[], object]) -> None:
    """Wait until a condition holds, at most ten seconds."""
    for _ in range(500):
        if condition():
            return
        await desk.pilot.pause(0.02)
    raise AssertionError(f"did not come true:\n{desk.text}")


async def take(desk: InProcess, *answers: str) -> None:
    """Take the photograph of the row of the list that has the cursor, keep it, and answer what is asked."""
    await desk.press("enter")
    display = desk.app.screen
    assert isinstance(display, PhotoDisplay), desk.text
    await until(desk, lambda: display.preview.dots is not None)
    await desk.press("enter", "1", *answers)


ARREST = ("\n", "0815\n", "100 Main St\n", "Seen taking a bicycle\n", "Example Officer", "f10")


async def test_a_person_is_booked_photographed_and_released(desk: InProcess, folder: Path) -> None:
    await desk.press("BOOK artichoke alfa\n", REASON)
    assert desk.program == "BOK010"
    await desk.press("f11")
    assert desk.program.startswith("PER")
    await desk.press("f12", *ARREST)
    assert desk.program == "BOK020"
    await desk.press("PC 484\n", "M\n", "Petty theft\n", "\n", "f12")
    assert desk.program == "BOK015", desk.text
    assert "PC 484 M  Petty theft" in desk.text
    await desk.press("1\n")
    await take(desk, "y\n")
    assert "480 x 600" in desk.text or "576 x 720" in desk.text
    assert rows(desk, "SELECT pose, profile FROM booking_photos ORDER BY id DESC LIMIT 1") == [("F", "30")]
    await desk.press("f12", "9\n")
    assert "Log the prints (6), or why there are none (3)" in desk.text
    await desk.press("escape", "4\n", "CITED\n", "\n", "\n")
    assert "Cited and released" in desk.text
    await desk.press("3\n", *["tab"] * 16, "Cited in the field", "f10", "9\n")
    assert "Offer the telephone calls" in desk.text
    await desk.press("escape", "3\n", *["tab"] * 11, "y", "f10", "9\n")
    assert "is complete" in desk.text
    await desk.press("7\n", "2\n", "enter", "enter", "y")
    (paper,) = folder.glob("PROPERTY-*.pdf")
    assert paper.stat().st_mode & 0o777 == 0o600
    assert rows(desk, "SELECT step FROM booking_steps ORDER BY id DESC LIMIT 1") == [("PRINTED",)]
    again = store(desk).again().open()
    assert audit.verify(again) == ""
    again.close()


async def test_a_front_is_taken_again_with_its_reason(desk: InProcess) -> None:
    await desk.press(*CASE, "1\n")
    await take(desk, "y\n", "\n")
    assert desk.program == "BOK060"
    assert "Taken again because: this field must be filled in" in desk.text.replace(" . ", "").replace("  ", " ")
    await desk.press("escape", "Eyes closed\n")
    found = rows(desk, "SELECT withdrawn_at IS NULL FROM person_photos f JOIN booking_photos q ON q.photo_id = f.id "
                       "JOIN bookings b ON b.id = q.booking_id WHERE b.number = 'B26-00038' ORDER BY f.id")  # fmt: skip
    assert found == [(0,), (1,)]
    await desk.press("5\n")
    assert desk.program == "BOK032"
    await desk.press("enter")
    assert desk.program == "BOK030"
    assert rows(desk, "SELECT count(*) FROM views WHERE kind = 'PHOTO'") == [(1,)]
    await desk.press("4\n", "Eyes closed here as well\n")
    assert "The photograph is taken out." in desk.text
    assert "is kept" not in desk.text


async def test_a_booking_put_aside_is_taken_up(desk: InProcess) -> None:
    await desk.press("BOOK artichoke alfa\n", REASON, "\n", "0815\n", "100 Main St", "f2")
    assert "The booking is put aside" in desk.text
    await desk.press("22.2\n")
    assert "Put aside" in desk.text
    await desk.press("down", "down", "down", "enter", REASON)
    assert desk.program == "BOK010"
    assert "100 Main St" in desk.text
    await desk.press(*["down"] * 3, "Seen taking a bicycle\n", "Example Officer", "f10", "f12")
    assert desk.program == "BOK015"
    assert rows(desk, "SELECT state, payload FROM works WHERE kind = 'BOOKING'") == [("DONE", "{}")]


async def test_a_file_is_exported_once_the_settings_are_there(desk: InProcess, folder: Path) -> None:
    await desk.press(*CASE, "8\n")
    assert "nist.tot is blank" in desk.text
    receiver_given(store(desk))
    place = folder / "live-scan"
    place.mkdir(parents=True)
    (place / "one.an2").write_bytes(prints_file(code_sets(store(desk))))
    await desk.press("escape", "6\n", "1\n")
    assert desk.program == "BOK052"
    await desk.press("\n", "2\n")
    assert "FP27-00001 is in the fingerprint log" in desk.text, desk.text
    assert "FP27-00001  LS0000001, 2 images" in desk.text
    assert list(place.iterdir()) == []
    await desk.press("8\n", "Example County\n", "Lt. Example\n", "y")
    assert "was written to the folder" in desk.text
    (path,) = folder.glob(f"{ORI}*.an2")
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.type for one in decode(path.read_bytes()).records] == [1, 2, 10, 14, 14]
    ((receiver, authorizer),) = rows(desk, "SELECT receiver, authorizer FROM booking_exports")
    assert (receiver, authorizer) == ("Example County", "Lt. Example")


async def test_what_is_wrong_with_a_file_is_shown_and_nothing_is_written(desk: InProcess, folder: Path) -> None:
    receiver_given(store(desk))
    await desk.press("BOKQ B26-00039\n", REASON, "8\n", "Example County\n", "Lt. Example\n", "y")
    assert desk.program == "BOK081"
    assert "exactly one frontal photograph (pose F); this one has 0" in desk.text
    assert rows(desk, "SELECT count(*) FROM booking_exports") == [(0,)]
    assert not folder.exists() or list(folder.glob("*.an2")) == []


async def test_a_line_up_sheet_of_six(desk: InProcess, folder: Path) -> None:
    await desk.press("BOKQ B26-00001\n", REASON, "12\n")
    assert desk.program == "BOK091"
    await desk.press("f6")
    assert "Choose 5 others" in desk.text
    await desk.press("escape", "5", "enter")
    assert desk.program == "BOK032"
    assert rows(desk, "SELECT count(*) FROM views WHERE kind = 'PHOTO'") == [(1,)]
    await desk.press("enter", *("enter", "down") * 5)
    assert desk.text.count(" yes ") == 5, desk.text
    await desk.press("f6", "26-001234\n", "Sgt. Example\n")
    (path,) = folder.glob("LINE-UP-*.pdf")
    assert path.read_bytes().startswith(b"%PDF")
    ((reference, photos),) = rows(desk, "SELECT reference, photos FROM booking_lineups")
    assert reference == "26-001234"
    assert len(str(photos).split(",")) == 6


async def test_the_card_and_the_arrest_log(desk: InProcess, folder: Path) -> None:
    await desk.press("BOKQ B26-00001\n", REASON, "7\n", "4\n", "Sgt. Example\n")
    assert rows(desk, "SELECT note FROM booking_steps ORDER BY id DESC LIMIT 1") == [
        ("ID-CARD  authorized by Sgt. Example",)
    ]
    assert [path.name[:7] for path in folder.glob("*.pdf")] == ["ID-CARD"]
    await desk.press("7\n", "5\n", "Sgt. Example\n")
    (sheet,) = folder.glob("PHOTOS-*.pdf")
    assert sheet.read_bytes().startswith(b"%PDF")
    await desk.press("f3", "22.5\n", REASON, "06012026\n", "\n")
    assert desk.program == "BOK071"
    while "Print it?" not in desk.text:
        await desk.press("enter")
    await desk.press("y")
    assert len(list(folder.glob("ARREST-LOG-*.pdf"))) == 1
    assert rows(desk, "SELECT document, purpose FROM prints ORDER BY id") == [
        ("ID-CARD", "BOOKING"),
        ("PHOTOS", "BOOKING"),
        ("ARREST-LOG", "BOOKING"),
    ]


async def test_medical_answers_are_asked_once_and_shown_with_the_reason(desk: InProcess) -> None:
    await desk.press(*CASE, "10\n", *["n\n"] * 7, "y\n", "Wants a doctor for a cough\n")
    assert "The answers are sealed." in desk.text
    await desk.press("10\n")
    assert "Wants a doctor for a cough" in desk.text
    assert rows(desk, "SELECT revealed FROM views WHERE revealed <> ''") == [("bookings.medical_sealed",)]


async def test_an_officer_books_and_does_not_export(desk: InProcess) -> None:
    await desk.press("90\n")
    await desk.sign_on("404")
    await desk.press(*CASE)
    assert "Disposition" in desk.text
    assert "Interchange file" not in desk.text


async def test_the_counter_sees_nothing_of_it(desk: InProcess) -> None:
    await desk.press("90\n")
    await desk.sign_on("102")
    assert "Bookings" not in desk.text
    await desk.press("BOKQ\n")
    assert desk.program == "MENU"


async def test_a_juveniles_booking_is_refused_before_a_reason_is_asked(desk: InProcess) -> None:
    await desk.press("BOOK artichoke alfa\n", REASON, *ARREST, "f12", "3\n", *["tab"] * 20, "y", "f10")
    assert "JUVENILE, RESTRICTED" in desk.text
    assert "Guardian told" in desk.text
    await desk.press("12\n", "Mother, 09:10, by telephone\n")
    await desk.press("f3", "22.2\n")
    assert "B26-00041" not in desk.text
    await desk.press("f3", "90\n")
    await desk.sign_on("402")
    before = rows(desk, "SELECT count(*) FROM views WHERE kind = 'BOOKING'")
    await desk.press("BOKQ B26-00041\n")
    assert "a juvenile's booking is for officers" in desk.text
    assert rows(desk, "SELECT count(*) FROM views WHERE kind = 'BOOKING'") == before
    assert rows(desk, "SELECT outcome FROM audit_log WHERE event = 'booking.view'") == [("denied",)]
