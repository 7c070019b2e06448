"""One printer for several, printers that are gone for an hour, and the judgement of programs that are not ours."""

from __future__ import annotations

import shutil
import socket
import subprocess
import threading
from contextlib import closing
from pathlib import Path

import pytest

from devices.conversation import Timings
from devices.faults import Faults
from devices.links import Port
from devices.models import printer_model
from devices.printer import ReceiptPrinter
from devices.simulator import SimulatedPrinter
from devices.states import Verdict
from devices.transports import transport

PATIENT = Timings(answer=10.0, finish=20.0, slice=0.02, linger=2.0)


def driver(address: str, timings: Timings = PATIENT) -> ReceiptPrinter:
    printer = ReceiptPrinter(printer_model("epson-tm-t88v"), Port(lambda: transport(address)), timings=timings)
    printer.start()
    return printer


def test_two_stations_share_a_printer_and_no_receipt_is_torn() -> None:
    with SimulatedPrinter() as simulator:
        stations = {name: driver(simulator.address) for name in ("A", "B")}
        verdicts: list[Verdict] = []

        def work(name: str) -> None:
            for number in range(8):
                paper = [{"text": f"{name}{number} line {line}"} for line in range(10)]
                verdicts.append(stations[name].print_job(f"{name}{number}", paper).verdict)

        threads = [threading.Thread(target=work, args=(name,)) for name in stations]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert verdicts == [Verdict.PRINTED] * 16
        lines = simulator.paper
    receipts = [lines[at : at + 10] for at in range(0, len(lines), 10)]
    assert len(receipts) == 16
    for receipt in receipts:
        name = receipt[0].split()[0]
        assert receipt == [f"{name} line {line}" for line in range(10)]


class Hour:
    """A clock that jumps by an hour when told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 0.001
        return self.now

    def passes(self) -> None:
        self.now += 3600


def test_printer_that_is_off_for_an_hour_prints_as_soon_as_it_is_back() -> None:
    with SimulatedPrinter() as simulator:
        hour = Hour()
        printer = driver(simulator.address, Timings(answer=5.0, finish=10.0, slice=0.02, linger=1.0, clock=hour))
        simulator.switch_off()
        for number in range(3):
            assert printer.print_job(str(number), [{"text": f"receipt {number}"}]).verdict is Verdict.NOT_STARTED
        assert "switched on" in (printer.problem() or "")
        hour.passes()
        simulator.switch_on()
        for number in range(3):
            assert printer.print_job(str(number), [{"text": f"receipt {number}"}]).verdict is Verdict.PRINTED
        assert simulator.paper == ["receipt 0", "receipt 1", "receipt 2"]
        assert printer.problem() is None


def test_paper_that_is_out_for_an_hour_ends_the_wait_and_nothing_is_sent_twice() -> None:
    with SimulatedPrinter() as simulator:
        hour = Hour()
        timings = Timings(answer=5.0, finish=10.0, paper_change=1800.0, slice=0.02, linger=0.2, clock=hour)
        printer = driver(simulator.address, timings)
        simulator.faults = Faults(paper_end_at_line=5)
        outcomes = []
        paper = [{"text": f"line {line}"} for line in range(10)]
        job = threading.Thread(target=lambda: outcomes.append(printer.print_job("1", paper)))
        job.start()
        assert simulator.wait_until(lambda seen: not seen.has_paper)
        while printer.problem() is None:
            assert job.is_alive()
        hour.passes()
        job.join(20)
        assert [(one.verdict, one.paper_end) for one in outcomes] == [(Verdict.UNKNOWN, True)]
        simulator.put_paper()  # the rest is in the printer's buffer
        assert simulator.wait_until(lambda seen: len(seen.paper) == 10)
        assert driver(simulator.address).print_job("2", [{"text": "next"}]).verdict is Verdict.PRINTED
        assert simulator.paper == [f"line {line}" for line in range(10)] + ["next"]


# ---- peers that are not ours ----


@pytest.mark.skipif(shutil.which("receiptio") is None, reason="needs receiptio (npm)")
def test_independent_client_judges_the_simulator(tmp_path: Path) -> None:
    receipt = tmp_path / "x.receipt"
    receipt.write_text("CITY\n---\nWater | 188.11\n")
    try:
        printer = SimulatedPrinter(columns=48, port=9100).start()  # the port that receiptio cannot be told to change
    except OSError:
        pytest.skip("port 9100 is taken")

    def judged(*options: str) -> int:
        command = ["receiptio", "-d", "127.0.0.1", "-p", "escpos", "-t", "5", *options]
        return subprocess.run(command, capture_output=True, timeout=60, check=False).returncode

    with closing(printer):
        assert judged(str(receipt)) == 0
        assert any("188.11" in line for line in printer.paper)
        printer.take_paper()
        assert judged(str(receipt)) == 102
        printer.put_paper()
        printer.open_cover()
        assert judged(str(receipt)) in (101, 104)
        printer.close_cover()
        assert judged("-q", "drawer") in (200, 201)


@pytest.mark.skipif(shutil.which("socat") is None, reason="needs socat")
def test_receipt_is_confirmed_through_socat_on_a_unix_socket(tmp_path: Path) -> None:
    path = tmp_path / "till.sock"
    with SimulatedPrinter() as simulator:
        listen = f"UNIX-LISTEN:{path},fork,mode=600"
        relay = subprocess.Popen(["socat", listen, f"TCP:{simulator.address}"])
        try:
            pause = threading.Event()
            while not path.exists():
                assert relay.poll() is None
                pause.wait(0.02)
            assert driver(f"unix:{path}").print_job("1", [{"text": "hello"}]).verdict is Verdict.PRINTED
        finally:
            relay.terminate()
            relay.wait(5)
        assert simulator.paper == ["hello"]


@pytest.mark.skipif(shutil.which("socat") is None, reason="needs socat")
def test_receipt_is_confirmed_on_a_serial_line(tmp_path: Path) -> None:
    near = tmp_path / "ttyS0"
    with SimulatedPrinter() as simulator:
        relay = subprocess.Popen(["socat", f"PTY,link={near},raw,echo=0,waitslave", f"TCP:{simulator.address}"])
        try:
            pause = threading.Event()
            while not near.exists():
                assert relay.poll() is None
                pause.wait(0.02)
            outcome = driver(f"serial:{near}?baud=38400").print_job("1", [{"text": "hello"}])
        finally:
            relay.terminate()
            relay.wait(5)
        assert outcome.verdict is Verdict.PRINTED
        assert simulator.paper == ["hello"]


def _listening(port: int) -> None:
    """Wait until a program that was started listens."""
    pause = threading.Event()
    for _ in range(250):
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        pause.wait(0.02)
    raise AssertionError(f"nobody listens on port {port}")


@pytest.mark.skipif(shutil.which("ser2net") is None, reason="needs ser2net")
def test_receipt_passes_through_ser2net(tmp_path: Path) -> None:
    import os

    near, far = os.openpty()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    config = tmp_path / "ser2net.yaml"
    config.write_text(
        f"connection: &c\n  accepter: telnet(rfc2217),tcp,127.0.0.1,{port}\n"
        f"  connector: serialdev,{os.ttyname(far)},9600n81,local\n"
    )
    server = subprocess.Popen(["ser2net", "-n", "-c", str(config)])
    try:
        _listening(port)
        url = f"rfc2217://127.0.0.1:{port}?ign_set_control&timeout=3"
        printer = ReceiptPrinter(printer_model("generic-42"), Port(lambda: transport(url)), one_way=True)
        printer.start()
        outcome = printer.print_job("1", [{"text": "hola, señor"}])
        assert outcome.verdict is Verdict.SENT
        assert "hola, señor".encode("cp858") in os.read(near, 4096)
    finally:
        server.terminate()
        server.wait(5)
        os.close(near)
        os.close(far)
