"""What stands behind the sign-on, put together while the sign-on is on the screen.

Importing this module imports the records, the devices and every screen.
"""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from counter_tui import crash, logs
from counter_tui.commands import sqlite_file
from counter_tui.config import Station
from counter_tui.console import CONFIGURATION, NO_STORE, CommandError
from data.catalog import Catalog
from data.clock import Clock
from data.police import keys
from data.police.store import PoliceStore
from data.store import Store

if TYPE_CHECKING:
    from devices.station import Devices


@dataclass(frozen=True)
class Parts:
    """One station's configuration, store, devices and catalog."""

    config: Station
    store: Store
    """Opened by the application, in the thread that uses it, unless it is open already."""
    devices: Devices
    catalog: Catalog
    police: PoliceStore | None = None
    """The police store, where the station has one; opened with the store."""
    source: str = ""
    """The network address of a terminal at the other end of a line; empty for one on this machine."""


def keep_logs(config: Station) -> None:
    """Log to the station's file and report crashes beside it. Raises `CommandError` when that cannot be written."""
    try:
        logs.configure(config.log_file, config.log.level)
        crash.install(config.log_file.parent)
    except OSError as error:
        raise CommandError(
            f"The log file {config.log_file} cannot be written: {error.strerror}.", CONFIGURATION
        ) from error


def build(config: Station, url: str, clock: Clock, closing: ExitStack) -> Parts:
    """The parts of a station on a store; `closing` lets the devices go.

    Raises `CommandError` without a store, `StoreError` for a wrong URL, `DeviceError`.
    """
    from devices.station import Devices

    keep_logs(config)
    store = Store(url, clock)
    if not store.exists:
        raise CommandError(f"There is no store at {sqlite_file(url)}. counter-tui init makes one.", NO_STORE)
    police = police_store(config, store, clock)
    return Parts(
        config,
        store,
        closing.enter_context(Devices.open(config.devices)),
        Catalog.standard(),
        police,
        os.environ.get("SSH_CONNECTION", "").partition(" ")[0],
    )


def police_store(config: Station, city: Store, clock: Clock) -> PoliceStore | None:
    """The unopened police store of a station, None where it has none. Raises `CommandError`, `StoreError`."""
    if not config.police.store:
        return None
    if not config.police.key_file:
        raise CommandError("The police store needs its keys: police.key_file in the station's file.", CONFIGURATION)
    store = PoliceStore(config.police.store, clock, keys.load(Path(config.police.key_file)), city)
    if not store.exists:
        raise CommandError("There is no police store. counter-tui init police makes one.", NO_STORE)
    return store
