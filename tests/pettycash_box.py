"""A petty cash fund with its people, for tests: what is paid from it and how its reimbursement is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from conftest import SessionOf

from data import (
    denominations,
    pettycash,
    pettycash_claims,
    records,
    users,
)
from data import pettycash_vouchers as vouchers
from data.passwords import Argon2
from data.permissions import CSR1, CSR2, FINANCE, SUPERVISOR
from data.pettycash_register import REGISTER
from data.session import Approval, Session
from data.store import Store

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


def claim(box: Box, counted: int, approval: Approval | None = None, reason: str = "") -> pettycash_claims.Claim:
    """Request the reimbursement."""
    pieces = denominations.break_down(counted)
    return pettycash_claims.request(box.store, box.custodian, box.id, pieces, key(), reason, approval)
