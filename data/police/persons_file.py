"""A person's file as rows of text: restricted values masked unless they were revealed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from data.police import codes, persons_rows, photos
from data.police.coded import heavy, tall
from data.police.persons import Opened, file_ids, person
from data.police.persons_groups import GROUPS, Group
from data.police.persons_rows import Entry
from data.police.store import PoliceStore

if TYPE_CHECKING:
    from data.session import Session

WIDTH = 78
Revealed = Mapping[tuple[str, int], str]
"""Restricted values in clear, by group and row."""


def years(born: date, on: date) -> int:
    """Full years of age on a day; one born on February 29 becomes older on February 28."""
    birthday = (born.month, min(born.day, 28) if (born.month, born.day) == (2, 29) else born.day)
    return on.year - born.year - ((on.month, on.day) < birthday)


def lines(store: PoliceStore, session: Session, person_id: int, revealed: Revealed | None = None) -> list[str]:
    """The whole file. Journal the view (`access.open_view`) first. Raises `Refused`."""
    opened = person(store, session, person_id)
    found = ["", *_own(store, session, opened), *_missing(store, session, opened)]
    for group in GROUPS.values():
        found += _group(store, session, group, person_id, revealed or {})
    count = len(photos.listing(store, session, person_id))
    return [*found, "", f"  Photographs: {count}" if count else "  No photographs."]


def _own(store: PoliceStore, session: Session, opened: Opened) -> list[str]:
    values = opened.values
    rows = [f"  {opened.number}  {opened.name}"]
    if opened.born:
        age = years(opened.born, values["deceased_on"] or session.clock.today())
        place = codes.label(store, "POB", values["birth_place"] or "")
        rows.append(f"  Born {opened.born:%m/%d/%Y}, {age} years" + (f", in {place}" if place else ""))
    rows += _look(store, opened.id)
    said = {"transient": "Transient: no residence", "citizenship": f"Citizen of {values['citizenship']}"}
    rows += [f"  {text}" for name, text in said.items() if values[name]]
    if values["deceased_on"]:
        rows.append(f"  DECEASED {values['deceased_on']:%m/%d/%Y}")
    return rows + [f"  Holds the merged file {one.number}  {one.name}" for one in _merged(store, session, opened)]


def _missing(store: PoliceStore, session: Session, opened: Opened) -> list[str]:
    """What a file must hold and does not: an address, or where a transient is found."""
    transient = opened.values["transient"]
    code = "PLACES" if transient else "ADDRESSES"
    if persons_rows.rows(store, session, code, opened.id, past=False):
        return []
    what = "where a transient is found" if transient else "an address, or that the person is transient"
    return [f"  MISSING: {what}"]


def _merged(store: PoliceStore, session: Session, opened: Opened) -> list[Opened]:
    return [person(store, session, key) for key in file_ids(store, opened.id)[1:]]


def _look(store: PoliceStore, person_id: int) -> list[str]:
    row = store.row("SELECT sex, race, height, weight, hair, eyes FROM persons WHERE id = ?", person_id)
    if row is None or not any(row):
        return []
    sex, race, height, weight, hair, eyes = (str(one) for one in row)
    parts = (codes.label(store, "SEX", sex), codes.label(store, "RAC", race), tall(height), heavy(weight))
    colors = (
        f"hair {codes.label(store, 'HAI', hair).lower()}" if hair else "",
        f"eyes {codes.label(store, 'EYE', eyes).lower()}" if eyes else "",
    )
    return [f"  {', '.join(part for part in (*parts, *colors) if part)}"]


def _group(store: PoliceStore, session: Session, group: Group, person_id: int, revealed: Revealed) -> list[str]:
    entries = persons_rows.rows(store, session, group.code, person_id)
    now = [one for one in entries if one.current]
    if not entries:
        return []
    past = len(entries) - len(now)
    head = f"  {group.title}" + (f"  ({past} past)" if past else "")
    return ["", head, *(f"    {entry_line(one, revealed)}"[:WIDTH] for one in now)]


def entry_line(entry: Entry, revealed: Revealed | None = None) -> str:
    """A row in one line, in clear where it was revealed."""
    clear = (revealed or {}).get((entry.group, entry.id))
    if clear is None:
        return entry.line
    if entry.group == "IDENTIFIERS":
        return entry.line.replace(entry.texts["value"], clear)
    return clear


def entry_lines(entry: Entry, group: Group) -> list[str]:
    """A row field by field."""
    shown = [(group.model._meta.fields[name].kind.label, entry.texts[name]) for name in group.names]
    if "value" in entry.texts and "value" not in group.names:
        shown.insert(1, ("Number", entry.texts["value"]))
    if entry.texts.get("meaning"):
        shown.insert(1, ("Meaning", entry.texts["meaning"]))
    return [f"  {label + ' ':.<26} {text}" for label, text in shown if text]
