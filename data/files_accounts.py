"""What many accounts owe, in a few statements: for posting a file of payments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from data.services.receivables import DepositDue, OpenLine, Receivables
from data.services.rules import several
from data.text import luhn_ok

if TYPE_CHECKING:
    from data.store import Store

AT_ONCE = 400
"""Values in one list of a statement."""
CLOSED = frozenset({"CLOSED", "WRITTEN-OFF"})

_ACCOUNTS = (
    "SELECT a.id, a.number, a.old_number, CASE WHEN a.billing_name <> '' THEN a.billing_name ELSE c.name END, "
    "a.credit_cents, a.status, a.cash_only FROM accounts a JOIN customers c ON c.id = a.customer_id WHERE a."
)
_LINES = "SELECT account_id, id, bill_id, bucket, open_cents FROM bill_lines WHERE open_cents <> 0 AND account_id "
_BILLS = "SELECT id, number, bill_date FROM bills WHERE id "
_DEPOSITS = (
    "SELECT account_id, id, amount_cents - held_cents, state FROM deposits WHERE state IN ('REQUIRED', 'BILLED') "
    "AND account_id "
)
_NAMES = ("payment.order.utility", "gl.ar_utility", "gl.deposits_payable", "gl.unapplied_credit")


@dataclass(frozen=True)
class Owed:
    """An account a payment names: what it owes, and why nothing may be posted to it, empty when it may."""

    facts: Receivables
    problem: str = ""


def account_key(text: str) -> tuple[str, str]:
    """An account as banks write it, made eight digits; with `CHECKDIGIT` when its check digit is wrong.

    Other texts are left as they are: they may be a number of the system before this one.
    """
    plain = text.strip().replace("-", "").replace(" ", "")
    if not (plain.isascii() and plain.isdigit()):
        return text.strip().upper(), ""
    digits = plain.lstrip("0").rjust(9, "0") if len(plain) > 9 else plain
    if len(digits) != 9:
        return digits, ""
    return (digits[:8], "") if luhn_ok(digits) else (digits[:8], "CHECKDIGIT")


def read_many(store: Store, numbers: Iterable[str]) -> dict[str, Owed]:
    """What accounts owe, by the number asked for (eight digits, or the old number). Locks their open bill lines."""
    wanted = sorted(set(numbers))
    found: dict[str, tuple[Any, ...]] = {row[1]: row for row in _in(store, _ACCOUNTS + "number", wanted)}
    missing = [number for number in wanted if number and number not in found]
    found.update({row[2]: row for row in _in(store, _ACCOUNTS + "old_number", missing)})
    ids = sorted({row[0] for row in found.values()})
    lines = _grouped(_lines(store, ids))
    deposits = _grouped(_in(store, _DEPOSITS, ids, " ORDER BY required_on, id"))
    rules = several(store, _NAMES, store.clock.today())
    return {key: _owed(row, lines.get(row[0], []), deposits.get(row[0], []), rules) for key, row in found.items()}


def _lines(store: Store, ids: Sequence[int]) -> list[tuple[Any, ...]]:
    """The open bill lines of accounts with their bills, locked: account, id, bill, bucket, cents, bill date, bill id.

    Two plain reads: joined, PostgreSQL would read whole tables for every few hundred accounts.
    """
    found = _in(store, _LINES, ids, store.for_update)
    bills = {row[0]: row[1:] for row in _in(store, _BILLS, sorted({row[2] for row in found}))}
    return [
        (account, line, bills[bill][0], bucket, cents, bills[bill][1], bill)
        for account, line, bill, bucket, cents in found
    ]


def _in(store: Store, sql: str, values: Sequence[Any], rest: str = "") -> list[tuple[Any, ...]]:
    """The rows of a statement whose text ends before "one of these values", a few hundred of them at a time."""
    rows: list[tuple[Any, ...]] = []
    for at in range(0, len(values), AT_ONCE):
        rows += store.rows(f"{sql} {store.one_of}{rest}", store.listed(values[at : at + AT_ONCE]))
    return rows


def _grouped(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[tuple[Any, ...]]]:
    found: dict[int, list[tuple[Any, ...]]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row[1:])
    return found


def _owed(
    row: tuple[Any, ...], lines: list[tuple[Any, ...]], deposits: list[tuple[Any, ...]], rules: dict[str, str]
) -> Owed:
    account_id, number, _, name, credit, status, cash_only = row
    order = {bucket: place for place, bucket in enumerate(rules["payment.order.utility"].split())}
    bills = sorted(
        (line for line in lines if line[3] > 0),
        key=lambda line: (line[4], line[5], order.get(line[2], len(order)), line[0]),
    )
    facts = Receivables(
        account_id,
        number,
        name,
        credit - sum(line[3] for line in lines if line[3] < 0),
        tuple(OpenLine(*line[:4]) for line in bills),
        tuple(DepositDue(*deposit) for deposit in deposits if deposit[1] > 0),
        rules["gl.ar_utility"],
        rules["gl.deposits_payable"],
        rules["gl.unapplied_credit"],
    )
    if status in CLOSED:
        return Owed(facts, "CLOSED")
    return Owed(facts, "CASHONLY" if cash_only else "")


def after(facts: Receivables, detail: dict[str, Any]) -> Receivables:
    """What an account owes once a payment with this detail is posted: for the next payment of the same file."""
    paid = dict(detail["bill_lines"])
    held = {deposit_id: cents for deposit_id, cents, _ in detail["deposits"]}
    lines = (replace(line, open_cents=line.open_cents - paid.get(line.id, 0)) for line in facts.lines)
    deposits = (replace(one, due_cents=one.due_cents - held.get(one.id, 0)) for one in facts.deposits)
    return replace(
        facts,
        less_cents=facts.less_cents + int(detail["credit"]),
        lines=tuple(line for line in lines if line.open_cents),
        deposits=tuple(one for one in deposits if one.due_cents),
    )
