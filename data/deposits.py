"""Bank deposits: the money of verified drawers, prepared by one person, verified by another, sent and confirmed.

`PREPARED → VERIFIED → SENT → CONFIRMED`, or `DIFF` when the bank credits another amount; before it is sent a deposit
may be `CANCELLED`. Sending posts it (cash-bank against cash-undeposited and the safe), in the series `DP` that belongs
to no till. A difference goes to over/short with the deposit's number.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from data import audit, authority
from data.clock import fiscal_year
from data.closeout import ClosedDrawer, in_deposit, to_deposit
from data.days import open_date
from data.denominations import BILLS, COINS, ROLLS, cash_cents
from data.deposits_paper import Sheet, sheet_for
from data.fields import Code, Count, Field, Money, Text
from data.forms import Form, FormError
from data.ledger_entry import next_number
from data.money import show_cents
from data.permissions import Refused
from data.settings import value
from data.tenders import dump

if TYPE_CHECKING:
    from data.session import Approval, Session
    from data.store import Store

SERIES = "DP"
"""The journal series of deposits."""
PREPARED, VERIFIED, SENT, CONFIRMED, DIFF, CANCELLED = "PREPARED", "VERIFIED", "SENT", "CONFIRMED", "DIFF", "CANCELLED"


def _fields() -> dict[str, Field]:
    found: dict[str, Field] = {one.code: Count(one.title, 6, default=0, stop=True) for one in (*BILLS, *COINS, *ROLLS)}
    found["items"] = Count("Checks and orders", 6, default=0, stop=True)
    found["tape"] = Money("Tape of the checks", default=0, stop=True, minimum_cents=0)
    found["bag"] = Code("Bag or seal no.", 16, required=True)
    found["reason"] = Text("Why it differs", 60, help="Only when the deposit is not what the drawers counted.")
    return found


PREPARE = Form(
    "DEP010",
    "Prepare the deposit",
    _fields(),
    help="Count pieces, run a tape of the checks and money orders with F8, and seal everything in one bag. The deposit "
    "is what the verified drawers counted, less their change funds, with their safe drops.",
    policy="All money is deposited, ideally within 24 hours (GFOA). Who prepares a deposit does not verify it.",
    confirm="Is the deposit complete?",
)


@dataclass(frozen=True)
class Deposit:
    """A deposit; amounts in cents."""

    id: int
    number: str
    state: str
    prepared_on: date
    bank: str
    account: str
    bag: str
    pieces: Mapping[str, int]
    cash_cents: int
    paper_cents: int
    expected_cents: int
    """What the drawers counted; the rest of the total is over or short."""
    reason: str
    approval_id: int | None
    prepared_by_id: int
    prepared_by: str
    verified_by: str
    journal_id: int | None
    credited_on: date | None
    credited_cents: int | None
    bank_reference: str

    @property
    def total_cents(self) -> int:
        """What is in the bag."""
        return self.cash_cents + self.paper_cents

    @property
    def difference_cents(self) -> int:
        """Counted for the bag less counted in the drawers; negative is short."""
        return self.total_cents - self.expected_cents


_SELECT = (
    "SELECT b.id, b.number, b.state, b.prepared_on, b.bank, b.account, b.bag, b.denominations, b.cash_cents, "
    "b.paper_cents, b.expected_cents, b.reason, b.approval_id, b.prepared_by, p.initials, COALESCE(v.initials, ''), "
    "b.journal_id, b.credited_on, b.credited_cents, b.bank_reference FROM bank_deposits b "
    "JOIN users p ON p.id = b.prepared_by LEFT JOIN users v ON v.id = b.verified_by "
)


def _deposit(row: tuple[Any, ...]) -> Deposit:
    values = list(row)
    values[3] = date.fromisoformat(values[3])
    values[7] = json.loads(values[7])
    values[17] = date.fromisoformat(values[17]) if values[17] else None
    return Deposit(*values)


def deposit(store: Store, deposit_id: int, *, lock: bool = False) -> Deposit:
    """A deposit by id. Raises `Refused` when there is none."""
    if lock:
        store.value(f"SELECT id FROM bank_deposits WHERE id = ?{store.for_update}", deposit_id)
    found = store.row(_SELECT + "WHERE b.id = ?", deposit_id)
    if found is None:
        raise Refused(f"There is no deposit {deposit_id}.")
    return _deposit(found)


def listing(store: Store, limit: int = 500) -> list[Deposit]:
    """The deposits, newest first."""
    return [_deposit(row) for row in store.rows(_SELECT + "ORDER BY b.id DESC LIMIT ?", limit)]


def sent(store: Store) -> list[Deposit]:
    """Deposits that the bank has not confirmed, oldest first."""
    return [_deposit(row) for row in store.rows(_SELECT + "WHERE b.state = ? ORDER BY b.id", SENT)]


def sheet(store: Store, drawer_ids: Sequence[int] | None = None) -> Sheet:
    """What a deposit of these drawers (None: of all that wait) should hold. Raises `Refused` when nothing waits."""
    found = [one for one in to_deposit(store) if drawer_ids is None or one.id in drawer_ids]
    if not found and drawer_ids is None:
        raise Refused("No verified drawer waits to be deposited (10.1 verifies them).")
    if drawer_ids is not None and len(found) != len(set(drawer_ids)):
        raise Refused("Every drawer of a deposit must be verified and in no other deposit; none such waits.")
    return sheet_for(store, found)


def sheet_of(store: Store, deposit_id: int) -> Sheet:
    """The drawers and checks of a deposit."""
    found = in_deposit(store, deposit_id)
    return sheet_for(store, found)


def prepare(
    store: Store,
    session: Session,
    values: Mapping[str, Any],
    key: str,
    drawer_ids: Sequence[int] | None = None,
    approval: Approval | None = None,
) -> Deposit:
    """Prepare a deposit from the counted pieces and the tape of `PREPARE`; a repeat of `key` gives the first.

    Raises `Refused`, and `FormError` on `reason` when it is not what the drawers counted and no reason is given;
    with one the authority `drawer.variance` must allow the difference.
    """
    with store.writing():
        first = store.value("SELECT id FROM bank_deposits WHERE idem_key = ?", key)
        if first is not None:
            return deposit(store, int(first))
        _lock_drawers(store)
        wanted = sheet(store, drawer_ids)
        cash, paper = cash_cents(values), int(values.get("tape") or 0)
        difference = cash + paper - wanted.total_cents
        _accept(store, session, wanted, difference, int(values.get("items") or 0), values, approval)
        deposit_id = _insert(store, session, values, key, wanted, approval if difference else None)
        marks = ", ".join("?" * len(wanted.drawers))
        ids = [one.id for one in wanted.drawers]
        store.run(f"UPDATE drawers SET bank_deposit_id = ? WHERE id IN ({marks})", deposit_id, *ids)
        audit.record(store, session, "deposit.prepare", "bank_deposits", deposit_id, detail=str(difference))
    return deposit(store, deposit_id)


def _lock_drawers(store: Store) -> None:
    """Two who prepare at once do not take the same drawers."""
    store.rows(f"SELECT id FROM drawers WHERE state = 'VERIFIED' AND bank_deposit_id IS NULL{store.for_update}")


def _accept(
    store: Store,
    session: Session,
    wanted: Sheet,
    difference: int,
    items: int,
    values: Mapping[str, Any],
    approval: Approval | None,
) -> None:
    """Raise unless this clerk may prepare a deposit that differs so much from its drawers."""
    if difference and not values.get("reason"):
        side = "over" if difference > 0 else "short"
        raise FormError(
            "reason",
            f"The drawers say {show_cents(wanted.total_cents)}: {show_cents(abs(difference))} {side}. "
            "Count again, or say why.",
        )
    if items != len(wanted.paper) and not values.get("reason"):
        raise FormError("items", f"The drawers took {len(wanted.paper)} checks and orders, not {items}. Look again.")
    authority.check(store, session, "deposit.prepare", 0, None if difference else approval)
    if difference:
        authority.check(store, session, "drawer.variance", abs(difference), approval)


def _insert(
    store: Store, session: Session, values: Mapping[str, Any], key: str, wanted: Sheet, approval: Approval | None
) -> int:
    on = open_date(store, session.clock.today())
    year = f"{fiscal_year(on) % 100:02d}"
    counted = {one.code: int(values[one.code]) for one in (*BILLS, *COINS, *ROLLS) if values.get(one.code)}
    return store.insert(
        "bank_deposits",
        number=f"D{year}-{next_number(store, f'deposit:{year}'):04d}",
        idem_key=key,
        prepared_on=on.isoformat(),
        state=PREPARED,
        bank=value(store, "deposit.bank", on),
        account=value(store, "deposit.account", on),
        bag=str(values["bag"]),
        denominations=dump(counted),
        cash_cents=cash_cents(values),
        paper_cents=int(values.get("tape") or 0),
        expected_cents=wanted.total_cents,
        reason=str(values.get("reason") or ""),
        approval_id=approval.id if approval else None,
        prepared_by=session.clerk.id,
        prepared_at=store.now(),
    )


def verify(store: Store, session: Session, deposit_id: int, approval: Approval | None = None) -> Deposit:
    """Verify a prepared deposit: slip, contents and seal agree. Raises `Refused` for the person who prepared it."""
    with store.writing():
        found = in_state(store, deposit_id, PREPARED)
        if found.prepared_by_id == session.clerk.id:
            raise Refused("Nobody verifies a deposit they prepared: somebody else must do it.")
        authority.check(store, session, "deposit.verify", 0, approval)
        move(store, deposit_id, VERIFIED, verified_by=session.clerk.id, verified_at=store.now())
        audit.record(store, session, "deposit.verify", "bank_deposits", deposit_id)
    return deposit(store, deposit_id)


def cancel(store: Store, session: Session, deposit_id: int, reason: str) -> Deposit:
    """Give up a deposit that was not sent; its drawers wait for another. Raises `Refused`."""
    if not reason.strip():
        raise Refused("A deposit is cancelled with a reason.")
    with store.writing():
        in_state(store, deposit_id, PREPARED, VERIFIED)
        authority.check(store, session, "deposit.prepare")
        move(store, deposit_id, CANCELLED, reason=reason.strip())
        store.run("UPDATE drawers SET bank_deposit_id = NULL WHERE bank_deposit_id = ?", deposit_id)
        audit.record(store, session, "deposit.cancel", "bank_deposits", deposit_id)
    return deposit(store, deposit_id)


def in_state(store: Store, deposit_id: int, *states: str) -> Deposit:
    """A deposit, locked. Raises `Refused` unless it is in one of these states."""
    found = deposit(store, deposit_id, lock=True)
    if found.state not in states:
        raise Refused(f"Deposit {found.number} is {found.state}; it must be {' or '.join(states)}.")
    return found


def move(store: Store, deposit_id: int, state: str, **columns: Any) -> None:
    """Put a deposit into a state and fill columns, in the caller's transaction."""
    names = "".join(f", {name} = ?" for name in columns)
    store.run(
        f"UPDATE bank_deposits SET state = ?{names}, version = version + 1 WHERE id = ?",
        state,
        *columns.values(),
        deposit_id,
    )
    store.vouch("bank_deposits", deposit_id)


def office(store: Store, session: Session) -> Session:
    """The session as it posts for the office: in the deposits' series, on the open business date, without a drawer."""
    return replace(session, till=SERIES, drawer_id=None, business_date=open_date(store, session.clock.today()))


def drawer_rows(found: Sequence[ClosedDrawer]) -> list[str]:
    """The drawers of a deposit, one line each, for screen and slip."""
    return [
        f"{one.business_date:%m/%d/%y} till {one.till:<4} {one.clerk:<4} {show_cents(one.deposit_cents):>14}"
        for one in found
    ]


def withdrawn_rows(sheet: Sheet) -> list[str]:
    """The checks that were counted but returned since, one line each: they stay out of the bag."""
    return [
        f"Returned, not in the bag: {one.kind} {one.number} {f'of {one.payer[:20]} ' if one.payer else ''}"
        f"{show_cents(one.amount_cents)}"
        for one in sheet.withdrawn
    ]
