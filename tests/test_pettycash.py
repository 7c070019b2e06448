"""Petty cash: funds, vouchers, advances and separation of duties, on both stores."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pettycash_box
import pytest
from pettycash_box import SUPPLIES, Box, fund_values, key, voucher

from data import (
    pettycash,
    records,
)
from data import pettycash_vouchers as vouchers
from data.clock import FixedClock
from data.forms import FormError
from data.passwords import Argon2
from data.permissions import Refused
from data.pettycash_register import REGISTER
from data.verify import verify

box = pettycash_box.box


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
