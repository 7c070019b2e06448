"""The window of a shift: who is at the counter and who waits, the next customer, hints, policy, put aside, give up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.training.shifts_stages import Stop
from screens.board import Board, BoardDisplay, Option, select
from screens.lines import Line
from screens.pager import read
from screens.training_answer import answer_customer
from screens.training_pane import rows_of
from screens.training_room import WIDTH, LessonOver, classroom, policy_rows

if TYPE_CHECKING:
    from data.training.shifts_morning import Morning
    from screens.desk import Desk

HELP = """Who is at the counter, and what was said. A customer goes when everything is right; option 1 calls the next \
one even so, and what was wrong or not done is told at the end.

A hint counts against this customer only. A shift that is put aside goes on where it was, with the same people \
waiting. F12 goes back to where you were; nothing has changed there."""


async def shift_window(desk: Desk, morning: Morning) -> None:
    """Show the window until it is left. Raises `LessonOver` when the shift is over, put aside or given up."""
    display = desk.free_display(BoardDisplay)
    async with desk.showing(display):
        said = ""
        while True:
            display.load(_board(morning, said))
            answer = await select(desk, display)
            if not isinstance(answer, str) or answer in ("", "/"):
                return
            said = await _chosen(desk, morning, answer)


def _board(morning: Morning, said: str) -> Board:
    practice = morning.practice
    minutes, seconds = divmod(int(morning.clock.now), 60)
    rows: list[str | Line] = [
        Line(f"  {practice.lesson.title}", "title"),
        f"  {minutes}:{seconds:02} of the shift, {morning.waiting} waiting",
        "",
        *(Line(f"  {row}", "protected") for row in rows_of(morning.story, WIDTH)[:10]),
        "",
    ]
    for hint in practice.hints[: morning.hints]:
        first, *more = rows_of(hint, WIDTH - 8)
        rows += [f"  Hint: {first}", *(f"        {row}" for row in more)]
    if said:
        rows.append(Line(f"  {said}", "title"))
    options = [
        Option("1", "The next one, please"),
        Option("2", "Policy"),
        Option("3", "Answer the customer"),
        Option("4", f"Hint ({len(practice.hints) - morning.hints} left)"),
        Option("5", "Hide the pane" if morning.shown else "Show the pane"),
        Option("6", "Put paper into the printer"),
        Option("8", "Put the shift aside"),
        Option("9", "Give the shift up"),
    ]
    return Board("TRN110", "Shift", options, above=rows, help=HELP, prompt="Option", legend=("help", "cancel"))


async def _chosen(desk: Desk, morning: Morning, answer: str) -> str:
    """Do what was chosen; the sentence about it. Raises `LessonOver`."""
    if answer == "1":
        return _next(morning)
    if answer == "2":
        await read(desk, "TRN014", "Policy", policy_rows(morning.practice.lesson.policy))
    elif answer == "3":
        await answer_customer(desk, morning)
    elif answer == "4":
        return "" if morning.hint() else "There are no more hints."
    elif answer == "5":
        morning.shown = not morning.shown
    elif answer == "6":
        return "There is a new roll in it." if classroom(desk).put_paper() else "The printer has paper."
    elif answer in ("8", "9"):
        morning.given_up = answer == "9"
        raise LessonOver
    else:
        return "Type the number of an option."
    return ""


def _next(morning: Morning) -> str:
    """Call the next customer; the drawer is opened and closed by whoever has it, whatever it takes."""
    if isinstance(morning.practice, Stop) and not morning.last:
        return "This has to be done before the shift can go on."
    morning.next()
    if morning.over:
        raise LessonOver
    return f"Here is: {morning.practice.lesson.title}."
