"""The magnetic line at the foot of a check (ANSI X9.100-160), in the spelling of each reader.

A full line is a bank account number: it goes to the tender, which keeps its last four digits and a keyed hash, and
nowhere else. It is not logged, shown, or part of any message here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

RE_READ = "A character could not be read. Put the check through again, or type it."
UNKNOWN_LINE = "That is no check line of this reader's format. Type the check's figures."
WRONG_ROUTING = "The routing number does not check. Read the check again, or type it."
_WEIGHTS = (3, 7, 1) * 3


class MicrError(ValueError):
    """A line that cannot be used. The message says what to do and holds nothing of the line."""


@dataclass(frozen=True)
class CheckLine:
    """What a check says of itself."""

    routing: str
    """Nine digits that check."""
    account: str = field(repr=False)
    """Digits of the bank account; never shown or logged."""
    number: str
    """The check's serial number, without leading zeros; empty when the line has none."""

    @property
    def masked(self) -> str:
        """The last four digits of the account with stars before them."""
        return "*" * max(0, len(self.account) - 4) + self.account[-4:]


@dataclass(frozen=True)
class Symbols:
    """How a reader spells the transit, on-us, amount and dash symbols of E-13B."""

    transit: str
    on_us: str
    amount: str
    dash: str


FORMATS: dict[str, Symbols | None] = {
    "e13b": Symbols("⑆", "⑈", "⑇", "⑉"),
    "to": Symbols("T", "O", "$", "-"),
    "honeywell": Symbols("A", "C", "B", "D"),
    "ibm": Symbols("T", "A", "$", "-"),
    "magtek-68": None,
}
"""Formats by name. `honeywell`: A transit, B amount, C on-us, D dash. `ibm` also for Toshiba. `magtek-68`: MagTek
formats 68xx, which split the line themselves, fields by TAB: routing, account, serial."""


def routing_checks(routing: str) -> bool:
    """Whether nine digits are a routing number: weights 3, 7, 1, the sum a multiple of ten (ABA)."""
    if len(routing) != 9 or not (routing.isascii() and routing.isdigit()) or routing == "0" * 9:
        return False
    return sum(int(digit) * weight for digit, weight in zip(routing, _WEIGHTS, strict=True)) % 10 == 0


def read(line: str, format: str) -> CheckLine:
    """The check of a reader's line. Raises MicrError, and KeyError for an unknown format."""
    symbols = FORMATS[format]
    if "?" in line:
        raise MicrError(RE_READ)
    routing, account, number = _tabbed(line) if symbols is None else _symbols(line, symbols)
    if not routing_checks(routing):
        raise MicrError(WRONG_ROUTING)
    return CheckLine(routing, account, number.lstrip("0"))


def _tabbed(line: str) -> tuple[str, str, str]:
    parts = [_digits(part) for part in line.strip("\r\n").split("\t")]
    if len(parts) < 3 or not parts[0] or not parts[1]:
        raise MicrError(UNKNOWN_LINE)
    return parts[0], parts[1], parts[2]


def _symbols(line: str, symbols: Symbols) -> tuple[str, str, str]:
    """Transit field between two transit symbols; a business check has its serial between two on-us symbols before it.

    After the transit field the account stands before the on-us symbol, a personal check's serial after it or before
    the account with a blank between.
    """
    t, o, a = (re.escape(each) for each in (symbols.transit, symbols.on_us, symbols.amount))
    body = re.sub(f"{a}[^{a}]*{a}", "", line.strip())
    match = re.fullmatch(rf"(?:\s*{o}([^{o}{t}]*){o})?\s*{t}([^{t}]*){t}(.*)", body)
    if match is None or symbols.on_us not in match[3]:
        raise MicrError(UNKNOWN_LINE)
    before, _, after = match[3].rpartition(symbols.on_us)
    on_us = before.replace(symbols.on_us, " ").split()
    auxiliary, tail = _digits(match[1] or ""), _digits(after)
    if auxiliary or tail:
        account, number = "".join(_digits(part) for part in on_us), auxiliary or tail
    else:
        number, account = (_digits(on_us[0]), "".join(map(_digits, on_us[1:]))) if len(on_us) > 1 else (
            "", "".join(map(_digits, on_us)))  # fmt: skip
    if not account:
        raise MicrError(UNKNOWN_LINE)
    return _digits(match[2]), account, number


def _digits(text: str) -> str:
    return "".join(letter for letter in text if "0" <= letter <= "9")
