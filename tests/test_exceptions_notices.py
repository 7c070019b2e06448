"""Returns and change notices of an ACH file, worked on from the queue of exceptions; on both stores."""

from __future__ import annotations

from datetime import date

import ledger_city
import pytest
from bank_files import Entry, content, nacha

from data import exceptions, exceptions_notices, files, files_read, layouts
from data.cases import RETURNED, steps
from data.catalog import Catalog
from data.forms import FormError
from data.permissions import Refused
from data.session import Session
from data.store import Store
from data.verify import verify

CATALOG = Catalog.standard()
TRACE = "122000240000001"


@pytest.fixture
def bank(rules: Store, session: Session) -> Session:
    """An account with a bill and automatic payments; 45.00 paid by ACH, then a return and a change notice of it."""
    ledger_city.account(rules, "10000001", bills=(5000,))
    rules.run("UPDATE accounts SET autopay = 1")
    back = [
        Entry("26", 4500, "10000001", addenda=[("99", "R01", TRACE, "")]),
        Entry("21", 0, "10000001", addenda=[("98", "C01", TRACE, "0099887766")]),
        Entry("26", 100, "10000001", addenda=[("99", "R01", "122000249999999", "")]),
    ]
    for lines in (nacha("CIE", [Entry("22", 4500, "10000001")]), nacha("PPD", back)):
        files.post(rules, session, files_read.parse("bank.ach", content(lines), layouts.layout(rules, "ACH")))
    return session


def open_cents(store: Store) -> int:
    return int(store.value("SELECT SUM(open_cents) FROM bill_lines WHERE bucket = 'WATER-USAGE'"))


def test_a_return_becomes_a_case_with_its_reason_and_reverses_the_payment(rules: Store, bank: Session) -> None:
    one = exceptions.waiting(rules, bank)[0]
    case = exceptions_notices.open_case(rules, bank, one.id)
    assert (case.state, case.reason, case.check_number, case.amount_cents) == ("RECEIVED", "R01", TRACE, 4500)
    assert [left.kind for left in exceptions.waiting(rules, bank)] == ["CHANGE", "RETURN"]
    assert exceptions_notices.open_case(rules, bank, one.id).id == case.id
    assert open_cents(rules) == 500
    done = exceptions_notices.match(rules, bank, CATALOG, case.id)
    assert (done.state, done.fee_cents, open_cents(rules)) == ("FEE-POSTED", 2500, 5000)
    assert verify(rules).ok


def test_a_return_of_nothing_we_posted_stays_received_until_its_number_is_right(rules: Store, bank: Session) -> None:
    stray = exceptions.waiting(rules, bank)[2]
    case = exceptions_notices.open_case(rules, bank, stray.id)
    with pytest.raises(Refused, match="No check, money order or file payment"):
        exceptions_notices.match(rules, bank, CATALOG, case.id)
    with pytest.raises(Refused, match=r"posted for 45\.00, the bank returned 1\.00"):
        exceptions_notices.match(rules, bank, CATALOG, case.id, TRACE)
    assert [one.state for one in steps(rules, RETURNED, case.id)] == ["RECEIVED"]


def test_a_return_that_was_ticked_off_opens_no_case(rules: Store, bank: Session) -> None:
    one, change, _ = exceptions.waiting(rules, bank)
    exceptions.tick_off(rules, bank, one.id, "By telephone")
    with pytest.raises(Refused, match="ticked off already"):
        exceptions_notices.open_case(rules, bank, one.id)
    with pytest.raises(Refused, match="Only the bank's return"):
        exceptions_notices.open_case(rules, bank, change.id)
    assert rules.value("SELECT count(*) FROM returned_cases") == 0


def test_a_change_notice_is_put_on_its_account_to_be_followed_up(rules: Store, bank: Session) -> None:
    one = exceptions.waiting(rules, bank)[1]
    offered = exceptions_notices.change_texts(rules, one, date(2026, 7, 6))
    assert offered == {"account": "10000001", "by": "07/14/2026"}
    values = {"account": "10000001", "way": "STOP", "by": date(2026, 7, 14), "note": "Payer called"}
    with pytest.raises(FormError, match="There is no account 99"):
        exceptions_notices.change(rules, bank, one.id, {**values, "account": "99"})
    exceptions_notices.change(rules, bank, one.id, values)
    said, until = rules.row("SELECT text, follow_up_on FROM contacts") or ("", "")
    assert said.startswith("C01 Account number was wrong. Correct the bank account before the next debit: ends in 7766")
    assert (until, rules.value("SELECT autopay FROM accounts")) == ("2026-07-14", 0)
    with pytest.raises(Refused, match="no change notice that waits"):
        exceptions_notices.change(rules, bank, one.id, values)
