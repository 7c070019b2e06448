"""What is changed behind the books' back after the close-out is found and named, on both stores."""

from __future__ import annotations

import pytest
from closing_city import finished_day
from test_verify import tamper

from data.session import Session
from data.store import Store
from data.verify import verify


@pytest.fixture
def finished(store: Store, session: Session, session_of) -> Store:
    """A day to its end: a drawer verified and deposited, the bank's credit 1.00 less, the date closed."""
    finished_day(store, session, session_of)
    return store


def test_the_finished_day_is_right(finished: Store) -> None:
    assert verify(finished).wrong == ()


@pytest.mark.parametrize(("change", "check"), [
    ("UPDATE bank_deposits SET expected_cents = 1", "bank deposits"),
    ("UPDATE bank_deposits SET state = 'PREPARED'", "bank deposits"),
    ("UPDATE bank_deposits SET credited_cents = 5000", "bank differences"),
    ("UPDATE drawers SET state = 'VERIFIED'", "deposited drawers"),
    ("UPDATE drawers SET verified_by = user_id", "deposited drawers"),
    ("INSERT INTO business_days (business_date, closed_at, closed_by, documents, receipts, total_cents, custody_cents,"
     " perpetual_cents, heads) SELECT '2026-07-05', closed_at, closed_by, 3, 3, 0, 0, 0, heads FROM business_days",
     "closed dates"),
    ("UPDATE business_days SET last_receipt = '27-000002'", "closed dates"),
    ("UPDATE business_days SET receipts = receipts - 1", "closed dates"),
    ("UPDATE business_days SET custody_cents = 5", "closed dates"),
    ("UPDATE business_days SET perpetual_cents = perpetual_cents + 1", "closed dates"),
    ("UPDATE business_days SET heads = replace(heads, '\"01\": \"', '\"01\": \"00')", "heads of closed dates"),
    ("UPDATE business_days SET heads = 'x'", "heads of closed dates"),
    ("UPDATE counters SET value = value + 1 WHERE name = 'z:01'", "z reports"),
    ("UPDATE counters SET value = value - 1 WHERE name = 'perpetual:01'", "z reports"),
    ("DELETE FROM counters WHERE name = 'perpetual:01'", "z reports"),
    ("UPDATE drawers SET z_number = 7", "drawers"),
    ("UPDATE drawers SET over_short_reason = 'CHANGE'", "drawers"),
    ("UPDATE drawers SET business_date = '2026-07-05'", "drawers"),
    ("UPDATE drawers SET user_id = (SELECT max(id) FROM users)", "drawers"),
])  # fmt: skip
def test_a_change_is_named(finished: Store, change: str, check: str) -> None:
    tamper(finished, change)
    assert check in [one.check for one in verify(finished).wrong]
