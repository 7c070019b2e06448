"""The photo display on the whole program, with a camera that speaks over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from conftest import MONDAY, sqlite_url
from counter import CONFIG, InProcess, in_process
from PIL import Image

from counter_tui.config_camera import CameraConfig
from data.clock import FixedClock
from devices.camera_simulator import CameraFault, SimulatedCamera
from devices.frames import FRAMES
from devices.photo import Photo
from screens.photo import PhotoDisplay, take_photo


@pytest.fixture
def camera() -> Iterator[SimulatedCamera]:
    with SimulatedCamera(rate=20) as found:
        yield found


@pytest.fixture
async def counter(camera: SimulatedCamera, run_folder: Path, tmp_path: Path) -> AsyncIterator[InProcess]:
    """A clerk at a station with that camera."""
    config = replace(CONFIG, camera=CameraConfig(driver="mjpeg", url=f"{camera.address}/stream", rate=15))
    url = sqlite_url(run_folder, tmp_path / "city.db", "city")
    async with in_process(url, FixedClock(MONDAY), config=config) as found:
        await found.sign_on()
        yield found


async def until(counter: InProcess, condition: Callable[[], object]) -> None:
    """Wait until a condition holds, at most ten seconds."""
    for _ in range(500):
        if condition():
            return
        await counter.pilot.pause(0.02)
    raise AssertionError(f"did not come true:\n{counter.text}")


async def open_test(counter: InProcess) -> PhotoDisplay:
    """The camera test, with its first picture shown."""
    await counter.press("4.6\n")
    display = counter.app.screen
    assert isinstance(display, PhotoDisplay)
    await until(counter, lambda: display.preview.dots is not None)
    return display


async def test_the_live_picture_stands_beside_the_keys(counter: InProcess, camera: SimulatedCamera):
    display = await open_test(counter)
    rows = counter.text.split("\n")
    assert (display.preview.size.width, display.preview.size.height) == (24, 15)
    assert rows[0].split()[0] == "CAM010"
    assert "576 x 720 of 1280 x 720 pixels" in counter.text
    assert "▀" in rows[5][:28]
    assert camera.requests == ["/stream?extra_headers=1"]


async def test_a_photograph_is_taken_reviewed_and_not_kept(counter: InProcess):
    await open_test(counter)
    await counter.press("enter")
    assert "Keep this photograph?" in counter.text
    assert "Sharp, and lit well." in counter.text
    await counter.press("1")
    assert counter.program == "MENU"
    assert "Photograph of 576 x 720 pixels" in counter.text


async def test_another_is_taken_when_the_first_is_not_liked(counter: InProcess):
    display = await open_test(counter)
    await counter.press("enter", "0")
    assert display.photo is None
    await until(counter, lambda: "takes the picture" in counter.text)
    await counter.press("f12")
    assert counter.program == "MENU"


async def test_the_photograph_holds_what_the_frame_showed(counter: InProcess, camera: SimulatedCamera):
    taken: list[Photo | None] = []

    async def flow() -> None:
        taken.append(await take_photo(counter.app, "BKG090", "Photo", [FRAMES["SAP30"]], "B26-00042"))

    counter.app.start(flow())
    await counter.settle()
    display = counter.app.screen
    assert isinstance(display, PhotoDisplay)
    await until(counter, lambda: display.box is not None)
    await counter.press("minus", "minus", "left", "down")
    box = display.box
    assert box is not None
    assert (box.left, box.top) != (352, 0)
    await counter.press("enter", "1")
    photo = taken[0]
    assert photo is not None
    assert photo.box == box
    assert photo.original in camera.pictures
    assert Image.open(BytesIO(photo.crop)).size == (box.width, box.height)
    assert photo.taken_at == MONDAY
    assert photo.reference == "B26-00042"


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (CameraFault.OFFLINE, "The camera is unplugged"),
        (CameraFault.DARK, "Take off the lens"),
        (CameraFault.TRUNCATED, "damaged or cut off"),
        (CameraFault.PASSWORD, "refuses the password"),
    ],
)
async def test_a_fault_is_said_and_no_photograph_is_taken(
    counter: InProcess, camera: SimulatedCamera, fault: CameraFault, sentence: str
):
    camera.fault = fault
    await counter.press("4.6\n")
    display = counter.app.screen
    assert isinstance(display, PhotoDisplay)
    await until(counter, lambda: display.preview.notice)
    assert sentence in " ".join(display.preview.notice)
    await counter.press("enter")
    assert sentence[:40] in counter.text.split("\n")[23]
    assert display.photo is None
    await counter.reset()
    camera.fault = CameraFault.NONE
    await until(counter, lambda: display.preview.dots is not None)


async def test_the_camera_is_let_go_when_something_covers_it_and_at_the_end(
    counter: InProcess, camera: SimulatedCamera
):
    await open_test(counter)
    assert camera.clients == 1
    await counter.press("f8")
    await until(counter, lambda: camera.clients == 0)
    await counter.press("f12")
    await until(counter, lambda: camera.clients == 1)
    await counter.press("f12")
    await until(counter, lambda: camera.clients == 0)


async def test_nobody_is_watched_when_nobody_types(
    counter: InProcess, camera: SimulatedCamera, monkeypatch: pytest.MonkeyPatch
):
    display = await open_test(counter)
    monkeypatch.setattr("screens.photo_live.REST_AFTER", 0.0)
    await until(counter, lambda: "Any key" in " ".join(display.preview.notice))
    assert camera.wait_for_clients(0)
    monkeypatch.undo()
    await counter.press("enter")
    await until(counter, lambda: display.preview.dots is not None)
    assert display.photo is None


async def test_size_color_whole_picture_and_frame_are_keys(counter: InProcess):
    display = await open_test(counter)
    await counter.press("1")
    await until(counter, lambda: display.preview.dots is not None and display.preview.dots.color)
    await counter.press("3")
    await until(counter, lambda: display.preview.size.height == 7)
    await counter.press("3", "2")
    await until(counter, lambda: display.preview.size.height == 19)
    await counter.press("4")
    assert "needs 768 x 1024 pixels" in counter.text
    assert display.frame is FRAMES["SAP30"]


async def test_a_station_without_camera_says_so(run_folder: Path, tmp_path: Path):
    url = sqlite_url(run_folder, tmp_path / "city.db", "city")
    async with in_process(url, FixedClock(MONDAY)) as counter:
        await counter.sign_on()
        await counter.press("4.6\n")
        assert "This station has no camera" in counter.text


async def test_a_photograph_under_review_stays_while_the_station_is_locked(counter: InProcess, camera: SimulatedCamera):
    display = await open_test(counter)
    await counter.press("enter")
    photo = display.photo
    assert photo is not None
    await until(counter, lambda: camera.clients == 0)
    counter.app.open_key("lock")
    await counter.settle()
    await counter.press("7033\n")
    assert counter.program == "CAM010"
    assert display.photo is photo
    assert camera.clients == 0
    await counter.press("1")
    assert "Photograph of 576 x 720 pixels" in counter.text


async def test_a_camera_that_is_being_tested_is_waited_for(counter: InProcess):
    device = counter.app.devices.camera
    assert device is not None
    device.watch()
    await counter.press("4.6\n")
    display = counter.app.screen
    assert isinstance(display, PhotoDisplay)
    await until(counter, lambda: "in use on" in " ".join(display.preview.notice))
    device.rest()
    await until(counter, lambda: display.preview.dots is not None)
    assert display.preview.notice == ()


async def test_nothing_of_one_person_is_left_for_the_next(counter: InProcess, camera: SimulatedCamera):
    display = await open_test(counter)
    await counter.press("enter", "1")
    assert display.photo is None
    assert display.preview.dots is None
    camera.fault = CameraFault.OFFLINE
    await counter.press("4.6\n")
    assert counter.app.screen is display
    await until(counter, lambda: display.preview.notice)
    assert "▀" not in counter.text
