"""The person file: one file per human being, shared by registrations, bookings and clearances.

Two people never overwrite each other (versions); every changed field is kept with who, when, before, after and why.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from data import audit
from data.clock import local_time
from data.columns import clean, stored
from data.forms import FormError, Values
from data.permissions import OFFICER, POLICE, POLICE_SUPERVISOR, Permission, Refused
from data.police import codes, persons_history, persons_index
from data.police.access import USE
from data.police.coded import Coded
from data.police.persons_groups import full_name
from data.police.persons_history import CORRECTION, NEW, Why
from data.police.persons_tables import LANGUAGES, Person
from data.police.store import PoliceStore

if TYPE_CHECKING:
    from data.session import Session

SEE = USE
"""Who reads person files."""
CHANGE = Permission(
    "persons.change", "person files are kept by the police desk, its supervisor and officers.",
    frozenset({POLICE, POLICE_SUPERVISOR, OFFICER}),
)  # fmt: skip
TABLE = "persons"
VIEW = "PERSON"
"""The kind of object under which views are journaled."""
NUMBER = "person"
"""The counter row that gives person numbers."""
NAMES = tuple(name for name, kind in Person._meta.fields.items() if hasattr(kind, "kind") and name != "number")
"""The fields of a person's own row."""


@dataclass(frozen=True)
class Opened:
    """A person's own row. Give `version` back to `change`."""

    id: int
    number: str
    version: int
    values: Values
    merged_into: int | None = None

    @property
    def name(self) -> str:
        """`LAST, FIRST MIDDLE SUFFIX`."""
        return full_name({name: self.values[name] or "" for name in ("last", "first", "middle", "suffix")})

    @property
    def born(self) -> date | None:
        """Date of birth."""
        born: date | None = self.values["born"]
        return born


def person(store: PoliceStore, session: Session, person_id: int, lock: str = "") -> Opened:
    """A person's own row. Journal the view (`access.open_view`) before showing it. Raises `Refused`."""
    session.require(SEE)
    fields = Person._meta.fields
    row = store.row(
        f"SELECT number, version, merged_into, {', '.join(NAMES)} FROM persons WHERE id = ?{lock}", person_id
    )
    if row is None:
        raise Refused("There is no such person.")
    values = {name: clean(fields[name], raw) for name, raw in zip(NAMES, row[3:], strict=True)}
    return Opened(person_id, str(row[0]), int(row[1]), values, row[2])


def by_number(store: PoliceStore, session: Session, number: str) -> int | None:
    """The id of the file with a number, `P000123` or `123`; None when there is none."""
    session.require(SEE)
    wanted = number.strip().upper().removeprefix("P")
    if not (wanted.isascii() and wanted.isdigit()):
        return None
    found = store.value("SELECT id FROM persons WHERE number = ?", f"P{int(wanted):06d}")
    return None if found is None else int(found)


def add(store: PoliceStore, session: Session, values: Values, why: Why | None = None) -> int:
    """Open a new file from clean values of the person's own fields; its id. Ask `persons_find.similar` before.

    Raises `FormError` for a wrong value, `Refused` without the permission.
    """
    session.require(CHANGE)
    known = {name: values.get(name) for name in NAMES}
    known["language"] = known["language"] or LANGUAGES[0][0]
    _check(store, session, known, {})
    with store.writing():
        number = f"P{_next_number(store):06d}"
        fields = Person._meta.fields
        person_id = store.insert(
            TABLE, number=number, entered_at=store.now(), entered_by=session.clerk.id,
            **{name: stored(fields[name], value) for name, value in known.items()},
        )  # fmt: skip
        reason = why or Why()
        persons_history.keep(
            store, session, person_id, TABLE, person_id, {}, shown(known), Why(NEW, reason.reason, reason.reference)
        )
        persons_index.reindex(store, person_id)
        audit.record(store, session, "person.add", VIEW, person_id)
    return person_id


def _next_number(store: PoliceStore) -> int:
    store.run("INSERT INTO counters (name, value) VALUES (?, 0) ON CONFLICT DO NOTHING", NUMBER)
    return int(store.value("UPDATE counters SET value = value + 1 WHERE name = ? RETURNING value", NUMBER))


def change(
    store: PoliceStore, session: Session, person_id: int, values: Values, version: int, why: Why | None = None
) -> None:
    """Change or correct the person's own fields; a changed (not corrected) name stays as a former name.

    Raises `Refused` when somebody changed them since `version`, `FormError` for a wrong value or a correction
    without its reason.
    """
    session.require(CHANGE)
    reason = why or Why()
    require_reason(reason)
    with store.writing():
        present = person(store, session, person_id, store.for_update)
        unchanged_since(store, TABLE, person_id, present.version, version)
        after = {**present.values, **{name: value for name, value in values.items() if name in NAMES}}
        _check(store, session, after, present.values)
        fields = Person._meta.fields
        marks = ", ".join(f"{name} = ?" for name in NAMES)
        texts = [stored(fields[name], after[name]) for name in NAMES]
        store.run(f"UPDATE persons SET {marks}, version = version + 1 WHERE id = ?", *texts, person_id)
        persons_history.keep(store, session, person_id, TABLE, person_id, shown(present.values), shown(after), reason)
        if reason.kind != CORRECTION:
            _keep_former_name(store, session, present, after)
        persons_index.reindex(store, person_id)
        audit.record(store, session, "person.change", VIEW, person_id)


def _keep_former_name(store: PoliceStore, session: Session, present: Opened, after: Values) -> None:
    parts = ("last", "first", "middle", "suffix")
    old = {name: present.values[name] or "" for name in parts}
    if old == {name: after[name] or "" for name in parts}:
        return
    row = {"kind": "FORMER", **old, "to_on": session.clock.today().isoformat()}
    row_id = store.insert("person_names", person_id=present.id, **row)
    persons_history.keep(store, session, present.id, "person_names", row_id, {}, row, Why(NEW))


def _check(store: PoliceStore, session: Session, values: Values, before: Values) -> None:
    """Raise `FormError` naming the first wrong field."""
    if not values.get("last"):
        raise FormError("last", "Last name: this field must be filled in.")
    for name in ("born", "deceased_on"):
        day = values.get(name)
        if day is not None and not date(1900, 1, 1) <= day <= session.clock.today():
            raise FormError(name, f"{Person._meta.fields[name].kind.label}: from 1900 until today.")
    check_codes(store, Person, values, before)


def check_codes(store: PoliceStore, model: Any, values: Values, before: Values) -> None:
    """Raise `FormError` for a code that may not be newly chosen; one that is on the record already may stay."""
    for name, field in model._meta.fields.items():
        kind = getattr(field, "kind", None)
        code = values.get(name)
        if not isinstance(kind, Coded) or kind.free or not code or code == before.get(name):
            continue
        found = codes.value(store, kind.table, code)
        if found is None or found.status == codes.RETIRED:
            gone = "is no longer in the table" if found else "is not in the table"
            raise FormError(name, f"{kind.label}: {code} {gone}. F4 shows what is.")


def require_reason(why: Why) -> None:
    """Raise `FormError` for a correction without a reason."""
    if why.kind == CORRECTION and not why.reason:
        raise FormError("because", "Reason: a correction says what was wrong.")


def unchanged_since(store: PoliceStore, table: str, row_id: int, present: int, version: int) -> None:
    """Raise `Refused` naming who changed a row since it was read with `version`."""
    if present == version:
        return
    newest = persons_history.of_row(store, table, row_id)[:1]
    who = f"{newest[0].clerk or 'the program'} at {local_time(newest[0].at)}" if newest else "somebody"
    raise Refused(f"This was changed by {who} since you opened it. F12, then open it again.")


def shown(values: Values) -> dict[str, str]:
    """The person's own fields as texts, for the history."""
    return {name: Person._meta.fields[name].kind.show(values.get(name)) for name in NAMES}


# Files that belong together


def file_ids(store: PoliceStore, person_id: int) -> tuple[int, ...]:
    """The ids whose rows make up a person's file: its own first, then those of the files merged into it."""
    rows = store.rows(
        "WITH RECURSIVE file (id) AS (SELECT CAST(? AS BIGINT) UNION SELECT p.id FROM persons p "
        "JOIN file ON p.merged_into = file.id) SELECT id FROM file",
        person_id,
    )
    return (person_id, *sorted(int(key) for (key,) in rows if int(key) != person_id))


def head_of(store: PoliceStore, person_id: int) -> int:
    """The file a person's file has been merged into, at the end; the same id when it has not."""
    while (into := store.value("SELECT merged_into FROM persons WHERE id = ?", person_id)) is not None:
        person_id = int(into)
    return person_id
