"""Unfinished work: kept as it is typed, so that a dropped line, a crash or a power cut loses nothing.

A payload is what the screen needs to go on; it never holds secrets or tender details: a resumed payment asks for its
tender again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from data import audit, authority
from data.permissions import Refused

if TYPE_CHECKING:
    from data.session import Approval, Session
    from data.store import Store

ACTIVE, SUSPENDED, DONE, DISCARDED = "ACTIVE", "SUSPENDED", "DONE", "DISCARDED"
FORBIDDEN = frozenset({"password", "pin", "secret", "tenders", "tender"})
"""Names that no payload may hold, at any depth."""


@dataclass(frozen=True)
class Work:
    """One unfinished piece of work. `key` is its idempotency key; stamps are UTC text."""

    id: int
    key: str
    kind: str
    """What resumes it: the code of a screen."""
    name: str
    """The short name the clerk sees."""
    user_id: int
    clerk: str
    station: str
    state: str
    payload: dict[str, Any]
    updated_at: str


_STATE = "CASE WHEN w.state = 'ACTIVE' AND s.ended_at IS NOT NULL THEN 'SUSPENDED' ELSE w.state END"
"""Active work whose session has ended counts as suspended: anybody with the right may take it up."""
_SELECT = (
    f"SELECT w.id, w.key, w.kind, w.name, w.user_id, u.name, w.station, {_STATE}, w.payload, w.updated_at "
    "FROM works w JOIN users u ON u.id = w.user_id LEFT JOIN sessions s ON s.id = w.session_id"
)


def save(store: Store, session: Session, key: str, kind: str, name: str, payload: dict[str, Any]) -> None:
    """Keep the work under its key, as active work of this clerk; a later call with the key replaces it.

    Raises `Refused` when another clerk has taken it up or it is finished; `ValueError` for a secret in the payload.
    """
    if found := _forbidden(payload):
        raise ValueError(f"Unfinished work may not hold {found!r}.")
    with store.writing():
        now = store.now()
        changed = store.run(
            "INSERT INTO works (key, kind, name, user_id, station, session_id, state, payload, created_at, updated_at) "
            "VALUES (?, ?, ?, ?, ?, ?, 'ACTIVE', ?, ?, ?) ON CONFLICT (key) DO UPDATE SET kind = excluded.kind, "
            "name = excluded.name, station = excluded.station, session_id = excluded.session_id, state = 'ACTIVE', "
            "payload = excluded.payload, updated_at = excluded.updated_at "
            "WHERE works.user_id = excluded.user_id AND works.state IN ('ACTIVE', 'SUSPENDED')",
            key,
            kind,
            name,
            session.clerk.id,
            session.station,
            session.id,
            json.dumps(payload, separators=(",", ":")),
            now,
            now,
        )
        if not changed:
            raise Refused("This work was finished or taken up by another clerk. F12 leaves it.")


def _forbidden(value: Any) -> str:
    """The first forbidden name in a payload, empty when there is none."""
    if isinstance(value, dict):
        return next((name for name in value if str(name).lower() in FORBIDDEN), "") or _forbidden([*value.values()])
    if isinstance(value, list | tuple):
        return next((found for item in value if (found := _forbidden(item))), "")
    return ""


def suspend(store: Store, session: Session, key: str, name: str = "") -> None:
    """Lay active work aside under a short name (F2)."""
    with store.writing():
        changed = store.run(
            "UPDATE works SET state = 'SUSPENDED', name = CASE WHEN ? = '' THEN name ELSE ? END, updated_at = ? "
            "WHERE key = ? AND user_id = ? AND state IN ('ACTIVE', 'SUSPENDED')",
            name,
            name,
            store.now(),
            key,
            session.clerk.id,
        )
        if not changed:
            raise Refused("There is no such unfinished work of yours.")


def resume(store: Store, session: Session, work_id: int, approval: Approval | None = None) -> Work:
    """Take work up again, one's own or (with `works.take`) another clerk's suspended work; only one clerk gets it.

    Raises `Refused` when it is finished, being worked on elsewhere, or not one's to take.
    """
    with store.writing():
        store.row(f"SELECT 1 FROM works WHERE id = ?{store.for_update}", work_id)
        row = store.row(f"{_SELECT} WHERE w.id = ?", work_id)
        work = _work(row) if row else None
        if work is None or work.state not in (ACTIVE, SUSPENDED):
            raise Refused("That work has been finished or discarded.")
        if work.user_id != session.clerk.id:
            if work.state == ACTIVE:
                raise Refused(f"{work.clerk} is working on it at {work.station}.")
            authority.check(store, session, "works.take", approval=approval)
        store.run(
            "UPDATE works SET state = 'ACTIVE', user_id = ?, station = ?, session_id = ?, updated_at = ? WHERE id = ?",
            session.clerk.id,
            session.station,
            session.id,
            store.now(),
            work_id,
        )
        if work.user_id != session.clerk.id:
            audit.record(store, session, "work.take", "works", work_id)
        return _work(store.row(f"{_SELECT} WHERE w.id = ?", work_id) or ())


def mine(store: Store, session: Session) -> list[Work]:
    """This clerk's unfinished work, oldest first: what the sign-on asks to take up, and what F2 offers."""
    return _works(store, "w.user_id = ? AND w.state IN ('ACTIVE', 'SUSPENDED')", session.clerk.id)


def cut_off(store: Store, session: Session) -> list[Work]:
    """This clerk's work that a dropped line, a crash or a power cut left open in an earlier session, oldest first."""
    mine = "w.user_id = ? AND w.state = 'ACTIVE' AND (w.session_id IS NULL OR w.session_id <> ?)"
    return _works(store, mine, session.clerk.id, session.id)


def all_suspended(store: Store, session: Session) -> list[Work]:
    """Suspended work of every clerk, oldest first, for those who may take it up."""
    if authority.limit(store, session.clerk.role, "works.take", session.clock.today()).rule == "NO":
        return [work for work in mine(store, session) if work.state == SUSPENDED]
    return _works(store, f"{_STATE} = 'SUSPENDED' AND w.state IN ('ACTIVE', 'SUSPENDED')")


def done(store: Store, session: Session, key: str) -> None:
    """Close work that has been posted, inside the posting's transaction; harmless when there is none."""
    _close(store, session, key, DONE)


def discard(store: Store, session: Session, key: str) -> None:
    """Close work that the clerk gives up; harmless when there is none."""
    _close(store, session, key, DISCARDED)


def _close(store: Store, session: Session, key: str, state: str) -> None:
    """Finished work keeps its row but not what was typed."""
    with store.writing():
        store.run(
            "UPDATE works SET state = ?, payload = '{}', updated_at = ? "
            "WHERE key = ? AND user_id = ? AND state IN ('ACTIVE', 'SUSPENDED')",
            state,
            store.now(),
            key,
            session.clerk.id,
        )


def _works(store: Store, condition: str, *params: Any) -> list[Work]:
    return [_work(row) for row in store.rows(f"{_SELECT} WHERE {condition} ORDER BY w.id", *params)]


def _work(row: tuple[Any, ...]) -> Work:
    values = dict(zip(Work.__dataclass_fields__, row, strict=True))
    values["payload"] = json.loads(values["payload"])
    return Work(**values)
