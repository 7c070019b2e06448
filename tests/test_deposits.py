"""Bank deposits from verified drawers to the bank's confirmation, by hand and by BAI2 file, on both stores."""

from __future__ import annotations

from datetime import date

import pytest
from closing_city import bag, day_at_till, sent_deposit, ship_all, verify_all
from ledger_city import Services, check, key, open_drawer, pay

from data import bai2, closeout, corrections, deposits, deposits_bank, deposits_post, report_audit, returned
from data.documents.deposit_slip import deposit_slip
from data.forms import FormError
from data.ledger_terms import terms
from data.permissions import CSR1, CSR2, FINANCE, SUPERVISOR, Refused
from data.returned import Notice, Wishes
from data.sample import rows_closeout
from data.session import Session
from data.store import Store
from data.verify import verify

BANK_COST = 0
"""What the bank takes for a return in the shipped rows, in cents."""


@pytest.fixture
def verified(store: Store, session: Session, session_of) -> Store:
    """Two drawers of 50.00 for the bank, verified: 25.00 in cash (15.00 of it dropped) and a check of 25.00 each."""
    ship_all(store)
    day_at_till(store, session)
    day_at_till(store, session_of(CSR2), "02")
    verify_all(store, session_of(SUPERVISOR))
    return store


def balance(store: Store, gl: str) -> int:
    return int(store.value("SELECT COALESCE(SUM(amount_cents), 0) FROM postings WHERE gl = ?", gl))


def test_the_sheet_is_the_formula_of_the_deposit(verified: Store) -> None:
    sheet = deposits.sheet(verified)
    assert (sheet.cash_cents, sheet.drops_cents, sheet.paper_cents, sheet.total_cents) == (5000, 3000, 5000, 10_000)
    assert [(one.routing, one.number, one.amount_cents) for one in sheet.paper] == [("122000247", "1021", 2500)] * 2


def test_two_people_and_the_bank(verified: Store, session_of) -> None:
    first, second, third = session_of(SUPERVISOR), session_of(SUPERVISOR), session_of(FINANCE)
    made = deposits.prepare(verified, first, bag(5000, 2, 5000), "k1")
    assert (made.number, made.state, made.total_cents, made.difference_cents) == ("D27-0001", "PREPARED", 10_000, 0)
    assert deposits.prepare(verified, first, bag(5000, 2, 5000), "k1") == made
    with pytest.raises(Refused, match="No verified drawer waits"):
        deposits.prepare(verified, first, bag(5000, 2, 5000), "k2")
    with pytest.raises(Refused, match="must be VERIFIED"):
        deposits_post.send(verified, first, made.id)
    with pytest.raises(Refused, match="somebody else"):
        deposits.verify(verified, first, made.id)
    deposits.verify(verified, second, made.id)
    gone = deposits_post.send(verified, first, made.id)
    assert gone.state == "SENT"
    assert (balance(verified, "100-000-1110"), balance(verified, "100-000-1120")) == (10_000, 0)
    assert balance(verified, "100-000-1122") == 0
    assert {row[0] for row in verified.rows("SELECT state FROM drawers")} == {"DEPOSITED"}
    with pytest.raises(Refused, match="somebody else"):
        deposits_post.confirm(verified, first, made.id, date(2026, 7, 7), 10_000)
    done = deposits_post.confirm(verified, third, made.id, date(2026, 7, 7), 10_000, "REF9")
    assert (done.state, done.credited_cents, done.bank_reference) == ("CONFIRMED", 10_000, "REF9")
    assert verify(verified).ok


def test_a_bag_that_differs_needs_a_reason_and_authority(verified: Store, session_of) -> None:
    with pytest.raises(FormError, match=r"say 100\.00: 1\.00 short") as wrong:
        deposits.prepare(verified, session_of(SUPERVISOR), bag(4900, 2, 5000), key())
    assert wrong.value.name == "reason"
    with pytest.raises(FormError, match="took 2 checks"):
        deposits.prepare(verified, session_of(SUPERVISOR), bag(5000, 3, 5000), key())
    with pytest.raises(Refused, match="needs approval") as refused:
        deposits.prepare(verified, session_of(CSR2), bag(4000, 2, 5000, reason="Lost"), key())
    assert refused.value.approval == "drawer.variance"
    with pytest.raises(Refused, match="may not prepare"):
        deposits.prepare(verified, session_of(CSR1), bag(5000, 2, 5000), key())
    sent_deposit(verified, session_of, bag(4900, 2, 5000, reason="Bill missing"))
    assert (balance(verified, "100-000-1110"), balance(verified, "100-030-4990")) == (9_900, 100)
    assert balance(verified, "100-000-1120") == 0
    assert verify(verified).ok


def test_a_difference_at_the_bank_is_over_or_short(verified: Store, session_of) -> None:
    gone = sent_deposit(verified, session_of)
    done = deposits_post.confirm(verified, session_of(FINANCE), gone.id, date(2026, 7, 7), 10_500)
    assert done.state == "DIFF"
    assert (balance(verified, "100-000-1110"), balance(verified, "100-030-4990")) == (10_500, -500)
    assert verify(verified).ok


def test_a_cancelled_deposit_frees_its_drawers(verified: Store, session_of) -> None:
    first = session_of(SUPERVISOR)
    made = deposits.prepare(verified, first, bag(5000, 2, 5000), key())
    with pytest.raises(Refused, match="with a reason"):
        deposits.cancel(verified, first, made.id, " ")
    assert deposits.cancel(verified, first, made.id, "Torn bag").state == "CANCELLED"
    assert len(closeout.to_deposit(verified)) == 2
    again = sent_deposit(verified, session_of)
    assert again.number == "D27-0002"
    with pytest.raises(Refused, match="must be PREPARED or VERIFIED"):
        deposits.cancel(verified, first, again.id, "Too late")


def test_a_check_that_was_handed_back_is_not_listed(store: Store, session: Session, session_of) -> None:
    from closing_city import close_drawer
    from ledger_city import Services

    ship_all(store)
    open_drawer(store, session)
    wrong = pay(store, session, check(900, "77"))
    pay(store, session, check(1100, "78"))
    corrections.void(store, session, Services(), wrong.journal_id, None, "Wrong account")
    close_drawer(store, session)
    verify_all(store, session_of(SUPERVISOR))
    sheet = deposits.sheet(store)
    assert [one.number for one in sheet.paper] == ["78"]
    assert sheet.total_cents == sheet.listed_cents == 1100


def test_the_slip_lists_currency_coin_and_checks(verified: Store, session_of) -> None:
    gone = sent_deposit(verified, session_of, bag(5000, 2, 5000) | {"b50": 0, "b20": 2, "b5": 1, "c25": 20})
    elements = deposit_slip(terms(verified, gone.prepared_on), gone, deposits.sheet_of(verified, gone.id))
    pairs = [tuple(one["pair"]) for one in elements if "pair" in one]
    for wanted in (("$20 bills x 2", "40.00"), ("Currency", "45.00"), ("Coin", "5.00"), ("Bag or seal", "BAG-7"),
                   ("CK 122000247 1021", "25.00"), ("Tape total", "50.00"), ("TOTAL DEPOSIT", "100.00")):  # fmt: skip
        assert wanted in pairs
    assert gone.verified_by
    assert f"Verified by {gone.verified_by}" in str(elements)


def bank_file(cents: int, reference: str = "", account: str = "000111222333", total: int | None = None) -> str:
    """A BAI2 file with one deposit and one other entry."""
    sum_cents = 900_000 + cents + 1234 if total is None else total
    return "\n".join(
        [
            "01,122000247,VISTA,260707,0600,1,80,,2/",
            "02,VISTA,122000247,1,260707,,USD,2/",
            f"03,{account},USD,015,900000,,,/",
            f"16,301,{cents},S,{cents},0,0,BK77,{reference},COUNTER DEPOSIT/",
            "16,495,1234,Z,,,OUTGOING",
            "88,WIRE, WITH COMMAS/",
            f"49,{sum_cents},5/",
            f"98,{sum_cents},1,7/",
            f"99,{sum_cents},1,9/",
        ]
    )


@pytest.mark.parametrize(("cents", "reference", "state"), [
    (10_000, "D270001", "CONFIRMED"), (10_000, "", "CONFIRMED"), (9_800, "BAG-7", "DIFF"),
])  # fmt: skip
def test_a_bank_file_confirms_once(verified: Store, session_of, cents: int, reference: str, state: str) -> None:
    gone = sent_deposit(verified, session_of)
    finance = session_of(FINANCE)
    text = bank_file(cents, reference)
    (seen,) = deposits_bank.preview(verified, finance, text)
    assert (seen.deposit and seen.deposit.id, seen.difference_cents) == (gone.id, cents - 10_000)
    deposits_bank.take(verified, finance, text)
    assert deposits.deposit(verified, gone.id).state == state
    (again,) = deposits_bank.take(verified, finance, text)
    assert (again.known, again.deposit) == (True, None)
    (other,) = deposits_bank.preview(verified, finance, text + "\n")
    assert other.known
    assert verified.value("SELECT count(*) FROM bank_credits") == 1
    assert verify(verified).ok


def test_another_account_or_amount_confirms_nothing(verified: Store, session_of) -> None:
    sent_deposit(verified, session_of)
    finance = session_of(FINANCE)
    assert deposits_bank.preview(verified, finance, bank_file(10_000, account="999")) == []
    (unmatched,) = deposits_bank.take(verified, finance, bank_file(123))
    assert unmatched.deposit is None
    assert verified.value("SELECT state FROM bank_deposits") == "SENT"


@pytest.mark.parametrize(("text", "sentence"), [
    ("", "Line 1: a BAI2 file begins"),
    ("hello, world", "Line 1: this is no BAI2 record"),
    (bank_file(100, total=5), "Line 7: the control total of the account is 5"),
    (bank_file(100).replace("49,901334,5", "49,901334,4"), "Line 7: the account should have 4 records, it has 5"),
    (bank_file(100).rsplit("\n", 1)[0], "Line 8: record 98 is out of place, or the file is cut off"),
    (bank_file(100).replace("16,301,100,S", "16,301,100,Q"), "Line 4: funds type Q"),
    (bank_file(100).replace("16,495", "17,495"), "Line 5: record 17 is not known"),
    (bank_file(100).replace("260707,,USD,2/", "269907,,USD,2/"), "Line 2: '269907' is no date"),
    (bank_file(100).replace("15,900000", "15,+-5"), "Line 3: '.-5' is no whole number"),
    (bank_file(100).replace("900000,,,/", "900000,1,D,-3,,/"), "Line 3: -3 is no count"),
    (bank_file(100).replace("015,900000,,,/", "015,,,,,,,D,-3,,D,-6,,/"), "Line 3: -3 is no count"),
])  # fmt: skip
def test_a_damaged_bank_file_is_refused_whole(text: str, sentence: str) -> None:
    with pytest.raises(bai2.Bai2Error, match=sentence):
        bai2.parse(text)


def test_a_detail_keeps_its_text_and_references() -> None:
    deposit, wire = bai2.parse(bank_file(4200, "D270001"))
    assert (deposit.bank_reference, deposit.customer_reference, deposit.text) == ("BK77", "D270001", "COUNTER DEPOSIT")
    assert (deposit.on, deposit.amount_cents, deposit.account) == (date(2026, 7, 7), 4200, "000111222333")
    assert wire.text == "OUTGOING,WIRE, WITH COMMAS"


def test_a_check_returned_before_its_deposit_is_not_in_the_bag(rules: Store, session: Session, session_of) -> None:
    rows_closeout.load(rules)
    drawer_id = day_at_till(rules, session)
    notice = Notice("1021", 2500, "NSF", date(2026, 7, 6))
    returned.take(rules, session, Services(), notice, Wishes(), key())
    verify_all(rules, session_of(SUPERVISOR))
    sheet = deposits.sheet(rules, [drawer_id])
    assert (sheet.paper, sheet.paper_cents, sheet.total_cents) == ((), 0, 2500)
    assert deposits.withdrawn_rows(sheet) == ["Returned, not in the bag: CK 1021 of Ana Diaz 25.00"]
    made = sent_deposit(rules, session_of, bag(2500, 0, 0))
    assert (made.total_cents, made.difference_cents) == (2500, 0)
    undeposited, bank = balance(rules, "100-000-1120"), balance(rules, "100-000-1110")
    assert (undeposited, bank) == (0, 2500 - BANK_COST)
    slip = deposit_slip(terms(rules, made.prepared_on), made, deposits.sheet_of(rules, made.id))
    assert any("Returned, not in this bag: CK 1021 25.00" in str(element) for element in slip)
    notes = report_audit.posted_and_deposited(rules, date(2026, 7, 6), date(2026, 7, 6)).notes
    assert notes == ("Till 01 of 07/06: Returned, not in the bag: CK 1021 of Ana Diaz 25.00.",)
    assert verify(rules).ok


def test_a_check_returned_after_its_deposit_leaves_the_bank(rules: Store, session: Session, session_of) -> None:
    rows_closeout.load(rules)
    day_at_till(rules, session)
    verify_all(rules, session_of(SUPERVISOR))
    sent_deposit(rules, session_of)
    notice = Notice("1021", 2500, "NSF", date(2026, 7, 6))
    returned.take(rules, session, Services(), notice, Wishes(), key())
    assert (balance(rules, "100-000-1120"), balance(rules, "100-000-1110")) == (0, 2500 - BANK_COST)
    assert verify(rules).ok
