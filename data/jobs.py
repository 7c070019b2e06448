"""Jobs for the devices: rows written with the money, done after it, and never lost by a restart.

`WAITING → STARTED → PRINTED | SENT | UNKNOWN | NOT_STARTED`, or `CANCELLED`. A job that was STARTED when the program
died is UNKNOWN: the paper may be there or not, and only a person can look. A receipt's paper is made from the journal
when its job is taken, so that posting does not wait for it; other papers are stored with their job.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from data import audit
from data.documents.receipt import receipt_elements
from data.ledger_read import receipt
from data.permissions import Refused

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

RECEIPT, REPORT, DRAWER = "RECEIPT", "REPORT", "DRAWER"
"""Kinds: a customer's paper, an office paper, and the pulse that opens the drawer."""
VERDICTS = ("NOT_STARTED", "SENT", "PRINTED", "UNKNOWN")
"""What a worker may report of a job it took."""
FINISHED = ("SENT", "PRINTED", "CANCELLED")
"""States that need nobody's attention."""

Elements = Sequence[Mapping[str, Any]]

COLUMNS = (
    "journal_id",
    "kind",
    "title",
    "payload",
    "station",
    "copy_number",
    "state",
    "user_id",
    "created_at",
    "updated_at",
)
_FIELDS = "id, kind, title, payload, journal_id, copy_number, state, attempts, problem, station, created_at"


@dataclass(frozen=True)
class Job:
    """One thing for a device to do."""

    id: int
    kind: str
    title: str
    elements: list[dict[str, Any]]
    """What to print; empty for a drawer pulse, and in a listing."""
    journal_id: int | None
    copy: int
    """0 for the original, n for the n-th duplicate."""
    state: str
    attempts: int
    problem: str
    station: str
    created_at: str


def row(
    session: Session | None,
    kind: str,
    title: str,
    elements: Elements | None,
    now: str,
    journal_id: int | None = None,
    copy: int = 0,
    station: str = "",
) -> tuple[Any, ...]:
    """A new job as a row of `COLUMNS`, for a posting that writes it together with the money.

    Without `elements` the paper is the receipt of `journal_id` in its own language.
    """
    payload = "" if elements is None else json.dumps(elements, ensure_ascii=False, separators=(",", ":"))
    where = station or (session.station if session else "")
    who = session.clerk.id if session else None
    return (journal_id, kind, title, payload, where, copy, "WAITING", who, now, now)


def add(
    store: Store,
    session: Session | None,
    kind: str,
    title: str,
    elements: Elements,
    journal_id: int | None = None,
    copy: int = 0,
    station: str = "",
) -> int:
    """Put a job into the queue of the session's station, in the caller's transaction or its own; its id."""
    values = row(session, kind, title, elements, store.now(), journal_id, copy, station)
    with store.writing():
        return store.insert("jobs", **dict(zip(COLUMNS, values, strict=True)))


def get(store: Store, job_id: int) -> Job:
    """One job. Raises `Refused` when there is none."""
    found = store.row(f"SELECT {_FIELDS} FROM jobs WHERE id = ?", job_id)
    if found is None:
        raise Refused(f"There is no job {job_id}.")
    return _job(store, found)


def take(store: Store, station: str) -> Job | None:
    """The station's oldest waiting job, now STARTED; None when nothing waits. Two workers never get the same."""
    waiting = "SELECT id FROM jobs WHERE station = ? AND state = 'WAITING' ORDER BY id LIMIT 1"
    if store.value(waiting, station) is None:
        return None
    with store.writing():
        skip = " FOR UPDATE SKIP LOCKED" if store.kind == "postgresql" else ""
        found = store.row(
            f"UPDATE jobs SET state = 'STARTED', attempts = attempts + 1, updated_at = ? WHERE id = ({waiting}{skip})"
            f" RETURNING {_FIELDS}",
            store.now(),
            station,
        )
    return _job(store, found) if found else None


def verdict(store: Store, job_id: int, state: str, problem: str = "") -> None:
    """Store what became of a started job. Raises `ValueError` for a state that is no verdict."""
    if state not in VERDICTS:
        raise ValueError(f"{state} is not a verdict")
    with store.writing():
        store.run(
            "UPDATE jobs SET state = ?, problem = ?, updated_at = ? WHERE id = ? AND state = 'STARTED'",
            state,
            problem,
            store.now(),
            job_id,
        )


def open_at_start(store: Store, station: str) -> list[Job]:
    """At the start of a station: jobs it had STARTED become UNKNOWN; all its jobs that need attention, oldest first."""
    with store.writing():
        store.run(
            "UPDATE jobs SET state = 'UNKNOWN', problem = ?, updated_at = ? WHERE station = ? AND state = 'STARTED'",
            "The program ended while this was printing. Look whether the paper is there.",
            store.now(),
            station,
        )
    return [
        _bare(found)
        for found in store.rows(
            f"SELECT {_FIELDS} FROM jobs WHERE station = ? AND state IN ('WAITING', 'NOT_STARTED', 'UNKNOWN') "
            "ORDER BY id",
            station,
        )
    ]


def listing(store: Store, station: str, limit: int = 200) -> list[Job]:
    """The station's jobs, newest first."""
    found = store.rows(f"SELECT {_FIELDS} FROM jobs WHERE station = ? ORDER BY id DESC LIMIT ?", station, limit)
    return [_bare(one) for one in found]


def retry(store: Store, session: Session, job_id: int) -> None:
    """Put a job that failed or is unknown back into the queue. Raises `Refused` when it did not fail."""
    _change(store, session, job_id, "WAITING", ("NOT_STARTED", "UNKNOWN"), "job.retry")


def cancel(store: Store, session: Session, job_id: int) -> None:
    """Give a job up. Raises `Refused` when it is done or being printed."""
    _change(store, session, job_id, "CANCELLED", ("WAITING", "NOT_STARTED", "UNKNOWN"), "job.cancel")


def _change(store: Store, session: Session, job_id: int, state: str, allowed: tuple[str, ...], event: str) -> None:
    marks = ", ".join("?" * len(allowed))
    with store.writing():
        changed = store.run(
            f"UPDATE jobs SET state = ?, problem = '', updated_at = ? WHERE id = ? AND state IN ({marks})",
            state,
            store.now(),
            job_id,
            *allowed,
        )
        if not changed:
            raise Refused(f"Job {job_id} is {get(store, job_id).state}; this cannot be done to it.")
        audit.record(store, session, event, "jobs", job_id)


def _bare(found: tuple[Any, ...]) -> Job:
    """The job without its paper."""
    job_id, kind, title, _, *rest = found
    return Job(job_id, kind, title, [], *rest)


def _job(store: Store, found: tuple[Any, ...]) -> Job:
    """The job with its paper: the stored one, or the receipt made from the journal."""
    job = _bare(found)
    if payload := found[3]:
        return replace(job, elements=json.loads(payload))
    assert job.journal_id is not None
    return replace(job, elements=receipt_elements(store, receipt(store, job.journal_id), copy=job.copy))
