"""Training: the classroom's menu, the course, the lesson's window, and what a lesson came to."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol

from data.fields import Text
from data.forms import Form, Values
from data.permissions import ROLES, Permission, Refused
from data.training.lesson import LEVELS
from screens.board import Board, BoardDisplay, Option, select
from screens.display import ExitToMenu, SignedOff
from screens.entry import fill_in
from screens.lines import Line
from screens.listing import Listing, fixed_rows, work_with
from screens.pager import PagerDisplay, read
from screens.programs import Program, run
from screens.training_pane import rows_of
from screens.worklist import Column, Row

if TYPE_CHECKING:
    from data.training.attempt import Attempt, Check
    from data.training.lesson import Lesson
    from data.training.playing import Playing
    from data.training.scoring import Score
    from screens.desk import Desk

TRAIN = Permission("training.do", "everybody may train.", frozenset(code for code, _ in ROLES))
MENU = "30"
LESSON_KEY = "ctrl+t"
"""Opens the lesson's window, in training only."""
FOOT = "Ctrl+T: whole story, hints, policy, the end"
WIDTH = 76
ANSWER = Form("TRN012", "Answer the customer", {"answer": Text("You say", 50, required=True)})


class LessonOver(SignedOff):
    """The lesson has ended: every display of it is left."""


class LineDropped(SignedOff):
    """The line has dropped, as far as the lesson goes."""


class Classroom(Protocol):
    """Where lessons are done."""

    course: tuple[Lesson, ...]
    playing: Playing | None
    """The lesson in hand."""

    async def practise(self, lesson: Lesson, seed: int = 0) -> tuple[Attempt, Score]:
        """Play a lesson until it is over; seed 0 is the next one of this trainee. Its score is kept."""

    async def states(self) -> dict[str, str]:
        """How this trainee stands in each lesson, by its id, in a word or two."""

    async def today(self) -> str:
        """What is to be done today, as a sentence."""

    def put_paper(self) -> bool:
        """Put a new roll into the practice printer; whether it was out of paper."""


def classroom(desk: Desk) -> Classroom:
    """The classroom. Raises `Refused` in live work."""
    if desk.classroom is None:
        raise Refused("Lessons are done in training: counter-tui train.")
    return desk.classroom


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
    return None if answer == "/" or not isinstance(answer, str) else answer


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
    above: list[str | Line] = [
        "", Line(f"  {session.clerk.name[:40]}", "title"), f"  {await classroom(desk).today()}", "",
    ]  # fmt: skip
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
        if not rest.isdigit() or not 1 <= int(rest) <= len(room.course):
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
            await read(desk, "TRN014", lesson.title, _policy(lesson.policy))
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

    rows: list[str | Line] = ["", *(Line(f"  {row}", "title") for row in desk.notice), *result(attempt.checks), ""]
    rows += [f"  {row}" for row in score.lines()]
    desk.notice = ()
    return await read(desk, "TRN020", f"{lesson.title}"[:40], rows, {"new": again}, new_word="Another customer")


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


# the lesson's window


async def lesson_window(desk: Desk, rest: str = "") -> None:
    """The story, hints and policy of the lesson in hand; start again, give up. Raises `LessonOver`."""
    playing = classroom(desk).playing
    if playing is None:
        raise Refused("No lesson is being done.")
    display = desk.free_display(BoardDisplay)
    async with desk.showing(display):
        said = ""
        while True:
            display.load(_window(desk, playing, said))
            answer = await select(desk, display)
            if not isinstance(answer, str) or answer in ("", "/"):
                return
            said = await _chosen(desk, playing, answer)


def _window(desk: Desk, playing: Playing, said: str) -> Board:
    practice = playing.practice
    rows: list[str | Line] = ["", *(Line(f"  {row}", "protected") for row in rows_of(playing.story, WIDTH)), ""]
    for hint in practice.hints[: playing.hints]:
        first, *more = rows_of(hint, WIDTH - 8)
        rows += [f"  Hint: {first}", *(f"        {row}" for row in more)]
    if said:
        rows.append(Line(f"  {said}", "title"))
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
    return Board("TRN010", practice.lesson.title[:40], options, above=rows, help=HELP, prompt="Option", legend=legend)


async def _chosen(desk: Desk, playing: Playing, answer: str) -> str:
    """Do what was chosen in the lesson's window; the sentence about it."""
    if answer == "1":
        return "" if playing.hint() else "There are no more hints."
    if answer == "2":
        await read(desk, "TRN014", playing.practice.lesson.title[:40], _policy(playing.practice.lesson.policy))
    elif answer == "3":
        await _answer(desk, playing)
    elif answer == "4":
        checks = await desk.ask(playing.practice.check)
        return f"{sum(check.passed for check in checks)} of {len(checks)} checks pass."
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


async def _answer(desk: Desk, playing: Playing) -> None:
    async def do(values: Values, _: object) -> str:
        playing.practice.ground.answer = values["answer"]
        return str(values["answer"])

    await fill_in(desk, ANSWER, do)
    if await desk.ask(playing.look, "TRN012"):
        raise LessonOver


def _policy(policy: str) -> list[str | Line]:
    return ["", *(f"  {row}" for row in rows_of(policy, WIDTH))]


PROGRAMS = [
    Program("LESSONS", f"{MENU}.1", "Lessons", show_course, TRAIN, help="LESSONS 12 starts the twelfth."),
]
"""What the classroom's menu offers."""


def classroom_programs() -> list[Program]:
    """Everything the classroom's menu offers."""
    from screens import training_drills

    return [*PROGRAMS, *training_drills.PROGRAMS]


LESSON = Program("LESSON", "30", "Customer, hints (Ctrl+T)", lesson_window, TRAIN)
"""What the main menu offers besides, while a lesson is done."""
