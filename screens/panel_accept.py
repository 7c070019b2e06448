"""Accepting the fields of a form as they are left: checked, tidied, looked up by the owner. `Panel` adds the keys."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Awaitable, Callable
from typing import Any

from textual.geometry import Region

from data import permissions
from data.fields import FieldError
from data.forms import FormError, Look
from screens.panel_form import FormSurface

Accept = Callable[[str, Any, dict[str, Any]], Awaitable[Look | None]]
"""Called with a field's name, its clean value and all clean values so far, when a changed field has been left."""


class CheckedForm(FormSurface):
    """A form whose fields are accepted one after another, in the order in which the clerk leaves them."""

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.accept: Accept | None = None
        """Awaited inside the key handler, so that later keys wait behind it. It may raise `FieldError`, `FormError` or
        `Refused`; the sentence is shown on the field."""

    @abstractmethod
    def mark_error(self, name: str, sentence: str) -> None:
        """Show a field as wrong."""

    @abstractmethod
    def move_to(self, name: str) -> None:
        """Put the cursor into a field."""

    def show_facts(self, look: Look) -> None:
        """Draw what is known under the fields, an alert first, and fill fields the clerk has not typed into."""
        self._facts = [(look.alert, "alert")] if look.alert else []
        self._facts += [(line, "protected") for line in look.lines]
        for name in self._record.fill(look):
            if name == self._current:
                self._seat(name)
            self._repaint_field(name)
        top = self._facts_top()
        self.refresh(Region(0, top, self.area.width, max(0, self.area.height - top)))

    def clear_error(self) -> None:
        """Draw no field as wrong."""
        wrong, self._wrong = self._wrong, ""
        self._repaint_field(wrong)

    async def _leave(self, *, strict: bool) -> bool:
        """Accept the current field; when not `strict` a text already refused may stand until the form is submitted."""
        name, record = self._current, self._record
        if not strict:
            try:
                record.value(name)
            except FieldError:
                return True
            if record.refused.get(name) == record.texts[name]:
                return True
        elif not record.pending(name):
            try:
                record.check(name)
            except FormError as error:
                self.mark_error(error.name, str(error))
                return False
        return not record.pending(name) or await self._accepted(name)

    async def _accepted(self, name: str) -> bool:
        """Check one changed field, tidy its text, and let the owner look it up; False when it was refused."""
        record = self._record
        try:
            value = record.check(name)
            self._repaint_field(name)
            record.refused[name] = record.texts[name]
            look = await self.accept(name, value, record.values_so_far()) if self.accept else None
        except (FieldError, permissions.Refused) as error:
            self.mark_error(name, str(error))
            return False
        except FormError as error:
            self.mark_error(error.name, str(error))
            return False
        record.accepted[name] = record.refused.pop(name)
        if look is not None and record is self._record:
            self.show_facts(look)
        return record is self._record

    async def _go(self, name: str | None) -> None:
        """Leave the current field unchecked and go to another."""
        if name and await self._leave(strict=False):
            self.move_to(name)
