"""The numbers of a lesson: what `[numbers]` declares, drawn for one seed from the practice city.

    account = {kind = "account", which = "open bill"}
    handed = {kind = "cash", covers = "account.due", step = 2000}
    check = {kind = "number", from = 1001, to = 9899}

In a lesson's texts `{account.due}` is the amount as people read it (172.80), `{account.due:keys}` the digits a clerk
types (17280). The same seed on the same city gives the same numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from data.sample.people import person, phone
from data.training.numbers_accounts import account, misread
from data.training.numbers_drawn import Day, Drawn, LessonError
from data.training.numbers_money import cash, cents, part, pieces, price, setting, times, total
from data.training.words import arguments, at_least, sentence

YEARS = 36_500
"""The most days that a day of a lesson is away."""


@dataclass(frozen=True)
class Person:
    """Somebody invented."""

    name: str
    phone: str

    @property
    def surname(self) -> str:
        """The last word of the name."""
        return self.name.split()[-1]


def number(drawn: Drawn, from_: int, to: int) -> int:
    """A whole number from `from` to `to`."""
    return drawn.random.randint(from_, at_least("to", to, from_))


def somebody(drawn: Drawn) -> Person:
    """An invented person with a phone."""
    return Person(person(drawn.random).name, phone(drawn.random))


def choice(drawn: Drawn, of: list[Any]) -> Any:
    """One of several. Raises `LessonError` when there is none."""
    if not of:
        raise LessonError("of is a list of what to choose from; it is empty.")
    return drawn.random.choice(of)


def text(drawn: Drawn, as_: str) -> str:
    """A text made of numbers drawn before it: `as = "P-{n}"`."""
    return drawn.text(str(as_))


def day(drawn: Drawn, days: int) -> Day:
    """So many days after today."""
    then = drawn.today + timedelta(days=at_least("days", days, -YEARS, YEARS))
    return Day(then.year, then.month, then.day)


KINDS: dict[str, Callable[..., Any]] = {
    "account": account,
    "number": number,
    "cents": cents,
    "cash": cash,
    "sum": total,
    "times": times,
    "price": price,
    "part": part,
    "person": somebody,
    "choice": choice,
    "text": text,
    "misread": misread,
    "setting": setting,
    "day": day,
    "pieces": pieces,
}
"""The kinds of numbers, by their word in a lesson."""


def draw(
    drawn: Drawn, declared: Mapping[str, Mapping[str, Any]], more: Mapping[str, Callable[..., Any]] | None = None
) -> None:
    """Draw numbers in the order declared; one may speak of those before it. `more`: kinds besides `KINDS`.

    Raises `LessonError`.
    """
    kinds = {**KINDS, **(more or {})}
    for name, said in declared.items():
        rest = {key: value for key, value in said.items() if key != "kind"}
        kind = kinds.get(str(said.get("kind")))
        if kind is None:
            raise LessonError(f"numbers, {name}: the kind is one of {', '.join(kinds)}, not {said.get('kind')!r}.")
        try:
            drawn.values[name] = kind(drawn, **arguments(kind, rest))
        except (LessonError, TypeError, ValueError, ArithmeticError) as error:
            raise LessonError(f"numbers, {name} ({said['kind']}): {sentence(error)}") from error
