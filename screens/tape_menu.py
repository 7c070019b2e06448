"""What may be done with a tape besides adding: hand over its total, correct, print, take lines, compare two tapes."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from data import tape_lines
from data.fields import Choice, Code, Count, Money
from data.forms import Form, FormError, Values
from data.money import show_cents
from data.permissions import Refused
from data.tape import Tape, TapeError
from data.tape_compare import Difference, compare
from data.tenders import title
from data.text import many
from screens.board import Board, BoardDisplay, Option, select
from screens.entry import EntryDisplay, fill_in
from screens.lines import Line
from screens.pager import read

if TYPE_CHECKING:
    from screens.desk import Desk

CORRECT = Form(
    "F8C",
    "Correct a line",
    {
        "line": Count("Line", 5, required=True, minimum=1, help="The number at the left of the line."),
        "amount": Money("Right amount", 14, required=True, minimum_cents=None, help="- makes it a subtraction."),
    },
    help="Gives a line of the tape another amount; every sum below follows.",
)
PUT_IN = Form(
    "F8I",
    "Put a skipped line in",
    {
        "line": Count("Before line", 5, required=True, minimum=1, help="The number at the left of the line below it."),
        "amount": Money("Amount", 14, required=True, minimum_cents=None, help="- makes it a subtraction."),
    },
    help="Puts a line that was skipped where it belongs; every line below moves down by one.",
)
TAKE_OFF = Form(
    "F8O",
    "Take a line off",
    {"line": Count("Line", 5, required=True, minimum=1, help="The number at the left of the line.")},
    help="Takes a line off that was keyed twice; every line below moves up by one.",
)
TAKE = Form(
    "F8L",
    "Take lines from my drawer",
    {
        "kind": Choice(
            "Tender", 2, required=True, default="CK", options=tuple((kind, title(kind)) for kind in tape_lines.KINDS)
        )
    },
    help="Puts every check (or other paper) posted in your drawer on the tape, in the order of posting. "
    "Set that tape aside and tape the checks in your hand: the two are compared line by line.",
)


BATCH = Form(
    "F8B",
    "Take lines from a mail batch",
    {"number": Code("Batch number", 16, required=True)},
    help="Puts every check of a mail batch on the tape, in the order it was keyed.",
)


@dataclass(frozen=True)
class Target:
    """The money field the clerk came from."""

    display: EntryDisplay
    name: str

    @property
    def label(self) -> str:
        """What the field is called."""
        return self.display.form.fields[self.name].label


def money_field(display: Any) -> Target | None:
    """The money field with the cursor on what is shown; None when there is none."""
    if isinstance(display, EntryDisplay):
        name = display.panel.current
        if isinstance(display.form.fields.get(name), Money):
            return Target(display, name)
    return None


def hand_over(tape: Tape, target: Target | None) -> bool:
    """Put the total into the field the clerk came from. Raises `Refused`."""
    if target is None:
        raise Refused("There is no amount field to hand the total to: press F8 while the cursor is in one.")
    cents = tape.total_cents
    if not tape.entries:
        raise Refused("The tape is empty.")
    if cents < 0 and not target.display.form.fields[target.name].credit:
        raise Refused(f"{target.label}: a negative total is not allowed there.")
    if tape.running():
        tape.total()
    target.display.panel.set_text(target.name, show_cents(cents))
    return True


LEGEND = ("help", "exit", "cancel")


async def tape_menu(desk: Desk, tape: Tape, target: Target | None, help: str) -> bool | str:
    """The numbered options of the tape; Enter alone hands over. True when the tape is to be left, or what was done.

    Raises `Refused` and `TapeError`.
    """
    options = [Option("1", f"Hand {show_cents(tape.total_cents)} over to {target.label}")] if target else []
    options += [Option("2", "Correct a line"), Option("3", "Print the tape")]
    options += [Option("4", "Set this tape aside and begin the second")]
    options += [Option("5", "Compare with the first tape")] if tape.first else []
    options += [Option("6", "Take the lines of my drawer"), Option("7", "Tear the tape off")]
    options += [Option("8", "Take the checks of a mail batch"), Option("9", "Put a skipped line in")]
    options += [Option("10", "Take a line off that was keyed twice")]
    display = desk.free_display(BoardDisplay)
    display.load(Board("F8M", "Tape", options, above=[Line("")], help=help, prompt="Option", legend=LEGEND))
    async with desk.showing(display):
        answer = await select(desk, display)
    if not isinstance(answer, str) or answer == "/" or (not answer and target is None):
        return ""
    if answer in ("", "1"):
        return hand_over(tape, target)
    if answer not in ACTS:
        raise Refused("Type a number from the menu of the tape.")
    return await ACTS[answer](desk, tape)


async def _change(desk: Desk, form: Form, change: Callable[..., None]) -> str:
    """Fill in which line, and let the tape change it."""

    async def do(values: Values, _: object) -> bool:
        try:
            change(*values.values())
        except TapeError as error:
            raise FormError("line", str(error)) from None
        return True

    await fill_in(desk, form, do)
    return ""


async def _correct(desk: Desk, tape: Tape) -> str:
    return await _change(desk, CORRECT, tape.correct)


async def _put_in(desk: Desk, tape: Tape) -> str:
    return await _change(desk, PUT_IN, tape.put_in)


async def _take_off(desk: Desk, tape: Tape) -> str:
    return await _change(desk, TAKE_OFF, tape.take_off)


async def _print(desk: Desk, tape: Tape) -> str:
    await desk.ask(tape_lines.print_tape, desk.store, desk.clerk_session, tape)
    desk.wake_worker()
    return "The tape is being printed."


async def _second(desk: Desk, tape: Tape) -> str:
    tape.begin_second()
    return ""


async def _tear_off(desk: Desk, tape: Tape) -> str:
    tape.clear()
    return "The tape is torn off."


async def _take(desk: Desk, tape: Tape) -> str:
    async def do(values: Values, _: object) -> bool:
        found = await desk.ask(tape_lines.drawer_lines, desk.store, desk.clerk_session, values["kind"])
        if not found:
            raise FormError("kind", f"There is no {title(values['kind']).lower()} in your drawer.")
        tape.take(found)
        return True

    await fill_in(desk, TAKE, do)
    return ""


async def _take_batch(desk: Desk, tape: Tape) -> str:
    async def do(values: Values, _: object) -> bool:
        try:
            found = await desk.ask(tape_lines.batch_lines, desk.store, desk.clerk_session, values["number"])
        except Refused as refusal:
            raise FormError("number", str(refusal)) from None
        if not found:
            raise FormError("number", "There are no checks in this batch.")
        tape.take(found)
        return True

    await fill_in(desk, BATCH, do)
    return ""


async def _compare(desk: Desk, tape: Tape) -> str:
    """Show the first difference of the two tapes, or that they agree."""
    if not tape.first:
        raise Refused("Set a first tape aside before you compare.")
    second = tape.section()
    await read(desk, "F8D", "Two tapes compared", comparison(tape.first, second, compare(tape.first, second)))
    return ""


ACTS = {
    "2": _correct, "3": _print, "4": _second, "5": _compare, "6": _take, "7": _tear_off, "8": _take_batch,
    "9": _put_in, "10": _take_off,
}  # fmt: skip


def comparison(first: tuple[int, ...], second: list[int], found: Difference | None) -> list[Line]:
    """Both tapes side by side around their first difference, and their sums."""
    says = f"The tapes agree: {many(len(first), 'line')}." if found is None else found.sentence
    style = "title" if found is None else "alert"
    rows = [*(Line(f"  {row}", style) for row in textwrap.wrap(says, 74)), Line("")]
    rows.append(Line(f"  {'Line':>6}{'First tape':>18}{'Second tape':>18}", "label"))
    at = len(first) if found is None else found.line
    for line in range(max(1, at - 5), min(max(len(first), len(second)), at + 5) + 1):
        amounts = [f"{show_cents(tape[line - 1]) if line <= len(tape) else '':>18}" for tape in (first, second)]
        style = "alert" if found is not None and line == found.line else "protected"
        rows.append(Line(f"  {line:>6}{''.join(amounts)}", style))
    sums = f"{show_cents(sum(first)):>18}{show_cents(sum(second)):>18}"
    rows += [Line(""), Line(f"  {'Total':>6}{sums}", "title")]
    return [*rows, Line(f"  {'Off':>6}{'':>18}{show_cents(sum(second) - sum(first)):>18}")]
