"""What a registrant stated on a day: the person file as it stood, kept with the visit, and what differs from before.

It is kept sealed. Numbers such as SSN and driver license are in it with their last four only, restricted marks not at
all, and Internet identifiers only when they apply (SX14).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from data.police.identifiers import masked
from data.police.persons import file_ids, head_of
from data.police.persons_groups import GROUPS, full_name
from data.police.persons_tables import Person

if TYPE_CHECKING:
    from data.police.store import PoliceStore

Rows = dict[str, dict[str, str]]
"""Rows of a group by their id; each is its fields by name, as stored text."""
Stated = dict[str, Rows]
"""Rows by group."""

PERSON = "PERSON"
OWN = ("last", "first", "middle", "suffix", "born", "birth_place", "citizenship")
"""The person's own fields that are stated."""
WORKSHEET = (
    "NAMES", "BIRTHS", "IDENTIFIERS", "DESCRIPTIONS", "MARKS", "ADDRESSES", "PLACES", "CONTACTS", "JOBS", "SCHOOLS",
    "VEHICLES", "ONLINE",
)  # fmt: skip
"""Groups of a worksheet after the person's own fields, in the order of DOJ's form."""
TITLES = {PERSON: "Name and birth", **{code: group.title for code, group in GROUPS.items()}}
NOT_STATED = frozenset({"to_on", "note", "reason"})


@dataclass(frozen=True)
class Difference:
    """One field that differs from the last statement; `before` or `after` is empty for a new or ended row."""

    group: str
    row: str
    field: str
    before: str
    after: str


def stated_now(police: PoliceStore, person_id: int, on: date, *, online: bool) -> Stated:
    """What the person file says on a day; `online` with Internet identifiers. Journal the view before."""
    person_id = head_of(police, person_id)
    row = police.row(f"SELECT {', '.join(OWN)} FROM persons WHERE id = ?", person_id)
    found: Stated = {PERSON: {"0": _texts(dict(zip(OWN, row or (), strict=False)))}}
    for code in WORKSHEET:
        if code != "ONLINE" or online:
            found[code] = _rows(police, code, file_ids(police, person_id), on)
    return found


def _rows(police: PoliceStore, code: str, file: tuple[int, ...], on: date) -> Rows:
    group = GROUPS[code]
    names = [name for name in group.names if name not in NOT_STATED]
    hidden = " AND restricted = 0" if code == "MARKS" else ""
    marks = ", ".join("?" * len(file))
    sealed = ", value_sealed" if code == "IDENTIFIERS" else ""
    rows = police.rows(
        f"SELECT id{sealed}, {', '.join(names)} FROM {group.table} WHERE person_id IN ({marks}){hidden} "
        "AND (to_on IS NULL OR to_on > ?) ORDER BY id",
        *file,
        on.isoformat(),
    )
    made: Rows = {}
    for row in rows:
        fields = _texts(dict(zip(names, row[-len(names) :], strict=True)))
        if sealed:
            plain = police.cipher.open_text(group.table, "value_sealed", int(row[0]), row[1])
            fields["value"] = masked(fields["kind"], plain)
        made[str(row[0])] = fields
    return made


def _texts(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: "" if value is None else str(value) for name, value in values.items()}


def differences(before: Stated, after: Stated) -> list[Difference]:
    """Every field that differs, group by group; nothing when there was no statement before."""
    if not before:
        return []
    found = []
    for group in dict.fromkeys((*before, *after)):
        old, new = before.get(group, {}), after.get(group, {})
        for row in dict.fromkeys((*old, *new)):
            was, now = old.get(row, {}), new.get(row, {})
            for field in dict.fromkeys((*was, *now)):
                if was.get(field, "") != now.get(field, ""):
                    found.append(Difference(group, row, field, was.get(field, ""), now.get(field, "")))
    return found


def summary(stated: Stated, differs: Iterable[Difference]) -> list[str]:
    """What is new, changed or ended, one line for each row."""
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for one in differs:
        rows.setdefault((one.group, one.row), {})[one.field] = one.before
    found = []
    for (group, row), before in rows.items():
        fields = stated.get(group, {}).get(row)
        if fields is None:
            found.append(f"ended    {line(group, before)}")
        else:
            word = "changed" if any(before.values()) else "new"
            found.append(f"{word:<8} {line(group, fields)}")
    return found


def missing(stated: Stated, groups: Iterable[str]) -> str:
    """The title of the first group that has no row or, for the person's own, no name and birth; empty when none."""
    for code in groups:
        rows = stated.get(code, {})
        if not rows or (code == PERSON and not (rows["0"].get("last") and rows["0"].get("born"))):
            return TITLES[code]
    return ""


def cities(stated: Stated) -> list[str]:
    """The cities of the residences that were stated, each once; mail addresses are no residence."""
    rows = stated.get("ADDRESSES", {}).values()
    return list(dict.fromkeys(row["city"] for row in rows if row.get("kind") != "MAILING" and row.get("city")))


def line(code: str, fields: Mapping[str, str]) -> str:
    """A stated row in one line, as the person file shows it."""
    words = {name: _shown(code, name, text) for name, text in fields.items()}
    if code == PERSON:
        return f"{full_name(words)}  born {words.get('born', '')}".rstrip()
    return GROUPS[code].line({**dict.fromkeys((*GROUPS[code].names, "value", "meaning"), ""), **words})


def _shown(code: str, name: str, text: str) -> str:
    kind = getattr((Person if code == PERSON else GROUPS[code].model)._meta.fields.get(name), "kind", None)
    return str(kind.show(text)) if kind is not None and text else text


def packed(stated: Stated, changes: Iterable[Difference], details: Mapping[str, str]) -> str:
    """A statement as it is sealed: the rows, what differs, and what only this visit has."""
    differ = [[one.group, one.row, one.field, one.before, one.after] for one in changes]
    return json.dumps({"stated": stated, "differs": differ, "details": dict(details)}, separators=(",", ":"))


@dataclass(frozen=True)
class Statement:
    """A statement as it was kept."""

    stated: Stated
    differs: tuple[Difference, ...]
    details: Mapping[str, str]
    """What only this visit has: destination, reason, parent, court."""


def unpacked(text: str) -> Statement:
    """A statement that was kept; empty for an empty text."""
    kept = json.loads(text) if text else {}
    differs = tuple(Difference(*one) for one in kept.get("differs", ()))
    return Statement(kept.get("stated", {}), differs, kept.get("details", {}))
