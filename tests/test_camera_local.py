"""Cameras without a connection: a folder, a program, the drawn portrait, USB by PyAV."""

from __future__ import annotations

import os
import sys
import threading
from importlib.util import find_spec
from pathlib import Path
from shutil import which

import cameras
import pytest
from cameras import PICTURES, Start

from devices.camera import Camera
from devices.camera_local import CommandSource
from devices.camera_settings import CameraSettings
from devices.photo_image import read_picture
from devices.states import DeviceError, ErrorCode

started = cameras.started


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


def test_the_picture_of_a_program_stands_on_no_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The user's runtime folder is in memory; a killed program leaves no photograph on a disk."""
    memory, picture = tmp_path / "memory", tmp_path / "source.jpg"
    memory.mkdir()
    picture.write_bytes(PICTURES[2])
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(memory))
    script = "import shutil, sys; shutil.copy(*sys.argv[1:3]); open(sys.argv[3], 'w').write(sys.argv[2])"
    source = CommandSource((sys.executable, "-c", script, str(picture), "{file}", str(tmp_path / "where")))
    assert source.next() == PICTURES[2]
    assert (tmp_path / "where").read_text().startswith(str(memory))
    assert list(memory.iterdir()) == []


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
