"""Posting banks' files: once however often they come, with a chain, and with a queue for what has no account."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import ledger_city
import pytest
from bank_files import Check, Entry, billpay, billpay_csv, content, lockbox, nacha
from conftest import SessionOf

from data import (
    corrections,
    dayclose,
    drawers,
    exceptions,
    files,
    files_read,
    layouts,
    ledger,
    reports,
    returned,
    settings,
)
from data.catalog import Catalog
from data.forms import FormError
from data.permissions import Refused
from data.session import Session
from data.store import Store, StoreError
from data.tenders import Tender
from data.verify import verify

CATALOG = Catalog.standard()


@pytest.fixture
def bank(rules: Store, session: Session) -> Session:
    """Three accounts: two with bills, one closed."""
    ledger_city.account(rules, "10000001", bills=(5000, 700))
    ledger_city.account(rules, "10000002", bills=(3000,))
    ledger_city.account(rules, "10000003", bills=(100,))
    rules.run("UPDATE accounts SET status = 'CLOSED' WHERE number = '10000003'")
    return session


def parsed(store: Store, code: str, lines: list[str]) -> files_read.Parsed:
    return files_read.parse("bank.txt", content(lines), layouts.layout(store, code))


def right(store: Store) -> bool:
    found = verify(store)
    assert found.ok, found.lines()
    return found.ok


def open_cents(store: Store) -> int:
    return int(store.value("SELECT SUM(open_cents) FROM bill_lines"))


def test_a_lockbox_is_posted_once_and_the_books_are_right(rules: Store, bank: Session) -> None:
    lines = lockbox([[Check(5000, [("10000001", 5000)]), Check(3700, [("10000001", 700), ("10000002", 3000)])]])
    found = parsed(rules, "LOCKBOX", lines)
    assert files.preview(rules, bank, found).new == 2
    assert rules.value("SELECT count(*) FROM journal") == 0
    run = files.post(rules, bank, found)
    assert (run.tally.posted, run.tally.posted_cents, run.tally.suspense) == (2, 8700, 0)
    assert open_cents(rules) == 100
    assert right(rules)
    again = files.post(rules, bank, found)
    assert (again.tally.posted, again.tally.already) == (0, 2)
    assert files.preview(rules, bank, found).already == 2
    assert rules.value("SELECT count(*) FROM journal") == 2
    row = rules.row("SELECT series, drawer_id FROM journal LIMIT 1")
    assert row == ("F1", None)
    assert rules.value("SELECT SUM(amount_cents) FROM postings WHERE gl = '100-000-1110'") == 8700
    day = reports.day(rules, bank.clock.today())
    assert [(one.code, one.cents) for one in day.tenders] == [("LB", 8700)]


def test_a_record_in_another_file_is_posted_once(rules: Store, bank: Session) -> None:
    files.post(rules, bank, parsed(rules, "BILLPAY", billpay([("A", "10000001", 1000), ("B", "10000002", 500)])))
    second = parsed(rules, "BILLPAY", billpay([("B", "10000002", 500), ("C", "10000002", 600)]))
    run = files.post(rules, bank, second)
    assert (run.tally.posted, run.tally.already) == (1, 1)
    assert open_cents(rules) == 8800 - 2100
    assert right(rules)


def test_a_record_that_changed_its_amount_refuses_the_file(rules: Store, bank: Session) -> None:
    files.post(rules, bank, parsed(rules, "BILLPAY", billpay([("A", "10000001", 1000)])))
    with pytest.raises(files_read.FileRefused, match=r"Line 3: this payment came before with 10.00, now with 10.01"):
        files.post(rules, bank, parsed(rules, "BILLPAY", billpay([("Z", "10000001", 1), ("A", "10000001", 1001)])))
    assert rules.value("SELECT count(*) FROM journal") == 1


def test_two_payments_of_one_account_in_one_file_settle_one_after_the_other(rules: Store, bank: Session) -> None:
    rows = [("A", "10000001", 4000), ("B", "10000001", 1500), ("C", "10000001", 1000)]
    run = files.post(rules, bank, parsed(rules, "BILLPAY", billpay(rows)))
    assert run.tally.posted == 3
    assert rules.value("SELECT credit_cents FROM accounts WHERE number = '10000001'") == 800
    assert right(rules)


def test_a_file_cut_off_in_the_middle_is_taken_up_where_it_was(rules: Store, bank: Session) -> None:
    rows = [(f"R{n}", "10000001", 10) for n in range(50)]
    found = parsed(rules, "BILLPAY", billpay(rows))
    run = files.begin(rules, bank, found)
    files.step(rules, run, 20)
    assert files.taken(rules, bank)[0].state == "POSTING"
    again = files.post(rules, bank, found)
    assert (again.tally.posted, again.tally.already) == (30, 20)
    assert [one.state for one in files.taken(rules, bank)] == ["POSTED"]
    assert rules.value("SELECT count(*) FROM journal") == 50
    assert right(rules)


def test_two_stations_take_the_same_file_in_at_once(rules: Store, bank: Session) -> None:
    ledger_city.open_drawer(rules, bank)
    found = parsed(rules, "BILLPAY", billpay([(f"R{n}", "10000001", 10) for n in range(120)]))

    def take() -> int:
        store = rules.again().open()
        try:
            run = files.begin(store, bank, found)
            while not run.done:
                files.step(store, run, 20)
            return run.tally.posted
        finally:
            store.close()

    def pay() -> int:
        store = rules.again().open()
        try:
            for n in range(20):
                item = {"account": "10000001", "amount": 10, "direct": "OLDEST", "bill": None, "over": False}
                ledger.post(store, bank, CATALOG, [ledger.Item("UB", item)], [Tender("CA", 10, 10)], f"c{n}")
            return 20
        finally:
            store.close()

    with ThreadPoolExecutor() as pool:
        one, two, three = (pool.submit(call) for call in (take, take, pay))
        assert one.result() + two.result() == 120
        assert three.result() == 20
    assert open_cents(rules) == 8800 - 1400
    assert right(rules)


def test_counter_and_file_share_one_sequence_of_receipts(rules: Store, bank: Session) -> None:
    ledger_city.open_drawer(rules, bank)
    ledger_city.pay(rules, bank, ledger_city.cash(500))
    files.post(rules, bank, parsed(rules, "BILLPAY", billpay([("A", "10000001", 1000)])))
    third = ledger_city.pay(rules, bank, ledger_city.cash(500))
    assert third.number == "27-000003"
    assert bank.till == "01"
    assert right(rules)


def test_money_without_an_account_waits_in_suspense_until_it_is_settled(rules: Store, bank: Session) -> None:
    rows = [("A", "99999999", 1000), ("B", "10000003", 200), ("C", "100000014", 300), ("D", "10000002", 400)]
    found = parsed(rules, "BILLPAY", billpay(rows))
    assert files.preview(rules, bank, found).exceptions == {"CHECKDIGIT": 1, "CLOSED": 1, "NOACCT": 1}
    run = files.post(rules, bank, found)
    assert (run.tally.posted, run.tally.suspense, run.tally.suspense_cents) == (1, 3, 1500)
    queue = exceptions.waiting(rules, bank)
    assert [one.reason for one in queue] == ["NOACCT", "CLOSED", "CHECKDIGIT"]
    first = exceptions.correct(rules, bank, queue[0].id, "10000001")
    assert exceptions.correct(rules, bank, queue[0].id, "10000001") == first
    with pytest.raises(FormError, match="Why it is sent back"):
        exceptions.reject(rules, bank, queue[1].id, " ")
    exceptions.reject(rules, bank, queue[1].id, "Account was closed in May")
    with pytest.raises(FormError, match="no account 5"):
        exceptions.correct(rules, bank, queue[2].id, "5")
    assert [one.reason for one in exceptions.waiting(rules, bank)] == ["CHECKDIGIT"]
    suspense = "SELECT SUM(amount_cents) FROM postings WHERE gl = '100-000-2440'"
    assert rules.value(suspense) == -300
    assert rules.value("SELECT SUM(amount_cents) FROM postings WHERE gl = '100-000-2430'") == -200
    assert open_cents(rules) == 8800 - 400 - 1000
    assert "B,10000003,Pat Payer,2.00,2026-07-06,CLOSED" in exceptions.rejects(rules, bank)
    assert right(rules)


def test_authority_limits_hold_for_suspense(rules: Store, bank: Session, session_of: SessionOf) -> None:
    files.post(rules, bank, parsed(rules, "BILLPAY", billpay([("A", "99999999", 600_00)])))
    one = exceptions.waiting(rules, bank)[0]
    with pytest.raises(Refused, match=r"up to 500.00; 600.00 needs approval"):
        exceptions.correct(rules, bank, one.id, "10000001")
    exceptions.correct(rules, session_of("SUPERVISOR"), one.id, "10000001")
    with pytest.raises(Refused, match="files of payments are taken in by"):
        files.preview(rules, session_of("CSR1"), parsed(rules, "BILLPAY", billpay([("B", "1", 1)])))
    assert right(rules)


SETTLED = ["transaction_id,account,gross,fee,net,payer,settled_on", "T1,10000001,40.00,1.16,38.84,Ann,2026-07-06"]


def test_a_processors_fee_is_booked_apart_and_the_payer_credited_in_full(rules: Store, bank: Session) -> None:
    found = parsed(rules, "CARD-NET", [*SETTLED, "T2,99,10.00,0.59,9.41,Lee,2026-07-06", "TOTAL,2,50.00,1.75,48.25,,"])
    assert "fees kept by the processor 1.75, net to the bank 48.25" in " ".join(found.facts)
    run = files.post(rules, bank, found)
    assert (run.tally.posted_cents, run.tally.suspense_cents, open_cents(rules)) == (4000, 1000, 8800 - 4000)
    sums = dict(rules.rows("SELECT gl, SUM(amount_cents) FROM postings GROUP BY gl"))
    assert (sums["100-030-5320"], sums["100-000-1131"], sums["100-000-2440"]) == (175, 4825, -1000)
    assert rules.value("SELECT SUM(amount_cents) FROM tenders") == 5000
    assert right(rules)
    notice = returned.Notice("T1", 4000, "R10", bank.clock.today())
    assert returned.take(rules, bank, CATALOG, notice, returned.Wishes(), "back").state == "REVERSED"
    assert open_cents(rules) == 8800
    assert right(rules)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["T2,10000002,10.00,0.59,9.40,Lee,2026-07-06", "TOTAL,2,50.00,1.75,48.25,,"], r"10\.00 less a fee of 0\.59"),
        (["T2,10000002,10.00,0.59,9.41,Lee,2026-07-06", "TOTAL,2,50.00,1.76,48.24,,"], r"file's fee is 1\.76"),
        (["T2,10000002,10.00,0.59,9.41,Lee,2026-07-06", "TOTAL,2,50.00,1.75,48.26,,"], r"file's net is 48\.26"),
    ],
)
def test_fees_that_do_not_add_up_refuse_the_file(rules: Store, bank: Session, lines: list[str], said: str) -> None:
    with pytest.raises(files_read.FileRefused, match=said):
        parsed(rules, "CARD-NET", [*SETTLED, *lines])


def test_without_the_setting_of_fees_only_a_file_with_fees_waits(rules: Store, bank: Session) -> None:
    rules.run("UPDATE settings SET valid_to = '2001-01-01' WHERE name = 'gl.card_fees'")
    files.post(rules, bank, parsed(rules, "BILLPAY", billpay([("A", "10000001", 1000)])))
    with pytest.raises(StoreError, match="card_fees"):
        files.post(rules, bank, parsed(rules, "CARD-NET", [*SETTLED, "TOTAL,1,40.00,1.16,38.84,,"]))
    assert rules.value("SELECT count(*) FROM journal") == 1


def test_returns_notices_and_reversals_wait_without_money(rules: Store, bank: Session) -> None:
    back = nacha(
        "PPD",
        [
            Entry("26", 4500, "10000001", addenda=[("99", "R01", "122000240000001", "")]),
            Entry("21", 0, "10000002", addenda=[("98", "C01", "122000240000008", "0099887766")]),
        ],
    )
    files.post(rules, bank, parsed(rules, "ACH", nacha("CIE", [Entry("22", 4500, "10000001")])))
    files.post(rules, bank, parsed(rules, "ACH", back))
    files.post(rules, bank, parsed(rules, "ACH", back))
    csv = billpay_csv([("P1", "10000001", "-5.00")])
    files.post(rules, bank, parsed(rules, "BILLPAY-CSV", csv))
    queue = exceptions.waiting(rules, bank)
    assert [(one.kind, one.reason) for one in queue] == [
        ("RETURN", "R01"),
        ("CHANGE", "C01"),
        ("REVERSAL", "REVERSAL"),
    ]
    assert queue[0].receipt == "27-000001"
    assert exceptions.meaning(rules, queue[0])[0] == "Insufficient funds"
    assert exceptions.meaning(rules, queue[1])[0] == "Account number was wrong"
    with pytest.raises(Refused, match="No money of this record"):
        exceptions.correct(rules, bank, queue[0].id, "10000001")
    exceptions.tick_off(rules, bank, queue[0].id, "case opened")
    with pytest.raises(Refused, match="ticked off already"):
        exceptions.tick_off(rules, bank, queue[0].id)
    assert len(exceptions.waiting(rules, bank)) == 2
    assert rules.value("SELECT count(*) FROM journal") == 1
    assert right(rules)


def test_a_void_of_a_file_payment_goes_through_accounts_payable(rules: Store, bank: Session) -> None:
    files.post(rules, bank, parsed(rules, "BILLPAY", billpay([("A", "10000001", 1000), ("B", "99999999", 50)])))
    drawers.open(rules, bank, "01", 10_000)
    good, lost = (row[0] for row in rules.rows("SELECT id FROM journal WHERE kind = 'RECEIPT' ORDER BY id"))
    with pytest.raises(Refused, match="unidentified payment"):
        corrections.void(rules, bank, Catalog.standard(), lost, None, "wrong")
    with pytest.raises(Refused) as refused:
        corrections.void(rules, bank, Catalog.standard(), good, None, "wrong account")
    assert refused.value.approval == "void.prior_day"


def test_nothing_is_posted_on_a_closed_business_date(rules: Store, bank: Session, session_of: SessionOf) -> None:
    found = parsed(rules, "BILLPAY", billpay([("A", "10000001", 1000)]))
    run = files.begin(rules, bank, found)
    dayclose.close(rules, session_of("FINANCE"), bank.clock.today())
    with pytest.raises(Refused, match="is closed"):
        files.step(rules, run)
    assert files.post(rules, bank, found).session.business_date == bank.clock.today() + timedelta(days=1)
    assert right(rules)


def test_the_inbox_lists_what_waits(rules: Store, bank: Session, tmp_path: Path) -> None:
    settings.put(rules, None, "files.inbox", str(tmp_path / "none"), bank.clock.today())
    with pytest.raises(Refused, match=r"files\.inbox"):
        files.waiting(rules, bank)
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "a.lbx").write_bytes(content(lockbox([[Check(1, [("10000001", 1)])]])))
    (inbox / ".hidden").write_text("x")
    settings.put(rules, None, "files.inbox", str(inbox), bank.clock.today())
    found = files.waiting(rules, bank)
    assert [path.name for path in found] == ["a.lbx"]
    assert layouts.layout(rules, "LOCKBOX").fits(found[0].name)
    assert files_read.read(found[0], layouts.layout(rules, "lockbox")).records == 1


def test_a_counter_payment_between_the_parts_of_a_file_is_seen(rules: Store, bank: Session) -> None:
    ledger_city.open_drawer(rules, bank)
    rows = [("A", "10000001", 1000), ("B", "10000001", 4700)]
    run = files.begin(rules, bank, parsed(rules, "BILLPAY", billpay(rows)))
    files.step(rules, run, 1)
    item = ledger.Item("UB", {"account": "10000001", "amount": 4700, "direct": "OLDEST", "bill": None, "over": False})
    ledger.post(rules, bank, Catalog.standard(), [item], [Tender("CA", 4700, 4700)], "c")
    files.step(rules, run)
    files.finish(rules, run)
    assert rules.value("SELECT credit_cents FROM accounts WHERE number = '10000001'") == 4700
    assert right(rules)
