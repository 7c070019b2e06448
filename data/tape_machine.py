"""The ten-key grammar of the adding machine: what `+ - * /` and Enter do with the number typed before them.

| typed | does |
|---|---|
| amount `+` or Enter | adds the amount |
| amount `-` | subtracts it |
| number `*` amount `+` | multiplies: `12 * 3.50 +` adds 42.00; `-` subtracts it |
| number `*` amount `/` | percent: `8.25 * 100.00 /` leaves 8.25 to be added or subtracted |
| number `/` | prints the number without adding it (#) |
| `+` alone | subtotal (◊) |
| `*` alone | total (*); once more: the grand total (**) |
| `-` alone | takes the last line back |
| Enter alone | the menu of the tape |
| `/` alone | leaves the tape |

An amount is cents unless a point is typed; a number before `*` is a plain number. While a multiplication waits, `-` or
`/` alone gives it up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from data.money import half_up, parse_cents, show_cents
from data.tape import Tape, TapeError

MOST_CENTS = 99_999_999_999
"""The largest amount on a tape, in cents."""
_NUMBER = re.compile(r"\d{1,9}(\.\d{0,4})?|\.\d{1,4}")


@dataclass(frozen=True)
class Done:
    """What a key did: words for the message row, an amount to leave in the field, or where the clerk wants to go."""

    said: str = ""
    amount_cents: int | None = None
    leave: bool = False
    menu: bool = False


class Machine:
    """A tape and the number that waits to be multiplied."""

    def __init__(self, tape: Tape) -> None:
        self.tape = tape
        self.factor: Fraction | None = None

    @property
    def waiting(self) -> str:
        """The number that waits to be multiplied as it is shown, empty when none does."""
        return "" if self.factor is None else f"{_show(self.factor)} ×"

    def press(self, key: str, text: str) -> Done:
        """Do what `+ - * /` or `=` (Enter) means after `text`. Raises `TapeError` with a sentence."""
        return self._number(key, text.strip()) if text.strip() else self._alone(key)

    def _number(self, key: str, text: str) -> Done:
        if key == "*":
            factor = _factor(text) * (1 if self.factor is None else self.factor)
            if factor > MOST_CENTS:
                raise TapeError("That is too large for the tape.")
            self.factor = factor
            return Done()
        if key == "/" and self.factor is None:
            self.tape.note(text)
            return Done()
        cents = _cents(text)
        if key == "/":
            cents = self._times(cents, 100)
            said, self.factor = f"{_show(self.factor or Fraction(0))} % of {text}", None
            return Done(said, amount_cents=cents)
        if key == "-" and cents < 0:
            raise TapeError("That amount has a minus already.")
        said = "" if self.factor is None else f"{_show(self.factor)} × {show_cents(cents)}"
        self.tape.add(self._times(cents, 1) * (-1 if key == "-" else 1), said)
        self.factor = None
        return Done()

    def _times(self, cents: int, divisor: int) -> int:
        factor = Fraction(1) if self.factor is None else self.factor
        found = half_up(cents * factor.numerator, factor.denominator * divisor)
        if abs(found) > MOST_CENTS:
            raise TapeError("That is too large for the tape.")
        return found

    def _alone(self, key: str) -> Done:
        if self.factor is not None:
            if key in "-/":
                self.factor = None
                return Done("The multiplication is given up.")
            raise TapeError(f"Type the amount for {self.waiting} first; - gives it up.")
        if key == "+":
            return Done(f"Subtotal {show_cents(self.tape.subtotal())}")
        if key == "*" and self.tape.ended:
            return Done(f"Grand total {show_cents(self.tape.grand_total())}")
        if key == "*":
            return Done(f"Total {show_cents(self.tape.total())}")
        if key == "-":
            self.tape.take_back()
            return Done("The last line is taken back.")
        return Done(leave=key == "/", menu=key == "=")


def _cents(text: str) -> int:
    try:
        cents = parse_cents(text)
    except ValueError as error:
        raise TapeError(str(error)) from None
    if abs(cents) > MOST_CENTS:
        raise TapeError("That is too large for the tape.")
    return cents


def _factor(text: str) -> Fraction:
    if not _NUMBER.fullmatch(text):
        raise TapeError("Type a number such as 12 or 8.25, then * and the amount.")
    return Fraction(text if not text.startswith(".") else f"0{text}")


def _show(number: Fraction) -> str:
    """A factor as it was typed, without needless zeros."""
    shown = f"{number.numerator * 10**8 // number.denominator:09d}"
    return f"{int(shown[:-8]):,}.{shown[-8:]}".rstrip("0").rstrip(".")
