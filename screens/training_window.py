"""The lesson's window: the story, hints, policy, the answer to the customer, start again, give up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.permissions import Refused
from data.training.shifts_morning import Morning
from screens.board import Board, BoardDisplay, Option, select
from screens.lines import Line
from screens.pager import read
from screens.programs import Program
from screens.training_answer import answer_customer
from screens.training_pane import rows_of
from screens.training_room import TRAIN, WIDTH, LessonOver, classroom, policy_rows
from screens.training_shift_window import shift_window

if TYPE_CHECKING:
    from data.training.playing import Playing
    from screens.desk import Desk

LESSON_KEY = "ctrl+t"
"""Opens the lesson's window, in training only."""
LEAST = 20
"""Rows for the window's text and options on the smallest terminal."""
FOOT = "Ctrl+T: whole story, hints, policy, the end"
"""The last row of the customer's pane."""
HELP = """The customer's whole story, and what helps. Every hint says a little more than the one before, and a lesson \
done with a hint counts as practice only.

F12 goes back to where you were; nothing has changed there."""


async def lesson_window(desk: Desk, rest: str = "") -> None:
    """The story, hints and policy of the lesson in hand; start again, give up. Raises `LessonOver`."""
    playing = classroom(desk).playing
    if playing is None:
        raise Refused("No lesson is being done.")
    if isinstance(playing, Morning):
        await shift_window(desk, playing)
        return
    display = desk.free_display(BoardDisplay)
    async with desk.showing(display):
        said = ""
        while True:
            display.load(_window(desk, playing, said, max(LEAST, display.lines.size.height)))
            answer = await select(desk, display)
            if not isinstance(answer, str) or answer in ("", "/"):
                return
            said = await _chosen(desk, playing, answer)


def _window(desk: Desk, playing: Playing, said: str, room: int) -> Board:
    """The window; `room` rows are there for all of it."""
    practice = playing.practice
    options = [
        Option("1", f"Hint ({len(practice.hints) - playing.hints} left)"),
        Option("2", "Policy"),
        Option("3", "Answer the customer"),
        Option("4", "How far am I?"),
        Option("5", "Hide the pane" if playing.shown else "Show the pane"),
        Option("6", "Put paper into the printer"),
        Option("8", "Start again"),
        Option("9", "Give up"),
    ]
    legend = ("help", "cancel")
    above = _told(playing, said, room - (len(options) + 1) // 2)
    return Board("TRN010", "Lesson", options, above=above, help=HELP, prompt="Option", legend=legend, two_columns=True)


def _told(playing: Playing, said: str, room: int) -> list[str | Line]:
    """The story, the hints so far and the last answer in so many rows: blank rows go first, then the oldest hints."""
    head = Line(f"  {playing.practice.lesson.title}", "title")
    story: list[str | Line] = [Line(f"  {row}" if row else "", "protected") for row in rows_of(playing.story, WIDTH)]
    hints = [_hint_rows(hint) for hint in playing.practice.hints[: playing.hints]]
    last: list[str | Line] = [Line(f"  {said}", "title")] if said else []
    while True:
        told = [head, "", *story, "", *(row for hint in hints for row in hint), *last]
        if len(told) > room:
            told = [row for row in told if (row if isinstance(row, str) else row.text)]
        if len(told) <= room or not hints:
            return told
        hints = hints[1:]


def _hint_rows(hint: str) -> list[str]:
    first, *more = rows_of(hint, WIDTH - 8)
    return [f"  Hint: {first}", *(f"        {row}" for row in more)]


async def _chosen(desk: Desk, playing: Playing, answer: str) -> str:
    """Do what was chosen in the lesson's window; the sentence about it."""
    if answer == "1":
        return "" if playing.hint() else "There are no more hints."
    if answer == "2":
        await read(desk, "TRN014", "Policy", policy_rows(playing.practice.lesson.policy))
    elif answer == "3":
        await answer_customer(desk, playing)
        return f"You said: {answer}" if (answer := playing.practice.ground.answer) else ""
    elif answer == "4":
        checks = await desk.ask(playing.practice.check)
        goal, rest = checks[:-2], checks[-2:]
        more = "" if all(check.passed for check in rest) else " Something else was done too."
        return f"{sum(check.passed for check in goal)} of {len(goal)} parts of the goal are reached.{more}"
    elif answer == "5":
        playing.shown = not playing.shown
    elif answer == "6":
        return "There is a new roll in it." if classroom(desk).put_paper() else "The printer has paper."
    elif answer in ("8", "9"):
        playing.again, playing.given_up = answer == "8", True
        raise LessonOver
    else:
        return "Type the number of an option."
    return ""


LESSON = Program("LESSON", "30", "Customer, hints (Ctrl+T)", lesson_window, TRAIN)
"""What the main menu offers besides, while a lesson is done."""
