"""The sample city: every case a counter meets, bills that add up, the same city from the same seed."""

from __future__ import annotations

import pytest

from data.clock import FixedClock
from data.passwords import store_hasher
from data.pettycash import fund, position
from data.sample import load, loaded, pettycash
from data.sample.clerks import CLERKS
from data.store import Store, StoreError
from data.utility.accounts import by_number
from data.verify import verify


def test_small_city_shows_every_case(city: Store) -> None:
    """Two hundred accounts hold each kind of trouble at least once."""
    assert loaded(city)
    assert city.value("SELECT COUNT(*) FROM accounts") == 200
    for column in ("cash_only", "no_checks"):
        assert city.value(f"SELECT COUNT(*) FROM accounts WHERE {column} = 1") >= 1
    for column in ("confidential", "bankruptcy", "bad_address", "low_income", "tenant"):
        assert city.value(f"SELECT COUNT(*) FROM customers WHERE {column} = 1") >= 1
    assert city.value("SELECT COUNT(*) FROM accounts WHERE shutoff_on IS NOT NULL") >= 1
    assert city.value("SELECT COUNT(*) FROM customers WHERE language = 'es'") >= 5
    assert {status for (status,) in city.rows("SELECT DISTINCT status FROM accounts")} >= {"ACTIVE", "CLOSED", "FINAL"}


def test_bills_add_up(city: Store) -> None:
    """A bill is the sum of its lines; what is open and what was settled before make the amount."""
    lines = "SELECT SUM(amount_cents) FROM bill_lines WHERE bill_id = b.id"
    wrong = f"SELECT b.id FROM bills b WHERE b.total_cents <> ({lines})"
    assert city.rows(wrong) == []
    assert city.rows("SELECT id FROM bill_lines WHERE amount_cents <> open_cents + prior_cents") == []
    assert city.rows("SELECT id FROM accounts WHERE credit_cents <> prior_credit_cents") == []


def test_about_one_in_eight_is_past_due(city: Store) -> None:
    """Arrears are common enough to work on, and not the rule."""
    sql = (
        "SELECT COUNT(DISTINCT l.account_id) FROM bill_lines l JOIN bills b ON b.id = l.bill_id "
        "WHERE l.open_cents > 0 AND b.due_date < ?"
    )
    assert 14 <= city.value(sql, city.clock.today().isoformat()) <= 50


def test_addresses_and_numbers_are_unique(city: Store) -> None:
    """No two premises share street and unit."""
    assert city.rows("SELECT street, unit FROM premises GROUP BY street, unit HAVING COUNT(*) > 1") == []


def test_example_account(city: Store) -> None:
    """The account of the examples exists, is in order and owes one bill."""
    view = by_number(city, "10004567")
    assert view is not None
    assert (view.number_shown, view.alerts) == ("10004567-3", ())
    assert view.due_cents > 0
    assert view.past_due_cents == 0


def test_clerks_can_sign_on(city: Store) -> None:
    """The password shown beside a sample clerk is the one that works."""
    hasher = store_hasher(city)
    for number, _, role, password in CLERKS:
        row = city.row("SELECT role, sample_password, password_hash, must_change FROM users WHERE number = ?", number)
        assert row is not None
        assert row[:2] == (role, password)
        assert row[3] == 0
        assert hasher.matches(password, row[2])


def test_ids_go_on_after_the_sample(city: Store) -> None:
    """A new row does not collide with a generated one."""
    with city.writing():
        assert city.insert("customers", name="New Person") > city.value("SELECT COUNT(*) FROM customers") - 1


def test_a_used_store_is_refused(city: Store, clock: FixedClock) -> None:
    """Nobody mixes a sample into real accounts."""
    with pytest.raises(StoreError, match="accounts already"):
        load(city, clock, "small")


def test_sizes(store: Store, clock: FixedClock) -> None:
    """A number is a size, and steps are told; nonsense is refused with a sentence."""
    seen: list[tuple[int, int]] = []
    with pytest.raises(StoreError, match="small, city or a number"):
        load(store, clock, "huge")
    assert load(store, clock, "25", lambda done, whole: seen.append((done, whole))) == 25
    assert store.value("SELECT COUNT(*) FROM accounts") == 25
    assert seen
    assert all(done <= whole for done, whole in seen)


def test_petty_cash_has_a_fund_from_the_start(city: Store) -> None:
    """The one who first opens menu 13 of a sample city can pay a voucher."""
    pettycash.load(city)
    pettycash.load(city)
    rows = city.rows("SELECT id FROM petty_funds")
    assert [position(city, fund(city, id)).cash_cents for (id,) in rows] == [200_00]
    assert verify(city).ok
