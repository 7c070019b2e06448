"""Reports on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import reports
from data.fields import Date, FieldError
from data.permissions import AUDITOR, FINANCE, SUPERVISOR, Permission, Refused
from screens.pager import read
from screens.programs import Program

if TYPE_CHECKING:
    from screens.desk import Desk

SEE = Permission("reports", "the day's totals are for the supervisor, finance and the auditor.",
                 frozenset({SUPERVISOR, FINANCE, AUDITOR}))  # fmt: skip


async def day(desk: Desk, rest: str) -> None:
    """The totals of a business date; another date may be typed after the code."""
    try:
        wanted = Date("Date").clean(rest) or desk.clerk_session.business_date
    except FieldError as error:
        raise Refused(str(error)) from None
    report = await desk.ask(reports.day, desk.store, wanted)
    await read(desk, "RPT010", f"Day report {wanted:%m/%d/%Y}", [f"  {row}" for row in report.lines()])


PROGRAMS = [Program("DAY", "8.1", "Day report", day, SEE, help="DAY 070626 shows another day.")]
