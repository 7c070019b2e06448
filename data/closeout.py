"""After the close: a supervisor verifies each drawer, and any drawer may be counted by surprise.

`CLOSED → VERIFIED → DEPOSITED`. Who kept or closed a drawer never verifies it (GFOA revenue control policy). The
setting `drawer.verify` says whether drawers are verified always, never, or only when over or short; a drawer that
needs nobody is VERIFIED by its close.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from data import audit, authority, denominations, jobs, tenders
from data.documents.closeout_slips import audit_slip
from data.drawers_close import CountResult
from data.drawers_figures import expected
from data.drawers_state import CLOSED, OPEN, VERIFIED, Drawer, get
from data.ledger_terms import terms
from data.permissions import Refused
from data.tenders import CASH, CASHIERS_CHECK, CHECK, MONEY_ORDER

if TYPE_CHECKING:
    from data.session import Approval, Session
    from data.store import Store

PAPER = (CHECK, MONEY_ORDER, CASHIERS_CHECK)
"""Tenders that go to the bank with the cash."""


@dataclass(frozen=True)
class ClosedDrawer:
    """A drawer after its close; amounts in cents."""

    id: int
    till: str
    business_date: date
    state: str
    clerk_id: int
    clerk: str
    closer_id: int
    """Who closed it: the clerk, or whoever did it for the clerk."""
    fund_cents: int
    counted: Mapping[str, int]
    """The last count, by tender."""
    variance: Mapping[str, int]
    drops_cents: int
    """Cash dropped to the safe while the drawer was open."""
    z_number: int
    reason: str
    note: str
    verified_by: str
    deposit_id: int | None

    @property
    def cash_cents(self) -> int:
        """Counted cash less the change fund, without the drops."""
        return self.counted.get(CASH, 0) - self.fund_cents

    @property
    def paper_cents(self) -> int:
        """Counted checks, money orders and cashier's checks."""
        return sum(self.counted.get(kind, 0) for kind in PAPER)

    @property
    def deposit_cents(self) -> int:
        """What of it goes to the bank."""
        return self.cash_cents + self.drops_cents + self.paper_cents

    @property
    def variance_cents(self) -> int:
        """Over (positive) or short of all tenders together."""
        return sum(self.variance.values())


_SELECT = (
    "SELECT d.id, d.till, d.business_date, d.state, d.user_id, u.initials, j.user_id, d.fund_cents, c.counted, "
    "j.detail, COALESCE((SELECT -SUM(o.total_cents) FROM journal o WHERE o.drawer_id = d.id AND o.kind = 'DROP'), 0), "
    "d.z_number, d.over_short_reason, d.over_short_note, COALESCE(v.initials, ''), d.bank_deposit_id "
    "FROM drawers d JOIN users u ON u.id = d.user_id JOIN journal j ON j.drawer_id = d.id AND j.kind = 'CLOSE' "
    "JOIN drawer_counts c ON c.drawer_id = d.id AND c.n = (SELECT max(n) FROM drawer_counts WHERE drawer_id = d.id) "
    "LEFT JOIN users v ON v.id = d.verified_by WHERE "
)


def _drawer(row: tuple[Any, ...]) -> ClosedDrawer:
    values = list(row)
    values[2] = date.fromisoformat(values[2])
    values[8] = json.loads(values[8])
    values[9] = json.loads(values[9])["variance"]
    values[10] = int(values[10])
    return ClosedDrawer(*values)


def closed_drawer(store: Store, drawer_id: int) -> ClosedDrawer:
    """A drawer that has been closed. Raises `Refused` when it has not."""
    found = store.row(_SELECT + "d.id = ?", drawer_id)
    if found is None:
        raise Refused("This drawer is not closed.")
    return _drawer(found)


def to_verify(store: Store) -> list[ClosedDrawer]:
    """Closed drawers that wait for their verifier, oldest first."""
    return [_drawer(row) for row in store.rows(_SELECT + "d.state = ? ORDER BY d.business_date, d.id", CLOSED)]


def to_deposit(store: Store) -> list[ClosedDrawer]:
    """Verified drawers that are in no deposit yet, oldest first."""
    text = _SELECT + "d.state = ? AND d.bank_deposit_id IS NULL ORDER BY d.business_date, d.id"
    return [_drawer(row) for row in store.rows(text, VERIFIED)]


def in_deposit(store: Store, deposit_id: int) -> list[ClosedDrawer]:
    """The drawers whose money a deposit holds."""
    return [_drawer(row) for row in store.rows(_SELECT + "d.bank_deposit_id = ? ORDER BY d.id", deposit_id)]


def verify(
    store: Store, session: Session, drawer_id: int, note: str = "", approval: Approval | None = None
) -> ClosedDrawer:
    """Verify a closed drawer: its Z report, counts and over/short were looked at and its money is there.

    Raises `Refused` for whoever kept or closed it, without the authority `drawer.verify`, and in any other state.
    """
    with store.writing():
        state = get(store, drawer_id, lock=True).state
        if state != CLOSED:
            raise Refused(f"This drawer is {state}; only a CLOSED one is verified.")
        found = closed_drawer(store, drawer_id)
        if session.clerk.id in (found.clerk_id, found.closer_id):
            raise Refused("Nobody verifies a drawer they kept or closed: somebody else must do it.")
        authority.check(store, session, "drawer.verify", 0, approval)
        store.run(
            "UPDATE drawers SET state = ?, verified_by = ?, verified_at = ?, over_short_note = ?, "
            "version = version + 1 WHERE id = ?",
            VERIFIED,
            session.clerk.id,
            store.now(),
            "; ".join(part for part in (found.note, note) if part),
            drawer_id,
        )
        audit.record(store, session, "drawer.verify", "drawers", drawer_id)
    return closed_drawer(store, drawer_id)


# Surprise count


@dataclass(frozen=True)
class OpenDrawer:
    """A drawer that is open now, for a surprise count."""

    drawer: Drawer
    clerk: str


def open_drawers(store: Store, session: Session) -> list[OpenDrawer]:
    """The drawers that are open now and not the clerk's own, by till."""
    rows = store.rows(
        "SELECT d.id, u.name FROM drawers d JOIN users u ON u.id = d.user_id WHERE d.state = ? AND u.id <> ? "
        "ORDER BY d.till",
        OPEN,
        session.clerk.id,
    )
    return [OpenDrawer(get(store, drawer_id), name) for drawer_id, name in rows]


def surprise_count(
    store: Store,
    session: Session,
    drawer_id: int,
    values: Mapping[str, Any],
    note: str = "",
    approval: Approval | None = None,
) -> CountResult:
    """Count an open drawer without closing it, before its clerk; nothing is posted and the drawer goes on.

    `values` are a count form's. The result is kept for good and its slip is printed for both to sign. Raises `Refused`
    for the drawer's own clerk, without the authority `drawer.audit`, and unless the drawer is open.
    """
    with store.writing():
        found = get(store, drawer_id, lock=True)
        if found.state != OPEN:
            raise Refused(f"This drawer is {found.state}; only an OPEN one is counted by surprise.")
        if found.user_id == session.clerk.id:
            raise Refused("A surprise count of one's own drawer is none.")
        authority.check(store, session, "drawer.audit", 0, approval)
        result = CountResult(0, denominations.counted(values), expected(store, drawer_id))
        store.insert(
            "drawer_audits",
            drawer_id=drawer_id,
            at=store.now(),
            user_id=session.clerk.id,
            denominations=tenders.dump(denominations.pieces(values)),
            counted=tenders.dump(result.counted),
            expected=tenders.dump(result.expected),
            note=note,
        )
        known = terms(store, found.business_date)
        elements = audit_slip(known, found, result, session.clerk.initials, store.now(), note)
        jobs.add(store, session, jobs.REPORT, f"Surprise count till {found.till}", elements)
        audit.record(store, session, "drawer.audit", "drawers", drawer_id, detail=str(result.variance_cents))
    return result


@dataclass(frozen=True)
class SurpriseCount:
    """A kept surprise count; variance in cents by tender."""

    at: str
    till: str
    clerk: str
    counted_by: str
    variance: Mapping[str, int]
    note: str


def surprise_counts(store: Store, first: date, last: date) -> list[SurpriseCount]:
    """The surprise counts of drawers of these business dates, newest first."""
    found = []
    for at, till, clerk, by, counted, wanted, note in store.rows(
        "SELECT a.at, d.till, u.initials, b.initials, a.counted, a.expected, a.note FROM drawer_audits a "
        "JOIN drawers d ON d.id = a.drawer_id JOIN users u ON u.id = d.user_id JOIN users b ON b.id = a.user_id "
        "WHERE d.business_date BETWEEN ? AND ? ORDER BY a.id DESC",
        first.isoformat(),
        last.isoformat(),
    ):
        result = CountResult(0, json.loads(counted), json.loads(wanted))
        found.append(SurpriseCount(at, till, clerk, by, result.variance, note))
    return found
