"""Reports: on the screen, printed, and as PDF and CSV in the outbox."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from data import jobs, passes_month, report_audit, report_day, report_receipts, report_speed
from data.fields import Date, FieldError
from data.forms import Form, FormError, Values
from data.ledger_terms import terms
from data.permissions import Refused
from data.report_table import Report
from data.store import Store
from screens.chart import bars
from screens.entry import fill_in
from screens.lines import Line
from screens.outbox import write_pdf, write_text
from screens.pager import read
from screens.programs import Flow

if TYPE_CHECKING:
    from screens.desk import Desk

DATES = {
    "first": Date("From business date", required=True, stop=True),
    "last": Date("To business date", required=True, stop=True),
}
Make = Callable[[Store, date, date], Report]
Begin = Callable[[date], date]
"""The first date that a report offers, by the business date."""


async def day(desk: Desk, rest: str) -> None:
    """The totals of a business date; another date may be typed after the code."""
    try:
        wanted = Date("Date").clean(rest) or desk.clerk_session.business_date
    except FieldError as error:
        raise Refused(str(error)) from None
    await show(desk, await desk.ask(report_day.table, desk.store, wanted, wanted))


def over_dates(title: str, make: Make, begin: Begin | None = None) -> Flow:
    """A report over a range of dates."""

    async def run(desk: Desk, rest: str) -> None:
        await _ask(desk, title, make, rest, begin)

    return run


async def _ask(desk: Desk, title: str, make: Make, rest: str, begin: Begin | None) -> None:
    """Ask for the dates, then show the report; dates typed after the code are taken at once.

    The business date is offered, or what begins at `begin` of it.
    """
    today = desk.clerk_session.business_date
    offered = begin(today) if begin else today
    words = rest.split()
    texts = {"first": words[0] if words else f"{offered:%m/%d/%Y}", "last": words[-1] if words else f"{today:%m/%d/%Y}"}

    async def do(values: Values, _: Any) -> Report:
        if values["last"] < values["first"]:
            raise FormError("last", "To business date: not before the first one.")
        return await desk.ask(make, desk.store, values["first"], values["last"])

    form = Form("RPT015", title, DATES, help="The report counts by business dates, not by the clock.")
    if words:
        try:
            found: Report | None = await do(form.clean(texts), None)
        except FormError as error:
            raise Refused(str(error)) from None
    else:
        found = await fill_in(desk, form, do, texts, cursor="first")
    if found is not None:
        await show(desk, found)


async def show(desk: Desk, report: Report) -> None:
    """A report on the screen; F6 prints it, F11 writes it as PDF and CSV."""

    async def output(display: Any) -> None:
        known = await desk.ask(terms, desk.store, desk.clock.today())
        elements = report.elements(known)
        await desk.ask(jobs.add, desk.store, desk.clerk_session, jobs.REPORT, report.title, elements)
        desk.wake_worker()
        display.say("The report is being printed.")

    async def files(display: Any) -> None:
        known = await desk.ask(terms, desk.store, desk.clock.today())
        name = file_name(report, desk.clock.now())
        path = await write_pdf(desk, f"{name}.pdf", report.pages(known))
        await write_text(desk, f"{name}.csv", report.csv())
        display.say(f"{path.removesuffix('.pdf')}.pdf and .csv are written.")

    rows: list[Line] = []
    if report.picture:
        picture = bars(report.picture, 9, 76, ascii_only=desk.ascii_only)
        rows = [
            Line(f" {report.axis}", "label"),
            *(Line(" " + "".join(part.text for part in row), "chart") for row in picture),
            Line(""),
        ]
    rows += [Line(f" {row}") for row in report.lines()]
    rows += [Line(""), Line(" F6 prints it; F11 writes it as PDF and CSV into the outbox.", "label")]
    await read(desk, report.code, report.title, rows, {"new": output, "more": files}, new_word="Print",
               more_word="PDF, CSV")  # fmt: skip


def file_name(report: Report, moment: datetime) -> str:
    """What the files of a report are called: its title, then the day and time they are written, by the local clock."""
    return f"{'-'.join(report.title.lower().split())}-{moment.astimezone():%Y-%m-%d-%H%M%S}"


register = over_dates("Receipt register", report_receipts.register)
summary = over_dates("Cash summary", report_receipts.cash_summary)
voids = over_dates("Voids and refunds", report_receipts.voids)
volume = over_dates("Volume by hour", report_speed.volume)
pace = over_dates("Pace of the clerks", report_speed.pace)
posted_and_deposited = over_dates("Posted and deposited", report_audit.posted_and_deposited)
over_and_short = over_dates("Over and short by clerk", report_audit.over_and_short, report_audit.year_before)
surprises = over_dates("Surprise counts", report_audit.surprise, report_audit.year_before)
passes = over_dates("Bus passes, month end", passes_month.report, passes_month.first_of_month)
