"""Mail batches: control first, items, exceptions with letters, balance, hand-over, and one receipt per check."""

from __future__ import annotations

from datetime import date
from typing import Any

import ledger_city
import pytest
from conftest import SessionOf

from data import batches, batches_entry, batches_state, cases, ledger
from data.catalog import Catalog
from data.forms import FormError, Values
from data.permissions import Refused
from data.scanline import Stub, scan_line
from data.session import Session
from data.store import Store
from data.verify import verify

CATALOG = Catalog.standard()


def header(count: int, cents: int, mode: str = "FULL") -> Values:
    return {"count": count, "total": cents, "mode": mode, "source": "MAIL", "note": None}


def item(account: str, cents: int, **more: Any) -> Values:
    form = batches_entry.ENTRY[batches_entry.EDIT]
    texts = {**form.opening(), "account": account, "amount": str(cents), **more}
    return form.clean(texts)


@pytest.fixture
def office(rules: Store, session: Session) -> Session:
    """Three accounts with open bills and an open drawer."""
    ledger_city.account(rules, "10000001", bills=(5000,))
    ledger_city.account(rules, "10000002", bills=(3000, 2000))
    ledger_city.account(rules, "10000003", bills=(700,), cash_only=1)
    ledger_city.open_drawer(rules, session)
    return session


def opened(store: Store, session: Session, count: int, cents: int) -> int:
    return batches.create(store, session, header(count, cents), f"k{count}-{cents}")


def test_a_batch_is_posted_whole_one_receipt_for_each_check(rules: Store, office: Session) -> None:
    batch = opened(rules, office, 2, 10000)
    batches.add(rules, office, batch, item("10000001", 5000, number="11"), "a")
    batches.add(rules, office, batch, item("10000002", 5000, number="12"), "b")
    batches_state.balance(rules, office, batch)
    done = batches_state.post(rules, office, CATALOG, batch)
    assert (len(done.receipts), done.cents, done.returned) == (2, 10000, 0)
    assert rules.value("SELECT SUM(open_cents) FROM bill_lines") == 700
    first = ledger.receipt(rules, done.receipts[0])
    assert (first.tenders[0].kind, first.tenders[0].number) == ("CK", "11")
    assert rules.value("SELECT count(*) FROM jobs WHERE kind IN ('RECEIPT')") == 0
    again = batches_state.post(rules, office, CATALOG, batch)
    assert again.repeated
    assert again.receipts == done.receipts
    assert rules.value("SELECT count(*) FROM journal WHERE kind = 'RECEIPT'") == 2
    assert verify(rules).lines()[-1].startswith("The books are right")


def test_nothing_is_posted_out_of_balance(rules: Store, office: Session) -> None:
    batch = opened(rules, office, 2, 10000)
    batches.add(rules, office, batch, item("10000001", 5000), "a")
    with pytest.raises(Refused, match=r"out of balance.*off -1 and 50.00-"):
        batches_state.balance(rules, office, batch)
    with pytest.raises(Refused, match="out of balance"):
        batches_state.post(rules, office, CATALOG, batch)
    batches.add(rules, office, batch, item("10000002", 5000), "b")
    batches_state.balance(rules, office, batch)
    batches.change(rules, office, batch, 2, item("10000002", 4000))
    with pytest.raises(Refused, match="out of balance"):
        batches_state.post(rules, office, CATALOG, batch)
    assert rules.value("SELECT count(*) FROM journal WHERE kind = 'RECEIPT'") == 0


def test_a_batch_is_balanced_while_it_agrees_and_open_while_it_does_not(rules: Store, office: Session) -> None:
    batch = opened(rules, office, 2, 10000)

    def state() -> str:
        return batches.get(rules, batch).state

    batches.add(rules, office, batch, item("10000001", 5000), "a")
    batches.add(rules, office, batch, item("10000002", 4000), "b")
    assert state() == "OPEN"
    batches.change(rules, office, batch, 2, item("10000002", 5000))
    assert state() == "BALANCED"
    batches.remove(rules, office, batch, 2)
    assert state() == "OPEN"
    batches_state.set_control(rules, office, batch, {"count": 1, "total": 5000})
    assert state() == "BALANCED"
    batches_state.hold(rules, office, batch)
    assert batches_state.take_up(rules, office, batch).state == "BALANCED"


def test_an_item_that_cannot_be_posted_keeps_the_whole_batch_back(rules: Store, office: Session) -> None:
    batch = opened(rules, office, 2, 10000)
    batches.add(rules, office, batch, item("10000001", 5000), "a")
    batches.add(rules, office, batch, item("10000002", 5000), "b")
    batches_state.balance(rules, office, batch)
    rules.run("UPDATE accounts SET cash_only = 1 WHERE number = '10000002'")
    with pytest.raises(Refused, match=r"Item 2, account 10000002: .*cash only"):
        batches_state.post(rules, office, CATALOG, batch)
    assert rules.value("SELECT count(*) FROM journal WHERE kind = 'RECEIPT'") == 0
    assert batches.get(rules, batch).state == "BALANCED"


def test_what_is_set_aside_counts_and_goes_back_with_a_letter(rules: Store, office: Session) -> None:
    rules.run("UPDATE customers SET language = 'es' WHERE name = 'Customer 10000003'")
    batch = opened(rules, office, 3, 8200)
    batches.add(rules, office, batch, item("10000001", 5000), "a")
    with pytest.raises(FormError, match="12 CASHONLY"):
        batches.add(rules, office, batch, item("10000003", 700), "b")
    aside = batches.add(rules, office, batch, item("10000003", 700, exception="CASHONLY"), "b")
    with pytest.raises(FormError, match="7 NOACCT"):
        batches.add(rules, office, batch, item("99999999", 2500), "c")
    batches.add(rules, office, batch, item("99999999", 2500, exception="7"), "c")
    batches_state.balance(rules, office, batch)
    done = batches_state.post(rules, office, CATALOG, batch)
    assert (len(done.receipts), done.cents, done.returned) == (1, 5000, 2)
    assert [one.state for one in batches.items(rules, batch)] == ["POSTED", "RETURNED", "RETURNED"]
    letters = cases.papers(rules, "MAIL", aside.id)
    assert [(one.code, one.language) for one in letters] == [("CASHONLY", "es")]
    said = str(letters[0].elements)
    assert "giro postal" in said
    assert str(rules.value("SELECT street FROM premises ORDER BY id LIMIT 1")).split("#")[0].strip() in said
    assert rules.value("SELECT count(*) FROM contacts") == 1


def test_one_check_may_pay_several_stubs(rules: Store, office: Session) -> None:
    batch = opened(rules, office, 1, 10000)
    batches.add(rules, office, batch, item("10000001", 5000, number="77"), "a")
    batches.add(rules, office, batch, item("10000002", 5000, same="Y"), "b")
    assert batches.amounts(rules, batch) == [10000]
    assert batches_state.balance(rules, office, batch).count == 1
    done = batches_state.post(rules, office, CATALOG, batch)
    assert len(done.receipts) == 1
    receipt = ledger.receipt(rules, done.receipts[0])
    assert [line.amount_cents for line in receipt.lines] == [5000, 5000]
    assert [tender.amount_cents for tender in receipt.tenders] == [10000]


def test_a_batch_waits_or_moves_to_another_clerk(rules: Store, office: Session, session_of: SessionOf) -> None:
    other = session_of("CSR1", number="844")
    batch = opened(rules, office, 1, 5000)
    batches_state.hold(rules, office, batch)
    with pytest.raises(Refused, match="is HELD"):
        batches.add(rules, office, batch, item("10000001", 5000), "a")
    assert batches_state.take_up(rules, office, batch).state == "OPEN"
    with pytest.raises(FormError, match="no clerk 999"):
        batches_state.move(rules, office, batch, "999")
    batches_state.move(rules, office, batch, "844")
    assert batches.get(rules, batch).state == "MOVED"
    with pytest.raises(Refused, match="can be moved to you"):
        batches.add(rules, office, batch, item("10000001", 5000), "a")
    batches_state.take_up(rules, other, batch)
    assert batches.add(rules, other, batch, item("10000001", 5000), "a").n == 1


@pytest.mark.parametrize(("written", "code"), [("070726", "3 POSTDATE"), ("010126", "4 STALE")])
def test_the_counters_rules_hold_for_mail(rules: Store, office: Session, written: str, code: str) -> None:
    batch = opened(rules, office, 1, 5000)
    with pytest.raises(FormError, match=code):
        batches.add(rules, office, batch, item("10000001", 5000, date=written), "a")


def test_a_repeat_of_a_key_is_the_same_item_and_the_same_batch(rules: Store, office: Session) -> None:
    batch = opened(rules, office, 1, 5000)
    assert opened(rules, office, 1, 5000) == batch
    first = batches.add(rules, office, batch, item("10000001", 5000), "a")
    assert batches.add(rules, office, batch, item("10000001", 5000), "a") == first
    batches.remove(rules, office, batch, 1)
    assert batches.items(rules, batch) == []


def test_a_scanned_stub_gives_account_and_amount(rules: Store, office: Session) -> None:
    stub = Stub("10000001", date(2026, 7, 6), "0001", 5500, 5000)
    assert batches_entry.scanned(rules, office, scan_line(stub)) == {"account": "10000001", "amount": "50.00"}
    late = Stub("10000001", date(2026, 7, 5), "0001", 5500, 5000)
    assert batches_entry.scanned(rules, office, scan_line(late)) == {"account": "10000001", "amount": "55.00"}
    assert batches_entry.scanned(rules, office, "12345") is None


def test_the_control_is_corrected_openly(rules: Store, office: Session) -> None:
    batch = opened(rules, office, 2, 5000)
    batches_state.set_control(rules, office, batch, header(1, 5000))
    assert batches.get(rules, batch).control_count == 1
    assert [one.note for one in cases.steps(rules, "MAIL", batch)] == ["2 and 50.00 to 1 and 50.00"]
