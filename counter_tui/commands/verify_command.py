"""`counter-tui verify`: proves the books."""

from __future__ import annotations

import argparse
import re

from counter_tui.commands import add_police, add_store, declare, opened, police_named, police_opened
from counter_tui.console import OK, REFUSED, CommandError, Console

POLICE = "POLICE"
"""The name of the police store's audit log before an expected head."""
CODES = (
    "With a police store named, its audit log and sealed values are proved as well.\n"
    "Exit codes: 0 the books are right; 1 a row is wrong; 2 the head is not one; 3 the store cannot be\n"
    "reached, or its tables are not of this version."
)


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    text = "Recompute every sum, sequence, trigger and hash, and name the first row that is wrong."
    parser = declare(commands, "verify", _verify, text, "verify --expect-head 1f0a9c3e", CODES)
    add_store(parser)
    add_police(parser)
    text = "the chain's head printed on the last Z report or receipt; AUDIT:H or POLICE:H, an audit log's"
    parser.add_argument("--expect-head", metavar="H", type=_head, help=text)
    parser.add_argument("--json", action="store_true", help="for another program")


def _head(text: str) -> str:
    """A head as printed, or `till:head`, `AUDIT:head`, `POLICE:head`; refused when it is less than was printed."""
    if not re.fullmatch(r"([^:]+:)?[0-9a-f]{8,64}", text.replace(" ", "").lower()):
        raise argparse.ArgumentTypeError(f"{text!r} is not a head like 1f0a9c3e")
    return text


def _verify(options: argparse.Namespace, console: Console) -> int:
    with opened(options, any_version=True) as store:
        from data.verify import verify

        if not store.is_current:
            store.require_current()
        series, _, head = (options.expect_head or "").replace(" ", "").rpartition(":")
        of_police = series == POLICE
        findings = verify(store, None if of_police else options.expect_head, console.progress("Verifying"))
        if of_police and not police_named(options):
            raise CommandError("Name the police store whose audit log is to have that head.", REFUSED)
        if police_named(options):
            from data import audit
            from data.police.verify import verify as verify_police
            from data.verify_journal import Head

            with police_opened(options, store) as police:
                found = list(verify_police(police, head.lower() if of_police else ""))
                findings = findings.with_more(found, {"Police audit log": Head(*audit.last(police))})
    if options.json:
        console.json(findings.to_json())
    else:
        console.say(*findings.lines())
    return OK if findings.ok else REFUSED
