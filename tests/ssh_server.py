"""The SSH kit of `deploy/` on this machine: both sshd as shipped, on free ports, for the user who runs the tests."""

from __future__ import annotations

import os
import pwd
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from terminal import ROOT, TIMEOUT, Terminal, wait_until

DEPLOY = ROOT / "deploy"
KIT = DEPLOY / "ssh"
"""What belongs on the server."""
SSHD = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
MISSING = SSHD is None or shutil.which("ssh") is None
LOGIN = pwd.getpwuid(os.getuid()).pw_name


def free_port() -> int:
    """A TCP port of this machine that nobody has, below those that the system gives to others meanwhile."""
    while True:
        port = random.SystemRandom().randrange(10_000, 32_768)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


def answers(port: int) -> bool:
    """Whether somebody listens on a port of this machine."""
    try:
        socket.create_connection(("127.0.0.1", port), 1.0).close()
    except OSError:
        return False
    return True


def shipped(name: str, changes: Mapping[str, str]) -> str:
    """A file of `deploy/` with some of its words replaced, each of which must be there."""
    text = (DEPLOY / name).read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in text, f"deploy/{name} no longer says {old!r}"
        text = text.replace(old, new)
    return text


@dataclass
class SshServer:
    """A server with both sshd running, and keys that open them."""

    folder: Path
    """Short, because the path of a unix socket has 107 characters at most."""
    port: int = field(default_factory=free_port)
    """Of the clerks' sshd."""
    line_port: int = field(default_factory=free_port)
    """Of the devices' sshd."""
    listen: int | None = None
    """A TCP port that may be forwarded to a device, as for PuTTY."""
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, store_url: str, station: Path) -> None:
        """Start both with one station's key."""
        for name in ("host", "key", "line-key"):
            file = str(self.folder / name)
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file], check=True)
        known = (self.folder / "host.pub").read_text()
        ports = (self.port, self.line_port)
        (self.folder / "known_hosts").write_text("".join(f"[127.0.0.1]:{port} {known}" for port in ports))
        key, line_key = ((self.folder / f"{name}.pub").read_text() for name in ("key", "line-key"))
        (self.folder / "keys").write_text(f'restrict,pty,environment="COUNTER_STATION={station}" {key}')
        ports_of_key = "" if self.listen is None else f',permitlisten="localhost:{self.listen}"'
        (self.folder / "line-keys").write_text(f"restrict,port-forwarding{ports_of_key} {line_key}")
        for folder in (self.folder / "sockets", self.folder / "run"):
            folder.mkdir(mode=0o700)
        self._start("sshd_counter.conf", self._clerks(store_url))
        self._start("sshd_counter_lines.conf", self._lines())

    def _clerks(self, store_url: str) -> str:
        program = f"env PYTHONPATH={ROOT} LANG=C.UTF-8 TZ=America/Los_Angeles {sys.executable} -m counter_tui run"
        return "\n".join(
            (
                f"Port {self.port}",
                "ListenAddress 127.0.0.1",
                f"HostKey {self.folder}/host",
                "PidFile none",
                "UsePAM no",
                "StrictModes no",
                "PermitRootLogin yes",
                "Subsystem sftp internal-sftp",
                shipped(
                    "ssh/sshd_counter.conf",
                    {
                        "Match User counter": f"Match User {LOGIN}",
                        "/opt/counter-tui/bin/counter-tui run": program,
                        "sqlite:////var/lib/counter-tui/counter.db": store_url,
                        "AuthorizedKeysFile /etc/counter-tui/keys": f"AuthorizedKeysFile {self.folder}/keys",
                    },
                ),
            )
        )

    def _lines(self) -> str:
        return shipped(
            "ssh/sshd_counter_lines.conf",
            {
                "Port 2222": f"Port {self.line_port}\nListenAddress 127.0.0.1\nStrictModes no\nPermitRootLogin yes",
                "/etc/ssh/ssh_host_ed25519_key": f"{self.folder}/host",
                "AllowUsers counter": f"AllowUsers {LOGIN}",
                "/etc/counter-tui/line-keys\nPassword": f"{self.folder}/line-keys\nPassword",
                "PermitListen none": f"PermitListen localhost:{self.listen}" if self.listen else "PermitListen none",
            },
        )

    def _start(self, name: str, text: str) -> None:
        assert SSHD is not None
        file = self.folder / name
        file.write_text(text)
        if os.getuid() == 0:
            Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
        subprocess.run([SSHD, "-t", "-f", str(file)], check=True)
        with (self.folder / f"{name}.log").open("wb") as log:
            self.processes.append(subprocess.Popen([SSHD, "-D", "-e", "-f", str(file)], stderr=log))
        port = self.port if name == "sshd_counter.conf" else self.line_port
        wait_until(lambda: answers(port), name)

    def command(self, *words: str, key: str = "key", port: int = 0) -> list[str]:
        """An `ssh` command with one of this server's keys; `words` are its options and the remote command."""
        options = [word for word in words if word.startswith("-")]
        rest = list(words[len(options) :])
        return ["ssh", *self.options(key, port), *options, f"{LOGIN}@127.0.0.1", *rest]

    def options(self, key: str = "key", port: int = 0, port_option: str = "-p") -> list[str]:
        """What ssh must be told to get in; sftp and scp call the port `-P`."""
        known = f"UserKnownHostsFile={self.folder}/known_hosts"
        to = [port_option, str(port or self.port), "-i", str(self.folder / key)]
        return ["-F", "none", *to, "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes", "-o", known]

    def environment(self) -> dict[str, str]:
        """What the kit's scripts for the thin client are started with."""
        return {
            **os.environ,
            "COUNTER_LINE": str(self.folder / "line.conf"),
            "XDG_RUNTIME_DIR": str(self.folder / "run"),
            "HOME": str(self.folder),
        }

    def line_settings(self, devices: str) -> None:
        """Write the thin client's settings."""
        own = {
            "LOGIN": LOGIN,
            "PORT": self.port,
            "LINE_PORT": self.line_port,
            "KEY": self.folder / "key",
            "LINE_KEY": self.folder / "line-key",
            "KNOWN_HOSTS": self.folder / "known_hosts",
            "SOCKETS": self.folder / "sockets",
        }
        text = shipped("thin-client/line.conf", {"SERVER=counter.example": "SERVER=127.0.0.1"})
        text = re.sub(r"^DEVICES=.*$", f'DEVICES="{devices}"', text, flags=re.MULTILINE)
        (self.folder / "line.conf").write_text(text + "".join(f"{name}={value}\n" for name, value in own.items()))

    def socket(self, device: str) -> Path:
        """Where a device of the station appears on the server."""
        return self.folder / "sockets" / f"till1.{device}.sock"

    def _made(self, device: str) -> tuple[int, int] | None:
        """What tells a device's socket from one of the same name before it; None without one."""
        file = self.socket(device)
        return (file.stat().st_ino, file.stat().st_ctime_ns) if file.is_socket() else None

    @contextmanager
    def line(self, **devices: str) -> Iterator[subprocess.Popen[bytes]]:
        """The thin client's line to the server, with these devices; cut at the end of the block."""
        self.line_settings(" ".join(f"{name}={place}" for name, place in devices.items()))
        before = [self._made(name) for name in devices]
        process = subprocess.Popen([str(DEPLOY / "thin-client/counter-line")], env=self.environment())

        def up() -> bool:
            now = [self._made(name) for name in devices]
            return all(new and new != old for new, old in zip(now, before, strict=True))

        try:
            wait_until(lambda: process.poll() is not None or up(), "the line")
            assert process.poll() is None, (self.folder / "sshd_counter_lines.conf.log").read_text()
            yield process
        finally:
            cut(process)

    def terminal(self) -> Terminal:
        """A clerk's terminal at the thin client."""
        self.line_settings("")
        (self.folder / "line.conf").write_text((self.folder / "line.conf").read_text() + "RETRY_SECONDS=0\n")
        return Terminal([str(DEPLOY / "thin-client/counter-terminal")], env=self.environment())

    def close(self) -> None:
        """Stop everything."""
        for process in self.processes:
            process.terminate()
            process.wait(TIMEOUT)
        shutil.rmtree(self.folder, ignore_errors=True)


def cut(process: subprocess.Popen[bytes]) -> None:
    """Kill a process, as when a cable is pulled."""
    process.send_signal(signal.SIGKILL)
    process.wait(TIMEOUT)


@contextmanager
def ssh_server(store_url: str, station: str, listen: int | None = None) -> Iterator[SshServer]:
    """A server whose station file says `station`, in which {sockets} is the folder of the devices."""
    folder = Path(tempfile.mkdtemp(prefix="ctssh", dir="/tmp"))
    server = SshServer(folder, listen=listen)
    try:
        file = folder / "till1.toml"
        file.write_text(station.format(sockets=folder / "sockets", folder=folder), encoding="utf-8")
        server.start(store_url, file)
        yield server
    finally:
        server.close()
