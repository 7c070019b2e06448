"""`counter-tui demo`: the application on a sample city, with simulated devices."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from counter_tui.commands import declare, prepare
from counter_tui.console import Console

if TYPE_CHECKING:
    from counter_tui.config import Station


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    text = "Start on the sample city with simulated devices. The first time it is made in var/, later it is kept."
    declare(commands, "demo", _demo, text, "demo")


def _demo(options: argparse.Namespace, console: Console) -> int:
    from counter_tui import splash
    from counter_tui.app import run_app
    from counter_tui.commands.run_command import check_terminal
    from counter_tui.demo import POLICE, STORE, prepare_city, prepare_police
    from counter_tui.first_look import FirstLook

    check_terminal()
    if not (STORE.exists() and POLICE.exists()):
        prepare("sqlite:")
        prepare_city(console)
        prepare_police(console)
        shown = splash.show()
        console.before_speaking = shown.restore if shown else None

    def named() -> tuple[Station, str]:
        from counter_tui.config import SIMULATED

        prepare("sqlite:")
        url = prepare_city(console)
        prepare_police(console)
        return SIMULATED, url

    return run_app(FirstLook("DEMO", training=True), named)
