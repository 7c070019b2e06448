"""One record of a register: read, saved with its history, deactivated. Two people never overwrite each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import peewee

from data import audit, authority, changes
from data.clock import local_time
from data.columns import clean, stored
from data.forms import Values
from data.permissions import Refused
from data.registers import Register, Row, Scope

if TYPE_CHECKING:
    from data.session import Approval, Session
    from data.store import Store


@dataclass(frozen=True)
class Opened:
    """A record as a form shows it; give `version` back to `save`."""

    id: int
    version: int
    values: Values
    """Clean values by the names of the form's fields."""
    texts: dict[str, str]
    """The same as the fields show them."""


def record(store: Store, session: Session, register: Register, record_id: int) -> Opened:
    """A record for display or change. Raises `Refused` without the permission or when it is not for this clerk."""
    _may_see(store, session, register, record_id)
    version, values = _read(store, register, record_id)
    return Opened(record_id, version, values, _texts(register, values))


def _may_see(store: Store, session: Session, register: Register, record_id: int) -> None:
    """Raise `Refused` unless the record would stand in this clerk's list: no way around the list to one record."""
    session.require(register.view)
    if register.where is None:
        return
    condition, params = register.where(store, session)
    source = register.source or f"{register.table} t"
    if store.row(f"SELECT 1 FROM {source} WHERE t.id = ? AND ({condition})", record_id, *params) is None:
        why = "this record is not for you to see, or gone from the list"
        raise Refused(f"{register.title}: {why}. Press F5, or ask a supervisor.")


def _read(store: Store, register: Register, record_id: int, lock: str = "") -> tuple[int, Values]:
    """The version and the clean values of a record. Raises `Refused` when it does not exist."""
    names = [name for name in register.form.fields if name in register.model._meta.fields]
    columns = [register.model._meta.fields[name] for name in names]
    listing = ", ".join(["version", *(column.column_name for column in columns)])
    row = store.row(f"SELECT {listing} FROM {register.table} WHERE id = ?{lock}", record_id)
    if row is None:
        raise Refused(f"{register.title}: there is no such record.")
    values = {name: clean(column, raw) for name, column, raw in zip(names, columns, row[1:], strict=True)}
    values.update(register.extra(store, record_id))
    return int(row[0]), values


def _texts(register: Register, values: Values) -> dict[str, str]:
    return {name: kind.show(values.get(name)) for name, kind in register.form.fields.items()}


def save(
    store: Store,
    session: Session,
    register: Register,
    record_id: int | None,
    values: Values,
    version: int = 0,
    scope: Scope | None = None,
    approval: Approval | None = None,
) -> int:
    """Add a record (`record_id` None) or change one, and return its id; `approval` is the second person's.

    `values` are clean values of form fields; `version` is the one the record was opened with. Every changed field
    is kept with who, when, before and after. Raises `Refused` without the permission or the second person, when
    somebody else changed the record since, or when it repeats a unique value; and what the register's `check` raises.
    """
    session.require(register.change)
    values = dict(values)
    try:
        with store.writing():
            if record_id is None:
                before: Values = {}
                register.check(store, session, None, values)
                second = _second(store, session, register, approval)
                record_id = _insert(store, session, register, values, scope)
            else:
                _may_see(store, session, register, record_id)
                before = _unchanged_since(store, register, record_id, version)
                values = {**before, **values}
                register.check(store, session, record_id, values)
                second = _second(store, session, register, approval)
                _update(store, register, record_id, values)
            register.after_save(store, session, record_id, values)
            _keep(store, session, register, record_id, before, values, second)
    except peewee.IntegrityError:
        raise Refused(
            f"{register.title}: a record with these values exists already, or one it names does not."
        ) from None
    return record_id


def _second(store: Store, session: Session, register: Register, approval: Approval | None) -> int | None:
    """Who confirmed the change, by user id; None where one person is enough. Raises `Refused` until somebody has."""
    return authority.second_person(store, session, register.second, approval) if register.second else None


def _columns(register: Register, values: Values) -> dict[str, Any]:
    """The values that the table itself keeps, as it keeps them, by column name."""
    fields = register.model._meta.fields
    return {
        fields[name].column_name: stored(fields[name], value)
        for name, value in values.items()
        if name in fields and name not in ("id", "version")
    }


def _insert(store: Store, session: Session, register: Register, values: Values, scope: Scope | None) -> int:
    stamp = register.stamp(store, session) if register.stamp else {}
    return store.insert(register.table, **_columns(register, {**stamp, **(scope or {}), **values}))


def _unchanged_since(store: Store, register: Register, record_id: int, version: int) -> Values:
    """The values as they are now. Raises `Refused` naming who changed the record since `version`."""
    present, values = _read(store, register, record_id, store.for_update)
    if present != version:
        newest = changes.last_change(store, register.table, record_id)
        who, when = (newest.clerk or "the program", f" at {local_time(newest.at)}") if newest else ("somebody", "")
        raise Refused(f"{register.title} was changed by {who}{when} since you opened it; F5 shows it.")
    return values


def _update(store: Store, register: Register, record_id: int, values: Values) -> None:
    columns = _columns(register, values)
    settings = ", ".join(f"{name} = ?" for name in columns)
    store.run(
        f"UPDATE {register.table} SET {settings}, version = version + 1 WHERE id = ?", *columns.values(), record_id
    )


def _keep(
    store: Store,
    session: Session,
    register: Register,
    record_id: int,
    before: Values,
    after: Values,
    second: int | None,
) -> None:
    """The history (what the fields show) and the audit row."""
    names = [name for name in after if name in register.form.fields and not register.form.fields[name].secret]
    shown = [{name: register.form.fields[name].show(values.get(name)) for name in names} for values in (before, after)]
    changes.record_change(store, session, register.table, record_id, *shown)
    event = "record.change" if before else "record.add"
    audit.record(store, session, event, register.table, record_id, approver_id=second)


def remove(
    store: Store, session: Session, register: Register, record_id: int, approval: Approval | None = None
) -> None:
    """Deactivate a record (option 4); nothing is ever deleted. Raises `Refused` where it cannot be."""
    session.require(register.change)
    with store.writing():
        _may_see(store, session, register, record_id)
        second = _second(store, session, register, approval)
        if register.remove:
            register.remove(store, session, record_id)
        elif "active" in register.model._meta.fields:
            if not store.run(f"UPDATE {register.table} SET active = 0, version = version + 1 WHERE id = ?", record_id):
                raise Refused(f"{register.title}: there is no such record.")
            changes.record_change(store, session, register.table, record_id, {"active": "Y"}, {"active": "N"})
        else:
            raise Refused(f"{register.title}: records are not removed; change the dates instead.")
        audit.record(store, session, "record.remove", register.table, record_id, approver_id=second)


HISTORY_TITLES: tuple[tuple[str, int, str], ...] = (
    ("When", 14, "left"),
    ("Who", 16, "left"),
    ("Field", 14, "left"),
    ("Before", 15, "left"),
    ("After", 15, "left"),
)
"""Title, width in columns and side of the columns of `history`."""


def history(store: Store, session: Session, register: Register, record_id: int) -> list[Row]:
    """What was changed in a record, newest first, as lines of a list. Raises `Refused`."""
    _may_see(store, session, register, record_id)
    fields = register.form.fields
    return [
        Row(
            (number,),
            record_id,
            (
                local_time(change.at),
                change.clerk,
                fields[change.field].label if change.field in fields else change.field,
                change.before or "",
                change.after or "",
            ),
        )
        for number, change in enumerate(changes.history(store, register.table, record_id))
    ]
