"""Every service posted through the ledger, and voided through it, leaves the books and records as they were."""

from __future__ import annotations

from datetime import date
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from services_sample import ACCOUNT, add_account, add_bill, add_deposit, fill, load_rows

from data import corrections, drawers, ledger, passes
from data.catalog import Catalog
from data.forms import FormError
from data.ledger import Item, Receipt
from data.permissions import Refused
from data.sample import rows_authority, rows_ledger
from data.session import Session
from data.store import Store
from data.tenders import Tender

CATALOG = Catalog.standard()
EVERYTHING: tuple[tuple[str, dict[str, str]], ...] = (
    ("UB", {"account": ACCOUNT, "amount": "100.00", "over": "Y"}),
    ("DEP", {"account": "10004568", "amount": "50.00"}),
    ("MC", {"code": "SEWER-TAP", "amount": "10.01", "reference": "P-1"}),
    ("BP", {"product": "MONTH-A", "quantity": "2"}),
    ("CI", {"number": "C1", "amount": "45.00"}),
    ("PR", {"number": "26-1", "amount": "1.20"}),
    ("IM", {"number": "26-2"}),
    ("PK", {"number": "PK1", "amount": "30.00"}),
    ("BL", {"number": "BL1", "amount": "35.00", "penalty": "3.50"}),
    ("PP", {"applicant": "LOPEZ M", "check": "1021", "check_amount": "130.00", "photo": "Y"}),
    ("NS", {"number": "N1", "amount": "88.00", "fee": "25.00"}),
)


@pytest.fixture
def clerk(store: Store, session_of) -> Session:
    """A supervisor with an open drawer, an account that owes 80.00 and a deposit, and month passes in stock."""
    load_rows(store)
    rows_authority.load(store)
    rows_ledger.load(store)
    account = add_account(store)
    add_bill(store, account, "2026-06-01", [("WATER-USAGE", 5000), ("WASTEWATER", 3000)])
    add_deposit(store, add_account(store, "10004568"), 5000)
    session = session_of("SUPERVISOR")
    product = store.value("SELECT id FROM pass_products WHERE code = 'MONTH-A'")
    passes.receive(store, session, product, "0001", "0010", date(2026, 7, 1))
    drawers.open(store, session, "01", 10_000)
    return session


def items(*codes: str) -> list[Item]:
    """What is paid for, as the forms give it."""
    return [Item(code, fill(CATALOG.service(code), **texts)) for code, texts in EVERYTHING if code in codes]


def pay(store: Store, session: Session, chosen: list[Item]) -> Receipt:
    """Post for exact cash."""
    total = sum(line.amount_cents for line in ledger.preview(store, session, CATALOG, chosen))
    return ledger.post(store, session, CATALOG, chosen, [Tender("CA", total, total)], uuid4().hex)


def records(store: Store) -> list[object]:
    """Everything that services change beside the journal."""
    return [
        store.rows("SELECT id, open_cents FROM bill_lines ORDER BY id"),
        store.rows("SELECT id, credit_cents FROM accounts ORDER BY id"),
        store.rows("SELECT id, amount_cents, held_cents, state, journal_id FROM deposits ORDER BY id"),
        store.rows("SELECT serial, status, journal_id FROM pass_serials ORDER BY serial"),
    ]


def balances(store: Store) -> dict[str, int]:
    """The ledger accounts that are not zero, in cents."""
    return dict(store.rows("SELECT gl, SUM(amount_cents) FROM postings GROUP BY gl HAVING SUM(amount_cents) <> 0"))


@pytest.mark.parametrize("code", [code for code, _ in EVERYTHING])
def test_each_service_is_posted_and_voided(store: Store, clerk: Session, code: str) -> None:
    before = records(store), balances(store)
    receipt = pay(store, clerk, items(code))
    assert {line.service for line in receipt.lines} == {code}
    known = {gl for (gl,) in store.rows("SELECT gl FROM gl_accounts")}
    assert set(balances(store)) <= known
    corrections.void(store, clerk, CATALOG, receipt.journal_id, None, "wrong customer")
    assert (records(store), balances(store)) == before


def test_everything_on_one_receipt(store: Store, clerk: Session) -> None:
    before = records(store), balances(store)
    receipt = pay(store, clerk, items(*(code for code, _ in EVERYTHING)))
    assert sum(line.custody_cents for line in receipt.lines) == 13000
    assert receipt.total_cents == sum(line.amount_cents for line in receipt.lines)
    assert balances(store)["551-000-2320"] == -2000
    corrections.void(store, clerk, CATALOG, receipt.journal_id, None, "wrong customer")
    assert (records(store), balances(store)) == before


def test_one_line_of_many_is_voided(store: Store, clerk: Session) -> None:
    receipt = pay(store, clerk, items("UB", "BP"))
    corrections.void(store, clerk, CATALOG, receipt.journal_id, [2], "wrong pass")
    assert store.value("SELECT COUNT(*) FROM pass_serials WHERE status = 'STOCK'") == 10
    assert store.value("SELECT SUM(open_cents) FROM bill_lines") == 0


def test_the_same_bill_twice_on_one_receipt_is_refused(store: Store, clerk: Session) -> None:
    before = records(store)
    with pytest.raises(Refused, match="twice on this receipt"):
        pay(store, clerk, [*items("UB"), *items("UB")])
    assert records(store) == before
    assert store.value("SELECT COUNT(*) FROM journal WHERE kind = 'RECEIPT'") == 0


def test_two_clerks_at_once_pay_a_bill_once(store: Store, clerk: Session, session_of) -> None:
    """Both saw 80.00 due and both press Enter: one is posted, the other is told why not."""
    other = session_of("CSR2", station="T2")
    drawers.open(store, other, "02", 10_000)
    chosen = [Item("UB", fill(CATALOG.service("UB"), account=ACCOUNT, amount="80.00"))]
    start, outcomes = Barrier(2), []

    def press(session: Session) -> None:
        mine = store.again().open()
        try:
            start.wait(timeout=30)
            outcomes.append(ledger.post(mine, session, CATALOG, chosen, [Tender("CA", 8000, 8000)], uuid4().hex))
        except (Refused, FormError) as refusal:
            outcomes.append(refusal)
        finally:
            mine.close()

    threads = [Thread(target=press, args=(one,)) for one in (clerk, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(type(outcome) is Receipt for outcome in outcomes) == [False, True]
    assert store.value("SELECT SUM(open_cents) FROM bill_lines") == 0
    assert store.value("SELECT SUM(amount_cents) FROM applications") == 8000
    assert store.value("SELECT COUNT(*) FROM journal WHERE kind = 'RECEIPT'") == 1


def test_a_role_without_the_permission_takes_no_money(store: Store, clerk: Session, session_of) -> None:
    auditor = session_of("AUDITOR")
    for service in CATALOG.services:
        with pytest.raises(Refused, match="You may not do this"):
            auditor.require(service.permission)
