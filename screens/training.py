"""Training: the classroom's menu, the course, and what a lesson came to."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from data.permissions import Refused
from data.training.lesson import LEVELS
from screens.board import Board, BoardDisplay, Option, select, typed
from screens.display import ExitToMenu
from screens.lines import Line
from screens.listing import Listing, fixed_rows, work_with
from screens.pager import PagerDisplay, read
from screens.programs import Program, run
from screens.training_pane import rows_of
from screens.training_room import TRAIN, WIDTH, classroom, policy_rows
from screens.worklist import Column, Row

if TYPE_CHECKING:
    from data.training.attempt import Attempt, Check
    from data.training.lesson import Lesson
    from data.training.scoring import Score
    from screens.desk import Desk

MENU = "30"
FIRST = "New here? Type 1 and Enter, then Enter again: it begins with the keys."
"""Said to who has begun no lesson."""
COMPLAINTS = 3
"""Lesson files that cannot be read, of which the menu speaks."""


async def show_classroom(desk: Desk) -> None:
    """The menu of the classroom, until the trainee leaves."""
    display = desk.free_display(BoardDisplay)
    async with desk.showing(display):
        display.load(await _board(desk))
        while True:
            answer = await _choice(desk, display)
            if answer is None:
                if await _leaves(display):
                    return
                display.load(await _board(desk))
                continue
            try:
                with suppress(ExitToMenu):
                    await _start(desk, answer)
                display.load(await _board(desk))
            except Refused as refusal:
                display.load(await _board(desk))
                display.fault(str(refusal))


async def _choice(desk: Desk, display: BoardDisplay) -> str | None:
    """What was typed on the classroom's menu; None to leave it."""
    try:
        answer = await select(desk, display)
    except ExitToMenu:
        return None
    return None if answer is None or answer == "/" else typed(answer)


async def _leaves(display: BoardDisplay) -> bool:
    try:
        return await display.confirm("Leave training?")
    except ExitToMenu:
        return True


async def _start(desk: Desk, answer: str) -> None:
    """Start what a line of the classroom's menu says. Raises `Refused`."""
    if not answer:
        return
    word, _, rest = answer.partition(" ")
    found = desk.directory.find(word, MENU)
    if not isinstance(found, Program):
        raise Refused(f"{word[:20]} is no option of this menu.")
    await run(desk, found, rest.strip())


async def _board(desk: Desk) -> Board:
    session = desk.clerk_session
    entries = desk.directory.entries(MENU, session)
    options = [Option(entry.number.rpartition(".")[2], entry.title) for entry in entries]
    room = classroom(desk)
    above: list[str | Line] = [
        "", Line(f"  {session.clerk.name[:40]}", "title"), f"  {await room.today()}",
        *(Line(f"  {row}", "title") for row in desk.notice), "",
    ]  # fmt: skip
    desk.notice = ()
    if not any(state not in ("", "new") for state in (await room.states()).values()):
        above += [Line(f"  {FIRST}", "protected"), ""]
    for sentence in room.left_out[:COMPLAINTS]:
        first, *more = rows_of(f"Left out: {sentence}", WIDTH)
        above += [Line(f"  {first}", "alert"), *(Line(f"    {row}", "alert") for row in more)]
    return Board("TRN001", "Training", options, above=above, help=HELP, legend=("help", "exit", "cancel"))


HELP = """Everything here is practice: the accounts and people are invented, nothing is printed but on paper that says \
TRAINING, and no drawer opens.

A lesson puts a customer at the counter. What the customer says and hands over stands in a pane; you work with the \
same screens as in live work. Ctrl+T opens the lesson's window: the story, hints, the policy, start again, give up.

A lesson is over as soon as its goal is reached."""


# the course


async def show_course(desk: Desk, rest: str = "") -> None:
    """The lessons and how the trainee stands in each; `LESSONS 12` starts the twelfth."""
    room = classroom(desk)
    if rest:
        if not rest.isdecimal() or not 1 <= int(rest) <= len(room.course):
            raise Refused(f"There are lessons 1 to {len(room.course)}.")
        await play(desk, room.course[int(rest) - 1])
        return

    async def fetch(direction: str, key: Any, count: int) -> Any:
        states = await room.states()
        rows = [
            Row(lesson.id, (str(n), lesson.title, LEVELS[lesson.level], " ".join(lesson.duties), states[lesson.id]))
            for n, lesson in enumerate(room.course, 1)
        ]
        return await fixed_rows(rows)(direction, key, count)

    async def act(option: str, row: Row) -> None:
        lesson = next(one for one in room.course if one.id == row.key)
        if option == "5":
            await read(desk, "TRN014", "Policy", policy_rows(lesson.policy))
        else:
            await play(desk, lesson)

    columns = (
        Column("No.", 3), Column("Lesson", 36), Column("Level", 14), Column("Duties", 9), Column("State", 8),
    )  # fmt: skip
    options = (("1", "Start"), ("5", "Policy"))
    await work_with(desk, Listing("TRN005", "Lessons", columns, fetch, options, default="1", position="Number"), act)


async def play(desk: Desk, lesson: Lesson) -> None:
    """A lesson, what it came to, and another customer while the trainee wants one."""
    room = classroom(desk)
    again = True
    while again:
        attempt, score = await room.practise(lesson)
        again = bool(await _show_result(desk, lesson, attempt, score))


async def _show_result(desk: Desk, lesson: Lesson, attempt: Attempt, score: Score) -> Any:
    async def again(_: PagerDisplay) -> bool:
        return True

    rows: list[str | Line] = [
        f"  {lesson.title}",
        "",
        *(Line(f"  {row}", "title") for row in desk.notice),
        *result(attempt.checks),
        *ended(attempt),
        "",
    ]
    rows += [f"  {row}" for row in score.lines()]
    desk.notice = ()
    return await read(desk, "TRN020", "Result", rows, {"new": again}, new_word="Another customer")


def ended(attempt: Attempt) -> list[str | Line]:
    """Why a lesson is over whose goal was not reached."""
    if attempt.reached:
        return []
    if attempt.given_up:
        return ["", "  Given up."]
    return [
        "",
        "  What is posted is final, so the lesson is over. At the counter you would take it back",
        "  (option 4.2) and do it again. Here F6 is another customer.",
    ]


def result(checks: Sequence[Check]) -> list[str | Line]:
    """The checks of a goal, one row each, with what was found where one did not pass."""
    found: list[str | Line] = []
    for check in checks:
        word, style = ("ok", "text") if check.passed else ("NO", "alert")
        instead = f" Found: {check.found or 'nothing'}." if not check.passed else ""
        first, *more = rows_of(f"{check.sentence}{instead}", WIDTH - 6)
        found += [Line(f"  {word}  {first}", style), *(Line(f"      {row}", style) for row in more)]
    return found


DROPPED = (
    "",
    "The line to the computer has dropped.",
    "",
    "Somebody has put the plug back in. Enter signs you on again.",
)


async def show_dropped(desk: Desk) -> None:
    """What the trainee sees between a dropped line and the sign-on."""
    await read(desk, "TRN018", "No connection", [f"  {row}" for row in DROPPED])


PROGRAMS = [
    Program("LESSONS", f"{MENU}.1", "Lessons", show_course, TRAIN),
]
"""What the classroom's menu offers."""


def classroom_programs() -> list[Program]:
    """Everything the classroom's menu offers."""
    from screens import training_drills, training_shifts

    return [*PROGRAMS, *training_drills.PROGRAMS, *training_shifts.PROGRAMS]
