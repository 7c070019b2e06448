"""The menu archetype: lines of text, numbered options, and a selection line that also takes typed commands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from data.fields import Text
from data.forms import Form
from screens.display import Back, Cancel, CheckScanned, Display, Pressed, Prompt, Reply, ScannedText, Submitted
from screens.lines import Line, Lines, as_lines
from screens.panel import Panel

if TYPE_CHECKING:
    from screens.desk import Desk

OPTION_ROWS = 14


@dataclass(frozen=True)
class Selection(Text):
    """A selection line: an option number or a typed command."""

    width: int = 56
    ten_key: ClassVar[bool] = True

    def parse(self, text: str) -> str:
        """The text itself. Raises `FieldError` when a word of it is a card number.

        An account and an amount behind it are not one: the line is not kept, and the fields it fills check for
        themselves.
        """
        for word in text.split():
            super().parse(word)
        return text


@dataclass(frozen=True)
class Option:
    """A numbered choice of a menu."""

    number: str
    title: str


@dataclass(frozen=True)
class Selected(Reply):
    """What was typed on the selection line."""

    text: str


@dataclass(frozen=True)
class Board:
    """What a menu shows."""

    program: str
    title: str
    options: Sequence[Option] = ()
    above: Sequence[str | Line] = ()
    below: Sequence[str | Line] = ()
    help: str = ""
    listens: frozenset[str] = frozenset()
    prompt: str = "Selection or command"
    legend: tuple[str, ...] = ("help", "suspend", "exit", "find", "tape", "command", "cancel")
    new_word: str = ""
    more_word: str = ""
    takes_scans: bool = False
    """Whether a barcode is an answer to this board."""
    takes_checks: bool = False
    """Whether a check put through the reader is an answer to this board."""
    two_columns: bool = False
    """Whether few options stand in two columns too, to leave rows to what is above them."""


def option_lines(options: Sequence[Option], width: int = 80, *, two_columns: bool = False) -> list[str]:
    """The options in one column, or in two when there are many or the board wants it."""
    entries = [f"{option.number:>4}. {option.title}" for option in options]
    if len(entries) <= OPTION_ROWS and not two_columns:
        return [f"  {entry}" for entry in entries]
    rows = (len(entries) + 1) // 2
    left, right = entries[:rows], [*entries[rows:], ""]
    column = width // 2 - 2
    return [f"{a[:column]:<{column}}{b}".rstrip() for a, b in zip(left, right, strict=False)]


class BoardDisplay(Display):
    """A menu."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = Lines()
        self.lines.can_focus = False
        self._has_options = False
        self.panel = Panel()
        self.panel.styles.height = 1

    def body(self) -> Iterable[Widget]:
        yield self.lines
        yield self.panel

    def focus_target(self) -> Widget:
        return self.panel

    @property
    def rests(self) -> bool:
        """Whether this is a menu with nothing typed on its line: a question may come before it."""
        return self._has_options and not self._asking and not self.panel.texts().get("line", "")

    def load(self, board: Board, text: str = "") -> None:
        """Show a board, with an empty selection line."""
        self.program, self.heading, self.legend = board.program, board.title, board.legend
        self.listens, self.new_word, self.takes_scans = board.listens, board.new_word, board.takes_scans
        self.takes_checks, self.more_word = board.takes_checks, board.more_word
        self._has_options = bool(board.options)
        self.form = Form(board.program, board.title, {"line": Selection(board.prompt)}, help=board.help)
        options = option_lines(board.options, two_columns=board.two_columns)
        self.lines.show([*as_lines(board.above), *as_lines(options), *as_lines(board.below)])
        self.panel.load(self.form, {"line": text} if text else None)
        self.clear_message()
        if self.is_mounted:
            self.refresh_frame()

    def show_asking(self, asking: bool) -> None:
        """Row 23, and no selection line as long as it takes nothing."""
        self.panel.visible = not asking
        super().show_asking(asking)

    def pressed(self, id: str) -> None:
        if id in ("page_up", "page_down"):
            self.lines.roll((1 if id == "page_down" else -1) * max(1, self.lines.size.height - 1))
        else:
            super().pressed(id)

    def on_panel_submitted(self, event: Panel.Submitted) -> None:
        self.reply(Submitted(event.values, event.texts))

    def on_panel_prompted(self, event: Panel.Prompted) -> None:
        self.reply(Prompt(event.name))

    def on_panel_faulted(self, event: Panel.Faulted) -> None:
        self.fault(event.sentence, ring=False)

    def on_panel_left(self) -> None:
        self.reply(Back())


Answer = str | Pressed | Prompt | ScannedText | CheckScanned | None
"""What a clerk may answer to a board: the text, a key, F4, a barcode, a check, or None for F12 or Back."""


def typed(answer: Answer) -> str:
    """The text of an answer, nothing for a key, F4, a barcode or a check that this board has no use for."""
    return answer if isinstance(answer, str) else ""


async def select(desk: Desk, display: BoardDisplay) -> Answer:
    """What the clerk chose on a board that is being shown."""
    reply = await desk.turn(display)
    if isinstance(reply, Cancel | Back):
        return None
    if isinstance(reply, Submitted):
        return str(reply.values["line"] or "")
    assert isinstance(reply, Pressed | Prompt | ScannedText | CheckScanned)
    return reply
