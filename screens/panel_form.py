"""A declared form drawn on a surface: where its fields stand and what each shows. `Panel` adds the keys."""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region

from data.fields import Field
from data.forms import Form
from screens.cells import cells, clip, fit
from screens.panel_draw import View, draw_field, masked, meaning, still, window
from screens.panel_edit import Editor
from screens.panel_layout import Place, arrange
from screens.panel_record import Record
from screens.surface import Surface


class FormSurface(Surface):
    """Draws labels, fields and facts of one form, with the cursor in one field."""

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._record = Record(Form("", "", {}))
        self._places: dict[str, Place] = {}
        self._rows: dict[tuple[int, int], list[str]] = {}
        self._group = 0
        self._current = ""
        self._editor = Editor(Field(""), "")
        self._wrong = ""
        self._facts: list[tuple[str, str]] = []

    @property
    def form(self) -> Form:
        """The form being filled in."""
        return self._record.form

    def texts(self) -> dict[str, str]:
        """What stands in each field now."""
        return dict(self._record.texts)

    def unfinished(self) -> dict[str, str]:
        """The texts that may be stored as unfinished work: all but secrets."""
        fields = self.form.fields
        return {name: text for name, text in self._record.texts.items() if not fields[name].secret}

    @property
    def touched(self) -> set[str]:
        """The fields that have been typed into."""
        return set(self._record.touched)

    @property
    def current(self) -> str:
        """The name of the field the cursor is in; empty when nothing can be typed."""
        return self._current

    @property
    def groups(self) -> int:
        """How many groups of fields F11 turns through."""
        return 1 + max((place.group for place in self._places.values()), default=0)

    def resized(self) -> None:
        """Place the fields again."""
        self._arrange()
        if self._current:
            self._group = self._places[self._current].group
        self.refresh()

    def _arrange(self) -> None:
        """Place the fields; in all but small panels the last row is kept for an alert and the group number."""
        height = self.area.height or 21
        keeps_last = height >= 10 or len(self.form.fields) > height
        self._places = arrange(self.form.fields, self.area.width or 80, height - keeps_last)
        self._rows = {}
        for name, place in self._places.items():
            self._rows.setdefault((place.group, place.row), []).append(name)

    def _seat(self, name: str) -> None:
        """Start editing a field: what is typed first replaces an offered text, a number or a secret."""
        if name not in self._record.open_fields:
            self._current = ""
            return
        kind = self.form.fields[name]
        self._current = name
        fresh = kind.ten_key or kind.secret or name not in self._record.touched
        self._editor = Editor(kind, self._record.texts[name], fresh=fresh)
        if self._places[name].group != self._group:
            self._group = self._places[name].group
            self.refresh()

    def _beside(self, step: int) -> str | None:
        """The next open field above or below in the same column of the same group."""
        here = self._places[self._current]
        fields = [
            (place.row * step, name)
            for name in self._record.open_fields
            if (place := self._places[name]).group == here.group
            and place.column == here.column
            and place.row * step > here.row * step
        ]
        return min(fields)[1] if fields else None

    def draw_line(self, y: int) -> Iterable[Segment]:
        """Labels and fields of one row, or the fact that stands there."""
        names = self._rows.get((self._group, y))
        if names is None:
            return self._draw_fact(y)
        segments: list[Segment] = []
        at = 0
        for name in names:
            place = self._places[name]
            segments.append(Segment(" " * (place.label_x - at), self.palette.text))
            segments.append(
                Segment(place.label + " " * (place.x - place.label_x - cells(place.label)), self.palette.label)
            )
            segments += draw_field(self._view(name), place, self.palette.cursor, self.palette.text)
            note = " " + meaning(self.form.fields[name], self._record.texts[name])
            segments.append(Segment(fit(note, place.end - place.x - place.width - 1), self.palette.label))
            at = place.end
        return [segment for segment in segments if segment.text]

    def _view(self, name: str) -> View:
        """What a field shows now."""
        kind, width = self.form.fields[name], self._places[name].width
        if name != self._current:
            return View(still(kind, masked(kind, self._record.texts[name]), width), -1, self._field_style(name))
        shown, cursor = window(masked(kind, self._editor.text), self._editor.cursor, width)
        return View(shown, cursor, self._field_style(name))

    def _field_style(self, name: str) -> Style:
        palette = self.palette
        if name == self._wrong:
            return palette.error
        if name not in self._record.open_fields:
            return palette.protected
        if self._record.offered(name):
            return palette.default
        return palette.field_current if name == self._current else palette.field

    def _facts_top(self) -> int:
        """The first row for facts: a blank row after the fields of this group where there is room for one."""
        used = 1 + max((place.row for place in self._places.values() if place.group == self._group), default=-1)
        return min(used + 1, max(0, self.area.height - 1))

    def _draw_fact(self, y: int) -> list[Segment]:
        top, last = self._facts_top(), self.area.height - 1
        index, room = y - top, last - top + 1
        text, style = self._facts[index] if 0 <= index < len(self._facts) else ("", "")
        if y == last and len(self._facts) > room:
            text = f"{clip(text, self.area.width - 16)}  … {len(self._facts) - room} more"
        turn = f" More… {self._group + 1}/{self.groups} " if y == last and self.groups > 1 else ""
        shown = clip(f" {text}" if text else "", self.area.width - len(turn))
        gap = self.area.width - len(turn) - cells(shown)
        return [
            Segment(shown, self.palette.style(style)),
            Segment(" " * gap, self.palette.text),
            Segment(turn, self.palette.highlight),
        ]

    def _repaint_field(self, name: str) -> None:
        place = self._places.get(name)
        if place is not None and place.group == self._group:
            self.refresh(Region(place.x, place.row, place.end - place.x, 1))
