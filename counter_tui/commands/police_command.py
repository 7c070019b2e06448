"""`counter-tui police`: keys, backups and people of the police store."""

from __future__ import annotations

import argparse
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from counter_tui.commands import (
    Run,
    a_date,
    add_police,
    add_store,
    connect,
    declare,
    opened,
    police_opened,
    police_wanted,
    prepare,
    sqlite_file,
    store_url,
)
from counter_tui.console import NO_STORE, OK, USAGE, CommandError, Console

if TYPE_CHECKING:
    from data.store import Store

CODES = "Exit codes: 0 done; 1 refused; 2 the command line is wrong; 3 a store cannot be reached."


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and its actions."""
    text = "Change the keys of the police store, back it up, keep who is cleared for it; init police makes it."
    parser = declare(commands, "police", None, text, "police rotate-key", CODES)
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    text = "Encrypt the police store with new keys. Nobody may have it open. Stopped in the middle, run it again."
    _action(actions, "rotate-key", _rotate, text, "police rotate-key")
    text = "Copy the police store to a new encrypted file, and read the copy back. A file is never overwritten."
    backup = _action(actions, "backup", _backup, text, "police backup /backup/police-2026-07-06")
    backup.add_argument("file", metavar="FILE", type=Path, help="the file to make")
    text = "Decrypt a backup of a PostgreSQL police store into a pipe: … | pg_restore --dbname=police."
    restore = _action(actions, "restore", _restore, text, "police restore /backup/police | pg_restore -d police")
    restore.add_argument("file", metavar="FILE", type=Path, help="the backup")
    text = "Keep when a clerk was cleared (fingerprint check) and trained: without both the police screens stay shut."
    dates = declare(actions, "dates", _dates, text, "police dates 402 --cleared 2026-06-01 --trained 2026-06-15", CODES)
    dates.add_argument("number", help="the clerk's number")
    dates.add_argument("--cleared", metavar="DATE", type=a_date, help="day of the personnel check, YYYY-MM-DD")
    dates.add_argument("--cleared-until", metavar="DATE", type=a_date, help="last day of the clearance")
    dates.add_argument("--trained", metavar="DATE", type=a_date, help="day of the last security training")
    add_store(dates)


def _action(
    actions: argparse._SubParsersAction[argparse.ArgumentParser], name: str, run: Run, text: str, example: str
) -> argparse.ArgumentParser:
    parser = declare(actions, name, run, text, example, CODES)
    add_store(parser)
    add_police(parser)
    return parser


def _city(options: argparse.Namespace, closing: ExitStack) -> Store:
    """The open counter store."""
    url, (police, _) = store_url(options), police_wanted(options)
    prepare(url, police)
    store = connect(url)
    closing.callback(store.close)
    return store


def _rotate(options: argparse.Namespace, console: Console) -> int:
    url, file = police_wanted(options)
    with ExitStack() as closing:
        city = _city(options, closing)
        from data.police.rotation import rotate
        from data.text import many

        path = sqlite_file(url)
        if path is not None and not path.exists():
            raise CommandError(f"There is no police store at {path}. counter-tui init police makes one.", NO_STORE)
        done = rotate(url, file, city.clock, city, console.progress("Sealing"))
    console.say(
        f"The police store has new keys; {many(done.values, 'value')} sealed anew.",
        f"Copy {file} to where the agency keeps it. Earlier backups need the key file of their time.",
    )
    return OK


def _backup(options: argparse.Namespace, console: Console) -> int:
    with ExitStack() as closing:
        city = _city(options, closing)
        store = closing.enter_context(police_opened(options, city))
        from data import audit
        from data.backup import BackupError
        from data.police.backup import backup

        began = store.now()
        try:
            made = backup(store, options.file, console.progress("Backup"))
        except BackupError as error:
            audit.record(store, None, "backup", outcome="failed")
            raise CommandError(str(error)) from error
        audit.record(store, None, "backup", size=made.size_bytes, began=began)
    console.say(f"{made.file} holds the whole police store, encrypted ({made.size_bytes:,} bytes), and was read back.")
    return OK


def _restore(options: argparse.Namespace, console: Console) -> int:
    if sys.stdout.isatty():
        raise CommandError("The archive goes into a pipe: … | pg_restore --dbname=police.", USAGE)
    from data.police import keys
    from data.police.backup import restore

    restore(options.file, keys.load(police_wanted(options)[1]), sys.stdout.buffer)
    return OK


def _dates(options: argparse.Namespace, console: Console) -> int:
    with opened(options) as store:
        from data import personnel

        user = store.value("SELECT id FROM users WHERE number = ?", options.number)
        if user is None:
            raise CommandError(f"There is no clerk {options.number}.")
        given = {"cleared_on": options.cleared, "cleared_until": options.cleared_until, "trained_on": options.trained}
        personnel.record(store, None, int(user), **{name: day for name, day in given.items() if day is not None})
    console.say(f"The dates of clerk {options.number} are kept.")
    return OK
