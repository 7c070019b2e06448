"""What a lesson's table says, as the arguments of the function that it names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from inspect import Parameter, signature
from keyword import iskeyword
from typing import Any

from data.fields import FieldError
from data.forms import FormError
from data.permissions import Refused
from data.training.numbers_drawn import LessonError

_KINDS: dict[str, tuple[type | tuple[type, ...], str]] = {
    "int": (int, "a whole number"),
    "int | None": (int, "a whole number"),
    "bool": (bool, "true or false"),
    "str": ((str, int, date), "a text"),
    "list": (list, "a list"),
    "Sequence": (list, "a list"),
    "Mapping": (dict, "a table"),
}
"""What may be said where an argument is declared so, and that in words; a text may be a number too."""


def sentence(error: Exception) -> str:
    """What is wrong, for whoever writes the lesson: our own sentence, and none of Python's."""
    ours = isinstance(error, (LessonError, Refused, FormError, FieldError))
    return str(error) if ours else "a value in it is not of the kind that is needed here."


def at_least(name: str, value: int, least: int, most: int | None = None) -> int:
    """The number said for `name`. Raises `LessonError` when it is below `least` or above `most`."""
    if value < least or (most is not None and value > most):
        raise LessonError(f"{name} is {least} or more{f', {most} at most' if most is not None else ''}, not {value}.")
    return value


def arguments(call: Callable[..., Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """The keys of a table as arguments of `call`, of which the first is given by whoever calls it.

    A key that is a word of Python (`from`, `is`) becomes the argument with an underscore behind it. Raises
    `LessonError` for a key that is missing or has no meaning.
    """
    asked = list(signature(call).parameters.values())[1:]
    given = {f"{name}_" if iskeyword(name) else name: value for name, value in said.items()}
    known = {one.name: one for one in asked if one.kind is not Parameter.VAR_KEYWORD}
    keys = ", ".join(name.rstrip("_") for name in known)
    if len(known) == len(asked) and (unknown := sorted(given.keys() - known.keys())):
        raise LessonError(f"{unknown[0].rstrip('_')} has no meaning here. Keys: {keys or 'none'}.")
    missing = [name for name, one in known.items() if one.default is Parameter.empty and name not in given]
    if missing:
        raise LessonError(f"{missing[0].rstrip('_')} is missing. Keys: {keys}.")
    for name, value in given.items():
        word = _KINDS.get(str(known[name].annotation).partition("[")[0]) if name in known else None
        if word is not None and (not isinstance(value, word[0]) or (word[0] is int and isinstance(value, bool))):
            raise LessonError(f"{name.rstrip('_')} is {word[1]}, not {value!r}.")
    return given
