"""What a lesson began from, and everything a check of its goal may ask: documents, rows, displays shown, the answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from data.training.numbers_drawn import Drawn, LessonError

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.session import Session
    from data.store import Store

WATCHED = ("customers", "premises", "accounts", "notes", "contacts", "settings", "drawers", "charge_codes")
"""Tables in which nothing may change but what a goal speaks of; what a document changes follows from it."""
WATCHED_POLICE = {
    "persons": "0",
    "registrations": "0",
    "registration_visits": "sum(version)",
    "releases": "sum(version)",
    "clearances": "sum(version)",
    "livescan": "sum(version)",
    "bookings": "0",
}
"""The same of the police store: each table and what, beside the number of its rows, must stay as it is."""
POLICE = "police"
"""The store that a goal names when it means the police store."""
_NAME = re.compile(r"[a-z_0-9]+")
_DOCUMENT = "id, kind, receipt, total_cents, payer, language, reason, origin_id, detail"


@dataclass(frozen=True)
class Document:
    """One document of the journal that was posted in the lesson. Amounts are cents."""

    id: int
    kind: str
    receipt: str | None
    total_cents: int
    payer: str
    language: str
    reason: str
    origin_id: int | None
    detail: str


@dataclass
class Ground:
    """What a lesson began from, and what the trainee has shown and said since."""

    store: Store
    session: Session
    drawn: Drawn = field(repr=False)
    journal_id: int = 0
    """The newest document before the lesson."""
    rows: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    """Fingerprints of the watched tables."""
    newest: dict[str, int] = field(default_factory=dict)
    """The newest row of each table that a goal asks for new rows of."""
    seen: set[str] = field(default_factory=set)
    """Program ids of the displays that were shown."""
    refused: list[str] = field(default_factory=list)
    """The sentences with which the program has refused something."""
    audit_seq: int = 0
    """The newest entry of the audit log before the lesson."""
    answer: str = ""
    """What the trainee answered to the customer."""
    claimed: set[int] = field(default_factory=set)
    """Documents that a goal has spoken of, while checking."""

    def mark(self, goals: Sequence[Mapping[str, Any]]) -> None:
        """Remember how things are now: the lesson begins."""
        self.journal_id = int(self.store.value("SELECT COALESCE(max(id), 0) FROM journal") or 0)
        self.audit_seq = int(self.store.value("SELECT COALESCE(max(seq), 0) FROM audit_log") or 0)
        self.rows = {table: self._fingerprint(table) for table in WATCHED}
        if self.police is not None:
            self.rows |= {f"{POLICE}.{table}": self._fingerprint(f"{POLICE}.{table}") for table in WATCHED_POLICE}
            self.newest[f"{POLICE}.views"] = self._last(POLICE, "views")
        for goal in goals:
            if table := goal.get("table"):
                self.newest[named(table, goal.get("store", ""))] = self._last(goal.get("store", ""), table)

    @property
    def police(self) -> PoliceStore | None:
        """The practice police store, in a lesson that asks for it."""
        return self.drawn.police

    def where(self, store: str) -> Store:
        """The store that a goal names: the city's when it names none. Raises `LessonError`."""
        if not store:
            return self.store
        if store != POLICE or self.police is None:
            raise LessonError(f"This lesson has no store {store}; police = true in its file gives it one.")
        return self.police

    def columns(self, store: str, table: str) -> frozenset[str]:
        """The columns of a table. Raises `LessonError` when there is no such table."""
        found = self.where(store).rows("SELECT name FROM pragma_table_info(?)", safe(table))
        if ("id",) not in found:
            where = "the police store" if store else "the city"
            raise LessonError(f"goal: there is no table {table} of records in {where}.")
        return frozenset(name for (name,) in found)

    def _last(self, store: str, table: str) -> int:
        self.columns(store, table)
        return int(self.where(store).value(f"SELECT COALESCE(max(id), 0) FROM {safe(table)}") or 0)

    def _fingerprint(self, name: str) -> tuple[Any, ...]:
        store, _, table = name.rpartition(".")
        changes = WATCHED_POLICE[table] if store else "sum(version)"
        return tuple(self.where(store).row(f"SELECT count(*), max(id), {changes} FROM {table}") or ())

    def moved(self) -> list[str]:
        """The watched tables that are not as they were."""
        return [table for table, before in self.rows.items() if self._fingerprint(table) != before]

    def documents(self) -> list[Document]:
        """What has been posted since, oldest first."""
        sql = f"SELECT {_DOCUMENT} FROM journal WHERE id > ? ORDER BY id"
        return [Document(*row) for row in self.store.rows(sql, self.journal_id)]

    def free(self, kind: str) -> list[Document]:
        """Documents of a kind that no goal has spoken of yet."""
        return [one for one in self.documents() if one.kind == kind and one.id not in self.claimed]


def named(table: str, store: str) -> str:
    """A table of a store under one name: `accounts`, `police.releases`."""
    return f"{store}.{table}" if store else table


def safe(name: str) -> str:
    """A name of a table or column as it may stand in a query. Raises `LessonError`."""
    if not _NAME.fullmatch(name):
        raise LessonError(f"{name!r} is no name of a table or column.")
    return name
