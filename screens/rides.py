"""Ride-alongs at the desk: application, check, decision, day, waiver; the calendar and the day sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.frontdesk import rides, rides_steps
from data.frontdesk.rides import FORM, LIST, WHOLE, Applied
from data.frontdesk.rides_steps import CHECK, DECIDE, END, SCHEDULE, SIGN
from screens import frontdesk as common
from screens.frontdesk import Kind, Shown
from screens.lines import Line
from screens.listing import ListDisplay, Listing, fixed_rows, work_with
from screens.worklist import Column, Row

if TYPE_CHECKING:
    from data.forms import Look, Values
    from screens.desk import Desk

MENU = (
    "   1 Change     2 Local check   3 Decision       4 Set the day",
    "   5 Waiver     6 What became   7 Print letter   8 Print waiver   9 History",
)
HELP = """An application to ride along, until the ride is over.

The local record check (2) and the watch commander's decision (3) come before the day (4). One rider for each officer
and shift. Nobody rides without the signed waiver; under 18 a parent or guardian signs it in person."""


async def _no_warning(values: Values) -> Look | None:
    return None


async def _new(desk: Desk) -> int | None:
    texts = await desk.ask(rides.opening, desk.store)
    return await common.enter(desk, FORM, rides.add, texts, _no_warning, frozenset(), "name")


async def _change(desk: Desk, record_id: int) -> None:
    await common.change(desk, LIST, record_id, _no_warning, frozenset())


async def _check(desk: Desk, record_id: int) -> None:
    await common.step(desk, CHECK, rides_steps.check, record_id)


async def _decide(desk: Desk, record_id: int) -> None:
    await common.step(desk, DECIDE, rides_steps.decide, record_id)


async def _schedule(desk: Desk, record_id: int) -> None:
    if await common.step(desk, SCHEDULE, rides_steps.schedule, record_id) is not None:
        desk.notice = ("The confirmation letter is being printed.",)


async def _sign(desk: Desk, record_id: int) -> None:
    await common.step(desk, SIGN, rides_steps.sign, record_id, {"waiver_on": common.today(desk)})


async def _end(desk: Desk, record_id: int) -> None:
    await common.step(desk, END, rides_steps.end, record_id)


async def _letter(desk: Desk, record_id: int) -> None:
    await desk.ask(rides_steps.print_letter, desk.store, desk.clerk_session, await _found(desk, record_id))
    desk.notice = ("The confirmation letter is being printed.",)


async def _waiver(desk: Desk, record_id: int) -> None:
    await desk.ask(rides_steps.print_waiver, desk.store, desk.clerk_session, await _found(desk, record_id))
    desk.notice = ("The waiver is being printed.",)


async def _found(desk: Desk, record_id: int) -> Applied:
    return await desk.ask(rides.by_id, desk.store, desk.clerk_session, record_id)


async def _show(desk: Desk, record_id: int) -> Shown:
    return Shown(_rows(await _found(desk, record_id)), MENU)


def _rows(found: Applied) -> list[Line]:
    values, texts = found.values, found.opened.texts
    resident = ", city resident" if values["resident"] else ""
    rows = [
        Line(f"  {found.number}  {found.state}  {values['name']}", "title"),
        Line(f"  Born {texts['born_on']}{', UNDER 18' if found.minor else ''}{resident}",
             "alert" if found.minor else "text"),
        Line(f"  {texts['phone']}  emergency: {values['emergency']} {texts['emergency_phone']}"[:79]),
        Line(f"  {values['reason']}; wants {values['wanted'] or 'any day'}"[:79]),
        Line(f"  Last ride    {f'{found.last:%m/%d/%Y}' if found.last else 'none'}"),
        Line(f"  Local check  {values['local_check'] or 'to be done'}"),
        Line(f"  Decision     {values['decision'] or 'open'} {values['decided_by'] or ''}"),
    ]  # fmt: skip
    if values["ride_on"]:
        day = f"{values['ride_on']:%m/%d/%Y} {values['starts_at']} {values['shift']}, {values['officer']}"
        rows.append(Line(f"  Ride         {day}"[:79], "title"))
    signed = f"signed {texts['waiver_on']}, witness {values['witness']}" if values["waiver_on"] else "not signed"
    guardian = f", guardian {values['guardian']}" if values["guardian"] else ""
    rows.append(Line(f"  Waiver       {signed}{guardian}"[:79], "text" if values["waiver_on"] else "alert"))
    return [*rows, Line(f"  Incident     {values['incident']}"[:79], "alert")] if values["incident"] else rows


ACTIONS: Any = {
    "1": _change, "2": _check, "3": _decide, "4": _schedule, "5": _sign, "6": _end, "7": _letter, "8": _waiver,
}  # fmt: skip
KIND = Kind("RID015", "Ride-alongs", LIST, WHOLE, _show, _new, ACTIONS, None, HELP)


async def calendar(desk: Desk, rest: str) -> None:
    """The rides from today on; F6 prints today's sheet, option 6 the sheet of a row's day."""
    known: dict[int, rides_steps.Booked] = {}

    async def fetch(direction: str, key: Any, count: int) -> Any:
        found = await desk.ask(rides_steps.calendar, desk.store, desk.clerk_session, desk.clock.today())
        known.update(enumerate(found))
        rows = [
            Row(n, (f"{one.on:%m/%d/%Y}", one.shift, one.starts_at, one.officer, one.name,
                    "" if one.waiver else "NO WAIVER"), "" if one.waiver else "alert")
            for n, one in enumerate(found)
        ]  # fmt: skip
        return await fixed_rows(rows)(direction, key, count)

    async def sheet(on: Any) -> str:
        riders = await desk.ask(rides_steps.print_day, desk.store, desk.clerk_session, on)
        desk.wake_worker()
        return f"The sheet of {on:%m/%d/%Y} with {riders} riders is being printed."

    async def act(option: str, row: Row) -> None:
        one = known[int(row.key)]
        if option == "6":
            desk.notice = (await sheet(one.on),)
        else:
            await common.show_record(desk, KIND, one.id)

    async def new(display: ListDisplay) -> None:
        display.say(await sheet(desk.clock.today()))

    columns = (
        Column("Date", 10), Column("Shift", 5), Column("At", 5), Column("Officer", 18), Column("Rider", 18),
        Column("Waiver", 9),
    )  # fmt: skip
    listing = Listing(
        "RID030", "Ride-along calendar", columns, fetch, (("5", "Work with"), ("6", "Day sheet")), default="5",
        empty="No ride is set.", listens=frozenset({"new"}), new_word="Sheet today",
    )  # fmt: skip
    await work_with(desk, listing, act, {"new": new})


show = common.listed(KIND, rides.find_number)
