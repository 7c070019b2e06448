"""What a utility account owes, and how a payment is spread over it. Not a service; water bills and deposits use it.

The order is the dated setting `payment.order.utility`: oldest bill first, inside a bill by bucket, then a deposit
due, and the rest is unapplied credit. Statements change a row only while it still is as it was read, so that two
clerks cannot pay the same bill line twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from data.permissions import Refused
from data.services.rules import several
from data.store import Store
from data.utility.accounts import number_shown

CHANGED = (
    "What this account owes was paid meanwhile, or is paid twice on this receipt. Nothing was posted: take a line off."
)

_OWED = """
SELECT 0, a.id, CASE WHEN a.billing_name <> '' THEN a.billing_name ELSE c.name END, '', a.credit_cents, '', 0
FROM accounts a JOIN customers c ON c.id = a.customer_id WHERE a.number = ?
UNION ALL
SELECT 1, l.id, b.number, l.bucket, l.open_cents, b.bill_date, b.id
FROM accounts a JOIN bill_lines l ON l.account_id = a.id JOIN bills b ON b.id = l.bill_id
WHERE a.number = ? AND l.open_cents <> 0
UNION ALL
SELECT 2, d.id, '', d.state, d.amount_cents - d.held_cents, d.required_on, 0
FROM accounts a JOIN deposits d ON d.account_id = a.id WHERE a.number = ? AND d.state IN ('REQUIRED', 'BILLED')
"""
"""The account (0), its open bill lines (1) and the deposits due (2): kind, id, name or bill, what, cents, day, bill."""


@dataclass(frozen=True)
class OpenLine:
    """A bill line that is not paid."""

    id: int
    bill: str
    """The bill's number."""
    bucket: str
    open_cents: int


@dataclass(frozen=True)
class DepositDue:
    """A customer deposit that is required and not yet held in full."""

    id: int
    due_cents: int
    state: str


@dataclass(frozen=True)
class Receivables:
    """What one account owes, in the order in which a payment settles it."""

    account_id: int
    number: str
    name: str
    less_cents: int
    """Unapplied credit, and bill lines below zero: taken off what is due, left as they are by a payment."""
    lines: tuple[OpenLine, ...]
    deposits: tuple[DepositDue, ...]
    gl_receivable: str
    gl_deposits: str
    gl_credit: str

    @property
    def shown(self) -> str:
        """The account number with its check digit."""
        return number_shown(self.number)

    @property
    def bills_cents(self) -> int:
        """Everything open on bills."""
        return sum(line.open_cents for line in self.lines)

    @property
    def deposit_cents(self) -> int:
        """Everything due as a deposit."""
        return sum(deposit.due_cents for deposit in self.deposits)

    @property
    def due_cents(self) -> int:
        """What is to be paid now: bills less credit, never below zero, and the deposit."""
        return max(self.bills_cents - self.less_cents, 0) + self.deposit_cents


@dataclass(frozen=True)
class Spread:
    """How an amount is used: bill lines and deposits by id with their cents, and the rest as unapplied credit."""

    lines: tuple[tuple[int, int], ...]
    deposits: tuple[tuple[DepositDue, int], ...]
    credit_cents: int


def read(store: Store, number: str) -> Receivables | None:
    """What account `number` (eight digits) owes today; None when there is no such account."""
    found = store.rows(_OWED, number, number, number)
    account = next((row for row in found if row[0] == 0), None)
    if account is None:
        return None
    today = store.clock.today()
    rules = several(
        store, ("payment.order.utility", "gl.ar_utility", "gl.deposits_payable", "gl.unapplied_credit"), today
    )
    order = {bucket: place for place, bucket in enumerate(rules["payment.order.utility"].split())}
    bills = sorted(
        (row for row in found if row[0] == 1 and row[4] > 0),
        key=lambda row: (row[5], row[6], order.get(row[3], len(order)), row[1]),
    )
    deposits = sorted((row for row in found if row[0] == 2 and row[4] > 0), key=lambda row: (row[5], row[1]))
    return Receivables(
        account[1],
        number,
        account[2],
        account[4] - sum(row[4] for row in found if row[0] == 1 and row[4] < 0),
        tuple(OpenLine(row[1], row[2], row[3], row[4]) for row in bills),
        tuple(DepositDue(row[1], row[4], row[3]) for row in deposits),
        rules["gl.ar_utility"],
        rules["gl.deposits_payable"],
        rules["gl.unapplied_credit"],
    )


def spread(amount_cents: int, lines: Sequence[OpenLine], deposits: Sequence[DepositDue]) -> Spread:
    """An amount used up in the order given: bill lines, then deposits, and the rest as unapplied credit."""
    rest = amount_cents
    paid: list[tuple[int, int]] = []
    held: list[tuple[DepositDue, int]] = []
    for line in lines:
        if part := min(rest, line.open_cents):
            paid.append((line.id, part))
            rest -= part
    for deposit in deposits:
        if part := min(rest, deposit.due_cents):
            held.append((deposit, part))
            rest -= part
    return Spread(tuple(paid), tuple(held), rest)


def detail(part: Spread) -> dict[str, Any]:
    """What `pay` and `undo` need of a spread, JSON-able."""
    return {
        "bill_lines": [list(pair) for pair in part.lines],
        "deposits": [[deposit.id, cents, deposit.state] for deposit, cents in part.deposits],
        "credit": part.credit_cents,
    }


def pay(store: Store, document_id: int, line_no: int, account_id: int, paid: dict[str, Any]) -> None:
    """Settle what a spread's `detail` names. Raises `Refused` when a row is no longer as it was read."""
    _move(store, paid["bill_lines"], -1)
    _apply(store, document_id, line_no, account_id, paid, 1)
    for deposit_id, cents, _state in paid["deposits"]:
        hold(store, document_id, deposit_id, cents)
    if paid["credit"]:
        store.run("UPDATE accounts SET credit_cents = credit_cents + ? WHERE id = ?", paid["credit"], account_id)


def undo(store: Store, document_id: int, line_no: int, account_id: int, paid: dict[str, Any]) -> None:
    """Restore exactly what `pay` settled. Raises `Refused` when the credit or deposit has since been used."""
    _move(store, paid["bill_lines"], 1)
    _apply(store, document_id, line_no, account_id, paid, -1)
    for deposit_id, cents, state in paid["deposits"]:
        release(store, deposit_id, cents, state)
    if paid["credit"]:
        changed = store.run(
            "UPDATE accounts SET credit_cents = credit_cents - ? WHERE id = ? AND credit_cents >= ?",
            paid["credit"],
            account_id,
            paid["credit"],
        )
        if changed != 1:
            raise Refused("The credit this payment left on the account has since been used. Void that first.")


def hold(store: Store, document_id: int, deposit_id: int, cents: int) -> None:
    """Add money to a deposit; it is HELD once it is complete. Raises `Refused` when less is due by now."""
    changed = store.run(
        "UPDATE deposits SET held_cents = held_cents + ?, journal_id = COALESCE(journal_id, ?),"
        " state = CASE WHEN held_cents + ? = amount_cents THEN 'HELD' ELSE state END"
        " WHERE id = ? AND state IN ('REQUIRED', 'BILLED') AND held_cents + ? <= amount_cents",
        cents,
        document_id,
        cents,
        deposit_id,
        cents,
    )
    if changed != 1:
        raise Refused(CHANGED)


def release(store: Store, deposit_id: int, cents: int, state: str) -> None:
    """Take money out of a deposit again, back to its earlier state. Raises `Refused` when it has since been used."""
    changed = store.run(
        "UPDATE deposits SET held_cents = held_cents - ?, state = ?,"
        " journal_id = CASE WHEN held_cents = ? THEN NULL ELSE journal_id END"
        " WHERE id = ? AND held_cents >= ? AND state IN ('REQUIRED', 'BILLED', 'HELD')",
        cents,
        state,
        cents,
        deposit_id,
        cents,
    )
    if changed != 1:
        raise Refused("The deposit of this payment has since been applied or refunded. Void that first.")


def _move(store: Store, pairs: Sequence[Sequence[int]], sign: int) -> None:
    """Change the open amount of bill lines by id, in one statement; all of them or `Refused`."""
    if not pairs:
        return
    whens = " ".join("WHEN ? THEN ?" for _ in pairs)
    marks = ", ".join("?" * len(pairs))
    amounts = [number for line_id, cents in pairs for number in (line_id, sign * cents)]
    ids = [line_id for line_id, _ in pairs]
    changed = store.run(
        f"UPDATE bill_lines SET open_cents = open_cents + CASE id {whens} ELSE 0 END WHERE id IN ({marks})"
        f" AND open_cents + CASE id {whens} ELSE 0 END BETWEEN 0 AND amount_cents",
        *amounts,
        *ids,
        *amounts,
    )
    if changed != len(pairs):
        raise Refused(CHANGED)


def _apply(store: Store, document_id: int, line_no: int, account_id: int, paid: dict[str, Any], sign: int) -> None:
    """Write one application per bill line, and one without a bill line for the unapplied credit."""
    rows: list[tuple[int | None, int]] = [(line_id, sign * cents) for line_id, cents in paid["bill_lines"]]
    if paid["credit"]:
        rows.append((None, sign * paid["credit"]))
    if not rows:
        return
    marks = ", ".join("(?, ?, ?, ?, ?)" for _ in rows)
    store.run(
        f"INSERT INTO applications (journal_id, line_n, account_id, bill_line_id, amount_cents) VALUES {marks}",
        *(value for bill_line, cents in rows for value in (document_id, line_no, account_id, bill_line, cents)),
    )
