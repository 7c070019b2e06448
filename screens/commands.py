"""The command line: a menu number, a code, an account number, or a whole transaction in one line."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from data.forms import FormError
from data.permissions import Refused
from screens import programs
from screens.board import Board, BoardDisplay, select
from screens.display import ExitToMenu, Pressed, Prompt
from screens.keys import KEYS

if TYPE_CHECKING:
    from screens.desk import Desk

HELP = """Type one of these and press Enter:

A menu number: 3, or 2.5 for an option of another menu.

A code: PAY, FIND, OPEN. F4 lists them all.

An account number: opens the account.

A whole transaction: UB 10004567 18811 CK 1021 is a water payment of 188.11 on account 10004567 by check 1021. It is
shown once and posted by one Enter. Leave the amount off to pay what is due; leave the tender off to take cash."""


async def execute(desk: Desk, line: str, within: str = "") -> None:
    """Do what a typed line says. Raises `Refused` with a sentence when it means nothing or may not be done."""
    from screens.cashier import typed_transaction
    from screens.menus import show_menu
    from screens.utility import show_account

    word, _, rest = line.strip().partition(" ")
    found = desk.directory.find(word, within)
    if isinstance(found, programs.Program):
        await programs.run(desk, found, rest.strip())
    elif isinstance(found, programs.Menu):
        if not desk.directory.entries(found.number, desk.clerk_session):
            raise Refused(f"Menu {found.number} holds nothing that you may do.")
        await show_menu(desk, found)
    elif service := next((one for one in desk.catalog.services if one.code == word.upper()), None):
        await typed_transaction(desk, service, rest.split())
    elif word.replace("-", "").isdigit() and len(word.replace("-", "")) in (8, 9) and not rest:
        await show_account(desk, word)
    elif key := next((key.id for key in KEYS if key.command == word.upper()), ""):
        if key == "exit":
            raise ExitToMenu
        desk.open_key(key)
    else:
        raise Refused(f"{word[:20]} is no option, code or account number. F4 lists the codes.")


async def list_codes(desk: Desk) -> str | None:
    """F4 on a command line: all codes this clerk may use; the one picked."""
    from screens.listing import Listing, fixed_rows, pick
    from screens.worklist import Column, Row

    role = desk.clerk_session.clerk.role
    rows = [
        Row(program.code, (program.code, program.number, program.title))
        for program in sorted(desk.directory.programs.values(), key=lambda program: program.code)
        if program.permission.allows(role)
    ]
    rows += [
        Row(
            service.code,
            (service.code, f"1.{service.number}", f"{service.title}: {service.code} {' '.join(service.typed)} …"),
        )
        for service in desk.catalog.services
        if service.permission.allows(role)
    ]
    columns = (Column("Code", 10), Column("Option", 7), Column("Meaning", 55))
    row = await pick(desk, Listing("F4", "Commands", columns, fixed_rows(rows), pick=True))
    return None if row is None else str(row.key)


async def command_line(desk: Desk) -> None:
    """F9: one line, executed where the clerk is; F9 again brings back the last one."""
    display = desk.free_display(BoardDisplay)
    board = Board("F9", "Command line", above=HELP_LINES, help=HELP, listens=frozenset({"command"}), prompt="Command")
    display.load(board)
    async with desk.showing(display):
        while True:
            answer = await select(desk, display)
            if answer is None or answer in ("", "/"):
                return
            if isinstance(answer, Pressed):
                display.load(board, desk.last_command)
            elif isinstance(answer, Prompt):
                display.load(board, f"{await list_codes(desk) or ''} ".lstrip())
            elif isinstance(answer, str):
                desk.last_command = answer
                try:
                    await execute(desk, answer)
                    return
                except (Refused, FormError) as error:
                    display.fault(str(error))


HELP_LINES = tuple(
    f"  {row}" for text in HELP.split("\n\n") for row in (*textwrap.wrap(" ".join(text.split()), 74), "")
)
