"""What must be right on a machine before clerks can work on it, each as a sentence."""

from __future__ import annotations

import importlib.metadata
import locale
import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from counter_tui.commands import connect, sqlite_file
from counter_tui.console import CommandError

if TYPE_CHECKING:
    from counter_tui.config import Station
    from data.store import Store

COLUMNS, ROWS = 80, 24
FREE_BYTES = 1_000_000_000
"""Less free space than this on the store's disk is trouble."""
PACKAGES = (
    "textual", "peewee", "psycopg", "sqlcipher3", "cryptography", "python-escpos", "reportlab", "argon2-cffi",
)  # fmt: skip
NETWORK_FILE_SYSTEMS = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p")
"""Where SQLite's WAL must not be: its shared memory works on one machine only."""


QUIET = {
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_transaction_sample_rate": "0",
}
"""What a PostgreSQL server is set to so that no statement, and no value given to one, is in its log."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    ok: bool
    sentence: str


def machine(environ: Mapping[str, str]) -> Iterator[Finding]:
    """Python, packages, terminal, locale and clock of this machine."""
    version = platform.python_version()
    yield Finding(sys.version_info >= (3, 11), f"Python is {version}; 3.11 or newer is needed.")
    yield _packages()
    yield _sqlite()
    yield from _terminal(environ)
    encoding = locale.getencoding()
    yield Finding(
        encoding.lower().replace("-", "") == "utf8",
        f"The locale's encoding is {encoding}; names with accents need UTF-8 (LANG=C.UTF-8).",
    )


def _packages() -> Finding:
    found, missing = [], []
    for name in PACKAGES:
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            missing.append(name)
    if missing:
        return Finding(False, f"Packages are missing: {', '.join(missing)}.")
    return Finding(True, f"Packages: {', '.join(found)}.")


def _sqlite() -> Finding:
    from sqlcipher3 import dbapi2

    from data.store import SAFE_WAL

    needed = ".".join(map(str, SAFE_WAL))
    version = tuple(int(part) for part in dbapi2.sqlite_version.split("."))
    return Finding(version >= SAFE_WAL, f"SQLite is {dbapi2.sqlite_version}; {needed} or newer is needed.")


def _terminal(environ: Mapping[str, str]) -> Iterator[Finding]:
    if not sys.stdout.isatty():
        yield Finding(True, "The terminal was not looked at: the output goes elsewhere.")
        return
    size = shutil.get_terminal_size()
    fits = size.columns >= COLUMNS and size.lines >= ROWS
    yield Finding(fits, f"The terminal has {size.columns} columns and {size.lines} rows; {COLUMNS}×{ROWS} are needed.")
    term = environ.get("TERM", "")
    if term in ("", "dumb"):
        yield Finding(False, "The terminal does not say what it is: TERM is not set.")
        return
    many = environ.get("COLORTERM") in ("truecolor", "24bit") or "256color" in term or "direct" in term
    yield Finding(True, f"The terminal is {term} with {'256 colors or more' if many else '16 colors or fewer'}.")


def store(url: str) -> Iterator[Finding]:
    """Whether the store can be reached, is whole and has room. Never raises."""
    from data.store import StoreError

    try:
        opened = connect(url)
    except (CommandError, StoreError) as error:
        yield Finding(False, str(error))
        return
    try:
        yield Finding(True, f"The store {opened.safe_url} can be reached.")
        if not opened.migrations:
            yield Finding(False, "The store is empty. counter-tui init sets it up.")
            return
        for look in (_schema, _triggers, _clock, _banned):
            yield look(opened)
    except StoreError as error:
        yield Finding(False, str(error))
    finally:
        opened.close()
    path = sqlite_file(url)
    if path is not None:
        yield from _disk(path)


def _schema(opened: Store) -> Finding:
    from data.store_schema import known

    ours, its = known(), opened.migrations
    if newer := [name for name in its if name not in ours]:
        return Finding(False, f"The store is newer than this program: it has {newer[0]}. Install the newer program.")
    if lacking := [name for name in ours if name not in its]:
        return Finding(False, f"The store is older than this program: it lacks {lacking[0]}. Run counter-tui migrate.")
    return Finding(True, f"The store's tables are up to date ({ours[-1]}).")


def _triggers(opened: Store) -> Finding:
    from data.ddl import missing_triggers

    missing = missing_triggers(opened.db)
    if missing:
        what = f"trigger {missing[0]} is missing or was changed"
        return Finding(False, f"The journal is not protected: {what}. Run counter-tui verify.")
    return Finding(True, "The journal's rows are protected from change.")


def _clock(opened: Store) -> Finding:
    """The clock may not be behind what the store has seen."""
    now = opened.clock.now()
    last = str(opened.value("SELECT max(at) FROM audit_log") or "")
    local = now.astimezone()
    says = f"The clock says {local:%Y-%m-%d %H:%M} {local.tzname()}"
    ahead = f"{now + timedelta(minutes=1):%Y-%m-%dT%H:%M:%S}"
    if last > ahead:
        return Finding(False, f"{says}, but the store has seen {last}. Set the clock.")
    return Finding(True, f"{says}.")


def _banned(opened: Store) -> Finding:
    from data import banned

    warning = banned.warning(opened, None, opened.clock.today())
    return Finding(True, warning or f"Banned passwords were reviewed on {banned.reviewed(opened):%m/%d/%Y}.")


def _disk(path: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(path.parent).free
    yield Finding(free >= FREE_BYTES, f"The store's disk has {free / 1e9:.1f} GB free; 1 GB is the least.")
    kind = _file_system(path.parent.resolve())
    if kind in NETWORK_FILE_SYSTEMS:
        yield Finding(False, f"The store is on a network disk ({kind}), which SQLite cannot share. Use PostgreSQL.")
    if path.stat().st_mode & 0o007:
        yield Finding(False, f"Everybody on this machine can open {path}. Take the rights away: chmod o= {path}")
    if not os.access(path, os.W_OK):
        yield Finding(False, f"This account may not write to {path}.")


def _file_system(folder: Path) -> str:
    """The kind of file system a folder is on; empty where the system does not say."""
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    best = ("", "")
    for line in mounts.splitlines():
        _, point, kind, *_ = line.split(" ")
        if folder.is_relative_to(point) and len(point) >= len(best[0]):
            best = (point, kind)
    return best[1]


def station(config: Station) -> Iterator[Finding]:
    """Whether the station's log can be written and its devices answer. Never raises."""
    from devices.states import DeviceError
    from devices.station import Devices

    yield Finding(True, f"The station file of {config.station} is in order.")
    yield _log_folder(config.log_file.parent)
    try:
        devices = Devices.open(config.devices)
    except DeviceError as error:
        yield Finding(False, error.sentence)
        return
    checks: tuple[Callable[[], object], ...] = (devices.printer.check_health, devices.drawer.check_health)
    try:
        for health in (check() for check in checks):
            yield Finding(health.ok, health.sentence)  # type: ignore[attr-defined]
    finally:
        devices.close()


def police(config: Station, city: str) -> Iterator[Finding]:
    """Whether the station's police store opens with its keys. Never raises."""
    from counter_tui.newpolice import police_at
    from data.clock import SystemClock
    from data.store import Store, StoreError

    try:
        store = police_at(config.police.store, Path(config.police.key_file), Store(city, SystemClock()))
        if not store.exists:
            yield Finding(False, "There is no police store. counter-tui init police makes one.")
            return
        with store.during():
            store.require_current()
            loud = _loud(store) if store.kind == "postgresql" else ""
    except StoreError as error:
        yield Finding(False, str(error))
        return
    yield Finding(True, f"The police store {store.safe_url} opens with its keys and is up to date.")
    if loud:
        yield Finding(False, f"The police store's server writes what it is asked into its log, in clear: {loud}.")
    if path := sqlite_file(config.police.store):
        yield from _disk(path)


def _loud(store: Store) -> str:
    """The setting of a PostgreSQL server by which names and birth dates come into its log; empty when none does."""
    if str(store.value("SHOW log_parameter_max_length")) == "0":
        return ""
    found = {name: str(store.value(f"SHOW {name}")) for name in QUIET}
    return next((f"{name} = {value}" for name, value in found.items() if value != QUIET[name]), "")


def _log_folder(folder: Path) -> Finding:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        return Finding(False, f"The log folder {folder} cannot be made: {error.strerror}.")
    writable = os.access(folder, os.W_OK | os.X_OK)
    return Finding(writable, f"The log folder {folder} {'can' if writable else 'cannot'} be written to.")
