"""The rows of a person's groups: read, added, changed, ended; restricted values are sealed and shown masked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from data import audit
from data.columns import clean, stored
from data.forms import FormError, Values
from data.permissions import Refused
from data.police import access, codes, identifiers, persons_checks, persons_history, persons_index
from data.police.coded import Coded
from data.police.persons import CHANGE, SEE, VIEW, check_codes, file_ids, require_reason, unchanged_since
from data.police.persons_groups import GROUPS, Group
from data.police.persons_history import END, NEW, Why
from data.police.store import PoliceStore

if TYPE_CHECKING:
    from data.session import Session

HIDDEN = "medical, restricted"
"""What stands on the screen for a sealed mark or caution until it is revealed."""
LOOK = ("sex", "race", "height", "weight", "hair", "eyes")
"""Columns of a description that the person's own row repeats, for the search."""


@dataclass(frozen=True)
class Entry:
    """One row as it may be shown: identifiers masked, sealed marks hidden."""

    group: str
    id: int
    person_id: int
    version: int
    values: Values
    """Clean values of its fields; a sealed value is not among them."""
    texts: dict[str, str]
    """The same as fields show them, and `value` masked."""
    line: str
    restricted: bool = False
    """Whether something of it can be revealed."""

    @property
    def current(self) -> bool:
        """Whether it still holds."""
        return self.values["to_on"] is None


def rows(store: PoliceStore, session: Session, code: str, person_id: int, *, past: bool = True) -> list[Entry]:
    """The rows of a group of a person and of the files merged into it, the current ones first, then the newest.

    Journal the view (`access.open_view`) before showing them. Raises `Refused`.
    """
    session.require(SEE)
    group, ids = GROUPS[code], file_ids(store, person_id)
    condition = f"person_id IN ({', '.join('?' * len(ids))})" + ("" if past else " AND to_on IS NULL")
    found = [_entry(store, group, row) for row in store.rows(f"{_select(group)} WHERE {condition}", *ids)]
    found.sort(key=lambda one: (one.current, one.values["from_on"] or one.values["to_on"] or date.min, one.id))
    return found[::-1]


def row(store: PoliceStore, session: Session, code: str, row_id: int, lock: str = "") -> Entry:
    """One row. Raises `Refused` when there is none."""
    session.require(SEE)
    group = GROUPS[code]
    found = store.row(f"{_select(group)} WHERE id = ?{lock}", row_id)
    if found is None:
        raise Refused(f"There is no such {group.one}.")
    return _entry(store, group, found)


def _select(group: Group) -> str:
    extra = {"IDENTIFIERS": ", value_sealed", "MARKS": ", restricted", "CAUTIONS": ", restricted"}.get(group.code, "")
    return f"SELECT id, person_id, version, {', '.join(group.names)}{extra} FROM {group.table}"


def _entry(store: PoliceStore, group: Group, found: tuple[Any, ...]) -> Entry:
    key, person_id, version, *raw = found
    fields = group.model._meta.fields
    values = {name: clean(fields[name], text) for name, text in zip(group.names, raw, strict=False)}
    texts = {name: fields[name].kind.show(values[name]) for name in group.names}
    sealed = raw[len(group.names) :]
    restricted = bool(sealed and sealed[0])
    if group.code == "IDENTIFIERS":
        plain = store.cipher.open_text(group.table, "value_sealed", key, sealed[0])
        texts["value"] = identifiers.masked(values["kind"], plain)
    elif group.sealed:
        coded = fields["code"].kind
        texts["meaning"] = HIDDEN if restricted else codes.label(store, coded.table, values["code"] or "")
    return Entry(group.code, key, person_id, version, values, texts, group.line(texts), restricted)


# Writing


def add(store: PoliceStore, session: Session, code: str, person_id: int, values: Values, why: Why | None = None) -> int:
    """Add a row from clean values of the group's form; its id.

    `values` of an identifier hold its number under `value`. Raises `FormError` for a wrong value, `Refused`.
    """
    session.require(CHANGE)
    group, values = GROUPS[code], dict(values)
    persons_checks.check(store, session, code, person_id, values)
    check_codes(store, group.model, values, {})
    with store.writing():
        if code == "DESCRIPTIONS":
            _end_description(store, session, person_id, values["from_on"])
        row_id = _insert(store, group, person_id, values)
        _remember(store, session, group, row_id, {}, Why(NEW, *_said(why)))
        _follow(store, session, group, person_id)
        audit.record(store, session, "person.row.add", group.table, row_id)
    return row_id


def _said(why: Why | None) -> tuple[str, str]:
    return (why.reason, why.reference) if why else ("", "")


def _insert(store: PoliceStore, group: Group, person_id: int, values: Values) -> int:
    fields = group.model._meta.fields
    columns = {name: stored(fields[name], values.get(name)) for name in group.names}
    if group.code == "IDENTIFIERS":
        return _insert_identifier(store, group, person_id, values, columns)
    if not group.sealed or not _is_medical(store, fields["code"].kind, str(columns["code"])):
        return store.insert(group.table, person_id=person_id, **columns)
    secret = {f"{name}_sealed": str(columns[name]) for name in ("code", "description")}
    columns.update(code="", description="", restricted=1)
    row_id = store.insert(group.table, person_id=person_id, **columns)
    store.seal_into(group.table, row_id, **secret)
    return row_id


def _is_medical(store: PoliceStore, kind: Coded, code: str) -> bool:
    found = codes.value(store, kind.table, code)
    return found is not None and found.restricted


def _insert_identifier(
    store: PoliceStore, group: Group, person_id: int, values: Values, columns: dict[str, Any]
) -> int:
    value = str(values["value"])
    digest = persons_index.mark_of(store.cipher, str(values["kind"]), value)
    ids = file_ids(store, person_id)
    same = f"SELECT 1 FROM {group.table} WHERE digest = ? AND to_on IS NULL AND person_id IN ({_marks(ids)})"
    if store.value(same, digest, *ids) is not None:
        raise FormError("value", "Number: it is on this file already.")
    row_id = store.insert(group.table, person_id=person_id, digest=digest, reason=values.get("reason") or "", **columns)
    store.seal_into(group.table, row_id, value_sealed=value)
    return row_id


def _marks(values: tuple[int, ...]) -> str:
    return ", ".join("?" * len(values))


def change(
    store: PoliceStore,
    session: Session,
    code: str,
    row_id: int,
    values: Values,
    version: int,
    why: Why | None = None,
) -> None:
    """Change or correct a row; sealed values and the columns of `Group.fixed` stay as they are.

    Raises `Refused` when somebody changed it since `version`, `FormError` for a wrong value.
    """
    session.require(CHANGE)
    reason = why or Why()
    require_reason(reason)
    group = GROUPS[code]
    with store.writing():
        present = row(store, session, code, row_id, store.for_update)
        unchanged_since(store, group.table, row_id, present.version, version)
        after = {
            **present.values,
            **{name: value for name, value in values.items() if _may_change(group, present, name)},
        }
        persons_checks.check(store, session, code, present.person_id, after)
        check_codes(store, group.model, after, present.values)
        if group.sealed and not present.restricted and _turns_medical(store, group, after, present.values):
            raise FormError("code", "A medical code is entered as a new row; end this one.")
        _update(store, session, group, present, after, reason)
        audit.record(store, session, "person.row.change", group.table, row_id)


def _may_change(group: Group, present: Entry, name: str) -> bool:
    sealed = present.restricted and group.code != "IDENTIFIERS" and name in ("code", "description")
    return name in group.names and name not in group.fixed and not sealed


def _turns_medical(store: PoliceStore, group: Group, after: Values, before: Values) -> bool:
    if group.code == "IDENTIFIERS" or after["code"] == before["code"]:
        return False
    return _is_medical(store, group.model._meta.fields["code"].kind, str(after["code"] or ""))


def end(
    store: PoliceStore, session: Session, code: str, row_id: int, on: date, version: int, why: Why | None = None
) -> None:
    """End a row on a day: it held until then, and stays on the file. Raises `Refused`, `FormError`."""
    session.require(CHANGE)
    group = GROUPS[code]
    with store.writing():
        present = row(store, session, code, row_id, store.for_update)
        unchanged_since(store, group.table, row_id, present.version, version)
        after = {**present.values, "to_on": on}
        persons_checks.check(store, session, "", present.person_id, after)
        if code == "ADDRESSES":
            _require_another_address(store, session, present)
        _update(store, session, group, present, after, Why(END, *_said(why)))
        audit.record(store, session, "person.row.end", group.table, row_id)


def _require_another_address(store: PoliceStore, session: Session, ending: Entry) -> None:
    """A person who is no transient has an address: enter the new one first."""
    transient = store.value("SELECT transient FROM persons WHERE id = ?", ending.person_id)
    others = [one for one in rows(store, session, "ADDRESSES", ending.person_id, past=False) if one.id != ending.id]
    if not transient and not others:
        raise Refused("That leaves no address. Enter the new one first, or mark as transient.")


def _update(store: PoliceStore, session: Session, group: Group, present: Entry, after: Values, why: Why) -> None:
    fields = group.model._meta.fields
    settings = ", ".join(f"{name} = ?" for name in group.names)
    texts = [stored(fields[name], after[name]) for name in group.names]
    store.run(f"UPDATE {group.table} SET {settings}, version = version + 1 WHERE id = ?", *texts, present.id)
    _remember(store, session, group, present.id, present.texts, why)
    _follow(store, session, group, present.person_id)


def _remember(
    store: PoliceStore, session: Session, group: Group, row_id: int, before: dict[str, str], why: Why
) -> None:
    """Keep what the row says now against what it said; sealed values as they are shown, masked."""
    now = row(store, session, group.code, row_id)
    persons_history.keep(store, session, now.person_id, group.table, row_id, before, now.texts, why)


def _follow(store: PoliceStore, session: Session, group: Group, person_id: int) -> None:
    """What depends on the rows of a group: the look on the person's own row, and the index."""
    if group.code == "DESCRIPTIONS":
        newest = store.row(
            f"SELECT {', '.join(LOOK)} FROM person_descriptions WHERE person_id = ? "
            "ORDER BY from_on DESC, id DESC LIMIT 1",
            person_id,
        )
        if newest is not None:
            store.run(
                f"UPDATE persons SET {', '.join(f'{name} = ?' for name in LOOK)} WHERE id = ?", *newest, person_id
            )
    persons_index.reindex(store, person_id)


def _end_description(store: PoliceStore, session: Session, person_id: int, on: date) -> None:
    """A new description ends the one before it; both stay."""
    group = GROUPS["DESCRIPTIONS"]
    for one in rows(store, session, group.code, person_id, past=False):
        if one.person_id == person_id and one.values["from_on"] <= on:
            _update(store, session, group, one, {**one.values, "to_on": on}, Why(END))


# Restricted values


def reveal(store: PoliceStore, session: Session, code: str, row_id: int, purpose: str) -> str:
    """The restricted value of a row in clear, journaled first: an identifier, or the code and text of a medical mark.

    Raises `Refused` without the role or a purpose; the screen masks it again after `mask.seconds`.
    """
    group = GROUPS[code]
    person_id = int(store.value(f"SELECT person_id FROM {group.table} WHERE id = ?", row_id) or 0)

    def seen(column: str) -> str:
        return access.reveal(store, session, group.table, row_id, column, purpose, kind=VIEW, object_id=person_id)

    if code == "IDENTIFIERS":
        return seen("value_sealed")
    coded = seen("code_sealed")
    said = store.opened(group.table, "description_sealed", row_id).decode()
    meaning = codes.label(store, group.model._meta.fields["code"].kind.table, coded)
    return "  ".join(part for part in (coded, meaning, said) if part)


def reveal_all(store: PoliceStore, session: Session, person_id: int, purpose: str) -> dict[tuple[str, int], str]:
    """Every restricted value of a person's current rows, by group and row; each is journaled."""
    found = {}
    for code in ("IDENTIFIERS", "MARKS", "CAUTIONS"):
        for one in rows(store, session, code, person_id, past=False):
            if one.restricted:
                found[code, one.id] = reveal(store, session, code, one.id, purpose)
    return found
