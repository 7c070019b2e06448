"""The front desk together: what is due, and the registers by date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.frontdesk import desk_due, desk_reports
from screens import calls, courtpapers, reports, rides, visitors
from screens.duelist import due_list

if TYPE_CHECKING:
    from screens.desk import Desk

KINDS = {
    desk_due.VISIT: visitors.KIND,
    desk_due.CALL: calls.KIND,
    desk_due.PAPER: courtpapers.KIND,
    desk_due.RIDE: rides.KIND,
}


NAMES = {
    desk_due.VISIT: "Visit",
    desk_due.CALL: "Call",
    desk_due.PAPER: "Paper",
    desk_due.RIDE: "Ride",
    desk_due.BADGE: "Badge",
    desk_due.REVIEW: "Review",
}


async def due(desk: Desk, rest: str) -> None:
    """What is to be done, the oldest day first; Enter opens the record."""
    await due_list(desk, "FDK010", "Front desk: what is due", desk_due.due, NAMES, KINDS)


visitors_log = reports.over_dates("Visitors", desk_reports.visitors)
calls_log = reports.over_dates("Telephone calls", desk_reports.calls)
papers_log = reports.over_dates("Court papers", desk_reports.papers)
rides_log = reports.over_dates("Ride-alongs", desk_reports.rides)
