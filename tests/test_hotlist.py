"""The hot list stops the next check by keyed hash, bank and last digits, name or customer; numbers are never kept."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from ledger_city import account, check, open_drawer
from returned_city import JOHN, MARIA, bounce, take, water

from data import hotlist, settings
from data.catalog import Catalog
from data.permissions import FINANCE, SUPERVISOR, Refused
from data.session import Session
from data.store import Store, StoreError

ROUTING, BANK = "122000661", "000123456789"
TODAY = date(2026, 7, 6)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog.standard()


@pytest.fixture
def counter(store: Store, rules: Store, session: Session) -> Store:
    account(store, MARIA, bills=(9000,))
    account(store, JOHN, bills=(9000,))
    open_drawer(store, session)
    return store


def stopped(store: Store, session: Session, catalog: Catalog, number: str = JOHN, **detail: str) -> Refused:
    """What is said of another check."""
    with pytest.raises(Refused) as refused:
        take(store, session, catalog, [water(catalog, 100, number)], check(100, "2000", **detail))
    return refused.value


def test_a_bank_account_is_known_by_its_hash_on_any_account(counter, session, session_of, catalog) -> None:
    take(counter, session, catalog, [water(catalog, 1000)], check(1000, routing=ROUTING, bank_account=BANK))
    case = bounce(counter, session, catalog, 1000)
    refusal = stopped(counter, session, catalog, routing=ROUTING, bank_account=BANK.lstrip("0"))
    assert refusal.approval == "check.override"
    assert case.number in str(refusal)
    supervisor = session_of(SUPERVISOR)
    open_drawer(counter, supervisor, "02")
    accepted = check(100, "2000", routing=ROUTING, bank_account=BANK)
    assert take(counter, supervisor, catalog, [water(catalog, 100, JOHN)], accepted).total_cents == 100
    other = check(100, "2001", routing=ROUTING, bank_account="999123456780")
    assert take(counter, session, catalog, [water(catalog, 100, JOHN)], other).total_cents == 100


def test_no_bank_account_is_stored_anywhere(counter, session, catalog) -> None:
    take(counter, session, catalog, [water(catalog, 1000)], check(1000, routing=ROUTING, bank_account=BANK))
    bounce(counter, session, catalog, 1000)
    for table in ("tenders", "journal_lines", "journal", "returned_cases", "hot_list", "jobs", "audit_log"):
        assert "123456789" not in str(counter.rows(f"SELECT * FROM {table}"))
    detail = counter.value("SELECT detail FROM tenders WHERE kind = 'CK' AND amount_cents > 0")
    assert '"last4":"6789"' in detail
    assert len(counter.value("SELECT account_hash FROM hot_list")) == 64


def test_without_a_hash_bank_and_last_digits_are_compared(counter, session, catalog) -> None:
    take(counter, session, catalog, [water(catalog, 1000)], check(1000, routing=ROUTING, last4="6789"))
    bounce(counter, session, catalog, 1000)
    assert "stopped" in str(stopped(counter, session, catalog, routing=ROUTING, last4="6789"))
    assert "stopped" in str(stopped(counter, session, catalog, routing=ROUTING, bank_account=BANK))
    fine = check(100, "2001", routing=ROUTING, last4="0000")
    assert take(counter, session, catalog, [water(catalog, 100, JOHN)], fine).total_cents == 100


def test_the_name_and_the_customer_are_known(counter, session, catalog) -> None:
    take(counter, session, catalog, [water(catalog, 1000)], check(1000, drawer="María Lopez"))
    bounce(counter, session, catalog, 1000)
    assert "stopped" in str(stopped(counter, session, catalog, drawer="MARIA LOPEZ"))
    assert "cash only" in str(stopped(counter, session, catalog, MARIA))
    counter.run("UPDATE accounts SET cash_only = 0")
    assert "stopped" in str(stopped(counter, session, catalog, MARIA))


def test_it_ends_on_its_day_and_the_flag_with_it(counter, session, clock, catalog) -> None:
    take(counter, session, catalog, [water(catalog, 1000)], check(1000))
    bounce(counter, session, catalog, 1000)
    clock.advance(days=365)
    assert len(hotlist.listing(counter, clock.today())) == 1
    assert hotlist.lift_flags(counter, session) == 0
    clock.advance(days=1)
    assert hotlist.listing(counter, clock.today()) == []
    assert hotlist.lift_flags(counter, session) == 1
    assert counter.value("SELECT cash_only FROM accounts WHERE number = ?", MARIA) == 0
    assert counter.value("SELECT after FROM changes WHERE field = 'cash_only' ORDER BY id DESC") == "N"


def test_taking_a_payer_off_needs_authority_and_a_reason(counter, session, session_of, catalog) -> None:
    take(counter, session, catalog, [water(catalog, 1000)], check(1000))
    bounce(counter, session, catalog, 1000)
    entry = hotlist.listing(counter, TODAY)[0]
    assert entry.customer == f"Customer {MARIA}"
    with pytest.raises(Refused) as refused:
        hotlist.remove(counter, session, entry.id, "Paid")
    assert refused.value.approval == "hotlist.remove"
    finance = session_of(FINANCE)
    with pytest.raises(Refused, match="Say why"):
        hotlist.remove(counter, finance, entry.id, " ")
    hotlist.remove(counter, finance, entry.id, "Bank's mistake")
    assert counter.value("SELECT cash_only FROM accounts WHERE number = ?", MARIA) == 0
    with pytest.raises(Refused, match="no longer"):
        hotlist.remove(counter, finance, entry.id, "Again")


def test_the_key_may_be_in_a_file(counter, session, tmp_path: Path) -> None:
    in_store = hotlist.account_hash(counter, ROUTING, BANK, TODAY)
    assert hotlist.account_hash(counter, ROUTING, "123456789", TODAY) == in_store
    file = tmp_path / "hot.key"
    file.write_bytes(b"a secret of the city")
    settings.put(counter, None, hotlist.KEY_FILE, str(file), TODAY)
    assert hotlist.account_hash(counter, ROUTING, BANK, TODAY) != in_store
    file.unlink()
    with pytest.raises(StoreError, match="key file"):
        hotlist.account_hash(counter, ROUTING, BANK, TODAY)


def test_an_entry_needs_something_to_be_known_by(counter, session) -> None:
    with pytest.raises(Refused, match="needs a bank account"):
        hotlist.add(counter, session, "Bad", drawer="Lee")
