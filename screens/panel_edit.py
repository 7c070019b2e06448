"""Editing the text of one field: overtype, insert, erase, paste. Plain Python; the panel draws it."""

from __future__ import annotations

from data.fields import Field, Money, Yes
from data.text import TextError, clean_text
from screens.cells import cells, compose


class Refused(ValueError):
    """A key or a paste this field does not take; the message is the sentence for the message row."""


class Editor:
    """The text of the field the cursor is in. A refused change leaves the text as it was."""

    def __init__(self, kind: Field, text: str, *, fresh: bool = False) -> None:
        """`fresh`: the first character typed replaces the whole text."""
        self.kind = kind
        self.text = text.replace(",", "") if isinstance(kind, Money) else text
        """What stands in the field; an amount without the commas it is shown with, which would be in the way."""
        self.cursor = 0
        """Characters before the cursor."""
        self.fresh = fresh and bool(text)

    def type(self, character: str, insert: bool = False) -> None:
        """Put one typed character at the cursor. Raises `Refused`."""
        if not self.kind.accepts(character) or not character.isprintable():
            raise Refused(f"{self.kind.label}: that key is not taken here. {self._expected()}".rstrip())
        before, after = ("", "") if self.fresh else (self.text[: self.cursor], self.text[self.cursor :])
        if not insert and cells(character) > 0:
            after = after[self._cluster(after) :]
        self._put(before + character, after)

    def paste(self, text: str) -> None:
        """Put the first line of pasted text at the cursor, or refuse all of it. Raises `Refused`."""
        line = (text.splitlines() or [""])[0]
        try:
            plain = clean_text(line)
        except TextError as error:
            raise Refused(str(error)) from None
        if self.kind.secret:
            plain = line
        if not all(map(self.kind.accepts, plain)):
            raise Refused(f"{self.kind.label}: the pasted text cannot be used here. {self._expected()}".rstrip())
        before, after = ("", "") if self.fresh else (self.text[: self.cursor], self.text[self.cursor :])
        self._put(before + plain, after)

    def backspace(self) -> None:
        """Erase the character before the cursor; in a fresh field the last one."""
        if self.fresh:
            self.end()
        start = self._step_left(self.cursor)
        self.text = self.text[:start] + self.text[self.cursor :]
        self.cursor = start
        self.fresh = False

    def delete(self) -> None:
        """Erase the character under the cursor."""
        self.fresh = False
        after = self.text[self.cursor :]
        self.text = self.text[: self.cursor] + after[self._cluster(after) :]

    def erase(self) -> None:
        """Empty the field."""
        self.text, self.cursor, self.fresh = "", 0, False

    def cut(self) -> None:
        """Erase from the cursor to the end."""
        self.text, self.fresh = self.text[: self.cursor], False

    def left(self) -> None:
        """Move the cursor one character left."""
        self.cursor, self.fresh = self._step_left(self.cursor), False

    def right(self) -> None:
        """Move the cursor one character right, not beyond the end."""
        self.cursor, self.fresh = self.cursor + self._cluster(self.text[self.cursor :]), False

    def home(self) -> None:
        """Move the cursor to the first character."""
        self.cursor, self.fresh = 0, False

    def end(self) -> None:
        """Move the cursor behind the last character."""
        self.cursor, self.fresh = len(self.text), False

    def negate(self) -> None:
        """Make the amount negative (Field-). Raises `Refused` where no credit is allowed or nothing is typed."""
        if not self.kind.credit:
            raise Refused(f"{self.kind.label}: a credit is not allowed here.")
        if not any(character.isdigit() for character in self.text):
            raise Refused(f"{self.kind.label}: type the amount first, then minus.")
        self.text = self.text.strip().strip("-") + "-"
        self.end()

    @property
    def minus_is_text(self) -> bool:
        """Whether a typed hyphen is a character here and not Field-."""
        return not isinstance(self.kind, Money) and not self.kind.credit and self.kind.accepts("-")

    @property
    def slash_is_text(self) -> bool:
        """Whether a slash goes on with what is being typed (a date) and does not go back a field."""
        return bool(self.text) and not self.fresh and self.kind.accepts("/")

    def _put(self, before: str, after: str) -> None:
        before, whole = compose(before), compose(before + after)
        if len(whole) > self.kind.width:
            raise Refused(f"{self.kind.label}: the field is full, at most {self.kind.width} characters.")
        self.text, self.cursor, self.fresh = whole, min(len(before), len(whole)), False

    def _expected(self) -> str:
        if isinstance(self.kind, Yes):
            return "Y or N."
        return "Digits only." if self.kind.ten_key and not self.kind.accepts("x") else ""

    def _step_left(self, at: int) -> int:
        at = max(0, at - 1)
        while at and cells(self.text[at]) == 0:
            at -= 1
        return at

    @staticmethod
    def _cluster(text: str) -> int:
        """How many characters the first visible character of `text` is made of."""
        size = min(1, len(text))
        while size < len(text) and cells(text[size]) == 0:
            size += 1
        return size
