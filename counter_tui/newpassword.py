"""A clerk's new password, typed twice by the administrator or invented and shown once."""

from __future__ import annotations

import getpass
import secrets
import sys
from dataclasses import dataclass

from counter_tui.console import CommandError, Console

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""What an invented password is made of: nothing that can be read as something else, no shift key."""


@dataclass(frozen=True)
class NewPassword:
    """A password for a clerk number, and whether the clerk must replace it at the first sign-on."""

    number: str
    text: str
    generated: bool

    def tell(self, console: Console) -> None:
        """Show an invented password, this once."""
        if self.generated:
            console.say(
                f"Clerk {self.number} signs on with the password {self.text}",
                "and must choose another then. It is shown only now.",
            )


def ask_password(number: str, generate: bool) -> NewPassword:
    """Ask for a password on a terminal; invent it when told to, when nothing is typed, or without a terminal.

    Raises `CommandError` when the second time differs.
    """
    if generate or not sys.stdin.isatty():
        return _invent(number)
    first = getpass.getpass(f"Password for clerk {number} (Enter invents one): ")
    if not first:
        return _invent(number)
    if getpass.getpass("Again: ") != first:
        raise CommandError("The two passwords differ. Nothing was changed.")
    return NewPassword(number, first, generated=False)


def _invent(number: str) -> NewPassword:
    parts = ("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
    return NewPassword(number, "-".join(parts), generated=True)
