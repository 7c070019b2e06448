"""Whoever holds a station's keys gets the sign-on, or carries devices: never a shell, a file or another port."""

from __future__ import annotations

import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from counter import todays_city
from ssh_server import KIT, LOGIN, MISSING, SshServer, free_port, ssh_server
from terminal import Terminal

pytestmark = pytest.mark.skipif(MISSING, reason="OpenSSH is not installed.")

STATION = 'station = "T1"\ntill = "01"\n[log]\nfile = "{folder}/T1.log"\n'


@pytest.fixture(scope="module")
def server(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    """A server with one station; nobody is signed on."""
    url = todays_city(run_folder, tmp_path_factory.mktemp("ssh") / "counter.db")
    with ssh_server(url, STATION) as found:
        yield found


def run(command: list[str], folder: Path, text: str = "") -> subprocess.CompletedProcess[str]:
    """Run a client to its end, typing `text`."""
    return subprocess.run(command, cwd=folder, input=text, capture_output=True, text=True, timeout=60)


@pytest.fixture
def proof(server: SshServer) -> Iterator[Path]:
    """A file that a command on the server would make."""
    file = server.folder / "proof"
    yield file
    file.unlink(missing_ok=True)


COMMANDS = (
    "touch {proof}",
    "sh -c 'touch {proof}'",
    "run; touch {proof}",
    "run && touch {proof}",
    "| touch {proof}",
    "$(touch {proof})",
    "`touch {proof}`",
    "\ntouch {proof}\n",
    "'; touch {proof}; '",
    "init --store sqlite:///{proof}",
    "rsync --server . {proof}",
    "scp -t {proof}",
)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_answered_with_the_application(server: SshServer, proof: Path, command: str) -> None:
    done = run(server.command(command.format(proof=proof)), server.folder, "touch {proof}\n")
    assert not proof.exists()
    assert done.returncode == 1
    assert done.stdout == ""
    assert "The application needs a terminal." in done.stderr


def test_a_command_with_a_terminal_gets_the_sign_on(server: SshServer, proof: Path) -> None:
    with Terminal(server.command("-t", f"touch {proof}; sh")) as terminal:
        terminal.wait_for("Clerk number")
        for keys in ("ctrl+c", "ctrl+z", "ctrl+q", "\x1c"):
            terminal.send_keys(keys)
        terminal.send_keys("\x1b!sh", "enter", f":!touch {proof}", "enter")
        terminal.wait_quiet()
        assert "Clerk number" in terminal.screen_text()
        terminal.send_keys("escape", "f3")
        terminal.wait_exit()
    assert not proof.exists()


def test_no_file_comes_or_goes(server: SshServer, proof: Path) -> None:
    secret, taken = server.folder / "secret", server.folder / "taken"
    secret.write_text("the books")
    options = server.options(port_option="-P")
    place = f"{LOGIN}@127.0.0.1"
    for command in (
        ["scp", *options, f"{place}:{secret}", str(taken)],
        ["scp", *options, str(secret), f"{place}:{proof}"],
        ["scp", "-O", *options, f"{place}:{secret}", str(taken)],
        ["scp", "-O", *options, str(secret), f"{place}:{proof}"],
        ["sftp", "-b", "-", *options, place],
    ):
        done = run(command, server.folder, f"get {secret} {taken}\nput {secret} {proof}\n")
        assert done.returncode != 0
        assert not taken.exists()
        assert not proof.exists()


def test_no_variable_comes_from_the_client(server: SshServer) -> None:
    done = run(server.command("-tt", "-oSetEnv=COUNTER_STATION=/nowhere/else.toml"), server.folder, "\x1b[13~")
    assert "/nowhere/else.toml" not in done.stdout + done.stderr
    assert "Clerk number" in done.stdout


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """Something on the server's own network that no client may reach; it greets everybody."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_greet, args=(server,), daemon=True).start()
        yield server
        server.shutdown(socket.SHUT_RDWR)


def _greet(server: socket.socket) -> None:
    while True:
        try:
            connection, _ = server.accept()
        except OSError:
            return
        with connection:
            connection.sendall(b"reached")


@pytest.mark.parametrize("key", ["key", "line-key"])
def test_nothing_behind_the_server_is_reached(server: SshServer, listener: socket.socket, key: str) -> None:
    port = server.port if key == "key" else server.line_port
    done = run(server.command(f"-W127.0.0.1:{listener.getsockname()[1]}", key=key, port=port), server.folder)
    assert done.returncode != 0
    assert "reached" not in done.stdout
    assert "forwarding failed" in done.stderr


@pytest.mark.parametrize("place", ["127.0.0.1:{port}", "*:{port}", "{folder}/stolen.sock"])
def test_the_clerks_key_forwards_nothing(server: SshServer, place: str) -> None:
    where = place.format(port=free_port(), folder=server.folder)
    forward = f"-R{where}:127.0.0.1:{free_port()}"
    done = run(server.command("-N", "-oExitOnForwardFailure=yes", forward), server.folder)
    assert done.returncode == 255
    assert "forwarding failed" in done.stderr
    assert not (server.folder / "stolen.sock").exists()


@pytest.mark.parametrize("place", ["127.0.0.1:{port}", "*:{port}", "localhost:{port}"])
def test_the_devices_key_opens_no_port(server: SshServer, place: str) -> None:
    forward = f"-R{place.format(port=free_port())}:127.0.0.1:{free_port()}"
    command = server.command("-N", "-oExitOnForwardFailure=yes", forward, key="line-key", port=server.line_port)
    done = run(command, server.folder)
    assert done.returncode == 255
    assert "forwarding failed" in done.stderr


@pytest.mark.parametrize("words", [(), ("-tt",), ("touch {proof}",), ("-s", "sftp")])
def test_the_devices_key_has_no_session(server: SshServer, proof: Path, words: tuple[str, ...]) -> None:
    asked = [word.format(proof=proof) for word in words]
    done = run(server.command(*asked, key="line-key", port=server.line_port), server.folder, f"touch {proof}\n")
    assert done.returncode == 255
    assert done.stdout == ""
    assert not proof.exists()


def test_a_key_opens_its_own_sshd_only(server: SshServer) -> None:
    for key, port in (("key", server.line_port), ("line-key", server.port)):
        done = run(server.command("-T", key=key, port=port), server.folder)
        assert done.returncode == 255
        assert "Permission denied" in done.stderr


def test_the_service_of_the_lines_may_write_to_the_sockets_folder_only() -> None:
    lines = (KIT / "counter-lines.service").read_text().splitlines()
    assert "ProtectSystem=strict" in lines
    assert [line for line in lines if line.startswith("ReadWritePaths=")] == ["ReadWritePaths=/run/counter-tui"]
    assert "InaccessiblePaths=-/var/lib/counter-tui" in lines
    clerks = (KIT / "sshd_counter.conf").read_text()
    assert "AllowStreamLocalForwarding no" in clerks
    assert "AllowTcpForwarding no" in clerks
