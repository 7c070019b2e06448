"""The history of a person's file: every change of every field, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.clock import local_time
from data.police import persons, persons_history
from data.police.persons_groups import GROUPS, Group
from data.police.persons_history import Past
from data.police.persons_tables import Person
from screens.listing import Listing, fixed_rows, work_with
from screens.pager import read
from screens.worklist import Column, Row

if TYPE_CHECKING:
    from screens.desk import Desk


def past_line(one: Past) -> str:
    """One change in one line."""
    said = f"{one.before} > {one.after}" if one.before else one.after
    why = f"  ({one.reason})" if one.reason else ""
    kind = persons_history.KINDS[one.kind]
    return f"    {local_time(one.at)} {one.clerk[:14]:<14} {kind:<9} {_label(one)}: {said}{why}"[:79]


async def show_history(desk: Desk, person_id: int) -> None:
    """Everything that was changed on the file and on those merged into it, newest first."""
    ids = await desk.ask_police(persons.file_ids, person_id)
    past: list[Past] = await desk.ask_police(persons_history.of_person, ids)
    rows = [Row(number, _past_cells(one)) for number, one in enumerate(past)]
    columns = (
        Column("When", 14), Column("Who", 3), Column("How", 9), Column("Field", 11), Column("Before", 12),
        Column("After", 13),
    )  # fmt: skip

    async def act(option: str, row: Row) -> None:
        one = past[int(row.key)]
        shown = (
            ("When", local_time(one.at)), ("Who", one.clerk), ("Station", one.station), ("List", _title(one)),
            ("How", persons_history.KINDS[one.kind]), ("Field", _label(one)), ("Before", one.before),
            ("After", one.after), ("Reason", one.reason), ("Belongs to", one.reference),
        )  # fmt: skip
        await read(desk, "PER081", "Change", ["", *(f"  {label + ' ':.<14} {text}" for label, text in shown)])

    await work_with(
        desk, Listing("PER080", "History", columns, fixed_rows(rows), (("5", "Display"),), default="5"), act
    )


def _past_cells(one: Past) -> tuple[str, ...]:
    kind = persons_history.KINDS[one.kind]
    return local_time(one.at), one.initials, kind, _label(one), one.before, one.after


def _group_of(one: Past) -> Group | None:
    return next((group for group in GROUPS.values() if group.table == one.table), None)


def _title(one: Past) -> str:
    group = _group_of(one)
    return group.title if group else "Name and birth" if one.table == "persons" else "Photographs"


def _label(one: Past) -> str:
    group = _group_of(one)
    model = group.model if group else Person if one.table == "persons" else None
    kind = getattr(model._meta.fields.get(one.field), "kind", None) if model else None
    return kind.label if kind else {"value": "Number", "meaning": "Meaning"}.get(one.field, one.field)
