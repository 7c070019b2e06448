"""Retention: what may be destroyed, proposed by one person with its authority and done by another, never under a hold.

Nothing is destroyed automatically, and registrants and bookings, with their prints, are not in this list at all: their
destruction follows the agency's schedule and a written authority. A destruction leaves a row with the kind and the ids.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from data import audit, settings
from data.forms import FormError
from data.permissions import Refused
from data.police import access

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.session import Session
    from data.store import Store

PURGE = access.PURGE


@dataclass(frozen=True)
class Kind:
    """A kind of record with a retention period: its table, when it was finished, and what must go with it."""

    table: str
    title: str
    setting: str
    finished: str
    """SQL over `t`: the finished records' date text; NULL while a record is open."""
    children: tuple[str, ...] = ()
    """What goes with a record: tables and the condition on its id, those that point to others first."""
    number: str = "t.number"
    """SQL over `t`: the number by which people know a record."""
    city: bool = False
    """Whether the table is in the counter store."""

    def store(self, police: PoliceStore) -> Store:
        """The store that has the records."""
        return police.city if self.city else police


_REVIEWED = (
    "EXISTS (SELECT 1 FROM visitor_reviews r WHERE r.year = CAST(substr(t.visited_on, 1, 4) AS INTEGER) "
    "AND r.quarter = (CAST(substr(t.visited_on, 6, 2) AS INTEGER) + 2) / 3)"
)
"""A visit of a quarter that was reviewed (CJIS PE-8)."""
KINDS: tuple[Kind, ...] = (
    Kind(
        "releases", "Records requests", "retention.releases",
        "CASE WHEN t.state IN ('RELEASED', 'CLOSED') AND t.hold = '' "
        "THEN coalesce(t.released_at, t.determined_on, t.received_on) END",
        ("release_steps WHERE release_id = ?",),
    ),
    Kind("chri_releases", "Criminal history releases", "retention.chri_releases", "t.at",
         number="CAST(t.id AS TEXT)"),
    Kind(
        "clearances", "Clearance letters", "retention.clearances",
        "CASE WHEN t.state IN ('ISSUED', 'WITHDRAWN') THEN coalesce(t.issued_at, t.requested_at) END",
    ),
    Kind(
        "livescan", "Live Scan requests", "retention.livescan",
        "CASE WHEN t.state IN ('CLOSED', 'REJECTED', 'WITHDRAWN') AND NOT EXISTS (SELECT 1 FROM livescan n "
        "WHERE n.resubmission_of = t.id) THEN coalesce(t.closed_at, t.day) END",
        (
            "fingerprint_rejects WHERE fingerprint_id IN (SELECT id FROM fingerprints WHERE livescan_id = ?)",
            "fingerprints WHERE livescan_id = ?", "livescan_steps WHERE livescan_id = ?",
        ),
    ),
    Kind(
        "fingerprints", "Fingerprint log", "retention.fingerprints",
        "CASE WHEN t.livescan_id IS NULL AND t.reason NOT IN ('REGISTRANT', 'BOOKING') THEN t.day END",
        ("fingerprint_rejects WHERE fingerprint_id = ?",),
    ),
    Kind(
        "visits", "Visitors", "retention.visits",
        "CASE WHEN t.out_on IS NOT NULL AND NOT EXISTS (SELECT 1 FROM badge_incidents i WHERE i.visit_id = t.id "
        f"AND i.resolved_on IS NULL) AND {_REVIEWED} THEN t.out_on END",
        ("badge_incidents WHERE visit_id = ?",), city=True,
    ),
)  # fmt: skip
BY_TABLE = {kind.table: kind for kind in KINDS}


def may_go(police: PoliceStore, session: Session, table: str) -> list[int]:
    """Ids of the records of a kind that are finished, older than their period, and under no hold."""
    session.require(PURGE)
    kind = BY_TABLE[table]
    rows = kind.store(police).rows(
        f"SELECT t.id FROM {table} t WHERE substr({kind.finished}, 1, 10) < ? ORDER BY t.id",
        limit_day(police, session, kind).isoformat(),
    )
    held = police.rows("SELECT row_id FROM retention_holds WHERE table_name = ? AND lifted_at IS NULL", table)
    return [int(key) for (key,) in rows if (key,) not in set(held)]


def limit_day(police: PoliceStore, session: Session, kind: Kind) -> date:
    """Records finished before this day are older than their period."""
    today = session.clock.today()
    years = settings.number(police, kind.setting, today)
    try:
        return today.replace(year=today.year - years)
    except ValueError:
        return today.replace(year=today.year - years, day=28)


@dataclass(frozen=True)
class Held:
    """A record that is kept whatever its age."""

    table: str
    row_id: int
    number: str
    reason: str
    at: str
    clerk: str
    """Initials of who said so."""


def holds(police: PoliceStore, session: Session) -> list[Held]:
    """The records under a hold, the newest first."""
    session.require(PURGE)
    rows = police.rows(
        "SELECT h.table_name, h.row_id, h.reason, h.at, coalesce(u.initials, '') FROM retention_holds h "
        "LEFT JOIN users u ON u.id = h.user_id WHERE h.lifted_at IS NULL ORDER BY h.id DESC"
    )
    return [Held(table, int(key), _number(police, table, key), *rest) for table, key, *rest in rows]


def _number(police: PoliceStore, table: str, row_id: int) -> str:
    kind = BY_TABLE[table]
    return str(kind.store(police).value(f"SELECT {kind.number} FROM {table} t WHERE t.id = ?", row_id) or row_id)


def numbered(police: PoliceStore, session: Session, table: str, number: str) -> int:
    """The id of the record with a number. Raises `FormError` naming the field `number` when there is none."""
    session.require(PURGE)
    kind = BY_TABLE[table]
    found = kind.store(police).value(f"SELECT t.id FROM {table} t WHERE {kind.number} = ?", number.strip().upper())
    if found is None:
        raise FormError("number", "Number: there is no such record of this kind.")
    return int(found)


def hold(police: PoliceStore, session: Session, table: str, row_id: int, reason: str) -> None:
    """Keep a record whatever its age: litigation, an open request. Raises `Refused`."""
    session.require(PURGE)
    if not reason.strip():
        raise Refused("Say why this record is held.")
    with police.writing():
        police.insert(
            "retention_holds", table_name=table, row_id=row_id, reason=reason, at=police.now(), user_id=session.clerk.id
        )
        audit.record(police, session, "retention.hold", table, row_id)


def lift(police: PoliceStore, session: Session, table: str, row_id: int) -> None:
    """End the holds of a record. Raises `Refused` when there is none."""
    session.require(PURGE)
    with police.writing():
        lifted = police.run(
            "UPDATE retention_holds SET lifted_at = ?, lifted_by = ? WHERE table_name = ? AND row_id = ? "
            "AND lifted_at IS NULL",
            police.now(),
            session.clerk.id,
            table,
            row_id,
        )
        if not lifted:
            raise Refused("This record is under no hold.")
        audit.record(police, session, "retention.lift", table, row_id)


def propose(police: PoliceStore, session: Session, table: str, authority: str) -> int:
    """List what may go, with the written authority; the id of the list. Raises `Refused` when there is nothing."""
    found = may_go(police, session, table)
    if not found:
        raise Refused("Nothing of this kind is older than its retention period.")
    if not authority.strip():
        raise Refused("Enter the written authority for the destruction.")
    with police.writing():
        purge_id = police.insert(
            "purges",
            table_name=table,
            ids=" ".join(map(str, found)),
            older_than=limit_day(police, session, BY_TABLE[table]).isoformat(),
            authority=authority,
            proposed_at=police.now(),
            proposed_by=session.clerk.id,
        )
        audit.record(police, session, "retention.propose", table, purge_id, detail=str(len(found)))
    return purge_id


@dataclass(frozen=True)
class Purge:
    """A list of records to destroy, proposed and not done."""

    id: int
    table: str
    ids: tuple[int, ...]
    older_than: str
    authority: str
    proposed_at: str
    proposed_by: int


def proposed(police: PoliceStore, session: Session) -> list[Purge]:
    """The lists that wait for the second person."""
    session.require(PURGE)
    return [
        Purge(int(key), table, tuple(map(int, ids.split())), older, authority, at, int(who))
        for key, table, ids, older, authority, at, who in police.rows(
            "SELECT id, table_name, ids, older_than, authority, proposed_at, proposed_by FROM purges "
            "WHERE done_at IS NULL AND withdrawn_at IS NULL ORDER BY id"
        )
    ]


def destroy(police: PoliceStore, session: Session, purge_id: int) -> int:
    """Destroy the records of a list that may still go, and write down which; how many. Raises `Refused`.

    A record put under a hold since is left out. The proposer cannot do it.
    """
    session.require(PURGE)
    with police.writing():
        wanted = next((one for one in proposed(police, session) if one.id == purge_id), None)
        if wanted is None:
            raise Refused("There is no such list, or it was done.")
        if wanted.proposed_by == session.clerk.id:
            raise Refused("You proposed this list yourself. A second person destroys the records.")
        allowed = set(may_go(police, session, wanted.table))
        ids = [key for key in wanted.ids if key in allowed]
        police.run("UPDATE purges SET done_at = ?, done_by = ? WHERE id = ?", police.now(), session.clerk.id, purge_id)
        police.insert(
            "destructions",
            at=police.now(),
            purge_id=purge_id,
            table_name=wanted.table,
            ids=" ".join(map(str, ids)),
            authority=wanted.authority,
            proposed_by=wanted.proposed_by,
            done_by=session.clerk.id,
        )
        audit.record(police, session, "retention.destroy", wanted.table, purge_id, detail=str(len(ids)))
        _remove(police, BY_TABLE[wanted.table], ids)
    return len(ids)


def _remove(police: PoliceStore, kind: Kind, ids: Sequence[int]) -> None:
    store = kind.store(police)
    with store.writing():
        for key in ids:
            for child in kind.children:
                store.run(f"DELETE FROM {child}", key)
            store.run(f"DELETE FROM {kind.table} WHERE id = ?", key)


def withdraw(police: PoliceStore, session: Session, purge_id: int) -> None:
    """Take a list back. Raises `Refused` when it is done."""
    session.require(PURGE)
    with police.writing():
        if not police.run(
            "UPDATE purges SET withdrawn_at = ? WHERE id = ? AND done_at IS NULL AND withdrawn_at IS NULL",
            police.now(),
            purge_id,
        ):
            raise Refused("There is no such list, or it was done.")
        audit.record(police, session, "retention.withdraw", "purges", purge_id)
