"""What every display has in common: the frame, the keys that always work, and one reply at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from textual import events
from textual.app import ComposeResult
from textual.widget import Widget

from screens.canvas import Canvas
from screens.frame import LegendRow, MessageKind, MessageRow, TitleRow
from screens.keys import EVERYWHERE

if TYPE_CHECKING:
    from devices.micr import CheckLine
    from screens.desk import Desk


class ExitToMenu(Exception):
    """F3: every display down to the main menu is left."""


class SignedOff(Exception):
    """The clerk has signed off; the work is over."""


@dataclass(frozen=True)
class Reply:
    """What the clerk answered to a display; subclasses say what."""


class Cancel(Reply):
    """F12: back one display, nothing checked, nothing done."""


class Exit(Reply):
    """F3: to the menu."""


class SignOff(Reply):
    """The session is over, whatever is on the screen."""


@dataclass(frozen=True)
class Pressed(Reply):
    """A function key this display listens to, by its id in `screens.keys`."""

    id: str


@dataclass(frozen=True)
class Submitted(Reply):
    """A form whose fields are all clean."""

    values: dict[str, Any]
    texts: dict[str, str]


@dataclass(frozen=True)
class Prompt(Reply):
    """F4 in a field of the form."""

    name: str


class Back(Reply):
    """`/` in the first field: the ten-key's way to cancel a display."""


@dataclass(frozen=True)
class Answered(Reply):
    """A yes or no on the message row."""

    yes: bool


@dataclass(frozen=True)
class CheckScanned(Reply):
    """A check was put through the reader."""

    line: CheckLine


@dataclass(frozen=True)
class ScannedText(Reply):
    """A barcode, wherever the cursor was."""

    text: str


YES_KEYS = frozenset({"enter", "1", "y", "Y", "plus"})
NO_KEYS = frozenset({"0", "n", "N", "f12", "escape", "slash", "minus"})
WHILE_ASKED = ("help", "exit", "cancel")
"""Keys of the legend while a yes or no is asked for."""
ALWAYS = ("help", "find", "tape", "command", "lock", "incident")
"""Keys that open something of their own on top of any display."""


class Display(Canvas[None], inherit_bindings=False):
    """A screen of the family: title row, body, key legend, message row."""

    DEFAULT_CSS = """
    Display { background: $background; }
    """
    AUTO_FOCUS = ""

    program = ""
    """Program id at the left of row 1."""
    heading = ""
    legend: tuple[str, ...] = ("help", "exit", "find", "command", "cancel")
    """Ids of the keys in the legend."""
    listens: frozenset[str] = frozenset()
    """Keys besides F3 and F12 that come back as `Pressed`."""
    new_word = ""
    """What F6 makes here, for the legend."""
    more_word = ""
    """What F11 shows or does here, for the legend."""
    takes_scans = False
    """Whether a barcode comes back as `ScannedText` instead of being routed by the application."""
    takes_checks = False
    """Whether a check put through the reader comes back as `CheckScanned`."""

    def __init__(self) -> None:
        super().__init__()
        self.title_row = TitleRow()
        self.legend_row = LegendRow()
        self.message_row = MessageRow()
        self._reply: asyncio.Future[Reply] | None = None
        self._asking = False
        self._question = ""
        self.message = ""
        """The whole of what row 24 says; help shows it when the row cuts it off."""
        self.message_kind: MessageKind = "info"

    @property
    def desk(self) -> Desk:
        """The application, as screens know it."""
        return cast("Desk", self.app)

    def body(self) -> Iterable[Widget]:
        """The widgets between title and legend."""
        return ()

    def compose(self) -> ComposeResult:
        yield self.title_row
        yield from self.body()
        yield from self.desk.around()
        yield self.legend_row
        yield self.message_row

    def focus_target(self) -> Widget | None:
        """The widget that takes the keys."""
        return None

    def on_mount(self) -> None:
        self.refresh_frame()

    def on_screen_resume(self) -> None:
        self.message_row.show_state(*self.desk.keyboard)
        self.refresh_frame()
        self.take_focus()

    def take_focus(self) -> None:
        """Give the keys to the body, unless a question is being asked."""
        target = None if self._asking else self.focus_target()
        if target is not None and self.focused is not target:
            self.set_focus(target, scroll_visible=False)

    def refresh_frame(self) -> None:
        """Draw title and legend again."""
        desk = self.desk
        self.title_row.show(**desk.title_parts(self.program, self.heading))
        self.legend_row.show(desk.keymap.legend(self.shown_keys, (self.size.width or 80) - 1, self.legend_words))

    @property
    def shown_keys(self) -> tuple[str, ...]:
        """Ids of the keys that work now and stand in row 23."""
        if self._asking:
            return WHILE_ASKED
        return tuple(id for id in self.legend if id not in EVERYWHERE or self.desk.session is not None)

    @property
    def legend_words(self) -> dict[str, str]:
        """The legend's words of this display, by key id, where it says more than the keyboard's own."""
        return {id: word for id, word in (("new", self.new_word), ("more", self.more_word)) if word}

    def show_asking(self, asking: bool) -> None:
        """Row 23 as long as a yes or no is asked for, and after it."""
        self._asking = asking
        self.refresh_frame()

    # the conversation with a flow

    async def turn(self) -> Reply:
        """The clerk's next answer. Call it through `Desk.turn`, which lets the keys through meanwhile."""
        return await self.listen()

    def listen(self) -> asyncio.Future[Reply]:
        """Take the clerk's next answer from now on; it is there in the moment of the key that gives it."""
        self._reply = asyncio.get_running_loop().create_future()
        return self._reply

    @property
    def waiting(self) -> bool:
        """Whether a flow waits for this display's answer."""
        return self._reply is not None and not self._reply.done()

    def reply(self, reply: Reply) -> None:
        """Answer the flow; the gate is shut in the same moment, so that no key runs ahead of it."""
        if self.waiting and self._reply is not None:
            self.desk.shut()
            self._reply.set_result(reply)

    async def confirm(self, question: str) -> bool:
        """Ask once on the message row; Enter or 1 is yes, 0 or F12 is no. Called by a flow."""
        self.set_focus(None)
        self.show_asking(True)
        self._question = f"{question}  1=Yes 0=No"
        self.show_message("", self._question, "question")
        self.desk.let_through()
        answer = await self.turn()
        self.show_asking(False)
        self.clear_message()
        self.take_focus()
        if isinstance(answer, Exit):
            raise ExitToMenu
        if isinstance(answer, SignOff):
            raise SignedOff
        return isinstance(answer, Answered) and answer.yes

    # the message row

    def say(self, text: str) -> None:
        """A plain message in row 24."""
        self.show_message("", text, "info")

    def show_message(self, number: str, text: str, kind: MessageKind) -> None:
        """A message in row 24; what does not fit there is read with F1."""
        self.message, self.message_kind = text, kind
        room = max(20, (self.size.width or 80) - 8)
        self.message_row.show(number, text if len(text) <= room else f"{text[: room - 6]}… F1", kind)

    def clear_message(self) -> None:
        """An empty row 24."""
        self.message = ""
        self.message_row.clear()

    def fault(self, sentence: str, *, ring: bool = True) -> None:
        """An error in row 24, with the bell unless it has rung; type-ahead is dropped, the keyboard locked a moment."""
        if ring:
            self.desk.bell()
        self.desk.report_fault(self, sentence)

    # keys

    def on_key(self, event: events.Key) -> None:
        id = self.desk.keymap.id(event.key)
        if self._asking:
            event.stop()
            self._answered(event.key, id)
        elif id is not None:
            event.stop()
            event.prevent_default()
            self.pressed(id)

    def _answered(self, key: str, id: str | None) -> None:
        """Act on a key while a question is asked; one that is no answer drops what was typed, and asks again."""
        if id == "exit":
            self.reply(Exit())
        elif key in YES_KEYS or key in NO_KEYS or id == "cancel":
            self.reply(Answered(key in YES_KEYS))
        elif id in ("help", "lock"):
            self.desk.open_key(id)
        elif key == "backspace":  # a Reset that was not needed
            self.desk.bell()
        else:
            self.fault(self._question)

    def pressed(self, id: str) -> None:
        """Act on a key of the application that the body did not use."""
        if id in self.listens:
            self.reply(Pressed(id))
        elif id in ALWAYS:
            self.desk.open_key(id)
        elif id == "exit":
            self.reply(Exit())
        elif id == "cancel":
            self.reply(Cancel())
        elif id not in ("page_up", "page_down"):
            self.fault(f"{self.desk.keymap.legend([id])} has no meaning here. The keys that work are in row 23.")
