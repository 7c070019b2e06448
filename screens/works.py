"""Unfinished work: put aside with F2, or left behind by a dropped line, a crash or a power cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data import corrections, works
from data.clock import local_time
from data.forms import FormError
from data.permissions import Refused
from screens.board import Board, BoardDisplay
from screens.display import ExitToMenu
from screens.lines import Line
from screens.listing import Listing, fixed_rows, work_with
from screens.worklist import Column, Row

if TYPE_CHECKING:
    from screens.desk import Desk


async def show_works(desk: Desk, rest: str = "") -> None:
    """The suspended work of this clerk, and of others who may be helped."""
    session = desk.clerk_session

    async def fetch(direction: str, key: Any, count: int) -> Any:
        found = await desk.ask(works.all_suspended, desk.store, session)
        rows = [Row(work.id, (work.name, work.clerk, work.station, local_time(work.updated_at)[9:])) for work in found]
        return await fixed_rows(rows)(direction, key, count)

    async def act(option: str, row: Row) -> None:
        if option == "4":
            if await desk.confirm(f"Discard {row.cells[0][:40]}?"):
                await discard(desk, int(row.key))
        else:
            await resume(desk, int(row.key))
            if desk.notice:
                raise ExitToMenu

    columns = (Column("Work", 38), Column("Clerk", 16), Column("Station", 8), Column("Time", 5))
    options = (("1", "Take up"), ("4", "Discard"))
    listing = Listing("WRK010", "Suspended work", columns, fetch, options, empty="Nothing is suspended.", default="1")
    await work_with(desk, listing, act)


async def resume(desk: Desk, work_id: int) -> None:
    """Go on with unfinished work. Raises `Refused` without a drawer or when somebody else has it."""
    from screens.cashier import take_up

    session = desk.clerk_session
    if session.drawer_id is None:
        raise Refused("Open your drawer first: option 3, then 1 (or type OPEN).")
    work = await desk.approved(lambda approval: desk.ask(works.resume, desk.store, session, work_id, approval))
    if work is None:
        return
    try:
        await take_up(desk, work.key, work.payload)
    except (Refused, FormError):
        await desk.ask(works.suspend, desk.store, session, work.key)
        raise


async def discard(desk: Desk, work_id: int) -> None:
    """Give unfinished work up; a payment that had lines counts on the Z report of the clerk's open drawer.

    Raises `Refused` when somebody else has it.
    """
    session = desk.clerk_session
    work = await desk.approved(lambda approval: desk.ask(works.resume, desk.store, session, work_id, approval))
    if work is None:
        return
    lines = len(work.payload.get("items", []))
    if lines and session.drawer_id is not None:
        await desk.ask(corrections.cancelled, desk.store, session, work.payload.get("cents", 0), lines, work.key)
    await desk.ask(works.discard, desk.store, session, work.key)


async def take_up_unfinished(desk: Desk) -> None:
    """After signing on: offer work that was cut off."""
    session = desk.clerk_session
    cut_off = await desk.ask(works.cut_off, desk.store, session)
    found = await desk.ask(works.mine, desk.store, session)
    for work in cut_off:
        await desk.ask(works.suspend, desk.store, session, work.key)
    if not cut_off or session.drawer_id is None:
        if found:
            what = "1 unfinished payment" if len(found) == 1 else f"{len(found)} unfinished payments"
            desk.notice = (f"You have {what}: option 5 takes up what was put aside.",)
        return
    display = desk.free_display(BoardDisplay)
    rows = [Line("  This was cut off before it was finished:", "alert"), Line("")]
    rows += [Line(f"    {work.name}   {local_time(work.updated_at)}") for work in cut_off]
    display.load(Board("WRK020", "Unfinished work", above=rows))
    async with desk.showing(display):
        display.fault("This was cut off.")  # what is typed ahead was meant for the menu, and `1 Enter` would post
        again = await display.confirm("Take it up now?")
    if again:
        try:
            await resume(desk, cut_off[0].id)
        except (Refused, FormError) as error:
            desk.notice = (str(error), "Unfinished work waits under option 5.")
    else:
        desk.notice = ("Unfinished work waits under option 5.",)
