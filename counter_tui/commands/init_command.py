"""`counter-tui init`: sets a new store up."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from counter_tui.commands import add_police, add_store, connect, declare, police_wanted, prepare, sqlite_file, store_url
from counter_tui.console import INTERRUPTED, OK, REFUSED, USAGE, CommandError, Console

if TYPE_CHECKING:
    from data.store import Store

ADMINISTRATOR = "901"
CODES = (
    "Exit codes: 0 the store is set up; 1 it was set up already; 2 no store was named, or a sample of no size; "
    "3 it cannot be reached."
)


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    text = (
        "Set a new store up: its tables, the shipped rates and limits, and the first administrator or a sample city. "
        "init police sets up the police store beside it and makes the file of its keys."
    )
    parser = declare(commands, "init", _init, text, "init --store sqlite:///var/counter.db", CODES)
    parser.add_argument("what", nargs="?", choices=["police"], help="the police store instead of the counter store")
    add_store(parser)
    add_police(parser)
    parser.add_argument(
        "--sample", metavar="SIZE", help="fill it with a sample city: small, city, or a number of accounts"
    )
    parser.add_argument("--upgrade", action="store_true", help="when it is set up already, bring its tables up to date")
    parser.add_argument("--administrator", metavar="NUMBER", default=ADMINISTRATOR, help="clerk number (901)")
    parser.add_argument("--name", default="Administrator", help="the administrator's name (Administrator)")
    parser.add_argument("--generate", action="store_true", help="invent the password instead of asking for it")


def _init(options: argparse.Namespace, console: Console) -> int:
    if options.what == "police":
        return _init_police(options, console)
    from data.clock import SystemClock

    url = store_url(options)
    prepare(url)
    if _exists(url):
        return _upgrade(options, url, console)
    if options.sample:
        _check_size(options.sample)
    from counter_tui.newstore import new_store

    path = sqlite_file(url)
    try:
        with new_store(url, SystemClock()) as store:
            if options.sample:
                _fill(store, options.sample, console)
            else:
                _first_administrator(store, options, console)
            name = path or store.safe_url
    except KeyboardInterrupt:
        left = "" if path else " The database may be half filled: drop it and create it again."
        raise CommandError(f"Stopped by Ctrl+C.{left}", INTERRUPTED) from None
    console.say(f"The store {name} is set up.")
    return OK


def _init_police(options: argparse.Namespace, console: Console) -> int:
    """Set the police store up beside a counter store, or bring it up to date."""
    url, (police_url, key_file) = store_url(options), police_wanted(options)
    prepare(url, police_url)
    from counter_tui.newpolice import fill, is_set_up, new_police, police_at
    from data import audit

    city = connect(url)
    try:
        city.require_current()
        there = key_file.exists() and is_set_up(police_at(police_url, key_file, city))
        if there and not options.upgrade:
            raise CommandError("The police store is set up already. Nothing was changed.", REFUSED)
        if there:
            with police_at(police_url, key_file, city).during() as store:
                applied = store.migrate()
                audit.begin(store)
            console.say(*(f"Applied {name}." for name in applied), "The police store is up to date.")
            return OK
        if (path := sqlite_file(police_url)) is not None and path.exists() and path.stat().st_size:
            raise CommandError(f"{path} is there, but its key file {key_file} is not. Nothing was changed.", REFUSED)
        with new_police(police_url, key_file, city) as store:
            if options.sample:
                fill(store)
    finally:
        city.close()
    console.say("The police store is set up.", f"Its keys are in {key_file}. Keep a copy apart, under lock and key.")
    return OK


def _exists(url: str) -> bool:
    """Is there a store with clerks? Raises `StoreError` when that cannot be asked."""
    path = sqlite_file(url)
    if path is not None and (not path.exists() or path.stat().st_size == 0):
        return False
    store = connect(url)
    try:
        return bool(store.migrations) and store.value("SELECT count(*) FROM users") > 0
    finally:
        store.close()


def _upgrade(options: argparse.Namespace, url: str, console: Console) -> int:
    """Bring an existing store up to date. Raises `CommandError` when that was not asked for."""
    from counter_tui.newstore import bring_up_to_date

    store = connect(url)
    try:
        if not options.upgrade or options.sample:
            raise CommandError(f"The store {store.safe_url} is set up already. Nothing was changed.", REFUSED)
        applied = bring_up_to_date(store)
    finally:
        store.close()
    console.say(*(f"Applied {name}." for name in applied), "The store is up to date.")
    return OK


def _check_size(size: str) -> None:
    """Raise `CommandError` for a size of which there is no sample city."""
    from data.sample import how_many
    from data.store import StoreError

    try:
        how_many(size)
    except StoreError as error:
        raise CommandError(str(error), USAGE) from None


def _fill(store: Store, size: str, console: Console) -> None:
    from data.sample import load, pettycash

    count = load(store, store.clock, size, console.progress("Building the sample city"))
    pettycash.load(store)
    console.say(f"The sample city has {count:,} accounts. Its clerks and their passwords are shown at sign-on.")


def _first_administrator(store: Store, options: argparse.Namespace, console: Console) -> None:
    from counter_tui.newpassword import ask_password
    from data import users
    from data.permissions import ADMINISTRATOR as ROLE
    from data.sample import defaults

    defaults.load(store)
    chosen = ask_password(options.administrator, options.generate)
    try:
        users.add(store, None, options.administrator, options.name, ROLE, chosen.text, must_change=chosen.generated)
    except users.PasswordRefused as error:
        raise CommandError(str(error)) from error
    chosen.tell(console)
