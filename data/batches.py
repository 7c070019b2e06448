"""Mail batches: control count and total first, then one item after another, and nothing is posted out of balance.

`OPEN → (HELD) → (MOVED → OPEN) → BALANCED → POSTED`, or `CANCELLED`. A batch in work is BALANCED while its count and
total are those of the control, and OPEN while they are not. It belongs to one clerk at a time. An item is a stub; a
check that pays several stubs is counted once. What is set aside (`data.mail_exceptions`) counts towards the control,
because its check was on the tape, and is not posted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import peewee

from data import audit, rights
from data.batches_entry import columns as entered
from data.days import open_date
from data.forms import FormError, Values
from data.ledger_entry import next_number
from data.money import show_cents
from data.permissions import Refused

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

WORK = rights.MAIL
OPEN, HELD, MOVED, BALANCED, POSTED, CANCELLED = "OPEN", "HELD", "MOVED", "BALANCED", "POSTED", "CANCELLED"
UNFINISHED = (OPEN, HELD, MOVED, BALANCED)
RECEIPT_KEYS = "batch:"
"""What the idempotency keys of a batch's receipts begin with."""


@dataclass(frozen=True)
class Batch:
    """A batch with what was entered so far; amounts in cents, counts in checks."""

    id: int
    number: str
    source: str
    mode: str
    business_date: str
    state: str
    control_count: int
    control_cents: int
    user_id: int
    clerk: str
    note: str
    created_at: str
    count: int
    cents: int
    aside: int
    """Checks set aside."""
    aside_cents: int

    @property
    def off_count(self) -> int:
        """Checks entered less the control count."""
        return self.count - self.control_count

    @property
    def off_cents(self) -> int:
        """The entered total less the control total."""
        return self.cents - self.control_cents

    @property
    def balances(self) -> bool:
        """Whether count and total are those of the control."""
        return not self.off_count and not self.off_cents

    def off(self) -> str:
        """By how much the batch does not balance: checks, and amount."""
        return f"off {self.off_count} and {show_cents(self.off_cents)}"

    def sums(self) -> str:
        """Entered against control, in one row."""
        said = f"Entered {self.count} of {self.control_count}   {show_cents(self.cents)} of "
        said += show_cents(self.control_cents)
        return said + ("   agrees" if self.balances else f"   {self.off()}")


@dataclass(frozen=True)
class Item:
    """A stub of a batch; amounts in cents."""

    id: int
    n: int
    check_n: int
    """The item that brought the check: its own number, or an earlier one's."""
    kind: str
    account: str
    account_id: int | None
    customer: str
    due_cents: int
    stub_cents: int | None
    amount_cents: int
    number: str
    written_on: str | None
    payer: str
    exception: str
    note: str
    state: str
    journal_id: int | None


_BATCH = (
    "SELECT b.id, b.number, b.source, b.mode, b.business_date, b.state, b.control_count, b.control_cents, b.user_id, "
    "u.name, b.note, b.created_at, (SELECT count(DISTINCT i.check_n) FROM batch_items i WHERE i.batch_id = b.id AND "
    "i.state <> 'REMOVED'), (SELECT COALESCE(SUM(i.amount_cents), 0) FROM batch_items i WHERE i.batch_id = b.id AND "
    "i.state <> 'REMOVED'), (SELECT count(DISTINCT i.check_n) FROM batch_items i WHERE i.batch_id = b.id AND i.state "
    "IN ('ASIDE', 'RETURNED')), (SELECT COALESCE(SUM(i.amount_cents), 0) FROM batch_items i WHERE i.batch_id = b.id "
    "AND i.state IN ('ASIDE', 'RETURNED')) FROM batches b JOIN users u ON u.id = b.user_id"
)
_ITEM = (
    "SELECT id, n, check_n, kind, account, account_id, customer, due_cents, stub_cents, amount_cents, number, "
    "written_on, payer, exception, note, state, journal_id FROM batch_items"
)


def get(store: Store, batch_id: int) -> Batch:
    """A batch with its sums. Raises `Refused` when there is none."""
    found = store.row(f"{_BATCH} WHERE b.id = ?", batch_id)
    if found is None:
        raise Refused(f"There is no batch {batch_id}.")
    return _batch(found)


def _batch(row: tuple[Any, ...]) -> Batch:
    return Batch(*row[:12], *(int(value) for value in row[12:]))


def listing(store: Store, session: Session, finished: int = 50) -> list[Batch]:
    """Every unfinished batch, then the newest of the others."""
    session.require(WORK)
    marks = ", ".join("?" * len(UNFINISHED))
    unfinished = store.rows(f"{_BATCH} WHERE b.state IN ({marks}) ORDER BY b.id", *UNFINISHED)
    sql = f"{_BATCH} WHERE b.state IN ('POSTED', 'CANCELLED') ORDER BY b.id DESC LIMIT ?"
    return [_batch(row) for row in (*unfinished, *store.rows(sql, finished))]


def items(store: Store, batch_id: int, *, removed: bool = False) -> list[Item]:
    """The items of a batch, in the order of entry."""
    only = "" if removed else " AND state <> 'REMOVED'"
    return [Item(*row) for row in store.rows(f"{_ITEM} WHERE batch_id = ?{only} ORDER BY n", batch_id)]


def amounts(store: Store, batch_id: int) -> list[int]:
    """The checks of a batch in the order of entry, in cents: to compare with the tape of the checks."""
    rows = store.rows(
        "SELECT sum(amount_cents) FROM batch_items WHERE batch_id = ? AND state <> 'REMOVED' GROUP BY check_n "
        "ORDER BY check_n",
        batch_id,
    )
    return [int(row[0]) for row in rows]


def create(store: Store, session: Session, values: Values, key: str) -> int:
    """Open a batch with its control count and total; its id. A repeat of `key` gives the first one's."""
    session.require(WORK)
    with store.writing():
        if found := store.value("SELECT id FROM batches WHERE idem_key = ?", key):
            return int(found)
        batch_id = store.insert(
            "batches",
            number=f"B{next_number(store, 'batch'):06d}",
            idem_key=key,
            source=values["source"],
            mode=values["mode"],
            business_date=open_date(store, session.business_date).isoformat(),
            state=OPEN,
            control_count=values["count"],
            control_cents=values["total"],
            user_id=session.clerk.id,
            note=values["note"] or "",
            created_at=store.now(),
        )
        audit.record(store, session, "batch.open", "batches", batch_id)
    return batch_id


def mine(store: Store, session: Session, batch_id: int, *states: str) -> Batch:
    """A batch that this clerk works on, locked. Raises `Refused` when it is another's or in none of the states."""
    session.require(WORK)
    store.value(f"SELECT id FROM batches WHERE id = ?{store.for_update}", batch_id)
    found = get(store, batch_id)
    if found.user_id != session.clerk.id:
        raise Refused(f"Batch {found.number} is {found.clerk}'s. It can be moved to you.")
    if found.state not in (states or (OPEN, BALANCED)):
        raise Refused(f"Batch {found.number} is {found.state}; this cannot be done to it.")
    return found


def add(store: Store, session: Session, batch_id: int, values: Values, key: str, stub: int | None = None) -> Item:
    """Enter an item once per `key`. Raises `FormError` for what must be an exception or cannot be right."""
    with store.writing():
        if found := store.row(f"{_ITEM} WHERE idem_key = ?", key):
            return Item(*found)
        batch = mine(store, session, batch_id)
        last = store.row(
            "SELECT COALESCE(MAX(n), 0), COALESCE(MAX(CASE WHEN state <> 'REMOVED' THEN check_n END), 0) "
            "FROM batch_items WHERE batch_id = ?",
            batch_id,
        )
        assert last is not None
        n = int(last[0]) + 1
        columns = entered(store, date.fromisoformat(batch.business_date), values)
        if values["same"] and not last[1]:
            raise FormError("same", "Same check: there is no item before this one.")
        check_n = int(last[1]) if values["same"] else n
        try:
            item_id = store.insert(
                "batch_items", batch_id=batch_id, n=n, check_n=check_n, idem_key=key, stub_cents=stub, **columns
            )
        except peewee.IntegrityError as error:
            raise Refused("This item was entered at the same moment elsewhere.") from error
        weigh(store, batch_id)
        audit.record(store, session, "batch.add", "batch_items", item_id)
        found = store.row(f"{_ITEM} WHERE id = ?", item_id)
        assert found is not None
    return Item(*found)


def change(store: Store, session: Session, batch_id: int, n: int, values: Values) -> None:
    """Correct an item. Raises `FormError` and `Refused`."""
    with store.writing():
        batch = mine(store, session, batch_id)
        columns = entered(store, date.fromisoformat(batch.business_date), values)
        names = ", ".join(f"{name} = ?" for name in columns)
        changed = store.run(
            f"UPDATE batch_items SET {names}, version = version + 1 WHERE batch_id = ? AND n = ? AND state IN "
            "('READY', 'ASIDE')",
            *columns.values(),
            batch_id,
            n,
        )
        if not changed:
            raise Refused(f"Item {n} is no longer in this batch.")
        weigh(store, batch_id)
        audit.record(store, session, "batch.change", "batches", batch_id, detail=str(n))


def remove(store: Store, session: Session, batch_id: int, n: int) -> None:
    """Take an item out; with the item that brought a check go the others of that check. Raises `Refused`."""
    with store.writing():
        mine(store, session, batch_id)
        changed = store.run(
            "UPDATE batch_items SET state = 'REMOVED', version = version + 1 WHERE batch_id = ? AND (n = ? OR "
            "check_n = ?) AND state IN ('READY', 'ASIDE')",
            batch_id,
            n,
            n,
        )
        if not changed:
            raise Refused(f"Item {n} is no longer in this batch.")
        weigh(store, batch_id)
        audit.record(store, session, "batch.remove", "batches", batch_id, detail=str(n))


def weigh(store: Store, batch_id: int) -> None:
    """Set the state of a batch in work by its sums, after anything that may have changed them."""
    state = BALANCED if get(store, batch_id).balances else OPEN
    store.run("UPDATE batches SET state = ?, version = version + 1 WHERE id = ? AND state <> ?", state, batch_id, state)
