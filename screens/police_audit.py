"""Menu 26: who looked at whom, what was printed, and the weekly review of the audit log with its sign-off."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from data.clock import local_time
from data.fields import Code, Count, Date, Digits, Text
from data.forms import Form, FormError, Values
from data.police import access, review
from data.police.review import PRINTS, VIEWS, Looked, Wanted
from data.text import many
from screens.entry import fill_in
from screens.listing import ListDisplay, Listing, fixed_rows, work_with
from screens.pager import PagerDisplay, read
from screens.police_paper import print_report
from screens.worklist import Column, Page, Row

if TYPE_CHECKING:
    from screens.desk import Desk

WHICH = {
    "first": Date("From", required=True, stop=True),
    "last": Date("Through", required=True, stop=True),
    "number": Digits("Clerk number", 8, help="Empty: everybody."),
    "kind": Code("Type of record", 20, help="Such as PERSON or BOOKING. Empty: all."),
    "object_id": Count("Record number", 9, help="Empty: all."),
}
COLUMNS = (
    Column("When", 14), Column("Clerk", 8), Column("Record", 18), Column("Reason", 12), Column("What", 16),
)  # fmt: skip
MOST = 5000
"""Rows on one printed report."""
FINDINGS = Form(
    "POL265",
    "Sign the weekly review",
    {"findings": Text("Findings", 60, help="What was found and whom it was reported to; no names of persons.")},
    help="Your number and the time are kept with the head of the audit log. It cannot be taken back.",
)


async def _ask(desk: Desk, table: str, code: str, title: str) -> None:
    """Ask which rows, then list them."""
    form = Form(code, title, WHICH, help="Reading this report is itself written down.")
    today = f"{desk.clock.today():%m/%d/%Y}"

    async def do(values: Values, _: Any) -> Wanted:
        if values["last"] < values["first"]:
            raise FormError("last", "Through: this day is before the first one.")
        return Wanted(
            values["first"], values["last"], values["number"] or "", values["kind"] or "", values["object_id"] or 0
        )

    wanted = await fill_in(desk, form, do, {"first": today, "last": today}, cursor="first")
    if wanted is not None:
        await _list(desk, table, code, title, wanted)


async def _list(desk: Desk, table: str, code: str, title: str, wanted: Wanted) -> None:
    shown: dict[int, Looked] = {}

    async def fetch(direction: str, key: Any, count: int) -> Page:
        rows, before, after = await desk.ask_police_audit(
            review.looked, desk.clerk_session, table, wanted, direction, key or 0, count
        )
        shown.update({row.id: row for row in rows})
        return Page([Row(row.id, _cells(row)) for row in rows], before, after)

    async def act(option: str, row: Row) -> None:
        await read(desk, code, title, _lines(shown[row.key]))

    async def paper(display: ListDisplay) -> None:
        rows, _, more = await desk.ask_police_audit(review.looked, desk.clerk_session, table, wanted, "first", 0, MOST)
        desk.notice = (await print_report(desk, table.upper(), _paper(title, wanted, rows, more)),)
        display.say(desk.notice[0])

    listing = Listing(
        code, title, COLUMNS, fetch, (("5", "Display"),), empty="Nothing in these days.", default="5",
        listens=frozenset({"new"}), new_word="Print",
    )  # fmt: skip
    await work_with(desk, listing, act, {"new": paper})


def _paper(title: str, wanted: Wanted, rows: list[Looked], more: bool) -> list[dict[str, Any]]:
    """The report on paper: which rows were asked for, then a line for each."""
    asked = [f"From {wanted.first:%m/%d/%Y} to {wanted.last:%m/%d/%Y}"]
    asked += [f"clerk {wanted.number}"] if wanted.number else []
    asked += [f"record {wanted.kind} {wanted.object_id or ''}".rstrip()] if wanted.kind or wanted.object_id else []
    head: list[dict[str, Any]] = [
        {"text": title, "align": "center", "bold": True},
        {"text": ", ".join(asked)},
        {"rule": "-"},
    ]
    lines: list[dict[str, Any]] = [{"text": " ".join(_fitted(row))} for row in rows]
    end = f"{many(len(rows), 'row')}." if not more else f"Only the newest {len(rows)} rows: ask for fewer days."
    return [*head, *lines, {"rule": "-"}, {"text": end}]


def _fitted(row: Looked) -> list[str]:
    widths = (14, 9, 21, 13, 19)
    return [f"{cell[:width]:<{width}}" for cell, width in zip(_cells(row), widths, strict=True)]


def _cells(row: Looked) -> tuple[str, ...]:
    who = f"{row.clerk.split()[0]} {row.initials}"
    return (local_time(row.at), who, f"{row.kind} {row.object_id}", row.purpose, row.what)


def _lines(row: Looked) -> list[str]:
    purpose = next((one.title for one in access.PURPOSES if one.code == row.purpose), row.purpose)
    pairs = (
        ("When", local_time(row.at)), ("Clerk", row.clerk), ("Station", row.station), ("Record", row.kind),
        ("Record number", str(row.object_id)), ("Reason", purpose), ("What", row.what or "Display"),
    )  # fmt: skip
    return ["", *(f"  {label + ' ':.<18} {text}" for label, text in pairs)]


async def views(desk: Desk, rest: str) -> None:
    """Who looked at whom."""
    await _ask(desk, VIEWS, "POL261", "Who looked at whom")


async def prints(desk: Desk, rest: str) -> None:
    """What was printed."""
    await _ask(desk, PRINTS, "POL262", "Printed papers")


async def weekly(desk: Desk, rest: str) -> None:
    """The weeks that are over, newest first; each can be read and signed."""

    async def fetch(direction: str, key: Any, count: int) -> Page:
        found = await desk.ask_police_audit(review.weeks, desk.clerk_session)
        return await fixed_rows([Row(week.first, _week_cells(week)) for week in found])(direction, key, count)

    async def act(option: str, row: Row) -> None:
        await _week(desk, row.key)

    listing = Listing(
        "POL263", "Weekly audit review", (Column("Week", 23), Column("Reviewed", 18), Column("Findings", 30)),
        fetch, (("5", "Read and sign"),), empty="No week is over yet.", default="5",
        help="The security officer reviews the audit log every week (CJIS AU-6).",
    )  # fmt: skip
    await work_with(desk, listing, act)


def _week_cells(week: review.Week) -> tuple[str, str, str]:
    state = week.reviewed or ("OVERDUE" if week.overdue else "to be reviewed")
    return f"{week.first:%m/%d/%Y} - {week.last:%m/%d/%Y}", state, week.findings


async def _week(desk: Desk, first: date) -> None:
    """Read the figures of a week; F6 signs."""
    lines = await desk.ask_police_audit(review.figures, desk.clerk_session, first)

    async def do(values: Values, _: Any) -> int:
        return await desk.ask_police_audit(review.sign, desk.clerk_session, first, values["findings"] or "")

    async def sign(_: PagerDisplay) -> int | None:
        return await fill_in(desk, FINDINGS, do, cursor="findings")

    title = f"Week of {first:%m/%d/%Y}"
    await read(desk, "POL264", title, [f"  {line}" for line in lines], {"new": sign}, new_word="Sign")
