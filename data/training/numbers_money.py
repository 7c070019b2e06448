"""Amounts of a lesson: what is owed, handed over and costs, and cash in bills and coins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from data import settings
from data.denominations import ALL, BILLS, COINS, COUNT_FORM, PAPER, ROLLS, break_down
from data.money import show_cents
from data.text import many
from data.training.numbers_drawn import Cents, Drawn, LessonError
from data.training.words import at_least


@dataclass(frozen=True)
class Pieces:
    """Cash as it lies in a drawer, and the papers with it."""

    cents: Cents
    found: Mapping[str, int]

    @property
    def keys(self) -> str:
        """The keys of the count form, Enter after each field."""
        return "".join(f"{self.found.get(name, 0)}<enter>" for name in COUNT_FORM.fields)

    @property
    def cash_keys(self) -> str:
        """The keys of its bills and coins alone, as a deposit and the fund's count ask them."""
        return "".join(f"{self.found.get(one.code, 0)}<enter>" for one in (*BILLS, *COINS, *ROLLS))

    @property
    def said(self) -> str:
        """The pieces in words: `4 $20 bills, 1 Quarter`."""
        named = [many(self.found[one.code], _one(one.title), one.title) for one in ALL if self.found.get(one.code)]
        named += [
            f"{self.found[f'{kind}_count']} {COUNT_FORM.fields[f'{kind}_count'].label.lower()} of "
            f"{show_cents(self.found[f'{kind}_total'])}"
            for kind in PAPER
            if self.found.get(f"{kind}_count")
        ]
        return ", ".join(named)


def _one(title: str) -> str:
    """The title of one piece: `$20 bill`, `Penny`, `Dime roll (50)`."""
    return title.replace("ies", "y").replace("s", "")


def cents(drawn: Drawn, from_: int, to: int, step: int = 1) -> Cents:
    """An amount from `from` to `to` cents in steps."""
    return Cents(drawn.random.randrange(from_, at_least("to", to, from_) + 1, at_least("step", step, 1)))


def cash(drawn: Drawn, covers: str, step: int = 2000) -> Cents:
    """What is handed over: the next multiple of `step` cents above an amount."""
    due, step = drawn.cents(covers), at_least("step", step, 1)
    return Cents((due // step + 1) * step)


def total(drawn: Drawn, of: list[str]) -> Cents:
    """Amounts added; a minus before a name takes it off."""
    names = [str(one) for one in of]
    return Cents(sum(-drawn.cents(one[1:]) if one.startswith("-") else drawn.cents(one) for one in names))


def times(drawn: Drawn, of: str, by: str) -> Cents:
    """An amount so many times."""
    return Cents(drawn.cents(of) * whole("by", drawn.at(by)))


def whole(name: str, value: Any) -> int:
    """A value drawn before as a whole number, also one said as text. Raises `LessonError`."""
    if not str(value).isdecimal():
        raise LessonError(f"{name} is a whole number, not {value!r}.")
    return int(value)


def price(drawn: Drawn, code: str) -> Cents:
    """What a bus pass or a charge with a fixed amount costs. Raises `LessonError` when there is none of that code."""
    for sql in (
        "SELECT price_cents FROM pass_products WHERE code = ?",
        "SELECT amount_cents FROM charge_codes WHERE code = ?",
    ):
        found = drawn.store.value(sql, code)
        if found is not None:
            return Cents(found)
    raise LessonError(f"Nothing with the code {code} has a price.")


def part(drawn: Drawn, of: str, percent: int, step: int = 500) -> Cents:
    """So many percent of an amount, down to a multiple of `step` cents and at least one step."""
    at_least("percent", percent, 1, 100)
    return Cents(max(at_least("step", step, 1), drawn.cents(of) * percent // 100 // step * step))


def setting(drawn: Drawn, name: str) -> Cents:
    """What a dated setting of the practice city says today, in cents."""
    return Cents(settings.number(drawn.store, name, drawn.today))


def pieces(drawn: Drawn, of: str, **papers: Any) -> Pieces:
    """The fewest bills and coins that make an amount; papers as `CK = [pieces, total]`."""
    found = break_down(at_least("of", drawn.cents(of), 0))
    for kind, said in papers.items():
        if kind not in PAPER or not isinstance(said, list) or len(said) != 2:
            raise LessonError(f"papers are {', '.join(PAPER)} = [pieces, cents], not {kind} = {said!r}.")
        count, amount = said
        found |= {f"{kind}_count": whole(kind, drawn.value(count)), f"{kind}_total": int(drawn.cents(amount))}
    return Pieces(drawn.cents(of), found)
