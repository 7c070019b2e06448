"""Taking back what a returned tender had paid: every line of its receipt, as far as this tender paid it.

A line of a utility account opens its bill lines and deposits again, in their own buckets, and takes back unapplied
credit. What cannot be taken back, because credit or deposit has since been used, becomes a charge on the account.
Any other line becomes a receivable of the case, by department. Where several tenders paid a receipt, the returned
one is taken from the last lines first.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from data.chain import LineRow
from data.returned_shares import shares
from data.services.receivables import release
from data.tenders import dump

if TYPE_CHECKING:
    from data.ledger_read import PostedReceipt
    from data.returned_terms import CaseTerms
    from data.store import Store

OTHER, RETURNED_FEE = "OTHER", "RETURNED-FEE"
"""Buckets of the charges that a case puts on an account."""


@dataclass(frozen=True)
class Part:
    """A part of a case: what is owed again, where, and for which department; cents."""

    kind: str
    """BILL, DEPOSIT, CREDIT, OTHER or FEE."""
    department: str
    description: str
    reference: str
    gl: str
    amount_cents: int
    account_id: int | None = None
    bill_line_id: int | None = None
    deposit_id: int | None = None


@dataclass(frozen=True)
class Taken:
    """One line taken back: the journal line, its debits by account, and the parts of the case it makes."""

    line: LineRow
    debits: tuple[tuple[str, int], ...]
    parts: tuple[Part, ...]
    origin: LineRow


@dataclass(frozen=True)
class Taking:
    """What taking lines back depends on: the case's number, today, and the settings."""

    case: str
    what: str
    """The returned item in words: `Check 1021`."""
    on: date
    terms: CaseTerms

    @property
    def due(self) -> date:
        """When a charge put on an account is due."""
        return self.on + timedelta(days=self.terms.number("returned.notice_days"))


def take_back(store: Store, work: Taking, posted: PostedReceipt, cents: int, first_n: int = 1) -> list[Taken]:
    """Undo what a returned tender had paid, in the caller's transaction; the lines of the RETURN document."""
    found = []
    for n, (line, part, before) in enumerate(shares(store, posted, cents), first_n):
        if line.account_id is None:
            found.append(_other_line(store, work, posted, line, part, n))
        else:
            spread = _Spread(store, posted.journal_id, line, part, before)
            found.append(_account_line(store, work, spread, line, part, n))
    return found


def _row(work: Taking, line: LineRow, n: int, cents: int, detail: dict[str, Any]) -> LineRow:
    return line._replace(
        n=n,
        description=f"{work.what} returned: {line.description}"[:80],
        description_es=f"{work.what} devuelto: {line.description_es or line.description}"[:80],
        quantity=-line.quantity,
        unit_cents=-cents,
        amount_cents=-cents,
        custody_cents=0,
        detail=dump({**detail, "origin_n": line.n}),
        origin_line_id=None,
    )


def _other_line(store: Store, work: Taking, posted: PostedReceipt, line: LineRow, cents: int, n: int) -> Taken:
    """A line of no account: its revenue stays, what is owed for it becomes a receivable of the case."""
    gl = work.terms.text("gl.ar_returned")
    where = department(store, line)
    parts = tuple(
        Part("OTHER", where, line.description, line.reference, account, part)
        for account, part in _by_account(store, posted.journal_id, line, cents)
    )
    return Taken(_row(work, line, n, cents, {}), ((gl, cents),), parts, line)


def _by_account(store: Store, journal_id: int, line: LineRow, cents: int) -> list[tuple[str, int]]:
    """A part of a line by the accounts the whole had been credited to; the last takes the remainder."""
    rows = store.rows(
        "SELECT gl, -amount_cents FROM postings WHERE journal_id = ? AND line_n = ? ORDER BY n", journal_id, line.n
    )
    found, rest = [], cents
    for gl, whole in rows[:-1]:
        part = cents * int(whole) // line.amount_cents
        found.append((str(gl), part))
        rest -= part
    return [(gl, part) for gl, part in [*found, (str(rows[-1][0]), rest)] if part]


def department(store: Store, line: LineRow) -> str:
    """The department a line's money belongs to: its charge code's, else the utility for an account, else finance."""
    found = store.value(
        "SELECT department FROM charge_codes WHERE code = ? ORDER BY valid_from DESC LIMIT 1", line.charge_code
    )
    return str(found or ("UTILITIES" if line.account_id is not None else "FINANCE"))


def _account_line(store: Store, work: Taking, spread: _Spread, line: LineRow, cents: int, n: int) -> Taken:
    """A line of a utility account: credit back first, then deposits, then bill lines, the last paid first."""
    account_id = line.account_id
    assert account_id is not None
    terms = work.terms
    credit = take_credit(store, account_id, spread.credit)
    deposits = [(key, taken) for key, part, state in spread.deposits if (taken := _release(store, key, part, state))]
    bills = [(key, taken) for key, part in spread.bills if (taken := _reopen(store, key, part))]
    held = sum(part for _, part in deposits)
    opened = sum(part for _, part in bills)
    rest = cents - credit - held - opened
    receivable = terms.text("gl.ar_utility")
    parts = [_bill_part(store, line, key, part, receivable) for key, part in bills]
    parts += [
        Part("DEPOSIT", "UTILITIES", "Deposit", line.reference, terms.text("gl.deposits_payable"), part, account_id,
             None, key)
        for key, part in deposits
    ]  # fmt: skip
    if credit:
        parts.append(
            Part("CREDIT", "UTILITIES", "Credit taken back", line.reference, terms.text("gl.unapplied_credit"),
                 credit, account_id)
        )  # fmt: skip
    if rest:
        text = f"{work.what} returned, its credit was used"
        charge = charge_account(store, work, account_id, OTHER, text, rest, n)
        parts.append(Part("BILL", "UTILITIES", text, line.reference, receivable, rest, account_id, charge))
    debits = (
        (receivable, opened + rest),
        (terms.text("gl.deposits_payable"), held),
        (terms.text("gl.unapplied_credit"), credit),
    )
    detail = {
        "bill_lines": [list(pair) for pair in bills],
        "deposits": [list(pair) for pair in deposits],
        "credit": credit,
    }
    return Taken(_row(work, line, n, cents, detail), tuple(pair for pair in debits if pair[1]), tuple(parts), line)


def _bill_part(store: Store, line: LineRow, bill_line: int, cents: int, gl: str) -> Part:
    text = store.value("SELECT description FROM bill_lines WHERE id = ?", bill_line)
    return Part("BILL", "UTILITIES", str(text), line.reference, gl, cents, line.account_id, bill_line)


class _Spread:
    """What of a line's spread a returned part takes back; the last use first, `before` was returned earlier."""

    def __init__(self, store: Store, journal_id: int, line: LineRow, cents: int, before: int) -> None:
        detail = json.loads(line.detail)
        deposits: list[Sequence[Any]] = list(detail.get("deposits", ()))
        if detail.get("new"):
            key = store.value(
                "SELECT id FROM deposits WHERE journal_id = ? AND account_id = ? AND amount_cents = ? ORDER BY id",
                journal_id,
                line.account_id,
                detail["new"],
            )
            deposits += [(key, detail["new"], "REQUIRED")] if key else []
        self._rest, self._before = cents, before
        self.credit = self._part(int(detail.get("credit") or 0))
        self.deposits = [
            (int(key), part, str(state)) for key, whole, state in reversed(deposits) if (part := self._part(int(whole)))
        ]
        self.bills = [
            (int(key), part)
            for key, whole in reversed(detail.get("bill_lines", ()))
            if (part := self._part(int(whole)))
        ]

    def _part(self, whole: int) -> int:
        passed = min(whole, self._before)
        part = min(whole - passed, self._rest)
        self._before -= passed
        self._rest -= part
        return part


def take_credit(store: Store, account_id: int, cents: int) -> int:
    """Take unapplied credit off an account, as far as it is there; what was taken, in cents."""
    there = int(store.value(f"SELECT credit_cents FROM accounts WHERE id = ?{store.for_update}", account_id))
    taken = max(min(cents, there), 0)
    if taken:
        store.run("UPDATE accounts SET credit_cents = credit_cents - ? WHERE id = ?", taken, account_id)
    return taken


def _release(store: Store, deposit_id: int, cents: int, state: str) -> int:
    found = store.row(f"SELECT held_cents, state FROM deposits WHERE id = ?{store.for_update}", deposit_id)
    if found is None or found[1] not in ("REQUIRED", "BILLED", "HELD"):
        return 0
    taken = min(cents, int(found[0]))
    if taken:
        release(store, deposit_id, taken, state)
    return taken


def _reopen(store: Store, bill_line: int, cents: int) -> int:
    found = store.row(f"SELECT amount_cents - open_cents FROM bill_lines WHERE id = ?{store.for_update}", bill_line)
    taken = max(min(cents, int(found[0])), 0) if found else 0
    if taken:
        store.run("UPDATE bill_lines SET open_cents = open_cents + ? WHERE id = ?", taken, bill_line)
    return taken


def charge_account(
    store: Store, work: Taking, account_id: int, bucket: str, description: str, cents: int, n: int = 0
) -> int:
    """Put a charge of its own on an account, in a bucket; the id of its bill line."""
    day, suffix = work.on.isoformat(), f"-{n}" if n else ""
    bill = store.insert(
        "bills",
        account_id=account_id,
        number=f"{work.case}{suffix}",
        kind="RETURNED",
        bill_date=day,
        due_date=work.due.isoformat(),
        period_from=day,
        period_to=day,
        total_cents=cents,
    )
    return store.insert(
        "bill_lines",
        bill_id=bill,
        account_id=account_id,
        bucket=bucket,
        description=description[:60],
        amount_cents=cents,
        open_cents=cents,
    )


def write_applications(store: Store, journal_id: int, taken: Sequence[Taken]) -> None:
    """One application for every bill line opened again and every credit taken back."""
    for one in taken:
        detail = json.loads(one.line.detail)
        rows: list[tuple[int | None, int]] = [(key, cents) for key, cents in detail.get("bill_lines", ())]
        rows += [(None, detail["credit"])] if detail.get("credit") else []
        for bill_line, cents in rows:
            store.insert(
                "applications",
                journal_id=journal_id,
                line_n=one.line.n,
                account_id=one.line.account_id,
                bill_line_id=bill_line,
                amount_cents=-cents,
            )
