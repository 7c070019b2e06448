"""Money is integer cents; this is the only place where it becomes text and back."""

from __future__ import annotations

import re

_DOLLARS = re.compile(r"(-?)\$?(\d{1,3}(?:,\d{3})+|\d*)(?:\.(\d{0,2}))?(-?)")


def show_cents(cents: int) -> str:
    """Cents as `1,234.56`; negative amounts have a trailing minus, as on an adding machine."""
    sign = "-" if cents < 0 else ""
    dollars, rest = divmod(abs(cents), 100)
    return f"{dollars:,}.{rest:02d}{sign}"


def parse_cents(text: str) -> int:
    """Cents from what a clerk types: bare digits are cents, a typed point means dollars.

    `18811` and `188.11` are both 18811 cents; a minus may stand before or after.
    Raises `ValueError` with a sentence.
    """
    plain = text.strip().replace(" ", "")
    match = _DOLLARS.fullmatch(plain)
    if not match or not re.search(r"\d", plain):
        raise ValueError("Type an amount: 18811 or 188.11 is 188 dollars 11 cents.")
    before, whole, fraction, after = match.groups()
    digits = whole.replace(",", "")
    if len(digits) > 12:
        raise ValueError("That amount is too large.")
    cents = (
        int(digits or 0)
        if fraction is None and "," not in whole
        else int(digits or 0) * 100 + int(f"{fraction or 0:0<2}")
    )
    return -cents if before or after else cents


def half_up(numerator: int, denominator: int) -> int:
    """`numerator / denominator` rounded half up (away from zero), for a price times a quantity."""
    sign = -1 if (numerator < 0) != (denominator < 0) else 1
    quotient, rest = divmod(abs(numerator), abs(denominator))
    return sign * (quotient + (1 if rest * 2 >= abs(denominator) else 0))


def split_cents(amount_cents: int, hundredths: list[int]) -> list[int]:
    """An amount split by percentages in hundredths (10000 in all); the last part takes the remainder."""
    if sum(hundredths) != 10000:
        raise ValueError("The percentages must add to 100.00.")
    parts = [half_up(amount_cents * percent, 10000) for percent in hundredths[:-1]]
    return [*parts, amount_cents - sum(parts)]
