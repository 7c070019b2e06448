"""Table columns that carry a field kind: label, length and rule live in one place, and forms take them by reference."""

from __future__ import annotations

from datetime import date
from typing import Any

import peewee

from data.fields import Count, Date, Field, Money, Percent, Yes


class Record(peewee.Model):
    """A table that a register maintains; `version` counts its changes."""

    id: Any = peewee.AutoField()
    version: Any = peewee.BigIntegerField(default=1)

    class Meta:
        legacy_table_names = False


def column(kind: Field, **options: Any) -> Any:
    """A peewee column for a field kind: whole numbers for money, counts, percents and yes/no, else text.

    `options` are peewee's (`null`, `unique`, `default`, `column_name`).
    """
    numeric = isinstance(kind, Money | Count | Percent | Yes)
    made: Any = (peewee.BigIntegerField if numeric else peewee.TextField)(**options)
    made.kind = kind
    return made


def ref(column: Any, **changes: Any) -> Field:
    """The field of a form, by reference to its column; `changes` as in `Field.like`."""
    kind: Field = column.kind
    return kind.like(**changes) if changes else kind


def stored(column: Any, value: Any) -> Any:
    """A clean value as its column keeps it: dates as ISO text, yes/no as 0/1, nothing as NULL or ''."""
    if value is None:
        if column.null:
            return None
        return 0 if isinstance(column, peewee.BigIntegerField) else ""
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, bool) else value


def clean(column: Any, raw: Any) -> Any:
    """A stored value as a clean one: the opposite of `stored`."""
    kind = getattr(column, "kind", None)
    if raw is None or raw == "":
        return None
    if isinstance(kind, Date):
        return date.fromisoformat(raw)
    return bool(raw) if isinstance(kind, Yes) else raw
