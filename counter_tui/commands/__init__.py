"""The commands of `counter-tui`, one module each: `add(commands)` declares it, its function runs it.

A module imports nothing slow at its top: the command line reads all of them to know its options.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from counter_tui.console import NO_STORE, USAGE, CommandError, Console

if TYPE_CHECKING:
    from counter_tui.config import Station
    from data.police.store import PoliceStore
    from data.store import Store

Run = Callable[[argparse.Namespace, Console], int]


def declare(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: Run | None,
    text: str,
    example: str,
    codes: str = "",
) -> argparse.ArgumentParser:
    """One command with its help: what it does, an example, and what its exit codes mean."""
    epilog = f"Example: counter-tui {example}\n"
    parser = commands.add_parser(
        name,
        help=text,
        description=text,
        epilog=f"{codes}\n\n{epilog}" if codes else epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    if run is not None:
        parser.set_defaults(run=run)
    return parser


def add_store(parser: argparse.ArgumentParser) -> None:
    """The option that names the store."""
    parser.add_argument("--store", metavar="URL", help="sqlite:///path or postgresql://user@host/name (COUNTER_STORE)")


def a_date(text: str) -> date:
    """A date on the command line, for `type=`. Raises `argparse.ArgumentTypeError`."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date like 2026-07-06") from None


def add_station(parser: argparse.ArgumentParser) -> None:
    """The option that names the station file."""
    parser.add_argument("--station", metavar="FILE", type=Path, help="the station's TOML file (COUNTER_STATION)")


def add_police(parser: argparse.ArgumentParser) -> None:
    """The options that name the police store and its keys."""
    text = "the police store: sqlite:///path or postgresql://user@host/name (COUNTER_POLICE_STORE)"
    parser.add_argument("--police-store", metavar="URL", help=text)
    parser.add_argument(
        "--police-keys", metavar="FILE", type=Path, help="the file of its keys, mode 0600 (COUNTER_POLICE_KEYS)"
    )


def police_named(options: argparse.Namespace) -> tuple[str, Path] | None:
    """The police store's URL and key file, from option or environment; None when no police store is named.

    Raises `CommandError` when only one of them is named.
    """
    url = options.police_store or options.environ.get("COUNTER_POLICE_STORE", "")
    file = options.police_keys or options.environ.get("COUNTER_POLICE_KEYS", "")
    if not url and not file:
        return None
    if not url:
        raise CommandError("Name the police store with --police-store or COUNTER_POLICE_STORE.", USAGE)
    if not str(url).startswith(("sqlite:///", "postgresql://", "postgres://")):
        raise CommandError(f"A store is sqlite:///path or postgresql://user@host/name, not {url!r}.", USAGE)
    if not file:
        raise CommandError("Name the keys of the police store with --police-keys or COUNTER_POLICE_KEYS.", USAGE)
    return str(url), Path(file)


def police_wanted(options: argparse.Namespace) -> tuple[str, Path]:
    """The same. Raises `CommandError` as well when no police store is named."""
    named = police_named(options)
    if named is None:
        raise CommandError("Name the police store with --police-store or COUNTER_POLICE_STORE.", USAGE)
    return named


@contextmanager
def police_opened(options: argparse.Namespace, city: Store) -> Iterator[PoliceStore]:
    """The open police store that the options name. Raises `CommandError`, `StoreError`."""
    url, file = police_wanted(options)
    from data.police import keys
    from data.police.store import PoliceStore

    store = PoliceStore(url, city.clock, keys.load(file), city)
    if not store.exists:
        where = sqlite_file(url)
        raise CommandError(f"There is no police store at {where}. counter-tui init police makes one.", NO_STORE)
    store.open()
    try:
        store.require_current()
        yield store
    finally:
        store.close()


def station_file(options: argparse.Namespace) -> Path | None:
    """The station file that option or environment names."""
    if options.station is not None:
        return Path(options.station)
    named = options.environ.get("COUNTER_STATION", "")
    return Path(named) if named else None


def named_station(options: argparse.Namespace) -> Path:
    """The station file that option or environment names. Raises `CommandError` when they name none."""
    file = station_file(options)
    if file is None:
        raise CommandError("Name the station's file with --station or COUNTER_STATION.", USAGE)
    return file


def station(options: argparse.Namespace) -> Station:
    """The station's configuration. Raises `CommandError` without a file, `ConfigError` for a wrong one."""
    from counter_tui.config import load

    return load(named_station(options))


def store_url(options: argparse.Namespace, configured: str = "") -> str:
    """The store's URL from option, environment or station file, in this order. Raises `CommandError`."""
    url = options.store or options.environ.get("COUNTER_STORE", "") or configured
    if not url:
        raise CommandError("Name the store with --store or COUNTER_STORE.", USAGE)
    if not str(url).startswith(("sqlite:///", "postgresql://", "postgres://")):
        raise CommandError(f"A store is sqlite:///path or postgresql://user@host/name, not {url!r}.", USAGE)
    return str(url)


def prepare(url: str, *others: str) -> None:
    """Say which databases will be used, before anything imports the drivers. Call once per process."""
    from data.engine import prepare as import_drivers

    import_drivers(next((one for one in others if one and not one.startswith("sqlite:")), url))


def sqlite_file(url: str) -> Path | None:
    """The file of a SQLite store, None for PostgreSQL."""
    from data.store_open import sqlite_path

    path = sqlite_path(url)
    return Path(path) if path is not None else None


def connect(url: str) -> Store:
    """The open store of a URL, whatever its tables. Raises `StoreError`, `CommandError` when there is none."""
    from data.clock import SystemClock
    from data.store import Store

    store = Store(url, SystemClock())
    if not store.exists:
        raise CommandError(f"There is no store at {sqlite_file(url)}. counter-tui init makes one.", NO_STORE)
    return store.open()


@contextmanager
def opened(options: argparse.Namespace, *, any_version: bool = False) -> Iterator[Store]:
    """The open store that the options name. Raises `CommandError`, or `StoreError` when it does not suit this program.

    With `any_version` it need only have tables.
    """
    url = store_url(options)
    prepare(url, getattr(options, "police_store", None) or options.environ.get("COUNTER_POLICE_STORE", ""))
    store = connect(url)
    try:
        if not any_version:
            store.require_current()
        elif not store.migrations:
            raise CommandError(f"The store {store.safe_url} is empty. counter-tui init sets it up.", NO_STORE)
        yield store
    finally:
        store.close()
