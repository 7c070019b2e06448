"""A register is a declared list of records; its menu, keys, permissions, pages and changes follow from this.

`data.records` reads and changes one record of a register.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from data.columns import Record, stored
from data.fields import Code, Count, Date, Field, Money, Percent, Text
from data.forms import Form, Values
from data.permissions import Permission

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

Scope = Mapping[str, Any]
"""Column values that every row shown has and every new record gets: the notes of one account."""


@dataclass(frozen=True)
class Shown:
    """A column of the list: a model column by name, or an SQL expression over the register's `source`."""

    name: str
    title: str = ""
    """Empty: the label of the column's field."""
    width: int = 0
    """Columns on the screen; 0: the width of the column's field."""
    sql: str = ""
    show: Callable[[Any], str] | None = None
    """How a value is written; None: as the column's field writes it."""


@dataclass(frozen=True)
class Option:
    """What may be typed in front of a row. `run` acts on the record and returns a sentence; None: the screen acts."""

    key: str
    title: str
    run: Callable[[Store, Session, int], str] | None = None
    permission: Permission | None = None


CHANGE = Option("2", "Change")
REMOVE = Option("4", "Deactivate")
DISPLAY = Option("5", "Display")
HISTORY = Option("8", "History")
STANDARD = (CHANGE, REMOVE, DISPLAY, HISTORY)
"""The options that every screen knows how to carry out."""


def _no_check(store: Store, session: Session, record_id: int | None, values: Values) -> None:
    return None


def _no_extra(store: Store, record_id: int | None) -> Values:
    return {}


def _nothing_after(store: Store, session: Session, record_id: int, values: Values) -> None:
    return None


@dataclass(frozen=True)
class Register:
    """A list of records that clerks look through and maintain."""

    code: str
    """Its typed command, such as `CHARGES`."""
    number: int
    """Its number on its menu, for the ten-key."""
    title: str
    model: type[Record]
    columns: tuple[Shown, ...]
    order: tuple[str, ...]
    """Columns (model or shown, never NULL) the list is sorted by, before the id. Text sorts by its capitals."""
    form: Form
    """Fields named as the model's columns; others are read by `extra` and written by `after_save`."""
    view: Permission
    change: Permission
    position: str = ""
    """The column the position-to field looks in; empty: the first of `order`."""
    options: tuple[Option, ...] = STANDARD
    descending: bool = False
    source: str = ""
    """The SQL after FROM; empty: the table under the name `t`. Give the table the name `t` in joins as well."""
    where: Callable[[Store, Session], tuple[str, tuple[Any, ...]]] | None = None
    """A condition on the rows, with its parameters."""
    extra: Callable[[Store, int | None], Values] = _no_extra
    """Clean values of form fields that are no columns of the table (None: a new record)."""
    check: Callable[[Store, Session, int | None, Values], None] = _no_check
    """Refuse values that do not fit together (`FormError`, `Refused`); the id is None for a new record."""
    after_save: Callable[[Store, Session, int, Values], None] = _nothing_after
    """Change what belongs to the record, in the same transaction."""
    stamp: Callable[[Store, Session], Values] | None = None
    """Values of columns that are not on the form, for a new record: who, when."""
    remove: Callable[[Store, Session, int], None] | None = None
    """What option 4 does; None: `active` becomes 0, refused when there is no such column."""
    empty: str = "There are no records."
    help: str = ""
    menu: int = 7
    """The number of the menu on which it stands."""
    police: bool = False
    """Whether its records are in the police store. Its permissions then allow police roles only."""
    second: str = ""
    """The action of `data.authority` for which a role's rule must be Alone; With approval: a second person confirms
    each record that is added, changed or removed. Empty: one person keeps the records."""
    viewed_as: str = ""
    """For a police register: the type of record that is written down when one is opened; empty: its code."""

    @property
    def table(self) -> str:
        """The table's name."""
        return str(self.model._meta.table_name)

    def option(self, key: str) -> Option | None:
        """The option with this number."""
        return next((option for option in self.options if option.key == key), None)

    def titles(self) -> tuple[tuple[str, int, str], ...]:
        """Title, width in columns, and `left` or `right`, of every column of the list."""
        return tuple(self._title(shown) for shown in self.columns)

    def _title(self, shown: Shown) -> tuple[str, int, str]:
        kind = self.kind(shown.name)
        align = "right" if isinstance(kind, Money | Count | Percent) else "left"
        title = shown.title or (kind.label if kind else shown.name)
        return title, shown.width or max(kind.width if kind else 20, len(title)), align

    def kind(self, name: str) -> Field | None:
        """The field kind of a model column, None for other names."""
        return getattr(self.model._meta.fields.get(name), "kind", None)

    def expression(self, name: str) -> str:
        """The SQL of a column, shown or of the table."""
        shown = next((shown for shown in self.columns if shown.name == name and shown.sql), None)
        if shown:
            return shown.sql
        column = self.model._meta.fields.get(name)
        if column is None:
            raise ValueError(f"Register {self.code}: there is no column {name}.")
        return f"t.{column.column_name}"


@dataclass(frozen=True)
class Row:
    """One line of a list. `key` is where it stands in the order: give it to `page` to go on from here."""

    key: tuple[Any, ...]
    id: int
    cells: tuple[str, ...]
    style: str = ""


@dataclass(frozen=True)
class Page:
    """Some lines, and whether there are more on either side."""

    rows: list[Row] = field(default_factory=list)
    more_before: bool = False
    more_after: bool = False


def page(
    store: Store,
    session: Session,
    register: Register,
    direction: str,
    key: Any,
    count: int,
    scope: Scope | None = None,
) -> Page:
    """`count` rows by their place in the order, so that page 1 and page 10,000 cost the same. Checks the permission.

    `direction` is `first`; `next` or `previous` with the key of the last or first row shown; `position` with the
    text of the position-to field; or `again` with the key of the first row shown. Raises `Refused`.
    """
    session.require(register.view)
    if direction == "previous":
        found = _select(store, session, register, "<", key, count + 1, scope)
        rows = found[:count][::-1]
        return Page(rows, len(found) > count, bool(rows) or _any(store, session, register, ">=", key, scope))
    if direction == "position":
        key = _position_key(register, key)
    comparison = {"first": "", "next": ">", "position": ">=", "again": ">="}[direction]
    found = _select(store, session, register, comparison, key, count + 1, scope)
    rows = found[:count]
    before = bool(comparison) and (
        _any(store, session, register, "<", rows[0].key, scope)
        if rows
        else _any(store, session, register, "", None, scope)
    )
    return Page(rows, before, len(found) > count)


def _any(store: Store, session: Session, register: Register, comparison: str, key: Any, scope: Scope | None) -> bool:
    return bool(_select(store, session, register, comparison, key, 1, scope))


def _position_key(register: Register, text: Any) -> tuple[Any, ...]:
    """The position-to text as the beginning of a key. Raises `FieldError` for a date or number that is none."""
    name = _order(register)[0]
    kind = register.kind(name)
    plain = str(text).strip()
    if plain and isinstance(kind, Date | Money | Count | Percent):
        return (stored(getattr(register.model, name), kind.clean(plain)),)
    return (plain.upper() if type(kind) in (Text, Code) else plain,)


def _select(
    store: Store,
    session: Session,
    register: Register,
    comparison: str,
    key: Any,
    count: int,
    scope: Scope | None,
) -> list[Row]:
    """Rows whose place compares so to `key`; for `<` they come nearest first."""
    expressions = [*(_sort(register, name) for name in _order(register)), "t.id"]
    backwards = (comparison == "<") != register.descending
    conditions, params = _conditions(store, session, register, scope)
    if comparison:
        parts = tuple(key) if isinstance(key, tuple | list) else (key,)
        sign = {">": "<", "<": ">", ">=": "<="}[comparison] if register.descending else comparison
        places = ", ".join(expressions[: len(parts)])
        conditions.append(f"({places}) {sign} ({', '.join('?' * len(parts))})")
        params += parts
    cells = [register.expression(shown.name) for shown in register.columns]
    sql = f"SELECT {', '.join([*expressions, *cells])} FROM {register.source or f'{register.table} t'}"
    if conditions:
        sql += f" WHERE {' AND '.join(conditions)}"
    way = " DESC" if backwards else ""
    sql += f" ORDER BY {', '.join(expression + way for expression in expressions)} LIMIT ?"
    return [_row(register, row, len(expressions)) for row in store.rows(sql, *params, count)]


def _order(register: Register) -> tuple[str, ...]:
    """The columns of the order, the position-to column first."""
    first = (register.position,) if register.position else ()
    return first + tuple(name for name in register.order if name != register.position)


def _sort(register: Register, name: str) -> str:
    """The SQL a column is sorted by: free text by its capitals."""
    expression = register.expression(name)
    return f"upper({expression})" if type(register.kind(name)) is Text else expression


def _conditions(store: Store, session: Session, register: Register, scope: Scope | None) -> tuple[list[str], list[Any]]:
    conditions = [f"{register.expression(name)} = ?" for name in scope or {}]
    params = list((scope or {}).values())
    if register.where:
        sql, values = register.where(store, session)
        conditions.append(f"({sql})")
        params += values
    return conditions, params


def _row(register: Register, row: Sequence[Any], width: int) -> Row:
    cells = tuple(_cell(register, shown, raw) for shown, raw in zip(register.columns, row[width:], strict=True))
    return Row(tuple(row[:width]), int(row[width - 1]), cells)


def _cell(register: Register, shown: Shown, raw: Any) -> str:
    if shown.show:
        return shown.show(raw)
    kind = register.kind(shown.name)
    if kind and not shown.sql:
        return kind.show(raw)
    return "" if raw is None else str(raw)
