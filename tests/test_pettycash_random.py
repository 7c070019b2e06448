"""A petty cash fund at random: whatever is done in whatever order, its parts make the fund and the books are right."""

from __future__ import annotations

from random import Random
from uuid import uuid4

import pytest
from conftest import SessionOf
from pettycash_box import PASSWORD, fund_values, voucher

from data import denominations, pettycash, pettycash_claims, pettycash_orders, records, users
from data import pettycash_vouchers as vouchers
from data.forms import FormError
from data.passwords import Argon2
from data.permissions import CSR1, CSR2, FINANCE, SUPERVISOR, Refused
from data.pettycash_register import REGISTER
from data.session import Approval, Session
from data.store import Store
from data.verify import verify

STEPS = 60


class Play:
    """One fund and somebody who does anything with it."""

    def __init__(self, store: Store, session: Session, fund_id: int, random: Random, hasher: Argon2) -> None:
        self.store, self.session, self.fund_id, self.random, self.hasher = store, session, fund_id, random, hasher
        self.done = 0

    def step(self) -> None:
        """Do one thing; a refusal is an answer too."""
        act = self.random.choice([self.pay, self.pay, self.pay, self.settle, self.cancel, self.claim, self.close_claim,
                                  self.order, self.close_order])  # fmt: skip
        try:
            act()
            self.done += 1
        except (Refused, FormError, IndexError):
            pass

    def approval(self, action: str, cents: int) -> Approval:
        """The supervisor's consent."""
        return users.approve(self.store, self.session, "201", PASSWORD, action, cents, "seen", hasher=self.hasher)

    def pick(self, table: str, state: str) -> int:
        """Any row in a state. Raises `IndexError` when there is none."""
        rows = self.store.rows(f"SELECT id FROM {table} WHERE state = ? ORDER BY id", state)
        return int(self.random.choice(rows)[0])

    def pay(self) -> None:
        kind = self.random.choice(["REIMBURSE", "ADVANCE"])
        values = voucher(self.random.randint(1, 50_00), kind=kind, payee=f"Payee {self.random.randint(1, 99)}")
        vouchers.pay(self.store, self.session, self.fund_id, values, uuid4().hex)

    def settle(self) -> None:
        values = {"spent": self.random.randint(0, 50_00), "receipt": True, "signed": True, "tax": None}
        vouchers.settle(self.store, self.session, self.pick("petty_vouchers", "ADVANCED"), values, uuid4().hex)

    def cancel(self) -> None:
        state = self.random.choice(["ADVANCED", "PAID"])
        chosen = self.pick("petty_vouchers", state)
        approval = self.approval("petty.cancel", 50_00)
        vouchers.cancel(self.store, self.session, chosen, "Wrong", uuid4().hex, approval)

    def claim(self) -> None:
        now = pettycash.position(self.store, pettycash.fund(self.store, self.fund_id))
        off = self.random.choice([0, 0, -25, 10])
        counted = denominations.break_down(max(0, now.cash_cents + off))
        approval = self.approval("petty.replenish", 400_00)
        pettycash_claims.request(self.store, self.session, self.fund_id, counted, uuid4().hex, "Wrong change", approval)

    def close_claim(self) -> None:
        chosen = self.pick("petty_claims", "SENT")
        if self.random.random() < 0.3:
            approval = self.approval("petty.cancel", 400_00)
            pettycash_claims.withdraw(self.store, self.session, chosen, "Back", uuid4().hex, approval)
        else:
            pettycash_claims.receive(self.store, self.session, chosen, "1", uuid4().hex)

    def order(self) -> None:
        pettycash_orders.order(self.store, self.session, self.fund_id, {"give_b20": 1, "r25": 2}, uuid4().hex)

    def close_order(self) -> None:
        chosen = self.pick("petty_orders", "OUT")
        pettycash_orders.close(self.store, self.session, chosen, uuid4().hex, returned=self.random.random() < 0.5)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_fund_is_always_whole(rules: Store, session_of: SessionOf, hasher: Argon2, seed: int) -> None:
    finance = session_of(FINANCE, number="301")
    custodian = session_of(CSR2, number="102", name="Marc O'Neill")
    session_of(CSR1, number="103", name="Linh Tran")
    session_of(SUPERVISOR, number="201", name="Gloria White")
    rules.run("UPDATE users SET password_hash = ? WHERE number = '201'", hasher.hash(PASSWORD))
    fund_id = records.save(rules, finance, REGISTER, None, fund_values(amount_cents=300_00))
    play = Play(rules, custodian, fund_id, Random(seed), hasher)
    for _ in range(STEPS):
        play.step()
        now = pettycash.position(rules, pettycash.fund(rules, fund_id))
        assert now.total_cents == now.fund_cents == 300_00
        assert min(now.cash_cents, now.vouchers_cents, now.advances_cents, now.transit_cents) >= 0
    assert play.done > STEPS // 3
    assert verify(rules).ok
    by_gl = {gl: int(cents) for gl, cents in rules.rows("SELECT gl, SUM(amount_cents) FROM postings GROUP BY gl")}
    assert by_gl["100-000-1140"] == now.cash_cents + now.change_cents
    assert by_gl.get("100-000-1141", 0) == now.vouchers_cents
    assert by_gl.get("100-000-1142", 0) == now.advances_cents
    assert by_gl.get("100-000-1143", 0) == now.transit_cents
