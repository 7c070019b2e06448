"""`counter-tui user`: the list of clerks."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from counter_tui.commands import Run, a_date, add_store, declare, opened
from counter_tui.console import OK, CommandError, Console

CODES = "Exit codes: 0 done; 1 refused; 2 the command line is wrong; 3 the store cannot be reached."


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and its actions."""
    text = "Add, list, disable, enable, reset or unlock clerks. Whoever may run this is an administrator."
    parser = declare(
        commands, "user", None, text, 'user add 104 "Ana Ruiz" CSR1 --store sqlite:///var/counter.db', CODES
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    adding = _action(actions, "add", _add, "Add a clerk.", 'user add 104 "Ana Ruiz" CSR1')
    adding.add_argument("name", help="first and last name")
    adding.add_argument(
        "role", help="CSR1, CSR2, SUPERVISOR, FINANCE, POLICE, POLSUP, OFFICER, AUDITOR or ADMINISTRATOR"
    )
    adding.add_argument("--generate", action="store_true", help="invent the password instead of asking for it")
    listing = declare(actions, "list", _list, "List all clerks.", "user list", CODES)
    add_store(listing)
    listing.add_argument("--json", action="store_true", help="for another program")
    text = "Disable a clerk at once and end the open sessions."
    disabling = _action(actions, "disable", _disable, text, 'user disable 104 --reason "Left on June 30"')
    disabling.add_argument("--reason", required=True, help="why, kept with the clerk")
    text = "Give a clerk another role after a transfer, and end the open sessions."
    changing = _action(actions, "role", _role, text, 'user role 104 CSR2 --reason "Promoted"')
    changing.add_argument("role", help="one of those of `user add`")
    changing.add_argument("--reason", required=True, help="why, kept with the clerk")
    _action(actions, "enable", _enable, "Let a disabled clerk sign on again.", "user enable 104")
    text = "Give a clerk a new password; PIN and lock are removed."
    resetting = _action(actions, "reset", _reset, text, "user reset 104")
    resetting.add_argument("--generate", action="store_true", help="invent the password instead of asking for it")
    text = "Take the second factor off a clerk who has lost it; a new one is set up at the next sign-on."
    _action(actions, "forget-factor", _forget_factor, text, "user forget-factor 402")
    _action(actions, "unlock", _unlock, "Release a clerk locked after wrong passwords.", "user unlock 104")
    text = "Disable everybody who has not signed on for the days of acct.inactive_days; for a timer, every night."
    add_store(declare(actions, "expire", _expire, text, "user expire", CODES))
    text = "Take in the agency's list of banned passwords, one on a line, in place of the last one."
    banning = declare(actions, "ban", _ban, text, "user ban /etc/counter-tui/banned.txt --reviewed 2026-10-01", CODES)
    banning.add_argument("file", type=Path, help="a text file in UTF-8; lines that begin with # are remarks")
    banning.add_argument("--reviewed", type=a_date, required=True, help="the day of the review: 2026-10-01")
    add_store(banning)


def _action(
    actions: argparse._SubParsersAction[argparse.ArgumentParser], name: str, run: Run, text: str, example: str
) -> argparse.ArgumentParser:
    parser = declare(actions, name, run, text, example, CODES)
    parser.add_argument("number", help="the clerk's number, 3 to 8 digits")
    add_store(parser)
    return parser


def _add(options: argparse.Namespace, console: Console) -> int:
    from counter_tui.newpassword import ask_password
    from data import users

    with opened(options) as store, _sentence():
        chosen = ask_password(options.number, options.generate)
        users.add(store, None, options.number, options.name, options.role.upper(), chosen.text)
    console.say(f"Clerk {options.number} {options.name} was added.")
    chosen.tell(console)
    return OK


@contextmanager
def _sentence() -> Iterator[None]:
    """A refused password as the end of the command."""
    from data.passwords import PasswordRefused

    try:
        yield
    except PasswordRefused as error:
        raise CommandError(str(error)) from error


def _list(options: argparse.Namespace, console: Console) -> int:
    from data import users
    from data.permissions import ROLES

    with opened(options) as store:
        people = users.listing(store)
    if options.json:
        keys = ("number", "name", "role", "state", "last_sign_on_at")
        console.json([{key: getattr(person, key) for key in keys} for person in people])
        return OK
    titles = dict(ROLES)
    console.say(f"{'Number':8} {'Name':28} {'Role':17} {'State':12} Last sign-on (UTC)")
    for person in people:
        last = (person.last_sign_on_at or "never")[:16].replace("T", " ")
        role = titles.get(person.role, person.role)
        console.say(f"{person.number:8} {person.name[:28]:28} {role:17} {person.state:12} {last}")
    return OK


def _disable(options: argparse.Namespace, console: Console) -> int:
    from data import users

    with opened(options) as store:
        users.disable(store, None, options.number, options.reason)
    console.say(f"Clerk {options.number} is disabled.")
    return OK


def _role(options: argparse.Namespace, console: Console) -> int:
    from data import users

    with opened(options) as store:
        users.change_role(store, None, options.number, options.role.upper(), options.reason)
    console.say(f"Clerk {options.number} has the role {options.role.upper()} from the next sign-on.")
    return OK


def _enable(options: argparse.Namespace, console: Console) -> int:
    from data import users

    with opened(options) as store:
        users.enable(store, None, options.number)
    console.say(f"Clerk {options.number} may sign on again.")
    return OK


def _forget_factor(options: argparse.Namespace, console: Console) -> int:
    from data import users

    with opened(options) as store:
        users.set_second_factor(store, None, options.number, "")
    console.say(f"Clerk {options.number} has no second factor now.")
    return OK


def _reset(options: argparse.Namespace, console: Console) -> int:
    from counter_tui.newpassword import ask_password
    from data import users

    with opened(options) as store, _sentence():
        chosen = ask_password(options.number, options.generate)
        users.reset(store, None, options.number, chosen.text)
    console.say(f"Clerk {options.number} has a new password and must choose another at the next sign-on.")
    chosen.tell(console)
    return OK


def _expire(options: argparse.Namespace, console: Console) -> int:
    from data import users

    with opened(options) as store:
        numbers = users.disable_inactive(store)
    console.say(f"Disabled: {', '.join(numbers)}." if numbers else "Nobody was disabled.")
    return OK


def _ban(options: argparse.Namespace, console: Console) -> int:
    from data import banned
    from data.text import many

    try:
        words = options.file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{options.file} cannot be read as a text file in UTF-8.") from error
    with opened(options) as store:
        count = banned.load(store, words, options.reviewed)
    console.say(f"The agency's list counts from now on: {many(count, 'password')}.")
    return OK


def _unlock(options: argparse.Namespace, console: Console) -> int:
    from data import users

    with opened(options) as store:
        users.unlock(store, None, options.number)
    console.say(f"Clerk {options.number} is released.")
    return OK
