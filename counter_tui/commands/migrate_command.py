"""`counter-tui migrate`: brings a store's tables up to this program."""

from __future__ import annotations

import argparse

from counter_tui.commands import add_store, declare, opened
from counter_tui.console import OK, Console


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    text = "Bring the store's tables up to this program's version. Take a backup first."
    parser = declare(commands, "migrate", _migrate, text, "migrate --store sqlite:///var/counter.db")
    add_store(parser)


def _migrate(options: argparse.Namespace, console: Console) -> int:
    from counter_tui.newstore import bring_up_to_date

    with opened(options, any_version=True) as store:
        applied = bring_up_to_date(store)
    for name in applied:
        console.say(f"Applied {name}.")
    console.say("The store is up to date.")
    return OK
