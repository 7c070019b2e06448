"""One question of a drill."""

from __future__ import annotations

from dataclasses import dataclass

DIGITS, MONEY, COUNT = "DIGITS", "MONEY", "COUNT"
"""Kinds of answers: digits as they stand, cents, a whole number."""


@dataclass(frozen=True)
class Question:
    """What is shown, what is asked, and what is right."""

    shown: tuple[str, ...]
    """Rows above the field, at most 76 columns."""
    asked: str
    """The label of the field."""
    kind: str
    answer: int | str
    """Cents or a number; for digits a text."""
    field: str
    """What it is a question of, for the accuracy by field: `amount`, `account`, `change`."""
    operations: tuple[str, ...] = ()
    """What has to be done in the head."""
