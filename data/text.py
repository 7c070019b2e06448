"""Text from outside is only text: normalized at the door, control characters and card numbers refused."""

from __future__ import annotations

import re
import unicodedata

BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_DIGIT_RUN = re.compile(r"\d(?:[ -]?\d){12,}")


class TextError(ValueError):
    """Text that may not enter; the message is a sentence for the message row."""


def clean_text(text: str) -> str:
    """The text in NFC, outer blanks removed. Raises `TextError` on control or direction characters."""
    if text.isascii() and text.isprintable():
        return text.strip()
    normal = unicodedata.normalize("NFC", text)
    for character in normal:
        if character in BIDI_CONTROLS or unicodedata.category(character) in ("Cc", "Cs", "Co", "Cn"):
            raise TextError(f"Character U+{ord(character):04X} cannot be used here. Type the text again.")
    return normal.strip()


def luhn_ok(digits: str) -> bool:
    """Whether a string of digits passes the mod 10 (Luhn) test."""
    return _luhn(digits) == 0


def _luhn(digits: str) -> int:
    """The Luhn sum of a string of digits, mod 10."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = ord(digit) - 48
        if place % 2:
            value = value * 2 - 9 if value > 4 else value * 2
        total += value
    return total % 10


def luhn_digit(digits: str) -> str:
    """The check digit that makes `digits` pass the Luhn test when appended."""
    return str(-_luhn(digits + "0") % 10)


def looks_like_card(text: str) -> bool:
    """Whether the text holds 13 to 19 digits (blanks and hyphens ignored) that pass Luhn (PCI DSS: never kept)."""
    for run in _DIGIT_RUN.findall(text):
        digits = run.replace(" ", "").replace("-", "")
        if any(
            luhn_ok(digits[start : start + size])
            for size in range(13, min(19, len(digits)) + 1)
            for start in range(len(digits) - size + 1)
            if size == len(digits)
        ):
            return True
    return False


def routing_ok(digits: str) -> bool:
    """Whether nine digits pass the ABA routing number check, 3-7-1."""
    if len(digits) != 9 or not digits.isdecimal():
        return False
    weights = (3, 7, 1) * 3
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 10 == 0


def many(count: int, one: str, more: str = "") -> str:
    """A number of things in words: `1 batch`, `2 batches`; `more` where an s is not enough."""
    return f"{count:,} {one if count == 1 else more or one + 's'}"


def fold(text: str) -> str:
    """Text for comparing names: upper case, accents and punctuation removed, single blanks."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else ("" if c in "'’`" else " ") for c in plain.upper()).split())
