"""Every device of a thin client at the end of its SSH line, with the programs and settings of `deploy/thin-client`."""

from __future__ import annotations

import os
import queue
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from counter import todays_city
from ssh_server import DEPLOY, KIT, MISSING, SshServer, answers, cut, free_port, shipped, ssh_server
from terminal import Terminal, wait_until

from counter_tui.config import load
from devices.camera import Camera, CameraTimings, Shot
from devices.camera_multipart import UNPLUGGED
from devices.camera_settings import CameraSettings, camera
from devices.camera_simulator import CameraFault, SimulatedCamera
from devices.display import Amount, Label
from devices.display_simulator import SimulatedDisplay
from devices.line_reader import LineReader
from devices.links import Port, Transport
from devices.models import printer_model
from devices.printer import ReceiptPrinter
from devices.simulator import SimulatedPrinter
from devices.states import DeviceError, Verdict
from devices.station import Devices
from devices.transports import transport

pytestmark = pytest.mark.skipif(MISSING, reason="OpenSSH is not installed.")

STATION = 'station = "T1"\ntill = "01"\n'
CLIENT = "thin-client"


@pytest.fixture(scope="module")
def server(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    """A server with one station."""
    url = todays_city(run_folder, tmp_path_factory.mktemp("ssh") / "counter.db")
    with ssh_server(url, STATION) as found:
        yield found


def program(name: str) -> str:
    """Where a program of the thin client is; skips without it."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if found is None:
        pytest.skip(f"{name} is not installed.")
    return found


@contextmanager
def service(name: str, changes: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """What a unit of the kit starts, with some of its words replaced; killed at the end of the block."""
    text = shipped(f"{CLIENT}/{name}.service", changes)
    line = next(line for line in text.splitlines() if line.startswith("ExecStart="))
    words = line.removeprefix("ExecStart=").split()
    process = subprocess.Popen([program(Path(words[0]).name), *words[1:]], stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        cut(process)


@contextmanager
def pseudo_serial(folder: Path, far_end: str) -> Iterator[Path]:
    """A serial line whose far end is what `far_end` says to socat; its near end is a device node.

    The node is held open: a pseudo terminal that nobody has open hangs up, which a real line does not.
    """
    near = folder / "ttyDevice"
    command = [program("socat"), f"PTY,link={near},rawer", far_end]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        wait_until(near.exists, "the serial line")
        held = os.open(near, os.O_RDWR | os.O_NOCTTY)
        try:
            yield near
        finally:
            os.close(held)
    finally:
        cut(process)


# the camera


def test_a_photograph_is_taken_by_the_camera_at_the_thin_client(server: SshServer) -> None:
    with SimulatedCamera(rate=40) as far, server.line(camera=far.address.removeprefix("http://")):
        settings = CameraSettings("mjpeg", url=f"unix:{server.socket('camera')}")
        device = started(settings)
        with device.watched():
            assert device.newest(0, 20.0).data in far.pictures
            assert device.capture().data in far.pictures
            far.fault = CameraFault.OFFLINE
            wait_until(lambda: refused(device.newest), "the refusal of a placeholder")


def started(settings: CameraSettings) -> Camera:
    """A camera that waits for a busy machine."""
    device = camera(settings, CameraTimings(stall=5.0, frozen=5.0))
    assert device is not None
    device.start()
    return device


def refused(call: Callable[[], Shot]) -> str:
    """Why a camera gives no picture; empty when it gives one."""
    try:
        call()
    except DeviceError as error:
        return error.sentence
    return ""


def test_the_placeholder_of_a_real_ustreamer_is_refused(server: SshServer) -> None:
    run = server.folder / "run"
    changes = {"${CAMERA}": "/dev/no-camera", "${CAMERA_SIZE}": "640x480", "%t": str(run)}
    with service("counter-camera", changes), ExitStack() as stack:
        near = run / "counter-camera.sock"
        wait_until(near.is_socket, "ustreamer")
        assert near.stat().st_mode & 0o777 == 0o600
        stack.enter_context(server.line(camera="counter-camera.sock"))
        device = started(CameraSettings("mjpeg", url=f"unix:{server.socket('camera')}"))
        with device.watched():
            sentence = refused(lambda: device.newest(0, 20.0))
        assert sentence == UNPLUGGED


# serial lines through ser2net


def test_a_serial_scanner_is_read_through_ser2net(server: SshServer, tmp_path: Path) -> None:
    port, far = free_port(), tmp_path / "far.sock"
    with pseudo_serial(tmp_path, f"UNIX-LISTEN:{far}") as line, ExitStack() as stack:
        wait_until(far.exists, "the scanner")
        other = free_port()
        settings = tmp_path / "ser2net.yaml"
        changes = {"/dev/serial/by-id/scanner": str(line), "9101": str(port), "9102": str(other)}
        settings.write_text(shipped(f"{CLIENT}/ser2net.yaml", changes))
        stack.enter_context(service("counter-serial", {"%h/.config/counter-tui/ser2net.yaml": str(settings)}))
        wait_until(lambda: answers(other), "ser2net")
        stack.enter_context(server.line(scanner=f"127.0.0.1:{port}"))
        read: queue.Queue[str] = queue.Queue()
        reader = LineReader("The scanner", lambda: transport(f"unix:{server.socket('scanner')}"), read.put)
        reader.start()
        stack.callback(reader.close)
        scanner = stack.enter_context(transport_to(far))
        wait_until(lambda: scan(scanner, read), "the scan")


@contextmanager
def transport_to(path: Path) -> Iterator[Transport]:
    """The scanner's own end of its serial line."""
    link = transport(f"unix:{path}")
    link.connect()
    yield link
    link.close()


def scan(link: Transport, read: queue.Queue[str]) -> bool:
    """Scan once; whether it has come through. Before ser2net has opened the line, a scan is lost."""
    link.send(b"]C010004567\r", 1.0)
    try:
        return read.get(timeout=0.5) == "]C010004567"
    except queue.Empty:
        return False


def test_a_display_shows_amounts_at_the_thin_client(server: SshServer) -> None:
    with SimulatedDisplay() as far, server.line(display=far.address.removeprefix("tcp:")):
        file = server.folder / "display.toml"
        file.write_text(
            f'{STATION}[display]\ndriver = "cd5220"\naddress = "unix:{server.socket("display")}"\n', encoding="utf-8"
        )
        with Devices.open(load(file).devices) as devices:
            devices.display.show(Amount(Label.TOTAL, 188_11))
            assert far.wait_until(lambda rows: any("188.11" in row for row in rows), 20.0)


# a printer on USB


def test_a_usb_printer_answers_through_socat(server: SshServer, tmp_path: Path) -> None:
    port = free_port()
    with SimulatedPrinter(42) as printer, ExitStack() as stack:
        node = stack.enter_context(pseudo_serial(tmp_path, f"TCP4:{printer.address}"))
        stack.enter_context(service("counter-usb-printer", {"9100": str(port), "${USB_PRINTER}": str(node)}))
        wait_until(lambda: answers(port), "socat")
        stack.enter_context(server.line(printer=f"127.0.0.1:{port}"))
        wait_until(lambda: printed(f"unix:{server.socket('printer')}") is Verdict.PRINTED, "a printer that answers")
        printer.tear_off()
        assert [printed(f"unix:{server.socket('printer')}") for _ in range(3)] == [Verdict.PRINTED] * 3
        assert "\n".join(printer.paper).count("City of Marina") == 3


# PuTTY, which forwards TCP ports only


def test_a_station_of_putty_has_the_ports_of_its_key_only(run_folder: Path, tmp_path: Path) -> None:
    port, other = free_port(), free_port()
    url = todays_city(run_folder, tmp_path / "counter.db")
    with ssh_server(url, STATION, listen=port) as server, SimulatedPrinter(42) as printer:
        start = server.command("-N", "-oExitOnForwardFailure=yes", key="line-key", port=server.line_port)
        wrong = subprocess.run(
            [*start, "-R", f"localhost:{other}:{printer.address}"], capture_output=True, text=True, timeout=60
        )
        assert "forwarding failed" in wrong.stderr
        line = subprocess.Popen([*start, "-R", f"localhost:{port}:{printer.address}"])
        try:
            wait_until(lambda: answers(port), "the forwarded port")
            assert printed(f"localhost:{port}") is Verdict.PRINTED
        finally:
            cut(line)


def printed(address: str) -> Verdict:
    """What becomes of a line of print at an address."""
    printer = ReceiptPrinter(printer_model("epson-tm-t88v"), Port(lambda: transport(address)))
    printer.start()
    return printer.print_job("1", [{"text": "City of Marina"}, {"cut": True}]).verdict


# the files themselves


@pytest.mark.parametrize("file", sorted((DEPLOY / "stations").glob("*.toml")), ids=lambda file: file.stem)
def test_every_station_file_is_in_order(file: Path) -> None:
    assert load(file).station.startswith("TILL-")
    assert load(file).devices.problems() == []


@pytest.mark.parametrize("name", ["counter-line", "counter-terminal"])
def test_the_scripts_are_whole_and_say_what_is_missing(name: str, tmp_path: Path) -> None:
    script = DEPLOY / CLIENT / name
    assert subprocess.run(["sh", "-n", str(script)], check=False).returncode == 0
    empty = tmp_path / "line.conf"
    empty.write_text("")
    done = subprocess.run([str(script)], env={**os.environ, "COUNTER_LINE": str(empty)}, capture_output=True, text=True)
    assert done.returncode != 0
    assert f"SERVER: is missing in {empty}" in done.stderr


def test_the_clerk_reads_why_there_is_no_line(tmp_path: Path) -> None:
    refuses = tmp_path / "ssh"
    refuses.write_text("#!/bin/sh\necho 'counter@counter.example: Permission denied (publickey).' >&2\nexit 255\n")
    refuses.chmod(0o755)
    settings = tmp_path / "line.conf"
    settings.write_text("SERVER=counter.example\nRETRY_SECONDS=60\n")
    environment = {
        **os.environ,
        "COUNTER_LINE": str(settings),
        "XDG_RUNTIME_DIR": str(tmp_path),
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
    }
    with Terminal([str(DEPLOY / CLIENT / "counter-terminal")], env=environment) as terminal:
        terminal.wait_for("There is no line to counter.example")
        assert "Permission denied (publickey)" in terminal.screen_text()


def test_the_units_are_what_systemd_takes(tmp_path: Path) -> None:
    analyze = program("systemd-analyze")
    for file in sorted((DEPLOY / CLIENT).glob("*.service")):
        text = file.read_text().replace("%h/.local/bin/counter-line", "/bin/true")
        (tmp_path / file.name).write_text(text)
    units = [str(file) for file in tmp_path.glob("*.service")]
    environment = {**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)}
    done = subprocess.run([analyze, "verify", "--user", *units], env=environment, capture_output=True, text=True)
    assert len(units) == 4
    assert not re.search("Unknown|Failed to parse|not executable", done.stderr), done.stderr


def test_the_servers_unit_is_what_systemd_takes(tmp_path: Path) -> None:
    analyze = program("systemd-analyze")
    text = (KIT / "counter-lines.service").read_text()
    wrong = text.replace("ExecReload=", "ExecRelaod=").replace("NoNewPrivileges=yes", "NoNewPrivileges=perhaps")
    said = []
    for name, content in (("counter-lines.service", text), ("wrong.service", wrong)):
        (tmp_path / name).write_text(content)
        done = subprocess.run([analyze, "verify", str(tmp_path / name)], capture_output=True, text=True)
        said.append(re.findall("Unknown key|Failed to parse|not executable", done.stderr))
    assert said == [[], ["Unknown key", "Failed to parse"]]
