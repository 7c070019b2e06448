"""Ways out that a clerk over SSH could try: variables, forwards, an agent, quit and suspend keys, shells in fields."""

from __future__ import annotations

import os
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from counter import Clerk, todays_city
from ssh_server import KIT, LOGIN, MISSING, SshServer, free_port, ssh_server
from terminal import TIMEOUT, Terminal, wait_until

pytestmark = pytest.mark.skipif(MISSING, reason="OpenSSH is not installed.")

STATION = 'station = "T1"\ntill = "01"\n[log]\nfile = "{folder}/T1.log"\n'
VARIABLES = (
    "LD_PRELOAD", "LD_LIBRARY_PATH", "PAGER", "EDITOR", "VISUAL", "LESSOPEN", "SHELL", "BASH_ENV", "ENV", "PATH",
    "PYTHONPATH", "PYTHONSTARTUP", "PYTHONINSPECT", "COUNTER_STATION", "COUNTER_STORE", "COUNTER_POLICE_STORE",
    "COUNTER_POLICE_KEYS", "TERMINFO", "TERMCAP", "LC_ALL", "LANG", "TEXTUAL_DRIVER", "TEXTUAL_LOG", "HOME",
)  # fmt: skip
KEYS = {
    "Ctrl+C": "\x03", "Ctrl+Z": "\x1a", "Ctrl+\\": "\x1c", "Ctrl+D": "\x04", "Ctrl+S": "\x13", "Ctrl+Q": "\x11",
    "Ctrl+^": "\x1e", "Ctrl+_": "\x1f", "Ctrl+Y": "\x19", "Ctrl+V": "\x16", "Ctrl+O": "\x0f",
    "Ctrl+P": "\x10", "Ctrl+X": "\x18", "Ctrl+G": "\x07",
}  # fmt: skip
SHELLS = ("!sh", ":!sh", "|sh", "$(sh)", "`sh`", ";sh", "sh", "vi", "../../bin/sh", "-c sh", "%s%n", "EDIT /etc/passwd")


@pytest.fixture(scope="module")
def server(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    """A server with one station."""
    url = todays_city(run_folder, tmp_path_factory.mktemp("ways") / "counter.db")
    with ssh_server(url, STATION) as found:
        yield found


def applications(server: SshServer) -> list[int]:
    """The processes of the application that run for this server's station."""
    wanted, found = f"COUNTER_STATION={server.folder}/till1.toml".encode(), []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and b"counter_tui\0run" in _read(entry / "cmdline"):
            words = _read(entry / "cmdline").split(b"\0")
            if wanted in _read(entry / "environ").split(b"\0") and not words[0].endswith((b"sh", b"env")):
                found.append(int(entry.name))
    return found


def application(server: SshServer) -> int:
    """The process of the only application that runs for this server's station."""
    (found,) = applications(server)
    return found


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def children(pid: int) -> list[str]:
    """The programs that a process has started and that still run."""
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in _read(task / "children").split():
            found.append(_read(Path(f"/proc/{child.decode()}/cmdline")).decode().replace("\0", " "))
    return found


def seated(server: SshServer, *options: str, **env: str) -> Clerk:
    """A clerk at the sign-on of a station elsewhere, once the application of the one before has ended."""
    wait_until(lambda: not applications(server), "the end of the application before")
    clerk = Clerk(Terminal(server.command("-tt", *options), env=env))
    clerk.shows("Sign on", "Clerk number")
    return clerk


def test_no_variable_of_the_client_reaches_the_application(server: SshServer, tmp_path: Path) -> None:
    asked = [f"{name}=/nowhere/{name.lower()}" for name in VARIABLES]
    clerk = seated(server, f"-oSetEnv={' '.join(asked)}", *(f"-oSendEnv={name}" for name in VARIABLES))
    with clerk.terminal:
        given = _read(Path(f"/proc/{application(server)}/environ")).decode()
        assert "/nowhere/" not in given
        assert f"COUNTER_STATION={server.folder}/till1.toml" in given


@pytest.mark.parametrize("term", ["xterm", "vt100", "../../etc/passwd", "a" * 300, "x;sh", "$(sh)", "nonsense"])
def test_whatever_the_terminal_calls_itself_the_sign_on_comes(server: SshServer, term: str) -> None:
    clerk = seated(server, TERM=term)
    with clerk.terminal:
        assert children(application(server)) == []


def test_no_agent_and_no_display_comes_along(server: SshServer) -> None:
    clerk = seated(server, "-A", "-X", SSH_AUTH_SOCK=f"{server.folder}/agent", DISPLAY=":99")
    with clerk.terminal:
        given = _read(Path(f"/proc/{application(server)}/environ")).split(b"\0")
        assert not [word for word in given if word.startswith((b"SSH_AUTH_SOCK=", b"DISPLAY="))]


@pytest.fixture
def listener() -> Iterator[int]:
    """A port of the server's own machine that greets whoever reaches it."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def greet() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    connection.sendall(b"reached")

        threading.Thread(target=greet, daemon=True).start()
        yield int(server.getsockname()[1])
        server.shutdown(socket.SHUT_RDWR)


def answer(port: int, sent: bytes) -> bytes:
    """What comes back from a forwarded port; empty when it is shut."""
    with socket.create_connection(("127.0.0.1", port), TIMEOUT) as line:
        line.sendall(sent)
        found = b""
        try:
            while more := line.recv(100):
                found += more
        except OSError:
            pass
        return found


@pytest.mark.parametrize("kind", ["local", "dynamic"])
def test_a_forwarded_port_leads_nowhere(server: SshServer, listener: int, kind: str) -> None:
    port = free_port()
    option = f"-L127.0.0.1:{port}:127.0.0.1:{listener}" if kind == "local" else f"-D127.0.0.1:{port}"
    client = subprocess.Popen(server.command("-N", option), stderr=subprocess.PIPE)
    try:
        wait_until(lambda: _listens(port), "the client's port")
        socks = b"\x05\x01\x00" + b"\x05\x01\x00\x01\x7f\x00\x00\x01" + listener.to_bytes(2, "big")
        assert b"reached" not in answer(port, b"" if kind == "local" else socks)
    finally:
        client.kill()
        said = client.communicate()[1].decode()
    assert "prohibited" in said or "forwarding failed" in said or "open failed" in said


def _listens(port: int) -> bool:
    found = f":{port:04X} 00000000:0000 0A"
    return found in Path("/proc/net/tcp").read_text()


def test_a_socket_of_the_server_is_not_reached(server: SshServer) -> None:
    mine, theirs = server.folder / "mine.sock", server.folder / "theirs.sock"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(theirs))
        listening.listen()
        client = subprocess.Popen(server.command("-N", f"-L{mine}:{theirs}"), stderr=subprocess.PIPE)
        try:
            wait_until(mine.is_socket, "the client's socket")
            with socket.socket(socket.AF_UNIX) as line:
                line.connect(str(mine))
                line.settimeout(TIMEOUT)
                assert line.recv(10) == b""
            listening.setblocking(False)
            with pytest.raises(BlockingIOError):
                listening.accept()
        finally:
            client.kill()
            client.communicate()


@pytest.mark.parametrize("words", [("-w0:0", "-N"), ("-s", "sftp"), ("-s", "nonsense")])
def test_no_tunnel_and_no_subsystem(server: SshServer, words: tuple[str, ...]) -> None:
    command = server.command(*words, "-oExitOnForwardFailure=yes") if words[0] == "-w0:0" else server.command(*words)
    done = subprocess.run(command, input="", capture_output=True, text=True, timeout=60)
    assert done.returncode != 0
    assert done.stdout == ""


def test_the_users_own_rc_file_is_not_run(server: SshServer) -> None:
    text = (KIT / "sshd_counter.conf").read_text().splitlines()
    assert [line.strip() for line in text if "PermitUserRC" in line] == ["PermitUserRC no"]
    done = subprocess.run(
        ["sshd", "-T", "-f", str(server.folder / "sshd_counter.conf"), "-C", f"user={LOGIN},host=h,addr=127.0.0.1"],
        capture_output=True, text=True, timeout=30, env={**os.environ, "PATH": f"{os.environ['PATH']}:/usr/sbin"},
        executable="/usr/sbin/sshd",
    )  # fmt: skip
    said = dict(line.split(" ", 1) for line in done.stdout.splitlines() if " " in line)
    assert (said["permituserrc"], said["permittunnel"], said["x11forwarding"]) == ("no", "no", "no")
    assert (said["allowtcpforwarding"], said["allowagentforwarding"]) == ("no", "no")
    assert said["permituserenvironment"] == "COUNTER_STATION"
    assert said["forcecommand"].startswith("exec ")


def test_no_key_quits_or_suspends_and_no_field_is_a_shell(server: SshServer) -> None:
    """At the sign-on, on the menu, in a form and on the command line: the same display, and no other program."""
    clerk = seated(server)
    with clerk.terminal:
        pid = application(server)
        for _ in _places(clerk):
            before = clerk.program
            for sent in KEYS.values():
                clerk.type(sent)
            clerk.rests()
            assert clerk.program == before
            assert Path(f"/proc/{pid}").exists()
            assert Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "T"
            assert children(pid) == []


def back_to_menu(clerk: Clerk) -> None:
    """F3 until the main menu is there with nothing typed: while an error is shown keys are refused."""

    def there() -> bool:
        clerk.type("Backspace")
        clerk.rests()
        clerk.type("Ctrl+U", "F3")
        clerk.rests()
        return clerk.program == "MENU" and clerk.terminal.row(22).rstrip().endswith(" :")

    clerk.until(there)


def _places(clerk: Clerk) -> Iterator[str]:
    """Go from place to place, typing what starts a shell elsewhere."""
    clerk.sign_on()
    clerk.at("MENU")
    yield "menu"
    for shell in SHELLS:
        clerk.type(f"{shell}\n")
        clerk.rests()
        back_to_menu(clerk)
    clerk.type("F9")
    clerk.at("F9")
    yield "command line"
    back_to_menu(clerk)
    clerk.type("9.1\n")
    clerk.at("SGN020")
    yield "form"
    back_to_menu(clerk)
    clerk.type("90\n")
    clerk.at("SGN010")
    yield "sign-on"
