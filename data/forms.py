"""A declared form: named fields, their order, and what is shown once one of them is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from data.fields import Field, FieldError

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

Values = dict[str, Any]
"""Clean values by field name."""


class FormError(ValueError):
    """A form that cannot be taken: the first wrong field's name and the sentence for the message row."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(sentence)
        self.name = name


@dataclass(frozen=True)
class Look:
    """What the program knows once a field has been accepted."""

    lines: tuple[str, ...] = ()
    """Facts shown under the form, one per row."""
    fill: Mapping[str, str] = field(default_factory=dict)
    """Texts for fields that the clerk has not typed into."""
    alert: str = ""
    """A warning shown in reverse image above the facts."""


LookFunction = Callable[["Store", "Session", Values], Look]


@dataclass(frozen=True)
class Form:
    """A display record: program id, title and fields in order."""

    code: str
    title: str
    fields: Mapping[str, Field]
    confirm: str = ""
    """A question asked once on the message row before posting; empty posts at once."""
    help: str = ""
    """What F1 says about the whole screen; blank lines separate paragraphs."""
    policy: str = ""
    """The policy text behind the screen, shown after the help."""

    def opening(self) -> dict[str, str]:
        """The texts the form opens with; default callables are called now."""
        return {name: kind.opening() for name, kind in self.fields.items()}

    def clean(self, texts: Mapping[str, str]) -> Values:
        """Clean values of all fields. Raises `FormError` naming the first wrong one."""
        values: Values = {}
        for name, kind in self.fields.items():
            try:
                values[name] = kind.clean(texts.get(name, ""))
            except FieldError as error:
                raise FormError(name, str(error)) from None
        return values
