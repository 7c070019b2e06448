"""The history of a person's file: who changed which field when, from what to what, why; a correction is told apart.

Restricted values stand in it masked; the rows that held them are ended and never deleted, so that nothing is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.police.store import PoliceStore

if TYPE_CHECKING:
    from data.session import Session

NEW, CHANGE, CORRECTION, END, MERGE, UNMERGE = "NEW", "CHANGE", "CORRECTION", "END", "MERGE", "UNMERGE"
KINDS = {
    NEW: "Entered", CHANGE: "Changed", CORRECTION: "Corrected", END: "Ended", MERGE: "Merged", UNMERGE: "Merge undone",
}  # fmt: skip


@dataclass(frozen=True)
class Why:
    """Why something is written: as a change in the world, or to correct what was wrong from the beginning."""

    kind: str = CHANGE
    reason: str = ""
    reference: str = ""
    """What it belongs to: the number of a registration or booking; empty for plain upkeep."""


@dataclass(frozen=True)
class Past:
    """One field of one row changed once. `at` is UTC text, values are texts as fields show them."""

    at: str
    clerk: str
    station: str
    person_id: int
    table: str
    row_id: int
    field: str
    before: str
    after: str
    kind: str
    reason: str
    reference: str
    initials: str = ""
    """The clerk's."""


def keep(
    store: PoliceStore,
    session: Session,
    person_id: int,
    table: str,
    row_id: int,
    before: Mapping[str, str],
    after: Mapping[str, str],
    why: Why,
) -> int:
    """Keep every field that differs, in the caller's transaction; the number of fields."""
    changed = 0
    for name, value in after.items():
        old = before.get(name, "")
        if old == value:
            continue
        changed += 1
        store.insert(
            "person_history", at=store.now(), user_id=session.clerk.id, station=session.station, person_id=person_id,
            table_name=table, row_id=row_id, field=name, before=old, after=value, kind=why.kind, reason=why.reason,
            reference=why.reference,
        )  # fmt: skip
    return changed


_SELECT = (
    "SELECT h.at, coalesce(u.name, ''), h.station, h.person_id, h.table_name, h.row_id, h.field, h.before, "
    "h.after, h.kind, h.reason, h.reference, coalesce(u.initials, '') FROM person_history h "
    "LEFT JOIN users u ON u.id = h.user_id"
)


def of_person(store: PoliceStore, file_ids: tuple[int, ...], limit: int = 1000) -> list[Past]:
    """The history of a file, its merged files included, newest first."""
    marks = ", ".join("?" * len(file_ids))
    sql = f"{_SELECT} WHERE h.person_id IN ({marks}) ORDER BY h.id DESC LIMIT ?"
    return [Past(*row) for row in store.rows(sql, *file_ids, limit)]


def of_row(store: PoliceStore, table: str, row_id: int) -> list[Past]:
    """The history of one row, newest first."""
    sql = f"{_SELECT} WHERE h.table_name = ? AND h.row_id = ? ORDER BY h.id DESC"
    return [Past(*row) for row in store.rows(sql, table, row_id)]


def before(store: PoliceStore, table: str, row_id: int, field: str, day: str) -> str | None:
    """What a field said at the end of a day (ISO, UTC), None when the row did not exist yet."""
    rows = of_row(store, table, row_id)
    if not rows or min(one.at for one in rows)[:10] > day:
        return None
    known = [one for one in rows if one.field == field]
    done = [one for one in known if one.at[:10] <= day]
    return done[0].after if done else (known[-1].before if known else "")
