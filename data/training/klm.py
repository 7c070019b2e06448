"""The keystroke-level model: how long a practiced clerk needs for a given row of keys, without error or pause.

Card, Moran and Newell, "The Keystroke-Level Model for User Performance Time with Interactive Systems", CACM 23 (7),
July 1980, pages 396-410. Operators: K a key, D a digit or operator of the ten-key pad (a K with a time of its own),
M mental preparation, H a hand between keyboard and mouse, P pointing with the mouse, B a press or release of its
button, R the time the program makes the clerk wait. All times are dated settings in milliseconds (`klm.…`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from data.settings import number

if TYPE_CHECKING:
    from datetime import date

    from data.store import Store

TEN_KEY = frozenset((*"0123456789.+-*/", "enter"))
"""Keys of the ten-key pad."""
UNCOUNTED = frozenset({"scan"})
"""What a device does: the clerk's part of it is in the M before it."""
_KEY = re.compile(r"<([^>]+)>|(.)", re.DOTALL)
_OPERATOR = re.compile(r"(\d*)(BB|[KDMHPB])")


@dataclass(frozen=True)
class Operators:
    """The time of each operator, in milliseconds."""

    key_ms: int = 280
    digit_ms: int = 280
    mental_ms: int = 1350
    home_ms: int = 400
    point_ms: int = 1100
    button_ms: int = 100

    def time(self, letter: str) -> int:
        """Milliseconds of one operator, by its letter. Raises `KeyError`."""
        return {
            "K": self.key_ms,
            "D": self.digit_ms,
            "M": self.mental_ms,
            "H": self.home_ms,
            "P": self.point_ms,
            "B": self.button_ms,
        }[letter]


def operators(store: Store, on: date) -> Operators:
    """The times in force on a day. Raises `StoreError` naming the row when one is missing."""
    names = ("key_ms", "digit_ms", "mental_ms", "home_ms", "point_ms", "button_ms")
    return Operators(**{name: number(store, f"klm.{name}", on) for name in names})


@dataclass(frozen=True)
class Model:
    """How often each operator is needed, and the sequence in letters for whoever wants to dispute it."""

    counts: Counter[str] = field(default_factory=Counter)
    sequence: str = ""

    @property
    def keys(self) -> int:
        """Keys struck."""
        return self.counts["K"] + self.counts["D"]

    def milliseconds(self, times: Operators, waited_ms: int = 0) -> int:
        """The time of the whole, with the R that was measured."""
        return sum(count * times.time(letter) for letter, count in self.counts.items()) + waited_ms


def keys_of(path: str) -> list[str]:
    """The keys of a path, one by one: a name in angle brackets is one key, a line feed is Enter, the rest is typed."""
    return ["enter" if letter == "\n" else name or letter for name, letter in _KEY.findall(path)]


def chunks(keys: Iterable[str]) -> list[list[str]]:
    """The keys in the units a clerk thinks in: what is typed into one field with the key that ends it, or one key."""
    found: list[list[str]] = []
    typing = False
    for key in keys:
        if typing:
            found[-1].append(key)
        else:
            found.append([key])
        typing = len(key) == 1 and key not in "+-*/"
    return found


def of_keys(keys: Sequence[str]) -> Model:
    """The model of a row of keys.

    One M goes before each unit (rule 0); the key that ends what was typed belongs to the unit and gets none (rules 1, 3
    and 4). An Enter that takes an offered value is a decision of its own and has its M.
    """
    counts: Counter[str] = Counter()
    words: list[str] = []
    for unit in chunks(keys):
        letters = Counter("D" if key in TEN_KEY else "K" for key in unit if key not in UNCOUNTED)
        counts += letters + Counter({"M": 1})
        words += ["M", *(f"{letters[one] if letters[one] > 1 else ''}{one}" for one in "DK" if letters[one])]
    return Model(counts, " ".join(words))


def of_text(sequence: str) -> Model:
    """The model of a written sequence such as `M 8D K H P BB`. Raises `ValueError` naming what is no operator."""
    counts: Counter[str] = Counter()
    for word in sequence.split():
        found = _OPERATOR.fullmatch(word)
        if found is None:
            raise ValueError(f"{word} is no operator: K, D, M, H, P, B or BB, with a number before it.")
        many = int(found[1] or 1)
        counts["B" if found[2] == "BB" else found[2]] += many * len(found[2])
    return Model(counts, sequence)
