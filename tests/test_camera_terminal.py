"""The live picture on a real terminal: it is seen, it stops when nothing moves, and a slow line is not flooded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import counter
import pytest
from counter import Clerk, opened_counter

from devices.camera_simulator import CameraFault, SimulatedCamera

WHOLE_PICTURE = 3_300
"""Bytes of a preview of 24 by 15 cells in grays, all of it new."""


@pytest.fixture
def camera() -> Iterator[SimulatedCamera]:
    with SimulatedCamera(rate=15) as found:
        yield found


@pytest.fixture
def clerk(
    camera: SimulatedCamera, run_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Clerk]:
    """A clerk at the camera test of a station with that camera."""
    station = counter._station
    table = f'[camera]\ndriver = "mjpeg"\nurl = "{camera.address}/stream"\nrate = 15\n'
    monkeypatch.setattr(counter, "_station", lambda *words: station(*words) + table)
    with opened_counter(run_folder, tmp_path) as opened:
        found = opened.start()
        found.sign_on()
        found.type("4.6\n")
        found.at("CAM010")
        found.until(lambda: "▀" in found.text)
        yield found


def test_a_photograph_is_taken_by_keys(clerk: Clerk, camera: SimulatedCamera):
    clerk.shows("Booking, level 30", "576 x 720 of 1280 x 720 pixels")
    clerk.type("-", "Left")
    clerk.shows("552 x 690 of 1280 x 720 pixels")
    clerk.type("\n")
    clerk.shows("Keep this photograph?", "552 x 690 pixels", "Sharp, and lit well.")
    clerk.type("1")
    clerk.shows("Photograph of 552 x 690 pixels", "It was not kept.")
    assert camera.wait_for_clients(0)


def test_a_picture_that_stands_still_is_said_once(clerk: Clerk, camera: SimulatedCamera):
    camera.fault = CameraFault.FROZEN
    clerk.shows("stands still")

    def sent_while_pictures_come() -> int:
        before = clerk.terminal.bytes_out
        assert camera.wait_for_pictures(20)
        clerk.terminal.wait_quiet(0.05)
        return clerk.terminal.bytes_out - before

    clerk.until(lambda: sent_while_pictures_come() < 100)


def test_a_line_that_takes_nothing_is_not_filled_with_pictures(clerk: Clerk, camera: SimulatedCamera):
    """Nobody reads the terminal while 60 pictures come; what waits then is no more than a few of them."""
    clerk.terminal.wait_for(lambda: camera.sent > 5)
    assert camera.wait_for_pictures(60)
    before = clerk.terminal.bytes_out
    clerk.type("F12")
    clerk.at("MENU")
    assert clerk.terminal.bytes_out - before < 10 * WHOLE_PICTURE
