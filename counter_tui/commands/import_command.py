"""`counter-tui import accounts`: accounts and open bills from another system."""

from __future__ import annotations

import argparse
from pathlib import Path

from counter_tui.commands import add_store, declare, opened
from counter_tui.console import OK, REFUSED, CommandError, Console

CODES = "Exit codes: 0 every row was taken or was there already; 1 rows were rejected; 3 the store cannot be reached."


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = declare(
        commands, "import", None, "Take records over from a file.", "import accounts accounts.csv --dry-run"
    )
    kinds = parser.add_subparsers(dest="action", required=True, metavar="KIND")
    text = "Take accounts and open bills over from a CSV file; docs/import-accounts.md has its columns."
    accounts = declare(kinds, "accounts", _accounts, text, "import accounts accounts.csv --dry-run", CODES)
    accounts.add_argument("file", metavar="FILE", type=Path, help="CSV, UTF-8, with a header")
    accounts.add_argument("--dry-run", action="store_true", help="check everything and change nothing")
    add_store(accounts)


def _accounts(options: argparse.Namespace, console: Console) -> int:
    if not options.file.is_file():
        raise CommandError(f"There is no file {options.file}.")
    with opened(options) as store:
        from data.imports import import_accounts

        report = import_accounts(store, None, options.file, options.dry_run, console.progress("Importing"))
    for row, column, reason in report.rejected:
        console.say(f"Row {row}, {column}: {reason}" if column else f"Row {row}: {reason}")
    would = "would be " if options.dry_run else ""
    console.say(
        f"{report.accepted:,} rows {would}taken, {report.unchanged:,} unchanged, {len(report.rejected):,} rejected."
    )
    return REFUSED if report.rejected else OK
