"""A camera over HTTP that is well: its own bytes, only while somebody watches, from any server."""

from __future__ import annotations

import socket
import threading
from pathlib import Path

import cameras
import pytest
from cameras import PICTURES, Start, mjpeg, snapshot

from devices.camera_settings import CameraSettings
from devices.camera_simulator import CameraFault, SimulatedCamera
from devices.states import Power

server, started = cameras.server, cameras.started


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
