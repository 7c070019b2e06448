"""Print jobs: the list, what may be done with each, and the question that only a person at the printer can answer."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any

from data import jobs
from data.clock import local_time
from data.permissions import Refused
from screens.board import Board, BoardDisplay, Option, select
from screens.lines import Line
from screens.listing import ListDisplay, Listing, fixed_rows, work_with
from screens.pager import read
from screens.worklist import Column, Row

if TYPE_CHECKING:
    from screens.desk import Desk

CAME_OUT, DID_NOT = "91", "92"
"""Numbers that no clerk types by habit."""
YES, NO = (CAME_OUT, "Y", "YES"), (DID_NOT, "N", "NO")
HELP = """Nobody but you can know: the printer stopped answering while it printed. Look at the paper.

91 (or Y): a complete receipt came out; the job is done. 92 (or N): none came out, or a torn one; it is printed again
under its own number and says DUPLICATE. Enter alone leaves the question for later: option 4.3."""
LIST_HELP = """UNKNOWN means that nobody can know whether the paper came out: look, then 7 when it is complete, or 3 to
print it again; a second print says DUPLICATE. A job that waits for paper goes on by itself when paper is put in. 6
prints it on this station's second printer. F5 shows how the jobs are now."""
COLUMNS = (Column("Time", 6), Column("Kind", 8), Column("Title", 24), Column("State", 11), Column("Problem", 40))
OPTIONS = (("3", "Print"), ("4", "Cancel"), ("5", "Display"), ("6", "Other printer"), ("7", "It came out"))


async def ask_seen(desk: Desk, job: Any) -> None:
    """Ask whether the paper of an UNKNOWN job came out complete, and act on the answer."""
    found = await desk.ask(jobs.get, desk.store, job.id)
    if found.state != "UNKNOWN":
        return
    board = Board(
        "JOB030",
        "Did it come out?",
        [Option(CAME_OUT, "Yes: a complete one came out"), Option(DID_NOT, "No: print it again as a DUPLICATE")],
        above=[
            Line(""),
            Line(f"  {found.title}", "title"),
            *(Line(f"  {row}") for row in wrap(found.problem, 76)),
            Line(""),
            Line("  Look at the printer: did a complete receipt come out?", "question"),
            Line(""),
        ],
        below=[Line(""), Line("  Enter alone: later, with option 4.3.", "label")],
        help=HELP,
        prompt="91 yes, 92 no",
        legend=("help", "cancel"),
    )
    display = desk.free_display(BoardDisplay)
    display.load(board)
    async with desk.showing(display):
        while True:
            answer = await select(desk, display)
            text = answer.upper() if isinstance(answer, str) else ""
            if not text or text == "/":
                return
            if text in YES or text in NO:
                await desk.ask(jobs.seen, desk.store, desk.clerk_session, job.id, text in YES)
                desk.wake_worker()
                return
            display.load(board)
            display.fault("Type 91 when a complete receipt came out, 92 when it did not.")


async def show_jobs(desk: Desk, rest: str, journal_id: int | None = None) -> None:
    """The print jobs of this station and what may be done with them."""

    async def fetch(direction: str, key: Any, count: int) -> Any:
        found = await desk.ask(jobs.listing, desk.store, desk.station, 500)
        rows = [_row(desk, job) for job in found if journal_id in (None, job.journal_id)]
        return await fixed_rows(rows)(direction, key, count)

    async def act(option: str, row: Row) -> None:
        await _act(desk, option, int(row.key))

    async def refresh(_: ListDisplay) -> None:
        """The list is read again after each key."""

    listing = Listing(
        "JOB010", "Print jobs", COLUMNS, fetch, OPTIONS, empty="No print jobs yet.", default="5",
        listens=frozenset({"refresh"}), help=LIST_HELP,
    )  # fmt: skip
    await work_with(desk, listing, act, {"refresh": refresh})


def _row(desk: Desk, job: jobs.Job) -> Row:
    said = job.problem
    if job.state == "STARTED":
        said = desk.devices.printer.problem() or "being printed"
    elif not said and jobs.is_second(job.station):
        said = "second printer"
    return Row(job.id, (local_time(job.created_at)[9:], job.kind, job.title, job.state, said))


async def _act(desk: Desk, option: str, job_id: int) -> None:
    store, session = desk.store, desk.clerk_session
    if option == "3":
        await desk.ask(jobs.retry, store, session, job_id)
    elif option == "4":
        await desk.ask(jobs.cancel, store, session, job_id)
    elif option == "6":
        if desk.devices.second is None:
            raise Refused("This station has no second printer in its station file.")
        await desk.ask(jobs.send_to, store, session, job_id, jobs.second_queue(desk.station))
    elif option == "7":
        await desk.ask(jobs.seen, store, session, job_id, True)
    else:
        job = await desk.ask(jobs.get, store, job_id)
        said = [f"  {row}" for row in wrap(f"{job.state}  {job.problem}", 76)]
        await read(desk, "JOB020", job.title, [*said, *desk.plain(job.elements)])
        return
    desk.wake_worker()
