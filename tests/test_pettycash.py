"""Petty cash: funds, vouchers, separation of duties, counts, reimbursement and change orders, on both stores."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from conftest import SessionOf

from data import (
    denominations,
    drawers,
    pettycash,
    pettycash_ap,
    pettycash_claims,
    pettycash_counts,
    pettycash_orders,
    records,
    users,
)
from data import pettycash_vouchers as vouchers
from data.clock import FixedClock
from data.documents import pettycash as papers_of
from data.forms import FormError
from data.ledger_terms import terms
from data.passwords import Argon2
from data.permissions import AUDITOR, CSR1, CSR2, FINANCE, SUPERVISOR, Refused
from data.pettycash_register import REGISTER
from data.session import Approval, Session
from data.store import Store
from data.verify import verify
from devices.pdf import render_pdf

PASSWORD = "river stone 9"
SUPPLIES = "100-030-5210"
POSTAGE = "100-030-5220"


@dataclass
class Box:
    """A fund of 200.00 with its people."""

    store: Store
    custodian: Session
    finance: Session
    supervisor: Session
    id: int

    @property
    def position(self) -> pettycash.Position:
        """Where its money is."""
        return pettycash.position(self.store, pettycash.fund(self.store, self.id))

    def pay(self, cents: int, **more: Any) -> vouchers.Voucher:
        """Pay a voucher from the box."""
        return vouchers.pay(self.store, self.custodian, self.id, voucher(cents, **more), key())

    def balances(self) -> dict[str, int]:
        """What the ledger's accounts stand at, in cents, zeros left out."""
        rows = self.store.rows("SELECT gl, SUM(amount_cents) FROM postings GROUP BY gl")
        return {gl: int(cents) for gl, cents in rows if cents}

    def approve(self, hasher: Argon2, action: str, cents: int, by: str = "201") -> Approval:
        """The consent of another person to what the custodian wants."""
        return users.approve(
            self.store, self.custodian, by, PASSWORD, action, cents, "receipts seen", hasher=hasher
        )  # fmt: skip


def key() -> str:
    """A new idempotency key."""
    return uuid4().hex


def voucher(cents: int, **more: Any) -> dict[str, Any]:
    """The values of a voucher in good order."""
    return {
        "kind": "REIMBURSE",
        "amount": cents,
        "payee": "Rosa Lind",
        "department": "PARKS",
        "purpose": "Tape and paper",
        "purchase": "SUPPLIES",
        "gl": SUPPLIES,
        "requested": "Rosa Lind",
        "approved": "Ben Ash",
        "receipt": True,
        "signed": True,
        "tax": None,
        "travel": None,
        "language": "en",
        **more,
    }


@pytest.fixture
def box(rules: Store, session_of: SessionOf, hasher: Argon2) -> Box:
    """Fund PC1 of 200.00, 50.00 per voucher, kept by 102, alternate 103; supervisor 201, finance 301."""
    finance = session_of(FINANCE, number="301", name="Art Ben")
    custodian = session_of(CSR2, number="102", name="Marc O'Neill")
    session_of(CSR1, number="103", name="Linh Tran")
    supervisor = session_of(SUPERVISOR, number="201", name="Gloria White")
    for number in ("201", "103", "301"):
        encoded = hasher.hash(PASSWORD)
        rules.run("UPDATE users SET password_hash = ? WHERE number = ?", encoded, number)
    for fund in ("230", "240"):
        rules.insert("gl_accounts", gl=f"{fund}-000-5999", title="Sundries", kind="EXPENSE")
    fund_id = records.save(rules, finance, REGISTER, None, fund_values())
    return Box(rules, custodian, finance, supervisor, fund_id)


def fund_values(**more: Any) -> dict[str, Any]:
    """The values of the register's form."""
    return {
        "code": "PC1",
        "title": "Counter",
        "amount_cents": 200_00,
        "custodian": "102",
        "alternate": "103",
        "location": "Safe",
        "department": "FINANCE",
        "voucher_limit_cents": 50_00,
        "replenish_cents": 60_00,
        "active": True,
        **more,
    }


def test_setting_a_fund_up_posts_it_against_the_bank(box: Box) -> None:
    assert box.balances() == {"100-000-1140": 200_00, "100-000-1110": -200_00}
    assert box.position == pettycash.Position(200_00, 200_00, 0, 0, 0, 0)
    (series, drawer) = box.store.row("SELECT series, drawer_id FROM journal") or ("", 0)
    assert (series, drawer) == ("PC1", None)
    assert verify(box.store).ok


def test_a_fund_is_raised_and_lowered_but_not_below_its_cash(box: Box) -> None:
    version = 1
    records.save(box.store, box.finance, REGISTER, box.id, fund_values(amount_cents=300_00), version)
    assert box.balances()["100-000-1140"] == 300_00
    box.pay(50_00)
    with pytest.raises(FormError, match="not so much cash in the box"):
        records.save(box.store, box.finance, REGISTER, box.id, fund_values(amount_cents=0), version + 1)
    records.save(box.store, box.finance, REGISTER, box.id, fund_values(amount_cents=100_00), version + 1)
    assert box.position == pettycash.Position(100_00, 50_00, 0, 50_00, 0, 0)
    assert verify(box.store).ok


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"code": "01"}, "code", "PC and one or two"),
        ({"code": "PC1"}, "code", "earlier fund"),
        ({"code": "PC2", "custodian": "301"}, "custodian", "Nobody sets up"),
        ({"code": "PC2", "alternate": "102"}, "alternate", "somebody else"),
        ({"code": "PC2", "custodian": "999"}, "custodian", "no clerk 999"),
    ],
)
def test_a_fund_that_cannot_be(box: Box, change: dict[str, str], field: str, sentence: str) -> None:
    with pytest.raises(FormError, match=sentence) as error:
        records.save(box.store, box.finance, REGISTER, None, fund_values(**change))
    assert error.value.name == field


def test_a_voucher_takes_cash_and_is_held_until_reimbursed(box: Box) -> None:
    made = box.pay(12_34)
    assert (made.number, made.state, made.amount_cents) == ("PC1-27-00001", "PAID", 12_34)
    assert box.position == pettycash.Position(200_00, 187_66, 0, 12_34, 0, 0)
    assert box.balances() == {"100-000-1140": 187_66, "100-000-1141": 12_34, "100-000-1110": -200_00}
    assert SUPPLIES not in box.balances()
    paper = box.store.value("SELECT payload FROM jobs ORDER BY id DESC LIMIT 1")
    assert "PETTY CASH VOUCHER PC1-27-00001" in paper
    assert "12.34" in paper
    assert verify(box.store).ok


def test_the_same_key_pays_once(box: Box) -> None:
    same = key()
    first = vouchers.pay(box.store, box.custodian, box.id, voucher(10_00), same)
    again = vouchers.pay(box.store, box.custodian, box.id, voucher(10_00), same)
    assert (again.id, again.repeated, first.repeated) == (first.id, True, False)
    assert box.position.cash_cents == 190_00


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"purchase": "PERSONAL"}, "purchase", "personal use"),
        ({"purchase": "CHECK"}, "purchase", "does not cash checks"),
        ({"purchase": "CONTRACT"}, "purchase", "purchasing contract"),
        ({"purchase": "TRAVEL"}, "travel", "authorization"),
        ({"receipt": False}, "receipt", "against a receipt"),
        ({"tax": 10_00}, "tax", "part of the amount"),
        ({"requested": "102"}, "requested", "Custodian and alternate"),
        ({"approved": "linh  TRAN"}, "approved", "Custodian and alternate"),
        ({"payee": "Marc O Neill".replace(" O N", " O'N")}, "payee", "Custodian and alternate"),
        ({"approved": "Rosa Lind"}, "approved", "Nobody approves"),
        ({"requested": "201", "approved": "Gloria White"}, "approved", "Nobody approves"),
        ({"gl": "100-000-1110"}, "gl", "no expense account"),
        ({"gl": "999-999-9999"}, "gl", "no expense account"),
        ({"gl": "5999"}, "gl", "Several accounts end in 5999"),
    ],
)
def test_what_a_voucher_is_refused_for(box: Box, change: dict[str, Any], field: str, sentence: str) -> None:
    with pytest.raises(FormError, match=sentence) as error:
        box.pay(10_00, **change)
    assert error.value.name == field
    assert box.position.cash_cents == 200_00


@pytest.mark.parametrize("typed", ["5210", "1000305210", SUPPLIES])
def test_an_account_may_be_typed_without_hyphens_or_by_its_end(box: Box, typed: str) -> None:
    assert box.pay(1_00, gl=typed).gl == SUPPLIES


def test_travel_with_its_authorization_is_paid(box: Box) -> None:
    assert box.pay(10_00, purchase="TRAVEL", travel="T-17").travel == "T-17"


def test_a_purchase_is_not_split_below_the_limit(box: Box) -> None:
    box.pay(30_00)
    with pytest.raises(FormError, match=r"With 30\.00 paid there today it is above 50\.00"):
        box.pay(25_00, payee="ROSA  LIND")
    box.pay(25_00, department="LIBRARY")
    box.pay(20_00)


def test_above_the_limit_another_person_approves(box: Box, hasher: Argon2) -> None:
    with pytest.raises(Refused, match="above the limit") as refusal:
        box.pay(50_01)
    assert (refusal.value.approval, refusal.value.amount_cents) == ("petty.over_limit", 50_01)
    box.pay(50_00)
    consent = box.approve(hasher, "petty.over_limit", 80_00)
    made = vouchers.pay(
        box.store, box.custodian, box.id, voucher(80_00, payee="Ed Poe", requested="Ed"), key(), consent
    )
    assert box.store.value("SELECT approval_id FROM journal WHERE id = ?", made.journal_id) == consent.id


def test_only_the_keepers_pay(box: Box) -> None:
    for session in (box.supervisor, box.finance):
        with pytest.raises(Refused, match="kept by Marc O'Neill and Linh Tran"):
            vouchers.pay(box.store, session, box.id, voucher(10_00), key())


def test_there_is_no_more_than_the_box_holds(box: Box, hasher: Argon2) -> None:
    consent = box.approve(hasher, "petty.over_limit", 200_01)
    with pytest.raises(Refused, match="not so much cash in the box of PC1"):
        vouchers.pay(box.store, box.custodian, box.id, voucher(200_01), key(), consent)
    assert box.position.cash_cents == 200_00


def test_two_who_pay_at_once_never_overdraw_the_box(box: Box) -> None:
    def pay(n: int) -> bool:
        store = box.store.again().open()
        try:
            values = voucher(50_00, payee=f"Payee {n}", department=f"D{n}")
            vouchers.pay(store, box.custodian, box.id, values, key())
        except Refused:
            return False
        finally:
            store.close()
        return True

    with ThreadPoolExecutor(6) as pool:
        paid = list(pool.map(pay, range(6)))
    assert sum(paid) == 4
    assert box.position.cash_cents == 0
    assert verify(box.store).ok


def test_an_advance_comes_back_as_receipt_and_change(box: Box) -> None:
    made = box.pay(40_00, kind="ADVANCE", receipt=False)
    assert (made.state, made.due_on) == ("ADVANCED", "2026-07-07")
    assert box.position == pettycash.Position(200_00, 160_00, 0, 0, 40_00, 0)
    with pytest.raises(FormError, match=r"Advance PC1-27-00001 to this payee is still open"):
        box.pay(5_00, kind="ADVANCE", receipt=False)
    with pytest.raises(FormError, match="needs its receipt"):
        settle(box, made.id, 33_10, receipt=False)
    done = settle(box, made.id, 33_10)
    assert (done.state, done.amount_cents, done.advanced_cents) == ("PAID", 33_10, 40_00)
    assert box.position == pettycash.Position(200_00, 166_90, 0, 33_10, 0, 0)
    assert "100-000-1142" not in box.balances()
    assert verify(box.store).ok


def settle(box: Box, voucher_id: int, spent: int, **more: Any) -> vouchers.Voucher:
    """Settle an advance."""
    values = {"spent": spent, "receipt": True, "signed": True, "tax": None, **more}
    return vouchers.settle(box.store, box.custodian, voucher_id, values, key())


def test_an_advance_may_all_come_back_or_cost_more(box: Box) -> None:
    unused = box.pay(20_00, kind="ADVANCE", receipt=False)
    assert settle(box, unused.id, 0, receipt=False).state == "RETURNED"
    more = box.pay(20_00, kind="ADVANCE", receipt=False)
    assert settle(box, more.id, 23_00).amount_cents == 23_00
    assert box.position == pettycash.Position(200_00, 177_00, 0, 23_00, 0, 0)
    with pytest.raises(Refused, match="is paid: this cannot"):
        settle(box, more.id, 23_00)
    assert verify(box.store).ok


def test_an_overdue_advance_is_named(box: Box, clock: FixedClock) -> None:
    box.pay(20_00, kind="ADVANCE", receipt=False)
    found = pettycash.fund(box.store, box.id)
    assert pettycash.due(box.store, found, clock.today()) == []
    clock.advance(days=2)
    (said,) = pettycash.due(box.store, found, clock.today())
    assert "PC1-27-00001 to Rosa Lind is overdue" in said


def test_replenishing_is_asked_for_by_cash_by_days_and_in_june(box: Box, clock: FixedClock, hasher: Argon2) -> None:
    found = pettycash.fund(box.store, box.id)
    box.pay(50_00)
    assert pettycash.due(box.store, found, clock.today()) == []
    clock.advance(days=31)
    assert "wait since 07/06/2026" in pettycash.due(box.store, found, clock.today())[0]
    consent = box.approve(hasher, "petty.over_limit", 90_00)
    vouchers.pay(box.store, box.custodian, box.id, voucher(90_00, payee="Ed Poe", requested="Ed"), key(), consent)
    assert "replenish point" in pettycash.due(box.store, found, clock.today())[0]
    clock.advance(days=325)
    assert "fiscal year ends" in pettycash.due(box.store, found, clock.today())[2]


def test_a_cancelled_voucher_brings_its_money_back(box: Box, hasher: Argon2) -> None:
    made = box.pay(10_00)
    with pytest.raises(Refused, match="needs approval to cancel") as refusal:
        vouchers.cancel(box.store, box.custodian, made.id, "Wrong payee", key())
    consent = box.approve(hasher, refusal.value.approval, 10_00)
    assert vouchers.cancel(box.store, box.custodian, made.id, "Wrong payee", key(), consent).state == "CANCELLED"
    assert box.position == pettycash.Position(200_00, 200_00, 0, 0, 0, 0)
    origin = box.store.value("SELECT origin_id FROM journal WHERE kind = 'PETTY-VOID'")
    assert origin == made.journal_id
    box.pay(45_00)
    assert verify(box.store).ok


def test_a_surprise_count_is_made_by_somebody_else(box: Box, session_of: SessionOf) -> None:
    box.pay(12_00)
    box.pay(20_00, kind="ADVANCE", receipt=False, payee="Ed Poe", requested="Ed")
    exact = pettycash_counts.count(box.store, box.supervisor, box.id, denominations.break_down(168_00))
    assert (exact.kind, exact.total_cents, exact.difference_cents) == ("SURPRISE", 200_00, 0)
    short = pettycash_counts.count(box.store, session_of(AUDITOR), box.id, denominations.break_down(167_50))
    assert short.difference_cents == -50
    own = pettycash_counts.count(box.store, box.custodian, box.id, denominations.break_down(168_01))
    assert (own.kind, own.difference_cents) == ("OWN", 1)
    with pytest.raises(Refused, match="counted by surprise by a supervisor"):
        pettycash_counts.count(box.store, session_of(CSR1), box.id, {})
    assert len(pettycash_counts.counts(box.store, box.finance, box.id)) == 3
    assert box.position.cash_cents == 168_00
    with pytest.raises(Exception, match="final"), box.store.writing():
        box.store.run("UPDATE petty_counts SET counted_cents = 0")


def claim(box: Box, counted: int, approval: Approval | None = None, reason: str = "") -> pettycash_claims.Claim:
    """Request the reimbursement."""
    pieces = denominations.break_down(counted)
    return pettycash_claims.request(box.store, box.custodian, box.id, pieces, key(), reason, approval)


def test_a_reimbursement_restores_the_fund(box: Box, hasher: Argon2) -> None:
    box.pay(12_00)
    box.pay(8_00, gl=POSTAGE, payee="Ed Poe", requested="Ed")
    box.pay(3_00, payee="Kim Day", requested="Kim")
    with pytest.raises(Refused, match=r"approves the reimbursement of 23\.00") as refusal:
        claim(box, 177_00)
    assert refusal.value.approval == "petty.replenish"
    consent = box.approve(hasher, "petty.replenish", 23_00)
    made = claim(box, 177_00, consent)
    assert [(group.gl, group.cents) for group in made.groups] == [(SUPPLIES, 15_00), (POSTAGE, 8_00)]
    assert (made.total_cents, made.short_cents, made.approved_by) == (23_00, 0, "Gloria White")
    assert box.position == pettycash.Position(200_00, 177_00, 0, 0, 0, 23_00)
    assert box.balances() == {
        "100-000-1140": 177_00, "100-000-1143": 23_00, "100-000-1110": -200_00, SUPPLIES: 15_00, POSTAGE: 8_00,
        "100-000-2450": -23_00,
    }  # fmt: skip
    same = key()
    done = pettycash_claims.receive(box.store, box.custodian, made.id, "88012", same)
    again = pettycash_claims.receive(box.store, box.custodian, made.id, "88012", same)
    assert (done.state, again.id, done.check_number) == ("RECEIVED", done.id, "88012")
    assert box.position == pettycash.Position(200_00, 200_00, 0, 0, 0, 0)
    assert {row[0] for row in box.store.rows("SELECT state FROM petty_vouchers")} == {"REIMBURSED"}
    assert verify(box.store).ok


@pytest.mark.parametrize(("off", "total"), [(-1_50, 21_50), (50, 19_50)])
def test_over_and_short_is_on_the_form_and_restored(box: Box, hasher: Argon2, off: int, total: int) -> None:
    box.pay(20_00)
    consent = box.approve(hasher, "petty.replenish", total)
    with pytest.raises(FormError, match="give the reason"):
        claim(box, 180_00 + off, consent)
    made = claim(box, 180_00 + off, consent, "Wrong change")
    assert (made.short_cents, made.total_cents) == (-off, total)
    assert box.balances()["100-030-4990"] == -off
    pettycash_claims.receive(box.store, box.custodian, made.id, "1", key())
    assert box.position == pettycash.Position(200_00, 200_00, 0, 0, 0, 0)
    assert verify(box.store).ok


def test_accounts_payable_gets_the_same_file_every_time(box: Box, hasher: Argon2) -> None:
    box.pay(12_00)
    box.pay(8_00, gl=POSTAGE, payee="Ed Poe", requested="Ed")
    made = claim(box, 179_50, box.approve(hasher, "petty.replenish", 20_50), "Lost coin")
    name, text = pettycash_ap.request_file(box.store, box.custodian, made.id)
    assert name == "AP_PC1-R27-0001.csv"
    head = 'PC1-R27-0001,2026-07-06,"Marc O\'Neill, custodian, petty cash",PC1'
    assert text.splitlines() == [
        "request,date,payee,fund,line,account,description,amount,total",
        f"{head},1,{SUPPLIES},Office supplies,12.00,20.50",
        f"{head},2,{POSTAGE},Postage,8.00,20.50",
        f"{head},3,100-030-4990,Cash over and short,0.50,20.50",
    ]
    assert pettycash_ap.request_file(box.store, box.finance, made.id) == (name, text)
    pettycash_claims.withdraw(
        box.store, box.custodian, made.id, "No", key(), box.approve(hasher, "petty.cancel", 20_50)
    )  # fmt: skip
    with pytest.raises(Refused, match="was withdrawn"):
        pettycash_ap.request_file(box.store, box.custodian, made.id)


def test_a_reimbursement_needs_vouchers_signatures_and_somebody_else(box: Box, hasher: Argon2) -> None:
    with pytest.raises(Refused, match="no vouchers"):
        claim(box, 200_00)
    made = box.pay(20_00, signed=False)
    with pytest.raises(Refused, match="not signed for"):
        claim(box, 180_00)
    vouchers.sign(box.store, box.custodian, made.id)
    with pytest.raises(Refused, match="given for something else"):
        claim(box, 180_00, box.approve(hasher, "petty.cancel", 20_00))
    assert box.store.value("SELECT COUNT(*) FROM petty_counts") == 0


def test_a_withdrawn_reimbursement_opens_its_vouchers_again(box: Box, hasher: Argon2) -> None:
    box.pay(20_00)
    made = claim(box, 179_00, box.approve(hasher, "petty.replenish", 21_00), "Lost coin")
    consent = box.approve(hasher, "petty.cancel", 21_00)
    back = pettycash_claims.withdraw(box.store, box.custodian, made.id, "Account closed", key(), consent)
    assert back.state == "WITHDRAWN"
    assert box.position == pettycash.Position(200_00, 180_00, 0, 20_00, 0, 0)
    assert box.balances() == {"100-000-1140": 180_00, "100-000-1141": 20_00, "100-000-1110": -200_00}
    with pytest.raises(Refused, match="withdrawn already"):
        pettycash_claims.receive(box.store, box.custodian, made.id, "1", key())
    assert verify(box.store).ok


def test_a_change_order_has_the_same_value_both_ways(box: Box) -> None:
    order = {"give_b20": 2, "r25": 3, "r10": 2}
    made = pettycash_orders.order(box.store, box.custodian, box.id, order, key())
    assert (made.value_cents, made.state) == (40_00, "OUT")
    assert made.wanted == (("Quarter rolls (40)", 3, 30_00), ("Dime rolls (50)", 2, 10_00))
    assert box.position == pettycash.Position(200_00, 160_00, 40_00, 0, 0, 0)
    counted = pettycash_counts.count(box.store, box.supervisor, box.id, denominations.break_down(160_00))
    assert counted.difference_cents == 0
    done = pettycash_orders.close(box.store, box.custodian, made.id, key())
    assert done.state == "RECEIVED"
    assert box.position.cash_cents == 200_00
    with pytest.raises(FormError, match=r"Given 40\.00, wanted 30\.00: 10\.00 too little"):
        pettycash_orders.order(box.store, box.custodian, box.id, {"give_b20": 2, "r25": 3}, key())
    with pytest.raises(FormError, match="Say which bills"):
        pettycash_orders.order(box.store, box.custodian, box.id, {"r25": 3}, key())
    with pytest.raises(Refused, match="not so much cash"):
        pettycash_orders.order(box.store, box.custodian, box.id, {"give_b100": 5, "s5": 1}, key())
    assert verify(box.store).ok


def test_verify_finds_a_changed_voucher(box: Box) -> None:
    box.pay(12_00)
    with box.store.writing():
        box.store.run("UPDATE petty_vouchers SET amount_cents = 1100")
    (wrong,) = verify(box.store).wrong
    assert wrong.check == "petty cash"
    assert "Fund PC1 is 200.00, but its parts make 199.00" in wrong.sentence


def test_a_funds_series_is_no_till(box: Box) -> None:
    with pytest.raises(Refused, match="Till PC1 is no drawer's"):
        drawers.open(box.store, box.custodian, "PC1", 100_00)
    assert drawers.open(box.store, box.custodian, "01", 100_00).till == "01"


def test_a_stranger_sees_no_fund(box: Box, session_of: SessionOf) -> None:
    stranger = session_of(CSR1)
    assert pettycash.funds(box.store, stranger) == []
    assert [one.code for one in pettycash.funds(box.store, box.supervisor)] == ["PC1"]
    with pytest.raises(Refused, match="may see a petty cash fund"):
        vouchers.vouchers(box.store, stranger, box.id)


def test_the_papers_are_whole_in_both_languages(box: Box, hasher: Argon2, tmp_path: Path) -> None:
    made = box.pay(20_00, language="es")
    advance = box.pay(30_00, kind="ADVANCE", receipt=False, payee="Ed Poe", requested="Ed", language="es")
    counted = pettycash_counts.count(box.store, box.supervisor, box.id, denominations.break_down(149_00))
    requested = claim(box, 149_00, box.approve(hasher, "petty.replenish", 21_00), "Lost coin")
    order = pettycash_orders.order(box.store, box.custodian, box.id, {"give_b20": 1, "r25": 2}, key())
    found, known = pettycash.fund(box.store, box.id), terms(box.store, "2026-07-06")
    papers = [papers_of.voucher_paper(known, found, one) for one in (made, advance)]
    for language in ("en", "es"):
        papers.append(papers_of.count_paper(known, found, counted, language))
        papers.append(papers_of.claim_paper(known, found, requested, language))
        papers.append(papers_of.order_paper(known, found, order, language))
    text = "\n".join(json.dumps(paper, ensure_ascii=False) for paper in papers)
    for said in (
        "COMPROBANTE DE CAJA CHICA", "ANTICIPO DE CAJA CHICA", "07/07/2026", "Arqueo sorpresivo", "FALTANTE", "SHORT",
        "REEMBOLSO DE CAJA CHICA", "Sobrantes y faltantes", "PEDIDO DE CAMBIO", "2 x Quarter rolls (40)", "21.00",
    ):  # fmt: skip
        assert said in text
    for n, paper in enumerate(papers):
        render_pdf(paper, tmp_path / f"{n}.pdf")
    assert all((tmp_path / f"{n}.pdf").read_bytes().startswith(b"%PDF") for n in range(len(papers)))
    assert papers_of.WORDS["en"].keys() == papers_of.WORDS["es"].keys()
    assert papers_of.OFFICE["en"].keys() == papers_of.OFFICE["es"].keys()
