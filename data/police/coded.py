"""Field kinds of the person file: a code out of a table, height, weight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.fields import Code, Field, FieldError
from data.police import identifiers
from data.police.identifiers import IdentifierError
from data.text import fold


@dataclass(frozen=True)
class Coded(Field):
    """A code of a table in `data.police.codes`: the code or its meaning is typed, the code is the value."""

    width: int = 12
    table: str = ""
    options: tuple[tuple[str, str], ...] = ()
    """Pairs of code and meaning that may be chosen, put in when the form is made."""
    free: bool = False
    """Whether a value outside the table is taken as it is: the table is only a short list."""

    def parse(self, text: str) -> str:
        """The code of a code, a meaning, or words that fit one meaning only. Raises `FieldError`."""
        wanted = text.upper()
        if any(wanted == code for code, _ in self.options):
            return wanted
        found = fitting(self.options, text)
        if len(found) == 1:
            return found[0][0]
        if self.free:
            return wanted
        if not found:
            raise FieldError(f"{self.label}: there is no such code or meaning. F4 shows the list.")
        few = ", ".join(code for code, _ in found[:6])
        raise FieldError(f"{self.label}: {few if len(found) <= 6 else f'{len(found)} codes'} fit. F4 shows them.")

    def choices(self) -> Sequence[tuple[str, str]]:
        """The table, for F4."""
        return self.options


@dataclass(frozen=True)
class Statute(Code):
    """A code and section of the law: `PC 290.018(b)`. Capitals, but for what stands in parentheses."""

    width: int = 24

    def accepts(self, character: str) -> bool:
        """What codes have, and parentheses."""
        return super().accepts(character) or character in "()"

    def parse(self, text: str) -> str:
        """The section, its subdivisions as typed. Raises `FieldError`."""
        capitals = super().parse(text)
        inside = {n for n in range(len(text)) if text[:n].count("(") > text[:n].count(")")}
        return "".join(text[n] if n in inside else letter for n, letter in enumerate(capitals))


def fitting(options: Sequence[tuple[str, str]], text: str) -> list[tuple[str, str]]:
    """The options a text may mean: the one of exactly this meaning, else those whose words begin with its words.

    Those that begin with the first word go before the others: a tattoo is not a removed tattoo.
    """
    plain = fold(text)
    if exact := [option for option in options if fold(option[1]) == plain]:
        return exact
    words = plain.split()
    found = []
    for code, meaning in options:
        known = fold(f"{code} {meaning}").split()
        if words and all(any(one.startswith(word) for one in known) for word in words):
            found.append((code, meaning))
    lead = [one for one in found if any(fold(text).startswith(words[0]) for text in one)]
    return lead or found


@dataclass(frozen=True)
class Height(Field):
    """Feet and inches, typed as `511`; the value is three digits, 400 to 711, `000` unknown (NCIC HGT)."""

    width: int = 6

    def parse(self, text: str) -> str:
        """Three digits. Raises `FieldError`."""
        try:
            return identifiers.height(text)
        except IdentifierError as error:
            raise FieldError(str(error)) from None

    def show(self, value: str | None) -> str:
        """The three digits."""
        return value or ""


@dataclass(frozen=True)
class Weight(Field):
    """Pounds; the value is three digits, 050 to 499, `000` unknown (NCIC WGT)."""

    width: int = 4

    def parse(self, text: str) -> str:
        """Three digits. Raises `FieldError`."""
        try:
            return identifiers.weight(text)
        except IdentifierError as error:
            raise FieldError(str(error)) from None


def tall(height: str) -> str:
    """A stored height as people read it: `5'11"`."""
    if not height:
        return ""
    return "unknown" if height == "000" else f"{height[0]}'{height[1:]}\""


def heavy(weight: str) -> str:
    """A stored weight as people read it: `180 lb`."""
    if not weight:
        return ""
    return "unknown" if weight == "000" else f"{int(weight)} lb"
