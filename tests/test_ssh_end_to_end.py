"""A thin client with the kit of `deploy/`: clerks sign on over SSH, receipts are printed where they sit."""

from __future__ import annotations

import os
import signal
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from counter import PLAIN, Clerk, Counter, opened_counter
from ssh_server import MISSING, SshServer, cut, free_port, ssh_server
from terminal import wait_until

from data.text import luhn_digit
from devices.camera_simulator import SimulatedCamera
from devices.faults import Faults
from devices.line_simulator import SimulatedReader
from devices.simulator import SimulatedPrinter

pytestmark = pytest.mark.skipif(MISSING, reason="OpenSSH is not installed.")

STATION = """
station = "T1"
till = "01"
[printer]
driver = "unix"
address = "{sockets}/till1.printer.sock"
model = "epson-tm-t88v"
[drawer]
driver = "printer-kick"
sensor = "open-low"
[camera]
driver = "mjpeg"
url = "unix:{sockets}/till1.camera.sock"
[scanner]
address = "unix:{sockets}/till1.scanner.sock"
[log]
file = "{folder}/T1.log"
"""


@pytest.fixture
def counter(run_folder: Path, tmp_path: Path) -> Iterator[Counter]:
    """A small city of today."""
    with opened_counter(run_folder, tmp_path) as found:
        yield found


@pytest.fixture
def server(counter: Counter) -> Iterator[SshServer]:
    """Its server, with one station."""
    with ssh_server(counter.url, STATION) as found:
        yield found


@pytest.fixture
def printer() -> Iterator[SimulatedPrinter]:
    """The printer at the thin client."""
    with SimulatedPrinter(42) as found:
        yield found


def seated(counter: Counter, server: SshServer) -> Clerk:
    """A clerk at the thin client, at the sign-on."""
    clerk = Clerk(server.terminal())
    counter.clerks.append(clerk)
    clerk.shows("Sign on", "Clerk number")
    return clerk


def pay(clerk: Clerk, number: int, cents: int = 1000) -> None:
    """A water payment in cash, from the main menu and back to it."""
    clerk.at("MENU")
    clerk.type(f"1\n{PLAIN}\n{cents}\n\n")
    clerk.posted(number)
    clerk.type("/")
    clerk.at("MENU")


def state_of(counter: Counter, number: int) -> str:
    """What became of a receipt's job."""
    found = counter.rows(
        "SELECT jobs.state FROM jobs JOIN journal ON journal.id = jobs.journal_id "
        f"WHERE jobs.kind = 'RECEIPT' AND journal.receipt LIKE '%-{number:06d}' ORDER BY jobs.id DESC"
    )
    return str(found[0][0]) if found else ""


def becomes(counter: Counter, number: int, state: str) -> None:
    """Wait until a receipt's job is done, and see how."""
    wait_until(lambda: state_of(counter, number) not in ("", "WAITING", "STARTED"), f"the job of receipt {number}")
    assert state_of(counter, number) == state


def test_a_receipt_is_printed_at_the_thin_client(
    counter: Counter, server: SshServer, printer: SimulatedPrinter
) -> None:
    with server.line(printer=printer.address):
        assert stat.S_IMODE(server.socket("printer").stat().st_mode) == 0o600
        clerk = seated(counter, server)
        clerk.sign_on()
        clerk.open_drawer()
        printer.close_drawer()
        pay(clerk, 1)
        becomes(counter, 1, "PRINTED")
        assert any(PLAIN[:4] in line for line in printer.paper)
        assert any("000001" in line for line in printer.paper)
        assert printer.wait_until(lambda seen: seen.drawer.is_open)


def test_a_photograph_is_taken_with_the_camera_of_the_thin_client(counter: Counter, server: SshServer) -> None:
    with SimulatedCamera(rate=10) as camera, server.line(camera=camera.address.removeprefix("http://")):
        clerk = seated(counter, server)
        clerk.sign_on("201")
        clerk.at("MENU")
        clerk.type("4.6\n")
        clerk.at("CAM010")
        clerk.shows("\u2580", "576 x 720 of 1280 x 720 pixels")
        clerk.type("\n")
        clerk.shows("Keep this photograph?")
        clerk.type("1")
        clerk.shows("Photograph of 576 x 720 pixels")
        assert camera.requests[0] == "/stream?extra_headers=1"


def test_a_scan_at_the_thin_client_opens_the_account(counter: Counter, server: SshServer) -> None:
    with SimulatedReader() as scanner, server.line(scanner=scanner.address.removeprefix("tcp:")):
        clerk = seated(counter, server)
        clerk.sign_on()
        clerk.open_drawer()
        clerk.type("1\n")
        clerk.at("PAY010")
        assert scanner.wait_for_client(30.0)
        scanner.read(PLAIN + luhn_digit(PLAIN))
        clerk.shows(PLAIN)


def test_a_line_that_drops_and_comes_back(counter: Counter, server: SshServer, printer: SimulatedPrinter) -> None:
    clerk = seated(counter, server)
    clerk.sign_on()
    clerk.open_drawer()
    pay(clerk, 1)
    becomes(counter, 1, "NOT_STARTED")
    with server.line(printer=printer.address) as line:
        pay(clerk, 2)
        becomes(counter, 2, "PRINTED")
        printer.faults = Faults(seconds_per_line=0.2)
        printer.tear_off()
        pay(clerk, 3)
        assert printer.wait_until(lambda seen: len(seen.paper) >= 2)
        cut(line)
        becomes(counter, 3, "UNKNOWN")
    pay(clerk, 4)
    becomes(counter, 4, "NOT_STARTED")
    assert counter.rows("SELECT count(*) FROM journal WHERE kind = 'RECEIPT'") == [(4,)]
    assert server.socket("printer").is_socket(), "what a lost line leaves behind"
    printer.faults = Faults()
    printer.pull_cable()
    with server.line(printer=printer.address), server.line(printer=printer.address):
        pay(clerk, 5)
        becomes(counter, 5, "PRINTED")
    with server.line(printer=f"127.0.0.1:{free_port()}"):
        pay(clerk, 6)
        becomes(counter, 6, "NOT_STARTED")
    (problem,) = counter.rows("SELECT problem FROM jobs WHERE kind = 'RECEIPT' ORDER BY id DESC")[0]
    assert problem.endswith(("closed the connection.", "broke the connection."))
    assert counter.run("verify").returncode == 0


def client_of(clerk: Clerk) -> int:
    """The process of the `ssh` that the clerk's terminal script has started."""
    parent = clerk.terminal.pid
    return int(Path(f"/proc/{parent}/task/{parent}/children").read_text().split()[0])


def test_work_is_taken_up_after_the_clerks_line_dropped(counter: Counter, server: SshServer) -> None:
    clerk = seated(counter, server)
    clerk.sign_on()
    clerk.open_drawer()
    clerk.type(f"1\n{PLAIN}\n12.34")
    clerk.until(lambda: "12.34" in clerk.text)
    wait_until(lambda: any("12.34" in row[0] for row in counter.rows("SELECT payload FROM works")), "the work")
    os.kill(client_of(clerk), signal.SIGKILL)
    clerk.shows("Sign on", "Clerk number")
    clerk.sign_on()
    clerk.shows("cut off")
    clerk.asked("Take it up now?")
    clerk.type("1")
    clerk.at("UB10")
    clerk.shows(PLAIN, "12.34")
    clerk.type("\n\n")
    clerk.posted(1)
    assert counter.rows("SELECT total_cents FROM journal WHERE kind = 'RECEIPT'") == [(12_34,)]
    assert not counter.rows("SELECT 1 FROM works WHERE state IN ('ACTIVE', 'SUSPENDED')")


def test_suspended_work_is_kept_while_the_line_is_down(counter: Counter, server: SshServer) -> None:
    clerk = seated(counter, server)
    clerk.sign_on()
    clerk.open_drawer()
    clerk.type("1\n5\nC4411\n6500\n")
    clerk.at("PAY020")
    clerk.type("F2")
    wait_until(lambda: counter.rows("SELECT 1 FROM works WHERE state = 'SUSPENDED'"), "the suspended work")
    os.kill(client_of(clerk), signal.SIGKILL)
    clerk.shows("Sign on", "Clerk number")
    clerk.sign_on()
    clerk.at("MENU")
    clerk.type("F2")
    clerk.shows("C4411")
    clerk.type("1\n")
    clerk.at("PAY020")
    clerk.type("\n")
    clerk.posted(1)
    assert counter.rows("SELECT total_cents FROM journal WHERE kind = 'RECEIPT'") == [(65_00,)]
