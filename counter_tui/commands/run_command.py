"""`counter-tui run`: the application at a station."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from counter_tui.commands import (
    add_station,
    add_store,
    declare,
    named_station,
    prepare,
    station,
    store_url,
)
from counter_tui.console import REFUSED, CommandError, Console

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
    from counter_tui import first_look
    from counter_tui.app import run_app

    check_terminal()

    def named() -> tuple[Station, str]:
        config = station(options)
        url = store_url(options, config.store)
        prepare(url, config.police.store)
        return config, url

    return run_app(first_look.read(named_station(options)), named)


def check_terminal() -> None:
    """Raise `CommandError` where the application cannot be shown."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise CommandError("The application needs a terminal. Over SSH, use ssh -t.", REFUSED)
    if os.environ.get("TERM", "dumb") == "dumb":
        raise CommandError("The terminal does not say what it is: TERM is not set.", REFUSED)
