"""The main menu and the menus behind it, built from what the catalog and the screens declare."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from data.forms import FormError
from data.permissions import Refused
from screens.board import Board, BoardDisplay, Option, select
from screens.commands import HELP, execute, list_codes
from screens.display import ExitToMenu, Pressed, Prompt
from screens.lines import Line
from screens.programs import Directory, Menu, run

if TYPE_CHECKING:
    from data.catalog import Catalog
    from screens.desk import Desk

MENUS = (
    Menu("3", "Cash drawer"),
    Menu("4", "Receipts and printing"),
    Menu("6", "Accounts and contacts"),
    Menu("7", "Registers and settings"),
    Menu("8", "Reports"),
    Menu("9", "My sign-on"),
    Menu("10", "Balancing and deposits"),
    Menu("11", "Mail and files"),
    Menu("12", "Returned items and refunds"),
    Menu("13", "Petty cash"),
    Menu("20", "Police front desk"),
    Menu("21", "Registrants and persons"),
    Menu("22", "Bookings and photographs"),
    Menu("23", "Records and clearances"),
    Menu("24", "Visitors, phone, court papers, rides"),
    Menu("25", "Vehicles and citations"),
    Menu("26", "Police audit"),
)


def directory(catalog: Catalog) -> Directory:
    """All menus and programs of this application."""
    from screens import programs_counter, programs_office, programs_police, registers

    groups = (programs_counter, programs_office, programs_police)
    return Directory(MENUS, [*chain.from_iterable(group.PROGRAMS for group in groups), *registers.programs(catalog)])


def _board(desk: Desk, menu: Menu | None) -> Board:
    session = desk.clerk_session
    within = menu.number if menu else ""
    entries = desk.directory.entries(within, session)
    options = [Option(entry.number.rpartition(".")[2], entry.title) for entry in entries]
    return Board(
        "MENU" if menu is None else f"MENU{menu.number}",
        "Main menu" if menu is None else menu.title,
        options,
        above=[Line(""), *_state(desk)],
        help=HELP,
        listens=frozenset({"suspend"}),
    )


def _state(desk: Desk) -> list[Line]:
    session = desk.clerk_session
    drawer = f"drawer {session.till} open" if session.drawer_id else "no drawer open (3.1)"
    day = f"business date {session.business_date:%m/%d/%Y}"
    lines = [Line(f"  {session.clerk.name[:24]}   {drawer}   {day}", "label")]
    if session.drawer_id and session.business_date < session.clock.today():
        late = f"This drawer is still open from {session.business_date:%m/%d/%Y}: count and close it (option 3.6)."
        lines.append(Line(f"  {late}", "alert"))
    if desk.notice:
        lines += [Line(f"  {row}", "protected") for row in desk.notice]
    return [*lines, Line("")]


async def show_menu(desk: Desk, menu: Menu | None) -> None:
    """Show a menu until it is left; the main menu (None) until the clerk signs off."""
    display = desk.free_display(BoardDisplay)
    display.load(_board(desk, menu))
    async with desk.showing(display):
        while True:
            try:
                answer = await select(desk, display)
            except ExitToMenu:
                if menu is not None:
                    raise
                continue
            if answer is None or answer == "/":
                if menu is not None:
                    return
                display.load(_board(desk, menu))
                continue
            try:
                if isinstance(answer, Prompt):
                    display.load(_board(desk, menu), await list_codes(desk) or "")
                    continue
                if isinstance(answer, str) and answer:
                    desk.last_command = answer
                    desk.notice, desk.purpose = (), ""
                    await desk.refresh_session()
                    await execute(desk, answer, menu.number if menu else "")
                elif isinstance(answer, Pressed):
                    await run(desk, desk.directory.programs["WORK"])
                display.load(_board(desk, menu))
            except ExitToMenu:
                if menu is not None:
                    raise
                display.load(_board(desk, menu))
            except (Refused, FormError) as error:
                display.load(_board(desk, menu), str(answer) if isinstance(answer, str) else "")
                display.fault(str(error))
