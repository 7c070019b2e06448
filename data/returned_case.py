"""A returned item's case as it is read: its facts, its parts, and what is still owed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from data.permissions import Refused

if TYPE_CHECKING:
    from data.store import Store

OPEN = ("RECEIVED", "MATCHED", "REVERSED", "FEE-POSTED", "NOTICE", "PLAN", "DISPUTED", "DEMAND", "REFERRED")
"""States in which something is still to be done."""


@dataclass(frozen=True)
class Case:
    """One returned item; amounts in cents."""

    id: int
    number: str
    state: str
    kind: str
    check_number: str
    amount_cents: int
    reason: str
    reason_title: str
    returned_on: date
    debited_on: date
    bank_reference: str
    paid_on: date | None
    payer: str
    payer_key: str
    customer_id: int | None
    account_id: int | None
    language: str
    street: str
    place: str
    routing: str
    last4: str
    account_hash: str
    occurrence: int
    """The how-manieth returned item of this payer."""
    fee_cents: int
    bank_cost_cents: int
    cash_only_until: date | None
    notice_on: date | None
    demand_on: date | None
    demand_expires_on: date | None
    certified: str
    """The article number of the certified mail."""
    mailing_cost_cents: int
    delivered_on: date | None
    officer: str
    referred_on: date | None
    closed_on: date | None
    note: str
    version: int

    @property
    def open(self) -> bool:
        """Whether something is still to be done."""
        return self.state in OPEN

    def age(self, on: date) -> int:
        """Days since the bank returned it."""
        return (on - self.returned_on).days


_DATES = frozenset(
    {"returned_on", "debited_on", "paid_on", "cash_only_until", "notice_on", "demand_on", "demand_expires_on",
     "delivered_on", "referred_on", "closed_on"}
)  # fmt: skip
_NAMES = tuple(Case.__dataclass_fields__)
_COLUMNS = ", ".join("COALESCE(r.title, c.reason)" if name == "reason_title" else f"c.{name}" for name in _NAMES)
_SELECT = f"SELECT {_COLUMNS} FROM returned_cases c LEFT JOIN return_reasons r ON r.code = c.reason "


def _case(row: tuple[Any, ...]) -> Case:
    values = dict(zip(_NAMES, row, strict=True))
    for name in _DATES:
        values[name] = date.fromisoformat(values[name]) if values[name] else None
    return Case(**values)


def by_id(store: Store, case_id: int, *, lock: bool = False) -> Case:
    """A case by its id, locked until commit if asked. Raises `Refused` when there is none."""
    if lock:
        store.value(f"SELECT id FROM returned_cases WHERE id = ?{store.for_update}", case_id)
    found = store.row(_SELECT + "WHERE c.id = ?", case_id)
    if found is None:
        raise Refused("There is no such case.")
    return _case(found)


def by_number(store: Store, text: str) -> Case | None:
    """A case by its number, or the only open case of a check number; None when there is none.

    Raises `Refused` when several open cases have that check number.
    """
    found = store.row(_SELECT + "WHERE c.number = ?", text.strip().upper())
    if found is not None:
        return _case(found)
    marks = ", ".join("?" * len(OPEN))
    rows = store.rows(f"{_SELECT}WHERE c.check_number = ? AND c.state IN ({marks}) ORDER BY c.id", text.strip(), *OPEN)
    if len(rows) > 1:
        raise Refused(f"Several open cases have check {text}: type the case's number, such as {rows[0][1]}.")
    return _case(rows[0]) if rows else None


def listing(store: Store, *, only_open: bool = True, limit: int = 2000) -> list[Case]:
    """Cases, oldest return first."""
    marks = ", ".join("?" * len(OPEN))
    where, params = (f"WHERE c.state IN ({marks}) ", OPEN) if only_open else ("", ())
    return [_case(row) for row in store.rows(f"{_SELECT}{where}ORDER BY c.returned_on, c.id LIMIT ?", *params, limit)]


@dataclass(frozen=True)
class Owed:
    """A part of a case and what is still owed of it; cents."""

    id: int
    kind: str
    department: str
    description: str
    reference: str
    gl: str
    amount_cents: int
    account_id: int | None
    bill_line_id: int | None
    deposit_id: int | None
    open_cents: int

    @property
    def paid_cents(self) -> int:
        """What was recovered of it; credit that was taken back is owed by nobody."""
        return 0 if self.kind == "CREDIT" else self.amount_cents - self.open_cents


_PARTS = """
SELECT p.id, p.kind, p.department, p.description, p.reference, p.gl, p.amount_cents, p.account_id, p.bill_line_id,
  p.deposit_id, CASE
  WHEN p.bill_line_id IS NOT NULL THEN l.open_cents
  WHEN p.deposit_id IS NOT NULL AND d.state IN ('REQUIRED', 'BILLED') THEN d.amount_cents - d.held_cents
  WHEN p.kind IN ('OTHER', 'FEE') THEN p.amount_cents - p.paid_cents ELSE 0 END
FROM returned_parts p LEFT JOIN bill_lines l ON l.id = p.bill_line_id LEFT JOIN deposits d ON d.id = p.deposit_id
WHERE p.case_id = ? ORDER BY CASE p.kind WHEN 'FEE' THEN 1 ELSE 0 END, p.id
"""


def parts(store: Store, case_id: int) -> list[Owed]:
    """The parts of a case, the charge last, with what is still owed of each."""
    found = []
    for *known, amount, account_id, bill_line, deposit, there in store.rows(_PARTS, case_id):
        key, kind, where, text, reference, gl = known
        still = max(min(int(amount), int(there)), 0)
        found.append(Owed(key, kind, where, text, reference, gl, amount, account_id, bill_line, deposit, still))
    return found


@dataclass(frozen=True)
class Balance:
    """What a case still owes, in cents."""

    item_cents: int
    fee_cents: int

    @property
    def total_cents(self) -> int:
        """The item and the charge."""
        return self.item_cents + self.fee_cents


def balance(store: Store, case_id: int) -> Balance:
    """What is still owed of the item and of the charge."""
    found = parts(store, case_id)
    fee = sum(one.open_cents for one in found if one.kind == "FEE")
    return Balance(sum(one.open_cents for one in found) - fee, fee)


def receipts(store: Store, case_id: int) -> list[str]:
    """The numbers of the receipts the returned item had paid."""
    return [
        str(row[0])
        for row in store.rows(
            "SELECT j.receipt FROM returned_tenders t JOIN journal j ON j.id = t.journal_id WHERE t.case_id = ? "
            "ORDER BY t.id",
            case_id,
        )
    ]
