"""Petty cash: imprest funds, where a fund's money is, and the documents that move it.

A fund keeps a fixed amount: cash in the box + change out at the bank + unreimbursed vouchers + advances + reimbursement
on the way = fund. Its documents stand in a series of their own, named as the fund, and belong to no drawer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from data import settings
from data.chain import LineRow, PostingRow, TenderRow
from data.days import open_date
from data.ledger_entry import Entry, Written, post_entry
from data.permissions import AUDITOR, DESK, FINANCE, STAFF, SUPERVISOR, Permission, Refused
from data.tenders import CASH, dump
from data.text import fold

if TYPE_CHECKING:
    from data.session import Approval, Session
    from data.store import Store

WORK = Permission("petty", "petty cash is paid by the fund's custodian or alternate.", DESK | {FINANCE})
SEE = Permission("petty.see", "petty cash is seen by its custodians, supervisors, finance and the auditor.", STAFF)
AUDIT = Permission(
    "petty.audit",
    "a fund is counted by surprise by a supervisor, finance or the auditor.",
    frozenset({SUPERVISOR, FINANCE, AUDITOR}),
)

_FUND = (
    "SELECT f.id, f.code, f.title, f.amount_cents, f.custodian_id, f.alternate_id, f.location, f.department, "
    "f.voucher_limit_cents, f.replenish_cents, f.active, c.number, c.name, c.initials, a.number, a.name, a.initials "
    "FROM petty_funds f JOIN users c ON c.id = f.custodian_id LEFT JOIN users a ON a.id = f.alternate_id"
)


@dataclass(frozen=True)
class Keeper:
    """A custodian or alternate."""

    id: int
    number: str
    name: str
    initials: str

    def is_named(self, text: str) -> bool:
        """Whether a typed number or name means this person."""
        return fold(text) in (fold(self.number), fold(self.name))


@dataclass(frozen=True)
class Fund:
    """An imprest fund; amounts in cents."""

    id: int
    code: str
    """Its series in the journal."""
    title: str
    amount_cents: int
    custodian: Keeper
    alternate: Keeper | None
    location: str
    department: str
    limit_cents: int
    """The most one voucher may be."""
    replenish_cents: int
    """With this much cash or less it is time to replenish."""
    active: bool

    @property
    def keepers(self) -> tuple[Keeper, ...]:
        """Custodian and alternate."""
        return (self.custodian, self.alternate) if self.alternate else (self.custodian,)

    def kept_by(self, user_id: int) -> bool:
        """Whether this user is custodian or alternate."""
        return user_id in [keeper.id for keeper in self.keepers]

    def names_keeper(self, text: str) -> bool:
        """Whether a typed number or name means custodian or alternate."""
        return any(keeper.is_named(text) for keeper in self.keepers)


@dataclass(frozen=True)
class Position:
    """Where a fund's money is, in cents."""

    fund_cents: int
    cash_cents: int
    """What should be in the box now."""
    change_cents: int
    """Out at the bank, to come back as coins and small bills."""
    vouchers_cents: int
    advances_cents: int
    transit_cents: int
    """Reimbursement on the way."""

    @property
    def total_cents(self) -> int:
        """All of it."""
        return self.cash_cents + self.change_cents + self.vouchers_cents + self.advances_cents + self.transit_cents


@dataclass(frozen=True)
class Move:
    """One line of a document: `cents` into the box (negative: out of it), against an account of the ledger."""

    said: str
    cents: int
    account: str
    reference: str = ""


def _fund(row: Sequence[Any]) -> Fund:
    alternate = Keeper(row[5], row[14], row[15], row[16]) if row[5] is not None else None
    custodian = Keeper(row[4], row[11], row[12], row[13])
    return Fund(row[0], row[1], row[2], row[3], custodian, alternate, row[6], row[7], row[8], row[9], bool(row[10]))


def fund(store: Store, fund_id: int, *, lock: bool = False) -> Fund:
    """A fund, locked until commit if asked. Raises `Refused` when there is none."""
    if lock and store.for_update:
        store.row(f"SELECT id FROM petty_funds WHERE id = ?{store.for_update}", fund_id)
    row = store.row(f"{_FUND} WHERE f.id = ?", fund_id)
    if row is None:
        raise Refused("There is no such petty cash fund.")
    return _fund(row)


def funds(store: Store, session: Session, *, kept: bool = False) -> list[Fund]:
    """The active funds that this clerk may see, by code; only those the clerk keeps if `kept`."""
    session.require(SEE)
    found = [_fund(row) for row in store.rows(f"{_FUND} WHERE f.active = 1 ORDER BY f.code")]
    if kept or session.clerk.role not in AUDIT.roles:
        found = [one for one in found if one.kept_by(session.clerk.id)]
    return found


def keeping(store: Store, session: Session, fund_id: int) -> Fund:
    """A fund, locked, for its custodian or alternate. Raises `Refused` for anybody else."""
    session.require(WORK)
    found = fund(store, fund_id, lock=True)
    if not found.active:
        raise Refused(f"Fund {found.code} is closed.")
    if not found.kept_by(session.clerk.id):
        raise Refused(f"Fund {found.code} is kept by {' and '.join(k.name for k in found.keepers)}, nobody else.")
    return found


def seeing(store: Store, session: Session, fund_id: int) -> Fund:
    """A fund for those who may see it. Raises `Refused`."""
    session.require(SEE)
    found = fund(store, fund_id)
    if not found.kept_by(session.clerk.id) and session.clerk.role not in AUDIT.roles:
        raise Refused("Only its custodians, a supervisor, finance or the auditor may see a petty cash fund.")
    return found


def position(store: Store, found: Fund) -> Position:
    """Where a fund's money is now, from its journal, vouchers, reimbursements and orders."""
    cash = store.value(
        "SELECT COALESCE(SUM(t.amount_cents), 0) FROM journal j JOIN tenders t ON t.journal_id = j.id "
        "WHERE j.series = ? AND t.kind = ?",
        found.code,
        CASH,
    )
    by_state = dict(
        store.rows("SELECT state, SUM(amount_cents) FROM petty_vouchers WHERE fund_id = ? GROUP BY state", found.id)
    )
    transit = _sum(store, "petty_claims", "total_cents", found.id, "SENT")
    change = _sum(store, "petty_orders", "value_cents", found.id, "OUT")
    vouchers, advances = int(by_state.get("PAID", 0)), int(by_state.get("ADVANCED", 0))
    return Position(found.amount_cents, int(cash) - change, change, vouchers, advances, transit)


def _sum(store: Store, table: str, column: str, fund_id: int, state: str) -> int:
    sql = f"SELECT COALESCE(SUM({column}), 0) FROM {table} WHERE fund_id = ? AND state = ?"
    return int(store.value(sql, fund_id, state))


def due(store: Store, found: Fund, today: date) -> list[str]:
    """What is due for a fund, in sentences: to replenish, to get advances back."""
    now = position(store, found)
    out = []
    if now.cash_cents <= found.replenish_cents:
        out.append("The cash is down to the replenish point: send the vouchers for reimbursement.")
    oldest = store.value("SELECT MIN(paid_on) FROM petty_vouchers WHERE fund_id = ? AND state = 'PAID'", found.id)
    days = settings.number(store, "petty.replenish_days", today)
    if oldest and (today - date.fromisoformat(oldest)).days >= days:
        out.append(f"Vouchers wait since {date.fromisoformat(oldest):%m/%d/%Y}: replenish at least every {days} days.")
    if oldest and today.month == 6 and today.day >= 24:
        out.append("The fiscal year ends on 06/30: send all vouchers before.")
    late = store.rows(
        "SELECT number, payee FROM petty_vouchers WHERE fund_id = ? AND state = 'ADVANCED' AND due_on < ? ORDER BY id",
        found.id,
        today.isoformat(),
    )
    return out + [
        f"Advance {number} to {payee} is overdue: receipt and change are to come back." for number, payee in late
    ]


# Documents


def gl(store: Store, session: Session, name: str) -> str:
    """The account string of a setting. Raises `StoreError` naming the row that is missing."""
    return settings.value(store, name, session.clock.today())


def acting(store: Store, session: Session, found: Fund) -> Session:
    """The session as it acts for a fund: in its series, without a drawer, on the first open business date."""
    day = open_date(store, session.clock.today())
    return replace(session, drawer_id=None, till=found.code, business_date=day)


def post(
    store: Store,
    session: Session,
    found: Fund,
    kind: str,
    key: str,
    moves: Sequence[Move],
    *,
    reason: str = "",
    origin_id: int | None = None,
    approval: Approval | None = None,
    detail: dict[str, Any] | None = None,
) -> Written:
    """Write a document of a fund in the caller's transaction; cash in the box changes by the sum of its lines.

    Raises `Refused` when there is not so much cash in the box.
    """
    cash = sum(move.cents for move in moves)
    if cash < 0 and position(store, found).cash_cents + cash < 0:
        raise Refused(f"There is not so much cash in the box of {found.code}.")
    entry = replace(
        _entry(kind, key, moves, gl(store, session, "gl.petty_cash")),
        reason=reason,
        origin_id=origin_id,
        approval_id=approval.id if approval else None,
        detail=dump(detail) if detail else "",
    )
    return post_entry(store, acting(store, session, found), entry)


def _entry(kind: str, key: str, moves: Sequence[Move], box: str) -> Entry:
    """A document whose lines move cash into or out of the box, the account `box`."""
    cash = sum(move.cents for move in moves)
    lines = tuple(
        LineRow(n, kind, "", move.reference, None, "", move.said, "", 1, move.cents, move.cents, 0, "{}", None)
        for n, move in enumerate(moves, 1)
    )
    parts = [(0, box, cash)] if cash else []
    parts += [(n, move.account, -move.cents) for n, move in enumerate(moves, 1)]
    postings = tuple(PostingRow(n, *part) for n, part in enumerate(parts, 1))
    tenders = (TenderRow(1, CASH, cash, cash, 0, "", "{}"),) if cash else ()
    return Entry(kind=kind, key=key, lines=lines, tenders=tenders, postings=postings)


def set_amount(store: Store, session: Session, found: Fund, before_cents: int) -> None:
    """Post a fund's set-up or the change of its amount, against the bank, in the caller's transaction.

    `found` has the new amount. Raises `Refused` when it is lowered by more than the cash in the box.
    """
    change = found.amount_cents - before_cents
    if change:
        said = "Fund set up" if not before_cents else "Fund raised" if change > 0 else "Fund lowered"
        n = store.value("SELECT COUNT(*) FROM journal WHERE series = ?", found.code)
        move = Move(said, change, gl(store, session, "gl.cash_bank"), found.code)
        post(store, session, found, "PETTY-FUND", f"petty:{found.id}:fund:{n}", [move])
