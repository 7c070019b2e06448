"""The texts of a whole form while it is filled in, and the order in which its fields are visited. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from data.fields import FieldError
from data.forms import Form, FormError, Look


class Record:
    """One form being filled in: what stands in each field, what was typed, what was accepted."""

    def __init__(
        self,
        form: Form,
        texts: Mapping[str, str] | None = None,
        touched: set[str] | None = None,
        protected: frozenset[str] = frozenset(),
    ) -> None:
        """Texts not given open with the form's defaults; `touched` fields count as typed."""
        self.form = form
        self.opening = form.opening()
        self.texts = {name: (texts or {}).get(name, text) for name, text in self.opening.items()}
        self.touched: set[str] = set(touched or ()) & form.fields.keys()
        self.accepted = {name: text for name, text in self.texts.items() if name not in self.touched}
        """The text with which each field was last accepted."""
        self.refused: dict[str, str] = {}
        """The text with which the owner last refused each field."""
        self.open_fields = tuple(
            name for name, kind in form.fields.items() if not kind.protected and name not in protected
        )
        """The fields that may be typed into, in order."""

    def put(self, name: str, text: str) -> None:
        """Set a field as if it had been typed. Raises `KeyError` when the form has no such field."""
        if name not in self.texts:
            raise KeyError(name)
        self.texts[name] = text
        self.touched.add(name)

    def fill(self, look: Look) -> list[str]:
        """Fill fields the clerk has not typed into; the names of those that changed."""
        changed = []
        for name, text in look.fill.items():
            if name in self.texts and name not in self.touched and self.texts[name] != text:
                self.texts[name] = self.accepted[name] = text
                changed.append(name)
        return changed

    def offered(self, name: str) -> bool:
        """Whether the field still shows its default."""
        return name not in self.touched and bool(self.texts[name]) and self.texts[name] == self.opening[name]

    def pending(self, name: str) -> bool:
        """Whether the field holds something that has not been accepted."""
        return self.accepted.get(name) != self.texts[name]

    def value(self, name: str) -> Any:
        """The clean value of one field. Raises `FieldError`."""
        return self.form.fields[name].clean(self.texts[name])

    def tidy(self, name: str) -> Any:
        """The clean value of one field, whose text becomes the way the value is shown. Raises `FieldError`."""
        kind, value = self.form.fields[name], self.value(name)
        if not kind.secret:
            shown = kind.show(value)
            try:
                if shown != self.texts[name] and kind.clean(shown) == value:
                    if not self.pending(name):
                        self.accepted[name] = shown
                    self.texts[name] = shown
            except FieldError:
                pass
        return value

    def values_so_far(self) -> dict[str, Any]:
        """The values of all fields that are clean now."""
        values: dict[str, Any] = {}
        for name, kind in self.form.fields.items():
            try:
                values[name] = kind.clean(self.texts[name])
            except FieldError:
                continue
        return values

    def values(self) -> dict[str, Any]:
        """The values of all fields. Raises `FormError` naming the first wrong one."""
        return self.form.clean(self.texts)

    def next_stop(self, name: str) -> str | None:
        """The next field where Enter halts, None after the last."""
        return next((later for later in self._after(name) if self.form.fields[later].is_stop), None)

    def next_field(self, name: str) -> str | None:
        """The next field that may be typed into, None after the last."""
        return next(iter(self._after(name)), None)

    def previous_field(self, name: str) -> str | None:
        """The field before this one, None before the first."""
        before = self.open_fields[: self.open_fields.index(name)]
        return before[-1] if before else None

    def back(self, name: str) -> str | None:
        """Where Back (`/`) goes: the nearest earlier stop or ten-key field, None before the first."""
        fields = self.form.fields
        before = self.open_fields[: self.open_fields.index(name)]
        return next((n for n in reversed(before) if fields[n].is_stop or fields[n].ten_key), None)

    def first(self) -> str:
        """The first stop, else the first field that may be typed into; empty when there is none."""
        stops = [name for name in self.open_fields if self.form.fields[name].is_stop]
        return (stops or list(self.open_fields) or [""])[0]

    def check(self, name: str) -> Any:
        """The tidied value of a field that is being left by Enter. Raises `FormError`."""
        try:
            return self.tidy(name)
        except FieldError as error:
            raise FormError(name, str(error)) from None

    def _after(self, name: str) -> tuple[str, ...]:
        return self.open_fields[self.open_fields.index(name) + 1 :]
