"""`counter-tui demo`: the application on a sample city, with simulated devices."""

from __future__ import annotations

import argparse

from counter_tui.commands import declare, prepare
from counter_tui.console import Console


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    text = "Start on the sample city with simulated devices. The first time it is made in var/, later it is kept."
    declare(commands, "demo", _demo, text, "demo")


def _demo(options: argparse.Namespace, console: Console) -> int:
    from counter_tui import splash
    from counter_tui.commands.run_command import check_terminal, start
    from counter_tui.config import SIMULATED
    from counter_tui.demo import prepare_city

    check_terminal()
    prepare("sqlite:")
    url = prepare_city(console)
    shown = splash.show()
    console.before_speaking = shown.restore if shown else None
    return start(SIMULATED, url)
