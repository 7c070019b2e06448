"""`counter-tui doctor`: looks at everything the program needs on this machine."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from counter_tui.commands import add_station, add_store, declare, prepare, station_file, store_url
from counter_tui.console import CONFIGURATION, OK, REFUSED, CommandError, Console

if TYPE_CHECKING:
    from counter_tui.config import Station
    from counter_tui.doctor import Finding

CODES = "Exit codes: 0 all is well; 1 something must be put right; 4 the station file is wrong."


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    text = "Look at Python, the terminal, the store and the station's devices, and say what must be put right."
    parser = declare(commands, "doctor", _doctor, text, "doctor --station /etc/counter-tui/till1.toml", CODES)
    add_store(parser)
    add_station(parser)


def _doctor(options: argparse.Namespace, console: Console) -> int:
    from counter_tui.config import ConfigError, load

    file = station_file(options)
    try:
        config = load(file) if file else None
    except ConfigError as error:
        raise CommandError(str(error), CONFIGURATION) from error
    wrong = 0
    for finding in _findings(options, config):
        console.say(f"{'ok   ' if finding.ok else 'WRONG'}  {finding.sentence}")
        wrong += not finding.ok
    if wrong:
        console.say("", f"{wrong} {'thing' if wrong == 1 else 'things'} must be put right.")
    return REFUSED if wrong else OK


def _findings(options: argparse.Namespace, config: Station | None) -> Iterator[Finding]:
    configured = config.store if config else ""
    named = options.store or options.environ.get("COUNTER_STORE") or configured
    url = store_url(options, configured) if named else ""
    prepare(url or "sqlite:", config.police.store if config else "")
    from counter_tui import doctor

    yield from doctor.machine(options.environ)
    if url:
        yield from doctor.store(url)
    else:
        yield doctor.Finding(True, "No store was named (--store, COUNTER_STORE), so none was looked at.")
    if config:
        yield from doctor.station(config)
        if config.police.store:
            yield from doctor.police(config, url or "sqlite:///none.db")
    else:
        yield doctor.Finding(True, "No station was named (--station, COUNTER_STATION), so no devices were looked at.")
