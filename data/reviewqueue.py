"""Supervised live work: chosen kinds of a CSR I's postings wait for a supervisor's look.

The class specification has the work of a CSR I reviewed while in progress. Nothing here stands in a customer's way: a
posting is posted as ever, and the queue is read from the journal. A switch says whose postings of which kind wait, from
when until when; a look says right or wrong, once, and is final. What is wrong is put right by its own correction.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data import audit, rights, services
from data.permissions import CSR1, ROLES, Refused

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

ALL = "ALL"
KINDS: tuple[tuple[str, str], ...] = (
    (ALL, "Everything"),
    ("RECEIPT", "Receipts"),
    ("VOID", "Voids"),
    ("NO-SALE", "Drawer opened, no sale"),
    ("PAID-OUT", "Paid out of the drawer"),
    ("DROP", "Drops to the safe"),
    ("CLOSE", "Closed drawers"),
)
"""Kinds of postings a switch may name; receipts may be narrowed to one service."""
RIGHT, WRONG = "RIGHT", "WRONG"
VERDICTS = ((RIGHT, "As it should be"), (WRONG, "To be put right"))
REVIEW = rights.REVIEW
OWN = rights.MARKS


@dataclass(frozen=True)
class Switch:
    """Whose postings of which kind wait; `service` is empty for all."""

    id: int
    clerk: str
    number: str
    kind: str
    service: str
    from_at: str


@dataclass(frozen=True)
class Posting:
    """A posting that waits, or that was looked at; cents."""

    journal_id: int
    receipt: str
    kind: str
    at: str
    clerk: str
    total_cents: int
    verdict: str = ""
    remark: str = ""
    looked_by: str = ""


def switches(store: Store) -> list[Switch]:
    """The switches that are on, by clerk."""
    rows = store.rows(
        "SELECT s.id, u.name, u.number, s.kind, s.service, s.from_at FROM review_switches s "
        "JOIN users u ON u.id = s.user_id WHERE s.until_at IS NULL ORDER BY u.name, s.kind, s.service, s.id"
    )
    return [Switch(int(row[0]), *row[1:]) for row in rows]


def switch_on(store: Store, session: Session, number: str, kind: str, service: str = "") -> int:
    """From now on this clerk's postings of a kind wait for a look; the switch's id. Raises `Refused`."""
    session.require(REVIEW)
    user_id = _clerk(store, session, number)
    if kind not in dict(KINDS):
        raise Refused(f"There is no kind of posting called {kind}.")
    if service and kind != "RECEIPT":
        raise Refused("Only receipts are narrowed to a service.")
    if service and service not in {one.code for one in services.modules()}:
        raise Refused(f"There is no service {service}.")
    with store.writing():
        known = store.value(
            "SELECT id FROM review_switches WHERE user_id = ? AND kind = ? AND service = ? AND until_at IS NULL",
            user_id,
            kind,
            service,
        )
        if known is not None:
            raise Refused("That is switched on already.")
        id = store.insert(
            "review_switches",
            user_id=user_id,
            kind=kind,
            service=service,
            from_at=store.now(),
            after_id=_latest(store),
            set_by=session.clerk.id,
        )
        audit.record(store, session, "review.on", "users", user_id, detail=f"{kind} {service}".strip())
    return id


def _latest(store: Store) -> int:
    """The journal's latest row: what waits is told by the sequence, not by the clock."""
    return int(store.value("SELECT max(id) FROM journal") or 0)


def _clerk(store: Store, session: Session, number: str) -> int:
    row = store.row("SELECT id, name, role FROM users WHERE number = ? AND disabled_at IS NULL", number)
    if row is None:
        raise Refused(f"There is no clerk {number}.")
    if row[0] == session.clerk.id:
        raise Refused("Nobody looks at his own postings.")
    if row[2] != CSR1:
        raise Refused(f"{row[1]} is a {dict(ROLES)[row[2]]}: only the postings of a CSR I wait for a look.")
    return int(row[0])


def switch_off(store: Store, session: Session, id: int) -> None:
    """No further postings wait; those that do still wait. Harmless when it is off. Raises `Refused`."""
    session.require(REVIEW)
    with store.writing():
        off = "UPDATE review_switches SET until_at = ?, until_id = ?, ended_by = ? WHERE id = ? AND until_at IS NULL"
        if store.run(off, store.now(), _latest(store), session.clerk.id, id):
            audit.record(store, session, "review.off", "review_switches", id)


_WAITS = (
    "EXISTS (SELECT 1 FROM review_switches s WHERE s.user_id = j.user_id AND j.id > s.after_id "
    "AND (s.until_id IS NULL OR j.id <= s.until_id) AND s.kind IN ('ALL', j.kind) "
    "AND (s.service = '' OR EXISTS (SELECT 1 FROM journal_lines l WHERE l.journal_id = j.id "
    "AND l.service = s.service))) AND NOT EXISTS (SELECT 1 FROM posting_reviews r WHERE r.journal_id = j.id)"
)
_WAITING = (
    "SELECT j.id, COALESCE(j.receipt, ''), j.kind, j.at, u.name, j.total_cents FROM journal j "
    "JOIN users u ON u.id = j.user_id WHERE j.id > (SELECT min(after_id) FROM review_switches) "
    f"AND j.user_id <> ? AND {_WAITS} ORDER BY j.id"
)


def waiting(store: Store, session: Session) -> list[Posting]:
    """The postings that wait for this supervisor's look, oldest first. Raises `Refused`."""
    session.require(REVIEW)
    return [_posting(*row) for row in store.rows(_WAITING, session.clerk.id)]


def _posting(id: int, receipt: str, kind: str, at: str, clerk: str, cents: int, *found: str) -> Posting:
    return Posting(int(id), receipt, kind, at, clerk, int(cents), *found)


def look(store: Store, session: Session, journal_id: int, verdict: str, remark: str = "") -> None:
    """Mark a posting that waits.

    Raises `Refused` for one's own, for one that does not wait, and for a wrong one without a remark.
    """
    session.require(REVIEW)
    if verdict not in (RIGHT, WRONG):
        raise Refused("A posting is right or wrong.")
    if verdict == WRONG and not remark.strip():
        raise Refused("Say what is wrong: the clerk reads it.")
    with store.writing():
        row = store.row("SELECT user_id FROM journal WHERE id = ?", journal_id)
        if row is not None and row[0] == session.clerk.id:
            raise Refused("Nobody looks at his own postings.")
        if not store.value(f"SELECT 1 FROM journal j WHERE j.id = ? AND {_WAITS}", journal_id):
            raise Refused("This posting does not wait for a look, or somebody has looked at it.")
        store.insert(
            "posting_reviews",
            journal_id=journal_id,
            at=store.now(),
            user_id=session.clerk.id,
            verdict=verdict,
            remark=remark.strip(),
        )
        audit.record(store, session, "review.look", "journal", journal_id, detail=verdict)


def marks(store: Store, session: Session, limit: int = 200) -> list[Posting]:
    """What was found on this clerk's own postings, newest first; a supervisor reads everybody's. Raises `Refused`."""
    session.require(OWN)
    everybody = int(REVIEW.allows(session.clerk.role))
    rows = store.rows(
        "SELECT j.id, COALESCE(j.receipt, ''), j.kind, j.at, u.name, j.total_cents, r.verdict, r.remark, l.name "
        "FROM posting_reviews r JOIN journal j ON j.id = r.journal_id JOIN users u ON u.id = j.user_id "
        "JOIN users l ON l.id = r.user_id WHERE ? = 1 OR j.user_id = ? ORDER BY r.id DESC LIMIT ?",
        everybody,
        session.clerk.id,
        limit,
    )
    return [_posting(*row) for row in rows]
