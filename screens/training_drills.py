"""The drills: their menu, the questions one by one, and what they came to in figures and pictures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from time import monotonic
from typing import TYPE_CHECKING

from textual import events
from textual.widget import Widget

from data.forms import Form, FormError
from data.permissions import ADMINISTRATOR, STAFF, Permission, Refused
from data.training import progress
from data.training.digits import DIGIT, OPERATION, PAIR, Key, Skills, Weights, weakest
from data.training.drills import DRILLS, Drill, drill, field_of
from data.training.figures import Answer, Figures, figures
from data.training.progress import ProgressStore, Run, Trainee
from data.training.questions import Question
from screens.board import Board, BoardDisplay, Option, select
from screens.display import Cancel, Display, Submitted
from screens.keys import typed_character
from screens.lines import Line, Lines
from screens.pager import read
from screens.panel import Panel
from screens.programs import Program
from screens.training_pictures import SUMS, over_time, result

if TYPE_CHECKING:
    from screens.desk import Desk

HELP = """Type what is shown and press Enter. The hand stays on 4 5 6; the eyes stay on the paper.

Every key is timed from the one before. Backspace corrects and costs its time. Digits, pairs of digits and kinds of
sums at which you are slow or wrong come more often the next time.

F12 gives the drill up; nothing of it is kept. Amounts are typed as everywhere: 1250 or 12.50 is 12.50."""
TRAIN = Permission("training", "training is for the city's staff.", STAFF | {ADMINISTRATOR})


class DrillPanel(Panel):
    """One field; every key is kept with its time."""

    def __init__(self) -> None:
        super().__init__()
        self.struck: list[Key] = []
        self._before = 0.0

    def begin(self) -> None:
        """A question is shown: the time runs."""
        self.struck, self._before = [], monotonic()

    def on_key(self, event: events.Key) -> None:
        """Note the key; what it does is the panel's."""
        ms = max(0, round((event.time - self._before) * 1000))
        self._before = max(self._before, event.time)
        self.struck.append(Key(typed_character(event.key, event.character) or event.key, ms))


class DrillDisplay(Display):
    """A question above, its answer below."""

    legend = ("help", "exit", "cancel")

    def __init__(self) -> None:
        super().__init__()
        self.lines = Lines()
        self.lines.can_focus = False
        self.panel = DrillPanel()
        self.panel.styles.height = 1

    def body(self) -> Iterable[Widget]:
        yield self.lines
        yield self.panel

    def focus_target(self) -> Widget:
        return self.panel

    def ask(self, of: Drill, question: Question, number: int, so_far: Figures) -> None:
        """Show a question."""
        self.program, self.heading = "TRN030", of.title
        self.form = Form("TRN030", of.title, {"answer": field_of(question)}, help=HELP)
        pace = f"{so_far.gross_per_hour:,} keys an hour" if so_far.answers else ""
        head = Line(f" {of.about:<58}{number:>4} of {self.total:<4}", "label")
        shown = [Line(f"     {row}", "protected") for row in question.shown]
        self.lines.show([head, Line(f" {pace}", "legend"), Line(""), *shown, Line("")])
        self.panel.load(self.form)
        self.panel.begin()
        if self.is_mounted:
            self.refresh_frame()

    total = 0
    """How many questions there are."""

    def on_panel_submitted(self, event: Panel.Submitted) -> None:
        self.reply(Submitted(event.values, event.texts))

    def on_panel_faulted(self, event: Panel.Faulted) -> None:
        self.fault(event.sentence, ring=False)

    def on_panel_left(self) -> None:
        self.say("F12 gives the drill up.")


async def trainee(desk: Desk) -> tuple[ProgressStore, Trainee]:
    """Where progress is kept, and who trains here. Raises `Refused` in live work."""
    if desk.progress is None or desk.trainee is None:
        raise Refused("This belongs to training: counter-tui train.")
    return desk.progress, desk.trainee


async def drills(desk: Desk, rest: str) -> None:
    """The menu of drills; a code or number after the command starts one."""
    store, who = await trainee(desk)
    if rest.strip():
        await run_drill(desk, _named(rest.strip()))
        return
    display = desk.free_display(BoardDisplay)
    async with desk.showing(display):
        display.load(_board(await desk.ask(progress.skills, store, who)))
        while True:
            answer = await select(desk, display)
            if answer is None or answer == "/":
                return
            try:
                if isinstance(answer, str) and answer:
                    await run_drill(desk, _named(answer))
                display.load(_board(await desk.ask(progress.skills, store, who)))
            except (Refused, FormError) as error:
                display.load(_board(await desk.ask(progress.skills, store, who)))
                display.fault(str(error))


def _named(word: str) -> Drill:
    found = drill(word)
    if found is None:
        raise Refused("Type the number of a drill.")
    return found


def _board(known: Skills) -> Board:
    weak = _weak(known)
    above = [Line(""), *(Line(f"  {row}", "protected") for row in weak), *([Line("")] if weak else [])]
    return Board(
        "TRN025", "Ten-key drills", [Option(str(one.number), one.title) for one in DRILLS],
        above=above, help=HELP, prompt="Drill", legend=("help", "exit", "cancel"),
    )  # fmt: skip


def _weak(known: Skills) -> list[str]:
    """What comes more often now, in sentences."""
    said = {DIGIT: "Digits", PAIR: "Pairs of digits", OPERATION: "Sums"}
    found = [(said[kind], [SUMS.get(name, name) for name in weakest(known, kind)]) for kind in said]
    return [f"{title} to work on: {', '.join(names)}." for title, names in found if names]


async def run_drill(desk: Desk, of: Drill, length: int = 0) -> None:
    """Ask every question, keep the drill, and show what it came to. F12 gives it up."""
    store, who = await trainee(desk)
    seed = await desk.ask(progress.next_drill_seed, store, who, of.code)
    known = await desk.ask(progress.skills, store, who)
    answers = await _ask_all(desk, of, of.questions(seed, Weights(known), length))
    if answers is None:
        return
    done = await desk.ask(progress.keep_drill, store, who, of.code, seed, answers)
    runs = await desk.ask(progress.runs, store, who, of.code)
    await read(desk, "TRN040", of.title, result(of, answers, done, runs, ascii_only=desk.ascii_only))


async def _ask_all(desk: Desk, of: Drill, questions: Sequence[Question]) -> list[Answer] | None:
    answers: list[Answer] = []
    display = desk.free_display(DrillDisplay)
    display.total = len(questions)
    display.clear_message()
    display.ask(of, questions[0], 1, Figures())
    async with desk.showing(display):
        while True:
            reply = await desk.turn(display)
            if isinstance(reply, Cancel):
                return None
            assert isinstance(reply, Submitted)
            question = questions[len(answers)]
            answers.append(Answer(question, reply.texts["answer"], tuple(display.panel.struck)))
            if len(answers) == len(questions):
                return answers
            display.clear_message()
            if not of.at_end and not answers[-1].right:
                display.show_message("", _was(answers[-1]), "error")
            display.ask(of, questions[len(answers)], len(answers) + 1, figures(answers))


def _was(answer: Answer) -> str:
    """What would have been right, for the message row."""
    shown = field_of(answer.question).show(answer.question.answer)
    return f"{answer.question.asked}: it was {shown}, not {answer.text}."


async def my_figures(desk: Desk, rest: str) -> None:
    """The trainee's own figures over time."""
    store, who = await trainee(desk)
    await show_figures(desk, store, who)


async def show_figures(desk: Desk, store: ProgressStore, who: Trainee) -> None:
    """Somebody's figures over time, as pictures."""
    runs: list[Run] = await desk.ask(progress.runs, store, who)
    if not runs:
        raise Refused(f"{who.name} has done no drill yet.")
    known = await desk.ask(progress.skills, store, who)
    await read(desk, "TRN050", f"Keys: {who.name}"[:28], over_time(runs, known, ascii_only=desk.ascii_only))


async def my_record(desk: Desk, rest: str) -> None:
    """The trainee's own proficiency record."""
    from screens.training_record import record

    await record(desk, rest)


PROGRAMS = [
    Program("DRILLS", "30.2", "Ten-key and arithmetic drills", drills, TRAIN),
    Program("FIGURES", "30.3", "My keys per hour and accuracy", my_figures, TRAIN),
    Program("RECORD", "30.4", "My proficiency record", my_record, TRAIN),
]
