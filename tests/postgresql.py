"""A private PostgreSQL server for one test run: unix socket only, nothing durable, gone with the run."""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "deadlock_timeout": "50ms",
    "max_connections": "150",
    "shared_buffers": "64MB",
    "dynamic_shared_memory_type": "mmap",
    "max_wal_size": "2GB",
    "log_min_messages": "fatal",
}


def binaries() -> Path | None:
    """The folder with initdb and postgres of the newest installed version, None when there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold a lock file that the workers of one run share."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _unprivileged() -> list[str]:
    """The words that run a command as somebody else: the server refuses root."""
    if os.geteuid() != 0:
        return []
    return ["setpriv", f"--reuid={_owner().pw_uid}", f"--regid={_owner().pw_gid}", "--clear-groups"]


def _owner() -> pwd.struct_passwd:
    """Who owns the server's files when the tests run as root."""
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


class Server:
    """The run's server in `folder`; the first worker that needs it starts it, all share it."""

    def __init__(self, folder: Path, runner_pid: int) -> None:
        self.folder = folder / "pg"
        self._lock = folder / "pg.lock"
        self._runner_pid = runner_pid

    def url(self, database: str, user: str = "counter") -> str:
        """The store URL of one of its databases."""
        return f"postgresql://{user}@/{database}?host={self.folder}"

    def start(self) -> None:
        """Start it unless another worker has."""
        with _alone(self._lock):
            if (self.folder / "started").exists():
                return
            self.folder.mkdir()
            if os.geteuid() == 0:
                os.chown(self.folder, _owner().pw_uid, _owner().pw_gid)
            self._launch(binaries() or Path())
            (self.folder / "started").touch()

    def _launch(self, bin_: Path) -> None:
        data, prefix = self.folder / "data", _unprivileged()
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(self.folder)}
        initdb = [
            str(bin_ / "initdb"),
            "-D",
            str(data),
            "-U",
            "counter",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        ]
        subprocess.run(
            [*prefix, *initdb, "--no-sync", "--no-instructions"],
            check=True,
            capture_output=True,
            env=environment,
            cwd="/",
        )
        with (data / "postgresql.conf").open("a") as conf:
            conf.write(f"unix_socket_directories = '{self.folder}'\n")
            conf.writelines(f"{name} = '{value}'\n" for name, value in SETTINGS.items())
        control = [*prefix, str(bin_ / "pg_ctl"), "-D", str(data), "-w"]
        log = str(self.folder / "log")
        subprocess.run([*control, "-l", log, "start"], check=True, stdout=subprocess.DEVNULL, env=environment, cwd="/")
        self._stop_when_the_runner_dies(data)

    def _stop_when_the_runner_dies(self, data: Path) -> None:
        """A killed test run must not leave a server behind."""
        postmaster = (data / "postmaster.pid").read_text().split()[0]
        script = (
            f"while kill -0 {self._runner_pid}; do sleep 2; done; kill -QUIT {postmaster}; rm -rf {self.folder.parent}"
        )
        subprocess.Popen(
            ["sh", "-c", script],
            start_new_session=True,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def stop(self) -> None:
        """Stop it at once, if it was started, and remove its files."""
        pid_file = self.folder / "data" / "postmaster.pid"
        if pid_file.exists():
            os.kill(int(pid_file.read_text().split()[0]), 3)
        shutil.rmtree(self.folder, ignore_errors=True)

    def sql(self, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """Run one statement outside any transaction; its rows, if it has any."""
        with psycopg.connect(host=str(self.folder), user="counter", dbname=database, autocommit=True) as connection:
            cursor = connection.execute(statement)  # type: ignore[arg-type]
            return cursor.fetchall() if cursor.description else []

    def create(self, database: str, template: str = "template1") -> None:
        """A new database, a copy of another."""
        self.sql(f'CREATE DATABASE "{database}" TEMPLATE "{template}" STRATEGY FILE_COPY')

    def drop(self, database: str) -> None:
        """Remove a database, whoever is still connected."""
        self.sql(f'DROP DATABASE "{database}" WITH (FORCE)')

    def exists(self, database: str) -> bool:
        """Whether there is such a database."""
        return bool(self.sql(f"SELECT 1 FROM pg_database WHERE datname = '{database}'"))

    @contextmanager
    def template(self, name: str) -> Iterator[bool]:
        """Build a template once per run: yields True to the one worker that must fill the new database."""
        with _alone(self._lock):
            missing = not self.exists(name)
            if missing:
                self.create(name)
            yield missing
