"""`counter-tui run`: the application at a station."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from typing import TYPE_CHECKING

from counter_tui.commands import (
    add_station,
    add_store,
    connect,
    declare,
    prepare,
    station,
    store_url,
)
from counter_tui.console import CONFIGURATION, REFUSED, CommandError, Console

if TYPE_CHECKING:
    from counter_tui.config import Station

CODES = """\
Exit codes: 0 the clerk signed off; 1 the program failed; 2 no station or store was named;
3 the store cannot be reached or is not set up; 4 the station file is wrong."""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    text = "Start the application at a station."
    parser = declare(commands, "run", _run, text, "run --station /etc/counter-tui/till1.toml", CODES)
    add_store(parser)
    add_station(parser)


def _run(options: argparse.Namespace, console: Console) -> int:
    check_terminal()
    config = station(options)
    url = store_url(options, config.store)
    prepare(url)
    store = connect(url)
    try:
        store.require_current()
    finally:
        store.close()
    return start(config, url)


def check_terminal() -> None:
    """Raise `CommandError` where the application cannot be shown."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise CommandError("The application needs a terminal. Over SSH, use ssh -t.", REFUSED)
    if os.environ.get("TERM", "dumb") == "dumb":
        raise CommandError("The terminal does not say what it is: TERM is not set.", REFUSED)


def start(config: Station, url: str) -> int:
    """Show the application until the clerk leaves; its exit code. Raises `CommandError` for the log file."""
    from counter_tui import crash, logs

    try:
        logs.configure(config.log_file, config.log.level)
        crash.install(config.log_file.parent)
    except OSError as error:
        raise CommandError(
            f"The log file {config.log_file} cannot be written: {error.strerror}.", CONFIGURATION
        ) from error
    from counter_tui.app import run_app

    gc.enable()
    gc.freeze()
    return run_app(config, url)
