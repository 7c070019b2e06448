"""`counter-tui simulate`: devices without hardware, for trying a station out."""

from __future__ import annotations

import argparse

from counter_tui.commands import declare
from counter_tui.console import Console


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    text = "Pretend to be a receipt printer with a cash drawer, and print its paper to standard output."
    parser = declare(commands, "simulate", _simulate, text, "simulate printer --port 9100")
    parser.add_argument("device", choices=("printer",), help="what to pretend to be")
    parser.add_argument("--port", type=int, default=9100, metavar="N", help="TCP port on this machine (9100)")
    parser.add_argument("--columns", type=int, default=42, metavar="N", help="characters on a line (42)")


def _simulate(options: argparse.Namespace, console: Console) -> int:
    from devices.simulator import main

    return main(["--port", str(options.port), "--columns", str(options.columns)])
