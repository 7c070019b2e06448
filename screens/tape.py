"""F8: the adding machine on top of whatever is shown, and its menu: hand over, correct, print, compare two tapes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.widget import Widget

from data.fields import Money
from data.forms import Form, FormError
from data.money import show_cents
from data.permissions import Refused
from data.tape import Tape, TapeError
from data.tape_machine import Machine
from data.text import many
from screens.display import Back, Cancel, Display, Reply
from screens.lines import Line, Lines
from screens.panel import Panel
from screens.tape_menu import Target, hand_over, money_field, tape_menu

if TYPE_CHECKING:
    from screens.desk import Desk

__all__ = ["Tape", "show_tape"]

HELP = """Amounts: 1250 + adds 12.50, 1250 - subtracts it; Enter adds as + does. A typed point means dollars.

Multiply: 12 * 3.50 + adds 42.00. Percent: 8.25 * 100.00 / leaves 8.25 in the field; + adds it, - subtracts it.

A number that is not added: 1021 / prints it with #.

With nothing typed: + is the subtotal, * the total, * again the grand total, - takes the last line back, / leaves.

Enter with nothing typed opens the menu: hand the total over to the field you came from (Enter again does it), correct
any line, put one in or take one off, print, take the lines of your drawer, set a tape aside and compare a second tape
of the same checks with it. PageUp and PageDown roll a long tape.

F10 hands the total over at once. The tape is kept until you sign off."""
AMOUNT = Form("F8", "Tape", {"amount": Money("Amount", 14, minimum_cents=None)}, help=HELP)
SHOWN = 17
"""Lines of the tape in sight."""


class Asked(Reply):
    """The clerk asked for the menu of the tape."""


class HandOver(Reply):
    """F10: the total goes to the field the clerk came from."""


class TapePanel(Panel):
    """The amount field; the operators work the machine instead of moving through a form."""

    OPERATORS: ClassVar[dict[str, str]] = {
        "plus": "+",
        "add": "+",
        "minus": "-",
        "subtract": "-",
        "asterisk": "*",
        "multiply": "*",
        "slash": "/",
        "divide": "/",
        "enter": "=",
    }

    def gate_passes(self, key: str, character: str | None = None) -> bool:
        return key not in self.OPERATORS and super().gate_passes(key, character)

    async def on_key(self, event: events.Key) -> None:
        display = self.screen
        assert isinstance(display, TapeDisplay)
        operator = self.OPERATORS.get(event.key)
        if operator is None and self.keymap.id(event.key) != "post":
            return
        event.stop()
        event.prevent_default()
        if operator is None:
            display.reply(HandOver())
        else:
            display.operate(operator, self.texts()["amount"])


class TapeDisplay(Display):
    """The tape above, the amount below."""

    legend = ("help", "exit", "cancel")

    def __init__(self) -> None:
        super().__init__()
        self.form = AMOUNT
        self.lines = Lines()
        self.lines.can_focus = False
        self.panel = TapePanel()
        self.panel.styles.height = 1
        self.machine = Machine(Tape())
        self.target: Target | None = None
        self.back = 0
        """How many lines the tape is rolled back."""
        self.room = SHOWN
        """Lines of the tape shown at a time."""

    def body(self) -> Iterable[Widget]:
        yield self.lines
        yield self.panel

    def focus_target(self) -> Widget:
        return self.panel

    def load(self, tape: Tape, target: Target | None) -> None:
        """Go on with a tape."""
        self.program, self.heading = AMOUNT.code, "Adding machine"
        self.machine, self.target = Machine(tape), target
        self.clear_message()
        self.show()

    def operate(self, operator: str, text: str) -> None:
        """An operator or Enter (`=`) with what was typed before it."""
        try:
            done = self.machine.press(operator, text)
        except TapeError as error:
            self.fault(str(error))
            return
        if done.leave or done.menu:
            self.reply(Back() if done.leave else Asked())
            return
        self.clear_message()
        if done.said:
            self.say(done.said)
        self.show("" if done.amount_cents is None else show_cents(done.amount_cents))

    def show(self, amount: str = "") -> None:
        """Draw the end of the tape, with an amount in the field."""
        self.back = 0
        self.draw()
        self.panel.load(AMOUNT, {"amount": amount} if amount else None)

    def draw(self) -> None:
        """Draw the tape as far as it was rolled back."""
        head = [Line("Amount then + or -. Alone: + subtotal, * total, - takes back, Enter menu.", "legend")]
        if self.target is not None:
            head.append(Line(f"Enter twice, or F10, hands the total over to {self.target.label}.", "label"))
        tape = self.machine.tape
        if tape.first:
            first = f"{many(len(tape.first), 'line')}, {show_cents(sum(tape.first))}"
            head.append(Line(f"Second tape. The first: {first}. Enter and 5 compares them.", "label"))
        below = [Line(f"{'':28}{self.machine.waiting:>17}", "title")] if self.machine.waiting else []
        printed = tape.printed()
        self.room = SHOWN - len(head) - len(below)
        self.back = max(0, min(self.back, len(printed) - self.room))
        end = len(printed) - self.back
        rows = [Line(f"{'':24}{one.text()}", _style(one.number)) for one in printed[max(0, end - self.room) : end]]
        self.lines.show([*head, Line(_unseen(max(0, end - self.room), self.back), "legend"), *rows, *below])

    def on_panel_faulted(self, event: Panel.Faulted) -> None:
        self.fault(event.sentence, ring=False)

    def pressed(self, id: str) -> None:
        if id == "tape":
            self.fault("This is the tape. / or F12 leaves it.")
        elif id in ("page_up", "page_down"):
            self.back += self.room if id == "page_up" else -self.room
            self.draw()
        else:
            super().pressed(id)


def _unseen(above: int, below: int) -> str:
    """How many lines are out of sight, in words."""
    sides = [f"{many(count, 'line')} {where}" for count, where in ((above, "above"), (below, "below")) if count]
    return f"{', '.join(sides)}: PageUp and PageDown roll." if sides else ""


def _style(number: int) -> str:
    return "protected" if number else "title"


async def show_tape(desk: Desk, tape: Tape) -> None:
    """The adding machine, until the clerk leaves it or hands its total over."""
    target = money_field(desk.screen)
    display = desk.free_display(TapeDisplay)
    display.load(tape, target)
    async with desk.showing(display):
        while True:
            reply = await desk.turn(display)
            if isinstance(reply, Cancel | Back):
                return
            try:
                done = (
                    hand_over(tape, target)
                    if isinstance(reply, HandOver)
                    else await tape_menu(desk, tape, target, HELP)
                )
                if done is True:
                    return
                display.show()
                if done:
                    display.say(done)
            except (Refused, FormError, TapeError) as error:
                display.show()
                display.fault(str(error))


async def adding_machine(desk: Desk, rest: str = "") -> None:
    """The adding machine of whoever has signed on."""
    await show_tape(desk, desk.tape)
