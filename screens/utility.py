"""Utility accounts: one display with balance, bills, usage and alerts, and everything done from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.fields import Phone
from data.find import FIND
from data.money import show_cents
from data.permissions import Refused
from data.utility import accounts
from data.utility.accounts import AccountView
from data.utility.bills import BUCKETS
from screens.board import Board, BoardDisplay, Option, select
from screens.lines import Line
from screens.programs import Program

if TYPE_CHECKING:
    from screens.desk import Desk

OPTIONS = (
    Option("1", "Take a payment"),
    Option("2", "Bills"),
)


async def ask_account(desk: Desk, rest: str) -> None:
    """Show an account by its number."""
    from screens.find import find_account

    number = rest or await find_account(desk)
    if number:
        await show_account(desk, number)


async def view(desk: Desk, number: str) -> AccountView:
    """An account as this clerk may see it. Raises `Refused` when there is none."""
    found = await desk.ask(accounts.by_number, desk.store, number)
    if found is None:
        raise Refused(f"There is no account {number}. F7 finds it by name, address or phone.")
    return found.for_clerk(desk.clerk_session)


async def show_account(desk: Desk, number: str) -> None:
    """One account and what may be done with it."""
    found = await view(desk, number)
    display = desk.free_display(BoardDisplay)

    def board() -> Board:
        return Board("ACC010", "Account", OPTIONS, above=account_rows(found))

    display.load(board())
    async with desk.showing(display):
        while True:
            answer = await select(desk, display)
            if answer is None or answer == "/":
                return
            display.load(board())


def account_rows(found: AccountView) -> list[Line]:
    """Who, where, what is owed, and what to watch out for."""
    rows = [
        Line(f"  {found.number_shown}  {found.name}", "title"),
        Line(f"  {found.service_address}, {found.service_place}   {found.status}  {found.rate_class}"),
        Line(f"  {Phone('').show(found.phone)}"),
    ]
    rows += [Line(f"  {alert}", "alert") for alert in found.alerts]
    for bucket, title in BUCKETS:
        if cents := found.balance.get(bucket):
            rows.append(Line(f"    {title:<26}{show_cents(cents):>12}"))
    rows.append(Line(f"    {'Due':<26}{show_cents(found.due_cents):>12}", "title"))
    return rows


PROGRAMS = [Program("ACCT", "6.1", "Account display", ask_account, FIND)]
