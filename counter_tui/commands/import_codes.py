"""`counter-tui import codes`: an agency's own code table into the police store, whole or not at all."""

from __future__ import annotations

import argparse
from contextlib import ExitStack
from pathlib import Path

from counter_tui.commands import (
    add_police,
    add_store,
    connect,
    declare,
    police_opened,
    police_wanted,
    prepare,
    store_url,
)
from counter_tui.console import OK, REFUSED, USAGE, CommandError, Console

EXAMPLE = "import codes smt.csv --table SMT --dry-run"
CODES = (
    "Exit codes: 0 loaded or undone; 1 the file is refused, each wrong line with its reason; 2 the command line is "
    "wrong; 3 a store cannot be reached."
)


def add(kinds: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare it among the kinds of import."""
    text = "Load a code table of the police desk from a CSV file; docs/police-persons.md has its columns."
    parser = declare(kinds, "codes", _run, text, EXAMPLE, CODES)
    parser.add_argument("file", metavar="FILE", type=Path, nargs="?", help="CSV, UTF-8, with a header")
    parser.add_argument("--table", required=True, metavar="T", help="the table: SMT, POB, VST and so on")
    parser.add_argument("--dry-run", action="store_true", help="check the file, count, and change nothing")
    parser.add_argument("--undo", action="store_true", help="put the table back to what it was before its last file")
    add_store(parser)
    add_police(parser)


def _run(options: argparse.Namespace, console: Console) -> int:
    if options.undo == (options.file is not None):
        raise CommandError("Name a file to load, or --undo.", USAGE)
    if options.file is not None and not options.file.is_file():
        raise CommandError(f"There is no file {options.file}.")
    url, (police, _) = store_url(options), police_wanted(options)
    prepare(url, police)
    with ExitStack() as closing:
        city = connect(url)
        closing.callback(city.close)
        store = closing.enter_context(police_opened(options, city))
        from data.police.codes_import import CodesRefused, import_codes, undo_import

        try:
            if options.undo:
                report = undo_import(store, None, options.table)
            else:
                data = options.file.read_bytes()
                report = import_codes(store, None, options.table, data, check_only=options.dry_run)
        except CodesRefused as refused:
            console.say(*str(refused).splitlines(), "Nothing was changed.")
            return REFUSED
        except KeyError as error:
            raise CommandError(str(error.args[0]), USAGE) from None
    console.say(*report.lines(), *(("Nothing was changed.",) if options.dry_run else ()))
    return OK
