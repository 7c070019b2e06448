"""A refund request as it is read, and its settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from data.permissions import Refused

if TYPE_CHECKING:
    from data.store import Store

CREDIT, DEPOSIT, RECEIPT, UNCLAIMED = "CREDIT", "DEPOSIT", "RECEIPT", "UNCLAIMED"
"""Where the money comes from."""
OPEN = ("REQUESTED", "VERIFIED", "APPROVED", "SENT", "PAID", "STALE")
"""States in which something is still to come."""
NEEDS: tuple[str, ...] = (
    "gl.refunds_payable",
    "gl.unapplied_credit",
    "gl.deposits_payable",
    "gl.ar_utility",
    "gl.unclaimed",
    "gl.unclaimed_revenue",
    "refund.threshold",
    "refund.processing_fee",
    "refund.clear_days",
    "refund.ach_days",
    "refund.stale_days",
    "refund.never",
)
"""The settings rows that refunds and unclaimed money need."""


@dataclass(frozen=True)
class Payee:
    """Who is paid, and where the check goes."""

    name: str
    street: str
    city: str
    state: str
    zip: str
    street2: str = ""
    language: str = "en"


@dataclass(frozen=True)
class Refund:
    """A refund request; amounts in cents."""

    id: int
    number: str
    state: str
    source: str
    source_key: str
    account_id: int | None
    customer_id: int | None
    deposit_id: int | None
    line_id: int | None
    payee: str
    street: str
    street2: str
    city: str
    state_code: str
    zip: str
    language: str
    amount_cents: int
    gl: str
    """The account the money comes from, for accounts payable's own entry: refunds payable."""
    ground: str
    reference: str
    estate: bool
    vendor: str
    requested_on: date
    requested_by: int
    verified_by: int | None
    approved_by: int | None
    batch_id: int | None
    check_number: str
    check_date: date | None
    cleared_on: date | None
    journal_id: int
    reissue_of: int | None
    note: str
    version: int

    @property
    def open(self) -> bool:
        """Whether something is still to come."""
        return self.state in OPEN


_DATES = ("requested_on", "check_date", "cleared_on")
_NAMES = tuple(Refund.__dataclass_fields__)
_SELECT = f"SELECT {', '.join(_NAMES)} FROM refunds "


def _refund(row: tuple[Any, ...]) -> Refund:
    values = dict(zip(_NAMES, row, strict=True))
    for name in _DATES:
        values[name] = date.fromisoformat(values[name]) if values[name] else None
    values["estate"] = bool(values["estate"])
    return Refund(**values)


def by_id(store: Store, refund_id: int, *, lock: bool = False) -> Refund:
    """A request by its id, locked until commit if asked. Raises `Refused` when there is none."""
    found = store.row(f"{_SELECT}WHERE id = ?" + (store.for_update if lock else ""), refund_id)
    if found is None:
        raise Refused("There is no such refund request.")
    return _refund(found)


def by_number(store: Store, number: str) -> Refund | None:
    """A request by its number, None when there is none."""
    found = store.row(_SELECT + "WHERE number = ?", number.strip().upper())
    return _refund(found) if found else None


def by_key(store: Store, key: str) -> Refund | None:
    """The request made under an idempotency key, None when there is none."""
    found = store.row(_SELECT + "WHERE idem_key = ?", key)
    return _refund(found) if found else None


def listing(store: Store, states: tuple[str, ...] = OPEN, limit: int = 2000) -> list[Refund]:
    """Requests in some states, oldest first."""
    marks = ", ".join("?" * len(states))
    return [
        _refund(row) for row in store.rows(f"{_SELECT}WHERE state IN ({marks}) ORDER BY id LIMIT ?", *states, limit)
    ]


def of_batch(store: Store, batch_id: int) -> list[Refund]:
    """The requests of a batch, in the order of their numbers."""
    return [_refund(row) for row in store.rows(f"{_SELECT}WHERE batch_id = ? ORDER BY number", batch_id)]
