"""What is to be done at a desk, the oldest day first; Enter opens the record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from data.frontdesk.due import Due
from data.permissions import Refused
from data.session import Session
from data.store import Store
from screens.frontdesk import Kind, show_record
from screens.listing import Listing, fixed_rows, work_with
from screens.worklist import Column, Row

if TYPE_CHECKING:
    from screens.desk import Desk

WIDTH = 42
"""Columns of what it is about and what is to be done, together."""


async def due_list(
    desk: Desk,
    program: str,
    title: str,
    find: Callable[[Store, Session], list[Due]],
    names: Mapping[str, str],
    kinds: Mapping[str, Kind],
) -> None:
    """Show what `find` finds; `names` and `kinds` are by the kind of each, and what is in no `kinds` has no record."""
    known: dict[int, Due] = {}

    async def fetch(direction: str, key: Any, count: int) -> Any:
        found, today = await desk.ask(find, desk.store, desk.clerk_session), desk.clock.today()
        known.update(enumerate(found))
        rows = [
            Row(n, (f"{one.by:%m/%d/%Y}", "LATE" if one.late(today) else "", names[one.kind], one.number, one.what),
                "alert" if one.late(today) else "")
            for n, one in enumerate(found)
        ]  # fmt: skip
        return await fixed_rows(rows)(direction, key, count)

    async def act(option: str, row: Row) -> None:
        one = known[int(row.key)]
        if one.kind not in kinds:
            raise Refused(f"{one.what}: that is its place.")
        await show_record(desk, kinds[one.kind], one.id)

    about = max(map(len, names.values()))
    columns = (
        Column("By", 10), Column("", 4), Column("What", about), Column("Number", 11), Column("To do", WIDTH - about)
    )  # fmt: skip
    options = (("5", "Work with"),)
    await work_with(desk, Listing(program, title, columns, fetch, options, default="5", empty="Nothing is due."), act)
