"""`counter-tui report day`: what a business day took."""

from __future__ import annotations

import argparse

from counter_tui.commands import a_date, add_store, declare, opened
from counter_tui.console import OK, Console

CODES = "Exit codes: 0 done, also for a day without work; 2 the date is wrong; 3 the store cannot be reached."


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = declare(commands, "report", None, "Print a report.", "report day --date 2026-07-06")
    reports = parser.add_subparsers(dest="action", required=True, metavar="REPORT")
    text = "Print what a business day took, by tender, charge, ledger account, clerk and drawer."
    day = declare(reports, "day", _day, text, "report day --date 2026-07-06 --json", CODES)
    add_store(day)
    day.add_argument("--date", required=True, type=a_date, metavar="YYYY-MM-DD", help="the business date")
    day.add_argument("--json", action="store_true", help="for another program")


def _day(options: argparse.Namespace, console: Console) -> int:
    with opened(options) as store:
        from data.reports import day

        report = day(store, options.date)
    if options.json:
        console.json(report.to_json())
    else:
        console.say(*report.lines())
    return OK
