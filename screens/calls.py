"""Telephone calls at the desk: the first question is whether it is an emergency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.clock import local_time
from data.forms import Look, Values
from data.frontdesk import calls
from data.frontdesk.calls import ACKNOWLEDGE, CATEGORIES, DISPOSITIONS, FORM, LIST
from screens import frontdesk as common
from screens.board import Board, BoardDisplay
from screens.frontdesk import Kind, Shown
from screens.lines import Line
from screens.pager import read

if TYPE_CHECKING:
    from screens.desk import Desk

MENU = ("   1 Change    2 Message acknowledged    9 History",)
HELP = """A telephone call that was screened.

A message stays open until 2 says who took it. The log keeps no narrative of facts of an investigation."""


async def take(desk: Desk, rest: str = "") -> None:
    """Take a call: an emergency shows the transfer procedure at once, anything else opens the form."""
    if await _ask_emergency(desk):
        steps = await desk.ask(calls.procedure, desk.store)
        rows = ["", *(f"  {n}. {step}" for n, step in enumerate(steps, 1)), "", "  The call is noted by itself."]
        made = await desk.ask(calls.emergency, desk.store, desk.clerk_session)
        await read(desk, "CAL012", "EMERGENCY: TRANSFER NOW", [Line(row, "title") for row in rows])
        found = await desk.ask(calls.by_id, desk.store, desk.clerk_session, made)
        desk.notice = (f"{found.number}: emergency transferred at {found.opened.values['transferred_at']}.",)
        return
    if (made_id := await _new(desk)) is not None:
        found = await desk.ask(calls.by_id, desk.store, desk.clerk_session, made_id)
        desk.notice = (f"{found.number} is noted.",)


async def _ask_emergency(desk: Desk) -> bool:
    display = desk.free_display(BoardDisplay)
    display.load(Board("CAL005", "Telephone call", above=["", Line("  Emergency?", "title")], help=FORM.policy))
    async with desk.showing(display):
        return await display.confirm("Emergency?")


async def _route(desk: Desk, values: Values) -> Look | None:
    fixed = await desk.ask(calls.route, desk.store, values.get("category"))
    return Look((), {"message_for": fixed, "disposition": "MESSAGE"}, f"ALWAYS TO {fixed.upper()}") if fixed else Look()


async def _new(desk: Desk) -> int | None:
    texts = await desk.ask(calls.opening, desk.store)

    async def warn(values: Values) -> Look | None:
        return await _route(desk, values)

    return await common.enter(desk, FORM, calls.add, texts, warn, frozenset({"category"}), "category")


async def _asked(desk: Desk) -> int | None:
    """F6 of the list: the same first question."""
    await take(desk)
    return None


async def _change(desk: Desk, record_id: int) -> None:
    async def warn(values: Values) -> Look | None:
        return await _route(desk, values)

    await common.change(desk, LIST, record_id, warn, frozenset({"category"}))


async def _acknowledge(desk: Desk, record_id: int) -> None:
    await common.step(desk, ACKNOWLEDGE, calls.acknowledge, record_id)


async def _show(desk: Desk, record_id: int) -> Shown:
    found = await desk.ask(calls.by_id, desk.store, desk.clerk_session, record_id)
    values, texts = found.opened.values, found.opened.texts
    rows = [
        Line(f"  {found.number}  {dict(CATEGORIES)[values['category']]}", "title"),
        Line(f"  {texts['called_on']} {values['called_at']}  line {values['line'] or '-'}  {values['language']}"),
        Line(f"  Caller {values['caller'] or '-'}  {texts['callback']}"[:79]),
        Line(f"  {dict(DISPOSITIONS)[values['disposition']]} {values['transferred_at'] or ''} {values['unit'] or ''}"),
    ]
    if values["message_for"]:
        rows.append(Line(f"  For {values['message_for']}: {values['message'] or ''}"[:79]))
    if found.open:
        rows.append(Line("  THE MESSAGE WAITS", "alert"))
    elif found.acknowledged_by:
        rows.append(Line(f"  Taken by {found.acknowledged_by}, {local_time(found.acknowledged_at)}"))
    return Shown(rows, MENU)


KIND = Kind("CAL015", "Telephone calls", LIST, LIST, _show, _asked, {"1": _change, "2": _acknowledge}, None, HELP)
show = common.listed(KIND, calls.find_number)
