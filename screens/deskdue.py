"""The front desk together: what is due, and the registers by date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.frontdesk import desk_due, desk_reports
from data.permissions import Refused
from screens import calls, courtpapers, reports, rides, visitors
from screens.frontdesk import show_record
from screens.listing import Listing, fixed_rows, work_with
from screens.worklist import Column, Row

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from screens.desk import Desk

KINDS = {
    desk_due.VISIT: visitors.KIND,
    desk_due.CALL: calls.KIND,
    desk_due.PAPER: courtpapers.KIND,
    desk_due.RIDE: rides.KIND,
}


async def due(desk: Desk, rest: str) -> None:
    """What is to be done, the oldest day first; Enter opens the record."""
    known: dict[int, desk_due.Due] = {}

    async def fetch(direction: str, key: Any, count: int) -> Any:
        found, today = await desk.ask(desk_due.due, desk.store, desk.clerk_session), desk.clock.today()
        known.update(enumerate(found))
        rows = [
            Row(n, (f"{one.by:%m/%d/%Y}", "LATE" if one.late(today) else "", one.kind, one.number, one.what),
                "alert" if one.late(today) else "")
            for n, one in enumerate(found)
        ]  # fmt: skip
        return await fixed_rows(rows)(direction, key, count)

    async def act(option: str, row: Row) -> None:
        one = known[int(row.key)]
        if one.kind not in KINDS:
            raise Refused(f"{one.what}: that is its place.")
        await show_record(desk, KINDS[one.kind], one.id)

    columns = (
        Column("By", 10), Column("", 4), Column("What", 7), Column("Number", 11), Column("To do", 34)
    )  # fmt: skip
    listing = Listing(
        "FDK010", "Front desk: what is due", columns, fetch, (("5", "Work with"),), default="5", empty="Nothing is due."
    )
    await work_with(desk, listing, act)


def _report(title: str, make: Any) -> Callable[[Desk, str], Awaitable[None]]:
    async def run(desk: Desk, rest: str) -> None:
        await reports.ask(desk, title, make, rest)

    return run


visitors_log = _report("Visitors", desk_reports.visitors)
calls_log = _report("Telephone calls", desk_reports.calls)
papers_log = _report("Court papers", desk_reports.papers)
rides_log = _report("Ride-alongs", desk_reports.rides)
