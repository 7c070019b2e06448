"""Transports: every failure is a sentence, and every byte arrives."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.conversation import Timings
from devices.file_transport import FileTransport
from devices.links import Port, Transport
from devices.models import printer_model
from devices.printer import ReceiptPrinter
from devices.serial_transport import SerialTransport
from devices.simulator import SimulatedPrinter
from devices.socket_transport import TcpTransport, UnixTransport
from devices.states import DeviceError, ErrorCode, Verdict
from devices.transports import transport


def send_all(link: Transport, data: bytes) -> None:
    while data:
        data = data[link.send(data, 1.0) :]


def failure(address: str) -> DeviceError:
    link = transport(address)
    with pytest.raises(DeviceError) as failed:
        link.connect()
    link.close()
    assert failed.value.sentence.endswith((".", "?"))
    assert "Errno" not in failed.value.sentence
    return failed.value


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("10.1.2.3:9100", TcpTransport),
        ("tcp:till3.local:9100", TcpTransport),
        ("[::1]:9100", TcpTransport),
        ("unix:/run/till.sock", UnixTransport),
        ("serial:/dev/ttyS0?baud=19200&flow=rtscts", SerialTransport),
        ("rfc2217://10.1.2.3:4000", SerialTransport),
        ("loop://", SerialTransport),
        ("file:/dev/usb/lp0", FileTransport),
    ],
)
def test_address_names_its_transport(address: str, kind: type) -> None:
    assert type(transport(address)) is kind


def test_serial_options_are_read() -> None:
    link = transport("serial:/dev/ttyS0?baud=19200&flow=rtscts")
    assert isinstance(link, SerialTransport)
    assert (link.url, link.baud, link.flow) == ("/dev/ttyS0", 19200, "rtscts")


@pytest.mark.parametrize(
    "address",
    ["", "printer", "host:", ":9100", "host:0", "host:99999", "host:९", "unix:", "file: ", "http://host:80",
     "serial:/dev/ttyS0?speed=9600", "serial:/dev/ttyS0?baud=fast", "serial:?baud=9600"],
)  # fmt: skip
def test_bad_address_is_refused(address: str) -> None:
    with pytest.raises(DeviceError) as refused:
        transport(address)
    assert refused.value.code is ErrorCode.NOSERVICE


def test_refused_connection_is_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    error = failure(f"127.0.0.1:{port}")
    assert (error.code, "switched on" in error.sentence) == (ErrorCode.OFFLINE, True)


def test_missing_devices_are_sentences(tmp_path: Path) -> None:
    assert failure(f"unix:{tmp_path}/none.sock").code is ErrorCode.NOHARDWARE
    assert failure("file:/dev/no-such-printer").code is ErrorCode.NOHARDWARE
    assert failure("serial:/dev/no-such-port").code is ErrorCode.NOHARDWARE
    assert failure(f"unix:{tmp_path}/{'x' * 200}").code is ErrorCode.FAILURE
    assert failure("rfc2217://127.0.0.1:1").code in (ErrorCode.FAILURE, ErrorCode.OFFLINE)
    assert failure("socket://127.0.0.1:1?nonsense=1").code in (ErrorCode.FAILURE, ErrorCode.NOSERVICE)


def test_unconnected_transport_says_so(tmp_path: Path) -> None:
    for address in ("127.0.0.1:9", "loop://", f"file:{tmp_path}/x"):
        with pytest.raises(DeviceError) as refused:
            transport(address).send(b"x", 0.1)
        assert refused.value.code is ErrorCode.CLOSED


@pytest.fixture
def relay(tmp_path: Path) -> Iterator[tuple[SimulatedPrinter, str]]:
    """A simulated printer behind a unix socket, as an SSH reverse forward puts it."""
    path = str(tmp_path / "till.sock")
    with SimulatedPrinter() as printer, socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen(1)
        worker = threading.Thread(target=_relay_one, args=(listener, printer.port), daemon=True)
        worker.start()
        yield printer, f"unix:{path}"
        worker.join(5)


def _relay_one(listener: socket.socket, port: int) -> None:
    near, _ = listener.accept()
    far = socket.create_connection(("127.0.0.1", port))
    back = threading.Thread(target=_pump, args=(far, near), daemon=True)
    back.start()
    _pump(near, far)
    back.join(5)
    near.close()
    far.close()


def _pump(source: socket.socket, target: socket.socket) -> None:
    while data := source.recv(4096):
        target.sendall(data)
    target.shutdown(socket.SHUT_WR)


def test_receipt_is_confirmed_through_a_unix_socket(relay: tuple[SimulatedPrinter, str]) -> None:
    simulator, address = relay
    printer = ReceiptPrinter(printer_model("epson-tm-t88v"), Port(lambda: transport(address)))
    printer.start()
    assert printer.print_job("1", [{"text": "hello"}]).verdict is Verdict.PRINTED
    assert simulator.paper == ["hello"]


def test_serial_line_carries_bytes_both_ways() -> None:
    link = transport("loop://")
    link.connect()
    send_all(link, bytes(range(256)))
    heard = b""
    while len(heard) < 256:
        heard += link.receive(1.0)
    assert heard == bytes(range(256))
    assert link.receive(0.0) == b""
    link.finish(2.0)


def test_serial_printer_that_cannot_answer_is_sent() -> None:
    near, far = os.openpty()
    try:
        printer = ReceiptPrinter(
            printer_model("generic-42"), Port(lambda: transport(f"serial:{os.ttyname(far)}")), one_way=True
        )
        printer.start()
        outcome = printer.print_job("1", [{"text": "hola, señor"}])
        assert outcome.verdict is Verdict.SENT
        assert "hola, señor".encode("cp858") in os.read(near, 4096)
    finally:
        os.close(near)
        os.close(far)


def test_unplugged_serial_line_is_a_sentence() -> None:
    near, far = os.openpty()
    link = transport(f"serial:{os.ttyname(far)}")
    link.connect()
    os.close(near)
    os.close(far)
    with pytest.raises(DeviceError) as lost:
        link.receive(0.5)
    assert lost.value.sentence.endswith(".")
    link.close()


def test_silent_serial_printer_is_never_taken_for_a_one_way_one() -> None:
    near, far = os.openpty()
    try:
        port = Port(lambda: transport(f"serial:{os.ttyname(far)}"))
        printer = ReceiptPrinter(printer_model("generic-42"), port, timings=Timings(answer=0.1))
        printer.start()
        assert printer.print_job("1", [{"text": "x"}]).verdict is Verdict.NOT_STARTED
        assert os.read(near, 4096) == b"\x10\x04\x02\x10\x04\x04"
    finally:
        os.close(near)
        os.close(far)


def test_file_takes_jobs_one_after_the_other(tmp_path: Path) -> None:
    path = tmp_path / "printer"
    printer = ReceiptPrinter(printer_model("generic-42"), Port(lambda: transport(f"file:{path}")))
    printer.start()
    for text in ("first", "second"):
        assert printer.print_job(text, [{"text": text}]).verdict is Verdict.SENT
    content = path.read_bytes()
    assert content.count(b"\x1b@") == 2
    assert content.index(b"first\n") < content.index(b"second\n")
    assert path.stat().st_mode & 0o077 == 0


def test_full_disk_is_not_taken_for_a_receipt() -> None:
    printer = ReceiptPrinter(printer_model("generic-42"), Port(lambda: transport("file:/dev/full")))
    printer.start()
    outcome = printer.print_job("1", [{"text": "x"}])
    assert (outcome.verdict, outcome.bytes_sent) == (Verdict.NOT_STARTED, 0)
    assert "No space left" in (outcome.problem or "")


def test_far_end_that_hangs_up_is_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        link = transport(f"127.0.0.1:{server.getsockname()[1]}")
        link.connect()
        server.accept()[0].close()
        with pytest.raises(DeviceError) as lost:
            link.receive(2.0)
        assert lost.value.code is ErrorCode.OFFLINE
        link.close()


def test_finish_hands_over_everything_while_the_device_still_talks() -> None:
    received: list[int] = []

    def device(server: socket.socket) -> None:
        connection, _ = server.accept()
        with connection:
            connection.sendall(b"\x12" * 2000)
            count = 0
            while data := connection.recv(4096):
                count += len(data)
            received.append(count)

    with socket.create_server(("127.0.0.1", 0)) as server:
        worker = threading.Thread(target=device, args=(server,))
        worker.start()
        link = transport(f"127.0.0.1:{server.getsockname()[1]}")
        link.connect()
        send_all(link, b"x" * 400_000)
        link.finish(2.0)
        worker.join(5)
    assert received == [400_000]


def test_second_conversation_waits_its_turn(tmp_path: Path) -> None:
    port = Port(lambda: transport(f"file:{tmp_path}/x"))
    with port.session():
        with pytest.raises(DeviceError) as busy, port.session(turn_seconds=0.01):
            pass
        assert busy.value.code is ErrorCode.BUSY
    with port.session(turn_seconds=0.01) as link:
        assert link.send(b"x", 1.0) == 1
