"""Each kind of camera over its real transport, in every fault of the simulator."""

from __future__ import annotations

import json
import os
import socket
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from shutil import which

import pytest

from counter_tui import cli
from counter_tui.console import CommandError
from counter_tui.simulated_devices import KINDS
from counter_tui.simulators import given_faults, obey
from devices.camera import Camera, CameraTimings
from devices.camera_http import MjpegSource, SnapshotSource
from devices.camera_multipart import Multipart
from devices.camera_scene import jpeg, portrait
from devices.camera_settings import CAMERA_DRIVERS, CameraSettings, camera
from devices.camera_simulator import CameraFault, SimulatedCamera, pictures_of
from devices.photo_image import PictureError, read_picture
from devices.states import DeviceError, ErrorCode, Power

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


# the healthy camera


@pytest.mark.parametrize("settings", [mjpeg, snapshot])
def test_the_cameras_own_bytes_are_captured(server: SimulatedCamera, started: Start, settings):
    device = started(settings(server))
    with device.watched():
        assert device.capture().data in PICTURES
    assert device.problem() is None
    assert device.power is Power.ONLINE


def test_a_capture_is_newer_than_the_call(server: SimulatedCamera, started: Start):
    device = started(mjpeg(server))
    with device.watched():
        before = device.newest(0, 2.0)
        assert device.capture().number > before.number


def test_nothing_is_sent_while_nobody_watches(server: SimulatedCamera, started: Start):
    device = started(mjpeg(server))
    assert server.requests == []
    with device.watched():
        device.newest(0, 2.0)
        assert server.clients == 1
    assert server.wait_for_clients(0)


def test_the_stream_is_always_asked_for_the_online_header(server: SimulatedCamera, started: Start):
    for query in ("", "?key=1", "?extra_headers=0"):
        device = started(CameraSettings("mjpeg", url=f"{server.address}/stream{query}"))
        with device.watched():
            device.newest(0, 2.0)
        assert "extra_headers=1" in server.requests[-1]


@pytest.mark.parametrize("boundary", ["boundarydonotcross", "--myboundary"])
def test_a_stream_without_lengths_is_cut_at_its_boundary(started: Start, boundary: str):
    with SimulatedCamera(rate=40, lengths=False, boundary=boundary) as server:
        device = started(mjpeg(server))
        with device.watched():
            assert device.capture().data in PICTURES


def test_a_camera_behind_a_unix_socket_as_ssh_brings_it(server: SimulatedCamera, started: Start, tmp_path: Path):
    path = tmp_path / "camera.sock"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        threading.Thread(target=_relay, args=(listener, server.address), daemon=True).start()
        device = started(CameraSettings("mjpeg", url=f"unix:{path}"))
        with device.watched():
            assert device.capture().data in PICTURES


def _relay(listener: socket.socket, address: str) -> None:
    here, _ = listener.accept()
    host, _, port = address.removeprefix("http://").partition(":")
    with here, socket.create_connection((host, int(port))) as there:
        there.sendall(here.recv(4096))
        while data := there.recv(65536):
            try:
                here.sendall(data)
            except OSError:
                return


def test_a_password_in_the_url_is_sent_and_never_shown(server: SimulatedCamera, started: Start):
    server.fault = CameraFault.PASSWORD
    url = server.address.replace("http://", "http://clerk:se%3Acret@")
    device = started(CameraSettings("mjpeg", url=f"{url}/stream"))
    with device.watched():
        assert device.newest(0, 2.0).number >= 1
    server.fault = CameraFault.ERROR
    sentence = device.check_health().sentence
    assert "cret" not in sentence
    assert "answers 500" in sentence


# every fault

FAULTS = [
    (CameraFault.OFFLINE, "The camera is unplugged"),
    (CameraFault.UNPLUGGED, "ended the connection"),
    (CameraFault.STALL, "stopped sending pictures"),
    (CameraFault.OVERSIZE, "more than 8 MB"),
    (CameraFault.FROZEN, "stands still"),
]


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


# the stream itself


def _multipart(*pieces: bytes, boundary: str = "b") -> Multipart:
    rest = iter(pieces)
    return Multipart(lambda: next(rest, b""), boundary)


def testpictures_of_arrive_in_any_pieces():
    data = b"\xff\xd8one\xff\xd9"
    stream = (
        b"--b\r\nContent-Type: image/jpeg\r\nContent-Length: 7\r\n\r\n" + data + b"\r\n--b\r\n\r\n" + data + b"\r\n--b"
    )
    parts = _multipart(*(stream[at : at + 1] for at in range(len(stream))))
    assert [parts.next_picture(), parts.next_picture()] == [data, data]
    with pytest.raises(DeviceError, match="ended the connection"):
        parts.next_picture()


@pytest.mark.parametrize("length", ["-1", "9999999999", "many"])
def test_an_absurd_length_is_refused_before_memory_is_taken(length: str):
    with pytest.raises(DeviceError, match="more than 8 MB"):
        _multipart(f"--b\r\nContent-Length: {length}\r\n\r\n".encode()).next_picture()


def test_a_stream_without_end_or_boundary_is_refused():
    with pytest.raises(DeviceError, match="more than 8 MB"):
        _multipart(b"--b\r\n\r\n", *[b"x" * 1_000_000] * 10).next_picture()
    with pytest.raises(DeviceError, match="no stream of pictures"):
        _multipart(*[b"x" * 10_000] * 3).next_picture()


def test_a_placeholder_is_skipped_and_the_next_picture_read():
    head = b"--b\r\nContent-Length: 2\r\nX-UStreamer-Online: "
    parts = _multipart(head + b"FALSE\r\n\r\nxx\r\n" + head + b"true\r\n\r\nyy\r\n")
    with pytest.raises(PictureError, match="unplugged"):
        parts.next_picture()
    assert parts.next_picture() == b"yy"


# cameras without a connection


def test_a_folder_gives_only_what_came_since(tmp_path: Path, started: Start):
    (tmp_path / "somebody_else.jpg").write_bytes(PICTURES[0])
    device = started(CameraSettings("folder", folder=str(tmp_path)))
    with device.watched():
        with pytest.raises(DeviceError, match="not sent a picture yet"):
            device.newest(0, 0.6)
        (tmp_path / "notes.txt").write_text("no picture")
        (tmp_path / ".part.jpg").write_bytes(b"hidden")
        os.symlink(tmp_path / "somebody_else.jpg", tmp_path / "link.jpg")
        (tmp_path / "new.jpg").write_bytes(PICTURES[1])
        assert device.newest(0, 3.0).data == PICTURES[1]
        assert device.capture().data == PICTURES[1]


def test_a_damaged_file_in_the_folder_is_said(tmp_path: Path, started: Start):
    device = started(CameraSettings("folder", folder=str(tmp_path)))
    with device.watched():
        with pytest.raises(DeviceError):
            device.newest(0, 0.3)
        (tmp_path / "half.jpg").write_bytes(PICTURES[1][:5000])
        with pytest.raises(DeviceError, match="damaged"):
            _until_error(device)


def _until_error(device: Camera) -> None:
    for _ in range(20):
        try:
            device.newest(0, 0.3)
        except DeviceError as error:
            if error.code is not ErrorCode.TIMEOUT:
                raise


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path, started: Start):
    health = started(CameraSettings("folder", folder=str(tmp_path / "gone"))).check_health()
    assert "There is no device at" in health.sentence


@pytest.mark.parametrize("target", ["standard output", "file"])
def test_a_program_that_takes_one_picture(tmp_path: Path, started: Start, target: str):
    picture = tmp_path / "source.jpg"
    picture.write_bytes(PICTURES[2])
    script = "import sys; sys.stdout.buffer.write(open(sys.argv[1], 'rb').read())"
    words = [sys.executable, "-c", script, str(picture)]
    if target == "file":
        words = [sys.executable, "-c", "import shutil, sys; shutil.copy(*sys.argv[1:])", str(picture), "{file}"]
    device = started(CameraSettings("command", command=tuple(words)))
    with device.watched():
        assert device.capture().data == PICTURES[2]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("/no/such/program",), "cannot be started"),
        ((sys.executable, "-c", "raise SystemExit(3)"), r"failed \(3\)"),
        ((sys.executable, "-c", "print('no picture')"), "damaged"),
    ],
)
def test_a_program_that_fails_is_a_sentence(started: Start, words: tuple[str, ...], sentence: str):
    device = started(CameraSettings("command", command=words))
    with device.watched(), pytest.raises(DeviceError, match=sentence):
        device.capture()


def test_the_virtual_camera_moves(started: Start):
    device = started(CameraSettings("virtual"))
    with device.watched():
        first = device.newest(0, 3.0)
        assert device.newest(first.number, 3.0).data != first.data


def test_a_local_camera_without_pyav_says_what_to_install(monkeypatch: pytest.MonkeyPatch, started: Start):
    monkeypatch.setitem(sys.modules, "av", None)
    health = started(CameraSettings("pyav")).check_health()
    assert "counter-tui[camera]" in health.sentence


@pytest.mark.skipif(find_spec("av") is None, reason="PyAV is not installed")
def test_a_local_camera_by_pyav(started: Start):
    device = started(CameraSettings("pyav", device="lavfi:testsrc=size=1280x720:rate=20"))
    with device.watched():
        assert read_picture(device.capture().data).size == (1280, 720)
    for device, sentence in (("/dev/video99", "There is no device"), ("lavfi:nosuch", "Filter not found")):
        assert sentence in started(CameraSettings("pyav", device=device)).check_health().sentence


@pytest.mark.skipif(which("ustreamer") is None, reason="ustreamer is not installed")
def test_a_real_ustreamer_without_camera_is_seen_through(tmp_path: Path, started: Start):
    import subprocess

    path = tmp_path / "u.sock"
    words = ["ustreamer", "--device", "/dev/video99", "--unix", str(path), "--unix-rm"]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        try:
            device = started(CameraSettings("mjpeg", url=f"unix:{path}"))
            waited = threading.Event()
            for _ in range(100):
                if path.exists():
                    break
                waited.wait(0.05)
            assert "unplugged" in device.check_health().sentence
        finally:
            running.terminate()


# settings and the program


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
