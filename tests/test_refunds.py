"""Refunds: asked for, verified, approved by another within limits, sent in a file that never changes, numbered."""

from __future__ import annotations

import csv
from datetime import date

import pytest
from ledger_city import account, cash, check, key, open_drawer
from returned_city import JOHN, MARIA, books_hold, bounce, gl, item, take, water

from data import refunds, refunds_ap
from data.cases import REFUND, papers, steps
from data.catalog import Catalog
from data.forms import FormError
from data.permissions import CSR1, FINANCE, SUPERVISOR, Refused
from data.refunds import CREDIT, DEPOSIT, RECEIPT, Payee, Wanted
from data.refunds_forms import request_look
from data.refunds_grounds import FULL, LESS_FEE, MONTHS, QUARTERS, refund_cents, unused_months
from data.refunds_post import offset
from data.refunds_report import credits, totals
from data.session import Session
from data.store import Store

PAYEE = Payee(f"Customer {MARIA}", "1 Main St", "Vista Robles", "CA", "92000")


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog.standard()


@pytest.fixture
def counter(store: Store, rules: Store, session: Session) -> Store:
    account(store, MARIA)
    account(store, JOHN, bills=(5000,))
    open_drawer(store, session)
    return store


def credit(store: Store, session: Session, catalog: Catalog, cents: int = 8000) -> int:
    """Cash paid ahead on Maria's account; the account's id."""
    take(store, session, catalog, [water(catalog, cents, over="Y")], cash(cents))
    return account_id(store, MARIA)


def account_id(store: Store, number: str) -> int:
    return int(store.value("SELECT id FROM accounts WHERE number = ?", number))


def wanted(store: Store, cents: int = 8000, **more: object) -> Wanted:
    return Wanted(CREDIT, account_id(store, MARIA), cents, "CREDIT", PAYEE, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("formula", "months", "cents"),
    [(FULL, 0, 10_000), (LESS_FEE, 0, 8_000), (MONTHS, 7, 5_833), (MONTHS, 5, 4_167), (QUARTERS, 1, 0),
     (QUARTERS, 2, 2_500), (QUARTERS, 7, 5_000), (QUARTERS, 8, 7_500), (MONTHS, 14, 10_000)],
)  # fmt: skip
def test_the_formulas(formula: str, months: int, cents: int) -> None:
    assert refund_cents(formula, 10_000, 2_000, months) == cents


@pytest.mark.parametrize(
    ("closed", "last", "months"),
    [("2026-03-31", "2026-12-31", 9), ("2026-04-01", "2026-12-31", 8), ("2026-12-31", "2026-12-31", 0),
     ("2026-01-30", "2026-02-28", 1), ("2026-01-31", "2026-02-28", 1), ("2025-12-31", "2026-12-31", 12)],
)  # fmt: skip
def test_whole_unused_months(closed: str, last: str, months: int) -> None:
    assert unused_months(date.fromisoformat(closed), date.fromisoformat(last)) == months


def test_a_credit_goes_the_whole_way(counter, session, session_of, clock, catalog) -> None:
    credit(counter, session, catalog)
    one = key()
    made = refunds.request(counter, session, wanted(counter), one)
    assert refunds.request(counter, session, wanted(counter), one) == made
    assert counter.value("SELECT credit_cents FROM accounts WHERE number = ?", MARIA) == 0
    assert (gl(counter, "551-000-2320"), gl(counter, "100-000-2430")) == (0, -8000)
    books_hold(counter)
    refunds.verify(counter, session, made.id)
    supervisor = session_of(SUPERVISOR)
    refunds.approve(counter, supervisor, made.id)
    batch = refunds_ap.send(counter, supervisor)
    rows = list(csv.DictReader(batch.content.splitlines()))
    assert [(r["request_no"], r["amount"], r["account_string"], r["payee_name"]) for r in rows] == [
        (made.number, "80.00", "100-000-2430", f"Customer {MARIA}")
    ]
    clock.advance(days=3)
    assert refunds_ap.batch(counter, batch.id).content == batch.content
    back = f"request_no,check_no,date,amount\r\n{made.number},55012,2026-07-08,80.00\r\n"
    assert refunds_ap.paid_file(counter, supervisor, back) == refunds_ap.Came(1, 0)
    assert refunds_ap.paid_file(counter, supervisor, back) == refunds_ap.Came(0, 1)
    found = refunds.by_id(counter, made.id)
    assert (found.state, found.check_number, found.check_date) == ("PAID", "55012", date(2026, 7, 8))
    assert [one.code for one in papers(counter, REFUND, made.id)] == ["RFD-1"]
    assert "55012" in str(papers(counter, REFUND, made.id)[0].elements)
    assert refunds_ap.cleared_file(counter, supervisor, back) == refunds_ap.Came(1, 0)
    states = [one.state for one in steps(counter, REFUND, made.id)]
    assert states == ["REQUESTED", "VERIFIED", "APPROVED", "SENT", "PAID", "CLEARED"]
    with pytest.raises(Refused, match="No refund is approved"):
        refunds_ap.send(counter, supervisor)


def test_a_changed_file_is_noticed(counter, session, session_of, catalog) -> None:
    credit(counter, session, catalog)
    made = refunds.request(counter, session, wanted(counter), key())
    refunds.verify(counter, session, made.id)
    refunds.approve(counter, session_of(SUPERVISOR), made.id)
    batch = refunds_ap.send(counter, session_of(FINANCE))
    counter.run("UPDATE refund_batches SET content = content || 'x'")
    with pytest.raises(Refused, match="not the one that was sent"):
        refunds_ap.batch(counter, batch.id)


def test_nobody_approves_their_own_or_above_their_limit(counter, session, session_of, catalog) -> None:
    credit(counter, session, catalog, 150_000)
    supervisor, finance = session_of(SUPERVISOR), session_of(FINANCE)
    made = refunds.request(counter, finance, wanted(counter, 150_000), key())
    with pytest.raises(Refused, match="is requested"):
        refunds.approve(counter, supervisor, made.id)
    refunds.verify(counter, supervisor, made.id)
    with pytest.raises(Refused, match="Nobody approves their own"):
        refunds.approve(counter, finance, made.id)
    with pytest.raises(Refused, match="above what you may approve"):
        refunds.approve(counter, supervisor, made.id)
    with pytest.raises(Refused, match="above what you may approve"):
        refunds.approve(counter, session, made.id)
    assert refunds.approve(counter, session_of(FINANCE), made.id).state == "APPROVED"
    with pytest.raises(Refused) as refused:
        refunds.request(counter, session_of(CSR1), wanted(counter, 1), key())
    assert refused.value.approval == "refund.request"


def test_the_rules_that_stop_a_refund(counter, session, session_of, clock, catalog) -> None:
    credit(counter, session, catalog, 2000)
    with pytest.raises(Refused, match=r"not more than 25\.00"):
        refunds.request(counter, session, wanted(counter, 2000), key())
    with pytest.raises(Refused, match=r"credit is 20\.00"):
        refunds.request(counter, session, wanted(counter, 3000), key())
    counter.run("UPDATE accounts SET status = 'CLOSED' WHERE number = ?", MARIA)
    customer = counter.value("SELECT customer_id FROM accounts WHERE number = ?", MARIA)
    counter.run("UPDATE accounts SET customer_id = ? WHERE number = ?", customer, JOHN)
    with pytest.raises(Refused, match=r"owes 50\.00"):
        refunds.request(counter, session, wanted(counter, 2000), key())
    take(counter, session, catalog, [water(catalog, 5000, JOHN)], cash(5000))
    take(counter, session, catalog, [water(catalog, 100, over="Y")], check(100))
    made = refunds.request(counter, session, wanted(counter, 2100), key())
    with pytest.raises(Refused, match="still waiting"):
        refunds.request(counter, session, wanted(counter, 1), key())
    with pytest.raises(Refused, match="not cleared before 07/20/2026"):
        refunds.verify(counter, session, made.id)
    clock.advance(days=14)
    counter.run("UPDATE customers SET bad_address = 1 WHERE id = ?", customer)
    with pytest.raises(Refused, match="good address"):
        refunds.verify(counter, session, made.id)
    counter.run("UPDATE customers SET bad_address = 0 WHERE id = ?", customer)
    assert refunds.verify(counter, session, made.id).state == "VERIFIED"
    books_hold(counter)


def test_another_payee_and_an_estate_need_a_supervisor(counter, session, session_of, catalog) -> None:
    credit(counter, session, catalog)
    other = Payee("Estate of Maria", "2 Oak", "Vista Robles", "CA", "92000")
    asked = Wanted(CREDIT, account_id(counter, MARIA), 8000, "CREDIT", other)
    made = refunds.request(counter, session, asked, key())
    with pytest.raises(Refused, match="not the payer on record") as refused:
        refunds.verify(counter, session, made.id)
    assert refused.value.approval == "refund.special"
    assert refunds.verify(counter, session_of(SUPERVISOR), made.id).state == "VERIFIED"


def test_a_rejected_request_puts_the_money_back(counter, session, session_of, catalog) -> None:
    credit(counter, session, catalog)
    made = refunds.request(counter, session, wanted(counter), key())
    refunds.reject(counter, session, made.id, "The customer wants to keep it")
    assert counter.value("SELECT credit_cents FROM accounts WHERE number = ?", MARIA) == 8000
    assert (gl(counter, "551-000-2320"), gl(counter, "100-000-2430")) == (-8000, 0)
    assert "wants to keep it" in str(papers(counter, REFUND, made.id)[0].elements)
    books_hold(counter)
    assert refunds.request(counter, session, wanted(counter), key()).state == "REQUESTED"


def test_a_deposit_pays_the_debt_first_and_the_rest_goes_back(counter, session, session_of, catalog) -> None:
    take(counter, session, catalog, [item(catalog, "DEP", account=JOHN, amount="12000")], cash(12000))
    john = account_id(counter, JOHN)
    deposit = int(counter.value("SELECT id FROM deposits"))
    payee = Payee(f"Customer {JOHN}", "1 Main St", "Vista Robles", "CA", "92000", language="es")
    asked = Wanted(DEPOSIT, deposit, 12000, "DEPOSIT", payee)
    with pytest.raises(Refused, match="apply the money to that first"):
        refunds.request(counter, session, asked, key())
    with pytest.raises(Refused, match="no credit or deposit"):
        offset(counter, session, john, key())
    counter.run("UPDATE accounts SET status = 'FINAL' WHERE id = ?", john)
    one = key()
    assert offset(counter, session, john, one) == 5000
    assert offset(counter, session, john, one) == 0
    assert counter.row("SELECT state, held_cents FROM deposits") == ("REFUND-DUE", 7000)
    books_hold(counter)
    asked = Wanted(DEPOSIT, deposit, 7000, "DEPOSIT", payee)
    made = refunds.request(counter, session, asked, key())
    assert counter.row("SELECT state, held_cents FROM deposits") == ("REFUND-DUE", 0)
    assert gl(counter, "551-000-2310") == 0
    refunds.reject(counter, session, made.id, "Wrong payee")
    assert counter.row("SELECT state, held_cents FROM deposits") == ("REFUND-DUE", 7000)
    made = refunds.request(counter, session, asked, key())
    refunds.verify(counter, session, made.id)
    refunds.approve(counter, session_of(SUPERVISOR), made.id)
    refunds_ap.send(counter, session_of(SUPERVISOR))
    refunds_ap.paid(counter, session, made.id, "7", date(2026, 7, 6))
    assert counter.value("SELECT state FROM deposits") == "REFUNDED"
    assert papers(counter, REFUND, made.id)[0].title == "SU REEMBOLSO"
    books_hold(counter)


def test_license_tax_goes_back_from_where_it_went_but_never_the_state_fee(counter, session, catalog) -> None:
    take(counter, session, catalog, [item(catalog, "BL", number="L-1", amount="9000", name="Acme")], cash(9400))
    lines = dict(counter.rows("SELECT charge_code, id FROM journal_lines"))
    payee = Payee("Acme", "9 Elm", "Vista Robles", "CA", "92000")
    with pytest.raises(Refused, match="CASP is never refunded"):
        refunds.request(counter, session, Wanted(RECEIPT, lines["CASP"], 400, "EARLY", payee), key())
    with pytest.raises(Refused, match=r"paid with 90\.00"):
        refunds.request(counter, session, Wanted(RECEIPT, lines["LICENSE-TAX"], 9001, "EARLY", payee), key())
    asked = Wanted(RECEIPT, lines["LICENSE-TAX"], 5833, "EARLY", payee)
    made = refunds.request(counter, session, asked, key())
    assert (gl(counter, "100-000-4110"), made.reference) == (-9000 + 5833, "L-1")
    with pytest.raises(Refused, match="requested already"):
        refunds.request(counter, session, asked, key())
    assert refunds.verify(counter, session, made.id).state == "VERIFIED"
    books_hold(counter)


def test_the_ground_fits_where_the_money_stands_and_is_offered(counter, session, catalog) -> None:
    rental = [item(catalog, "MC", code="RENTAL", amount="1500", reference="B")]
    first = take(counter, session, catalog, rental, cash(1500))
    line = counter.value("SELECT id FROM journal_lines WHERE journal_id = ?", first.journal_id)
    with pytest.raises(
        FormError, match=r"Credit balance does not fit\. One of 3 Paid twice, 4 Paid in error"
    ) as caught:
        refunds.request(counter, session, Wanted(RECEIPT, line, 1500, "CREDIT", PAYEE), key())
    assert caught.value.name == "ground"
    asked = {"source": RECEIPT, "number": first.number, "line": 1}
    look = request_look(counter, session, asked)
    assert look.lines == ("No payer's name on the receipt: 15.00 there",)
    assert look.fill["ground"] == "ERROR"
    take(counter, session, catalog, rental, cash(1500))
    assert request_look(counter, session, asked).fill["ground"] == "DUPLICATE"
    assert request_look(counter, session, {"source": CREDIT, "number": MARIA}).fill["ground"] == "CREDIT"


def test_the_number_says_where_the_money_is(counter, session, catalog) -> None:
    paid = take(counter, session, catalog, [item(catalog, "MC", code="RENTAL", amount="1500", reference="B")],
                cash(1500))  # fmt: skip
    asked = {"source": CREDIT, "number": paid.number, "line": 1}
    assert request_look(counter, session, asked).fill["source"] == RECEIPT
    account = counter.value("SELECT id FROM accounts WHERE number = ?", MARIA)
    counter.run("UPDATE accounts SET credit_cents = 0 WHERE id = ?", account)
    assert request_look(counter, session, {"source": CREDIT, "number": MARIA}).fill["source"] == CREDIT
    take(counter, session, catalog, [item(catalog, "DEP", account=MARIA, amount="12000")], cash(12000))
    look = request_look(counter, session, {"source": CREDIT, "number": MARIA})
    assert (look.fill["source"], look.fill["amount"], look.fill["ground"]) == (DEPOSIT, "120.00", "DEPOSIT")
    counter.run("UPDATE accounts SET credit_cents = 100 WHERE id = ?", account)
    assert request_look(counter, session, {"source": CREDIT, "number": MARIA}).fill["source"] == CREDIT
    with pytest.raises(FormError, match="There is no account 99"):
        request_look(counter, session, {"source": CREDIT, "number": "99"})


def test_the_letters_of_a_refund_are_offered_in_the_customers_language(counter, session) -> None:
    for language, wanted in (("es", "Y"), ("en", "N")):
        counter.run("UPDATE customers SET language = ?", language)
        assert request_look(counter, session, {"source": CREDIT, "number": MARIA}).fill["spanish"] == wanted


def test_a_returned_check_is_not_refunded(counter, session, catalog) -> None:
    paid = take(
        counter, session, catalog, [item(catalog, "MC", code="RENTAL", amount="1500", reference="B")], check(1500)
    )
    bounce(counter, session, catalog, 1500)
    line = counter.value("SELECT id FROM journal_lines WHERE journal_id = ?", paid.journal_id)
    with pytest.raises(Refused, match="returned by the bank"):
        refunds.request(counter, session, Wanted(RECEIPT, line, 1500, "ERROR", PAYEE), key())


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("no,check\r\n", "Line 1"),
        ("request_no,check_no,date,amount\r\nRF27-000009,1,2026-07-08,80.00\r\n", "Line 2: there is no refund"),
        ("request_no,check_no,date,amount\r\n{n},1,2026-07-08,80.01\r\n", r"Line 2: refund .* is 80\.00, not 80\.01"),
        ("request_no,check_no,date,amount\r\n{n},1,2026-07-08,80.00\r\n{n},,2026-07-08,80.00\r\n", "Line 3"),
        ("request_no,check_no,date,amount\r\n{n},\x1b[2J,2026-07-08,80.00\r\n", "Line 2: the check number"),
        ("request_no,check_no,date,amount\r\n{n}," + "9" * 200_000, "no CSV file"),
        ('request_no,check_no,date,amount\r\n{n},"1"x,2026-07-08,80.00\r\n', "no CSV file"),
    ],
)
def test_a_bad_file_from_accounts_payable_is_refused_whole(
    counter, session, session_of, catalog, content: str, sentence: str
) -> None:
    credit(counter, session, catalog)
    made = refunds.request(counter, session, wanted(counter), key())
    refunds.verify(counter, session, made.id)
    refunds.approve(counter, session_of(SUPERVISOR), made.id)
    refunds_ap.send(counter, session_of(SUPERVISOR))
    with pytest.raises(Refused, match=sentence):
        refunds_ap.paid_file(counter, session, content.replace("{n}", made.number))
    assert refunds.by_id(counter, made.id).state == "SENT"


def test_a_formula_in_a_name_is_harmless_in_the_file(counter, session, session_of, catalog) -> None:
    credit(counter, session, catalog)
    evil = Payee("=HYPERLINK(1)", "1 Main St", "Vista Robles", "CA", "92000")
    asked = Wanted(CREDIT, account_id(counter, MARIA), 8000, "CREDIT", evil)
    supervisor = session_of(SUPERVISOR)
    made = refunds.request(counter, session, asked, key())
    refunds.verify(counter, supervisor, made.id)
    refunds.approve(counter, supervisor, made.id)
    assert ",'=HYPERLINK(1)," in refunds_ap.send(counter, supervisor).content


def test_a_stale_check_is_reissued_and_approved_again(counter, session, session_of, clock, catalog) -> None:
    credit(counter, session, catalog)
    made = refunds.request(counter, session, wanted(counter), key())
    refunds.verify(counter, session, made.id)
    supervisor = session_of(SUPERVISOR)
    refunds.approve(counter, supervisor, made.id)
    refunds_ap.send(counter, supervisor)
    refunds_ap.paid(counter, session, made.id, "9", date(2026, 7, 6))
    clock.advance(days=180)
    assert refunds_ap.mark_stale(counter, session) == 0
    clock.advance(days=1)
    assert refunds_ap.mark_stale(counter, session) == 1
    again = refunds_ap.reissue(counter, session, made.id)
    assert (again.state, again.reissue_of, refunds.by_id(counter, made.id).state) == ("VERIFIED", made.id, "VOID")
    assert refunds.approve(counter, supervisor, again.id).state == "APPROVED"


def test_credit_by_age(counter, session, clock, catalog) -> None:
    account(counter, "10004583", credit=100)
    credit(counter, session, catalog)
    clock.advance(days=45)
    found = credits(counter)
    assert [(one.number, one.age, one.credit_cents, one.eligible) for one in found] == [
        ("10004583", "more than 1 year", 100, False),
        (MARIA, "31 to 60 days", 8000, True),
    ]
    assert totals(found)["31 to 60 days"] == (1, 8000)
