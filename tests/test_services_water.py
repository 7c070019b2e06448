"""A water payment settles bills in the city's order or as the customer directs, and a void restores them exactly."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from services_sample import (
    ACCOUNT,
    BUCKETS,
    add_account,
    add_bill,
    add_deposit,
    fill,
    give_back,
    lines_of,
    load_rows,
    splits_add_up,
    take,
)

from data.forms import FormError
from data.permissions import Refused
from data.scanline import Stub, scan_line
from data.services.receivables import DepositDue, OpenLine, spread
from data.services.water import SERVICE
from data.session import Session
from data.store import Store


@pytest.fixture
def account(store: Store) -> int:
    """An account with two bills of 90.00 and 60.00, and a deposit of 50.00 due."""
    load_rows(store)
    account_id = add_account(store)
    add_bill(store, account_id, "2026-06-01", [("WATER-USAGE", 3000), ("WASTEWATER", 2000), ("LATE", 1000)])
    add_bill(store, account_id, "2026-05-01", [("WATER-FIXED", 4000), ("RETURNED-FEE", 2500), ("WASTEWATER", 2500)])
    add_deposit(store, account_id, 5000)
    return account_id


def state(store: Store) -> list[object]:
    """Everything a payment may change, to compare before and after."""
    return [
        store.rows("SELECT id, open_cents FROM bill_lines ORDER BY id"),
        store.rows("SELECT amount_cents, held_cents, state, journal_id FROM deposits ORDER BY id"),
        store.rows("SELECT credit_cents FROM accounts ORDER BY id"),
        store.rows("SELECT bill_line_id, SUM(amount_cents) FROM applications GROUP BY 1 HAVING SUM(amount_cents) <> 0"),
    ]


def open_by_line(store: Store) -> dict[str, int]:
    """What is open, by bill number and bucket."""
    return {
        f"{bill} {bucket}": cents
        for bill, bucket, cents in store.rows(
            "SELECT b.number, l.bucket, l.open_cents FROM bill_lines l JOIN bills b ON b.id = l.bill_id"
        )
    }


def test_the_amount_due_is_offered_with_what_the_clerk_must_know(store: Store, session: Session, account: int) -> None:
    look = SERVICE.look(store, session, {"account": ACCOUNT})
    assert look.fill == {"amount": "200.00"}
    assert look.lines == (
        "10004567-3  Maria López  204 E GRAND AVE #5",
        "Due 200.00  Past due 150.00  Deposit due 50.00",
        "Returned item fee 25.00  Late charge 10.00  Wastewater 45.00",
        "Water fixed 40.00  Water usage 30.00",
    )
    assert look.alert == ""


def test_credit_is_taken_off_what_is_offered(store: Store, session: Session, account: int) -> None:
    add_bill(store, account, "2026-06-15", [("OTHER", -500)])
    with store.writing():
        store.run("UPDATE accounts SET credit_cents = 1500")
    look = SERVICE.look(store, session, {"account": ACCOUNT})
    assert look.fill == {"amount": "180.00"}
    assert look.lines[1].endswith("Credit 15.00")
    take(store, session, SERVICE, account=ACCOUNT, amount="150.00")
    assert SERVICE.look(store, session, {"account": ACCOUNT}).fill == {"amount": "50.00"}
    assert store.value("SELECT credit_cents FROM accounts") == 1500


def test_nothing_is_offered_before_the_account_is_known(store: Store, session: Session) -> None:
    assert SERVICE.look(store, session, {}).lines == ()


def test_flags_and_notes_are_an_alert(store: Store, session: Session) -> None:
    load_rows(store)
    account = add_account(store, cash_only=1, no_checks=1, shutoff_on="2026-07-10")
    with store.writing():
        for text, valid_to in (("Dog bites", None), ("Old news", "2026-07-05")):
            store.insert(
                "notes",
                account_id=account,
                alert=1,
                text=text,
                valid_to=valid_to,
                at=store.now(),
                user_id=session.clerk.id,
            )
    look = SERVICE.look(store, session, {"account": ACCOUNT})
    assert look.alert == "SHUT-OFF PENDING 07/10/2026  CASH ONLY  NO CHECKS  Dog bites"
    assert look.fill == {}


@pytest.mark.parametrize(("role", "shown"), [("CSR2", False), ("SUPERVISOR", True)])
def test_a_confidential_address_is_for_supervisors(store: Store, session_of, role: str, shown: bool) -> None:
    load_rows(store)
    add_account(store, confidential=1)
    look = SERVICE.look(store, session_of(role), {"account": ACCOUNT})
    assert ("GRAND" in look.lines[0]) is shown
    assert "CONFIDENTIAL" in look.alert


def test_the_shortest_path_pays_everything_due(store: Store, session: Session, account: int) -> None:
    _, lines = take(store, session, SERVICE, account=ACCOUNT, amount="200.00")
    assert splits_add_up(lines)
    assert [(split.gl, split.amount_cents) for split in lines[0].splits] == [
        ("551-000-1310", 15000),
        ("551-000-2310", 5000),
    ]
    assert (lines[0].reference, lines[0].customer, lines[0].account_id) == ("10004567-3", "Maria López", account)
    assert set(open_by_line(store).values()) == {0}
    assert store.row("SELECT held_cents, state FROM deposits") == (5000, "HELD")


def test_the_oldest_bill_is_paid_first_in_the_order_of_its_buckets(
    store: Store, session: Session, account: int
) -> None:
    take(store, session, SERVICE, account=ACCOUNT, amount="100.00")
    assert open_by_line(store) == {
        "B2 RETURNED-FEE": 0,
        "B2 WASTEWATER": 0,
        "B2 WATER-FIXED": 0,
        "B1 LATE": 0,
        "B1 WASTEWATER": 2000,
        "B1 WATER-USAGE": 3000,
    }


def test_the_order_is_a_dated_setting(store: Store, session: Session, account: int) -> None:
    with store.writing():
        store.insert("settings", name="payment.order.utility", value="WATER-FIXED LATE", valid_from="2026-07-01")
    take(store, session, SERVICE, account=ACCOUNT, amount="40.00")
    assert open_by_line(store)["B2 WATER-FIXED"] == 0


def test_a_direction_to_one_bill_is_followed(store: Store, session: Session, account: int) -> None:
    take(store, session, SERVICE, account=ACCOUNT, amount="60.00", direct="2", bill="B1")
    assert sum(cents for name, cents in open_by_line(store).items() if name.startswith("B1")) == 0
    assert sum(cents for name, cents in open_by_line(store).items() if name.startswith("B2")) == 9000


def test_a_direction_to_the_deposit_or_to_credit_leaves_the_bills(store: Store, session: Session, account: int) -> None:
    before = open_by_line(store)
    take(store, session, SERVICE, account=ACCOUNT, amount="50.00", direct="DEPOSIT")
    take(store, session, SERVICE, account=ACCOUNT, amount="10.00", direct="CREDIT")
    assert open_by_line(store) == before
    assert store.row("SELECT held_cents, state FROM deposits") == (5000, "HELD")
    assert store.value("SELECT credit_cents FROM accounts") == 1000


def test_too_much_becomes_credit_only_by_choice(store: Store, session: Session, account: int) -> None:
    with pytest.raises(FormError, match=r"Only 200\.00 is open") as error:
        lines_of(store, SERVICE, account=ACCOUNT, amount="210.00")
    assert error.value.name == "amount"
    take(store, session, SERVICE, account=ACCOUNT, amount="210.00", over="Y")
    assert store.value("SELECT credit_cents FROM accounts") == 1000
    assert store.row("SELECT bill_line_id, amount_cents FROM applications WHERE bill_line_id IS NULL") == (None, 1000)


@pytest.mark.parametrize(
    ("texts", "field"),
    [
        ({"account": "20000001"}, "account"),
        ({"direct": "BILL"}, "bill"),
        ({"direct": "BILL", "bill": "B9"}, "bill"),
        ({"bill": "B1"}, "direct"),
        ({"direct": "BILL", "bill": "B1", "amount": "90.01"}, "amount"),
        ({"direct": "DEPOSIT", "amount": "50.01"}, "amount"),
    ],
)
def test_what_cannot_be_followed_is_refused(store: Store, account: int, texts: dict[str, str], field: str) -> None:
    with pytest.raises(FormError) as error:
        lines_of(store, SERVICE, **{"account": ACCOUNT, "amount": "1.00", **texts})
    assert error.value.name == field


def test_no_deposit_to_pay_is_refused(store: Store) -> None:
    load_rows(store)
    add_account(store)
    with pytest.raises(FormError, match="No deposit is due"):
        lines_of(store, SERVICE, account=ACCOUNT, amount="1.00", direct="DEPOSIT")


def test_two_clerks_cannot_pay_the_same_bill(store: Store, session: Session, account: int) -> None:
    values = fill(SERVICE, account=ACCOUNT, amount="200.00")
    seen = SERVICE.facts(store, values)
    take(store, session, SERVICE, account=ACCOUNT, amount="150.00")
    line = SERVICE.lines(values, seen)[0]
    with pytest.raises(Refused, match="paid meanwhile"), store.writing():
        SERVICE.post(store, session, 1, 1, line)
    assert store.value("SELECT held_cents FROM deposits") == 0


def test_a_void_is_refused_once_the_credit_is_used(store: Store, session: Session, account: int) -> None:
    posted, lines = take(store, session, SERVICE, account=ACCOUNT, amount="210.00", over="Y")
    with store.writing():
        store.run("UPDATE accounts SET credit_cents = 999")
    with pytest.raises(Refused, match="since been used"):
        give_back(store, session, SERVICE, posted, lines)
    assert store.value("SELECT SUM(open_cents) FROM bill_lines") == 0


def test_a_void_is_refused_once_the_deposit_is_applied(store: Store, session: Session, account: int) -> None:
    posted, lines = take(store, session, SERVICE, account=ACCOUNT, amount="200.00")
    with store.writing():
        store.run("UPDATE deposits SET state = 'APPLIED'")
    with pytest.raises(Refused, match="applied or refunded"):
        give_back(store, session, SERVICE, posted, lines)


@pytest.mark.parametrize("amount", ["0.01", "57.77", "150.00", "199.99", "200.00", "260.00"])
@pytest.mark.parametrize("direct", ["OLDEST", "CREDIT"])
def test_a_void_restores_everything(store: Store, session: Session, account: int, amount: str, direct: str) -> None:
    before = state(store)
    first, first_lines = take(store, session, SERVICE, account=ACCOUNT, amount="31.41")
    between = state(store)
    posted, lines = take(store, session, SERVICE, account=ACCOUNT, amount=amount, direct=direct, over="Y")
    give_back(store, session, SERVICE, posted, lines)
    assert state(store) == between
    give_back(store, session, SERVICE, first, first_lines)
    assert state(store) == before


@pytest.mark.parametrize("seed", range(6))
def test_any_payments_voided_in_any_order_leave_no_trace(store: Store, session: Session, seed: int) -> None:
    """Random bills and payments: never a line below zero or above its amount, and everything restored in the end."""
    random = Random(seed)
    load_rows(store)
    account = add_account(store)
    for month in range(1, random.randint(2, 6)):
        add_bill(store, account, f"2026-0{month}-01", [(choice, random.randint(1, 9999)) for choice in BUCKETS])
    add_deposit(store, account, random.randint(1, 9999), "REQUIRED")
    before = state(store)
    paid = []
    for _ in range(6):
        amount = f"{random.randint(1, 20000) / 100:.2f}"
        direct = random.choice(["OLDEST", "OLDEST", "CREDIT"])
        paid.append(take(store, session, SERVICE, account=ACCOUNT, amount=amount, direct=direct, over="Y"))
        assert store.value("SELECT COUNT(*) FROM bill_lines WHERE open_cents NOT BETWEEN 0 AND amount_cents") == 0
        assert store.value("SELECT COUNT(*) FROM deposits WHERE held_cents NOT BETWEEN 0 AND amount_cents") == 0
        assert open_follows_applications(store)
    random.shuffle(paid)
    for posted, lines in paid:
        give_back(store, session, SERVICE, posted, lines)
        assert open_follows_applications(store)
    assert state(store) == before


def open_follows_applications(store: Store) -> bool:
    """Whether every bill line is open by its amount less what was applied to it, and so for the credit."""
    wrong = store.rows(
        "SELECT l.id FROM bill_lines l WHERE l.open_cents <> l.amount_cents - COALESCE("
        "(SELECT SUM(p.amount_cents) FROM applications p WHERE p.bill_line_id = l.id), 0)"
    )
    credit = store.value("SELECT COALESCE(SUM(amount_cents), 0) FROM applications WHERE bill_line_id IS NULL")
    return not wrong and credit == store.value("SELECT SUM(credit_cents) FROM accounts")


def test_a_scanned_stub_or_barcode_gives_the_account(store: Store) -> None:
    assert SERVICE.scan is not None
    line = scan_line(Stub(ACCOUNT, date(2026, 7, 28), "0011", 20500, 20000))
    assert SERVICE.scan(store, line) == {"account": ACCOUNT}
    assert SERVICE.scan(store, "100045673") == {"account": ACCOUNT}
    assert SERVICE.scan(store, "27-000123") is None


LINES = st.lists(st.integers(1, 50_000), max_size=12)


@given(amount=st.integers(1, 400_000), opens=LINES, dues=LINES)
def test_a_spread_adds_up_follows_the_order_and_never_overpays(amount: int, opens: list[int], dues: list[int]) -> None:
    lines = [OpenLine(n, "B", "OTHER", cents) for n, cents in enumerate(opens)]
    deposits = [DepositDue(n, cents, "BILLED") for n, cents in enumerate(dues)]
    used = spread(amount, lines, deposits)
    parts = [cents for _, cents in used.lines] + [cents for _, cents in used.deposits]
    owed = [*opens, *dues]
    assert sum(parts) + used.credit_cents == amount
    assert used.credit_cents == max(0, amount - sum(owed))
    assert all(part > 0 for part in parts)
    assert parts[:-1] == owed[: len(parts) - 1]
    assert not parts or parts[-1] <= owed[len(parts) - 1]
