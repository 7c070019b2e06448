"""`counter-tui backup`: a checked copy of the store, taken while clerks work."""

from __future__ import annotations

import argparse
from pathlib import Path

from counter_tui.commands import add_store, declare, opened
from counter_tui.console import OK, CommandError, Console

CODES = "Exit codes: 0 the backup is written and was read back; 1 it is not; 3 the store cannot be reached."


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    text = "Copy the store to a new file while clerks work, and read the copy back. A file is never overwritten."
    parser = declare(commands, "backup", _backup, text, "backup /backup/counter-2026-07-06.db", CODES)
    parser.add_argument("file", metavar="FILE", type=Path, help="the file to make")
    add_store(parser)


def _backup(options: argparse.Namespace, console: Console) -> int:
    with opened(options, any_version=True) as store:
        from data import audit
        from data.backup import BackupError, backup

        began, recorded = store.now(), store.is_current
        try:
            made = backup(store, options.file, console.progress("Backup"))
        except BackupError as error:
            if recorded:
                audit.record(store, None, "backup", outcome="failed")
            raise CommandError(str(error)) from error
        if recorded:
            audit.record(store, None, "backup", size=made.size_bytes, began=began)
    console.say(f"{made.file} holds the whole store ({made.size_bytes:,} bytes) and was read back.")
    if not recorded:
        console.say("The store is not of this program's version: its audit log has no row of this backup.")
    return OK
