"""Posting a payment: sums, numbers, repeats, refusals, on both stores."""

from __future__ import annotations

import peewee
import pytest
from ledger_city import Services, account, cash, check, key, open_drawer, pay, ship

from data import drawers, jobs, ledger
from data.ledger import Item
from data.permissions import AUDITOR, CSR1, CSR2, SUPERVISOR, Refused
from data.session import Session
from data.store import Store
from data.tenders import Tender


@pytest.fixture
def counter(store: Store, session: Session) -> Store:
    """A store with the shipped rows, and the session's drawer open in till 01 with 100.00."""
    ship(store)
    open_drawer(store, session)
    return store


def test_a_cash_payment_is_posted_with_number_change_and_balanced_entries(counter: Store, session: Session) -> None:
    receipt = pay(counter, session, cash(1050, given=2000), payer="Ann O'Hara")
    assert (receipt.number, receipt.total_cents, receipt.change_cents) == ("27-000001", 1050, 950)
    rows = counter.rows("SELECT line_n, gl, amount_cents FROM postings WHERE journal_id = ?", receipt.journal_id)
    assert [tuple(row) for row in rows] == [
        (0, "100-000-1120", 1050),
        (1, "100-030-4490", -700),
        (1, "100-030-4430", -350),
    ]
    posted = ledger.receipt(counter, "27-000001")
    assert (posted.status, posted.header.payer, posted.hash8) == ("POSTED", "Ann O'Hara", receipt.hash8)
    assert ledger.receipt(counter, receipt.journal_id) == posted


def test_numbers_and_series_have_no_gap_after_refusals(counter: Store, session: Session) -> None:
    first = pay(counter, session, cash(100))
    with pytest.raises(Refused, match="remains due"):
        pay(counter, session, cash(100), amount=200)
    second = pay(counter, session, cash(300))
    assert (first.number, second.number) == ("27-000001", "27-000002")
    assert [row[0] for row in counter.rows("SELECT seq FROM journal ORDER BY id")] == [1, 2, 3]


def test_a_repeated_key_gives_the_first_receipt_again(counter: Store, session: Session) -> None:
    first = pay(counter, session, cash(100), key="K1")
    again = pay(counter, session, cash(100), key="K1")
    assert again.repeated
    assert not first.repeated
    assert (again.number, again.total_cents, again.lines) == (first.number, 100, first.lines)
    assert counter.value("SELECT count(*) FROM journal WHERE kind = 'RECEIPT'") == 1


def test_a_repeat_is_answered_even_when_the_drawer_is_counted(counter: Store, session: Session) -> None:
    first = pay(counter, session, cash(100), key="K1")
    drawers.count(counter, session, {"b100": 1, "c100": 1})
    assert pay(counter, session, cash(100), key="K1").number == first.number
    with pytest.raises(Refused, match="counted"):
        pay(counter, session, cash(100))


def test_several_lines_of_several_customers_and_mixed_tenders(counter: Store, session: Session) -> None:
    items = [Item("TS", {"amount": 1000}), Item("TS", {"amount": 555}), Item("CU", {})]
    services = Services()
    paid = [check(2000), cash(3055, given=4000)]
    receipt = ledger.post(counter, session, services, items, paid, key())
    assert (receipt.total_cents, receipt.change_cents, len(receipt.lines)) == (5055, 945, 4)
    assert services.effects == [("post", "TS", 1), ("post", "TS", 2), ("post", "CU", 3), ("post", "CU", 4)]
    assert ledger.receipt(counter, receipt.journal_id).custody_cents == 13000
    assert counter.value("SELECT sum(amount_cents) FROM postings WHERE journal_id = ?", receipt.journal_id) == 0


def test_money_in_custody_alone_needs_no_tender(counter: Store, session: Session) -> None:
    services = Services()
    held = services.services["CU"]
    services.services["CU"] = type(held)(**{**held.__dict__, "lines": lambda values, facts: held.lines({}, None)[1:]})
    receipt = ledger.post(counter, session, services, [Item("CU", {})], [], key())
    assert receipt.total_cents == 0
    kinds = [row[0] for row in counter.rows("SELECT kind FROM jobs WHERE journal_id = ?", receipt.journal_id)]
    assert kinds == ["RECEIPT"]


def test_the_drawer_pulse_comes_before_the_receipt(counter: Store, session: Session) -> None:
    receipt = pay(counter, session, cash(100))
    found = counter.rows("SELECT kind, state FROM jobs WHERE journal_id = ? ORDER BY id", receipt.journal_id)
    assert [tuple(row) for row in found] == [("DRAWER", "WAITING"), ("RECEIPT", "WAITING")]
    card = Tender("CD", 100, 100, "A1B2", {"brand": "VISA", "last4": "1234"})
    receipt = pay(counter, session, card)
    found = counter.rows("SELECT kind FROM jobs WHERE journal_id = ?", receipt.journal_id)
    assert [row[0] for row in found] == ["RECEIPT"]


def test_credit_on_account_is_spent_and_never_below_zero(counter: Store, session: Session) -> None:
    account(counter, "10004567", credit=500)
    credit = Tender("CR", 400, 400, "10004567")
    pay(counter, session, credit)
    assert counter.value("SELECT credit_cents FROM accounts WHERE number = '10004567'") == 100
    with pytest.raises(Refused, match="less credit"):
        pay(counter, session, credit)
    assert counter.value("SELECT credit_cents FROM accounts WHERE number = '10004567'") == 100
    assert counter.value("SELECT sum(amount_cents) FROM applications WHERE bill_line_id IS NULL") == -400


@pytest.mark.parametrize(
    ("items", "paid", "sentence"),
    [
        ([], [], "nothing to post"),
        ([Item("TS", {"amount": -5})], [], "may not be negative"),
        ([Item("TS", {"amount": 0})], [], "no amount"),
        ([Item("TS", {"amount": 100})], [cash(100), cash(50)], "more than is due"),
        ([Item("TS", {"amount": 100})], [Tender("CK", 100, 150, "1")], "Change is given from cash only"),
        ([Item("TS", {"amount": 100})], [Tender("XX", 100, 100)], "no tender XX"),
        ([Item("TS", {"amount": 100})], [Tender("CA", 100, 50)], "less was handed over"),
        ([Item("TS", {"amount": 100})], [Tender("CA", 0, 0)], "more than nothing"),
    ],
)
def test_what_does_not_add_up_is_refused_and_leaves_nothing(
    counter: Store, session: Session, items: list[Item], paid: list[Tender], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        ledger.post(counter, session, Services(), items, paid, key())
    assert counter.value("SELECT count(*) FROM journal WHERE kind = 'RECEIPT'") == 0
    assert counter.value("SELECT count(*) FROM counters WHERE name = 'receipt:27'") == 0


def test_a_service_whose_accounts_do_not_add_up_is_refused(counter: Store, session: Session) -> None:
    services = Services()
    good = services.services["TS"]

    def short(values: dict[str, int], facts: object) -> tuple[object, ...]:
        (line,) = good.lines(values, facts)
        return (type(line)(**{**line.__dict__, "splits": line.splits[:1]}),)

    services.services["TS"] = type(good)(**{**good.__dict__, "lines": short})
    with pytest.raises(Refused, match="do not add up"):
        ledger.post(counter, session, services, [Item("TS", {"amount": 99})], [cash(99)], key())


def test_an_effect_that_refuses_undoes_everything(counter: Store, session: Session) -> None:
    services = Services()
    good = services.services["TS"]

    def refuse(*_: object) -> None:
        raise Refused("Sold already.")

    services.services["TS"] = type(good)(**{**good.__dict__, "post": refuse})
    head = counter.row("SELECT seq, head FROM chains WHERE series = '01'")
    with pytest.raises(Refused, match="Sold already"):
        ledger.post(counter, session, services, [Item("TS", {"amount": 99})], [cash(99)], key())
    assert counter.row("SELECT seq, head FROM chains WHERE series = '01'") == head
    assert counter.value("SELECT count(*) FROM jobs WHERE kind = 'RECEIPT'") == 0


def test_nobody_posts_without_an_own_open_drawer(store: Store, session: Session, session_of) -> None:
    ship(store)
    with pytest.raises(Refused, match="Open a drawer"):
        pay(store, session, cash(100))
    open_drawer(store, session)
    other = session_of(CSR1)
    other.drawer_id, other.till, other.business_date = session.drawer_id, session.till, session.business_date
    with pytest.raises(Refused, match="another clerk"):
        pay(store, other, cash(100))


def test_a_role_without_the_permission_is_refused(counter: Store, session: Session, session_of) -> None:
    auditor = session_of(AUDITOR)
    with pytest.raises(Refused, match="may not"):
        ledger.preview(counter, auditor, Services(), [Item("TS", {"amount": 100})])


def test_a_drawer_left_open_overnight_takes_no_money(counter: Store, session: Session) -> None:
    session.clock.advance(days=1)  # type: ignore[attr-defined]
    with pytest.raises(Refused, match="still open for 07/06/2026"):
        pay(counter, session, cash(100))


def test_the_fiscal_year_names_the_receipt(store: Store, session: Session) -> None:
    ship(store)
    session.clock.advance(days=-10)  # type: ignore[attr-defined]
    open_drawer(store, session)
    assert pay(store, session, cash(100)).number == "26-000001"


def test_posted_rows_are_final(counter: Store, session: Session) -> None:
    pay(counter, session, cash(100))
    for statement in ("UPDATE tenders SET amount_cents = 1", "DELETE FROM journal_lines", "DELETE FROM postings"):
        with pytest.raises(peewee.PeeweeException, match="final"), counter.writing():
            counter.run(statement)


def test_each_document_is_in_the_audit_log(counter: Store, session: Session) -> None:
    receipt = pay(counter, session, cash(100))
    events = counter.rows("SELECT event, object_id FROM audit_log ORDER BY seq DESC LIMIT 1")
    assert [tuple(row) for row in events] == [("receipt.post", str(receipt.journal_id))]


def test_the_receipt_job_carries_the_paper(counter: Store, session: Session) -> None:
    receipt = pay(counter, session, cash(100))
    found = counter.value("SELECT id FROM jobs WHERE journal_id = ? AND kind = 'RECEIPT'", receipt.journal_id)
    assert {"barcode": "27-000001"} in jobs.get(counter, found).elements


def test_an_account_for_cash_only_refuses_a_check_unless_approved(counter: Store, session: Session, session_of) -> None:
    row = account(counter, "10004567", cash_only=1)
    services = Services()
    good = services.services["TS"]

    def lines(values: dict[str, int], facts: object) -> tuple[object, ...]:
        (line,) = good.lines(values, facts)
        return (type(line)(**{**line.__dict__, "account_id": row}),)

    services.services["TS"] = type(good)(**{**good.__dict__, "lines": lines})
    item = [Item("TS", {"amount": 100})]
    with pytest.raises(Refused, match="cash only") as refusal:
        ledger.post(counter, session, services, item, [check(100)], key())
    assert refusal.value.approval == "check.override"
    ledger.post(counter, session, services, item, [cash(100)], key())
    supervisor = session_of(SUPERVISOR)
    open_drawer(counter, supervisor, "02")
    assert ledger.post(counter, supervisor, services, item, [check(100)], key()).number == "27-000002"
    assert session.clerk.role == CSR2
