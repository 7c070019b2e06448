"""What has been drawn for a lesson: amounts and days as texts show and keys type them, and a name for each value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from random import Random
from string import Formatter
from typing import TYPE_CHECKING, Any

from data.money import show_cents

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.store import Store


class LessonError(ValueError):
    """A lesson that cannot be; the message is a sentence for whoever writes it."""


class Cents(int):
    """An amount in cents: `172.80` in a text, `17280` with the format `keys`."""

    def __format__(self, spec: str) -> str:
        return str(int(self)) if spec == "keys" else format(show_cents(int(self)), spec)


class Day(date):
    """A day: `07/06/2026` in a text, `070626` with the format `keys`."""

    def __format__(self, spec: str) -> str:
        return f"{self:%m%d%y}" if spec == "keys" else super().__format__(spec or "%m/%d/%Y")


@dataclass
class Drawn:
    """What has been drawn so far for one seed, by name."""

    store: Store
    random: Random
    today: date
    values: dict[str, Any] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)
    """Ids of the accounts that have been given out."""
    police: PoliceStore | None = None
    """The practice police store, in a lesson that asks for it."""
    people: set[int] = field(default_factory=set)
    """Ids of the persons on file that have been given out."""

    def at(self, path: str) -> Any:
        """The value of a dotted name. Raises `LessonError`."""
        first, *rest = str(path).split(".")
        if first not in self.values:
            raise LessonError(f"There is no number {first}. Known: {', '.join(self.values) or 'none'}.")
        found = self.values[first]
        for name in rest:
            if name.startswith("_") or not hasattr(found, name):
                raise LessonError(f"There is no {path}: {first} has no {name}.")
            found = getattr(found, name)
        return found

    def text(self, template: str) -> str:
        """A text with its `{…}` filled in. Raises `LessonError`."""
        try:
            parts = list(Formatter().parse(template))
            filled = [one if path is None else one + format(self.at(path), spec or "") for one, path, spec, _ in parts]
        except LessonError:
            raise
        except ValueError as error:
            raise LessonError(f"{template[:60]!r} cannot be filled in: {{name}} and {{name:keys}} can.") from error
        return "".join(filled)

    def value(self, declared: Any) -> Any:
        """A declared value: a text that is one `{name}` is that value itself, others are filled in."""
        if isinstance(declared, str):
            whole = declared.startswith("{") and declared.endswith("}") and declared.count("{") == 1
            return self.at(declared[1:-1]) if whole and ":" not in declared else self.text(declared)
        if isinstance(declared, Mapping):
            return {name: self.value(one) for name, one in declared.items()}
        return [self.value(one) for one in declared] if isinstance(declared, list) else declared

    def cents(self, declared: Any) -> Cents:
        """A declared amount in cents: digits, `{name}` or a dotted name. Raises `LessonError`."""
        found = self.at(declared) if isinstance(declared, str) and "{" not in declared else self.value(declared)
        if not isinstance(found, int):
            raise LessonError(f"{declared!r} is no amount in cents.")
        return Cents(found)
