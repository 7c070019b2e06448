"""Jobs for the devices: rows written with the money, done after it, and never lost by a restart.

`WAITING → STARTED → PRINTED | SENT | UNKNOWN | NOT_STARTED`, or `CANCELLED`. A job that was STARTED when the program
died is UNKNOWN: the paper may be there or not, and only a person can look. A receipt's paper is made from the journal
when its job is taken, so that posting does not wait for it; other papers are stored with their job.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from data import audit
from data.clock import stamp
from data.documents.receipt import receipt_elements
from data.ledger_read import receipt
from data.permissions import Refused

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

RECEIPT, REPORT, DRAWER, SLIP = "RECEIPT", "REPORT", "DRAWER", "SLIP"
"""Kinds: a customer's paper, an office paper, the pulse that opens the drawer, and print on a form that is put in."""
_SECOND = "#2"
LOOK_FOR_PAPER = "The program ended while this was printing. Look whether the paper is there."
LOOK_FOR_DRAWER = "The program ended while the drawer was being opened. Look whether it is open."
TOO_LATE = "The program ended before the drawer was opened."
PULSE_SECONDS = 60
"""How long a drawer may have waited for the program to start again and still be opened."""
PULSE_MINUTES = 10
"""How long after the first attempt the drawer may be opened for the same reason; later it needs one of its own."""
VERDICTS = ("NOT_STARTED", "SENT", "PRINTED", "UNKNOWN")
"""What a worker may report of a job it took."""

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


def second_queue(station: str) -> str:
    """The queue of a station's second printer, as jobs name it."""
    return f"{station}{_SECOND}"


def is_second(queue: str) -> bool:
    """Whether a job's queue is that of a second printer."""
    return queue.endswith(_SECOND)


def verdict(store: Store, job_id: int, state: str, problem: str = "") -> None:
    """Store what became of a started job; of an opening of the drawer the audit keeps it too, with its reason.

    Raises `ValueError` for a state that is no verdict.
    """
    if state not in VERDICTS:
        raise ValueError(f"{state} is not a verdict")
    with store.writing():
        found = store.row(
            "UPDATE jobs SET state = ?, problem = ?, updated_at = ? WHERE id = ? AND state = 'STARTED' "
            "RETURNING kind, title, station",
            state,
            problem,
            store.now(),
            job_id,
        )
        if found:
            kind, title, station = found
            _audit_pulse(store, job_id, kind, title, station, state)


def open_at_start(store: Store, station: str) -> list[Job]:
    """At the start of a station: jobs it had STARTED become UNKNOWN; all its jobs that need attention, oldest first.

    A drawer that has waited longer than `PULSE_SECONDS` to be opened stays shut: nobody may be there any more.
    """
    with store.writing():
        _left(store, station, "STARTED", "UNKNOWN", LOOK_FOR_DRAWER, "kind = 'DRAWER'")
        _left(store, station, "STARTED", "UNKNOWN", LOOK_FOR_PAPER)
        late = stamp(store.clock.now() - timedelta(seconds=PULSE_SECONDS))
        _left(store, station, "WAITING", "NOT_STARTED", TOO_LATE, "kind = 'DRAWER' AND created_at < ?", late)
    return [
        _bare(found)
        for found in store.rows(
            f"SELECT {_FIELDS} FROM jobs WHERE station = ? AND state IN ('WAITING', 'NOT_STARTED', 'UNKNOWN') "
            "ORDER BY id",
            station,
        )
    ]


def _left(store: Store, station: str, state: str, now: str, problem: str, which: str = "1 = 1", *of: str) -> None:
    """Jobs that a dead program left behind in a state get another; of pulses the audit keeps it."""
    found = store.rows(
        f"UPDATE jobs SET state = ?, problem = ?, updated_at = ? WHERE station = ? AND state = ? AND {which} "
        "RETURNING id, kind, title",
        now,
        problem,
        store.now(),
        station,
        state,
        *of,
    )
    for job_id, kind, title in found:
        _audit_pulse(store, job_id, kind, title, station, now)


def _audit_pulse(store: Store, job_id: int, kind: str, title: str, station: str, state: str) -> None:
    if kind == DRAWER:
        outcome = "failed" if state == "NOT_STARTED" else "ok"
        audit.record(store, None, "drawer.pulse", "jobs", job_id, outcome, detail=f"{title}: {state}", station=station)


def listing(store: Store, station: str, limit: int = 200) -> list[Job]:
    """The station's jobs, newest first."""
    found = store.rows(
        f"SELECT {_FIELDS} FROM jobs WHERE station IN (?, ?) ORDER BY id DESC LIMIT ?",
        station,
        second_queue(station),
        limit,
    )
    return [_bare(one) for one in found]


def retry(store: Store, session: Session, job_id: int) -> None:
    """Put a job that failed or is unknown back into the queue; of an unknown paper the next one says DUPLICATE.

    Raises `Refused` when it did not fail, and for a drawer after `PULSE_MINUTES`.
    """
    with store.writing():
        job = get(store, job_id)
        if job.kind == DRAWER and job.created_at < stamp(store.clock.now() - timedelta(minutes=PULSE_MINUTES)):
            raise Refused("That was too long ago. Open the drawer with No sale (3.4), which asks for the reason.")
        _change(store, session, job_id, "WAITING", ("NOT_STARTED", "UNKNOWN"), "job.retry")
        if job.state == "UNKNOWN" and job.kind in (RECEIPT, REPORT):
            _mark_duplicate(store, job)


def _mark_duplicate(store: Store, job: Job) -> None:
    """A paper that may be out already comes out again under the same number as the next duplicate."""
    copy = job.copy
    if job.journal_id is not None:
        copy = int(
            store.value("SELECT max(copy_number) FROM jobs WHERE journal_id = ? AND kind = ?", job.journal_id, job.kind)
            or 0
        )
    payload = str(store.value("SELECT payload FROM jobs WHERE id = ?", job.id))
    if payload:
        mark = {"text": f"DUPLICATE {copy + 1}", "align": "center", "size": 2, "bold": True}
        kept = [element for element in json.loads(payload) if not _is_mark(element)]
        payload = json.dumps([mark, *kept], ensure_ascii=False, separators=(",", ":"))
    store.run("UPDATE jobs SET copy_number = ?, payload = ? WHERE id = ?", copy + 1, payload, job.id)


def _is_mark(element: Mapping[str, Any]) -> bool:
    return str(element.get("text", "")).startswith(("DUPLICATE ", "DUPLICADO "))


def seen(store: Store, session: Session, job_id: int, complete: bool) -> None:
    """The clerk has looked for the paper of an UNKNOWN job: it is complete and the job is done, or it is printed again.

    Raises `Refused` when the job is not UNKNOWN.
    """
    if complete:
        _change(store, session, job_id, "PRINTED", ("UNKNOWN",), "job.seen")
    elif get(store, job_id).state != "UNKNOWN":
        raise Refused(f"Job {job_id} is {get(store, job_id).state}; nobody needs to look for it.")
    else:
        retry(store, session, job_id)


def send_to(store: Store, session: Session, job_id: int, queue: str) -> None:
    """Print a job elsewhere: in the queue of another station, or of a second printer (`second_queue`).

    Raises `Refused` when it is done or being printed.
    """
    with store.writing():
        job = get(store, job_id)
        if job.kind == DRAWER:
            raise Refused("The drawer is opened at its own station only.")
        _change(store, session, job_id, "WAITING", ("WAITING", "NOT_STARTED", "UNKNOWN"), "job.send_to")
        if job.state == "UNKNOWN" and job.kind in (RECEIPT, REPORT):
            _mark_duplicate(store, job)
        store.run("UPDATE jobs SET station = ? WHERE id = ?", queue, job_id)


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
            job = get(store, job_id)
            raise Refused(f"{job.title} is {job.state}: that cannot be done to it.")
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
