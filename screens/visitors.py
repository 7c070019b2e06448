"""Visitors at the desk: in with a badge, out with it back, who is still inside, the quarterly review."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.frontdesk import visitor_reviews, visitors
from data.frontdesk.visitors import FORM, LIST, OUT, REVIEW, WHOLE
from screens import frontdesk as common
from screens.badges import print_badge
from screens.entry import fill_in
from screens.frontdesk import Kind, Shown
from screens.lines import Line
from screens.listing import ListDisplay, Listing, fixed_rows, work_with
from screens.worklist import Column, Row

if TYPE_CHECKING:
    from data.forms import Look, Values
    from screens.desk import Desk

MENU = ("   1 Change    2 Out    3 Print badge    9 History",)
HELP = """A visitor, from the way in to the way out.

2 lets the visitor out: Enter alone says that the badge is back. A lost badge starts an incident, which is followed up
in 24.21. A badge is worn by one visitor at a time."""


async def _no_warning(values: Values) -> Look | None:
    return None


async def _new(desk: Desk) -> int | None:
    texts = await desk.ask(visitors.opening, desk.store)
    return await common.enter(desk, FORM, visitors.let_in, texts, _no_warning, frozenset(), "name")


async def _change(desk: Desk, record_id: int) -> None:
    await common.change(desk, LIST, record_id, _no_warning, frozenset())


async def _out(desk: Desk, record_id: int) -> None:
    if said := await common.step(desk, OUT, visitors.let_out, record_id):
        desk.notice = (said,)


async def _badge(desk: Desk, record_id: int) -> None:
    found = await desk.ask(visitors.by_id, desk.store, desk.clerk_session, record_id)
    desk.notice = (await print_badge(desk, visitors.badge(found)),)


async def _show(desk: Desk, record_id: int) -> Shown:
    found = await desk.ask(visitors.by_id, desk.store, desk.clerk_session, record_id)
    values = found.values
    back = dict(visitors.RETURNED).get(values["returned"], "").lower()
    left = "" if found.inside else f"left {values['out_on']:%m/%d/%Y} {values['out_at']}, badge {back}"
    rows = [
        Line(f"  {found.number}  {values['name']}  {values['company'] or ''}"[:79], "title"),
        Line(f"  Visits {values['host']}: {values['purpose']}"[:79]),
        Line(f"  Badge {values['badge']} ({found.badge_kind.lower()}), {values['area']}"[:79]),
        Line(f"  Escort {values['escort'] or 'none'}"[:79]),
        Line(f"  In {values['visited_on']:%m/%d/%Y} {values['in_at']}, expected out {values['expected_at']}"),
        Line(f"  {left or ('OVERDUE: STILL INSIDE' if found.overdue else 'inside')}"[:79],
             "alert" if found.overdue else "title"),
    ]  # fmt: skip
    return Shown(rows, MENU)


KIND = Kind(
    "VIS015", "Visitors", LIST, WHOLE, _show, _new, {"1": _change, "2": _out, "3": _badge}, None, HELP
)  # fmt: skip


async def still_inside(desk: Desk, rest: str) -> None:
    """Who has not left; Enter lets one out."""
    known: dict[int, int] = {}

    async def fetch(direction: str, key: Any, count: int) -> Any:
        found = await desk.ask(visitors.inside, desk.store, desk.clerk_session)
        known.update({n: one.id for n, one in enumerate(found)})
        rows = [
            Row(n, (one.badge, one.name, one.host, f"{one.day:%m/%d/%Y}", one.in_at, one.expected_at,
                    "LATE" if one.overdue else ""), "alert" if one.overdue else "")
            for n, one in enumerate(found)
        ]  # fmt: skip
        return await fixed_rows(rows)(direction, key, count)

    async def act(option: str, row: Row) -> None:
        await (
            _out(desk, known[int(row.key)]) if option == "2" else common.show_record(desk, KIND, known[int(row.key)])
        )

    columns = (
        Column("Badge", 6), Column("Visitor", 20), Column("Visits", 14), Column("Day", 10), Column("In", 5),
        Column("Until", 5), Column("", 4),
    )  # fmt: skip
    listing = Listing(
        "VIS025", "Still inside", columns, fetch, (("2", "Out"), ("5", "Work with")), default="2",
        empty="Nobody is inside.", position="Badge",
    )  # fmt: skip
    await work_with(desk, listing, act)


async def review(desk: Desk, rest: str) -> None:
    """The reviews of the visitor log; F6 signs off a quarter that is over."""

    async def fetch(direction: str, key: Any, count: int) -> Any:
        waiting = await desk.ask(visitor_reviews.open_quarters, desk.store)
        done = await desk.ask(visitor_reviews.reviews, desk.store, desk.clerk_session)
        rows = [
            Row(n, (f"{one.year}-{one.quarter}", str(one.visits), str(one.unreturned), one.reviewer or "OPEN",
                    f"{one.reviewed_on:%m/%d/%Y}" if one.reviewed_on else "", one.finding),
                "" if one.reviewer else "alert")
            for n, one in enumerate([*waiting, *done])
        ]  # fmt: skip
        return await fixed_rows(rows)(direction, key, count)

    async def act(option: str, row: Row) -> None:
        return None

    async def new(display: ListDisplay) -> None:
        waiting = await desk.ask(visitor_reviews.open_quarters, desk.store)
        texts = {**visitor_reviews.FORM.opening()}
        if waiting:
            texts |= {"year": str(waiting[0].year), "quarter": str(waiting[0].quarter)}

        async def do(values: Values, _: object) -> Any:
            return await desk.ask(visitor_reviews.sign_off, desk.store, desk.clerk_session, values)

        await fill_in(desk, visitor_reviews.FORM, do, texts, cursor="finding" if waiting else "year")

    columns = (
        Column("Quarter", 7), Column("Visits", 6, "right"), Column("Out", 4, "right"), Column("By", 4),
        Column("On", 10), Column("Finding", 28),
    )  # fmt: skip
    may = REVIEW.allows(desk.clerk_session.clerk.role)
    listing = Listing(
        "VIS035", "Review of the visitor log", columns, fetch, empty="Nothing is to be reviewed.",
        listens=frozenset({"new"} if may else ()), new_word="Sign off",
    )  # fmt: skip
    await work_with(desk, listing, act, {"new": new})


show = common.listed(KIND, visitors.find_number)
