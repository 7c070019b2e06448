"""What a station file's values may be. A rule gives the program's value, or says what is allowed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Protocol


class Wrong(ValueError):
    """A value that is not allowed; the message says what is, as `must be …`."""


class Rule(Protocol):
    """Checks one value of a station file."""

    def __call__(self, value: object) -> Any:
        """The value for the program. Raises `Wrong`."""


@dataclass(frozen=True)
class Word:
    """Text of a pattern."""

    pattern: str
    allowed: str

    def __call__(self, value: object) -> str:
        """The text as written. Raises `Wrong`."""
        if not isinstance(value, str) or not re.fullmatch(self.pattern, value):
            raise Wrong(f"must be {self.allowed}")
        return value


@dataclass(frozen=True)
class OneOf:
    """One of a few words, which are asked for only when the key is used."""

    choices: Iterable[str] | Callable[[], Iterable[str]]

    def __call__(self, value: object) -> str:
        """The word. Raises `Wrong`."""
        choices = tuple(self.choices() if callable(self.choices) else self.choices)
        if not isinstance(value, str) or value not in choices:
            raise Wrong(f"must be one of {', '.join(choices)}")
        return value


@dataclass(frozen=True)
class Whole:
    """A whole number between two limits, both included."""

    low: int
    high: int

    def __call__(self, value: object) -> int:
        """The number. Raises `Wrong`."""
        if isinstance(value, bool) or not isinstance(value, int) or not self.low <= value <= self.high:
            raise Wrong(f"must be a whole number from {self.low} to {self.high}")
        return value


@dataclass(frozen=True)
class Seconds:
    """A number of seconds between two limits, both included."""

    low: float
    high: float

    def __call__(self, value: object) -> float:
        """The seconds. Raises `Wrong`."""
        if isinstance(value, bool) or not isinstance(value, int | float) or not self.low <= value <= self.high:
            raise Wrong(f"must be a number of seconds from {self.low:g} to {self.high:g}")
        return float(value)


def flag(value: object) -> bool:
    """True or false. Raises `Wrong`."""
    if not isinstance(value, bool):
        raise Wrong("must be true or false")
    return value


def words(value: object) -> tuple[str, ...]:
    """A list of texts, none empty. Raises `Wrong`."""
    if not isinstance(value, list) or not all(isinstance(each, str) and each for each in value):
        raise Wrong('must be a list of texts, like ["]C0", "]C1"]')
    return tuple(value)


def names(value: object) -> Mapping[str, str]:
    """A table of texts. Raises `Wrong`."""
    if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
        raise Wrong('must be a table of texts, like { help = "f5" }')
    return MappingProxyType(dict(value))


def setting(rule: Rule, default: Any = None, *, needed: bool = False, secret: bool = False) -> Any:
    """A dataclass field that is read from the station file under its own name and checked by `rule`.

    A secret value is not repeated in the error.
    """
    metadata = {"rule": rule, "needed": needed, "secret": secret}
    if isinstance(default, Mapping):
        return field(default_factory=lambda: default, metadata=metadata)
    return field(default=default, metadata=metadata)
