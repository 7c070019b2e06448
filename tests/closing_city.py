"""A counter at the end of its day: shipped rows, drawers that were closed, people who verify, deposit and close."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from ledger_city import cash, check, key, pay, ship

from data import closeout, dayclose, denominations, deposits, deposits_post, drawers
from data.permissions import FINANCE, SUPERVISOR
from data.sample import rows_closeout
from data.session import Session
from data.store import Store

SessionOf = Callable[..., Session]


def ship_all(store: Store) -> None:
    """The shipped rows of the ledger and of the close-out."""
    ship(store)
    rows_closeout.load(store)


def close_drawer(store: Store, session: Session, off: int = 0, **more: int) -> int:
    """Count (`off` cents over in cash) and close the session's drawer; its id."""
    drawer_id = session.drawer_id or 0
    wanted = drawers.expected(store, drawer_id)
    values: dict[str, Any] = {**denominations.break_down(wanted["CA"] + off)}
    for kind in ("CK", "MO", "CC", "CD"):
        values[f"{kind}_total"] = wanted[kind]
    drawers.count(store, session, {**values, **more})
    drawers.close(store, session, "CHANGE" if off else "")
    return drawer_id


def day_at_till(store: Store, session: Session, till: str = "01", off: int = 0) -> int:
    """A drawer with 20.00 and 5.00 in cash, a check of 25.00, a drop of 15.00; closed. Its id."""
    drawers.open(store, session, till, 10_000)
    pay(store, session, cash(2000))
    pay(store, session, cash(500, given=1000))
    pay(store, session, check(2500, "1021", routing="122000247", drawer="Ana Diaz"), payer="Ana Diaz")
    drawers.safe_drop(store, session, 1500, "B-1", "201")
    return close_drawer(store, session, off)


def bag(cash_cents: int, items: int = 1, tape: int = 2500, **more: Any) -> dict[str, Any]:
    """The values of a deposit's form."""
    return {**denominations.break_down(cash_cents), "items": items, "tape": tape, "bag": "BAG-7", **more}


def sent_deposit(store: Store, session_of: SessionOf, values: dict[str, Any] | None = None) -> deposits.Deposit:
    """Every verified drawer's money prepared, verified and sent by three people."""
    wanted = deposits.sheet(store)
    values = values or bag(wanted.cash_cents, len(wanted.paper), wanted.paper_cents)
    made = deposits.prepare(store, session_of("SUPERVISOR"), values, key())
    deposits.verify(store, session_of("SUPERVISOR"), made.id)
    return deposits_post.send(store, session_of("CSR2"), made.id)


def verify_all(store: Store, session: Session) -> None:
    """Verify every drawer that waits."""
    for one in closeout.to_verify(store):
        closeout.verify(store, session, one.id)


def finished_day(store: Store, session: Session, session_of: SessionOf) -> None:
    """A day to its end: a drawer verified and deposited, the bank's credit 1.00 less, the date closed."""
    ship_all(store)
    day_at_till(store, session)
    verify_all(store, session_of(SUPERVISOR))
    gone = sent_deposit(store, session_of)
    deposits_post.confirm(store, session_of(FINANCE), gone.id, date(2026, 7, 7), 4900)
    dayclose.close(store, session_of(SUPERVISOR), date(2026, 7, 6))
