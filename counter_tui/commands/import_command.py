"""`counter-tui import`: accounts and open bills, payments from a bank's file, code tables of the police desk."""

from __future__ import annotations

import argparse
from pathlib import Path

from counter_tui.commands import add_store, declare, import_codes, opened
from counter_tui.console import OK, REFUSED, USAGE, CommandError, Console

PAYMENTS_EXAMPLE = "import payments day.lbx --profile LOCKBOX --clerk 201"
PAYMENTS_CODES = (
    "Exit codes: 0 posted, or every record was posted before; 1 the file is refused, with its line and reason; "
    "2 the command line is wrong; 3 the store cannot be reached."
)
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
    text = "Check a bank's file of payments and post it; docs/mail-and-files.md names the profiles."
    payments = declare(kinds, "payments", _payments, text, PAYMENTS_EXAMPLE, PAYMENTS_CODES)
    payments.add_argument("file", metavar="FILE", type=Path, help="the file as the bank sent it")
    payments.add_argument("--profile", required=True, metavar="P", help="the layout of the file, by its code")
    payments.add_argument("--clerk", metavar="NUMBER", help="in whose name it is posted; needed unless --dry-run")
    payments.add_argument("--dry-run", action="store_true", help="check everything and change nothing")
    add_store(payments)
    import_codes.add(kinds)


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


def _payments(options: argparse.Namespace, console: Console) -> int:
    if not options.file.is_file():
        raise CommandError(f"There is no file {options.file}.")
    if not options.clerk and not options.dry_run:
        raise CommandError("Name the clerk in whose name the payments are posted with --clerk.", USAGE)
    with opened(options) as store:
        from data import files, files_read
        from data.layouts import layout
        from data.office_session import office_session

        session = office_session(store, options.clerk)
        parsed = files_read.read(options.file, layout(store, options.profile))
        console.say(*files.preview(store, session, parsed).lines())
        if not options.dry_run:
            run = files.post(store, session, parsed, console.progress("Posting"))
            console.say("", *run.lines())
    return OK
