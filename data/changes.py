"""What was changed in a record: who, when, before and after. Kept beside the records, apart from the audit log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store


@dataclass(frozen=True)
class Change:
    """One field of one record changed once. `at` is UTC text; `before` and `after` are stored values as text."""

    at: str
    clerk: str
    station: str
    field: str
    before: str | None
    after: str | None


def record_change(
    store: Store,
    session: Session | None,
    table: str,
    row_id: int,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> int:
    """Keep every field whose stored value differs, in the caller's transaction; the number of fields changed.

    A new record has an empty `before`; its empty fields are not kept.
    """
    at, changed = store.now(), 0
    with store.writing():
        for name, value in after.items():
            old, new = _text(before.get(name)), _text(value)
            if (old or "") == (new or ""):
                continue
            changed += 1
            store.insert(
                "changes",
                at=at,
                user_id=session.clerk.id if session else None,
                station=session.station if session else "",
                table_name=table,
                row_id=row_id,
                field=name,
                before=old,
                after=new,
            )
    return changed


def history(store: Store, table: str, row_id: int, limit: int = 500) -> list[Change]:
    """The changes of one record, newest first."""
    rows = store.rows(
        "SELECT c.at, coalesce(u.name, ''), c.station, c.field, c.before, c.after FROM changes c "
        "LEFT JOIN users u ON u.id = c.user_id WHERE c.table_name = ? AND c.row_id = ? ORDER BY c.id DESC LIMIT ?",
        table,
        row_id,
        limit,
    )
    return [Change(*row) for row in rows]


def last_change(store: Store, table: str, row_id: int) -> Change | None:
    """The newest change of one record."""
    newest = history(store, table, row_id, 1)
    return newest[0] if newest else None


def _text(value: Any) -> str | None:
    return None if value is None else str(int(value) if isinstance(value, bool) else value)
