"""A camera over HTTP in every fault of the simulator."""

from __future__ import annotations

import socket
import threading

import cameras
import pytest
from cameras import Start, mjpeg, snapshot, trouble

from devices.camera import Camera, CameraTimings
from devices.camera_settings import CameraSettings, camera
from devices.camera_simulator import CameraFault, SimulatedCamera
from devices.photo_image import PictureError
from devices.states import DeviceError, ErrorCode, Power

FAULTS = [
    (CameraFault.OFFLINE, "The camera is unplugged"),
    (CameraFault.UNPLUGGED, "ended the connection"),
    (CameraFault.STALL, "stopped sending pictures"),
    (CameraFault.OVERSIZE, "more than 8 MB"),
    (CameraFault.FROZEN, "stands still"),
]

server, started = cameras.server, cameras.started


@pytest.mark.parametrize(("fault", "sentence"), FAULTS)
@pytest.mark.parametrize("settings", [mjpeg, snapshot])
def test_a_fault_in_the_stream_is_said_and_forgotten_when_it_ends(
    server: SimulatedCamera, started: Start, settings, fault: CameraFault, sentence: str
):
    device = started(settings(server))
    with device.watched():
        device.capture()
        server.fault = fault
        assert sentence in str(trouble(device))
        assert sentence in str(device.problem())
        with pytest.raises(DeviceError, match=sentence):
            device.capture()
        server.fault = CameraFault.NONE
        _recovers(device)
        assert device.problem() is None


@pytest.mark.parametrize("fault", [CameraFault.ERROR, CameraFault.GARBAGE, CameraFault.PASSWORD])
def test_a_fault_of_the_connection_breaks_the_stream_that_runs(
    server: SimulatedCamera, started: Start, fault: CameraFault
):
    device = started(mjpeg(server))
    with device.watched():
        device.capture()
        server.fault = fault
        assert "ended the connection" in str(trouble(device))


def _recovers(device: Camera) -> None:
    waited = threading.Event()
    for _ in range(200):
        try:
            device.capture()
        except DeviceError:
            waited.wait(0.02)
        else:
            return
    raise AssertionError(device.problem())


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (CameraFault.CUT, "ended the connection"),
        (CameraFault.GARBAGE, "does not speak HTTP"),
        (CameraFault.ERROR, "answers 500"),
        (CameraFault.PASSWORD, "refuses the password"),
        (CameraFault.OFFLINE, "unplugged"),
    ],
)
def test_a_camera_that_is_wrong_from_the_start(
    server: SimulatedCamera, started: Start, fault: CameraFault, sentence: str
):
    server.fault = fault
    health = started(mjpeg(server)).check_health()
    assert not health.ok
    assert sentence in health.sentence


@pytest.mark.parametrize(
    ("fault", "sentence"), [(CameraFault.DARK, "sends black"), (CameraFault.TRUNCATED, "damaged or cut off")]
)
@pytest.mark.parametrize("settings", [mjpeg, snapshot])
def test_a_picture_that_shows_nothing_is_not_captured(
    server: SimulatedCamera, started: Start, settings, fault: CameraFault, sentence: str
):
    server.fault = fault
    device = started(settings(server))
    with device.watched(), pytest.raises(PictureError, match=sentence):
        device.capture()


def test_an_unplugged_camera_gives_no_picture_from_before(server: SimulatedCamera, started: Start):
    device = started(mjpeg(server))
    with device.watched():
        device.capture()
        server.fault = CameraFault.OFFLINE
        trouble(device)
        with pytest.raises(DeviceError, match="unplugged"):
            device.newest(0, 0.0)


def test_a_server_that_is_off_is_a_sentence(started: Start):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/stream"
        health = started(CameraSettings("mjpeg", url=url)).check_health()
    assert "refuses the connection" in health.sentence
    assert health.power is Power.OFF_OFFLINE


def test_a_page_that_is_no_stream_is_a_sentence(server: SimulatedCamera, started: Start):
    health = started(CameraSettings("mjpeg", url=f"{server.address}/snapshot")).check_health()
    assert "sends no MJPEG stream" in health.sentence
    health = started(CameraSettings("mjpeg", url=f"{server.address}/elsewhere")).check_health()
    assert "answers 404 for /elsewhere" in health.sentence


def test_who_waits_for_a_picture_is_woken_when_the_camera_is_let_go(server: SimulatedCamera, started: Start):
    server.fault = CameraFault.STALL
    device = camera(mjpeg(server), CameraTimings(stall=30.0))
    assert device is not None
    device.start()
    device.watch()
    said: list[str] = []

    def wait() -> None:
        try:
            device.newest(0, 30.0)
        except DeviceError as error:
            said.append(error.sentence)

    waiting = threading.Thread(target=wait)
    waiting.start()
    assert server.wait_for_clients(1)
    device.rest()
    waiting.join(5.0)
    assert said == ["The camera has been let go."]
    assert device.problem() is None
    device.close()


def test_two_displays_cannot_watch_at_once(server: SimulatedCamera, started: Start):
    device = started(mjpeg(server))
    with device.watched(), pytest.raises(DeviceError) as refused:
        device.watch()
    assert refused.value.code is ErrorCode.BUSY


def test_a_camera_that_is_not_started_takes_nothing(server: SimulatedCamera):
    device = camera(mjpeg(server))
    assert device is not None
    with pytest.raises(DeviceError) as refused:
        device.watch()
    assert refused.value.code is ErrorCode.DISABLED
    with pytest.raises(DeviceError):
        device.newest()
