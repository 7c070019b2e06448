"""Cameras for tests: the simulated server, what starts a camera of given settings, and what waits for its trouble."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from devices.camera import Camera, CameraTimings
from devices.camera_settings import CameraSettings, camera
from devices.camera_simulator import SimulatedCamera, pictures_of
from devices.states import DeviceError

QUICK = CameraTimings(connect=2.0, stall=1.0, frozen=0.4, retry=0.05, command=5.0)
PICTURES = pictures_of(1280, 720)
"""What every simulated camera sends."""


@pytest.fixture
def server() -> Iterator[SimulatedCamera]:
    with SimulatedCamera(rate=40) as found:
        yield found


@pytest.fixture
def started() -> Iterator[Callable[[CameraSettings], Camera]]:
    """Cameras by their settings, closed at the end."""
    found: list[Camera] = []

    def start(settings: CameraSettings) -> Camera:
        device = camera(settings, QUICK)
        assert device is not None
        device.start()
        found.append(device)
        return device

    yield start
    for device in found:
        device.close()


Start = Callable[[CameraSettings], Camera]


def mjpeg(server: SimulatedCamera) -> CameraSettings:
    return CameraSettings("mjpeg", url=f"{server.address}/stream")


def snapshot(server: SimulatedCamera) -> CameraSettings:
    return CameraSettings("snapshot", url=f"{server.address}/snapshot")


def trouble(device: Camera, seconds: float = 5.0) -> DeviceError:
    """What is wrong, as soon as something is."""
    number, waited = 0, threading.Event()
    for _ in range(int(seconds / 0.02)):
        try:
            number = device.newest(number, 1.0).number
        except DeviceError as error:
            return error
        waited.wait(0.02)
    raise AssertionError("the camera goes on as if nothing were wrong")
