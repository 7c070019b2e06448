"""Closing a business date: what keeps it open, what is kept, and that nothing is posted behind it, on both stores."""

from __future__ import annotations

from datetime import date, timedelta

import peewee
import pytest
from closing_city import day_at_till, sent_deposit, ship_all, verify_all
from ledger_city import cash, open_drawer, pay

from data import dayclose, days, drawers
from data.ddl import CLOSED_DAYS, missing_triggers
from data.permissions import CSR2, FINANCE, SUPERVISOR, Refused
from data.session import Session
from data.store import Store, StoreError
from data.verify import verify

MONDAY = date(2026, 7, 6)
TUESDAY = date(2026, 7, 7)


@pytest.fixture
def shipped(store: Store) -> Store:
    """The shipped rows and nobody's data."""
    ship_all(store)
    return store


def test_a_date_with_unfinished_drawers_stays_open(shipped: Store, session: Session, session_of) -> None:
    day_at_till(shipped, session)
    open_drawer(shipped, session_of(CSR2, name="Lou Hart"), "02")
    assert dayclose.problems(shipped, MONDAY) == [
        "Drawer 01 of Pat Rivera is CLOSED. Verify it.",
        "Drawer 02 of Lou Hart is OPEN. Count and close it.",
    ]
    with pytest.raises(Refused, match="Drawer 01 of Pat Rivera"):
        dayclose.close(shipped, session_of(SUPERVISOR), MONDAY)
    assert days.last_closed(shipped) is None


def test_a_closed_date_keeps_its_totals(shipped: Store, session: Session, session_of) -> None:
    day_at_till(shipped, session)
    boss = session_of(SUPERVISOR)
    verify_all(shipped, boss)
    with pytest.raises(Refused, match="may not close a business date"):
        dayclose.close(shipped, session_of(CSR2), MONDAY)
    with pytest.raises(Refused, match="has not come"):
        dayclose.close(shipped, boss, TUESDAY)
    found = dayclose.close(shipped, boss, MONDAY)
    assert (found.documents, found.receipts, found.total_cents, found.perpetual_cents) == (6, 3, 5000, 5000)
    assert (found.first_receipt, found.last_receipt) == ("27-000001", "27-000003")
    assert (
        found.heads["01"].replace(" ", "").lower() == shipped.value("SELECT head FROM chains WHERE series = '01'")[:8]
    )
    assert dayclose.close(shipped, boss, MONDAY) == found
    assert dayclose.closed_days(shipped) == [found]
    assert verify(shipped).ok


def test_nothing_is_posted_on_or_behind_it(shipped: Store, session: Session, session_of) -> None:
    day_at_till(shipped, session)
    boss = session_of(SUPERVISOR)
    verify_all(shipped, boss)
    dayclose.close(shipped, boss, MONDAY)
    with pytest.raises(Refused, match="07/06/2026 is closed"):
        drawers.open(shipped, session, "01", 10_000)
    assert shipped.value("SELECT count(*) FROM drawers") == 1
    gone = sent_deposit(shipped, session_of)
    assert gone.prepared_on == TUESDAY
    assert shipped.value("SELECT business_date FROM journal WHERE kind = 'DEPOSIT'") == "2026-07-07"
    assert verify(shipped).ok


def test_a_drawer_of_a_closed_date_takes_nothing(shipped: Store, session: Session) -> None:
    """As if the drawer had been opened while the date was being closed."""
    open_drawer(shipped, session)
    pay(shipped, session, cash(100))
    _close_by_force(shipped, session)
    before = shipped.value("SELECT count(*) FROM journal")
    with pytest.raises(Refused, match="is closed: nothing more"):
        pay(shipped, session, cash(100))
    with pytest.raises(Refused, match="is closed: nothing more"):
        drawers.safe_drop(shipped, session, 100, "B", "201")
    assert shipped.value("SELECT count(*) FROM journal") == before


def test_the_store_itself_refuses_a_document_behind_a_closed_date(shipped: Store, session: Session) -> None:
    open_drawer(shipped, session)
    _close_by_force(shipped, session)
    copy = (
        "INSERT INTO journal (id, kind, series, seq, business_date, at, user_id, station, idem_key, total_cents, "
        "prev_hash, hash) SELECT 99, kind, 'XX', 1, ?, at, user_id, station, 'other', 0, '', '' FROM journal LIMIT 1"
    )
    for behind in ("2026-07-06", "2026-07-01"):
        with pytest.raises((StoreError, peewee.PeeweeException), match="is closed"), shipped.writing():
            shipped.run(copy, behind)
    with shipped.writing():
        shipped.run(copy, "2026-07-07")
    assert shipped.value("SELECT count(*) FROM journal WHERE series = 'XX'") == 1


def test_the_protection_is_looked_for_at_every_start(shipped: Store) -> None:
    on = " ON journal" if shipped.kind == "postgresql" else ""
    with shipped.writing():
        shipped.run(f"DROP TRIGGER {CLOSED_DAYS}{on}")
    assert missing_triggers(shipped.db) == [CLOSED_DAYS]
    with pytest.raises(StoreError, match="not protected"):
        shipped.require_current()


def test_dates_are_closed_in_order(shipped: Store, session: Session, session_of) -> None:
    boss = session_of(SUPERVISOR)
    day_at_till(shipped, session)
    session.clock.advance(days=1)  # type: ignore[attr-defined]
    session.business_date = session.clock.today()
    day_at_till(shipped, session)
    verify_all(shipped, boss)
    with pytest.raises(Refused, match="07/06/2026 is not closed yet"):
        dayclose.close(shipped, boss, TUESDAY)
    assert dayclose.next_to_close(shipped, TUESDAY) == MONDAY
    dayclose.close(shipped, boss, MONDAY)
    assert dayclose.next_to_close(shipped, TUESDAY) == TUESDAY
    assert dayclose.close(shipped, boss, TUESDAY).perpetual_cents == 10_000
    with pytest.raises(Refused, match="is closed"):
        dayclose.close(shipped, boss, MONDAY - timedelta(days=1))


def test_a_date_with_a_missing_receipt_stays_open(shipped: Store, session: Session, session_of) -> None:
    open_drawer(shipped, session)
    pay(shipped, session, cash(100))
    with shipped.writing():
        shipped.run("UPDATE counters SET value = value + 1 WHERE name = 'receipt:27'")
    pay(shipped, session, cash(100))
    assert "Receipt 27-000002 is missing. Verify the books before the date is closed." in dayclose.problems(
        shipped, MONDAY
    )


def test_a_date_with_a_changed_document_stays_open(shipped: Store, session: Session, session_of) -> None:
    day_at_till(shipped, session)
    verify_all(shipped, session_of(SUPERVISOR))
    on = " ON journal_lines" if shipped.kind == "postgresql" else ""
    with shipped.writing():
        shipped.run(f"DROP TRIGGER journal_lines_no_update{on}")
        shipped.run("UPDATE journal_lines SET reference = 'changed' WHERE service = 'TS' AND amount_cents = 500")
    with pytest.raises(Refused, match=r"RECEIPT, receipt 27-000002\): its hash is wrong"):
        dayclose.close(shipped, session_of(SUPERVISOR), MONDAY)


def test_office_work_goes_on_under_the_next_date(shipped: Store, session: Session) -> None:
    assert days.open_date(shipped, MONDAY) == MONDAY
    _close_by_force(shipped, session)
    assert days.open_date(shipped, MONDAY) == TUESDAY
    assert days.open_date(shipped, date(2026, 7, 9)) == date(2026, 7, 9)


def _close_by_force(store: Store, session: Session) -> None:
    with store.writing():
        store.run(
            "INSERT INTO business_days (business_date, closed_at, closed_by, documents, receipts, total_cents, "
            "custody_cents, perpetual_cents, heads) VALUES ('2026-07-06', ?, ?, 0, 0, 0, 0, 0, '{}')",
            store.now(),
            session.clerk.id,
        )


def test_finance_closes_too(shipped: Store, session_of) -> None:
    assert dayclose.close(shipped, session_of(FINANCE), MONDAY).documents == 0
