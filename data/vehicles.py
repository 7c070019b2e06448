"""Vehicle identification numbers and license plates: their form, and the check digit of a VIN (49 CFR 565)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from data.fields import Code, FieldError

VIN_LENGTH = 17
"""Characters of a VIN of model year 1981 or later (49 CFR 565.13)."""
LEAST = 6
"""The last characters of a VIN that a notice of repossession must give."""
_VALUES = dict(zip("0123456789ABCDEFGHJKLMNPRSTUVWXYZ", (*range(10), *range(1, 9), *range(1, 6), 7, 9, *range(2, 10)),
                   strict=True))  # fmt: skip
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_PLATE = re.compile(r"[A-Z0-9]{1,8}", re.ASCII)


def check_digit(vin: str) -> str:
    """The character that belongs in position 9 of a whole VIN. Raises `ValueError` for a letter I, O or Q."""
    if len(vin) != VIN_LENGTH or any(character not in _VALUES for character in vin):
        raise ValueError("A VIN has 17 letters and digits, never I, O or Q.")
    rest = sum(_VALUES[character] * weight for character, weight in zip(vin, _WEIGHTS, strict=True)) % 11
    return "X" if rest == 10 else str(rest)


def doubt(vin: str) -> str:
    """What is odd about a whole VIN, as a sentence; empty for one that is right and for a part of one.

    A car that was not built for this country may have no check digit, so this is a warning and no refusal.
    """
    if len(vin) != VIN_LENGTH:
        return ""
    try:
        expected = check_digit(vin)
    except ValueError as error:
        return str(error)
    return "" if vin[8] == expected else f"The VIN's check digit is {vin[8]} and should be {expected}: read it again."


def tail(vin: str) -> str:
    """The last six characters, by which a part of a VIN is compared with a whole one."""
    return vin[-LEAST:]


def plate_key(text: str) -> str:
    """A plate without blanks and hyphens, in capitals, as plates are compared."""
    return re.sub(r"[\s.\-/_]", "", text).upper()


@dataclass(frozen=True)
class Vin(Code):
    """A VIN or its last characters, at least six."""

    width: int = VIN_LENGTH

    def parse(self, text: str) -> str:
        """The characters in capitals without blanks. Raises `FieldError` for other characters or fewer than six."""
        plain = plate_key(text)
        if any(character not in _VALUES for character in plain):
            raise FieldError(f"{self.label}: letters and digits, never I, O or Q.")
        if not LEAST <= len(plain) <= VIN_LENGTH:
            raise FieldError(f"{self.label}: 17 characters, or at least its last six.")
        return plain


@dataclass(frozen=True)
class Plate(Code):
    """A license plate: one to eight letters and digits; blanks and hyphens are left out."""

    width: int = 8

    def clean(self, text: str) -> str | None:
        """The plate without blanks, None when empty. Raises `FieldError`."""
        value: str | None = super().clean(plate_key(text) if text.strip() else text)
        return value

    def parse(self, text: str) -> str:
        """The plate in capitals. Raises `FieldError` for anything but letters and digits."""
        plain = plate_key(text)
        if not _PLATE.fullmatch(plain):
            raise FieldError(f"{self.label}: one to eight letters and digits.")
        return plain
