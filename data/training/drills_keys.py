"""Drills of the fingers: rows of the ten-key pad, amounts, account numbers, a run of checks against a tape."""

from __future__ import annotations

from random import Random

from data.money import show_cents
from data.training.digits import DIGIT, ROWS, Weights
from data.training.questions import DIGITS, MONEY, Question

_NAMES = ("RIVERA", "NGUYEN", "OAKES", "HADDAD", "PETROV", "LOPEZ", "WHITE", "OKAFOR", "SATO", "MILLER", "DIAZ", "KHAN")
"""Invented names on invented checks."""
_AHEAD = 4
"""Lines shown before and after the one that is to be typed."""


def rows(random: Random, weights: Weights, length: int) -> list[Question]:
    """Digits of one row at a time; the rows with weak digits come more often, the last third mixes all rows."""
    found = []
    for at in range(length):
        mixed = at >= length * 2 // 3
        row = "all" if mixed else _row(random, weights, at)
        allowed = "".join(ROWS.values()) if mixed else ROWS[row]
        digits = weights.digits(random, 6, allowed if row != "zero" else "0456")
        found.append(Question((f"{row} row", "", f"   {digits}"), "Type it", DIGITS, digits, f"row {row}"))
    return found


def _row(random: Random, weights: Weights, at: int) -> str:
    """Each row once, then the weak ones more often."""
    names = list(ROWS)
    if at < len(names):
        return names[at]
    heavy = [max(weights.of(DIGIT, digit) for digit in ROWS[name]) for name in names]
    return random.choices(names, heavy)[0]


def _cents(random: Random, weights: Weights) -> int:
    """An amount as they come at the counter: mostly tens or hundreds of dollars."""
    length = random.choices((3, 4, 5, 6), (1, 4, 5, 1))[0]
    return int(weights.digits(random, length))


def amounts(random: Random, weights: Weights, length: int) -> list[Question]:
    """Amounts, one by one."""
    found = []
    for _ in range(length):
        cents = _cents(random, weights)
        found.append(Question((f"{show_cents(cents):>16}",), "Amount", MONEY, cents, "amount"))
    return found


def accounts(random: Random, weights: Weights, length: int) -> list[Question]:
    """Account numbers of eight digits, as utility accounts have them."""
    found = []
    for _ in range(length):
        number = weights.digits(random, 8, first="1")
        found.append(Question((f"   {number}",), "Account", DIGITS, number, "account"))
    return found


def tape(random: Random, weights: Weights, length: int) -> list[Question]:
    """A run of checks; the question before, the question and those after it are in sight."""
    amounts = [_cents(random, weights) for _ in range(length)]
    number = random.randint(1001, 8999)
    checks = [
        f"check {number + at:>5}  {random.choice(_NAMES):<8} {show_cents(cents):>12}"
        for at, cents in enumerate(amounts)
    ]
    found = []
    for at, cents in enumerate(amounts):
        near = range(max(0, at - _AHEAD), min(length, at + _AHEAD + 1))
        shown = tuple(f" {'>' if n == at else ' '} {n + 1:>3}  {checks[n]}" for n in near)
        found.append(Question(shown, "Amount", MONEY, cents, "check amount"))
    return found
