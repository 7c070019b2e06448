"""Files from banks: looked at, posted with progress, the queue of what needs a person; the day's payments out."""

from __future__ import annotations

import asyncio
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from data import exceptions, files, files_read, layouts, payments_out, scanlines_register
from data.clock import local_time
from data.fields import Date, FieldError
from data.files import Run
from data.files_read import Parsed
from data.forms import Look, Values
from data.layouts import Layout
from data.money import show_cents
from data.permissions import Refused
from data.text import many
from screens.board import Board, BoardDisplay
from screens.display import Back, Cancel, Exit, Reply
from screens.entry import fill_in
from screens.listing import Listing, fixed_rows, pick, work_with
from screens.outbox import write_text
from screens.pager import read
from screens.worklist import Column, Row

if TYPE_CHECKING:
    from screens.desk import Desk

PULSE, BREATH = 0.25, 0.05
"""Seconds of posting after which the program pauses, and seconds in which it paints and hears keys."""


async def take_in(desk: Desk, rest: str = "") -> None:
    """A file of the inbox: its profile, its preview, then posting with progress."""
    waiting = await desk.ask(files.waiting, desk.store, desk.clerk_session)
    rows = [Row(n, (path.name, f"{path.stat().st_size:,}")) for n, path in enumerate(waiting)]
    columns = (Column("File", 52), Column("Bytes", 14, "right"))
    row = await pick(
        desk,
        Listing("FIL010", "Files from banks", columns, fixed_rows(rows), pick=True, empty="The inbox is empty."),
    )
    if row is None:
        return
    path = waiting[int(row.key)]
    layout = await _profile(desk, path)
    if layout is None:
        return
    try:
        parsed = await asyncio.to_thread(files_read.read, path, layout)
    except OSError as error:
        raise Refused(f"{path.name} cannot be read: {error.strerror}.") from None
    await preview(desk, parsed)


async def _profile(desk: Desk, path: Path) -> Layout | None:
    """The profile whose mask fits the file's name, else the one the clerk picks."""
    found = await desk.ask(layouts.layouts, desk.store)
    fitting = [one for one in found if one.fits(path.name)]
    if len(fitting) == 1:
        return fitting[0]
    rows = [Row(n, (one.code, one.title)) for n, one in enumerate(fitting or found)]
    columns = (Column("Profile", 16), Column("Title", 44))
    row = await pick(desk, Listing("FIL011", "Profile of the file", columns, fixed_rows(rows), pick=True))
    return None if row is None else (fitting or found)[int(row.key)]


async def preview(desk: Desk, parsed: Parsed) -> None:
    """What posting would do; then the posting itself, if the clerk wants it."""
    found = await desk.ask(files.preview, desk.store, desk.clerk_session, parsed)
    display = desk.free_display(BoardDisplay)
    display.load(Board("FIL020", "Preview", above=["", *(f"  {row}" for row in found.lines())]))
    async with desk.showing(display):
        if not found.new and not parsed.notices:
            await read(desk, "FIL020", "Preview", [*found.lines(), "", "Every record was posted before."])
            return
        if not await display.confirm("Post this file?"):
            return
        run = await desk.approved(
            lambda approval: desk.ask(files.begin, desk.store, desk.clerk_session, parsed, approval)
        )
        if run is None:
            return
        await _post(desk, display, run)


async def _post(desk: Desk, display: BoardDisplay, run: Run) -> None:
    """Post part after part; F12 stops between two parts, and the file can be taken up again."""
    whole = len(run.parsed.payments)
    stop, breathed = _listen(desk, display), 0.0
    try:
        while not run.done:
            await desk.ask(files.step, desk.store, run)
            display.say(f"{run.next:,} of {whole:,} ({run.next * 100 // whole} %). F12 stops; nothing is lost.")
            if monotonic() - breathed > PULSE:
                await asyncio.sleep(BREATH)
                breathed = monotonic()
            if stop.done():
                if isinstance(stop.result(), Cancel | Exit | Back):
                    break
                stop = _listen(desk, display)
    finally:
        if not stop.done():
            stop.cancel()
            desk.shut()
    if run.done:
        await desk.ask(files.finish, desk.store, run)
    head = "Posted." if run.done else "Stopped: take the file in again to go on."
    desk.notice = (f"{run.parsed.name}: {many(run.tally.posted, 'payment')}, {show_cents(run.tally.posted_cents)}.",)
    if waiting := run.tally.suspense + run.tally.queued:
        desk.notice += (f"{many(waiting, 'exception')} in the queue (11.4).",)
    await read(desk, "FIL021", run.parsed.name, ["", f"  {head}", "", *(f"  {row}" for row in run.lines())])


def _listen(desk: Desk, display: BoardDisplay) -> asyncio.Future[Reply]:
    """Let the clerk's keys through while the program works; the answer comes when there is one."""
    desk.let_through()
    return display.listen()


async def history(desk: Desk, rest: str = "") -> None:
    """The files taken in; F6 writes the list of payments sent back."""
    session = desk.clerk_session

    async def fetch(direction: str, key: Any, count: int) -> Any:
        rows = [
            Row(one.id, (local_time(one.at), one.name, one.layout, f"{one.records:,}", show_cents(one.total_cents),
                         str(one.open or "")))
            for one in await desk.ask(files.taken, desk.store, session)
        ]  # fmt: skip
        return await fixed_rows(rows)(direction, key, count)

    async def act(option: str, row: Row) -> None:
        await read(desk, "FIL041", row.cells[1], [f"  {cell}" for cell in row.cells])

    async def write(_: Any) -> None:
        text = await desk.ask(exceptions.rejects, desk.store, session)
        desk.notice = (await write_text(desk, f"payments-sent-back-{session.clock.today():%Y-%m-%d}.csv", text),)

    columns = (
        Column("Taken in", 14),
        Column("File", 20),
        Column("Profile", 11),
        Column("Records", 8, "right"),
        Column("Total", 13, "right"),
        Column("Queue", 5, "right"),
    )
    listing = Listing(
        "FIL040", "Files taken in", columns, fetch, (("5", "Display"),), default="5", listens=frozenset({"new"}),
        new_word="Rejects", empty="No file was taken in.",
    )  # fmt: skip
    await work_with(desk, listing, act, {"new": write})


async def give_out(desk: Desk, rest: str = "") -> None:
    """The payments of a business date as a CSV file in the outbox; another date may be typed after the code."""
    try:
        on = Date("Date").clean(rest) or desk.clerk_session.business_date
    except FieldError as error:
        raise Refused(str(error)) from None
    text = await desk.ask(payments_out.day, desk.store, desk.clerk_session, on)
    said = await write_text(desk, payments_out.name(on), text)
    await read(desk, "FIL060", "Payments of the day", ["", f"  Written to {said}"])


async def try_scan(desk: Desk, rest: str = "") -> None:
    """Scan a stub and see how every layout reads it; nothing is posted."""
    said: tuple[str, ...] = ()
    while True:

        async def do(values: Values, _: object) -> str:
            return str(values["scan"])

        async def scanned(display: Any, text: str) -> None:
            display.panel.set_text("scan", text)
            display.panel.show_facts(Look(await desk.ask(scanlines_register.explained, desk.store, text)))

        text = await fill_in(desk, scanlines_register.TRY, do, look=Look(said), scanned=scanned)
        if text is None:
            return
        said = await desk.ask(scanlines_register.explained, desk.store, text)
