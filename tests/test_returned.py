"""A returned check reverses what it paid, charges the payer, stops the next check, and the books still hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from ledger_city import account, cash, check, key, open_drawer
from returned_city import JOHN, MARIA, books_hold, bounce, gl, item, take, water

from data import corrections, returned
from data.cases import RETURNED, steps
from data.catalog import Catalog
from data.forms import FormError
from data.ledger_read import receipt
from data.permissions import SUPERVISOR, Refused
from data.returned import Notice, Wishes
from data.returned_case import balance, parts
from data.session import Session
from data.store import Store
from data.tenders import Tender


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog.standard()


@pytest.fixture
def counter(store: Store, rules: Store, session: Session) -> Store:
    """An open drawer; Maria owes 30.00 and 40.00, John 50.00."""
    account(store, MARIA, bills=(3000, 4000))
    account(store, JOHN, bills=(5000,))
    open_drawer(store, session)
    return store


def lines_open(store: Store, number: str) -> list[int]:
    return [
        row[0]
        for row in store.rows(
            "SELECT l.open_cents FROM bill_lines l JOIN accounts a ON a.id = l.account_id JOIN bills b ON "
            "b.id = l.bill_id WHERE a.number = ? AND b.kind = 'REGULAR' ORDER BY l.id",
            number,
        )
    ]


def test_one_check_of_two_accounts_and_a_copy_is_reversed_everywhere(counter, session, catalog) -> None:
    items = [
        water(catalog, 3500),
        water(catalog, 5000, JOHN),
        item(catalog, "MC", code="RENTAL", amount="1500", reference="B7"),
    ]
    paid = take(counter, session, catalog, items, check(10000))
    assert lines_open(counter, MARIA) == [0, 3500]
    case = bounce(counter, session, catalog, 10000)
    assert lines_open(counter, MARIA) == [3000, 4000]
    assert lines_open(counter, JOHN) == [5000]
    assert (case.state, case.occurrence, case.fee_cents, case.paid_on) == ("FEE-POSTED", 1, 2500, date(2026, 7, 6))
    owed = parts(counter, case.id)
    assert [(one.kind, one.department, one.open_cents) for one in owed] == [
        ("BILL", "UTILITIES", 500), ("BILL", "UTILITIES", 3000), ("BILL", "UTILITIES", 5000),
        ("OTHER", "PARKS", 1500), ("FEE", "FINANCE", 2500),
    ]  # fmt: skip
    assert balance(counter, case.id).item_cents == 10000
    assert (gl(counter, "100-000-1110"), gl(counter, "100-000-1120")) == (0, 0)
    assert gl(counter, "551-000-1310") == 2500  # the charge; the bills came from before this journal
    assert gl(counter, "100-000-1320") == 1500
    assert gl(counter, "100-060-4610") == -1500  # the revenue stays
    kinds = counter.rows("SELECT kind, series, drawer_id, origin_id FROM journal WHERE kind LIKE 'RETURN%' ORDER BY id")
    assert kinds == [("RETURN", "OF", None, paid.journal_id), ("RETURN-FEE", "OF", None, None)]
    fee = counter.row("SELECT bucket, open_cents FROM bill_lines WHERE bucket = 'RETURNED-FEE'")
    assert fee == ("RETURNED-FEE", 2500)
    assert counter.rows("SELECT cash_only FROM accounts WHERE number = ?", MARIA) == [(1,)]
    books_hold(counter)


def test_the_same_key_makes_one_case_and_the_same_item_is_returned_once(counter, session, catalog) -> None:
    take(counter, session, catalog, [water(catalog, 3000)], check(3000))
    notice, one = Notice("1021", 3000, "NSF", date(2026, 7, 6)), key()
    first = returned.take(counter, session, catalog, notice, Wishes(), one)
    assert returned.take(counter, session, catalog, notice, Wishes(), one) == first
    with pytest.raises(Refused, match=f"returned already: case {first.number}"):
        bounce(counter, session, catalog, 3000)
    assert counter.value("SELECT count(*) FROM journal WHERE kind = 'RETURN'") == 1


def test_credit_that_was_used_is_charged_to_the_account(counter, session, catalog) -> None:
    take(counter, session, catalog, [water(catalog, 10000, over="Y")], check(10000))
    take(
        counter,
        session,
        catalog,
        [item(catalog, "MC", code="MISC", amount="1000", reference="I1")],
        Tender("CR", 1000, 1000, MARIA),
    )
    case = bounce(counter, session, catalog, 10000)
    assert counter.value("SELECT credit_cents FROM accounts WHERE number = ?", MARIA) == 0
    other = counter.row("SELECT amount_cents, open_cents FROM bill_lines WHERE bucket = 'OTHER'")
    assert other == (1000, 1000)
    assert lines_open(counter, MARIA) == [3000, 4000]
    assert balance(counter, case.id).item_cents == 8000  # the credit of 20.00 taken back is owed by nobody
    books_hold(counter)


def test_a_deposit_is_due_again(counter, session, catalog) -> None:
    take(counter, session, catalog, [item(catalog, "DEP", account=MARIA, amount="6000")], check(6000))
    case = bounce(counter, session, catalog, 6000)
    assert counter.row("SELECT state, held_cents, amount_cents FROM deposits") == ("REQUIRED", 0, 6000)
    assert balance(counter, case.id).item_cents == 6000
    assert gl(counter, "551-000-2310") == 0
    books_hold(counter)


def test_of_several_tenders_the_last_lines_are_taken_back_first(counter, session, catalog) -> None:
    items = [water(catalog, 7000), water(catalog, 5000, JOHN)]
    take(counter, session, catalog, items, cash(2000), check(6000), check(4000, "1022"))
    bounce(counter, session, catalog, 6000)
    assert (lines_open(counter, JOHN), lines_open(counter, MARIA)) == ([5000], [0, 1000])
    bounce(counter, session, catalog, 4000, "1022")
    assert (lines_open(counter, JOHN), lines_open(counter, MARIA)) == ([5000], [1000, 4000])
    books_hold(counter)


def test_one_check_posted_on_two_receipts_is_one_case(counter, session, catalog) -> None:
    take(counter, session, catalog, [water(catalog, 3000)], check(3000, drawer="Maria Lopez"))
    take(counter, session, catalog, [water(catalog, 5000, JOHN)], check(5000, drawer="Maria Lopez"))
    case = bounce(counter, session, catalog, 8000)
    assert (lines_open(counter, MARIA)[0], lines_open(counter, JOHN)) == (3000, [5000])
    assert (case.fee_cents, case.payer) == (2500, "Maria Lopez")
    assert counter.value("SELECT count(*) FROM journal WHERE kind = 'RETURN-FEE'") == 1
    books_hold(counter)


def test_the_amount_must_be_the_one_posted(counter, session, catalog) -> None:
    take(counter, session, catalog, [water(catalog, 3000)], check(3000))
    with pytest.raises(Refused, match=r"posted for 30\.00, the bank returned 31\.00"):
        bounce(counter, session, catalog, 3100)
    with pytest.raises(Refused, match="Look at the number again"):
        bounce(counter, session, catalog, 3000, "9999")
    assert counter.value("SELECT count(*) FROM returned_cases") == 0


def test_cash_and_a_voided_check_are_not_returned(counter, session, session_of, catalog) -> None:
    paid = take(counter, session, catalog, [water(catalog, 3000)], check(3000))
    corrections.void(counter, session, catalog, paid.journal_id, None, "Wrong account")
    with pytest.raises(Refused, match="handed back in a void"):
        bounce(counter, session, catalog, 3000)


def test_a_receipt_with_a_returned_check_is_not_voided(counter, session, catalog) -> None:
    paid = take(counter, session, catalog, [water(catalog, 3000)], check(3000))
    bounce(counter, session, catalog, 3000)
    with pytest.raises(Refused, match="work on it through its case"):
        corrections.void(counter, session, catalog, paid.journal_id, None, "Wrong")
    assert receipt(counter, paid.number).status == "POSTED"


def test_the_second_check_of_a_payer_costs_more(counter, session, session_of, catalog) -> None:
    take(counter, session, catalog, [water(catalog, 3000)], check(3000))
    assert bounce(counter, session, catalog, 3000, cash_only=False).fee_cents == 2500
    take(counter, session, catalog, [water(catalog, 1000)], check(1000, "1022"))
    second = bounce(counter, session, catalog, 1000, "1022")
    assert (second.occurrence, second.fee_cents) == (2, 3500)


def test_another_charge_needs_authority_and_stays_under_the_cap(counter, session, session_of, catalog) -> None:
    take(counter, session, catalog, [water(catalog, 3000)], check(3000))
    with pytest.raises(Refused, match=r"at most 25\.00") as refused:
        bounce(counter, session, catalog, 3000, fee_cents=2600)
    assert refused.value.approval == ""
    with pytest.raises(Refused) as refused:
        bounce(counter, session, catalog, 3000, fee_cents=0)
    assert refused.value.approval == "returned.fee"
    supervisor = session_of(SUPERVISOR)
    assert bounce(counter, supervisor, catalog, 3000, fee_cents=0, bank_cost_cents=700).state == "REVERSED"
    assert gl(counter, "100-030-5310") == 700
    assert (gl(counter, "100-000-1110"), gl(counter, "100-000-1120")) == (-700, 0)
    books_hold(counter)


def test_no_charge_for_an_unauthorized_debit(counter, session, catalog) -> None:
    take(counter, session, catalog, [water(catalog, 3000)], check(3000))
    assert bounce(counter, session, catalog, 3000, reason="R10").fee_cents == 0


def test_a_license_paid_by_it_is_to_be_suspended(counter, session, catalog) -> None:
    license_tax = item(catalog, "BL", number="L-77", amount="9900")
    total = 9900 + 400
    take(counter, session, catalog, [license_tax], check(total, drawer="Acme Plumbing"))
    case = bounce(counter, session, catalog, total)
    assert case.account_id is None
    assert [s.note for s in steps(counter, RETURNED, case.id) if s.state == "SUSPENDED-NSF"] == [
        "Suspend and retrieve LICENSE-TAX L-77"
    ]
    splits = {one.gl: one.amount_cents for one in parts(counter, case.id) if one.kind == "OTHER"}
    assert splits == {"230-000-4130": 360, "100-000-2420": 40, "100-000-4110": 9900}
    assert gl(counter, "100-000-1320") == total + 2500
    books_hold(counter)


def test_a_case_received_from_a_file_is_matched_later(counter, session, catalog) -> None:
    notice = Notice("1021", 3000, "R01", date(2026, 7, 6), bank_reference="TR1")
    case = returned.receive(counter, session, notice, "file:1")
    assert returned.receive(counter, session, notice, "file:1") == case
    assert case.state == "RECEIVED"
    take(counter, session, catalog, [water(catalog, 3000)], check(3000))
    done = returned.match(counter, session, catalog, case.id, replace(notice, payer="Maria"), Wishes(fee_cents=2500))
    assert (done.state, done.number) == ("FEE-POSTED", case.number)
    with pytest.raises(Refused, match="matched already"):
        returned.match(counter, session, catalog, case.id, notice, Wishes())


def test_an_item_cannot_come_back_before_it_was_paid_or_tomorrow(counter, session, catalog) -> None:
    take(counter, session, catalog, [water(catalog, 3000)], check(3000))
    for on, why in ((date(2026, 7, 5), "only paid on 07/06/2026"), (date(2026, 7, 7), "not come yet")):
        with pytest.raises(FormError, match=why):
            returned.take(counter, session, catalog, Notice("1021", 3000, "NSF", on), Wishes(), key())
