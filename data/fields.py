"""Field kinds: what a clerk may type into one field, what it becomes, and how it is shown again.

A kind is a small frozen dataclass that knows no screen. `clean` turns typed text into a value or raises
`FieldError` with the sentence for the message row; `show` turns a value back into text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import KW_ONLY, dataclass, replace
from datetime import date
from typing import Any, ClassVar, Self

from data.money import parse_cents, show_cents
from data.text import TextError, clean_text, looks_like_card, luhn_ok, routing_ok


class FieldError(ValueError):
    """What was typed cannot be taken; the message is the sentence for the message row."""


@dataclass(frozen=True)
class Field:
    """One field: its label, width in columns, and rules. Subclasses are the kinds."""

    label: str
    width: int = 20
    _: KW_ONLY
    required: bool = False
    default: Any | Callable[[], Any] = None
    """The value offered when the form opens (a callable is called then); a field with one is not a stop."""
    stop: bool | None = None
    """Whether Enter halts here; None means: unless there is an acceptable default, or the field is optional."""
    help: str = ""
    prompt: str = ""
    """What F4 opens: the code of a register or look-up; kinds with a list of their own need none."""
    protected: bool = False
    """Shown, never typed into."""

    ten_key: ClassVar[bool] = False
    """Whether `+ - * /` act as Field+, Field-, Prompt and Back here."""
    secret: ClassVar[bool] = False
    """Whether what is typed is drawn as asterisks and never stored as unfinished work."""
    credit: ClassVar[bool] = False
    """Whether Field- (a negative value) is allowed."""

    @property
    def is_stop(self) -> bool:
        """Whether Enter halts here on the shortest path."""
        if self.protected:
            return False
        if self.stop is not None:
            return self.stop
        return self.required and self.default is None

    def opening(self) -> str:
        """The text this field opens with."""
        value = self.default() if callable(self.default) else self.default
        return "" if value is None else self.show(value)

    def accepts(self, character: str) -> bool:
        """Whether one typed character may enter this field."""
        return character.isprintable()

    def clean(self, text: str) -> Any:
        """The value of `text`, None when empty. Raises `FieldError` with the sentence for the clerk."""
        try:
            plain = clean_text(text)
        except TextError as error:
            raise FieldError(str(error)) from None
        if not plain:
            if self.required:
                raise FieldError(f"{self.label}: this field must be filled in.")
            return None
        if len(plain) > self.width:
            raise FieldError(f"{self.label}: at most {self.width} characters.")
        return self.parse(plain)

    def parse(self, text: str) -> Any:
        """The value of clean, non-empty text. Raises `FieldError`."""
        return text

    def show(self, value: Any) -> str:
        """The text of a value; None is empty."""
        return "" if value is None else str(value)

    def choices(self) -> Sequence[tuple[str, str]]:
        """The values F4 offers, with their meaning; empty when there is no list."""
        return ()

    def like(self, **changes: Any) -> Self:
        """The same kind with some attributes changed, for a form that takes it by reference."""
        return replace(self, **changes)


class Text(Field):
    """Free text on one line. Card numbers are refused."""

    def parse(self, text: str) -> str:
        """The text itself. Raises `FieldError` when it holds a card number (PCI DSS)."""
        if looks_like_card(text):
            raise FieldError(f"{self.label}: that looks like a card number, which is never kept here. Type it without.")
        return text


class Secret(Field):
    """A password or PIN; drawn as asterisks."""

    secret: ClassVar[bool] = True

    def clean(self, text: str) -> str | None:
        """What was typed, unchanged: blanks count and nothing is cut off (CJIS IA-5)."""
        if not text and self.required:
            raise FieldError(f"{self.label}: this field must be filled in.")
        return text or None


@dataclass(frozen=True)
class Digits(Field):
    """A number that names something: check number, clerk number, serial. Digits only, zeros kept."""

    ten_key: ClassVar[bool] = True
    check: str = ""
    """The check-digit rule: `routing`, `luhn` or none."""

    def accepts(self, character: str) -> bool:
        """Digits only."""
        return character in "0123456789"

    def parse(self, text: str) -> str:
        """The digits. Raises `FieldError` when the check digit is wrong."""
        if not (text.isascii() and text.isdigit()):
            raise FieldError(f"{self.label}: digits only.")
        if self.check == "routing" and not routing_ok(text):
            raise FieldError(f"{self.label}: the routing number's check digit is wrong. Read it again from the check.")
        if self.check == "luhn" and not luhn_ok(text):
            raise FieldError(f"{self.label}: the check digit is wrong. Look at the number again.")
        if not self.check and looks_like_card(text):
            raise FieldError(f"{self.label}: that looks like a card number, which is never kept here.")
        return text


@dataclass(frozen=True)
class Money(Field):
    """An amount; the value is integer cents. Bare digits are cents, a typed point means dollars."""

    width: int = 12
    ten_key: ClassVar[bool] = True
    minimum_cents: int | None = 1
    maximum_cents: int | None = 99_999_999

    @property
    def credit(self) -> bool:  # type: ignore[override]
        """Whether a negative amount is allowed."""
        return self.minimum_cents is None or self.minimum_cents < 0

    def accepts(self, character: str) -> bool:
        """Digits, the point, and comma and sign as they are shown."""
        return character in "0123456789.,-$"

    def parse(self, text: str) -> int:
        """Cents. Raises `FieldError` when it is no amount or out of range."""
        if not text.isascii():
            raise FieldError(f"{self.label}: digits only.")
        try:
            cents = parse_cents(text)
        except ValueError as error:
            raise FieldError(f"{self.label}: {error}") from None
        if self.minimum_cents is not None and cents < self.minimum_cents:
            raise FieldError(f"{self.label}: the least is {show_cents(self.minimum_cents)}.")
        if self.maximum_cents is not None and cents > self.maximum_cents:
            raise FieldError(f"{self.label}: the most is {show_cents(self.maximum_cents)}.")
        return cents

    def show(self, value: int | None) -> str:
        """Cents as `1,234.56`."""
        return "" if value is None else show_cents(value)


@dataclass(frozen=True)
class Count(Field):
    """A whole number of things."""

    width: int = 6
    ten_key: ClassVar[bool] = True
    minimum: int = 0
    maximum: int = 999_999

    def accepts(self, character: str) -> bool:
        """Digits only."""
        return character in "0123456789"

    def parse(self, text: str) -> int:
        """The number. Raises `FieldError` when it is no number or out of range."""
        if not (text.isascii() and text.isdigit()):
            raise FieldError(f"{self.label}: a whole number, digits only.")
        number = int(text)
        if not self.minimum <= number <= self.maximum:
            raise FieldError(f"{self.label}: from {self.minimum} to {self.maximum}.")
        return number


@dataclass(frozen=True)
class Percent(Field):
    """A percentage with two decimals; the value is integer hundredths of a percent (10000 = 100 %)."""

    width: int = 7
    ten_key: ClassVar[bool] = True

    def accepts(self, character: str) -> bool:
        """Digits and the point."""
        return character in "0123456789."

    def parse(self, text: str) -> int:
        """Hundredths of a percent; `50` and `50.00` are 5000. Raises `FieldError`."""
        if not re.fullmatch(r"\d{1,3}(\.\d{0,2})?", text, re.ASCII):
            raise FieldError(f"{self.label}: a percentage such as 50 or 33.34.")
        whole, _, fraction = text.partition(".")
        hundredths = int(whole) * 100 + int(f"{fraction:0<2}")
        if hundredths > 10000:
            raise FieldError(f"{self.label}: at most 100.00.")
        return hundredths

    def show(self, value: int | None) -> str:
        """Hundredths of a percent as `33.34`."""
        return "" if value is None else f"{value // 100}.{value % 100:02d}"


@dataclass(frozen=True)
class Date(Field):
    """A calendar date, typed as MMDDYY or MMDDYYYY, with or without slashes."""

    width: int = 10
    ten_key: ClassVar[bool] = True
    pivot: int = 50
    """Two-digit years below this are in this century, others in the last."""

    def accepts(self, character: str) -> bool:
        """Digits, hyphen and (pasted) slash."""
        return character in "0123456789-/"

    def parse(self, text: str) -> date:
        """The date. Raises `FieldError` when there is no such day."""
        iso = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text, re.ASCII)
        american = re.fullmatch(r"(\d\d?)[/-](\d\d?)[/-](\d{4}|\d\d)", text, re.ASCII)
        packed = re.fullmatch(r"(\d\d)(\d\d)(\d{4}|\d\d)", text, re.ASCII)
        if iso:
            year, month, day = iso.groups()
        elif match := american or packed:
            month, day, year = match.groups()
        else:
            raise FieldError(f"{self.label}: type the date as month, day, year: 070426.")
        number = int(year)
        if len(year) == 2:
            number += 2000 if number < self.pivot else 1900
        try:
            return date(number, int(month), int(day))
        except ValueError:
            raise FieldError(f"{self.label}: there is no such day. Type month, day, year: 070426.") from None

    def show(self, value: date | str | None) -> str:
        """A date, or its ISO text, as `MM/DD/YYYY`."""
        if not value:
            return ""
        day = date.fromisoformat(value) if isinstance(value, str) else value
        return f"{day:%m/%d/%Y}"


@dataclass(frozen=True)
class Code(Field):
    """A short code in capitals, digits and `- . /`."""

    width: int = 10

    def accepts(self, character: str) -> bool:
        """Letters, digits and the punctuation of codes."""
        return character.isascii() and (character.isalnum() or character in "-./_ ")

    def parse(self, text: str) -> str:
        """The code in capitals. Raises `FieldError` for other characters or a card number."""
        if not all(self.accepts(character) for character in text):
            raise FieldError(f"{self.label}: letters, digits and hyphens only.")
        if looks_like_card(text):
            raise FieldError(f"{self.label}: that looks like a card number, which is never kept here.")
        return text.upper()


@dataclass(frozen=True)
class Choice(Field):
    """One of a short list; each value has a number, so that the ten-key can choose it."""

    width: int = 12
    options: tuple[tuple[str, str], ...] = ()
    """Pairs of stored value and meaning, in the order of their numbers from 1."""

    def parse(self, text: str) -> str:
        """The stored value for a value, its number, or an unambiguous beginning. Raises `FieldError`."""
        wanted = text.upper()
        for value, _ in self.options:  # first: what is shown must be read as itself, also when it looks like a number
            if wanted == value.upper():
                return value
        for number, (value, _) in enumerate(self.options, 1):
            if wanted == str(number):
                return value
        begins = [value for value, meaning in self.options if meaning.upper().startswith(wanted)]
        if len(begins) == 1:
            return begins[0]
        listing = ", ".join(f"{number} {meaning}" for number, (_, meaning) in enumerate(self.options, 1))
        raise FieldError(
            f"{self.label}: one of {listing}." if len(listing) < 55 else f"{self.label}: F4 shows the list."
        )

    def choices(self) -> Sequence[tuple[str, str]]:
        """The list, for F4."""
        return self.options

    ten_key: ClassVar[bool] = True


@dataclass(frozen=True)
class Yes(Field):
    """Y or N (1 or 0 from the ten-key); the value is a bool."""

    width: int = 1
    ten_key: ClassVar[bool] = True

    def accepts(self, character: str) -> bool:
        """Y, N, 1 or 0."""
        return character in "YyNn10"

    def parse(self, text: str) -> bool:
        """True for Y or 1. Raises `FieldError` for anything but Y, N, 1, 0."""
        if text not in "YyNn10":
            raise FieldError(f"{self.label}: Y or N (1 or 0).")
        return text in "Yy1"

    def show(self, value: bool | int | None) -> str:
        """Y or N."""
        return "" if value is None else ("Y" if value else "N")

    def choices(self) -> Sequence[tuple[str, str]]:
        """Yes and no, for F4."""
        return (("Y", "Yes"), ("N", "No"))


@dataclass(frozen=True)
class Phone(Field):
    """A telephone number; the value is ten digits, an extension may follow."""

    width: int = 20

    def parse(self, text: str) -> str:
        """Ten digits, then `x` and the extension. Raises `FieldError`."""
        match = re.fullmatch(
            r"\+?1?[ .-]?\(?(\d{3})\)?[ .-]?(\d{3})[ .-]?(\d{4})(?: ?(?:x|ext\.?) ?(\d{1,5}))?", text, re.I | re.ASCII
        )
        if not match:
            raise FieldError(f"{self.label}: ten digits, for example 760 555 0142.")
        area, exchange, line, extension = match.groups()
        return f"{area}{exchange}{line}" + (f"x{extension}" if extension else "")

    def show(self, value: str | None) -> str:
        """`(760) 555-0142`."""
        if not value:
            return ""
        number, _, extension = value.partition("x")
        shown = f"({number[:3]}) {number[3:6]}-{number[6:]}" if len(number) == 10 else number
        return f"{shown} x{extension}" if extension else shown


@dataclass(frozen=True)
class Account(Field):
    """A utility account number: eight digits, then a Luhn check digit that may be left off."""

    width: int = 12
    prompt: str = "FIND"
    ten_key: ClassVar[bool] = True

    def accepts(self, character: str) -> bool:
        """Digits and the hyphen before the check digit."""
        return character in "0123456789-"

    def parse(self, text: str) -> str:
        """The eight digits. Raises `FieldError` for another length or a wrong check digit."""
        digits = text.replace("-", "").replace(" ", "")
        if not (digits.isascii() and digits.isdigit()) or len(digits) not in (8, 9):
            raise FieldError(f"{self.label}: eight digits, with or without the check digit.")
        if len(digits) == 9 and not luhn_ok(digits):
            raise FieldError(
                f"{self.label}: the check digit is wrong. Look at the number again, or press F4 to find it."
            )
        return digits[:8]


class Lookup(Code):
    """The code of a row in a register; F4 opens that register (`prompt`)."""
