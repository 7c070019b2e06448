"""A drawer's record and the guard every posting passes: an open drawer of this clerk, locked until commit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from data.days import LAST, closed_sentence
from data.ledger_terms import terms
from data.permissions import Refused

if TYPE_CHECKING:
    from data.clock import Clock
    from data.ledger_terms import Terms
    from data.session import Session
    from data.store import Store

OPEN, COUNTED, RECOUNT, CLOSED = "OPEN", "COUNTED", "RECOUNT", "CLOSED"
VERIFIED, DEPOSITED = "VERIFIED", "DEPOSITED"
UNFINISHED = (OPEN, COUNTED, RECOUNT)
"""States in which a drawer still belongs to its clerk and till."""

FIELDS = (
    "d.id, d.till, d.user_id, d.station, d.business_date, d.state, d.fund_cents, d.opened_at, d.closed_at, d.z_number"
)


@dataclass(frozen=True)
class Drawer:
    """A clerk's cash drawer from its change fund to its close."""

    id: int
    till: str
    user_id: int
    station: str
    business_date: date
    state: str
    fund_cents: int
    opened_at: str
    closed_at: str | None
    z_number: int | None


def drawer(row: tuple[object, ...]) -> Drawer:
    """A drawer from a row of `FIELDS`."""
    values = list(row)
    values[4] = date.fromisoformat(str(values[4]))
    return Drawer(*values)  # type: ignore[arg-type]


def get(store: Store, drawer_id: int, *, lock: bool = False) -> Drawer:
    """A drawer by id, locked until commit if asked. Raises `Refused` when there is none."""
    found = store.row(f"SELECT {FIELDS} FROM drawers d WHERE d.id = ?" + (store.for_update if lock else ""), drawer_id)
    if found is None:
        raise Refused(f"There is no drawer {drawer_id}.")
    return drawer(found)


def open_drawer_of(store: Store, user_id: int) -> Drawer | None:
    """The drawer a clerk has not closed yet, of whatever business date; None when there is none."""
    found = store.row(
        f"SELECT {FIELDS} FROM drawers d WHERE d.user_id = ? AND d.state IN ('OPEN', 'COUNTED', 'RECOUNT')", user_id
    )
    return drawer(found) if found else None


def take_up(session: Session, found: Drawer) -> None:
    """Let a session work with a drawer: its till and business date become the session's."""
    session.drawer_id, session.till, session.business_date = found.id, found.till, found.business_date


def overnight(found: Drawer, clock: Clock, hours: int) -> bool:
    """Whether a drawer was left open: its business date is past and it is open longer than `hours`."""
    if found.business_date >= clock.today():
        return False
    opened = datetime.strptime(found.opened_at[:19], "%Y-%m-%dT%H:%M:%S").replace(tzinfo=UTC)
    return clock.now() - opened > timedelta(hours=hours)


def overnight_sentence(found: Drawer) -> str:
    """What to do about a drawer that was left open."""
    return f"This drawer is still open for {found.business_date:%m/%d/%Y}. Count and close it first."


def state_after_close(known: Terms, variance: bool) -> str:
    """CLOSED while another person must verify the drawer, else VERIFIED (setting `drawer.verify`; absent: always)."""
    rule = known.values.get("drawer.verify", "always")
    return VERIFIED if rule == "never" or (rule == "variance" and not variance) else CLOSED


def working(store: Store, session: Session, key: str) -> tuple[Drawer, Terms] | int:
    """The session's open drawer, locked, with its settings; or the id of the document already posted under `key`.

    Raises `Refused` when this clerk has no drawer that may take money now.
    """
    found = store.row(
        f"SELECT {FIELDS}, ({LAST}), (SELECT value FROM settings_version), "
        "(SELECT id FROM journal WHERE idem_key = ?) FROM drawers d WHERE d.id = ?"
        + (" FOR UPDATE OF d" if store.for_update else ""),
        key,
        session.drawer_id or 0,
    )
    if found is None:
        repeated = store.value("SELECT id FROM journal WHERE idem_key = ?", key)
        if repeated is not None:
            return int(repeated)
        raise Refused("Open a drawer with its change fund first.")
    if found[-1] is not None:
        return int(found[-1])
    mine = drawer(found[:-3])
    if found[-3] is not None and mine.business_date.isoformat() <= found[-3]:
        raise Refused(closed_sentence(mine.business_date))
    store.memory.settings_are(int(found[-2]))
    known = terms(store, mine.business_date)
    if problem := _not_working(mine, session, known):
        raise Refused(problem)
    return mine, known


def _not_working(mine: Drawer, session: Session, known: Terms) -> str:
    if mine.user_id != session.clerk.id:
        return "This drawer belongs to another clerk."
    if mine.state != OPEN:
        return "This drawer has been counted and takes no more money. Close it and open a new one."
    if (mine.till, mine.business_date) != (session.till, session.business_date):
        return "The drawer was opened anew elsewhere. Sign off and on again."
    if overnight(mine, session.clock, known.number("drawer.max_hours")):
        return overnight_sentence(mine)
    return ""
