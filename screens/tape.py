"""F8: the adding machine, a tape of signed amounts with item count, subtotal and total."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.widget import Widget

from data.fields import FieldError, Money
from data.forms import Form
from data.money import show_cents
from screens.display import Back, Cancel, Display
from screens.lines import Line, Lines
from screens.panel import Panel

if TYPE_CHECKING:
    from screens.desk import Desk

FORM = Form(
    "F8",
    "Tape",
    {"amount": Money("Amount", 14, minimum_cents=None)},
    help="Type an amount, then + to add, - to subtract, * for the total. Enter adds. An empty + gives a subtotal. "
    "F12 leaves; the tape is kept until you sign off.",
)


@dataclass
class Tape:
    """An adding-machine tape; amounts in integer cents."""

    amounts: list[int] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)

    @property
    def total_cents(self) -> int:
        """The sum since the last total."""
        return sum(self.amounts)

    def add(self, cents: int) -> None:
        """One signed amount."""
        self.amounts.append(cents)
        self.printed.append(f"{show_cents(abs(cents)):>20} {'-' if cents < 0 else '+'}")

    def subtotal(self) -> None:
        """Print the running sum and go on."""
        self.printed.append(f"{len(self.amounts):03d}{show_cents(self.total_cents):>17} ◊")

    def total(self) -> int:
        """Print the sum and start anew; the sum in cents."""
        total = self.total_cents
        self.printed += [f"{len(self.amounts):03d}{show_cents(total):>17} *", ""]
        self.amounts.clear()
        return total


class TapePanel(Panel):
    """The amount field; the operators print on the tape instead of moving through a form."""

    OPERATORS: ClassVar[dict[str, str]] = {
        "plus": "+",
        "add": "+",
        "minus": "-",
        "subtract": "-",
        "asterisk": "*",
        "multiply": "*",
        "enter": "+",
    }

    def gate_passes(self, key: str, character: str | None = None) -> bool:
        return key not in self.OPERATORS and super().gate_passes(key, character)

    async def on_key(self, event: events.Key) -> None:
        operator = self.OPERATORS.get(event.key)
        if operator is None:
            return
        event.stop()
        event.prevent_default()
        display = self.screen
        assert isinstance(display, TapeDisplay)
        display.operate(operator, self.texts()["amount"])


class TapeDisplay(Display):
    """The tape above, the amount below."""

    legend = ("help", "exit", "cancel")

    def __init__(self) -> None:
        super().__init__()
        self.lines = Lines()
        self.lines.can_focus = False
        self.panel = TapePanel()
        self.panel.styles.height = 1
        self.tape = Tape()

    def body(self) -> Iterable[Widget]:
        yield self.lines
        yield self.panel

    def focus_target(self) -> Widget:
        return self.panel

    def load(self, tape: Tape) -> None:
        """Go on with a tape."""
        self.program, self.heading, self.tape = FORM.code, "Adding machine", tape
        self.panel.load(FORM)
        self._show()

    def operate(self, operator: str, text: str) -> None:
        """`+`, `-` or `*` with what was typed before it."""
        try:
            cents = FORM.fields["amount"].clean(text)
        except FieldError as error:
            self.fault(str(error))
            return
        self.clear_message()
        if cents is not None:
            self.tape.add(-cents if operator == "-" else cents)
        elif operator == "+":
            self.tape.subtotal()
        if operator == "*":
            self.say(f"Total {show_cents(self.tape.total())}")
        self.panel.load(FORM)
        self._show()

    def _show(self) -> None:
        rows: list[Any] = [Line("Amount then + adds, - subtracts, * is the total; + alone is a subtotal.", "legend")]
        rows += [f"{'':24}{row}" for row in self.tape.printed[-18:]]
        self.lines.show(rows)

    def on_panel_faulted(self, event: Panel.Faulted) -> None:
        self.fault(event.sentence)


async def show_tape(desk: Desk, tape: Tape) -> None:
    """The adding machine, until the clerk leaves it."""
    display = desk.free_display(TapeDisplay)
    display.load(tape)
    async with desk.showing(display):
        while not isinstance(await desk.turn(display), Cancel | Back):
            pass
