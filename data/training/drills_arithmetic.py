"""Drills of the head: change, pieces of money, totals, and the line that was mistyped."""

from __future__ import annotations

from random import Random

from data import balancing_digits as mistakes
from data.denominations import BILLS, COINS
from data.money import show_cents
from data.training.digits import OPERATION, Weights
from data.training.questions import COUNT, MONEY, Question

BILL, TWENTIES, COINS_ON_TOP = "from one bill", "from twenties", "with coins on top"
"""Ways of paying: the next single bill, as many twenties as it takes, bills with coins so that the change is round."""
ADD, CARRY = "add", "carry"
SKIPPED = "SKIPPED"
KINDS = (mistakes.TRANSPOSED, mistakes.SLID, mistakes.DROPPED, mistakes.DOUBLED, mistakes.DIGIT, SKIPPED)
"""The ways in which a line is wrong in the drill of errors."""


def change(random: Random, weights: Weights, length: int) -> list[Question]:
    """What is due and what the customer hands over."""
    found = []
    for _ in range(length):
        way = weights.draw(random, OPERATION, (BILL, TWENTIES, COINS_ON_TOP))
        due, given = _payment(random, way)
        shown = (f"Due      {show_cents(due):>12}", f"Handed   {show_cents(given):>12}")
        found.append(Question(shown, "Change", MONEY, given - due, "change", (way,)))
    return found


def _payment(random: Random, way: str) -> tuple[int, int]:
    """Due and handed over, in cents."""
    if way == BILL:
        due = random.randint(101, 9_899)
        return due, min(bill for bill in (500, 1_000, 2_000, 5_000, 10_000) if bill > due)
    due = random.randint(3, 180) * 100 + random.randint(1, 99)
    twenties = (due // 2_000 + 1) * 2_000
    if way == TWENTIES:
        return due, twenties
    round_change = random.choice((0, 5, 10, 25, 50, 75))
    return due, twenties + (due + round_change) % 100


def pieces(random: Random, weights: Weights, length: int) -> list[Question]:
    """Pieces of one kind; every fourth time a handful of several kinds."""
    kinds = {f"x {one.title}": one for one in (*BILLS, *COINS) if one.code != "b2"}
    found = []
    for at in range(length):
        many = 3 if at % 4 == 3 else 1
        names: list[str] = []
        while len(names) < many:
            name = weights.draw(random, OPERATION, tuple(kinds))
            names += [name] if name not in names else []
        counts = [random.randint(2, 48) for _ in names]
        total = sum(kinds[name].cents * count for name, count in zip(names, counts, strict=True))
        shown = tuple(f"{count:>5}  {kinds[name].title}" for name, count in zip(names, counts, strict=True))
        operations = tuple(names) if many == 1 else (ADD,)
        found.append(Question(shown, "Worth", MONEY, total, "count", operations))
    return found


def totals(random: Random, weights: Weights, length: int) -> list[Question]:
    """Three to five items to be added."""
    found = []
    for _ in range(length):
        way = weights.draw(random, OPERATION, (ADD, CARRY))
        items = [_item(random, way) for _ in range(random.randint(3, 5))]
        shown = tuple(f"{show_cents(cents):>14}" for cents in items)
        found.append(Question(shown, "Total", MONEY, sum(items), "total", (way,)))
    return found


def _item(random: Random, way: str) -> int:
    """With `CARRY` the cents go over the dollar; else they are quarters."""
    cents = random.randint(26, 99) if way == CARRY else random.choice((0, 25, 50, 75))
    return random.randint(2, 120) * 100 + cents


def errors(random: Random, weights: Weights, length: int) -> list[Question]:
    """Items and a tape of them with one mistake: first which line, then by how much the tape is off."""
    found: list[Question] = []
    while len(found) < length:
        kind = weights.draw(random, OPERATION, KINDS)
        items = random.sample(range(101, 89_999), 7)
        line = random.randrange(6)
        tape, typed = _mistyped(random, kind, items, line)
        shown = _side_by_side(items, tape)
        found.append(Question(shown, "Line that is wrong", COUNT, line + 1, "line", (kind,)))
        off = abs(typed - items[line])
        ask = Question((*shown, "", f"Line {line + 1} is wrong."), "Tape is off by", MONEY, off, "difference", (kind,))
        found.append(ask)
    return found[:length]


def _mistyped(random: Random, kind: str, items: list[int], line: int) -> tuple[list[int], int]:
    """The tape with its mistake, and what stands on it for that item; 0 when it was skipped."""
    if kind == SKIPPED:
        return items[:line] + items[line + 1 :], 0
    wrong = _wrong(random, kind, items[line])
    return [*items[:line], wrong, *items[line + 1 :]], wrong


def _wrong(random: Random, kind: str, cents: int) -> int:
    """An amount mistyped in one way; by one digit when the amount does not allow that way."""
    ways = {
        mistakes.TRANSPOSED: mistakes.transpositions,
        mistakes.SLID: mistakes.slides,
        mistakes.DROPPED: mistakes.dropped,
        mistakes.DOUBLED: mistakes.doubled,
    }
    if kind in ways and (found := sorted(one for one in ways[kind](cents) if one < 10_000_000)):
        return random.choice(found)
    digits = list(str(cents))
    at = random.randrange(len(digits))
    digits[at] = random.choice([digit for digit in "123456789" if digit != digits[at]])
    return int("".join(digits))


def _side_by_side(items: list[int], tape: list[int]) -> tuple[str, ...]:
    """Items at the left, the tape at the right, both with their sums."""
    rows = [f"{'Line':>6} {'Items':>14} {'Tape':>16}"]
    for at, cents in enumerate(items):
        right = show_cents(tape[at]) if at < len(tape) else ""
        rows.append(f"{at + 1:>6} {show_cents(cents):>14} {right:>16}")
    return (*rows, f"{'':>6} {show_cents(sum(items)):>14} {show_cents(sum(tape)):>16}")
