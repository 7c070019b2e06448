"""A case of the police desk on one display: rows above, numbered steps below, F6 for the fee."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from data.forms import FormError
from data.permissions import Refused
from screens.board import Board, BoardDisplay, select, typed
from screens.display import Pressed
from screens.lines import Line

if TYPE_CHECKING:
    from screens.desk import Desk

Step = Callable[[], Awaitable[Any]]


@dataclass(frozen=True)
class Case:
    """What is shown of a case now, and what may be done with it."""

    program: str
    title: str
    rows: Sequence[Line]
    steps: Mapping[str, tuple[str, Step]]
    """Number, words and flow of each step that fits the case's state."""
    pay: Step | None = None
    """Takes the fee; None when nothing is owed."""
    help: str = ""


def menu_rows(steps: Mapping[str, tuple[str, Step]]) -> list[Line]:
    """The steps in rows of three."""
    entries = [f"{number:>4} {words:<20}" for number, (words, _) in steps.items()]
    return [Line("".join(entries[n : n + 3]).rstrip()) for n in range(0, len(entries), 3)]


async def work_case(desk: Desk, load: Callable[[], Awaitable[Case]], said: str = "") -> None:
    """Show a case, do what is chosen, show it again; what a rule refuses stands on the message row.

    `said` is the sentence of the form that began the case.
    """
    display = desk.free_display(BoardDisplay)
    fault, before = "", desk.notice
    async with desk.showing(display):
        while True:
            case = await load()
            display.load(_board(case))
            if fault:
                display.fault(fault)
            elif desk.notice is not before and desk.notice:
                display.say(desk.notice[0])
            elif said:
                display.say(said)
            fault, said, before = "", "", desk.notice
            answer = await select(desk, display)
            if answer is None or answer == "/":
                return
            try:
                await _act(case, answer)
            except (Refused, FormError) as error:
                fault = str(error)


def _board(case: Case) -> Board:
    keys = ("help", "exit", *(("new",) if case.pay else ()), "find", "command", "cancel")
    return Board(
        case.program, case.title, above=[*case.rows, Line(""), *menu_rows(case.steps)], help=case.help, legend=keys,
        new_word="Take fee", listens=frozenset({"new"} if case.pay else ()),
    )  # fmt: skip


async def _act(case: Case, answer: Any) -> None:
    if isinstance(answer, Pressed):
        assert case.pay is not None
        await case.pay()
    elif answer in case.steps:
        await case.steps[answer][1]()
    elif typed(answer):
        raise Refused(f"{typed(answer)[:20]} is not on this display. Type a number from above, or F12 to go back.")
