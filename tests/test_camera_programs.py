"""The settings of a camera, and its simulator as a program."""

from __future__ import annotations

import json
import urllib.request

import cameras
import pytest
from cameras import QUICK

from counter_tui import cli
from counter_tui.console import CommandError
from counter_tui.simulated_devices import KINDS
from counter_tui.simulators import given_faults, obey
from devices.camera_http import MjpegSource, SnapshotSource
from devices.camera_scene import jpeg, portrait
from devices.camera_settings import CAMERA_DRIVERS, CameraSettings, camera
from devices.camera_simulator import CameraFault, SimulatedCamera
from devices.photo_image import read_picture
from devices.states import DeviceError, ErrorCode

server = cameras.server


def test_settings_name_what_is_wrong():
    wrong = {
        "driver is 'film'": CameraSettings("film"),  # type: ignore[arg-type]
        "url is missing": CameraSettings("mjpeg"),
        "folder is missing": CameraSettings("folder"),
        "command is missing": CameraSettings("command"),
        "frame is 'SAP99'": CameraSettings("virtual", frame="SAP99"),
        "rate is 0": CameraSettings("virtual", rate=0),
        "is no camera's address": CameraSettings("snapshot", url="ftp://10.0.0.1/x"),
    }
    for sentence, settings in wrong.items():
        assert any(sentence in problem for problem in settings.problems()), sentence
        with pytest.raises(DeviceError, match="camera"):
            camera(settings)
    assert all(driver in CAMERA_DRIVERS for driver in ("mjpeg", "pyav", "none"))
    assert camera(CameraSettings()) is None


@pytest.mark.parametrize("url", ["http://", "unix:relative", "http://host:port/", "rtsp://10.0.0.1/", "nothing"])
def test_addresses_that_are_none(url: str):
    for kind in (MjpegSource, SnapshotSource):
        with pytest.raises(DeviceError) as refused:
            kind(url)
        assert refused.value.code is ErrorCode.NOSERVICE


def test_the_simulator_answers_as_ustreamer_does(server: SimulatedCamera):
    def state() -> bool:
        with urllib.request.urlopen(f"{server.address}/state") as answer:
            return bool(json.load(answer)["result"]["source"]["online"])

    assert state()
    server.fault = CameraFault.OFFLINE
    assert not state()
    with urllib.request.urlopen(f"{server.address}/snapshot") as answer:
        assert answer.headers["X-UStreamer-Online"] == "false"
    with urllib.request.urlopen(f"{server.address}/stream") as answer:
        assert b"X-UStreamer-Online" not in answer.read(2000)


def test_the_simulator_as_a_program_obeys_what_is_typed(capsys: pytest.CaptureFixture[str]):
    options = cli.parser().parse_args(["simulate", "camera", "--port", "0", "--fault", "frozen"])
    kind = KINDS["camera"]
    with kind.run(options, given_faults(kind, options.fault), lambda: None) as simulation:
        assert simulation.address.startswith("http://127.0.0.1:")
        source = CameraSettings("snapshot", url=simulation.address.replace("/stream", "/snapshot")).source(QUICK)
        source.open()
        first = source.next()
        assert source.next() == first
        assert obey(simulation, "frozen", "off") == ["frozen: False"]
        assert source.next() != source.next()
        assert obey(simulation, "error") == ["error: True"]
        with pytest.raises(DeviceError, match="answers 500"):
            source.next()
        source.close()
        assert any(line.startswith("  unplugged") for line in obey(simulation, "help"))
    with pytest.raises(CommandError, match="is no fault of this device"):
        given_faults(kind, ["purple"])


def test_the_simulator_says_when_its_port_is_taken(server: SimulatedCamera):
    with pytest.raises(OSError, match="in use"):
        SimulatedCamera(int(server.address.rpartition(":")[2]))


def test_a_drawn_portrait_is_a_jpeg_of_its_size():
    assert read_picture(jpeg(portrait(320, 240))).size == (320, 240)
