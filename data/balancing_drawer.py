"""A stored drawer as balancing looks at it, and why it is over or short."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from data import drawers
from data.balancing import Finding, explain
from data.balancing_day import CashOut, Day, GivenUp, NoSale, Paid, Taken, TakenBack
from data.drawers_close import CountResult, counts
from data.drawers_state import Drawer, get
from data.permissions import Refused
from data.tenders import COUNTED

if TYPE_CHECKING:
    from data.catalog import Catalog
    from data.session import Session
    from data.store import Store

_JOURNAL = (
    "SELECT j.id, j.kind, j.receipt, j.at, j.reason, j.total_cents, j.detail, o.receipt, o.drawer_id "
    "FROM journal j LEFT JOIN journal o ON o.id = j.origin_id WHERE j.drawer_id = ? ORDER BY j.id"
)
_TENDERS = (
    "SELECT t.journal_id, t.kind, t.amount_cents, t.change_cents, t.number FROM tenders t JOIN journal j "
    "ON j.id = t.journal_id WHERE j.drawer_id = ? AND j.kind IN ('RECEIPT', 'VOID') ORDER BY t.journal_id, t.n"
)
_LINES = (
    "SELECT l.journal_id, l.service, l.charge_code, l.reference, l.account_id, l.quantity, l.amount_cents, "
    "l.description, (SELECT COUNT(*) FROM journal_lines v JOIN journal k ON k.id = v.journal_id "
    "WHERE v.origin_line_id = l.id AND k.drawer_id = j.drawer_id) FROM journal_lines l JOIN journal j "
    "ON j.id = l.journal_id WHERE j.drawer_id = ? AND j.kind <> 'CLOSE' ORDER BY l.journal_id, l.n"
)
_BILLED = (
    "SELECT l.account_id, l.bill_id, l.id, l.open_cents FROM bill_lines l JOIN bills b ON b.id = l.bill_id "
    "WHERE b.bill_date <= ? AND l.account_id IN (SELECT k.account_id FROM journal_lines k JOIN journal j "
    "ON j.id = k.journal_id WHERE j.drawer_id = ? AND k.account_id IS NOT NULL)"
)
_APPLIED = (
    "SELECT a.bill_line_id, a.journal_id, a.amount_cents FROM applications a WHERE a.journal_id >= ? "
    "AND a.bill_line_id IS NOT NULL AND a.account_id IN (SELECT k.account_id FROM journal_lines k JOIN journal j "
    "ON j.id = k.journal_id WHERE j.drawer_id = ? AND k.account_id IS NOT NULL)"
)
_PRICES = (
    "SELECT code, amount_cents FROM charge_codes WHERE amount_cents IS NOT NULL AND valid_from <= ? "
    "AND (valid_to IS NULL OR valid_to >= ?)"
)


@dataclass(frozen=True)
class Balancing:
    """A counted drawer, its last count, and what may explain its differences."""

    drawer: Drawer
    count: CountResult
    findings: tuple[Finding, ...]


def why(store: Store, session: Session, catalog: Catalog, drawer_id: int | None = None) -> Balancing:
    """Why a counted drawer is off. Raises `Refused` before its count, and for another clerk's drawer without the right.

    Before the first count the day says how much cash there should be, which its own clerk may not know.
    """
    wanted = drawer_id or session.drawer_id
    if wanted is None:
        raise Refused("You have no open drawer.")
    found = get(store, wanted)
    if found.user_id != session.clerk.id and session.clerk.role not in drawers.SEES_CASH:
        raise Refused("Only a supervisor, finance or the auditor may see another clerk's drawer.")
    done = counts(store, wanted)
    if not done:
        raise Refused("Count the drawer first.")
    return Balancing(found, done[-1], explain(day_of(store, catalog, wanted)))


def day_of(store: Store, catalog: Catalog, drawer_id: int) -> Day:
    """A drawer's day from the journal, with its last count. Raises `Refused` when it was not counted."""
    found, done = get(store, drawer_id), counts(store, drawer_id)
    if not done:
        raise Refused("Count the drawer first.")
    rows = store.rows(_JOURNAL, drawer_id)
    paid = _tenders(store, drawer_id)
    lines: dict[int, list[_Line]] = defaultdict(list)
    for journal_id, *line in store.rows(_LINES, drawer_id):
        lines[journal_id].append(_Line(*line))
    asked = _Asked(store, catalog, found)
    parts: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        if found_one := _document(row, paid.get(row[0], ()), lines.get(row[0], []), asked):
            parts[type(found_one).__name__].append(found_one)
    return Day(
        done[-1].variance,
        tuple(parts["Taken"]),
        tuple(parts["TakenBack"]),
        tuple(parts["GivenUp"]),
        tuple(parts["NoSale"]),
        tuple(parts["CashOut"]),
        _pieces(store, drawer_id),
    )


@dataclass(frozen=True)
class _Line:
    service: str
    charge_code: str
    reference: str
    account_id: int | None
    quantity: int
    amount_cents: int
    description: str
    voided: int


def _tenders(store: Store, drawer_id: int) -> dict[int, tuple[Paid, ...]]:
    """The counted tenders of each receipt and void; amounts positive."""
    found: dict[int, list[Paid]] = defaultdict(list)
    for journal_id, kind, cents, change, number in store.rows(_TENDERS, drawer_id):
        if kind in COUNTED:
            found[journal_id].append(Paid(kind, abs(cents), change, number))
    return {journal_id: tuple(paid) for journal_id, paid in found.items()}


def _pieces(store: Store, drawer_id: int) -> Mapping[str, int]:
    stored = store.value(
        "SELECT denominations FROM drawer_counts WHERE drawer_id = ? ORDER BY n DESC LIMIT 1", drawer_id
    )
    found: dict[str, int] = json.loads(stored)
    return found


def _document(
    row: Sequence[Any], paid: tuple[Paid, ...], lines: Sequence[_Line], asked: _Asked
) -> Taken | TakenBack | GivenUp | NoSale | CashOut | None:
    """One document of the journal as balancing sees it; None for what moves no money of a customer."""
    journal_id, kind, receipt, at, reason, total, detail, origin, _ = row
    minute = int(datetime.fromisoformat(at).timestamp()) // 60
    if kind == "RECEIPT":
        return _taken(journal_id, receipt, minute, paid, lines, asked)
    if kind == "VOID":
        return TakenBack(journal_id, origin or "", minute, paid)
    if kind == "CANCEL":
        return GivenUp(journal_id, minute, int(json.loads(detail).get("cents", 0)))
    if kind == "NO-SALE":
        return NoSale(journal_id, minute, reason)
    if kind in ("DROP", "PAID-OUT"):
        return CashOut(journal_id, kind, minute, abs(total), lines[0].description if lines else "")
    return None


def _taken(
    journal_id: int, receipt: str, minute: int, paid: tuple[Paid, ...], lines: Sequence[_Line], asked: _Asked
) -> Taken:
    total = sum(line.amount_cents for line in lines)
    totals = {total - line.amount_cents + cents for line in lines for cents in asked.of(journal_id, line)}
    best = [max(asked.of(journal_id, line), default=line.amount_cents) for line in lines]
    return Taken(
        journal_id,
        receipt,
        minute,
        paid,
        frozenset(totals | {sum(best)}) if totals else frozenset(),
        lines[0].reference if lines else "",
        max((line.quantity for line in lines), default=1),
        any(asked.keyed(line) for line in lines),
        bool(lines) and all(line.voided for line in lines),
    )


class _Asked:
    """What was asked for on each line: the open bills of the account before the payment, or the charge's price."""

    def __init__(self, store: Store, catalog: Catalog, drawer: Drawer) -> None:
        on = drawer.business_date.isoformat()
        self._bills: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        for account_id, bill_id, line_id, cents in store.rows(_BILLED, on, drawer.id):
            self._bills[account_id].append((bill_id, line_id, cents))
        first = store.value("SELECT MIN(id) FROM journal WHERE drawer_id = ?", drawer.id) or 0
        self._applied: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for line_id, journal_id, cents in store.rows(_APPLIED, first, drawer.id):
            self._applied[line_id].append((journal_id, cents))
        self._settled = {journal_id for paid in self._applied.values() for journal_id, _ in paid}
        self._prices = _prices(store, drawer.business_date)
        self._keyed = {one.code: "amount" in one.form.fields for one in catalog.services}

    def keyed(self, line: _Line) -> bool:
        """Whether the clerk typed the line's amount."""
        return self._keyed.get(line.service, True)

    def of(self, journal_id: int, line: _Line) -> set[int]:
        """The amounts in cents that were asked for before this document; empty when nothing was."""
        if line.account_id is not None:
            return self._due(journal_id, line.account_id) if journal_id in self._settled else set()
        price = self._prices.get(line.charge_code)
        return {price * line.quantity} if price else set()

    def _due(self, journal_id: int, account_id: int) -> set[int]:
        bills: dict[int, int] = defaultdict(int)
        for bill_id, line_id, cents in self._bills.get(account_id, ()):
            later = sum(paid for document, paid in self._applied.get(line_id, ()) if document >= journal_id)
            bills[bill_id] += cents + later
        owed = [cents for cents in bills.values() if cents > 0]
        return {*owed, sum(owed)} if owed else set()


def _prices(store: Store, on: date) -> dict[str, int]:
    return {code: int(cents) for code, cents in store.rows(_PRICES, on.isoformat(), on.isoformat())}


@dataclass(frozen=True)
class Counted:
    """A counted drawer in a list; `variance_cents` adds its differences, signs left off."""

    id: int
    till: str
    clerk: str
    business_date: date
    state: str
    variance_cents: int


def counted(store: Store, session: Session, limit: int = 200) -> list[Counted]:
    """Counted drawers whose figures this clerk may see, the newest first; only their own for those who count them."""
    own = "" if session.clerk.role in drawers.SEES_CASH else "AND d.user_id = ? "
    rows = store.rows(
        "SELECT d.id, d.till, u.name, d.business_date, d.state, c.counted, c.expected FROM drawers d "
        "JOIN users u ON u.id = d.user_id JOIN drawer_counts c ON c.drawer_id = d.id WHERE c.n = "
        f"(SELECT MAX(n) FROM drawer_counts WHERE drawer_id = d.id) {own}ORDER BY d.id DESC LIMIT ?",
        *([session.clerk.id] if own else []),
        limit,
    )
    return [
        Counted(
            row[0],
            row[1],
            row[2],
            date.fromisoformat(row[3]),
            row[4],
            CountResult(1, json.loads(row[5]), json.loads(row[6])).variance_cents,
        )
        for row in rows
    ]
