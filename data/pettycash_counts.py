"""Counting a petty cash fund: by its custodian, by surprise, or before a reimbursement; a stored count is final."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from data import audit, denominations, jobs
from data.documents.pettycash import count_paper
from data.fields import Count, Field, Text
from data.forms import Form, Values
from data.ledger_terms import terms
from data.permissions import Refused
from data.pettycash import AUDIT, Fund, Position, acting, fund, position, seeing
from data.tenders import dump

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

OWN, SURPRISE, CLAIM = "OWN", "SURPRISE", "CLAIM"
KINDS = {OWN: "Own count", SURPRISE: "Surprise count", CLAIM: "For reimbursement"}


def _fields() -> dict[str, Field]:
    found: dict[str, Field] = {one.code: Count(one.title, 6, default=0, stop=True) for one in denominations.ALL}
    return {**found, "note": Text("Note", 50)}


FORM = Form(
    "PCC010",
    "Count the petty cash",
    _fields(),
    confirm="Is the count complete? It cannot be changed afterwards.",
    help="Count pieces, not dollars. What should be in the box is shown after the count.",
    policy="A fund is counted by surprise by somebody who does not keep it, with the custodian present.",
)

_FROM = (
    "SELECT c.id, c.fund_id, c.kind, c.at, u.initials, c.counted_cents, c.note, c.fund_cents, c.cash_cents, "
    "c.change_cents, c.vouchers_cents, c.advances_cents, c.transit_cents "
    "FROM petty_counts c JOIN users u ON u.id = c.user_id"
)


@dataclass(frozen=True)
class FundCount:
    """A count of a fund; amounts in cents."""

    id: int
    fund_id: int
    kind: str
    at: str
    clerk: str
    counted_cents: int
    note: str
    position: Position
    """Where the money was by the books at that moment."""

    @property
    def total_cents(self) -> int:
        """What was counted and what is out."""
        now = self.position
        return self.counted_cents + now.total_cents - now.cash_cents

    @property
    def difference_cents(self) -> int:
        """What is over (short: negative): what was counted and what is out, less the fund."""
        return self.total_cents - self.position.fund_cents


def count(store: Store, session: Session, fund_id: int, values: Values) -> FundCount:
    """Count a fund from the values of `FORM`: its keeper's own count, else a surprise count. Raises `Refused`."""
    with store.writing():
        found = fund(store, fund_id, lock=True)
        if found.kept_by(session.clerk.id):
            kind = OWN
        else:
            session.require(AUDIT)
            kind = SURPRISE
        made = add(store, session, found, kind, values)
        audit.record(store, session, "petty.count", "petty_counts", made.id)
    return made


def add(store: Store, session: Session, found: Fund, kind: str, values: Values) -> FundCount:
    """Store a count beside where the money is by the books, and print it; in the caller's transaction."""
    now = position(store, found)
    count_id = store.insert(
        "petty_counts",
        fund_id=found.id,
        at=store.now(),
        business_date=acting(store, session, found).business_date.isoformat(),
        user_id=session.clerk.id,
        kind=kind,
        denominations=dump({name: int(n) for name, n in values.items() if name != "note" and n}),
        counted_cents=denominations.cash_cents(values),
        cash_cents=now.cash_cents,
        change_cents=now.change_cents,
        vouchers_cents=now.vouchers_cents,
        advances_cents=now.advances_cents,
        transit_cents=now.transit_cents,
        fund_cents=now.fund_cents,
        note=values.get("note") or "",
    )
    made = get(store, count_id)
    elements = count_paper(terms(store, session.clock.today()), found, made)
    jobs.add(store, session, jobs.REPORT, f"Petty cash count {found.code}", elements)
    return made


def get(store: Store, count_id: int) -> FundCount:
    """A count by id. Raises `Refused` when there is none."""
    row = store.row(f"{_FROM} WHERE c.id = ?", count_id)
    if row is None:
        raise Refused("There is no such count.")
    return _count(row)


def _count(row: tuple[Any, ...]) -> FundCount:
    key, fund_id, kind, at, clerk, counted, note, *parts = row
    return FundCount(key, fund_id, kind, at, clerk, counted, note, Position(*parts))


def counts(store: Store, session: Session, fund_id: int) -> list[FundCount]:
    """A fund's counts, newest first. Raises `Refused`."""
    seeing(store, session, fund_id)
    return [_count(row) for row in store.rows(f"{_FROM} WHERE c.fund_id = ? ORDER BY c.id DESC LIMIT 500", fund_id)]
