"""`counter-tui export`: a closed business date for the general ledger, the payments of a day."""

from __future__ import annotations

import argparse
from pathlib import Path

from counter_tui.commands import a_date, add_store, declare, opened
from counter_tui.console import OK, Console

CODES = (
    "Exit codes: 0 the files are written; 1 refused: the date is not closed, a drawer is not verified, or the folder "
    "cannot be written; 2 the date is wrong; 3 the store cannot be reached."
)
PAYMENTS = (
    "Exit codes: 0 the file is written, also for a day without payments; 1 it cannot be written; 2 the date is wrong; "
    "3 the store cannot be reached."
)


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = declare(
        commands, "export", None, "Write a file for another program.", "export gl --date 2026-07-06 --out /var/export"
    )
    kinds = parser.add_subparsers(dest="action", required=True, metavar="KIND")
    text = "Write a closed business date for the general ledger, and its control file. A second time: the same bytes."
    gl = declare(kinds, "gl", _gl, text, "export gl --date 2026-07-06 --out /var/export", CODES)
    add_store(gl)
    gl.add_argument("--date", required=True, type=a_date, metavar="YYYY-MM-DD", help="the business date")
    gl.add_argument("--out", required=True, type=Path, metavar="DIR", help="the folder for the files")
    text = "Write the payments of a business date as CSV: one row for each line of each receipt and void."
    payments = declare(kinds, "payments", _payments, text, "export payments --date 2026-07-06 --out day.csv", PAYMENTS)
    add_store(payments)
    payments.add_argument("--date", required=True, type=a_date, metavar="YYYY-MM-DD", help="the business date")
    payments.add_argument("--out", required=True, type=Path, metavar="FILE", help="the file to write")
    gl.add_argument("--profile", default="CSV", metavar="P", help="the layout, by its code (CSV)")


def _payments(options: argparse.Namespace, console: Console) -> int:
    with opened(options) as store:
        from data.csvout import write
        from data.payments_out import day
        from data.text import many

        text = day(store, None, options.date)
    file = write(options.out.parent, options.out.name, text)
    console.say(f"{file}: {many(text.count(chr(10)) - 1, 'line')}.")
    return OK


def _gl(options: argparse.Namespace, console: Console) -> int:
    with opened(options) as store:
        from data.csvout import amount
        from data.glexport import export
        from data.text import many

        found = export(store, None, options.date, options.profile)
        file, control = found.write(options.out)
    again = ", the same as before" if found.repeated else ""
    sums = f"debits and credits {amount(found.debit_cents)}{again}"
    console.say(f"{file}: {many(found.lines, 'line')}, {sums}.", str(control))
    return OK
