"""One widget for one form: it draws all labels and fields and edits them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any, ClassVar

from textual import events
from textual.geometry import Region
from textual.message import Message

from data.forms import Form, FormError
from screens.keys import OPERATORS, typed_character
from screens.panel_accept import CheckedForm
from screens.panel_edit import Editor, Refused
from screens.panel_record import Record


class Panel(CheckedForm, can_focus=True):
    """Draws and edits a declared form: overtype, fixed width, with a steady cursor.

    Every key inside the form is handled here, in order; a keystroke repaints the changed cells and lays out nothing.
    The panel rings the bell for what it refuses; whoever shows the sentence of `Faulted` need not.
    """

    EDITS: ClassVar[dict[str, Callable[[Editor], None]]] = {
        "backspace": Editor.backspace,
        "delete": Editor.delete,
        "left": Editor.left,
        "right": Editor.right,
        "home": Editor.home,
        "end": Editor.end,
        "ctrl+e": Editor.erase,
        "ctrl+u": Editor.erase,
    }
    """Keys that change or walk through the text of one field."""
    MOVES: ClassVar[dict[str, str]] = {
        "tab": "_tab",
        "shift+tab": "_back_tab",
        "down": "_down",
        "up": "_up",
        "ctrl+k": "_field_exit",
        "insert": "_toggle_insert",
    }
    """Keys that stay inside the form, whatever it holds."""
    TEN_KEY: ClassVar[dict[str, str]] = {"+": "_field_plus", "-": "_field_minus", "*": "_prompt", "/": "_back"}
    """What the operators do in fields filled from the ten-key pad."""
    ACTIONS: ClassVar[dict[str, str]] = {"prompt": "_prompt", "post": "_post"}
    """What the application's keys do here, by key id."""
    GROUPS: ClassVar[dict[str, int]] = {"more": 1, "page_down": 1, "page_up": -1}
    """How many groups of fields the application's keys turn, by key id."""

    @dataclass
    class Submitted(Message):
        """Every field is clean: Enter on the last stop, or F10."""

        panel: Panel
        values: dict[str, Any]
        texts: dict[str, str]

    @dataclass
    class Faulted(Message):
        """Something was refused; the sentence belongs on the message row. `name` is empty when no field is meant."""

        panel: Panel
        name: str
        sentence: str

    @dataclass
    class Prompted(Message):
        """The clerk asks which values a field can take."""

        panel: Panel
        name: str

    @dataclass
    class Typed(Message):
        """Texts have changed since the last such message was handled."""

        panel: Panel

        def can_replace(self, message: Message) -> bool:
            """One waiting message stands for any number of keystrokes."""
            return isinstance(message, Panel.Typed) and message.panel is self.panel

    @dataclass
    class Moved(Message):
        """The cursor is in another field."""

        panel: Panel
        name: str

    @dataclass
    class Left(Message):
        """Back (`/`) on the first field: the clerk wants the display before this one."""

        panel: Panel

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.insert_mode = False
        self._deaf_until = 0.0

    # What the owner says and asks

    def load(
        self,
        form: Form,
        texts: dict[str, str] | None = None,
        *,
        touched: set[str] | None = None,
        cursor: str | None = None,
        protected: frozenset[str] = frozenset(),
    ) -> None:
        """Open a form: its defaults, or `texts`; the cursor on the field `cursor` or on the first stop.

        The texts count as accepted, those of `touched` fields as typed and still to be accepted.
        """
        self._record = Record(form, texts, touched, protected)
        self._wrong, self._facts, self.insert_mode = "", [], False
        self._arrange()
        self._group = 0
        self._seat(cursor or self._record.first())
        self.refresh()

    def set_text(self, name: str, text: str) -> None:
        """Put a text into a field as if it had been typed: a value chosen from a prompt, a scan."""
        self._record.put(name, text)
        if name == self._wrong:
            self._wrong = ""
        if name == self._current:
            self._seat(name)
        self._repaint_field(name)
        self.post_message(self.Typed(self))

    def move_to(self, name: str) -> None:
        """Put the cursor into a field. Fields that cannot be typed into are ignored."""
        if name not in self._record.open_fields:
            return
        previous = self._current
        self._seat(name)
        self._repaint_field(previous)
        self._repaint_field(name)
        if name != previous:
            self.post_message(self.Moved(self, name))

    def mark_error(self, name: str, sentence: str) -> None:
        """Show a field in reverse image with the cursor on it and its text kept; posts `Faulted` and rings the bell.

        Keys typed before this moment are dropped: they were meant for a good outcome.
        """
        self.clear_error()
        self.move_to(name)
        self._fault(name, sentence)

    def _fault(self, name: str, sentence: str) -> None:
        """Mark a field, leaving its cursor where it is."""
        self._deaf_until = monotonic()
        self._wrong = name
        self._repaint_field(name)
        self.app.bell()
        self.post_message(self.Faulted(self, name, sentence))

    def gate_passes(self, key: str, character: str | None = None) -> bool:
        """Whether a key never has an effect outside this panel, whatever the panel holds when the key arrives."""
        if key in self.EDITS or key in self.MOVES:
            return True
        return bool(typed := typed_character(key, character)) and typed not in OPERATORS

    # Keys

    async def _on_key(self, event: events.Key) -> None:
        if event.time < self._deaf_until:
            self.app.bell()
        elif not await self._take(event.key, event.character):
            return
        event.stop()
        event.prevent_default()

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        if event.time < self._deaf_until:
            self.app.bell()
        elif self._current and not self._out_of_sight():
            self._edit(lambda editor: editor.paste(event.text))

    async def _take(self, key: str, character: str | None) -> bool:
        """Handle one key; False when it belongs to somebody else."""
        typed, id = typed_character(key, character), self.keymap.id(key) or ""
        if id in self.GROUPS and self.groups > 1:
            await self.next_group(self.GROUPS[id])
            return True
        if not self._current or not (typed or key == "enter" or key in self.EDITS):
            method = (self.MOVES.get(key) or self.ACTIONS.get(id)) if self._current else None
            if method is not None:
                await getattr(self, method)()
            return method is not None
        if self._out_of_sight():
            self.app.bell()
        elif key in self.EDITS:
            self._edit(self.EDITS[key])
        elif key == "enter":
            await self._enter()
        else:
            await self._character(typed)
        return True

    def _out_of_sight(self) -> bool:
        """Bring the current field's group back if another is shown; whether that was needed."""
        group = self._places[self._current].group
        if group == self._group:
            return False
        self._group = group
        self.refresh()
        return True

    async def _character(self, character: str) -> None:
        operator = self.TEN_KEY.get(character)
        if operator and self._acts(character):
            await getattr(self, operator)()
        else:
            self._edit(lambda editor: editor.type(character, self.insert_mode))

    def _acts(self, operator: str) -> bool:
        """Whether an operator of the ten-key pad is an action here and not a character.

        Fields filled from the pad take it as an action; others do where it is no character of theirs, and `/` in an
        empty one goes back, so that nobody is caught in a field for letters.
        """
        editor = self._editor
        kind = editor.kind
        if kind.ten_key:
            return not (operator == "-" and editor.minus_is_text) and not (operator == "/" and editor.slash_is_text)
        return not kind.secret and (not kind.accepts(operator) or (operator == "/" and not editor.text))

    def _edit(self, change: Callable[[Editor], None]) -> bool:
        """Change the current field and repaint the cells that differ; False when the change was refused."""
        editor, name = self._editor, self._current
        before, text = self._view(name), editor.text
        try:
            change(editor)
        except Refused as refusal:
            self._fault(name, str(refusal))
            return False
        if editor.text != text:
            self._record.put(name, editor.text)
            if self._wrong == name:
                self._wrong = ""
            self.post_message(self.Typed(self))
        place = self._places[name]
        if editor.kind.choices():
            self._repaint_field(name)
        elif (span := before.change(self._view(name), place.width)) != (0, 0):
            self.refresh(Region(place.x + span[0], place.row, span[1] - span[0], 1))
        return True

    async def _enter(self) -> None:
        name = self._current
        if await self._leave(strict=True):
            stop = self._record.next_stop(name)
            if stop is None:
                await self._submit()
            else:
                self.move_to(stop)

    async def _post(self) -> None:
        if await self._leave(strict=True):
            await self._submit()

    async def _submit(self) -> None:
        """Accept whatever has not been accepted, check every field, and tell the owner."""
        record = self._record
        for name in record.open_fields:
            if record.pending(name) and not await self._accepted(name):
                return
        try:
            values = record.values()
        except FormError as error:
            self.mark_error(error.name, str(error))
            return
        self.post_message(self.Submitted(self, values, self.texts()))

    async def _tab(self) -> None:
        await self._go(self._record.next_field(self._current) or self._record.open_fields[0])

    async def _back_tab(self) -> None:
        await self._go(self._record.previous_field(self._current) or self._record.open_fields[-1])

    async def _down(self) -> None:
        await self._go(self._beside(1) or self._record.next_field(self._current) or self._record.open_fields[0])

    async def _up(self) -> None:
        await self._go(self._beside(-1) or self._record.previous_field(self._current) or self._record.open_fields[-1])

    async def _field_exit(self) -> None:
        self._edit(Editor.cut)
        await self._tab()

    async def _toggle_insert(self) -> None:
        self.insert_mode = not self.insert_mode

    async def _field_plus(self) -> None:
        """Accept the field and go to the next one; on the last field as Enter."""
        following = self._record.next_field(self._current)
        if following is None:
            await self._enter()
        elif await self._leave(strict=True):
            self.move_to(following)

    async def _field_minus(self) -> None:
        if self._edit(Editor.negate):
            await self._field_plus()

    async def _prompt(self) -> None:
        self.post_message(self.Prompted(self, self._current))

    async def _back(self) -> None:
        target = self._record.back(self._current)
        if target is None:
            self.post_message(self.Left(self))
        else:
            await self._go(target)

    async def next_group(self, step: int = 1) -> None:
        """Turn to the next group of fields, or `step` groups on, and put the cursor into it."""
        group = (self._group + step) % self.groups
        first = next((name for name in self._record.open_fields if self._places[name].group == group), None)
        if first:
            await self._go(first)
        elif not self._current or await self._leave(strict=False):
            self._group = group
            self.refresh()
