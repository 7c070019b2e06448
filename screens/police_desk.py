"""Menu 20: what waits at the police desk, and one key to where it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.police import today
from screens import programs
from screens.listing import Listing, fixed_rows, work_with
from screens.worklist import Column, Page, Row

if TYPE_CHECKING:
    from screens.desk import Desk

HELP = "Everything that waits, each kind of work on one line. Enter goes to where it is done; F12 comes back here."


async def show_today(desk: Desk, rest: str) -> None:
    """What waits, kind by kind; Enter on a line opens its own list."""
    shown: dict[str, today.Waiting] = {}

    async def fetch(direction: str, key: Any, count: int) -> Page:
        found = await desk.ask_police(today.waiting, desk.clerk_session)
        shown.update({one.what: one for one in found})
        return await fixed_rows([_row(one) for one in found])(direction, key, count)

    async def act(option: str, row: Row) -> None:
        await programs.run(desk, desk.directory.programs[shown[row.key].program])

    columns = (Column("What waits", 44), Column("Items", 7, "right"), Column("Late", 7, "right"))
    listing = Listing(
        "POL200", "Today at the police desk", columns, fetch, (("5", "Go to"),), empty="Nothing waits.", default="5",
        help=HELP,
    )  # fmt: skip
    await work_with(desk, listing, act)


def _row(one: today.Waiting) -> Row:
    return Row(one.what, (one.what, f"{one.count}", f"{one.late or ''}"), "alert" if one.late else "")
